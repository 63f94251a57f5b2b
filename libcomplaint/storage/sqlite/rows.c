/* Rows written to SQLite: inserted, updated, erased. A row that belongs to a
 * case is put at the case's place, which the first of them makes. */
#include "storage/sqlite/store.h"

#include "base/failure.h"
#include "base/identity.h"

#include <string.h>

/* ---- faults ---- */

/* Does SQLite's message name exactly the columns of this index? */
static bool names_index(const char *message, const complaint_relation *relation,
                        const complaint_index *index)
{
    const char *at = strstr(message, "failed: ");

    if (at == NULL)
        return false;
    at += strlen("failed: ");
    for (size_t i = 0; i < index->column_count; i++) {
        const char *column = relation->columns[index->columns[i]].name;
        if (i > 0 && strncmp(at, ", ", 2) == 0)
            at += 2;
        if (strncmp(at, relation->name, strlen(relation->name)) != 0)
            return false;
        at += strlen(relation->name);
        if (*at++ != '.' || strncmp(at, column, strlen(column)) != 0)
            return false;
        at += strlen(column);
    }
    return *at == '\0';
}

static int key_exists(complaint_store *store, int code, complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_EXISTS, "key",
                                code, "a row of this key exists");
}

static int write_fault(complaint_store *store,
                       const complaint_relation *relation,
                       complaint_error **error)
{
    int code = sqlite3_extended_errcode(store->db);
    const char *message = sqlite3_errmsg(store->db);

    if (code == SQLITE_CONSTRAINT_PRIMARYKEY)
        return key_exists(store, code, error);
    for (size_t i = 0;
         code == SQLITE_CONSTRAINT_UNIQUE && i < relation->index_count; i++) {
        if (names_index(message, relation, &relation->indexes[i]))
            return complaint_store_fail(store->context, error, COMPLAINT_EXISTS,
                                        relation->indexes[i].name, code,
                                        "another row has the same values");
    }
    return complaint__sqlite_fail(store, error, code, relation->name);
}

/* Run a statement that gives no row; `changed` gets the rows it met. */
static int run(complaint_store *store, sqlite3_stmt *statement,
               const complaint_relation *relation, int *changed,
               complaint_error **error)
{
    int status = COMPLAINT_OK;

    if (sqlite3_step(statement) != SQLITE_DONE)
        status = write_fault(store, relation, error);
    else
        *changed = sqlite3_changes(store->db);
    sqlite3_reset(statement);
    return status;
}

/* ---- places ---- */

/* The integer that a statement gives, or `absent`. */
static int ask(complaint_store *store, sqlite3_stmt *statement, int64_t *value,
               int64_t absent, complaint_error **error)
{
    int code = sqlite3_step(statement);
    int status = COMPLAINT_OK;

    *value = absent;
    if (code == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        *value = sqlite3_column_int64(statement, 0);
    else if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), store->path);
    sqlite3_reset(statement);
    return status;
}

/* Several rows of one case are written one after another. */
static bool is_near(const complaint_store *store,
                    const complaint_value *case_id)
{
    return store->near_place > 0 &&
           store->near_transaction == store->transactions &&
           strlen(store->near_id) == case_id->size &&
           memcmp(store->near_id, case_id->bytes, case_id->size) == 0;
}

static void keep_near(complaint_store *store, const complaint_value *case_id,
                      int64_t place)
{
    store->near_place = 0;
    store->near_new = false;
    if (case_id->size >= sizeof store->near_id || place == 0)
        return;
    memcpy(store->near_id, case_id->bytes, case_id->size);
    store->near_id[case_id->size] = '\0';
    store->near_place = place;
    store->near_transaction = store->transactions;
}

/* The place after the last; nobody else can take it before the commit. */
static int free_place(complaint_store *store, int64_t *place,
                      complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status;

    *place = store->known_open ? store->known_place : 0;
    if (*place > 0)
        return COMPLAINT_OK;
    status = complaint__sqlite_control(store, COMPLAINT__SQLITE_FREE_PLACE,
                                       &statement, error);
    return status == COMPLAINT_OK ? ask(store, statement, place, 1, error)
                                  : status;
}

