/* The register as an object: opening, closing, batches, references. What
 * stands in it is the business of the other files. */
#include "register/inside.h"
#include "register/search.h"
#include "register/shelf.h"

#include "base/context.h"
#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>

#define FORMAT "complaint register 1"

complaint_register *complaint__register_ref(complaint_register *self)
{
    self->references++;
    return self;
}

complaint_context *complaint__register_context(const complaint_register *self)
{
    return self->context;
}

complaint__store *complaint__register_store(const complaint_register *self)
{
    return self->store;
}

int64_t complaint__register_generation(const complaint_register *self)
{
    return self->generation;
}

int complaint__register_is_open(complaint_register *self,
                                complaint_error **error)
{
    if (self == NULL)
        return complaint__fail_misuse(NULL, error, "self");
    if (self->store == NULL)
        return complaint__fail(self->context, error, COMPLAINT_MISUSE,
                               "register.closed", "self",
                               "the register is closed");
    return COMPLAINT_OK;
}

int complaint__register_usable(complaint_register *self,
                               complaint_error **error)
{
    int status = complaint__register_is_open(self, error);

    /* Others may have changed what the viewer may see. */
    if (status == COMPLAINT_OK && self->view != NULL)
        status = complaint__register_renew(self, error);
    return status;
}

/* ---- opening ---- */

static int write_identity(complaint_register *self, complaint_error **error)
{
    char time[COMPLAINT_TIME_TEXT_SIZE];
    int status = complaint__id_new(self->context, self->id, error);

    if (status == COMPLAINT_OK) {
        self->created_at = complaint_context_now(self->context);
        status = complaint_time_format(self->created_at, 0, time, sizeof time);
    }
    if (status == COMPLAINT_OK)
        status = complaint__setting_put(self, "format", FORMAT, error);
    if (status == COMPLAINT_OK)
        status = complaint__setting_put(self, "id", self->id, error);
    if (status == COMPLAINT_OK)
        status = complaint__setting_put(self, "created_at", time, error);
    if (status == COMPLAINT_OK)
        status = complaint__setting_put(self, "generation", "0", error);
    return status;
}

static int fail_identity(complaint_register *self, complaint_error **error)
{
    return complaint__fail(self->context, error, COMPLAINT_CORRUPT,
                           "register.identity", "uri",
                           "this store holds no register of this program");
}

/* A register that lost its settings is no empty one. */
static int check_empty(complaint_register *self, complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_ledger, .limit = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(self->store, &scan, &rows, error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(rows, &row, error);
    if (status == COMPLAINT_OK && row != NULL)
        status = complaint__fail(self->context, error, COMPLAINT_CORRUPT,
                                 "register.identity", "setting",
                                 "the register is damaged: its settings are "
                                 "gone");
    complaint__scan_close(rows);
    return status;
}

/* Who it is; *found false when nothing is written yet. */
static int read_identity(complaint_register *self, bool *found,
                         complaint_error **error)
{
    char *format = NULL;
    char *id = NULL;
    char *time = NULL;
    int status = complaint__setting_get(self, "format", &format, error);

    if (status == COMPLAINT_OK)
        status = complaint__setting_get(self, "id", &id, error);
    if (status == COMPLAINT_OK)
        status = complaint__setting_get(self, "created_at", &time, error);
    *found = format != NULL || id != NULL || time != NULL;
    if (status == COMPLAINT_OK && !*found)
        status = check_empty(self, error);
    if (status == COMPLAINT_OK && *found) {
        if (format == NULL || strcmp(format, FORMAT) != 0 ||
            !complaint__id_valid(id) || time == NULL ||
            complaint_time_parse(time, 0, &self->created_at, NULL) !=
                COMPLAINT_OK)
            status = fail_identity(self, error);
        else
            memcpy(self->id, id, COMPLAINT__ID_SIZE);
    }
    complaint__free(self->context, format);
    complaint__free(self->context, id);
    complaint__free(self->context, time);
    return status;
}

/* In one state: another process may be writing it. */
static int look_up_identity(complaint_register *self, bool *found,
                            complaint_error **error)
{
    int status = complaint__store_begin(self->store, false, error);

    if (status == COMPLAINT_OK) {
        status = read_identity(self, found, error);
        complaint__store_rollback(self->store);
    }
    return status;
}

static int identify(complaint_register *self, unsigned flags,
                    complaint_error **error)
{
    bool found = false;
    int status = look_up_identity(self, &found, error);
    bool began;

    if (status != COMPLAINT_OK || found)
        return status;
    /* Somebody is about to make one, or was stopped doing so: there is nothing
     * yet, and whoever may make one goes on from here. */
    if (!(flags & COMPLAINT_REGISTER_CREATE) ||
        (flags & COMPLAINT_REGISTER_READ_ONLY))
        return complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                               "register.empty", "uri",
                               "there is no register yet");
    status = complaint__register_begin(self, &began, error);
    if (status != COMPLAINT_OK)
        return status;
    /* Another process may have come first. */
    status = read_identity(self, &found, error);
    if (status == COMPLAINT_OK && !found)
        status = write_identity(self, error);
    return complaint__register_end(self, began, status, error);
}

