/* Importing calendars: the days gathered, and the YAML made of them. The
 * formats are read in import_*.c. */
#include "calendar/import.h"

#include <complaint/facts.h>
#include <complaint/limits.h>

#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "calendar/write.h"
#include "text/text.h"
#include "text/yaml.h"

#define DAYS (COMPLAINT__DAY_MAX - COMPLAINT__DAY_MIN + 1)
/* Days that all entries together may name, each time counted. */
#define MOST_WORK 5000000
#define MOST_SOURCES 400

/* ---- gathering ---- */

int complaint__import_refuse(complaint__import *import, const char *detail,
                             const char *field, int64_t line,
                             const char *message)
{
    int status = complaint__fail(
        import->context, import->error, COMPLAINT_INVALID, detail, field, "%s",
        complaint__context_translate(import->context, message));

    complaint__error_place(import->error, NULL, line, 0);
    return status;
}

bool complaint__import_day(const char *text, size_t size, complaint_day *day)
{
    char date[11];

    if (size == 10) {
        memcpy(date, text, 10);
    } else if (size == 8) {
        memcpy(date, text, 4);
        memcpy(date + 5, text + 4, 2);
        memcpy(date + 8, text + 6, 2);
        date[4] = date[7] = '-';
    } else {
        return false;
    }
    date[10] = '\0';
    return complaint_day_parse(date, day, NULL) == COMPLAINT_OK;
}

/* A name on one line, in NFC; NULL without memory. */
static const char *keep_name(complaint__import *import, const char *name,
                             size_t size, int *status)
{
    char *normal = NULL;
    size_t normal_size = 0;
    const char *kept;

    *status = complaint__text_enter(import->context, "name", name, size,
                                    COMPLAINT_LIMIT_TITLE, &normal,
                                    &normal_size, import->error);
    if (*status != COMPLAINT_OK)
        return NULL;
    for (size_t i = 0; i < normal_size; i++)
        if ((unsigned char)normal[i] < 0x20)
            normal[i] = ' ';
    kept = complaint__arena_text(import->arena, normal);
    complaint__free(import->context, normal);
    if (kept == NULL)
        *status = complaint__fail_memory(import->error);
    return kept;
}

static int add_entry(complaint__import *import, int kind, const char *name,
                     const char *source)
{
    complaint__import_entry *larger;

    if (import->count == COMPLAINT__LIMIT_CALENDAR_ENTRIES)
        return complaint__fail_limit(import->context, import->error, "entries",
                                     COMPLAINT__LIMIT_CALENDAR_ENTRIES);
    if (import->count == import->capacity) {
        size_t capacity = import->capacity == 0 ? 64 : import->capacity * 2;

        larger = complaint__realloc_array(import->context, import->entries,
                                          capacity, sizeof(*larger));
        if (larger == NULL)
            return complaint__fail_memory(import->error);
        import->entries = larger;
        import->capacity = capacity;
    }
    import->entries[import->count++] =
        (complaint__import_entry){kind, name, source};
    return COMPLAINT_OK;
}

int complaint__import_add(complaint__import *import, complaint_day from,
                          complaint_day to, int kind, const char *name,
                          size_t name_size, const char *source, int64_t line)
{
    const char *kept;
    int status;

    if (to > COMPLAINT__DAY_MAX)
        return complaint__import_refuse(
            import, "calendar.date", "date", line,
            "the date is outside 1900-01-01 to 2199-12-31");
    import->work += to - from + 1;
    if (import->work > MOST_WORK)
        return complaint__fail_limit(import->context, import->error, "days",
                                     MOST_WORK);
    kept = keep_name(import, name, name_size, &status);
    if (kept != NULL)
        status = add_entry(import, kind, kept, source);
    else
        complaint__error_place(import->error, NULL, line, 0);
    for (complaint_day d = from; status == COMPLAINT_OK && d <= to; d++) {
        uint32_t *place = &import->days[d - COMPLAINT__DAY_MIN];

        if (*place == 0)
            *place = (uint32_t)import->count;
        else if (import->entries[*place - 1].kind != kind)
            status = complaint__import_refuse(
                import, "calendar.overlap", "date", line,
                "this day is of another kind above");
    }
    return status;
}

