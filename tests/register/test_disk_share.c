/* Handles that share one register, each in a thread of its own, on a disk that
 * fails at a call, cuts a write short, fills up, rots or loses its power while
 * they commit together: each caller's result is its own and right. */
#include "register/desk.h"
#include "support/disk.h"
#include "support/surroundings.h"

#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, TURNS = 3 };

/* What a thread was told of each complaint. */
typedef struct hand {
    pthread_t thread;
    desk *desk;
    complaint_register *reg;
    int which;
    int filed[TURNS];     /* status; 1: not tried */
    int performed[TURNS]; /* the same */
    int failures;
    int wrong; /* statuses that no disk explains */
    char said[200];
} hand;

static disk *the_disk;

static complaint_register *open_register(desk *d, unsigned flags)
{
    complaint_register *reg = NULL;

    desk_ok(complaint_register_open(d->context, d->uri, flags, &reg, &error));
    return reg;
}

static void close_register(desk *d)
{
    if (complaint_register_close(d->reg, NULL) != COMPLAINT_OK)
        ck_assert(disk_broken(the_disk));
    complaint_register_free(d->reg);
    d->reg = NULL;
}

/* ---- work ---- */

static int judge(hand *self, int status, complaint_error *error)
{
    if (status != COMPLAINT_OK) {
        self->failures++;
        if (!disk_broken(the_disk) ||
            (status != COMPLAINT_IO && status != COMPLAINT_FULL &&
             status != COMPLAINT_BUSY && status != COMPLAINT_READ_ONLY &&
             status != COMPLAINT_CORRUPT && status != COMPLAINT_CONFLICT) ||
            complaint_error_status(error) != status) {
            self->wrong++;
            (void)snprintf(self->said, sizeof self->said, "%d %.100s", status,
                           complaint_error_message(error));
        }
    }
    complaint_error_free(error);
    return status;
}

static complaint_facts *facts_of(hand *self, const char *json)
{
    complaint_facts *facts = NULL;

    if (complaint_facts_parse(self->desk->context, json, strlen(json), &facts,
                              NULL) != COMPLAINT_OK)
        self->wrong++;
    return facts;
}

static void one_turn(hand *self, int turn)
{
    complaint_error *error = NULL;
    complaint_case *one = NULL;
    complaint_facts *facts;
    char json[200];
    int status;

    (void)snprintf(json, sizeof json,
                   "{\"title\":\"t\",\"description\":\"d\",\"category\":"
                   "\"other\",\"source\":\"web\",\"external_number\":"
                   "\"%d-%d\"}",
                   self->which, turn);
    facts = facts_of(self, json);
    status = complaint_case_file(self->reg, self->desk->clerk, facts,
                                 COMPLAINT_TIME_NONE, &one, &error);
    complaint_facts_free(facts);
    self->filed[turn] = judge(self, status, error);
    if (one == NULL)
        return;
    error = NULL;
    facts = facts_of(self, "{}");
    status = complaint_case_perform(one, self->desk->clerk, "register", facts,
                                    COMPLAINT_TIME_NONE, &error);
    complaint_facts_free(facts);
    self->performed[turn] = judge(self, status, error);
    complaint_case_free(one);
}

static void *work(void *given)
{
    for (int turn = 0; turn < TURNS; turn++)
        one_turn(given, turn);
    return NULL;
}

/* Everybody works; the calls made. How many handles is chance, and with it who
 * is in whose commit. */
static int64_t work_together(desk *d, hand hands[THREADS], disk_fault fault,
                             int64_t call, int count)
{
    for (int i = 0; i < THREADS; i++) {
        hand *one = &hands[i];

        memset(one, 0, sizeof *one);
        one->desk = d;
        one->which = i;
        one->reg = d->reg;
        for (int turn = 0; turn < TURNS; turn++)
            one->filed[turn] = one->performed[turn] = 1;
        if (i > 0 && i < count)
            desk_ok(complaint_register_share(d->reg, &one->reg, &error));
    }
    disk_break(the_disk, fault, call);
    for (int i = 0; i < count; i++)
        ck_assert_int_eq(
            pthread_create(&hands[i].thread, NULL, work, &hands[i]), 0);
    for (int i = 0; i < count; i++)
        ck_assert_int_eq(pthread_join(hands[i].thread, NULL), 0);
    for (int i = 0; i < count; i++)
        ck_assert_msg(hands[i].wrong == 0, "handle %d: %s", i, hands[i].said);
    return disk_calls(the_disk);
}

static void part(hand hands[THREADS], int count)
{
    for (int i = 1; i < count; i++)
        complaint_register_free(hands[i].reg);
}

/* ---- what must be there ---- */

