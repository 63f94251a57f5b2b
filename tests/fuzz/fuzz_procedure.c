/* Any bytes as a procedure's YAML; what is read must be described, verified,
 * assessed, and where it extends another read again as the same. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "procedure/procedure.h"

static void verify(complaint_context *context, const char *text, size_t size,
                   bool fine)
{
    complaint_facts *findings = NULL;

    if (complaint_procedure_verify(context, text, size, "fuzz", NULL, &findings,
                                   NULL) != COMPLAINT_OK)
        abort();
    if (!fine &&
        complaint_facts_integer(complaint_facts_get(findings, "errors"), 0) < 1)
        abort();
    complaint_facts_free(findings);
}

static void read_again(complaint_context *context,
                       const complaint_procedure *procedure)
{
    complaint_procedure *again = NULL;
    size_t size = 0;
    const char *text = complaint__procedure_yaml(procedure, &size);

    if (text == NULL)
        return;
    if (complaint_procedure_parse(context, text, size, NULL, &again, NULL) !=
            COMPLAINT_OK ||
        strcmp(complaint_procedure_digest(procedure),
               complaint_procedure_digest(again)) != 0)
        abort();
    complaint_procedure_free(again);
}

static void use(complaint_context *context,
                const complaint_procedure *procedure)
{
    complaint_facts *facts = NULL, *tree = NULL, *told = NULL;
    const complaint_facts *states;

    if (complaint_facts_new(context, &facts, NULL) != COMPLAINT_OK ||
        complaint_procedure_describe(procedure, &tree, NULL) != COMPLAINT_OK ||
        complaint_procedure_assess(procedure, facts, &told, NULL) !=
            COMPLAINT_OK)
        abort();
    states = complaint_facts_get(tree, "states");
    for (size_t i = 0; i < complaint_facts_size(states); i++) {
        const complaint_facts *state = complaint_facts_at(states, i);
        const complaint_facts *reply =
            complaint_facts_at(complaint_facts_get(state, "replies"), 0);
        char *text = NULL;
        int status = complaint_procedure_reply(
            procedure,
            complaint_facts_text(complaint_facts_get(state, "name"), ""),
            complaint_facts_text(complaint_facts_get(reply, "name"), ""), "en",
            NULL, NULL, facts, &text, NULL, NULL);

        if (status != COMPLAINT_OK && status != COMPLAINT_INCOMPLETE &&
            status != COMPLAINT_NOT_FOUND)
            abort();
        complaint_context_release(context, text);
    }
    complaint_facts_free(facts);
    complaint_facts_free(tree);
    complaint_facts_free(told);
}

int fuzz_procedure(const uint8_t *bytes, size_t size)
{
    const char *text = (const char *)bytes;
    complaint_context *context = NULL;
    complaint_procedure *procedure = NULL;
    complaint_error *error = NULL;
    int status;

    if (complaint_context_new(NULL, &context, NULL) != COMPLAINT_OK)
        return 0;
    status = complaint_procedure_parse(context, text, size, "fuzz", &procedure,
                                       &error);
    if (status == COMPLAINT_OK) {
        use(context, procedure);
        read_again(context, procedure);
    } else if (complaint_error_line(error) < 1 && status != COMPLAINT_LIMIT) {
        abort();
    }
    verify(context, text, size, status == COMPLAINT_OK);
    complaint_procedure_free(procedure);
    complaint_error_free(error);
    complaint_context_free(context);
    return 0;
}

FUZZ_TARGET(fuzz_procedure);
