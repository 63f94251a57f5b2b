/* complaint_import_csv(): rows into cases, batch by batch. A row lands whole
 * or is listed; a batch with half a row in it is undone and done again without
 * that row. */
#include <complaint/exchange.h>

#include "base/context.h"
#include "base/failure.h"
#include "base/line.h"
#include "exchange/definitions.h"
#include "exchange/rejects.h"
#include "exchange/seen.h"
#include "register/register.h"

#include <stdio.h>
#include <string.h>

#define BATCH_DEFAULT 1000
#define BATCH_MAX 100000
/* Bytes of rows waiting for their batch. */
#define BATCH_BYTES ((size_t)16 << 20)

typedef struct importer {
    complaint_register *self;
    const complaint_actor *actor;
    complaint_context *context;
    const char *path;
    const char *encoding; /* as told; may be NULL */
    size_t batch;
    bool dry_run;
    complaint__mapping *mapping;
    complaint__definitions definitions;
    complaint__source *source;
    complaint__csv *csv;
    complaint__row_maker *maker;
    complaint__seen seen;
    complaint__row *rows; /* of the batch */
    size_t row_count;
    size_t row_bytes;
    complaint__rejects rejects;
    int64_t read, imported, unchanged;
} importer;

/* ---- options ---- */

static int read_options(importer *m, const complaint_facts *options,
                        complaint_error **error)
{
    int64_t batch = BATCH_DEFAULT;

    for (size_t i = 0; i < complaint_facts_size(options); i++) {
        const char *key = complaint_facts_key(options, i);
        const complaint_facts *value = complaint_facts_at(options, i);
        int type = complaint_facts_type(value);

        if (strcmp(key, "encoding") == 0 && type == COMPLAINT_FACTS_TEXT)
            m->encoding = complaint_facts_text(value, NULL);
        else if (strcmp(key, "batch") == 0 && type == COMPLAINT_FACTS_INTEGER)
            batch = complaint_facts_integer(value, 0);
        else if (strcmp(key, "dry_run") == 0 && type == COMPLAINT_FACTS_BOOLEAN)
            m->dry_run = complaint_facts_integer(value, 0) != 0;
        else if (type != COMPLAINT_FACTS_NULL)
            return complaint__fail(
                m->context, error, COMPLAINT_INVALID, "import.option", key,
                "%s: an unknown option, or of another type", key);
    }
    if (batch < 1 || batch > BATCH_MAX)
        return complaint__fail(m->context, error, COMPLAINT_INVALID,
                               "import.option", "batch",
                               "batch: not between 1 and %d", BATCH_MAX);
    m->batch = (size_t)batch;
    return COMPLAINT_OK;
}

/* The message, and the items where it lists any. */
static void write_reason(char *reason, size_t size, const char *before,
                         const complaint_error *from)
{
    size_t count = complaint_error_item_count(from);
    size_t used;

    snprintf(reason, size, "%s%s%s", before, before[0] == '\0' ? "" : ": ",
             complaint_error_message(from));
    for (size_t i = 0; i < count && (used = strlen(reason)) < size - 1; i++)
        snprintf(reason + used, size - used, "%s%s", i == 0 ? ": " : ", ",
                 complaint_error_item(from, i));
}

static int list_row(importer *m, const complaint__row *row, const char *column,
                    const char *before, complaint_error **from,
                    complaint_error **error)
{
    complaint__reject reject = {row->line, column, NULL, 0, ""};
    char reason[COMPLAINT__REASON_SIZE];

    write_reason(reason, sizeof reason, before, *from);
    complaint__line_make(reason, strlen(reason), reject.reason,
                         sizeof reject.reason);
    complaint_error_free(*from);
    *from = NULL;
    return complaint__rejects_add(&m->rejects, &reject, error);
}

/* ---- one row into the register ---- */

enum outcome { LANDED, UNCHANGED, REJECTED, HALF };

/* HALF: the case was filed, and a step of its history failed. */
static int enter_row(importer *m, const complaint__row *row,
                     enum outcome *outcome, const complaint__row_step **failed,
                     complaint_error **error)
{
    complaint_case *filed = NULL;
    int status =
        complaint_case_file(m->self, m->actor, row->facts, row->received,
                            row->step_count > 0 ? &filed : NULL, error);

    *outcome = REJECTED;
    *failed = NULL;
    if (status == COMPLAINT_EXISTS)
        *outcome = UNCHANGED;
    for (size_t i = 0; status == COMPLAINT_OK && i < row->step_count; i++) {
        const complaint__row_step *step = &row->steps[i];

        *outcome = HALF;
        *failed = step;
        status = complaint_case_perform(filed, m->actor, step->transition,
                                        step->facts, step->at, error);
    }
    if (status == COMPLAINT_OK)
        *outcome = LANDED;
    complaint_case_free(filed);
    return status;
}

static void forget(complaint_error **error)
{
    complaint_error_free(*error);
    *error = NULL;
}

static int end(importer *m, complaint_error **error)
{
    return m->dry_run ? complaint_register_rollback(m->self, error)
                      : complaint_register_commit(m->self, error);
}

