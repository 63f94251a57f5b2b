/* One case examined: its chain, its commitments, and whether its projections
 * are what its journal says. Used by verify.c and rebuild.c. */
#include "register/stream.h"

#include "base/context.h"
#include "base/failure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct examination {
    complaint_register *owner;
    complaint__streams *streams;
    const char *case_id;
    complaint__problem *problem;
    void *data;
    complaint__examined *out;
    complaint__image *image;
    complaint__history history;
    const complaint_procedure *procedure;
    const complaint_calendar *calendar;
    unsigned char head[COMPLAINT__DIGEST_SIZE];
    int64_t *gone; /* entries without their personal part: who erased it? */
    size_t gone_count;
    size_t gone_room;
    complaint_error **error;
} examination;

/* A problem of the journal: nothing after it can be relied upon. */
static int tell_broken(examination *e, int64_t entry, const char *columns,
                       const char *what)
{
    complaint__found found = {e->case_id, entry,   "journal",
                              NULL,       columns, what};

    e->out->broken = true;
    return e->problem(e->data, &found);
}

static bool is_digest(const complaint_value *value)
{
    return value->type == COMPLAINT_VALUE_BYTES &&
           value->size == COMPLAINT__DIGEST_SIZE;
}

static bool equal_bytes(const complaint_value *value,
                        const unsigned char *digest)
{
    return is_digest(value) &&
           memcmp(value->bytes, digest, COMPLAINT__DIGEST_SIZE) == 0;
}

/* ---- erased entries ---- */

static int remember_gone(examination *e, int64_t entry)
{
    size_t room = e->gone_room == 0 ? 16 : 2 * e->gone_room;
    int64_t *gone;

    if (e->gone_count == e->gone_room) {
        gone = complaint__realloc_array(e->owner->context, e->gone, room,
                                        sizeof *gone);
        if (gone == NULL)
            return complaint__fail_memory(e->error);
        e->gone = gone;
        e->gone_room = room;
    }
    e->gone[e->gone_count++] = entry;
    return COMPLAINT_OK;
}

/* An entry of the journal says that it was erased. */
static bool explain_gone(examination *e, int64_t entry)
{
    for (size_t i = 0; i < e->gone_count; i++) {
        if (e->gone[i] != entry)
            continue;
        e->gone[i] = e->gone[--e->gone_count];
        return true;
    }
    return false;
}

static int explain_erased(examination *e, const complaint__journal *journal)
{
    const complaint_facts *entries =
        complaint_facts_get(journal->facts, COMPLAINT__ERASE_ENTRIES);
    int status = COMPLAINT_OK;

    if (strcmp(journal->kind, COMPLAINT__ENTRY_ERASE) != 0)
        return COMPLAINT_OK;
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(entries); i++) {
        int64_t entry =
            complaint_facts_integer(complaint_facts_at(entries, i), 0);

        if (!explain_gone(e, entry))
            status = tell_broken(e, entry, "personal,salt",
                                 "personal facts that were erased are there");
    }
    return status;
}

static int check_gone(examination *e)
{
    int64_t first = INT64_MAX;

    for (size_t i = 0; i < e->gone_count; i++)
        first = e->gone[i] < first ? e->gone[i] : first;
    if (e->out->broken || e->gone_count == 0)
        return COMPLAINT_OK;
    return tell_broken(e, first, "personal,salt",
                       "the personal facts of the entry are gone");
}

/* ---- the chain ---- */

static int check_commitment(examination *e, const complaint_value *row)
{
    const complaint_value *commitment = &row[complaint__journal_commitment];
    bool personal =
        row[complaint__journal_personal].type == COMPLAINT_VALUE_TEXT;
    bool salt = row[complaint__journal_salt].type == COMPLAINT_VALUE_BYTES;
    int64_t entry = row[complaint__journal_entry].integer;
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    int status;

    if (commitment->type == COMPLAINT_VALUE_NULL)
        return personal || salt
                   ? tell_broken(e, entry, "personal,salt",
                                 "personal facts that the entry does not "
                                 "commit to")
                   : COMPLAINT_OK;
    if (!personal && !salt)
        return remember_gone(e, entry);
    if (!personal || !salt)
        return tell_broken(e, entry, "personal,salt",
                           "the personal facts of the entry are gone");
    status =
        complaint__entry_commitment(&e->streams->hasher, row, digest, e->error);
    if (status != COMPLAINT_OK || equal_bytes(commitment, digest))
        return status;
    return tell_broken(e, entry, "personal,salt,commitment",
                       "the personal facts are not those that the entry "
                       "commits to");
}

