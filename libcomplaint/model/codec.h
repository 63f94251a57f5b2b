/* Records as JSON and CSV, driven by the table of relations. What a cell may
 * not begin with in a spreadsheet is the exchange room's business. */
#ifndef COMPLAINT_MODEL_CODEC_H
#define COMPLAINT_MODEL_CODEC_H

#include "model/relation.h"

/* Canonical JSON of a record, as complaint_record_facts() gives it, at the
 * end of a buffer. */
int complaint__record_json(const complaint_record *record,
                           complaint__buffer *buffer, complaint_error **error);
/* One field of RFC 4180, quoted where it must be; NULL writes nothing. An
 * empty text is written as "" so that it differs from null. */
void complaint__csv_field(complaint__buffer *buffer, const char *bytes,
                          size_t size);
/* Column names, then rows; lines end in CR LF. Times in UTC (RFC 3339), money
 * in minor units, booleans as true and false, bytes as hexadecimal digits. */
int complaint__record_csv_header(const complaint_relation *relation,
                                 complaint__buffer *buffer,
                                 complaint_error **error);
int complaint__record_csv(const complaint_record *record,
                          complaint__buffer *buffer, complaint_error **error);

#endif
