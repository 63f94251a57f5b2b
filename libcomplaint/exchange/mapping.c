/* Reading a mapping's YAML and checking what its schema cannot say. */
#include "exchange/mapping.h"

#include "base/context.h"
#include "base/failure.h"
#include "base/file.h"

#include <complaint/limits.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PATH_SIZE 128

/* ---- errors ---- */

int complaint__mapping_place(const complaint__mapping *mapping, int status,
                             const char *path, complaint_error **error)
{
    complaint__yaml_map *map = NULL;
    char parent[PATH_SIZE];
    int64_t line = -1, column = -1;

    if (error == NULL)
        return status;
    snprintf(parent, sizeof parent, "%s", path);
    if (complaint__yaml_map_new(mapping->context, mapping->yaml,
                                mapping->yaml_size, &map, NULL) == 0)
        while (!complaint__yaml_map_find(map, parent, &line, &column)) {
            char *slash = strrchr(parent, '/');

            if (slash == NULL)
                break;
            *slash = '\0';
        }
    complaint__error_place(error, mapping->path, line, column);
    complaint__yaml_map_free(map);
    return status;
}

static int refuse(const complaint__mapping *m, const char *path,
                  const char *what, complaint_error **error)
{
    int status = complaint__fail(
        m->context, error, COMPLAINT_INVALID, "import.mapping", path, "%s: %s",
        path, complaint__context_translate(m->context, what));

    return complaint__mapping_place(m, status, path, error);
}

/* ---- the file ---- */

static int fail_file(const complaint__mapping *m, int code,
                     complaint_error **error)
{
    bool missing = code == ENOENT || code == ENOTDIR;

    if (code == ENOMEM)
        return complaint__fail_memory(error);
    complaint__fail(
        m->context, error, missing ? COMPLAINT_NOT_FOUND : COMPLAINT_IO,
        missing ? "import.file_missing" : "import.file_read", "mapping_path",
        "cannot read the mapping: %s", strerror(code));
    complaint__error_place(error, m->path, -1, -1);
    return missing ? COMPLAINT_NOT_FOUND : COMPLAINT_IO;
}

