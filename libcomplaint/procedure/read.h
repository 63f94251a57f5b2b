/* Reading a procedure: what read.c, read_clock.c and verify.c share. */
#ifndef COMPLAINT_PROCEDURE_READ_H
#define COMPLAINT_PROCEDURE_READ_H

#include "procedure/definition.h"
#include "procedure/extend.h"
#include "procedure/inside.h"

#define COMPLAINT__PATH_SIZE 240

/* Errors that reading went on after; owned. */
#define COMPLAINT__LIMIT_FAULTS 50
typedef struct complaint__faults {
    complaint_error *items[COMPLAINT__LIMIT_FAULTS];
    size_t count;
} complaint__faults;

typedef struct complaint__reader {
    complaint_context *context;
    const char *yaml;
    size_t size;
    const char *file;
    const complaint__procedure_text *text;
    complaint_procedure *procedure;
    complaint_error **error;
    const complaint__derived *derived; /* or NULL */
    const char *clock_base;    /* path of the one clock under `text`, or NULL */
    complaint__faults *faults; /* NULL: the first error ends it */
} complaint__reader;

/* Whether to go on with the next entry: always after success; after what is
 * refused where faults are gathered, *status is COMPLAINT_OK again then. */
bool complaint__read_goes_on(const complaint__reader *r, int *status);
bool complaint__read_is_faulty(const complaint__reader *r);
/* complaint__procedure_parse() that goes on after errors: INVALID with all of
 * them in `faults`, the last in *error. */
int complaint__procedure_parse_all(complaint_context *context,
                                   const complaint__procedure_examined *text,
                                   complaint__faults *faults,
                                   complaint_procedure **out,
                                   complaint_error **error);

/* INVALID at a path ("states/2/name"), with file, line and column; the item
 * says which name is meant and may be NULL. `message` is an English literal. */
int complaint__read_refuse(const complaint__reader *r, const char *detail,
                           const char *path, const char *item,
                           const char *message);
int complaint__read_limit(const complaint__reader *r, const char *path,
                          int64_t limit);
void complaint__read_path(char path[COMPLAINT__PATH_SIZE], const char *format,
                          ...) COMPLAINT_PRINTF(2, 3);

/* Copies into the procedure's arena. */
int complaint__read_text(const complaint__reader *r, const char *from,
                         const char **to);
int complaint__read_texts(const complaint__reader *r, const char *path,
                          const complaint__title_text *from,
                          complaint__texts *to);
/* At most `limit` names, none twice. */
int complaint__read_names(const complaint__reader *r, const char *path,
                          const complaint__list_text *from, size_t limit,
                          complaint__names *to);
int complaint__read_array(const complaint__reader *r, size_t count, size_t size,
                          void **out);

int complaint__read_condition(const complaint__reader *r, const char *path,
                              const complaint__condition_text *text,
                              const complaint__fact *facts, size_t fact_count,
                              const complaint__condition **out);
/* At most COMPLAINT__LIMIT_FACTS_ASKED, no name twice; in their order. */
int complaint__read_facts(const complaint__reader *r, const char *path,
                          const complaint__fact_text *texts, size_t count,
                          const complaint__fact **out, size_t *out_count);
int complaint__read_forms(const complaint__reader *r);
/* Of urgency and of routing, over the facts of the intake. */
int complaint__read_rules(const complaint__reader *r);
/* Steps, replies and forms of a state. */
int complaint__read_state_helps(const complaint__reader *r, unsigned index,
                                complaint__full_state *full);
int complaint__read_authority(const complaint__reader *r, unsigned index,
                              complaint__full_transition *full);
int complaint__read_clocks(const complaint__reader *r);
/* The keys that the limit of a task, or of a hand-over, has of a clock. */
int complaint__read_limit_clock(const complaint__reader *r, const char *path,
                                const complaint__clock_text *text,
                                complaint__clock *clock);
/* Tasks, joins and the times of a hand-over; after all else was read. */
int complaint__read_tasks(const complaint__reader *r);
/* That everything hangs together: names, ways through, ends, clocks. */
int complaint__procedure_verify(const complaint__reader *r);
int complaint__procedure_verify_helps(const complaint__reader *r);
/* Fills the procedure's watched facts. */
int complaint__procedure_watch(const complaint__reader *r);

#endif
