/* Commands that compute: report, calendar, compute. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int report_options(cli *self, complaint_facts *options)
{
    static const char *const numbers[] = {"slowest", "width"};
    const char *format = cli_given(self, "json")   ? "json"
                         : cli_given(self, "html") ? "html"
                                                   : "text";
    complaint_time now;
    int64_t value;
    int code = cli_time(self, "now", &now);
    int status;

    if (code != EXIT_DONE)
        return code;
    status = complaint_facts_set_text(options, "month",
                                      cli_value(self, "month"), &self->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_text(options, "format", format, &self->error);
    if (status == COMPLAINT_OK && now != COMPLAINT_TIME_NONE)
        status = complaint_facts_set_time(options, "now", now, &self->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < 2; i++) {
        if (!cli_given(self, numbers[i]))
            continue;
        code = cli_integer(self, numbers[i], 0, &value);
        if (code != EXIT_DONE)
            return code;
        status = complaint_facts_set_integer(options, numbers[i], value,
                                             &self->error);
    }
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

int cli_write_document(cli *self, const char *text, size_t size)
{
    const char *path = cli_given(self, "json") ? NULL : cli_value(self, "html");

    if (path != NULL)
        return complaint_report_save(self->reg, path, text, size,
                                     &self->error) == COMPLAINT_OK
                   ? EXIT_DONE
                   : cli_fail(self);
    if (fwrite(text, 1, size, stdout) != size) {
        perror("complaint: standard output");
        return EXIT_FAILED;
    }
    if (size > 0 && text[size - 1] != '\n')
        putchar('\n');
    return EXIT_DONE;
}

int cli_report(cli *self)
{
    complaint_facts *options = NULL;
    char *text = NULL;
    size_t size = 0;
    int code;

    if (!cli_given(self, "month"))
        return cli_usage(self, "needs a month", "缺少月份", "--month YYYY-MM");
    code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE && complaint_facts_new(self->context, &options,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = report_options(self, options);
    if (code == EXIT_DONE &&
        complaint_report_month(self->reg, options, &text, &size,
                               &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_write_document(self, text, size);
    complaint_context_release(self->context, text);
    complaint_facts_free(options);
    return code;
}

static int open_calendar(cli *self, complaint_calendar **calendar)
{
    const char *name = self->words[1];
    FILE *file = fopen(name, "rb");
    char *bytes = NULL;
    size_t size = 0;
    int status;

    if (file == NULL) {
        status = complaint_calendar_bundled(self->context, name, calendar,
                                            &self->error);
    } else {
        fclose(file);
        if (cli_read_all(self, name, &bytes, &size) != EXIT_DONE)
            return EXIT_FAILED;
        status = complaint_calendar_parse(self->context, bytes, size, name,
                                          calendar, &self->error);
        free(bytes);
    }
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

/* A date, or a date-time whose civil day counts: an offset of its own is
 * converted to the calendar's local time, none means local already. */
static int read_day(cli *self, const complaint_calendar *calendar,
                    const char *text, complaint_day *day)
{
    complaint_time time, other;
    int status = complaint_time_parse(text, 0, &time, &self->error);

    if (status == COMPLAINT_OK)
        status = complaint_time_parse(text, 60, &other, &self->error);
    if (status == COMPLAINT_OK)
        *day = complaint_day_of_time(
            time,
            time == other ? complaint_calendar_offset(calendar, time) : 0);
    return status;
}

static int print_day(cli *self, complaint_day day)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];
    int status = complaint_day_format(day, text, sizeof text);

    (void)self;
    if (status == COMPLAINT_OK)
        puts(text);
    return status;
}

static int show_day(cli *self, const complaint_calendar *calendar,
                    complaint_day day)
{
    static const char *const kinds[] = {"workday", "weekend", "holiday",
                                        "make_up"};
    const char *name = "";
    bool known = false;
    int kind = 0;
    int status = complaint_calendar_day(calendar, day, &kind, &name, &known,
                                        &self->error);

    if (status == COMPLAINT_OK)
        printf("%s,%s,%s\n", kinds[kind], name, known ? "known" : "assumed");
    return status;
}

