/* Rows of every table of a register's file changed, taken away, exchanged, cut
 * off, put in another order, added or set back, at random: each is detected
 * and located, or means nothing: nothing that the register says is different
 * then. COMPLAINT_LONG=1 does it more than ten thousand times. */
#include "register/damaged.h"
#include "support/file.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

static const char *const key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";

enum { FLIP, ERASE, SWAP, TRUNCATE, REORDER, SET_BACK, ADD, WAYS };
static const char *const ways[WAYS] = {
    "flip", "delete", "swap", "truncate", "reorder", "set back", "add"};

/* What has no meaning, and why. */
static const struct {
    const char *table;
    const char *column; /* NULL: rows */
    const char *why;
} meaningless[] = {
    {"setting", "value",
     "\"generation\" only tells open handles to read settings again"},
    {"setting", NULL, "the row \"generation\": the same"},
    {"setting", "name", "the row \"generation\": the same"},
    {"sheet", "v", "columns that a row of this kind does not use"},
    {"sheet", "row",
     "the place of a row among those of its case: rows are "
     "told apart by their keys"},
    {"sheet", NULL, "the same"},
    {"touched", "",
     "tells the file that searches keep beside the register what "
     "changed; that file can be deleted and is made anew"},
    {"touched", NULL, "the same"},
};

static uint64_t seed;

static uint64_t draw(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 11) % below;
}

/* ---- the register ---- */

static void add_rows(desk *d, complaint_case *one)
{
    static const char *const rows[][2] = {
        {"evidence", "{\"name\":\"photo\",\"digest\":\"ab\",\"size\":7}"},
        {"task", "{\"title\":\"look\",\"unit\":\"quality\"}"},
        {"communication", "{\"kind\":\"reply\",\"text\":\"a reply\"}"},
        {"action", "{\"kind\":\"corrective\",\"title\":\"repair\"}"},
        {"remedy", "{\"kind\":\"refund\",\"description\":\"money back\"}"},
        {"return", "{\"number\":\"r-1\",\"quantity\":2}"},
        {"survey", "{\"result\":4,\"comment\":\"good\"}"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        complaint_facts *facts = desk_facts(d, rows[i][1]);

        desk_ok(complaint_case_put(one, d->clerk, rows[i][0], facts,
                                   COMPLAINT_TIME_NONE, NULL, &error));
        complaint_facts_free(facts);
    }
}

static void fill(desk *d, int cases)
{
    for (int i = 0; i < cases; i++) {
        complaint_finding *finding;
        complaint_case *one =
            desk_file(d, "{\"title\":\"t\",\"description\":\"a story\","
                         "\"category\":\"other\",\"unit\":\"quality\","
                         "\"parties\":[{\"name\":\"a name\"}]}");

        desk_perform(d, one, "register", "{}");
        if (i % 2 == 0) {
            desk_perform(d, one, "transfer", "{}");
            add_rows(d, one);
            desk_ok(complaint_finding_new(d->context, &finding, &error));
            desk_ok(complaint_finding_add_share(finding, "none", NULL, 10000,
                                                true, NULL, NULL, &error));
            desk_ok(complaint_case_attribute(one, d->clerk, finding,
                                             COMPLAINT_TIME_NONE, &error));
            complaint_finding_free(finding);
        }
        complaint_case_free(one);
    }
}

static void run(sqlite3 *db, const char *sql)
{
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(db));
}

/* The file as it is now, whole, beside the register. */
static void keep(const desk *d, const char *ending)
{
    sqlite3 *db;
    char sql[300];

    snprintf(sql, sizeof sql, "VACUUM INTO '%s%s'", d->path, ending);
    ck_assert_int_eq(sqlite3_open(d->path, &db), SQLITE_OK);
    run(db, sql);
    sqlite3_close(db);
}

/* ---- one tampering ---- */

typedef struct deed {
    int way;
    char table[64];
    char column[64]; /* "" for rows */
    char relation[64];
    char other[64]; /* relation of the row that it was exchanged with */
    char name[80];  /* key of a setting or what tells the row */
    bool done;      /* something is different now */
    bool refused;   /* SQLite's own constraints did not have it */
} deed;

