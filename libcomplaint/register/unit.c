/* Codes in use: the units that organisations brought, and the questions that
 * other rooms ask of catalogs and units. */
#include "register/inside.h"

#include "base/failure.h"
#include "base/json.h"

#include <complaint/limits.h>

#include <string.h>

enum { LIST_UNIT = 0, LIST_SUPPLIER = 1, LISTS = 2 };

static const char supplier[] = "supplier";

/* ---- writing ---- */

static void write_name(complaint__buffer *buffer, const char *language,
                       const char *text)
{
    if (text == NULL)
        return;
    if (buffer->size > 1)
        complaint__buffer_char(buffer, ',');
    complaint__json_text(buffer, language, strlen(language));
    complaint__buffer_char(buffer, ':');
    complaint__json_text(buffer, text, strlen(text));
}

/* Canonical JSON of the titles: keys sorted. */
static int write_names(const complaint__code *code, complaint__buffer *buffer,
                       complaint_error **error)
{
    complaint__buffer_clear(buffer);
    complaint__buffer_char(buffer, '{');
    write_name(buffer, "en", code->title.en);
    write_name(buffer, "zh-CN", code->title.zh_cn);
    write_name(buffer, "zh-TW", code->title.zh_tw);
    complaint__buffer_char(buffer, '}');
    return buffer->failed ? complaint__fail_memory(error) : COMPLAINT_OK;
}

int complaint__unit_row(const complaint__code *code, complaint__buffer *names,
                        complaint_value *row, complaint_error **error)
{
    int status = write_names(code, names, error);

    if (status != COMPLAINT_OK)
        return status;
    row[complaint__unit_code] = complaint__value_text(code->code);
    row[complaint__unit_parent] = complaint__value_text(code->parent);
    row[complaint__unit_kind] = complaint__value_text(code->kind);
    row[complaint__unit_names] = complaint__value_text(names->bytes);
    return COMPLAINT_OK;
}

static bool equal_rows(const complaint_value *a, const complaint_value *b)
{
    for (size_t i = 0; i < complaint__unit_columns; i++)
        if (complaint__value_compare(&a[i], &b[i]) != 0)
            return false;
    return true;
}

static int put_unit(complaint_register *self, const complaint__code *code,
                    complaint__buffer *names, complaint_error **error)
{
    complaint_value row[complaint__unit_columns];
    const complaint_value *found;
    int status = complaint__unit_row(code, names, row, error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint__store_find(self->store, &complaint__relation_unit, row,
                                   &found, error);
    if (status != COMPLAINT_OK)
        return status;
    if (found == NULL)
        return complaint__store_insert(self->store, &complaint__relation_unit,
                                       row, error);
    if (equal_rows(row, found))
        return COMPLAINT_OK;
    return complaint__store_update(self->store, &complaint__relation_unit, row,
                                   -1, error);
}

int complaint__register_put_units(complaint_register *self,
                                  const complaint__codes *codes,
                                  complaint_error **error)
{
    complaint__buffer names = COMPLAINT__BUFFER(self->context);
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < codes->count; i++)
        for (size_t j = 0; status == COMPLAINT_OK && j < codes->lists[i].count;
             j++)
            status = put_unit(self, &codes->lists[i].codes[j], &names, error);
    complaint__buffer_free(&names);
    return status;
}

/* ---- reading ---- */

static size_t list_of(const complaint_value *row)
{
    const complaint_value *kind = &row[complaint__unit_kind];

    return kind->type == COMPLAINT_VALUE_TEXT &&
                   strcmp(kind->bytes, supplier) == 0
               ? LIST_SUPPLIER
               : LIST_UNIT;
}

static bool copy(complaint__codes *codes, const complaint_value *value,
                 const char **to)
{
    *to = value->type != COMPLAINT_VALUE_TEXT
              ? NULL
              : complaint__arena_text(codes->arena, value->bytes);
    return value->type != COMPLAINT_VALUE_TEXT || *to != NULL;
}

static bool copy_name(complaint__codes *codes, const complaint_facts *names,
                      const char *language, const char **to)
{
    const char *text =
        complaint_facts_text(complaint_facts_get(names, language), NULL);

    *to = text == NULL ? NULL : complaint__arena_text(codes->arena, text);
    return text == NULL || *to != NULL;
}

static int take_unit(complaint__codes *codes, const complaint_value *row,
                     complaint__code *code, complaint_error **error)
{
    const complaint_value *json = &row[complaint__unit_names];
    complaint_facts *names = NULL;
    int status = COMPLAINT_OK;

    if (json->type == COMPLAINT_VALUE_TEXT)
        status = complaint_facts_parse(codes->context, json->bytes, json->size,
                                       &names, error);
    if (status == COMPLAINT_OK &&
        (!copy(codes, &row[complaint__unit_code], &code->code) ||
         !copy(codes, &row[complaint__unit_parent], &code->parent) ||
         !copy(codes, &row[complaint__unit_kind], &code->kind) ||
         !copy_name(codes, names, "en", &code->title.en) ||
         !copy_name(codes, names, "zh-CN", &code->title.zh_cn) ||
         !copy_name(codes, names, "zh-TW", &code->title.zh_tw)))
        status = complaint__fail_memory(error);
    complaint_facts_free(names);
    return status;
}

