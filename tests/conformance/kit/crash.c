/* Conformance: a process killed while it writes, and power lost; what had been
 * acknowledged is there, and no transaction in part. */
#include "kit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Rows that a transaction adds; another one, of number 0, it counts in. */
#define TOGETHER 3

static const char *lacks_kills(const kit *c)
{
    return c->harness->abilities & COMPLAINT_CONFORMANCE_KILLS
               ? NULL
               : "a process that has it open may not be killed";
}

static const char *lacks_crash(const kit *c)
{
    return c->harness->crash != NULL ? NULL : "the harness has no crash";
}

static int count_in_row(kit *c, int64_t number, bool first)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    static kit_row row;
    char text[24];

    complaint__kit_fill(relation, 0, &row);
    snprintf(text, sizeof text, "%lld", (long long)number);
    row.values[1] = complaint__kit_text(text);
    if (first)
        return c->backend.insert(c->store, relation, row.values, &c->error);
    return c->backend.update(c->store, relation, row.values, -1, &c->error);
}

/* How many transactions are there; -1: not to be read. */
static int64_t counted(kit *c)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    const complaint_value *got = NULL;
    static kit_row row;
    long long number = 0;
    int status;

    complaint__kit_fill(relation, 0, &row);
    status = c->backend.get(c->store, relation, row.values, &got, &c->error);
    if (status == COMPLAINT_NOT_FOUND)
        return 0;
    if (status != COMPLAINT_OK || sscanf(got[1].bytes, "%lld", &number) != 1)
        return -1;
    return number;
}

static int write_without_commit(kit *c, int64_t number)
{
    int status = c->backend.begin(c->store, true, &c->error);

    for (int i = 1; status == COMPLAINT_OK && i <= TOGETHER; i++)
        status = complaint__kit_put_setting(
            c, c->store, (int)(number - 1) * TOGETHER + i, "x");
    return status == COMPLAINT_OK ? count_in_row(c, number, number == 1)
                                  : status;
}

static int write_one(kit *c, int64_t number)
{
    int status = write_without_commit(c, number);

    return status == COMPLAINT_OK ? c->backend.commit(c->store, &c->error)
                                  : status;
}

/* Every transaction up to `number` with all its rows, and no later one. */
static bool is_whole(kit *c, int64_t number, int64_t from)
{
    int rows = (int)number * TOGETHER;

    for (int i = (int)from * TOGETHER + 1; i <= rows; i++) {
        if (complaint__kit_get_setting(c, c->store, i) != COMPLAINT_OK)
            return false;
    }
    for (int i = rows + 1; i <= rows + TOGETHER; i++) {
        if (complaint__kit_get_setting(c, c->store, i) != COMPLAINT_NOT_FOUND)
            return false;
    }
    return c->backend.check == NULL ||
           c->backend.check(c->store, &c->error) == COMPLAINT_OK;
}

/* The child: transactions, each told when it is durable, until it is killed. */
static void write_until_killed(kit *c, int64_t after, int told)
{
    int status = complaint__kit_open(c);

    for (int64_t i = after + 1; status == COMPLAINT_OK; i++) {
        status = write_one(c, i);
        if (status == COMPLAINT_OK && write(told, &i, sizeof i) != sizeof i)
            break;
    }
    _exit(1);
}

static void wait_a_little(uint64_t *seed)
{
    struct timespec pause = {0, (long)complaint__kit_draw(seed, 1000000)};

    nanosleep(&pause, NULL);
}

/* Kills a child in the midst of writing; the last number that it told, or -1
 * when it ended by itself. */
static int64_t kill_one(kit *c, int64_t after, uint64_t *seed)
{
    uint64_t wanted = 1 + complaint__kit_draw(seed, 6);
    int64_t last = after;
    int64_t number;
    int ends[2];
    int how = 0;
    pid_t child;

    if (pipe(ends) != 0)
        return -1;
    child = fork();
    if (child == 0) {
        close(ends[0]);
        write_until_killed(c, after, ends[1]);
    }
    close(ends[1]);
    while (child > 0 &&
           read(ends[0], &number, sizeof number) == (ssize_t)sizeof number) {
        last = number;
        if (wanted > 0 && --wanted == 0) {
            wait_a_little(seed);
            kill(child, SIGKILL);
        }
    }
    close(ends[0]);
    if (child < 0 || waitpid(child, &how, 0) != child || !WIFSIGNALED(how))
        return -1;
    return last;
}

static void a_killed_process_loses_nothing_it_was_told(kit *c)
{
    size_t kills = c->harness->kills > 0 ? c->harness->kills : 10;
    uint64_t seed = c->harness->seed > 0 ? c->harness->seed : KIT_SEED;
    int64_t there = 0;

    for (size_t i = 0; i < kills; i++) {
        int64_t before = there;
        int64_t told;
        CONFORM_OK(c, complaint__kit_close(c));
        told = kill_one(c, there, &seed);
        CONFORM(c, told > before);
        if (c->harness->reopen != NULL)
            c->harness->reopen(c->harness->data);
        CONFORM_OK(c, complaint__kit_open(c));
        CONFORM_OK(c, c->backend.begin(c->store, true, &c->error));
        there = counted(c);
        CONFORM(c, there == told || there == told + 1);
        CONFORM(c, is_whole(c, there, before));
        c->backend.rollback(c->store);
        c->kills++;
    }
    CONFORM(c, is_whole(c, there, 0));
}

static void lost_power_loses_nothing_that_was_committed(kit *c)
{
    for (int64_t i = 1; i <= 5; i++) {
        CONFORM_OK(c, write_one(c, 2 * i - 1));
        CONFORM_OK(c, write_one(c, 2 * i));
        CONFORM_OK(c, write_without_commit(c, 2 * i + 1));
        c->harness->crash(c->harness->data, c->store);
        (void)complaint__kit_close(c);
        if (c->harness->reopen != NULL)
            c->harness->reopen(c->harness->data);
        CONFORM_OK(c, complaint__kit_open(c));
        CONFORM(c, counted(c) == 2 * i);
        CONFORM(c, is_whole(c, 2 * i, 0));
    }
}

const kit_case complaint__kit_crash_cases[] = {
    {"a killed process loses nothing it was told, and leaves nothing in part",
     a_killed_process_loses_nothing_it_was_told, lacks_kills},
    {"lost power loses nothing that was committed",
     lost_power_loses_nothing_that_was_committed, lacks_crash},
    {NULL, NULL, NULL},
};
