/* Catalogs and organisations written in YAML: their schemas, and the checks
 * that a schema cannot say (codes named twice, unknown parents, circles). */
#include "register/codes.h"

#include "base/context.h"
#include "base/failure.h"
#include "text/yaml.h"

#include <complaint/limits.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define PATH_SIZE 96

typedef struct texts_text {
    char *en;
    char *zh_cn;
    char *zh_tw;
} texts_text;

typedef struct code_text {
    char *code;
    char *parent;
    char *kind;
    texts_text title;
} code_text;

typedef struct list_text {
    char *name;
    texts_text *title;
    code_text *codes;
    unsigned codes_count;
} list_text;

/* Of both: a catalog has lists, an organisation units and suppliers. */
typedef struct file_text {
    char *kind;
    int64_t format;
    char *name;
    char *version;
    char *source;
    texts_text *title;
    list_text *lists;
    unsigned lists_count;
    code_text *units;
    unsigned units_count;
    code_text *suppliers;
    unsigned suppliers_count;
} file_text;

#define TEXT(key, flags, structure, member, most)                              \
    CYAML_FIELD_STRING_PTR(key, (flags) | CYAML_FLAG_POINTER, structure,       \
                           member, 1, most)
#define CODE(key, structure, member)                                           \
    TEXT(key, CYAML_FLAG_DEFAULT, structure, member, COMPLAINT_LIMIT_CODE)
#define MAY_CODE(key, structure, member)                                       \
    TEXT(key, CYAML_FLAG_OPTIONAL, structure, member, COMPLAINT_LIMIT_CODE)
#define MAY_TITLE(key, structure, member)                                      \
    TEXT(key, CYAML_FLAG_OPTIONAL, structure, member, COMPLAINT_LIMIT_TITLE)

static const cyaml_schema_field_t texts_fields[] = {
    MAY_TITLE("en", texts_text, en),
    MAY_TITLE("zh-CN", texts_text, zh_cn),
    MAY_TITLE("zh-TW", texts_text, zh_tw),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t code_fields[] = {
    CODE("code", code_text, code),
    MAY_CODE("parent", code_text, parent),
    MAY_TITLE("en", code_text, title.en),
    MAY_TITLE("zh-CN", code_text, title.zh_cn),
    MAY_TITLE("zh-TW", code_text, title.zh_tw),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t code_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, code_text, code_fields)};

static const cyaml_schema_field_t unit_fields[] = {
    CODE("code", code_text, code),
    MAY_CODE("parent", code_text, parent),
    MAY_CODE("kind", code_text, kind),
    MAY_TITLE("en", code_text, title.en),
    MAY_TITLE("zh-CN", code_text, title.zh_cn),
    MAY_TITLE("zh-TW", code_text, title.zh_tw),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t unit_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, code_text, unit_fields)};

static const cyaml_schema_field_t list_fields[] = {
    CODE("name", list_text, name),
    CYAML_FIELD_MAPPING_PTR("title", CYAML_FLAG_OPTIONAL, list_text, title,
                            texts_fields),
    CYAML_FIELD_SEQUENCE("codes", CYAML_FLAG_POINTER, list_text, codes,
                         &code_value, 0, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t list_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, list_text, list_fields)};

#define HEAD                                                                   \
    CODE("kind", file_text, kind),                                             \
        CYAML_FIELD_INT("format", CYAML_FLAG_DEFAULT, file_text, format),      \
        CODE("name", file_text, name),                                         \
        MAY_CODE("version", file_text, version),                               \
        MAY_TITLE("source", file_text, source),                                \
        CYAML_FIELD_MAPPING_PTR("title", CYAML_FLAG_OPTIONAL, file_text,       \
                                title, texts_fields)

static const cyaml_schema_field_t catalog_fields[] = {
    HEAD,
    CYAML_FIELD_SEQUENCE("lists", CYAML_FLAG_POINTER, file_text, lists,
                         &list_value, 0, COMPLAINT_LIMIT_CONDITIONS),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t organisation_fields[] = {
    HEAD,
    CYAML_FIELD_SEQUENCE("units", CYAML_FLAG_POINTER, file_text, units,
                         &unit_value, 1, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE("suppliers", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                         file_text, suppliers, &code_value, 0, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t catalog_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, file_text, catalog_fields)};
static const cyaml_schema_value_t organisation_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, file_text, organisation_fields)};

