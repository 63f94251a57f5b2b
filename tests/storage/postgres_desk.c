/* See postgres_desk.h. */
#include "storage/postgres_desk.h"

#ifdef COMPLAINT_POSTGRES
#include <libpq-fe.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void name_actor(clerk *self, int number)
{
    char name[32];

    snprintf(name, sizeof name, "clerk-%d", number);
    desk_ok(complaint_actor_new(self->context, name, "store-01", &self->actor,
                                &error));
    desk_ok(complaint_actor_add_role(self->actor, "*", &error));
}

void clerk_begin(clerk *self, const char *uri, int number)
{
    memset(self, 0, sizeof *self);
    desk_ok(complaint_context_new(NULL, &self->context, &error));
    desk_ok(complaint_register_open(
        self->context, uri, COMPLAINT_REGISTER_CREATE, &self->reg, &error));
    name_actor(self, number);
}

void clerk_share(clerk *self, clerk *from, int number)
{
    memset(self, 0, sizeof *self);
    desk_ok(complaint_register_share(from->reg, &self->reg, &error));
    self->context = from->context;
    self->is_shared = true;
    name_actor(self, number);
}

void clerk_end(clerk *self)
{
    complaint_actor_free(self->actor);
    complaint_register_free(self->reg);
    if (!self->is_shared)
        complaint_context_free(self->context);
}

void clerk_install(clerk *self)
{
    static const char *const names[][2] = {{"procedure", "bank"},
                                           {"calendar", "cn"}};

    for (size_t i = 0; i < 2; i++) {
        complaint_definition *definition;
        desk_ok(complaint_definition_bundled(self->context, names[i][0],
                                             names[i][1], &definition, &error));
        desk_ok(complaint_register_install(self->reg, self->actor, definition,
                                           &error));
        complaint_definition_free(definition);
    }
}

int clerk_file(clerk *self, char number[64], complaint_error **fault)
{
    static const char json[] = "{\"title\":\"t\",\"category\":\"other\"}";
    complaint_facts *facts = NULL;
    complaint_case *made = NULL;
    int status;

    desk_ok(complaint_facts_parse(self->context, json, strlen(json), &facts,
                                  &error));
    status = complaint_case_file(self->reg, self->actor, facts,
                                 COMPLAINT_TIME_NONE, &made, fault);
    if (status == COMPLAINT_OK)
        snprintf(number, 64, "%s",
                 complaint_record_text(complaint_case_record(made), "number"));
    complaint_case_free(made);
    complaint_facts_free(facts);
    return status;
}

int clerk_put(clerk *self, complaint_case *one, const char *name,
              complaint_error **fault)
{
    complaint_facts *facts = NULL;
    int status;

    desk_ok(complaint_facts_new(self->context, &facts, &error));
    desk_ok(complaint_facts_set_text(facts, "name", name, &error));
    desk_ok(complaint_facts_set_text(facts, "role", "complainant", &error));
    status = complaint_case_put(one, self->actor, "party", facts,
                                COMPLAINT_TIME_NONE, NULL, fault);
    complaint_facts_free(facts);
    return status;
}

complaint_case *clerk_find(clerk *self, const char *number)
{
    complaint_case *found = NULL;

    desk_ok(complaint_case_find(self->reg, number, &found, &error));
    return found;
}

static int count_parties(clerk *self, const char *number, const char *name,
                         complaint_error **fault)
{
    const complaint_record *record = NULL;
    complaint_cursor *cursor = NULL;
    complaint_case *found = NULL;
    int count = 0;
    int status = complaint_case_find(self->reg, number, &found, fault);

    if (status == COMPLAINT_OK)
        status = complaint_case_list(found, "party", &cursor, fault);
    do {
        if (status == COMPLAINT_OK)
            status = complaint_cursor_next(cursor, &record, fault);
        if (status == COMPLAINT_OK && record != NULL &&
            strcmp(complaint_record_text(record, "name"), name) == 0)
            count++;
    } while (status == COMPLAINT_OK && record != NULL);
    complaint_cursor_free(cursor);
    complaint_case_free(found);
    return status == COMPLAINT_OK ? count : -1;
}

int clerk_count(clerk *self, const char *number, const char *name)
{
    return count_parties(self, number, name, NULL);
}

/* As often as it takes a server to come back. */
static int count_at_last(clerk *self, const char *number, const char *name)
{
    complaint_error *fault = NULL;
    int count;

    for (int i = 0; i < 20000; i++) {
        complaint_error_free(fault);
        fault = NULL;
        count = count_parties(self, number, name, &fault);
        if (count >= 0)
            return count;
        clerk_pause(5);
    }
    ck_abort_msg("never answered again: %s", complaint_error_message(fault));
    return -1;
}

int64_t clerk_rows(clerk *self, const char *relation)
{
    const complaint_record *record;
    complaint_cursor *cursor;
    int64_t rows = 0;

    desk_ok(
        complaint_register_list_relation(self->reg, relation, &cursor, &error));
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &record, &error));
        if (record == NULL)
            break;
        rows++;
    }
    complaint_cursor_free(cursor);
    return rows;
}

int64_t clerk_problems(clerk *self)
{
    complaint_facts *result = NULL;
    int64_t problems;

    desk_ok(complaint_register_verify(self->reg, &result, &error));
    problems = complaint_facts_integer(
        complaint_facts_get(result, "problem_count"), -1);
    complaint_facts_free(result);
    return problems;
}

void clerk_pause(long milliseconds)
{
    struct timespec time = {milliseconds / 1000,
                            milliseconds % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

void clerk_put_through(clerk *self, const char *number, int turn, outcome *o)
{
    complaint_case *one = NULL;
    complaint_error *fault = NULL;
    bool unknown;
    char name[64];
    int status;
    int found;

    snprintf(name, sizeof name, "customer-%d", turn);
    status = complaint_case_find(self->reg, number, &one, NULL);
    if (status == COMPLAINT_OK)
        status = clerk_put(self, one, name, &fault);
    complaint_case_free(one);
    unknown = status != COMPLAINT_OK &&
              strstr(complaint_error_message(fault), "not known") != NULL;
    ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_IO ||
                      status == COMPLAINT_BUSY,
                  "put: %s", complaint_error_message(fault));
    complaint_error_free(fault);
    found = count_at_last(self, number, name);
    o->acknowledged += status == COMPLAINT_OK;
    o->undone += status != COMPLAINT_OK && !unknown;
    o->unknown += unknown;
    if (status == COMPLAINT_OK)
        ck_assert_int_eq(found, 1);
    else if (!unknown)
        ck_assert_int_eq(found, 0);
    else
        ck_assert_int_le(found, 1);
}

#ifdef COMPLAINT_POSTGRES

void desk_sql(const server *s, const char *sql)
{
    char uri[256];
    PGconn *db = PQconnectdb(server_uri(s, "", uri, sizeof uri));
    PGresult *result = PQexec(db, sql);

    ck_assert_msg(PQresultStatus(result) == PGRES_COMMAND_OK ||
                      PQresultStatus(result) == PGRES_TUPLES_OK,
                  "%s: %s", sql, PQerrorMessage(db));
    PQclear(result);
    PQfinish(db);
}

#endif
