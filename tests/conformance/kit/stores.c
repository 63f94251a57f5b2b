/* Conformance: opening, the schema, number series, closing, two at once. */
#include "kit.h"

#include <string.h>

static void a_made_store_tells_its_schema(kit *c)
{
    int found = -1;

    CONFORM_OK(c, c->backend.schema(c->store, false, 1, &found, &c->error));
    CONFORM(c, found == 1);
    found = -1;
    CONFORM_OK(c, c->backend.schema(c->store, true, 1, &found, &c->error));
    CONFORM(c, found == 1);
}

static void a_newer_schema_is_refused(kit *c)
{
    int found = 0;

    /* To a library that knows none, the first is newer. */
    CONFORM(c, c->backend.schema(c->store, false, 0, &found, &c->error) ==
                   COMPLAINT_VERSION);
    CONFORM(c, complaint_error_status(c->error) == COMPLAINT_VERSION);
}

static void what_does_not_exist_is_not_found(kit *c)
{
    complaint_store *other = NULL;

    CONFORM_OK(c, complaint__kit_close(c));
    if (c->harness->wipe != NULL)
        c->harness->wipe(c->harness->data);
    CONFORM_STATUS(c,
                   c->backend.open(c->backend.user_data, c->context, c->address,
                                   0, &other, &c->error),
                   COMPLAINT_NOT_FOUND);
    CONFORM(c, other == NULL);
}

static void a_series_counts_from_one_and_has_no_gap(kit *c)
{
    int64_t number = 0;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (int64_t i = 1; i <= 3; i++) {
        CONFORM_OK(c,
                   c->backend.next_number(c->store, "a", &number, &c->error));
        CONFORM(c, number == i);
    }
    CONFORM_OK(c, c->backend.next_number(c->store, "b", &number, &c->error));
    CONFORM(c, number == 1);
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, c->backend.next_number(c->store, "a", &number, &c->error));
    c->backend.rollback(c->store);
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, c->backend.next_number(c->store, "a", &number, &c->error));
    CONFORM(c, number == 4);
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void a_sound_store_passes_its_own_check(kit *c)
{
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (int i = 0; i < 200; i++)
        CONFORM_OK(c, complaint__kit_put_setting(c, c->store, i, "x"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    if (c->backend.check != NULL)
        CONFORM_OK(c, c->backend.check(c->store, &c->error));
}

static void reading_needs_no_writing(kit *c)
{
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, complaint__kit_put_setting(c, c->store, 1, "x"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, c->backend.begin(c->store, false, &c->error));
    CONFORM_OK(c, complaint__kit_get_setting(c, c->store, 1));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, c->backend.begin(c->store, false, &c->error));
    c->backend.rollback(c->store);
}

static void what_was_committed_survives(kit *c)
{
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, complaint__kit_put_setting(c, c->store, 1, "x"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, complaint__kit_put_setting(c, c->store, 2, "x"));
    /* Closed in the middle. */
    CONFORM_OK(c, complaint__kit_reopen(c));
    CONFORM_OK(c, complaint__kit_get_setting(c, c->store, 1));
    CONFORM_STATUS(c, complaint__kit_get_setting(c, c->store, 2),
                   COMPLAINT_NOT_FOUND);
}

static void a_store_opened_to_read_is_not_made(kit *c)
{
    complaint_store *other = NULL;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, complaint__kit_put_setting(c, c->store, 1, "x"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, complaint__kit_close(c));
    CONFORM_OK(c, c->backend.open(c->backend.user_data, c->context, c->address,
                                  COMPLAINT_STORE_READ_ONLY, &c->store,
                                  &c->error));
    CONFORM_OK(c, complaint__kit_get_setting(c, c->store, 1));
    if (c->backend.begin(c->store, true, &c->error) == COMPLAINT_OK) {
        CONFORM_STATUS(c, complaint__kit_put_setting(c, c->store, 2, "x"),
                       COMPLAINT_READ_ONLY);
        c->backend.rollback(c->store);
    }
    CONFORM(c, complaint_error_status(c->error) == COMPLAINT_READ_ONLY);
    CONFORM_OK(c,
               c->backend.open(c->backend.user_data, c->context, c->address,
                               COMPLAINT_STORE_READ_ONLY, &other, &c->error));
    CONFORM_OK(c, c->backend.close(other, &c->error));
}

static void another_store_sees_what_was_committed_only(kit *c)
{
    complaint_store *other = NULL;

    CONFORM_OK(c, c->backend.open(c->backend.user_data, c->context, c->address,
                                  0, &other, &c->error));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, complaint__kit_put_setting(c, c->store, 1, "x"));
    CONFORM_STATUS(c, complaint__kit_get_setting(c, other, 1),
                   COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, complaint__kit_get_setting(c, other, 1));
    /* A read transaction sees one state from its first look on. */
    CONFORM_OK(c, c->backend.begin(other, false, &c->error));
    CONFORM_STATUS(c, complaint__kit_get_setting(c, other, 2),
                   COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, complaint__kit_put_setting(c, c->store, 2, "x"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_STATUS(c, complaint__kit_get_setting(c, other, 2),
                   COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend.commit(other, &c->error));
    CONFORM_OK(c, complaint__kit_get_setting(c, other, 2));
    CONFORM_OK(c, c->backend.close(other, &c->error));
}

static const char *lacks_a_counter(const kit *c)
{
    return c->backend.next_number == NULL ? "no verb next_number" : NULL;
}

const kit_case complaint__kit_store_cases[] = {
    {"a made store tells its schema", a_made_store_tells_its_schema, NULL},
    {"a newer schema is refused", a_newer_schema_is_refused, NULL},
    {"what does not exist is not found", what_does_not_exist_is_not_found,
     NULL},
    {"a series counts from one and has no gap",
     a_series_counts_from_one_and_has_no_gap, lacks_a_counter},
    {"a sound store passes its own check", a_sound_store_passes_its_own_check,
     NULL},
    {"reading needs no writing", reading_needs_no_writing, NULL},
    {"what was committed survives, what was not does not",
     what_was_committed_survives, complaint__kit_lacks_persistence},
    {"a store opened to read is not written",
     a_store_opened_to_read_is_not_made, complaint__kit_lacks_persistence},
    {"another store sees what was committed only",
     another_store_sees_what_was_committed_only, complaint__kit_lacks_sharing},
    {NULL, NULL, NULL},
};
