/* Tables for people: columns as wide as what stands in them, East Asian wide
 * characters counted as two. JSON for programs is in print.c. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_ROWS 500  /* that are measured before they are printed */
#define TABLE_COLUMNS 8 /* as many as cli_print_cursor() is given */
#define CELL_SIZE 512   /* bytes of a cell, which is cut to fit */
#define CELL_WIDTH 40
#define LAST_WIDTH 80

typedef struct table {
    char (*cells)[CELL_SIZE];
    int widths[TABLE_COLUMNS];
    size_t columns;
    size_t rows;
} table;

/* The next character of valid UTF-8, and how many bytes it has. */
static uint32_t character(const char *text, size_t *bytes)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
    uint32_t code = more == 0 ? *p : *p & (0x3fu >> more);

    *bytes = 1;
    for (; more > 0 && (p[*bytes] & 0xc0) == 0x80; more--, *bytes += 1)
        code = code << 6 | (p[*bytes] & 0x3fu);
    return code;
}

static int columns_of(uint32_t code)
{
    static const uint32_t wide[][2] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},  {0x3041, 0xa4cf},
        {0xac00, 0xd7a3},   {0xf900, 0xfaff},  {0xfe30, 0xfe6f},
        {0xff00, 0xff60},   {0xffe0, 0xffe6},  {0x1f300, 0x1f64f},
        {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

    if ((code >= 0x300 && code <= 0x36f) ||
        (code >= 0x200b && code <= 0x200f) ||
        (code >= 0xfe00 && code <= 0xfe0f))
        return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (code >= wide[i][0] && code <= wide[i][1])
            return 2;
    return 1;
}

static int width_of(const char *text)
{
    int width = 0;
    size_t bytes;

    for (; *text != 0; text += bytes)
        width += columns_of(character(text, &bytes));
    return width;
}

void cli_print_padded(const char *text, int width)
{
    int missing = width - width_of(text);

    fputs(text, stdout);
    for (; missing > 0; missing--)
        putchar(' ');
    putchar(' ');
}

/* Copy what fits, with an ellipsis in place of the rest, on one line. */
static void put_cell(char cell[CELL_SIZE], const char *text, int most)
{
    bool fits = width_of(text) <= most;
    size_t length = 0;
    size_t bytes;
    int width = 0;

    for (; *text != 0; text += bytes) {
        uint32_t code = character(text, &bytes);
        width += columns_of(code);
        if ((!fits && width >= most) || length + bytes + 4 > CELL_SIZE) {
            memcpy(cell + length, "\xe2\x80\xa6", 3);
            length += 3;
            break;
        }
        if (code < 0x20 || code == 0x7f)
            cell[length] = ' ';
        else
            memcpy(cell + length, text, bytes);
        length += code < 0x20 || code == 0x7f ? 1 : bytes;
    }
    cell[length] = 0;
}

void cli_print_minute(complaint_time time, char text[COMPLAINT_TIME_TEXT_SIZE])
{
    if (complaint_time_format(time, 0, text, COMPLAINT_TIME_TEXT_SIZE) !=
        COMPLAINT_OK) {
        strcpy(text, "?");
        return;
    }
    text[10] = ' ';
    strcpy(text + 16, "Z");
}

/* One cell: times in UTC to the minute, other values as they are. */
static const char *cell_text(const complaint_record *record, const char *name,
                             char buffer[COMPLAINT_TIME_TEXT_SIZE])
{
    const complaint_relation *relation = complaint_record_relation(record);
    int column = complaint_relation_column_find(relation, name);
    int type = column < 0
                   ? COMPLAINT_COLUMN_TEXT
                   : complaint_relation_column_type(relation, (size_t)column);
    const char *text;

    if (column < 0 || complaint_record_is_null(record, name))
        return "-";
    if (type == COMPLAINT_COLUMN_TIME) {
        cli_print_minute(complaint_record_integer(record, name, 0), buffer);
        return buffer;
    }
    text = complaint_record_text(record, name);
    if (text != NULL)
        return text;
    snprintf(buffer, COMPLAINT_TIME_TEXT_SIZE, "%lld",
             (long long)complaint_record_integer(record, name, 0));
    return buffer;
}

static void add_cell(table *t, size_t column, const char *text)
{
    char *cell = t->cells[t->rows * t->columns + column];
    int width;

    put_cell(cell, text, column + 1 < t->columns ? CELL_WIDTH : LAST_WIDTH);
    width = width_of(cell);
    if (width > t->widths[column])
        t->widths[column] = width;
}

/* The last column is not padded: no blanks at the ends of lines. */
static void print_rows(table *t)
{
    for (size_t row = 0; row < t->rows; row++) {
        for (size_t i = 0; i + 1 < t->columns; i++)
            cli_print_padded(t->cells[row * t->columns + i], t->widths[i]);
        puts(t->cells[row * t->columns + t->columns - 1]);
    }
    t->rows = 0;
}

int cli_print_table(cli *self, complaint_cursor *cursor,
                    const char *const *columns, size_t count)
{
    char buffer[COMPLAINT_TIME_TEXT_SIZE];
    const complaint_record *record = NULL;
    table t = {NULL, {0}, count, 0};
    int code = EXIT_DONE;

    t.cells = malloc((TABLE_ROWS + 1) * count * sizeof *t.cells);
    if (t.cells == NULL) {
        fputs("complaint: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    for (size_t i = 0; i < count; i++)
        add_cell(&t, i, columns[i]);
    t.rows = 1;
    while (code == EXIT_DONE) {
        if (complaint_cursor_next(cursor, &record, &self->error) !=
            COMPLAINT_OK)
            code = cli_fail(self);
        if (code != EXIT_DONE || record == NULL)
            break;
        for (size_t i = 0; i < count; i++)
            add_cell(&t, i, cell_text(record, columns[i], buffer));
        self->rows++;
        if (++t.rows > TABLE_ROWS)
            print_rows(&t);
    }
    print_rows(&t);
    free(t.cells);
    return code;
}
