/* The simulated organisation: its units and people, what it sells, what goes
 * wrong and how often. Drawn once from a seed; what happens in one case is in
 * course.c. */
#ifndef COMPLAINT_EXCHANGE_WORLD_H
#define COMPLAINT_EXCHANGE_WORLD_H

#include <complaint/case.h>

#include "exchange/random.h"
#include "register/codes.h"
#include "register/register.h"

/* Codes of a list with sums of weights; count 0 when there is no list. */
typedef struct complaint__choice {
    const complaint__code **codes;
    double *sums;
    size_t count;
} complaint__choice;

enum complaint__world_list {
    COMPLAINT__WORLD_UNIT,
    COMPLAINT__WORLD_SUPPLIER,
    COMPLAINT__WORLD_CHANNEL,
    COMPLAINT__WORLD_CATEGORY,
    COMPLAINT__WORLD_PRODUCT,
    COMPLAINT__WORLD_CAUSE,
    COMPLAINT__WORLD_SEVERITY,
    COMPLAINT__WORLD_URGENCY,
    COMPLAINT__WORLD_COMPLEXITY,
    COMPLAINT__WORLD_OUTCOME,
    COMPLAINT__WORLD_REMEDY,
    COMPLAINT__WORLD_LISTS
};

/* People of one unit. */
typedef struct complaint__staff {
    complaint_actor *desk;
    complaint_actor *handler;
    complaint_actor *manager;
    double pace; /* 1: usual; the slow unit takes 3 times as long */
} complaint__staff;

typedef struct complaint__world {
    complaint_register *self;
    complaint_context *context;
    complaint_actor *actor; /* "simulation" */
    complaint__codes *catalog;
    complaint__codes *organisation;
    const complaint_calendar *calendar;
    const complaint_procedure *procedure;
    const char *procedure_name;
    complaint_facts *described; /* the procedure, where it is followed as it
                                   is written */
    complaint__arena *arena;
    complaint__choice lists[COMPLAINT__WORLD_LISTS];
    double **categories;     /* sums per product */
    complaint__staff *staff; /* per unit of the list */
    uint64_t seed;
    int64_t cases;
    int offset;                /* seconds east of UTC */
    complaint_time until;      /* nothing happens after it */
    complaint_day first, last; /* days on which complaints arrive */
    double *days;              /* sums of arrivals per day */
    double *bad_days;          /* of them by the bad batch, 0 to 1 */
    size_t slow_unit;
    size_t bad_product;
    const char *bad_category; /* may be NULL */
    char bad_batch[64];
    bool plain;
    bool by_heart; /* iso10002, whose steps are in course_ways.c */
} complaint__world;

/* `catalog` and `organisation` are the definitions' texts. The calendar is
 * that of the procedure. */
int complaint__world_make(complaint__world *world, const char *catalog,
                          const char *organisation, complaint_error **error);
void complaint__world_clear(complaint__world *world);
/* A code of a list, or NULL. */
const complaint__code *complaint__world_pick(const complaint__world *world,
                                             int list,
                                             complaint__random *random);
/* One that begins with a text where chance finds one, otherwise any. */
const complaint__code *complaint__world_pick_like(const complaint__world *world,
                                                  int list, const char *prefix,
                                                  complaint__random *random);
const complaint__code *complaint__world_find(const complaint__world *world,
                                             int list, const char *code);
/* Title of a code in a language. */
const char *complaint__world_title(const complaint__code *code,
                                   const char *language);

#endif
