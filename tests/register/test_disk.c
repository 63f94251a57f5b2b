/* A register on a disk that fails at every call in turn, cuts writes short,
 * fills up, or loses its power: what was acknowledged is there, and nothing is
 * there by half. */
#include "register/desk.h"
#include "support/disk.h"
#include "support/surroundings.h"

#include <stdio.h>

#define URI "sqlite:/register.db"
#define CASES 3

/* What the host was told. */
typedef struct ledger {
    int filed;  /* acknowledged */
    int unsure; /* not acknowledged, one command; there whole or not at all */
    int64_t revision[64]; /* of each acknowledged case, by number */
    int64_t possible[64]; /* with what failed and may have arrived */
    char number[64][32];
    int failures;
} ledger;

static disk *the_disk;
static int64_t faults_tried[DISK_FAULTS];

/* What may fail here, and is looked at later. */
static void ignore(int status)
{
    (void)status;
}

/* ---- work ---- */

static bool open_register(desk *d, unsigned flags)
{
    complaint_error *error = NULL;
    int status =
        complaint_register_open(d->context, URI, flags, &d->reg, &error);

    ck_assert_msg(status == COMPLAINT_OK || disk_broken(the_disk),
                  "open: %d %s", status, complaint_error_message(error));
    complaint_error_free(error);
    return status == COMPLAINT_OK;
}

static void close_register(desk *d)
{
    ignore(complaint_register_close(d->reg, NULL));
    complaint_register_free(d->reg);
    d->reg = NULL;
}

/* A failure that the disk explains; anything else is a defect. */
static bool went(ledger *book, int status, complaint_error *error)
{
    if (status != COMPLAINT_OK) {
        book->failures++;
        ck_assert_msg(
            disk_broken(the_disk) &&
                (status == COMPLAINT_IO || status == COMPLAINT_FULL ||
                 status == COMPLAINT_CONFLICT ||
                 status == COMPLAINT_READ_ONLY || status == COMPLAINT_CORRUPT ||
                 status == COMPLAINT_BUSY || status == COMPLAINT_MISUSE),
            "%d %s", status, complaint_error_message(error));
    }
    complaint_error_free(error);
    return status == COMPLAINT_OK;
}

static void note(ledger *book, int which, complaint_case *one, bool done)
{
    book->possible[which]++;
    if (done)
        book->revision[which] = book->possible[which] =
            desk_integer(one, "revision");
    else
        /* A stale handle would refuse all that follows. */
        ignore(complaint_case_refresh(one, NULL));
}

static complaint_case *file(desk *d, ledger *book, const complaint_facts *facts)
{
    complaint_case *one = NULL;
    complaint_error *error = NULL;
    int status = complaint_case_file(d->reg, d->clerk, facts,
                                     COMPLAINT_TIME_NONE, &one, &error);

    if (!went(book, status, error)) {
        if (book->failures == 1)
            book->unsure = 1;
        return NULL;
    }
    (void)snprintf(book->number[book->filed], 32, "%s",
                   desk_text(one, "number"));
    book->revision[book->filed] = book->possible[book->filed] =
        desk_integer(one, "revision");
    book->filed++;
    return one;
}

static void handle(desk *d, ledger *book, complaint_case *one,
                   const complaint_facts *facts)
{
    complaint_facts *person = desk_facts(d, "{\"name\":\"n\"}");
    int which = book->filed - 1;
    complaint_error *error = NULL;
    int status = complaint_case_perform(one, d->clerk, "register", facts,
                                        COMPLAINT_TIME_NONE, &error);

    note(book, which, one, went(book, status, error));
    error = NULL;
    status = complaint_case_assign(one, d->clerk, "clerk-2", NULL, "help",
                                   COMPLAINT_TIME_NONE, &error);
    note(book, which, one, went(book, status, error));
    error = NULL;
    status = complaint_case_put(one, d->clerk, "party", person,
                                COMPLAINT_TIME_NONE, NULL, &error);
    note(book, which, one, went(book, status, error));
    complaint_facts_free(person);
}

