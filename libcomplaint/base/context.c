/* The context: references, clock, random numbers, log, language. Memory is in
 * memory.c, ids and digests in identity.c. */
#include "base/context.h"

#include "base/context_inside.h"
#include "base/failure.h"
#include "base/line.h"
#include "base/memory.h"
#include "data/bundled.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

/* Bytes of one log line; more is cut. */
#define LOG_SIZE 1024
/* A struct_size past this is no environment of any version. */
#define ENVIRONMENT_SIZE_MAX 4096

static int system_random(unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t got = getrandom(bytes, size, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        bytes += got;
        size -= (size_t)got;
    }
    return 0;
}

/* A later revision is taken when all that we do not know is zero; an earlier
 * one does not exist yet. */
static bool read_environment(const complaint_environment *environment,
                             complaint_environment *out)
{
    const unsigned char *bytes = (const unsigned char *)environment;

    if (environment->struct_size < sizeof *out ||
        environment->struct_size > ENVIRONMENT_SIZE_MAX)
        return false;
    for (size_t i = sizeof *out; i < environment->struct_size; i++) {
        if (bytes[i] != 0)
            return false;
    }
    *out = *environment;
    return true;
}

int complaint_context_new(const complaint_environment *environment,
                          complaint_context **out, complaint_error **error)
{
    /* Only its allocator is used, before there is a context. */
    complaint_context early = {0};
    complaint_context *context;

    if (out == NULL)
        return complaint__fail_misuse(NULL, error, "out");
    *out = NULL;
    if (environment != NULL &&
        !read_environment(environment, &early.environment))
        return complaint__fail(NULL, error, COMPLAINT_INVALID,
                               "context.struct_size", "struct_size",
                               "unknown size of complaint_environment: %zu",
                               environment->struct_size);
    context = complaint__alloc_array(&early, 1, sizeof *context);
    if (context == NULL)
        return complaint__fail_memory(error);
    context->environment = early.environment;
    context->language = "en";
    /* Without a random seed hash tables are only easier to slow down. */
    if (system_random((unsigned char *)&context->hash_seed,
                      sizeof context->hash_seed) != 0)
        context->hash_seed = (uint64_t)(uintptr_t)context;
    context->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (context->sha256 == NULL) {
        complaint__free(&early, context);
        return complaint__fail(NULL, error, COMPLAINT_UNSUPPORTED,
                               "context.digest", NULL,
                               "libcrypto does not offer SHA-256");
    }
    if (pthread_mutex_init(&context->id_lock, NULL) != 0) {
        EVP_MD_free(context->sha256);
        complaint__free(&early, context);
        return complaint__fail_memory(error);
    }
    atomic_init(&context->references, 1);
    *out = context;
    return COMPLAINT_OK;
}

complaint_context *complaint__context_ref(complaint_context *context)
{
    if (context != NULL)
        atomic_fetch_add_explicit(&context->references, 1,
                                  memory_order_relaxed);
    return context;
}

void complaint__context_unref(complaint_context *context)
{
    complaint_environment environment;

    if (context == NULL || atomic_fetch_sub_explicit(&context->references, 1,
                                                     memory_order_acq_rel) != 1)
        return;
    environment = context->environment;
    for (size_t i = 0; i < COMPLAINT__SLOT_COUNT; i++) {
        if (context->slots[i].destroy != NULL)
            context->slots[i].destroy(context, context->slots[i].data);
    }
    EVP_MD_free(context->sha256);
    pthread_mutex_destroy(&context->id_lock);
    complaint__free(context, context);
    if (environment.destroy != NULL)
        environment.destroy(environment.user_data);
}

void *complaint__context_slot(const complaint_context *context,
                              enum complaint__context_slot slot)
{
    return context->slots[slot].data;
}

void complaint__context_slot_set(complaint_context *context,
                                 enum complaint__context_slot slot, void *data,
                                 void (*destroy)(complaint_context *context,
                                                 void *data))
{
    context->slots[slot].data = data;
    context->slots[slot].destroy = destroy;
}

void complaint_context_free(complaint_context *context)
{
    complaint__context_unref(context);
}

