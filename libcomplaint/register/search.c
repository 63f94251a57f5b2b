/* Search as a whole: made from the store once, then caught up with what came
 * into the journal since, so that writing costs nothing. */
#include "register/search.h"

#include "base/failure.h"

#include <string.h>
#include <unistd.h>

/* Journal rows read at a time; more than so many new ones, and than a part of
 * all, and everything is read in one go. */
#define ARRIVALS 256
#define ARRIVALS_MANY 20000
/* Strays are put into their places beyond so many bytes and a part of all. */
#define STRAYS_MANY ((size_t)1 << 20)
#define SHARE 8

static int new_search(complaint_register *owner, complaint_error **error)
{
    complaint__search *self =
        complaint__alloc_array(owner->context, 1, sizeof *self);
    const char *companion = complaint__store_companion(owner->store);
    complaint__buffer path = COMPLAINT__BUFFER(owner->context);

    if (self == NULL)
        return complaint__fail_memory(error);
    self->owner = owner;
    self->context = owner->context;
    self->store = owner->store;
    self->finder = complaint__finder_best();
    memcpy(self->register_id, owner->id, sizeof self->register_id);
    if (companion != NULL && complaint__store_has_arrivals(owner->store)) {
        complaint__buffer_text(&path, companion);
        complaint__buffer_text(&path, "-search");
        self->path = complaint__buffer_take(&path, NULL);
        if (self->path == NULL) {
            complaint__free(owner->context, self);
            return complaint__fail_memory(error);
        }
    }
    owner->search = self;
    return COMPLAINT_OK;
}

void complaint__search_free(complaint__search *self)
{
    complaint_context *context;

    if (self == NULL)
        return;
    context = self->context;
    complaint__search_clear(self);
    complaint__search_unload(self);
    complaint__free(context, self->path);
    complaint__free(context, self);
}

static void drop(complaint__search *self)
{
    complaint__search_clear(self);
    complaint__search_unload(self);
}

/* ---- from the store ---- */

static bool tell_failed(const complaint__buffer *text, int *status,
                        complaint_error **error)
{
    if (*status == COMPLAINT_OK && text->failed)
        *status = complaint__fail_memory(error);
    return *status != COMPLAINT_OK;
}

/* One case as its row and what lies below it say. */
static int tell_row(complaint__search *self, complaint__search_stream *streams,
                    const complaint_value *row, complaint__buffer *text,
                    complaint_error **error)
{
    int status;

    complaint__buffer_clear(text);
    status =
        complaint__search_text(self->store, NULL, streams, row, text, error);
    if (tell_failed(text, &status, error))
        return status;
    return complaint__search_tell(
        self, row[complaint__case_id].bytes,
        (uint32_t)row[complaint__case_revision].integer, text->bytes,
        text->size, error);
}

/* Is the case told as it is? */
static bool is_told(const complaint__search *self, const complaint_value *row)
{
    const complaint__search_record *record;
    complaint__search_part *part;
    unsigned char id[16];

    complaint__search_id_read(row[complaint__case_id].bytes, id);
    record = complaint__search_find_record(self, id, &part);
    return record != NULL &&
           record->revision == (uint32_t)row[complaint__case_revision].integer;
}

/* All cases, each told when it is new or has another revision. */
static int tell_all(complaint__search *self, complaint_error **error)
{
    complaint__buffer text = COMPLAINT__BUFFER(self->context);
    complaint__search_stream streams[COMPLAINT__SEARCH_STREAMS] = {{0}};
    complaint_scan scan = {.relation = &complaint__relation_case};
    const complaint_value *row = NULL;
    complaint__scan *rows = NULL;
    bool all = self->count == 0;
    int status = COMPLAINT_OK;

    if (all)
        status = complaint__search_streams_open(self->store, streams, error);
    if (status == COMPLAINT_OK)
        status = complaint__store_scan(self->store, &scan, &rows, error);
    while (status == COMPLAINT_OK) {
        status = complaint__scan_next(rows, &row, error);
        if (status != COMPLAINT_OK || row == NULL)
            break;
        if (complaint__id_valid(row[complaint__case_id].bytes) &&
            !is_told(self, row))
            status = tell_row(self, all ? streams : NULL, row, &text, error);
    }
    complaint__scan_close(rows);
    complaint__search_streams_close(streams);
    complaint__buffer_free(&text);
    return status;
}