typedef struct table {
    char name[64];
    char columns[64][64];
    bool key[64];
    int count;
    int64_t rows;
} table;

static table tables[40];
static int table_count;

static void look_at_tables(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *names;
    sqlite3_stmt *columns;
    char sql[200];

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(db,
                                        "SELECT name FROM sqlite_schema WHERE "
                                        "type = 'table' AND name NOT LIKE "
                                        "'sqlite_%'",
                                        -1, &names, NULL),
                     SQLITE_OK);
    table_count = 0;
    while (sqlite3_step(names) == SQLITE_ROW) {
        table *t = &tables[table_count];

        memset(t, 0, sizeof *t);
        snprintf(t->name, sizeof t->name, "%s", sqlite3_column_text(names, 0));
        snprintf(sql, sizeof sql,
                 "SELECT name, pk FROM pragma_table_info('%s')", t->name);
        ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &columns, NULL),
                         SQLITE_OK);
        while (sqlite3_step(columns) == SQLITE_ROW) {
            snprintf(t->columns[t->count], 64, "%s",
                     sqlite3_column_text(columns, 0));
            t->key[t->count++] = sqlite3_column_int(columns, 1) > 0;
        }
        sqlite3_finalize(columns);
        snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"", t->name);
        ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &columns, NULL),
                         SQLITE_OK);
        ck_assert_int_eq(sqlite3_step(columns), SQLITE_ROW);
        t->rows = sqlite3_column_int64(columns, 0);
        table_count += t->rows > 0;
        sqlite3_finalize(columns);
    }
    sqlite3_finalize(names);
    sqlite3_close(db);
}

/* Values of the n-th row; for sqlite3_value_free(). */
static void read_row(sqlite3 *db, const table *t, int64_t n,
                     sqlite3_value **values)
{
    sqlite3_stmt *row;
    char sql[200];

    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" LIMIT 1 OFFSET %lld",
             t->name, (long long)n);
    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(row), SQLITE_ROW);
    for (int i = 0; i < t->count; i++)
        values[i] = sqlite3_value_dup(sqlite3_column_value(row, i));
    sqlite3_finalize(row);
}

static void free_row(const table *t, sqlite3_value **values)
{
    for (int i = 0; i < t->count; i++)
        sqlite3_value_free(values[i]);
}

/* "DELETE ..." or "UPDATE ... SET column = ?1" of the row with these keys. */
static void change(sqlite3 *db, const table *t, const char *verb,
                   sqlite3_value **values, sqlite3_value *to, deed *what)
{
    sqlite3_stmt *statement;
    char sql[2000];
    size_t at = (size_t)snprintf(sql, sizeof sql, "%s WHERE 1", verb);
    int bound = 2;

    for (int i = 0; i < t->count; i++)
        if (t->key[i])
            at +=
                (size_t)snprintf(sql + at, sizeof sql - at,
                                 " AND \"%s\" IS ?%d", t->columns[i], bound++);
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) ==
                      SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(db));
    bound = 2;
    for (int i = 0; i < t->count; i++)
        if (t->key[i])
            sqlite3_bind_value(statement, bound++, values[i]);
    if (to != NULL)
        sqlite3_bind_value(statement, 1, to);
    if (sqlite3_step(statement) == SQLITE_DONE)
        what->done = what->done || sqlite3_changes(db) > 0;
    else
        what->refused = true;
    sqlite3_finalize(statement);
}

static void set_column(sqlite3 *db, const table *t, int column,
                       sqlite3_value **values, sqlite3_value *to, deed *what)
{
    char verb[300];

    snprintf(verb, sizeof verb, "UPDATE OR ROLLBACK \"%s\" SET \"%s\" = ?1",
             t->name, t->columns[column]);
    change(db, t, verb, values, to, what);
}

