/* What writing and verifying evidence packs agree on. */
#ifndef COMPLAINT_EXCHANGE_EVIDENCE_H
#define COMPLAINT_EXCHANGE_EVIDENCE_H

#define COMPLAINT__EVIDENCE_FORM "complaint/evidence/1"
/* Bytes of a line: an entry's facts and personal facts, each of which escapes
 * may make six times as long. */
#define COMPLAINT__EVIDENCE_LINE (64 * 1024 * 1024)

#endif
