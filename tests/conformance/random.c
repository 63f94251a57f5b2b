/* Conformance: long random sequences of verbs (seeded), each answer compared
 * with a model that is a plain array of rows. */
#include "conformance/conformance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 48
#define TEXT 24

/* A row of the model: values whose texts lie in the row itself. */
typedef struct model_row {
    bool present;
    complaint_value values[CONFORMANCE_COLUMNS];
    char room[CONFORMANCE_COLUMNS][TEXT];
} model_row;

typedef struct model {
    const complaint_relation *relation;
    model_row rows[ROWS];
} model;

typedef struct run {
    conformance *c;
    uint64_t seed;
    bool writing;
    model now[3];
    model committed[3];
} run;

static uint64_t draw(run *r, uint64_t below)
{
    uint64_t z = r->seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (z ^ z >> 31) % below;
}

static void copy_row(const complaint_relation *relation, model_row *to,
                     const model_row *from)
{
    *to = *from;
    for (size_t i = 0; i < complaint_relation_column_count(relation); i++) {
        if (to->values[i].bytes != NULL)
            to->values[i].bytes = to->room[i];
    }
}

static void copy_model(model *to, const model *from)
{
    to->relation = from->relation;
    for (size_t i = 0; i < ROWS; i++)
        copy_row(from->relation, &to->rows[i], &from->rows[i]);
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
        *value = conformance_null();
        return;
    }
    if (conformance_type(relation, column) == COMPLAINT_VALUE_INTEGER) {
        *value = conformance_integer(type == COMPLAINT_COLUMN_BOOLEAN
                                         ? (int64_t)draw(r, 2)
                                         : (int64_t)draw(r, 9) - 4);
        return;
    }
    snprintf(row->room[column], TEXT, "%c%.*s",
             (char)('a' + (int)draw(r, range)), (int)draw(r, 3), "\xff\1");
    if (conformance_type(relation, column) == COMPLAINT_VALUE_TEXT)
        row->room[column][1] = '\0';
    *value =
        conformance_type(relation, column) == COMPLAINT_VALUE_TEXT
            ? conformance_text(row->room[column])
            : conformance_bytes(row->room[column], strlen(row->room[column]));
}

static void draw_row(run *r, const complaint_relation *relation, model_row *row)
{
    memset(row, 0, sizeof *row);
    row->present = true;
    for (size_t i = 0; i < complaint_relation_column_count(relation); i++)
        draw_value(r, relation, i, row);
    /* Single keys from a wider range: 42 of them. */
    if (conformance_key_count(relation) == 1) {
        snprintf(row->room[0], TEXT, "key%c%c", (char)('a' + (int)draw(r, 6)),
                 (char)('a' + (int)draw(r, 7)));
        row->values[0] = conformance_text(row->room[0]);
    }
}

static model_row *find(model *m, const complaint_value *key)
{
    size_t count = conformance_key_count(m->relation);

    for (size_t i = 0; i < ROWS; i++) {
        bool same = m->rows[i].present;
        for (size_t j = 0; same && j < count; j++)
            same = conformance_compare(&m->rows[i].values[j], &key[j]) == 0;
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
            conformance_compare(&a[column], &b[column]) != 0)
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

static void step_insert(run *r, model *m)
{
    static model_row row;
    model_row *place = free_row(m);
    int expected;

    draw_row(r, m->relation, &row);
    if (place == NULL)
        return;
    expected = find(m, row.values) != NULL || any_clash(m, &row, NULL)
                   ? COMPLAINT_EXISTS
                   : COMPLAINT_OK;
    CONFORM_STATUS(r->c,
                   r->c->backend->insert(r->c->store, m->relation, row.values,
                                         &r->c->error),
                   expected);
    if (expected == COMPLAINT_OK)
        copy_row(m->relation, place, &row);
}

static void step_update(run *r, model *m)
{
    int column = complaint_relation_column_find(m->relation, "revision");
    int64_t revision = (int64_t)draw(r, 7) - 3;
    static model_row row;
    model_row *found;
    int expected = COMPLAINT_OK;

    draw_row(r, m->relation, &row);
    found = find(m, row.values);
    if (found == NULL)
        expected = COMPLAINT_NOT_FOUND;
    else if (column >= 0 && revision >= 0 &&
             found->values[column].integer != revision)
        expected = COMPLAINT_CONFLICT;
    else if (any_clash(m, &row, found))
        expected = COMPLAINT_EXISTS;
    CONFORM_STATUS(r->c,
                   r->c->backend->update(r->c->store, m->relation, row.values,
                                         revision, &r->c->error),
                   expected);
    if (expected == COMPLAINT_OK)
        copy_row(m->relation, found, &row);
}

static void step_erase(run *r, model *m)
{
    static model_row row;
    model_row *found;

    draw_row(r, m->relation, &row);
    found = find(m, row.values);
    CONFORM_STATUS(r->c,
                   r->c->backend->erase(r->c->store, m->relation, row.values,
                                        &r->c->error),
                   found != NULL ? COMPLAINT_OK : COMPLAINT_NOT_FOUND);
    if (found != NULL)
        found->present = false;
}

static void step_get(run *r, model *m)
{
    const complaint_value *got = NULL;
    static model_row row;
    model_row *found;

    draw_row(r, m->relation, &row);
    found = find(m, row.values);
    CONFORM_STATUS(r->c,
                   r->c->backend->get(r->c->store, m->relation, row.values,
                                      &got, &r->c->error),
                   found != NULL ? COMPLAINT_OK : COMPLAINT_NOT_FOUND);
    if (found != NULL)
        CONFORM(r->c, conformance_same_row(m->relation, found->values, got));
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
    size_t keys = conformance_key_count(scan->relation);

    if (scan->index != NULL)
        places.own = scan->index->column_count;
    for (size_t i = 0; i < places.own; i++)
        places.columns[places.count++] = scan->index->columns[i];
    for (size_t i = 0; i < keys; i++)
        places.columns[places.count++] = i;
    return places;
}

static bool wanted(const complaint_scan *scan, const place_list *places,
                   const complaint_value *values)
{
    int order = 0;
    const complaint_value *bounded =
        &values[places->columns[scan->equal_count % places->count]];

    if (scan->index != NULL && !holds(scan->index, values))
        return false;
    for (size_t i = 0; i < scan->equal_count; i++) {
        if (conformance_compare(&values[places->columns[i]], &scan->equal[i]) !=
            0)
            return false;
    }
    if (scan->lower.type != COMPLAINT_VALUE_NULL &&
        conformance_compare(bounded, &scan->lower) < 0)
        return false;
    if (scan->upper.type != COMPLAINT_VALUE_NULL &&
        conformance_compare(bounded, &scan->upper) >= 0)
        return false;
    for (size_t i = 0; scan->after != NULL && i < places->count && order == 0;
         i++)
        order =
            conformance_compare(&values[places->columns[i]], &scan->after[i]);
    return scan->after == NULL || (scan->descending ? order < 0 : order > 0);
}

/* The next row of the model after `last` in the scan's order. */
static const model_row *next_row(const model *m, const complaint_scan *scan,
                                 const place_list *places,
                                 const model_row *last)
{
    const model_row *best = NULL;
    complaint_value here[16];
    complaint_scan rest = *scan;

    for (size_t i = 0; last != NULL && i < places->count; i++)
        here[i] = last->values[places->columns[i]];
    for (size_t i = 0; i < ROWS; i++) {
        const model_row *row = &m->rows[i];
        if (!row->present || !wanted(scan, places, row->values))
            continue;
        rest.after = here;
        if (last != NULL && !wanted(&rest, places, row->values))
            continue;
        if (best != NULL) {
            complaint_value there[16];
            complaint_scan sooner = *scan;
            for (size_t j = 0; j < places->count; j++)
                there[j] = best->values[places->columns[j]];
            sooner.after = there;
            if (wanted(&sooner, places, row->values))
                continue; /* after the best one so far */
        }
        best = row;
    }
    return best;
}

static void draw_scan(run *r, model *m, complaint_scan *scan, model_row *row,
                      model_row *other, complaint_value values[2][16])
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
    if (draw(r, 2) == 0) {
        /* Mostly within what is asked for. */
        for (size_t i = 0; i < scan->equal_count && draw(r, 4) != 0; i++)
            values[1][i] = values[0][i];
        scan->after = values[1];
        scan->after_count = places.count;
    }
}