/* A value made by an expression of ?1. */
static sqlite3_value *make(sqlite3 *db, const char *expression,
                           sqlite3_value *from)
{
    sqlite3_stmt *statement;
    sqlite3_value *made;
    char sql[300];

    snprintf(sql, sizeof sql, "SELECT %s", expression);
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) ==
                      SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(db));
    if (from != NULL)
        sqlite3_bind_value(statement, 1, from);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    made = sqlite3_value_dup(sqlite3_column_value(statement, 0));
    sqlite3_finalize(statement);
    return made;
}

static sqlite3_value *flip(sqlite3 *db, sqlite3_value *from)
{
    unsigned char bytes[70000];
    char expression[64];
    int size;

    switch (sqlite3_value_type(from)) {
    case SQLITE_INTEGER:
        snprintf(expression, sizeof expression, "?1 + (%s1 << %d)",
                 draw(2) == 0 ? "" : "-", (int)draw(draw(2) == 0 ? 5 : 62));
        return make(db, expression, from);
    case SQLITE_NULL:
        return make(db, draw(2) == 0 ? "'x'" : "7", NULL);
    default:
        break;
    }
    size = sqlite3_value_bytes(from);
    if (size == 0 || draw(16) == 0)
        return make(db, draw(2) == 0 ? "NULL" : "?1 || 'x'", from);
    if (size > (int)sizeof bytes)
        return make(db, "replace(?1, 'a', 'b')", from);
    {
        sqlite3_stmt *statement;
        sqlite3_value *made;
        bool is_text = sqlite3_value_type(from) == SQLITE_TEXT;

        memcpy(bytes, sqlite3_value_blob(from), (size_t)size);
        bytes[draw((uint64_t)size)] ^= (unsigned char)(1 << draw(7));
        ck_assert_int_eq(
            sqlite3_prepare_v2(db, "SELECT ?1", -1, &statement, NULL),
            SQLITE_OK);
        if (is_text)
            sqlite3_bind_text(statement, 1, (const char *)bytes, size,
                              SQLITE_TRANSIENT);
        else
            sqlite3_bind_blob(statement, 1, bytes, size, SQLITE_TRANSIENT);
        ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
        made = sqlite3_value_dup(sqlite3_column_value(statement, 0));
        sqlite3_finalize(statement);
        return made;
    }
}

static bool same(sqlite3_value *a, sqlite3_value *b)
{
    int size = sqlite3_value_bytes(a);

    return sqlite3_value_type(a) == sqlite3_value_type(b) &&
           size == sqlite3_value_bytes(b) &&
           (size == 0 || memcmp(sqlite3_value_blob(a), sqlite3_value_blob(b),
                                (size_t)size) == 0);
}

/* ---- ways ---- */

static void tell_relation(const table *t, sqlite3_value **values, deed *what);

static void exchange(sqlite3 *db, const table *t, int column,
                     sqlite3_value **values, deed *what)
{
    sqlite3_value *other[64];
    sqlite3_value *aside = make(db, "-77", NULL);

    read_row(db, t, (int64_t)draw((uint64_t)t->rows), other);
    {
        deed partner;

        tell_relation(t, other, &partner);
        snprintf(what->other, sizeof what->other, "%s", partner.relation);
        if (strcmp(what->name, "generation") == 0)
            snprintf(what->name, sizeof what->name, "%s", partner.name);
    }
    if (!same(values[column], other[column])) {
        if (t->key[column]) {
            /* The keys change places: one waits aside meanwhile. */
            sqlite3_value *mine = values[column];

            run(db, "BEGIN");
            set_column(db, t, column, values, aside, what);
            if (!what->refused)
                set_column(db, t, column, other, mine, what);
            values[column] = aside;
            if (!what->refused)
                set_column(db, t, column, values, other[column], what);
            values[column] = mine;
            if (!what->refused)
                run(db, "COMMIT");
        } else {
            run(db, "BEGIN");
            set_column(db, t, column, values, other[column], what);
            if (!what->refused)
                set_column(db, t, column, other, values[column], what);
            if (!what->refused)
                run(db, "COMMIT");
        }
    }
    if (what->refused) {
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
        what->done = false;
    }
    sqlite3_value_free(aside);
    free_row(t, other);
}

