/* Handles of one register on several threads, which commit together: nothing
 * is lost or doubled, each call has its own result, also when the commit fails
 * or the process is killed. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 8, CASES_MAX = 4000 };

/* What a thread did. */
typedef struct hand {
    pthread_t thread;
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *clerk;
    int which;
    int rounds;
    int out; /* of a pipe, or -1 */
    int filed;
    int refused;
    int full;
    int wrong; /* statuses that nobody expected */
    char number[CASES_MAX][24];
} hand;

static hand hands[THREADS];

static complaint_facts *parse(complaint_context *context, const char *json)
{
    complaint_facts *facts = NULL;

    desk_ok(complaint_facts_parse(context, json, strlen(json), &facts, &error));
    return facts;
}

/* One complaint; "" where it was not acknowledged. */
static int file(hand *self, int turn, complaint_case **out)
{
    char json[200];
    complaint_facts *facts;
    int status;

    (void)snprintf(json, sizeof json,
                   "{\"title\":\"t\",\"description\":\"d\",\"category\":"
                   "\"other\",\"source\":\"web\",\"external_number\":"
                   "\"%d-%d\"}",
                   self->which, turn);
    if (complaint_facts_parse(self->context, json, strlen(json), &facts,
                              NULL) != COMPLAINT_OK)
        return COMPLAINT_MISUSE;
    status = complaint_case_file(self->reg, self->clerk, facts,
                                 COMPLAINT_TIME_NONE, out, NULL);
    complaint_facts_free(facts);
    return status;
}

static void keep(hand *self, const complaint_case *one)
{
    char *number = self->number[self->filed++];

    (void)snprintf(number, sizeof self->number[0], "%s",
                   complaint_record_text(complaint_case_record(one), "number"));
    if (self->out >= 0 && write(self->out, number, sizeof self->number[0]) !=
                              (ssize_t)sizeof self->number[0])
        _exit(4);
}

/* Two steps, and a third that is refused after something was written. */
static void handle(hand *self, complaint_case *one, int turn)
{
    complaint_facts *none = NULL;
    complaint_case *twice = NULL;

    if (complaint_facts_new(self->context, &none, NULL) != COMPLAINT_OK ||
        complaint_case_perform(one, self->clerk, "register", none,
                               COMPLAINT_TIME_NONE, NULL) != COMPLAINT_OK)
        self->wrong++;
    complaint_facts_free(none);
    /* Its own change is there to read. */
    if (complaint_case_find(
            self->reg,
            complaint_record_text(complaint_case_record(one), "number"), &twice,
            NULL) != COMPLAINT_OK ||
        complaint_record_integer(complaint_case_record(twice), "revision", 0) !=
            2)
        self->wrong++;
    complaint_case_free(twice);
    if (file(self, turn, NULL) == COMPLAINT_EXISTS)
        self->refused++;
    else
        self->wrong++;
}

static void *work(void *given)
{
    hand *self = given;

    for (int turn = 0; turn < self->rounds; turn++) {
        complaint_case *one = NULL;
        int status = file(self, turn, &one);

        if (status == COMPLAINT_OK) {
            keep(self, one);
            if (turn % 3 == 0)
                handle(self, one, turn);
        } else if (status == COMPLAINT_FULL || status == COMPLAINT_IO) {
            self->full++;
        } else {
            self->wrong++;
        }
        complaint_case_free(one);
    }
    return NULL;
}

/* All hands on a register that is there; the first has the first handle. */
static void share(const char *uri, complaint_context *context, int rounds)
{
    complaint_register *first = NULL;

    desk_ok(complaint_register_open(context, uri, 0, &first, &error));
    for (int i = 0; i < THREADS; i++) {
        hand *one = &hands[i];

        memset(one, 0, sizeof *one);
        one->context = context;
        one->which = i;
        one->rounds = rounds;
        one->out = -1;
        one->reg = first;
        if (i > 0)
            desk_ok(complaint_register_share(first, &one->reg, &error));
        desk_ok(
            complaint_actor_new(context, "clerk-9", NULL, &one->clerk, &error));
        desk_ok(complaint_actor_add_role(one->clerk, "*", &error));
    }
}

static void run(void)
{
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(
            pthread_create(&hands[i].thread, NULL, work, &hands[i]), 0);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_join(hands[i].thread, NULL), 0);
}

static void part(void)
{
    for (int i = 0; i < THREADS; i++) {
        /* The first handle is neither the first nor the last to go. */
        hand *one = &hands[(i + 5) % THREADS];

        desk_ok(complaint_register_close(one->reg, &error));
        complaint_register_free(one->reg);
        complaint_actor_free(one->clerk);
    }
}

static void begin(desk *d)
{
    desk_open(d, DESK_SQLITE);
    desk_ok(complaint_register_close(d->reg, &error));
    complaint_register_free(d->reg);
    d->reg = NULL;
}

