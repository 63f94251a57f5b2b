/* What filing a complaint costs in PostgreSQL: several processes with the
 * library against as many with raw libpq, pipelined, in the naive schema, at
 * the same durability, in the same run on a private server. Prints a table.
 *
 *     bench_postgres [CONNECTIONS [CASES-EACH [ROUNDS]]]
 *
 * Raw is READ COMMITTED and promises little: two who change a row lose one
 * change, numbers are its own affair, whether a commit without answer happened
 * is not known. Raw, strict, is the same at SERIALIZABLE. The twin writes the
 * library's own rows with the library's promises and does nothing else: what a
 * complaint of these rows costs at least. Rounds alternate; rates are of the
 * best ones. Everybody is connected and has filed some before the watch starts,
 * and leaves after it stopped. */
#include <stdio.h>

#ifdef COMPLAINT_POSTGRES

#include "bench/bench.h"
#include "bench/naive_postgres.h"
#include "bench/ours.h"
#include "support/server.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILDREN_MAX 64

/* Complaints before the watch starts. */
#define WARMING 30

enum program { RAW, RAW_STRICT, TWIN, LIBRARY, PROGRAMS };

static const char *const names[PROGRAMS] = {
    "raw libpq pipelined, 27 columns, 8 indexes", "the same at SERIALIZABLE",
    "raw libpq, the library's rows and promises", "complaint_case_file"};

typedef struct sums {
    double rate;           /* of the best round */
    double server, client; /* seconds of processor */
    double bytes, flushes; /* of the server's log */
    double waits;          /* times that a client slept */
} sums;

typedef struct race {
    server server;
    char uri[256];
    int connections, cases;
    pid_t children[CHILDREN_MAX];
    int ready[2], go[2];
    sums sums[PROGRAMS];
} race;

/* What was there at a moment. */
typedef struct state {
    double time, server, client, waits, bytes, flushes;
} state;

/* ---- the processes that file ---- */

static void tell(int pipe)
{
    char byte = 0;

    if (write(pipe, &byte, 1) != 1)
        bench_die("a pipe");
}

static void hear(int pipe)
{
    char byte;

    if (read(pipe, &byte, 1) != 1)
        bench_die("a pipe");
}

typedef struct worker {
    enum program program;
    PGconn *db;
    twin *twin;
    ours ours;
} worker;

static void file_one(worker *w, int n)
{
    if (w->program == LIBRARY)
        ours_file(&w->ours, n, COMPLAINT_TIME_NONE);
    else if (w->program == TWIN)
        twin_file(w->twin, n);
    else
        naive_postgres_file(w->db, n);
}

/* Says when it is ready, waits for the start, files, says that it is done, and
 * stays until it may leave. */
static void work(const race *r, enum program program, int number)
{
    worker w = {.program = program};
    int all = r->cases + WARMING;

    if (program == LIBRARY)
        ours_open(&w.ours, r->uri);
    else if (program == TWIN)
        w.twin = twin_open(r->uri);
    else
        w.db = naive_postgres_open(r->uri, program == RAW_STRICT);
    for (int i = 0; i < all; i++) {
        if (i == WARMING) {
            tell(r->ready[1]);
            hear(r->go[0]);
        }
        file_one(&w, number * all + i);
    }
    tell(r->ready[1]);
    hear(r->go[0]);
    if (program == LIBRARY)
        ours_close(&w.ours);
    else if (program == TWIN)
        twin_close(w.twin);
    else
        PQfinish(w.db);
    _exit(0);
}

/* ---- what they took ---- */

/* What /proc tells of a process; NULL when it ended. */
static FILE *open_about(int process, const char *what)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/%s", process, what);
    return fopen(path, "r");
}

/* Seconds on a processor. */
static double processor(int process)
{
    double nanoseconds = 0;
    FILE *file = open_about(process, "schedstat");

    if (file == NULL)
        return 0;
    if (fscanf(file, "%lf", &nanoseconds) != 1)
        bench_die("schedstat of a process");
    fclose(file);
    return nanoseconds * 1e-9;
}

static int parent_of(int process)
{
    int parent = 0;
    FILE *file = open_about(process, "stat");

    if (file == NULL)
        return 0;
    if (fscanf(file, "%*d %*s %*c %d", &parent) != 1)
        parent = 0;
    fclose(file);
    return parent;
}

/* The server's processes: its own and those it started. */
static double server_processor(const server *s)
{
    double all = processor((int)s->process);
    DIR *folder = opendir("/proc");
    struct dirent *entry;

    if (folder == NULL)
        bench_die("/proc");
    while ((entry = readdir(folder)) != NULL) {
        int process = atoi(entry->d_name);
        if (process > 0 && parent_of(process) == (int)s->process)
            all += processor(process);
    }
    closedir(folder);
    return all;
}

static double sleeps(int process)
{
    static const char key[] = "voluntary_ctxt_switches:";
    char line[256];
    double count = 0;
    FILE *file = open_about(process, "status");

    if (file == NULL)
        bench_die("a process ended");
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, key, sizeof key - 1) == 0)
            count = atof(line + sizeof key - 1);
    }
    fclose(file);
    return count;
}

