/* The PostgreSQL backend against the conformance kit: with a schema for every
 * case, and with every case a tenant among others in one schema. */
#include "conformance/place.h"

#include "storage/storage.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef COMPLAINT_POSTGRES

#include "support/between.h"

#include <libpq-fe.h>
#include <string.h>
#include <time.h>

typedef struct place {
    server server;
    PGconn *db;
    int number;
    between way;
    char uri[256];
} place;

static bool run(place *at, const char *sql)
{
    PGresult *result = PQexec(at->db, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    if (!good)
        fprintf(stderr, "%s: %s", sql, PQresultErrorMessage(result));
    PQclear(result);
    return good;
}

static bool connect_to(place *at)
{
    char uri[256];

    at->db = PQconnectdb(server_uri(&at->server, "", uri, sizeof uri));
    return PQstatus(at->db) == CONNECTION_OK &&
           run(at, "SET client_min_messages=warning");
}

/* What stands after the scheme. */
static const char *address(const place *at)
{
    return strchr(at->uri, ':') + 1;
}

static const char *create_schema(void *data)
{
    place *at = data;
    char more[64];

    snprintf(more, sizeof more, "&complaint_schema=case_%d", ++at->number);
    server_uri(&at->server, more, at->uri, sizeof at->uri);
    return address(at);
}

static void wipe_schema(void *data)
{
    place *at = data;
    char sql[80];

    snprintf(sql, sizeof sql, "DROP SCHEMA IF EXISTS case_%d CASCADE",
             at->number);
    run(at, sql);
}

static const char *create_tenant(void *data)
{
    place *at = data;
    char more[80];

    snprintf(more, sizeof more,
             "&complaint_schema=shared&complaint_tenant=shop%%20%d",
             ++at->number);
    server_uri(&at->server, more, at->uri, sizeof at->uri);
    return address(at);
}

/* Rows of the others stay: they must not be seen. */
static void wipe_tenant(void *data)
{
    place *at = data;
    char sql[120];

    snprintf(sql, sizeof sql,
             "DELETE FROM \"shared\".\"store\" WHERE \"tenant\"='shop %d'",
             at->number);
    run(at, sql);
}

/* The server runs to its end what a killed process had sent: until it has
 * noticed, that process is not quite gone. */
static void wait_for_the_dead(void *data)
{
    const struct timespec pause = {0, 2000000};
    place *at = data;
    bool gone = false;

    /* A case may hold another store open: that is not waited for for ever. */
    for (int i = 0; i < 1000 && !gone; i++) {
        PGresult *result =
            PQexec(at->db, "SELECT 1 FROM pg_stat_activity WHERE "
                           "application_name='complaint'");
        gone = PQntuples(result) == 0;
        PQclear(result);
        if (!gone)
            (void)nanosleep(&pause, NULL);
    }
}

/* The server ends at once, and starts again on what it had written. */
static void lose_power(void *data, complaint_store *store)
{
    place *at = data;

    (void)store;
    PQfinish(at->db);
    server_kill(&at->server);
    if (!server_run(&at->server) || !connect_to(at))
        fprintf(stderr, "the server did not start again\n");
}

/* A schema on a way that takes its time, in a database that is serializable by
 * default, as other engines are. */
static const char *create_far(void *data)
{
    place *at = data;
    char more[128];

    snprintf(more, sizeof more,
             "&complaint_schema=case_%d&options=-c%%20default_transaction_"
             "isolation%%3Dserializable",
             ++at->number);
    between_uri(&at->way, more, at->uri, sizeof at->uri);
    return address(at);
}

static bool run_far(place *at, complaint_conformance_harness *harness)
{
    bool good;

    if (!between_start(&at->way, &at->server))
        return false;
    atomic_store(&at->way.delay, 50);
    harness->name = "postgresql: far away, serializable by default";
    harness->seed = 10005;
    harness->steps = run_length(500);
    harness->kills = 2;
    harness->crash = NULL;
    harness->create = create_far;
    harness->wipe = wipe_schema;
    good = run_kit(harness);
    between_stop(&at->way);
    return good;
}

int main(void)
{
    static place at;
    complaint_conformance_harness harness = {
        .name = "postgresql: a schema a case",
        .backend = &complaint__backend_postgres,
        .abilities = COMPLAINT_CONFORMANCE_PERSISTENT |
                     COMPLAINT_CONFORMANCE_SHARED | COMPLAINT_CONFORMANCE_KILLS,
        .steps = run_length(20000),
        .kills = run_length(10),
        .create = create_schema,
        .wipe = wipe_schema,
        .reopen = wait_for_the_dead,
        .data = &at,
    };
    int skip = 1;
    bool good = false;

    if (!server_start(&at.server, &skip))
        return skip;
    if (connect_to(&at)) {
        good = run_kit(&harness);
        harness.name = "postgresql: tenants of one schema";
        harness.seed = 10004;
        harness.steps = run_length(10000);
        harness.crash = lose_power;
        harness.create = create_tenant;
        harness.wipe = wipe_tenant;
        good = run_kit(&harness) && good;
        good = run_far(&at, &harness) && good;
    }
    PQfinish(at.db);
    server_stop(&at.server);
    return good ? 0 : 1;
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
