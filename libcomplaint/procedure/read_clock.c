/* Reading the clocks of a procedure. What they do is in clock.c, when they
 * are due in due.c. */
#include "base/failure.h"
#include "procedure/read.h"

#include <stdio.h>
#include <string.h>

/* The path of a clock's key. */
static void clock_path(const complaint__reader *r,
                       char path[COMPLAINT__PATH_SIZE], unsigned index,
                       const char *key)
{
    if (r->clock_base != NULL) {
        complaint__read_path(path, "%s/%s", r->clock_base, key);
        return;
    }
    complaint__read_path(path, "clocks/%u/%s", index, key);
}

static int refuse(const complaint__reader *r, unsigned index, const char *key,
                  const char *item, const char *message)
{
    char path[COMPLAINT__PATH_SIZE];

    clock_path(r, path, index, key);
    return complaint__read_refuse(r, "procedure.clock", path, item, message);
}

/* Position of a name in a table, or -1. */
static int find(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static bool counts_days(const complaint__clock *clock)
{
    return clock->unit >= COMPLAINT__UNIT_WORKING_DAYS;
}

/* The limit is a fact that somebody gives; warnings are in minutes or hours
 * before it. */
static int read_due(const complaint__reader *r, unsigned index,
                    complaint__clock *clock)
{
    const complaint__clock_text *text = &r->text->clocks[index];
    char *due, *dot;

    if (text->amount != NULL || text->from != NULL || text->first_day != NULL ||
        text->extension != NULL || text->pause != NULL || text->periodic)
        return refuse(r, index, "due", NULL,
                      "a limit that is a fact has no amount, from, first_day, "
                      "extension, pause or period");
    clock->unit = COMPLAINT__UNIT_HOURS;
    if (text->unit != NULL)
        clock->unit =
            find(complaint__clock_unit_names, COMPLAINT__UNITS, text->unit);
    if (clock->unit != COMPLAINT__UNIT_HOURS &&
        clock->unit != COMPLAINT__UNIT_MINUTES)
        return refuse(r, index, "unit", text->unit,
                      "warnings before a limit that is a fact are in minutes "
                      "or hours");
    due = complaint__arena_text(r->procedure->arena, text->due);
    if (due == NULL)
        return complaint__fail_memory(r->error);
    clock->due_fact = due;
    dot = strchr(due, '.'); /* "task.due_at" */
    if (dot != NULL && dot != due && dot[1] != '\0') {
        *dot = '\0';
        clock->due_member = dot + 1;
    }
    return COMPLAINT_OK;
}

static int read_amount(const complaint__reader *r, unsigned index,
                       complaint__clock *clock)
{
    const complaint__clock_text *text = &r->text->clocks[index];

    if (text->due != NULL)
        return read_due(r, index, clock);
    if (text->amount == NULL || text->unit == NULL ||
        (text->from == NULL && r->clock_base == NULL))
        return refuse(r, index, "amount", NULL,
                      "a clock has an amount, a unit and from, or due");
    clock->unit =
        find(complaint__clock_unit_names, COMPLAINT__UNITS, text->unit);
    if (clock->unit < 0)
        return refuse(r, index, "unit", text->unit, "there is no such unit");
    clock->amount = *text->amount;
    if (clock->amount < (counts_days(clock) ? 0 : 1))
        return refuse(r, index, "amount", NULL, "the amount is too small");
    if (clock->amount > complaint__clock_unit_limits[clock->unit])
        return refuse(r, index, "amount", NULL,
                      "the amount is more than about ten years");
    if (text->first_day != NULL && strcmp(text->first_day, "same") == 0)
        clock->same_day = true;
    else if (text->first_day != NULL && strcmp(text->first_day, "next") != 0)
        return refuse(r, index, "first_day", text->first_day,
                      "the first day is next or same");
    if (clock->same_day && (!counts_days(clock) || clock->amount == 0))
        return refuse(r, index, "first_day", NULL,
                      "only a count of one or more days has a first day");
    return COMPLAINT_OK;
}

static int read_end(const complaint__reader *r, unsigned index,
                    complaint__clock *clock)
{
    const complaint__clock_text *text = &r->text->clocks[index];

    clock->end =
        counts_days(clock) ? COMPLAINT__END_OF_DAY : COMPLAINT__END_SAME_TIME;
    if (clock->due_fact != NULL && text->end != NULL &&
        strcmp(text->end, complaint__end_names[COMPLAINT__END_OF_DAY]) == 0) {
        clock->end = COMPLAINT__END_OF_DAY;
        return COMPLAINT_OK;
    }
    if (text->end != NULL)
        clock->end = find(complaint__end_names, COMPLAINT__ENDS, text->end);
    if (clock->end < 0)
        return refuse(r, index, "end", text->end, "there is no such end");
    if (!counts_days(clock) && clock->end != COMPLAINT__END_SAME_TIME)
        return refuse(r, index, "end", NULL,
                      "minutes and hours end at the same time");
    return COMPLAINT_OK;
}

static int read_anchor(const complaint__reader *r, unsigned index,
                       const complaint__anchor_text *from,
                       complaint__anchor *anchor)
{
    static const char *const times[] = {"received", "occurred", "aware"};
    const char *name = from->time;

    if ((from->time != NULL) + (from->entry != NULL) + (from->state != NULL) +
            (from->mark != NULL) !=
        1)
        return refuse(r, index, "from", NULL,
                      "a clock starts from exactly one of time, entry, state, "
                      "mark, first and last");
    if (from->entry != NULL) {
        anchor->kind = COMPLAINT__ANCHOR_ENTRY;
        name = from->entry;
    } else if (from->state != NULL) {
        anchor->kind = COMPLAINT__ANCHOR_STATE;
        name = from->state;
    } else if (from->mark != NULL) {
        anchor->kind = COMPLAINT__ANCHOR_MARK;
        name = from->mark;
        anchor->mark = complaint__mark_find(name);
        if (anchor->mark == 0)
            return refuse(r, index, "from/mark", name, "there is no such mark");
    } else {
        anchor->kind = find(times, 3, name);
        if (anchor->kind < 0)
            return refuse(r, index, "from/time", name,
                          "the time is received, occurred or aware");
    }
    return complaint__read_text(r, name, &anchor->name);
}

/* One anchor, or several of which the first or the last counts. */
static int read_anchors(const complaint__reader *r, unsigned index,
                        complaint__clock *clock)
{
    const complaint__anchor_text *from = r->text->clocks[index].from;
    const complaint__anchor_text *texts = from;
    complaint__anchor *anchors;
    void *memory;
    int status;

    clock->anchor_count = 1;
    if (from != NULL && from->first_count + from->last_count > 0) {
        if (from->time != NULL || from->entry != NULL || from->state != NULL ||
            from->mark != NULL ||
            (from->first_count > 0 && from->last_count > 0))
            return refuse(r, index, "from", NULL,
                          "a clock starts from exactly one of time, entry, "
                          "state, mark, first and last");
        texts = from->first_count > 0 ? from->first : from->last;
        clock->anchor_count = from->first_count + from->last_count;
    }
    if (clock->anchor_count > COMPLAINT__LIMIT_ANCHORS)
        return refuse(r, index, "from", NULL, "these are too many anchors");
    status = complaint__read_array(r, clock->anchor_count, sizeof(*anchors),
                                   &memory);
    clock->anchors = anchors = memory;
    if (status == COMPLAINT_OK && clock->due_fact != NULL)
        anchors[0] =
            (complaint__anchor){COMPLAINT__ANCHOR_FACT, clock->due_fact, 0};
    for (size_t i = 0; i < clock->anchor_count && status == COMPLAINT_OK &&
                       clock->due_fact == NULL;
         i++)
        status = read_anchor(r, index, &texts[i], &anchors[i]);
    if (status != COMPLAINT_OK)
        return status;
    clock->anchor = anchors[0].kind;
    if (clock->anchor_count > 1)
        clock->anchor = from->first_count > 0 ? COMPLAINT__ANCHOR_FIRST
                                              : COMPLAINT__ANCHOR_LAST;
    return COMPLAINT_OK;
}

static int read_stops(const complaint__reader *r, unsigned index,
                      complaint__clock *clock)
{
    const complaint__clock_text *text = &r->text->clocks[index];
    char path[COMPLAINT__PATH_SIZE];
    int status;

    clock_path(r, path, index, "stop");
    status = complaint__read_names(r, path, &text->stop,
                                   COMPLAINT_LIMIT_TRANSITIONS, &clock->stop);
    clock_path(r, path, index, "stop_marks");
    if (status == COMPLAINT_OK)
        status = complaint__read_names(r, path, &text->stop_marks,
                                       COMPLAINT_LIMIT_TRANSITIONS,
                                       &clock->stop_marks);
    clock_path(r, path, index, "cancel");
    if (status == COMPLAINT_OK)
        status =
            complaint__read_names(r, path, &text->cancel,
                                  COMPLAINT_LIMIT_TRANSITIONS, &clock->cancel);
    return status;
}

static int read_pause(const complaint__reader *r, unsigned index,
                      complaint__clock *clock)
{
    const complaint__clock_text *text = &r->text->clocks[index];
    char path[COMPLAINT__PATH_SIZE];

    if (text->pause == NULL) {
        if (text->pausable != NULL && *text->pausable)
            return refuse(r, index, "pausable", NULL,
                          "a clock that can be paused says when, by pause");
        return COMPLAINT_OK;
    }
    if (text->pausable != NULL && !*text->pausable)
        return refuse(r, index, "pausable", NULL,
                      "a clock that is not pausable has no pause");
    clock->by_hand = text->pause->by_hand;
    if (!clock->by_hand && text->pause->states.items_count == 0)
        return refuse(r, index, "pause", NULL,
                      "a pause is by states or by hand");
    clock_path(r, path, index, "pause/states");
    return complaint__read_names(r, path, &text->pause->states,
                                 COMPLAINT_LIMIT_STATES, &clock->pause_states);
}

static int read_extension(const complaint__reader *r, unsigned index,
                          complaint__clock *clock)
{
    const complaint__extension_text *text = r->text->clocks[index].extension;
    char path[COMPLAINT__PATH_SIZE];

    if (text == NULL)
        return COMPLAINT_OK;
    clock->extensible = true;
    clock->cap_total = text->cap_total;
    if (clock->cap_total <= clock->amount)
        return refuse(r, index, "extension/cap_total", NULL,
                      "the cap is no more than the amount");
    if (clock->cap_total > complaint__clock_unit_limits[clock->unit])
        return refuse(r, index, "extension/cap_total", NULL,
                      "the cap is more than about ten years");
    if (text->max_times != NULL) {
        clock->max_times = *text->max_times;
        if (clock->max_times < 1)
            return refuse(r, index, "extension/max_times", NULL,
                          "it may be extended at least once");
    }
    clock_path(r, path, index, "extension/roles");
    return complaint__read_names(r, path, &text->roles, COMPLAINT_LIMIT_ROLES,
                                 &clock->extension_roles);
}

static int read_warning(const complaint__reader *r, unsigned index, unsigned i,
                        const complaint__clock *clock,
                        complaint__warning *warning)
{
    const complaint__warning_text *text = &r->text->clocks[index].warn[i];
    char key[40];

    (void)snprintf(key, sizeof(key), "warn/%u", i);
    if ((text->share != NULL) == (text->before != NULL))
        return refuse(r, index, key, NULL,
                      "a warning is at a share or before the limit");
    if (text->share != NULL) {
        warning->share = *text->share;
        if (warning->share < 1 || warning->share > 100)
            return refuse(r, index, key, NULL,
                          "the share is in per cent, 1 to 100");
    } else {
        warning->before = *text->before;
        if (warning->before < 0 ||
            warning->before > (clock->due_fact == NULL
                                   ? clock->amount
                                   : complaint__clock_unit_limits[clock->unit]))
            return refuse(r, index, key, NULL,
                          "the warning is before the clock starts");
    }
    return complaint__read_text(r, text->to, &warning->to);
}

static int read_warnings(const complaint__reader *r, unsigned index,
                         complaint__clock *clock)
{
    const complaint__clock_text *text = &r->text->clocks[index];
    char path[COMPLAINT__PATH_SIZE];
    complaint__warning *warnings;
    void *memory;
    int status;

    clock_path(r, path, index, "warn");
    if (text->warn_count > COMPLAINT__LIMIT_WARNINGS)
        return complaint__read_limit(r, path, COMPLAINT__LIMIT_WARNINGS);
    status =
        complaint__read_array(r, text->warn_count, sizeof(*warnings), &memory);
    warnings = memory;
    for (unsigned i = 0; i < text->warn_count && status == COMPLAINT_OK; i++)
        status = read_warning(r, index, i, clock, &warnings[i]);
    clock->warnings = warnings;
    clock->warning_count = text->warn_count;
    clock_path(r, path, index, "expiry");
    if (status == COMPLAINT_OK && text->expiry != NULL)
        status = complaint__read_texts(r, path, text->expiry, &clock->expiry);
    return status;
}

static int read_handed_over(const complaint__reader *r, unsigned index,
                            complaint__clock *clock)
{
    const char *text = r->text->clocks[index].handed_over;

    clock->handed_over =
        text == NULL ? COMPLAINT__REOPEN_CONTINUE
                     : find(complaint__reopen_names, COMPLAINT__REOPENS, text);
    if (clock->handed_over < COMPLAINT__REOPEN_CONTINUE)
        return refuse(r, index, "handed_over", text,
                      "handing over continues, restarts or makes fresh");
    if (clock->handed_over == COMPLAINT__REOPEN_FRESH &&
        clock->anchor <= COMPLAINT__ANCHOR_AWARE)
        return refuse(r, index, "handed_over", NULL,
                      "a clock from a time of the case never starts afresh");
    if (clock->handed_over != COMPLAINT__REOPEN_CONTINUE &&
        clock->due_fact != NULL)
        return refuse(r, index, "handed_over", NULL,
                      "a limit that a fact gives only continues");
    return COMPLAINT_OK;
}

static int read_reopen(const complaint__reader *r, unsigned index,
                       complaint__clock *clock)
{
    const complaint__clock_text *text = &r->text->clocks[index];
    bool by_time = clock->anchor <= COMPLAINT__ANCHOR_AWARE;

    clock->repeat = text->repeat;
    clock->periodic = text->periodic;
    if (clock->periodic && clock->repeat)
        return refuse(r, index, "periodic", NULL,
                      "a periodic clock repeats already");
    if (text->closing != NULL && strcmp(text->closing, "run_on") == 0)
        clock->runs_on = true;
    else if (text->closing != NULL && strcmp(text->closing, "cancel") != 0)
        return refuse(r, index, "closing", text->closing,
                      "closing lets it run_on or cancels it");
    if (text->reopen != NULL)
        clock->reopen =
            find(complaint__reopen_names, COMPLAINT__REOPENS, text->reopen);
    if (clock->reopen < 0)
        return refuse(r, index, "reopen", text->reopen,
                      "reopening keeps, continues, restarts or makes fresh");
    if (by_time && clock->reopen == COMPLAINT__REOPEN_FRESH)
        return refuse(r, index, "reopen", NULL,
                      "a clock from a time of the case never starts afresh");
    if (by_time && clock->repeat)
        return refuse(r, index, "repeat", NULL,
                      "a clock from a time of the case never repeats");
    return read_handed_over(r, index, clock);
}

static int read_names(const complaint__reader *r, unsigned index,
                      complaint__clock *clock)
{
    const complaint__clock_text *text = &r->text->clocks[index];
    char path[COMPLAINT__PATH_SIZE];
    int status = complaint__read_text(r, text->name, &clock->name);

    clock->citation = "";
    clock->principal = text->principal;
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->owner, &clock->owner);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->within, &clock->within);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->citation, &clock->citation);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->pack, &clock->pack);
    if (status == COMPLAINT_OK)
        clock->withdrawn = complaint__pack_withdrawn(r->procedure, clock->pack);
    clock_path(r, path, index, "when");
    if (status == COMPLAINT_OK && text->when != NULL)
        status = complaint__read_condition(r, path, text->when, NULL, 0,
                                           &clock->when);
    clock_path(r, path, index, "title");
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, path, &text->title, &clock->title);
    return status;
}

