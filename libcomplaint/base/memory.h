/* Memory of a context: plain blocks, arenas, growing buffers. Each allocation
 * goes through the context's allocator; a NULL context means malloc. */
#ifndef COMPLAINT_BASE_MEMORY_H
#define COMPLAINT_BASE_MEMORY_H

#include <complaint/context.h>

#include <stdbool.h>
#include <string.h>

/* Uninitialised; NULL when exhausted. size 0 gives a valid block. */
void *complaint__alloc(complaint_context *context, size_t size);
/* Zeroed; checks count * size. */
void *complaint__alloc_array(complaint_context *context, size_t count,
                             size_t size);
/* Grow or shrink; NULL when exhausted, `memory` is then still valid. */
void *complaint__realloc_array(complaint_context *context, void *memory,
                               size_t count, size_t size);
char *complaint__copy_text(complaint_context *context, const char *text);
void complaint__free(complaint_context *context, void *memory);
/* The last eight bytes of four or more, for what looks at a text by words; of
 * fewer than eight the first four and the last four. */
static inline uint64_t complaint__last_word(const char *text, size_t size)
{
    uint32_t halves[2];
    uint64_t word;

    memcpy(&halves[0], size < 8 ? text : text + size - 8, 4);
    memcpy(&halves[1], text + size - 4, 4);
    memcpy(&word, halves, 8);
    return word;
}
/* Zeros, also where the compiler sees that nobody reads them. */
void complaint__wipe(void *memory, size_t size);

/* Arena: many small blocks freed together. It holds no reference on the
 * context: its owner does. */
typedef struct complaint__arena complaint__arena;
complaint__arena *complaint__arena_new(complaint_context *context);
/* The same with room for at least so many bytes in its first block. */
complaint__arena *complaint__arena_new_for(complaint_context *context,
                                           size_t size);
/* Uninitialised, aligned for any type; NULL when exhausted. */
void *complaint__arena_room(complaint__arena *arena, size_t size);
/* Zeroed, aligned for any type; NULL when exhausted. */
void *complaint__arena_alloc(complaint__arena *arena, size_t size);
char *complaint__arena_text(complaint__arena *arena, const char *text);
char *complaint__arena_bytes(complaint__arena *arena, const void *bytes,
                             size_t size); /* adds a NUL */
/* A copy that is aligned for any type. */
void *complaint__arena_copy(complaint__arena *arena, const void *bytes,
                            size_t size);
void complaint__arena_free(complaint__arena *arena);

/* Growing buffer. Appends after a failure do nothing; check `failed` once at
 * the end. `bytes` is always NUL-terminated once something was appended. */
typedef struct complaint__buffer {
    complaint_context *context;
    char *bytes;
    size_t size;
    size_t capacity;
    bool failed;
} complaint__buffer;
#define COMPLAINT__BUFFER(ctx)                                                 \
    {                                                                          \
        (ctx), NULL, 0, 0, false                                               \
    }
void complaint__buffer_append(complaint__buffer *buffer, const void *bytes,
                              size_t size);
void complaint__buffer_text(complaint__buffer *buffer, const char *text);
void complaint__buffer_char(complaint__buffer *buffer, char c);
void complaint__buffer_format(complaint__buffer *buffer, const char *format,
                              ...) COMPLAINT_PRINTF(2, 3);
/* Room for so many bytes more, which are not counted; NULL: no memory. */
char *complaint__buffer_room(complaint__buffer *buffer, size_t size);
void complaint__buffer_clear(complaint__buffer *buffer); /* keeps capacity */
char *complaint__buffer_take(complaint__buffer *buffer, size_t *size);
void complaint__buffer_free(complaint__buffer *buffer);

#endif
