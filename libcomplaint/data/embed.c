/* complaint-embed: a program of the build, not of the library. It turns the
 * definitions (YAML) and message catalogues (PO) of this folder into the C
 * tables of data/bundled.h; `--check` reads the catalogues and writes nothing.
 * A catalogue whose translation would print wrongly fails the build. */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MOST ((size_t)8 << 20)
#define CONVERSIONS_MOST 64

/* Everything lives until the end; the list frees it. */
typedef struct block {
    struct block *next;
} block;

typedef struct text {
    char *bytes;
    size_t size;
} text;

typedef struct bundled_file {
    const char *kind;
    const char *name;
    const char *file;
    text content;
} bundled_file;

typedef struct message {
    const char *english;
    const char *translation;
    size_t line;
} message;

typedef struct catalogue {
    const char *file;
    const char *language;
    message *messages;
    size_t count;
} catalogue;

/* One entry while it is read. */
typedef struct entry {
    text id;
    text translation;
    bool has_id;
    bool has_translation;
    bool fuzzy;
    bool not_format;
    size_t line;
} entry;

static block *blocks;

static void *keep(size_t size)
{
    block *one = calloc(1, sizeof *one + size + 1);

    if (!one) {
        fputs("complaint-embed: out of memory\n", stderr);
        exit(2);
    }
    one->next = blocks;
    blocks = one;
    return one + 1;
}

static void release(void)
{
    while (blocks) {
        block *next = blocks->next;

        free(blocks);
        blocks = next;
    }
}

static void fail(const char *file, size_t line, const char *format, ...)
{
    va_list arguments;

    if (line)
        fprintf(stderr, "%s:%zu: ", file, line);
    else
        fprintf(stderr, "%s: ", file);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    release();
    exit(1);
}

static char *copy(const char *bytes, size_t size)
{
    char *kept = keep(size);

    memcpy(kept, bytes, size);
    return kept;
}

/* Grow an array kept in blocks; the old one stays until the end. */
static void *grown(const void *array, size_t count, size_t item)
{
    void *larger;

    if (count && (count & (count - 1)) != 0)
        return NULL;
    larger = keep((count ? 2 * count : 1) * item);
    if (count)
        memcpy(larger, array, count * item);
    return larger;
}

static text read_file(const char *path)
{
    text content = {NULL, 0};
    char *buffer;
    FILE *in = fopen(path, "rb");

    if (!in)
        fail(path, 0, "cannot open: %s", strerror(errno));
    buffer = keep(FILE_MOST + 1);
    content.size = fread(buffer, 1, FILE_MOST + 1, in);
    if (ferror(in) || fclose(in) != 0)
        fail(path, 0, "cannot read: %s", strerror(errno));
    if (content.size > FILE_MOST)
        fail(path, 0, "larger than %zu bytes", FILE_MOST);
    content.bytes = copy(buffer, content.size);
    return content;
}