static void take_log(PGconn *db, state *now)
{
    PGresult *result = PQexec(db, "SELECT pg_current_wal_insert_lsn()-'0/0',"
                                  "wal_sync FROM pg_stat_wal");

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        bench_die(PQerrorMessage(db));
    now->bytes = atof(PQgetvalue(result, 0, 0));
    now->flushes = atof(PQgetvalue(result, 0, 1));
    PQclear(result);
}

static state take(const race *r)
{
    state now = {.time = bench_seconds()};

    now.server = server_processor(&r->server);
    for (int i = 0; i < r->connections; i++) {
        now.client += processor((int)r->children[i]);
        now.waits += sleeps((int)r->children[i]);
    }
    return now;
}

static void prepare(const race *r, enum program program)
{
    PGconn *db = naive_postgres_connect(r->uri);
    ours o;

    naive_postgres_run(db, "SET client_min_messages=warning");
    if (program == RAW || program == RAW_STRICT) {
        naive_postgres_schema(db);
    } else {
        naive_postgres_run(db, "DROP SCHEMA IF EXISTS complaint CASCADE");
        ours_open(&o, r->uri);
        if (program == TWIN)
            ours_file(&o, 0, COMPLAINT_TIME_NONE);
        ours_close(&o);
    }
    naive_postgres_run(db, "CHECKPOINT");
    PQfinish(db);
}

static void start(race *r, enum program program)
{
    fflush(stdout);
    if (pipe(r->ready) != 0 || pipe(r->go) != 0)
        bench_die("a pipe");
    for (int i = 0; i < r->connections; i++) {
        r->children[i] = fork();
        if (r->children[i] == 0)
            work(r, program, i);
        if (r->children[i] < 0)
            bench_die("fork");
    }
    for (int i = 0; i < r->connections; i++)
        hear(r->ready[0]);
}

static void leave(race *r)
{
    int result;

    for (int i = 0; i < r->connections; i++)
        tell(r->go[1]);
    for (int i = 0; i < r->connections; i++)
        if (wait(&result) < 0 || result != 0)
            bench_die("a process failed");
    close(r->ready[0]);
    close(r->ready[1]);
    close(r->go[0]);
    close(r->go[1]);
}

static void round_of(race *r, enum program program)
{
    sums *sum = &r->sums[program];
    const struct timespec pause = {1, 200000000};
    state before, after;
    PGconn *db;
    double rate;

    prepare(r, program);
    start(r, program);
    db = naive_postgres_connect(r->uri);
    /* A server's process tells what it wrote a second later. */
    nanosleep(&pause, NULL);
    before = take(r);
    take_log(db, &before);
    before.time = bench_seconds();
    for (int i = 0; i < r->connections; i++)
        tell(r->go[1]);
    for (int i = 0; i < r->connections; i++)
        hear(r->ready[0]);
    after = take(r);
    nanosleep(&pause, NULL);
    take_log(db, &after);
    PQfinish(db);
    leave(r);
    rate = r->connections * r->cases / (after.time - before.time);
    sum->rate = rate > sum->rate ? rate : sum->rate;
    sum->server += after.server - before.server;
    sum->client += after.client - before.client;
    sum->waits += after.waits - before.waits;
    sum->bytes += after.bytes - before.bytes;
    sum->flushes += after.flushes - before.flushes;
}

static void print(const race *r, double all)
{
    const sums *raw = &r->sums[RAW];

    printf("%d connections, one complaint a durable transaction\n"
           "%-43s %7s %5s  %6s %6s %5s  %6s %5s %5s\n",
           r->connections, "", "per s", "ratio", "server", "client", "ratio",
           "bytes", "sync", "waits");
    for (int i = 0; i < PROGRAMS; i++) {
        const sums *s = &r->sums[i];
        printf("%-43s %7.0f %5.2f  %6.0f %6.0f %5.2f  %6.0f %5.2f %5.2f\n",
               names[i], s->rate, s->rate / raw->rate, s->server / all * 1e6,
               s->client / all * 1e6,
               (raw->server + raw->client) / (s->server + s->client),
               s->bytes / all, s->flushes / all, s->waits / all);
    }
    printf("server, client: microseconds of processor, a complaint; bytes: "
           "write-ahead log;\nsync: flushes of it; waits: how often the client "
           "slept\n");
}

int main(int argc, char **argv)
{
    static race r = {.server = {.durable = true}};
    int rounds = argc > 3 ? atoi(argv[3]) : 3;
    int skip = 1;

    r.connections = argc > 1 ? atoi(argv[1]) : 8;
    r.cases = argc > 2 ? atoi(argv[2]) : 1000;
    if (r.connections < 1 || r.connections > CHILDREN_MAX || r.cases < 1)
        bench_die("CONNECTIONS are 1 to 64, CASES-EACH at least 1");
    if (!server_start(&r.server, &skip))
        return skip;
    server_uri(&r.server, "", r.uri, sizeof r.uri);
    for (int i = 0; i < rounds * PROGRAMS; i++)
        round_of(&r, (enum program)(i % PROGRAMS));
    server_stop(&r.server);
    print(&r, (double)rounds * r.connections * r.cases);
    return 0;
}

#else

int main(void)
{
    fprintf(stderr, "built without PostgreSQL\n");
    return 77;
}

#endif
