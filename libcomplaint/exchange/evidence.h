/* What writing and verifying evidence packs agree on. */
#ifndef COMPLAINT_EXCHANGE_EVIDENCE_H
#define COMPLAINT_EXCHANGE_EVIDENCE_H

#include <complaint/facts.h>

#include <stdbool.h>
#include <stddef.h>

#define COMPLAINT__EVIDENCE_FORM "complaint/evidence/1"
/* Bytes of a line: an entry's facts and personal facts, each of which escapes
 * may make six times as long. */
#define COMPLAINT__EVIDENCE_LINE (64 * 1024 * 1024)

/* Is what was read as raw JSON written in the one way? No spaces, the shortest
 * escapes, whole numbers, not too deep: docs/reference/evidence.md. */
bool complaint__evidence_compact(const char *json, size_t size);
/* Does a line have the keys of its kind in their order, with values of their
 * types? */
bool complaint__evidence_line(const complaint_facts *line);

#endif
