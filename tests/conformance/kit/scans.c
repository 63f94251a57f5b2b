/* Conformance: scans in the order of keys and indexes, their bounds, and how
 * one page continues where another ended. */
#include "kit.h"

#include <stdio.h>
#include <string.h>

#define CASES 60
#define PLACES 12

static const complaint_relation *case_relation(void)
{
    return complaint_relation_find("case");
}

/* Sixty cases: units a, b and none; ten times due among them, many alike, and
 * none; every fourth is closed. */
static int insert_cases(kit *c)
{
    const complaint_relation *relation = case_relation();
    static kit_row row;
    int status = c->backend.begin(c->store, true, &c->error);

    for (int i = 0; i < CASES && status == COMPLAINT_OK; i++) {
        /* Not in the order of their keys. */
        int number = i * 37 % CASES;
        complaint__kit_fill(relation, number, &row);
        if (number % 3 != 0)
            complaint__kit_set(
                relation, row.values, "unit",
                complaint__kit_text(number % 3 == 1 ? "a" : "b"));
        if (number % 5 != 0)
            complaint__kit_set(relation, row.values, "due_at",
                               complaint__kit_integer(number % 10 * 100 - 300));
        if (number % 4 == 0)
            complaint__kit_set(relation, row.values, "closed_at",
                               complaint__kit_integer(1));
        status = c->backend.insert(c->store, relation, row.values, &c->error);
    }
    if (status == COMPLAINT_OK)
        status = c->backend.commit(c->store, &c->error);
    return status;
}

/* What a scan gives: keys and, of the last row, the place to continue. */
typedef struct page {
    size_t count;
    char ids[CASES][40];
    complaint_value unit[CASES];
    complaint_value due[CASES];
    char units[CASES][8];
} page;

static int read_page(kit *c, const complaint_scan *scan, page *out)
{
    complaint_store_cursor *cursor = NULL;
    const complaint_value *row = NULL;
    int status = c->backend.scan(c->store, scan, &cursor, &c->error);

    out->count = 0;
    while (status == COMPLAINT_OK) {
        status = c->backend.scan_next(cursor, &row, &c->error);
        if (status != COMPLAINT_OK || row == NULL || out->count == CASES)
            break;
        snprintf(out->ids[out->count], 40, "%s",
                 complaint__kit_of(scan->relation, row, "id").bytes);
        out->unit[out->count] = complaint__kit_of(scan->relation, row, "unit");
        if (out->unit[out->count].type == COMPLAINT_VALUE_TEXT) {
            snprintf(out->units[out->count], 8, "%s",
                     out->unit[out->count].bytes);
            out->unit[out->count].bytes = out->units[out->count];
        }
        out->due[out->count] = complaint__kit_of(scan->relation, row, "due_at");
        out->count++;
    }
    c->backend.scan_close(cursor);
    return status;
}

static complaint_scan scan_of(const complaint_index *index, bool descending)
{
    complaint_scan scan;

    memset(&scan, 0, sizeof scan);
    scan.struct_size = sizeof scan;
    scan.relation = case_relation();
    scan.index = index;
    scan.descending = descending;
    return scan;
}

static void a_scan_by_key_gives_all_rows_in_order(kit *c)
{
    complaint_scan scan = scan_of(NULL, false);
    static page up;
    static page down;

    CONFORM_OK(c, insert_cases(c));
    CONFORM_OK(c, read_page(c, &scan, &up));
    CONFORM(c, up.count == CASES);
    for (size_t i = 1; i < CASES; i++)
        CONFORM(c, strcmp(up.ids[i - 1], up.ids[i]) < 0);
    scan.descending = true;
    CONFORM_OK(c, read_page(c, &scan, &down));
    CONFORM(c, down.count == CASES);
    for (size_t i = 0; i < CASES; i++)
        CONFORM(c, strcmp(up.ids[i], down.ids[CASES - 1 - i]) == 0);
    scan.limit = 7;
    CONFORM_OK(c, read_page(c, &scan, &down));
    CONFORM(c, down.count == 7);
}

static void an_empty_relation_scans_as_nothing(kit *c)
{
    complaint_scan scan = scan_of(NULL, false);
    static page got;

    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, got.count == 0);
    c->backend.scan_close(NULL);
}

