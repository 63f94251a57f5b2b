/* Ids and digests: UUIDv7 (RFC 9562) and SHA-256. What they are ids and
 * digests of is decided elsewhere. */
#include "base/identity.h"

#include "base/context_inside.h"
#include "base/failure.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

/* The 74 bits after the time are a counter of 42 bits (rand_a and the top of
 * rand_b; RFC 9562, 6.2, method 1), which starts at random below one half in
 * every millisecond, and 32 random bits. */
#define COUNTER_BITS 42
#define COUNTER_END (UINT64_C(1) << COUNTER_BITS)
#define MILLISECONDS_MAX ((INT64_C(1) << 48) - 1)

/* Take the place after the last id: later time or higher counter. */
static void take_place(complaint_context *context, uint64_t seed,
                       int64_t *milliseconds, uint64_t *counter)
{
    complaint_time now = complaint_context_now(context);
    int64_t time = now < 0 ? 0 : now / 1000;

    if (time > MILLISECONDS_MAX)
        time = MILLISECONDS_MAX;
    pthread_mutex_lock(&context->id_lock);
    if (time > context->id_milliseconds) {
        context->id_milliseconds = time;
        context->id_counter = seed % (COUNTER_END / 2);
    } else if (++context->id_counter == COUNTER_END) {
        context->id_milliseconds++;
        context->id_counter = seed % (COUNTER_END / 2);
    }
    *milliseconds = context->id_milliseconds;
    *counter = context->id_counter;
    pthread_mutex_unlock(&context->id_lock);
}

static void write_id(const unsigned char bytes[16], char *id)
{
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *id++ = '-';
        *id++ = digits[bytes[i] >> 4];
        *id++ = digits[bytes[i] & 15];
    }
    *id = '\0';
}

int complaint__id_new(complaint_context *context, char id[COMPLAINT__ID_SIZE],
                      complaint_error **error)
{
    complaint__lot lot = {.left = 0};

    return complaint__id_draw(context, &lot, id, error);
}

int complaint__id_draw(complaint_context *context, complaint__lot *lot,
                       char id[COMPLAINT__ID_SIZE], complaint_error **error)
{
    unsigned char random[12];
    unsigned char bytes[16];
    uint64_t seed;
    uint64_t counter;
    int64_t milliseconds;
    int status =
        complaint__lot_draw(context, lot, random, sizeof random, error);

    if (status != COMPLAINT_OK)
        return status;
    memcpy(&seed, random, sizeof seed);
    take_place(context, seed, &milliseconds, &counter);
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(milliseconds >> (40 - 8 * i) & 0xFF);
    bytes[6] = (unsigned char)(0x70 | counter >> 38);
    bytes[7] = (unsigned char)(counter >> 30 & 0xFF);
    bytes[8] = (unsigned char)(0x80 | (counter >> 24 & 0x3F));
    for (int i = 0; i < 3; i++)
        bytes[9 + i] = (unsigned char)(counter >> (16 - 8 * i) & 0xFF);
    memcpy(bytes + 12, random + 8, 4);
    write_id(bytes, id);
    return COMPLAINT_OK;
}

bool complaint__id_valid(const char *text)
{
    if (text == NULL || strlen(text) != COMPLAINT__ID_SIZE - 1)
        return false;
    for (size_t i = 0; i < COMPLAINT__ID_SIZE - 1; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? text[i] != '-'
                 : !(text[i] >= '0' && text[i] <= '9') &&
                       !(text[i] >= 'a' && text[i] <= 'f'))
            return false;
    }
    return text[14] == '7' && strchr("89ab", text[19]) != NULL;
}

int complaint__digest(complaint_context *context, const void *bytes,
                      size_t size, unsigned char digest[COMPLAINT__DIGEST_SIZE],
                      complaint_error **error)
{
    if (EVP_Digest(bytes, size, digest, NULL, context->sha256, NULL) != 1)
        return complaint__fail_memory(error);
    return COMPLAINT_OK;
}

static void write_hex(const unsigned char *bytes, size_t size, char *text)
{
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * size] = '\0';
}

