/* The spans of a clock: which days or hours count, which do not, and why. The
 * text around them is in explain.c. */
#include "procedure/explain.h"

#include <string.h>

#include "base/failure.h"

/* Days of one question to the calendar. */
#define DAYS_AT_ONCE 3000

/* ---- one span ---- */

typedef struct span {
    char from[COMPLAINT__WHEN_SIZE];
    char to[COMPLAINT__WHEN_SIZE]; /* "" while it has no end */
    const char *kind;
    enum complaint__phrase phrase;
    const char *name;   /* of the holiday, or "" */
    const char *source; /* citation of the holiday, or "" */
    int64_t days;       /* of a count of days; -1: none */
    int64_t minutes;    /* of a count of time; -1: none */
    bool known;
} span;

static void join(complaint__explanation *x, complaint__buffer *list)
{
    if (list->size > 0)
        complaint__tell_phrase(list, x->language, COMPLAINT__PHRASE_COMMA, NULL,
                               NULL);
    complaint__buffer_text(list, x->text.bytes);
}

static void write_text(complaint__explanation *x, const span *s)
{
    complaint__buffer range = COMPLAINT__BUFFER(x->procedure->context);
    complaint__buffer amount = COMPLAINT__BUFFER(x->procedure->context);

    if (s->to[0] == '\0' || strcmp(s->from, s->to) == 0)
        complaint__buffer_text(&range, s->from);
    else
        complaint__tell_phrase(&range, x->language, COMPLAINT__PHRASE_RANGE,
                               s->from, s->to);
    if (s->days >= 0)
        complaint__tell_amount(&amount, x->language, s->days,
                               x->clock->unit == COMPLAINT__UNIT_WORKING_DAYS
                                   ? COMPLAINT__UNIT_WORKING_DAYS
                                   : COMPLAINT__UNIT_DAYS);
    else
        complaint__tell_amount(&amount, x->language, s->minutes,
                               COMPLAINT__UNIT_MINUTES);
    complaint__buffer_clear(&x->text);
    if (range.failed || amount.failed)
        x->text.failed = true;
    else
        complaint__tell_phrase(
            &x->text, x->language, s->phrase, range.bytes,
            s->phrase == COMPLAINT__PHRASE_HOLIDAY ? s->name : amount.bytes);
    if (!s->known)
        complaint__tell_phrase(&x->text, x->language,
                               COMPLAINT__PHRASE_ASSUMED_SPAN, NULL, NULL);
    complaint__buffer_free(&range);
    complaint__buffer_free(&amount);
}

static void add_span(complaint__explanation *x, const span *s)
{
    complaint_facts *map;

    write_text(x, s);
    if (x->text.failed && x->teller->status == COMPLAINT_OK)
        x->teller->status = complaint__fail_memory(x->teller->error);
    if (x->teller->status != COMPLAINT_OK)
        return;
    map = complaint__tell_map(x->teller, x->spans, NULL);
    complaint__tell_text(x->teller, map, "from", s->from);
    complaint__tell_some(x->teller, map, "to", s->to);
    complaint__tell_text(x->teller, map, "kind", s->kind);
    complaint__tell_some(x->teller, map, "name", s->name);
    complaint__tell_some(x->teller, map, "source", s->source);
    if (!s->known)
        complaint__tell_boolean(x->teller, map, "assumed", true);
    if (s->days >= 0)
        complaint__tell_integer(x->teller, map, "days", s->days);
    if (s->minutes >= 0)
        complaint__tell_integer(x->teller, map, "minutes", s->minutes);
    complaint__tell_text(x->teller, map, "text", x->text.bytes);
    switch (s->phrase) {
    case COMPLAINT__PHRASE_HOLIDAY:
    case COMPLAINT__PHRASE_HOLIDAY_BARE:
        join(x, &x->skipped);
        break;
    case COMPLAINT__PHRASE_MAKE_UP:
        join(x, &x->worked);
        break;
    case COMPLAINT__PHRASE_PAUSED:
    case COMPLAINT__PHRASE_PAUSED_STILL:
        join(x, &x->paused);
        break;
    default:
        break;
    }
}

static span new_span(const char *kind, enum complaint__phrase phrase)
{
    span s = {"", "", kind, phrase, "", "", -1, -1, true};

    return s;
}

