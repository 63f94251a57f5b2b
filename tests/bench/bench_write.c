/* Writing and reading a SQLite register against a raw sqlite3 program with the
 * naive schema (naive.c), against SQLite alone writing the register's own rows
 * (twin_sqlite.c) and against Python's ORMs, at the same durability, in one
 * run. Prints tables with ratios.
 *
 *     bench_write [DIRECTORY [CASES [BULK [PEERS.PY]]]]
 *
 * Rounds alternate, each in a process of its own, and a ratio is of the best
 * rounds; reading (bulk.c) alternates in one process. WAL, synchronous=FULL;
 * one transaction a complaint unless said. */
#include "bench/bench.h"
#include "bench/bulk.h"
#include "bench/naive.h"
#include "bench/ours.h"
#include "bench/twin_sqlite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 5, THREADS_MAX = 64, MEASURES = 6, TWIN = -1 };

typedef struct job {
    const char *directory;
    int cases;
    int threads; /* 0: the raw program; TWIN: the twin */
} job;

typedef struct result {
    double value[MEASURES];
    long peak_kib;
} result;

static void path_of(const job *j, const char *name, char path[512])
{
    snprintf(path, 512, "%s/bench-%s.db", j->directory, name);
}

static void remove_file(const char *path)
{
    char log[520];

    unlink(path);
    snprintf(log, sizeof log, "%s-wal", path);
    unlink(log);
}

/* One that is not there yet. */
static void new_file(const job *j, const char *name, char path[512])
{
    path_of(j, name, path);
    remove_file(path);
}

static void file_of(const job *j, char path[512])
{
    new_file(j, j->threads == 0 ? "naive" : "ours", path);
}

static void uri_of(const char *path, char uri[600])
{
    snprintf(uri, 600, "sqlite:%s", path);
}

static void open_file(ours *self, const char *path)
{
    char uri[600];

    uri_of(path, uri);
    ours_open(self, uri);
}

/* Run in a child, so that its peak memory is its own. */
static result in_child(const job *j, void (*work)(const job *, result *))
{
    struct rusage usage;
    result r;
    int ends[2];
    pid_t child = -1;

    memset(&r, 0, sizeof r);
    fflush(stdout);
    if (pipe(ends) != 0 || (child = fork()) < 0)
        bench_die("cannot fork");
    if (child == 0) {
        work(j, &r);
        getrusage(RUSAGE_SELF, &usage);
        r.peak_kib = usage.ru_maxrss;
        _exit(write(ends[1], &r, sizeof r) == (ssize_t)sizeof r ? 0 : 1);
    }
    close(ends[1]);
    if (read(ends[0], &r, sizeof r) != (ssize_t)sizeof r)
        bench_die("a round failed");
    close(ends[0]);
    waitpid(child, NULL, 0);
    return r;
}

/* ---- the twin ---- */

static void file_all(ours *o, int cases)
{
    ours_begin(o);
    for (int i = 0; i < cases; i++)
        ours_file(o, i, COMPLAINT_TIME_NONE);
    ours_commit(o);
}

static void move_all(ours *o, int cases)
{
    ours_begin(o);
    for (int i = 0; i < cases; i++) {
        complaint_case *one = ours_find(o, i);

        ours_move(o, one);
        complaint_case_free(one);
    }
    ours_commit(o);
}

/* A register before all complaints were filed, or moved on, and after. */
static void make_models(const char *before, const char *after, int cases,
                        bool moved)
{
    ours o;

    open_file(&o, after);
    if (moved)
        file_all(&o, cases);
    twin_sqlite_copy(after, before);
    if (moved)
        move_all(&o, cases);
    else
        file_all(&o, cases);
    ours_close(&o);
}

static void write_twin(const job *j, result *r, bool moved)
{
    char path[512], before[512], after[512], open[512];
    double start;
    twin_sqlite t;
    ours o;

    new_file(j, "before", before);
    new_file(j, "after", after);
    new_file(j, "twin", path);
    new_file(j, "open", open);
    make_models(before, after, j->cases, moved);
    open_file(&o, open); /* its file system is the twin's, too */
    twin_sqlite_open(&t, path, before, after);
    start = bench_seconds();
    for (int i = 0; i < j->cases; i++)
        twin_sqlite_step(&t);
    r->value[0] = j->cases / (bench_seconds() - start);
    if (!twin_sqlite_equals(&t, after))
        bench_die("the twin wrote other rows");
    twin_sqlite_close(&t);
    ours_close(&o);
    remove_file(path);
    remove_file(before);
    remove_file(after);
    remove_file(open);
}

