/* Connections of a PostgreSQL store: made, made anew after a loss, closed; and
 * how a commit whose answer was lost is looked up. Tables are in schema.c,
 * transactions in transaction.c. */
#include "storage/postgres/store.h"

#include "base/context.h"
#include "base/failure.h"

#include <inttypes.h>
#include <openssl/rand.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How long a commit without answer is asked after, in steps of a quarter of
 * a second: long enough for a restart or a promoted standby. */
#define RESOLVE_STEPS 120
#define STEP_NANOSECONDS 250000000L

/* Sessions take a new name every day; one that is a month old is nobody's.
 * In milliseconds. */
#define SESSION_LIFE UINT64_C(86400000)
#define SESSION_LEFT (30 * SESSION_LIFE)
#define SESSION_TIME "t%012" PRIx64
#define SESSION_TIME_MAX UINT64_C(0xffffffffffff)

/* Nothing is ever printed. */
/* Nothing is printed; that there was a warning (class 01) is kept. */
static void note(void *user_data, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (state != NULL && strncmp(state, "01", 2) == 0)
        ((complaint_store *)user_data)->warned = true;
}

static void disconnect(complaint_store *store)
{
    PQclear(store->row);
    store->row = NULL;
    PQfinish(store->db);
    store->db = NULL;
    store->awaited_count = 0;
    memset(store->verbs, 0, sizeof store->verbs);
    memset(store->controls, 0, sizeof store->controls);
    memset(store->scans, 0, sizeof store->scans);
    memset(store->bundled, 0, sizeof store->bundled);
    store->marked = false;
    store->session_known = false; /* it may be another server now */
}

/* Not every server knows every one of these; none of them changes what is
 * stored. Small tables are read by their indexes too: a look at a whole table
 * would clash with everybody who writes to it. What the server must read whole
 * nevertheless, its own catalog, then counts as so dear that it would be
 * compiled first, which takes far longer than to read it. */
static void settle(complaint_store *store)
{
    static const char *const texts[] = {
        "SET enable_seqscan=off",
        "SET enable_bitmapscan=off",
        "SET lock_timeout='5s'",
        "SET plan_cache_mode=force_generic_plan",
        "SET jit=off",
        "SET application_name='complaint'"};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        PQclear(PQexec(store->db, texts[i]));
}

static int settle_reading(complaint_store *store, complaint_error **error)
{
    PGresult *result;
    int status = COMPLAINT_OK;

    if (!store->read_only)
        return COMPLAINT_OK;
    result = PQexec(store->db, "SET default_transaction_read_only=on");
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        status = complaint__postgres_fail(store, error, result, NULL);
    PQclear(result);
    return status;
}

static int connect_now(complaint_store *store, complaint_error **error)
{
    /* Later ones win: the address may set the first, not the last. */
    const char *const names[] = {"connect_timeout", "dbname", "client_encoding",
                                 NULL};
    const char *const values[] = {"10", store->address, "UTF8", NULL};
    const char *encoding;
    int status;

    disconnect(store);
    store->db = PQconnectdbParams(names, values, 1);
    if (store->db == NULL)
        return complaint__fail_memory(error);
    PQsetNoticeReceiver(store->db, note, store);
    store->lost = PQstatus(store->db) != CONNECTION_OK;
    if (store->lost)
        return complaint__postgres_fail(store, error, NULL, NULL);
    encoding = PQparameterStatus(store->db, "server_encoding");
    if (encoding != NULL && strcmp(encoding, "UTF8") != 0)
        return complaint_store_fail(store->context, error,
                                    COMPLAINT_UNSUPPORTED, NULL, 0,
                                    "the database is not in UTF-8");
    settle(store);
    status = settle_reading(store, error);
    if (status == COMPLAINT_OK && PQenterPipelineMode(store->db) != 1)
        status = complaint__postgres_fail(store, error, NULL, NULL);
    return status;
}

/* The server may have closed an idle connection: its last word and then the end
 * wait to be read. */
static bool was_closed(complaint_store *store)
{
    struct pollfd one = {.fd = PQsocket(store->db), .events = POLLIN};

    if (one.fd < 0)
        return true;
    while (poll(&one, 1, 0) > 0) {
        if (PQconsumeInput(store->db) != 1 ||
            PQstatus(store->db) != CONNECTION_OK)
            return true;
    }
    return false;
}

int complaint__postgres_ensure(complaint_store *store, complaint_error **error)
{
    if (store->db != NULL && !store->lost && !was_closed(store))
        return COMPLAINT_OK;
    return connect_now(store, error);
}

