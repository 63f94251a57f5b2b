/* The runner of the conformance kit and what its cases share. */
#include "conformance/conformance.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void conformance_fault(conformance *c, const char *file, int line,
                       const char *text)
{
    const char *name = strrchr(file, '/');

    if (c->fault[0] == '\0')
        snprintf(c->fault, sizeof c->fault, "%s:%d: %s",
                 name != NULL ? name + 1 : file, line, text);
}

bool conformance_status(conformance *c, const char *file, int line,
                        const char *call, int status, int expected)
{
    char text[400];

    if (status != expected) {
        snprintf(text, sizeof text, "%.200s gave %s, not %s (%.100s)", call,
                 complaint_status_name(status), complaint_status_name(expected),
                 complaint_error_message(c->error));
        conformance_fault(c, file, line, text);
        return false;
    }
    if (expected != COMPLAINT_OK &&
        complaint_error_status(c->error) != expected) {
        snprintf(text, sizeof text, "%.200s set no error of its status", call);
        conformance_fault(c, file, line, text);
        return false;
    }
    return true;
}

static int open_store(conformance *c)
{
    int found = 0;
    int status = c->backend->open(c->backend->user_data, c->context, c->address,
                                  COMPLAINT_STORE_CREATE, &c->store, &c->error);

    if (status != COMPLAINT_OK)
        return status;
    return c->backend->schema(c->store, true, 1, &found, &c->error);
}

int conformance_reopen(conformance *c)
{
    int status = c->backend->close(c->store, &c->error);

    c->store = NULL;
    return status == COMPLAINT_OK ? open_store(c) : status;
}

static const char *run_case(conformance_harness *harness,
                            const conformance_case *entry, char fault[512])
{
    conformance c = {0};

    c.harness = harness;
    c.backend = harness->backend;
    if (complaint_context_new(NULL, &c.context, NULL) != COMPLAINT_OK)
        return "no context";
    c.address = harness->create(harness);
    if (open_store(&c) == COMPLAINT_OK)
        entry->run(&c);
    else
        conformance_fault(&c, __FILE__, __LINE__,
                          complaint_error_message(c.error));
    if (c.store != NULL && c.backend->close(c.store, &c.error) != COMPLAINT_OK)
        conformance_fault(&c, __FILE__, __LINE__, "close failed");
    if (harness->wipe != NULL)
        harness->wipe(harness);
    complaint_error_free(c.error);
    complaint_context_free(c.context);
    memcpy(fault, c.fault, sizeof c.fault);
    return fault;
}

int conformance_run(conformance_harness *harness)
{
    const conformance_case *const tables[] = {
        conformance_row_cases, conformance_scan_cases, conformance_store_cases,
        conformance_random_cases};
    char fault[512];
    int number = 0;
    int failed = 0;

    printf("# %s\n", harness->name);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (const conformance_case *at = tables[i]; at->run != NULL; at++) {
            const char *text;
            number++;
            if ((at->needs & ~harness->abilities) != 0) {
                printf("ok %d - %s # SKIP lacks the ability\n", number,
                       at->sentence);
                continue;
            }
            text = run_case(harness, at, fault);
            printf("%sok %d - %s\n", text[0] != '\0' ? "not " : "", number,
                   at->sentence);
            if (text[0] != '\0') {
                printf("# %s\n", text);
                failed++;
            }
            fflush(stdout);
        }
    }
    printf("1..%d\n", number);
    return failed;
}

/* Values. */

complaint_value conformance_null(void)
{
    return (complaint_value){COMPLAINT_VALUE_NULL, 0, NULL, 0};
}

complaint_value conformance_integer(int64_t integer)
{
    return (complaint_value){COMPLAINT_VALUE_INTEGER, integer, NULL, 0};
}

complaint_value conformance_text(const char *text)
{
    return (complaint_value){COMPLAINT_VALUE_TEXT, 0, text, strlen(text)};
}

complaint_value conformance_bytes(const void *bytes, size_t size)
{
    return (complaint_value){COMPLAINT_VALUE_BYTES, 0, bytes, size};
}

int conformance_compare(const complaint_value *a, const complaint_value *b)
{
    size_t common = a->size < b->size ? a->size : b->size;
    int order;

    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->type == COMPLAINT_VALUE_NULL)
        return 0;
    if (a->type == COMPLAINT_VALUE_INTEGER)
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    order = common > 0 ? memcmp(a->bytes, b->bytes, common) : 0;
    if (order != 0)
        return order < 0 ? -1 : 1;
    return a->size < b->size ? -1 : a->size > b->size;
}

bool conformance_same_row(const complaint_relation *relation,
                          const complaint_value *a, const complaint_value *b)
{
    for (size_t i = 0; i < complaint_relation_column_count(relation); i++) {
        if (conformance_compare(&a[i], &b[i]) != 0)
            return false;
        /* A NUL follows every text. */
        if (b[i].type == COMPLAINT_VALUE_TEXT && b[i].bytes[b[i].size] != '\0')
            return false;
    }
    return true;
}

size_t conformance_key_count(const complaint_relation *relation)
{
    size_t count = 0;

    while (complaint_relation_column_flags(relation, count) &
           COMPLAINT_COLUMN_KEY)
        count++;
    return count;
}

int conformance_type(const complaint_relation *relation, size_t column)
{
    switch (complaint_relation_column_type(relation, column)) {
    case COMPLAINT_COLUMN_TEXT:
    case COMPLAINT_COLUMN_JSON:
        return COMPLAINT_VALUE_TEXT;
    case COMPLAINT_COLUMN_BYTES:
        return COMPLAINT_VALUE_BYTES;
    default:
        return COMPLAINT_VALUE_INTEGER;
    }
}

const complaint_index *conformance_index(const complaint_relation *relation,
                                         const char *name)
{
    for (size_t i = 0; i < complaint_relation_index_count(relation); i++) {
        const complaint_index *index = complaint_relation_index(relation, i);
        if (strcmp(index->name, name) == 0)
            return index;
    }
    return NULL;
}

void conformance_set(const complaint_relation *relation,
                     complaint_value *values, const char *column,
                     complaint_value value)
{
    values[complaint_relation_column_find(relation, column)] = value;
}

complaint_value conformance_of(const complaint_relation *relation,
                               const complaint_value *values,
                               const char *column)
{
    return values[complaint_relation_column_find(relation, column)];
}

void conformance_fill(const complaint_relation *relation, int number,
                      conformance_row *row)
{
    for (size_t i = 0; i < complaint_relation_column_count(relation); i++) {
        snprintf(row->room[i], sizeof row->room[i], "%.20s-%06d",
                 complaint_relation_column_name(relation, i), number);
        if ((complaint_relation_column_flags(relation, i) &
             COMPLAINT_COLUMN_REQUIRED) == 0)
            row->values[i] = conformance_null();
        else if (conformance_type(relation, i) == COMPLAINT_VALUE_INTEGER)
            row->values[i] = conformance_integer(
                complaint_relation_column_flags(relation, i) &
                        COMPLAINT_COLUMN_KEY
                    ? number
                    : 1);
        else if (conformance_type(relation, i) == COMPLAINT_VALUE_BYTES)
            row->values[i] =
                conformance_bytes(row->room[i], strlen(row->room[i]));
        else
            row->values[i] = conformance_text(row->room[i]);
    }
}