/* Length of the UTF-8 character at `s`, or 0. */
static size_t character(const unsigned char *s, size_t left)
{
    size_t length = s[0] < 0x80                   ? 1
                    : s[0] >= 0xc2 && s[0] < 0xe0 ? 2
                    : (s[0] & 0xf0) == 0xe0       ? 3
                    : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
                                                  : 0;
    size_t i;

    if (length > left)
        return 0;
    for (i = 1; i < length; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
        (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return length;
}

static void require_text(const char *path, const text *content)
{
    size_t at = 0;
    size_t line = 1;

    while (at < content->size) {
        const unsigned char *s = (const unsigned char *)content->bytes + at;
        size_t length = character(s, content->size - at);

        if (length == 0 || *s == 0)
            fail(path, line, "not UTF-8 text");
        line += *s == '\n';
        at += length;
    }
}

/* ---- printf conversions ------------------------------------------------ */

/* Skip flags, width and precision; note every `*`, which takes an int. */
static const char *skip_to_type(const char *at, char *stars)
{
    *stars = 0;
    at += strspn(at, "-+ #0'");
    for (;;) {
        if (*at == '*')
            *stars = (char)(*stars + 1);
        else if (*at != '.' && (*at < '0' || *at > '9'))
            return at;
        at++;
    }
}

/* List the arguments that a format takes, one short word each ("lld", "*").
 * -1 where it is no valid format. */
static int conversions(const char *format, char words[][8])
{
    int count = 0;
    const char *at = format;

    while ((at = strchr(at, '%')) != NULL) {
        char stars;
        size_t length;

        at++;
        if (*at == '%') {
            at++;
            continue;
        }
        at = skip_to_type(at, &stars);
        length = strspn(at, "hljztL");
        if (length > 2 || !at[length] ||
            !strchr("diouxXeEfFgGaAcsp", at[length]) ||
            count + stars + 1 > CONVERSIONS_MOST)
            return -1;
        for (; stars > 0; stars--)
            strcpy(words[count++], "*");
        memcpy(words[count], at, length + 1);
        words[count][length + 1] = 0;
        count++;
        at += length + 1;
    }
    return count;
}

static void compare_conversions(const char *file, const entry *one)
{
    char ours[CONVERSIONS_MOST][8];
    char theirs[CONVERSIONS_MOST][8];
    int count = conversions(one->id.bytes, ours);
    int other = conversions(one->translation.bytes, theirs);
    int i;

    if (count < 0 || other < 0)
        fail(file, one->line,
             "no printf format (write %%%%, or flag the entry no-c-format): %s",
             count < 0 ? one->id.bytes : one->translation.bytes);
    if (count != other)
        fail(file, one->line, "%d conversions, but %d in the translation: %s",
             count, other, one->id.bytes);
    for (i = 0; i < count; i++)
        if (strcmp(ours[i], theirs[i]) != 0)
            fail(file, one->line,
                 "conversion %d is %%%s, but %%%s in the translation: %s",
                 i + 1, ours[i], theirs[i], one->id.bytes);
}

/* ---- PO catalogues ------------------------------------------------------ */

static char escape(const char *file, size_t line, char c)
{
    static const char names[] = "nt\"\\r";
    static const char values[] = "\n\t\"\\\r";
    const char *found = c ? strchr(names, c) : NULL;

    if (!found)
        fail(file, line, "unknown escape \\%c", c);
    return values[found - names];
}

/* Append the quoted string at `at` to `to`. */
static void append_quoted(const char *file, size_t line, const char *at,
                          text *to)
{
    char *bytes = keep(to->size + strlen(at));
    size_t size = to->size;

    if (size)
        memcpy(bytes, to->bytes, size);
    if (*at++ != '"')
        fail(file, line, "a quoted string is expected");
    for (; *at && *at != '"'; at++)
        bytes[size++] = *at == '\\' ? escape(file, line, *++at) : *at;
    if (*at != '"' || at[1 + strspn(at + 1, " \t\r")])
        fail(file, line, "the string does not end with its line");
    to->bytes = bytes;
    to->size = size;
}

/* Take a finished entry over, unless there is nothing in it to use. */
static void finish_entry(catalogue *into, entry *one)
{
    bool use =
        one->has_id && one->id.size && one->translation.size && !one->fuzzy;

    if (one->has_id && !one->has_translation)
        fail(into->file, one->line, "msgid without msgstr");
    if (use) {
        message *larger = grown(into->messages, into->count, sizeof *larger);

        if (!one->not_format)
            compare_conversions(into->file, one);
        if (larger)
            into->messages = larger;
        into->messages[into->count].english = one->id.bytes;
        into->messages[into->count].translation = one->translation.bytes;
        into->messages[into->count++].line = one->line;
    }
    memset(one, 0, sizeof *one);
}

/* Does the flag stand between commas in "#, fuzzy, c-format"? */
static bool has_flag(const char *line, const char *flag)
{
    size_t size = strlen(flag);
    const char *at = line + 2;

    while (*at) {
        size_t word;

        at += strspn(at, " ,\t\r");
        word = strcspn(at, " ,\t\r");
        if (word == size && memcmp(at, flag, size) == 0)
            return true;
        at += word;
    }
    return false;
}

static void read_comment(catalogue *into, entry *one, const char *line)
{
    if (one->has_translation)
        finish_entry(into, one);
    if (line[1] != ',')
        return;
    one->fuzzy |= has_flag(line, "fuzzy");
    one->not_format |= has_flag(line, "no-c-format");
}

static void read_line(catalogue *into, entry *one, const char *line,
                      size_t number)
{
    line += strspn(line, " \t");
    if (*line == '#') {
        read_comment(into, one, line);
    } else if (strncmp(line, "msgid ", 6) == 0) {
        if (one->has_id)
            finish_entry(into, one);
        one->has_id = true;
        one->line = number;
        append_quoted(into->file, number, line + 6, &one->id);
    } else if (strncmp(line, "msgstr ", 7) == 0) {
        if (!one->has_id || one->has_translation)
            fail(into->file, number, "msgstr without msgid");
        one->has_translation = true;
        append_quoted(into->file, number, line + 7, &one->translation);
    } else if (*line == '"' && one->has_id) {
        append_quoted(into->file, number, line,
                      one->has_translation ? &one->translation : &one->id);
    } else if (line[strspn(line, " \t\r")]) {
        fail(into->file, number,
             "not understood (msgctxt and plurals are not supported): %s",
             line);
    }
}

static int by_english(const void *a, const void *b)
{
    return strcmp(((const message *)a)->english, ((const message *)b)->english);
}

static void read_catalogue(const char *path, catalogue *into)
{
    text content = read_file(path);
    entry one = {0};
    size_t number = 0;
    size_t i;
    char *at = content.bytes;

    require_text(path, &content);
    while (at) {
        char *end = strchr(at, '\n');

        if (end)
            *end++ = 0;
        read_line(into, &one, at, ++number);
        at = end;
    }
    finish_entry(into, &one);
    if (into->count)
        qsort(into->messages, into->count, sizeof *into->messages, by_english);
    for (i = 1; i < into->count; i++)
        if (by_english(&into->messages[i - 1], &into->messages[i]) == 0)
            fail(path, into->messages[i].line, "translated twice: %s",
                 into->messages[i].english);
}

/* ---- names -------------------------------------------------------------- */

/* "calendar/cn.yaml" -> kind, name, file. */
static void name_file(const char *path, bundled_file *file)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(path, '.');
    const char *kind = slash;

    if (!slash || !dot || dot <= slash + 1)
        fail(path, 0, "expected KIND/NAME.yaml");
    while (kind > path && kind[-1] != '/')
        kind--;
    file->kind = copy(kind, (size_t)(slash - kind));
    file->name = copy(slash + 1, (size_t)(dot - slash - 1));
    file->file = copy(slash + 1, strlen(slash + 1));
}

/* ".../messages.zh-CN.po" -> "zh-CN". */
static const char *language_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    size_t size = strlen(base);

    if (strncmp(base, "messages.", 9) != 0 || size < 13)
        fail(path, 0, "expected messages.LANGUAGE.po");
    return copy(base + 9, size - 12);
}

