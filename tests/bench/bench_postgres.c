/* What filing a complaint costs in PostgreSQL: several processes with the
 * library against as many with raw libpq, pipelined, in the naive schema, at
 * the same durability, in the same run on a private server. Prints a table.
 *
 *     bench_postgres [CONNECTIONS [CASES-EACH [ROUNDS]]]
 *
 * The naive program: one table of 27 columns with 8 secondary indexes, a party
 * row with an index, an event row with JSON and digest with an index; BEGIN,
 * three inserts and COMMIT in one pipeline, READ COMMITTED, no number series.
 * Rounds alternate, and the ratio is of the best rounds. The processor's time,
 * of the server's processes and of the clients, hardly depends on what else a
 * machine does. */
#include <stdio.h>

#ifdef COMPLAINT_POSTGRES

#include "bench/bench.h"
#include "bench/ours.h"
#include "support/server.h"

#include <libpq-fe.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- the naive program ---- */

static const char *const naive_schema[] = {
    "DROP TABLE IF EXISTS complaint, party, event",
    "CREATE TABLE complaint(id TEXT PRIMARY KEY, number TEXT, title TEXT,"
    " description TEXT, channel TEXT, category TEXT, subcategory TEXT,"
    " severity TEXT, urgency TEXT, state TEXT, department TEXT, owner TEXT,"
    " product TEXT, batch TEXT, customer TEXT, demand TEXT, language TEXT,"
    " location TEXT, cause TEXT, outcome TEXT, amount BIGINT, received BIGINT,"
    " acknowledged BIGINT, due BIGINT, responded BIGINT, closed BIGINT,"
    " revision BIGINT)",
    "CREATE UNIQUE INDEX c1 ON complaint(number)",
    "CREATE INDEX c2 ON complaint(state)",
    "CREATE INDEX c3 ON complaint(received)",
    "CREATE INDEX c4 ON complaint(department)",
    "CREATE INDEX c5 ON complaint(category)",
    "CREATE INDEX c6 ON complaint(product)",
    "CREATE INDEX c7 ON complaint(customer)",
    "CREATE INDEX c8 ON complaint(due)",
    "CREATE TABLE party(id TEXT PRIMARY KEY, complaint TEXT, role TEXT, name"
    " TEXT, phone TEXT)",
    "CREATE INDEX p1 ON party(complaint)",
    "CREATE TABLE event(id TEXT PRIMARY KEY, complaint TEXT, kind TEXT, at"
    " BIGINT, actor TEXT, payload TEXT, digest BYTEA)",
    "CREATE INDEX e1 ON event(complaint)"};