/* Is row i of the page at or before row i + 1, nulls lowest? */
static bool in_order(const page *got, size_t i, bool descending)
{
    int order = complaint__kit_compare(&got->unit[i], &got->unit[i + 1]);

    if (order == 0)
        order = complaint__kit_compare(&got->due[i], &got->due[i + 1]);
    if (order == 0)
        order = strcmp(got->ids[i], got->ids[i + 1]);
    return descending ? order > 0 : order < 0;
}

static void a_partial_index_gives_its_rows_nulls_first(kit *c)
{
    const complaint_index *open = complaint__kit_index(case_relation(), "open");
    static page got;

    CONFORM_OK(c, insert_cases(c));
    for (int descending = 0; descending < 2; descending++) {
        complaint_scan scan = scan_of(open, descending != 0);
        CONFORM_OK(c, read_page(c, &scan, &got));
        CONFORM(c, got.count == CASES * 3 / 4);
        for (size_t i = 0; i + 1 < got.count; i++)
            CONFORM(c, in_order(&got, i, descending != 0));
    }
}

/* Of four cases one loses its limit and another is closed. */
static void rows_that_leave_partial_indexes_are_not_scanned(kit *c)
{
    static const struct {
        const char *name;
        size_t count;
    } indexes[] = {{"due", 3}, {"open", 3}};
    const complaint_relation *relation = case_relation();
    static kit_row row;
    static page got;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (int i = 0; i < 4; i++) {
        complaint__kit_fill(relation, i, &row);
        complaint__kit_set(relation, row.values, "due_at",
                           complaint__kit_integer(i));
        CONFORM_OK(
            c, c->backend.insert(c->store, relation, row.values, &c->error));
    }
    complaint__kit_fill(relation, 1, &row); /* without a limit */
    CONFORM_OK(
        c, c->backend.update(c->store, relation, row.values, -1, &c->error));
    complaint__kit_fill(relation, 2, &row);
    complaint__kit_set(relation, row.values, "due_at",
                       complaint__kit_integer(2));
    complaint__kit_set(relation, row.values, "closed_at",
                       complaint__kit_integer(5));
    CONFORM_OK(
        c, c->backend.update(c->store, relation, row.values, -1, &c->error));
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++) {
        complaint_scan scan =
            scan_of(complaint__kit_index(relation, indexes[i].name), false);

        CONFORM_OK(c, read_page(c, &scan, &got));
        CONFORM(c, got.count == indexes[i].count);
    }
}

/* All rows of a scan by pages of `limit`: the same as at once? */
static void page_through(kit *c, complaint_scan scan, size_t limit)
{
    static page all;
    static page got;
    static page last; /* outlives the call that `after` points into */
    complaint_value after[PLACES];
    size_t seen = 0;

    scan.limit = 0;
    scan.after = NULL;
    CONFORM_OK(c, read_page(c, &scan, &all));
    scan.limit = limit;
    do {
        CONFORM_OK(c, read_page(c, &scan, &got));
        CONFORM(c, got.count <= limit);
        for (size_t i = 0; i < got.count; i++, seen++)
            CONFORM(c,
                    seen < all.count && strcmp(all.ids[seen], got.ids[i]) == 0);
        if (got.count == 0)
            break;
        last = got;
        scan.after_count = 0;
        if (scan.index != NULL) {
            after[scan.after_count++] = last.unit[last.count - 1];
            if (after[0].type == COMPLAINT_VALUE_TEXT)
                after[0].bytes = last.units[last.count - 1];
            after[scan.after_count++] = last.due[last.count - 1];
        }
        after[scan.after_count++] =
            complaint__kit_text(last.ids[last.count - 1]);
        scan.after = after;
    } while (got.count > 0);
    CONFORM(c, seen == all.count);
}

