/* complaint_report_month(): reads the options, gathers the figures, has the
 * document written. The figures themselves are analysis'. */
#include <complaint/report.h>

#include <complaint/limits.h>

#include <string.h>

#include "analysis/monthly.h"
#include "base/context.h"
#include "base/failure.h"
#include "data/bundled.h"
#include "model/facts.h"
#include "register/register.h"
#include "report/document.h"

enum format { FORMAT_TEXT, FORMAT_HTML, FORMAT_JSON };

static int bad_option(complaint__month *month, complaint_error **error,
                      const char *name, const char *expected)
{
    return complaint__fail(
        month->context, error, COMPLAINT_INVALID, "report.option", name,
        "option \"%s\": expected %s", name,
        complaint__context_translate(month->context, expected));
}

/* Every option must be one of these. */
static int check_names(complaint__month *month, const complaint_facts *options,
                       complaint_error **error)
{
    static const char *const known[] = {"month",   "format", "language", "now",
                                        "slowest", "width",  "filter"};

    for (size_t i = 0; i < complaint_facts_size(options); i++) {
        const char *name = complaint_facts_key(options, i);
        size_t k = 0;
        while (k < sizeof known / sizeof *known && strcmp(known[k], name) != 0)
            k++;
        if (k == sizeof known / sizeof *known)
            return complaint__fail(month->context, error, COMPLAINT_INVALID,
                                   "report.option", name,
                                   "there is no option \"%.100s\"", name);
    }
    return COMPLAINT_OK;
}

static int read_format(complaint__month *month, const complaint_facts *options,
                       enum format *format, complaint_error **error)
{
    static const char *const names[] = {"text", "html", "json"};
    const complaint_facts *fact = complaint_facts_get(options, "format");
    const char *text = fact == NULL ? "text" : complaint_facts_text(fact, "");

    for (size_t i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            *format = (enum format)i;
            return COMPLAINT_OK;
        }
    (void)complaint__fail(month->context, error, COMPLAINT_NOT_FOUND,
                          "report.format", "format",
                          "there is no report format \"%.40s\"", text);
    for (size_t i = 0; i < 3; i++)
        complaint__error_item(error, names[i]);
    return COMPLAINT_NOT_FOUND;
}

static int read_language(complaint__month *month,
                         const complaint_facts *options,
                         complaint_error **error)
{
    const complaint_facts *fact = complaint_facts_get(options, "language");

    const char *asked = fact == NULL
                            ? complaint_context_language(month->context)
                            : complaint_facts_text(fact, "");

    month->language = complaint__language_known(asked);
    if (month->language != NULL)
        return COMPLAINT_OK;
    (void)complaint__fail(
        month->context, error, COMPLAINT_NOT_FOUND, "report.language",
        "language", "there are no texts in the language \"%.40s\"", asked);
    complaint__error_item(error, "en");
    for (size_t i = 0; i < complaint__message_table_count; i++)
        complaint__error_item(error, complaint__message_tables[i].language);
    return COMPLAINT_NOT_FOUND;
}

static int read_number(complaint__month *month, const complaint_facts *options,
                       const char *name, int least, int most, int otherwise,
                       int *out, complaint_error **error)
{
    const complaint_facts *fact = complaint_facts_get(options, name);
    int64_t value = otherwise;

    if (fact != NULL) {
        value = complaint_facts_integer(fact, INT64_MIN);
        if (complaint_facts_type(fact) != COMPLAINT_FACTS_INTEGER ||
            value < least || value > most)
            return complaint__fail(
                month->context, error, COMPLAINT_INVALID, "report.option", name,
                "option \"%s\": expected a number from %d to %d", name, least,
                most);
    }
    *out = (int)value;
    return COMPLAINT_OK;
}

static int read_options(complaint__month *month, const complaint_facts *options,
                        enum format *format, complaint_error **error)
{
    const complaint_facts *now = complaint_facts_get(options, "now");
    int status = check_names(month, options, error);