static void reopen(desk *d)
{
    desk_ok(complaint_register_open(d->context, d->uri, 0, &d->reg, &error));
}

static int64_t stored(desk *d)
{
    complaint_cursor *cursor;

    desk_ok(complaint_register_list(d->reg, NULL, &cursor, &error));
    return desk_count(cursor);
}

/* The acknowledged ones are there, each under a number of its own. */
static void check_acknowledged(desk *d)
{
    for (int i = 0; i < THREADS; i++) {
        for (int j = 0; j < hands[i].filed; j++) {
            char expected[24];
            complaint_case *one;

            desk_ok(
                complaint_case_find(d->reg, hands[i].number[j], &one, &error));
            (void)snprintf(expected, sizeof expected, "%d-", i);
            ck_assert_int_eq(strncmp(desk_text(one, "external_number"),
                                     expected, strlen(expected)),
                             0);
            complaint_case_free(one);
        }
    }
}

/* Opened again: sound, with so many cases, the acknowledged ones among them. */
static void check_kept(desk *d, int filed)
{
    reopen(d);
    ck_assert_int_eq(desk_verify(d), 0);
    ck_assert_int_eq(stored(d), filed);
    check_acknowledged(d);
}

/* A register with hands on it; the context is the caller's. */
static complaint_context *begin_shared(desk *d, int rounds)
{
    complaint_context *context = NULL;

    begin(d);
    desk_ok(complaint_context_new(NULL, &context, &error));
    share(d->uri, context, rounds);
    return context;
}

START_TEST(callers_on_many_threads_lose_and_double_nothing)
{
    int rounds = getenv("COMPLAINT_LONG") != NULL ? 1500 : 60;
    complaint_context *context;
    complaint_case *last;
    char number[40];
    int filed = 0;
    desk d;

    context = begin_shared(&d, rounds);
    run();
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(hands[i].wrong, 0);
        ck_assert_int_eq(hands[i].full, 0);
        ck_assert_int_eq(hands[i].filed, rounds);
        ck_assert_int_eq(hands[i].refused, (rounds + 2) / 3);
        filed += hands[i].filed;
    }
    part();
    complaint_context_free(context);
    check_kept(&d, filed);
    /* As many numbers as complaints: the refused ones gave theirs back. */
    (void)snprintf(number, sizeof number, "%.7s%05d", hands[0].number[0],
                   filed);
    desk_ok(complaint_case_find(d.reg, number, &last, &error));
    complaint_case_free(last);
    printf("threads: %d, complaints: %d\n", THREADS, filed);
    desk_close(&d);
}
END_TEST

/* Everybody takes the same step of the same cases. */
static void *race(void *given)
{
    hand *self = given;

    for (int turn = 0; turn < self->rounds; turn++) {
        complaint_facts *none = NULL;
        complaint_case *one = NULL;
        int status = complaint_facts_new(self->context, &none, NULL);

        if (status == COMPLAINT_OK)
            status = complaint_case_find(self->reg, hands[0].number[turn], &one,
                                         NULL);
        if (status == COMPLAINT_OK)
            status = complaint_case_perform(one, self->clerk, "register", none,
                                            COMPLAINT_TIME_NONE, NULL);
        if (status == COMPLAINT_OK)
            self->filed++;
        else if (status == COMPLAINT_CONFLICT || status == COMPLAINT_REFUSED)
            self->refused++;
        else
            self->wrong++;
        complaint_facts_free(none);
        complaint_case_free(one);
    }
    return NULL;
}