static void undo(importer *m)
{
    complaint_error *ignored = NULL;

    (void)!complaint_register_rollback(m->self, &ignored);
    complaint_error_free(ignored);
}

/* A dry run undoes its definitions with every batch. */
static int begin(importer *m, complaint_error **error)
{
    int status = complaint_register_begin(m->self, error);

    if (status != COMPLAINT_OK || !m->dry_run)
        return status;
    status = complaint__definitions_install(m->self, m->actor, &m->definitions,
                                            error);
    if (status != COMPLAINT_OK)
        undo(m);
    return status;
}

/* Rows from..to in one transaction. Where a row stays half, everything is
 * undone, *half is that row, and its reason is in *why. Counting and listing
 * happen only when `count` says so. */
static int enter_rows(importer *m, size_t from, size_t to, size_t *half,
                      const complaint__row_step **step, complaint_error **why,
                      complaint_error **error)
{
    int64_t imported = 0, unchanged = 0;
    int status = begin(m, error);

    *half = to;
    if (status != COMPLAINT_OK)
        return status;
    for (size_t i = from; i < to; i++) {
        complaint_error *local = NULL;
        enum outcome outcome;

        if (m->rows[i].facts == NULL) /* listed in an earlier attempt */
            continue;
        status = enter_row(m, &m->rows[i], &outcome, step, &local);
        if (status != COMPLAINT_OK && !complaint__row_to_blame(status)) {
            undo(m);
            complaint__error_give(error, local);
            return status;
        }
        imported += outcome == LANDED;
        unchanged += outcome == UNCHANGED;
        if (outcome == HALF) {
            undo(m);
            *half = i;
            *why = local;
            return COMPLAINT_OK;
        }
        if (outcome == REJECTED) {
            status = list_row(m, &m->rows[i], "", "", &local, error);
            complaint__row_clear(m->context, &m->rows[i]);
            if (status != COMPLAINT_OK) {
                undo(m);
                return status;
            }
        }
        forget(&local);
    }
    status = end(m, error);
    if (status == COMPLAINT_OK) {
        m->imported += imported;
        m->unchanged += unchanged;
    }
    return status;
}

/* The same, made again when it met another's transaction: what was listed by
 * then stays listed. */
static int enter_surely(importer *m, size_t from, size_t to, size_t *half,
                        const complaint__row_step **step, complaint_error **why,
                        complaint_error **error)
{
    int attempt = 0;
    int status;

    do
        status = enter_rows(m, from, to, half, step, why, error);
    while (complaint__register_again(m->self, status, &attempt, error));
    return status;
}

static int flush(importer *m, complaint_error **error)
{
    size_t from = 0, to = m->row_count;
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && from < m->row_count) {
        const complaint__row_step *step = NULL;
        complaint_error *why = NULL;
        size_t half;

        status = enter_surely(m, from, to, &half, &step, &why, error);
        if (status != COMPLAINT_OK)
            break;
        if (half == to) { /* all well: go on behind */
            from = to;
            to = m->row_count;
            continue;
        }
        status = list_row(m, &m->rows[half], step->column, step->transition,
                          &why, error);
        complaint__row_clear(m->context, &m->rows[half]);
        to = half > from ? half : m->row_count;
        from = half > from ? from : half + 1;
    }
    for (size_t i = 0; i < m->row_count; i++)
        complaint__row_clear(m->context, &m->rows[i]);
    m->row_count = 0;
    m->row_bytes = 0;
    return status;
}

/* ---- the file ---- */

static int take_record(importer *m, const complaint__csv_record *record,
                       complaint_error **error)
{
    complaint__reject reject;
    complaint__row row;
    int64_t before = 0;
    int status = complaint__row_make(m->maker, record, &row, &reject, error);

    m->read++;
    if (status != COMPLAINT_OK)
        return status;
    if (reject.reason[0] == '\0') {
        if (!complaint__seen_add(&m->seen, row.number, row.line, &before)) {
            complaint__row_clear(m->context, &row);
            return complaint__fail_memory(error);
        }
        if (before != 0) {
            char reason[64];

            snprintf(reason, sizeof reason,
                     complaint__context_translate(
                         m->context, "the same number as in line %lld"),
                     (long long)before);
            complaint__reject_say(&reject, m->mapping, record,
                                  m->mapping->number, reason);
            complaint__row_clear(m->context, &row);
        }
    }
    if (reject.reason[0] != '\0')
        return complaint__rejects_add(&m->rejects, &reject, error);
    m->rows[m->row_count++] = row;
    m->row_bytes += row.size;
    return m->row_count == m->batch || m->row_bytes >= BATCH_BYTES
               ? flush(m, error)
               : COMPLAINT_OK;
}

