/* The runner of the conformance kit: every case at a place of its own, what
 * came of it in lines of the Test Anything Protocol. */
#include "kit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LINE 1024

typedef struct count {
    size_t number;
    size_t failed;
    size_t skipped;
    uint64_t steps;
    uint64_t kills;
} count;

__attribute__((format(printf, 2, 3))) static void
say(const complaint_conformance_harness *harness, const char *format, ...)
{
    char line[LINE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (harness->line != NULL) {
        harness->line(harness->data, line);
        return;
    }
    printf("%s\n", line);
    fflush(stdout);
}

void complaint__kit_fault(kit *c, const char *file, int line, const char *text)
{
    const char *name = strrchr(file, '/');

    if (c->fault[0] == '\0')
        snprintf(c->fault, sizeof c->fault, "%s:%d: %s",
                 name != NULL ? name + 1 : file, line, text);
}

bool complaint__kit_status(kit *c, const char *file, int line, const char *call,
                           int status, int expected)
{
    char text[400];

    if (status != expected) {
        snprintf(text, sizeof text, "%.200s gave %s, not %s (%.100s)", call,
                 complaint_status_name(status), complaint_status_name(expected),
                 complaint_error_message(c->error));
        complaint__kit_fault(c, file, line, text);
        return false;
    }
    if (expected != COMPLAINT_OK &&
        complaint_error_status(c->error) != expected) {
        snprintf(text, sizeof text, "%.200s set no error of its status", call);
        complaint__kit_fault(c, file, line, text);
        return false;
    }
    return true;
}

int complaint__kit_open(kit *c)
{
    int found = 0;
    int status = c->backend.open(c->backend.user_data, c->context, c->address,
                                 COMPLAINT_STORE_CREATE, &c->store, &c->error);

    if (status != COMPLAINT_OK)
        return status;
    return c->backend.schema(c->store, true, 1, &found, &c->error);
}

int complaint__kit_close(kit *c)
{
    complaint_store *store = c->store;

    c->store = NULL;
    return store != NULL ? c->backend.close(store, &c->error) : COMPLAINT_OK;
}

int complaint__kit_reopen(kit *c)
{
    int status = complaint__kit_close(c);

    if (c->harness->reopen != NULL)
        c->harness->reopen(c->harness->data);
    return status == COMPLAINT_OK ? complaint__kit_open(c) : status;
}

const char *complaint__kit_lacks_persistence(const kit *c)
{
    return c->harness->abilities & COMPLAINT_CONFORMANCE_PERSISTENT
               ? NULL
               : "it keeps nothing when it is closed";
}

const char *complaint__kit_lacks_sharing(const kit *c)
{
    return c->harness->abilities & COMPLAINT_CONFORMANCE_SHARED
               ? NULL
               : "no two stores on one address";
}

uint64_t complaint__kit_draw(uint64_t *seed, uint64_t below)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (z ^ z >> 31) % below;
}

static void run_at(kit *c, const kit_case *entry)
{
    c->address = c->harness->create(c->harness->data);
    if (c->address == NULL) {
        complaint__kit_fault(c, __FILE__, __LINE__, "there is no address");
        return;
    }
    if (complaint__kit_open(c) == COMPLAINT_OK)
        entry->run(c);
    else
        complaint__kit_fault(c, __FILE__, __LINE__,
                             complaint_error_message(c->error));
    if (complaint__kit_close(c) != COMPLAINT_OK)
        complaint__kit_fault(c, __FILE__, __LINE__, "close failed");
    if (c->harness->wipe != NULL)
        c->harness->wipe(c->harness->data);
}

static int run_case(const kit *about, const kit_case *entry, count *counts)
{
    const char *lacking = entry->lacks != NULL ? entry->lacks(about) : NULL;
    kit c = *about;

    counts->number++;
    if (lacking != NULL) {
        counts->skipped++;
        say(c.harness, "ok %zu - %s # SKIP %s", counts->number, entry->sentence,
            lacking);
        return COMPLAINT_OK;
    }
    if (complaint_context_new(NULL, &c.context, NULL) != COMPLAINT_OK)
        return COMPLAINT_NO_MEMORY;
    run_at(&c, entry);
    complaint_error_free(c.error);
    complaint_context_free(c.context);
    counts->steps += c.steps;
    counts->kills += c.kills;
    say(c.harness, "%sok %zu - %s", c.fault[0] != '\0' ? "not " : "",
        counts->number, entry->sentence);
    if (c.fault[0] != '\0') {
        say(c.harness, "# %s", c.fault);
        counts->failed++;
    }
    return COMPLAINT_OK;
}

/* As one of this revision: slots that it does not have are NULL. */
static void read_table(const complaint_backend *table, complaint_backend *to)
{
    memset(to, 0, sizeof *to);
    memcpy(to, table,
           table->struct_size < sizeof *to ? table->struct_size : sizeof *to);
}

static void tell(const complaint_conformance_harness *harness,
                 const count *counts, complaint_conformance_result *result)
{
    size_t passed = counts->number - counts->failed - counts->skipped;

    say(harness, "1..%zu", counts->number);
    say(harness,
        "# %s: %zu passed, %zu failed, %zu skipped; %" PRIu64
        " random steps, %" PRIu64 " kills",
        harness->name != NULL ? harness->name : "", passed, counts->failed,
        counts->skipped, counts->steps, counts->kills);
    if (result == NULL || result->struct_size < sizeof *result)
        return;
    result->passed = passed;
    result->failed = counts->failed;
    result->skipped = counts->skipped;
    result->steps = counts->steps;
    result->kills = counts->kills;
}

int complaint_conformance_run(const complaint_conformance_harness *harness,
                              complaint_conformance_result *result)
{
    const kit_case *const tables[] = {
        complaint__kit_row_cases,   complaint__kit_scan_cases,
        complaint__kit_store_cases, complaint__kit_whole_cases,
        complaint__kit_later_cases, complaint__kit_share_cases,
        complaint__kit_crash_cases, complaint__kit_random_cases};
    int status = COMPLAINT_OK;
    count counts = {0};
    kit about = {0};

    if (harness == NULL || harness->struct_size < sizeof *harness ||
        harness->backend == NULL || harness->create == NULL)
        return COMPLAINT_MISUSE;
    about.harness = harness;
    read_table(harness->backend, &about.backend);
    say(harness, "# %s, seed %" PRIu64,
        harness->name != NULL ? harness->name : "a backend",
        harness->seed != 0 ? harness->seed : KIT_SEED);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (const kit_case *at = tables[i];
             status == COMPLAINT_OK && at->run != NULL; at++)
            status = run_case(&about, at, &counts);
    }
    if (status != COMPLAINT_OK)
        return status;
    tell(harness, &counts, result);
    return counts.failed == 0 ? COMPLAINT_OK : COMPLAINT_INVALID;
}
