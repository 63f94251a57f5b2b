/* Everything about one person, to be given to that person: cases, rows and
 * journal, and what of it concerns others left out. Who the person is:
 * casework/person.c. */
#include "casework/casework.h"

#include "base/context.h"
#include "base/failure.h"
#include "model/facts.h"
#include "model/relation.h"

#include <complaint/privacy.h>

#include <string.h>

static const char *const relations[] = {
    "assignment", "task",   "communication", "evidence", "finding",
    "share",      "action", "remedy",        "return",   "survey"};

typedef struct giver {
    complaint_register *owner;
    complaint_context *context;
    const complaint_facts *found; /* matches, those of a case together */
    size_t first, count;          /* of the case at hand */
    complaint_facts *out;         /* of the case at hand */
    bool whole;                   /* all of the case is the person's */
    int64_t withheld;             /* rows of others */
    complaint_error **error;
} giver;

static const char *match_text(const giver *g, size_t i, const char *key)
{
    return complaint_facts_text(
        complaint_facts_get(complaint_facts_at(g->found, i), key), "");
}

static bool is_own(const giver *g, const char *party)
{
    for (size_t i = g->first; i < g->first + g->count; i++)
        if (party != NULL && strcmp(match_text(g, i, "party"), party) == 0)
            return true;
    return false;
}

/* ---- rows ---- */

static void drop_personal(complaint_facts *map,
                          const complaint_relation *relation)
{
    for (size_t i = 0; i < relation->column_count; i++)
        if ((relation->columns[i].flags & COMPLAINT_COLUMN_PERSONAL) != 0)
            complaint__facts_remove(map, relation->columns[i].name);
}

static const char *id_of(const complaint_facts *row)
{
    return complaint_facts_text(complaint_facts_get(row, "id"), NULL);
}

/* Rows of others in the personal part of an entry. */
static void drop_others(giver *g, const complaint_facts *plain,
                        complaint_facts *personal)
{
    if (complaint_facts_type(personal) == COMPLAINT_FACTS_MAP) {
        if (is_own(g, id_of(plain)))
            return;
        drop_personal(personal, &complaint__relation_party);
        g->withheld++;
        return;
    }
    for (size_t i = 0; i < complaint_facts_size(personal); i++)
        drop_others(
            g, complaint_facts_at(plain, i),
            (complaint_facts *)(uintptr_t)complaint_facts_at(personal, i));
}

static void drop_kept(giver *g, complaint_facts *personal)
{
    const complaint_facts *kept = complaint_facts_get(personal, "kept");

    for (size_t i = 0; i < complaint_facts_size(kept); i++) {
        const complaint_facts *rows =
            complaint_facts_get(complaint_facts_at(kept, i), "rows");

        for (size_t j = 0; j < complaint_facts_size(rows); j++) {
            complaint_facts *row =
                (complaint_facts *)(uintptr_t)complaint_facts_at(rows, j);

            if (strcmp(complaint_facts_text(
                           complaint_facts_get(row, "relation"), ""),
                       "party") != 0 ||
                is_own(g, id_of(row)))
                continue;
            complaint__facts_remove(row, "values");
            g->withheld++;
        }
    }
}

static void clean_entry(giver *g, complaint_facts *entry)
{
    static const char *const keys[] = {"parties", "party"};
    static const char *const hidden[] = {"salt", "commitment", "previous",
                                         "digest", "procedure_digest"};
    const complaint_facts *plain = complaint_facts_get(entry, "facts");
    complaint_facts *personal = complaint__facts_edit(entry, "personal");
    const char *action =
        complaint_facts_text(complaint_facts_get(entry, "action"), "");

    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        complaint__facts_remove(entry, hidden[i]);
    if (personal == NULL)
        return;
    if (strcmp(complaint_facts_text(complaint_facts_get(entry, "kind"), ""),
               "put") == 0) {
        if (strcmp(action, "party") == 0)
            drop_others(g, plain, personal);
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        complaint_facts *rows = complaint__facts_edit(personal, keys[i]);

        if (rows != NULL)
            drop_others(g, complaint_facts_get(plain, keys[i]), rows);
    }
    drop_kept(g, personal);
}

static int add_row(giver *g, const complaint_record *record,
                   complaint_facts *list)
{
    const complaint_relation *relation = record->relation;
    complaint_facts *row;
    int status = complaint_record_facts(record, &row, g->error);

    if (status != COMPLAINT_OK)
        return status;
    complaint__facts_remove(row, "case_id");
    if (relation == &complaint__relation_party && !is_own(g, id_of(row))) {
        drop_personal(row, relation);
        g->withheld++;
    }
    if (relation == &complaint__relation_journal)
        clean_entry(g, row);
    status = complaint_facts_set_copy(list, NULL, row, g->error);
    complaint_facts_free(row);
    return status;
}

static int add_rows(giver *g, complaint_case *one, const char *relation)
{
    const complaint_record *record = NULL;
    complaint_cursor *cursor;
    complaint_facts *list = NULL;
    int status = complaint_case_list(one, relation, &cursor, g->error);

    while (status == COMPLAINT_OK) {
        status = complaint_cursor_next(cursor, &record, g->error);
        if (status != COMPLAINT_OK || record == NULL)
            break;
        if (list == NULL)
            status =
                complaint_facts_set_list(g->out, relation, &list, g->error);
        if (status == COMPLAINT_OK)
            status = add_row(g, record, list);
    }
    complaint_cursor_free(cursor);
    return status;
}

