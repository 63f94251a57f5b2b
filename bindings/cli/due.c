/* Commands on the limits of many cases: due, what-if. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int set_text(cli *self, complaint_facts *facts, const char *option)
{
    const char *value = cli_value(self, option);

    if (value == NULL || complaint_facts_set_text(facts, option, value,
                                                  &self->error) == COMPLAINT_OK)
        return EXIT_DONE;
    return cli_fail(self);
}

static int set_time(cli *self, complaint_facts *facts, const char *option)
{
    complaint_time time = COMPLAINT_TIME_NONE;
    int code = cli_time(self, option, &time);

    if (code == EXIT_DONE && time != COMPLAINT_TIME_NONE &&
        complaint_facts_set_time(facts, option, time, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    return code;
}

/* Hours on the command line, seconds in the filter. */
static int set_within(cli *self, complaint_facts *facts)
{
    int64_t hours = -1;
    int code = cli_integer(self, "within", -1, &hours);

    if (code == EXIT_DONE && hours >= 0 && hours < 100000000 &&
        complaint_facts_set_integer(facts, "within", hours * 3600,
                                    &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "overdue") &&
        complaint_facts_set_boolean(facts, "overdue", true, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    return code;
}

static int due_filter(cli *self, complaint_facts *facts, int64_t *limit)
{
    static const char *const texts[] = {"unit", "owner", "procedure", "after"};
    int code = set_time(self, facts, "from");

    if (code == EXIT_DONE)
        code = set_time(self, facts, "until");
    if (code == EXIT_DONE)
        code = set_within(self, facts);
    for (size_t i = 0; code == EXIT_DONE && i < sizeof texts / sizeof texts[0];
         i++)
        code = set_text(self, facts, texts[i]);
    if (code == EXIT_DONE)
        code = cli_integer(self, "limit", 50, limit);
    return code;
}

/* The next page begins after the last one of this. */
static int print_token(cli *self, complaint_cursor *cursor)
{
    char *token = NULL;

    if (complaint_cursor_token(cursor, &token, &self->error) != COMPLAINT_OK)
        return cli_fail(self);
    printf("--after %s\n", token);
    complaint_context_release(self->context, token);
    return EXIT_DONE;
}

int cli_due(cli *self)
{
    complaint_facts *filter = NULL;
    complaint_cursor *cursor = NULL;
    const complaint_record *record = NULL;
    int64_t limit = 50;
    int64_t row = 0;
    int code = EXIT_DONE;

    if (complaint_facts_new(self->context, &filter, &self->error) !=
        COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = due_filter(self, filter, &limit);
    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE &&
        complaint_register_list_due(self->reg, filter, &cursor, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    for (; code == EXIT_DONE && (limit == 0 || row < limit); row++) {
        if (complaint_cursor_next(cursor, &record, &self->error) !=
            COMPLAINT_OK)
            code = cli_fail(self);
        else if (record == NULL)
            break;
        else
            code = cli_print_due(self, record);
    }
    if (code == EXIT_DONE && limit > 0 && row == limit &&
        !cli_given(self, "json"))
        code = print_token(self, cursor);
    complaint_cursor_free(cursor);
    complaint_facts_free(filter);
    return code;
}

/* ---- what-if ---- */

/* A YAML file, or the name or digest of an installed definition. */
static int set_definition(cli *self, complaint_facts *options, const char *kind)
{
    const char *value = cli_value(self, kind);
    size_t length = value == NULL ? 0 : strlen(value);
    char key[40];
    char *bytes = NULL;
    size_t size;
    int code;

    if (value == NULL)
        return EXIT_DONE;
    if (length < 5 || (strcmp(value + length - 5, ".yaml") != 0 &&
                       strcmp(value + length - 4, ".yml") != 0))
        return set_text(self, options, kind);
    code = cli_read_all(self, value, &bytes, &size);
    (void)snprintf(key, sizeof key, "%s_text", kind);
    if (code == EXIT_DONE &&
        complaint_facts_set_text(options, key, bytes, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    free(bytes);
    return code;
}

static long long number(const complaint_facts *map, const char *key)
{
    return (long long)complaint_facts_integer(complaint_facts_get(map, key), 0);
}

static void print_clock(const complaint_facts *clock)
{
    static const char *const results[] = {"met",       "missed", "running",
                                          "overdue",   "paused", "cancelled",
                                          "withdrawn", "absent"};
    char key[2][40];

    cli_print_padded(
        complaint_facts_text(complaint_facts_get(clock, "clock"), ""), 20);
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        (void)snprintf(key[0], sizeof key[0], "was_%s", results[i]);
        (void)snprintf(key[1], sizeof key[1], "would_be_%s", results[i]);
        if (number(clock, key[0]) == 0 && number(clock, key[1]) == 0)
            continue;
        printf(" %s %lld > %lld", results[i], number(clock, key[0]),
               number(clock, key[1]));
    }
    putchar('\n');
}

static void print_answer(const cli *self, const complaint_facts *answer)
{
    const complaint_facts *clocks = complaint_facts_get(answer, "clocks");

    printf(self->chinese ? "案件 %lld 件，其中 %lld 件的时限不同\n"
                         : "%lld cases, %lld of them with other limits\n",
           number(answer, "cases"), number(answer, "changed"));
    for (size_t i = 0; i < complaint_facts_size(clocks); i++)
        print_clock(complaint_facts_at(clocks, i));
}

int cli_what_if(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *answer = NULL;
    int code = EXIT_DONE;

    if (complaint_facts_new(self->context, &options, &self->error) !=
        COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = set_time(self, options, "now");
    if (code == EXIT_DONE)
        code = set_definition(self, options, "procedure");
    if (code == EXIT_DONE)
        code = set_definition(self, options, "calendar");
    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE &&
        complaint_register_what_if(self->reg, options, &answer, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "json"))
        code = cli_print_json(self, answer);
    else if (code == EXIT_DONE)
        print_answer(self, answer);
    complaint_facts_free(answer);
    complaint_facts_free(options);
    return code;
}
