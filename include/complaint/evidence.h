/* Evidence: whole histories of cases in one file, which somebody who does not
 * have the register, or this library, can verify. */
#ifndef COMPLAINT_EVIDENCE_H
#define COMPLAINT_EVIDENCE_H

#include <complaint/register.h>

COMPLAINT_BEGIN

/**
 * Write an evidence pack (docs/reference/evidence.md): journals of cases with
 * their chains, the definitions that they were handled by, the newest seal
 * and, for each case that is in it, the path from its sealed head to the root.
 * examples/evidence/verify_pack.py verifies it with Python's standard library.
 *
 * Personal facts are left out unless asked for; commitments to them stay, so
 * that they can be shown later. A file that is there is replaced when the pack
 * is whole and synchronised, and not before; a file of the register itself is
 * not.
 *
 * The result is a map: path, cases, entries, sealed_cases, bytes, sha256.
 *
 * @param[in]  self  not NULL.
 * @param[in]  path  the file; at most COMPLAINT_LIMIT_TITLE bytes.
 * @param[in]  options  a map: "cases" (a list of ids, numbers or external
 *   numbers), or "filter" (as of complaint_register_list()); without either
 *   all cases; "personal" (true: with personal facts); "key" (an Ed25519
 *   private key as PEM: the pack itself is signed); NULL for none.
 * @param[out] out  the result; NULL on failure; may be NULL.
 * @param[out] error  names the option, or the file.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for options; COMPLAINT_EXISTS when
 *   the path is one of the register's own files or a name that it may use
 *   beside itself; COMPLAINT_NOT_FOUND for a case; COMPLAINT_DENIED for a
 *   viewer who may not see everything; COMPLAINT_CORRUPT; COMPLAINT_IO;
 *   COMPLAINT_FULL; COMPLAINT_LIMIT; COMPLAINT_BUSY in a batch that met
 *   another, else only after 41 attempts; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_evidence_write(complaint_register *self, const char *path,
                         const complaint_facts *options, complaint_facts **out,
                         complaint_error **error);

/**
 * Verify an evidence pack: every digest, every link of the chains, every
 * commitment to personal facts that are there, the seal, its signature, the
 * paths to its root, and that no byte of the file is another.
 *
 * The result is a map: register, made_at, cases, entries, sealed_entries,
 * definitions, personal and withheld (entries whose personal facts are there,
 * and are not: left out or erased), seal (its number, 0 for none), sealed_at,
 * seal_key and pack_key (public keys, "" for none), problems (a list of maps:
 * line, what), at most 1000 of them, and problem_count.
 *
 * @param[in]  context  not NULL.
 * @param[in]  path  the file.
 * @param[in]  options  a map: "key" (an Ed25519 key as PEM: seal, and pack
 *   where it is signed, must be signed with it), "seal" (the digest of the seal
 *   as it was kept elsewhere); NULL for none.
 * @param[out] out  the result, also with COMPLAINT_CORRUPT; NULL on other
 *   failures; may be NULL.
 * @param[out] error  the first problem.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK when all is well; COMPLAINT_CORRUPT when not;
 *   COMPLAINT_INVALID for options; COMPLAINT_NOT_FOUND for the file;
 *   COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_evidence_verify(complaint_context *context, const char *path,
                          const complaint_facts *options, complaint_facts **out,
                          complaint_error **error);

COMPLAINT_END

#endif