typedef struct reader {
    complaint_context *context;
    const char *yaml;
    size_t size;
    const char *file;
    complaint__codes *codes;
    complaint_error **error;
} reader;

static int place(const reader *r, int status, const char *path)
{
    complaint__yaml_map *map = NULL;
    int64_t line = 0;
    int64_t column = 0;

    if (r->error == NULL ||
        complaint__yaml_map_new(r->context, r->yaml, r->size, &map, NULL) != 0)
        return status;
    (void)complaint__yaml_map_find(map, path, &line, &column);
    complaint__error_place(r->error, r->file, line, column);
    complaint__yaml_map_free(map);
    return status;
}

/* Copy a text that may be absent. */
static bool copy(const reader *r, const char *from, const char **to)
{
    *to = from == NULL ? NULL : complaint__arena_text(r->codes->arena, from);
    return from == NULL || *to != NULL;
}

static int take_codes(const reader *r, size_t list, const char *name,
                      const code_text *codes, unsigned count, const char *kind)
{
    if (!complaint__codes_list(r->codes, list, name, count))
        return complaint__fail_memory(r->error);
    for (unsigned i = 0; i < count; i++) {
        complaint__code *to = &r->codes->lists[list].codes[i];
        const char *of = codes[i].kind != NULL ? codes[i].kind : kind;

        if (!copy(r, codes[i].code, &to->code) ||
            !copy(r, codes[i].parent, &to->parent) || !copy(r, of, &to->kind) ||
            !copy(r, codes[i].title.en, &to->title.en) ||
            !copy(r, codes[i].title.zh_cn, &to->title.zh_cn) ||
            !copy(r, codes[i].title.zh_tw, &to->title.zh_tw))
            return complaint__fail_memory(r->error);
    }
    return COMPLAINT_OK;
}

static int take(const reader *r, const file_text *text, bool organisation)
{
    int status = COMPLAINT_OK;

    if (!copy(r, text->name, &r->codes->name) ||
        !copy(r, text->version, &r->codes->version) ||
        !complaint__codes_lists(r->codes, organisation ? 2 : text->lists_count))
        return complaint__fail_memory(r->error);
    if (organisation) {
        status = take_codes(r, 0, "unit", text->units, text->units_count, NULL);
        if (status == COMPLAINT_OK)
            status = take_codes(r, 1, "supplier", text->suppliers,
                                text->suppliers_count, "supplier");
    }
    for (unsigned i = 0; status == COMPLAINT_OK && i < text->lists_count; i++)
        status = take_codes(r, i, text->lists[i].name, text->lists[i].codes,
                            text->lists[i].codes_count, NULL);
    if (status == COMPLAINT_OK)
        complaint__codes_sort(r->codes);
    return status;
}

/* ---- checks ---- */

/* `message` is an English literal; the code stands after it. */
static int refuse(const reader *r, const char *path, const char *detail,
                  const char *code, const char *message)
{
    return place(r,
                 complaint__fail(
                     r->context, r->error, COMPLAINT_INVALID, detail, path,
                     "%s: \"%s\"",
                     complaint__context_translate(r->context, message), code),
                 path);
}

/* Position in the file of a code's n-th mention. */
static unsigned position(const code_text *codes, unsigned count,
                         const char *code, unsigned nth)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(codes[i].code, code) == 0 && nth-- == 0)
            return i;
    return 0;
}

/* More steps up than there are codes: a circle. */
static bool circular(const complaint__code_list *list,
                     const complaint__codes *codes, const complaint__code *code)
{
    for (size_t i = 0; code != NULL && i <= list->count; i++) {
        if (code->parent == NULL)
            return false;
        code = complaint__codes_find(codes, list->name, code->parent);
    }
    return code != NULL;
}

