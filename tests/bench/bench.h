/* What the programs share that file complaints. */
#ifndef COMPLAINT_BENCH_BENCH_H
#define COMPLAINT_BENCH_BENCH_H

/* Tell what failed and end. */
void bench_die(const char *what);
/* By a clock that only goes forward. */
double bench_seconds(void);
extern const char bench_title[];
extern const char bench_description[];

#endif
