/* The walker. Slow and plain on purpose. */
#include "procedure/walk.h"

#include <check.h>
#include <string.h>

#define OFFSET (8 * COMPLAINT_HOUR)
/* Days and minutes after which a walk gives up. */
#define DAYS_FAR 4000
#define MINUTES_FAR 400000

static bool counting_at(const walk *w, complaint_time time)
{
    bool counting = true;

    for (size_t i = 0; i < w->count && w->toggles[i].at <= time; i++)
        counting = w->toggles[i].counting;
    return counting;
}

static void toggle(walk *w, complaint_time at, bool counting)
{
    if (w->count == WALK_TOGGLES)
        ck_abort_msg("too many toggles");
    if (at < w->anchor)
        at = w->anchor;
    w->toggles[w->count].at = at;
    w->toggles[w->count++].counting = counting;
}

static bool worked(const walk *w, complaint_day day)
{
    int kind = -1;

    /* a passed ck_assert writes to a file: too slow for each day */
    if (complaint_calendar_day(w->calendar, day, &kind, NULL, NULL, NULL) != 0)
        ck_abort_msg("no such day");
    return kind == COMPLAINT_DAY_WORKDAY || kind == COMPLAINT_DAY_MAKE_UP;
}

static int64_t offset_at(const walk *w, complaint_time time)
{
    if (w->zone == NULL)
        return OFFSET;
    return complaint_calendar_offset(w->calendar, time) * COMPLAINT_SECOND;
}

static complaint_time start_of(const walk *w, complaint_day day)
{
    if (w->zone == NULL)
        return day * COMPLAINT_DAY - OFFSET;
    if (day < w->zone->first || day >= w->zone->first + WALK_ZONE_DAYS)
        ck_abort_msg("the zone's table ends before the walk");
    return w->zone->starts[day - w->zone->first];
}

static complaint_day day_of(const walk *w, complaint_time time)
{
    complaint_day day = (time + OFFSET) / COMPLAINT_DAY;

    if (w->zone == NULL)
        return day;
    for (day -= 2; start_of(w, day + 1) <= time; day++)
        continue;
    return day;
}

/* The first minute of a day at which clocks show a time or a later one. */
static complaint_time shown(const walk *w, complaint_day day, int64_t wanted)
{
    complaint_time at = start_of(w, day);

    if (wanted > 3 * COMPLAINT_HOUR) /* no leap is as long */
        at += wanted - 3 * COMPLAINT_HOUR;
    while ((at + offset_at(w, at)) % COMPLAINT_DAY < wanted)
        at += COMPLAINT_MINUTE;
    return at;
}

/* The instant at which a day counts or not. */
static complaint_time limit_of(const walk *w, complaint_day day)
{
    int64_t of_anchor = (w->anchor + offset_at(w, w->anchor)) % COMPLAINT_DAY;

    if (w->clock->end == COMPLAINT__END_SAME_TIME)
        return shown(w, day, of_anchor);
    if (w->clock->end == COMPLAINT__END_CLOSE_OF_BUSINESS && worked(w, day))
        return shown(w, day, 18 * COMPLAINT_HOUR);
    return start_of(w, day + 1) - 1;
}

void walk_zone_make(walk_zone *zone, const complaint_calendar *calendar,
                    complaint_day first)
{
    complaint_time end = (first + WALK_ZONE_DAYS + 2) * COMPLAINT_DAY;
    complaint_time at = (first - 2) * COMPLAINT_DAY;
    complaint_day day = first - 3;
    int offset = complaint_calendar_offset(calendar, at);

    memset(zone, 0, sizeof(*zone));
    zone->first = first;
    for (; at < end; at += COMPLAINT_MINUTE) {
        int now = complaint_calendar_offset(calendar, at);
        complaint_day today = (at + now * COMPLAINT_SECOND) / COMPLAINT_DAY;

        if (now != offset && zone->change_count < WALK_ZONE_CHANGES)
            zone->changes[zone->change_count++] = at;
        /* gone back over midnight, a day begins again, and then for good */
        if (today > day && today >= first && today < first + WALK_ZONE_DAYS)
            zone->starts[today - first] = at;
        day = today;
        offset = now;
    }
}

