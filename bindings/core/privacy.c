/* Personal data: who looks, what is erased, kept, given out. */
#include "core.h"

core_result core_register_view_as(core_register *self, core_actor *viewer)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(
        self, status,
        complaint_register_view_as(self->handle, viewer->handle, &error));
    return core_made(status, error, NULL);
}

core_result core_register_view_all(core_register *self)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_view_as(self->handle, NULL, &error));
    return core_made(status, error, NULL);
}

core_result core_register_scrub(core_register *self)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status, complaint_register_scrub(self->handle, &error));
    return core_made(status, error, NULL);
}

core_result core_register_retain(core_register *self, core_actor *actor,
                                 const complaint_facts *options,
                                 complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_retain(self->handle, actor->handle, options,
                                          out, &error));
    return core_made(status, error, NULL);
}

core_result core_register_erase_person(core_register *self, core_actor *actor,
                                       const complaint_facts *person,
                                       const complaint_facts *what,
                                       complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_erase_person(self->handle, actor->handle,
                                                person, what, out, &error));
    return core_made(status, error, NULL);
}

core_result core_register_export_person(core_register *self, core_actor *actor,
                                        const complaint_facts *person,
                                        complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_export_person(self->handle, actor->handle,
                                                 person, out, &error));
    return core_made(status, error, NULL);
}

core_result core_register_person_page(core_register *self, core_actor *actor,
                                      const complaint_facts *person,
                                      const char *language, core_text *text)
{
    complaint_error *error = NULL;
    complaint_facts *found = NULL;
    int status;

    text->context = self->context;
    CORE_LOCKED(self, status,
                complaint_register_export_person(self->handle, actor->handle,
                                                 person, &found, &error));
    if (status == COMPLAINT_OK)
        status =
            complaint_report_person(self->context->context, found, language,
                                    &text->data, &text->size, &error);
    complaint_facts_free(found);
    return core_made(status, error, NULL);
}

core_result core_case_erase(core_case *self, core_actor *actor,
                            const complaint_facts *what, complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(
        self, status,
        complaint_case_erase(self->handle, actor->handle, what, out, &error));
    return core_made(status, error, NULL);
}
