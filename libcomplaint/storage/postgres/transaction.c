/* Transactions of the PostgreSQL backend, and numbers of series. A transaction
 * begins on the server with its first verb, in the same round trip. Rows are
 * in verbs.c and cursor.c. */
#include "storage/postgres/store.h"

#include "base/failure.h"

#include <string.h>
#include <time.h>

/* How often a statement that reads is asked again: half a second in all. */
#define REPEATED 10

int complaint__postgres_begin(complaint_store *store, bool write,
                              complaint_error **error)
{
    int status;

    if (write && store->read_only)
        return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                    NULL, 0,
                                    "the register was opened read-only");
    if (store->state != COMPLAINT__POSTGRES_IDLE)
        return complaint_store_fail(store->context, error, COMPLAINT_MISUSE,
                                    NULL, 0, "a transaction is open already");
    status = complaint__postgres_ensure(store, error);
    if (status == COMPLAINT_OK && write)
        status = complaint__postgres_session(store, error);
    if (status != COMPLAINT_OK)
        return status;
    store->state =
        write ? COMPLAINT__POSTGRES_WRITING : COMPLAINT__POSTGRES_READING;
    store->begun = false;
    store->answered = false;
    store->failure = COMPLAINT_OK;
    store->commit += write;
    store->numbers.saved = store->numbers.next;
    store->numbers.taken = false;
    return COMPLAINT_OK;
}

/* ---- what goes before the first verb ---- */

static bool queue_control(complaint_store *store,
                          enum complaint__postgres_control which,
                          enum complaint__postgres_awaited what)
{
    static const char *const names[COMPLAINT__POSTGRES_CONTROLS] = {
        "c_next", "c_reserve", "c_read", "c_write", "c_commit"};
    complaint__buffer *sql = &store->sql;

    complaint__buffer_clear(sql);
    if (which == COMPLAINT__POSTGRES_BEGIN_READING) {
        complaint__buffer_text(
            sql, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    } else if (which == COMPLAINT__POSTGRES_BEGIN_WRITING) {
        complaint__buffer_text(sql, "BEGIN ISOLATION LEVEL SERIALIZABLE");
    } else if (which == COMPLAINT__POSTGRES_COMMIT) {
        complaint__buffer_text(sql, "COMMIT");
    } else {
        complaint__buffer_text(sql, "INSERT INTO ");
        complaint__postgres_table(sql, store, "series");
        complaint__buffer_text(
            sql, " AS s(\"tenant\",\"name\",\"number\")VALUES($1,$2,$3)"
                 "ON CONFLICT(\"tenant\",\"name\")DO UPDATE "
                 "SET \"number\"=s.\"number\"+$3 RETURNING \"number\"");
    }
    return !sql->failed && complaint__postgres_queue(store, names[which],
                                                     &store->controls[which],
                                                     &store->parameters, what);
}

/* One without parameters. */
static bool queue_order(complaint_store *store,
                        enum complaint__postgres_control which)
{
    complaint__postgres_clear(&store->parameters);
    return queue_control(store, which, COMPLAINT__POSTGRES_AWAIT_DONE);
}

/* In a transaction of its own, so that others wait for it only briefly. */
static bool queue_reservation(complaint_store *store)
{
    complaint__postgres_numbers *numbers = &store->numbers;

    if (numbers->series == NULL || numbers->block == 0 ||
        numbers->next < numbers->end)
        return true;
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_text(&store->parameters, numbers->series);
    complaint__postgres_add_integer(&store->parameters, numbers->block);
    return queue_control(store, COMPLAINT__POSTGRES_RESERVE,
                         COMPLAINT__POSTGRES_AWAIT_RESERVED) &&
           complaint__postgres_queue_sync(store);
}

static bool queue_begin(complaint_store *store)
{
    if (store->state == COMPLAINT__POSTGRES_READING)
        return queue_order(store, COMPLAINT__POSTGRES_BEGIN_READING);
    if (!queue_reservation(store) ||
        !queue_order(store, COMPLAINT__POSTGRES_BEGIN_WRITING))
        return false;
    complaint__postgres_begin_bundle(store);
    return true;
}

/* On the server alone. */
static void undo(complaint_store *store)
{
    PGresult *result = NULL;
    PGresult *bad = NULL;

    if (!store->begun || store->lost)
        return;
    if (complaint__postgres_queue_text(store, "ROLLBACK",
                                       COMPLAINT__POSTGRES_AWAIT_DONE))
        (void)complaint__postgres_try(store, &result, &bad);
    else
        store->lost = true;
    if (bad != NULL) /* in doubt: a new connection knows of nothing */
        store->lost = true;
    PQclear(result);
    PQclear(bad);
}

/* Behind damage, in the state of then: whoever verifies wants to know the rest,
 * and on the server the transaction is over. */
static void read_on(complaint_store *store)
{
    undo(store);
    if (store->lost)
        return;
    store->begun = false;
    store->failure = COMPLAINT_OK;
}

int complaint__postgres_ready(complaint_store *store, bool write,
                              complaint_error **error)
{
    if (write && store->read_only)
        return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                    NULL, 0,
                                    "the register was opened read-only");
    if (write && store->state != COMPLAINT__POSTGRES_WRITING)
        return complaint_store_fail(store->context, error, COMPLAINT_MISUSE,
                                    NULL, 0,
                                    "writing needs an open write transaction");
    if (store->state == COMPLAINT__POSTGRES_IDLE)
        return complaint__postgres_ensure(store, error);
    if (store->state == COMPLAINT__POSTGRES_READING &&
        store->failure == COMPLAINT_CORRUPT)
        read_on(store);
    if (store->failure != COMPLAINT_OK)
        return complaint__postgres_failed(store, error);
    if (store->begun)
        return COMPLAINT_OK;
    store->begun = true;
    if (!queue_begin(store))
        return complaint__postgres_fail(store, error, NULL, NULL);
    return COMPLAINT_OK;
}