static int tell_case(complaint__search *self, const char *case_id,
                     complaint__buffer *text, complaint_error **error)
{
    complaint_value key = complaint__value_text(case_id);
    complaint_record *record = NULL;
    complaint_error *absent = NULL;
    int status = complaint__store_get_record(
        self->store, &complaint__relation_case, &key, &record, &absent);

    if (status == COMPLAINT_NOT_FOUND) {
        complaint_error_free(absent);
        return complaint__search_tell(self, case_id, 0, "", 0, error);
    }
    if (status != COMPLAINT_OK) {
        if (error != NULL)
            *error = absent;
        else
            complaint_error_free(absent);
        return status;
    }
    status = tell_row(self, NULL, record->values, text, error);
    complaint_record_free(record);
    return status;
}

/* ---- catching up ---- */

/* Is what was told last still where it was? Otherwise the store is another
 * one, an older copy put back for instance. */
static int is_same(complaint__search *self, bool *same, complaint_error **error)
{
    complaint_arrival at = self->reached;
    unsigned char mark[32];
    int status = complaint__store_arrival_mark(self->store, &at, mark, error);

    *same =
        status == COMPLAINT_OK && memcmp(mark, self->mark, sizeof mark) == 0;
    return status;
}

/* The newest of all, for who reads everything in this transaction. */
static int newest(complaint__search *self, complaint_arrival *at,
                  unsigned char mark[32], complaint_error **error)
{
    memset(at, 0, sizeof *at);
    at->place = at->change = -1;
    return complaint__store_arrival_mark(self->store, at, mark, error);
}

static int follow(complaint__search *self, complaint_error **error)
{
    complaint__buffer text = COMPLAINT__BUFFER(self->context);
    complaint_arrival *page =
        complaint__alloc_array(self->context, ARRIVALS, sizeof *page);
    complaint_arrival reached = self->reached;
    size_t count = ARRIVALS;
    int status = page != NULL ? COMPLAINT_OK : complaint__fail_memory(error);

    while (status == COMPLAINT_OK && count == ARRIVALS) {
        status = complaint__store_arrivals(self->store, &reached, page,
                                           ARRIVALS, &count, error);
        for (size_t i = 0; status == COMPLAINT_OK && i < count; i++) {
            bool again = i + 1 < count &&
                         strcmp(page[i].case_id, page[i + 1].case_id) == 0;

            if (!again && complaint__id_valid(page[i].case_id))
                status = tell_case(self, page[i].case_id, &text, error);
        }
        if (status == COMPLAINT_OK && count > 0)
            reached = page[count - 1];
    }
    if (status == COMPLAINT_OK)
        status = complaint__store_arrival_mark(self->store, &reached,
                                               self->mark, error);
    if (status == COMPLAINT_OK)
        self->reached = reached;
    complaint__free(self->context, page);
    complaint__buffer_free(&text);
    return status;
}

static int build(complaint__search *self, const complaint_arrival *reached,
                 const unsigned char mark[32], complaint_error **error)
{
    int status;

    drop(self);
    status = tell_all(self, error);
    if (status != COMPLAINT_OK) {
        drop(self);
        return status;
    }
    self->built = true;
    self->reached = *reached;
    memcpy(self->mark, mark, sizeof self->mark);
    return COMPLAINT_OK;
}

/* In a transaction. */
static int catch_up(complaint__search *self, complaint_error **error)
{
    complaint_arrival last;
    unsigned char mark[32];
    bool same = false;
    int64_t news;
    int status;

    if (!complaint__store_has_arrivals(self->store)) {
        status = tell_all(self, error);
        self->built = status == COMPLAINT_OK;
        return status;
    }
    status = newest(self, &last, mark, error);
    if (status == COMPLAINT_OK && self->built)
        status = is_same(self, &same, error);
    if (status != COMPLAINT_OK)
        return status;
    news =
        last.place - self->reached.place + last.change - self->reached.change;
    if (!same || last.place < self->reached.place ||
        last.change < self->reached.change ||
        (news > ARRIVALS_MANY && (uint64_t)news > self->count / SHARE))
        return build(self, &last, mark, error);
    return news == 0 ? COMPLAINT_OK : follow(self, error);
}

