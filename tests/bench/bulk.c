/* Many complaints in one file, a thousand a commit, and reading among them: the
 * raw program and the library in turn, each a twentieth of a round at a time,
 * so that what else the machine does meets both. */
#include "bench/bulk.h"

#include "bench/bench.h"
#include "bench/naive.h"
#include "bench/ours.h"

#include <stdio.h>
#include <stdlib.h>

enum { PER_COMMIT = 1000, GETS = 20000, PAGES = 2000, ROUNDS = 6, UNITS = 40 };

/* A round is made of so many parts of each program, in turn. */
enum { PARTS = 20 };

double bulk_fill_raw(const char *path, int cases)
{
    double start, rate;
    naive n;

    naive_open(&n, path);
    start = bench_seconds();
    for (int i = 0; i < cases; i++) {
        if (i % PER_COMMIT == 0)
            naive_begin(&n);
        naive_file(&n, i);
        if (i % PER_COMMIT == PER_COMMIT - 1 || i + 1 == cases)
            naive_commit(&n);
    }
    rate = cases / (bench_seconds() - start);
    naive_index_open(&n);
    naive_close(&n);
    return rate;
}

double bulk_fill(const char *uri, int cases)
{
    double start, rate;
    ours o;

    ours_open(&o, uri);
    start = bench_seconds();
    for (int i = 0; i < cases; i++) {
        /* Received last summer: all of them are overdue. */
        complaint_time received = complaint_context_now(o.context) -
                                  150 * COMPLAINT_DAY + i * COMPLAINT_SECOND;

        if (i % PER_COMMIT == 0)
            ours_begin(&o);
        ours_file(&o, i, received);
        if (i % PER_COMMIT == PER_COMMIT - 1 || i + 1 == cases)
            ours_commit(&o);
    }
    rate = cases / (bench_seconds() - start);
    ours_close(&o);
    return rate;
}

/* ---- reading ---- */

typedef struct readers {
    naive raw;
    ours own;
    char (*raw_ids)[37];
    char (*own_ids)[37];
    volatile size_t kept;
} readers;

static void find_ids(readers *r, int cases)
{
    r->raw_ids = calloc(GETS, sizeof *r->raw_ids);
    r->own_ids = calloc(GETS, sizeof *r->own_ids);
    if (r->raw_ids == NULL || r->own_ids == NULL)
        bench_die("no memory");
    for (int i = 0; i < GETS; i++) {
        int n = (int)((long)i * 7919 % cases);
        complaint_case *one = ours_find(&r->own, n);

        snprintf(r->own_ids[i], sizeof r->own_ids[i], "%s",
                 complaint_record_text(complaint_case_record(one), "id"));
        complaint_case_free(one);
        naive_find(&r->raw, n, r->raw_ids[i]);
    }
}

/* A part of a round: seconds. */
static double get_some(readers *r, bool raw, int part)
{
    double start = bench_seconds();

    for (int i = part; i < GETS; i += PARTS)
        r->kept += raw ? naive_get(&r->raw, r->raw_ids[i])
                       : ours_get(&r->own, r->own_ids[i]);
    return bench_seconds() - start;
}

static double page_some(readers *r, bool raw, int part)
{
    double start = bench_seconds();
    char unit[32];

    for (int i = 0; i < PAGES / PARTS; i++) {
        size_t rows;

        snprintf(unit, sizeof unit, "store-%d", (i + part) % UNITS);
        rows = raw ? naive_page(&r->raw, unit) : ours_page(&r->own, unit);
        if (rows != 50)
            bench_die("a page has not 50 rows");
        r->kept += rows;
    }
    return bench_seconds() - start;
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a;
    double other = *(const double *)b;

    return one < other ? -1 : one > other;
}

/* `each`: microseconds of one, for a round's seconds. */
static void in_turn(readers *r, const char *title, double each,
                    double (*read)(readers *, bool, int))
{
    double ratios[ROUNDS];

    printf("\n%-46s %10s %10s %7s\n", title, "raw", "library", "ratio");
    for (int i = 0; i < ROUNDS; i++) {
        double raw = 0, own = 0;

        for (int part = 0; part < PARTS; part++) {
            raw += read(r, true, part);
            own += read(r, false, part);
        }
        ratios[i] = own / raw;
        printf("round %-40d %10.1f %10.1f %7.2f\n", i + 1, raw * each,
               own * each, ratios[i]);
    }
    qsort(ratios, ROUNDS, sizeof ratios[0], by_size);
    printf("%-46s %10s %10s %7.2f\n", "median of the ratios", "", "",
           (ratios[ROUNDS / 2 - 1] + ratios[ROUNDS / 2]) / 2);
}

void bulk_read(const char *raw_path, const char *uri, int cases)
{
    readers r = {.kept = 0};

    naive_open(&r.raw, raw_path);
    naive_index_open(&r.raw);
    ours_open(&r.own, uri);
    find_ids(&r, cases);
    in_turn(&r, "one by id, microseconds", 1e6 / GETS, get_some);
    in_turn(&r, "page of 50 open and overdue, microseconds", 1e6 / PAGES,
            page_some);
    naive_close(&r.raw);
    ours_close(&r.own);
    free(r.raw_ids);
    free(r.own_ids);
}
