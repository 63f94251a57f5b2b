/* Seals: a Merkle tree that grows, over the heads of the chains of cases. Each
 * seal adds a leaf for every case that got entries since the one before. The
 * forms are described in docs/reference/evidence.md. */
#ifndef COMPLAINT_REGISTER_SEAL_H
#define COMPLAINT_REGISTER_SEAL_H

#include <complaint/seal.h>

#include "register/ledger.h"
#include "register/proof.h"

/* The first 16 digits of the digest of a public key. */
#define COMPLAINT__KEY_ID_SIZE 17
int complaint__key_id(complaint_context *context, const void *public_key,
                      char id[COMPLAINT__KEY_ID_SIZE], complaint_error **error);

/* ---- leaves in memory ---- */

typedef struct complaint__sealed {
    char case_id[COMPLAINT__ID_SIZE];
    bool seen; /* for the user */
    int64_t seal;
    int64_t entries;
    complaint__hash head;
} complaint__sealed;

/* All leaves in the order of the tree, and the newest of each case. */
typedef struct complaint__leaves {
    complaint_context *context;
    complaint__sealed *of;
    complaint__hash *hashes; /* of the tree, one for each */
    size_t count;
    size_t capacity;
    size_t cases;
    size_t *places; /* of the newest, counted from 1; by the id's hash */
    size_t place_count;
    complaint__merkle tree;
    complaint__buffer form; /* of a leaf */
} complaint__leaves;
int complaint__leaves_load(complaint_register *self, complaint__hasher *hasher,
                           complaint__leaves *leaves, complaint_error **error);
int complaint__leaves_add(complaint__leaves *leaves, complaint__hasher *hasher,
                          const char *case_id, int64_t seal, int64_t entries,
                          const unsigned char *head, complaint_error **error);
void complaint__leaves_free(complaint__leaves *leaves);
/* The newest of a case; NULL when it is in no seal. */
complaint__sealed *complaint__leaves_find(const complaint__leaves *leaves,
                                          const char *case_id);

/* ---- verifying (examine_seals.c) ---- */

typedef struct complaint__root {
    int64_t number;
    int64_t leaves;
    complaint__hash root;
} complaint__root;

/* The roots of all seals, met one after another while leaves are added in
 * their order. */
typedef struct complaint__roots {
    complaint_context *context;
    complaint__root *of;
    size_t count;
    size_t at;
    bool broken; /* one was not met: none after it can be */
    int64_t entries;
    complaint__merkle tree;
    complaint__buffer form;
} complaint__roots;

/* What the caller demands of seals. */
typedef struct complaint__seal_wish {
    const unsigned char *key; /* that all are signed with; NULL: any */
    const char *digest;       /* of one that must be there; NULL: none */
} complaint__seal_wish;

/* The seals as a chain, against the ledger's, with their signatures. */
int complaint__examine_seals(complaint_register *self,
                             const complaint__seal_wish *wish,
                             complaint__hash *ledger, size_t ledger_count,
                             complaint__problem *problem, void *data,
                             complaint__roots *roots, complaint_error **error);
int complaint__roots_add(complaint__roots *roots, complaint__hasher *hasher,
                         const complaint_value *row,
                         complaint__problem *problem, void *data,
                         complaint_error **error);
/* After the last leaf. */
int complaint__roots_end(complaint__roots *roots, complaint__hasher *hasher,
                         complaint__problem *problem, void *data,
                         complaint_error **error);
void complaint__roots_free(complaint__roots *roots);

/* The newest seal as an owned copy; NULL when there is none. */
int complaint__seal_last(complaint_register *self, complaint_record **out,
                         complaint_error **error);

#endif