static void run(PGconn *db, const char *sql)
{
    PGresult *result = PQexec(db, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        bench_die(PQerrorMessage(db));
    PQclear(result);
}

static void prepare(PGconn *db, const char *name, const char *sql)
{
    PGresult *result = PQprepare(db, name, sql, 0, NULL);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        bench_die(PQerrorMessage(db));
    PQclear(result);
}

static PGconn *naive_open(const char *uri)
{
    PGconn *db = PQconnectdb(uri);

    if (PQstatus(db) != CONNECTION_OK)
        bench_die(PQerrorMessage(db));
    prepare(db, "begin", "BEGIN");
    prepare(db, "commit", "COMMIT");
    prepare(db, "complaint",
            "INSERT INTO complaint VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,"
            "$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27)");
    prepare(db, "party", "INSERT INTO party VALUES($1,$2,$3,$4,$5)");
    prepare(db, "event", "INSERT INTO event VALUES($1,$2,$3,$4,$5,$6,$7)");
    if (PQenterPipelineMode(db) != 1)
        bench_die("no pipeline mode");
    return db;
}

/* Random version 4 ids, as a program without much thought makes them. */
static void naive_id(char id[37])
{
    unsigned char b[16];

    if (RAND_bytes(b, 16) != 1)
        bench_die("no random numbers");
    snprintf(id, 37,
             "%02x%02x%02x%02x-%02x%02x-4%01x%02x-8%01x%02x-%02x%02x%02x%02x"
             "%02x%02x",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6] & 15, b[7], b[8] & 15,
             b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

static void send(PGconn *db, const char *name, int count,
                 const char *const *values)
{
    if (PQsendQueryPrepared(db, name, count, values, NULL, NULL, 0) != 1)
        bench_die(PQerrorMessage(db));
}

static void naive_complaint(PGconn *db, const char *id, int n)
{
    char number[32], unit[32], product[32], customer[32], time[32];
    const char *const values[27] = {id,
                                    number,
                                    bench_title,
                                    bench_description,
                                    "phone",
                                    "quality",
                                    "leak",
                                    "major",
                                    "normal",
                                    "received",
                                    unit,
                                    "clerk-1",
                                    product,
                                    "2026-10-A",
                                    customer,
                                    "replacement",
                                    "replacement",
                                    "replacement",
                                    "replacement",
                                    "replacement",
                                    "12900",
                                    time,
                                    time,
                                    time,
                                    NULL,
                                    NULL,
                                    "1"};

    snprintf(number, sizeof number, "2026-%07d", n);
    snprintf(unit, sizeof unit, "store-%d", n * 7 % 40);
    snprintf(product, sizeof product, "kettle-%d", n * 13 % 200);
    snprintf(customer, sizeof customer, "customer-%d",
             n % 1000 * 7919 % 100000);
    snprintf(time, sizeof time, "%lld", 1700000000000000LL + n * 1000000LL);
    send(db, "complaint", 27, values);
}

static void naive_event(PGconn *db, const char *id, int n)
{
    unsigned char digest[32];
    unsigned int size = 0;
    char other[37], payload[1024], hex[67] = "\\x", at[32];
    const char *const values[7] = {other,     id,      "created", at,
                                   "clerk-1", payload, hex};
    int length;

    naive_id(other);
    length = snprintf(payload, sizeof payload,
                      "{\"category\":\"quality\",\"channel\":\"phone\","
                      "\"description\":\"%s\",\"n\":%d,\"title\":\"%s\"}",
                      bench_description, n, bench_title);
    if (EVP_Digest(payload, (size_t)length, digest, &size, EVP_sha256(),
                   NULL) != 1)
        bench_die("digest");
    for (int i = 0; i < 32; i++)
        snprintf(hex + 2 + 2 * i, 3, "%02x", digest[i]);
    snprintf(at, sizeof at, "%lld", 1700000000000000LL + n);
    send(db, "event", 7, values);
}

static void naive_file(PGconn *db, int n)
{
    char id[37], other[37];
    const char *const party[5] = {other, id, "complainant", "customer",
                                  "12345678"};
    PGresult *result;
    bool more = true;

    naive_id(id);
    naive_id(other);
    send(db, "begin", 0, NULL);
    naive_complaint(db, id, n);
    send(db, "party", 5, party);
    naive_event(db, id, n);
    send(db, "commit", 0, NULL);
    if (PQpipelineSync(db) != 1)
        bench_die(PQerrorMessage(db));
    while (more) {
        result = PQgetResult(db);
        if (result == NULL)
            continue;
        more = PQresultStatus(result) != PGRES_PIPELINE_SYNC;
        if (more && PQresultStatus(result) != PGRES_COMMAND_OK)
            bench_die(PQerrorMessage(db));
        PQclear(result);
    }
}

/* ---- rounds ---- */

/* One process: says when it is ready, waits for the start, files. */
static void work(const char *uri, bool raw, int number, int cases, int ready,
                 int go)
{
    PGconn *db = NULL;
    char byte = 0;
    ours o;

    if (raw)
        db = naive_open(uri);
    else
        ours_open(&o, uri);
    if (write(ready, &byte, 1) != 1 || read(go, &byte, 1) != 1)
        bench_die("a pipe");
    for (int i = 0; i < cases; i++) {
        if (raw)
            naive_file(db, number * cases + i);
        else
            ours_file(&o, number * cases + i, COMPLAINT_TIME_NONE);
    }
    if (raw)
        PQfinish(db);
    else
        ours_close(&o);
    _exit(0);
}

/* Seconds of processor that the server's ended processes and ours took. */
static double processor(const server *s)
{
    struct rusage own;
    unsigned long user = 0, system = 0;
    char path[64];
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)s->process);
    file = fopen(path, "r");
    if (file == NULL ||
        fscanf(file,
               "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u "
               "%lu %lu",
               &user, &system) != 2)
        bench_die(path);
    fclose(file);
    getrusage(RUSAGE_CHILDREN, &own);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK) +
           (double)(own.ru_utime.tv_sec + own.ru_stime.tv_sec) +
           (double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec) * 1e-6;
}

