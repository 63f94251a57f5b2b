/* Months and periods. */
#include "analysis/month.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* Days from the civil calendar by counting years from March, so that the leap
 * day is the last of its year. */
complaint_day complaint__month_first_day(int month)
{
    int shifted = month - 2; /* months since March of year 0 */
    int year = shifted / 12, in_year = shifted % 12;

    return (complaint_day)year * 365 + year / 4 - year / 100 + year / 400 +
           (153 * in_year + 2) / 5 - 719468;
}

int complaint__month_parse(const char *text)
{
    int year = 0, month;

    if (text == NULL || strlen(text) != 7 || text[4] != '-')
        return -1;
    for (int i = 0; i < 7; i++)
        if (i != 4 && (text[i] < '0' || text[i] > '9'))
            return -1;
    for (int i = 0; i < 4; i++)
        year = year * 10 + text[i] - '0';
    month = (text[5] - '0') * 10 + text[6] - '0';
    if (year < 1900 || year > 2199 || month < 1 || month > 12)
        return -1;
    return year * 12 + month - 1;
}

void complaint__month_write(int month, char text[COMPLAINT__MONTH_TEXT_SIZE])
{
    snprintf(text, COMPLAINT__MONTH_TEXT_SIZE, "%04d-%02d", month / 12,
             month % 12 + 1);
}

complaint_time complaint__month_start(int month, int offset_seconds)
{
    return complaint__month_first_day(month) * COMPLAINT_DAY -
           offset_seconds * COMPLAINT_SECOND;
}

/* ---- tables of months ---- */

int complaint__table_month(const complaint__month_table *table,
                           complaint_time time)
{
    /* 146097 days in 4800 months: a guess that is a few months off */
    int month = COMPLAINT__MONTH_MIN + (int)((time - table->starts[0]) /
                                             1000000 / 86400 * 4800 / 146097);

    while (month > COMPLAINT__MONTH_MIN &&
           complaint__table_start(table, month) > time)
        month--;
    while (month < COMPLAINT__MONTH_MAX &&
           complaint__table_start(table, month + 1) <= time)
        month++;
    return month;
}

complaint_time complaint__table_as_of(const complaint__month_table *table,
                                      int month, complaint_time now)
{
    complaint_time last = complaint__table_start(table, month + 1) - 1;

    return now < last ? now : last;
}

complaint_time complaint__dataset_month_start(const complaint_dataset *dataset,
                                              size_t row, int month)
{
    return complaint__table_start(complaint__table_at(dataset, row), month);
}

complaint_time complaint__dataset_month_as_of(const complaint_dataset *dataset,
                                              size_t row, int month,
                                              complaint_time now)
{
    return complaint__table_as_of(complaint__table_at(dataset, row), month,
                                  now);
}

const complaint__month_table *
complaint__dataset_table(const complaint_dataset *dataset)
{
    return complaint__table_at(dataset,
                               dataset->count > 0 ? dataset->count - 1 : 0);
}

/* ---- options ---- */

/* A text without an offset of its own means another instant at another
 * offset; then it is local time of the newest case's calendar. */
static bool parse_local(const complaint_dataset *dataset, const char *text,
                        complaint_time *out)
{
    const complaint__month_table *table = complaint__dataset_table(dataset);
    complaint_time utc, east;

    if (complaint_time_parse(text, 0, &utc, NULL) != COMPLAINT_OK)
        return false;
    *out = utc;
    if (complaint_time_parse(text, 3600, &east, NULL) == COMPLAINT_OK &&
        east == utc)
        return true;
    if (table->calendar != NULL) {
        complaint_day day = complaint_day_of_time(utc, 0);

        *out = complaint__calendar_instant(table->calendar, day,
                                           utc - day * COMPLAINT_DAY);
        return true;
    }
    *out = utc - table->offset * COMPLAINT_SECOND;
    return true;
}

static int check_keys(const complaint_dataset *dataset,
                      const complaint_facts *options, const char *const *known,
                      complaint_error **error)
{
    for (size_t i = 0; i < complaint_facts_size(options); i++) {
        const char *key = complaint_facts_key(options, i);
        bool found = strcmp(key, "from") == 0 || strcmp(key, "to") == 0 ||
                     strcmp(key, "now") == 0;

        for (size_t k = 0; !found && known[k] != NULL; k++)
            found = strcmp(key, known[k]) == 0;
        if (!found)
            return complaint__fail(dataset->context, error, COMPLAINT_INVALID,
                                   "figure.option", key,
                                   "there is no option \"%.100s\"", key);
    }
    return COMPLAINT_OK;
}

static int read_time(const complaint_dataset *dataset,
                     const complaint_facts *options, const char *key,
                     complaint_time *out, complaint_error **error)
{
    const complaint_facts *node = complaint_facts_get(options, key);
    const char *text = complaint_facts_text(node, NULL);

    if (complaint_facts_type(node) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    if (text != NULL && parse_local(dataset, text, out))
        return COMPLAINT_OK;
    return complaint__fail(dataset->context, error, COMPLAINT_INVALID,
                           "figure.option", key, "\"%s\" must be a time", key);
}

int complaint__period_read(const complaint_dataset *dataset,
                           const complaint_facts *options,
                           const char *const *known, complaint__period *period,
                           complaint_error **error)
{
    int status = check_keys(dataset, options, known, error);

    period->from = period->to = COMPLAINT_TIME_NONE;
    period->now = COMPLAINT_TIME_NONE;
    if (status == COMPLAINT_OK)
        status = read_time(dataset, options, "from", &period->from, error);
    if (status == COMPLAINT_OK)
        status = read_time(dataset, options, "to", &period->to, error);
    if (status == COMPLAINT_OK)
        status = read_time(dataset, options, "now", &period->now, error);
    if (status != COMPLAINT_OK)
        return status;
    if (period->now == COMPLAINT_TIME_NONE)
        period->now = complaint_context_now(dataset->context);
    /* TIME_NONE is before every time: the first row */
    period->first = complaint__dataset_first_from(dataset, period->from);
    period->end = period->to == COMPLAINT_TIME_NONE
                      ? dataset->count
                      : complaint__dataset_first_from(dataset, period->to);
    if (period->end < period->first)
        return complaint__fail(dataset->context, error, COMPLAINT_INVALID,
                               "figure.option", "to",
                               "the period ends before it begins");
    return COMPLAINT_OK;
}

int complaint__period_dimension(const complaint_dataset *dataset,
                                const complaint_facts *node, int *code,
                                complaint_error **error)
{
    const char *name = complaint_facts_text(node, NULL);

    if (name == NULL)
        return complaint__fail(dataset->context, error, COMPLAINT_INVALID,
                               "figure.option", "by",
                               "\"by\" must name code columns");
    *code = complaint__dataset_code_find(name);
    if (*code >= 0)
        return COMPLAINT_OK;
    return complaint__fail(dataset->context, error, COMPLAINT_NOT_FOUND,
                           "figure.column", "by",
                           "there is no code column \"%.100s\"", name);
}