/* ---- one durable transaction each ---- */

typedef struct caller {
    pthread_t thread;
    ours ours;
    int first;
    int count;
    complaint_case **found; /* to be moved on, not filed */
} caller;

static void *call(void *given)
{
    caller *self = given;

    for (int i = 0; i < self->count; i++)
        if (self->found != NULL)
            ours_move(&self->ours, self->found[i]);
        else
            ours_file(&self->ours, self->first + i, COMPLAINT_TIME_NONE);
    return NULL;
}

/* What all of them do a second, a thread each. */
static double rate_of(caller *callers, int threads)
{
    double start = bench_seconds();
    int done = callers[0].count;

    for (int i = 1; i < threads; i++)
        if (pthread_create(&callers[i].thread, NULL, call, &callers[i]) != 0)
            bench_die("cannot start a thread");
    call(&callers[0]);
    for (int i = 1; i < threads; i++) {
        pthread_join(callers[i].thread, NULL);
        done += callers[i].count;
    }
    return done / (bench_seconds() - start);
}

static void share(caller *callers, const job *j, const char *path)
{
    open_file(&callers[0].ours, path);
    for (int i = 0; i < j->threads; i++) {
        callers[i].count = j->cases / j->threads;
        callers[i].first = i * callers[i].count;
        if (i > 0)
            ours_share(&callers[0].ours, &callers[i].ours);
    }
}

static void part(caller *callers, int threads)
{
    for (int i = threads - 1; i >= 0; i--)
        ours_close(&callers[i].ours);
}

static void create_raw(const job *j, result *r)
{
    char path[512];
    double start;
    naive n;

    file_of(j, path);
    naive_open(&n, path);
    start = bench_seconds();
    for (int i = 0; i < j->cases; i++) {
        naive_begin(&n);
        naive_file(&n, i);
        naive_commit(&n);
    }
    r->value[0] = j->cases / (bench_seconds() - start);
    naive_close(&n);
    unlink(path);
}

static void create(const job *j, result *r)
{
    static caller callers[THREADS_MAX];
    char path[512];

    if (j->threads == TWIN) {
        write_twin(j, r, false);
        return;
    }
    if (j->threads == 0) {
        create_raw(j, r);
        return;
    }
    file_of(j, path);
    share(callers, j, path);
    for (int i = 0; i < j->threads; i++) /* reads the procedure */
        ours_file(&callers[i].ours, i, COMPLAINT_TIME_NONE);
    r->value[0] = rate_of(callers, j->threads);
    part(callers, j->threads);
    unlink(path);
}

static void move_raw(const job *j, result *r)
{
    char path[512];
    char(*ids)[37] = calloc((size_t)j->cases, sizeof *ids);
    double start;
    naive n;

    file_of(j, path);
    naive_open(&n, path);
    naive_begin(&n);
    for (int i = 0; i < j->cases; i++)
        naive_file(&n, i);
    naive_commit(&n);
    for (int i = 0; i < j->cases; i++)
        naive_find(&n, i, ids[i]);
    start = bench_seconds();
    for (int i = 0; i < j->cases; i++) {
        naive_begin(&n);
        naive_move(&n, ids[i], i);
        naive_commit(&n);
    }
    r->value[0] = j->cases / (bench_seconds() - start);
    naive_close(&n);
    free(ids);
    unlink(path);
}

static void move(const job *j, result *r)
{
    static caller callers[THREADS_MAX];
    complaint_case **found;
    char path[512];
    char year[sizeof callers[0].ours.year];

    if (j->threads == TWIN) {
        write_twin(j, r, true);
        return;
    }
    if (j->threads == 0) {
        move_raw(j, r);
        return;
    }
    found = calloc((size_t)j->cases, sizeof *found);
    file_of(j, path);
    share(callers, j, path);
    file_all(&callers[0].ours, j->cases);
    memcpy(year, callers[0].ours.year, sizeof year);
    for (int i = 0; i < j->threads; i++) {
        callers[i].found = found + callers[i].first;
        memcpy(callers[i].ours.year, year, sizeof year);
        for (int k = 0; k < callers[i].count; k++)
            callers[i].found[k] =
                ours_find(&callers[i].ours, callers[i].first + k);
    }
    r->value[0] = rate_of(callers, j->threads);
    for (int i = 0; i < j->cases; i++)
        complaint_case_free(found[i]);
    free(found);
    part(callers, j->threads);
    unlink(path);
}

