/* Many complaints, and reading among them (bulk.c). */
#ifndef COMPLAINT_BENCH_BULK_H
#define COMPLAINT_BENCH_BULK_H

/* Fill a new file, with an index of what is open: complaints a second, the
 * index not counted. */
double bulk_fill_raw(const char *path, int cases);
double bulk_fill(const char *uri, int cases);
/* Read both in turn, round by round; prints each round and the median of its
 * ratios. */
void bulk_read(const char *raw_path, const char *uri, int cases);

#endif
