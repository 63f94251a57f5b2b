/* Conformance: long random sequences of verbs (seeded), each answer compared
 * with a model that is a plain array of rows. */
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RELATIONS 3
#define ROWS 48
#define TEXT 24

/* A row of the model: values whose texts lie in the row itself. */
typedef struct model_row {
    bool present;
    complaint_value values[KIT_COLUMNS];
    char room[KIT_COLUMNS][TEXT];
} model_row;

typedef struct model {
    const complaint_relation *relation;
    model_row rows[ROWS];
    bool changed[ROWS]; /* since the last commit */
} model;

typedef struct run {
    kit *c;
    uint64_t seed;
    bool writing;
    model now[RELATIONS];
    model committed[RELATIONS];
} run;

static uint64_t draw(run *r, uint64_t below)
{
    return complaint__kit_draw(&r->seed, below);
}

static void copy_row(const complaint_relation *relation, model_row *to,
                     const model_row *from)
{
    to->present = from->present;
    for (size_t i = 0;
         from->present && i < complaint_relation_column_count(relation); i++) {
        to->values[i] = from->values[i];
        memcpy(to->room[i], from->room[i], TEXT);
        if (to->values[i].bytes != NULL)
            to->values[i].bytes = to->room[i];
    }
}

/* What the open transaction changed, back or forth. */
static void copy_changes(model *to, const model *from, bool *changed)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (changed[i])
            copy_row(from->relation, &to->rows[i], &from->rows[i]);
        changed[i] = false;
    }
}

/* Small ranges, so that keys, unique values and ties meet often. */
static void draw_value(run *r, const complaint_relation *relation,
                       size_t column, model_row *row)
{
    complaint_value *value = &row->values[column];
    unsigned flags = complaint_relation_column_flags(relation, column);
    int type = complaint_relation_column_type(relation, column);
    uint64_t range = flags & COMPLAINT_COLUMN_KEY ? 7 : 20;

    if ((flags & COMPLAINT_COLUMN_REQUIRED) == 0 && draw(r, 3) == 0) {
        *value = complaint__kit_null();
        return;
    }
    if (complaint__kit_type(relation, column) == COMPLAINT_VALUE_INTEGER) {
        *value = complaint__kit_integer(type == COMPLAINT_COLUMN_BOOLEAN
                                            ? (int64_t)draw(r, 2)
                                            : (int64_t)draw(r, 9) - 4);
        return;
    }
    snprintf(row->room[column], TEXT, "%c%.*s",
             (char)('a' + (int)draw(r, range)), (int)draw(r, 3), "\xff\1");
    if (complaint__kit_type(relation, column) == COMPLAINT_VALUE_TEXT)
        row->room[column][1] = '\0';
    *value = complaint__kit_type(relation, column) == COMPLAINT_VALUE_TEXT
                 ? complaint__kit_text(row->room[column])
                 : complaint__kit_bytes(row->room[column],
                                        strlen(row->room[column]));
}

static void draw_row(run *r, const complaint_relation *relation, model_row *row)
{
    row->present = true;
    for (size_t i = 0; i < complaint_relation_column_count(relation); i++)
        draw_value(r, relation, i, row);
    /* Single keys from a wider range: 42 of them. */
    if (complaint__kit_key_count(relation) == 1) {
        snprintf(row->room[0], TEXT, "key%c%c", (char)('a' + (int)draw(r, 6)),
                 (char)('a' + (int)draw(r, 7)));
        row->values[0] = complaint__kit_text(row->room[0]);
    }
}

static model_row *find(model *m, const complaint_value *key)
{
    size_t count = complaint__kit_key_count(m->relation);

    for (size_t i = 0; i < ROWS; i++) {
        bool same = m->rows[i].present;
        for (size_t j = 0; same && j < count; j++)
            same = complaint__kit_compare(&m->rows[i].values[j], &key[j]) == 0;
        if (same)
            return &m->rows[i];
    }
    return NULL;
}

static model_row *free_row(model *m)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (!m->rows[i].present)
            return &m->rows[i];
    }
    return NULL;
}

static bool holds(const complaint_index *index, const complaint_value *values)
{
    return (index->only_null < 0 ||
            values[index->only_null].type == COMPLAINT_VALUE_NULL) &&
           (index->only_set < 0 ||
            values[index->only_set].type != COMPLAINT_VALUE_NULL);
}

