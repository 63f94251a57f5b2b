/* The naive program on raw libpq: a table of 27 columns with 8 secondary
 * indexes, a party row with an index, an event row with JSON and digest with an
 * index; BEGIN, three inserts and COMMIT in one pipeline, no number series. */
#ifdef COMPLAINT_POSTGRES

#include "bench/naive_postgres.h"

#include "bench/bench.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const schema[] = {
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

void naive_postgres_run(PGconn *db, const char *sql)
{
    PGresult *result = PQexec(db, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        bench_die(PQerrorMessage(db));
    PQclear(result);
}

void naive_postgres_prepare(PGconn *db, const char *name, const char *sql)
{
    PGresult *result = PQprepare(db, name, sql, 0, NULL);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        bench_die(PQerrorMessage(db));
    PQclear(result);
}

void naive_postgres_schema(PGconn *db)
{
    naive_postgres_run(db, "SET client_min_messages=warning");
    for (size_t i = 0; i < sizeof schema / sizeof schema[0]; i++)
        naive_postgres_run(db, schema[i]);
}

PGconn *naive_postgres_connect(const char *uri)
{
    PGconn *db = PQconnectdb(uri);

    if (PQstatus(db) != CONNECTION_OK)
        bench_die(PQerrorMessage(db));
    /* Not in the register's schema, which has the user's name. */
    naive_postgres_run(db, "SET search_path=public");
    return db;
}

void naive_postgres_pipeline(PGconn *db)
{
    if (PQenterPipelineMode(db) != 1)
        bench_die("no pipeline mode");
}

PGconn *naive_postgres_open(const char *uri, bool strict)
{
    PGconn *db = naive_postgres_connect(uri);

    naive_postgres_prepare(
        db, "begin", strict ? "BEGIN ISOLATION LEVEL SERIALIZABLE" : "BEGIN");
    naive_postgres_prepare(db, "commit", "COMMIT");
    naive_postgres_prepare(
        db, "complaint",
        "INSERT INTO complaint VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,"
        "$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27)");
    naive_postgres_prepare(db, "party",
                           "INSERT INTO party VALUES($1,$2,$3,$4,$5)");
    naive_postgres_prepare(db, "event",
                           "INSERT INTO event VALUES($1,$2,$3,$4,$5,$6,$7)");
    naive_postgres_pipeline(db);
    return db;
}

void naive_postgres_id(char id[37])
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

static void send_complaint(PGconn *db, const char *id, int n)
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

static void send_event(PGconn *db, const char *id, int n)
{
    unsigned char digest[32];
    unsigned int size = 0;
    char other[37], payload[1024], hex[67] = "\\x", at[32];
    const char *const values[7] = {other,     id,      "created", at,
                                   "clerk-1", payload, hex};
    int length;

    naive_postgres_id(other);
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

static long long integer_of(const PGresult *result)
{
    const unsigned char *bytes =
        (const unsigned char *)PQgetvalue(result, 0, 0);
    long long value = 0;

    for (int i = 0; i < 8; i++)
        value = value * 256 + bytes[i];
    return value;
}

bool naive_postgres_settle(PGconn *db, long long *number)
{
    bool again = false;

    if (PQpipelineSync(db) != 1)
        bench_die(PQerrorMessage(db));
    for (bool more = true; more;) {
        PGresult *result = PQgetResult(db);
        const char *state;
        switch (PQresultStatus(result)) {
        case PGRES_PIPELINE_SYNC:
            more = false;
            break;
        case PGRES_COMMAND_OK:
        case PGRES_PIPELINE_ABORTED:
            break;
        case PGRES_TUPLES_OK:
            if (number != NULL)
                *number = integer_of(result);
            break;
        default:
            /* No result stands between those of two statements. */
            state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
            if (PQstatus(db) != CONNECTION_OK ||
                (result != NULL &&
                 (state == NULL || strcmp(state, "40001") != 0)))
                bench_die(PQerrorMessage(db));
            again = again || result != NULL;
        }
        PQclear(result);
    }
    return !again;
}

/* Ends a transaction that failed, where there is one. */
static void undo(PGconn *db)
{
    if (PQsendQueryParams(db, "ROLLBACK", 0, NULL, NULL, NULL, NULL, 0) != 1)
        bench_die(PQerrorMessage(db));
    (void)naive_postgres_settle(db, NULL);
}

void naive_postgres_file(PGconn *db, int n)
{
    char id[37], other[37];
    const char *const party[5] = {other, id, "complainant", "customer",
                                  "12345678"};
    bool done = false;

    naive_postgres_id(id);
    naive_postgres_id(other);
    while (!done) {
        send(db, "begin", 0, NULL);
        send_complaint(db, id, n);
        send(db, "party", 5, party);
        send_event(db, id, n);
        send(db, "commit", 0, NULL);
        done = naive_postgres_settle(db, NULL);
        if (!done)
            undo(db);
    }
}

#endif
