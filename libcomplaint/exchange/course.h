/* One simulated complaint: how it is filed and what becomes of it. The
 * organisation around it is in world.c. */
#ifndef COMPLAINT_EXCHANGE_COURSE_H
#define COMPLAINT_EXCHANGE_COURSE_H

#include "exchange/phrases.h"
#include "exchange/world.h"

typedef struct complaint__course {
    const complaint__world *world;
    complaint__random random;
    complaint__buffer *scratch;
    complaint_case *subject;
    const complaint__staff *staff;
    complaint__phrase_words words;
    const char *unit; /* codes; may be NULL */
    const char *cause;
    const char *supplier;
    complaint_time received;
    complaint_time now; /* of the simulation */
    bool chinese;
    bool bad; /* of the bad batch */
    bool safety;
    bool late; /* answered after its limit, as far as is known */
    bool justified;
    int64_t entries;
    char day[COMPLAINT_TIME_TEXT_SIZE];
    int status;
    complaint_error **error;
} complaint__course;

/* File complaint number `index`, received at a time, and live through it. */
int complaint__course_run(const complaint__world *world, uint64_t index,
                          complaint_time received, bool bad,
                          complaint__buffer *scratch, int64_t *entries,
                          complaint_error **error);

/* ---- steps (course_steps.c): no-ops once the course has failed or is over;
 * they say whether the step happened. ---- */

/* Working time of `hours` in the mean passes for the unit; false when that
 * leads past the end of the simulation. */
bool complaint__course_work(complaint__course *c, double hours);
/* Plain days pass for the complainant. */
bool complaint__course_wait(complaint__course *c, double days);
bool complaint__course_perform(complaint__course *c,
                               const complaint_actor *actor,
                               const char *transition,
                               const complaint_facts *facts);
bool complaint__course_put(complaint__course *c, const char *relation,
                           const complaint_facts *facts);
/* A new map of facts, NULL after a failure. */
complaint_facts *complaint__course_facts(complaint__course *c);
/* Set one; nothing for a NULL map or text. */
void complaint__course_text(complaint__course *c, complaint_facts *map,
                            const char *key, const char *text);
void complaint__course_time(complaint__course *c, complaint_facts *map,
                            const char *key, complaint_time time);
void complaint__course_flag(complaint__course *c, complaint_facts *map,
                            const char *key, bool value);
void complaint__course_number(complaint__course *c, complaint_facts *map,
                              const char *key, int64_t value);
void complaint__course_money(complaint__course *c, complaint_facts *map,
                             const char *key, double mean);
void complaint__course_phrase(complaint__course *c, complaint_facts *map,
                              const char *key, int phrase);
complaint_facts *complaint__course_map(complaint__course *c,
                                       complaint_facts *map, const char *key);
complaint_facts *complaint__course_list(complaint__course *c,
                                        complaint_facts *map, const char *key);
/* Code of a list, as a text of the map. */
void complaint__course_code(complaint__course *c, complaint_facts *map,
                            const char *key, int list);
void complaint__course_attribute(complaint__course *c);

/* ---- ways (course_ways.c) ---- */
void complaint__course_iso10002(complaint__course *c);
/* Some answer whether they are content, once the course is over. */
void complaint__course_survey(complaint__course *c);

/* ---- any procedure (course_any.c) ---- */
/* Facts of filing that the procedure requires and that are not there yet. */
void complaint__course_intake(complaint__course *c, complaint_facts *facts);
/* Allowed transitions to the end, tasks answered, with the facts that they
 * require and their guards look for. */
void complaint__course_any(complaint__course *c);

#endif
