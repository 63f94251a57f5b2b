/* Conformance: verbs about a store as a whole, and rows that are not waited
 * for. All of them are "may". */
#include "kit.h"

#include <stdio.h>
#include <string.h>

#define ROWS 400

static const char *lacks_insert_new(const kit *c)
{
    return c->backend.insert_new == NULL ? "no verb insert_new" : NULL;
}

static const char *lacks_backup(const kit *c)
{
    if (c->backend.backup == NULL)
        return "no verb backup";
    return c->harness->create_other == NULL ? "no place for a copy" : NULL;
}

static const char *lacks_compact(const kit *c)
{
    return c->backend.compact == NULL ? "no verb compact" : NULL;
}

static const char *lacks_scrub(const kit *c)
{
    return c->backend.scrub == NULL ? "no verb scrub" : NULL;
}

static const char *lacks_traces(const kit *c)
{
    if (c->backend.scrub == NULL)
        return "no verb scrub";
    return c->harness->holds == NULL ? "nobody can look for traces" : NULL;
}

static const char *lacks_companion(const kit *c)
{
    return c->backend.companion == NULL ? "no verb companion" : NULL;
}

static const char *lacks_upgrade(const kit *c)
{
    return c->backend.upgrade == NULL ? "no verb upgrade" : NULL;
}

/* Settings `from` to `below`, in one transaction. */
static int put_settings(kit *c, int from, int below, const char *value)
{
    int status = c->backend.begin(c->store, true, &c->error);

    for (int i = from; status == COMPLAINT_OK && i < below; i++)
        status = complaint__kit_put_setting(c, c->store, i, value);
    return status == COMPLAINT_OK ? c->backend.commit(c->store, &c->error)
                                  : status;
}

static int erase_settings(kit *c, int from, int below)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    int status = c->backend.begin(c->store, true, &c->error);
    static kit_row row;

    for (int i = from; status == COMPLAINT_OK && i < below; i++) {
        complaint__kit_fill(relation, i, &row);
        status = c->backend.erase(c->store, relation, row.values, &c->error);
    }
    return status == COMPLAINT_OK ? c->backend.commit(c->store, &c->error)
                                  : status;
}

/* Are the settings there, from `from` to below `below`, and no others of
 * those before them? */
static bool has_settings(kit *c, complaint_store *store, int from, int below)
{
    for (int i = 0; i < below; i++) {
        int status = complaint__kit_get_setting(c, store, i);
        if (status != (i < from ? COMPLAINT_NOT_FOUND : COMPLAINT_OK))
            return false;
    }
    return complaint__kit_get_setting(c, store, below) == COMPLAINT_NOT_FOUND;
}

static int put_new(kit *c, int number)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    static kit_row row;

    complaint__kit_fill(relation, number, &row);
    return c->backend.insert_new(c->store, relation, row.values, &c->error);
}

static void a_new_row_is_seen_by_the_next_verb(kit *c)
{
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (int i = 0; i < ROWS; i++) {
        CONFORM_OK(c, put_new(c, i));
        if (i % 7 == 0)
            CONFORM_OK(c, complaint__kit_get_setting(c, c->store, i));
    }
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM(c, has_settings(c, c->store, 0, ROWS));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, put_new(c, ROWS));
    c->backend.rollback(c->store);
    CONFORM(c, has_settings(c, c->store, 0, ROWS));
}

static int put_hard(kit *c, const complaint_relation *relation, size_t turn)
{
    static kit_row row;

    complaint__kit_fill_hard(relation, turn, &row);
    return c->backend.insert_new(c->store, relation, row.values, &c->error);
}

static bool has_hard(kit *c, const complaint_relation *relation, size_t turn)
{
    const complaint_value *got = NULL;
    static kit_row row;

    complaint__kit_fill_hard(relation, turn, &row);
    return c->backend.get(c->store, relation, row.values, &got, &c->error) ==
               COMPLAINT_OK &&
           complaint__kit_same_row(relation, row.values, got);
}

static void many_new_rows_come_back_as_they_were(kit *c)
{
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (size_t turn = 0; turn < 60; turn++) {
        for (size_t i = 0; i < complaint_relation_count(); i++)
            CONFORM_OK(c, put_hard(c, complaint_relation_at(i), turn));
    }
    for (size_t i = 0; i < complaint_relation_count(); i += 2)
        CONFORM(c, has_hard(c, complaint_relation_at(i), 59));
    for (size_t i = 0; i < complaint_relation_count(); i++)
        CONFORM_OK(c, put_hard(c, complaint_relation_at(i), 60));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    for (size_t turn = 0; turn <= 60; turn++) {
        for (size_t i = 0; i < complaint_relation_count(); i++)
            CONFORM(c, has_hard(c, complaint_relation_at(i), turn));
    }
}

