/* The conformance kit: what every storage backend must do, as functions that
 * ask its table of verbs. Needs the public headers only, so that the author of
 * a backend can link it. See README.md. */
#ifndef TESTS_CONFORMANCE_CONFORMANCE_H
#define TESTS_CONFORMANCE_CONFORMANCE_H

#include <complaint/sys/backend.h>

/* What a backend can do beyond the verbs; cases that need more are skipped,
 * visibly. */
enum conformance_ability {
    CONFORMANCE_PERSISTENT = 1, /* what was committed survives a close */
    CONFORMANCE_SHARED = 2      /* two stores may be open on one address */
};

typedef struct conformance_harness conformance_harness;
struct conformance_harness {
    const char *name; /* of this configuration */
    const complaint_backend *backend;
    unsigned abilities;
    /* Steps of the random run; 0: 20 000. */
    size_t steps;
    /* A fresh address, given to open; valid until wipe. */
    const char *(*create)(conformance_harness *harness);
    /* Remove what lies at the address; may be NULL. */
    void (*wipe)(conformance_harness *harness);
    void *data;
};

/* Run every case; lines in the Test Anything Protocol go to stdout. The number
 * of cases that failed. */
int conformance_run(conformance_harness *harness);

/* --- For the cases themselves. --- */

#define CONFORMANCE_COLUMNS 64

/* One case while it runs. */
typedef struct conformance {
    conformance_harness *harness;
    const complaint_backend *backend;
    complaint_context *context;
    complaint_store *store; /* open, with relations */
    const char *address;
    complaint_error *error; /* of the last verb */
    char fault[512];        /* first check that failed; "" for none */
} conformance;

typedef struct conformance_case {
    const char *sentence;
    unsigned needs;
    void (*run)(conformance *c);
} conformance_case;

extern const conformance_case conformance_row_cases[];
extern const conformance_case conformance_scan_cases[];
extern const conformance_case conformance_store_cases[];
extern const conformance_case conformance_random_cases[];

/* Stop the case when the condition does not hold. */
#define CONFORM(c, condition)                                                  \
    do {                                                                       \
        if (!(condition)) {                                                    \
            conformance_fault((c), __FILE__, __LINE__, #condition);            \
            return;                                                            \
        }                                                                      \
    } while (0)
/* The same for a verb and the status it must answer. */
#define CONFORM_STATUS(c, call, status)                                        \
    do {                                                                       \
        if (!conformance_status((c), __FILE__, __LINE__, #call, (call),        \
                                (status)))                                     \
            return;                                                            \
    } while (0)
#define CONFORM_OK(c, call) CONFORM_STATUS(c, call, COMPLAINT_OK)

void conformance_fault(conformance *c, const char *file, int line,
                       const char *text);
bool conformance_status(conformance *c, const char *file, int line,
                        const char *call, int status, int expected);

/* Close and open again at the same address. */
int conformance_reopen(conformance *c);

/* Values. */
complaint_value conformance_null(void);
complaint_value conformance_integer(int64_t integer);
complaint_value conformance_text(const char *text);
complaint_value conformance_bytes(const void *bytes, size_t size);
int conformance_compare(const complaint_value *a, const complaint_value *b);
bool conformance_same_row(const complaint_relation *relation,
                          const complaint_value *a, const complaint_value *b);
size_t conformance_key_count(const complaint_relation *relation);
int conformance_type(const complaint_relation *relation, size_t column);
/* Index by name; NULL when there is none. */
const complaint_index *conformance_index(const complaint_relation *relation,
                                         const char *name);
/* Set a column by name. */
void conformance_set(const complaint_relation *relation,
                     complaint_value *values, const char *column,
                     complaint_value value);
complaint_value conformance_of(const complaint_relation *relation,
                               const complaint_value *values,
                               const char *column);

/* A row with every column that must be set; `number` makes key and unique
 * columns differ. The texts live in `room`. */
typedef struct conformance_row {
    complaint_value values[CONFORMANCE_COLUMNS];
    char room[CONFORMANCE_COLUMNS][40];
} conformance_row;
void conformance_fill(const complaint_relation *relation, int number,
                      conformance_row *row);

#endif