static int read_header(importer *m, complaint_error **error)
{
    const complaint__csv_record *header;
    int status = complaint__csv_next(m->csv, &header, error);

    if (status != COMPLAINT_OK)
        return status;
    if (header == NULL) {
        complaint__fail(m->context, error, COMPLAINT_INVALID,
                        "import.header_missing", "path",
                        "the file has no header: it is empty");
        complaint__error_place(error, m->path, 1, -1);
        return COMPLAINT_INVALID;
    }
    if (header->problem != COMPLAINT__CSV_GOOD) {
        complaint__fail(
            m->context, error, COMPLAINT_INVALID, "import.header", "path",
            "the header has %s",
            complaint__context_translate(
                m->context, complaint__csv_problem_text(header->problem)));
        complaint__error_place(error, m->path, header->problem_line, -1);
        return COMPLAINT_INVALID;
    }
    return complaint__mapping_bind(m->mapping, header, m->path, error);
}

static int open_all(importer *m, const char *mapping_path,
                    complaint_error **error)
{
    int status =
        complaint__mapping_read(m->context, mapping_path, &m->mapping, error);

    if (status == COMPLAINT_OK)
        status = complaint__source_open(
            m->context, m->path,
            m->encoding != NULL ? m->encoding : m->mapping->text->encoding,
            &m->source, error);
    if (status == COMPLAINT_OK)
        status = complaint__csv_open(m->context, m->source, &m->csv, error);
    if (status == COMPLAINT_OK)
        status = read_header(m, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__definitions_load(m->mapping, &m->definitions, error);
    if (status == COMPLAINT_OK)
        status = complaint__row_maker_new(
            m->mapping, complaint_context_now(m->context), &m->maker, error);
    if (status != COMPLAINT_OK)
        return status;
    m->rows = complaint__alloc_array(m->context, m->batch, sizeof *m->rows);
    return m->rows == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

static int install_once(importer *m, complaint_error **error)
{
    int status = complaint_register_begin(m->self, error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint__definitions_install(m->self, m->actor, &m->definitions,
                                            error);
    if (status == COMPLAINT_OK)
        return end(m, error);
    undo(m);
    return status;
}

static int install(importer *m, complaint_error **error)
{
    int attempt = 0;
    int status;

    do
        status = install_once(m, error);
    while (complaint__register_again(m->self, status, &attempt, error));
    return status;
}

static int read_rows(importer *m, complaint_error **error)
{
    const complaint__csv_record *record = NULL;
    int status = COMPLAINT_OK;

    do {
        status = complaint__csv_next(m->csv, &record, error);
        if (status == COMPLAINT_OK && record != NULL)
            status = take_record(m, record, error);
    } while (status == COMPLAINT_OK && record != NULL);
    return status == COMPLAINT_OK ? flush(m, error) : status;
}

/* ---- the result ---- */

static int make_result(importer *m, complaint_facts **out,
                       complaint_error **error)
{
    const struct {
        const char *name;
        int64_t number;
    } counts[] = {{"rows", m->read},
                  {"imported", m->imported},
                  {"unchanged", m->unchanged},
                  {"rejected", m->rejects.count}};
    complaint_facts *result = NULL;
    int status = complaint_facts_new(m->context, &result, error);

    for (size_t i = 0; status == COMPLAINT_OK && i < 4; i++)
        status = complaint_facts_set_integer(result, counts[i].name,
                                             counts[i].number, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            result, "encoding", complaint__source_encoding(m->source), error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_boolean(result, "dry_run", m->dry_run, error);
    if (status == COMPLAINT_OK)
        status = complaint__rejects_write(&m->rejects, result, error);
    if (status != COMPLAINT_OK) {
        complaint_facts_free(result);
        return status;
    }
    *out = result;
    return COMPLAINT_OK;
}

static void clear(importer *m)
{
    for (size_t i = 0; i < m->row_count; i++)
        complaint__row_clear(m->context, &m->rows[i]);
    complaint__free(m->context, m->rows);
    complaint__rejects_clear(&m->rejects);
    complaint__seen_clear(&m->seen);
    complaint__row_maker_free(m->maker);
    complaint__csv_close(m->csv);
    complaint__source_close(m->source);
    complaint__definitions_clear(&m->definitions);
    complaint__mapping_free(m->mapping);
}

int complaint_import_csv(complaint_register *self, const complaint_actor *actor,
                         const char *path, const char *mapping_path,
                         const complaint_facts *options, complaint_facts **out,
                         complaint_error **error)
{
    importer m = {.self = self, .actor = actor, .path = path};
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    m.context = complaint__register_context(self);
    m.seen.context = m.context;
    m.rejects.context = m.context;
    if (actor == NULL || path == NULL || mapping_path == NULL)
        return complaint__fail_misuse(m.context, error,
                                      actor == NULL  ? "actor"
                                      : path == NULL ? "path"
                                                     : "mapping_path");
    status = read_options(&m, options, error);
    if (status == COMPLAINT_OK)
        status = open_all(&m, mapping_path, error);
    if (status == COMPLAINT_OK)
        status = install(&m, error);
    if (status == COMPLAINT_OK)
        status = read_rows(&m, error);
    if (status == COMPLAINT_OK && out != NULL)
        status = make_result(&m, out, error);
    clear(&m);
    return status;
}
