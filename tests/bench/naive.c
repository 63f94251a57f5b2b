/* The raw sqlite3 program that figures are compared with: a table of 27
 * columns with 8 secondary indexes, a party row and an event row with JSON and
 * digest, each with an index. What a programmer writes at first. */
#include "bench/naive.h"

#include "bench/bench.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

static void run_sql(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        bench_die(sqlite3_errmsg(db));
}

static const char naive_schema[] =
    "CREATE TABLE complaint(id TEXT PRIMARY KEY, number TEXT, title TEXT,"
    " description TEXT, channel TEXT, category TEXT, subcategory TEXT,"
    " severity TEXT, urgency TEXT, state TEXT, department TEXT, owner TEXT,"
    " product TEXT, batch TEXT, customer TEXT, demand TEXT, language TEXT,"
    " location TEXT, cause TEXT, outcome TEXT, amount INTEGER, received"
    " INTEGER, acknowledged INTEGER, due INTEGER, responded INTEGER, closed"
    " INTEGER, revision INTEGER);"
    "CREATE UNIQUE INDEX c1 ON complaint(number);"
    "CREATE INDEX c2 ON complaint(state);"
    "CREATE INDEX c3 ON complaint(received);"
    "CREATE INDEX c4 ON complaint(department);"
    "CREATE INDEX c5 ON complaint(category);"
    "CREATE INDEX c6 ON complaint(product);"
    "CREATE INDEX c7 ON complaint(customer);"
    "CREATE INDEX c8 ON complaint(due);"
    "CREATE TABLE party(id TEXT PRIMARY KEY, complaint TEXT, role TEXT, name"
    " TEXT, phone TEXT);"
    "CREATE INDEX p1 ON party(complaint);"
    "CREATE TABLE event(id TEXT PRIMARY KEY, complaint TEXT, kind TEXT, at"
    " INTEGER, actor TEXT, payload TEXT, digest BLOB);"
    "CREATE INDEX e1 ON event(complaint);";

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        bench_die(sqlite3_errmsg(db));
    return statement;
}

static void step(naive *self, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        bench_die(sqlite3_errmsg(self->db));
    sqlite3_reset(statement);
}

static void text(sqlite3_stmt *statement, int at, const char *value)
{
    sqlite3_bind_text(statement, at, value, -1, SQLITE_TRANSIENT);
}

