/* What the programs share that file complaints. */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

const char bench_title[] = "Kettle leaks after three days 电水壶漏水";
const char bench_description[] =
    "Bought on Saturday, used five times. Since yesterday water comes out at "
    "the bottom when it boils. "
    "买来三天，烧水时壶底开始漏水，已经不敢再用，要求更换或者退款。";

void bench_die(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

double bench_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
