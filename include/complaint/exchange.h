/* Exchange: registers in and out of files, and simulated ones. */
#ifndef COMPLAINT_EXCHANGE_H
#define COMPLAINT_EXCHANGE_H

#include <complaint/case.h>

COMPLAINT_BEGIN

/**
 * Import a CSV file by a mapping (docs/reference/mapping.md). The mapping
 * names source, encoding, procedure and calendar, says which column gives
 * which fact, how dates are written, and which transitions happened when.
 * Definitions that it names are installed; its catalog becomes the
 * register's where the register holds no case yet.
 *
 * Dates become `happened_at`; `recorded_at` is now. A row whose (source,
 * external number) is in the register already is left alone, so importing
 * twice changes nothing. Every other row lands whole, or is listed.
 *
 * Result: rows, imported, unchanged, rejected, encoding, dry_run, and
 * "rejects": a list of maps with line (of the file, from 1), column (its
 * name), value (its first 200 bytes), reason, in the order of lines; past
 * COMPLAINT_LIMIT_FACTS_MEMBERS they are only counted.
 *
 * @param[in]  self  the register; not NULL.
 * @param[in]  actor  who imports; not NULL.
 * @param[in]  path  the CSV file.
 * @param[in]  mapping_path  the mapping, YAML; files it names are relative to
 *   it.
 * @param[in]  options  "encoding" ("utf-8", "gbk", "gb18030", "utf-16le",
 *   "utf-16be", "detect"), "batch" (rows per transaction, 1000), "dry_run";
 *   NULL for none.
 * @param[out] out  the result; NULL on failure; may be NULL.
 * @param[out] error  with file, line and column.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK, also with rejected rows; COMPLAINT_INVALID for a
 *   mapping or a header that does not fit (missing columns are the items), or
 *   a wrong encoding; COMPLAINT_NOT_FOUND for a file; COMPLAINT_LIMIT;
 *   COMPLAINT_READ_ONLY; COMPLAINT_IO; COMPLAINT_FULL; COMPLAINT_BUSY;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE. Batches before a storage failure
 *   are kept; importing again continues.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_import_csv(complaint_register *self, const complaint_actor *actor,
                     const char *path, const char *mapping_path,
                     const complaint_facts *options, complaint_facts **out,
                     complaint_error **error);

/**
 * Fill a register with simulated complaints: an organisation of head office,
 * divisions and stores over some months, with channels, categories, products
 * in batches, seasons, one bad batch and one slow department; texts in
 * Chinese and English. Every case is marked "simulated". The same seed gives
 * the same complaints. Definitions (procedure, calendar, catalog,
 * organisation) are installed when missing. How often what happens is
 * invented. Cases of the last weeks stay open; a limit is missed now and then.
 * Any procedure is followed as it is written, mostly by the first way that
 * leads on: what a step requires is drawn so that its guard may hold, tasks are
 * answered, and a way that stays shut is left for the next.
 *
 * @param[in]  self  the register; not NULL.
 * @param[in]  options  "seed" (1), "cases" (2000), "months" (24), "until" (a
 *   time: end of the simulated span; required), "procedure" (one
 *   that is installed or bundled: "iso10002"), "plain" (true: filing and
 * closing only, by a procedure "plain" of two states, for measurements).
 * @param[out] out  result: simulated, cases, entries, seed, from, until,
 *   procedure, bad_batch, slow_unit; may be NULL.
 * @param[out] error  names the option.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID; COMPLAINT_LIMIT past 10 000 000
 *   cases or 600 months; storage statuses as complaint_import_csv().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_simulate(complaint_register *self, const complaint_facts *options,
                   complaint_facts **out, complaint_error **error);

COMPLAINT_END

#endif
