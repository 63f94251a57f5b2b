/* Statuses: what every fallible call returns. */
#ifndef COMPLAINT_STATUS_H
#define COMPLAINT_STATUS_H

#include <complaint/export.h>

COMPLAINT_BEGIN

/**
 * The stable categories of outcome. A call that can fail returns one of them
 * as `int`: 0 for success, negative for failure. Numbers never change; new
 * ones may be added at the end, so hosts keep a default branch.
 */
enum complaint_status {
    /** Done. */
    COMPLAINT_OK = 0,
    /** An input is malformed or out of range; the error names the field. */
    COMPLAINT_INVALID = -1,
    /** The call itself is wrong: NULL, closed, or out of order. */
    COMPLAINT_MISUSE = -2,
    /** What was asked for does not exist. */
    COMPLAINT_NOT_FOUND = -3,
    /** It exists already (id, number, external number, definition). */
    COMPLAINT_EXISTS = -4,
    /** Somebody else changed the case meanwhile; read again and retry. */
    COMPLAINT_CONFLICT = -5,
    /** The procedure does not allow this now. */
    COMPLAINT_REFUSED = -6,
    /** Required facts are missing; the error lists all of them. */
    COMPLAINT_INCOMPLETE = -7,
    /** The actor's roles do not give this right. */
    COMPLAINT_DENIED = -8,
    /** A stated bound (complaint/limits.h) is exceeded. */
    COMPLAINT_LIMIT = -9,
    /** Memory is exhausted. */
    COMPLAINT_NO_MEMORY = -10,
    /** The system refused to read or write. */
    COMPLAINT_IO = -11,
    /** The disk or quota is full; nothing was half-written. */
    COMPLAINT_FULL = -12,
    /** The register was opened, or lies, where it cannot be written. */
    COMPLAINT_READ_ONLY = -13,
    /** Stored data is damaged, altered, or of another program. */
    COMPLAINT_CORRUPT = -14,
    /** The store was written by a newer version than this one. */
    COMPLAINT_VERSION = -15,
    /** Another process holds the store; try again. */
    COMPLAINT_BUSY = -16,
    /** This build or this backend cannot do it. */
    COMPLAINT_UNSUPPORTED = -17
};

/**
 * Name a status as the identifier's last part, in lower case ("not_found").
 *
 * @param[in] status  any value; an unknown one gives "unknown".
 * @ownership The text is static.
 * @return the name, never NULL; no status.
 * @threads Any thread, any time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_status_name(int status);

/**
 * Version of the library that is running, as "MAJOR.MINOR.PATCH".
 *
 * Compare with COMPLAINT_VERSION_STRING, the version compiled against.
 *
 * @ownership The text is static.
 * @return the version, never NULL; no status.
 * @threads Any thread, any time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_version(void);

COMPLAINT_END

#endif