static int add_place(complaint_store *store, const complaint_value *case_id,
                     int64_t *place, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int changed;
    int status = free_place(store, place, error);

    if (status == COMPLAINT_OK)
        status = complaint__sqlite_control(store, COMPLAINT__SQLITE_ADD_PLACE,
                                           &statement, error);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_bind_all(store, statement, case_id, 1,
                                            "case_id", error);
    if (status != COMPLAINT_OK)
        return status;
    sqlite3_bind_int64(statement, 2, *place);
    status = run(store, statement, &complaint__relation_case, &changed, error);
    if (status != COMPLAINT_OK)
        return status;
    store->known_place = *place + 1;
    keep_near(store, case_id, *place);
    store->near_new = store->near_place > 0;
    store->near_row =
        complaint__sqlite_first_row(*place, &complaint__relation_party) - 1;
    store->near_count = 0;
    return COMPLAINT_OK;
}

static int find_place(complaint_store *store, const complaint_value *case_id,
                      int64_t *place, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status;

    if (is_near(store, case_id)) {
        *place = store->near_place;
        return COMPLAINT_OK;
    }
    status = complaint__sqlite_control(store, COMPLAINT__SQLITE_FIND_PLACE,
                                       &statement, error);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_bind_all(store, statement, case_id, 1,
                                            "case_id", error);
    if (status == COMPLAINT_OK)
        status = ask(store, statement, place, 0, error);
    if (status == COMPLAINT_OK)
        keep_near(store, case_id, *place);
    return status;
}

/* The place of a row that is inserted. That of a case's own row is hardly ever
 * there: it is looked for only when it cannot be made. */
static int make_place(complaint_store *store,
                      const complaint_relation *relation,
                      const complaint_value *case_id, int64_t *place,
                      bool *added, complaint_error **error)
{
    bool whole = relation == &complaint__relation_case;
    complaint_error *local = NULL;
    int status = COMPLAINT_EXISTS;

    *added = false;
    if (whole && !is_near(store, case_id))
        status = add_place(store, case_id, place, &local);
    *added = status == COMPLAINT_OK;
    if (status != COMPLAINT_EXISTS) {
        complaint__error_give(error, local);
        return status;
    }
    complaint_error_free(local);
    status = find_place(store, case_id, place, error);
    if (status == COMPLAINT_OK && *place == 0) {
        status = add_place(store, case_id, place, error);
        *added = status == COMPLAINT_OK;
    }
    return status;
}

/* Forget a place where nothing is left. */
static int leave_place(complaint_store *store, const complaint_value *case_id,
                       complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int changed;
    int status = complaint__sqlite_control(store, COMPLAINT__SQLITE_LEAVE_PLACE,
                                           &statement, error);

    store->near_place = 0;
    store->known_place = 0;
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_bind_all(store, statement, case_id, 1,
                                            "case_id", error);
    return status == COMPLAINT_OK
               ? run(store, statement, &complaint__relation_case, &changed,
                     error)
               : status;
}

/* Most rows are those of a new complaint, of which this connection knows every
 * one: no look at the sheet tells more. False: it must be looked at. */
static bool take_next(complaint_store *store,
                      const complaint_relation *relation,
                      const complaint_value *values, int64_t *row)
{
    uint64_t mark = complaint__mark((uint64_t)complaint__sqlite_kind(relation),
                                    values[1].bytes, values[1].size);
    bool known = store->near_count == COMPLAINT__SQLITE_NEAR;

    if (!store->near_new || !is_near(store, values))
        return false;
    for (size_t i = 0; i < store->near_count; i++)
        known = known || store->near_keys[i] == mark;
    if (known) {
        store->near_new = false;
        return false;
    }
    store->near_keys[store->near_count++] = mark;
    *row = ++store->near_row;
    return true;
}

