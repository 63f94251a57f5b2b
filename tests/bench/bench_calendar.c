/* What counting costs: working time between two instants decades apart, adding
 * working days, and all clocks of a case; against walks over days in the same
 * run. Prints nanoseconds, of the best of several rounds.
 *
 *     bench_calendar [ROUNDS]
 *
 * The walks are what a program without tables does: day by day, asking a bitmap
 * whether it is worked. They give the same answers, or the bench stops. */
#include "bench/bench.h"

#include <complaint.h>

#include <stdio.h>
#include <stdlib.h>

#define SPANS 1024

/* 1990 to 2050 */
#define FIRST 7305
#define DAYS 22000

static unsigned char worked[DAYS];
static complaint_context *context;
static complaint_calendar *cn;
static complaint_day days[SPANS][2];
static complaint_time times[SPANS][2];

static void must(int status, const char *what)
{
    if (status != COMPLAINT_OK)
        bench_die(what);
}

static uint64_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static void prepare(void)
{
    uint64_t state = 1;

    must(complaint_context_new(NULL, &context, NULL), "context");
    must(complaint_calendar_bundled(context, "cn", &cn, NULL), "calendar");
    for (complaint_day day = 0; day < DAYS; day++) {
        int kind = 0;

        must(complaint_calendar_day(cn, FIRST + day, &kind, NULL, NULL, NULL),
             "day");
        worked[day] =
            kind == COMPLAINT_DAY_WORKDAY || kind == COMPLAINT_DAY_MAKE_UP;
    }
    for (size_t i = 0; i < SPANS; i++) {
        days[i][0] = FIRST + (complaint_day)(next(&state) % 4000);
        days[i][1] = days[i][0] + 7000 + (complaint_day)(next(&state) % 7000);
        for (int j = 0; j < 2; j++)
            times[i][j] =
                days[i][j] * COMPLAINT_DAY +
                (complaint_time)(next(&state) % 86400) * COMPLAINT_SECOND;
    }
}

/* ---- what is measured: a sum over all spans each ---- */

static int64_t count_time(void)
{
    int64_t sum = 0, got = 0;

    for (size_t i = 0; i < SPANS; i++) {
        (void)!complaint_calendar_count_time(cn, times[i][0], times[i][1], &got,
                                             NULL);
        sum += got;
    }
    return sum;
}

static int64_t count_days(void)
{
    int64_t sum = 0, got = 0;

    for (size_t i = 0; i < SPANS; i++) {
        (void)!complaint_calendar_count_days(cn, days[i][0], days[i][1], &got,
                                             NULL);
        sum += got;
    }
    return sum;
}

static int64_t walk_days(void)
{
    int64_t sum = 0;

    for (size_t i = 0; i < SPANS; i++)
        for (complaint_day day = days[i][0] + 1; day <= days[i][1]; day++)
            sum += worked[day - FIRST];
    return sum;
}

static int64_t add_days(void)
{
    int64_t sum = 0;

    for (size_t i = 0; i < SPANS; i++) {
        complaint_day got = 0;

        (void)!complaint_calendar_add_days(cn, days[i][0], 15 + (int)i, &got,
                                           NULL);
        sum += got;
    }
    return sum;
}

static int64_t walk_added(void)
{
    int64_t sum = 0;

    for (size_t i = 0; i < SPANS; i++) {
        complaint_day day = days[i][0];

        for (int left = 15 + (int)i; left > 0; left -= worked[day - FIRST])
            day++;
        sum += day;
    }
    return sum;
}

static int64_t add_time(void)
{
    int64_t sum = 0;

    for (size_t i = 0; i < SPANS; i++) {
        complaint_time got = 0;

        (void)!complaint_calendar_add_time(
            cn, times[i][0], (int64_t)(i + 1) * 40 * COMPLAINT_HOUR, &got,
            NULL);
        sum += got / COMPLAINT_SECOND;
    }
    return sum;
}

static double best(int64_t (*run)(void), int rounds, int64_t *sum)
{
    double least = 1e9;

    for (int i = 0; i < rounds; i++) {
        double start = bench_seconds();
        double taken;

        *sum = run();
        taken = (bench_seconds() - start) / SPANS * 1e9;
        least = taken < least ? taken : least;
    }
    return least;
}

static void measure(const char *what, int64_t (*run)(void),
                    int64_t (*walk)(void), int rounds, int goal)
{
    int64_t sum = 0, walked = 0;
    double taken = best(run, rounds, &sum);
    double peer;

    printf("%-52s %8.1f ns (goal %d)", what, taken, goal);
    if (walk != NULL) {
        peer = best(walk, rounds, &walked);
        if (sum != walked)
            bench_die("the walk has another answer");
        printf("   walk %9.1f ns, %.0f times", peer, peer / taken);
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 200;

    prepare();
    measure("working time between instants 20 to 40 years apart", count_time,
            NULL, rounds, 200);
    measure("working days between days 20 to 40 years apart", count_days,
            walk_days, rounds, 200);
    measure("15 to 1038 working days added", add_days, walk_added, rounds, 200);
    measure("40 to 40 960 working hours added", add_time, NULL, rounds, 200);
    complaint_calendar_free(cn);
    complaint_context_free(context);
    return 0;
}
