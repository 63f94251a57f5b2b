/* Memory of a context: blocks, arenas, growing buffers. What is stored in
 * them is the business of others. */
#include "base/memory.h"

#include "base/context_inside.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *resize(complaint_context *context, void *memory, size_t size)
{
    if (context != NULL && context->environment.reallocate != NULL)
        return context->environment.reallocate(context->environment.user_data,
                                               memory, size);
    if (size == 0) {
        free(memory);
        return NULL;
    }
    return realloc(memory, size);
}

void *complaint__alloc(complaint_context *context, size_t size)
{
    return resize(context, NULL, size == 0 ? 1 : size);
}

void *complaint__alloc_array(complaint_context *context, size_t count,
                             size_t size)
{
    void *memory = complaint__realloc_array(context, NULL, count, size);

    if (memory != NULL)
        memset(memory, 0, count * size);
    return memory;
}

void *complaint__realloc_array(complaint_context *context, void *memory,
                               size_t count, size_t size)
{
    size_t bytes;

    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    bytes = count * size;
    return resize(context, memory, bytes == 0 ? 1 : bytes);
}

char *complaint__copy_text(complaint_context *context, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = complaint__alloc(context, size);

    if (copy != NULL)
        memcpy(copy, text, size);
    return copy;
}

void complaint__wipe(void *memory, size_t size)
{
    volatile unsigned char *at = memory;

    while (size-- > 0)
        *at++ = 0;
}

void complaint__free(complaint_context *context, void *memory)
{
    if (memory != NULL)
        resize(context, memory, 0);
}

/* Arena. Its first bytes lie in one block with it, small enough for what
 * allocators keep at hand unless more is asked for at once; then chunks double
 * up to LAST_CHUNK; a larger block has its own. */

#define FIRST_BLOCK ((size_t)1024)
#define FIRST_CHUNK ((size_t)2048)
#define LAST_CHUNK ((size_t)65536)

typedef struct chunk {
    struct chunk *next;
    alignas(max_align_t) unsigned char bytes[];
} chunk;

struct complaint__arena {
    complaint_context *context;
    chunk *chunks;
    unsigned char *free_bytes;
    size_t free_size;
    size_t next_size;
    alignas(max_align_t) unsigned char bytes[];
};

complaint__arena *complaint__arena_new(complaint_context *context)
{
    return complaint__arena_new_for(context, 0);
}

complaint__arena *complaint__arena_new_for(complaint_context *context,
                                           size_t size)
{
    size_t block = FIRST_BLOCK;
    complaint__arena *arena;

    if (size > SIZE_MAX - sizeof *arena)
        return NULL;
    if (block < sizeof *arena + size)
        block = sizeof *arena + size;
    arena = complaint__alloc(context, block);
    if (arena != NULL) {
        arena->context = context;
        arena->chunks = NULL;
        arena->free_bytes = arena->bytes;
        arena->free_size = block - sizeof *arena;
        arena->next_size = FIRST_CHUNK;
    }
    return arena;
}

static unsigned char *add_chunk(complaint__arena *arena, size_t size)
{
    chunk *added;

    if (size > SIZE_MAX - sizeof(chunk))
        return NULL;
    added = complaint__alloc(arena->context, sizeof(chunk) + size);
    if (added == NULL)
        return NULL;
    added->next = arena->chunks;
    arena->chunks = added;
    return added->bytes;
}

/* Where the bytes at hand do not suffice. */
static void *take_more(complaint__arena *arena, size_t size)
{
    bool alone = size > arena->next_size / 4;
    unsigned char *bytes = add_chunk(arena, alone ? size : arena->next_size);

    if (bytes == NULL)
        return NULL;
    if (!alone) {
        arena->free_bytes = bytes + size;
        arena->free_size = arena->next_size - size;
    }
    /* Many blocks that are large for the first chunks lie in later ones. */
    if (arena->next_size < LAST_CHUNK)
        arena->next_size *= 2;
    return bytes;
}

/* Bytes at an alignment of 1 or alignof(max_align_t). */
static inline void *take_bytes(complaint__arena *arena, size_t size,
                               size_t alignment)
{
    size_t skip = (size_t)(-(uintptr_t)arena->free_bytes & (alignment - 1));
    unsigned char *bytes;

    if (arena->free_size < skip || arena->free_size - skip < size)
        return take_more(arena, size);
    bytes = arena->free_bytes + skip;
    arena->free_bytes = bytes + size;
    arena->free_size -= skip + size;
    return bytes;
}

