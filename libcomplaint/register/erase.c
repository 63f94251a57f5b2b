/* Erasing personal data of one case: which entries lose their personal part,
 * what of it is kept and said again, what becomes of the projections. Who may
 * erase is decided above, in casework; traces in files are the store's. */
#include "register/inside.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* ---- parts ---- */

static uint64_t part_of(const complaint_relation *relation)
{
    return complaint__relation_is_personal(relation)
               ? UINT64_C(1) << relation->position
               : 0;
}

uint64_t complaint__parts_all(void)
{
    uint64_t all = COMPLAINT__PART_FACTS | part_of(&complaint__relation_case);
    const complaint_relation *child;

    for (size_t i = 0; (child = complaint__child_relation(i)) != NULL; i++)
        all |= part_of(child);
    return all;
}

uint64_t complaint__part_find(const char *name)
{
    const complaint_relation *relation = complaint_relation_find(name);

    if (strcmp(name, "facts") == 0)
        return COMPLAINT__PART_FACTS;
    if (strcmp(name, "all") == 0)
        return complaint__parts_all();
    return relation == NULL ? 0 : part_of(relation) & complaint__parts_all();
}

uint64_t complaint__parts_read(const char *text)
{
    char name[COMPLAINT_LIMIT_CODE];
    uint64_t parts = 0;

    while (text != NULL && *text != '\0') {
        size_t size = strcspn(text, ",");

        (void)snprintf(name, sizeof name, "%.*s", (int)size, text);
        parts |= complaint__part_find(name);
        text += size + (text[size] == ',');
    }
    return parts;
}

/* "all", or names in the order of the model; false without memory. */
static bool write_parts(complaint__buffer *buffer, uint64_t parts)
{
    const complaint_relation *relation = &complaint__relation_case;

    if (parts == complaint__parts_all()) {
        complaint__buffer_text(buffer, "all");
        return !buffer->failed;
    }
    for (size_t i = 0; relation != NULL; i++) {
        if ((parts >> relation->position & 1) != 0)
            complaint__buffer_format(
                buffer, "%s%s", buffer->size > 0 ? "," : "", relation->name);
        relation = complaint__child_relation(i);
    }
    if ((parts & COMPLAINT__PART_FACTS) != 0)
        complaint__buffer_format(buffer, "%sfacts",
                                 buffer->size > 0 ? "," : "");
    return !buffer->failed;
}

/* What an entry erases, by its facts. */
typedef struct scope {
    uint64_t parts;
    const char *party; /* only this party's row; NULL: every one's */
} scope;

static scope scope_of(const complaint_facts *facts)
{
    const complaint_facts *list = complaint_facts_get(facts, "parts");
    scope s = {0,
               complaint_facts_text(complaint_facts_get(facts, "party"), NULL)};

    for (size_t i = 0; i < complaint_facts_size(list); i++)
        s.parts |= complaint__part_find(
            complaint_facts_text(complaint_facts_at(list, i), ""));
    return s;
}

static bool covers(const scope *s, const complaint_relation *relation,
                   const char *id)
{
    if ((s->parts >> relation->position & 1) == 0)
        return false;
    return relation != &complaint__relation_party || s->party == NULL ||
           (id != NULL && strcmp(id, s->party) == 0);
}

static bool is_blank(const complaint_record *record)
{
    for (size_t i = 0; i < record->relation->column_count; i++)
        if ((record->relation->columns[i].flags & COMPLAINT_COLUMN_PERSONAL) !=
                0 &&
            record->values[i].type == COMPLAINT_VALUE_TEXT &&
            record->values[i].size > 0)
            return false;
    return true;
}

bool complaint__case_is_erased(complaint_case *self,
                               const complaint_facts *facts)
{
    const scope s = scope_of(facts);
    const complaint_value *text =
        &self->image.self.record->values[complaint__case_erased];
    uint64_t parts = text->type == COMPLAINT_VALUE_TEXT
                         ? complaint__parts_read(text->bytes)
                         : 0;
    uint64_t wanted = s.parts;
    complaint__image_row *row;

    if (s.party != NULL &&
        (wanted & ~parts) == part_of(&complaint__relation_party) &&
        text->type == COMPLAINT_VALUE_TEXT) {
        if (complaint__image_find(&self->image, &complaint__relation_party,
                                  s.party, &row, NULL) != COMPLAINT_OK ||
            row == NULL)
            return false;
        return is_blank(complaint__image_now(row));
    }
    return (wanted & ~parts) == 0;
}

/* ---- gathering ---- */

