/* Seals, verifying a register, packs of evidence. What is wrong is listed by a
 * tree that travels with the error. */
#include "core.h"

core_result core_register_seal(core_register *self, const char *key,
                               complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_seal(self->handle, key, out, &error));
    return core_made(status, error, NULL);
}

/* The tree is the caller's when all is well, and the error's when not. */
static core_result with_tree(int status, complaint_error *error,
                             complaint_facts *tree, complaint_facts **out)
{
    core_result result = core_made(status, error, NULL);

    if (status == COMPLAINT_OK)
        *out = tree;
    else
        result.tree = tree;
    return result;
}

core_result core_register_verify(core_register *self,
                                 const complaint_facts *options,
                                 complaint_facts **out)
{
    complaint_error *error = NULL;
    complaint_facts *tree = NULL;
    int status;

    CORE_LOCKED(
        self, status,
        complaint_register_verify_with(self->handle, options, &tree, &error));
    return with_tree(status, error, tree, out);
}

core_result core_register_evidence(core_register *self, const char *path,
                                   const complaint_facts *options,
                                   complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(
        self, status,
        complaint_evidence_write(self->handle, path, options, out, &error));
    return core_made(status, error, NULL);
}

core_result core_session_evidence_verify(core_session *self, const char *path,
                                         const complaint_facts *options,
                                         complaint_facts **out)
{
    complaint_error *error = NULL;
    complaint_facts *tree = NULL;
    int status = complaint_evidence_verify(self->context->context, path,
                                           options, &tree, &error);

    return with_tree(status, error, tree, out);
}