static void many_new_rows_and_one_that_is_taken_are_not_there(kit *c)
{
    int status = COMPLAINT_OK;

    CONFORM_OK(c, put_settings(c, 500, 501, "x"));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (int i = 0; status == COMPLAINT_OK && i <= 500; i++)
        status = put_new(c, i);
    if (status == COMPLAINT_OK)
        status = c->backend.commit(c->store, &c->error);
    CONFORM_STATUS(c, status, COMPLAINT_EXISTS);
    c->backend.rollback(c->store);
    CONFORM_STATUS(c, complaint__kit_get_setting(c, c->store, 0),
                   COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, complaint__kit_get_setting(c, c->store, 500));
}

static void a_new_row_that_is_taken_is_told_at_the_commit_at_latest(kit *c)
{
    int status;

    CONFORM_OK(c, put_settings(c, 0, 2, "x"));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, put_new(c, 2));
    status = put_new(c, 1);
    if (status == COMPLAINT_OK)
        CONFORM_STATUS(c, c->backend.commit(c->store, &c->error),
                       COMPLAINT_EXISTS);
    else
        CONFORM_STATUS(c, status, COMPLAINT_EXISTS);
    c->backend.rollback(c->store);
    CONFORM(c, has_settings(c, c->store, 0, 2));
}

/* Opens the copy, looks and closes. */
static bool copy_has(kit *c, const char *target, int from, int below)
{
    complaint_store *copy = NULL;
    int found = 0;
    bool good =
        c->backend.open(c->backend.user_data, c->context, target,
                        COMPLAINT_STORE_READ_ONLY, &copy,
                        &c->error) == COMPLAINT_OK &&
        c->backend.schema(copy, false, 1, &found, &c->error) == COMPLAINT_OK &&
        found == 1 && has_settings(c, copy, from, below);

    if (copy != NULL && c->backend.check != NULL)
        good = good && c->backend.check(copy, &c->error) == COMPLAINT_OK;
    return (copy == NULL ||
            c->backend.close(copy, &c->error) == COMPLAINT_OK) &&
           good;
}

static void a_backup_holds_what_was_committed(kit *c)
{
    const char *target = c->harness->create_other(c->harness->data);

    CONFORM(c, target != NULL);
    CONFORM_OK(c, put_settings(c, 0, ROWS, "x"));
    CONFORM_OK(c, c->backend.backup(c->store, target, &c->error));
    CONFORM_OK(c, put_settings(c, ROWS, ROWS + 1, "later"));
    CONFORM(c, copy_has(c, target, 0, ROWS));
    CONFORM(c, has_settings(c, c->store, 0, ROWS + 1));
    /* What is there is not overwritten. */
    CONFORM_STATUS(c, c->backend.backup(c->store, target, &c->error),
                   COMPLAINT_EXISTS);
    CONFORM(c, copy_has(c, target, 0, ROWS));
}

static const char *lacks_backup_in_use(const kit *c)
{
    const char *lacking = lacks_backup(c);

    return lacking != NULL ? lacking : complaint__kit_lacks_sharing(c);
}

static void a_backup_leaves_out_what_another_has_not_committed(kit *c)
{
    const char *target = c->harness->create_other(c->harness->data);
    complaint_store *other = NULL;

    CONFORM(c, target != NULL);
    CONFORM_OK(c, put_settings(c, 0, ROWS, "x"));
    CONFORM_OK(c, c->backend.open(c->backend.user_data, c->context, c->address,
                                  0, &other, &c->error));
    CONFORM_OK(c, c->backend.begin(other, true, &c->error));
    CONFORM_OK(c, complaint__kit_put_setting(c, other, ROWS, "open"));
    CONFORM_OK(c, c->backend.backup(c->store, target, &c->error));
    CONFORM_OK(c, c->backend.commit(other, &c->error));
    CONFORM_OK(c, c->backend.close(other, &c->error));
    CONFORM(c, copy_has(c, target, 0, ROWS));
    CONFORM(c, has_settings(c, c->store, 0, ROWS + 1));
}

