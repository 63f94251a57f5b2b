/* What all users of the scripts need; no library is called here. */
#include "procedure/script.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

const test_rule *script_rule(const test_script *script, const char *transition)
{
    for (size_t i = 0; i < script->rule_count; i++)
        if (strcmp(script->rules[i].name, transition) == 0)
            return &script->rules[i];
    ck_abort_msg("%s has no rule for %s", script->procedure, transition);
    return NULL;
}

char *script_facts(const test_rule *rule)
{
    size_t size = rule->facts == NULL ? 0 : strlen(rule->facts);
    char *json;

    if (rule->facts == NULL)
        return NULL;
    json = malloc(size + 1);
    ck_assert_ptr_nonnull(json);
    for (size_t i = 0; i <= size; i++)
        json[i] = rule->facts[i] == '\'' ? '"' : rule->facts[i];
    return json;
}
