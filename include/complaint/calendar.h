/* The working calendar: which days are worked, in which hours, and counting
 * with them. A calendar is an immutable value known by its digest. */
#ifndef COMPLAINT_CALENDAR_H
#define COMPLAINT_CALENDAR_H

#include <complaint/facts.h>

#include <stdbool.h>

COMPLAINT_BEGIN

/**
 * A calendar: weekly pattern with several working intervals a day, holidays,
 * make-up workdays (调休), days with hours of their own, a time zone, and the
 * span of years for which its exceptions are known. Written in YAML
 * (docs/reference/calendar.md) and known by name, version and digest of its
 * complete text.
 *
 * Counting uses prefix sums, not a walk over days: cost does not grow with the
 * distance. Outside the years whose exceptions are known, the weekly pattern
 * is assumed, and complaint_calendar_day() says so.
 */
typedef struct complaint_calendar complaint_calendar;

/** Why a day is worked or not. */
enum complaint_day_kind {
    COMPLAINT_DAY_WORKDAY = 0,
    COMPLAINT_DAY_WEEKEND = 1,
    COMPLAINT_DAY_HOLIDAY = 2,
    COMPLAINT_DAY_MAKE_UP = 3
};

/**
 * Read a calendar from its YAML text.
 *
 * A text that extends another calendar finds it among the bundled ones. One
 * that names a zone of the system reads its rules (TZif, RFC 8536) by the
 * environment (complaint/sys/environment.h), once; the complete text of such
 * a calendar, complaint_calendar_text(), needs neither.
 *
 * @param[in]  context  not NULL.
 * @param[in]  yaml  `size` bytes of UTF-8; not NULL.
 * @param[in]  size  at most COMPLAINT_LIMIT_DEFINITION.
 * @param[in]  file  name for error messages; may be NULL.
 * @param[out] out  the calendar; NULL on failure.
 * @param[out] error  with file, line and column.
 * @ownership *out is the caller's: complaint_calendar_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for what is no calendar (wrong
 *   YAML, unknown key, overlapping intervals, unknown zone or parent, a cycle
 *   of parents, no working time at all); COMPLAINT_IO when the rules of a
 *   zone cannot be read; COMPLAINT_LIMIT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE
 * for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_parse(complaint_context *context, const char *yaml,
                         size_t size, const char *file,
                         complaint_calendar **out, complaint_error **error);

/**
 * Open a bundled calendar: "cn" (China, State Council notices 2007-2026 with
 * make-up workdays), "cn-finance" (the same without make-up workdays),
 * "every-day", "gb-eng" (England and Wales), "gb-nir", "gb-sct", "us-federal".
 *
 * @param[in]  context  not NULL.
 * @param[in]  name  not NULL.
 * @param[out] out  the calendar; NULL on failure.
 * @param[out] error  lists the bundled names when there is none such.
 * @ownership *out is the caller's: complaint_calendar_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_bundled(complaint_context *context, const char *name,
                           complaint_calendar **out, complaint_error **error);

/**
 * Make a calendar's YAML of a table of holidays in another format.
 *
 * Formats: "holiday-cn", the JSON of that project, one year or a list of years
 * (off days and make-up workdays); "ics", iCalendar (RFC 5545), events of
 * whole days, once or FREQ=YEARLY, anything else that repeats is refused;
 * "csv", columns date, name and optionally kind (holiday, make_up), with or
 * without a header. Nothing is opened; the answer is text that
 * complaint_calendar_parse() reads, and has been read once.
 *
 * Options: name (must be given), version ("1"), title, source, extends,
 * one of offset, zone and rule ("+08:00" for holiday-cn, else "+00:00"),
 * hours (list of intervals of Monday to Friday), from and to (years that the
 * table knows; else those that the file states, or has dates in).
 *
 * @param[in]  context  not NULL.
 * @param[in]  format  "csv", "holiday-cn" or "ics"; not NULL.
 * @param[in]  bytes  `size` bytes of UTF-8; not NULL.
 * @param[in]  size  at most 4 MiB; 20 000 entries.
 * @param[in]  options  a map as above; not NULL.
 * @param[out] yaml  the text, NUL-terminated; NULL on failure.
 * @param[out] yaml_size  its length without the NUL; may be NULL.
 * @param[out] error  with the line of what is refused.
 * @ownership *yaml is the caller's: complaint_context_release().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for bytes or options that are
 *   wrong; COMPLAINT_UNSUPPORTED for another format; COMPLAINT_LIMIT;
 *   COMPLAINT_IO when the rules of a zone cannot be read;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_import(complaint_context *context, const char *format,
                          const char *bytes, size_t size,
                          const complaint_facts *options, char **yaml,
                          size_t *yaml_size, complaint_error **error);

/**
 * Free a calendar.
 *
 * @param[in] calendar  NULL is fine.
 * @ownership Takes the caller's reference; borrowed texts end.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_calendar_free(complaint_calendar *calendar);

/**
 * Name of a calendar ("cn").
 *
 * @param[in] calendar  NULL gives "".
 * @ownership Borrowed until the calendar is freed.
 * @return the name, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_calendar_name(const complaint_calendar *calendar);

/**
 * Version of a calendar, as its author wrote it.
 *
 * @param[in] calendar  NULL gives "".
 * @ownership Borrowed until the calendar is freed.
 * @return the version, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_calendar_version(const complaint_calendar *calendar);

/**
 * Digest of the calendar's complete text: SHA-256, 64 hexadecimal digits.
 *
 * The complete text is the text read, unless that extends a calendar or names
 * a zone of the system: then it is complaint_calendar_text(), which holds the
 * parent's days and the zone's changes. So the digest changes when they do.
 *
 * @param[in] calendar  NULL gives "".
 * @ownership Borrowed until the calendar is freed.
 * @return the digest, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_calendar_digest(const complaint_calendar *calendar);

/**
 * Title of a calendar in a language.
 *
 * Falls back to another text of the same main language, then English, then
 * any.
 *
 * @param[in] calendar  NULL gives "".
 * @param[in] language  BCP 47; NULL for the context's.
 * @ownership Borrowed until the calendar is freed.
 * @return the title, "" when it has none; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_calendar_title(const complaint_calendar *calendar,
                         const char *language);

/**
 * The complete text of a calendar: YAML that reads back as the same calendar
 * and needs no parent, no file of the system, nothing bundled. What a register
 * should keep, for its digest is complaint_calendar_digest().
 *
 * @param[in]  calendar  NULL gives "".
 * @param[out] size  bytes without the final NUL; may be NULL.
 * @ownership Borrowed until the calendar is freed.
 * @return the text, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_calendar_text(const complaint_calendar *calendar, size_t *size);

/**
 * Offset of the calendar's local time from UTC at an instant.
 *
 * @param[in] calendar  NULL gives 0.
 * @param[in] time  any.
 * @ownership Nothing is handed over.
 * @return seconds east of UTC; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API int complaint_calendar_offset(const complaint_calendar *calendar,
                                            complaint_time time);

/**
 * What kind of day a day is, with its name and whether that is known.
 *
 * @param[in]  calendar  not NULL.
 * @param[in]  day  1900-01-01 to 2199-12-31.
 * @param[out] kind  one of enum complaint_day_kind; may be NULL.
 * @param[out] name  name of the holiday or make-up day, or ""; may be NULL.
 * @param[out] known  false where the year's exceptions are not loaded and the
 *   weekly pattern is assumed; may be NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership *name is borrowed until the calendar is freed.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT outside the range; COMPLAINT_MISUSE
 *   for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_day(const complaint_calendar *calendar, complaint_day day,
                       int *kind, const char **name, bool *known,
                       complaint_error **error);

/**
 * Number of working days `d` with `from < d <= to`: the day of receipt is
 * day 0. Negative when `to` is before `from` (with `to < d <= from`).
 *
 * @param[in]  calendar  not NULL.
 * @param[in]  from  1900-01-01 to 2199-12-31.
 * @param[in]  to  1900-01-01 to 2199-12-31.
 * @param[out] count  working days.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT outside the range; COMPLAINT_MISUSE
 *   for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_count_days(const complaint_calendar *calendar,
                              complaint_day from, complaint_day to,
                              int64_t *count, complaint_error **error);

/**
 * The n-th working day after a day: the smallest `d` for which
 * complaint_calendar_count_days(from, d) is n; for n = 0 `from` itself, worked
 * or not; for a negative n the n-th working day strictly before `from` (the
 * first before a Sunday is the Friday).
 *
 * @param[in]  calendar  not NULL.
 * @param[in]  from  1900-01-01 to 2199-12-31.
 * @param[in]  n  working days.
 * @param[out] day  the day.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT when the answer lies outside the
 *   range; COMPLAINT_MISUSE for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_add_days(const complaint_calendar *calendar,
                            complaint_day from, int64_t n, complaint_day *day,
                            complaint_error **error);

/**
 * Working time between two instants, in microseconds; negative when `to` is
 * before `from`. Intervals are closed at their start, open at their end. An
 * instant is worked when clocks in the calendar's zone show a working time:
 * what clocks leap over does not count, what they go through twice counts
 * twice.
 *
 * @param[in]  calendar  not NULL.
 * @param[in]  from  in the range of complaint/limits.h.
 * @param[in]  to  in the range of complaint/limits.h.
 * @param[out] duration  microseconds of working time.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT outside the range; COMPLAINT_MISUSE
 *   for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_count_time(const complaint_calendar *calendar,
                              complaint_time from, complaint_time to,
                              int64_t *duration, complaint_error **error);

/**
 * The first instant at which a span of working time has passed since `from`:
 * the smallest `t >= from` with count_time(from, t) = duration.
 *
 * @param[in]  calendar  not NULL.
 * @param[in]  from  in the range of complaint/limits.h.
 * @param[in]  duration  microseconds of working time, not negative.
 * @param[out] time  the instant.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for a negative duration;
 *   COMPLAINT_LIMIT when the answer lies outside the range; COMPLAINT_MISUSE
 *   for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_add_time(const complaint_calendar *calendar,
                            complaint_time from, int64_t duration,
                            complaint_time *time, complaint_error **error);

/**
 * The instant at which a day's working hours end (close of business), or the
 * local midnight after it when the day has none. Hours that cross midnight
 * end on the day after. Where clocks go back over the end, the later instant;
 * where they leap over it, the instant of the leap.
 *
 * Every instant is in the range of complaint/limits.h, so that 24:00 of the
 * last day, or a close that the offset puts past either end, is refused.
 *
 * @param[in]  calendar  not NULL.
 * @param[in]  day  1900-01-01 to 2199-12-31.
 * @param[out] time  the instant.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT outside the range; COMPLAINT_MISUSE
 *   for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_calendar_close_of_day(const complaint_calendar *calendar,
                                complaint_day day, complaint_time *time,
                                complaint_error **error);

COMPLAINT_END

#endif