/* ---- ends ---- */

static void end(complaint_store *store, bool kept)
{
    complaint__postgres_numbers *numbers = &store->numbers;

    if (!kept)
        numbers->next = numbers->saved;
    /* Another took a number meanwhile: from now on some in advance. */
    if (!kept && numbers->taken && store->failure == COMPLAINT_BUSY)
        numbers->block = store->numbers_max;
    complaint__postgres_drop(store);
    store->state = COMPLAINT__POSTGRES_IDLE;
    store->begun = false;
    store->answered = false;
    store->transactions++;
}

void complaint__postgres_rollback(complaint_store *store)
{
    if (store->state == COMPLAINT__POSTGRES_IDLE)
        return;
    undo(store);
    end(store, false);
}

bool complaint__postgres_again(complaint_store *store, int status, int *attempt,
                               complaint_error **error)
{
    struct timespec pause = {0, 500000L << *attempt};

    if (status != COMPLAINT_BUSY || store->lost || *attempt == REPEATED ||
        store->state == COMPLAINT__POSTGRES_WRITING || store->answered)
        return false;
    undo(store);
    if (store->lost) /* the next transaction has a new connection */
        return false;
    store->begun = false;
    store->failure = COMPLAINT_OK;
    if (error != NULL) {
        complaint_error_free(*error);
        *error = NULL;
    }
    (*attempt)++;
    (void)nanosleep(&pause, NULL);
    return true;
}

/* Anything but COMMIT in answer to it means that nothing was kept. */
static int check_tag(complaint_store *store, PGresult *result,
                     complaint_error **error)
{
    if (strcmp(PQcmdStatus(result), "COMMIT") == 0)
        return COMPLAINT_OK;
    store->failure = COMPLAINT_BUSY;
    return complaint_store_fail(store->context, error, COMPLAINT_BUSY, NULL, 0,
                                "the server rolled the transaction back");
}

int complaint__postgres_commit(complaint_store *store, complaint_error **error)
{
    bool writing = store->state == COMPLAINT__POSTGRES_WRITING;
    complaint_error *local = NULL;
    PGresult *result = NULL;
    bool unanswered;
    int status = COMPLAINT_OK;

    if (store->state == COMPLAINT__POSTGRES_IDLE)
        return complaint_store_fail(store->context, error, COMPLAINT_MISUSE,
                                    NULL, 0, "no transaction is open any more");
    if (store->failure != COMPLAINT_OK) {
        status = complaint__postgres_failed(store, error);
        complaint__postgres_rollback(store);
        return status;
    }
    status = complaint__postgres_settle(store, NULL, &local);
    if (store->begun && status == COMPLAINT_OK) {
        status = queue_order(store, COMPLAINT__POSTGRES_COMMIT)
                     ? complaint__postgres_run(store, &result, NULL, &local)
                     : complaint__postgres_fail(store, &local, NULL, NULL);
        if (status == COMPLAINT_OK)
            status = check_tag(store, result, &local);
        PQclear(result);
    }
    unanswered = store->lost;
    if (status == COMPLAINT_OK || unanswered)
        end(store, true); /* when lost, numbers are not given again */
    else
        complaint__postgres_rollback(store); /* COMMIT may not have run */
    if (unanswered && status != COMPLAINT_OK) {
        complaint_error_free(local);
        local = NULL;
        status =
            writing ? complaint__postgres_resolve(store, &local) : COMPLAINT_OK;
    }
    complaint__error_give(error, local);
    return status;
}

