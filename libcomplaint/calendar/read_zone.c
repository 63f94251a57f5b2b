/* Reading where a calendar is in time: a fixed offset, a rule, a zone of the
 * system, or changes written out. */
#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "calendar/reader.h"

/* "+HH:MM", and where changes are written out "+HH:MM:SS". */
static bool read_offset(const char *text, bool with_seconds, int *offset)
{
    int minutes, seconds = 0;

    if ((text[0] != '+' && text[0] != '-') ||
        !complaint__reader_clock(text + 1, &minutes) ||
        minutes >= COMPLAINT__MINUTES_A_DAY)
        return false;
    text += 1;
    if (with_seconds && text[5] == ':' && text[6] >= '0' && text[6] <= '5' &&
        text[7] >= '0' && text[7] <= '9' && text[8] == '\0')
        seconds = (text[6] - '0') * 10 + text[7] - '0';
    else if (text[5] != '\0')
        return false;
    *offset = minutes * 60 + seconds;
    if (text[-1] == '-')
        *offset = -*offset;
    return true;
}

static int read_own_offset(const complaint__reader *r)
{
    const char *text = r->text->offset;

    if (text == NULL)
        return complaint__reader_refuse(
            r, "calendar.offset", "offset",
            "the offset from UTC is missing, such as +08:00");
    if (!read_offset(text, r->text->changes_count > 0,
                     &r->calendar->zone.offset))
        return complaint__reader_refuse(
            r, "calendar.offset", "offset",
            "not an offset from UTC such as +08:00");
    return COMPLAINT_OK;
}

/* "1996-03-31T01:00:00Z +01:00" */
static bool read_change(const char *text, complaint__zone_change *change)
{
    const char *space = strchr(text, ' ');
    char time_text[COMPLAINT_TIME_TEXT_SIZE];
    complaint_time time;

    if (space == NULL || (size_t)(space - text) >= sizeof(time_text) ||
        space == text || space[-1] != 'Z')
        return false;
    memcpy(time_text, text, (size_t)(space - text));
    time_text[space - text] = '\0';
    if (complaint_time_parse(time_text, 0, &time, NULL) != COMPLAINT_OK ||
        time % COMPLAINT_SECOND != 0)
        return false;
    change->at = time / COMPLAINT_SECOND;
    return read_offset(space + 1, true, &change->offset);
}

static int read_changes(const complaint__reader *r)
{
    complaint__zone *zone = &r->calendar->zone;
    char path[COMPLAINT__PATH_SIZE];
    int64_t last = INT64_MIN;

    for (unsigned i = 0; i < r->text->changes_count; i++) {
        complaint__zone_change change;

        (void)snprintf(path, sizeof(path), "changes/%u", i);
        if (!read_change(r->text->changes[i], &change))
            return complaint__reader_refuse(
                r, "calendar.changes", path,
                "not a change such as 1996-03-31T01:00:00Z +01:00");
        if (change.at <= last)
            return complaint__reader_refuse(
                r, "calendar.changes", path,
                "the change is not after the one above it");
        last = change.at;
        if (!complaint__zone_add(zone, change.at, change.offset))
            return complaint__fail_memory(r->error);
    }
    return COMPLAINT_OK;
}

static int read_rule(const complaint__reader *r)
{
    complaint__zone_problem *problem = NULL;
    int status = complaint__zone_follow(
        &r->calendar->zone, r->text->rule == NULL ? "" : r->text->rule,
        &problem);

    if (problem != NULL)
        return complaint__reader_refuse(r, "calendar.rule", "rule", problem);
    return status == COMPLAINT_OK ? status : complaint__fail_memory(r->error);
}

/* The one place where a calendar asks for something that is not in it. */
static int read_system_zone(const complaint__reader *r)
{
    size_t size = COMPLAINT__LIMIT_ZONE;
    unsigned char *bytes;
    complaint__zone_problem *problem = NULL;
    int status;

    if (!complaint__zone_name_valid(r->text->zone))
        return complaint__reader_refuse(
            r, "calendar.zone", "zone",
            "not a name of a time zone such as Europe/London");
    bytes = complaint__alloc(r->context, size);
    if (bytes == NULL)
        return complaint__fail_memory(r->error);
    status =
        complaint__context_zone(r->context, r->text->zone, bytes, &size, NULL);
    if (status == COMPLAINT_NOT_FOUND)
        status = complaint__reader_refuse(
            r, "calendar.zone", "zone",
            "the system has no rules of this time zone");
    else if (status != COMPLAINT_OK)
        status = complaint__fail(r->context, r->error, status, "calendar.zone",
                                 "zone",
                                 "the rules of the time zone \"%s\" cannot be "
                                 "read",
                                 r->text->zone);
    else
        status =
            complaint__zone_read(&r->calendar->zone, bytes, size, &problem);
    if (problem != NULL)
        status = complaint__reader_refuse(r, "calendar.zone", "zone", problem);
    else if (status == COMPLAINT_NO_MEMORY)
        status = complaint__fail_memory(r->error);
    complaint__free(r->context, bytes);
    return status;
}

static int inherit_zone(const complaint__reader *r)
{
    const complaint__zone *from = &r->calendar->parent->zone;
    complaint__zone *to = &r->calendar->zone;

    to->offset = from->offset;
    r->calendar->zone_name = r->calendar->parent->zone_name;
    for (size_t i = 0; i < from->count; i++)
        if (!complaint__zone_add(to, from->changes[i].at,
                                 from->changes[i].offset))
            return complaint__fail_memory(r->error);
    to->written = from->written;
    memcpy(to->rule, from->rule, sizeof(to->rule));
    return COMPLAINT_OK;
}

bool complaint__reader_zone_complete(const complaint__reader *r)
{
    return r->text->zone == NULL || r->text->rule != NULL ||
           r->text->changes_count > 0;
}

int complaint__reader_zone(const complaint__reader *r)
{
    const complaint__calendar_text *text = r->text;
    int status;

    if (text->offset == NULL && text->zone == NULL && text->rule == NULL &&
        text->changes_count == 0 && r->calendar->parent != NULL)
        return inherit_zone(r);
    if (text->changes_count == 0 && text->offset != NULL &&
        (text->rule != NULL || text->zone != NULL))
        return complaint__reader_refuse(
            r, "calendar.offset", "offset",
            "write one of offset, rule and zone; an offset goes with a rule "
            "only below changes");
    status = complaint__reader_copy(r, text->zone, &r->calendar->zone_name);
    if (status != COMPLAINT_OK)
        return status;
    if (!complaint__reader_zone_complete(r))
        return read_system_zone(r);
    if (text->rule == NULL || text->changes_count > 0)
        status = read_own_offset(r);
    if (status == COMPLAINT_OK)
        status = read_changes(r);
    if (status == COMPLAINT_OK)
        status = read_rule(r);
    return status;
}
