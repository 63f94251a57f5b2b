/* Playing a script on the stage: paths, every refusal, limits. */
#ifndef TESTS_PROCEDURE_PLAY_H
#define TESTS_PROCEDURE_PLAY_H

#include "procedure/script.h"
#include "procedure/stage.h"

/* Open and file; the calendar is "cn". */
void play_open(stage *s, const test_script *script, const char *filed);
/* One step with its rule's facts; it must lead where the rule says. */
void play_step(stage *s, const test_script *script, const char *transition,
               const char *actor, const char *when);
void play_moves(stage *s, const test_script *script, const test_move *moves,
                size_t count);
/* Open, file, and play the main path up to and with this transition; NULL:
 * all of it. */
void play_main(stage *s, const test_script *script, const char *last);
/* Step with these facts (' for "); the status. */
int play_try(stage *s, const char *transition, const char *actor,
             const char *facts, const char *when);

/* Every transition: from each state that is not its own, by each role that is
 * not its own, without each required fact, with each fact of a wrong type, by
 * who did what it may not follow, against its condition. */
void play_refusals(const test_script *script);
/* The main path ends closed, and no clock is missed or left running. */
void play_main_path(const test_script *script);
/* The last event stops the clock: a microsecond, a minute, a day before and
 * after the limit, and as seen from a moment before and after it. */
void play_limit(stage *s, const char *clock, const char *due);
/* The main path up to its first `transition`, which stops the clock. */
void play_main_limit(const test_script *script, const char *transition,
                     const char *clock, const char *due);
/* Whether this role may extend the clock by so much at this time: a status. */
int play_extend(stage *s, const char *clock, const char *role, int64_t amount,
                const char *when);

/* main() of a test program. */
int play_run(const char *name, const TTest *const tests[], size_t count);

#endif
