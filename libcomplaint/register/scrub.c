/* After an erasure: its traces in the store's files. That there are some is
 * noted in the transaction that erased, so that whoever comes next can finish
 * what was interrupted. */
#include "register/search.h"

#include "base/failure.h"

#include <complaint/privacy.h>

static int forget_note(complaint_register *self, complaint_error **error)
{
    char *note;
    bool began;
    int attempt = 0;
    int status = complaint__setting_get(self, COMPLAINT__TRACES, &note, error);

    if (status != COMPLAINT_OK || note == NULL)
        return status;
    complaint__free(self->context, note);
    do {
        status = complaint__register_begin(self, &began, error);
        if (status != COMPLAINT_OK)
            return status;
        status = complaint__setting_put(self, COMPLAINT__TRACES, NULL, error);
        status = complaint__register_end(self, began, status, error);
    } while (complaint__register_again(self, status, &attempt, error));
    return status;
}

int complaint_register_scrub(complaint_register *self, complaint_error **error)
{
    int status = complaint__register_usable(self, error);

    if (status != COMPLAINT_OK)
        return status;
    if (self->in_batch)
        return complaint__fail(self->context, error, COMPLAINT_MISUSE,
                               "register.batch", "self",
                               "a batch is open already");
    status = complaint__search_forget(self, error);
    if (status == COMPLAINT_OK)
        status = complaint__store_scrub(self->store, error);
    return status == COMPLAINT_OK ? forget_note(self, error) : status;
}

int complaint__register_forget_traces(complaint_register *self,
                                      complaint_error **error)
{
    complaint_error *local = NULL;
    char *note;
    int status;

    self->scrub = self->in_batch;
    if (self->in_batch)
        return COMPLAINT_OK;
    status = complaint__setting_get(self, COMPLAINT__TRACES, &note, error);
    if (status != COMPLAINT_OK || note == NULL)
        return status;
    complaint__free(self->context, note);
    status = complaint_register_scrub(self, &local);
    if (status == COMPLAINT_UNSUPPORTED) /* the note stays */
        status = COMPLAINT_OK;
    if (status != COMPLAINT_OK)
        status = complaint__fail(
            self->context, error, status, "erase.traces", "register",
            "it is erased, and traces are left in files until the register "
            "is scrubbed: %s",
            complaint_error_message(local));
    complaint_error_free(local);
    return status;
}