static void set_back(sqlite3 *db, const table *t, sqlite3_value **values,
                     deed *what)
{
    char verb[400];

    for (int i = 0; i < t->count; i++) {
        char where[1500] = "";
        sqlite3_stmt *statement;
        size_t at = 0;
        int bound = 1;

        if (t->key[i])
            continue;
        for (int j = 0; j < t->count; j++)
            if (t->key[j])
                at += (size_t)snprintf(where + at, sizeof where - at,
                                       " AND \"%s\" IS ?%d", t->columns[j],
                                       bound++);
        snprintf(verb, sizeof verb, "SELECT \"%s\" FROM old.\"%s\" WHERE 1",
                 t->columns[i], t->name);
        {
            char sql[2000];

            snprintf(sql, sizeof sql, "%s%s", verb, where);
            ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
                             SQLITE_OK);
        }
        bound = 1;
        for (int j = 0; j < t->count; j++)
            if (t->key[j])
                sqlite3_bind_value(statement, bound++, values[j]);
        if (sqlite3_step(statement) == SQLITE_ROW) {
            sqlite3_value *old =
                sqlite3_value_dup(sqlite3_column_value(statement, 0));

            sqlite3_finalize(statement);
            if (!same(old, values[i]))
                set_column(db, t, i, values, old, what);
            sqlite3_value_free(old);
        } else {
            sqlite3_finalize(statement);
        }
    }
}

static void add_row(sqlite3 *db, const table *t, sqlite3_value **values,
                    deed *what)
{
    sqlite3_stmt *statement;
    char sql[3000];
    size_t at = (size_t)snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES(",
                                 t->name);
    bool changed = false;

    for (int i = 0; i < t->count; i++)
        at += (size_t)snprintf(sql + at, sizeof sql - at, "%s?%d",
                               i == 0 ? "" : ",", i + 1);
    snprintf(sql + at, sizeof sql - at, ")");
    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
                     SQLITE_OK);
    for (int i = t->count - 1; i >= 0; i--) {
        sqlite3_value *other = NULL;

        /* The last column of the key is another one. */
        if (t->key[i] && !changed) {
            other = flip(db, values[i]);
            changed = true;
        }
        sqlite3_bind_value(statement, i + 1, other == NULL ? values[i] : other);
        sqlite3_value_free(other);
    }
    if (sqlite3_step(statement) == SQLITE_DONE)
        what->done = true;
    else
        what->refused = true;
    sqlite3_finalize(statement);
}

/* Relation of a row of a table. */
static void tell_relation(const table *t, sqlite3_value **values, deed *what)
{
    static const char *const on_sheet[] = {"", "journal", "party", "assignment",
                                           "clock"};

    snprintf(what->relation, sizeof what->relation, "%s", t->name);
    if (strcmp(t->name, "sheet") == 0)
        snprintf(what->relation, sizeof what->relation, "%s",
                 on_sheet[sqlite3_value_int(values[1]) % 5]);
    if (strcmp(t->name, "place") == 0)
        snprintf(what->relation, sizeof what->relation, "case");
    snprintf(what->name, sizeof what->name, "%.79s",
             sqlite3_value_type(values[0]) == SQLITE_TEXT
                 ? (const char *)sqlite3_value_text(values[0])
                 : "");
}