/* The rowid of a new row on a sheet; EXISTS when its key is there. */
static int take_row(complaint_store *store, const complaint_relation *relation,
                    const complaint_value *values, int64_t place, int64_t *row,
                    complaint_error **error)
{
    int64_t first = complaint__sqlite_first_row(place, relation);
    int64_t end = complaint__sqlite_end_row(place, relation);
    sqlite3_stmt *statement = NULL;
    int status;

    if (complaint__sqlite_is_entry(relation, 1)) {
        *row = first + values[1].integer;
        return COMPLAINT_OK; /* a row that is there makes the insert fail */
    }
    if (take_next(store, relation, values, row))
        return COMPLAINT_OK;
    status = complaint__sqlite_control(store, COMPLAINT__SQLITE_LAST_ROW,
                                       &statement, error);
    if (status != COMPLAINT_OK)
        return status;
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, end);
    sqlite3_bind_int(statement, 3, complaint__sqlite_kind(relation));
    (void)complaint__sqlite_bind(statement, 4, &values[1]);
    if (sqlite3_step(statement) != SQLITE_ROW)
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), relation->name);
    else if (sqlite3_column_int(statement, 1) != 0)
        status = key_exists(store, 0, error);
    else if (sqlite3_column_type(statement, 0) == SQLITE_NULL)
        *row = first;
    else
        *row = sqlite3_column_int64(statement, 0) + 1;
    sqlite3_reset(statement);
    if (status == COMPLAINT_OK && *row >= end)
        status = complaint_store_fail(store->context, error, COMPLAINT_LIMIT,
                                      relation->name, 0,
                                      "the case has too many "
                                      "rows");
    return status;
}

/* ---- the verbs ---- */

/* The values of a row, of whose columns most are null and were null before:
 * `bound` has a bit for each that was not. */
static int bind_row(sqlite3_stmt *statement, uint64_t *bound,
                    const complaint_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool null = values[i].type == COMPLAINT_VALUE_NULL;
        uint64_t bit = UINT64_C(1) << i;
        int code;

        if (null && (*bound & bit) == 0)
            continue;
        *bound |= bit;
        code = complaint__sqlite_bind(statement, (int)i + 1, &values[i]);
        if (code != SQLITE_OK)
            return code;
        if (null)
            *bound &= ~bit;
    }
    return SQLITE_OK;
}

/* `rowid` negative: the table has keys of its own. */
static int put_row(complaint_store *store, const complaint_relation *relation,
                   const complaint_value *values, int64_t rowid,
                   complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int changed;
    int code;
    int status = complaint__sqlite_verb(
        store, relation, COMPLAINT__SQLITE_INSERT, &statement, error);

    if (status != COMPLAINT_OK)
        return status;
    code = bind_row(statement, &store->bound[relation->position], values,
                    relation->column_count);
    if (code != SQLITE_OK)
        return complaint__sqlite_fail(store, error, code, relation->name);
    if (rowid >= 0)
        sqlite3_bind_int64(statement, (int)relation->column_count + 1, rowid);
    status = run(store, statement, relation, &changed, error);
    if (status == COMPLAINT_OK)
        complaint__sqlite_known_put(store, relation, values);
    return status;
}

int complaint__sqlite_insert(complaint_store *store,
                             const complaint_relation *relation,
                             const complaint_value *values,
                             complaint_error **error)
{
    int64_t place = 0;
    int64_t row = 0;
    bool added;
    int status;

    store = complaint__sqlite_at(store);
    if (!complaint__sqlite_has_place(relation))
        return put_row(store, relation, values, -1, error);
    if (sqlite3_get_autocommit(store->db) != 0)
        return complaint__sqlite_gone(store, error);
    if (complaint__sqlite_is_entry(relation, 1) &&
        !complaint__sqlite_entry_fits(values[1].integer))
        return complaint_store_fail(store->context, error, COMPLAINT_LIMIT,
                                    "entry", 0,
                                    "an entry of this number cannot be stored");
    status = make_place(store, relation, values, &place, &added, error);
    row = place;
    if (status == COMPLAINT_OK && complaint__sqlite_kind(relation) != 0)
        status = take_row(store, relation, values, place, &row, error);
    if (status == COMPLAINT_OK)
        status = put_row(store, relation, values, row, error);
    /* EXISTS leaves the transaction as it was. */
    if (status == COMPLAINT_EXISTS && added) {
        int ignored = leave_place(store, values, NULL);
        (void)ignored;
    }
    return status;
}