static void batch(desk *d, ledger *book, const complaint_facts *facts)
{
    ledger before = *book;
    complaint_error *error = NULL;
    int status = complaint_register_begin(d->reg, &error);

    if (!went(book, status, error))
        return;
    for (int i = 0; i < 2; i++)
        complaint_case_free(file(d, book, facts));
    error = NULL;
    status = complaint_register_commit(d->reg, &error);
    if (!went(book, status, error)) {
        before.failures = book->failures;
        before.unsure =
            before.failures == 1 ? book->filed - before.filed : before.unsure;
        *book = before;
    }
}

static void work(desk *d, ledger *book)
{
    complaint_facts *facts =
        desk_facts(d, "{\"title\":\"\u9000\u8d27\",\"description\":\"x\","
                      "\"category\":\"other\",\"parties\":[{\"name\":\"n\"}]}");
    complaint_facts *ticked = NULL;
    complaint_error *error = NULL;
    int status;

    for (int i = 0; i < CASES; i++) {
        complaint_case *one = file(d, book, facts);

        if (one != NULL)
            handle(d, book, one, facts);
        complaint_case_free(one);
    }
    batch(d, book, facts);
    d->now += 90 * COMPLAINT_DAY;
    status = complaint_register_tick(d->reg, d->clerk, COMPLAINT_TIME_NONE,
                                     NULL, &ticked, &error);
    if (went(book, status, error))
        for (int i = 0; i < book->filed; i++)
            book->revision[i]++; /* at least: every clock has expired */
    for (int i = 0; i < book->filed; i++)
        book->possible[i] += 100;
    complaint_facts_free(ticked);
    complaint_facts_free(facts);
}

/* ---- what must be there ---- */

static void check(desk *d, const ledger *book)
{
    complaint_cursor *cursor;
    int64_t stored;

    ck_assert_int_eq(desk_verify(d), 0);
    for (int i = 0; i < book->filed; i++) {
        complaint_case *one;

        desk_ok(complaint_case_find(d->reg, book->number[i], &one, &error));
        ck_assert_int_ge(desk_integer(one, "revision"), book->revision[i]);
        ck_assert_int_le(desk_integer(one, "revision"), book->possible[i]);
        complaint_case_free(one);
    }
    desk_ok(complaint_register_list(d->reg, NULL, &cursor, &error));
    stored = desk_count(cursor);
    ck_assert_msg(stored == book->filed || stored == book->filed + book->unsure,
                  "%d stored, %d acknowledged", (int)stored, book->filed);
}

/* The register works on after the fault. */
static void go_on(desk *d)
{
    complaint_case *one = desk_file(d, "{\"title\":\"after\"}");

    desk_perform(d, one, "register",
                 "{\"description\":\"x\","
                 "\"category\":\"other\"}");
    complaint_case_free(one);
}

static void begin(desk *d)
{
    desk_open_empty(d, DESK_MEMORY);
    desk_ok(complaint_register_close(d->reg, &error));
    complaint_register_free(d->reg);
    d->reg = NULL;
}

static void prepare(desk *d)
{
    ck_assert(open_register(d, COMPLAINT_REGISTER_CREATE));
    desk_install(d, "procedure", "bank");
    desk_install(d, "calendar", "cn");
    desk_ok(complaint_register_close(d->reg, &error));
    close_register(d);
    disk_save(the_disk);
}