void complaint__digest_text(const unsigned char digest[COMPLAINT__DIGEST_SIZE],
                            char text[COMPLAINT__DIGEST_TEXT])
{
    write_hex(digest, COMPLAINT__DIGEST_SIZE, text);
}

uint64_t complaint__mark(uint64_t kind, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t mark = UINT64_C(0xcbf29ce484222325) ^ kind;

    for (size_t i = 0; i < size; i++)
        mark = (mark ^ at[i]) * UINT64_C(0x100000001b3);
    return mark;
}

void complaint__hex(complaint__buffer *buffer, const void *bytes, size_t size)
{
    char *text = complaint__buffer_room(buffer, 2 * size);

    if (text == NULL)
        return;
    write_hex(bytes, size, text);
    buffer->size += 2 * size;
}

/* Of a digit, and one more; 0 for another character. */
static const unsigned char nibbles[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
    ['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
    ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16};

bool complaint__hex_read(const char *text, void *bytes, size_t size)
{
    const unsigned char *from = (const unsigned char *)text;
    unsigned char *to = bytes;

    if (text == NULL || strlen(text) != 2 * size)
        return false;
    for (size_t i = 0; i < size; i++) {
        unsigned high = nibbles[from[2 * i]];
        unsigned low = nibbles[from[2 * i + 1]];

        if (high == 0 || low == 0)
            return false;
        to[i] = (unsigned char)((high - 1) << 4 | (low - 1));
    }
    return true;
}

bool complaint__digest_read(const char *text,
                            unsigned char digest[COMPLAINT__DIGEST_SIZE])
{
    return complaint__hex_read(text, digest, COMPLAINT__DIGEST_SIZE);
}

/* ---- many digests ---- */

int complaint__hasher_open(complaint__hasher *hasher,
                           complaint_context *context, complaint_error **error)
{
    EVP_MD_CTX *engine = EVP_MD_CTX_new();

    *hasher = (complaint__hasher){.context = context,
                                  .form = COMPLAINT__BUFFER(context)};
    if (engine == NULL ||
        EVP_DigestInit_ex2(engine, context->sha256, NULL) != 1) {
        EVP_MD_CTX_free(engine);
        return complaint__fail_memory(error);
    }
    hasher->engine = engine;
    return COMPLAINT_OK;
}

void complaint__hasher_close(complaint__hasher *hasher)
{
    EVP_MD_CTX_free(hasher->engine);
    complaint__buffer_free(&hasher->form);
    hasher->engine = NULL;
}

int complaint__hasher_begin(complaint__hasher *hasher, complaint_error **error)
{
    /* Begun again with the algorithm that it has: cheaper than naming it. */
    return EVP_DigestInit_ex2(hasher->engine, NULL, NULL) == 1
               ? COMPLAINT_OK
               : complaint__fail_memory(error);
}

int complaint__hasher_add(complaint__hasher *hasher, const void *bytes,
                          size_t size, complaint_error **error)
{
    return EVP_DigestUpdate(hasher->engine, bytes, size) == 1
               ? COMPLAINT_OK
               : complaint__fail_memory(error);
}

int complaint__hasher_end(complaint__hasher *hasher,
                          unsigned char digest[COMPLAINT__DIGEST_SIZE],
                          complaint_error **error)
{
    return EVP_DigestFinal_ex(hasher->engine, digest, NULL) == 1
               ? COMPLAINT_OK
               : complaint__fail_memory(error);
}

int complaint__hasher_digest(complaint__hasher *hasher, const void *bytes,
                             size_t size,
                             unsigned char digest[COMPLAINT__DIGEST_SIZE],
                             complaint_error **error)
{
    int status = complaint__hasher_begin(hasher, error);

    if (status == COMPLAINT_OK)
        status = complaint__hasher_add(hasher, bytes, size, error);
    return status == COMPLAINT_OK ? complaint__hasher_end(hasher, digest, error)
                                  : status;
}

int complaint__hasher_form(complaint__hasher *hasher,
                           unsigned char digest[COMPLAINT__DIGEST_SIZE],
                           complaint_error **error)
{
    if (hasher->form.failed)
        return complaint__fail_memory(error);
    return complaint__hasher_digest(hasher, hasher->form.bytes,
                                    hasher->form.size, digest, error);
}
