/* Any bytes as facts in JSON: what is read is written and read again, and is
 * the same then. */
#include "fuzz/fuzz.h"

#include <complaint/facts.h>

#include <stdlib.h>
#include <string.h>

static void write_and_read(complaint_context *context,
                           const complaint_facts *facts)
{
    complaint_facts *again = NULL;
    char *once = NULL, *twice = NULL;
    size_t size = 0, length = 0;

    if (complaint_facts_write(facts, &once, &size, NULL) != COMPLAINT_OK ||
        complaint_facts_parse(context, once, size, &again, NULL) !=
            COMPLAINT_OK ||
        complaint_facts_write(again, &twice, &length, NULL) != COMPLAINT_OK ||
        size != length || memcmp(once, twice, size) != 0)
        abort();
    complaint_context_release(context, once);
    complaint_context_release(context, twice);
    complaint_facts_free(again);
}

int fuzz_facts(const uint8_t *bytes, size_t size)
{
    complaint_context *context = NULL;
    complaint_facts *facts = NULL;
    complaint_error *error = NULL;

    if (complaint_context_new(NULL, &context, NULL) != COMPLAINT_OK)
        return 0;
    if (complaint_facts_parse(context, (const char *)bytes, size, &facts,
                              &error) == COMPLAINT_OK)
        write_and_read(context, facts);
    complaint_facts_free(facts);
    complaint_error_free(error);
    complaint_context_free(context);
    return 0;
}

FUZZ_TARGET(fuzz_facts);
