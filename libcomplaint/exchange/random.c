/* xoshiro256**, and the few distributions that simulations need. */
#include "exchange/random.h"

#include <math.h>

static uint64_t rotate(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

static uint64_t split(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

void complaint__random_seed(complaint__random *random, uint64_t seed,
                            uint64_t stream)
{
    uint64_t state = seed;

    state = split(&state) ^ (stream * UINT64_C(0xD1342543DE82EF95));
    for (int i = 0; i < 4; i++)
        random->state[i] = split(&state);
}

uint64_t complaint__random_next(complaint__random *random)
{
    uint64_t *s = random->state;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double complaint__random_unit(complaint__random *random)
{
    return (double)(complaint__random_next(random) >> 11) * 0x1.0p-53;
}

uint64_t complaint__random_below(complaint__random *random, uint64_t bound)
{
    uint64_t limit, x;

    if (bound == 0)
        return 0;
    limit = UINT64_MAX - UINT64_MAX % bound;
    do {
        x = complaint__random_next(random);
    } while (x >= limit);
    return x % bound;
}

bool complaint__random_chance(complaint__random *random, double probability)
{
    return complaint__random_unit(random) < probability;
}

double complaint__random_wait(complaint__random *random)
{
    double x = -log(1 - complaint__random_unit(random));

    return x < 40 ? x : 40;
}

double complaint__random_work(complaint__random *random)
{
    double a = complaint__random_wait(random);

    return (a + complaint__random_wait(random)) / 2;
}

size_t complaint__random_pick(complaint__random *random, const double *sums,
                              size_t count)
{
    double x = complaint__random_unit(random) * sums[count - 1];
    size_t low = 0, high = count - 1;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (x < sums[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