static int read_clock(const complaint__reader *r, unsigned index,
                      complaint__clock *clock)
{
    int status = read_names(r, index, clock);

    if (status == COMPLAINT_OK)
        status = read_amount(r, index, clock);
    if (status == COMPLAINT_OK)
        status = read_end(r, index, clock);
    if (status == COMPLAINT_OK)
        status = read_anchors(r, index, clock);
    if (status == COMPLAINT_OK)
        status = read_stops(r, index, clock);
    if (status == COMPLAINT_OK)
        status = read_pause(r, index, clock);
    if (status == COMPLAINT_OK)
        status = read_extension(r, index, clock);
    if (status == COMPLAINT_OK)
        status = read_warnings(r, index, clock);
    if (status == COMPLAINT_OK)
        status = read_reopen(r, index, clock);
    return status;
}

int complaint__read_limit_clock(const complaint__reader *reader,
                                const char *path,
                                const complaint__clock_text *limit,
                                complaint__clock *clock)
{
    complaint__clock_text text = *limit;
    const complaint__procedure_text alone = {.clocks = &text,
                                             .clocks_count = 1};
    complaint__reader of_limit = *reader;
    const complaint__reader *r = &of_limit;
    int status = COMPLAINT_OK;

    of_limit.text = &alone;
    of_limit.clock_base = path;
    if (text.citation != NULL)
        status = complaint__read_text(r, text.citation, &clock->citation);
    if (text.reopen == NULL)
        clock->reopen = COMPLAINT__REOPEN_RESTART;
    clock->anchor = COMPLAINT__ANCHOR_ENTRY;
    if (status == COMPLAINT_OK)
        status = read_amount(r, 0, clock);
    if (status == COMPLAINT_OK)
        status = read_end(r, 0, clock);
    if (status == COMPLAINT_OK)
        status = read_pause(r, 0, clock);
    if (status == COMPLAINT_OK)
        status = read_extension(r, 0, clock);
    if (status == COMPLAINT_OK)
        status = read_warnings(r, 0, clock);
    return status == COMPLAINT_OK ? read_reopen(r, 0, clock) : status;
}

static int read_named_clock(const complaint__reader *r, unsigned index)
{
    const char *name = r->text->clocks[index].name;
    complaint_procedure *procedure = r->procedure;
    complaint__clock *clock = &procedure->clocks[procedure->clock_count];
    int status;

    for (size_t i = 0; i < procedure->clock_count; i++)
        if (strcmp(procedure->clocks[i].name, name) == 0)
            return refuse(r, index, "name", name, "this name is twice");
    memset(clock, 0, sizeof(*clock));
    status = read_clock(r, index, clock);
    procedure->clock_count += status == COMPLAINT_OK;
    return status;
}

int complaint__read_clocks(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    unsigned count = r->text->clocks_count;
    void *memory;
    int status;

    if (count > COMPLAINT_LIMIT_CLOCKS)
        return complaint__read_limit(r, "clocks", COMPLAINT_LIMIT_CLOCKS);
    status =
        complaint__read_array(r, count, sizeof(*procedure->clocks), &memory);
    procedure->clocks = memory;
    for (unsigned i = 0; i < count && complaint__read_goes_on(r, &status); i++)
        status = read_named_clock(r, i);
    return status;
}
