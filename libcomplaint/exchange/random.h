/* Seeded random numbers for simulations: the same everywhere, not for secrets.
 * Where chance must not be guessed, base/context.h has it. */
#ifndef COMPLAINT_EXCHANGE_RANDOM_H
#define COMPLAINT_EXCHANGE_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* xoshiro256** (Blackman and Vigna), filled by splitmix64. */
typedef struct complaint__random {
    uint64_t state[4];
} complaint__random;

/* A stream of its own for every (seed, stream). */
void complaint__random_seed(complaint__random *random, uint64_t seed,
                            uint64_t stream);
uint64_t complaint__random_next(complaint__random *random);
/* 0 <= x < 1. */
double complaint__random_unit(complaint__random *random);
/* 0 <= x < bound; 0 for a bound of 0. */
uint64_t complaint__random_below(complaint__random *random, uint64_t bound);
bool complaint__random_chance(complaint__random *random, double probability);
/* Exponential, of mean 1; no more than 40. */
double complaint__random_wait(complaint__random *random);
/* Gamma of shape 2 and mean 1: durations of work. */
double complaint__random_work(complaint__random *random);
/* An index by sums of weights, which grow; `count` at least 1. */
size_t complaint__random_pick(complaint__random *random, const double *sums,
                              size_t count);

#endif