    if (status == COMPLAINT_OK)
        status = read_format(month, options, format, error);
    if (status == COMPLAINT_OK)
        status = read_language(month, options, error);
    if (status == COMPLAINT_OK)
        status = read_number(month, options, "slowest", 0, 1000, 10,
                             &month->slowest, error);
    if (status == COMPLAINT_OK)
        status = read_number(month, options, "width", 60, 400, 78,
                             &month->width, error);
    if (status != COMPLAINT_OK)
        return status;
    month->month =
        complaint_facts_text(complaint_facts_get(options, "month"), NULL);
    if (month->month == NULL)
        return bad_option(month, error, "month", "YYYY-MM");
    month->now = now == NULL ? complaint_context_now(month->context)
                             : complaint_facts_time(now);
    if (month->now == COMPLAINT_TIME_NONE)
        return bad_option(month, error, "now", "a time");
    return COMPLAINT_OK;
}

/* Receipts of the month by category, as a Pareto: those that the monthly
 * figures count as received. */
static int gather_pareto(complaint__month *month,
                         const complaint_dataset *dataset,
                         complaint_error **error)
{
    int number = complaint__month_parse(month->month);
    const complaint__month_table *table = complaint__dataset_table(dataset);
    complaint_time from = complaint__table_start(table, number);
    complaint_time at = complaint__table_as_of(table, number, month->now);
    complaint_facts *options = NULL;
    int status = complaint_facts_new(month->context, &options, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(options, "by", "category", error);
    /* past the ends of time there are no cases: no bound is needed */
    if (status == COMPLAINT_OK && from >= COMPLAINT_LIMIT_TIME_MIN)
        status = complaint_facts_set_time(options, "from", from, error);
    /* a month that has not begun has no cases */
    at = at < from ? from : at + 1;
    if (status == COMPLAINT_OK && at >= COMPLAINT_LIMIT_TIME_MIN &&
        at <= COMPLAINT_LIMIT_TIME_MAX)
        status = complaint_facts_set_time(options, "to", at, error);
    if (status == COMPLAINT_OK)
        status =
            complaint_dataset_pareto(dataset, options, &month->pareto, error);
    complaint_facts_free(options);
    return status;
}

static int gather(complaint__month *month, const complaint_facts *options,
                  enum format format, complaint_error **error)
{
    complaint_dataset *dataset = NULL;
    int status = complaint_dataset_open(
        month->reg, complaint_facts_get(options, "filter"), &dataset, error);

    if (status == COMPLAINT_OK)
        status =
            complaint__dataset_month(dataset, month->month, month->now,
                                     month->language, &month->figures, error);
    if (status == COMPLAINT_OK && format != FORMAT_JSON)
        status = gather_pareto(month, dataset, error);
    if (status == COMPLAINT_OK && format != FORMAT_JSON)
        status = complaint__month_slowest(month, dataset, error);
    complaint_dataset_free(dataset);
    return status;
}

static int write_document(const complaint__month *month, enum format format,
                          char **text, size_t *size, complaint_error **error)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(month->context);

    if (format == FORMAT_JSON)
        return complaint_facts_write(month->figures, text, size, error);
    if (format == FORMAT_HTML)
        complaint__month_html(month, &buffer);
    else
        complaint__month_text(month, &buffer);
    if (buffer.failed) {
        complaint__buffer_free(&buffer);
        return complaint__fail_memory(error);
    }
    *text = complaint__buffer_take(&buffer, size);
    return *text != NULL ? COMPLAINT_OK : complaint__fail_memory(error);
}

int complaint_report_month(complaint_register *self,
                           const complaint_facts *options, char **text,
                           size_t *size, complaint_error **error)
{
    complaint__month month = {0};
    enum format format = FORMAT_TEXT;
    int status;

    if (text != NULL)
        *text = NULL;
    if (self == NULL || options == NULL || text == NULL)
        return complaint__fail_misuse(NULL, error,
                                      self == NULL      ? "register"
                                      : options == NULL ? "options"
                                                        : "text");
    month.context = complaint__register_context(self);
    month.reg = self;
    status = read_options(&month, options, &format, error);
    if (status == COMPLAINT_OK)
        status = gather(&month, options, format, error);
    if (status == COMPLAINT_OK)
        status = write_document(&month, format, text, size, error);
    complaint_facts_free(month.figures);
    complaint_facts_free(month.slow);
    complaint_figure_free(month.pareto);
    return status;
}
