/* Ids and digests: UUIDv7 (RFC 9562) and SHA-256. */
#ifndef COMPLAINT_BASE_IDENTITY_H
#define COMPLAINT_BASE_IDENTITY_H

#include <complaint/context.h>

#include <stdbool.h>

#define COMPLAINT__ID_SIZE 37     /* 36 characters and NUL */
#define COMPLAINT__DIGEST_SIZE 32 /* bytes */
#define COMPLAINT__DIGEST_TEXT 65 /* 64 hexadecimal digits and NUL */

/* A new UUIDv7, lower case, strictly increasing within a context. */
int complaint__id_new(complaint_context *context, char id[COMPLAINT__ID_SIZE],
                      complaint_error **error);
bool complaint__id_valid(const char *text);

int complaint__digest(complaint_context *context, const void *bytes,
                      size_t size, unsigned char digest[COMPLAINT__DIGEST_SIZE],
                      complaint_error **error);
void complaint__digest_text(const unsigned char digest[COMPLAINT__DIGEST_SIZE],
                            char text[COMPLAINT__DIGEST_TEXT]);

#endif
