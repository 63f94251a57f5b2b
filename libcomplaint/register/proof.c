/* Places of cases in the newest seal: see proof.h. */
#include "register/seal.h"

#include "base/failure.h"

#include <string.h>

struct complaint__proofs {
    complaint_context *context;
    complaint_record *seal;
    complaint__leaves leaves;
    complaint__merkle_levels *levels;
};

const char *complaint__register_id(const complaint_register *self)
{
    return self->id;
}

static int load(complaint__proofs *proofs, complaint_register *self,
                complaint_error **error)
{
    complaint__hasher hasher;
    int status = complaint__hasher_open(&hasher, self->context, error);

    if (status == COMPLAINT_OK)
        status = complaint__seal_last(self, &proofs->seal, error);
    if (status == COMPLAINT_OK && proofs->seal != NULL)
        status = complaint__leaves_load(self, &hasher, &proofs->leaves, error);
    if (status == COMPLAINT_OK && proofs->seal != NULL &&
        proofs->seal->values[complaint__seal_leaves].integer !=
            (int64_t)proofs->leaves.count)
        status = complaint__fail(self->context, error, COMPLAINT_CORRUPT,
                                 "seal.damaged", "leaf",
                                 "the seals are damaged: verify says where");
    if (status == COMPLAINT_OK && proofs->seal != NULL)
        status = complaint__merkle_levels_new(&hasher, proofs->leaves.hashes,
                                              proofs->leaves.count,
                                              &proofs->levels, error);
    complaint__hasher_close(&hasher);
    return status;
}

int complaint__proofs_new(complaint_register *self, complaint__proofs **out,
                          complaint_error **error)
{
    complaint__proofs *proofs =
        complaint__alloc_array(self->context, 1, sizeof *proofs);
    int status;

    *out = NULL;
    if (proofs == NULL)
        return complaint__fail_memory(error);
    proofs->context = proofs->leaves.context = self->context;
    status = load(proofs, self, error);
    if (status == COMPLAINT_OK)
        *out = proofs;
    else
        complaint__proofs_free(proofs);
    return status;
}

void complaint__proofs_free(complaint__proofs *proofs)
{
    if (proofs == NULL)
        return;
    complaint_record_free(proofs->seal);
    complaint__merkle_levels_free(proofs->levels);
    if (proofs->leaves.context != NULL)
        complaint__leaves_free(&proofs->leaves);
    complaint__free(proofs->context, proofs);
}

const complaint_record *complaint__proofs_seal(const complaint__proofs *proofs)
{
    return proofs->seal;
}

bool complaint__proofs_find(const complaint__proofs *proofs,
                            const char *case_id, complaint__proof *proof)
{
    const complaint__sealed *leaf =
        proofs->seal == NULL ? NULL
                             : complaint__leaves_find(&proofs->leaves, case_id);

    if (leaf == NULL)
        return false;
    proof->entries = leaf->entries;
    proof->head = leaf->head;
    proof->index = (size_t)(leaf - proofs->leaves.of);
    proof->size =
        complaint__merkle_path(proofs->levels, proof->index, proof->path);
    return true;
}
