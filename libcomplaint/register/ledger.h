/* The register's own journal: what was set, installed and sealed, as a chain
 * like those of cases. Settings and definitions are its projections. */
#ifndef COMPLAINT_REGISTER_LEDGER_H
#define COMPLAINT_REGISTER_LEDGER_H

#include "register/stream.h"

#define COMPLAINT__LEDGER_SET "set"         /* {name, value} */
#define COMPLAINT__LEDGER_INSTALL "install" /* the row without its text */
#define COMPLAINT__LEDGER_SEAL "seal"       /* {number, digest} */

/* The setting that has no place in it: it only tells other processes that
 * something changed. */
#define COMPLAINT__SETTING_GENERATION "generation"

/* In a write transaction. `actor` may be NULL. */
int complaint__ledger_append(complaint_register *self, const char *kind,
                             const char *actor, const complaint_facts *facts,
                             complaint_error **error);
int complaint__ledger_set(complaint_register *self, const char *name,
                          const char *value, complaint_error **error);
int complaint__ledger_install(complaint_register *self,
                              const complaint_value *row,
                              complaint_error **error);
int complaint__ledger_seal(complaint_register *self, int64_t number,
                           const unsigned char *digest,
                           complaint_error **error);
/* How many entries it has, and the digest of the last (zeros for none). */
int complaint__ledger_head(complaint_register *self, int64_t *entries,
                           unsigned char head[COMPLAINT__DIGEST_SIZE],
                           complaint_error **error);
int complaint__ledger_row_digest(complaint__hasher *hasher,
                                 const complaint_value *row,
                                 unsigned char digest[COMPLAINT__DIGEST_SIZE],
                                 complaint_error **error);

/* Is the chain whole, and are settings, definitions and seals what it says?
 * *seals, of *seal_count, are the digests of the seals that it knows, by
 * number from 1: context memory. */
int complaint__examine_ledger(complaint_register *self,
                              complaint__problem *problem, void *data,
                              complaint__hash **seals, size_t *seal_count,
                              complaint_error **error);

#endif