static bool clashes(const complaint_index *index, const complaint_value *a,
                    const complaint_value *b)
{
    if (!index->unique || !holds(index, a) || !holds(index, b))
        return false;
    for (size_t i = 0; i < index->column_count; i++) {
        size_t column = index->columns[i];
        if (a[column].type == COMPLAINT_VALUE_NULL ||
            complaint__kit_compare(&a[column], &b[column]) != 0)
            return false;
    }
    return true;
}

static bool any_clash(model *m, const model_row *row, const model_row *except)
{
    for (size_t i = 0; i < complaint_relation_index_count(m->relation); i++) {
        const complaint_index *index = complaint_relation_index(m->relation, i);
        for (size_t j = 0; j < ROWS; j++) {
            if (m->rows[j].present && &m->rows[j] != except &&
                clashes(index, row->values, m->rows[j].values))
                return true;
        }
    }
    return false;
}

static void keep_row(model *m, model_row *place, const model_row *row)
{
    copy_row(m->relation, place, row);
    m->changed[place - m->rows] = true;
}

static void step_insert(run *r, model *m)
{
    const complaint_backend *verbs = &r->c->backend;
    static model_row row;
    model_row *place = free_row(m);
    int expected;
    int status;

    draw_row(r, m->relation, &row);
    if (place == NULL)
        return;
    expected = find(m, row.values) != NULL || any_clash(m, &row, NULL)
                   ? COMPLAINT_EXISTS
                   : COMPLAINT_OK;
    if (expected == COMPLAINT_OK && verbs->insert_new != NULL &&
        draw(r, 2) == 0)
        status = verbs->insert_new(r->c->store, m->relation, row.values,
                                   &r->c->error);
    else
        status =
            verbs->insert(r->c->store, m->relation, row.values, &r->c->error);
    CONFORM_STATUS(r->c, status, expected);
    if (expected == COMPLAINT_OK)
        keep_row(m, place, &row);
}

static void step_update(run *r, model *m)
{
    int column = complaint_relation_column_find(m->relation, "revision");
    int64_t revision = (int64_t)draw(r, 7) - 3;
    static model_row row;
    model_row *found;
    int expected = COMPLAINT_OK;
    int status;

    draw_row(r, m->relation, &row);
    found = find(m, row.values);
    if (found == NULL)
        expected = COMPLAINT_NOT_FOUND;
    else if (column >= 0 && revision >= 0 &&
             found->values[column].integer != revision)
        expected = COMPLAINT_CONFLICT;
    else if (any_clash(m, &row, found))
        expected = COMPLAINT_EXISTS;
    if (expected == COMPLAINT_OK && r->c->backend.update_later != NULL &&
        draw(r, 2) == 0)
        status = r->c->backend.update_later(r->c->store, m->relation,
                                            row.values, revision, &r->c->error);
    else
        status = r->c->backend.update(r->c->store, m->relation, row.values,
                                      revision, &r->c->error);
    CONFORM_STATUS(r->c, status, expected);
    if (expected == COMPLAINT_OK)
        keep_row(m, found, &row);
}

static void step_erase(run *r, model *m)
{
    static model_row row;
    model_row *found;

    draw_row(r, m->relation, &row);
    found = find(m, row.values);
    CONFORM_STATUS(
        r->c,
        r->c->backend.erase(r->c->store, m->relation, row.values, &r->c->error),
        found != NULL ? COMPLAINT_OK : COMPLAINT_NOT_FOUND);
    if (found != NULL) {
        found->present = false;
        m->changed[found - m->rows] = true;
    }
}

static void step_get(run *r, model *m)
{
    const complaint_value *got = NULL;
    static model_row row;
    model_row *found;

    draw_row(r, m->relation, &row);
    found = find(m, row.values);
    CONFORM_STATUS(r->c,
                   r->c->backend.get(r->c->store, m->relation, row.values, &got,
                                     &r->c->error),
                   found != NULL ? COMPLAINT_OK : COMPLAINT_NOT_FOUND);
    if (found != NULL)
        CONFORM(r->c, complaint__kit_same_row(m->relation, found->values, got));
}

/* What a scan means, by looking at every row. */
typedef struct place_list {
    size_t own; /* of the index; 0 when by key */
    size_t count;
    size_t columns[16];
} place_list;

static place_list places_of(const complaint_scan *scan)
{
    place_list places = {0, 0, {0}};
    size_t keys = complaint__kit_key_count(scan->relation);

    if (scan->index != NULL)
        places.own = scan->index->column_count;
    for (size_t i = 0; i < places.own; i++)
        places.columns[places.count++] = scan->index->columns[i];
    for (size_t i = 0; i < keys; i++)
        places.columns[places.count++] = i;
    return places;
}

