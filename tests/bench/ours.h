/* The same complaints through the library (ours.c). */
#ifndef COMPLAINT_BENCH_OURS_H
#define COMPLAINT_BENCH_OURS_H

#include <complaint.h>

#include <stdbool.h>

typedef struct ours {
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *actor;
    complaint_error *error;
    bool shared;  /* the context is another's */
    char year[8]; /* what numbers begin with */
} ours;

/* A register at this address, made where there is none. */
void ours_open(ours *self, const char *uri);
void ours_close(ours *self);
/* Another handle on the register of `first`. */
void ours_share(const ours *first, ours *self);
void ours_begin(ours *self);
void ours_commit(ours *self);
/* COMPLAINT_TIME_NONE: received now. */
void ours_file(ours *self, int n, complaint_time received);
complaint_case *ours_find(ours *self, int n);
void ours_move(ours *self, complaint_case *one);
size_t ours_get(ours *self, const char *id);
size_t ours_page(ours *self, const char *unit);

#endif