static span span_of_run(const complaint__calendar_run *run, bool extended)
{
    span s = new_span("counted", COMPLAINT__PHRASE_COUNTED);

    if (run->kind == COMPLAINT_DAY_WEEKEND)
        s = new_span("weekend", COMPLAINT__PHRASE_WEEKEND);
    else if (run->kind == COMPLAINT_DAY_HOLIDAY)
        s = new_span("holiday", run->name[0] == '\0'
                                    ? COMPLAINT__PHRASE_HOLIDAY_BARE
                                    : COMPLAINT__PHRASE_HOLIDAY);
    else if (extended)
        s = new_span("extended", COMPLAINT__PHRASE_EXTENDED);
    else if (run->kind == COMPLAINT_DAY_MAKE_UP)
        s = new_span("make_up", COMPLAINT__PHRASE_MAKE_UP);
    s.name = run->name;
    s.source = run->source;
    s.known = run->known;
    return s;
}

static int64_t year_of(complaint_day day)
{
    char text[COMPLAINT__WHEN_SIZE];
    int64_t year = 0;

    complaint__explain_day(day, text);
    for (size_t i = 0; i < 4 && text[i] != '\0'; i++)
        year = year * 10 + (text[i] - '0');
    return year;
}

static void note_unknown(complaint__explanation *x,
                         const complaint__calendar_run *run)
{
    if (run->known)
        return;
    if (x->unknown_from == 0)
        x->unknown_from = year_of(run->from);
    x->unknown_to = year_of(run->to);
}

/* ---- days ---- */

static complaint_day local_day(const complaint__explanation *x,
                               complaint_time time)
{
    return complaint__clock_day(x->calendar, time);
}

typedef struct stretch {
    complaint__explanation *x;
    bool extended;
    complaint_time from; /* of a count of time */
    complaint_time to;
} stretch;

static int visit_days(void *data, const complaint__calendar_run *run)
{
    const stretch *st = data;
    span s = span_of_run(run, st->extended);

    complaint__explain_day(run->from, s.from);
    complaint__explain_day(run->to, s.to);
    s.days = run->to - run->from + 1;
    note_unknown(st->x, run);
    add_span(st->x, &s);
    return st->x->teller->status;
}

/* The days from <= d <= to, all before or all after the limit without
 * extension. */
static void explain_days(complaint__explanation *x, complaint_day from,
                         complaint_day to, bool extended)
{
    stretch st = {x, extended, 0, 0};
    complaint__calendar_run all = {from, to, COMPLAINT_DAY_WORKDAY, true, true,
                                   "",   ""};

    if (from > to || x->teller->status != COMPLAINT_OK)
        return;
    if (x->clock->unit != COMPLAINT__UNIT_WORKING_DAYS) {
        (void)visit_days(&st, &all);
        return;
    }
    while (from <= to && x->teller->status == COMPLAINT_OK) {
        complaint_day last =
            to - from >= DAYS_AT_ONCE ? from + DAYS_AT_ONCE - 1 : to;
        int status =
            complaint__calendar_explain(x->calendar, from, last, x->language,
                                        visit_days, &st, x->teller->error);

        if (x->teller->status == COMPLAINT_OK)
            x->teller->status = status;
        from = last + 1;
    }
}

static void running_days(complaint__explanation *x, complaint_day from,
                         complaint_day to)
{
    complaint_day plain = to;

    if (x->plain_due != COMPLAINT_TIME_NONE)
        plain = local_day(x, x->plain_due);
    explain_days(x, from, to < plain ? to : plain, false);
    explain_days(x, from > plain ? from : plain + 1, to, true);
}

static void paused_days(complaint__explanation *x, complaint_day from,
                        complaint_day to)
{
    bool open = to == INT64_MAX;
    span s = new_span("paused", open ? COMPLAINT__PHRASE_PAUSED_STILL
                                     : COMPLAINT__PHRASE_PAUSED);

    complaint__explain_day(from, s.from);
    if (!open) {
        complaint__explain_day(to, s.to);
        s.days = to - from + 1;
    }
    add_span(x, &s);
}

static complaint__pause pause_at(const complaint__run *run, size_t index)
{
    complaint__pause open = {run->open_from, INT64_MAX};

    return index < run->pause_count ? run->pauses[index] : open;
}