/* ---- changes of the schema ---- */

int complaint__postgres_begin_change(complaint_store *store,
                                     complaint_error **error)
{
    int status = COMPLAINT_OK;

    if (store->read_only)
        return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                    NULL, 0,
                                    "the register was opened read-only");
    status = complaint__postgres_ensure(store, error);
    if (status == COMPLAINT_OK)
        status = complaint__postgres_simple(
            store, "BEGIN ISOLATION LEVEL READ COMMITTED", NULL, NULL, error);
    if (status != COMPLAINT_OK)
        return status;
    store->state = COMPLAINT__POSTGRES_WRITING;
    store->begun = true;
    store->failure = COMPLAINT_OK;
    return COMPLAINT_OK;
}

int complaint__postgres_end_change(complaint_store *store, int status,
                                   complaint_error **error)
{
    if (status == COMPLAINT_OK)
        status = complaint__postgres_simple(store, "COMMIT", NULL, NULL, error);
    if (status == COMPLAINT_OK)
        end(store, true);
    else
        complaint__postgres_rollback(store);
    return status;
}

/* ---- series ---- */

static int remember(complaint_store *store, const char *series,
                    complaint_error **error)
{
    complaint__postgres_numbers *numbers = &store->numbers;
    char *copy;

    if (numbers->next < numbers->end ||
        (numbers->series != NULL && strcmp(numbers->series, series) == 0))
        return COMPLAINT_OK;
    copy = complaint__copy_text(store->context, series);
    if (copy == NULL)
        return complaint__fail_memory(error);
    complaint__free(store->context, numbers->series);
    numbers->series = copy;
    return COMPLAINT_OK;
}

static int take_from_row(complaint_store *store, const char *series,
                         int64_t *number, complaint_error **error)
{
    PGresult *result = NULL;
    int status = remember(store, series, error);

    if (status != COMPLAINT_OK)
        return status;
    store->numbers.taken = true;
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_text(&store->parameters, series);
    complaint__postgres_add_integer(&store->parameters, 1);
    if (!queue_control(store, COMPLAINT__POSTGRES_NEXT,
                       COMPLAINT__POSTGRES_AWAIT_DONE))
        return complaint__postgres_fail(store, error, NULL, "series");
    status = complaint__postgres_run(store, &result, "series", error);
    if (status == COMPLAINT_OK)
        *number = complaint__postgres_integer(result, 0, 0);
    PQclear(result);
    return status;
}

static bool has_number(const complaint__postgres_numbers *numbers,
                       const char *series)
{
    return numbers->next < numbers->end && strcmp(numbers->series, series) == 0;
}

int complaint__postgres_next_number(complaint_store *store, const char *series,
                                    int64_t *number, complaint_error **error)
{
    complaint__postgres_numbers *numbers = &store->numbers;
    PGresult *result = NULL;
    int status = complaint__postgres_ready(store, true, error);

    /* A reservation may be on its way. */
    if (status == COMPLAINT_OK && !has_number(numbers, series) &&
        numbers->block > 0 && store->awaited_count > 0) {
        status = complaint__postgres_run(store, &result, "series", error);
        PQclear(result);
    }
    if (status != COMPLAINT_OK)
        return status;
    if (!has_number(numbers, series))
        return take_from_row(store, series, number, error);
    *number = numbers->next++;
    return COMPLAINT_OK;
}

void complaint__postgres_return_numbers(complaint_store *store)
{
    complaint__postgres_numbers *numbers = &store->numbers;

    if (numbers->next == numbers->end)
        return;
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_text(&store->parameters, numbers->series);
    complaint__postgres_add_integer(&store->parameters, numbers->next - 1);
    complaint__postgres_add_integer(&store->parameters, numbers->end - 1);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "UPDATE ");
    complaint__postgres_table(&store->sql, store, "series");
    complaint__buffer_text(&store->sql,
                           " SET \"number\"=$3 WHERE \"tenant\"=$1 AND "
                           "\"name\"=$2 AND \"number\"=$4");
    if (!store->sql.failed)
        (void)complaint__postgres_simple(store, store->sql.bytes,
                                         &store->parameters, NULL, NULL);
    numbers->next = numbers->end = 0;
}