static void pages_join_without_gap_or_repeat(kit *c)
{
    const complaint_index *open = complaint__kit_index(case_relation(), "open");
    const complaint_value units[] = {
        complaint__kit_text("a"), complaint__kit_text("b"),
        complaint__kit_null(), complaint__kit_text("zz")};

    CONFORM_OK(c, insert_cases(c));
    for (size_t limit = 1; limit <= 11; limit += 5) {
        for (int way = 0; way < 2; way++) {
            complaint_scan scan = scan_of(NULL, way != 0);
            page_through(c, scan, limit);
            scan.index = open;
            page_through(c, scan, limit);
            for (size_t i = 0; i < 4; i++) {
                scan.equal = &units[i];
                scan.equal_count = 1;
                page_through(c, scan, limit);
                scan.lower = complaint__kit_integer(-100);
                page_through(c, scan, limit);
                scan.upper = complaint__kit_integer(400);
                page_through(c, scan, limit);
                scan.lower = complaint__kit_null();
                page_through(c, scan, limit);
                scan.upper = complaint__kit_null();
            }
        }
    }
}

static void the_lower_bound_is_inside_and_the_upper_is_not(kit *c)
{
    const complaint_index *open = complaint__kit_index(case_relation(), "open");
    complaint_value unit = complaint__kit_text("a");
    complaint_scan scan = scan_of(open, false);
    static page got;
    size_t nulls = 0;
    size_t low = 0;

    CONFORM_OK(c, insert_cases(c));
    scan.equal = &unit;
    scan.equal_count = 1;
    scan.lower = complaint__kit_integer(-200);
    scan.upper = complaint__kit_integer(400);
    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, got.count > 0);
    for (size_t i = 0; i < got.count; i++) {
        CONFORM(c, got.due[i].type == COMPLAINT_VALUE_INTEGER);
        CONFORM(c, got.due[i].integer >= -200 && got.due[i].integer < 400);
        low += got.due[i].integer == -200;
    }
    CONFORM(c, low > 0);
    /* Without a lower bound nulls lie below every value. */
    scan.lower = complaint__kit_null();
    CONFORM_OK(c, read_page(c, &scan, &got));
    for (size_t i = 0; i < got.count; i++)
        nulls += got.due[i].type == COMPLAINT_VALUE_NULL;
    CONFORM(c, nulls > 0 && got.due[0].type == COMPLAINT_VALUE_NULL);
    scan.descending = true;
    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, got.due[got.count - 1].type == COMPLAINT_VALUE_NULL);
}

static void a_place_outside_of_the_range_continues_rightly(kit *c)
{
    const complaint_index *open = complaint__kit_index(case_relation(), "open");
    complaint_value unit = complaint__kit_text("b");
    complaint_value after[3] = {complaint__kit_text("a"),
                                complaint__kit_integer(0),
                                complaint__kit_text("id")};
    complaint_scan scan = scan_of(open, false);
    static page all;
    static page got;

    CONFORM_OK(c, insert_cases(c));
    scan.equal = &unit;
    scan.equal_count = 1;
    CONFORM_OK(c, read_page(c, &scan, &all));
    CONFORM(c, all.count > 0);
    /* Before the range all of it follows, behind it nothing. */
    scan.after = after;
    scan.after_count = 3;
    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, got.count == all.count);
    scan.descending = true;
    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, got.count == 0);
    after[0] = complaint__kit_text("c");
    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, got.count == all.count);
    scan.descending = false;
    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, got.count == 0);
}

static void children_of_one_case_scan_by_the_first_key_column(kit *c)
{
    const complaint_relation *relation = complaint_relation_find("journal");
    complaint_value equal = complaint__kit_text("case-1");
    complaint_store_cursor *cursor = NULL;
    const complaint_value *got;
    complaint_scan scan = scan_of(NULL, true);
    static kit_row row;

    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    for (int i = 0; i < 30; i++) {
        char name[20];
        snprintf(name, sizeof name, "case-%d", i % 3);
        complaint__kit_fill(relation, i, &row);
        row.values[0] = complaint__kit_text(name);
        CONFORM_OK(
            c, c->backend.insert(c->store, relation, row.values, &c->error));
    }
    CONFORM_OK(c, c->backend.commit(c->store, &c->error));
    scan.relation = relation;
    scan.equal = &equal;
    scan.equal_count = 1;
    scan.upper = complaint__kit_integer(28);
    CONFORM_OK(c, c->backend.scan(c->store, &scan, &cursor, &c->error));
    for (int entry = 25; entry > 0; entry -= 3) {
        CONFORM_OK(c, c->backend.scan_next(cursor, &got, &c->error));
        CONFORM(c, got != NULL && got[1].integer == entry);
    }
    CONFORM_OK(c, c->backend.scan_next(cursor, &got, &c->error));
    CONFORM(c, got == NULL);
    c->backend.scan_close(cursor);
}

