/* What a host may put in place of the library's surroundings: memory, clock,
 * random numbers, log, time zones. A weaker promise than the main headers: a
 * new revision may add members at the end. */
#ifndef COMPLAINT_SYS_ENVIRONMENT_H
#define COMPLAINT_SYS_ENVIRONMENT_H

#include <complaint/time.h>

COMPLAINT_BEGIN

/** Weight of a log line. */
enum complaint_log_level {
    COMPLAINT_LOG_DEBUG = 0,
    COMPLAINT_LOG_INFO = 1,
    COMPLAINT_LOG_WARNING = 2,
    COMPLAINT_LOG_ERROR = 3
};

/**
 * The surroundings. Zero-fill, set `struct_size = sizeof`, fill in what is to
 * be replaced; a NULL function keeps the default. Every function may be
 * called from any thread that uses the context, also from two at once.
 */
typedef struct complaint_environment {
    /** sizeof(complaint_environment) of the caller. */
    size_t struct_size;
    /** Given to each function as its first argument. */
    void *user_data;
    /**
     * Allocate, resize or free, as realloc(3): `size` 0 frees and returns
     * NULL; otherwise memory aligned for any type, or NULL when exhausted.
     * Third-party libraries (SQLite, libcrypto) keep their own.
     */
    void *(*reallocate)(void *user_data, void *memory, size_t size);
    /** The time now. Must never be COMPLAINT_TIME_NONE. */
    complaint_time (*now)(void *user_data);
    /** Fill `size` bytes with unpredictable bits; 0, or not 0 on failure. */
    int (*random)(void *user_data, void *bytes, size_t size);
    /** Take one line (UTF-8, no line break), valid during the call only. */
    void (*log)(void *user_data, int level, const char *line);
    /** Called once when the last object of the context is gone. */
    void (*destroy)(void *user_data);
    /**
     * Give the rules of a time zone such as "Europe/London" as a TZif file
     * (RFC 8536): write at most *size bytes, set *size. 0; 1 when there is no
     * such zone; any other number on failure. The name has been checked:
     * letters, digits, "_", "+", "-", parts between slashes. The default
     * reads /usr/share/zoneinfo and no environment variable.
     */
    int (*zone)(void *user_data, const char *name, void *bytes, size_t *size);
} complaint_environment;

COMPLAINT_END

#endif
