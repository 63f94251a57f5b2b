/* Writing answers into facts: one status for many members, and no number that
 * is not finite. Not for facts that enter a journal. */
#ifndef COMPLAINT_ANALYSIS_WRITER_H
#define COMPLAINT_ANALYSIS_WRITER_H

#include <complaint/facts.h>

/* After a failure the calls below do nothing; check `status` once. A NULL
 * map writes nothing, so that children need no check either. */
typedef struct complaint__writer {
    int status;
    complaint_error **error;
} complaint__writer;
#define COMPLAINT__WRITER(error)                                               \
    {                                                                          \
        COMPLAINT_OK, (error)                                                  \
    }

void complaint__write_count(complaint__writer *writer, complaint_facts *facts,
                            const char *key, int64_t value);
/* NaN (undefined) is written as null, infinities as "Inf" and "-Inf". */
void complaint__write_number(complaint__writer *writer, complaint_facts *facts,
                             const char *key, double value);
/* NULL is written as null. */
void complaint__write_text(complaint__writer *writer, complaint_facts *facts,
                           const char *key, const char *text);
void complaint__write_boolean(complaint__writer *writer, complaint_facts *facts,
                              const char *key, bool value);
void complaint__write_copy(complaint__writer *writer, complaint_facts *facts,
                           const char *key, const complaint_facts *value);
complaint_facts *complaint__write_map(complaint__writer *writer,
                                      complaint_facts *facts, const char *key);
complaint_facts *complaint__write_list(complaint__writer *writer,
                                       complaint_facts *facts, const char *key);
/* A list of `count` numbers, as complaint__write_number(). */
void complaint__write_numbers(complaint__writer *writer, complaint_facts *facts,
                              const char *key, const double *values,
                              size_t count);

#endif
