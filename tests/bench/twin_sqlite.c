/* The rows of a register, written by SQLite alone: what one file has beyond
 * another, complaint by complaint, in prepared statements whose values were
 * read before. Nothing is decided, read or computed meanwhile, so no program
 * that keeps these rows in this layout commits them faster through SQLite. */
#include "bench/twin_sqlite.h"

#include "bench/bench.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The tables that a filing and an acknowledgement change. Their rows follow
 * one another by the place of their case: column `at`, or its upper part. */
typedef struct table {
    const char *name;
    const char *key;
    int at;
    int shift;
} table;

static const table tables[] = {{"place", "case_id", 1, 0},
                               {"case", "place", 0, 0},
                               {"sheet", "row", 0, 20}};

enum { TABLES = 3, COLUMNS_MAX = 64 };

struct twin_sqlite_row {
    int64_t place;
    sqlite3_stmt *statement;
    sqlite3_value *values[COLUMNS_MAX];
    int count;
};

static void must(sqlite3 *db, int good)
{
    if (!good)
        bench_die(sqlite3_errmsg(db));
}

static void run(sqlite3 *db, const char *sql)
{
    must(db, sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    must(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                &statement, NULL) == SQLITE_OK);
    return statement;
}

/* The library's own file system for SQLite, which writes a commit at once: its
 * advantage is the twin's too. It is there while a register is open. */
static const char *file_system(void)
{
    for (sqlite3_vfs *at = sqlite3_vfs_find(NULL); at != NULL; at = at->pNext) {
        if (strncmp(at->zName, "complaint-", 10) == 0)
            return at->zName;
    }
    return NULL;
}

void twin_sqlite_copy(const char *from, const char *path)
{
    sqlite3 *source = NULL, *target = NULL;
    sqlite3_backup *backup;

    must(source, sqlite3_open(from, &source) == SQLITE_OK);
    must(target, sqlite3_open(path, &target) == SQLITE_OK);
    backup = sqlite3_backup_init(target, "main", source, "main");
    must(target, backup != NULL);
    must(target, sqlite3_backup_step(backup, -1) == SQLITE_DONE);
    must(target, sqlite3_backup_finish(backup) == SQLITE_OK);
    sqlite3_close(target);
    sqlite3_close(source);
}

/* ---- what is to be written ---- */

static sqlite3_stmt *statement_of(twin_sqlite *self, const char *sql)
{
    for (size_t i = 0; i < self->shape_count; i++) {
        if (strcmp(self->shapes[i], sql) == 0)
            return self->statements[i];
    }
    self->shapes =
        realloc(self->shapes, (self->shape_count + 1) * sizeof *self->shapes);
    self->statements = realloc(self->statements, (self->shape_count + 1) *
                                                     sizeof *self->statements);
    if (self->shapes == NULL || self->statements == NULL)
        bench_die("out of memory");
    self->shapes[self->shape_count] = strdup(sql);
    self->statements[self->shape_count] = prepare(self->db, sql);
    return self->statements[self->shape_count++];
}

static twin_sqlite_row *add_row(twin_sqlite *self, int64_t place)
{
    if (self->count == self->room) {
        self->room = 2 * self->room + 64;
        self->rows = realloc(self->rows, self->room * sizeof *self->rows);
        if (self->rows == NULL)
            bench_die("out of memory");
    }
    self->rows[self->count] = (twin_sqlite_row){.place = place};
    return &self->rows[self->count++];
}

static void add_value(twin_sqlite_row *row, sqlite3_value *value)
{
    row->values[row->count++] = sqlite3_value_dup(value);
}

static int same(sqlite3_value *a, sqlite3_value *b)
{
    int size = sqlite3_value_bytes(a);

    if (sqlite3_value_type(a) != sqlite3_value_type(b))
        return 0;
    if (sqlite3_value_type(a) == SQLITE_INTEGER)
        return sqlite3_value_int64(a) == sqlite3_value_int64(b);
    return size == sqlite3_value_bytes(b) &&
           (size == 0 || memcmp(sqlite3_value_blob(a), sqlite3_value_blob(b),
                                (size_t)size) == 0);
}

/* `from` has the old values after the new ones, from column `count` on. */
static void add_change(twin_sqlite *self, const table *t, sqlite3_stmt *from,
                       int64_t place, int count)
{
    sqlite3_value *changed[COLUMNS_MAX];
    char sql[4096] = "";
    int changes = 0, size;
    twin_sqlite_row *row;

    size = snprintf(sql, sizeof sql, "UPDATE \"%s\" SET ", t->name);
    for (int i = 0; i < count; i++) {
        sqlite3_value *now = sqlite3_column_value(from, i);

        if (same(now, sqlite3_column_value(from, count + i)))
            continue;
        size += snprintf(sql + size, sizeof sql - (size_t)size, "%s\"%s\"=?",
                         changes == 0 ? "" : ",", sqlite3_column_name(from, i));
        changed[changes++] = now;
    }
    if (changes == 0)
        return;
    snprintf(sql + size, sizeof sql - (size_t)size, " WHERE \"%s\"=?", t->key);
    row = add_row(self, place);
    row->statement = statement_of(self, sql);
    for (int i = 0; i < changes; i++)
        add_value(row, changed[i]);
    add_value(row, sqlite3_column_value(from, 0));
}