/* Work with the fault at this call; false when the work needs fewer calls. */
static bool attempt(desk *d, disk_fault fault, int64_t turn)
{
    int64_t call = (turn + 1) / 2;
    ledger book;
    bool broken;

    memset(&book, 0, sizeof book);
    disk_restore(the_disk);
    d->now = DESK_START;
    disk_spares_neighbours(the_disk, turn % 2 == 0);
    disk_break(the_disk, fault, call);
    if (open_register(d, 0)) {
        work(d, &book);
        if (fault == DISK_ONCE || fault == DISK_SHORT) {
            /* One failure spoils at most the command that met it, or the
             * batch, and those that a stale handle refused. */
            ck_assert_int_le(book.failures, 4);
            if (disk_broken(the_disk))
                check(d, &book);
        }
        close_register(d);
    }
    broken = disk_broken(the_disk);
    disk_heal(the_disk, (uint64_t)turn * DISK_FAULTS + fault);
    ck_assert(open_register(d, 0));
    check(d, &book);
    go_on(d);
    ck_assert_int_eq(desk_verify(d), 0);
    close_register(d);
    return broken;
}

/* Every call on both kinds of disk, or a part of them. */
static int64_t stride(void)
{
    return getenv("COMPLAINT_LONG") != NULL ? 1 : 5;
}

START_TEST(whatever_call_fails_nothing_acknowledged_is_lost)
{
    desk d;
    int64_t turn = 1;

    the_disk = disk_begin();
    begin(&d);
    prepare(&d);
    while (attempt(&d, (disk_fault)_i, turn)) {
        faults_tried[_i]++;
        turn += stride();
    }
    ck_assert_int_gt(faults_tried[_i], 20);
    printf("disk: %s at %d of about %d calls\n", disk_fault_name(_i),
           (int)faults_tried[_i], (int)(turn / 2));
    desk_close(&d);
    disk_end(the_disk);
}
END_TEST

/* ---- a register that is being made ---- */

static bool attempt_creation(desk *d, disk_fault fault, int64_t turn)
{
    int64_t call = (turn + 1) / 2;
    complaint_cursor *definitions;
    bool installed = false;
    bool broken;

    disk_restore(the_disk);
    disk_spares_neighbours(the_disk, turn % 2 == 0);
    disk_break(the_disk, fault, call);
    if (open_register(d, COMPLAINT_REGISTER_CREATE)) {
        complaint_definition *definition;

        desk_ok(complaint_definition_bundled(d->context, "procedure", "bank",
                                             &definition, &error));
        installed = complaint_register_install(d->reg, d->clerk, definition,
                                               NULL) == COMPLAINT_OK;
        complaint_definition_free(definition);
        close_register(d);
    }
    broken = disk_broken(the_disk);
    disk_heal(the_disk, (uint64_t)turn * DISK_FAULTS + fault);
    ck_assert(open_register(d, COMPLAINT_REGISTER_CREATE));
    ck_assert_int_eq(desk_verify(d), 0);
    desk_ok(complaint_register_list_relation(d->reg, "definition", &definitions,
                                             &error));
    ck_assert_int_ge(desk_count(definitions), installed);
    desk_install(d, "procedure", "bank");
    desk_install(d, "calendar", "cn");
    go_on(d);
    ck_assert_int_eq(desk_verify(d), 0);
    close_register(d);
    return broken;
}

START_TEST(a_register_that_was_being_made_can_be_made_again)
{
    desk d;
    int64_t turn = 1;
    int64_t count = 0;

    the_disk = disk_begin();
    begin(&d);
    disk_save(the_disk); /* nothing */
    while (attempt_creation(&d, (disk_fault)_i, turn)) {
        count++;
        turn += stride();
    }
    ck_assert_int_gt(count, 10);
    printf("disk: creation, %s at %d of about %d calls\n", disk_fault_name(_i),
           (int)count, (int)(turn / 2));
    desk_close(&d);
    disk_end(the_disk);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("disk");
    TCase *tcase = tcase_create("disk");

    tcase_set_timeout(tcase, 3000);
    tcase_add_loop_test(tcase, whatever_call_fails_nothing_acknowledged_is_lost,
                        DISK_ONCE, DISK_FAULTS);
    tcase_add_loop_test(tcase, a_register_that_was_being_made_can_be_made_again,
                        DISK_ONCE, DISK_FAULTS);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