static void spans_of_days(complaint__explanation *x)
{
    const complaint__run *run = x->run;
    complaint_day at =
        complaint__clock_base(x->clock, x->calendar, run->anchor);
    complaint_day last = x->state.due_at == COMPLAINT_TIME_NONE
                             ? INT64_MAX
                             : local_day(x, x->state.due_at);

    if (!x->clock->same_day) {
        span s = new_span("day_0", COMPLAINT__PHRASE_DAY_0);

        complaint__explain_day(at, s.from);
        complaint__explain_day(at, s.to);
        s.days = 1;
        add_span(x, &s);
    }
    for (size_t i = 0; i < run->pause_count + run->open &&
                       x->teller->status == COMPLAINT_OK && at < last;
         i++) {
        complaint__pause pause = pause_at(run, i);
        complaint_day from, to;

        x->teller->status =
            complaint__pause_days(x->clock, x->calendar, run->anchor, &pause,
                                  &from, &to, x->teller->error);
        if (x->teller->status != COMPLAINT_OK || from > last)
            break;
        if (to < from || to <= at)
            continue;
        if (from <= at)
            from = at + 1;
        running_days(x, at + 1, from - 1);
        paused_days(x, from, to);
        at = to;
    }
    if (last != INT64_MAX)
        running_days(x, at + 1, last);
}

/* ---- exact time ---- */

static void add_stretch(complaint__explanation *x, span *s, complaint_time from,
                        complaint_time to)
{
    complaint__explain_when(x->calendar, from, s->from);
    complaint__explain_when(x->calendar, to, s->to);
    add_span(x, s);
}

static int visit_hours(void *data, const complaint__calendar_run *run)
{
    const stretch *st = data;
    complaint__explanation *x = st->x;
    complaint_time from = complaint__calendar_day_start(x->calendar, run->from);
    complaint_time to = complaint__calendar_day_start(x->calendar, run->to + 1);
    span s = span_of_run(run, st->extended);

    if (from < st->from)
        from = st->from;
    if (to > st->to)
        to = st->to;
    if (to <= from)
        return COMPLAINT_OK;
    if (run->worked) {
        x->teller->status = complaint_calendar_count_time(
            x->calendar, from, to, &s.minutes, x->teller->error);
        s.minutes /= COMPLAINT_MINUTE;
    }
    note_unknown(x, run);
    add_stretch(x, &s, from, to);
    return x->teller->status;
}

static void explain_time(complaint__explanation *x, complaint_time from,
                         complaint_time to, bool extended)
{
    stretch st = {x, extended, from, to};
    complaint_day day, last;
    span s = extended ? new_span("extended", COMPLAINT__PHRASE_EXTENDED)
                      : new_span("counted", COMPLAINT__PHRASE_COUNTED);

    if (from >= to || x->teller->status != COMPLAINT_OK)
        return;
    if (x->clock->unit != COMPLAINT__UNIT_WORKING_HOURS) {
        s.minutes = (to - from) / COMPLAINT_MINUTE;
        add_stretch(x, &s, from, to);
        return;
    }
    day = local_day(x, from);
    last = local_day(x, to);
    while (day <= last && x->teller->status == COMPLAINT_OK) {
        complaint_day end =
            last - day >= DAYS_AT_ONCE ? day + DAYS_AT_ONCE - 1 : last;
        int status =
            complaint__calendar_explain(x->calendar, day, end, x->language,
                                        visit_hours, &st, x->teller->error);

        if (x->teller->status == COMPLAINT_OK)
            x->teller->status = status;
        day = end + 1;
    }
}

static void running_time(complaint__explanation *x, complaint_time from,
                         complaint_time to)
{
    complaint_time plain =
        x->plain_due == COMPLAINT_TIME_NONE ? to : x->plain_due;

    explain_time(x, from, to < plain ? to : plain, false);
    explain_time(x, from > plain ? from : plain, to, true);
}

static void spans_of_time(complaint__explanation *x)
{
    const complaint__run *run = x->run;
    complaint_time at = run->anchor;
    complaint_time last =
        x->state.due_at == COMPLAINT_TIME_NONE ? INT64_MAX : x->state.due_at;

    for (size_t i = 0; i < run->pause_count + run->open && at < last; i++) {
        complaint__pause pause = pause_at(run, i);
        bool open = pause.to == INT64_MAX;
        span s = new_span("paused", open ? COMPLAINT__PHRASE_PAUSED_STILL
                                         : COMPLAINT__PHRASE_PAUSED);

        if (pause.from >= last)
            break;
        running_time(x, at, pause.from);
        complaint__explain_when(x->calendar, pause.from, s.from);
        if (!open) {
            complaint__explain_when(x->calendar, pause.to, s.to);
            s.minutes = (pause.to - pause.from) / COMPLAINT_MINUTE;
        }
        add_span(x, &s);
        at = pause.to;
    }
    if (last != INT64_MAX)
        running_time(x, at, last);
}

void complaint__explain_spans(complaint__explanation *x)
{
    if (complaint__clock_counts_days(x->clock))
        spans_of_days(x);
    else
        spans_of_time(x);
}
