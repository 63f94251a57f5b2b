/* A register with everything installed, an injected clock and memory that can
 * run out: what the tests of register and casework begin with. */
#ifndef TESTS_REGISTER_DESK_H
#define TESTS_REGISTER_DESK_H

#include <complaint.h>

#include <check.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Backends that every test runs on: a loop index. */
/* The last is for tests that started a server and set desk_server. */
enum { DESK_MEMORY = 0, DESK_SQLITE = 1, DESK_BACKENDS = 2, DESK_POSTGRES = 2 };

/* The URI of a register on a server; NULL for none. */
extern const char *desk_server;

typedef struct desk {
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *clerk; /* every role, unit store-01 */
    complaint_time now;     /* of the clock; grows by a second per look */
    bool clock_stands;
    /* Both atomic: verifying and searching allocate on several threads. */
    _Atomic int64_t allocations_left; /* negative: as many as you like */
    _Atomic int64_t allocations;      /* live blocks */
    char folder[64];                  /* of the SQLite file, or "" */
    char path[128];
    char uri[160];
} desk;

/* 2024-03-05T01:00:00Z, a Tuesday. */
#define DESK_START (INT64_C(1709600400) * COMPLAINT_SECOND)

void desk_open(desk *d, int backend);
/* Without definitions. */
void desk_open_empty(desk *d, int backend);
void desk_install(desk *d, const char *kind, const char *name);
/* One that is written in the test. */
void desk_install_text(desk *d, const char *yaml);
void desk_close(desk *d);
complaint_actor *desk_actor(desk *d, const char *id, const char *role);
complaint_facts *desk_facts(desk *d, const char *json);
/* File a complaint with these facts, which must succeed. */
complaint_case *desk_file(desk *d, const char *json);
/* Steps that must succeed. */
void desk_perform(desk *d, complaint_case *one, const char *transition,
                  const char *json);
/* Verify; the number of problems. */
int64_t desk_verify(desk *d);
/* Cases by a filter. */
complaint_cursor *desk_list(desk *d, const char *json);
/* Rows of a cursor, which is freed. */
int64_t desk_count(complaint_cursor *cursor);
const char *desk_text(const complaint_case *one, const char *column);
int64_t desk_integer(const complaint_case *one, const char *column);
/* JSON of facts; for free(). */
char *desk_json(desk *d, const complaint_facts *facts);

/* A call that gives this status and this detail code, and says so. */
#define desk_fails(status, detail, call)                                       \
    do {                                                                       \
        complaint_error *error = NULL;                                         \
        int desk_got = (call);                                                 \
        ck_assert_msg(desk_got == (status), "%s: %d, not %d (%s)", #call,      \
                      desk_got, (int)(status),                                 \
                      complaint_error_message(error));                         \
        ck_assert_int_eq(complaint_error_status(error), (status));             \
        ck_assert_str_eq(complaint_error_detail(error), (detail));             \
        complaint_error_free(error);                                           \
    } while (0)

/* The same, and the field that it names. */
#define desk_fails_at(status, detail, field, call)                             \
    do {                                                                       \
        complaint_error *error = NULL;                                         \
        int desk_got = (call);                                                 \
        ck_assert_msg(desk_got == (status), "%s: %d, not %d (%s)", #call,      \
                      desk_got, (int)(status),                                 \
                      complaint_error_message(error));                         \
        ck_assert_str_eq(complaint_error_detail(error), (detail));             \
        ck_assert_str_eq(complaint_error_field(error), (field));               \
        complaint_error_free(error);                                           \
    } while (0)

#define desk_ok(call)                                                          \
    do {                                                                       \
        complaint_error *error = NULL;                                         \
        int desk_got = (call);                                                 \
        ck_assert_msg(desk_got == COMPLAINT_OK, "%s: %d %s (%s %s)", #call,    \
                      desk_got, complaint_error_message(error),                \
                      complaint_error_detail(error),                           \
                      complaint_error_field(error));                           \
    } while (0)

#endif