static bool fits(const complaint_scan *scan, const complaint_value *values)
{
    return scan->where == NULL ||
           complaint__kit_compare(&values[scan->where_column], scan->where) ==
               0;
}

static bool wanted(const complaint_scan *scan, const place_list *places,
                   const complaint_value *values)
{
    int order = 0;
    const complaint_value *bounded =
        &values[places->columns[scan->equal_count % places->count]];

    if ((scan->index != NULL && !holds(scan->index, values)) ||
        !fits(scan, values))
        return false;
    for (size_t i = 0; i < scan->equal_count; i++) {
        if (complaint__kit_compare(&values[places->columns[i]],
                                   &scan->equal[i]) != 0)
            return false;
    }
    if (scan->lower.type != COMPLAINT_VALUE_NULL &&
        complaint__kit_compare(bounded, &scan->lower) < 0)
        return false;
    if (scan->upper.type != COMPLAINT_VALUE_NULL &&
        complaint__kit_compare(bounded, &scan->upper) >= 0)
        return false;
    for (size_t i = 0; scan->after != NULL && i < places->count && order == 0;
         i++)
        order = complaint__kit_compare(&values[places->columns[i]],
                                       &scan->after[i]);
    return scan->after == NULL || (scan->descending ? order < 0 : order > 0);
}

static int in_order(const place_list *places, const model_row *a,
                    const model_row *b)
{
    int order = 0;

    for (size_t i = 0; order == 0 && i < places->count; i++)
        order = complaint__kit_compare(&a->values[places->columns[i]],
                                       &b->values[places->columns[i]]);
    return order;
}

/* Rows that the scan must give, in its order; their number. */
static size_t expect(const model *m, const complaint_scan *scan,
                     const place_list *places, const model_row *rows[ROWS])
{
    size_t count = 0;

    for (size_t i = 0; i < ROWS; i++) {
        const model_row *row = &m->rows[i];
        size_t at;
        if (!row->present || !wanted(scan, places, row->values))
            continue;
        for (at = count++; at > 0; at--) {
            int order = in_order(places, row, rows[at - 1]);
            if (scan->descending ? order < 0 : order > 0)
                break;
            rows[at] = rows[at - 1];
        }
        rows[at] = row;
    }
    return scan->limit > 0 && count > scan->limit ? scan->limit : count;
}

static void draw_scan(run *r, model *m, complaint_scan *scan, model_row *row,
                      model_row *other, complaint_value values[3][16])
{
    size_t indexes = complaint_relation_index_count(m->relation);
    size_t pick = draw(r, indexes + 1);
    place_list places;
    size_t own;

    memset(scan, 0, sizeof *scan);
    scan->struct_size = sizeof *scan;
    scan->relation = m->relation;
    scan->index = complaint_relation_index(m->relation, pick);
    scan->descending = draw(r, 2) != 0;
    scan->limit = draw(r, 3) == 0 ? 1 + draw(r, 4) : 0;
    places = places_of(scan);
    own = scan->index != NULL ? places.own : places.count;
    draw_row(r, m->relation, row);
    draw_row(r, m->relation, other);
    for (size_t i = 0; i < places.count; i++) {
        values[0][i] = row->values[places.columns[i]];
        values[1][i] = other->values[places.columns[i]];
    }
    scan->equal_count = draw(r, own + 1);
    scan->equal = values[0];
    if (scan->equal_count < own) {
        if (draw(r, 2) == 0)
            scan->lower = values[0][scan->equal_count];
        if (draw(r, 2) == 0)
            scan->upper = values[1][scan->equal_count];
    }
    if (draw(r, 4) == 0) {
        size_t column = draw(r, complaint_relation_column_count(m->relation));

        if (other->values[column].type != COMPLAINT_VALUE_NULL) {
            values[2][0] = other->values[column];
            scan->where = values[2];
            scan->where_column = column;
            scan->limit = 0;
        }
    }
    /* Some of the columns, and what the condition looks at. */
    if (draw(r, 4) == 0) {
        for (size_t i = 0; i < complaint_relation_column_count(m->relation);
             i++)
            scan->columns |= (uint64_t)draw(r, 2) << i;
        if (scan->where != NULL)
            scan->columns |= UINT64_C(1) << scan->where_column;
    }
    if (draw(r, 2) == 0) {
        /* Mostly within what is asked for. */
        for (size_t i = 0; i < scan->equal_count && draw(r, 4) != 0; i++)
            values[1][i] = values[0][i];
        scan->after = values[1];
        scan->after_count = places.count;
    }
}