typedef struct gatherer {
    complaint_case *subject;
    scope scope;
    complaint_facts *entries;
    complaint_facts *kept;
    complaint_facts *items; /* kept of the entry at hand */
    complaint_facts *item;  /* the last of them; NULL: none yet */
    int64_t entry;
    bool removed;
    complaint_error **error;
} gatherer;

static int open_item(gatherer *g)
{
    int status;

    if (g->item != NULL)
        return COMPLAINT_OK;
    status = complaint_facts_set_map(g->items, NULL, &g->item, g->error);
    return status == COMPLAINT_OK ? complaint_facts_set_integer(
                                        g->item, "entry", g->entry, g->error)
                                  : status;
}

static int keep_fact(gatherer *g, const char *key, const complaint_facts *value)
{
    complaint_facts *facts;
    int status;

    if ((g->scope.parts & COMPLAINT__PART_FACTS) != 0) {
        g->removed = true;
        return COMPLAINT_OK;
    }
    status = open_item(g);
    if (status != COMPLAINT_OK)
        return status;
    facts = complaint__facts_edit(g->item, "facts");
    if (facts == NULL)
        status = complaint_facts_set_map(g->item, "facts", &facts, g->error);
    return status == COMPLAINT_OK
               ? complaint_facts_set_copy(facts, key, value, g->error)
               : status;
}

static const complaint_record *row_now(const complaint_case *subject,
                                       const complaint_relation *relation,
                                       const char *id)
{
    const complaint__image *image = &subject->image;

    if (relation == &complaint__relation_case)
        return complaint__image_now(&image->self);
    for (size_t i = 0; id != NULL && i < image->count; i++) {
        const complaint_record *record = complaint__image_now(&image->rows[i]);

        if (image->rows[i].relation == relation && record != NULL &&
            strcmp(record->values[1].bytes, id) == 0)
            return record;
    }
    return NULL;
}

/* A value that another entry replaced is no more kept: said again it would
 * come back. */
static bool is_current(const complaint_record *record, const char *column,
                       const complaint_facts *value)
{
    const char *now =
        record == NULL ? NULL : complaint_record_text(record, column);
    const char *text = complaint_facts_text(value, NULL);

    return now != NULL && text != NULL && strcmp(now, text) == 0;
}

static int open_row(gatherer *g, const complaint_relation *relation,
                    const char *id, complaint_facts **values)
{
    complaint_facts *rows;
    complaint_facts *row = NULL;
    int status = open_item(g);

    if (status != COMPLAINT_OK)
        return status;
    rows = complaint__facts_edit(g->item, "rows");
    if (rows == NULL)
        status = complaint_facts_set_list(g->item, "rows", &rows, g->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_map(rows, NULL, &row, g->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_text(row, "relation", relation->name, g->error);
    if (status == COMPLAINT_OK && id != NULL)
        status = complaint_facts_set_text(row, "id", id, g->error);
    return status == COMPLAINT_OK
               ? complaint_facts_set_map(row, "values", values, g->error)
               : status;
}

/* Personal columns of one row, as an entry has them. */
static int keep_row(gatherer *g, const complaint_relation *relation,
                    const char *id, const complaint_facts *values)
{
    const complaint_record *record = row_now(g->subject, relation, id);
    complaint_facts *kept = NULL;
    int status = COMPLAINT_OK;

    if (covers(&g->scope, relation, id)) {
        g->removed = g->removed || complaint_facts_size(values) > 0;
        return COMPLAINT_OK;
    }
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(values); i++) {
        const char *key = complaint_facts_key(values, i);

        if (!is_current(record, key, complaint_facts_at(values, i)))
            continue;
        if (kept == NULL)
            status = open_row(g, relation, id, &kept);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_copy(
                kept, key, complaint_facts_at(values, i), g->error);
    }
    return status;
}

static const char *id_of(const complaint_facts *row)
{
    return complaint_facts_text(complaint_facts_get(row, "id"), NULL);
}

/* Rows of a relation: the plain side has their ids, at the same positions. */
static int take_rows(gatherer *g, const complaint_relation *relation,
                     const complaint_facts *plain,
                     const complaint_facts *personal)
{
    int status = COMPLAINT_OK;

    if (complaint_facts_type(personal) == COMPLAINT_FACTS_MAP)
        return keep_row(g, relation, id_of(plain), personal);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(personal); i++)
        status = keep_row(g, relation, id_of(complaint_facts_at(plain, i)),
                          complaint_facts_at(personal, i));
    return status;
}