START_TEST(of_those_who_take_the_same_step_one_is_first)
{
    int rounds = getenv("COMPLAINT_LONG") != NULL ? 1500 : 100;
    complaint_context *context = NULL;
    int took = 0;
    int refused = 0;
    desk d;

    context = begin_shared(&d, rounds);
    for (int turn = 0; turn < rounds; turn++) {
        complaint_case *one = NULL;

        ck_assert_int_eq(file(&hands[0], turn, &one), COMPLAINT_OK);
        keep(&hands[0], one);
        complaint_case_free(one);
    }
    hands[0].filed = 0;
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(
            pthread_create(&hands[i].thread, NULL, race, &hands[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_join(hands[i].thread, NULL), 0);
        ck_assert_int_eq(hands[i].wrong, 0);
        took += hands[i].filed;
        refused += hands[i].refused;
    }
    part();
    complaint_context_free(context);
    ck_assert_int_eq(took, rounds);
    ck_assert_int_eq(refused, (THREADS - 1) * rounds);
    reopen(&d);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

/* Traces may be left for the next call while others write. */
static bool erase(hand *self, complaint_case *one)
{
    static const char json[] =
        "{\"reason\":\"asked for\",\"parts\":[\"facts\"]}";
    complaint_facts *what = NULL;
    int status = complaint_facts_parse(self->context, json, sizeof json - 1,
                                       &what, NULL);

    if (status == COMPLAINT_OK)
        status = complaint_case_erase(one, self->clerk, what, NULL, NULL);
    complaint_facts_free(what);
    return status == COMPLAINT_OK || status == COMPLAINT_BUSY;
}

/* What cannot simply be done again, between what can: batches kept and undone,
 * erasures, refusals. */
static void *mix(void *given)
{
    hand *self = given;
    bool good = true;

    for (int turn = 0; good && turn < self->rounds; turn++) {
        bool batch = turn % 4 < 2;
        complaint_case *one = NULL;

        good =
            !batch || complaint_register_begin(self->reg, NULL) == COMPLAINT_OK;
        good = good && file(self, turn, &one) == COMPLAINT_OK &&
               file(self, turn, NULL) == COMPLAINT_EXISTS;
        if (good && turn % 4 == 1) {
            good = complaint_register_rollback(self->reg, NULL) == COMPLAINT_OK;
            complaint_case_free(one);
            continue;
        }
        if (batch)
            good = good &&
                   complaint_register_commit(self->reg, NULL) == COMPLAINT_OK;
        if (good && turn % 4 == 3)
            good = erase(self, one);
        if (good)
            keep(self, one);
        complaint_case_free(one);
    }
    self->wrong += !good;
    return NULL;
}

START_TEST(what_cannot_be_done_again_is_kept_or_undone_among_others)
{
    int rounds = getenv("COMPLAINT_LONG") != NULL ? 1000 : 40;
    complaint_context *context = NULL;
    int filed = 0;
    desk d;

    context = begin_shared(&d, rounds);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&hands[i].thread, NULL,
                                        i % 2 == 0 ? mix : work, &hands[i]),
                         0);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_join(hands[i].thread, NULL), 0);
        ck_assert_int_eq(hands[i].wrong, 0);
        ck_assert_int_eq(hands[i].filed,
                         i % 2 == 0 ? rounds - (rounds + 2) / 4 : rounds);
        filed += hands[i].filed;
    }
    part();
    complaint_context_free(context);
    check_kept(&d, filed);
    desk_close(&d);
}
END_TEST

START_TEST(a_commit_that_fails_is_told_to_every_member)
{
    struct rlimit limit;
    struct rlimit small;
    complaint_context *context = NULL;
    int filed = 0;
    int full = 0;
    desk d;

    begin(&d);
    desk_ok(complaint_context_new(NULL, &context, &error));
    share(d.uri, context, 40);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = limit;
    small.rlim_cur = 600000;
    (void)signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    run();
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (int i = 0; i < THREADS; i++) {
        filed += hands[i].filed;
        full += hands[i].full;
    }
    ck_assert_int_gt(filed, 0);
    ck_assert_int_gt(full, 0);
    printf("acknowledged: %d, told of a full disk: %d\n", filed, full);
    reopen(&d);
    ck_assert_int_eq(stored(&d), filed);
    ck_assert_int_eq(desk_verify(&d), 0);
    check_acknowledged(&d);
    /* With room again, the same handles go on. */
    for (int i = 0; i < THREADS; i++)
        hands[i].which += THREADS;
    run();
    ck_assert_int_eq(stored(&d), filed + THREADS * 40);
    part();
    complaint_context_free(context);
    desk_close(&d);
}
END_TEST

/* ---- killed ---- */

static void work_until_killed(const desk *d, const char *parameter, int out)
{
    complaint_context *context = NULL;
    char uri[200];

    desk_ok(complaint_context_new(NULL, &context, &error));
    (void)snprintf(uri, sizeof uri, "%s%s", d->uri, parameter);
    share(uri, context, CASES_MAX);
    for (int i = 0; i < THREADS; i++) {
        hands[i].out = out;
        hands[i].which = (int)getpid() + i;
    }
    run();
    _exit(0);
}