static int check_chain(examination *e, const complaint_value *row)
{
    int64_t entry = row[complaint__journal_entry].integer;
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    int status;

    if (entry != e->out->entries)
        return tell_broken(e, e->out->entries, "entry",
                           "an entry is missing before this one");
    if (!equal_bytes(&row[complaint__journal_previous], e->head))
        return tell_broken(e, entry, "previous",
                           "the entry does not follow the one before it");
    status =
        complaint__entry_digest(&e->streams->hasher, row, digest, e->error);
    if (status != COMPLAINT_OK)
        return status;
    e->out->bytes += (int64_t)e->streams->hasher.form.size;
    if (!equal_bytes(&row[complaint__journal_digest], digest))
        return tell_broken(e, entry, NULL,
                           "the entry is not what its digest says");
    memcpy(e->head, digest, sizeof e->head);
    return check_commitment(e, row);
}

/* ---- building anew ---- */

/* The procedure that an entry stands under. */
static int find_procedure(examination *e, const complaint_value *row,
                          const complaint_procedure **out)
{
    const complaint_value *digest = &row[complaint__journal_procedure_digest];
    char text[COMPLAINT__DIGEST_TEXT];

    if (!is_digest(digest))
        return COMPLAINT_CORRUPT;
    complaint__digest_text((const unsigned char *)digest->bytes, text);
    return complaint__register_procedure_by_digest(e->owner, text, out, NULL);
}

static int pin_procedure(examination *e, const complaint_value *row)
{
    return find_procedure(e, row, &e->procedure);
}

/* The definitions that the first entry pins. */
static int pin(examination *e, const complaint_value *row,
               const complaint__journal *journal)
{
    const char *calendar = complaint_facts_text(
        complaint_facts_get(complaint_facts_get(journal->facts, "_"),
                            "calendar"),
        "");
    int status = pin_procedure(e, row);

    if (status == COMPLAINT_OK)
        status = complaint__register_calendar_by_digest(e->owner, calendar,
                                                        &e->calendar, NULL);
    return status;
}

/* Another procedure looks at other facts of the entries before: they are read
 * again. */
static int look_again(examination *e, int64_t until)
{
    complaint_value equal = complaint__value_text(e->case_id);
    complaint_scan scan = {.relation = &complaint__relation_journal,
                           .equal = &equal,
                           .equal_count = 1};
    const complaint_value *row = NULL;
    complaint__journal journal;
    complaint__scan *rows;
    int status = complaint__store_scan(e->owner->store, &scan, &rows, NULL);

    complaint__history_free(&e->history);
    if (status != COMPLAINT_OK)
        return status;
    for (;;) {
        status = complaint__scan_next(rows, &row, NULL);
        if (status != COMPLAINT_OK || row == NULL ||
            row[complaint__journal_entry].integer >= until)
            break;
        memset(&journal, 0, sizeof journal);
        status = find_procedure(e, row, &e->history.stood);
        if (status == COMPLAINT_OK)
            status =
                complaint__entry_open(e->owner->context, row, &journal, NULL);
        if (status == COMPLAINT_OK)
            status = complaint__history_add(&e->history, e->procedure, &journal,
                                            NULL);
        complaint_facts_free(journal.facts);
        if (status != COMPLAINT_OK)
            break;
    }
    complaint__scan_close(rows);
    return status;
}

static int apply(examination *e, const complaint_value *row,
                 const complaint__journal *journal)
{
    bool attaches = strcmp(journal->kind, COMPLAINT__ENTRY_ATTACH) == 0 ||
                    strcmp(journal->kind, COMPLAINT__ENTRY_DETACH) == 0;
    bool moves = strcmp(journal->kind, COMPLAINT__ENTRY_MOVE) == 0;
    int status = COMPLAINT_OK;

    if (journal->entry == 1 || moves)
        status = pin(e, row, journal);
    else if (attaches)
        status = pin_procedure(e, row);
    if (status == COMPLAINT_OK && journal->entry > 1 && (attaches || moves))
        status = look_again(e, journal->entry);
    if (status == COMPLAINT_OK)
        status = complaint__apply(e->image, e->procedure, journal, NULL);
    if (status == COMPLAINT_OK)
        status =
            complaint__history_add(&e->history, e->procedure, journal, NULL);
    return status;
}

/* Failures of the machine end the work; all else is the case's. */
static bool is_machine(int status)
{
    return status == COMPLAINT_NO_MEMORY || status == COMPLAINT_IO ||
           status == COMPLAINT_BUSY || status == COMPLAINT_MISUSE;
}

static int fail_machine(examination *e, int status)
{
    if (status == COMPLAINT_NO_MEMORY)
        return complaint__fail_memory(e->error);
    return complaint__fail(e->owner->context, e->error, status, "register.read",
                           "journal", "the register cannot be read");
}

