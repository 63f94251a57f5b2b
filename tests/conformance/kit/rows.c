/* Conformance: rows in and out, keys, unique indexes, revisions, undoing. */
#include "kit.h"

#include <stdio.h>
#include <string.h>

static const complaint_relation *case_relation(void)
{
    return complaint_relation_find("case");
}

/* Every column set to something that is easily lost. */
void complaint__kit_fill_hard(const complaint_relation *relation, size_t turn,
                              kit_row *row)
{
    static const char *const texts[] = {"", "'\"; DROP TABLE case; --",
                                        "投诉 抱怨 \xf0\x9f\x98\xa0", " a b "};
    static const int64_t integers[] = {0, -1, INT64_MIN, INT64_MAX};

    complaint__kit_fill(relation, (int)turn, row);
    for (size_t i = complaint__kit_key_count(relation);
         i < complaint_relation_column_count(relation); i++) {
        size_t pick = (i + turn) % 4;
        switch (complaint_relation_column_type(relation, i)) {
        case COMPLAINT_COLUMN_BOOLEAN:
            row->values[i] = complaint__kit_integer((int64_t)(pick % 2));
            break;
        case COMPLAINT_COLUMN_BYTES:
            row->values[i] = complaint__kit_bytes("\0\xff\0\1", pick + 1);
            break;
        case COMPLAINT_COLUMN_TEXT:
        case COMPLAINT_COLUMN_JSON:
            row->values[i] = complaint__kit_text(texts[pick]);
            break;
        default:
            row->values[i] = complaint__kit_integer(integers[pick]);
        }
    }
    /* What indexes hold must differ from turn to turn. */
    if (strcmp(complaint_relation_name(relation), "case") == 0) {
        static const char *const names[] = {"number", "external_number"};
        for (size_t i = 0; i < 2; i++) {
            int column = complaint_relation_column_find(relation, names[i]);
            row->values[column] = complaint__kit_text(row->room[column]);
        }
    }
}

static void every_relation_gives_back_what_it_got(kit *c)
{
    static kit_row row;
    const complaint_value *got;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        for (size_t turn = 0; turn < 4; turn++) {
            complaint__kit_fill_hard(relation, turn, &row);
            CONFORM_OK(c, c->backend.insert(c->store, relation, row.values,
                                            &c->error));
            CONFORM_OK(c, c->backend.get(c->store, relation, row.values, &got,
                                         &c->error));
            CONFORM(c, complaint__kit_same_row(relation, row.values, got));
        }
    }
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        complaint__kit_fill_hard(relation, 2, &row);
        CONFORM_OK(
            c, c->backend.get(c->store, relation, row.values, &got, &c->error));
        CONFORM(c, complaint__kit_same_row(relation, row.values, got));
    }
}

static void every_column_that_may_be_null_can_be(kit *c)
{
    static kit_row row;
    const complaint_value *got;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        complaint__kit_fill(relation, 1, &row);
        CONFORM_OK(
            c, c->backend.insert(c->store, relation, row.values, &c->error));
        CONFORM_OK(
            c, c->backend.get(c->store, relation, row.values, &got, &c->error));
        CONFORM(c, complaint__kit_same_row(relation, row.values, got));
    }
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void a_long_text_comes_back_whole(kit *c)
{
    static kit_row row;
    static char text[1048577];
    const complaint_value *got;

    for (size_t i = 0; i < sizeof text - 1; i++)
        text[i] = (char)('a' + i % 26);
    complaint__kit_fill(case_relation(), 1, &row);
    complaint__kit_set(case_relation(), row.values, "description",
                       complaint__kit_text(text));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(
        c, c->backend.insert(c->store, case_relation(), row.values, &c->error));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, c->backend.get(c->store, case_relation(), row.values, &got,
                                 &c->error));
    CONFORM(c, complaint__kit_same_row(case_relation(), row.values, got));
}