/* What was refused is not there; `unsure`: it may have arrived, whole. */
static void check_one(desk *d, const hand *one, int turn, bool unsure)
{
    complaint_case *found = NULL;
    complaint_error *error = NULL;
    char name[24];
    int status;

    (void)snprintf(name, sizeof name, "web/%d-%d", one->which, turn);
    status = complaint_case_find(d->reg, name, &found, &error);
    ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_NOT_FOUND,
                  "%s: %d %s", name, status, complaint_error_message(error));
    complaint_error_free(error);
    if (one->filed[turn] == COMPLAINT_OK)
        ck_assert_msg(status == COMPLAINT_OK, "%s is lost", name);
    else if (one->filed[turn] == 1 || !unsure)
        ck_assert_msg(status == COMPLAINT_NOT_FOUND, "%s was refused", name);
    if (status == COMPLAINT_OK) {
        int64_t revision = desk_integer(found, "revision");

        if (one->performed[turn] == COMPLAINT_OK)
            ck_assert_int_eq(revision, 2);
        else if (one->performed[turn] == 1 || !unsure)
            ck_assert_int_eq(revision, 1);
        else
            ck_assert(revision == 1 || revision == 2);
    }
    complaint_case_free(found);
}

static void check(desk *d, const hand hands[THREADS], bool unsure)
{
    ck_assert_int_eq(desk_verify(d), 0);
    for (int i = 0; i < THREADS; i++)
        for (int turn = 0; turn < TURNS; turn++)
            check_one(d, &hands[i], turn, unsure);
}

static int failures_of(const hand hands[THREADS])
{
    int failures = 0;

    for (int i = 0; i < THREADS; i++)
        failures += hands[i].failures;
    return failures;
}

/* ---- faults ---- */

typedef struct sums {
    int64_t faults;
    int64_t refused;
} sums;

static void attempt(desk *d, disk_fault fault, int64_t call, sums *all)
{
    int count = 2 + (int)(call % (THREADS - 1));
    bool once = fault == DISK_ONCE || fault == DISK_SHORT;
    hand hands[THREADS];
    complaint_case *one;

    disk_restore(the_disk);
    disk_spares_neighbours(the_disk, call % 2 == 0);
    d->reg = open_register(d, 0);
    /* Fewer make fewer calls. */
    (void)work_together(d, hands, fault, 1 + call * count / (THREADS + 1),
                        count);
    all->faults += disk_broken(the_disk);
    all->refused += failures_of(hands);
    if (once) {
        /* One call spoils one commit, or one caller's own. */
        ck_assert_int_le(failures_of(hands), count);
        disk_break(the_disk, DISK_SOUND, 0);
        check(d, hands, false);
    }
    part(hands, count);
    close_register(d);
    disk_heal(the_disk, (uint64_t)call * DISK_FAULTS + fault);
    d->reg = open_register(d, 0);
    check(d, hands, !once);
    one = desk_file(d, "{\"title\":\"after\"}");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(d), 0);
    close_register(d);
}

static void begin(desk *d)
{
    desk_open_empty(d, DESK_MEMORY);
    close_register(d);
    d->clock_stands = true; /* several threads look at it */
    (void)snprintf(d->uri, sizeof d->uri, "sqlite:/no-such-folder/register.db");
    d->reg = open_register(d, COMPLAINT_REGISTER_CREATE);
    desk_install(d, "procedure", "bank");
    desk_install(d, "calendar", "cn");
    close_register(d);
    disk_save(the_disk);
}

/* In the ordinary run so many of the calls, evenly. */
static int64_t stride(int64_t calls)
{
    return getenv("COMPLAINT_LONG") != NULL || calls < 60 ? 1 : calls / 60 + 1;
}

START_TEST(whatever_call_fails_each_of_those_who_share_is_told_its_own)
{
    hand hands[THREADS];
    sums all = {0};
    int64_t calls;
    desk d;

    the_disk = disk_begin();
    begin(&d);
    d.reg = open_register(&d, 0);
    calls = work_together(&d, hands, DISK_SOUND, 0, THREADS);
    ck_assert_int_eq(failures_of(hands), 0);
    part(hands, THREADS);
    check(&d, hands, false);
    close_register(&d);
    for (int64_t call = 1; call <= calls; call += stride(calls))
        attempt(&d, (disk_fault)_i, call, &all);
    printf("disk: shared, %s at %d of about %d calls, %d refused\n",
           disk_fault_name((disk_fault)_i), (int)all.faults, (int)calls,
           (int)all.refused);
    ck_assert_int_gt(all.faults, 5);
    ck_assert_int_gt(all.refused, 0);
    desk_close(&d);
    disk_end(the_disk);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("disk, shared");
    TCase *tcase = tcase_create("disk, shared");

    tcase_set_timeout(tcase, 3000);
    tcase_add_loop_test(
        tcase, whatever_call_fails_each_of_those_who_share_is_told_its_own,
        DISK_ONCE, DISK_FAULTS);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
