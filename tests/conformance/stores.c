/* Conformance: opening, the schema, number series, closing, two at once. */
#include "conformance/conformance.h"

#include <string.h>

static int put_setting(conformance *c, int number, const char *value)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    static conformance_row row;

    conformance_fill(relation, number, &row);
    row.values[1] = conformance_text(value);
    return c->backend->insert(c->store, relation, row.values, &c->error);
}

static int get_setting(conformance *c, complaint_store *store, int number)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    const complaint_value *got;
    static conformance_row row;

    conformance_fill(relation, number, &row);
    return c->backend->get(store, relation, row.values, &got, &c->error);
}

static void a_made_store_tells_its_schema(conformance *c)
{
    int found = -1;

    CONFORM_OK(c, c->backend->schema(c->store, false, 1, &found, &c->error));
    CONFORM(c, found == 1);
    found = -1;
    CONFORM_OK(c, c->backend->schema(c->store, true, 1, &found, &c->error));
    CONFORM(c, found == 1);
}

static void a_newer_schema_is_refused(conformance *c)
{
    int found = 0;

    /* To a library that knows none, the first is newer. */
    CONFORM(c, c->backend->schema(c->store, false, 0, &found, &c->error) ==
                   COMPLAINT_VERSION);
    CONFORM(c, complaint_error_status(c->error) == COMPLAINT_VERSION);
}

static void what_does_not_exist_is_not_found(conformance *c)
{
    complaint_store *other = NULL;

    CONFORM_OK(c, c->backend->close(c->store, &c->error));
    c->store = NULL;
    if (c->harness->wipe != NULL)
        c->harness->wipe(c->harness);
    CONFORM_STATUS(c,
                   c->backend->open(c->backend->user_data, c->context,
                                    c->address, 0, &other, &c->error),
                   COMPLAINT_NOT_FOUND);
    CONFORM(c, other == NULL);
}

static void a_series_counts_from_one_and_has_no_gap(conformance *c)
{
    int64_t number = 0;

    if (c->backend->next_number == NULL)
        return; /* the library counts */
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    for (int64_t i = 1; i <= 3; i++) {
        CONFORM_OK(c,
                   c->backend->next_number(c->store, "a", &number, &c->error));
        CONFORM(c, number == i);
    }
    CONFORM_OK(c, c->backend->next_number(c->store, "b", &number, &c->error));
    CONFORM(c, number == 1);
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    CONFORM_OK(c, c->backend->next_number(c->store, "a", &number, &c->error));
    c->backend->rollback(c->store);
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    CONFORM_OK(c, c->backend->next_number(c->store, "a", &number, &c->error));
    CONFORM(c, number == 4);
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
}

static void a_sound_store_passes_its_own_check(conformance *c)
{
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    for (int i = 0; i < 200; i++)
        CONFORM_OK(c, put_setting(c, i, "x"));
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
    if (c->backend->check != NULL)
        CONFORM_OK(c, c->backend->check(c->store, &c->error));
}

static void reading_needs_no_writing(conformance *c)
{
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    CONFORM_OK(c, put_setting(c, 1, "x"));
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
    CONFORM_OK(c, c->backend->begin(c->store, false, &c->error));
    CONFORM_OK(c, get_setting(c, c->store, 1));
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
    CONFORM_OK(c, c->backend->begin(c->store, false, &c->error));
    c->backend->rollback(c->store);
}

static void what_was_committed_survives(conformance *c)
{
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    CONFORM_OK(c, put_setting(c, 1, "x"));
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    CONFORM_OK(c, put_setting(c, 2, "x"));
    /* Closed in the middle. */
    CONFORM_OK(c, conformance_reopen(c));
    CONFORM_OK(c, get_setting(c, c->store, 1));
    CONFORM_STATUS(c, get_setting(c, c->store, 2), COMPLAINT_NOT_FOUND);
}

static void a_store_opened_to_read_is_not_made(conformance *c)
{
    complaint_store *other = NULL;

    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    CONFORM_OK(c, put_setting(c, 1, "x"));
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
    CONFORM_OK(c, c->backend->close(c->store, &c->error));
    c->store = NULL;
    CONFORM_OK(c, c->backend->open(c->backend->user_data, c->context,
                                   c->address, COMPLAINT_STORE_READ_ONLY,
                                   &c->store, &c->error));
    CONFORM_OK(c, get_setting(c, c->store, 1));
    if (c->backend->begin(c->store, true, &c->error) == COMPLAINT_OK) {
        CONFORM_STATUS(c, put_setting(c, 2, "x"), COMPLAINT_READ_ONLY);
        c->backend->rollback(c->store);
    }
    CONFORM(c, complaint_error_status(c->error) == COMPLAINT_READ_ONLY);
    CONFORM_OK(c,
               c->backend->open(c->backend->user_data, c->context, c->address,
                                COMPLAINT_STORE_READ_ONLY, &other, &c->error));
    CONFORM_OK(c, c->backend->close(other, &c->error));
}

static void another_store_sees_what_was_committed_only(conformance *c)
{
    complaint_store *other = NULL;

    CONFORM_OK(c, c->backend->open(c->backend->user_data, c->context,
                                   c->address, 0, &other, &c->error));
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    CONFORM_OK(c, put_setting(c, 1, "x"));
    CONFORM_STATUS(c, get_setting(c, other, 1), COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
    CONFORM_OK(c, get_setting(c, other, 1));
    /* A read transaction sees one state from its first look on. */
    CONFORM_OK(c, c->backend->begin(other, false, &c->error));
    CONFORM_STATUS(c, get_setting(c, other, 2), COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend->begin(c->store, true, &c->error));
    CONFORM_OK(c, put_setting(c, 2, "x"));
    CONFORM_OK(c, c->backend->commit(c->store, &c->error));
    CONFORM_STATUS(c, get_setting(c, other, 2), COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend->commit(other, &c->error));
    CONFORM_OK(c, get_setting(c, other, 2));
    CONFORM_OK(c, c->backend->close(other, &c->error));
}

const conformance_case conformance_store_cases[] = {
    {"a made store tells its schema", 0, a_made_store_tells_its_schema},
    {"a newer schema is refused", 0, a_newer_schema_is_refused},
    {"what does not exist is not found", 0, what_does_not_exist_is_not_found},
    {"a series counts from one and has no gap", 0,
     a_series_counts_from_one_and_has_no_gap},
    {"a sound store passes its own check", 0,
     a_sound_store_passes_its_own_check},
    {"reading needs no writing", 0, reading_needs_no_writing},
    {"what was committed survives, what was not does not",
     CONFORMANCE_PERSISTENT, what_was_committed_survives},
    {"a store opened to read is not written", CONFORMANCE_PERSISTENT,
     a_store_opened_to_read_is_not_made},
    {"another store sees what was committed only", CONFORMANCE_SHARED,
     another_store_sees_what_was_committed_only},
    {NULL, 0, NULL},
};
