/* Files of registers that were damaged or tampered with, opened as they are,
 * and what verifying tells of them. How they are damaged is each test's own. */
#ifndef TESTS_REGISTER_DAMAGED_H
#define TESTS_REGISTER_DAMAGED_H

#include "register/desk.h"

/* The register of this file, read only. The status of opening it. */
int damaged_open(complaint_context *context, const char *path,
                 complaint_register **out, complaint_error **error);
/* Opened, verified with these options, which may be NULL, and closed: NULL
 * when it cannot be opened, with the status in *opened. That verifying comes
 * to an end is asserted; `what` is said where it does not. */
complaint_facts *damaged_verify(complaint_context *context, const char *path,
                                const complaint_facts *options,
                                const char *what, int *opened);
/* A member of a problem, or of the result. */
const char *damaged_text(const complaint_facts *map, const char *name);
int64_t damaged_number(const complaint_facts *map, const char *name);

#endif