/* Count the units (codes NULL), or take as many as there is room for. */
static int walk_units(complaint_register *self, complaint__codes *codes,
                      size_t counts[LISTS], complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_unit};
    size_t taken[LISTS] = {0, 0};
    const complaint_value *row;
    complaint__scan *rows;
    int status = complaint__store_scan(self->store, &scan, &rows, error);

    if (status != COMPLAINT_OK)
        return status;
    for (;;) {
        size_t list;

        status = complaint__scan_next(rows, &row, error);
        if (status != COMPLAINT_OK || row == NULL)
            break;
        list = list_of(row);
        if (codes == NULL) {
            counts[list]++;
        } else if (taken[list] < counts[list]) {
            status = take_unit(codes, row,
                               &codes->lists[list].codes[taken[list]++], error);
            if (status != COMPLAINT_OK)
                break;
        }
    }
    for (size_t i = 0; codes != NULL && i < LISTS; i++)
        codes->lists[i].count = taken[i];
    complaint__scan_close(rows);
    return status;
}

static int load_units(complaint_register *self, complaint_error **error)
{
    size_t counts[LISTS] = {0, 0};
    complaint__codes *codes;
    int status;

    if (self->units != NULL)
        return COMPLAINT_OK;
    status = walk_units(self, NULL, counts, error);
    if (status != COMPLAINT_OK)
        return status;
    codes = complaint__codes_new(self->context);
    if (codes == NULL)
        return complaint__fail_memory(error);
    if (!complaint__codes_lists(codes, LISTS) ||
        !complaint__codes_list(codes, LIST_UNIT, "unit", counts[LIST_UNIT]) ||
        !complaint__codes_list(codes, LIST_SUPPLIER, supplier,
                               counts[LIST_SUPPLIER]))
        status = complaint__fail_memory(error);
    else
        status = walk_units(self, codes, counts, error);
    if (status == COMPLAINT_OK) {
        complaint__codes_sort(codes);
        self->units = codes;
    } else {
        complaint__codes_free(codes);
    }
    return status;
}

/* The codes that a list stands in; *codes NULL when nothing lists them. */
static int codes_of(complaint_register *self, const char *list,
                    const complaint__codes **codes, complaint_error **error)
{
    const cached_definition *catalog = NULL;
    complaint_error *local = NULL;
    int status;

    *codes = NULL;
    if (strcmp(list, "unit") == 0 || strcmp(list, supplier) == 0) {
        status = load_units(self, error);
        *codes = self->units;
        return status;
    }
    if (self->no_catalog)
        return COMPLAINT_OK;
    status = complaint__register_newest(self, COMPLAINT__KIND_CATALOG, NULL,
                                        &catalog, &local);
    if (status == COMPLAINT_NOT_FOUND) {
        complaint_error_free(local);
        self->no_catalog = true;
        return COMPLAINT_OK;
    }
    if (status != COMPLAINT_OK) {
        complaint__error_give(error, local);
        return status;
    }
    *codes = catalog->parsed.codes;
    return COMPLAINT_OK;
}

void complaint__register_name_codes(complaint_register *self, const char *name,
                                    const char *code, complaint_error **error)
{
    const complaint__codes *codes = NULL;
    const complaint__code_list *list = NULL;
    char part[COMPLAINT_LIMIT_CODE + 1];
    size_t length = strcspn(code, ".");
    bool named = false;

    if (codes_of(self, name, &codes, NULL) == COMPLAINT_OK)
        list = complaint__codes_find_list(codes, name);
    if (list == NULL)
        return;
    if (length > sizeof part - 1)
        length = sizeof part - 1;
    memcpy(part, code, length);
    part[length] = 0;
    for (int all = length == 0 ? 1 : 0; all < 2 && !named; all++)
        for (size_t i = 0; i < list->count; i++)
            if (all != 0 || strstr(list->codes[i].code, part) != NULL) {
                complaint__error_item(error, list->codes[i].code);
                named = true;
            }
}

int complaint__register_check_code(complaint_register *self, const char *list,
                                   const char *code, complaint_error **error)
{
    const complaint__codes *codes;
    int status = codes_of(self, list, &codes, error);

    if (status != COMPLAINT_OK)
        return status;
    if (complaint__codes_find_list(codes, list) == NULL ||
        complaint__codes_find(codes, list, code) != NULL)
        return COMPLAINT_OK;
    status =
        complaint__fail(self->context, error, COMPLAINT_INVALID, "code.unknown",
                        list, "the list \"%s\" has no code \"%s\"", list, code);
    complaint__register_name_codes(self, list, code, error);
    return status;
}

static const complaint__code *find(complaint_register *self, const char *list,
                                   const char *code)
{
    const complaint__codes *codes = NULL;

    if (self->store == NULL ||
        codes_of(self, list, &codes, NULL) != COMPLAINT_OK)
        return NULL;
    return complaint__codes_find(codes, list, code);
}

const char *complaint__register_code_title(complaint_register *self,
                                           const char *list, const char *code,
                                           const char *language)
{
    const complaint__code *found = find(self, list, code);
    const char *title =
        found == NULL ? "" : complaint__texts_get(&found->title, language);

    return title[0] == '\0' ? code : title;
}

const char *complaint__register_code_parent(complaint_register *self,
                                            const char *list, const char *code)
{
    const complaint__code *found = find(self, list, code);

    return found == NULL ? NULL : found->parent;
}