/* ---- options ---- */

static const char *const option_names[] = {
    "name", "version", "title", "source", "extends", "offset",
    "zone", "rule",    "hours", "from",   "to",      NULL};

static int check_options(complaint__import *import,
                         const complaint_facts *options)
{
    for (size_t i = 0; i < complaint_facts_size(options); i++) {
        const char *key = complaint_facts_key(options, i);
        size_t j = 0;

        while (option_names[j] != NULL && strcmp(option_names[j], key) != 0)
            j++;
        if (option_names[j] == NULL)
            return complaint__fail(import->context, import->error,
                                   COMPLAINT_INVALID, "calendar.option", key,
                                   "there is no such option");
    }
    if (complaint_facts_text(complaint_facts_get(options, "name"), "")[0] ==
        '\0')
        return complaint__fail(import->context, import->error,
                               COMPLAINT_INVALID, "calendar.option", "name",
                               "the calendar needs a name");
    return COMPLAINT_OK;
}

static const char *option(const complaint_facts *options, const char *key,
                          const char *otherwise)
{
    return complaint_facts_text(complaint_facts_get(options, key), otherwise);
}

/* ---- writing ---- */

static void write_zone(complaint__buffer *out, const complaint_facts *options,
                       const char *otherwise)
{
    static const char *const keys[] = {"offset", "zone", "rule"};
    bool any = complaint_facts_get(options, "extends") != NULL;

    for (size_t i = 0; i < 3; i++) {
        const char *text = option(options, keys[i], NULL);

        complaint__calendar_line(out, keys[i], text);
        any = any || text != NULL;
    }
    if (!any)
        complaint__calendar_line(out, "offset", otherwise);
}

/* The hours of a day as a YAML list. */
static void put_hours(complaint__buffer *out, const complaint_facts *options,
                      const char *otherwise)
{
    const complaint_facts *hours = complaint_facts_get(options, "hours");

    if (hours == NULL) {
        complaint__buffer_text(out, otherwise);
        return;
    }
    complaint__buffer_char(out, '[');
    if (complaint_facts_type(hours) == COMPLAINT_FACTS_TEXT)
        complaint__calendar_quote(out, complaint_facts_text(hours, ""));
    for (size_t i = 0; i < complaint_facts_size(hours); i++) {
        if (i > 0)
            complaint__buffer_text(out, ", ");
        complaint__calendar_quote(
            out, complaint_facts_text(complaint_facts_at(hours, i), ""));
    }
    complaint__buffer_char(out, ']');
}

static void write_week(complaint__buffer *out, const complaint_facts *options,
                       const char *otherwise)
{
    static const char *const days[] = {"monday",   "tuesday", "wednesday",
                                       "thursday", "friday",  "saturday",
                                       "sunday"};

    if (complaint_facts_get(options, "extends") != NULL &&
        complaint_facts_get(options, "hours") == NULL)
        return;
    complaint__buffer_text(out, "week:\n");
    for (size_t i = 0; i < 7; i++) {
        complaint__buffer_format(out, "  %s: ", days[i]);
        if (i < 5)
            put_hours(out, options, otherwise);
        else
            complaint__buffer_text(out, "[]");
        complaint__buffer_char(out, '\n');
    }
    complaint__buffer_text(out, "hours: ");
    put_hours(out, options, otherwise);
    complaint__buffer_char(out, '\n');
}

/* The number of a source from 1, by identity; 0 when there are too many. */
static size_t source_number(const char **sources, size_t *count,
                            const char *source)
{
    for (size_t i = 0; i < *count; i++)
        if (sources[i] == source)
            return i + 1;
    if (*count == MOST_SOURCES)
        return 0;
    sources[(*count)++] = source;
    return *count;
}