static void tamper(const char *path, const char *old, deed *what)
{
    sqlite3_value *values[64];
    const table *t;
    int column;
    sqlite3 *db;
    char sql[300];

    memset(what, 0, sizeof *what);
    t = &tables[draw((uint64_t)table_count)];
    what->way = (int)draw(WAYS);
    snprintf(what->table, sizeof what->table, "%s", t->name);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    run(db, "PRAGMA synchronous=OFF");
    snprintf(sql, sizeof sql, "ATTACH '%s' AS old", old);
    run(db, sql);
    read_row(db, t, (int64_t)draw((uint64_t)t->rows), values);
    tell_relation(t, values, what);
    column = (int)draw((uint64_t)t->count);
    if (what->way == REORDER)
        while (!t->key[column])
            column = (column + 1) % t->count;
    if (what->way != ERASE && what->way != ADD && what->way != SET_BACK)
        snprintf(what->column, sizeof what->column, "%s", t->columns[column]);
    snprintf(sql, sizeof sql, "DELETE FROM \"%s\"", t->name);
    if (what->way == ERASE) {
        change(db, t, sql, values, NULL, what);
    } else if (what->way == SWAP || what->way == REORDER) {
        exchange(db, t, column, values, what);
    } else if (what->way == SET_BACK) {
        set_back(db, t, values, what);
        /* Most rows are as they were: look for one that is not. */
        for (int i = 0; i < 100 && !what->done; i++) {
            free_row(t, values);
            t = &tables[draw((uint64_t)table_count)];
            snprintf(what->table, sizeof what->table, "%s", t->name);
            read_row(db, t, (int64_t)draw((uint64_t)t->rows), values);
            tell_relation(t, values, what);
            set_back(db, t, values, what);
        }
    } else if (what->way == ADD) {
        add_row(db, t, values, what);
    } else {
        sqlite3_value *to =
            what->way == FLIP
                ? flip(db, values[column])
                : make(db,
                       sqlite3_value_type(values[column]) == SQLITE_INTEGER
                           ? "?1 / 2"
                           : "substr(?1, 1, length(?1) / 2)",
                       values[column]);

        if (!same(to, values[column]))
            set_column(db, t, column, values, to, what);
        sqlite3_value_free(to);
    }
    free_row(t, values);
    sqlite3_close(db);
}

/* ---- what the register says ---- */

/* All rows of all relations but the row "generation", as one digest-like
 * number; 0 when it cannot be read. */
static uint64_t all_rows(complaint_register *reg)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const char *name = complaint_relation_name(complaint_relation_at(i));
        complaint_cursor *cursor = NULL;
        const complaint_record *row = NULL;

        if (complaint_register_list_relation(reg, name, &cursor, NULL) !=
            COMPLAINT_OK)
            return 0;
        while (complaint_cursor_next(cursor, &row, NULL) == COMPLAINT_OK &&
               row != NULL) {
            complaint_facts *facts = NULL;
            char *json = NULL;
            const char *own = complaint_record_text(row, "name");

            if (strcmp(name, "setting") == 0 && own != NULL &&
                strcmp(own, "generation") == 0)
                continue;
            if (complaint_record_facts(row, &facts, NULL) != COMPLAINT_OK ||
                complaint_facts_write(facts, &json, NULL, NULL) != COMPLAINT_OK)
                return 0;
            for (const char *at = json; *at != '\0'; at++)
                h = (h ^ (unsigned char)*at) * UINT64_C(1099511628211);
            free(json);
            complaint_facts_free(facts);
        }
        complaint_cursor_free(cursor);
    }
    return h;
}

/* Is one of the problems about the relation, or the case, or does the store
 * name the table? */
static bool located(const deed *what, const complaint_facts *problems)
{
    for (size_t i = 0; i < complaint_facts_size(problems); i++) {
        const complaint_facts *one = complaint_facts_at(problems, i);

        if (strcmp(damaged_text(one, "relation"), what->relation) == 0 ||
            strcmp(damaged_text(one, "relation"), what->other) == 0 ||
            (strcmp(damaged_text(one, "relation"), "store") == 0 &&
             strstr(damaged_text(one, "what"), what->table) != NULL))
            return true;
        /* Rows that SQLite's layout puts at the place of another case. */
        if (strcmp(damaged_text(one, "relation"), "store") == 0 &&
            strcmp(damaged_text(one, "key"), "place") == 0 &&
            (strcmp(what->table, "sheet") == 0 ||
             strcmp(what->table, "place") == 0 ||
             strcmp(what->table, "case") == 0))
            return true;
        /* A row that is made one of another kind. */
        if (strcmp(what->table, "sheet") == 0 &&
            strcmp(what->column, "kind") == 0 &&
            strstr("journal party assignment clock",
                   damaged_text(one, "relation")) != NULL)
            return true;
        /* A case whose rows are all elsewhere. */
        if ((strcmp(what->table, "place") == 0 ||
             strcmp(what->relation, "case") == 0) &&
            damaged_text(one, "case_id")[0] != '\0')
            return true;
    }
    return false;
}