static const complaint__message_table *find_table(const char *language)
{
    for (size_t i = 0; i < complaint__message_table_count; i++) {
        if (strcasecmp(complaint__message_tables[i].language, language) == 0)
            return &complaint__message_tables[i];
    }
    return NULL;
}

const char *complaint__language_known(const char *language)
{
    const complaint__message_table *table;

    if (strcasecmp(language, "en") == 0)
        return "en";
    table = find_table(language);
    return table == NULL ? NULL : table->language;
}

static int refuse_language(complaint_context *context, const char *language,
                           complaint_error **error)
{
    int status = complaint__fail(
        context, error, COMPLAINT_NOT_FOUND, "context.language", "language",
        "there are no messages in the language \"%s\"", language);

    complaint__error_item(error, "en");
    for (size_t i = 0; i < complaint__message_table_count; i++)
        complaint__error_item(error, complaint__message_tables[i].language);
    return status;
}

int complaint_context_set_language(complaint_context *context,
                                   const char *language,
                                   complaint_error **error)
{
    const char *known;

    if (context == NULL)
        return complaint__fail_misuse(NULL, error, "context");
    if (language == NULL)
        return complaint__fail_misuse(context, error, "language");
    known = complaint__language_known(language);
    if (known == NULL)
        return refuse_language(context, language, error);
    context->language = known;
    return COMPLAINT_OK;
}

const char *complaint_context_language(const complaint_context *context)
{
    return context == NULL ? "en" : context->language;
}

uint64_t complaint__context_hash_seed(const complaint_context *context)
{
    return context->hash_seed;
}

const char *complaint__translate(const char *language, const char *english)
{
    const complaint__message_table *table = find_table(language);
    size_t low = 0;
    size_t high = table == NULL ? 0 : table->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(english, table->messages[middle].english);

        if (order == 0)
            return table->messages[middle].text;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return english;
}

const char *complaint__context_translate(const complaint_context *context,
                                         const char *english)
{
    if (context == NULL || strcmp(context->language, "en") == 0)
        return english;
    return complaint__translate(context->language, english);
}

complaint_time complaint_context_now(const complaint_context *context)
{
    struct timespec now;

    if (context == NULL)
        return COMPLAINT_TIME_NONE;
    if (context->environment.now != NULL)
        return context->environment.now(context->environment.user_data);
    clock_gettime(CLOCK_REALTIME, &now);
    return (complaint_time)now.tv_sec * COMPLAINT_SECOND + now.tv_nsec / 1000;
}

void complaint_context_release(complaint_context *context, void *memory)
{
    complaint__free(context, memory);
}

int complaint__context_random(complaint_context *context, void *bytes,
                              size_t size, complaint_error **error)
{
    const complaint_environment *environment = &context->environment;
    int failed = environment->random != NULL
                     ? environment->random(environment->user_data, bytes, size)
                     : system_random(bytes, size);

    if (failed)
        return complaint__fail(context, error, COMPLAINT_IO, "random.failed",
                               NULL, "the random source failed");
    return COMPLAINT_OK;
}

int complaint__lot_draw(complaint_context *context, complaint__lot *lot,
                        void *bytes, size_t size, complaint_error **error)
{
    int status = COMPLAINT_OK;

    if (context->environment.random != NULL || size > sizeof lot->bytes)
        return complaint__context_random(context, bytes, size, error);
    if (lot->left < size)
        status = complaint__context_random(context, lot->bytes,
                                           sizeof lot->bytes, error);
    if (status != COMPLAINT_OK)
        return status;
    if (lot->left < size)
        lot->left = sizeof lot->bytes;
    lot->left -= size;
    memcpy(bytes, lot->bytes + lot->left, size);
    return COMPLAINT_OK;
}

void complaint__lot_end(complaint__lot *lot)
{
    lot->left = 0;
}

void complaint__context_log(complaint_context *context, int level,
                            const char *format, ...)
{
    char text[LOG_SIZE + 8];
    char line[LOG_SIZE];
    va_list arguments;
    int size;

    if (context == NULL || context->environment.log == NULL)
        return;
    va_start(arguments, format);
    size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size < 0)
        return;
    complaint__line_make(text, strlen(text), line, sizeof line);
    context->environment.log(context->environment.user_data, level, line);
}