static bool alike(const complaint__import_entry *a,
                  const complaint__import_entry *b)
{
    return a->kind == b->kind && a->source == b->source &&
           strcmp(a->name, b->name) == 0;
}

static void write_exception(complaint__buffer *out, complaint_day from,
                            complaint_day to,
                            const complaint__import_entry *entry, size_t source)
{
    complaint__buffer_text(out, "  - {");
    complaint__calendar_span(out, from, to);
    complaint__buffer_text(out, entry->kind == COMPLAINT_DAY_HOLIDAY
                                    ? ", kind: holiday"
                                    : ", kind: make_up");
    if (entry->name[0] != '\0') {
        complaint__buffer_text(out, ", name: ");
        complaint__calendar_quote(out, entry->name);
    }
    if (source != 0)
        complaint__buffer_format(out, ", source: s%zu", source);
    complaint__buffer_text(out, "}\n");
}

static void write_exceptions(complaint__buffer *out,
                             const complaint__import *import,
                             const char **sources, size_t *source_count)
{
    int first = 0;

    while (first < DAYS) {
        const complaint__import_entry *entry;
        int last = first;

        if (import->days[first] == 0) {
            first++;
            continue;
        }
        entry = &import->entries[import->days[first] - 1];
        while (last + 1 < DAYS && import->days[last + 1] != 0 &&
               alike(entry, &import->entries[import->days[last + 1] - 1]))
            last++;
        write_exception(
            out, COMPLAINT__DAY_MIN + first, COMPLAINT__DAY_MIN + last, entry,
            entry->source == NULL
                ? 0
                : source_number(sources, source_count, entry->source));
        first = last + 1;
    }
}

/* Years from those of the dates, unless the file or the options say so. */
static void find_years(complaint__import *import,
                       const complaint_facts *options)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];

    for (int i = 0; i < DAYS && !import->years_given; i++) {
        int year;

        if (import->days[i] == 0 ||
            complaint_day_format(COMPLAINT__DAY_MIN + i, text, sizeof(text)) !=
                COMPLAINT_OK)
            continue;
        year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 +
               (text[2] - '0') * 10 + (text[3] - '0');
        if (import->year_from == 0)
            import->year_from = year;
        import->year_to = year;
    }
    import->year_from = (int)complaint_facts_integer(
        complaint_facts_get(options, "from"), import->year_from);
    import->year_to = (int)complaint_facts_integer(
        complaint_facts_get(options, "to"), import->year_to);
}

static void write_calendar(complaint__buffer *out, complaint__import *import,
                           const complaint_facts *options, const char *format)
{
    bool chinese = strcmp(format, "holiday-cn") == 0;
    const char *hours =
        chinese ? "[\"09:00-12:00\", \"13:00-18:00\"]" : "[\"09:00-17:00\"]";
    complaint__buffer exceptions = COMPLAINT__BUFFER(import->context);
    const char *sources[MOST_SOURCES];
    size_t source_count = 0;

    find_years(import, options);
    write_exceptions(&exceptions, import, sources, &source_count);
    complaint__buffer_format(out, "# Imported from %s.\nkind: calendar\n",
                             format);
    complaint__buffer_text(out, "format: 1\n");
    complaint__calendar_line(out, "name", option(options, "name", NULL));
    complaint__calendar_line(out, "version", option(options, "version", "1"));
    if (option(options, "title", NULL) != NULL) {
        complaint__buffer_text(out, "title: {en: ");
        complaint__calendar_quote(out, option(options, "title", ""));
        complaint__buffer_text(out, "}\n");
    }
    complaint__calendar_line(out, "source", option(options, "source", NULL));
    complaint__calendar_line(out, "extends", option(options, "extends", NULL));
    write_zone(out, options, chinese ? "+08:00" : "+00:00");
    if (import->year_from != 0)
        complaint__buffer_format(out, "years: {from: %d, to: %d}\n",
                                 import->year_from, import->year_to);
    write_week(out, options, hours);
    if (source_count > 0)
        complaint__buffer_text(out, "sources:\n");
    for (size_t i = 0; i < source_count; i++) {
        complaint__buffer_format(out, "  - {id: s%zu, text: ", i + 1);
        complaint__calendar_quote(out, sources[i]);
        complaint__buffer_text(out, "}\n");
    }
    complaint__buffer_text(out, "exceptions:");
    complaint__buffer_text(out, exceptions.size > 0 ? "\n" : " []\n");
    complaint__buffer_append(out, exceptions.bytes, exceptions.size);
    out->failed = out->failed || exceptions.failed;
    complaint__buffer_free(&exceptions);
}

