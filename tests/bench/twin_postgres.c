/* What the library's rows cost a program that does nothing but write them: the
 * rows of one complaint are read from a register and written again and again
 * under other ids, with the same promises: SERIALIZABLE, the row by which a
 * commit without answer is found, the setting that is relied on, numbers by
 * sixteen, an id that is new and a digest. The statement is the best that was
 * found (docs/decisions). The register is fit for nothing else afterwards. */
#ifdef COMPLAINT_POSTGRES

#include "bench/naive_postgres.h"

#include "bench/bench.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define VALUES_MAX 256
#define BLOCK 16

/* A value that differs from complaint to complaint. */
enum change { KEPT, ID, NUMBER, TIME, DIGEST, MARK };

struct twin {
    PGconn *db;
    char tenant[64], session[40], generation[32];
    char id[37], number[32];
    unsigned char digest[32], mark[8], times[VALUES_MAX][8];
    char payload[4096];
    size_t payload_size;
    long long commit, next, end;
    PGresult *samples[8];
    int sample_count;
    char sql[16384];
    size_t sql_size;
    int count;
    const char *values[VALUES_MAX];
    int sizes[VALUES_MAX], formats[VALUES_MAX];
    Oid types[VALUES_MAX];
    enum change changes[VALUES_MAX];
    long long bases[VALUES_MAX]; /* of times */
};

static void say(twin *self, const char *text)
{
    size_t size = strlen(text);

    if (self->sql_size + size >= sizeof self->sql)
        bench_die("a long statement");
    memcpy(self->sql + self->sql_size, text, size + 1);
    self->sql_size += size;
}

static void write_integer(unsigned char bytes[8], long long value)
{
    unsigned long long bits = (unsigned long long)value;

    for (int i = 7; i >= 0; i--, bits >>= 8)
        bytes[i] = (unsigned char)(bits & 0xff);
}

static long long read_integer(const char *bytes)
{
    unsigned long long bits = 0;

    for (int i = 0; i < 8; i++)
        bits = bits << 8 | (unsigned char)bytes[i];
    return (long long)bits;
}

static void add(twin *self, const char *value, int size, Oid type,
                enum change change)
{
    int at = self->count++;

    if (at == VALUES_MAX)
        bench_die("many columns");
    self->values[at] = value;
    self->sizes[at] = size;
    self->formats[at] = 1;
    self->types[at] = type;
    self->changes[at] = change;
}

static void add_text(twin *self, const char *text)
{
    add(self, text, (int)strlen(text), 25, KEPT);
}

/* ---- the statement ---- */

static bool is_named(const char *name, const char *a, const char *b)
{
    return strcmp(name, a) == 0 || strcmp(name, b) == 0;
}

static void add_column(twin *self, const PGresult *sample, int row, int column)
{
    const char *name = PQfname(sample, column);
    size_t length = strlen(name);
    Oid type = PQftype(sample, column);
    int at = self->count;

    if (PQgetisnull(sample, row, column)) {
        add(self, NULL, 0, type, KEPT);
        return;
    }
    add(self, PQgetvalue(sample, row, column), PQgetlength(sample, row, column),
        type, KEPT);
    if (strcmp(name, "case_id") == 0 ||
        (strcmp(name, "id") == 0 && sample == self->samples[0]))
        self->changes[at] = ID;
    else if (strcmp(name, "number") == 0)
        self->changes[at] = NUMBER;
    else if (is_named(name, "digest", "head"))
        self->changes[at] = DIGEST;
    else if (type == 20 && length > 3 && strcmp(name + length - 3, "_at") == 0)
        self->changes[at] = TIME;
    if (strcmp(name, "facts") == 0 && self->sizes[at] < 4096) {
        self->payload_size = (size_t)self->sizes[at];
        memcpy(self->payload, self->values[at], self->payload_size);
    }
    if (self->changes[at] == TIME)
        self->bases[at] = read_integer(self->values[at]);
}

static void say_insert(twin *self, const char *table, const PGresult *sample,
                       int row)
{
    char text[160];

    snprintf(text, sizeof text, ",%s%d AS(INSERT INTO complaint.\"%s\"(", "p",
             self->count, table);
    say(self, text);
    for (int i = 0; i < PQnfields(sample); i++) {
        snprintf(text, sizeof text, "%s\"%s\"", i > 0 ? "," : "",
                 PQfname(sample, i));
        say(self, text);
    }
    say(self, ")VALUES($1");
    for (int i = 1; i < PQnfields(sample); i++) {
        snprintf(text, sizeof text, ",$%d", self->count + 1);
        say(self, text);
        add_column(self, sample, row, i);
    }
    say(self, "))");
}

static PGresult *ask(twin *self, const char *sql)
{
    PGresult *result =
        PQexecParams(self->db, sql, 0, NULL, NULL, NULL, NULL, 1);

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        bench_die(PQerrorMessage(self->db));
    return result;
}

static void take_text(twin *self, const char *sql, char *text, size_t size)
{
    PGresult *result = ask(self, sql);

    if (PQntuples(result) != 1)
        bench_die("no pattern");
    snprintf(text, size, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
}

static void say_rows(twin *self)
{
    static const char *const tables[] = {"case", "journal", "party",
                                         "assignment", "clock"};
    char text[200];

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        PGresult *sample;
        snprintf(text, sizeof text,
                 "SELECT * FROM complaint.\"%s\" WHERE \"%s\"=(SELECT id FROM "
                 "complaint.\"case\" ORDER BY id LIMIT 1)",
                 tables[i], i == 0 ? "id" : "case_id");
        sample = self->samples[self->sample_count++] = ask(self, text);
        for (int row = 0; row < PQntuples(sample); row++)
            say_insert(self, tables[i], sample, row);
    }
}