static bool may_be_meaningless(const deed *what)
{
    for (size_t i = 0; i < sizeof meaningless / sizeof meaningless[0]; i++) {
        const char *column = meaningless[i].column;

        if (strcmp(meaningless[i].table, what->table) != 0)
            continue;
        if (column == NULL ? what->column[0] == '\0'
                           : strncmp(column, what->column, strlen(column)) == 0)
            return strcmp(what->table, "setting") != 0 ||
                   strcmp(what->name, "generation") == 0;
    }
    return false;
}

typedef struct tally {
    int done;
    int detected;
    int located;
    int refused;
    int meaningless;
    int ways[WAYS];
} tally;

/* What chains, seals and the ledger say of themselves, without projections. */
static int64_t own_problems(const complaint_facts *result)
{
    const complaint_facts *problems = complaint_facts_get(result, "problems");
    int64_t count = 0;

    for (size_t i = 0; i < complaint_facts_size(problems); i++) {
        const complaint_facts *one = complaint_facts_at(problems, i);

        if (strstr("journal leaf seal ledger", damaged_text(one, "relation")) !=
                NULL &&
            strcmp(damaged_text(one, "what"), "the entry cannot be applied") !=
                0 &&
            strcmp(damaged_text(one, "what"), "the clocks cannot be run") != 0)
            count++;
    }
    return count;
}

static complaint_facts *only_chains(complaint_context *context)
{
    complaint_facts *options;

    desk_ok(complaint_facts_new(context, &options, &error));
    desk_ok(complaint_facts_set_boolean(options, "projections", false, &error));
    return options;
}

/* Without projections the same is found of chains, and nothing else. */
static void judge_chains(complaint_context *context, complaint_register *reg,
                         const deed *what, const complaint_facts *whole)
{
    complaint_facts *options;
    complaint_facts *result = NULL;
    complaint_error *error = NULL;
    int64_t problems = damaged_number(whole, "problem_count");
    int status;

    options = only_chains(context);
    status = complaint_register_verify_with(reg, options, &result, &error);
    ck_assert_msg(status == COMPLAINT_OK ||
                      (status == COMPLAINT_CORRUPT && problems > 0),
                  "%s of %s.%s: %d %s", ways[what->way], what->table,
                  what->column, status, complaint_error_message(error));
    ck_assert_msg(own_problems(result) == own_problems(whole),
                  "%s of %s.%s: chains alone tell %lld problems, not %lld",
                  ways[what->way], what->table, what->column,
                  (long long)own_problems(result),
                  (long long)own_problems(whole));
    complaint_error_free(error);
    complaint_facts_free(options);
    complaint_facts_free(result);
}

/* Of a file that was tampered with: 1 detected, 0 not, and what was found. */
static void judge(complaint_context *context, const char *path,
                  const deed *what, uint64_t before, tally *t)
{
    complaint_register *reg = NULL;
    complaint_facts *result = NULL;
    complaint_error *error = NULL;
    int status = damaged_open(context, path, &reg, &error);

    if (status != COMPLAINT_OK) {
        ck_assert_int_eq(status, COMPLAINT_CORRUPT);
        ck_assert_msg(strcmp(what->table, "setting") == 0,
                      "%s of %s: cannot be opened: %s", ways[what->way],
                      what->table, complaint_error_message(error));
        complaint_error_free(error);
        t->detected++;
        t->located++;
        return;
    }
    status = complaint_register_verify(reg, &result, &error);
    judge_chains(context, reg, what, result);
    if (status == COMPLAINT_CORRUPT) {
        t->detected++;
        ck_assert_msg(located(what, complaint_facts_get(result, "problems")),
                      "%s of %s.%s (%s) is not located: %s", ways[what->way],
                      what->table, what->column, what->relation,
                      complaint_error_message(error));
        t->located++;
    } else {
        ck_assert_msg(status == COMPLAINT_OK, "%s of %s.%s: %d %s",
                      ways[what->way], what->table, what->column, status,
                      complaint_error_message(error));
        ck_assert_msg(may_be_meaningless(what),
                      "%s of %s.%s (%s, %s) is not detected", ways[what->way],
                      what->table, what->column, what->relation, what->name);
        ck_assert_msg(all_rows(reg) == before,
                      "%s of %s.%s changes what the register says",
                      ways[what->way], what->table, what->column);
        t->meaningless++;
    }
    complaint_error_free(error);
    complaint_facts_free(result);
    complaint_register_free(reg);
}

