/* Seals of a register, and verifying it with all that can be asked. */
#ifndef COMPLAINT_SEAL_H
#define COMPLAINT_SEAL_H

#include <complaint/register.h>

COMPLAINT_BEGIN

/**
 * Seal the register: fix, under one Merkle root, the head of the chain of
 * every case that got entries since the seal before, how many entries it has,
 * the register's ledger and the digest of the seal before. What is under a
 * seal can be taken back unnoticed only together with the seal; where seals
 * are signed, or their digests kept elsewhere, not at all.
 *
 * Reads every case's row and every leaf once, and writes a leaf for each case
 * that changed: seal as often as the host wants to be able to tell, once a day
 * or after a tick. Nothing is sealed that contradicts an earlier seal.
 * The form is that of docs/reference/evidence.md (trees: RFC 6962, 2.1;
 * signatures: Ed25519, RFC 8032). The private key is used and not kept.
 *
 * The result is a map: number, sealed_at, cases, entries (of all of them),
 * added (leaves of this seal), leaves (of all seals), root, digest, previous
 * (hexadecimal digits) and, when signed, public_key, key_id and signature.
 *
 * @param[in]  self  not NULL.
 * @param[in]  key  an Ed25519 private key as PEM text without a password
 *   (`openssl genpkey -algorithm ed25519`); NULL: not signed.
 * @param[out] out  the result; NULL on failure; may be NULL.
 * @param[out] error  field "key", or the relation that contradicts.
 * @ownership *out is the caller's: complaint_facts_free(). The key stays the
 *   caller's.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for another key; COMPLAINT_CORRUPT
 *   when a sealed case is gone or is not what it was; COMPLAINT_READ_ONLY;
 *   COMPLAINT_IO; COMPLAINT_FULL; COMPLAINT_BUSY; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_seal(complaint_register *self, const char *key,
                        complaint_facts **out, complaint_error **error);

/**
 * As complaint_register_verify(), with options. On several threads each reads
 * with a handle of its own where the store can be opened again (a file, a
 * server); a register in memory, or in a batch, is read by one. All is read
 * whoever looks (complaint_register_view_as()): problems name cases, rows and
 * columns, and never say what stands in them.
 *
 * The result has besides: bytes (that digests of entries were taken of), seals,
 * sealed_entries (of journals, under the newest seal), threads and unreadable
 * (cases, among those counted, of which damage kept rows from being read).
 * Damage is told and stepped over: the other cases are verified. Where a store
 * cannot tell which cases lie in a damaged place, the problem is one of "case"
 * without a case_id, and its key two ids, "A..B": those between them. A case
 * that can be found by its number and not by its id is named, and a number that
 * a counter gave and no case has is told; where the store finds itself damaged,
 * each case is read twice, in step with the others and by its id.
 *
 * @param[in]  self  not NULL.
 * @param[in]  options  a map: "threads" (at most COMPLAINT_LIMIT_THREADS; 0:
 *   one for each core; 1, the default, works in the caller's), "key" (an
 *   Ed25519 key as PEM: every seal must be signed with it), "seal" (the digest
 *   of a seal as it was kept elsewhere: it must still be there), "store"
 *   (false: leave the store's own structure alone), "projections" (false: look
 *   at chains, commitments, seals and numbers alone, several times faster; a
 *   case's row must still know of all its entries, but rows that differ from
 *   what the journal says are not found), "problems" (listed in full, 1 to
 *   COMPLAINT_LIMIT_PROBLEMS; 1000 is the default; a hundred times as many
 *   cases are named); NULL for none.
 * @param[out] out  the result, also with COMPLAINT_CORRUPT; NULL on other
 *   failures; may be NULL.
 * @param[out] error  the first problem.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return as complaint_register_verify(); COMPLAINT_INVALID and
 *   COMPLAINT_LIMIT for options.
 * @threads One thread at a time. With more than one of its own, the
 *   environment's functions are called from all of them.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_verify_with(complaint_register *self,
                               const complaint_facts *options,
                               complaint_facts **out, complaint_error **error);

COMPLAINT_END

#endif