/* Whatever is synchronised: the system keeps what was written. */
START_TEST(a_killed_process_keeps_what_its_threads_were_told)
{
    const char *parameter = _i == 0 ? "" : "?synchronous=normal";
    int kills = getenv("COMPLAINT_LONG") != NULL ? 200 : 12;
    static char told[20 * CASES_MAX][24];
    int count = 0;
    desk d;

    begin(&d);
    for (int i = 0; i < kills; i++) {
        struct timespec time = {0, 1000000 * (1 + i * 7 % 30)};
        int ends[2];
        pid_t child;
        int how;

        ck_assert_int_eq(pipe(ends), 0);
        child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0)
            work_until_killed(&d, parameter, ends[1]);
        close(ends[1]);
        ck_assert_int_eq(read(ends[0], told[count], 24), 24);
        count++;
        nanosleep(&time, NULL);
        kill(child, SIGKILL);
        ck_assert_int_eq(waitpid(child, &how, 0), child);
        ck_assert(WIFSIGNALED(how));
        while (count < 20 * CASES_MAX && read(ends[0], told[count], 24) == 24)
            count++;
        close(ends[0]);
    }
    reopen(&d);
    ck_assert_int_eq(desk_verify(&d), 0);
    ck_assert_int_ge(stored(&d), count);
    for (int i = 0; i < count; i++) {
        complaint_case *one;

        desk_ok(complaint_case_find(d.reg, told[i], &one, &error));
        complaint_case_free(one);
    }
    printf("%s kills: %d, acknowledged: %d, stored: %d\n", parameter, kills,
           count, (int)stored(&d));
    desk_close(&d);
}
END_TEST

/* ---- two processes, batches, what is refused ---- */

START_TEST(two_processes_of_many_threads_take_turns)
{
    complaint_context *context = NULL;
    pid_t child;
    int how;
    desk d;

    begin(&d);
    child = fork();
    ck_assert_int_ge(child, 0);
    desk_ok(complaint_context_new(NULL, &context, &error));
    share(d.uri, context, 30);
    for (int i = 0; i < THREADS; i++)
        hands[i].which += child == 0 ? 100 : 0;
    run();
    for (int i = 0; i < THREADS; i++) {
        if (child == 0 && (hands[i].wrong != 0 || hands[i].filed != 30))
            _exit(1);
        ck_assert_int_eq(hands[i].wrong, 0);
        ck_assert_int_eq(hands[i].filed, 30);
    }
    part();
    complaint_context_free(context);
    if (child == 0)
        _exit(0);
    ck_assert_int_eq(waitpid(child, &how, 0), child);
    ck_assert(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    reopen(&d);
    ck_assert_int_eq(desk_verify(&d), 0);
    ck_assert_int_eq(stored(&d), 2 * 30 * THREADS);
    desk_close(&d);
}
END_TEST

START_TEST(a_handle_closed_in_its_batch_undoes_that_and_holds_up_nobody)
{
    complaint_context *context = NULL;
    complaint_register *other = NULL;
    complaint_facts *facts;
    desk d;

    begin(&d);
    desk_ok(complaint_context_new(NULL, &context, &error));
    share(d.uri, context, 10);
    facts = parse(context, "{\"title\":\"t\",\"category\":\"other\"}");
    desk_ok(complaint_register_share(hands[3].reg, &other, &error));
    desk_ok(complaint_register_begin(other, &error));
    desk_ok(complaint_case_file(other, hands[0].clerk, facts,
                                COMPLAINT_TIME_NONE, NULL, &error));
    /* Another handle does not see what is not durable. */
    d.reg = hands[1].reg;
    ck_assert_int_eq(stored(&d), 0);
    desk_fails(COMPLAINT_MISUSE, "store.misuse",
               complaint_register_share(other, &d.reg, &error));
    desk_ok(complaint_register_close(other, &error));
    desk_fails(COMPLAINT_MISUSE, "register.closed",
               complaint_register_share(other, &d.reg, &error));
    complaint_register_free(other);
    run();
    d.reg = hands[1].reg;
    ck_assert_int_eq(stored(&d), 10 * THREADS);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_facts_free(facts);
    part();
    complaint_context_free(context);
    d.reg = NULL;
    desk_close(&d);
}
END_TEST

START_TEST(a_register_in_memory_has_one_handle)
{
    complaint_register *other = NULL;
    desk d;

    desk_open(&d, DESK_MEMORY);
    desk_fails(COMPLAINT_UNSUPPORTED, "backend.lacks",
               complaint_register_share(d.reg, &other, &error));
    ck_assert_ptr_null(other);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_share(d.reg, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_share(NULL, &other, &error));
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("share");
    TCase *tcase = tcase_create("share");

    tcase_set_timeout(tcase, 600);
    tcase_add_test(tcase, callers_on_many_threads_lose_and_double_nothing);
    tcase_add_test(tcase, of_those_who_take_the_same_step_one_is_first);
    tcase_add_test(tcase,
                   what_cannot_be_done_again_is_kept_or_undone_among_others);
    tcase_add_test(tcase, a_commit_that_fails_is_told_to_every_member);
    tcase_add_loop_test(
        tcase, a_killed_process_keeps_what_its_threads_were_told, 0, 2);
    tcase_add_test(tcase, two_processes_of_many_threads_take_turns);
    tcase_add_test(
        tcase, a_handle_closed_in_its_batch_undoes_that_and_holds_up_nobody);
    tcase_add_test(tcase, a_register_in_memory_has_one_handle);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
