/* Whether a procedure is sound, judged from its description alone: another
 * program than the verifier, for what that one lets pass. */
#ifndef TESTS_PROCEDURE_JUDGE_H
#define TESTS_PROCEDURE_JUDGE_H

#include <complaint/procedure.h>

#include <stdbool.h>

/* false, with the reason, where a state is not reached from the start, has no
 * way to an end, or a clock cannot be stopped from where it begins. Guards are
 * passed over. */
bool judge_is_sound(complaint_context *context, const char *yaml,
                    char why[200]);

#endif
