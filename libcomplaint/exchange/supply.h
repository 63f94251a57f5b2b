/* Facts for a step of any procedure: what it requires, drawn at random so that
 * its guard may hold. Works on descriptions, as complaint_procedure_describe()
 * makes them; what values look like is the caller's, whether the step is
 * allowed the procedure's. */
#ifndef COMPLAINT_EXCHANGE_SUPPLY_H
#define COMPLAINT_EXCHANGE_SUPPLY_H

#include <complaint/facts.h>

#include "exchange/random.h"

/* A value that no list of values and no condition gives. */
typedef struct complaint__wanted {
    const char *owner; /* of a member or of a list's entry; NULL: of none */
    const char *key;   /* NULL: one more entry of a list */
    const char *type;  /* of a fact; "unit", or "limit": a time to come */
} complaint__wanted;

/* Set it in a map or list; only "text", "code", "integer", "boolean", "time",
 * "money", "unit" and "limit" are asked for. */
typedef int complaint__supply_value(void *data, complaint_facts *into,
                                    const complaint__wanted *wanted,
                                    complaint_error **error);

typedef struct complaint__supply {
    const complaint_facts *procedure; /* described */
    complaint__random *random;
    complaint__supply_value *value;
    void *data;
} complaint__supply;

/* Add to `out` what the step ("facts", and "guard" where there is one) asks
 * for and what is not there yet, a share of the optional facts with it. */
int complaint__supply_step(const complaint__supply *self,
                           const complaint_facts *step, double optional,
                           complaint_facts *out, complaint_error **error);

#endif