/* ---- a case ---- */

static int add_record(giver *g, const complaint_case *one)
{
    static const char *const hidden[] = {"head", "procedure_digest",
                                         "calendar_digest"};
    static const char *const told[] = {"number", "state", "received_at",
                                       "closed_at", "procedure"};
    complaint_facts *row;
    complaint_facts *map;
    int status =
        complaint_record_facts(complaint__case_record(one), &row, g->error);

    if (status != COMPLAINT_OK)
        return status;
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        complaint__facts_remove(row, hidden[i]);
    if (g->whole) {
        status = complaint_facts_set_copy(g->out, "case", row, g->error);
    } else {
        status = complaint_facts_set_map(g->out, "case", &map, g->error);
        for (size_t i = 0;
             status == COMPLAINT_OK && i < sizeof told / sizeof told[0]; i++)
            if (complaint_facts_get(row, told[i]) != NULL)
                status = complaint_facts_set_copy(
                    map, told[i], complaint_facts_get(row, told[i]), g->error);
    }
    complaint_facts_free(row);
    return status;
}

static int add_roles(giver *g)
{
    complaint_facts *roles;
    int status = complaint_facts_set_list(g->out, "roles", &roles, g->error);

    g->whole = false;
    for (size_t i = g->first; status == COMPLAINT_OK && i < g->first + g->count;
         i++) {
        const char *role = match_text(g, i, "role");

        g->whole = g->whole || complaint__person_is_whole(role);
        status = complaint_facts_set_text(roles, NULL, role, g->error);
    }
    return status;
}

static int say_withheld(giver *g)
{
    const char *what = NULL;
    int status = COMPLAINT_OK;

    if (!g->whole)
        what = "the complaint is another person's";
    else if (g->withheld > 0)
        what = "personal data of other persons";
    if (what != NULL)
        status = complaint_facts_set_text(
            g->out, "withheld", complaint__context_translate(g->context, what),
            g->error);
    return status;
}

/* Another's complaint: that it is, and the person's own row. */
static int give_case(giver *g, complaint_case *one)
{
    int status = add_roles(g);

    g->withheld = 0;
    if (status == COMPLAINT_OK)
        status = add_record(g, one);
    if (status == COMPLAINT_OK)
        status = add_rows(g, one, "party");
    for (size_t i = 0; status == COMPLAINT_OK && g->whole &&
                       i < sizeof relations / sizeof relations[0];
         i++)
        status = add_rows(g, one, relations[i]);
    if (status == COMPLAINT_OK && g->whole)
        status = add_rows(g, one, "journal");
    return status == COMPLAINT_OK ? say_withheld(g) : status;
}

static int give_all(giver *g, complaint_facts *cases)
{
    int status = COMPLAINT_OK;

    for (g->first = 0;
         status == COMPLAINT_OK && g->first < complaint_facts_size(g->found);
         g->first += g->count) {
        const char *id = match_text(g, g->first, "case_id");
        complaint_case *one;

        g->count = 1;
        while (g->first + g->count < complaint_facts_size(g->found) &&
               strcmp(match_text(g, g->first + g->count, "case_id"), id) == 0)
            g->count++;
        status = complaint_facts_set_map(cases, NULL, &g->out, g->error);
        if (status == COMPLAINT_OK)
            status = complaint_case_find(g->owner, id, &one, g->error);
        if (status != COMPLAINT_OK)
            break;
        status = give_case(g, one);
        complaint_case_free(one);
    }
    return status;
}

static int give(giver *g, const complaint_facts *person, complaint_facts *out)
{
    complaint_facts *holder = NULL;
    complaint_facts *found;
    complaint_facts *cases;
    int status = complaint_facts_set_copy(out, "person", person, g->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_time(
            out, "exported_at", complaint_context_now(g->context), g->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(out, "cases", &cases, g->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(g->context, &holder, g->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(holder, "found", &found, g->error);
    if (status == COMPLAINT_OK)
        status = complaint__person_find(g->owner, person, found, g->error);
    g->found = found;
    if (status == COMPLAINT_OK)
        status = give_all(g, cases);
    complaint_facts_free(holder);
    return status;
}

int complaint_register_export_person(complaint_register *self,
                                     const complaint_actor *actor,
                                     const complaint_facts *person,
                                     complaint_facts **out,
                                     complaint_error **error)
{
    giver g = {.owner = self, .error = error};
    complaint_facts *result = NULL;
    complaint__view *view;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    g.context = complaint__register_context(self);
    if (actor == NULL || out == NULL ||
        complaint_facts_type(person) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(g.context, error,
                                      actor == NULL ? "actor"
                                      : out == NULL ? "out"
                                                    : "person");
    status = complaint__privacy_may(g.context, actor, error);
    if (status == COMPLAINT_OK)
        status = complaint__view_need_all(self, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(g.context, &result, error);
    view = complaint__view_suspend(self);
    if (status == COMPLAINT_OK)
        status = give(&g, person, result);
    complaint__view_resume(self, view);
    if (status == COMPLAINT_OK)
        *out = result;
    else
        complaint_facts_free(result);
    return status;
}