static void add_new(twin_sqlite *self, const table *t, sqlite3_stmt *from,
                    int64_t place, int count)
{
    char sql[4096];
    twin_sqlite_row *row = add_row(self, place);
    int size =
        snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES(?", t->name);

    for (int i = 0; i < count; i++) {
        if (i > 0)
            size += snprintf(sql + size, sizeof sql - (size_t)size, ",?");
        add_value(row, sqlite3_column_value(from, i));
    }
    snprintf(sql + size, sizeof sql - (size_t)size, ")");
    row->statement = statement_of(self, sql);
}

static void compare(twin_sqlite *self, const table *t)
{
    sqlite3_stmt *from;
    char sql[400];
    int count;

    /* A row that is not there before is null, its key too. */
    snprintf(sql, sizeof sql,
             "SELECT n.*, o.* FROM after.\"%s\" n LEFT JOIN main.\"%s\" o "
             "ON o.\"%s\"=n.\"%s\" ORDER BY %d",
             t->name, t->name, t->key, t->key, t->at + 1);
    from = prepare(self->db, sql);
    count = sqlite3_column_count(from) / 2;
    while (sqlite3_step(from) == SQLITE_ROW) {
        int64_t place = sqlite3_column_int64(from, t->at) >> t->shift;

        if (sqlite3_column_type(from, count) == SQLITE_NULL)
            add_new(self, t, from, place, count);
        else
            add_change(self, t, from, place, count);
    }
    sqlite3_finalize(from);
}

static int by_place(const void *a, const void *b)
{
    const twin_sqlite_row *x = a, *y = b;

    return x->place < y->place ? -1 : x->place > y->place;
}

/* A complaint filed takes a number: the counter is written each time. */
static void count_numbers(twin_sqlite *self)
{
    static const char sql[] = "UPDATE series SET number=number+1";
    sqlite3_stmt *asked = prepare(
        self->db, "SELECT (SELECT coalesce(max(number),0) FROM after.series)>"
                  "(SELECT coalesce(max(number),0) FROM main.series)");
    size_t rows = self->count;
    int64_t place = 0;
    int filed;

    must(self->db, sqlite3_step(asked) == SQLITE_ROW);
    filed = sqlite3_column_int(asked, 0);
    sqlite3_finalize(asked);
    if (!filed)
        return;
    run(self->db, "INSERT OR IGNORE INTO main.series SELECT name,0 FROM "
                  "after.series");
    for (size_t i = 0; i < rows; i++) {
        if (self->rows[i].place == place)
            continue;
        place = self->rows[i].place;
        add_row(self, place)->statement = statement_of(self, sql);
    }
}

void twin_sqlite_open(twin_sqlite *self, const char *path, const char *before,
                      const char *after)
{
    char sql[700];

    memset(self, 0, sizeof *self);
    twin_sqlite_copy(before, path);
    must(self->db, sqlite3_open_v2(path, &self->db,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                                   file_system()) == SQLITE_OK);
    run(self->db, "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                  "PRAGMA cache_size=-16384;PRAGMA wal_autocheckpoint=2000");
    snprintf(sql, sizeof sql, "ATTACH '%s' AS after", after);
    run(self->db, sql);
    for (int i = 0; i < TABLES; i++)
        compare(self, &tables[i]);
    qsort(self->rows, self->count, sizeof *self->rows, by_place);
    count_numbers(self);
    qsort(self->rows, self->count, sizeof *self->rows, by_place);
    run(self->db, "DETACH after");
    self->begin = prepare(self->db, "BEGIN IMMEDIATE");
    self->commit = prepare(self->db, "COMMIT");
}

/* ---- writing it ---- */

static void step(twin_sqlite *self, sqlite3_stmt *statement)
{
    must(self->db, sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
}

size_t twin_sqlite_step(twin_sqlite *self)
{
    size_t first = self->next;

    if (first == self->count)
        bench_die("the twin has nothing left to write");
    step(self, self->begin);
    while (self->next < self->count &&
           self->rows[self->next].place == self->rows[first].place) {
        twin_sqlite_row *row = &self->rows[self->next++];

        for (int i = 0; i < row->count; i++)
            sqlite3_bind_value(row->statement, i + 1, row->values[i]);
        step(self, row->statement);
    }
    step(self, self->commit);
    return self->next - first;
}

int twin_sqlite_equals(twin_sqlite *self, const char *after)
{
    char sql[700];
    int equal = 1;

    snprintf(sql, sizeof sql, "ATTACH '%s' AS after", after);
    run(self->db, sql);
    for (int i = 0; equal && i <= TABLES; i++) {
        const char *name = i < TABLES ? tables[i].name : "series";
        sqlite3_stmt *asked;

        snprintf(sql, sizeof sql,
                 "SELECT (SELECT count(*) FROM main.\"%s\")="
                 "(SELECT count(*) FROM after.\"%s\") AND NOT EXISTS("
                 "SELECT * FROM main.\"%s\" EXCEPT SELECT * FROM after.\"%s\")",
                 name, name, name, name);
        asked = prepare(self->db, sql);
        must(self->db, sqlite3_step(asked) == SQLITE_ROW);
        equal = sqlite3_column_int(asked, 0);
        sqlite3_finalize(asked);
    }
    run(self->db, "DETACH after");
    return equal;
}

void twin_sqlite_close(twin_sqlite *self)
{
    sqlite3_finalize(self->begin);
    sqlite3_finalize(self->commit);
    for (size_t i = 0; i < self->shape_count; i++) {
        sqlite3_finalize(self->statements[i]);
        free(self->shapes[i]);
    }
    for (size_t i = 0; i < self->count; i++) {
        for (int k = 0; k < self->rows[i].count; k++)
            sqlite3_value_free(self->rows[i].values[k]);
    }
    sqlite3_close(self->db);
    free(self->rows);
    free(self->shapes);
    free(self->statements);
}