static int open_store(complaint_register *self, const char *uri, unsigned flags,
                      complaint_error **error)
{
    unsigned store_flags = 0;
    int status;

    if (flags & COMPLAINT_REGISTER_CREATE)
        store_flags |= COMPLAINT_STORE_CREATE;
    if (flags & COMPLAINT_REGISTER_READ_ONLY)
        store_flags |= COMPLAINT_STORE_READ_ONLY;
    status = complaint__store_open(self->context, uri, store_flags,
                                   &self->store, error);
    if (status != COMPLAINT_UNSUPPORTED)
        return status;
    return complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                           "register.scheme", "uri",
                           "no backend serves this address: %s", uri);
}

int complaint_register_open(complaint_context *context, const char *uri,
                            unsigned flags, complaint_register **out,
                            complaint_error **error)
{
    complaint_register *self;
    int attempt = 0;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || uri == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "uri");
    if (flags &
        ~(unsigned)(COMPLAINT_REGISTER_CREATE | COMPLAINT_REGISTER_READ_ONLY))
        return complaint__fail_misuse(context, error, "flags");
    if (strlen(uri) > COMPLAINT_LIMIT_TITLE)
        return complaint__fail(
            context, error, COMPLAINT_INVALID, "register.uri", "uri",
            "the address is longer than %d bytes", COMPLAINT_LIMIT_TITLE);
    self = complaint__alloc_array(context, 1, sizeof *self);
    if (self == NULL)
        return complaint__fail_memory(error);
    self->references = 1;
    self->context = complaint__context_ref(context);
    self->uri = complaint__copy_text(context, uri);
    status = self->uri == NULL ? complaint__fail_memory(error)
                               : open_store(self, uri, flags, error);
    if (status == COMPLAINT_OK) {
        do
            status = identify(self, flags, error);
        while (complaint__register_again(self, status, &attempt, error));
    }
    if (status == COMPLAINT_OK)
        *out = self;
    else
        complaint_register_free(self);
    return status;
}

/* What this one has parsed need not be parsed, nor kept, once more. */
static int put_on_shelf(complaint_register *self, complaint_error **error)
{
    if (self->shelf != NULL)
        return COMPLAINT_OK;
    self->shelf = complaint__shelf_new(self->context);
    if (self->shelf == NULL)
        return complaint__fail_memory(error);
    for (const cached_definition *at = self->definitions; at != NULL;
         at = at->next)
        complaint__shelf_put(self->shelf, at->digest, &at->parsed);
    return COMPLAINT_OK;
}

int complaint_register_share(complaint_register *self, complaint_register **out,
                             complaint_error **error)
{
    complaint_register *made;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(NULL, error, "out");
    *out = NULL;
    status = complaint__register_is_open(self, error);
    if (status == COMPLAINT_OK)
        status = put_on_shelf(self, error);
    if (status != COMPLAINT_OK)
        return status;
    made = complaint__alloc_array(self->context, 1, sizeof *made);
    if (made == NULL)
        return complaint__fail_memory(error);
    made->references = 1;
    made->context = complaint__context_ref(self->context);
    memcpy(made->id, self->id, sizeof made->id);
    made->created_at = self->created_at;
    made->shelf = complaint__shelf_ref(self->shelf);
    status = complaint__view_hand_on(self, made, error);
    if (status == COMPLAINT_OK)
        status = complaint__store_share(self->store, &made->store, error);
    if (status == COMPLAINT_OK)
        *out = made;
    else
        complaint_register_free(made);
    return status;
}

/* ---- closing ---- */

static void untouch_all(complaint_register *self, bool stale)
{
    while (self->touched != NULL) {
        complaint_case *one = self->touched;

        if (stale)
            one->stale = true;
        complaint__case_untouch(one);
    }
}

static void forget_definitions(complaint_register *self)
{
    complaint__register_forget(self);
    while (self->definitions != NULL) {
        cached_definition *next = self->definitions->next;

        complaint__parsed_free(self->context, &self->definitions->parsed);
        complaint__free(self->context, self->definitions);
        self->definitions = next;
    }
}

int complaint_register_close(complaint_register *self, complaint_error **error)
{
    complaint__store *store;

    if (self == NULL)
        return complaint__fail_misuse(NULL, error, "self");
    store = self->store;
    if (store == NULL)
        return COMPLAINT_OK;
    self->store = NULL;
    untouch_all(self, true);
    self->in_batch = false;
    self->broken = false;
    complaint__search_free(self->search);
    self->search = NULL;
    return complaint__store_close(store, error);
}

void complaint_register_free(complaint_register *self)
{
    complaint_context *context;
    int ignored;

    if (self == NULL || --self->references > 0)
        return;
    context = self->context;
    complaint__search_free(self->search);
    if (self->store != NULL) {
        ignored = complaint__store_close(self->store, NULL);
        (void)ignored;
    }
    forget_definitions(self);
    complaint__shelf_free(self->shelf);
    complaint__view_free(self);
    complaint__sealer_free(&self->sealer);
    complaint__free(context, self->uri);
    complaint__free(context, self);
    complaint__context_unref(context);
}

