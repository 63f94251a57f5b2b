/* A backend as somebody wrote it for revision 1 of the table: its own copy of
 * the table, never updated, so that a change of the library's shows. Rows go
 * to the memory backend; only the verbs that must be there are filled in. */
#ifndef TESTS_STORAGE_FROZEN_H
#define TESTS_STORAGE_FROZEN_H

#include <complaint/sys/backend.h>

typedef struct frozen_backend_1 {
    size_t struct_size;
    int revision;
    const char *scheme;
    void *user_data;
    int (*open)(void *, complaint_context *, const char *, unsigned,
                complaint_store **, complaint_error **);
    int (*close)(complaint_store *, complaint_error **);
    int (*schema)(complaint_store *, bool, int, int *, complaint_error **);
    int (*begin)(complaint_store *, bool, complaint_error **);
    int (*commit)(complaint_store *, complaint_error **);
    void (*rollback)(complaint_store *);
    int (*get)(complaint_store *, const complaint_relation *,
               const complaint_value *, const complaint_value **,
               complaint_error **);
    int (*insert)(complaint_store *, const complaint_relation *,
                  const complaint_value *, complaint_error **);
    int (*update)(complaint_store *, const complaint_relation *,
                  const complaint_value *, int64_t, complaint_error **);
    int (*erase)(complaint_store *, const complaint_relation *,
                 const complaint_value *, complaint_error **);
    int (*scan)(complaint_store *, const complaint_scan *,
                complaint_store_cursor **, complaint_error **);
    int (*scan_next)(complaint_store_cursor *, const complaint_value **,
                     complaint_error **);
    void (*scan_close)(complaint_store_cursor *);
    int (*next_number)(complaint_store *, const char *, int64_t *,
                       complaint_error **);
    int (*check)(complaint_store *, complaint_error **);
    void (*destroy)(void *);
} frozen_backend_1;

/* Complete; `destroyed` counts calls of destroy. */
frozen_backend_1 frozen_make(int *destroyed);
int frozen_register(complaint_context *context, const frozen_backend_1 *table,
                    complaint_error **error);

#endif
