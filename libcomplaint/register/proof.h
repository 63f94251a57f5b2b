/* What can be proved of a register's cases to somebody who does not have it:
 * the forms that digests are taken of, and places in the newest seal. */
#ifndef COMPLAINT_REGISTER_PROOF_H
#define COMPLAINT_REGISTER_PROOF_H

#include <complaint/register.h>

#include "base/merkle.h"
#include "model/relation.h"

/* What digests are taken of, at the end of a buffer: of an entry of a journal,
 * a leaf, a seal. */
void complaint__entry_form(complaint__buffer *buffer,
                           const complaint_value *row);
void complaint__leaf_form(complaint__buffer *buffer, const char *case_id,
                          int64_t entries, const complaint__hash head);
void complaint__seal_form(complaint__buffer *buffer, const char *register_id,
                          const complaint_value *row);
/* Hash of a leaf as the tree has it. */
int complaint__leaf_hash(complaint__hasher *hasher, complaint__buffer *form,
                         const char *case_id, int64_t entries,
                         const complaint__hash head, complaint__hash out,
                         complaint_error **error);

/* The newest seal and its tree. */
typedef struct complaint__proofs complaint__proofs;
int complaint__proofs_new(complaint_register *self, complaint__proofs **out,
                          complaint_error **error);
void complaint__proofs_free(complaint__proofs *proofs);
/* NULL when nothing is sealed. */
const complaint_record *complaint__proofs_seal(const complaint__proofs *proofs);

typedef struct complaint__proof {
    int64_t entries; /* of the case that are sealed */
    const unsigned char *head;
    size_t index;
    size_t size; /* of the path */
    complaint__hash path[COMPLAINT__MERKLE_DEPTH];
} complaint__proof;
/* False for a case that is in no seal. The head is borrowed. */
bool complaint__proofs_find(const complaint__proofs *proofs,
                            const char *case_id, complaint__proof *proof);
const char *complaint__register_id(const complaint_register *self);

#endif
