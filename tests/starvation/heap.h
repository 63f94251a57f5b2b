/* Memory that runs out: allocations of the library, of SQLite, of the readers
 * of YAML and JSON and of the cryptography fail when told to. Counts on the
 * thread that called. */
#ifndef TESTS_STARVATION_HEAP_H
#define TESTS_STARVATION_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Can every allocation of the process fail (true), or only those of the
 * library's own context? Sanitizers have an allocator of their own. */
bool heap_reaches_all(void);
/* Of this thread: fail the library's own allocations and no others'. */
void heap_own(bool only);
/* Of this thread: so many allocations succeed, then one fails (or all, when
 * `all`); negative: none fails. */
void heap_allow(int64_t count, bool all);
/* While spared, this thread's allocations neither fail nor count. */
void heap_spare(bool spared);
/* Did one fail since heap_allow? */
bool heap_failed(void);
/* For an environment's `reallocate`; user_data counts the live blocks. */
void *heap_reallocate(void *user_data, void *memory, size_t size);

#endif
