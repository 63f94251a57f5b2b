/* What the program prints: errors and JSON; and reading whole files. Tables
 * are in table.c. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cli_fail(cli *self)
{
    const complaint_error *error = self->error;
    const char *file = complaint_error_file(error);
    size_t items = complaint_error_item_count(error);

    fputs("complaint: ", stderr);
    if (file[0] != 0) {
        fputs(file, stderr);
        if (complaint_error_line(error) > 0)
            fprintf(stderr, ":%lld", (long long)complaint_error_line(error));
        if (complaint_error_column(error) > 0)
            fprintf(stderr, ":%lld", (long long)complaint_error_column(error));
        fputs(": ", stderr);
    }
    fputs(complaint_error_message(error), stderr);
    if (items > 0)
        fputs(":", stderr);
    for (size_t i = 0; i < items; i++)
        fprintf(stderr, "%s %s", i > 0 ? "," : "",
                complaint_error_item(error, i));
    fprintf(stderr, " [%s%s%s]\n", complaint_error_detail(error),
            complaint_error_field(error)[0] != 0 ? ", " : "",
            complaint_error_field(error));
    cli_hint(self);
    return EXIT_FAILED;
}

int cli_print_json(cli *self, const complaint_facts *facts)
{
    char *json = NULL;
    size_t size = 0;

    if (complaint_facts_write(facts, &json, &size, &self->error) !=
        COMPLAINT_OK)
        return cli_fail(self);
    fwrite(json, 1, size, stdout);
    putchar('\n');
    complaint_context_release(self->context, json);
    return EXIT_DONE;
}

static int print_record(cli *self, const complaint_record *record)
{
    complaint_facts *facts = NULL;
    int code;

    if (complaint_record_facts(record, &facts, &self->error) != COMPLAINT_OK)
        return cli_fail(self);
    code = cli_print_json(self, facts);
    complaint_facts_free(facts);
    return code;
}

int cli_print_cursor(cli *self, complaint_cursor *cursor,
                     const char *const *columns, size_t count)
{
    const complaint_record *record = NULL;
    int code = EXIT_DONE;

    if (!cli_given(self, "json"))
        return cli_print_table(self, cursor, columns, count);
    while (code == EXIT_DONE) {
        if (complaint_cursor_next(cursor, &record, &self->error) !=
            COMPLAINT_OK)
            code = cli_fail(self);
        else if (record == NULL)
            break;
        else
            code = print_record(self, record);
    }
    return code;
}

int cli_read_all(cli *self, const char *path, char **bytes, size_t *size)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    size_t capacity = 65536;
    char *buffer = malloc(capacity);

    (void)self;
    *size = 0;
    while (file != NULL && buffer != NULL) {
        size_t got = fread(buffer + *size, 1, capacity - *size, file);
        char *larger;
        *size += got;
        if (got == 0)
            break;
        if (*size < capacity)
            continue;
        if (capacity >= (size_t)256 << 20 ||
            (larger = realloc(buffer, capacity * 2)) == NULL) {
            fprintf(stderr, "complaint: %s: too large\n", path);
            free(buffer);
            buffer = NULL;
            break;
        }
        buffer = larger;
        capacity *= 2;
    }
    if (file == NULL || (buffer != NULL && ferror(file))) {
        fprintf(stderr, "complaint: %s: %s\n", path, strerror(errno));
        free(buffer);
        buffer = NULL;
    }
    if (file != NULL && file != stdin)
        fclose(file);
    *bytes = buffer;
    return buffer != NULL ? EXIT_DONE : EXIT_FAILED;
}