static complaint__sqlite_change *kept_update(complaint_store *store,
                                             const complaint_relation *relation,
                                             unsigned changed)
{
    complaint__sqlite_change *best = &store->updates[0];

    for (size_t i = 0; i < COMPLAINT__SQLITE_UPDATES; i++) {
        complaint__sqlite_change *at = &store->updates[i];
        if (at->statement != NULL && at->relation == relation &&
            at->changed == changed) {
            at->used = ++store->uses;
            return at;
        }
        if (at->used < best->used)
            best = at;
    }
    sqlite3_finalize(best->statement);
    *best =
        (complaint__sqlite_change){relation, changed, NULL, ++store->uses, 0};
    return best;
}

static bool is_same(sqlite3_stmt *statement, int at,
                    const complaint_value *value)
{
    int type = sqlite3_column_type(statement, at);

    if (type == SQLITE_NULL || value->type == COMPLAINT_VALUE_NULL)
        return type == SQLITE_NULL && value->type == COMPLAINT_VALUE_NULL;
    if (type == SQLITE_INTEGER)
        return value->type == COMPLAINT_VALUE_INTEGER &&
               sqlite3_column_int64(statement, at) == value->integer;
    return value->type != COMPLAINT_VALUE_INTEGER &&
           (size_t)sqlite3_column_bytes(statement, at) == value->size &&
           (value->size == 0 || memcmp(sqlite3_column_blob(statement, at),
                                       value->bytes, value->size) == 0);
}

/* The statement of an update or an erasure finds its row by what comes after
 * the columns: a place, a row, or the bounds of the sheets to look at.
 * NOT_FOUND where the case has no place. */
static int bind_spot(complaint_store *store, sqlite3_stmt *statement,
                     const complaint_relation *relation,
                     const complaint_value *key, complaint_error **error)
{
    int at = (int)relation->column_count + 1;
    int64_t place = 0;
    int64_t first;
    int status = find_place(store, key, &place, error);

    if (status != COMPLAINT_OK)
        return status;
    if (place == 0 || (complaint__sqlite_is_entry(relation, 1) &&
                       !complaint__sqlite_entry_fits(key[1].integer)))
        return complaint__sqlite_not_found(store, relation, error);
    first = complaint__sqlite_first_row(place, relation);
    if (complaint__sqlite_kind(relation) == 0) {
        sqlite3_bind_int64(statement, at, place);
    } else if (complaint__sqlite_is_entry(relation, 1)) {
        sqlite3_bind_int64(statement, at, first + key[1].integer);
    } else {
        sqlite3_bind_int64(statement, at, first);
        sqlite3_bind_int64(statement, at + 1,
                           complaint__sqlite_end_row(place, relation));
    }
    return COMPLAINT_OK;
}

/* The row as it stands: NOT_FOUND, CONFLICT, and which indexed columns are to
 * change. */
