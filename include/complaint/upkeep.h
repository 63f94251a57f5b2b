/* A register as a whole: copies of it, room given back, older ones brought
 * forward. */
#ifndef COMPLAINT_UPKEEP_H
#define COMPLAINT_UPKEEP_H

#include <complaint/register.h>

COMPLAINT_BEGIN

/**
 * Copy a register, as of one moment, while others use it.
 *
 * `target` is a URI. From SQLite to SQLite the file is copied by SQLite's
 * online backup into "TARGET-partial", synchronised and only then given its
 * name, which must be free: nothing is ever overwritten. Between
 * backends ("postgresql:" included), or from memory, every row is read in one
 * transaction and inserted in another, which is how a register moves from one
 * to the other; the place must hold no register. The copy has the same id and
 * the same journal. What was made beside a file (the search) is not copied.
 *
 * @param[in]  self  not NULL; no batch open.
 * @param[in]  target  not NULL.
 * @param[out] error  names the target.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK when the copy is durable; COMPLAINT_EXISTS when there
 *   is something already, or the name is one that this register may use beside
 *   its own file ("-wal", "-shm", "-journal", "-search"); COMPLAINT_INVALID
 *   for another text than a URI; COMPLAINT_UNSUPPORTED for an unknown scheme or
 *   a place that forgets; COMPLAINT_NOT_FOUND without the folder;
 *   COMPLAINT_DENIED for a viewer; COMPLAINT_FULL, COMPLAINT_READ_ONLY,
 *   COMPLAINT_BUSY, COMPLAINT_IO, COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for
 *   NULL or within a batch.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_backup(complaint_register *self, const char *target,
                          complaint_error **error);

/**
 * Give back room in files that nothing needs any more.
 *
 * An SQLite file is written anew, which takes as much room again while it
 * lasts, and its log is emptied.
 *
 * @param[in]  self  not NULL; no batch open.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_UNSUPPORTED where the backend has nothing
 *   of the kind; COMPLAINT_BUSY when others use the register;
 *   COMPLAINT_READ_ONLY, COMPLAINT_FULL, COMPLAINT_IO, COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL or within a batch.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_compact(complaint_register *self, complaint_error **error);

/**
 * Bring a register of an older version of this library forward.
 *
 * First a backup is made; then, in one transaction, the schema and every row
 * are brought forward: whatever happens meanwhile, the power going included,
 * the register is the old one or the new one. Then the projections are built
 * anew from the journal; a migration that ended before this does it when it is
 * asked again. The journal itself is not changed. A register of today's
 * version is left as it is.
 *
 * `options` is a map: "dry_run" true changes nothing and makes no backup;
 * "backup" the URI of the backup (default: the register's with
 * "-version-N" at its end). The result is a map: from, to (versions),
 * migrated, and backup (the URI) where one was made.
 *
 * @param[in]  context  not NULL.
 * @param[in]  uri  not NULL.
 * @param[in]  options  NULL for none.
 * @param[out] out  the result; NULL on failure; may be NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_VERSION for a register of a newer library;
 *   COMPLAINT_EXISTS when the backup would overwrite something;
 *   COMPLAINT_NOT_FOUND; COMPLAINT_UNSUPPORTED where the backend cannot;
 *   COMPLAINT_BUSY when others use it; COMPLAINT_INVALID for an unknown
 *   option; COMPLAINT_CORRUPT, COMPLAINT_READ_ONLY, COMPLAINT_FULL,
 *   COMPLAINT_IO, COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time with this context's objects.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_migrate(complaint_context *context, const char *uri,
                           const complaint_facts *options,
                           complaint_facts **out, complaint_error **error);

COMPLAINT_END

#endif
