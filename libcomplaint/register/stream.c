/* Rows of cases in step: see stream.h. */
#include "register/stream.h"

#include "base/failure.h"

#include <string.h>

const complaint_relation *complaint__stream_relation(size_t index)
{
    if (index == COMPLAINT__STREAM_CASE)
        return &complaint__relation_case;
    if (index == COMPLAINT__STREAM_JOURNAL)
        return &complaint__relation_journal;
    return complaint__child_relation(index - 2);
}

/* A stream that damage ended, when that is borne. */
static int bear(complaint__streams *streams, size_t index,
                complaint_error *local, int status, complaint_error **error)
{
    complaint__stream *stream = &streams->of[index];

    stream->row = NULL;
    stream->failed = true;
    streams->failed = stream->relation;
    if (status == COMPLAINT_CORRUPT && streams->bears) {
        complaint_error_free(local);
        return COMPLAINT_OK;
    }
    complaint__error_give(error, local);
    return status;
}

static int open_one(complaint__store *store, const complaint_scan *pattern,
                    complaint__streams *streams, size_t index,
                    complaint_error **error)
{
    complaint__stream *stream = &streams->of[index];
    complaint_scan scan = *pattern;
    complaint_error *local = NULL;
    int status;

    stream->relation = scan.relation = complaint__stream_relation(index);
    if (streams->chains && index > COMPLAINT__STREAM_JOURNAL)
        return COMPLAINT_OK;
    status = complaint__store_scan(store, &scan, &stream->scan, &local);
    return status == COMPLAINT_OK
               ? complaint__streams_step(streams, index, error)
               : bear(streams, index, local, status, error);
}

/* `streams` says already what is borne. */
static int open_all(complaint__store *store, const complaint_scan *pattern,
                    complaint__streams *streams, complaint_error **error)
{
    int status = complaint__hasher_open(&streams->hasher,
                                        complaint__store_context(store), error);

    for (size_t i = 0; status == COMPLAINT_OK && i < COMPLAINT__STREAMS; i++)
        status = open_one(store, pattern, streams, i, error);
    if (status != COMPLAINT_OK)
        complaint__streams_close(streams);
    return status;
}

int complaint__streams_open(complaint__store *store, const char *from,
                            const char *to, bool chains,
                            complaint__streams *streams,
                            complaint_error **error)
{
    complaint_scan scan = {.lower = complaint__value_text(from),
                           .upper = complaint__value_text(to)};

    *streams = (complaint__streams){.store = store, .chains = chains};
    return open_all(store, &scan, streams, error);
}

int complaint__streams_open_case(complaint__store *store, const char *case_id,
                                 bool chains, bool bears,
                                 complaint__streams *streams,
                                 complaint_error **error)
{
    complaint_value equal = complaint__value_text(case_id);
    complaint_scan scan = {.equal = &equal, .equal_count = 1};

    *streams = (complaint__streams){
        .store = store, .only = case_id, .chains = chains, .bears = bears};
    return open_all(store, &scan, streams, error);
}

void complaint__streams_close(complaint__streams *streams)
{
    for (size_t i = 0; i < COMPLAINT__STREAMS; i++) {
        if (streams->of[i].scan != NULL)
            complaint__scan_close(streams->of[i].scan);
        streams->of[i].scan = NULL;
        streams->of[i].row = NULL;
    }
    complaint__hasher_close(&streams->hasher);
}

/* Rows come by the ids of their cases; a damaged tree leads elsewhere. */
static bool keeps_order(const complaint__streams *streams,
                        complaint__stream *stream)
{
    const complaint_value *id = &stream->row[0];
    size_t size =
        id->size < sizeof stream->last - 1 ? id->size : sizeof stream->last - 1;

    if (strncmp(id->bytes, stream->last, sizeof stream->last - 1) < 0 ||
        (streams->only != NULL && strcmp(id->bytes, streams->only) != 0))
        return false;
    memcpy(stream->last, id->bytes, size);
    stream->last[size] = '\0';
    return true;
}

int complaint__streams_step(complaint__streams *streams, size_t index,
                            complaint_error **error)
{
    complaint__stream *stream = &streams->of[index];
    complaint_error *local = NULL;
    int status;

    stream->row = NULL;
    status = complaint__scan_next(stream->scan, &stream->row, &local);
    if (status == COMPLAINT_OK && stream->row != NULL &&
        !keeps_order(streams, stream))
        status = complaint__fail(complaint__store_context(streams->store),
                                 &local, COMPLAINT_CORRUPT, "store.corrupt",
                                 stream->relation->name,
                                 "rows do not come in the order of their keys");
    return status == COMPLAINT_OK ? status
                                  : bear(streams, index, local, status, error);
}

void complaint__id_of(const complaint_value *value, char id[COMPLAINT__ID_SIZE])
{
    size_t size = value->type == COMPLAINT_VALUE_TEXT ? value->size : 0;

    if (size >= COMPLAINT__ID_SIZE)
        size = COMPLAINT__ID_SIZE - 1;
    if (size > 0)
        memcpy(id, value->bytes, size);
    id[size] = '\0';
}

bool complaint__streams_case(const complaint__streams *streams,
                             char case_id[COMPLAINT__ID_SIZE])
{
    const complaint_value *least = NULL;

    for (size_t i = 0; i < COMPLAINT__STREAMS; i++) {
        const complaint_value *row = streams->of[i].row;

        if (row != NULL &&
            (least == NULL || complaint__value_compare(row, least) < 0))
            least = row;
    }
    if (least == NULL)
        return false;
    complaint__id_of(least, case_id);
    return true;
}

bool complaint__stream_is_at(const complaint__stream *stream,
                             const char *case_id)
{
    return stream->row != NULL &&
           strncmp(stream->row[0].bytes, case_id, COMPLAINT__ID_SIZE - 1) == 0;
}
