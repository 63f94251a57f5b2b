/* A person in all cases: found by what is known of them, and erased. What is
 * given out to the person: exchange/person.c. */
#include "casework/casework.h"

#include "base/failure.h"
#include "model/facts.h"
#include "text/text.h"

#include <complaint/limits.h>
#include <complaint/privacy.h>

#include <string.h>

/* Digits that two telephone numbers must share at their ends, and how many
 * more the longer may have before them: a country's code, a zero or two. */
#define PHONE_MIN 7
#define PHONE_MORE 4

enum identity { ID_REFERENCE, ID_PHONE, ID_EMAIL, ID_NAME, IDENTITIES };

static const char *const names[IDENTITIES] = {"reference", "phone", "email",
                                              "name"};

static const size_t columns[IDENTITIES] = {
    complaint__party_reference, complaint__party_phone, complaint__party_email,
    complaint__party_name};

typedef struct seeker {
    complaint_context *context;
    char *known[IDENTITIES]; /* normalised; NULL: not given */
    const char *party;       /* id of one row; NULL: not given */
    complaint_error **error;
} seeker;

/* ---- normal forms ---- */

/* Case, width and outer spaces do not matter; of a number only digits do. */
static int normalise(const seeker *s, int identity, const char *text,
                     char **out)
{
    char *folded = NULL;
    size_t size = 0;
    size_t from = 0;
    size_t kept = 0;
    int status = complaint__text_fold(s->context, text, strlen(text), &folded,
                                      &size, s->error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (identity == ID_PHONE) {
        for (size_t i = 0; i < size; i++)
            if (folded[i] >= '0' && folded[i] <= '9' &&
                (kept > 0 || folded[i] != '0'))
                folded[kept++] = folded[i];
    } else {
        while (from < size && folded[from] == ' ')
            from++;
        while (size > from && folded[size - 1] == ' ')
            size--;
        kept = size - from;
        memmove(folded, folded + from, kept);
    }
    folded[kept] = '\0';
    *out = folded;
    return COMPLAINT_OK;
}

static bool same(int identity, const char *a, const char *b)
{
    size_t long_size = strlen(a);
    size_t short_size = strlen(b);

    if (identity != ID_PHONE)
        return strcmp(a, b) == 0;
    if (long_size < short_size) {
        const char *other = a;
        size_t size = long_size;

        a = b;
        b = other;
        long_size = short_size;
        short_size = size;
    }
    return short_size >= PHONE_MIN && long_size - short_size <= PHONE_MORE &&
           strcmp(a + (long_size - short_size), b) == 0;
}

/* ---- matching ---- */

static int compare(const seeker *s, int identity, const complaint_value *row,
                   bool *equal)
{
    const complaint_value *value = &row[columns[identity]];
    char *text;
    int status;

    *equal = false;
    if (value->type != COMPLAINT_VALUE_TEXT || s->known[identity] == NULL)
        return COMPLAINT_OK;
    status = normalise(s, identity, value->bytes, &text);
    if (status == COMPLAINT_OK)
        *equal = text[0] != '\0' && same(identity, s->known[identity], text);
    complaint__free(s->context, text);
    return status;
}

/* By any of reference, phone, email; a name given besides must be the same,
 * and alone it is enough. */
static int matches(const seeker *s, const complaint_value *row, bool *found)
{
    bool others = false;
    bool name = false;
    bool any = false;
    int status = COMPLAINT_OK;

    *found = s->party != NULL &&
             strcmp(row[complaint__party_id].bytes, s->party) == 0;
    for (int i = 0; status == COMPLAINT_OK && !*found && i < ID_NAME; i++) {
        bool equal;

        others = others || s->known[i] != NULL;
        status = compare(s, i, row, &equal);
        any = any || equal;
    }
    if (status != COMPLAINT_OK || *found)
        return status;
    if (s->known[ID_NAME] == NULL) {
        *found = any;
        return COMPLAINT_OK;
    }
    if (!others || any)
        status = compare(s, ID_NAME, row, &name);
    *found = name;
    return status;
}

static void free_seeker(seeker *s)
{
    for (int i = 0; i < IDENTITIES; i++)
        complaint__free(s->context, s->known[i]);
}

static int add_identity(seeker *s, int identity, const char *text)
{
    char *normal;
    int status = normalise(s, identity, text, &normal);

    if (status != COMPLAINT_OK)
        return status;
    if (normal[0] == '\0' ||
        (identity == ID_PHONE && strlen(normal) < PHONE_MIN)) {
        complaint__free(s->context, normal);
        return complaint__fail(s->context, s->error, COMPLAINT_INVALID,
                               "person.identity", names[identity],
                               "this identifies nobody: \"%s\"", text);
    }
    s->known[identity] = normal;
    return COMPLAINT_OK;
}

static int read_person(seeker *s, const complaint_facts *person)
{
    int status = COMPLAINT_OK;
    bool any = false;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(person); i++) {
        const char *key = complaint_facts_key(person, i);
        const char *text =
            complaint_facts_text(complaint_facts_at(person, i), NULL);
        int identity = 0;

        while (identity < IDENTITIES && strcmp(names[identity], key) != 0)
            identity++;
        any = true;
        if (text != NULL && identity < IDENTITIES)
            status = add_identity(s, identity, text);
        else if (text != NULL && strcmp(key, "party") == 0)
            s->party = text;
        else
            status = complaint__fail(s->context, s->error, COMPLAINT_INVALID,
                                     "person.key", key,
                                     "a person is not known by this: %s", key);
    }
    if (status == COMPLAINT_OK && !any)
        status = complaint__fail(s->context, s->error, COMPLAINT_INVALID,
                                 "person.identity", "person",
                                 "say the person's reference, phone, email, "
                                 "name or party");
    return status;
}

