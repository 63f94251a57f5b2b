/* The units of a register against the organisations that are installed: every
 * code that one of them has, as the one that was installed last has it. */
#include "register/stream.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct organisation {
    complaint_time installed_at;
    char digest[COMPLAINT__DIGEST_TEXT];
    const complaint__codes *codes;
} organisation;

typedef struct examination {
    complaint_register *owner;
    organisation *of; /* oldest first */
    size_t count;
    complaint__buffer names;
    char (*extra)[COMPLAINT_LIMIT_CODE + 1]; /* rows that nobody asks for */
    size_t extra_count;
    complaint__problem *problem;
    void *data;
    int64_t *changes;
    complaint_error **error;
} examination;

static int compare(const void *a, const void *b)
{
    const organisation *left = a;
    const organisation *right = b;

    return (left->installed_at > right->installed_at) -
           (left->installed_at < right->installed_at);
}

static int add_organisation(examination *e, const complaint_value *row)
{
    organisation *of = complaint__realloc_array(e->owner->context, e->of,
                                                e->count + 1, sizeof *of);

    if (of == NULL)
        return complaint__fail_memory(e->error);
    e->of = of;
    of += e->count;
    memset(of, 0, sizeof *of);
    (void)snprintf(of->digest, sizeof of->digest, "%s",
                   row[complaint__definition_digest].bytes);
    of->installed_at = row[complaint__definition_installed_at].integer;
    e->count++;
    return COMPLAINT_OK;
}

static int find_organisations(examination *e)
{
    complaint_value equal = complaint__value_text(
        complaint__kind_names[COMPLAINT__KIND_ORGANISATION]);
    complaint_scan scan = {.relation = &complaint__relation_definition,
                           .equal = &equal,
                           .equal_count = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    scan.index = complaint__relation_index_find(scan.relation, "name");
    status = complaint__store_scan(e->owner->store, &scan, &rows, e->error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, e->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = add_organisation(e, row);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    if (status == COMPLAINT_OK && e->count > 1)
        qsort(e->of, e->count, sizeof *e->of, compare);
    return status;
}

static int tell_unreadable(examination *e, const char *digest)
{
    complaint__found found = {.relation = "definition",
                              .key = digest,
                              .what = "an organisation cannot be read"};

    return e->problem(e->data, &found);
}

/* A text that cannot be read any more is told and passed over. */
static int read_organisations(examination *e)
{
    const cached_definition *found;
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < e->count; i++) {
        status = complaint__register_by_digest(e->owner,
                                               COMPLAINT__KIND_ORGANISATION,
                                               e->of[i].digest, &found, NULL);
        if (status == COMPLAINT_OK)
            e->of[i].codes = found->parsed.codes;
        else if (status == COMPLAINT_NO_MEMORY)
            status = complaint__fail_memory(e->error);
        else
            status = tell_unreadable(e, e->of[i].digest);
    }
    return status;
}

/* As the newest organisation that has it says. */
static const complaint__code *find_code(const examination *e, const char *code)
{
    for (size_t i = e->count; i > 0; i--) {
        const complaint__codes *codes = e->of[i - 1].codes;
        const complaint__code *found =
            complaint__codes_find(codes, "unit", code);

        if (found == NULL)
            found = complaint__codes_find(codes, "supplier", code);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static int tell(examination *e, const char *code, const char *column,
                const char *what)
{
    complaint__found found = {
        .relation = "unit", .key = code, .columns = column, .what = what};

    ++*e->changes;
    return e->problem(e->data, &found);
}

static int remember_extra(examination *e, const char *code)
{
    char(*extra)[COMPLAINT_LIMIT_CODE + 1] = complaint__realloc_array(
        e->owner->context, e->extra, e->extra_count + 1, sizeof *extra);

    if (extra == NULL)
        return complaint__fail_memory(e->error);
    e->extra = extra;
    (void)snprintf(extra[e->extra_count++], sizeof *extra, "%s", code);
    return COMPLAINT_OK;
}

static int check_stored(examination *e, const complaint_value *row)
{
    const complaint__code *code = find_code(e, row[complaint__unit_code].bytes);
    complaint_value wanted[complaint__unit_columns];
    int status;

    if (code == NULL) {
        status =
            tell(e, row[complaint__unit_code].bytes, NULL, "a row is too much");
        return status == COMPLAINT_OK
                   ? remember_extra(e, row[complaint__unit_code].bytes)
                   : status;
    }
    status = complaint__unit_row(code, &e->names, wanted, e->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < complaint__unit_columns;
         i++)
        if (complaint__value_compare(&row[i], &wanted[i]) != 0)
            return tell(e, row[complaint__unit_code].bytes,
                        complaint__relation_unit.columns[i].name,
                        "a row differs from the organisation's");
    return status;
}

static int check_all_stored(examination *e)
{
    complaint_scan scan = {.relation = &complaint__relation_unit};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(e->owner->store, &scan, &rows, e->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, e->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = check_stored(e, row);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

/* A code that an older organisation has as well is looked at once. */
static int check_missing(examination *e, size_t index,
                         const complaint__code *code)
{
    complaint_value key = complaint__value_text(code->code);
    const complaint_value *row;
    int status;

    for (size_t i = 0; i < index; i++)
        if (complaint__codes_find(e->of[i].codes, "unit", code->code) != NULL ||
            complaint__codes_find(e->of[i].codes, "supplier", code->code) !=
                NULL)
            return COMPLAINT_OK;
    status = complaint__store_find(e->owner->store, &complaint__relation_unit,
                                   &key, &row, e->error);
    return status == COMPLAINT_OK && row == NULL
               ? tell(e, code->code, NULL, "a row is missing")
               : status;
}

static int check_all_missing(examination *e)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < e->count; i++) {
        const complaint__codes *codes = e->of[i].codes;

        for (size_t j = 0; codes != NULL && j < codes->count; j++)
            for (size_t k = 0;
                 status == COMPLAINT_OK && k < codes->lists[j].count; k++)
                status = check_missing(e, i, &codes->lists[j].codes[k]);
    }
    return status;
}

static int repair_all(examination *e)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < e->extra_count; i++) {
        complaint_value key = complaint__value_text(e->extra[i]);

        status = complaint__store_erase(
            e->owner->store, &complaint__relation_unit, &key, e->error);
    }
    for (size_t i = 0; status == COMPLAINT_OK && i < e->count; i++)
        if (e->of[i].codes != NULL)
            status = complaint__register_put_units(e->owner, e->of[i].codes,
                                                   e->error);
    return status;
}

int complaint__examine_units(complaint_register *self, bool repair,
                             complaint__problem *problem, void *data,
                             int64_t *changes, complaint_error **error)
{
    examination e = {.owner = self,
                     .names = COMPLAINT__BUFFER(self->context),
                     .problem = problem,
                     .data = data,
                     .changes = changes,
                     .error = error};
    int status = find_organisations(&e);

    *changes = 0;
    if (status == COMPLAINT_OK)
        status = read_organisations(&e);
    if (status == COMPLAINT_OK)
        status = check_all_stored(&e);
    if (status == COMPLAINT_OK)
        status = check_all_missing(&e);
    if (status == COMPLAINT_OK && repair && *changes > 0)
        status = repair_all(&e);
    complaint__buffer_free(&e.names);
    complaint__free(self->context, e.of);
    complaint__free(self->context, e.extra);
    return status;
}
