/* A stage on which a procedure is played without a register: a case as a
 * record, its events, and who did what. Local times are at +08:00. */
#ifndef TESTS_PROCEDURE_STAGE_H
#define TESTS_PROCEDURE_STAGE_H

#include "support/surroundings.h"

#include <complaint/calendar.h>
#include <complaint/limits.h>

#include "model/relation.h"
#include "procedure/procedure.h"

#define STAGE_EVENTS 128

typedef struct stage {
    surroundings around;
    complaint_context *context;
    complaint_procedure *procedure;
    complaint_calendar *calendar;
    complaint_record *record; /* of "case" */
    complaint_error *error;   /* of the last step */
    complaint__event events[STAGE_EVENTS];
    const char *actors[STAGE_EVENTS];
    complaint_facts *facts[STAGE_EVENTS]; /* of events; may be NULL */
    size_t count;
} stage;

/* "2019-04-25 09:32" */
complaint_time stage_time(const char *text);
/* The start of a day plus so many microseconds. */
complaint_time stage_at(const char *day, complaint_time more);

/* A bundled procedure, or one of a text when `yaml` is not NULL. */
void stage_open(stage *s, const char *name, const char *yaml,
                const char *calendar);
/* A bundled procedure with packs on it; NULL ends their names. */
void stage_open_packs(stage *s, const char *name, const char *const *packs,
                      const char *calendar);
void stage_close(stage *s);

/* File; `facts` is JSON or NULL. */
void stage_file(stage *s, const char *when);
/* Perform as "role:id"; the status, and s->error. On success the event is
 * added and the case changed. */
int stage_do(stage *s, const char *transition, const char *actor,
             const char *facts, const char *when);
/* Perform; it must succeed and lead to this state. */
void stage_go(stage *s, const char *transition, const char *actor,
              const char *facts, const char *when, const char *state);
/* Add an event on a clock: extend, pause, resume. */
void stage_clock_event(stage *s, const char *kind, const char *clock,
                       const char *when, int64_t amount);
const char *stage_state(const stage *s);

/* The clock's state as of a time. */
complaint__clock_state stage_clock(stage *s, const char *clock,
                                   complaint_time now);
/* It has this status and is due at this local time ("" for none; "24:00" is
 * the end of the day). */
void stage_expect(stage *s, const char *clock, const char *now, int status,
                  const char *due);

/* The findings of a text as "code@field line:column ..."; each has a text, and
 * the errors are counted. */
void stage_findings(complaint_context *context, const char *yaml,
                    const complaint_facts *known, char *told, size_t size);

/* The bytes of a bundled procedure, with a NUL, to be freed. */
char *stage_text(const char *name, size_t *size);
/* Replace the first `from` of a text; a new text, to be freed. */
char *stage_edit(const char *text, const char *from, const char *to);

#endif