static int add_match(const complaint_value *row, complaint_facts *list,
                     complaint_error **error)
{
    complaint_facts *map;
    int status = complaint_facts_set_map(list, NULL, &map, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "case_id", row[complaint__party_case_id].bytes, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "party", row[complaint__party_id].bytes, error);
    return status == COMPLAINT_OK
               ? complaint_facts_set_text(
                     map, "role", row[complaint__party_role].bytes, error)
               : status;
}

static int scan_parties(const seeker *s, complaint__store *store,
                        complaint_facts *list)
{
    complaint_scan scan = {.relation = &complaint__relation_party};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    bool found;
    int status = complaint__store_scan(store, &scan, &rows, s->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, s->error);
        if (status == COMPLAINT_OK && row != NULL) {
            status = matches(s, row, &found);
            if (status == COMPLAINT_OK && found)
                status = add_match(row, list, s->error);
        }
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

int complaint__person_find(complaint_register *self,
                           const complaint_facts *person, complaint_facts *list,
                           complaint_error **error)
{
    seeker s = {.context = complaint__register_context(self), .error = error};
    int status;

    if (complaint_facts_type(person) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(s.context, error, "person");
    status = read_person(&s, person);
    if (status == COMPLAINT_OK)
        status = scan_parties(&s, complaint__register_store(self), list);
    free_seeker(&s);
    return status;
}

bool complaint__person_is_whole(const char *role)
{
    return strcmp(role, "complainant") == 0 ||
           strcmp(role, "representative") == 0;
}

/* ---- erasing ---- */

typedef struct eraser {
    complaint_register *owner;
    complaint_context *context;
    const complaint_actor *actor;
    const complaint_facts *what;
    bool dry_run;
    complaint_facts *cases;
    int64_t erased;
    complaint_error **error;
} eraser;

/* The person's own complaint loses every text, and other parties keep their
 * rows; in another's complaint only the person's row goes. */
static int erase_in(eraser *e, complaint_case *one, const char *party,
                    bool whole, complaint_facts *map)
{
    static const char *const own[] = {"party",   "case",          "assignment",
                                      "task",    "communication", "evidence",
                                      "finding", "action",        "remedy",
                                      "return",  "survey",        "facts"};
    complaint_facts *what = NULL;
    complaint_facts *parts;
    complaint_facts *done = NULL;
    int status = complaint__facts_copy(e->context, e->what, &what, e->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(what, "party", party, e->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(what, "parts", &parts, e->error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < (whole ? sizeof own / sizeof own[0] : 1);
         i++)
        status = complaint_facts_set_text(parts, NULL, own[i], e->error);
    if (status == COMPLAINT_OK && !e->dry_run) {
        status = complaint__case_erase(one, e->actor, what, &done, e->error);
        e->erased += status == COMPLAINT_OK;
    }
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_copy(map, "parts", parts, e->error);
    complaint_facts_free(done);
    complaint_facts_free(what);
    return status;
}

/* A hold does not stop what can be done in other cases. */
static int erase_match(eraser *e, const complaint_facts *match)
{
    const char *role =
        complaint_facts_text(complaint_facts_get(match, "role"), "");
    complaint_case *one = NULL;
    complaint_facts *map = NULL;
    bool held;
    int status = complaint_case_find(
        e->owner,
        complaint_facts_text(complaint_facts_get(match, "case_id"), ""), &one,
        e->error);

    if (status != COMPLAINT_OK)
        return status;
    held = complaint_record_integer(complaint__case_record(one), "legal_hold",
                                    0) != 0;
    status = complaint_facts_set_map(e->cases, NULL, &map, e->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "number", complaint__casework_text(one, "number"), e->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "role", role, e->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "state",
                                          held         ? "held"
                                          : e->dry_run ? "due"
                                                       : "erased",
                                          e->error);
    if (status == COMPLAINT_OK && !held)
        status = erase_in(
            e, one,
            complaint_facts_text(complaint_facts_get(match, "party"), ""),
            complaint__person_is_whole(role), map);
    complaint_case_free(one);
    return status;
}

static int erase_person(eraser *e, const complaint_facts *person,
                        complaint_facts *out)
{
    complaint_facts *holder = NULL;
    complaint_facts *found;
    int status = complaint_facts_set_list(out, "cases", &e->cases, e->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_new(e->context, &holder, e->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(holder, "found", &found, e->error);
    if (status == COMPLAINT_OK)
        status = complaint__person_find(e->owner, person, found, e->error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(found); i++)
        status = erase_match(e, complaint_facts_at(found, i));
    complaint_facts_free(holder);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(out, "erased", e->erased, e->error);
    return status == COMPLAINT_OK ? complaint_facts_set_boolean(
                                        out, "dry_run", e->dry_run, e->error)
                                  : status;
}

/* "dry_run" and what an entry says. */
static int read_what(eraser *e, const complaint_facts *what,
                     complaint_facts **own)
{
    const complaint_facts *dry = complaint_facts_get(what, "dry_run");
    int status = complaint__facts_copy(e->context, what, own, e->error);

    if (status != COMPLAINT_OK)
        return status;
    e->dry_run = complaint_facts_type(dry) == COMPLAINT_FACTS_BOOLEAN &&
                 complaint_facts_integer(dry, 0) != 0;
    complaint__facts_remove(*own, "dry_run");
    e->what = *own;
    if (complaint_facts_get(what, "parts") != NULL ||
        complaint_facts_get(what, "party") != NULL)
        return complaint__fail(e->context, e->error, COMPLAINT_INVALID,
                               "erase.key", "parts",
                               "this says nothing to an erasure: %s", "parts");
    return COMPLAINT_OK;
}

int complaint_register_erase_person(complaint_register *self,
                                    const complaint_actor *actor,
                                    const complaint_facts *person,
                                    const complaint_facts *what,
                                    complaint_facts **out,
                                    complaint_error **error)
{
    eraser e = {.owner = self, .actor = actor, .error = error};
    complaint_facts *result = NULL;
    complaint_facts *own = NULL;
    complaint__view *view;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    e.context = complaint__register_context(self);
    if (actor == NULL || complaint_facts_type(what) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(e.context, error,
                                      actor == NULL ? "actor" : "what");
    status = complaint__privacy_may(e.context, actor, error);
    if (status == COMPLAINT_OK)
        status = complaint__view_need_all(self, error);
    if (status == COMPLAINT_OK)
        status = read_what(&e, what, &own);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(e.context, &result, error);
    view = complaint__view_suspend(self);
    if (status == COMPLAINT_OK)
        status = erase_person(&e, person, result);
    if (status == COMPLAINT_OK && !e.dry_run)
        status = complaint__register_forget_traces(self, error);
    complaint__view_resume(self, view);
    complaint_facts_free(own);
    if (status == COMPLAINT_OK && out != NULL)
        *out = result;
    else
        complaint_facts_free(result);
    return status;
}