/* Until the server has taken leave of its processes. */
static void settle_down(const char *uri)
{
    const struct timespec pause = {0, 100000000};
    PGconn *db = PQconnectdb(uri);

    PQfinish(db);
    nanosleep(&pause, NULL);
}

static double round_of(const char *uri, bool raw, int connections, int cases)
{
    int ready[2], go[2], result;
    double start;
    char byte = 0;

    fflush(stdout);
    if (pipe(ready) != 0 || pipe(go) != 0)
        bench_die("a pipe");
    for (int i = 0; i < connections; i++) {
        pid_t child = fork();
        if (child == 0)
            work(uri, raw, i, cases, ready[1], go[0]);
        if (child < 0)
            bench_die("fork");
    }
    for (int i = 0; i < connections; i++)
        if (read(ready[0], &byte, 1) != 1)
            bench_die("a pipe");
    start = seconds();
    for (int i = 0; i < connections; i++)
        if (write(go[1], &byte, 1) != 1)
            bench_die("a pipe");
    for (int i = 0; i < connections; i++)
        if (wait(&result) < 0 || result != 0)
            bench_die("a process failed");
    start = seconds() - start;
    close(ready[0]);
    close(ready[1]);
    close(go[0]);
    close(go[1]);
    return connections * cases / start;
}

static void prepare_naive(const char *uri)
{
    PGconn *db = PQconnectdb(uri);

    run(db, "SET client_min_messages=warning");
    for (size_t i = 0; i < sizeof naive_schema / sizeof naive_schema[0]; i++)
        run(db, naive_schema[i]);
    run(db, "CHECKPOINT");
    PQfinish(db);
}

static void prepare_ours(const char *uri, const char *plain)
{
    PGconn *db = PQconnectdb(plain);
    ours o;

    run(db, "SET client_min_messages=warning");
    run(db, "DROP SCHEMA IF EXISTS complaint CASCADE");
    run(db, "CHECKPOINT");
    PQfinish(db);
    ours_open(&o, uri);
    ours_close(&o);
}

int main(int argc, char **argv)
{
    int connections = argc > 1 ? atoi(argv[1]) : 8;
    int cases = argc > 2 ? atoi(argv[2]) : 1000;
    int rounds = argc > 3 ? atoi(argv[3]) : 3;
    static server s = {.durable = true};
    double raw = 0, own = 0, raw_time = 0, own_time = 0, rate, before;
    double all = (double)rounds * connections * cases;
    char uri[256];
    int skip = 1;

    if (!server_start(&s, &skip))
        return skip;
    server_uri(&s, "", uri, sizeof uri);
    for (int round = 0; round < rounds; round++) {
        prepare_naive(uri);
        before = processor(&s);
        rate = round_of(uri, true, connections, cases);
        settle_down(uri);
        raw_time += processor(&s) - before;
        raw = rate > raw ? rate : raw;
        prepare_ours(uri, uri);
        before = processor(&s);
        rate = round_of(uri, false, connections, cases);
        settle_down(uri);
        own_time += processor(&s) - before;
        own = rate > own ? rate : own;
    }
    server_stop(&s);
    printf("%d connections, one complaint a durable transaction\n",
           connections);
    printf("%-44s %10s %7s %13s %7s\n", "", "per second", "ratio",
           "processor us", "ratio");
    printf("%-44s %10.0f %7.2f %13.0f %7.2f\n",
           "raw libpq pipelined, 27 columns, 8 indexes", raw, 1.0,
           raw_time / all * 1e6, 1.0);
    printf("%-44s %10.0f %7.2f %13.0f %7.2f\n", "complaint_case_file", own,
           own / raw, own_time / all * 1e6, raw_time / own_time);
    return 0;
}

#else

int main(void)
{
    fprintf(stderr, "built without PostgreSQL\n");
    return 77;
}

#endif