static int days_in_month(int year, int month)
{
    if (month == 2)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* Days to the same day so many months on, by walking through the months. */
static int64_t days_of_months(complaint_day day, int64_t months)
{
    int year = 1970, month = 1;
    int64_t in_month = day; /* from 0 */
    int64_t days = 0;
    int64_t last;

    while (in_month >= days_in_month(year, month)) {
        in_month -= days_in_month(year, month);
        year += month == 12;
        month = month % 12 + 1;
    }
    while (months-- > 0) {
        days += days_in_month(year, month);
        year += month == 12;
        month = month % 12 + 1;
    }
    last = days_in_month(year, month) - 1;
    return in_month > last ? days - (in_month - last) : days;
}

/* Nothing is counted after the last halt. */
static bool halted_for_good(const walk *w, complaint_time at)
{
    return w->count > 0 && !w->toggles[w->count - 1].counting &&
           at > w->toggles[w->count - 1].at;
}

static complaint_time walk_days(const walk *w)
{
    complaint_day day = day_of(w, w->anchor) - w->clock->same_day;
    int64_t rest = w->total;

    if (w->clock->unit == COMPLAINT__UNIT_WEEKS)
        rest = rest * 7;
    if (w->clock->unit == COMPLAINT__UNIT_MONTHS)
        rest = days_of_months(day_of(w, w->anchor), w->total);
    if (rest == 0)
        return limit_of(w, day);
    for (int i = 0; i < DAYS_FAR && !halted_for_good(w, limit_of(w, day));
         i++) {
        day++;
        if (w->clock->unit == COMPLAINT__UNIT_WORKING_DAYS && !worked(w, day))
            continue;
        if (counting_at(w, limit_of(w, day)) && --rest == 0)
            return limit_of(w, day);
    }
    return COMPLAINT_TIME_NONE;
}

static bool open_minute(int64_t minute)
{
    return (minute >= 9 * 60 && minute < 12 * 60) ||
           (minute >= 13 * 60 && minute < 18 * 60);
}

/* Minute by minute; the day is asked for once a day. */
static complaint_time walk_minutes(const walk *w)
{
    bool working = w->clock->unit == COMPLAINT__UNIT_WORKING_HOURS;
    int64_t rest =
        w->total * (w->clock->unit == COMPLAINT__UNIT_MINUTES ? 1 : 60);
    complaint_time at = w->anchor;
    complaint_day day = day_of(w, at);
    bool open_day = worked(w, day);
    bool counting = counting_at(w, at);
    size_t next = 0;

    for (int i = 0; i < MINUTES_FAR && !halted_for_good(w, at); i++) {
        int64_t minute = (at + offset_at(w, at)) / COMPLAINT_MINUTE;

        for (; next < w->count && w->toggles[next].at <= at; next++)
            counting = w->toggles[next].counting;
        if (minute / 1440 != day) {
            day = minute / 1440;
            open_day = working && worked(w, day);
        }
        at += COMPLAINT_MINUTE;
        if (counting && (!working || (open_day && open_minute(minute % 1440))))
            rest--;
        if (rest == 0)
            return at;
    }
    return COMPLAINT_TIME_NONE;
}

static complaint_time walk_due(const walk *w)
{
    return w->clock->unit >= COMPLAINT__UNIT_WORKING_DAYS ? walk_days(w)
                                                          : walk_minutes(w);
}

static bool is(const char *text, const char *other)
{
    return text != NULL && strcmp(text, other) == 0;
}

static void sort(const complaint__event *events, size_t count,
                 const complaint__event **sorted)
{
    for (size_t i = 0; i < count; i++) {
        size_t j = i;

        for (; j > 0 && sorted[j - 1]->happened_at > events[i].happened_at; j--)
            sorted[j] = sorted[j - 1];
        sorted[j] = &events[i];
    }
}

typedef struct life {
    bool started, active, cancelled, hand, rest, was_counting;
    complaint_time stopped;
} life;

static void end_life(walk *w, life *l, complaint_time at, bool cancelled)
{
    if (!l->active)
        return;
    l->active = false;
    l->cancelled = cancelled;
    l->stopped = at;
    l->hand = false;
    toggle(w, at, true); /* a stopped clock is judged as if it went on */
}

static void start_life(walk *w, life *l, complaint_time at)
{
    if (l->active || (l->started && !l->cancelled && !w->clock->repeat))
        return;
    l->started = l->active = true;
    l->cancelled = false;
    w->anchor = at;
    w->count = 0;
    w->total = w->clock->amount;
    toggle(w, at, !(l->hand || l->rest));
}

static void reopen_life(walk *w, life *l, complaint_time at)
{
    bool by_time = w->clock->anchor == COMPLAINT__ANCHOR_RECEIVED;
    int policy = w->clock->reopen;

    if (!l->started || l->active)
        return;
    if (policy == COMPLAINT__REOPEN_RESTART) {
        l->cancelled = true; /* so that it starts again */
        start_life(w, l, at);
    } else if (policy == COMPLAINT__REOPEN_CONTINUE ||
               (policy == COMPLAINT__REOPEN_KEEP && l->cancelled && by_time)) {
        l->active = true;
        w->toggles[w->count - 1].counting = false;
        toggle(w, at, !(l->hand || l->rest));
    } else if (policy == COMPLAINT__REOPEN_FRESH || l->cancelled) {
        l->started = false;
    }
}

static void live(walk *w, life *l, const complaint__event *e)
{
    complaint_time at = e->happened_at;
    bool mine = is(e->action, w->clock->name);

    if (is(e->action, "answer"))
        end_life(w, l, at, false);
    if (is(e->action, "drop") || is(e->action, "finish"))
        end_life(w, l, at, true);
    if (is(e->kind, "perform")) /* only "rest" leads to the resting state */
        l->rest = is(e->action, "rest") && w->clock->pause_states.count > 0;
    if (is(e->action, "reopen"))
        reopen_life(w, l, at);
    if (is(e->action, "begin") && w->clock->anchor == COMPLAINT__ANCHOR_ENTRY)
        start_life(w, l, at);
    if (is(e->kind, "file") && w->clock->anchor == COMPLAINT__ANCHOR_RECEIVED)
        start_life(w, l, e->received_at);
    if (!l->active)
        return;
    if (mine && is(e->kind, "extend"))
        w->total += e->amount;
    if (mine && w->clock->by_hand && is(e->kind, "pause"))
        l->hand = true;
    if (mine && w->clock->by_hand && is(e->kind, "resume"))
        l->hand = false;
    if (w->toggles[w->count - 1].counting != !(l->hand || l->rest))
        toggle(w, at, !(l->hand || l->rest));
}

void walk_follow(walk *w, const complaint_procedure *procedure, size_t clock,
                 const complaint_calendar *calendar, const walk_zone *zone,
                 const complaint__event *events, size_t count,
                 complaint__clock_state *state)
{
    const complaint__event *sorted[WALK_TOGGLES];
    life l = {0};

    memset(w, 0, sizeof(*w));
    w->calendar = calendar;
    w->zone = zone;
    w->clock = &procedure->clocks[clock];
    sort(events, count, sorted);
    for (size_t i = 0; i < count; i++)
        live(w, &l, sorted[i]);
    state->started_at = state->due_at = state->stopped_at = COMPLAINT_TIME_NONE;
    state->status = COMPLAINT__CLOCK_NOT_STARTED;
    if (!l.started)
        return;
    state->started_at = w->anchor;
    state->due_at = walk_due(w);
    if (l.active) {
        state->status = state->due_at == COMPLAINT_TIME_NONE
                            ? COMPLAINT__CLOCK_PAUSED
                            : COMPLAINT__CLOCK_RUNNING;
        return;
    }
    state->stopped_at = l.stopped;
    state->status =
        l.cancelled ? COMPLAINT__CLOCK_CANCELLED : COMPLAINT__CLOCK_MET;
    if (l.stopped > state->due_at)
        state->status = COMPLAINT__CLOCK_MISSED;
}
