/* Every public function that can fail, called once on a small register. */
#ifndef TESTS_STARVATION_CALLS_H
#define TESTS_STARVATION_CALLS_H

#include <complaint.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the calls work on; made anew for each function. */
typedef struct stage {
    _Atomic int64_t live; /* blocks of the context */
    complaint_context *context;
    complaint_register *first; /* that `reg` shares the store of, or NULL */
    complaint_register *reg;
    complaint_actor *clerk;
    complaint_actor *second;
    complaint_case *one;
    complaint_facts *facts; /* small and valid for filing */
    complaint_facts *person;
    complaint_facts *empty;
    complaint_facts *import; /* options of a calendar's import */
    complaint_facts *month;
    complaint_facts *moved; /* to another calendar */
    complaint_facts *other;
    complaint_facts *dry;
    char fresh[160];
    complaint_facts *erased; /* why */
    complaint_facts *by;     /* months and categories */
    complaint_facts *by_one;
    complaint_finding *finding;
    complaint_definition *definition;
    complaint_calendar *calendar;
    complaint_procedure *procedure;
    complaint_dataset *dataset;
    complaint_figure *figure;
    complaint_cursor *cursor;
    char folder[64];
    char uri[256];
    int64_t turn; /* of the attempts, for names that must be new */
} stage;

typedef struct call {
    const char *name; /* without "complaint_" */
    int (*call)(stage *s, complaint_error **error);
    int also; /* another status that is right, or 0 */
} call;

extern const call calls[];
extern const size_t call_count;

/* "memory", "sqlite", "shared", a second handle on SQLite, or a register's
 * address. */
void stage_open(stage *s, const char *scheme);
void stage_close(stage *s);
/* The register is sound after this call. */
void stage_verify(stage *s, const char *name);
/* One attempt at a call with so many allocations before one fails, or all do:
 * a clean error or none. False when nothing failed; *wrong counts others. */
bool stage_starve(stage *s, const call *one, int64_t allowed, bool all,
                  int64_t *wrong);

#endif
