/* Ids and digests: UUIDv7 (RFC 9562) and SHA-256. */
#ifndef COMPLAINT_BASE_IDENTITY_H
#define COMPLAINT_BASE_IDENTITY_H

#include "base/context.h"
#include "base/memory.h"

#define COMPLAINT__SALT_SIZE 16   /* of a commitment */
#define COMPLAINT__ID_SIZE 37     /* 36 characters and NUL */
#define COMPLAINT__DIGEST_SIZE 32 /* bytes */
#define COMPLAINT__DIGEST_TEXT 65 /* 64 hexadecimal digits and NUL */

/* A new UUIDv7, lower case, strictly increasing within a context. */
int complaint__id_new(complaint_context *context, char id[COMPLAINT__ID_SIZE],
                      complaint_error **error);
/* The same with random bytes of a lot. */
int complaint__id_draw(complaint_context *context, complaint__lot *lot,
                       char id[COMPLAINT__ID_SIZE], complaint_error **error);
bool complaint__id_valid(const char *text);

int complaint__digest(complaint_context *context, const void *bytes,
                      size_t size, unsigned char digest[COMPLAINT__DIGEST_SIZE],
                      complaint_error **error);
void complaint__digest_text(const unsigned char digest[COMPLAINT__DIGEST_SIZE],
                            char text[COMPLAINT__DIGEST_TEXT]);
/* From hexadecimal digits in lower case; false for another text. */
bool complaint__digest_read(const char *text,
                            unsigned char digest[COMPLAINT__DIGEST_SIZE]);
/* Any bytes as hexadecimal digits at the end of a buffer. */
void complaint__hex(complaint__buffer *buffer, const void *bytes, size_t size);
/* And back: exactly `size` bytes; false for another text. */
bool complaint__hex_read(const char *text, void *bytes, size_t size);

/* Equal bytes have equal marks, and others hardly ever (FNV-1a): to look things
 * up by, in memory. `kind` keeps those of several kinds apart. */
uint64_t complaint__mark(uint64_t kind, const void *bytes, size_t size);

/* Digests of many pieces, with one engine and one buffer to write them in.
 * All zero until it is opened, and after it was closed. */
typedef struct complaint__hasher {
    complaint_context *context;
    void *engine;
    complaint__buffer form; /* for the user, to write what is digested */
} complaint__hasher;
int complaint__hasher_open(complaint__hasher *hasher,
                           complaint_context *context, complaint_error **error);
void complaint__hasher_close(complaint__hasher *hasher);
int complaint__hasher_digest(complaint__hasher *hasher, const void *bytes,
                             size_t size,
                             unsigned char digest[COMPLAINT__DIGEST_SIZE],
                             complaint_error **error);
/* Of bytes that come in pieces: begin, add ..., end. */
int complaint__hasher_begin(complaint__hasher *hasher, complaint_error **error);
int complaint__hasher_add(complaint__hasher *hasher, const void *bytes,
                          size_t size, complaint_error **error);
int complaint__hasher_end(complaint__hasher *hasher,
                          unsigned char digest[COMPLAINT__DIGEST_SIZE],
                          complaint_error **error);
/* Of what stands in `form`. */
int complaint__hasher_form(complaint__hasher *hasher,
                           unsigned char digest[COMPLAINT__DIGEST_SIZE],
                           complaint_error **error);

#endif
