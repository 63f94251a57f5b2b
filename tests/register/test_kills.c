/* Processes that are killed in the middle of their work, alone and two at a
 * time: every command that they were told of is there once, whole; the one in
 * hand is there whole or not at all. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What a worker says on its pipe when a command was acknowledged. */
typedef struct word {
    char number[24];
    int64_t revision;
    int32_t filed; /* complaints that the command filed */
    int32_t worker;
} word;

enum {
    WORKERS = 2,
    ROUND = 25,  /* kills on one file */
    CASES = 4096 /* most on one file */
};

typedef struct ledger {
    char number[CASES][24];
    int64_t revision[CASES];
    int count;
    int64_t filed;
    int64_t unsure; /* commands that were in hand */
} ledger;

static ledger book;

/* ---- a worker ---- */

typedef struct worker {
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *clerk;
    complaint_facts *facts;
    complaint_facts *person;
    int out;
    int32_t which;
} worker;

/* Anything that cannot fail here ends the worker, and the parent sees it. */
static void must(int status)
{
    if (status != COMPLAINT_OK) {
        fprintf(stderr, "worker: status %d\n", status);
        _exit(3);
    }
}

static void say(const worker *self, const complaint_case *one, int filed)
{
    word spoken;

    memset(&spoken, 0, sizeof spoken);
    (void)snprintf(spoken.number, sizeof spoken.number, "%s",
                   desk_text(one, "number"));
    spoken.revision = desk_integer(one, "revision");
    spoken.filed = filed;
    spoken.worker = self->which;
    if (write(self->out, &spoken, sizeof spoken) != (ssize_t)sizeof spoken)
        _exit(4);
}

static complaint_case *file(worker *self)
{
    complaint_case *one = NULL;

    must(complaint_case_file(self->reg, self->clerk, self->facts,
                             COMPLAINT_TIME_NONE, &one, NULL));
    return one;
}

static void handle(worker *self)
{
    complaint_case *one = file(self);

    say(self, one, 1);
    must(complaint_case_perform(one, self->clerk, "register", self->facts,
                                COMPLAINT_TIME_NONE, NULL));
    say(self, one, 0);
    must(complaint_case_put(one, self->clerk, "party", self->person,
                            COMPLAINT_TIME_NONE, NULL, NULL));
    say(self, one, 0);
    complaint_case_free(one);
}

static void batch(worker *self)
{
    complaint_case *last = NULL;
    int status = complaint_register_begin(self->reg, NULL);

    must(status);
    for (int i = 0; i < 3; i++) {
        complaint_case_free(last);
        last = file(self);
    }
    must(complaint_register_commit(self->reg, NULL));
    say(self, last, 3);
    complaint_case_free(last);
}

static complaint_facts *parse(complaint_context *context, const char *json)
{
    complaint_facts *facts = NULL;

    must(complaint_facts_parse(context, json, strlen(json), &facts, NULL));
    return facts;
}

static void work(const char *uri, int out, int which, uint64_t seed)
{
    worker self = {.out = out, .which = which};

    must(complaint_context_new(NULL, &self.context, NULL));
    must(complaint_register_open(self.context, uri, 0, &self.reg, NULL));
    must(complaint_actor_new(self.context, "clerk-9", NULL, &self.clerk, NULL));
    must(complaint_actor_add_role(self.clerk, "*", NULL));
    self.facts = parse(self.context, "{\"title\":\"t\",\"description\":\"d\","
                                     "\"category\":\"other\"}");
    self.person = parse(self.context, "{\"name\":\"n\"}");
    for (;;) {
        if (test_random(&seed) % 4 == 0)
            batch(&self);
        else
            handle(&self);
    }
}

/* ---- the parent ---- */

static void hear(const word *spoken)
{
    int i = book.count;

    ck_assert_int_lt(book.count, CASES);
    book.filed += spoken->filed;
    while (i > 0 && strcmp(book.number[i - 1], spoken->number) != 0)
        i--;
    if (i == 0) {
        i = ++book.count;
        memcpy(book.number[i - 1], spoken->number, sizeof spoken->number);
    }
    book.revision[i - 1] = spoken->revision;
}

