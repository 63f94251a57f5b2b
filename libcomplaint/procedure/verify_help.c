/* That what helps people hangs together: forms, authority and letters name
 * only what there is. The ways through are in verify.c. */
#include "procedure/read.h"

#include <string.h>

static int unknown(const complaint__reader *r, const char *path,
                   const char *item, const char *message)
{
    return complaint__read_refuse(r, "procedure.unknown_name", path, item,
                                  message);
}

static bool form_known(const complaint_procedure *procedure, const char *name)
{
    for (size_t i = 0; i < procedure->form_count; i++)
        if (strcmp(procedure->forms[i].name, name) == 0)
            return true;
    return false;
}

static int check_forms(const complaint__reader *r, const char *path,
                       const complaint__names *names)
{
    char entry[COMPLAINT__PATH_SIZE];

    for (size_t i = 0; i < names->count; i++)
        if (!form_known(r->procedure, names->items[i])) {
            complaint__read_path(entry, "%s/%zu", path, i);
            return unknown(r, entry, names->items[i],
                           "this form is not under forms");
        }
    return COMPLAINT_OK;
}

/* ---- letters ---- */

static bool asked_for(const complaint__fact *facts, size_t count,
                      const char *name, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(facts[i].name) == size &&
            memcmp(facts[i].name, name, size) == 0)
            return true;
    return false;
}

static bool is_column(const char *name, size_t size)
{
    char text[COMPLAINT_LIMIT_CODE + 1];

    memcpy(text, name, size);
    text[size] = '\0';
    return complaint_relation_column_find(complaint_relation_find("case"),
                                          text) >= 0;
}

/* Asked for somewhere, or a column of the case. */
static bool field_known(const complaint_procedure *procedure, const char *name,
                        size_t size)
{
    if (is_column(name, size) ||
        asked_for(procedure->intake, procedure->intake_count, name, size))
        return true;
    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__transition *transition =
            &procedure->transitions[i].transition;

        if (asked_for(transition->facts, transition->fact_count, name, size))
            return true;
    }
    for (size_t i = 0; i < procedure->form_count; i++)
        if (asked_for(procedure->forms[i].fields,
                      procedure->forms[i].field_count, name, size))
            return true;
    return false;
}

/* Of "remedy.cost" the part before the dot is known. */
static int check_letter(const complaint__reader *r, const char *path,
                        const char *letter)
{
    char name[COMPLAINT_LIMIT_CODE + 1];
    complaint__piece piece;
    bool wrong = false;

    while (letter != NULL && complaint__letter_next(&letter, &piece, &wrong)) {
        const char *dot;
        size_t size = piece.name_size;

        if (piece.name == NULL || field_known(r->procedure, piece.name, size))
            continue;
        dot = memchr(piece.name, '.', size);
        if (dot != NULL &&
            field_known(r->procedure, piece.name, (size_t)(dot - piece.name)))
            continue;
        memcpy(name, piece.name, size);
        name[size] = '\0';
        return unknown(r, path, name,
                       "nothing that is asked for has this field's name");
    }
    return COMPLAINT_OK;
}

static int check_replies(const complaint__reader *r, size_t state)
{
    const complaint__full_state *full = &r->procedure->states[state];
    char path[COMPLAINT__PATH_SIZE];
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < full->reply_count && status == COMPLAINT_OK; i++) {
        const complaint__texts *text = &full->replies[i].text;

        complaint__read_path(path, "states/%zu/replies/%zu/text/en", state, i);
        status = check_letter(r, path, text->en);
        complaint__read_path(path, "states/%zu/replies/%zu/text/zh-CN", state,
                             i);
        if (status == COMPLAINT_OK)
            status = check_letter(r, path, text->zh_cn);
        complaint__read_path(path, "states/%zu/replies/%zu/text/zh-TW", state,
                             i);
        if (status == COMPLAINT_OK)
            status = check_letter(r, path, text->zh_tw);
    }
    return status;
}

/* ---- authority, clocks ---- */

/* A role whose limit is told may do it at all. */
static int check_authority(const complaint__reader *r, size_t transition)
{
    const complaint__full_transition *full =
        &r->procedure->transitions[transition];
    char path[COMPLAINT__PATH_SIZE];

    for (size_t i = 0; i < full->authority_count; i++) {
        const char *role = full->authority[i].role;

        complaint__read_path(path, "transitions/%zu/authority/%zu/role",
                             transition, i);
        if (!complaint__role_known(r->procedure, role))
            return unknown(r, path, role, "this role is not under roles");
        if (!complaint__transition_names_role(full, role))
            return complaint__read_refuse(
                r, "procedure.authority", path, role,
                "this role may not do the transition at all");
    }
    return COMPLAINT_OK;
}

static int check_within(const complaint__reader *r, size_t clock)
{
    const complaint_procedure *procedure = r->procedure;
    const char *within = procedure->clocks[clock].within;
    char path[COMPLAINT__PATH_SIZE];

    for (size_t i = 0; within != NULL && i < procedure->clock_count; i++)
        if (i != clock && strcmp(procedure->clocks[i].name, within) == 0)
            return COMPLAINT_OK;
    if (within == NULL)
        return COMPLAINT_OK;
    complaint__read_path(path, "clocks/%zu/within", clock);
    return unknown(r, path, within, "this is no other clock under clocks");
}

int complaint__procedure_verify_helps(const complaint__reader *r)
{
    const complaint_procedure *procedure = r->procedure;
    char path[COMPLAINT__PATH_SIZE];
    int status = check_forms(r, "case_forms", &procedure->case_forms);

    for (size_t i = 0;
         i < procedure->state_count && complaint__read_goes_on(r, &status);
         i++) {
        complaint__read_path(path, "states/%zu/forms", i);
        status = check_forms(r, path, &procedure->states[i].forms);
        if (status == COMPLAINT_OK)
            status = check_replies(r, i);
    }
    for (size_t i = 0;
         i < procedure->transition_count && complaint__read_goes_on(r, &status);
         i++)
        status = check_authority(r, i);
    for (size_t i = 0;
         i < procedure->clock_count && complaint__read_goes_on(r, &status); i++)
        status = check_within(r, i);
    return status;
}