/* ---- the whole ---- */

static int read_bytes(complaint__import *import, const char *format,
                      const char *bytes, size_t size)
{
    complaint__yaml_skip_mark(&bytes, &size);
    if (strcmp(format, "holiday-cn") == 0)
        return complaint__import_holiday_cn(import, bytes, size);
    if (strcmp(format, "ics") == 0)
        return complaint__import_ics(import, bytes, size);
    if (strcmp(format, "csv") == 0)
        return complaint__import_csv(import, bytes, size);
    return complaint__fail(import->context, import->error,
                           COMPLAINT_UNSUPPORTED, "calendar.import", "format",
                           "the formats are csv, holiday-cn and ics");
}

/* What comes out must be a calendar, unless its parent is not at hand. */
static int check_result(complaint__import *import,
                        const complaint_facts *options,
                        const complaint__buffer *out)
{
    complaint_calendar *calendar = NULL;
    const char *parent = option(options, "extends", NULL);
    int status;

    if (out->failed)
        return complaint__fail_memory(import->error);
    if (parent != NULL) {
        status = complaint_calendar_bundled(import->context, parent, &calendar,
                                            NULL);
        complaint_calendar_free(calendar);
        if (status == COMPLAINT_NOT_FOUND)
            return COMPLAINT_OK;
        calendar = NULL;
    }
    status = complaint_calendar_parse(import->context, out->bytes, out->size,
                                      NULL, &calendar, import->error);
    complaint_calendar_free(calendar);
    return status;
}

static int run(complaint__import *import, const char *format, const char *bytes,
               size_t size, const complaint_facts *options,
               complaint__buffer *out)
{
    int status = check_options(import, options);

    if (status != COMPLAINT_OK)
        return status;
    import->arena = complaint__arena_new(import->context);
    import->days =
        complaint__alloc_array(import->context, DAYS, sizeof(*import->days));
    if (import->arena == NULL || import->days == NULL)
        return complaint__fail_memory(import->error);
    status = read_bytes(import, format, bytes, size);
    if (status != COMPLAINT_OK)
        return status;
    write_calendar(out, import, options, format);
    return check_result(import, options, out);
}

int complaint_calendar_import(complaint_context *context, const char *format,
                              const char *bytes, size_t size,
                              const complaint_facts *options, char **yaml,
                              size_t *yaml_size, complaint_error **error)
{
    complaint__import import = {.context = context, .error = error};
    complaint__buffer out = COMPLAINT__BUFFER(context);
    int status;

    if (yaml == NULL)
        return complaint__fail_misuse(context, error, "yaml");
    *yaml = NULL;
    if (context == NULL)
        return complaint__fail_misuse(context, error, "context");
    if (format == NULL)
        return complaint__fail_misuse(context, error, "format");
    if (bytes == NULL)
        return complaint__fail_misuse(context, error, "bytes");
    if (options == NULL)
        return complaint__fail_misuse(context, error, "options");
    if (size > COMPLAINT__LIMIT_CALENDAR_IMPORT)
        return complaint__fail_limit(context, error, "bytes",
                                     COMPLAINT__LIMIT_CALENDAR_IMPORT);
    status = run(&import, format, bytes, size, options, &out);
    if (status == COMPLAINT_OK) {
        *yaml = complaint__buffer_take(&out, yaml_size);
        if (*yaml == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__buffer_free(&out);
    complaint__arena_free(import.arena);
    complaint__free(context, import.entries);
    complaint__free(context, import.days);
    return status;
}
