/* Stands between clients and a private PostgreSQL server, on a unix socket of
 * its own: counts what they wait for, waits itself, makes the server refuse
 * statements, cuts. A thread for each connection. */
#ifndef TESTS_SUPPORT_BETWEEN_H
#define TESTS_SUPPORT_BETWEEN_H

#include "support/server.h"

#include <pthread.h>
#include <stdatomic.h>

#define BETWEEN_LINKS 64

typedef struct between between;

typedef struct between_link {
    between *owner;
    int client;
    int server;
    pthread_t thread;
    atomic_bool ended;
    bool joined;
} between_link;

struct between {
    char folder[48];
    char behind[80]; /* the server's socket */
    int listener;
    pthread_t thread;
    atomic_bool stop;
    between_link links[BETWEEN_LINKS];
    size_t link_count;
    /* What clients sent: how often they asked for an answer (Sync and simple
     * queries), statements run, commits among them. */
    atomic_long trips;
    atomic_long statements;
    atomic_long commits;
    /* What to do; 0: nothing. */
    atomic_long delay;      /* microseconds before an answer is passed on */
    atomic_long fail_every; /* one statement in n fails with 40001 ... */
    atomic_bool only_commits;
    atomic_long fail_after; /* so many pass, the next one fails with 40001,
                             * none after it; negative: off */
    atomic_long cut_every;  /* the n-th trip, before and behind it in turn */
    /* What was done. */
    atomic_long failed;
    atomic_long cuts;
};

/* False when it cannot. The server may end and start again. */
bool between_start(between *self, const server *behind);
void between_stop(between *self);
/* The same as server_uri(), through it. */
const char *between_uri(const between *self, const char *more, char *text,
                        size_t size);

#endif