/* An answer to a task stands in the row of the task: kept as it is there. */
static int keep_answer(gatherer *g, const char *id)
{
    static const size_t columns[] = {
        complaint__task_result, complaint__task_reason, complaint__task_facts};
    const complaint_relation *relation = &complaint__relation_task;
    const complaint_record *record = row_now(g->subject, relation, id);
    complaint_facts *kept = NULL;
    int status = COMPLAINT_OK;

    if (covers(&g->scope, relation, id)) {
        g->removed = true;
        return COMPLAINT_OK;
    }
    for (size_t i = 0; status == COMPLAINT_OK && record != NULL &&
                       i < sizeof columns / sizeof columns[0];
         i++) {
        if (record->values[columns[i]].type != COMPLAINT_VALUE_TEXT)
            continue;
        if (kept == NULL)
            status = open_row(g, relation, id, &kept);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(
                kept, relation->columns[columns[i]].name,
                record->values[columns[i]].bytes, g->error);
    }
    return status;
}

/* Rows that came with the answer, and the answer itself, once. */
static int take_task(gatherer *g, const char *id, const complaint_facts *plain,
                     const complaint_facts *personal)
{
    bool answered = false;
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(personal); i++) {
        const char *key = complaint_facts_key(personal, i);
        const complaint_facts *value = complaint_facts_at(personal, i);
        const complaint_relation *rows = complaint__entry_relation(key, value);

        if (rows != NULL)
            status = take_rows(g, rows, complaint_facts_get(plain, key), value);
        else if (!answered)
            status = keep_answer(g, id);
        answered = answered || rows == NULL;
    }
    return status;
}

/* One personal fact at the top of an entry of the case itself. */
static int take_fact(gatherer *g, const complaint_facts *plain, const char *key,
                     const complaint_facts *value)
{
    const complaint_relation *rows = complaint__entry_relation(key, value);
    complaint_facts *one;
    int status;

    if (rows != NULL)
        return take_rows(g, rows, complaint_facts_get(plain, key), value);
    if (complaint_relation_column_find(&complaint__relation_case, key) < 0)
        return keep_fact(g, key, value);
    status = complaint_facts_new(g->subject->owner->context, &one, g->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_copy(one, key, value, g->error);
    if (status == COMPLAINT_OK)
        status = keep_row(g, &complaint__relation_case, NULL, one);
    complaint_facts_free(one);
    return status;
}

/* What an earlier erasure kept. */
static int take_kept(gatherer *g, const complaint_facts *kept)
{
    const complaint_facts *rows = complaint_facts_get(kept, "rows");
    const complaint_facts *facts = complaint_facts_get(kept, "facts");
    int status = COMPLAINT_OK;

    g->item = NULL;
    g->entry = complaint_facts_integer(complaint_facts_get(kept, "entry"), 0);
    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_facts_size(rows);
         i++) {
        const complaint_facts *row = complaint_facts_at(rows, i);
        const complaint_relation *relation = complaint_relation_find(
            complaint_facts_text(complaint_facts_get(row, "relation"), ""));

        if (relation != NULL)
            status = keep_row(g, relation, id_of(row),
                              complaint_facts_get(row, "values"));
    }
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(facts); i++)
        status = keep_fact(g, complaint_facts_key(facts, i),
                           complaint_facts_at(facts, i));
    return status;
}

static int take_personal(gatherer *g, const complaint_value *row,
                         const complaint_facts *plain,
                         const complaint_facts *personal)
{
    const char *kind = row[complaint__journal_kind].bytes;
    const complaint_value *action = &row[complaint__journal_action];
    const complaint_relation *relation = complaint__entry_scope(
        kind, action->type == COMPLAINT_VALUE_TEXT ? action->bytes : NULL);
    const complaint_facts *kept =
        complaint_facts_get(personal, COMPLAINT__ERASE_KEPT);
    int status = COMPLAINT_OK;

    if (strcmp(kind, COMPLAINT__ENTRY_ASSIGN) == 0)
        return keep_row(g, relation,
                        complaint_facts_text(
                            complaint_facts_get(complaint_facts_get(plain, "_"),
                                                "assignment"),
                            NULL),
                        personal);
    if (relation != &complaint__relation_case)
        return keep_row(g, relation, id_of(plain), personal);
    if (strcmp(kind, COMPLAINT__ENTRY_ERASE) == 0) {
        for (size_t i = 0;
             status == COMPLAINT_OK && i < complaint_facts_size(kept); i++)
            status = take_kept(g, complaint_facts_at(kept, i));
        return status;
    }
    if (strcmp(kind, COMPLAINT__ENTRY_TASK) == 0)
        return take_task(g, action->bytes, plain, personal);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(personal); i++)
        status = take_fact(g, plain, complaint_facts_key(personal, i),
                           complaint_facts_at(personal, i));
    return status;
}

