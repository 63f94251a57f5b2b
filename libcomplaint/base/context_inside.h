/* The context's members, for the files of this room only. */
#ifndef COMPLAINT_BASE_CONTEXT_INSIDE_H
#define COMPLAINT_BASE_CONTEXT_INSIDE_H

#include "base/context.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>

struct complaint__slot {
    void *data;
    void (*destroy)(complaint_context *context, void *data);
};

struct complaint_context {
    atomic_size_t references;
    complaint_environment environment;
    const char *language; /* static text */
    EVP_MD *sha256;       /* fetched once: fetching costs more than hashing */
    uint64_t hash_seed;   /* so that nobody can choose keys that collide */
    pthread_mutex_t id_lock;
    int64_t id_milliseconds; /* of the last id; never goes back */
    uint64_t id_counter;     /* of the last id, 42 bits */
    struct complaint__slot slots[COMPLAINT__SLOT_COUNT];
};

#endif