static bool ends_with(const char *path, const char *end)
{
    size_t size = strlen(path);

    return size > strlen(end) && strcmp(path + size - strlen(end), end) == 0;
}

static int by_kind_and_name(const void *a, const void *b)
{
    const bundled_file *one = a;
    const bundled_file *other = b;
    int order = strcmp(one->kind, other->kind);

    return order ? order : strcmp(one->name, other->name);
}

static int by_language(const void *a, const void *b)
{
    return strcmp(((const catalogue *)a)->language,
                  ((const catalogue *)b)->language);
}

/* ---- writing ------------------------------------------------------------ */

/* A C string, in octal where a character could be misread. */
static void write_string(FILE *out, const char *bytes)
{
    const unsigned char *at = (const unsigned char *)bytes;

    fputc('"', out);
    for (; *at; at++)
        if (*at < 0x20 || *at >= 0x7f || strchr("\"\\?", *at))
            fprintf(out, "\\%03o", *at);
        else
            fputc(*at, out);
    fputc('"', out);
}

/* Numbers, since a string literal has a limit; a 0 follows for safety. */
static void write_content(FILE *out, size_t index, const text *content)
{
    size_t i;

    fprintf(out, "static const unsigned char file_%zu[] = {", index);
    for (i = 0; i < content->size; i++)
        fprintf(out, "%s%u,", i % 20 ? "" : "\n",
                (unsigned)(unsigned char)content->bytes[i]);
    fputs("0};\n", out);
}