static int parse(gatherer *g, const complaint_value *json,
                 complaint_facts **out)
{
    int status = complaint_facts_parse(g->subject->owner->context, json->bytes,
                                       json->size, out, NULL);

    if (status == COMPLAINT_NO_MEMORY)
        return complaint__fail_memory(g->error);
    if (status != COMPLAINT_OK)
        return complaint__fail(g->subject->owner->context, g->error,
                               COMPLAINT_CORRUPT, "journal.facts", "journal",
                               "an entry's facts cannot be read");
    return COMPLAINT_OK;
}

/* An entry that has something in scope goes into the list; what else stood
 * in its personal part is kept. */
static int keep_entry(gatherer *g, int64_t entry)
{
    int status = complaint_facts_set_integer(g->entries, NULL, entry, g->error);

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(g->items); i++)
        status = complaint_facts_set_copy(
            g->kept, NULL, complaint_facts_at(g->items, i), g->error);
    return status;
}

static int take_entry(gatherer *g, const complaint_value *row)
{
    int64_t entry = row[complaint__journal_entry].integer;
    complaint_facts *plain = NULL;
    complaint_facts *personal = NULL;
    complaint_facts *holder = NULL;
    int status;

    if (row[complaint__journal_personal].type != COMPLAINT_VALUE_TEXT)
        return COMPLAINT_OK;
    g->item = NULL;
    g->removed = false;
    g->entry = entry;
    status = complaint_facts_new(g->subject->owner->context, &holder, g->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(holder, "items", &g->items, g->error);
    if (status == COMPLAINT_OK)
        status = parse(g, &row[complaint__journal_facts], &plain);
    if (status == COMPLAINT_OK)
        status = parse(g, &row[complaint__journal_personal], &personal);
    if (status == COMPLAINT_OK)
        status = take_personal(g, row, plain, personal);
    if (status == COMPLAINT_OK && g->removed)
        status = keep_entry(g, entry);
    complaint_facts_free(plain);
    complaint_facts_free(personal);
    complaint_facts_free(holder);
    return status;
}

static int read_entries(gatherer *g)
{
    complaint_value equal = complaint__value_text(g->subject->image.case_id);
    complaint_scan scan = {.relation = &complaint__relation_journal,
                           .equal = &equal,
                           .equal_count = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status =
        complaint__store_scan(g->subject->owner->store, &scan, &rows, g->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, g->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = take_entry(g, row);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

static int load_all(complaint__image *image, complaint_error **error)
{
    const complaint_relation *child;
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK &&
                       (child = complaint__child_relation(i)) != NULL;
         i++)
        if (part_of(child) != 0)
            status = complaint__image_load(image, child, error);
    return status;
}

int complaint__erase_gather(complaint_case *self, complaint_facts *facts,
                            complaint_error **error)
{
    gatherer g = {.subject = self, .scope = scope_of(facts), .error = error};
    int status = load_all(&self->image, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(facts, COMPLAINT__ERASE_ENTRIES,
                                          &g.entries, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(facts, COMPLAINT__ERASE_KEPT, &g.kept,
                                          error);
    if (status == COMPLAINT_OK)
        status = read_entries(&g);
    if (status == COMPLAINT_OK && complaint_facts_size(g.kept) == 0)
        complaint__facts_remove(facts, COMPLAINT__ERASE_KEPT);
    return status;
}

int complaint__erase_write(complaint_case *self, const complaint_facts *facts,
                           complaint_error **error)
{
    const complaint_facts *entries =
        complaint_facts_get(facts, COMPLAINT__ERASE_ENTRIES);
    complaint_value key[2] = {complaint__value_text(self->image.case_id)};
    complaint_record *record;
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(entries); i++) {
        key[1] = complaint__value_integer(
            complaint_facts_integer(complaint_facts_at(entries, i), 0));
        status = complaint__store_get_record(self->owner->store,
                                             &complaint__relation_journal, key,
                                             &record, error);
        if (status != COMPLAINT_OK)
            break;
        complaint__record_set_null(record, complaint__journal_personal);
        complaint__record_set_null(record, complaint__journal_salt);
        status = complaint__store_update_record(self->owner->store, record, -1,
                                                error);
        complaint_record_free(record);
    }
    return status == COMPLAINT_OK
               ? complaint__setting_put(self->owner, COMPLAINT__TRACES, "left",
                                        error)
               : status;
}

/* ---- applying ---- */

static int blank_row(complaint__image *image, complaint__image_row *row,
                     complaint_error **error)
{
    const complaint_relation *relation = row->relation;
    const complaint_value none = complaint__value_text(NULL);
    const complaint_value empty = complaint__value_text("");
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < relation->column_count;
         i++) {
        unsigned flags = relation->columns[i].flags;

        if ((flags & COMPLAINT_COLUMN_PERSONAL) == 0)
            continue;
        status = complaint__image_want(
            image, row, i,
            (flags & COMPLAINT_COLUMN_REQUIRED) != 0 ? &empty : &none, error);
    }
    return status;
}

static int blank_rows(complaint__image *image, const scope *s,
                      complaint_error **error)
{
    int status = load_all(image, error);

    if (status == COMPLAINT_OK && covers(s, image->self.relation, NULL))
        status = blank_row(image, &image->self, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < image->count; i++) {
        complaint__image_row *row = &image->rows[i];
        const complaint_record *now = complaint__image_now(row);

        if (now != NULL && !row->erased && part_of(row->relation) != 0 &&
            covers(s, row->relation, now->values[1].bytes))
            status = blank_row(image, row, error);
    }
    return status;
}

static int restore_row(complaint__image *image, const complaint_facts *kept,
                       complaint_error **error)
{
    const complaint_relation *relation = complaint_relation_find(
        complaint_facts_text(complaint_facts_get(kept, "relation"), ""));
    const complaint_facts *values = complaint_facts_get(kept, "values");
    complaint__image_row *row = &image->self;
    int status = COMPLAINT_OK;

    if (relation == NULL ||
        (relation != image->self.relation && id_of(kept) == NULL))
        return COMPLAINT_OK;
    if (relation != image->self.relation)
        status =
            complaint__image_find(image, relation, id_of(kept), &row, error);
    for (size_t i = 0; status == COMPLAINT_OK && row != NULL &&
                       i < complaint_facts_size(values);
         i++) {
        complaint_value value = complaint__value_text(
            complaint_facts_text(complaint_facts_at(values, i), NULL));
        int column = complaint_relation_column_find(
            relation, complaint_facts_key(values, i));

        if (column >= 0 &&
            (relation->columns[column].flags & COMPLAINT_COLUMN_PERSONAL) != 0)
            status = complaint__image_want(image, row, (size_t)column, &value,
                                           error);
    }
    return status;
}

static int restore(complaint__image *image, const complaint_facts *kept,
                   complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < complaint_facts_size(kept); i++) {
        const complaint_facts *rows =
            complaint_facts_get(complaint_facts_at(kept, i), "rows");

        for (size_t j = 0;
             status == COMPLAINT_OK && j < complaint_facts_size(rows); j++)
            status = restore_row(image, complaint_facts_at(rows, j), error);
    }
    return status;
}

static int mark(complaint__image *image, const scope *s,
                const complaint__journal *journal, complaint_error **error)
{
    const complaint_record *now = complaint__image_now(&image->self);
    const complaint_value *text = &now->values[complaint__case_erased];
    const complaint_value at = complaint__value_integer(journal->happened_at);
    uint64_t parts = s->parts;
    complaint__buffer buffer = COMPLAINT__BUFFER(image->context);
    complaint_value value;
    int status = complaint__image_want(image, &image->self,
                                       complaint__case_erased_at, &at, error);

    if (s->party != NULL) /* others' rows are still there */
        parts &= ~part_of(&complaint__relation_party);
    if (text->type == COMPLAINT_VALUE_TEXT)
        parts |= complaint__parts_read(text->bytes);
    if (status == COMPLAINT_OK && parts != 0) {
        if (!write_parts(&buffer, parts)) {
            status = complaint__fail_memory(error);
        } else {
            value = complaint__value_text(buffer.bytes);
            status = complaint__image_want(
                image, &image->self, complaint__case_erased, &value, error);
        }
    }
    complaint__buffer_free(&buffer);
    return status;
}

int complaint__apply_erase(complaint__image *image,
                           const complaint__journal *journal,
                           complaint_error **error)
{
    const scope s = scope_of(journal->facts);
    int status = blank_rows(image, &s, error);

    if (status == COMPLAINT_OK)
        status = restore(
            image, complaint_facts_get(journal->facts, COMPLAINT__ERASE_KEPT),
            error);
    return status == COMPLAINT_OK ? mark(image, &s, journal, error) : status;
}
