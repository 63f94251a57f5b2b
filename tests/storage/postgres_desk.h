/* A register in a private PostgreSQL server, and the connection beside it by
 * which tests disturb it. */
#ifndef TESTS_STORAGE_POSTGRES_DESK_H
#define TESTS_STORAGE_POSTGRES_DESK_H

#include <complaint.h>

#include <check.h>
#include <stdatomic.h>

#include "support/server.h"

#define desk_ok(call)                                                          \
    do {                                                                       \
        complaint_error *error = NULL;                                         \
        int desk_got = (call);                                                 \
        ck_assert_msg(desk_got == COMPLAINT_OK, "%s: %s %s (%s)", #call,       \
                      complaint_status_name(desk_got),                         \
                      complaint_error_message(error),                          \
                      complaint_error_field(error));                           \
    } while (0)

/* One clerk: a context and a register of its own. */
typedef struct clerk {
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *actor;
    bool is_shared;   /* the context is another's */
    const char *note; /* what a test tells its threads; borrowed */
} clerk;

void clerk_begin(clerk *self, const char *uri, int number);
/* With a handle on another's register, for another thread. */
void clerk_share(clerk *self, clerk *from, int number);
void clerk_end(clerk *self);
void clerk_install(clerk *self);
/* File a complaint; its number in `number`. */
int clerk_file(clerk *self, char number[64], complaint_error **fault);
/* Put a party of this name to a case. */
int clerk_put(clerk *self, complaint_case *one, const char *name,
              complaint_error **fault);
complaint_case *clerk_find(clerk *self, const char *number);
/* Parties of this name in a case as it is stored now; -1 when the server
 * cannot be asked. */
int clerk_count(clerk *self, const char *number, const char *name);
/* Rows of a relation. */
int64_t clerk_rows(clerk *self, const char *relation);
int64_t clerk_problems(clerk *self);

typedef struct outcome {
    int acknowledged;
    int undone;
    int unknown;
} outcome;
/* One put that may lose its connection: what became of it is looked up, and
 * must be what was said. */
void clerk_put_through(clerk *self, const char *number, int turn, outcome *o);
/* Statements of the server's own user, which must succeed. */
void desk_sql(const server *s, const char *sql);
void clerk_pause(long milliseconds);

#endif