static int answer_line(cli *self, const complaint_calendar *calendar,
                       char *line)
{
    const char *verb = self->words[0];
    char *comma = strchr(line, ',');
    complaint_day from, to;
    int64_t number;
    int status;

    if (strcmp(verb, "show") == 0) {
        status = read_day(self, calendar, line, &from);
        return status == COMPLAINT_OK ? show_day(self, calendar, from) : status;
    }
    if (comma == NULL)
        return COMPLAINT_NOT_FOUND;
    *comma++ = 0;
    status = read_day(self, calendar, line, &from);
    if (status != COMPLAINT_OK)
        return status;
    if (strcmp(verb, "count") == 0) {
        status = read_day(self, calendar, comma, &to);
        if (status == COMPLAINT_OK)
            status = complaint_calendar_count_days(calendar, from, to, &number,
                                                   &self->error);
        if (status == COMPLAINT_OK)
            printf("%lld\n", (long long)number);
        return status;
    }
    {
        char *end;
        number = strtoll(comma, &end, 10);
        if (end == comma || *end != 0)
            return COMPLAINT_NOT_FOUND;
    }
    status =
        complaint_calendar_add_days(calendar, from, number, &to, &self->error);
    return status == COMPLAINT_OK ? print_day(self, to) : status;
}

/* Spaces, quotes and line ends around a line's fields are no part of them. */
static void tidy(char *line)
{
    char *to = line;

    for (const char *p = line; *p != 0; p++)
        if (*p != '"' && *p != '\r' && *p != '\n')
            *to++ = *p;
    while (to > line && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    *to = 0;
}

/* ---- calendars as a whole ---- */

static int list_calendars(cli *self)
{
    complaint_calendar *calendar = NULL;
    complaint_error *names = NULL;
    int code = EXIT_DONE;

    /* There is none of this name; the error lists those that there are. */
    if (complaint_calendar_bundled(self->context, "", &calendar, &names) ==
        COMPLAINT_OK)
        complaint_calendar_free(calendar);
    puts("name,version,title,digest");
    for (size_t i = 0;
         code == EXIT_DONE && i < complaint_error_item_count(names); i++) {
        if (complaint_calendar_bundled(
                self->context, complaint_error_item(names, i), &calendar,
                &self->error) != COMPLAINT_OK) {
            code = cli_fail(self);
            break;
        }
        printf("%s,%s,\"%s\",%s\n", complaint_calendar_name(calendar),
               complaint_calendar_version(calendar),
               complaint_calendar_title(calendar, NULL),
               complaint_calendar_digest(calendar));
        complaint_calendar_free(calendar);
    }
    complaint_error_free(names);
    return code;
}

static int print_calendar(cli *self)
{
    complaint_calendar *calendar = NULL;
    size_t size = 0;
    const char *text;
    int code = open_calendar(self, &calendar);

    if (code != EXIT_DONE)
        return code;
    text = complaint_calendar_text(calendar, &size);
    if (fwrite(text, 1, size, stdout) != size) {
        perror("complaint: standard output");
        code = EXIT_FAILED;
    }
    complaint_calendar_free(calendar);
    return code;
}

static int import_options(cli *self, complaint_facts *options)
{
    static const char *const texts[] = {"name",    "version", "title", "source",
                                        "extends", "offset",  "zone",  "rule"};
    static const char *const years[] = {"from", "to"};
    int status = COMPLAINT_OK;
    int code = EXIT_DONE;

    for (size_t i = 0; i < 8 && status == COMPLAINT_OK; i++)
        if (cli_given(self, texts[i]))
            status = complaint_facts_set_text(
                options, texts[i], cli_value(self, texts[i]), &self->error);
    for (size_t i = 0; i < 2 && status == COMPLAINT_OK; i++) {
        int64_t year = 0;

        if (!cli_given(self, years[i]))
            continue;
        code = cli_integer(self, years[i], 0, &year);
        if (code != EXIT_DONE)
            return code;
        status =
            complaint_facts_set_integer(options, years[i], year, &self->error);
    }
    if (status == COMPLAINT_OK && cli_given(self, "hours")) {
        complaint_facts *hours = NULL;

        status =
            complaint_facts_set_list(options, "hours", &hours, &self->error);
        for (size_t i = 0;
             status == COMPLAINT_OK && cli_value_at(self, "hours", i) != NULL;
             i++)
            status = complaint_facts_set_text(
                hours, NULL, cli_value_at(self, "hours", i), &self->error);
    }
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static int import_calendar(cli *self)
{
    complaint_facts *options = NULL;
    char *bytes = NULL, *yaml = NULL;
    size_t size = 0, yaml_size = 0;
    int code;

    if (self->word_count < 3)
        return cli_usage(self, "needs a format and a file", "缺少格式或文件",
                         "import");
    if (!cli_given(self, "name"))
        return cli_usage(self, "needs a name", "缺少名称", "--name");
    code = cli_read_all(self, self->words[2], &bytes, &size);
    if (code != EXIT_DONE)
        return code;
    if (complaint_facts_new(self->context, &options, &self->error) !=
        COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = import_options(self, options);
    if (code == EXIT_DONE &&
        complaint_calendar_import(self->context, self->words[1], bytes, size,
                                  options, &yaml, &yaml_size,
                                  &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && fwrite(yaml, 1, yaml_size, stdout) != yaml_size) {
        perror("complaint: standard output");
        code = EXIT_FAILED;
    }
    complaint_context_release(self->context, yaml);
    complaint_facts_free(options);
    free(bytes);
    return code;
}

int cli_calendar(cli *self)
{
    const char *verb = self->words[0];
    complaint_calendar *calendar = NULL;
    char line[256];
    int64_t number = 0;
    int code;

    if (strcmp(verb, "list") == 0)
        return list_calendars(self);
    if (strcmp(verb, "import") == 0)
        return import_calendar(self);
    if (strcmp(verb, "count") != 0 && strcmp(verb, "add") != 0 &&
        strcmp(verb, "show") != 0 && strcmp(verb, "text") != 0)
        return cli_usage(self, "knows count, add, show, text, list and import",
                         "只有 count、add、show、text、list 和 import", verb);
    if (self->word_count != 2)
        return cli_usage(self, "needs one calendar", "需要一个日历", verb);
    if (strcmp(verb, "text") == 0)
        return print_calendar(self);
    code = open_calendar(self, &calendar);
    while (code == EXIT_DONE && fgets(line, sizeof line, stdin) != NULL) {
        int status;
        number++;
        tidy(line);
        if (line[0] == 0 || (number == 1 && strncmp(line, "from,", 5) == 0))
            continue;
        status = answer_line(self, calendar, line);
        if (status != COMPLAINT_OK) {
            fflush(stdout);
            fprintf(stderr, "complaint calendar: line %lld: %s\n",
                    (long long)number,
                    self->error != NULL ? complaint_error_message(self->error)
                    : self->chinese     ? "应为 from,to 或 from,n"
                                        : "expected from,to or from,n");
            code = EXIT_FAILED;
        }
    }
    complaint_calendar_free(calendar);
    return code;
}

int cli_compute(cli *self)
{
    complaint_facts *request = NULL;
    complaint_facts *answer = NULL;
    char *bytes = NULL;
    size_t size = 0;
    int status;
    int code = cli_read_all(self, "-", &bytes, &size);

    if (code != EXIT_DONE)
        return code;
    status = complaint_facts_parse(self->context, bytes, size, &request,
                                   &self->error);
    free(bytes);
    if (status == COMPLAINT_OK)
        status = complaint_compute(self->context, self->words[0], request,
                                   &answer, &self->error);
    if (status == COMPLAINT_OK) {
        code = cli_print_json(self, answer);
    } else {
        (void)cli_fail(self);
        code = status == COMPLAINT_NOT_FOUND ? EXIT_USAGE : EXIT_FAILED;
    }
    complaint_facts_free(answer);
    complaint_facts_free(request);
    return code;
}