/* ---- pages and bytes ---- */

static double log_frames(const char *path)
{
    struct stat about;
    char log[520];

    snprintf(log, sizeof log, "%s-wal", path);
    return stat(log, &about) == 0 ? (double)(about.st_size - 32) / 4120 : 0;
}

/* A reader that stays keeps the log from beginning anew. */
static sqlite3 *stay(const char *path)
{
    sqlite3 *db = NULL;

    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL,
                     NULL, NULL) != SQLITE_OK)
        bench_die("cannot read the database");
    return db;
}

static double bytes_per(const char *path, int cases)
{
    struct stat about;

    return stat(path, &about) == 0 ? (double)about.st_size / cases : 0;
}

static void count_raw(const job *j, result *r)
{
    char path[512], id[37];
    sqlite3 *reader;
    double before;
    naive n;

    file_of(j, path);
    naive_open(&n, path);
    reader = stay(path);
    before = log_frames(path);
    for (int i = 0; i < j->cases; i++) {
        naive_begin(&n);
        naive_file(&n, i);
        naive_commit(&n);
    }
    r->value[0] = (log_frames(path) - before) / j->cases;
    before = log_frames(path);
    for (int i = 0; i < j->cases; i++) {
        naive_find(&n, i, id);
        naive_begin(&n);
        naive_move(&n, id, i);
        naive_commit(&n);
    }
    r->value[1] = (log_frames(path) - before) / j->cases;
    sqlite3_close(reader);
    naive_close(&n);
    unlink(path);
    naive_open(&n, path);
    naive_begin(&n);
    for (int i = 0; i < 4 * j->cases; i++)
        naive_file(&n, i);
    naive_commit(&n);
    naive_close(&n);
    r->value[2] = bytes_per(path, 4 * j->cases);
    unlink(path);
}

static void count(const job *j, result *r)
{
    sqlite3 *reader;
    char path[512];
    double before;
    ours o;

    if (j->threads == 0) {
        count_raw(j, r);
        return;
    }
    file_of(j, path);
    open_file(&o, path);
    reader = stay(path);
    before = log_frames(path);
    for (int i = 0; i < j->cases; i++)
        ours_file(&o, i, COMPLAINT_TIME_NONE);
    r->value[0] = (log_frames(path) - before) / j->cases;
    before = log_frames(path);
    for (int i = 0; i < j->cases; i++) {
        complaint_case *one = ours_find(&o, i);

        ours_move(&o, one);
        complaint_case_free(one);
    }
    r->value[1] = (log_frames(path) - before) / j->cases;
    sqlite3_close(reader);
    ours_close(&o);
    unlink(path);
    open_file(&o, path);
    file_all(&o, 4 * j->cases);
    ours_close(&o);
    r->value[2] = bytes_per(path, 4 * j->cases);
    unlink(path);
}

/* ---- bulk; the files stay, to be read ---- */

static void fill(const job *j, result *r)
{
    char path[512], uri[600];

    file_of(j, path);
    uri_of(path, uri);
    r->value[0] = j->threads == 0 ? bulk_fill_raw(path, j->cases)
                                  : bulk_fill(uri, j->cases);
}

static void read_both(const job *raw, const job *own)
{
    char path[512], own_path[512], uri[600];

    path_of(raw, "naive", path);
    path_of(own, "ours", own_path);
    uri_of(own_path, uri);
    bulk_read(path, uri, raw->cases);
    remove_file(path);
    remove_file(own_path);
}

/* ---- tables ---- */

static double peer(const char *script, const char *name, const char *what,
                   int count_of, int threads, const char *directory)
{
    char command[1500], line[64];
    double rate = 0;
    FILE *out;

    snprintf(command, sizeof command,
             "/usr/bin/python3 '%s' %s %s %d '%s/bench-peer.db' %d", script,
             name, what, count_of, directory, threads);
    out = popen(command, "r");
    if (out != NULL && fgets(line, sizeof line, out) != NULL)
        rate = atof(line);
    if (out != NULL)
        pclose(out);
    snprintf(command, sizeof command, "%s/bench-peer.db", directory);
    unlink(command);
    return rate;
}

