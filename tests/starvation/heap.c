/* See heap.h. Where no sanitizer is, the program's own malloc stands before
 * the C library's, for every shared library as well. */
#include "starvation/heap.h"

#include <errno.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||           \
    !defined(__GLIBC__)
#define OWN_MALLOC 0
#else
#define OWN_MALLOC 1
#endif

static _Thread_local int64_t allowed = -1;
static _Thread_local bool fails_on;
static _Thread_local bool failed;
static _Thread_local bool spares;
static _Thread_local bool own; /* nobody's but the library's */

bool heap_reaches_all(void)
{
    return OWN_MALLOC != 0;
}

void heap_own(bool only)
{
    own = only;
}

void heap_allow(int64_t count, bool all)
{
    failed = false;
    fails_on = all;
    allowed = count;
}

void heap_spare(bool spared)
{
    spares = spared;
}

bool heap_failed(void)
{
    return failed;
}

/* Does this allocation fail? */
static bool fails(void)
{
    if (allowed < 0 || spares)
        return false;
    if (allowed-- > 0)
        return false;
    failed = true;
    if (fails_on)
        allowed = 0;
    errno = ENOMEM;
    return true;
}

#if OWN_MALLOC
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size)
{
    return !own && fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return !own && fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return !own && fails() ? NULL : __libc_realloc(memory, size);
}
#endif

void *heap_reallocate(void *user_data, void *memory, size_t size)
{
    _Atomic int64_t *live = user_data;
    void *made;

    if (size == 0) {
        *live -= memory != NULL;
        free(memory);
        return NULL;
    }
    if ((own || !heap_reaches_all()) && fails())
        return NULL;
    made = realloc(memory, size);
    *live += made != NULL && memory == NULL;
    return made;
}