static int catch_up_once(complaint__search *self, complaint_error **error)
{
    int status = complaint__store_begin(self->store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    status = catch_up(self, error);
    complaint__store_rollback(self->store);
    /* The whole is read in step only by who knows none of it yet. */
    if (status == COMPLAINT_BUSY && !self->built)
        drop(self);
    return status;
}

static int catch_up_alone(complaint__search *self, complaint_error **error)
{
    int attempt = 0;
    int status;

    do
        status = catch_up_once(self, error);
    while (complaint__register_again(self->owner, status, &attempt, error));
    if (status == COMPLAINT_OK && self->stray_size > STRAYS_MANY &&
        self->stray_size > self->text_size / SHARE)
        status = complaint__search_merge(self, error);
    return status;
}

/* Under the file's lock once more, so that nothing is written that somebody
 * erased meanwhile: who erases waits for the lock, after the journal. */
static int save(complaint__search *self, complaint_error **error)
{
    bool whole = self->file_size == 0;
    int file = complaint__store_read_only(self->store)
                   ? -1
                   : complaint__search_lock(self, false);
    int status;

    if (file < 0)
        return COMPLAINT_OK;
    status = catch_up_alone(self, error);
    if (status == COMPLAINT_OK)
        complaint__search_save(self, file);
    close(file);
    /* What was made in memory is read from the file from now on. */
    if (status == COMPLAINT_OK && whole && self->file_size > 0) {
        drop(self);
        complaint__search_load(self);
        status = catch_up_alone(self, error);
    }
    return status;
}

int complaint__search_ready(complaint_register *owner, complaint__search **out,
                            complaint_error **error)
{
    int status = COMPLAINT_OK;

    *out = NULL;
    if (owner->search == NULL)
        status = new_search(owner, error);
    if (status != COMPLAINT_OK)
        return status;
    if (!complaint__search_is_there(owner->search)) {
        drop(owner->search);
        owner->search->looked = false;
    }
    if (!owner->search->looked)
        complaint__search_load(owner->search);
    status = catch_up_alone(owner->search, error);
    if (status == COMPLAINT_OK)
        status = save(owner->search, error);
    if (status == COMPLAINT_OK)
        *out = owner->search;
    return status;
}

/* ---- looking ---- */

int complaint__search_find(complaint_register *owner,
                           const complaint__search_request *request,
                           char (*ids)[COMPLAINT__ID_SIZE], size_t *count,
                           complaint_error **error)
{
    complaint__search *self;
    int status;

    for (int i = 0; i < 2; i++) {
        status = complaint__search_ready(owner, &self, error);
        if (status != COMPLAINT_OK)
            return status;
        status = complaint__search_scan(self, request, ids, count, error);
        if (status != COMPLAINT_CORRUPT)
            return status;
        /* The file is not what was written: it is made anew. */
        drop(self);
        status = complaint__search_remove(self, error);
        if (status != COMPLAINT_OK)
            return status;
    }
    return complaint__fail(owner->context, error, COMPLAINT_CORRUPT,
                           "search.file", self->path,
                           "the search file of this register changes while it "
                           "is read");
}

/* With the file's lock: all that is newer told, what it replaces blanked. */
static bool forget_in_file(complaint__search *self, int file)
{
    complaint__search_load(self);
    if (!self->built || catch_up_alone(self, NULL) != COMPLAINT_OK ||
        self->file_size == 0 || !complaint__search_blank(self, file))
        return false;
    complaint__search_save(self, file);
    return self->unsaved == 0;
}

int complaint__search_forget(complaint_register *owner, complaint_error **error)
{
    complaint__search *self;
    bool done = false;
    int status = COMPLAINT_OK;
    int file;

    if (owner->search == NULL)
        status = new_search(owner, error);
    if (status != COMPLAINT_OK)
        return status;
    self = owner->search;
    drop(self);
    self->looked = false;
    if (!complaint__search_exists(self))
        return COMPLAINT_OK;
    file = complaint__search_lock(self, true);
    if (file >= 0) {
        done = forget_in_file(self, file);
        if (!done) {
            drop(self);
            status = complaint__search_remove(self, error);
        }
        close(file);
        return status;
    }
    return complaint__search_remove(self, error);
}