static int read_file(complaint__mapping *m, complaint_error **error)
{
    complaint__buffer text = COMPLAINT__BUFFER(m->context);
    int code = complaint__file_read(m->path, COMPLAINT_LIMIT_DEFINITION, &text);
    int status = COMPLAINT_OK;

    if (code != 0) {
        status = fail_file(m, code, error);
    } else if (text.size > COMPLAINT_LIMIT_DEFINITION) {
        status = complaint__fail_limit(m->context, error, "mapping_path",
                                       COMPLAINT_LIMIT_DEFINITION);
    } else {
        m->yaml = complaint__buffer_take(&text, &m->yaml_size);
        if (m->yaml == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__buffer_free(&text);
    return status;
}

char *complaint__mapping_file(const complaint__mapping *mapping,
                              const char *name)
{
    const char *slash = strrchr(mapping->path, '/');
    complaint__buffer path = COMPLAINT__BUFFER(mapping->context);

    if (name[0] != '/' && slash != NULL)
        complaint__buffer_append(&path, mapping->path,
                                 (size_t)(slash - mapping->path) + 1);
    complaint__buffer_text(&path, name);
    return complaint__buffer_take(&path, NULL);
}

/* ---- checks ---- */

static const char *value_problem(const complaint__value *v)
{
    const char *dot = strchr(v->fact, '.');
    int sources = (v->column != NULL) + (v->columns.texts_count > 0) +
                  (v->constant != NULL);

    if (dot != NULL &&
        (dot == v->fact || dot[1] == '\0' || strchr(dot + 1, '.') != NULL))
        return "a fact's name has one dot at most, inside";
    if (strlen(v->fact) > COMPLAINT_LIMIT_CODE)
        return "the fact's name is too long";
    if (sources != 1)
        return "needs exactly one of column, columns, constant";
    if (v->join != NULL && v->columns.texts_count == 0)
        return "join needs columns";
    if (v->pick != COMPLAINT__PICK_FIRST && v->split == NULL)
        return "pick needs split";
    if ((v->kind == COMPLAINT__VALUE_LIST) != (v->pick == COMPLAINT__PICK_ALL))
        return "kind: list and pick: all go together";
    if (v->otherwise != NULL && v->unlisted != COMPLAINT__UNLISTED_KEEP)
        return "otherwise and unlisted exclude each other";
    if ((v->otherwise != NULL || v->unlisted != COMPLAINT__UNLISTED_KEEP) &&
        v->values_count == 0)
        return "otherwise and unlisted need values";
    if (v->cut < 0)
        return "cut is negative";
    for (unsigned i = 0; i < v->values_count; i++)
        if ((v->values[i].from == NULL) == (v->values[i].begins == NULL))
            return "each of values needs exactly one of from, begins";
    return NULL;
}

static int check_values(const complaint__mapping *m, const char *path,
                        const complaint__value *values, unsigned count,
                        complaint_error **error)
{
    for (unsigned i = 0; i < count; i++) {
        const char *problem = value_problem(&values[i]);
        char at[PATH_SIZE];

        for (unsigned k = 0; k < i && problem == NULL; k++)
            if (strcmp(values[k].fact, values[i].fact) == 0)
                problem = "the same fact twice";
        snprintf(at, sizeof at, "%s/%u", path, i);
        if (problem != NULL)
            return refuse(m, at, problem, error);
    }
    return COMPLAINT_OK;
}

/* Facts of the case that the mapping says in another place. */
static int check_reserved(const complaint__mapping *m, complaint_error **error)
{
    static const char *const reserved[] = {"source",      "external_number",
                                           "received_at", "procedure",
                                           "parties",     "imported"};

    for (unsigned i = 0; i < m->text->facts_count; i++)
        for (size_t k = 0; k < sizeof reserved / sizeof reserved[0]; k++)
            if (strcmp(m->text->facts[i].fact, reserved[k]) == 0) {
                char at[PATH_SIZE];

                snprintf(at, sizeof at, "facts/%u/fact", i);
                return refuse(m, at, "the mapping sets this fact itself",
                              error);
            }
    return COMPLAINT_OK;
}

static int check_step(const complaint__mapping *m, unsigned index,
                      complaint_error **error)
{
    const complaint__step *step = &m->text->history[index];
    char at[PATH_SIZE];

    for (unsigned i = 0; i < step->when_count; i++) {
        const complaint__when *w = &step->when[i];
        int tests = w->present + w->absent + (w->equals != NULL) +
                    (w->begins != NULL) + (w->in.texts_count > 0);

        snprintf(at, sizeof at, "history/%u/when/%u", index, i);
        if (tests != 1)
            return refuse(m, at,
                          "needs exactly one of present, absent, equals, "
                          "begins, in",
                          error);
    }
    snprintf(at, sizeof at, "history/%u/facts", index);
    return check_values(m, at, step->facts, step->facts_count, error);
}

static int check_lists(const complaint__mapping *m, complaint_error **error)
{
    const complaint__mapping_text *t = m->text;
    int status = check_values(m, "facts", t->facts, t->facts_count, error);

    if (status == COMPLAINT_OK)
        status = check_reserved(m, error);
    for (unsigned i = 0; status == COMPLAINT_OK && i < t->parties_count; i++) {
        char at[PATH_SIZE];

        snprintf(at, sizeof at, "parties/%u/facts", i);
        status = check_values(m, at, t->parties[i].facts,
                              t->parties[i].facts_count, error);
    }
    for (unsigned i = 0; status == COMPLAINT_OK && i < t->history_count; i++)
        status = check_step(m, i, error);
    return status;
}

/* "+08:00" as seconds: what it takes off a time. */
static bool read_offset(const char *text, int *offset)
{
    char moment[64];
    complaint_time time;

    if ((text[0] != '+' && text[0] != '-' && strcmp(text, "Z") != 0) ||
        strlen(text) > 6)
        return false;
    snprintf(moment, sizeof moment, "2000-01-02T00:00:00%s", text);
    if (complaint_time_parse(moment, 0, &time, NULL) != COMPLAINT_OK)
        return false;
    *offset = (int)((INT64_C(946771200) * COMPLAINT_SECOND - time) /
                    COMPLAINT_SECOND);
    return true;
}

static int check_dates(complaint__mapping *m, complaint_error **error)
{
    const complaint__dates *d = m->text->dates;

    m->rules.order = COMPLAINT__ORDER_YMD;
    m->rules.serial = true;
    m->rules.first = 0;
    m->rules.last = COMPLAINT_LIMIT_TIME_MAX / COMPLAINT_DAY;
    if (d == NULL)
        return COMPLAINT_OK;
    m->rules.order = d->order;
    m->rules.serial = !d->no_serial;
    m->has_offset = d->offset != NULL;
    if (m->has_offset && !read_offset(d->offset, &m->rules.offset))
        return refuse(m, "dates/offset", "not an offset as \"+08:00\"", error);
    if (d->earliest != NULL &&
        complaint_day_parse(d->earliest, &m->rules.first, NULL) != 0)
        return refuse(m, "dates/earliest", "not a date", error);
    if (d->latest != NULL &&
        complaint_day_parse(d->latest, &m->rules.last, NULL) != 0)
        return refuse(m, "dates/latest", "not a date", error);
    if (m->rules.last < m->rules.first)
        return refuse(m, "dates/latest", "before the earliest", error);
    return COMPLAINT_OK;
}

static int check(complaint__mapping *m, complaint_error **error)
{
    int status;

    if (strcmp(m->text->kind, "mapping") != 0)
        return refuse(m, "kind", "not \"mapping\"", error);
    if (m->text->format != 1)
        return refuse(m, "format", "an unknown format; this is 1", error);
    if (strchr(m->text->source, '/') != NULL ||
        strlen(m->text->source) > COMPLAINT_LIMIT_CODE)
        return refuse(m, "source", "too long, or with a slash", error);
    status = check_dates(m, error);
    return status == COMPLAINT_OK ? check_lists(m, error) : status;
}

int complaint__mapping_read(complaint_context *context, const char *path,
                            complaint__mapping **out, complaint_error **error)
{
    complaint__mapping *m = complaint__alloc_array(context, 1, sizeof *m);
    void *text = NULL;
    int status = COMPLAINT_OK;

    *out = NULL;
    if (m == NULL)
        return complaint__fail_memory(error);
    m->context = context;
    m->path = complaint__copy_text(context, path);
    m->arena = complaint__arena_new(context);
    if (m->path == NULL || m->arena == NULL)
        status = complaint__fail_memory(error);
    if (status == COMPLAINT_OK)
        status = read_file(m, error);
    if (status == COMPLAINT_OK)
        status = complaint__yaml_load(context, m->yaml, m->yaml_size, path,
                                      &complaint__mapping_schema, &text, error);
    m->text = text;
    if (status == COMPLAINT_OK)
        status = check(m, error);
    if (status != COMPLAINT_OK) {
        complaint__mapping_free(m);
        return status;
    }
    *out = m;
    return COMPLAINT_OK;
}

void complaint__mapping_free(complaint__mapping *m)
{
    if (m == NULL)
        return;
    if (m->text != NULL)
        complaint__yaml_free(m->context, &complaint__mapping_schema, m->text);
    complaint__arena_free(m->arena);
    complaint__free(m->context, m->yaml);
    complaint__free(m->context, m->path);
    complaint__free(m->context, m);
}