/* With chains alone only what was erased is looked up in facts. */
static bool is_opened(const examination *e, const complaint_value *row)
{
    return !e->streams->chains || strcmp(row[complaint__journal_kind].bytes,
                                         COMPLAINT__ENTRY_ERASE) == 0;
}

static int take_entry(examination *e, const complaint_value *row)
{
    complaint__journal journal;
    int status = check_chain(e, row);

    if (status != COMPLAINT_OK || e->out->broken || !is_opened(e, row))
        return status;
    status = complaint__entry_open(e->owner->context, row, &journal, NULL);
    if (status == COMPLAINT_OK) {
        if (!e->streams->chains)
            status = apply(e, row, &journal);
        if (status == COMPLAINT_OK)
            status = explain_erased(e, &journal);
        complaint_facts_free(journal.facts);
    }
    if (is_machine(status))
        return fail_machine(e, status);
    if (status != COMPLAINT_OK)
        return tell_broken(e, row[complaint__journal_entry].integer, "facts",
                           "the entry cannot be applied");
    return COMPLAINT_OK;
}

static int read_journal(examination *e)
{
    const complaint__stream *stream =
        &e->streams->of[COMPLAINT__STREAM_JOURNAL];
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK &&
           complaint__stream_is_at(stream, e->case_id)) {
        e->out->entries++;
        if (!e->out->broken)
            status = take_entry(e, stream->row);
        if (status == COMPLAINT_OK)
            status = complaint__streams_step(
                e->streams, COMPLAINT__STREAM_JOURNAL, e->error);
    }
    if (stream->failed)
        e->out->unread = true;
    if (status == COMPLAINT_OK && stream->failed && !e->out->broken)
        status = tell_broken(e, e->out->entries + 1, NULL,
                             "damaged: what follows cannot be read");
    return status;
}

/* Clocks and head, once all entries are applied. */
static int finish(examination *e)
{
    size_t count = e->history.count;
    int status;

    if (e->out->broken || count == 0)
        return COMPLAINT_OK;
    status = complaint__apply_clocks(
        e->image, e->procedure, e->calendar, &e->history,
        e->history.events[count - 1].recorded_at, NULL);
    if (status == COMPLAINT_OK)
        status = complaint__apply_head(e->image, (int64_t)count, e->head, NULL);
    if (is_machine(status))
        return fail_machine(e, status);
    return status == COMPLAINT_OK ? COMPLAINT_OK
                                  : tell_broken(e, (int64_t)count, NULL,
                                                "the clocks cannot be run");
}

/* ---- comparing ---- */

/* A row that differs, by its key and the names of its columns. */
static int tell_row(examination *e, const complaint_relation *relation,
                    const complaint_value *stored,
                    const complaint_value *wanted)
{
    const complaint_value *row = stored != NULL ? stored : wanted;
    char columns[256] = "";
    size_t at = 0;
    complaint__found found = {.case_id = e->case_id,
                              .relation = relation->name,
                              .what = "columns differ"};

    e->out->changes++;
    if (relation->key_count > 1)
        found.key = row[1].bytes;
    if (stored == NULL)
        found.what = "a row is missing";
    else if (wanted == NULL)
        found.what = "a row is too much";
    for (size_t i = 0; stored != NULL && wanted != NULL &&
                       i < relation->column_count && at < sizeof columns;
         i++)
        if (complaint__value_compare(&stored[i], &wanted[i]) != 0)
            at +=
                (size_t)snprintf(columns + at, sizeof columns - at, "%s%s",
                                 at == 0 ? "" : ",", relation->columns[i].name);
    if (at > 0)
        found.columns = columns;
    return e->problem(e->data, &found);
}

static bool differ(const complaint_relation *relation, const complaint_value *a,
                   const complaint_value *b)
{
    for (size_t i = 0; i < relation->column_count; i++)
        if (complaint__value_compare(&a[i], &b[i]) != 0)
            return true;
    return false;
}

static int compare_key(const complaint_relation *relation,
                       const complaint_value *a, const complaint_value *b)
{
    int order = 0;

    for (size_t i = 0; order == 0 && i < relation->key_count; i++)
        order = complaint__value_compare(&a[i], &b[i]);
    return order;
}

static int compare_rows(const void *a, const void *b)
{
    const complaint_record *const *left = a;
    const complaint_record *const *right = b;

    return compare_key((*left)->relation, (*left)->values, (*right)->values);
}