/* Backends may give rows that do not fit the scan's condition. */
static int next_fit(run *r, const complaint_scan *scan,
                    complaint_store_cursor *cursor, const complaint_value **got)
{
    int status;

    do
        status = r->c->backend.scan_next(cursor, got, &r->c->error);
    while (status == COMPLAINT_OK && *got != NULL && !fits(scan, *got));
    return status;
}

/* Where columns are asked for, these. */
static bool same(const complaint_scan *scan, const complaint_value *expected,
                 const complaint_value *got)
{
    bool equal = true;

    if (scan->columns == 0)
        return complaint__kit_same_row(scan->relation, expected, got);
    for (size_t i = 0;
         equal && i < complaint_relation_column_count(scan->relation); i++)
        equal = (scan->columns >> i & 1) == 0 ||
                complaint__kit_compare(&expected[i], &got[i]) == 0;
    return equal;
}

static void step_scan(run *r, model *m)
{
    static model_row row;
    static model_row other;
    complaint_value values[3][16];
    complaint_store_cursor *cursor = NULL;
    const complaint_value *got = NULL;
    const model_row *rows[ROWS];
    complaint_scan scan;
    place_list places;
    size_t count;

    draw_scan(r, m, &scan, &row, &other, values);
    places = places_of(&scan);
    count = expect(m, &scan, &places, rows);
    CONFORM_OK(r->c,
               r->c->backend.scan(r->c->store, &scan, &cursor, &r->c->error));
    for (size_t i = 0; i <= count && r->c->fault[0] == '\0'; i++) {
        if (next_fit(r, &scan, cursor, &got) != COMPLAINT_OK ||
            (got != NULL) != (i < count) ||
            (got != NULL && !same(&scan, rows[i]->values, got)))
            complaint__kit_fault(r->c, __FILE__, __LINE__,
                                 "a scan differs from the model");
    }
    r->c->backend.scan_close(cursor);
}

static void end_transaction(run *r, bool keep)
{
    if (keep)
        CONFORM_OK(r->c, r->c->backend.commit(r->c->store, &r->c->error));
    else
        r->c->backend.rollback(r->c->store);
    r->writing = false;
    for (size_t i = 0; i < RELATIONS; i++) {
        if (keep)
            copy_changes(&r->committed[i], &r->now[i], r->now[i].changed);
        else
            copy_changes(&r->now[i], &r->committed[i], r->now[i].changed);
    }
}

static void step(run *r)
{
    model *m = &r->now[draw(r, RELATIONS)];
    uint64_t kind = draw(r, 100);

    if (!r->writing && kind < 40) {
        CONFORM_OK(r->c, r->c->backend.begin(r->c->store, true, &r->c->error));
        r->writing = true;
    } else if (!r->writing && kind == 99 && draw(r, 4) == 0 &&
               complaint__kit_lacks_persistence(r->c) == NULL) {
        CONFORM_OK(r->c, complaint__kit_reopen(r->c));
    } else if (r->writing && kind < 2) {
        end_transaction(r, draw(r, 3) != 0);
    } else if (r->writing && kind < 35) {
        step_insert(r, m);
    } else if (r->writing && kind < 60) {
        step_update(r, m);
    } else if (r->writing && kind < 70) {
        step_erase(r, m);
    } else if (kind < 80) {
        step_get(r, m);
    } else {
        step_scan(r, m);
    }
    r->c->steps++;
}

static void random_verbs_answer_as_the_model(kit *c)
{
    static const char *const names[RELATIONS] = {"case", "clock", "setting"};
    size_t steps = c->harness->steps > 0 ? c->harness->steps : 20000;
    run *r = calloc(1, sizeof *r);

    CONFORM(c, r != NULL);
    r->c = c;
    r->seed = c->harness->seed > 0 ? c->harness->seed : KIT_SEED;
    for (size_t i = 0; i < RELATIONS; i++) {
        r->now[i].relation = complaint_relation_find(names[i]);
        r->committed[i].relation = r->now[i].relation;
    }
    while (c->steps < steps && c->fault[0] == '\0')
        step(r);
    if (c->fault[0] == '\0' && r->writing)
        end_transaction(r, true);
    if (c->fault[0] == '\0' && c->backend.check != NULL &&
        c->backend.check(c->store, &c->error) != COMPLAINT_OK)
        complaint__kit_fault(c, __FILE__, __LINE__, "the store is not sound");
    free(r);
}

const kit_case complaint__kit_random_cases[] = {
    {"random verbs answer as the model does", random_verbs_answer_as_the_model,
     NULL},
    {NULL, NULL, NULL},
};
