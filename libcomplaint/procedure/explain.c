/* What one clock is and why, as facts and as a text. The spans are listed in
 * spans.c, the words are in tell.c. */
#include "procedure/explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"

bool complaint__clock_counts_days(const complaint__clock *clock)
{
    return clock->unit >= COMPLAINT__UNIT_WORKING_DAYS;
}

void complaint__explain_day(complaint_day day, char text[COMPLAINT__WHEN_SIZE])
{
    if (complaint_day_format(day, text, COMPLAINT__WHEN_SIZE) != COMPLAINT_OK)
        text[0] = '\0';
}

void complaint__explain_when(const complaint_calendar *calendar,
                             complaint_time time,
                             char text[COMPLAINT__WHEN_SIZE])
{
    int offset = complaint_calendar_offset(calendar, time);
    complaint_time local = time + offset * COMPLAINT_SECOND;
    complaint_day day = complaint_day_of_time(time, offset);
    int64_t second = (local - day * COMPLAINT_DAY) / COMPLAINT_SECOND;
    int minutes = abs(offset) / 60;
    size_t size;

    if (local - day * COMPLAINT_DAY == COMPLAINT_DAY - 1)
        second = 86400;
    complaint__explain_day(day, text);
    size = strlen(text);
    (void)snprintf(text + size, COMPLAINT__WHEN_SIZE - size, " %02d:%02d",
                   (int)(second / 3600), (int)(second / 60 % 60));
    size = strlen(text);
    if (second % 60 != 0)
        (void)snprintf(text + size, COMPLAINT__WHEN_SIZE - size, ":%02d",
                       (int)(second % 60));
    size = strlen(text);
    (void)snprintf(text + size, COMPLAINT__WHEN_SIZE - size, " %c%02d:%02d",
                   offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/* ---- how much has passed ---- */

static bool is_overdue(const complaint__explanation *x)
{
    return x->state.status == COMPLAINT__CLOCK_RUNNING &&
           x->state.due_at < x->now;
}

/* Days that the pauses before `until` take out of (base, until]. */
static int64_t elapsed_days(complaint__explanation *x, complaint_time until)
{
    const complaint__run *run = x->run;
    complaint_day at =
        complaint__clock_base(x->clock, x->calendar, run->anchor);
    complaint_day last = complaint_day_of_time(
        until, complaint_calendar_offset(x->calendar, until));
    bool working = x->clock->unit == COMPLAINT__UNIT_WORKING_DAYS;
    int64_t sum = 0;

    for (size_t i = 0; i <= run->pause_count && at < last &&
                       x->teller->status == COMPLAINT_OK;
         i++) {
        complaint__pause pause = {run->open ? run->open_from : INT64_MAX,
                                  INT64_MAX};
        complaint_day from = INT64_MAX;
        complaint_day to = INT64_MAX;
        int64_t count;

        if (i < run->pause_count)
            pause = run->pauses[i];
        if (pause.from != INT64_MAX)
            x->teller->status =
                complaint__pause_days(x->clock, x->calendar, run->anchor,
                                      &pause, &from, &to, x->teller->error);
        if (x->teller->status != COMPLAINT_OK || to < from || to <= at)
            continue;
        if (from > last)
            from = last + 1;
        if (from - 1 > at) {
            count = from - 1 - at;
            if (working)
                x->teller->status = complaint_calendar_count_days(
                    x->calendar, at, from - 1, &count, x->teller->error);
            sum += count;
        }
        at = to;
    }
    return sum;
}

static int64_t elapsed_time(complaint__explanation *x, complaint_time until)
{
    const complaint__run *run = x->run;
    bool working = x->clock->unit == COMPLAINT__UNIT_WORKING_HOURS;
    complaint_time at = run->anchor;
    int64_t sum = 0;

    for (size_t i = 0; i <= run->pause_count && at < until; i++) {
        complaint_time from = run->open ? run->open_from : INT64_MAX;
        complaint_time to = INT64_MAX;
        int64_t count;

        if (i < run->pause_count) {
            from = run->pauses[i].from;
            to = run->pauses[i].to;
        }
        if (from > until)
            from = until;
        count = from - at;
        if (working && count > 0 && x->teller->status == COMPLAINT_OK)
            x->teller->status = complaint_calendar_count_time(
                x->calendar, at, from, &count, x->teller->error);
        if (count > 0)
            sum += count;
        at = to;
    }
    return sum / (x->clock->unit == COMPLAINT__UNIT_MINUTES ? COMPLAINT_MINUTE
                                                            : COMPLAINT_HOUR);
}

/* Whole units that have passed from the anchor to the end or now. */
static int64_t elapsed(complaint__explanation *x)
{
    complaint_time until = x->state.stopped_at == COMPLAINT_TIME_NONE
                               ? x->now
                               : x->state.stopped_at;
    complaint_day day;
    int64_t days, months = 0;

    if (!complaint__clock_counts_days(x->clock))
        return elapsed_time(x, until);
    days = elapsed_days(x, until);
    if (x->clock->unit == COMPLAINT__UNIT_WEEKS)
        return days / 7;
    if (x->clock->unit != COMPLAINT__UNIT_MONTHS)
        return days;
    day = complaint_day_of_time(
        x->run->anchor, complaint_calendar_offset(x->calendar, x->run->anchor));
    while (complaint__day_add_months(day, months + 1) - day <= days)
        months++;
    return months;
}

/* ---- the text ---- */

static void phrase(complaint__explanation *x, complaint__buffer *text,
                   enum complaint__phrase which, const char *zero,
                   const char *one)
{
    complaint__tell_phrase(text, x->language, which, zero, one);
}

static void text_of_amount(complaint__explanation *x, complaint__buffer *text)
{
    complaint__buffer amount = COMPLAINT__BUFFER(x->procedure->context);
    enum complaint__phrase which = COMPLAINT__PHRASE_AMOUNT;
    char from[COMPLAINT__WHEN_SIZE];

    if (x->clock->due_fact != NULL) {
        complaint__explain_when(x->calendar, x->run->set_at, from);
        phrase(x, text, COMPLAINT__PHRASE_SET, from, NULL);
        return;
    }
    complaint__tell_amount(&amount, x->language, x->clock->amount,
                           x->clock->unit);
    if (complaint__clock_counts_days(x->clock)) {
        which = x->clock->same_day ? COMPLAINT__PHRASE_AMOUNT_DAY_1
                                   : COMPLAINT__PHRASE_AMOUNT_DAY_0;
        complaint__explain_day(
            complaint_day_of_time(
                x->run->anchor,
                complaint_calendar_offset(x->calendar, x->run->anchor)),
            from);
    } else {
        complaint__explain_when(x->calendar, x->run->anchor, from);
    }
    if (amount.failed)
        text->failed = true;
    else
        phrase(x, text, which, amount.bytes, from);
    if (x->state.extended > 0 && !amount.failed) {
        complaint__buffer_clear(&amount);
        complaint__tell_amount(&amount, x->language, x->state.extended,
                               x->clock->unit);
        if (!amount.failed)
            phrase(x, text, COMPLAINT__PHRASE_WITH_MORE, amount.bytes, NULL);
    }
    complaint__buffer_free(&amount);
}

static void text_of_lists(complaint__explanation *x, complaint__buffer *text)
{
    char years[48];

    if (x->skipped.size > 0)
        phrase(x, text, COMPLAINT__PHRASE_SKIPPED, NULL, NULL);
    complaint__buffer_append(text, x->skipped.bytes, x->skipped.size);
    if (x->worked.size > 0)
        phrase(x, text, COMPLAINT__PHRASE_WORKED, NULL, NULL);
    complaint__buffer_append(text, x->worked.bytes, x->worked.size);
    if (x->paused.size > 0)
        phrase(x, text, COMPLAINT__PHRASE_PAUSES, NULL, NULL);
    complaint__buffer_append(text, x->paused.bytes, x->paused.size);
    if (x->unknown_from == 0)
        return;
    if (x->unknown_from == x->unknown_to)
        (void)snprintf(years, sizeof(years), "%d", (int)x->unknown_from);
    else
        (void)snprintf(years, sizeof(years), "%d-%d", (int)x->unknown_from,
                       (int)x->unknown_to);
    phrase(x, text, COMPLAINT__PHRASE_ASSUMED, years, NULL);
}

static void text_of_end(complaint__explanation *x, complaint__buffer *text)
{
    char when[COMPLAINT__WHEN_SIZE] = "";

    if (x->state.stopped_at != COMPLAINT_TIME_NONE)
        complaint__explain_when(x->calendar, x->state.stopped_at, when);
    if (x->state.status == COMPLAINT__CLOCK_MET)
        phrase(x, text, COMPLAINT__PHRASE_STOPPED_MET, when, NULL);
    else if (x->state.status == COMPLAINT__CLOCK_MISSED)
        phrase(x, text, COMPLAINT__PHRASE_STOPPED_LATE, when, NULL);
    else if (x->state.status == COMPLAINT__CLOCK_CANCELLED)
        phrase(x, text, COMPLAINT__PHRASE_CANCELLED, when, NULL);
    else if (x->state.status == COMPLAINT__CLOCK_WITHDRAWN)
        phrase(x, text, COMPLAINT__PHRASE_WITHDRAWN, when, x->clock->pack);
    else if (is_overdue(x))
        phrase(x, text, COMPLAINT__PHRASE_OVERDUE, NULL, NULL);
    if (x->clock->citation[0] != '\0')
        phrase(x, text, COMPLAINT__PHRASE_CITATION, x->clock->citation, NULL);
    phrase(x, text, COMPLAINT__PHRASE_STOP, NULL, NULL);
}

static void write_text(complaint__explanation *x, complaint__buffer *text)
{
    const complaint_procedure *procedure = x->procedure;
    char when[COMPLAINT__WHEN_SIZE];

    if (!x->run->started) {
        phrase(x, text, COMPLAINT__PHRASE_NOT_STARTED, NULL, NULL);
        complaint__tell_amount(text, x->language, x->clock->amount,
                               x->clock->unit);
    } else if (x->state.due_at == COMPLAINT_TIME_NONE) {
        complaint__explain_when(x->calendar, x->run->open_from, when);
        phrase(x, text, COMPLAINT__PHRASE_NO_LIMIT, when, NULL);
        text_of_amount(x, text);
    } else {
        complaint__explain_when(x->calendar, x->state.due_at, when);
        phrase(x, text, COMPLAINT__PHRASE_DUE, when, NULL);
        text_of_amount(x, text);
    }
    phrase(x, text, COMPLAINT__PHRASE_CALENDAR,
           complaint_calendar_name(x->calendar),
           complaint_calendar_version(x->calendar));
    phrase(x, text, COMPLAINT__PHRASE_PROCEDURE, procedure->name,
           procedure->version);
    for (size_t i = 0; i < procedure->pack_count; i++)
        if (x->clock->pack != NULL &&
            strcmp(procedure->packs[i].name, x->clock->pack) == 0)
            phrase(x, text, COMPLAINT__PHRASE_PACK, procedure->packs[i].name,
                   procedure->packs[i].version);
    text_of_lists(x, text);
    text_of_end(x, text);
}

/* ---- the map ---- */

static const char *status_name(const complaint__explanation *x)
{
    return is_overdue(x) ? "overdue"
                         : complaint__clock_status_names[x->state.status];
}

/* Which versions of what the limit was made by. */
static void tell_versions(complaint__explanation *x, complaint_facts *map)
{
    complaint__teller *teller = x->teller;
    complaint_facts *one = complaint__tell_map(teller, map, "calendar");

    complaint__tell_text(teller, one, "name",
                         complaint_calendar_name(x->calendar));
    complaint__tell_text(teller, one, "version",
                         complaint_calendar_version(x->calendar));
    complaint__tell_text(teller, one, "digest",
                         complaint_calendar_digest(x->calendar));
    one = complaint__tell_map(teller, map, "procedure");
    complaint__tell_text(teller, one, "name", x->procedure->name);
    complaint__tell_text(teller, one, "version", x->procedure->version);
    complaint__tell_text(teller, one, "digest", x->procedure->digest);
}

static void tell_assumed(complaint__explanation *x, complaint_facts *map)
{
    complaint_facts *years;

    if (x->unknown_from == 0)
        return;
    years = complaint__tell_map(x->teller, map, "assumed");
    complaint__tell_integer(x->teller, years, "from", x->unknown_from);
    complaint__tell_integer(x->teller, years, "to", x->unknown_to);
}

static void tell(complaint__explanation *x, complaint_facts *map)
{
    complaint__buffer text = COMPLAINT__BUFFER(x->procedure->context);
    complaint__teller *teller = x->teller;

    complaint__tell_text(teller, map, "name", x->clock->name);
    complaint__tell_text(teller, map, "title",
                         complaint__texts_get(&x->clock->title, x->language));
    complaint__tell_text(teller, map, "status", status_name(x));
    complaint__tell_some(teller, map, "owner", x->clock->owner);
    complaint__tell_some(teller, map, "pack", x->clock->pack);
    complaint__tell_boolean(teller, map, "principal", x->clock->principal);
    complaint__tell_time(teller, map, "started_at", x->state.started_at);
    complaint__tell_time(teller, map, "due_at", x->state.due_at);
    complaint__tell_time(teller, map, "stopped_at", x->state.stopped_at);
    complaint__tell_integer(teller, map, "amount", x->clock->amount);
    complaint__tell_text(teller, map, "unit",
                         complaint__clock_unit_names[x->clock->unit]);
    complaint__tell_integer(teller, map, "elapsed",
                            x->run->started ? elapsed(x) : 0);
    complaint__tell_integer(teller, map, "extended", x->state.extended);
    complaint__tell_text(teller, map, "citation", x->clock->citation);
    tell_versions(x, map);
    x->spans = complaint__tell_list(teller, map, "spans");
    if (x->run->started && teller->status == COMPLAINT_OK)
        complaint__explain_spans(x);
    tell_assumed(x, map);
    write_text(x, &text);
    if ((text.failed || x->skipped.failed || x->worked.failed ||
         x->paused.failed) &&
        teller->status == COMPLAINT_OK)
        teller->status = complaint__fail_memory(teller->error);
    complaint__tell_text(teller, map, "text", text.bytes);
    complaint__buffer_free(&text);
}

static void prepare(complaint__explanation *x)
{
    complaint_context *context = x->procedure->context;
    complaint__buffer empty = COMPLAINT__BUFFER(context);

    x->text = x->skipped = x->worked = x->paused = empty;
    x->teller->status = complaint__run_state(x->clock, x->calendar, x->run,
                                             &x->state, x->teller->error);
    x->plain_due = x->state.due_at;
    if (x->teller->status == COMPLAINT_OK && x->run->started &&
        x->run->extended > 0)
        x->teller->status = complaint__clock_due(
            x->clock, x->calendar, x->run, x->clock->amount, &x->plain_due,
            x->teller->error);
}

int complaint__clock_tell(const complaint_procedure *procedure,
                          const complaint_calendar *calendar,
                          const complaint__event *events, size_t count,
                          complaint_time now, const complaint__clock *clock,
                          enum complaint__followed followed,
                          const char *language, complaint_facts *list,
                          complaint_error **error)
{
    complaint__timeline timeline;
    complaint__run run = {0};
    complaint__teller teller = {error, COMPLAINT_OK};
    complaint__explanation x = {0};

    run.context = procedure->context;
    x.procedure = procedure;
    x.calendar = calendar;
    x.clock = clock;
    x.run = &run;
    /* a count to a day past the calendar's end would be refused */
    x.now = now > COMPLAINT_LIMIT_TIME_MAX - COMPLAINT_DAY
                ? COMPLAINT_LIMIT_TIME_MAX - COMPLAINT_DAY
                : now;
    x.language = language != NULL
                     ? language
                     : complaint_context_language(procedure->context);
    x.teller = &teller;
    teller.status = complaint__timeline_make(&timeline, procedure, events,
                                             count, now, error);
    if (teller.status == COMPLAINT_OK)
        teller.status =
            complaint__run_follow(&run, &timeline, clock, followed, error);
    if (teller.status == COMPLAINT_OK)
        prepare(&x);
    if (teller.status == COMPLAINT_OK)
        tell(&x, complaint__tell_map(&teller, list, NULL));
    complaint__buffer_free(&x.text);
    complaint__buffer_free(&x.skipped);
    complaint__buffer_free(&x.worked);
    complaint__buffer_free(&x.paused);
    complaint__run_end(&run);
    complaint__timeline_end(&timeline);
    return teller.status;
}

int complaint__clock_explain(const complaint_procedure *procedure,
                             const complaint_calendar *calendar,
                             const complaint__event *events, size_t count,
                             complaint_time now, size_t clock,
                             const char *language, complaint_facts *list,
                             complaint_error **error)
{
    if (clock >= procedure->clock_count)
        return complaint__fail(procedure->context, error, COMPLAINT_NOT_FOUND,
                               "procedure.clock", "clock",
                               "the procedure has no such clock");
    return complaint__clock_tell(
        procedure, calendar, events, count, now, &procedure->clocks[clock],
        COMPLAINT__FOLLOW_CLOCK, language, list, error);
}
