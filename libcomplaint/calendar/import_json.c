/* The JSON of holiday-cn: one year ({"year", "papers", "days"}) or a list of
 * years. A year without days is one whose notice has not come out. */
#include <complaint/facts.h>

#include <string.h>

#include "base/failure.h"
#include "calendar/import.h"

static int refuse(complaint__import *import, const char *field,
                  const char *message)
{
    return complaint__import_refuse(import, "calendar.import", field, 0,
                                    message);
}

static int add_day(complaint__import *import, const complaint_facts *day,
                   const char *source)
{
    const char *date =
        complaint_facts_text(complaint_facts_get(day, "date"), "");
    const char *name =
        complaint_facts_text(complaint_facts_get(day, "name"), "");
    const complaint_facts *off = complaint_facts_get(day, "isOffDay");
    complaint_day at;

    if (!complaint__import_day(date, strlen(date), &at))
        return refuse(import, "days/date", "not a date such as 2019-10-01");
    if (complaint_facts_type(off) != COMPLAINT_FACTS_BOOLEAN)
        return refuse(import, "days/isOffDay",
                      "a day must say whether it is off");
    return complaint__import_add(import, at, at,
                                 complaint_facts_integer(off, 0) != 0
                                     ? COMPLAINT_DAY_HOLIDAY
                                     : COMPLAINT_DAY_MAKE_UP,
                                 name, strlen(name), source, 0);
}

/* "State Council, holidays of 2019: URL URL" */
static const char *source_of(complaint__import *import, int year,
                             const complaint_facts *papers)
{
    complaint__buffer text = COMPLAINT__BUFFER(import->context);
    const char *kept = NULL;

    complaint__buffer_format(&text, "State Council, holidays of %d:", year);
    for (size_t i = 0; i < complaint_facts_size(papers); i++) {
        complaint__buffer_char(&text, ' ');
        complaint__buffer_text(
            &text, complaint_facts_text(complaint_facts_at(papers, i), ""));
    }
    if (complaint_facts_size(papers) == 0)
        complaint__buffer_text(&text, " holiday-cn");
    if (!text.failed)
        kept = complaint__arena_text(import->arena, text.bytes);
    complaint__buffer_free(&text);
    return kept;
}

static int add_year(complaint__import *import, const complaint_facts *table)
{
    int64_t year =
        complaint_facts_integer(complaint_facts_get(table, "year"), 0);
    const complaint_facts *days = complaint_facts_get(table, "days");
    const char *source;
    int status = COMPLAINT_OK;

    if (year < 1900 || year > 2199)
        return refuse(import, "year", "the year is outside 1900 to 2199");
    if (complaint_facts_type(days) != COMPLAINT_FACTS_LIST)
        return refuse(import, "days", "the list of days is missing");
    if (complaint_facts_size(days) == 0)
        return COMPLAINT_OK;
    if (import->year_from != 0 && import->year_to + 1 != year)
        return refuse(import, "year", "the years do not follow one another");
    if (import->year_from == 0)
        import->year_from = (int)year;
    import->year_to = (int)year;
    source = source_of(import, (int)year, complaint_facts_get(table, "papers"));
    if (source == NULL)
        return complaint__fail_memory(import->error);
    for (size_t i = 0; i < complaint_facts_size(days) && status == COMPLAINT_OK;
         i++)
        status = add_day(import, complaint_facts_at(days, i), source);
    return status;
}

int complaint__import_holiday_cn(complaint__import *import, const char *bytes,
                                 size_t size)
{
    complaint_facts *root = NULL;
    int status = complaint_facts_parse(import->context, bytes, size, &root,
                                       import->error);

    import->years_given = true;
    if (status != COMPLAINT_OK)
        return status;
    if (complaint_facts_type(root) == COMPLAINT_FACTS_LIST)
        for (size_t i = 0;
             i < complaint_facts_size(root) && status == COMPLAINT_OK; i++)
            status = add_year(import, complaint_facts_at(root, i));
    else
        status = add_year(import, root);
    complaint_facts_free(root);
    return status;
}