/* Milliseconds of the context's clock. */
static uint64_t now(const complaint_store *store)
{
    complaint_time time = complaint_context_now(store->context);

    return time > 0 ? (uint64_t)time / 1000 : 0;
}

/* Names sort by when they were given: "t", milliseconds, random digits. These
 * are not by the context's source of random: what two processes may share, such
 * as a seed, must not make two sessions one. */
static int name_session(complaint_store *store, complaint_error **error)
{
    unsigned char bytes[10];
    int size;

    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return complaint_store_fail(store->context, error, COMPLAINT_IO, NULL,
                                    0, "the system gives no random numbers");
    store->session_born = now(store);
    size = snprintf(store->session, sizeof store->session, SESSION_TIME,
                    store->session_born & SESSION_TIME_MAX);
    for (size_t i = 0; (size_t)size + 2 < sizeof store->session; i++)
        size +=
            snprintf(store->session + size,
                     sizeof store->session - (size_t)size, "%02x", bytes[i]);
    return COMPLAINT_OK;
}

/* Text of a statement on this session's row, and its parameters. */
static int session_statement(complaint_store *store, const char *before,
                             const char *after, PGresult **out,
                             complaint_error **error)
{
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_text(&store->parameters, store->session);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, before);
    complaint__postgres_table(&store->sql, store, "commit");
    complaint__buffer_text(&store->sql, after);
    if (store->sql.failed)
        return complaint__fail_memory(error);
    return complaint__postgres_simple(store, store->sql.bytes,
                                      &store->parameters, out, error);
}

static int forget_session(complaint_store *store, complaint_error **error)
{
    return session_statement(store, "DELETE FROM ",
                             " WHERE \"tenant\"=$1 AND \"session\"=$2", NULL,
                             error);
}

/* Rows of programs that died, and of answers that were lost twice; names that
 * begin otherwise are those of earlier versions. A session that should still
 * be alive makes itself a new row. */
static void sweep_sessions(complaint_store *store)
{
    uint64_t at = now(store) & SESSION_TIME_MAX;
    char limit[24];

    (void)snprintf(limit, sizeof limit, SESSION_TIME,
                   at > SESSION_LEFT ? at - SESSION_LEFT : 0);
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_text(&store->parameters, limit);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "DELETE FROM ");
    complaint__postgres_table(&store->sql, store, "commit");
    complaint__buffer_text(&store->sql, " WHERE \"tenant\"=$1 AND "
                                        "\"session\"<$2");
    if (!store->sql.failed)
        (void)complaint__postgres_simple(store, store->sql.bytes,
                                         &store->parameters, NULL, NULL);
}

int complaint__postgres_session(complaint_store *store, complaint_error **error)
{
    bool named = store->session[0] == '\0';
    int status = COMPLAINT_OK;

    if (store->session_known && now(store) < store->session_born + SESSION_LIFE)
        return COMPLAINT_OK;
    if (store->session_known) {
        status = forget_session(store, error);
        named = true;
    }
    if (status == COMPLAINT_OK && named)
        status = name_session(store, error);
    if (status == COMPLAINT_OK)
        status = session_statement(store, "INSERT INTO ",
                                   "(\"tenant\",\"session\",\"number\")"
                                   "VALUES($1,$2,0) ON CONFLICT DO NOTHING",
                                   NULL, error);
    store->session_known = status == COMPLAINT_OK;
    if (status == COMPLAINT_OK && named)
        sweep_sessions(store);
    return status;
}

static int say_unknown(complaint_store *store, complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_IO, "commit",
                                0,
                                "the connection was lost in a commit and the "
                                "server does not answer: whether it was "
                                "written is not known, read it again");
}

static int say_undone(complaint_store *store, complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_IO, "commit",
                                0,
                                "the connection was lost in a commit; nothing "
                                "was written");
}

/* Writing to the session's row waits for whoever still holds it: after that
 * the lost transaction has ended, one way or the other. It may also not have
 * begun, all of it still lying in the server's buffers: it finds the row beyond
 * the fence then, and fails. */
static int look_up(complaint_store *store, int64_t *number,
                   complaint_error **error)
{
    PGresult *result = NULL;
    int status = connect_now(store, error);

    if (status == COMPLAINT_OK)
        status = session_statement(
            store, "UPDATE ",
            " SET \"number\"=CASE WHEN \"number\"<" COMPLAINT__POSTGRES_FENCE
            " THEN \"number\"+" COMPLAINT__POSTGRES_FENCE
            " ELSE \"number\" END WHERE "
            "\"tenant\"=$1 AND \"session\"=$2 "
            "RETURNING \"number\"",
            &result, error);
    if (status == COMPLAINT_OK)
        *number = PQntuples(result) == 1
                      ? complaint__postgres_integer(result, 0, 0) -
                            COMPLAINT__POSTGRES_FENCE_NUMBER
                      : -1;
    PQclear(result);
    return status;
}