static int look(complaint_store *store, const complaint_relation *relation,
                const complaint_value *values, int64_t expected,
                unsigned *changed, complaint_error **error)
{
    unsigned char indexed[COMPLAINT__COLUMNS_MAX];
    size_t count = complaint__sqlite_indexed(relation, indexed);
    sqlite3_stmt *statement = NULL;
    int code;
    int status = complaint__sqlite_verb(store, relation, COMPLAINT__SQLITE_NOW,
                                        &statement, error);

    *changed = 0;
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_bind_all(store, statement, values,
                                            relation->key_count, relation->name,
                                            error);
    if (status != COMPLAINT_OK)
        return status;
    code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
        status = complaint__sqlite_not_found(store, relation, error);
    } else if (code != SQLITE_ROW) {
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), relation->name);
    } else if (relation->revision >= 0 && expected >= 0 &&
               sqlite3_column_int64(statement, 0) != expected) {
        status = complaint_store_fail(store->context, error, COMPLAINT_CONFLICT,
                                      relation->name, 0,
                                      "the row was changed meanwhile");
    } else {
        for (size_t i = 0; i < count; i++)
            if (!is_same(statement, (int)i + 1, &values[indexed[i]]))
                *changed |= 1u << i;
        if (relation == &complaint__relation_case)
            keep_near(store, values,
                      sqlite3_column_int64(statement, (int)count + 1));
    }
    sqlite3_reset(statement);
    return status;
}

/* A column that stays as it is has no parameter. */
static int bind_change(complaint_store *store, complaint__sqlite_change *change,
                       const complaint_value *values, complaint_error **error)
{
    const complaint_relation *relation = change->relation;
    sqlite3_stmt *statement = change->statement;
    size_t count = (size_t)sqlite3_bind_parameter_count(statement);
    int code;

    if (count > relation->column_count)
        count = relation->column_count;
    code = bind_row(statement, &change->bound, values, count);
    if (code != SQLITE_OK)
        return complaint__sqlite_fail(store, error, code, relation->name);
    return complaint__sqlite_has_place(relation)
               ? bind_spot(store, statement, relation, values, error)
               : COMPLAINT_OK;
}

int complaint__sqlite_update(complaint_store *store,
                             const complaint_relation *relation,
                             const complaint_value *values, int64_t expected,
                             complaint_error **error)
{
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    complaint__sqlite_change *kept;
    unsigned changed = 0;
    int met = 0;
    int status = COMPLAINT_OK;

    store = complaint__sqlite_at(store);
    if (sqlite3_get_autocommit(store->db) != 0)
        return complaint__sqlite_gone(store, error);
    if (relation->index_count > 0 || relation->revision >= 0)
        status = look(store, relation, values, expected, &changed, error);
    if (status != COMPLAINT_OK)
        return status;
    kept = kept_update(store, relation, changed);
    if (kept->statement == NULL) {
        complaint__sqlite_update_text(&sql, relation, changed);
        status = sql.failed ? complaint__fail_memory(error)
                            : complaint__sqlite_prepare(
                                  store, sql.bytes, &kept->statement, error);
        complaint__buffer_free(&sql);
    }
    if (status == COMPLAINT_OK)
        status = bind_change(store, kept, values, error);
    if (status == COMPLAINT_OK)
        status = run(store, kept->statement, relation, &met, error);
    if (status == COMPLAINT_OK && met == 0)
        return complaint__sqlite_not_found(store, relation, error);
    if (status == COMPLAINT_OK)
        complaint__sqlite_known_put(store, relation, values);
    return status;
}

int complaint__sqlite_erase(complaint_store *store,
                            const complaint_relation *relation,
                            const complaint_value *key, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int changed = 0;
    int status;

    store = complaint__sqlite_at(store);
    status = complaint__sqlite_verb(store, relation, COMPLAINT__SQLITE_ERASE,
                                    &statement, error);
    if (status == COMPLAINT_OK)
        complaint__sqlite_known_put(store, relation, NULL);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_bind_all(
            store, statement, key, relation->key_count, relation->name, error);
    if (status == COMPLAINT_OK && complaint__sqlite_has_place(relation))
        status = bind_spot(store, statement, relation, key, error);
    if (status == COMPLAINT_OK)
        status = run(store, statement, relation, &changed, error);
    if (status == COMPLAINT_OK && changed == 0)
        status = complaint__sqlite_not_found(store, relation, error);
    if (status == COMPLAINT_OK && complaint__sqlite_has_place(relation))
        status = leave_place(store, key, error);
    return status;
}
