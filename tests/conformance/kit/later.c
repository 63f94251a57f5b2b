/* Verbs that are not waited for: rows changed later, rows relied on. New rows
 * are in whole.c. */
#include "kit.h"

#include <string.h>

static const char *lacks_update_later(const kit *c)
{
    return c->backend.update_later == NULL ? "no verb update_later" : NULL;
}

static const char *lacks_expect(const kit *c)
{
    return c->backend.expect == NULL ? "no verb expect" : NULL;
}

static void fill_setting(kit_row *row, int number, const char *value)
{
    complaint__kit_fill(complaint_relation_find("setting"), number, row);
    row->values[1].type = COMPLAINT_VALUE_TEXT;
    row->values[1].bytes = value;
    row->values[1].size = strlen(value);
}

static int change_later(kit *c, int number, const char *value)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    static kit_row row;

    fill_setting(&row, number, value);
    return c->backend.update_later(c->store, relation, row.values, -1,
                                   &c->error);
}

static int change_setting(kit *c, int number, const char *value)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    static kit_row row;

    fill_setting(&row, number, value);
    return c->backend.update(c->store, relation, row.values, -1, &c->error);
}

static int expect_setting(kit *c, int number, const char *value)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    static kit_row row;

    fill_setting(&row, number, value);
    return c->backend.expect(c->store, relation, row.values, &c->error);
}

static bool setting_is(kit *c, int number, const char *value)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    const complaint_value *got = NULL;
    static kit_row row;

    complaint__kit_fill(relation, number, &row);
    return c->backend.get(c->store, relation, row.values, &got, &c->error) ==
               COMPLAINT_OK &&
           got[1].size == strlen(value) &&
           memcmp(got[1].bytes, value, got[1].size) == 0;
}

/* Three settings, committed. */
static int put_three(kit *c)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    int status = c->backend.begin(c->store, true, &c->error);
    static kit_row row;

    for (int i = 0; status == COMPLAINT_OK && i < 3; i++) {
        fill_setting(&row, i, "x");
        status = c->backend.insert(c->store, relation, row.values, &c->error);
    }
    return status == COMPLAINT_OK ? c->backend.commit(c->store, &c->error)
                                  : status;
}

static void a_later_update_is_seen_by_the_next_verb(kit *c)
{
    CONFORM_OK(c, put_three(c));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, change_later(c, 1, "later"));
    CONFORM(c, setting_is(c, 1, "later"));
    c->backend.rollback(c->store);
    CONFORM(c, !setting_is(c, 1, "later"));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, change_later(c, 1, "once"));
    CONFORM_OK(c, change_later(c, 1, "twice"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM(c, setting_is(c, 1, "twice"));
}

static void a_later_update_of_no_row_is_told_at_the_commit_at_latest(kit *c)
{
    int status;

    CONFORM_OK(c, put_three(c));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, change_later(c, 1, "undone"));
    status = change_later(c, 7, "nowhere");
    if (status == COMPLAINT_OK)
        status = c->backend.commit(c->store, &c->error);
    else
        c->backend.rollback(c->store);
    CONFORM_STATUS(c, status, COMPLAINT_CONFLICT);
    CONFORM(c, !setting_is(c, 1, "undone"));
}

static void what_is_expected_stands_in_nobodys_way(kit *c)
{
    CONFORM_OK(c, put_three(c));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, change_setting(c, 1, "known"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, expect_setting(c, 1, "known"));
    CONFORM_OK(c, change_setting(c, 2, "written"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM(c, setting_is(c, 2, "written"));
}

static void what_is_not_as_expected_ends_the_transaction(kit *c)
{
    CONFORM_OK(c, put_three(c));
    for (int number = 1; number < 8; number += 6) { /* other, none */
        int status;

        CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
        status = expect_setting(c, number, "something else");
        if (status == COMPLAINT_OK)
            status = change_setting(c, 2, "undone");
        if (status == COMPLAINT_OK)
            status = c->backend.commit(c->store, &c->error);
        else
            c->backend.rollback(c->store);
        CONFORM_STATUS(c, status, COMPLAINT_BUSY);
        CONFORM(c, !setting_is(c, 2, "undone"));
    }
}

const kit_case complaint__kit_later_cases[] = {
    {"a later update is seen by the next verb",
     a_later_update_is_seen_by_the_next_verb, lacks_update_later},
    {"a later update of no row is told at the commit at latest",
     a_later_update_of_no_row_is_told_at_the_commit_at_latest,
     lacks_update_later},
    {"what is expected stands in nobody's way",
     what_is_expected_stands_in_nobodys_way, lacks_expect},
    {"what is not as expected ends the transaction",
     what_is_not_as_expected_ends_the_transaction, lacks_expect},
    {NULL, NULL, NULL},
};
