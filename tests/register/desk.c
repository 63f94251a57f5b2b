/* The desk: see desk.h. */
#include "register/desk.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Take one of the allocations that are left, on any thread. */
static bool may_allocate(desk *d)
{
    int64_t left = d->allocations_left;

    while (left > 0 &&
           !atomic_compare_exchange_weak(&d->allocations_left, &left, left - 1))
        ;
    return left != 0;
}

static void *reallocate(void *user_data, void *memory, size_t size)
{
    desk *d = user_data;
    void *block;

    if (size == 0) {
        d->allocations -= memory != NULL;
        free(memory);
        return NULL;
    }
    if (!may_allocate(d))
        return NULL;
    block = realloc(memory, size);
    d->allocations += block != NULL && memory == NULL;
    return block;
}

static complaint_time now(void *user_data)
{
    desk *d = user_data;

    if (!d->clock_stands)
        d->now += COMPLAINT_SECOND;
    return d->now;
}

const char *desk_server;

static void make_place(desk *d, int backend)
{
    const char *folder = getenv("TMPDIR");

    d->folder[0] = '\0';
    snprintf(d->uri, sizeof d->uri, "memory:");
    if (backend == DESK_POSTGRES)
        snprintf(d->uri, sizeof d->uri, "%s", desk_server);
    if (backend != DESK_SQLITE)
        return;
    snprintf(d->folder, sizeof d->folder, "%.30s/complaint-XXXXXX",
             folder != NULL && strlen(folder) < 30 ? folder : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(d->folder));
    snprintf(d->path, sizeof d->path, "%s/register.db", d->folder);
    snprintf(d->uri, sizeof d->uri, "sqlite:%s", d->path);
}

void desk_open_empty(desk *d, int backend)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .user_data = d,
                                         .reallocate = reallocate,
                                         .now = now};

    memset(d, 0, sizeof *d);
    d->allocations_left = -1;
    d->now = DESK_START;
    make_place(d, backend);
    desk_ok(complaint_context_new(&environment, &d->context, &error));
    desk_ok(complaint_register_open(
        d->context, d->uri, COMPLAINT_REGISTER_CREATE, &d->reg, &error));
    d->clerk = desk_actor(d, "clerk-1", "*");
}

void desk_install(desk *d, const char *kind, const char *name)
{
    complaint_definition *definition;

    desk_ok(complaint_definition_bundled(d->context, kind, name, &definition,
                                         &error));
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
}

void desk_install_text(desk *d, const char *yaml)
{
    complaint_definition *definition;

    desk_ok(complaint_definition_parse(d->context, yaml, strlen(yaml), "rules",
                                       &definition, &error));
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
}

void desk_open(desk *d, int backend)
{
    desk_open_empty(d, backend);
    desk_install(d, "procedure", "bank");
    desk_install(d, "calendar", "cn");
    desk_install(d, "catalog", "general");
    desk_install(d, "organisation", "chain-store");
}

void desk_close(desk *d)
{
    static const char *const endings[] = {"",         "-wal",    "-shm",
                                          "-journal", "-search", "-search-new"};
    char path[160];

    complaint_actor_free(d->clerk);
    complaint_register_free(d->reg);
    complaint_context_free(d->context);
    ck_assert_int_eq(d->allocations, 0);
    for (size_t i = 0; d->folder[0] != '\0' && i < 6; i++) {
        snprintf(path, sizeof path, "%s%s", d->path, endings[i]);
        unlink(path);
    }
    if (d->folder[0] != '\0')
        rmdir(d->folder);
}

complaint_actor *desk_actor(desk *d, const char *id, const char *role)
{
    complaint_actor *actor;

    desk_ok(complaint_actor_new(d->context, id, "store-01", &actor, &error));
    if (role != NULL)
        desk_ok(complaint_actor_add_role(actor, role, &error));
    return actor;
}

complaint_facts *desk_facts(desk *d, const char *json)
{
    complaint_facts *facts;

    desk_ok(
        complaint_facts_parse(d->context, json, strlen(json), &facts, &error));
    return facts;
}

complaint_case *desk_file(desk *d, const char *json)
{
    complaint_facts *facts = desk_facts(d, json);
    complaint_case *one;

    desk_ok(complaint_case_file(d->reg, d->clerk, facts, COMPLAINT_TIME_NONE,
                                &one, &error));
    complaint_facts_free(facts);
    return one;
}

void desk_perform(desk *d, complaint_case *one, const char *transition,
                  const char *json)
{
    complaint_facts *facts = desk_facts(d, json);

    desk_ok(complaint_case_perform(one, d->clerk, transition, facts,
                                   COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(facts);
}

int64_t desk_verify(desk *d)
{
    complaint_facts *result = NULL;
    complaint_error *error = NULL;
    int status = complaint_register_verify(d->reg, &result, &error);
    int64_t problems = complaint_facts_integer(
        complaint_facts_get(result, "problem_count"), -1);

    ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_CORRUPT,
                  "verify: %d %s", status, complaint_error_message(error));
    ck_assert_int_eq(problems > 0, status == COMPLAINT_CORRUPT);
    complaint_facts_free(result);
    complaint_error_free(error);
    return problems;
}

complaint_cursor *desk_list(desk *d, const char *json)
{
    complaint_facts *filter = desk_facts(d, json);
    complaint_cursor *cursor;

    desk_ok(complaint_register_list(d->reg, filter, &cursor, &error));
    complaint_facts_free(filter);
    return cursor;
}

int64_t desk_count(complaint_cursor *cursor)
{
    const complaint_record *record;
    int64_t count = 0;

    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &record, &error));
        if (record == NULL)
            break;
        count++;
    }
    complaint_cursor_free(cursor);
    return count;
}

const char *desk_text(const complaint_case *one, const char *column)
{
    return complaint_record_text(complaint_case_record(one), column);
}

int64_t desk_integer(const complaint_case *one, const char *column)
{
    return complaint_record_integer(complaint_case_record(one), column,
                                    COMPLAINT_TIME_NONE);
}

char *desk_json(desk *d, const complaint_facts *facts)
{
    char *json;
    char *copy;

    desk_ok(complaint_facts_write(facts, &json, NULL, &error));
    copy = malloc(strlen(json) + 1);
    ck_assert_ptr_nonnull(copy);
    strcpy(copy, json);
    complaint_context_release(d->context, json);
    return copy;
}
