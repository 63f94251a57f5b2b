/* A letter of a case: what it was told so far, as the viewer may see it, put
 * into a reply. How a reply is filled in is in procedure/letter.c. */
#include "casework/casework.h"

#include "base/failure.h"
#include "model/facts.h"

#include <string.h>

/* Personal parts stand beside the rest of an entry: maps are put together. */
static int merge(complaint_facts *map, const complaint_facts *more,
                 complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_facts_size(more);
         i++) {
        const char *key = complaint_facts_key(more, i);
        const complaint_facts *value = complaint_facts_at(more, i);
        complaint_facts *known = complaint__facts_edit(map, key);

        if (complaint_facts_type(value) == COMPLAINT_FACTS_MAP &&
            complaint_facts_type(known) == COMPLAINT_FACTS_MAP)
            status = merge(known, value, error);
        else
            status = complaint_facts_set_copy(map, key, value, error);
    }
    return status;
}

static int add_part(complaint_context *context, const complaint_record *entry,
                    const char *column, complaint_facts *whole,
                    complaint_error **error)
{
    const char *json = complaint_record_text(entry, column);
    complaint_facts *part = NULL;
    int status;

    if (json == NULL || json[0] == '\0')
        return COMPLAINT_OK;
    status = complaint_facts_parse(context, json, strlen(json), &part, error);
    if (status == COMPLAINT_OK &&
        complaint_facts_type(part) == COMPLAINT_FACTS_MAP)
        status = merge(whole, part, error);
    complaint_facts_free(part);
    return status;
}

/* What one entry told replaces what earlier ones did. */
static int add_entry(complaint_context *context, const complaint_record *entry,
                     complaint_facts *told, complaint_error **error)
{
    static const char *const kinds[] = {COMPLAINT__ENTRY_FILE,
                                        COMPLAINT__ENTRY_PERFORM,
                                        COMPLAINT__ENTRY_AMEND};
    const char *kind = complaint_record_text(entry, "kind");
    complaint_facts *whole = NULL;
    bool tells = false;
    int status;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        tells = tells || (kind != NULL && strcmp(kind, kinds[i]) == 0);
    if (!tells)
        return COMPLAINT_OK;
    status = complaint_facts_new(context, &whole, error);
    if (status == COMPLAINT_OK)
        status = add_part(context, entry, "facts", whole, error);
    if (status == COMPLAINT_OK)
        status = add_part(context, entry, "personal", whole, error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(whole); i++)
        status = complaint_facts_set_copy(told, complaint_facts_key(whole, i),
                                          complaint_facts_at(whole, i), error);
    complaint_facts_free(whole);
    return status;
}

static int collect(complaint_case *self, complaint_facts *told,
                   complaint_error **error)
{
    complaint_context *context =
        complaint__register_context(complaint__case_register(self));
    const complaint_record *entry = NULL;
    complaint_cursor *journal = NULL;
    int status = complaint_case_list(self, "journal", &journal, error);

    while (status == COMPLAINT_OK) {
        status = complaint_cursor_next(journal, &entry, error);
        if (status != COMPLAINT_OK || entry == NULL)
            break;
        status = add_entry(context, entry, told, error);
    }
    complaint_cursor_free(journal);
    return status;
}

static int check_options(complaint_case *self,
                         const complaint_reply_options *options,
                         complaint_reply_options *out, complaint_error **error)
{
    if (options == NULL)
        return COMPLAINT_OK;
    if (options->struct_size < sizeof *options)
        return complaint__fail(
            complaint__register_context(complaint__case_register(self)), error,
            COMPLAINT_INVALID, "options.size", "struct_size",
            "the options have an unknown size");
    *out = *options;
    return COMPLAINT_OK;
}

int complaint_case_reply(complaint_case *self, const char *reply,
                         const complaint_reply_options *options, char **text,
                         size_t *size, complaint_error **error)
{
    complaint_reply_options o = {.struct_size = sizeof o};
    complaint_facts *told = NULL;
    complaint_context *context;
    int status = complaint__case_usable(self, error);

    if (text != NULL)
        *text = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (text == NULL || reply == NULL)
        return complaint__casework_misuse(self, error,
                                          text == NULL ? "text" : "reply");
    status = check_options(self, options, &o, error);
    if (status != COMPLAINT_OK)
        return status;
    context = complaint__register_context(complaint__case_register(self));
    if (o.procedure == NULL)
        o.procedure = complaint__case_pinned_procedure(self);
    if (o.state == NULL)
        o.state = complaint__casework_text(self, "state");
    if (o.language == NULL)
        o.language = complaint_context_language(context);
    status = complaint_facts_new(context, &told, error);
    if (status == COMPLAINT_OK)
        status = collect(self, told, error);
    if (status == COMPLAINT_OK)
        status = merge(told, o.facts, error);
    if (status == COMPLAINT_OK)
        status = complaint_procedure_reply(
            o.procedure, o.state, reply, o.language,
            complaint__case_pinned_calendar(self), complaint_case_record(self),
            told, text, size, error);
    complaint_facts_free(told);
    return status;
}
