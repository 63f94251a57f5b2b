/* Rows of cases in step: see stream.h. */
#include "register/stream.h"

#include <string.h>

static const complaint_relation *relation_at(size_t index)
{
    if (index == COMPLAINT__STREAM_CASE)
        return &complaint__relation_case;
    if (index == COMPLAINT__STREAM_JOURNAL)
        return &complaint__relation_journal;
    return complaint__child_relation(index - 2);
}

static int open_all(complaint__store *store, const complaint_scan *pattern,
                    bool chains, complaint__streams *streams,
                    complaint_error **error)
{
    int status;

    memset(streams, 0, sizeof *streams);
    streams->chains = chains;
    status = complaint__hasher_open(&streams->hasher,
                                    complaint__store_context(store), error);
    for (size_t i = 0; status == COMPLAINT_OK && i < COMPLAINT__STREAMS; i++) {
        complaint__stream *stream = &streams->of[i];
        complaint_scan scan = *pattern;

        stream->relation = scan.relation = relation_at(i);
        if (chains && i > COMPLAINT__STREAM_JOURNAL)
            continue;
        status = complaint__store_scan(store, &scan, &stream->scan, error);
        if (status == COMPLAINT_OK)
            status = complaint__streams_step(streams, i, error);
    }
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

    return open_all(store, &scan, chains, streams, error);
}

int complaint__streams_open_case(complaint__store *store, const char *case_id,
                                 complaint__streams *streams,
                                 complaint_error **error)
{
    complaint_value equal = complaint__value_text(case_id);
    complaint_scan scan = {.equal = &equal, .equal_count = 1};

    return open_all(store, &scan, false, streams, error);
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

int complaint__streams_step(complaint__streams *streams, size_t index,
                            complaint_error **error)
{
    complaint__stream *stream = &streams->of[index];
    int status;

    stream->row = NULL;
    status = complaint__scan_next(stream->scan, &stream->row, error);
    if (status != COMPLAINT_OK)
        streams->failed = stream->relation;
    return status;
}

bool complaint__streams_case(const complaint__streams *streams,
                             char case_id[COMPLAINT__ID_SIZE])
{
    const complaint_value *least = NULL;
    size_t size;

    for (size_t i = 0; i < COMPLAINT__STREAMS; i++) {
        const complaint_value *row = streams->of[i].row;

        if (row != NULL &&
            (least == NULL || complaint__value_compare(row, least) < 0))
            least = row;
    }
    if (least == NULL)
        return false;
    /* A damaged id that is longer is cut; it matches no row then, and the
     * caller steps over it. */
    size = least->size < COMPLAINT__ID_SIZE - 1 ? least->size
                                                : COMPLAINT__ID_SIZE - 1;
    memcpy(case_id, least->bytes, size);
    case_id[size] = '\0';
    return true;
}

bool complaint__stream_is_at(const complaint__stream *stream,
                             const char *case_id)
{
    return stream->row != NULL &&
           strncmp(stream->row[0].bytes, case_id, COMPLAINT__ID_SIZE - 1) == 0;
}