/* Rows of a relation in the image, sorted by key; context memory. */
static int wanted_rows(examination *e, const complaint_relation *relation,
                       const complaint_record ***rows, size_t *count)
{
    const complaint__image *image = e->image;

    *count = 0;
    *rows = complaint__realloc_array(e->owner->context, NULL, image->count + 1,
                                     sizeof **rows);
    if (*rows == NULL)
        return complaint__fail_memory(e->error);
    if (relation == &complaint__relation_case) {
        if (complaint__image_now(&image->self) != NULL)
            (*rows)[(*count)++] = complaint__image_now(&image->self);
        return COMPLAINT_OK;
    }
    for (size_t i = 0; i < image->count; i++)
        if (image->rows[i].relation == relation && !image->rows[i].erased)
            (*rows)[(*count)++] = complaint__image_now(&image->rows[i]);
    if (*count > 1)
        qsort(*rows, *count, sizeof **rows, compare_rows);
    return COMPLAINT_OK;
}

static int compare_stream(examination *e, size_t index)
{
    const complaint__stream *stream = &e->streams->of[index];
    const complaint_record **wanted;
    size_t count;
    size_t at = 0;
    int status = wanted_rows(e, stream->relation, &wanted, &count);

    /* After damage it is not known which rows are missing. */
    while (status == COMPLAINT_OK && !stream->failed) {
        bool here = complaint__stream_is_at(stream, e->case_id);
        const complaint_value *next = at < count ? wanted[at]->values : NULL;
        int order;

        if (!here && next == NULL)
            break;
        order = !here ? 1
                : next == NULL
                    ? -1
                    : compare_key(stream->relation, stream->row, next);
        if (order < 0)
            status = tell_row(e, stream->relation, stream->row, NULL);
        else if (order > 0)
            status = tell_row(e, stream->relation, NULL, next);
        else if (differ(stream->relation, stream->row, next))
            status = tell_row(e, stream->relation, stream->row, next);
        if (order >= 0)
            at++;
        if (status == COMPLAINT_OK && order <= 0)
            status = complaint__streams_step(e->streams, index, e->error);
    }
    complaint__free(e->owner->context, wanted);
    return status;
}

/* Rows that nothing can be said about: step over them. */
static int skip(examination *e, size_t index)
{
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK &&
           complaint__stream_is_at(&e->streams->of[index], e->case_id))
        status = complaint__streams_step(e->streams, index, e->error);
    return status;
}

static int tell_unread(examination *e, const complaint_relation *relation)
{
    complaint__found found = {.case_id = e->case_id,
                              .relation = relation->name,
                              .what = "damaged: what follows cannot be read"};

    e->out->unread = true;
    return e->problem(e->data, &found);
}

static int compare_all(examination *e)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < COMPLAINT__STREAMS; i++) {
        if (i == COMPLAINT__STREAM_JOURNAL)
            continue;
        if (e->out->broken || e->streams->chains)
            status = skip(e, i);
        else
            status = compare_stream(e, i);
        if (status == COMPLAINT_OK && e->streams->of[i].failed)
            status = tell_unread(e, e->streams->of[i].relation);
    }
    return status;
}

/* Does the case's row know of more entries than there are? */
static int check_end(examination *e)
{
    const complaint__stream *stream = &e->streams->of[COMPLAINT__STREAM_CASE];
    complaint__found found = {
        .case_id = e->case_id,
        .entry = e->out->entries + 1,
        .relation = "journal",
        .what = "entries are missing at the end of the journal"};

    if (e->out->broken || !complaint__stream_is_at(stream, e->case_id) ||
        stream->row[complaint__case_revision].integer <= e->out->entries ||
        equal_bytes(&stream->row[complaint__case_head], e->head))
        return COMPLAINT_OK;
    return e->problem(e->data, &found);
}

int complaint__examine(complaint_register *self, complaint__streams *streams,
                       const char *case_id, complaint__problem *problem,
                       void *data, complaint__examined *out,
                       complaint__image *image, complaint_error **error)
{
    complaint__image own;
    examination e = {.owner = self,
                     .streams = streams,
                     .case_id = case_id,
                     .problem = problem,
                     .data = data,
                     .out = out,
                     .image = image == NULL ? &own : image,
                     .error = error};
    char padded[COMPLAINT__ID_SIZE] = "";
    int status;

    memset(out, 0, sizeof *out);
    memcpy(padded, case_id, strlen(case_id));
    complaint__image_open(e.image, self->context, NULL, padded);
    e.history.context = self->context;
    status = read_journal(&e);
    if (status == COMPLAINT_OK)
        status = check_gone(&e);
    if (status == COMPLAINT_OK)
        status = finish(&e);
    if (status == COMPLAINT_OK)
        status = check_end(&e);
    if (status == COMPLAINT_OK)
        status = compare_all(&e);
    complaint__free(self->context, e.gone);
    complaint__history_free(&e.history);
    if (image == NULL)
        complaint__image_free(&own);
    else
        out->image = out->broken ? NULL : image;
    return status;
}