/* Seals, settings and definitions older than an older copy, and newer. */
static void make_register(desk *d)
{
    desk_open(d, DESK_SQLITE);
    fill(d, 3);
    desk_ok(complaint_register_seal(d->reg, key, NULL, &error));
    desk_ok(
        complaint_register_set(d->reg, "number", "{year}-{series:4}", &error));
    keep(d, "-old");
    fill(d, 2);
    desk_ok(complaint_register_set(d->reg, "number", "{year}{month}-{series:6}",
                                   &error));
    desk_install(d, "procedure", "hotel");
    fill(d, 1);
    desk_ok(complaint_register_seal(d->reg, NULL, NULL, &error));
    fill(d, 1);
}

/* What an unharmed register says. */
static uint64_t look_at(complaint_context *context, const char *path)
{
    complaint_register *reg;
    uint64_t said;

    desk_ok(damaged_open(context, path, &reg, &error));
    desk_ok(complaint_register_verify(reg, NULL, &error));
    said = all_rows(reg);
    ck_assert_uint_ne(said, 0);
    complaint_register_free(reg);
    return said;
}

static void remove_files(const desk *d, size_t from)
{
    static const char *const endings[] = {
        "-base", "-old", "-work", "-work-wal", "-work-shm", "-work-journal"};

    for (size_t i = from; i < sizeof endings / sizeof endings[0]; i++) {
        char path[220];

        snprintf(path, sizeof path, "%s%s", d->path, endings[i]);
        unlink(path);
    }
}

START_TEST(every_tampering_is_detected_and_located_or_means_nothing)
{
    const char *is_long = getenv("COMPLAINT_LONG");
    const char *given = getenv("COMPLAINT_SEED");
    int wanted = is_long != NULL ? 10500 : 400;
    uint64_t first = given != NULL ? strtoull(given, NULL, 10) : 20240601;
    complaint_context *context;
    tally t = {0};
    uint64_t before;
    char base[200];
    char old[200];
    char work[200];
    desk d;

    make_register(&d);
    keep(&d, "-base");
    snprintf(base, sizeof base, "%s-base", d.path);
    snprintf(old, sizeof old, "%s-old", d.path);
    snprintf(work, sizeof work, "%s-work", d.path);
    look_at_tables(base);
    ck_assert_int_ge(table_count, 15);
    desk_ok(complaint_context_new(NULL, &context, &error));
    before = look_at(context, base);

    seed = first;
    while (t.done < wanted) {
        deed what;

        remove_files(&d, 3);
        support_copy_file(base, work);
        tamper(work, old, &what);
        t.refused += what.refused;
        if (!what.done)
            continue;
        t.done++;
        t.ways[what.way]++;
        judge(context, work, &what, before, &t);
    }
    printf("seed %llu: %d tamperings (", (unsigned long long)first, t.done);
    for (int i = 0; i < WAYS; i++)
        printf("%s%s %d", i == 0 ? "" : ", ", ways[i], t.ways[i]);
    printf("): %d detected, all of them located; %d mean nothing; %d more were "
           "refused by SQLite\n",
           t.detected, t.meaningless, t.refused);
    ck_assert_int_eq(t.detected, t.located);
    ck_assert_int_eq(t.detected + t.meaningless, t.done);
    complaint_context_free(context);
    remove_files(&d, 0);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tamper");
    TCase *tests = tcase_create("tamper");
    SRunner *runner;
    int failed;

    tcase_set_timeout(tests, 1200);
    tcase_add_test(tests,
                   every_tampering_is_detected_and_located_or_means_nothing);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
