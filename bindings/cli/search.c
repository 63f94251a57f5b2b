/* The command search, and the filter that it has in common with list. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cli_filter(cli *self, complaint_facts *filter, int64_t *limit)
{
    static const char *const texts[] = {"text", "order", "after"};
    const char *condition;
    int code = cli_integer(self, "limit", 50, limit);
    int status;

    if (code != EXIT_DONE)
        return code;
    status = complaint_facts_set_integer(filter, "limit", *limit, &self->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < 3; i++)
        if (cli_given(self, texts[i]))
            status = complaint_facts_set_text(
                filter, texts[i], cli_value(self, texts[i]), &self->error);
    if (status == COMPLAINT_OK &&
        (cli_given(self, "open") || cli_given(self, "closed")))
        status = complaint_facts_set_boolean(
            filter, "open", cli_given(self, "open"), &self->error);
    if (status == COMPLAINT_OK && cli_given(self, "overdue"))
        status =
            complaint_facts_set_boolean(filter, "overdue", true, &self->error);
    if (status != COMPLAINT_OK)
        return cli_fail(self);
    for (size_t i = 0; code == EXIT_DONE &&
                       (condition = cli_value_at(self, "where", i)) != NULL;
         i++)
        code = cli_set(self, filter, condition,
                       "a condition is column=value or column:=JSON",
                       "条件应写作 列=值 或 列:=JSON");
    return code;
}

int cli_print_page(cli *self, complaint_cursor *cursor,
                   const char *const *columns, size_t count, int64_t limit)
{
    int code = cli_print_cursor(self, cursor, columns, count);
    char *token = NULL;

    /* A page that is not full is the last one. */
    if (code != EXIT_DONE || limit == 0 || self->rows < limit)
        return code;
    if (complaint_cursor_token(cursor, &token, NULL) == COMPLAINT_OK)
        printf("--after %s\n", token);
    complaint_context_release(self->context, token);
    return code;
}

/* The words as one line; what holds a space stays together. For free(). */
static char *join_words(const cli *self)
{
    size_t size = 1;
    size_t at = 0;
    char *line;

    for (size_t i = 1; i < self->word_count; i++)
        size += strlen(self->words[i]) + 3;
    line = malloc(size);
    for (size_t i = 1; line != NULL && i < self->word_count; i++) {
        bool quoted = strpbrk(self->words[i], " \t\n") != NULL &&
                      strchr(self->words[i], '"') == NULL;

        at +=
            (size_t)snprintf(line + at, size - at, quoted ? "%s\"%s\"" : "%s%s",
                             i > 1 ? " " : "", self->words[i]);
    }
    return line;
}

static int search_options(cli *self, complaint_facts *options)
{
    int status = COMPLAINT_OK;

    if (cli_given(self, "variants"))
        status = complaint_facts_set_boolean(options, "variants", true,
                                             &self->error);
    if (status == COMPLAINT_OK && cli_given(self, "public"))
        status = complaint_facts_set_boolean(options, "personal", false,
                                             &self->error);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

/* Writable, so that what was read can be kept; where that is not allowed, for
 * reading alone. */
static int open_for_search(cli *self)
{
    int code = cli_try_open(self, self->words[0], 0);

    if (code == EXIT_DONE ||
        complaint_error_status(self->error) != COMPLAINT_READ_ONLY)
        return code == EXIT_DONE ? code : cli_fail(self);
    complaint_error_free(self->error);
    self->error = NULL;
    return cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
}

int cli_search(cli *self)
{
    static const char *const columns[] = {"number", "state", "unit",
                                          "received_at", "title"};
    complaint_facts *options = NULL;
    complaint_cursor *cursor = NULL;
    char *line = join_words(self);
    int64_t limit = 50;
    int code;

    if (line == NULL) {
        fputs("complaint: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    code = open_for_search(self);
    if (code == EXIT_DONE && complaint_facts_new(self->context, &options,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_filter(self, options, &limit);
    if (code == EXIT_DONE)
        code = search_options(self, options);
    if (code == EXIT_DONE &&
        complaint_register_search(self->reg, line, options, &cursor,
                                  &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_print_page(self, cursor, columns, 5, limit);
    complaint_cursor_free(cursor);
    complaint_facts_free(options);
    free(line);
    return code;
}
