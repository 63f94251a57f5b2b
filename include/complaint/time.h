/* Times and days: plain numbers, and how they are read and written. */
#ifndef COMPLAINT_TIME_H
#define COMPLAINT_TIME_H

#include <complaint/error.h>

COMPLAINT_BEGIN

/** An instant: microseconds since 1970-01-01T00:00:00 UTC. */
typedef int64_t complaint_time;

/** A civil day: days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int64_t complaint_day;

/** Stands for "no time": unset, unknown, not yet. */
#define COMPLAINT_TIME_NONE INT64_MIN

/** One second, minute, hour and day in microseconds. */
#define COMPLAINT_SECOND INT64_C(1000000)
#define COMPLAINT_MINUTE (60 * COMPLAINT_SECOND)
#define COMPLAINT_HOUR (60 * COMPLAINT_MINUTE)
#define COMPLAINT_DAY (24 * COMPLAINT_HOUR)

/** Bytes that complaint_time_format() may need, the final NUL included. */
#define COMPLAINT_TIME_TEXT_SIZE 40

/**
 * Read a time of RFC 3339 or ISO 8601: "2019-04-25T09:32:09Z",
 * "2019-04-25 09:32:09.5+08:00", "2019-04-25T09:32", "2019-04-25".
 *
 * The separator is 'T', 't' or one space; the offset 'Z', 'z', "+08:00",
 * "+0800" or "+08"; a fraction of a second has 1 to 9 digits, of which those
 * past the sixth are cut. A text without its own offset is taken in
 * `offset_seconds`; a date alone means the start of that day. Range:
 * COMPLAINT_LIMIT_TIME_MIN to _MAX. Leap seconds (":60") are refused.
 *
 * @param[in]  text  UTF-8; not NULL.
 * @param[in]  offset_seconds  east of UTC, -86399 to 86399.
 * @param[out] out  the time; untouched on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for another shape or an impossible
 *   date; COMPLAINT_LIMIT outside the range; COMPLAINT_MISUSE for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_time_parse(const char *text, int offset_seconds, complaint_time *out,
                     complaint_error **error);

/**
 * Write a time as RFC 3339 with offset ("2019-04-25T09:32:09+08:00"; "Z" for
 * 0), microseconds only where they are not zero.
 *
 * @param[in]  time  COMPLAINT_TIME_NONE writes "".
 * @param[in]  offset_seconds  east of UTC, whole minutes, -86340 to 86340.
 * @param[out] text  at least COMPLAINT_TIME_TEXT_SIZE bytes; not NULL.
 * @param[in]  size  size of `text`.
 * @ownership The buffer stays the caller's.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for an offset out of range;
 *   COMPLAINT_LIMIT for a time out of range; COMPLAINT_MISUSE for NULL or a
 *   buffer too small (the text is then "").
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int complaint_time_format(complaint_time time,
                                                          int offset_seconds,
                                                          char *text,
                                                          size_t size);

/**
 * Read a date "YYYY-MM-DD".
 *
 * @param[in]  text  exactly ten characters; not NULL.
 * @param[out] out  the day; untouched on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for another shape or an impossible
 *   date; COMPLAINT_LIMIT before 1900 or after 2199; COMPLAINT_MISUSE for
 *   NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_day_parse(const char *text, complaint_day *out,
                    complaint_error **error);

/**
 * Write a day as "YYYY-MM-DD".
 *
 * @param[in]  day  in the range of complaint_day_parse().
 * @param[out] text  at least COMPLAINT_TIME_TEXT_SIZE bytes; not NULL.
 * @param[in]  size  size of `text`.
 * @ownership The buffer stays the caller's.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT for a day out of range;
 *   COMPLAINT_MISUSE for NULL or a buffer too small.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_day_format(complaint_day day, char *text, size_t size);

/**
 * The civil day that an instant falls on at a fixed offset.
 *
 * @param[in] time  any time in range.
 * @param[in] offset_seconds  east of UTC.
 * @ownership Nothing is handed over.
 * @return the day; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API complaint_day complaint_day_of_time(complaint_time time,
                                                  int offset_seconds);

COMPLAINT_END

#endif
