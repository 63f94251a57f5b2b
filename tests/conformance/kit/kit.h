/* What the cases of the conformance kit share. Needs the public headers only;
 * what a backend's author sees is complaint/sys/conformance.h. */
#ifndef CONFORMANCE_KIT_H
#define CONFORMANCE_KIT_H

#include <complaint/sys/conformance.h>

#define KIT_COLUMNS 64
#define KIT_SEED UINT64_C(10002)

/* One case while it runs. */
typedef struct kit {
    const complaint_conformance_harness *harness;
    complaint_backend backend; /* what the table has, NULL beyond its size */
    complaint_context *context;
    complaint_store *store; /* open, with relations */
    const char *address;
    complaint_error *error; /* of the last verb */
    uint64_t steps;         /* random verbs compared */
    uint64_t kills;
    char fault[512]; /* first check that failed; "" for none */
} kit;

typedef struct kit_case {
    const char *sentence;
    void (*run)(kit *c);
    /* Why it cannot run here; NULL: it can. NULL as a pointer: anywhere. */
    const char *(*lacks)(const kit *c);
} kit_case;

extern const kit_case complaint__kit_row_cases[];
extern const kit_case complaint__kit_scan_cases[];
extern const kit_case complaint__kit_store_cases[];
extern const kit_case complaint__kit_whole_cases[];
extern const kit_case complaint__kit_later_cases[];
extern const kit_case complaint__kit_share_cases[];
extern const kit_case complaint__kit_crash_cases[];
extern const kit_case complaint__kit_random_cases[];

/* Predicates of cases. */
const char *complaint__kit_lacks_persistence(const kit *c);
const char *complaint__kit_lacks_sharing(const kit *c);

/* Stop the case when the condition does not hold. */
#define CONFORM(c, condition)                                                  \
    do {                                                                       \
        if (!(condition)) {                                                    \
            complaint__kit_fault((c), __FILE__, __LINE__, #condition);         \
            return;                                                            \
        }                                                                      \
    } while (0)
/* The same for a verb and the status it must answer. */
#define CONFORM_STATUS(c, call, status)                                        \
    do {                                                                       \
        if (!complaint__kit_status((c), __FILE__, __LINE__, #call, (call),     \
                                   (status)))                                  \
            return;                                                            \
    } while (0)
#define CONFORM_OK(c, call) CONFORM_STATUS(c, call, COMPLAINT_OK)

void complaint__kit_fault(kit *c, const char *file, int line, const char *text);
bool complaint__kit_status(kit *c, const char *file, int line, const char *call,
                           int status, int expected);

/* Open at the case's address, with relations; close and open again. */
int complaint__kit_open(kit *c);
int complaint__kit_reopen(kit *c);
/* Close, whatever state it is in. */
int complaint__kit_close(kit *c);
/* A pseudo-random number below `below`. */
uint64_t complaint__kit_draw(uint64_t *seed, uint64_t below);

/* Values. */
complaint_value complaint__kit_null(void);
complaint_value complaint__kit_integer(int64_t integer);
complaint_value complaint__kit_text(const char *text);
complaint_value complaint__kit_bytes(const void *bytes, size_t size);
int complaint__kit_compare(const complaint_value *a, const complaint_value *b);
bool complaint__kit_same_row(const complaint_relation *relation,
                             const complaint_value *a,
                             const complaint_value *b);
size_t complaint__kit_key_count(const complaint_relation *relation);
int complaint__kit_type(const complaint_relation *relation, size_t column);
/* Index by name; NULL when there is none. */
const complaint_index *complaint__kit_index(const complaint_relation *relation,
                                            const char *name);
/* Set a column by name. */
void complaint__kit_set(const complaint_relation *relation,
                        complaint_value *values, const char *column,
                        complaint_value value);
complaint_value complaint__kit_of(const complaint_relation *relation,
                                  const complaint_value *values,
                                  const char *column);

/* A row with every column that must be set; `number` makes key and unique
 * columns differ. The texts live in `room`. */
typedef struct kit_row {
    complaint_value values[KIT_COLUMNS];
    char room[KIT_COLUMNS][40];
} kit_row;
void complaint__kit_fill(const complaint_relation *relation, int number,
                         kit_row *row);
/* Every column set to something that is easily lost. */
void complaint__kit_fill_hard(const complaint_relation *relation, size_t turn,
                              kit_row *row);
/* Rows of "setting": `number` is the key. */
int complaint__kit_put_setting(kit *c, complaint_store *store, int number,
                               const char *value);
int complaint__kit_get_setting(kit *c, complaint_store *store, int number);

#endif
