/* The same complaints through the library. */
#include "bench/ours.h"

#include "bench/bench.h"

#include <stdio.h>
#include <string.h>

static void check(ours *self, int status)
{
    if (status != COMPLAINT_OK)
        bench_die(complaint_error_message(self->error));
}

void ours_open(ours *self, const char *uri)
{
    static const char *const names[][2] = {
        {"procedure", "iso10002"}, {"calendar", "cn"}, {"catalog", "general"}};

    memset(self, 0, sizeof *self);
    check(self, complaint_context_new(NULL, &self->context, &self->error));
    check(self,
          complaint_register_open(self->context, uri, COMPLAINT_REGISTER_CREATE,
                                  &self->reg, &self->error));
    check(self, complaint_actor_new(self->context, "clerk-1", NULL,
                                    &self->actor, &self->error));
    check(self, complaint_actor_add_role(self->actor, "*", &self->error));
    for (int i = 0; i < 2; i++) {
        complaint_definition *definition = NULL;
        check(self, complaint_definition_bundled(self->context, names[i][0],
                                                 names[i][1], &definition,
                                                 &self->error));
        check(self, complaint_register_install(self->reg, self->actor,
                                               definition, &self->error));
        complaint_definition_free(definition);
    }
}

static void set(ours *self, complaint_facts *facts, const char *key,
                const char *value)
{
    check(self, complaint_facts_set_text(facts, key, value, &self->error));
}

static void learn_year(ours *self, const complaint_record *record)
{
    snprintf(self->year, sizeof self->year, "%.5s",
             complaint_record_text(record, "number"));
}

void ours_file(ours *self, int n, complaint_time received)
{
    complaint_case *one = NULL;
    complaint_facts *facts = NULL, *list = NULL, *party = NULL;
    char value[32];

    check(self, complaint_facts_new(self->context, &facts, &self->error));
    set(self, facts, "title", bench_title);
    set(self, facts, "description", bench_description);
    set(self, facts, "channel", "phone");
    set(self, facts, "category", "quality");
    set(self, facts, "severity", "major");
    set(self, facts, "urgency", "normal");
    snprintf(value, sizeof value, "store-%d", n * 7 % 40);
    set(self, facts, "unit", value);
    snprintf(value, sizeof value, "kettle-%d", n * 13 % 200);
    set(self, facts, "product", value);
    set(self, facts, "batch", "2026-10-A");
    set(self, facts, "demand", "replacement");
    set(self, facts, "language", "zh-CN");
    set(self, facts, "location", "replacement");
    check(self, complaint_facts_set_money(facts, "claim", 12900, "CNY",
                                          &self->error));
    check(self,
          complaint_facts_set_list(facts, "parties", &list, &self->error));
    check(self, complaint_facts_set_map(list, NULL, &party, &self->error));
    set(self, party, "role", "complainant");
    set(self, party, "name", "customer");
    set(self, party, "phone", "12345678");
    /* The first tells how the year's numbers begin. */
    check(self, complaint_case_file(self->reg, self->actor, facts, received,
                                    self->year[0] == '\0' ? &one : NULL,
                                    &self->error));
    if (one != NULL)
        learn_year(self, complaint_case_record(one));
    complaint_case_free(one);
    complaint_facts_free(facts);
}

void ours_share(const ours *first, ours *self)
{
    memset(self, 0, sizeof *self);
    self->context = first->context;
    check(self, complaint_register_share(first->reg, &self->reg, &self->error));
    check(self, complaint_actor_new(self->context, "clerk-1", NULL,
                                    &self->actor, &self->error));
    check(self, complaint_actor_add_role(self->actor, "*", &self->error));
    self->shared = true;
}

void ours_begin(ours *self)
{
    check(self, complaint_register_begin(self->reg, &self->error));
}

void ours_commit(ours *self)
{
    check(self, complaint_register_commit(self->reg, &self->error));
}

static void read_year(ours *self)
{
    const complaint_record *record = NULL;
    complaint_cursor *rows = NULL;

    check(self, complaint_register_list(self->reg, NULL, &rows, &self->error));
    check(self, complaint_cursor_next(rows, &record, &self->error));
    if (record == NULL)
        bench_die("there is no case");
    learn_year(self, record);
    complaint_cursor_free(rows);
}

complaint_case *ours_find(ours *self, int n)
{
    complaint_case *one = NULL;
    char number[32];

    if (self->year[0] == '\0')
        read_year(self);
    /* A register counts from one, in the year of the machine's clock. */
    snprintf(number, sizeof number, "%.5s%05d", self->year, n + 1);
    check(self, complaint_case_find(self->reg, number, &one, &self->error));
    return one;
}

void ours_move(ours *self, complaint_case *one)
{
    complaint_facts *facts = NULL;

    check(self, complaint_facts_new(self->context, &facts, &self->error));
    set(self, facts, "channel", "phone");
    check(self, complaint_case_perform(one, self->actor, "acknowledge", facts,
                                       COMPLAINT_TIME_NONE, &self->error));
    complaint_facts_free(facts);
}

/* As many columns as the raw program has. */
static const char *const texts[] = {
    "id",       "number",   "title",   "description", "channel",
    "category", "severity", "urgency", "state",       "unit",
    "owner",    "product",  "batch",   "complainant", "demand",
    "language", "location", "cause",   "outcome"};
static const char *const numbers[] = {
    "revision", "claim",        "received_at", "acknowledged_at",
    "due_at",   "responded_at", "closed_at",   "next_at"};

static size_t take(const complaint_record *record)
{
    size_t bytes = 0;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *value = complaint_record_text(record, texts[i]);

        bytes += value != NULL ? strlen(value) : 0;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        bytes += (size_t)(complaint_record_integer(record, numbers[i], 0) & 7);
    return bytes;
}

size_t ours_get(ours *self, const char *id)
{
    complaint_case *one = NULL;
    size_t bytes;

    check(self, complaint_case_find(self->reg, id, &one, &self->error));
    bytes = take(complaint_case_record(one));
    complaint_case_free(one);
    return bytes;
}

size_t ours_page(ours *self, const char *unit)
{
    const complaint_record *record = NULL;
    complaint_facts *filter = NULL, *columns = NULL;
    complaint_cursor *cursor = NULL;
    size_t rows = 0;

    check(self, complaint_facts_new(self->context, &filter, &self->error));
    set(self, filter, "unit", unit);
    set(self, filter, "order", "due");
    check(self,
          complaint_facts_set_boolean(filter, "open", true, &self->error));
    check(self,
          complaint_facts_set_boolean(filter, "overdue", true, &self->error));
    check(self, complaint_facts_set_integer(filter, "limit", 50, &self->error));
    check(self,
          complaint_facts_set_list(filter, "columns", &columns, &self->error));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        set(self, columns, NULL, texts[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        set(self, columns, NULL, numbers[i]);
    check(self,
          complaint_register_list(self->reg, filter, &cursor, &self->error));
    for (;;) {
        check(self, complaint_cursor_next(cursor, &record, &self->error));
        if (record == NULL)
            break;
        rows += take(record) > 0;
    }
    complaint_cursor_free(cursor);
    complaint_facts_free(filter);
    return rows;
}

void ours_close(ours *self)
{
    check(self, complaint_register_close(self->reg, &self->error));
    complaint_actor_free(self->actor);
    complaint_register_free(self->reg);
    complaint_error_free(self->error);
    if (!self->shared)
        complaint_context_free(self->context);
}