static void step_scan(run *r, model *m)
{
    static model_row row;
    static model_row other;
    complaint_value values[2][16];
    complaint_store_cursor *cursor = NULL;
    const complaint_value *got = NULL;
    const model_row *expected = NULL;
    complaint_scan scan;
    place_list places;
    size_t given = 0;

    draw_scan(r, m, &scan, &row, &other, values);
    places = places_of(&scan);
    CONFORM_OK(r->c,
               r->c->backend->scan(r->c->store, &scan, &cursor, &r->c->error));
    do {
        expected = next_row(m, &scan, &places, expected);
        if (scan.limit > 0 && given == scan.limit)
            expected = NULL;
        if (r->c->backend->scan_next(cursor, &got, &r->c->error) !=
                COMPLAINT_OK ||
            (got != NULL) != (expected != NULL) ||
            (got != NULL &&
             !conformance_same_row(m->relation, expected->values, got))) {
            conformance_fault(r->c, __FILE__, __LINE__,
                              "a scan differs from the model");
            break;
        }
        given++;
    } while (expected != NULL);
    r->c->backend->scan_close(cursor);
}

static void end_transaction(run *r, bool keep)
{
    if (keep)
        CONFORM_OK(r->c, r->c->backend->commit(r->c->store, &r->c->error));
    else
        r->c->backend->rollback(r->c->store);
    r->writing = false;
    for (size_t i = 0; i < 3; i++) {
        if (keep)
            copy_model(&r->committed[i], &r->now[i]);
        else
            copy_model(&r->now[i], &r->committed[i]);
    }
}

static void step(run *r)
{
    model *m = &r->now[draw(r, 3)];
    uint64_t kind = draw(r, 100);

    if (!r->writing && kind < 40) {
        CONFORM_OK(r->c, r->c->backend->begin(r->c->store, true, &r->c->error));
        r->writing = true;
    } else if (r->writing && kind < 4) {
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
}

static void random_verbs_answer_as_the_model(conformance *c)
{
    static const char *const names[] = {"case", "clock", "setting"};
    size_t steps = c->harness->steps > 0 ? c->harness->steps : 20000;
    run *r = calloc(1, sizeof *r);

    CONFORM(c, r != NULL);
    r->c = c;
    r->seed = UINT64_C(10002);
    for (size_t i = 0; i < 3; i++) {
        r->now[i].relation = complaint_relation_find(names[i]);
        r->committed[i].relation = r->now[i].relation;
    }
    for (size_t i = 0; i < steps && c->fault[0] == '\0'; i++)
        step(r);
    if (c->fault[0] == '\0' && r->writing)
        end_transaction(r, true);
    if (c->fault[0] == '\0' && c->backend->check != NULL &&
        c->backend->check(c->store, &c->error) != COMPLAINT_OK)
        conformance_fault(c, __FILE__, __LINE__, "the store is not sound");
    free(r);
}

const conformance_case conformance_random_cases[] = {
    {"random verbs answer as the model does", 0,
     random_verbs_answer_as_the_model},
    {NULL, 0, NULL},
};
