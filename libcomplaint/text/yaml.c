/* Loading YAML by a libcyaml schema, and making errors out of what it tells.
 * The checks before that are in yaml_map.c. */
#include "text/yaml.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTE_SIZE 300
#define STEP_SIZE 256
#define STEPS COMPLAINT_LIMIT_DEFINITION_DEPTH

/* What libcyaml said: first a complaint, then where, innermost first. */
typedef struct report {
    complaint_context *context;
    char note[NOTE_SIZE];
    char steps[STEPS][STEP_SIZE]; /* keys and indexes */
    size_t step_count;
    bool in_field; /* the innermost step is a key of a map */
    bool in_trace;
} report;

static void *reallocate(void *user_data, void *memory, size_t size)
{
    complaint_context *context = user_data;

    if (size > 0)
        return complaint__realloc_array(context, memory, size, 1);
    complaint__free(context, memory);
    return NULL;
}

static void add_step(report *r, const char *step, size_t size)
{
    if (r->step_count == STEPS)
        return;
    snprintf(r->steps[r->step_count++], STEP_SIZE, "%.*s", (int)size, step);
}

/* "  in mapping field 'NAME' (line: ...", "  in sequence entry 'COUNT' ...".
 * libcyaml counts entries from 1. "  in mapping (" adds nothing. */
static void take_trace(report *r, const char *line)
{
    static const char field[] = "  in mapping field '";
    static const char entry[] = "  in sequence entry '";
    const char *end = strstr(line, "' (line: ");
    char index[24];

    if (!r->in_trace)
        r->in_field = strncmp(line, field, sizeof field - 1) == 0;
    r->in_trace = true;
    if (strncmp(line, field, sizeof field - 1) == 0 && end != NULL) {
        line += sizeof field - 1;
        add_step(r, line, (size_t)(end - line));
    } else if (strncmp(line, entry, sizeof entry - 1) == 0) {
        long count = strtol(line + sizeof entry - 1, NULL, 10);

        snprintf(index, sizeof index, "%ld", count < 1 ? 0 : count - 1);
        add_step(r, index, strlen(index));
    }
}

static void take_log(cyaml_log_t log_level, void *user_data, const char *format,
                     va_list arguments)
{
    static const char prefix[] = "Load: ";
    report *r = user_data;
    char line[NOTE_SIZE + STEP_SIZE];
    const char *text = line;

    if (log_level < CYAML_LOG_ERROR ||
        vsnprintf(line, sizeof line, format, arguments) < 0)
        return;
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == ' ') {
        take_trace(r, line);
        return;
    }
    if (strncmp(text, prefix, sizeof prefix - 1) == 0)
        text += sizeof prefix - 1;
    if (r->note[0] == '\0' && strcmp(text, "Backtrace:") != 0)
        snprintf(r->note, sizeof r->note, "%.*s", NOTE_SIZE - 1, text);
}

static cyaml_config_t make_config(complaint_context *context, report *r)
{
    return (cyaml_config_t){
        .log_fn = r == NULL ? NULL : take_log,
        .log_ctx = r,
        .mem_fn = reallocate,
        .mem_ctx = context,
        .log_level = CYAML_LOG_ERROR,
        .flags = CYAML_CFG_NO_ALIAS,
    };
}

/* What stands after the last ": " of libcyaml's note: the key it means. */
static const char *key_of_note(const report *r)
{
    const char *colon = strstr(r->note, ": ");

    return colon == NULL ? "" : colon + 2;
}

/* The path, outermost first, without the `skip` innermost steps. */
static void write_path(const report *r, size_t skip, const char *last,
                       char *path, size_t size)
{
    size_t at = 0;

    path[0] = '\0';
    for (size_t i = r->step_count; i > skip && at < size; i--)
        at += (size_t)snprintf(path + at, size - at, "%s%s", at == 0 ? "" : "/",
                               r->steps[i - 1]);
    if (last != NULL && at < size)
        snprintf(path + at, size - at, "%s%s", at == 0 ? "" : "/", last);
}

/* Place the error at the path, or at the nearest thing above it. */
static void place_path(const complaint__yaml_map *map, char *path,
                       complaint_error **error)
{
    int64_t line = 1;
    int64_t column = 1;
    char *slash;

    while (!complaint__yaml_map_find(map, path, &line, &column) &&
           path[0] != '\0') {
        slash = strrchr(path, '/');
        *(slash == NULL ? path : slash) = '\0';
    }
    complaint__error_place(error, NULL, line, column);
}