/* The next transaction has another name. What may still come under the old one
 * fails where it finds no row, as it does beyond the fence: that only held the
 * answer until it was here. */
static void leave_session(complaint_store *store)
{
    (void)forget_session(store, NULL);
    store->session[0] = '\0';
    store->session_known = false;
}

int complaint__postgres_resolve(complaint_store *store, complaint_error **error)
{
    const struct timespec step = {0, STEP_NANOSECONDS};
    int64_t number = -1;
    int status = COMPLAINT_IO;

    for (int i = 0; i < RESOLVE_STEPS && status != COMPLAINT_OK; i++) {
        if (i > 0)
            (void)nanosleep(&step, NULL);
        status = look_up(store, &number, NULL);
    }
    if (status == COMPLAINT_OK)
        leave_session(store);
    if (status != COMPLAINT_OK || number < 0)
        return say_unknown(store, error);
    return number >= store->commit ? COMPLAINT_OK : say_undone(store, error);
}

int complaint__postgres_close(complaint_store *store, complaint_error **error)
{
    complaint_context *context = store->context;

    (void)error;
    complaint__postgres_rollback(store);
    if (store->db != NULL && !store->lost) {
        complaint__postgres_return_numbers(store);
        if (store->session_known && !store->lost)
            (void)forget_session(store, NULL);
    }
    disconnect(store);
    complaint__buffer_free(&store->sql);
    complaint__buffer_free(&store->bundle.bytes);
    complaint__free(context, store->numbers.series);
    complaint__free(context, store->address);
    complaint__free(context, store->tenant);
    complaint__free(context, store->schema);
    complaint__free(context, store);
    complaint__context_unref(context);
    return COMPLAINT_OK;
}

static int open_store(complaint_store *store, const char *address,
                      unsigned flags, complaint_error **error)
{
    int found = 0;
    int status = complaint__postgres_address(store, address, error);

    if (status == COMPLAINT_OK)
        status = connect_now(store, error);
    if (status != COMPLAINT_OK || flags & COMPLAINT_STORE_CREATE)
        return status;
    status = complaint__postgres_schema(store, false, INT32_MAX, &found, error);
    if (status == COMPLAINT_OK && found == 0)
        status =
            complaint_store_fail(store->context, error, COMPLAINT_NOT_FOUND,
                                 NULL, 0, "there is no register yet");
    return status;
}

/* A store that is neither connected nor knows where. */
static complaint_store *new_store(complaint_context *context, bool read_only)
{
    complaint_store *store = complaint__alloc_array(context, 1, sizeof *store);

    if (store == NULL)
        return NULL;
    store->context = complaint__context_ref(context);
    store->sql = (complaint__buffer)COMPLAINT__BUFFER(context);
    store->read_only = read_only;
    return store;
}

/* A connection of its own: the server makes what is committed at the same
 * moment durable together. */
int complaint__postgres_share(complaint_store *store, complaint_store **out,
                              complaint_error **error)
{
    complaint_context *context = store->context;
    complaint_store *made = new_store(context, store->read_only);
    int status = COMPLAINT_OK;

    *out = NULL;
    if (made == NULL)
        return complaint__fail_memory(error);
    made->numbers_max = store->numbers_max;
    made->address = complaint__copy_text(context, store->address);
    made->tenant = complaint__copy_text(context, store->tenant);
    made->schema = complaint__copy_text(context, store->schema);
    if (made->address == NULL || made->tenant == NULL || made->schema == NULL)
        status = complaint__fail_memory(error);
    if (status == COMPLAINT_OK)
        status = connect_now(made, error);
    if (status == COMPLAINT_OK)
        *out = made;
    else
        (void)complaint__postgres_close(made, NULL);
    return status;
}

int complaint__postgres_open(void *user_data, complaint_context *context,
                             const char *address, unsigned flags,
                             complaint_store **out, complaint_error **error)
{
    complaint_store *store =
        new_store(context, (flags & COMPLAINT_STORE_READ_ONLY) != 0);
    int status;

    (void)user_data;
    *out = NULL;
    if (store == NULL)
        return complaint__fail_memory(error);
    status = open_store(store, address, flags, error);
    if (status != COMPLAINT_OK) {
        (void)complaint__postgres_close(store, NULL);
        return status;
    }
    *out = store;
    return COMPLAINT_OK;
}