static void listen(int end)
{
    word spoken;
    ssize_t size;

    while ((size = read(end, &spoken, sizeof spoken)) > 0) {
        ck_assert_int_eq(size, sizeof spoken);
        hear(&spoken);
    }
}

/* Most are killed at work, some while they open the register. */
static void hear_first(int end)
{
    word spoken;

    if (read(end, &spoken, sizeof spoken) == (ssize_t)sizeof spoken)
        hear(&spoken);
}

static void rest(long microseconds)
{
    struct timespec time = {0, microseconds * 1000};

    nanosleep(&time, NULL);
}

/* Start the workers, let them work for a while, kill them. */
static int kill_once(const char *uri, uint64_t *seed)
{
    int count = 1 + (int)(test_random(seed) % WORKERS);
    pid_t child[WORKERS];
    int ends[WORKERS][2];
    int killed = 0;

    for (int i = 0; i < count; i++) {
        ck_assert_int_eq(pipe(ends[i]), 0);
        child[i] = fork();
        ck_assert_int_ge(child[i], 0);
        if (child[i] == 0) {
            close(ends[i][0]);
            work(uri, ends[i][1], i, *seed + (uint64_t)i);
        }
        close(ends[i][1]);
    }
    if (test_random(seed) % 4 != 0)
        hear_first(ends[0][0]);
    rest((long)(test_random(seed) % 6000));
    for (int i = 0; i < count; i++) {
        int how;

        kill(child[i], SIGKILL);
        ck_assert_int_eq(waitpid(child[i], &how, 0), child[i]);
        ck_assert_msg(WIFSIGNALED(how) || WEXITSTATUS(how) == 0,
                      "a worker ended by itself: %d", WEXITSTATUS(how));
        killed += WIFSIGNALED(how);
        book.unsure++;
        listen(ends[i][0]);
        close(ends[i][0]);
    }
    return killed;
}

static void check(desk *d)
{
    complaint_cursor *cursor;
    int64_t stored;

    desk_ok(complaint_register_open(d->context, d->uri, 0, &d->reg, &error));
    ck_assert_int_eq(desk_verify(d), 0);
    for (int i = 0; i < book.count; i++) {
        complaint_case *one;

        desk_ok(complaint_case_find(d->reg, book.number[i], &one, &error));
        ck_assert_int_ge(desk_integer(one, "revision"), book.revision[i]);
        ck_assert_int_le(desk_integer(one, "revision"), book.revision[i] + 1);
        complaint_case_free(one);
    }
    desk_ok(complaint_register_list(d->reg, NULL, &cursor, &error));
    stored = desk_count(cursor);
    ck_assert_int_ge(stored, book.filed);
    ck_assert_int_le(stored, book.filed + 3 * book.unsure);
    desk_ok(complaint_register_close(d->reg, &error));
    complaint_register_free(d->reg);
    d->reg = NULL;
}

static int wanted(void)
{
    return getenv("COMPLAINT_LONG") != NULL ? 1000 : 200;
}

START_TEST(a_killed_process_loses_nothing_that_was_acknowledged)
{
    uint64_t seed = 20190425;
    int64_t acknowledged = 0;
    int kills = 0;

    while (kills < wanted()) {
        desk d;
        uint64_t first = seed;

        memset(&book, 0, sizeof book);
        desk_open(&d, DESK_SQLITE);
        desk_ok(complaint_register_close(d.reg, &error));
        complaint_register_free(d.reg);
        d.reg = NULL;
        for (int round = 0; round < ROUND; round++) {
            kills += kill_once(d.uri, &seed);
            if (round % 5 == 4)
                check(&d);
        }
        acknowledged += book.filed;
        printf("kills: seed %llu, %d complaints acknowledged\n",
               (unsigned long long)first, (int)book.filed);
        desk_close(&d);
    }
    ck_assert_int_gt(acknowledged, wanted() / 10);
    printf("kills: %d, %d complaints acknowledged\n", kills, (int)acknowledged);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kills");
    TCase *tcase = tcase_create("kills");

    tcase_set_timeout(tcase, 3000);
    tcase_add_test(tcase, a_killed_process_loses_nothing_that_was_acknowledged);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