static int fail_value(complaint_context *context, cyaml_err_t result,
                      const report *r, char *path, size_t size,
                      complaint_error **error)
{
    const char *reason = r->note[0] == '\0' ? cyaml_strerror(result) : r->note;

    write_path(r, 0, NULL, path, size);
    if (path[0] == '\0')
        return complaint__fail(context, error, COMPLAINT_INVALID, "yaml.value",
                               NULL, "the document is not accepted: %s",
                               reason);
    return complaint__fail(context, error, COMPLAINT_INVALID, "yaml.value",
                           path, "the value of \"%s\" is not accepted: %s",
                           path, reason);
}

static int fail_load(complaint_context *context, cyaml_err_t result,
                     const report *r, const complaint__yaml_map *map,
                     complaint_error **error)
{
    char path[STEPS * STEP_SIZE];
    int status;

    switch (result) {
    case CYAML_ERR_OOM:
    /* The text was parsed once before: libyaml can only lack memory now. */
    case CYAML_ERR_LIBYAML_PARSER_INIT:
    case CYAML_ERR_LIBYAML_EVENT_INIT:
    case CYAML_ERR_LIBYAML_PARSER:
        return complaint__fail_memory(error);
    case CYAML_ERR_INVALID_KEY:
        write_path(r, 0, key_of_note(r), path, sizeof path);
        status = complaint__fail(context, error, COMPLAINT_INVALID,
                                 "yaml.unknown_key", path, "unknown key \"%s\"",
                                 key_of_note(r));
        break;
    case CYAML_ERR_MAPPING_FIELD_MISSING:
        /* A key as innermost step is the one read last, not the missing. */
        write_path(r, r->in_field ? 1 : 0, key_of_note(r), path, sizeof path);
        status = complaint__fail(context, error, COMPLAINT_INVALID,
                                 "yaml.missing_key", path,
                                 "the key \"%s\" is missing", key_of_note(r));
        break;
    case CYAML_ERR_SEQUENCE_ENTRIES_MIN:
    case CYAML_ERR_SEQUENCE_ENTRIES_MAX:
        write_path(r, 1, NULL, path, sizeof path);
        status = complaint__fail(context, error, COMPLAINT_INVALID,
                                 "yaml.entries", path,
                                 "the list \"%s\" has too few or too many "
                                 "entries",
                                 path);
        break;
    default:
        status = fail_value(context, result, r, path, sizeof path, error);
        break;
    }
    place_path(map, path, error);
    return status;
}

int complaint__yaml_load(complaint_context *context, const char *yaml,
                         size_t size, const char *file,
                         const cyaml_schema_value_t *schema, void **data,
                         complaint_error **error)
{
    complaint__yaml_map *map = NULL;
    report *r = NULL;
    cyaml_config_t config;
    cyaml_err_t result;
    int status;

    *data = NULL;
    status = complaint__yaml_map_new(context, yaml, size, &map, error);
    if (status != COMPLAINT_OK)
        goto done;
    complaint__yaml_skip_mark(&yaml, &size); /* one; a second was refused */
    r = complaint__alloc_array(context, 1, sizeof *r);
    if (r == NULL) {
        status = complaint__fail_memory(error);
        goto done;
    }
    config = make_config(context, r);
    result = cyaml_load_data((const uint8_t *)yaml, size, &config, schema, data,
                             NULL);
    if (result != CYAML_OK) {
        *data = NULL;
        status = fail_load(context, result, r, map, error);
    } else if (*data == NULL) { /* nothing but marks, to libcyaml */
        status =
            complaint__fail(context, error, COMPLAINT_INVALID, "yaml.empty",
                            NULL, "there is nothing in this YAML");
        complaint__error_place(error, NULL, 1, 1);
    }
done:
    if (status != COMPLAINT_OK && error != NULL)
        complaint__error_place(error, file, complaint_error_line(*error),
                               complaint_error_column(*error));
    complaint__yaml_map_free(map);
    complaint__free(context, r);
    return status;
}

void complaint__yaml_free(complaint_context *context,
                          const cyaml_schema_value_t *schema, void *data)
{
    cyaml_config_t config = make_config(context, NULL);

    if (data != NULL)
        cyaml_free(&config, schema, data, 0);
}