/* ---- transactions ---- */

static int check_batch(const complaint_register *self, complaint_error **error)
{
    return self->broken
               ? complaint__fail(self->context, error, COMPLAINT_MISUSE,
                                 "register.batch_broken", "self",
                                 "a call failed half-way in this batch: roll "
                                 "it back")
               : COMPLAINT_OK;
}

int complaint__register_begin(complaint_register *self, bool *began,
                              complaint_error **error)
{
    int status = check_batch(self, error);

    *began = false;
    if (status != COMPLAINT_OK || self->in_batch)
        return status;
    status = complaint__store_begin(self->store, true, error);
    if (status != COMPLAINT_OK) {
        self->presuming = false; /* it is no reason to begin again */
        return status;
    }
    status = complaint__register_rely(self, error);
    if (status != COMPLAINT_OK)
        complaint__store_rollback(self->store);
    *began = status == COMPLAINT_OK;
    return status;
}

int complaint__register_end(complaint_register *self, bool began, int status,
                            complaint_error **error)
{
    if (!began)
        return status;
    if (status == COMPLAINT_OK)
        status = complaint__store_commit(self->store, error);
    else
        complaint__store_rollback(self->store);
    if (status != COMPLAINT_OK)
        complaint__register_forget(self);
    return status;
}

typedef struct relying {
    complaint_register *owner;
    int (*work)(void *task, complaint_error **error);
    void *task;
    bool entered; /* a transaction */
    bool began;   /* to work */
} relying;

static int rely_and_work(void *task, complaint_error **error)
{
    relying *self = task;
    int status = complaint__register_rely(self->owner, error);

    self->entered = true;
    self->began = status == COMPLAINT_OK;
    return self->began ? self->work(self->task, error) : status;
}

int complaint__register_run(complaint_register *self,
                            int (*work)(void *task, complaint_error **error),
                            void *task, complaint_error **error)
{
    relying inside = {self, work, task, false, false};
    int status = check_batch(self, error);

    if (status != COMPLAINT_OK)
        return status;
    if (self->in_batch)
        return work(task, error);
    status = complaint__store_run(self->store, rely_and_work, &inside, error);
    if (!inside.entered)
        self->presuming = false; /* it is no reason to begin again */
    if (status != COMPLAINT_OK && inside.began)
        complaint__register_forget(self);
    return status;
}

bool complaint__register_ahead(const complaint_register *self)
{
    return self->shelf != NULL && self->presuming && !self->in_batch &&
           complaint__store_joins(self->store);
}

bool complaint__register_again(complaint_register *self, int status,
                               int *attempt, complaint_error **error)
{
    if (status != COMPLAINT_BUSY || self->in_batch || self->store == NULL ||
        self->presuming ||
        !complaint__store_again(self->store, status, attempt))
        return false;
    if (error != NULL) {
        complaint_error_free(*error);
        *error = NULL;
    }
    return true;
}

int complaint_register_begin(complaint_register *self, complaint_error **error)
{
    int status = complaint__register_is_open(self, error);

    if (status != COMPLAINT_OK)
        return status;
    if (self->in_batch)
        return complaint__fail(self->context, error, COMPLAINT_MISUSE,
                               "register.batch", "self",
                               "a batch is open already");
    status = complaint__store_begin(self->store, true, error);
    if (status == COMPLAINT_OK)
        self->in_batch = true;
    self->renewed = false;
    return status;
}

static int need_batch(complaint_register *self, complaint_error **error)
{
    int status = complaint__register_is_open(self, error);

    if (status == COMPLAINT_OK && !self->in_batch)
        status = complaint__fail(self->context, error, COMPLAINT_MISUSE,
                                 "register.batch", "self", "no batch is open");
    return status;
}

int complaint_register_commit(complaint_register *self, complaint_error **error)
{
    int status = need_batch(self, error);

    if (status != COMPLAINT_OK)
        return status;
    if (self->broken) {
        complaint__store_rollback(self->store);
        status = complaint__fail(self->context, error, COMPLAINT_CONFLICT,
                                 "register.batch_broken", "self",
                                 "a call failed half-way in this batch: "
                                 "nothing of it was kept");
    } else {
        status = complaint__store_commit(self->store, error);
    }
    self->in_batch = false;
    self->broken = false;
    untouch_all(self, status != COMPLAINT_OK);
    if (status != COMPLAINT_OK)
        complaint__register_forget(self);
    else if (self->scrub)
        status = complaint__register_forget_traces(self, error);
    return status;
}

bool complaint__register_in_batch(const complaint_register *self)
{
    return self->in_batch;
}

int complaint_register_rollback(complaint_register *self,
                                complaint_error **error)
{
    int status = need_batch(self, error);

    if (status != COMPLAINT_OK)
        return status;
    complaint__store_rollback(self->store);
    self->in_batch = false;
    self->broken = false;
    self->scrub = false;
    untouch_all(self, true);
    complaint__register_forget(self);
    return COMPLAINT_OK;
}