static int check_list(const reader *r, const char *prefix, size_t index,
                      const code_text *codes, unsigned count)
{
    const complaint__code_list *list = &r->codes->lists[index];
    char path[PATH_SIZE];

    for (size_t i = 0; i < list->count; i++) {
        const complaint__code *code = &list->codes[i];

        (void)snprintf(path, sizeof path, "%s/%u/code", prefix,
                       position(codes, count, code->code, 1));
        if (i > 0 && strcmp(list->codes[i - 1].code, code->code) == 0)
            return refuse(r, path, "definition.code_twice", code->code,
                          "this code is here twice");
        (void)snprintf(path, sizeof path, "%s/%u/parent", prefix,
                       position(codes, count, code->code, 0));
        if (code->parent != NULL &&
            complaint__codes_find(r->codes, list->name, code->parent) == NULL)
            return refuse(r, path, "definition.parent", code->parent,
                          "the parent is not in this list");
        if (circular(list, r->codes, code))
            return refuse(r, path, "definition.circle", code->code,
                          "this code is an ancestor of itself");
    }
    return COMPLAINT_OK;
}

/* Units and suppliers share one relation. */
static int check_suppliers(const reader *r, const file_text *text)
{
    char path[PATH_SIZE];

    for (unsigned i = 0; i < text->suppliers_count; i++) {
        const char *code = text->suppliers[i].code;

        (void)snprintf(path, sizeof path, "suppliers/%u/code", i);
        if (complaint__codes_find(r->codes, "unit", code) != NULL)
            return refuse(r, path, "definition.code_twice", code,
                          "this code is here twice");
    }
    return COMPLAINT_OK;
}

static int check_lists(const reader *r, const file_text *text)
{
    char path[PATH_SIZE];
    int status = COMPLAINT_OK;

    for (unsigned i = 0; status == COMPLAINT_OK && i < text->lists_count; i++) {
        for (unsigned j = 0; j < i; j++) {
            (void)snprintf(path, sizeof path, "lists/%u/name", i);
            if (strcmp(text->lists[j].name, text->lists[i].name) == 0)
                return refuse(r, path, "definition.code_twice",
                              text->lists[i].name, "this code is here twice");
        }
        (void)snprintf(path, sizeof path, "lists/%u/codes", i);
        status = check_list(r, path, i, text->lists[i].codes,
                            text->lists[i].codes_count);
    }
    return status;
}

static int check(const reader *r, const file_text *text, bool organisation)
{
    int status;

    if (text->format != 1)
        return refuse(r, "format", "definition.format", text->name,
                      "the format is not 1, the only one known");
    if (strcmp(text->kind, organisation ? "organisation" : "catalog") != 0)
        return refuse(r, "kind", "definition.kind", text->kind,
                      "this kind is not the one expected here");
    if (!organisation)
        return check_lists(r, text);
    status = check_list(r, "units", 0, text->units, text->units_count);
    if (status == COMPLAINT_OK)
        status = check_list(r, "suppliers", 1, text->suppliers,
                            text->suppliers_count);
    return status == COMPLAINT_OK ? check_suppliers(r, text) : status;
}

int complaint__codes_parse(complaint_context *context, bool organisation,
                           const char *yaml, size_t size, const char *file,
                           complaint__codes **out, complaint_error **error)
{
    const cyaml_schema_value_t *schema =
        organisation ? &organisation_schema : &catalog_schema;
    reader r = {context, yaml, size, file, NULL, error};
    void *text = NULL;
    int status;

    *out = NULL;
    status =
        complaint__yaml_load(context, yaml, size, file, schema, &text, error);
    if (status != COMPLAINT_OK)
        return status;
    r.codes = complaint__codes_new(context);
    status = r.codes == NULL ? complaint__fail_memory(error)
                             : take(&r, text, organisation);
    if (status == COMPLAINT_OK)
        status = check(&r, text, organisation);
    if (status == COMPLAINT_OK)
        *out = r.codes;
    else
        complaint__codes_free(r.codes);
    complaint__yaml_free(context, schema, text);
    return status;
}
