/* PostgreSQL's SQLSTATEs as statuses of this library. */
#include "storage/postgres/store.h"

#include "base/context.h"
#include "base/failure.h"

#include <stdio.h>
#include <string.h>

typedef struct meaning {
    const char *state; /* SQLSTATE, or its first characters */
    int status;
    const char *text;
} meaning;

static const char others[] = "another transaction was in the way: again";
static const char unreadable[] = "the system refused to read or write";
static const char gone[] = "the connection to the server was lost";
static const char damaged[] = "the server's files are damaged";
static const char not_ours[] = "the tables are not those of a register";

/* The longest that matches decides, so special ones stand first. */
static const meaning meanings[] = {
    {"40001", COMPLAINT_BUSY, others},
    {"40P01", COMPLAINT_BUSY, others},
    {"55P03", COMPLAINT_BUSY, others},
    {"55006", COMPLAINT_BUSY, others},
    {"57014", COMPLAINT_BUSY, "the statement was cancelled"},
    {"53300", COMPLAINT_BUSY, "the server has no connection left"},
    {"57P03", COMPLAINT_BUSY, "the server is starting or stopping"},
    {"57P", COMPLAINT_IO, gone},
    {"08", COMPLAINT_IO, gone},
    {"53100", COMPLAINT_FULL, "the disk is full"},
    {"25006", COMPLAINT_READ_ONLY, "the register cannot be written here"},
    {"42501", COMPLAINT_READ_ONLY, "the server does not allow it to this user"},
    {"3D000", COMPLAINT_NOT_FOUND, "there is no such database"},
    {"3F000", COMPLAINT_CORRUPT, not_ours},
    {"42", COMPLAINT_CORRUPT, not_ours},
    {"0A", COMPLAINT_UNSUPPORTED, "the server cannot do it"},
    {"22", COMPLAINT_INVALID, "the row does not fit"},
    {"23505", COMPLAINT_EXISTS, "a row of this key exists"},
    {"23", COMPLAINT_INVALID, "the row does not fit"},
    {"54", COMPLAINT_LIMIT, "the value is too big"},
    {"XX", COMPLAINT_CORRUPT, damaged},
    {"58P01", COMPLAINT_CORRUPT, damaged}, /* a file is missing */
};

static const meaning *meaning_of(const char *state)
{
    static const meaning other = {"", COMPLAINT_IO, unreadable};
    static const meaning lost = {"", COMPLAINT_IO,
                                 "the server does not answer"};

    if (state == NULL)
        return &lost;
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (strncmp(state, meanings[i].state, strlen(meanings[i].state)) == 0)
            return &meanings[i];
    }
    return &other;
}

/* SQLSTATE as a number in base 36. */
static int64_t code_of(const char *state)
{
    int64_t code = 0;

    for (; state != NULL && *state != '\0'; state++)
        code = code * 36 + (*state >= 'A' ? *state - 'A' + 10 : *state - '0');
    return code;
}

static const char *state_of(const PGresult *result)
{
    return result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
}

bool complaint__postgres_is(const PGresult *result, const char *sqlstate)
{
    const char *state = state_of(result);

    return state != NULL && strncmp(state, sqlstate, strlen(sqlstate)) == 0;
}

/* Did the fault end the connection? */
static bool ends(const complaint_store *store, const char *state)
{
    return state == NULL || PQstatus(store->db) != CONNECTION_OK ||
           strncmp(state, "08", 2) == 0 ||
           (strncmp(state, "57P", 3) == 0 && strcmp(state, "57P03") != 0);
}

int complaint__postgres_fail(complaint_store *store, complaint_error **error,
                             const PGresult *result, const char *field)
{
    const char *state = state_of(result);
    const meaning *means = meaning_of(state);
    const char *said = result != NULL
                           ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
                           : NULL;
    char message[512];

    if (said == NULL)
        said = store->db != NULL ? PQerrorMessage(store->db) : "";
    (void)snprintf(message, sizeof message, "%s (PostgreSQL%s%s: %.*s)",
                   complaint__context_translate(store->context, means->text),
                   state != NULL ? " " : "", state != NULL ? state : "",
                   (int)strcspn(said, "\n"), said);
    if (ends(store, state))
        store->lost = true;
    store->met = state != NULL &&
                 (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0);
    if (store->state != COMPLAINT__POSTGRES_IDLE)
        store->failure = means->status;
    return complaint_store_fail(store->context, error, means->status, field,
                                code_of(state), message);
}

int complaint__postgres_failed(complaint_store *store, complaint_error **error)
{
    return complaint_store_fail(store->context, error, store->failure, NULL, 0,
                                "an earlier step of the transaction failed; "
                                "nothing was written");
}