static void say_statement(twin *self)
{
    add_text(self, self->tenant);
    add_text(self, self->session);
    add(self, (const char *)self->mark, 8, 20, MARK);
    add_text(self, self->generation);
    say(self, "WITH m AS(UPDATE complaint.\"commit\" SET \"number\"=$3 WHERE "
              "\"tenant\"=$1 AND \"session\"=$2 RETURNING 1)");
    say_rows(self);
    say(self, "SELECT 9223372036854775807+(1-coalesce((SELECT 1 FROM m),0)),"
              "9223372036854775807+(1-coalesce((SELECT 1 FROM complaint."
              "\"setting\" WHERE \"tenant\"=$1 AND \"name\"='generation' AND "
              "\"value\" IS NOT DISTINCT FROM $4),0))");
}

/* ---- the program ---- */

static void make_session(twin *self)
{
    char text[200];

    naive_postgres_id(self->session);
    snprintf(text, sizeof text,
             "INSERT INTO complaint.\"commit\" VALUES('%s','%s',0)",
             self->tenant, self->session);
    naive_postgres_run(self->db, text);
}

static void prepare_all(twin *self)
{
    PGresult *result =
        PQprepare(self->db, "rows", self->sql, self->count, self->types);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        bench_die(PQerrorMessage(self->db));
    PQclear(result);
    naive_postgres_prepare(self->db, "begin",
                           "BEGIN ISOLATION LEVEL SERIALIZABLE");
    naive_postgres_prepare(self->db, "commit", "COMMIT");
    naive_postgres_prepare(
        self->db, "numbers",
        "INSERT INTO complaint.series AS s VALUES('twin','twin',16)ON CONFLICT"
        "(\"tenant\",\"name\")DO UPDATE SET \"number\"=s.\"number\"+16 "
        "RETURNING \"number\"");
}

twin *twin_open(const char *uri)
{
    twin *self = calloc(1, sizeof *self);

    if (self == NULL)
        bench_die("memory");
    self->db = naive_postgres_connect(uri);
    naive_postgres_run(self->db, "SET enable_seqscan=off");
    naive_postgres_run(self->db, "SET enable_bitmapscan=off");
    naive_postgres_run(self->db, "SET plan_cache_mode=force_generic_plan");
    take_text(self, "SELECT tenant FROM complaint.\"case\" LIMIT 1",
              self->tenant, sizeof self->tenant);
    take_text(self,
              "SELECT value FROM complaint.setting WHERE name='generation'",
              self->generation, sizeof self->generation);
    make_session(self);
    say_statement(self);
    prepare_all(self);
    naive_postgres_pipeline(self->db);
    return self;
}

static void send(twin *self, const char *name, int count)
{
    if (PQsendQueryPrepared(self->db, name, count, self->values, self->sizes,
                            self->formats, 1) != 1)
        bench_die(PQerrorMessage(self->db));
}

static void undo(twin *self)
{
    if (PQsendQueryParams(self->db, "ROLLBACK", 0, NULL, NULL, NULL, NULL, 0) !=
        1)
        bench_die(PQerrorMessage(self->db));
    (void)naive_postgres_settle(self->db, NULL);
}

/* In a transaction of its own, so that others wait for it only briefly. */
static void take_number(twin *self)
{
    while (self->next == self->end) {
        send(self, "numbers", 0);
        if (naive_postgres_settle(self->db, &self->end)) {
            self->next = self->end - BLOCK;
            break;
        }
        self->end = self->next;
    }
    snprintf(self->number, sizeof self->number, "T-%08lld", ++self->next);
}

static void fill(twin *self, int n)
{
    unsigned int size = 0;

    write_integer(self->mark, ++self->commit);
    if (EVP_Digest(self->payload, self->payload_size, self->digest, &size,
                   EVP_sha256(), NULL) != 1)
        bench_die("digest");
    memcpy(self->digest, &n, sizeof n);
    for (int i = 0; i < self->count; i++) {
        if (self->changes[i] == ID) {
            self->values[i] = self->id;
        } else if (self->changes[i] == NUMBER) {
            self->values[i] = self->number;
            self->sizes[i] = (int)strlen(self->number);
        } else if (self->changes[i] == DIGEST) {
            self->values[i] = (const char *)self->digest;
        } else if (self->changes[i] == TIME) {
            write_integer(self->times[i], self->bases[i] + n * 300LL);
            self->values[i] = (const char *)self->times[i];
        }
    }
}

/* Ids begin with the time, as the library's do. */
static void take_id(twin *self)
{
    struct timespec now;
    unsigned long long at;
    char time[16];

    clock_gettime(CLOCK_REALTIME, &now);
    at = (unsigned long long)now.tv_sec * 1000 +
         (unsigned long long)now.tv_nsec / 1000000;
    snprintf(time, sizeof time, "%08x-%04x-7", (unsigned)(at >> 16),
             (unsigned)(at & 0xffff));
    naive_postgres_id(self->id);
    memcpy(self->id, time, 15);
}

void twin_file(twin *self, int n)
{
    bool done = false;

    take_number(self);
    take_id(self);
    while (!done) {
        fill(self, n);
        send(self, "begin", 0);
        send(self, "rows", self->count);
        send(self, "commit", 0);
        done = naive_postgres_settle(self->db, NULL);
        if (!done)
            undo(self);
    }
}

void twin_close(twin *self)
{
    for (int i = 0; i < self->sample_count; i++)
        PQclear(self->samples[i]);
    PQfinish(self->db);
    free(self);
}

#endif