static void scans_may_run_side_by_side(kit *c)
{
    complaint_scan scan = scan_of(NULL, false);
    complaint_store_cursor *outer = NULL;
    complaint_store_cursor *inner = NULL;
    const complaint_value *a;
    const complaint_value *b;
    char id[40];

    CONFORM_OK(c, insert_cases(c));
    CONFORM_OK(c, c->backend.scan(c->store, &scan, &outer, &c->error));
    for (int i = 0; i < 5; i++) {
        CONFORM_OK(c, c->backend.scan_next(outer, &a, &c->error));
        snprintf(id, sizeof id, "%s", a[0].bytes);
        CONFORM_OK(c, c->backend.scan(c->store, &scan, &inner, &c->error));
        for (int j = 0; j <= i; j++)
            CONFORM_OK(c, c->backend.scan_next(inner, &b, &c->error));
        CONFORM(c, strcmp(id, b[0].bytes) == 0);
        CONFORM(c, strcmp(id, a[0].bytes) == 0);
        c->backend.scan_close(inner);
    }
    c->backend.scan_close(outer);
}

static void a_scan_sees_what_its_transaction_wrote(kit *c)
{
    complaint_scan scan = scan_of(NULL, false);
    static kit_row row;
    static page got;

    CONFORM_OK(c, insert_cases(c));
    CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
    complaint__kit_fill(case_relation(), 999, &row);
    row.values[0] = complaint__kit_text("a");
    CONFORM_OK(
        c, c->backend.insert(c->store, case_relation(), row.values, &c->error));
    scan.limit = 1;
    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, strcmp(got.ids[0], "a") == 0);
    c->backend.rollback(c->store);
    CONFORM_OK(c, read_page(c, &scan, &got));
    CONFORM(c, strcmp(got.ids[0], "a") != 0);
}

static void a_scan_goes_on_or_ends_with_its_transaction(kit *c)
{
    complaint_scan scan = scan_of(NULL, false);
    complaint_store_cursor *cursor = NULL;
    const complaint_value *got;
    int status;

    CONFORM_OK(c, insert_cases(c));
    for (int turn = 0; turn < 2; turn++) {
        CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
        CONFORM_OK(c, c->backend.scan(c->store, &scan, &cursor, &c->error));
        CONFORM_OK(c, c->backend.scan_next(cursor, &got, &c->error));
        if (turn == 0)
            CONFORM_OK(c, c->backend.commit(c->store, &c->error));
        else
            c->backend.rollback(c->store);
        status = c->backend.scan_next(cursor, &got, &c->error);
        CONFORM(c, status == COMPLAINT_OK || status == COMPLAINT_MISUSE);
        CONFORM(c, (got != NULL) == (status == COMPLAINT_OK));
        c->backend.scan_close(cursor);
    }
}

const kit_case complaint__kit_scan_cases[] = {
    {"an empty relation scans as nothing", an_empty_relation_scans_as_nothing,
     NULL},
    {"a scan by key gives all rows in order, both ways",
     a_scan_by_key_gives_all_rows_in_order, NULL},
    {"a partial index gives its rows, nulls first",
     a_partial_index_gives_its_rows_nulls_first, NULL},
    {"rows that leave partial indexes are not scanned",
     rows_that_leave_partial_indexes_are_not_scanned, NULL},
    {"the lower bound is inside and the upper is not",
     the_lower_bound_is_inside_and_the_upper_is_not, NULL},
    {"pages join without gap or repeat", pages_join_without_gap_or_repeat,
     NULL},
    {"a place outside of the range continues rightly",
     a_place_outside_of_the_range_continues_rightly, NULL},
    {"children of one case scan by the first key column",
     children_of_one_case_scan_by_the_first_key_column, NULL},
    {"scans may run side by side", scans_may_run_side_by_side, NULL},
    {"a scan sees what its transaction wrote",
     a_scan_sees_what_its_transaction_wrote, NULL},
    {"a scan goes on or ends with its transaction",
     a_scan_goes_on_or_ends_with_its_transaction, NULL},
    {NULL, NULL, NULL},
};