static void a_row_that_is_not_there_is_not_found(kit *c)
{
    static kit_row row;
    const complaint_value *got;

    complaint__kit_fill(case_relation(), 1, &row);
    CONFORM_STATUS(
        c,
        c->backend.get(c->store, case_relation(), row.values, &got, &c->error),
        COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_STATUS(
        c,
        c->backend.update(c->store, case_relation(), row.values, -1, &c->error),
        COMPLAINT_NOT_FOUND);
    CONFORM_STATUS(
        c,
        c->backend.update(c->store, case_relation(), row.values, 1, &c->error),
        COMPLAINT_NOT_FOUND);
    CONFORM_STATUS(
        c, c->backend.erase(c->store, case_relation(), row.values, &c->error),
        COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void a_key_is_taken_once(kit *c)
{
    static kit_row row;

    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        if (complaint_relation_index_count(relation) > 0)
            continue; /* which of two faults is named is left open */
        complaint__kit_fill(relation, 1, &row);
        CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
        CONFORM_OK(
            c, c->backend.insert(c->store, relation, row.values, &c->error));
        CONFORM_STATUS(
            c, c->backend.insert(c->store, relation, row.values, &c->error),
            COMPLAINT_EXISTS);
        CONFORM(c, strcmp(complaint_error_field(c->error), "key") == 0);
        CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    }
}

static int insert_case(kit *c, int number, const char *printed,
                       const char *source, const char *external)
{
    static kit_row row;

    complaint__kit_fill(case_relation(), number, &row);
    if (printed != NULL)
        complaint__kit_set(case_relation(), row.values, "number",
                           complaint__kit_text(printed));
    if (source != NULL)
        complaint__kit_set(case_relation(), row.values, "source",
                           complaint__kit_text(source));
    if (external != NULL)
        complaint__kit_set(case_relation(), row.values, "external_number",
                           complaint__kit_text(external));
    return c->backend.insert(c->store, case_relation(), row.values, &c->error);
}

static void a_unique_index_names_itself(kit *c)
{
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, insert_case(c, 1, "A-1", "paper", "7"));
    CONFORM_STATUS(c, insert_case(c, 2, "A-1", NULL, NULL), COMPLAINT_EXISTS);
    CONFORM(c, strcmp(complaint_error_field(c->error), "number") == 0);
    CONFORM_STATUS(c, insert_case(c, 2, "A-2", "paper", "7"), COMPLAINT_EXISTS);
    CONFORM(c, strcmp(complaint_error_field(c->error), "external") == 0);
    CONFORM_OK(c, insert_case(c, 2, "A-2", "phone", "7"));
    CONFORM_OK(c, insert_case(c, 3, "A-3", "paper", "8"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void nulls_in_a_unique_index_never_clash(kit *c)
{
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, insert_case(c, 1, NULL, NULL, NULL));
    CONFORM_OK(c, insert_case(c, 2, NULL, NULL, NULL));
    CONFORM_OK(c, insert_case(c, 3, NULL, NULL, "7"));
    CONFORM_OK(c, insert_case(c, 4, NULL, NULL, "7"));
    CONFORM_OK(c, insert_case(c, 5, NULL, "paper", NULL));
    CONFORM_OK(c, insert_case(c, 6, NULL, "paper", NULL));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void what_was_refused_leaves_the_transaction_whole(kit *c)
{
    const complaint_value *got;
    complaint_value key;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, insert_case(c, 1, "A-1", NULL, NULL));
    CONFORM_STATUS(c, insert_case(c, 2, "A-1", NULL, NULL), COMPLAINT_EXISTS);
    CONFORM_OK(c, insert_case(c, 3, "A-3", NULL, NULL));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    key = complaint__kit_text("id-000001");
    CONFORM_OK(
        c, c->backend.get(c->store, case_relation(), &key, &got, &c->error));
    key = complaint__kit_text("id-000003");
    CONFORM_OK(
        c, c->backend.get(c->store, case_relation(), &key, &got, &c->error));
    key = complaint__kit_text("id-000002");
    CONFORM_STATUS(
        c, c->backend.get(c->store, case_relation(), &key, &got, &c->error),
        COMPLAINT_NOT_FOUND);
}

static void an_update_replaces_every_column(kit *c)
{
    static kit_row row;
    const complaint_value *got;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        for (size_t turn = 0; turn < 4; turn++) {
            static kit_row hard;
            complaint__kit_fill(relation, 0, &row);
            if (turn == 0)
                CONFORM_OK(c, c->backend.insert(c->store, relation, row.values,
                                                &c->error));
            complaint__kit_fill_hard(relation, turn, &hard);
            for (size_t j = 0; j < complaint__kit_key_count(relation); j++)
                hard.values[j] = row.values[j];
            CONFORM_OK(c, c->backend.update(c->store, relation, hard.values, -1,
                                            &c->error));
            CONFORM_OK(c, c->backend.get(c->store, relation, row.values, &got,
                                         &c->error));
            CONFORM(c, complaint__kit_same_row(relation, hard.values, got));
        }
    }
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void another_revision_is_a_conflict(kit *c)
{
    static kit_row row;
    const complaint_value *got;

    complaint__kit_fill(case_relation(), 1, &row);
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(
        c, c->backend.insert(c->store, case_relation(), row.values, &c->error));
    complaint__kit_set(case_relation(), row.values, "revision",
                       complaint__kit_integer(2));
    CONFORM_OK(c, c->backend.update(c->store, case_relation(), row.values, 1,
                                    &c->error));
    complaint__kit_set(case_relation(), row.values, "revision",
                       complaint__kit_integer(3));
    CONFORM_STATUS(
        c,
        c->backend.update(c->store, case_relation(), row.values, 1, &c->error),
        COMPLAINT_CONFLICT);
    CONFORM_STATUS(
        c,
        c->backend.update(c->store, case_relation(), row.values, 0, &c->error),
        COMPLAINT_CONFLICT);
    CONFORM_OK(c, c->backend.get(c->store, case_relation(), row.values, &got,
                                 &c->error));
    CONFORM(c,
            complaint__kit_of(case_relation(), got, "revision").integer == 2);
    complaint__kit_set(case_relation(), row.values, "number",
                       complaint__kit_text("other"));
    CONFORM_STATUS(
        c,
        c->backend.update(c->store, case_relation(), row.values, 1, &c->error),
        COMPLAINT_CONFLICT);
    CONFORM_OK(c, c->backend.update(c->store, case_relation(), row.values, 2,
                                    &c->error));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void a_relation_without_revision_expects_none(kit *c)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    static kit_row row;

    complaint__kit_fill(relation, 1, &row);
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, c->backend.insert(c->store, relation, row.values, &c->error));
    CONFORM_OK(
        c, c->backend.update(c->store, relation, row.values, 17, &c->error));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void an_update_may_not_take_anothers_number(kit *c)
{
    static kit_row row;
    const complaint_value *got;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, insert_case(c, 1, "A-1", NULL, NULL));
    CONFORM_OK(c, insert_case(c, 2, "A-2", NULL, NULL));
    complaint__kit_fill(case_relation(), 2, &row);
    complaint__kit_set(case_relation(), row.values, "number",
                       complaint__kit_text("A-1"));
    CONFORM_STATUS(
        c,
        c->backend.update(c->store, case_relation(), row.values, -1, &c->error),
        COMPLAINT_EXISTS);
    CONFORM(c, strcmp(complaint_error_field(c->error), "number") == 0);
    CONFORM_OK(c, c->backend.get(c->store, case_relation(), row.values, &got,
                                 &c->error));
    CONFORM(c, strcmp(complaint__kit_of(case_relation(), got, "number").bytes,
                      "A-2") == 0);
    /* Its own number it may keep, and a number given up is free. */
    complaint__kit_set(case_relation(), row.values, "number",
                       complaint__kit_text("A-2"));
    CONFORM_OK(c, c->backend.update(c->store, case_relation(), row.values, -1,
                                    &c->error));
    complaint__kit_set(case_relation(), row.values, "number",
                       complaint__kit_text("A-9"));
    CONFORM_OK(c, c->backend.update(c->store, case_relation(), row.values, -1,
                                    &c->error));
    CONFORM_OK(c, insert_case(c, 3, "A-2", NULL, NULL));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void what_was_erased_is_gone_and_its_place_is_free(kit *c)
{
    complaint_value key = complaint__kit_text("id-000001");
    const complaint_value *got;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, insert_case(c, 1, "A-1", "paper", "7"));
    CONFORM_OK(c, c->backend.erase(c->store, case_relation(), &key, &c->error));
    CONFORM_STATUS(
        c, c->backend.get(c->store, case_relation(), &key, &got, &c->error),
        COMPLAINT_NOT_FOUND);
    CONFORM_STATUS(c,
                   c->backend.erase(c->store, case_relation(), &key, &c->error),
                   COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, insert_case(c, 1, "A-1", "paper", "7"));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(
        c, c->backend.get(c->store, case_relation(), &key, &got, &c->error));
}

static void a_rollback_undoes_every_verb(kit *c)
{
    static kit_row row;
    const complaint_value *got;
    complaint_value key = complaint__kit_text("id-000001");

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, insert_case(c, 1, "A-1", NULL, NULL));
    CONFORM_OK(c, insert_case(c, 2, "A-2", NULL, NULL));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_OK(c, c->backend.erase(c->store, case_relation(), &key, &c->error));
    CONFORM_OK(c, insert_case(c, 3, "A-1", NULL, NULL));
    complaint__kit_fill(case_relation(), 2, &row);
    complaint__kit_set(case_relation(), row.values, "number",
                       complaint__kit_text("A-9"));
    CONFORM_OK(c, c->backend.update(c->store, case_relation(), row.values, -1,
                                    &c->error));
    c->backend.rollback(c->store);
    CONFORM_OK(
        c, c->backend.get(c->store, case_relation(), &key, &got, &c->error));
    CONFORM(c, strcmp(complaint__kit_of(case_relation(), got, "number").bytes,
                      "A-1") == 0);
    key = complaint__kit_text("id-000003");
    CONFORM_STATUS(
        c, c->backend.get(c->store, case_relation(), &key, &got, &c->error),
        COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    CONFORM_STATUS(c, insert_case(c, 4, "A-2", NULL, NULL), COMPLAINT_EXISTS);
    CONFORM_OK(c, insert_case(c, 4, "A-9", NULL, NULL));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
}

static void a_row_may_change_twice_in_a_transaction(kit *c)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    static kit_row row;
    const complaint_value *got;

    for (int turn = 0; turn < 2; turn++) {
        complaint__kit_fill(relation, 1, &row);
        CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
        CONFORM_OK(
            c, c->backend.insert(c->store, relation, row.values, &c->error));
        row.values[1] = complaint__kit_text("one");
        CONFORM_OK(c, c->backend.update(c->store, relation, row.values, -1,
                                        &c->error));
        row.values[1] = complaint__kit_text("two");
        CONFORM_OK(c, c->backend.update(c->store, relation, row.values, -1,
                                        &c->error));
        if (turn == 0)
            c->backend.rollback(c->store);
        else
            CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    }
    CONFORM_OK(c,
               c->backend.get(c->store, relation, row.values, &got, &c->error));
    CONFORM(c, complaint__kit_same_row(relation, row.values, got));
}

const kit_case complaint__kit_row_cases[] = {
    {"every relation gives back what it got",
     every_relation_gives_back_what_it_got, NULL},
    {"every column that may be null can be",
     every_column_that_may_be_null_can_be, NULL},
    {"a long text comes back whole", a_long_text_comes_back_whole, NULL},
    {"a row that is not there is not found",
     a_row_that_is_not_there_is_not_found, NULL},
    {"a key is taken once", a_key_is_taken_once, NULL},
    {"a unique index refuses the second row and names itself",
     a_unique_index_names_itself, NULL},
    {"nulls in a unique index never clash", nulls_in_a_unique_index_never_clash,
     NULL},
    {"what was refused leaves the transaction whole",
     what_was_refused_leaves_the_transaction_whole, NULL},
    {"an update replaces every column outside the key",
     an_update_replaces_every_column, NULL},
    {"another revision than expected is a conflict and changes nothing",
     another_revision_is_a_conflict, NULL},
    {"a relation without revision expects none",
     a_relation_without_revision_expects_none, NULL},
    {"an update may not take another row's number",
     an_update_may_not_take_anothers_number, NULL},
    {"what was erased is gone and its place is free",
     what_was_erased_is_gone_and_its_place_is_free, NULL},
    {"a rollback undoes every verb", a_rollback_undoes_every_verb, NULL},
    {"a row may change twice in one transaction",
     a_row_may_change_twice_in_a_transaction, NULL},
    {NULL, NULL, NULL},
};
