/* What the program prints: errors, JSON, tables; and reading whole files. */
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

/* Columns that a text takes on a terminal: East Asian wide characters two. */
static int text_width(const char *text)
{
    int width = 0;

    for (const unsigned char *p = (const unsigned char *)text; *p != 0; p++) {
        if (*p < 0x80)
            width += 1;
        else if (*p >= 0xe2 && *p <= 0xef)
            width += *p == 0xe2 ? 1 : 2;
        else if (*p >= 0xc2)
            width += *p >= 0xf0 ? 2 : 1;
    }
    return width;
}

void cli_print_padded(const char *text, int width)
{
    int missing = width - text_width(text);

    fputs(text, stdout);
    for (; missing > 0; missing--)
        putchar(' ');
    putchar(' ');
}

/* One cell: times in UTC, other values as they are. */
static const char *cell(const complaint_record *record, const char *name,
                        char buffer[COMPLAINT_TIME_TEXT_SIZE])
{
    const complaint_relation *relation = complaint_record_relation(record);
    int column = complaint_relation_column_find(relation, name);
    int type = column < 0
                   ? COMPLAINT_COLUMN_TEXT
                   : complaint_relation_column_type(relation, (size_t)column);
    int64_t value;

    if (column < 0 || complaint_record_is_null(record, name))
        return "-";
    if (type == COMPLAINT_COLUMN_TEXT || type == COMPLAINT_COLUMN_JSON ||
        type == COMPLAINT_COLUMN_BYTES)
        return complaint_record_text(record, name);
    value = complaint_record_integer(record, name, 0);
    if (type == COMPLAINT_COLUMN_TIME) {
        if (complaint_time_format(value, 0, buffer, COMPLAINT_TIME_TEXT_SIZE) !=
            COMPLAINT_OK)
            return "?";
    } else {
        snprintf(buffer, COMPLAINT_TIME_TEXT_SIZE, "%lld", (long long)value);
    }
    return buffer;
}

static int print_record(cli *self, const complaint_record *record,
                        const char *const *columns, size_t count)
{
    char buffer[COMPLAINT_TIME_TEXT_SIZE];
    complaint_facts *facts = NULL;
    int code;

    if (!cli_given(self, "json")) {
        for (size_t i = 0; i < count; i++)
            cli_print_padded(cell(record, columns[i], buffer),
                             i + 1 < count ? 20 : 0);
        putchar('\n');
        return EXIT_DONE;
    }
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

    if (!cli_given(self, "json")) {
        for (size_t i = 0; i < count; i++)
            cli_print_padded(columns[i], i + 1 < count ? 20 : 0);
        putchar('\n');
    }
    while (code == EXIT_DONE) {
        if (complaint_cursor_next(cursor, &record, &self->error) !=
            COMPLAINT_OK)
            code = cli_fail(self);
        else if (record == NULL)
            break;
        else
            code = print_record(self, record, columns, count);
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