static void write_files(FILE *out, const bundled_file *files, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        write_content(out, i, &files[i].content);
    fputs("const complaint__bundled complaint__bundled_files[] = {\n", out);
    for (i = 0; i < count; i++) {
        fputs("    {", out);
        write_string(out, files[i].kind);
        fputs(", ", out);
        write_string(out, files[i].name);
        fputs(", ", out);
        write_string(out, files[i].file);
        fprintf(out, ", file_%zu, %zu},\n", i, files[i].content.size);
    }
    fputs("    {NULL, NULL, NULL, NULL, 0}};\n", out);
}

static void write_messages(FILE *out, const catalogue *all, size_t count)
{
    size_t i, j;

    for (i = 0; i < count; i++) {
        fprintf(out, "static const complaint__message messages_%zu[] = {\n", i);
        for (j = 0; j < all[i].count; j++) {
            fputs("    {", out);
            write_string(out, all[i].messages[j].english);
            fputs(",\n     ", out);
            write_string(out, all[i].messages[j].translation);
            fputs("},\n", out);
        }
        fputs("    {NULL, NULL}};\n", out);
    }
    fputs("const complaint__message_table complaint__message_tables[] = {\n",
          out);
    for (i = 0; i < count; i++) {
        fputs("    {", out);
        write_string(out, all[i].language);
        fprintf(out, ", messages_%zu, %zu},\n", i, all[i].count);
    }
    fputs("    {NULL, NULL, 0}};\n", out);
    fprintf(out, "const size_t complaint__message_table_count = %zu;\n", count);
}

static void write_tables(const char *path, const bundled_file *files,
                         size_t file_count, const catalogue *catalogues,
                         size_t catalogue_count)
{
    FILE *out = fopen(path, "wb");

    if (!out)
        fail(path, 0, "cannot write: %s", strerror(errno));
    fputs("/* Written by complaint-embed from libcomplaint/data. */\n"
          "#include \"data/bundled.h\"\n",
          out);
    write_files(out, files, file_count);
    write_messages(out, catalogues, catalogue_count);
    if (ferror(out) | (fclose(out) != 0))
        fail(path, 0, "cannot write: %s", strerror(errno));
}

int main(int argc, char **argv)
{
    size_t most = argc > 1 ? (size_t)argc : 1;
    bundled_file *files = keep(most * sizeof *files);
    catalogue *catalogues = keep(most * sizeof *catalogues);
    size_t file_count = 0;
    size_t catalogue_count = 0;
    int i;

    if (argc < 2)
        fail("usage", 0, "complaint-embed OUT.c|--check FILE...");
    for (i = 2; i < argc; i++)
        if (ends_with(argv[i], ".po")) {
            catalogue *one = &catalogues[catalogue_count++];

            one->file = argv[i];
            one->language = language_of(argv[i]);
            read_catalogue(argv[i], one);
        } else {
            bundled_file *one = &files[file_count++];

            name_file(argv[i], one);
            one->content = read_file(argv[i]);
            require_text(argv[i], &one->content);
        }
    qsort(files, file_count, sizeof *files, by_kind_and_name);
    qsort(catalogues, catalogue_count, sizeof *catalogues, by_language);
    if (strcmp(argv[1], "--check") != 0)
        write_tables(argv[1], files, file_count, catalogues, catalogue_count);
    release();
    return 0;
}