static void compacting_loses_nothing(kit *c)
{
    CONFORM_OK(c, put_settings(c, 0, ROWS, "x"));
    CONFORM_OK(c, erase_settings(c, 0, ROWS / 2));
    CONFORM_OK(c, c->backend.compact(c->store, &c->error));
    CONFORM(c, has_settings(c, c->store, ROWS / 2, ROWS));
    CONFORM_OK(c, c->backend.compact(c->store, &c->error));
    CONFORM_OK(c, put_settings(c, ROWS, ROWS + 1, "x"));
    CONFORM(c, has_settings(c, c->store, ROWS / 2, ROWS + 1));
    if (c->backend.check != NULL)
        CONFORM_OK(c, c->backend.check(c->store, &c->error));
}

static void scrubbing_loses_nothing(kit *c)
{
    CONFORM_OK(c, put_settings(c, 0, ROWS, "x"));
    CONFORM_OK(c, erase_settings(c, 0, ROWS / 2));
    CONFORM_OK(c, c->backend.scrub(c->store, &c->error));
    CONFORM(c, has_settings(c, c->store, ROWS / 2, ROWS));
    CONFORM_OK(c, put_settings(c, ROWS, ROWS + 1, "x"));
    CONFORM(c, has_settings(c, c->store, ROWS / 2, ROWS + 1));
    if (c->backend.check != NULL)
        CONFORM_OK(c, c->backend.check(c->store, &c->error));
}

static void scrubbing_leaves_no_trace_of_what_was_erased(kit *c)
{
    static const char gone[] = "GONE-5f2b7c";
    static const char kept[] = "KEPT-5f2b7c";
    const complaint_conformance_harness *h = c->harness;

    CONFORM_OK(c, put_settings(c, 0, ROWS, gone));
    CONFORM_OK(c, put_settings(c, ROWS, ROWS + 5, kept));
    CONFORM(c, h->holds(h->data, gone, strlen(gone)));
    CONFORM_OK(c, erase_settings(c, 0, ROWS));
    CONFORM_OK(c, c->backend.scrub(c->store, &c->error));
    CONFORM(c, !h->holds(h->data, gone, strlen(gone)));
    CONFORM(c, h->holds(h->data, kept, strlen(kept)));
    CONFORM_OK(c, complaint__kit_reopen(c));
    CONFORM(c, !h->holds(h->data, gone, strlen(gone)));
}

static void a_companion_is_the_same_every_time(kit *c)
{
    const char *first = c->backend.companion(c->store);
    char kept[1024] = "";

    if (first == NULL)
        return;
    CONFORM(c, first[0] != '\0' && strlen(first) < sizeof kept);
    memcpy(kept, first, strlen(first) + 1);
    CONFORM(c, strcmp(kept, c->backend.companion(c->store)) == 0);
    if (complaint__kit_lacks_persistence(c) != NULL)
        return;
    CONFORM_OK(c, complaint__kit_reopen(c));
    first = c->backend.companion(c->store);
    CONFORM(c, first != NULL && strcmp(kept, first) == 0);
}

static void a_schema_nobody_knows_is_not_brought_forward(kit *c)
{
    int found = 0;

    CONFORM_OK(c, put_settings(c, 0, 3, "x"));
    CONFORM_STATUS(c, c->backend.upgrade(c->store, -1, 1, &c->error),
                   COMPLAINT_VERSION);
    CONFORM_OK(c, c->backend.schema(c->store, false, 1, &found, &c->error));
    CONFORM(c, found == 1 && has_settings(c, c->store, 0, 3));
}

const kit_case complaint__kit_whole_cases[] = {
    {"a new row is seen by the next verb", a_new_row_is_seen_by_the_next_verb,
     lacks_insert_new},
    {"many new rows come back as they were",
     many_new_rows_come_back_as_they_were, lacks_insert_new},
    {"many new rows and one that is taken are not there",
     many_new_rows_and_one_that_is_taken_are_not_there, lacks_insert_new},
    {"a new row that is taken is told at the commit at latest",
     a_new_row_that_is_taken_is_told_at_the_commit_at_latest, lacks_insert_new},
    {"a backup holds what was committed, and is not overwritten",
     a_backup_holds_what_was_committed, lacks_backup},
    {"a backup leaves out what another has not committed",
     a_backup_leaves_out_what_another_has_not_committed, lacks_backup_in_use},
    {"compacting loses nothing", compacting_loses_nothing, lacks_compact},
    {"scrubbing loses nothing", scrubbing_loses_nothing, lacks_scrub},
    {"scrubbing leaves no trace of what was erased",
     scrubbing_leaves_no_trace_of_what_was_erased, lacks_traces},
    {"a companion is the same every time", a_companion_is_the_same_every_time,
     lacks_companion},
    {"a schema nobody knows is not brought forward",
     a_schema_nobody_knows_is_not_brought_forward, lacks_upgrade},
    {NULL, NULL, NULL},
};
