/* One calendar laid over another: finding the parent, and putting its days
 * under the calendar's own. */
#include <complaint/limits.h>

#include <string.h>

#include "base/failure.h"
#include "calendar/reader.h"

/* ---- finding it ---- */

static int find_text(const complaint__reader *r, const char **yaml,
                     size_t *size)
{
    int status =
        complaint__supply_find("calendar", r->text->extends, r->resolve,
                               r->data, yaml, size, r->error);

    if (status == COMPLAINT_NOT_FOUND)
        return complaint__reader_refuse(
            r, "calendar.extends", "extends",
            "there is no calendar of this name to extend");
    return status;
}

int complaint__reader_parent(const complaint__reader *r)
{
    const complaint__lineage own = {r->text->name, r->child};
    complaint__reader parent = {.context = r->context,
                                .file = r->text->extends,
                                .error = r->error,
                                .resolve = r->resolve,
                                .data = r->data,
                                .child = &own};
    int levels = 0;
    int status;

    for (const complaint__lineage *at = &own; at != NULL; at = at->child) {
        if (strcmp(at->name, r->text->extends) == 0)
            return complaint__reader_refuse(
                r, "calendar.extends", "extends",
                "the calendar extends itself, directly or by others");
        if (++levels > COMPLAINT__LIMIT_EXTENDS)
            return complaint__reader_limit(r, "extends",
                                           COMPLAINT__LIMIT_EXTENDS);
    }
    status = find_text(r, &parent.yaml, &parent.size);
    if (status == COMPLAINT_OK && parent.size > COMPLAINT_LIMIT_DEFINITION)
        status =
            complaint__reader_limit(r, "extends", COMPLAINT_LIMIT_DEFINITION);
    if (status == COMPLAINT_OK)
        status = complaint__reader_read(&parent, &r->calendar->parent);
    return status;
}

/* ---- laying it under ---- */

/* Room for the parent's schedules behind the calendar's own. */
static int append_schedules(const complaint__reader *r)
{
    complaint_calendar *calendar = r->calendar;
    const complaint_calendar *parent = calendar->parent;
    size_t more = parent->schedule_count - COMPLAINT__SCHEDULE_MAKE_UP - 1;
    complaint__schedule *schedules;

    if (calendar->schedule_count + more > UINT16_MAX)
        return complaint__reader_limit(r, "exceptions", UINT16_MAX);
    schedules = complaint__realloc_array(r->context, calendar->schedules,
                                         calendar->schedule_count + more,
                                         sizeof(*schedules));
    if (schedules == NULL)
        return complaint__fail_memory(r->error);
    calendar->schedules = schedules;
    memcpy(schedules + calendar->schedule_count,
           parent->schedules + COMPLAINT__SCHEDULE_MAKE_UP + 1,
           more * sizeof(*schedules));
    calendar->schedule_count += more;
    return COMPLAINT_OK;
}

/* Closed and make-up days are in the same place in both; own hours follow. */
static uint16_t place_of(const complaint_calendar *calendar, uint16_t schedule)
{
    size_t more = calendar->parent->schedule_count;

    return schedule <= COMPLAINT__SCHEDULE_MAKE_UP
               ? schedule
               : (uint16_t)(calendar->schedule_count - more + schedule);
}

/* What of a parent's exception no own one covers. Own ones from `*next` on may
 * matter. Gives how many parts went out. */
static size_t lay_one(const complaint_calendar *calendar,
                      const complaint__exception *under, size_t *next,
                      complaint__exception *out)
{
    const complaint__exception *own = calendar->exceptions;
    complaint_day from = under->from;
    size_t count = 0;

    while (*next < calendar->exception_count && own[*next].to < from)
        (*next)++;
    for (size_t i = *next; from <= under->to; i++) {
        complaint_day to = under->to;

        if (i < calendar->exception_count && own[i].from <= to)
            to = own[i].from - 1;
        if (from <= to) {
            out[count] = *under;
            out[count].from = from;
            out[count].to = to;
            out[count++].schedule = place_of(calendar, under->schedule);
        }
        if (i >= calendar->exception_count || own[i].from > under->to)
            break;
        from = own[i].to + 1;
    }
    return count;
}

/* Both lists are in order and without overlap; so is the merged one. */
static size_t merge(const complaint_calendar *calendar,
                    const complaint__exception *under, size_t under_count,
                    complaint__exception *out)
{
    const complaint__exception *own = calendar->exceptions;
    size_t count = 0, i = 0, j = 0;

    while (i < calendar->exception_count || j < under_count)
        if (j >= under_count ||
            (i < calendar->exception_count && own[i].from < under[j].from))
            out[count++] = own[i++];
        else
            out[count++] = under[j++];
    return count;
}

int complaint__reader_inherit(const complaint__reader *r)
{
    complaint_calendar *calendar = r->calendar;
    const complaint_calendar *parent = calendar->parent;
    size_t most = parent->exception_count + calendar->exception_count;
    complaint__exception *under, *merged;
    size_t count = 0, next = 0;
    int status = append_schedules(r);

    if (status != COMPLAINT_OK)
        return status;
    under = complaint__alloc_array(r->context, most + 1, sizeof(*under));
    merged = complaint__alloc_array(
        r->context, most + calendar->exception_count + 1, sizeof(*merged));
    if (under == NULL || merged == NULL) {
        complaint__free(r->context, under);
        complaint__free(r->context, merged);
        return complaint__fail_memory(r->error);
    }
    for (size_t i = 0; i < parent->exception_count; i++)
        count +=
            lay_one(calendar, &parent->exceptions[i], &next, under + count);
    calendar->exception_count = merge(calendar, under, count, merged);
    complaint__free(r->context, under);
    complaint__free(r->context, calendar->exceptions);
    calendar->exceptions = merged;
    return COMPLAINT_OK;
}