void *complaint__arena_room(complaint__arena *arena, size_t size)
{
    return take_bytes(arena, size, alignof(max_align_t));
}

void *complaint__arena_alloc(complaint__arena *arena, size_t size)
{
    void *memory = take_bytes(arena, size, alignof(max_align_t));

    if (memory != NULL)
        memset(memory, 0, size);
    return memory;
}

char *complaint__arena_bytes(complaint__arena *arena, const void *bytes,
                             size_t size)
{
    char *copy = size == SIZE_MAX ? NULL : take_bytes(arena, size + 1, 1);

    if (copy == NULL)
        return NULL;
    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

void *complaint__arena_copy(complaint__arena *arena, const void *bytes,
                            size_t size)
{
    void *copy = complaint__arena_room(arena, size);

    if (copy != NULL && size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

char *complaint__arena_text(complaint__arena *arena, const char *text)
{
    return complaint__arena_bytes(arena, text, strlen(text));
}

void complaint__arena_free(complaint__arena *arena)
{
    chunk *next;

    if (arena == NULL)
        return;
    for (chunk *c = arena->chunks; c != NULL; c = next) {
        next = c->next;
        complaint__free(arena->context, c);
    }
    complaint__free(arena->context, arena);
}

/* Buffer. */

static bool grow(complaint__buffer *buffer, size_t size)
{
    size_t capacity = buffer->capacity;
    char *bytes;

    if (size >= SIZE_MAX / 4 - buffer->size) {
        buffer->failed = true;
        return false;
    }
    if (capacity < 64)
        capacity = 64;
    while (capacity <= buffer->size + size)
        capacity *= 2;
    bytes =
        complaint__realloc_array(buffer->context, buffer->bytes, capacity, 1);
    if (bytes == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

/* Room for `size` more bytes and a NUL. */
static inline bool reserve(complaint__buffer *buffer, size_t size)
{
    if (buffer->failed)
        return false;
    return size < buffer->capacity - buffer->size || grow(buffer, size);
}

char *complaint__buffer_room(complaint__buffer *buffer, size_t size)
{
    return reserve(buffer, size) ? buffer->bytes + buffer->size : NULL;
}

void complaint__buffer_append(complaint__buffer *buffer, const void *bytes,
                              size_t size)
{
    if (!reserve(buffer, size))
        return;
    if (size > 0)
        memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    buffer->bytes[buffer->size] = '\0';
}

void complaint__buffer_text(complaint__buffer *buffer, const char *text)
{
    complaint__buffer_append(buffer, text, strlen(text));
}

void complaint__buffer_char(complaint__buffer *buffer, char c)
{
    if (!reserve(buffer, 1))
        return;
    buffer->bytes[buffer->size++] = c;
    buffer->bytes[buffer->size] = '\0';
}

void complaint__buffer_format(complaint__buffer *buffer, const char *format,
                              ...)
{
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0)
        buffer->failed = true;
    else if (reserve(buffer, (size_t)size)) {
        va_start(arguments, format);
        vsnprintf(buffer->bytes + buffer->size, (size_t)size + 1, format,
                  arguments);
        va_end(arguments);
        buffer->size += (size_t)size;
    }
}

void complaint__buffer_clear(complaint__buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
    if (buffer->bytes != NULL)
        buffer->bytes[0] = '\0';
}

char *complaint__buffer_take(complaint__buffer *buffer, size_t *size)
{
    char *bytes;

    complaint__buffer_append(buffer, "", 0);
    if (buffer->failed) {
        complaint__buffer_free(buffer);
        return NULL;
    }
    bytes = buffer->bytes;
    if (size != NULL)
        *size = buffer->size;
    buffer->bytes = NULL;
    buffer->size = buffer->capacity = 0;
    return bytes;
}

void complaint__buffer_free(complaint__buffer *buffer)
{
    complaint__free(buffer->context, buffer->bytes);
    buffer->bytes = NULL;
    buffer->size = buffer->capacity = 0;
    buffer->failed = false;
}