void naive_open(naive *self, const char *path)
{
    memset(self, 0, sizeof *self);
    if (sqlite3_open(path, &self->db) != SQLITE_OK)
        bench_die("cannot open the naive database");
    run_sql(self->db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
    if (sqlite3_table_column_metadata(self->db, NULL, "complaint", NULL, NULL,
                                      NULL, NULL, NULL, NULL) != SQLITE_OK)
        run_sql(self->db, naive_schema);
    self->begin = prepare(self->db, "BEGIN IMMEDIATE");
    self->commit = prepare(self->db, "COMMIT");
    self->complaint = prepare(
        self->db, "INSERT INTO complaint VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
                  "?,?,?,?,?,?,?,?,?,?,?,?)");
    self->party = prepare(self->db, "INSERT INTO party VALUES(?,?,?,?,?)");
    self->event = prepare(self->db, "INSERT INTO event VALUES(?,?,?,?,?,?,?)");
    self->move = prepare(self->db, "UPDATE complaint SET state=?,acknowledged=?"
                                   ",due=?,revision=revision+1 WHERE id=?");
    self->get = prepare(self->db, "SELECT * FROM complaint WHERE id=?");
    self->by_number =
        prepare(self->db, "SELECT id FROM complaint WHERE number=?");
}

/* Random version 4 ids, as a program without much thought makes them. */
static void naive_id(char id[37])
{
    unsigned char b[16];

    sqlite3_randomness(16, b);
    snprintf(id, 37,
             "%02x%02x%02x%02x-%02x%02x-4%01x%02x-8%01x%02x-%02x%02x%02x%02x"
             "%02x%02x",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6] & 15, b[7], b[8] & 15,
             b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

static void naive_complaint(naive *self, const char *id, int n)
{
    static const char *const fixed[] = {"phone", "quality", "leak",
                                        "major", "normal",  "received"};
    sqlite3_stmt *s = self->complaint;
    char number[32], value[32];

    snprintf(number, sizeof number, "2026-%07d", n);
    text(s, 1, id);
    text(s, 2, number);
    text(s, 3, bench_title);
    text(s, 4, bench_description);
    for (int i = 0; i < 6; i++)
        text(s, 5 + i, fixed[i]);
    snprintf(value, sizeof value, "store-%d", n * 7 % 40);
    text(s, 11, value);
    text(s, 12, "clerk-1");
    snprintf(value, sizeof value, "kettle-%d", n * 13 % 200);
    text(s, 13, value);
    text(s, 14, "2026-10-A");
    snprintf(value, sizeof value, "customer-%d", n * 7919 % 100000);
    text(s, 15, value);
    for (int i = 16; i <= 20; i++)
        text(s, i, "replacement");
    sqlite3_bind_int64(s, 21, 12900);
    for (int i = 22; i <= 24; i++)
        sqlite3_bind_int64(s, i, 1700000000000000LL + n * 1000000LL);
    sqlite3_bind_null(s, 25);
    sqlite3_bind_null(s, 26);
    sqlite3_bind_int(s, 27, 1);
    step(self, s);
}

static void naive_event(naive *self, const char *id, const char *kind,
                        const char *payload, size_t length, int n)
{
    unsigned int size = 0;
    char other[37];

    if (EVP_Digest(payload, length, self->previous, &size, EVP_sha256(),
                   NULL) != 1)
        bench_die("digest");
    naive_id(other);
    text(self->event, 1, other);
    text(self->event, 2, id);
    text(self->event, 3, kind);
    sqlite3_bind_int64(self->event, 4, 1700000000000000LL + n);
    text(self->event, 5, "clerk-1");
    text(self->event, 6, payload);
    sqlite3_bind_blob(self->event, 7, self->previous, 32, SQLITE_TRANSIENT);
    step(self, self->event);
}

void naive_file(naive *self, int n)
{
    char id[37], other[37], payload[1024];
    int length;

    naive_id(id);
    naive_complaint(self, id, n);
    naive_id(other);
    text(self->party, 1, other);
    text(self->party, 2, id);
    text(self->party, 3, "complainant");
    text(self->party, 4, "customer");
    text(self->party, 5, "12345678");
    step(self, self->party);
    length = snprintf(payload, sizeof payload,
                      "{\"category\":\"quality\",\"channel\":\"phone\","
                      "\"description\":\"%s\",\"n\":%d,\"title\":\"%s\"}",
                      bench_description, n, bench_title);
    naive_event(self, id, "created", payload, (size_t)length, n);
}

void naive_begin(naive *self)
{
    step(self, self->begin);
}

void naive_commit(naive *self)
{
    step(self, self->commit);
}

void naive_find(naive *self, int n, char id[37])
{
    char number[32];

    snprintf(number, sizeof number, "2026-%07d", n);
    text(self->by_number, 1, number);
    if (sqlite3_step(self->by_number) != SQLITE_ROW)
        bench_die("no such number");
    snprintf(id, 37, "%s",
             (const char *)sqlite3_column_text(self->by_number, 0));
    sqlite3_reset(self->by_number);
}

void naive_move(naive *self, const char *id, int n)
{
    char payload[200];
    int length;

    text(self->move, 1, "acknowledged");
    sqlite3_bind_int64(self->move, 2, 1700000000000000LL + n);
    sqlite3_bind_int64(self->move, 3, 1800000000000000LL + n);
    text(self->move, 4, id);
    step(self, self->move);
    length = snprintf(payload, sizeof payload,
                      "{\"action\":\"acknowledge\",\"channel\":\"phone\","
                      "\"n\":%d}",
                      n);
    naive_event(self, id, "acknowledge", payload, (size_t)length, n);
}

/* All columns of the row that stands, as a program would take them. */
static size_t take(sqlite3_stmt *statement)
{
    size_t bytes = 0;

    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        if (sqlite3_column_type(statement, i) == SQLITE_INTEGER)
            bytes += (size_t)(sqlite3_column_int64(statement, i) & 7);
        else if (sqlite3_column_text(statement, i) != NULL)
            bytes += (size_t)sqlite3_column_bytes(statement, i);
    }
    return bytes;
}

size_t naive_get(naive *self, const char *id)
{
    size_t bytes;

    text(self->get, 1, id);
    if (sqlite3_step(self->get) != SQLITE_ROW)
        bench_die("no such complaint");
    bytes = take(self->get);
    sqlite3_reset(self->get);
    return bytes;
}

void naive_index_open(naive *self)
{
    run_sql(self->db, "CREATE INDEX IF NOT EXISTS open ON "
                      "complaint(department,due) WHERE closed IS NULL");
    self->page =
        prepare(self->db, "SELECT * FROM complaint INDEXED BY open WHERE "
                          "department=? AND closed IS NULL AND due<? ORDER BY "
                          "due LIMIT 50");
}

size_t naive_page(naive *self, const char *unit)
{
    size_t rows = 0;

    text(self->page, 1, unit);
    sqlite3_bind_int64(self->page, 2, INT64_MAX);
    while (sqlite3_step(self->page) == SQLITE_ROW)
        rows += take(self->page) > 0;
    sqlite3_reset(self->page);
    return rows;
}

void naive_close(naive *self)
{
    sqlite3_finalize(self->page);
    sqlite3_finalize(self->begin);
    sqlite3_finalize(self->commit);
    sqlite3_finalize(self->complaint);
    sqlite3_finalize(self->party);
    sqlite3_finalize(self->event);
    sqlite3_finalize(self->move);
    sqlite3_finalize(self->get);
    sqlite3_finalize(self->by_number);
    sqlite3_close(self->db);
}