static void row(const char *name, double rate, double base, long peak_kib)
{
    printf("%-46s %10.0f %7.2f", name, rate, rate / base);
    if (peak_kib > 0)
        printf(" %9.1f", (double)peak_kib / 1024);
    printf("\n");
}

static void better(result *best, const result *r)
{
    if (r->value[0] > best->value[0])
        *best = *r;
}

enum { CALLERS = 5, OURS = 2 };

static const int callers_of[CALLERS] = {0, TWIN, 1, 8, 64};

/* Threads of the peers and of ours: as many callers on both sides. */
static void peers(const char *script, const char *what, const job *j,
                  const result *best)
{
    static const char *const names[] = {"sqlalchemy", "django"};
    static const int threads[] = {1, 8};

    for (int i = 0; script != NULL && i < 4; i++) {
        char label[80];
        double rate = peer(script, names[i / 2], what, j->cases / 10,
                           threads[i % 2], j->directory);

        snprintf(label, sizeof label, "%s%s", names[i / 2],
                 i % 2 == 0 ? "" : ", 8 threads");
        if (rate <= 0) {
            printf("%-46s not here\n", label);
            continue;
        }
        row(label, rate, best[0].value[0], 0);
        printf("%-46s %10s %7.1f\n", "  the library is so many times faster",
               "", best[OURS + i % 2].value[0] / rate);
    }
}

static void table(const char *title, const char *const *names,
                  const result *best)
{
    printf("%-46s %10s %7s %9s\n", title, "per second", "ratio", "peak MiB");
    for (int i = 0; i < CALLERS; i++)
        row(names[i], best[i].value[0], best[0].value[0], best[i].peak_kib);
}

static void single(const char *directory, int cases, const char *script)
{
    static const char *const names[][CALLERS] = {
        {"raw sqlite3, 27 columns, 8 indexes",
         "SQLite alone, the library's rows", "complaint_case_file",
         "complaint_case_file, 8 handles", "complaint_case_file, 64 handles"},
        {"raw sqlite3", "SQLite alone, the library's rows",
         "complaint_case_perform", "complaint_case_perform, 8 handles",
         "complaint_case_perform, 64 handles"}};
    result made[CALLERS], moved[CALLERS], r;
    job j = {directory, cases, 1};

    memset(made, 0, sizeof made);
    memset(moved, 0, sizeof moved);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CALLERS; i++) {
            job one = {directory, cases * (i > 1 ? 3 : 1), callers_of[i]};

            r = in_child(&one, create);
            better(&made[i], &r);
            r = in_child(&one, move);
            better(&moved[i], &r);
        }
    }
    table("one complaint a durable transaction", names[0], made);
    peers(script, "create", &j, made);
    printf("\n");
    table("one transition a durable transaction", names[1], moved);
    peers(script, "move", &j, moved);
}

static void figures(const char *title, const char *const *names, int count_of,
                    const result *raw, const result *own)
{
    printf("\n%-46s %10s %10s %7s\n", title, "raw", "library", "ratio");
    for (int i = 0; i < count_of; i++)
        printf("%-46s %10.1f %10.1f %7.2f\n", names[i], raw->value[i],
               own->value[i], own->value[i] / raw->value[i]);
}

int main(int argc, char **argv)
{
    static const char *const pages[] = {"pages written to create",
                                        "pages written to move on",
                                        "bytes of file a complaint"};
    static const char *const filled[] = {"complaints a second, 1000 a commit"};
    const char *directory = argc > 1 ? argv[1] : "/var/tmp";
    int cases = argc > 2 ? atoi(argv[2]) : 5000;
    int many = argc > 3 ? atoi(argv[3]) : 100000;
    job raw = {directory, cases, 0};
    job own = {directory, cases, 1};
    char title[80];
    result a, b;

    if (cases < 64 || many < 10000)
        bench_die("too few to measure: CASES is 64 or more, BULK 10000");
    single(directory, cases, argc > 4 ? argv[4] : NULL);
    a = in_child(&raw, count);
    b = in_child(&own, count);
    figures("pages and bytes, counted", pages, 3, &a, &b);
    raw.cases = own.cases = many;
    a = in_child(&raw, fill);
    b = in_child(&own, fill);
    snprintf(title, sizeof title, "%d complaints", many);
    figures(title, filled, 1, &a, &b);
    printf("%-46s %10.1f %10.1f\n", "peak MiB", (double)a.peak_kib / 1024,
           (double)b.peak_kib / 1024);
    read_both(&raw, &own);
    return 0;
}
