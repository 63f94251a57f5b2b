/* Ed25519 signatures (RFC 8032) by libcrypto, and keys as PEM texts. Keys are
 * the caller's and are never stored here. */
#ifndef COMPLAINT_BASE_SIGNATURE_H
#define COMPLAINT_BASE_SIGNATURE_H

#include "base/identity.h"

#define COMPLAINT__KEY_SIZE 32       /* bytes of a public key */
#define COMPLAINT__SIGNATURE_SIZE 64 /* bytes */

/* A private key (PKCS #8, "BEGIN PRIVATE KEY") and its public half. INVALID
 * for another text, also for one that a password protects. */
typedef struct complaint__signer complaint__signer;
int complaint__signer_new(complaint_context *context, const char *pem,
                          complaint__signer **out, complaint_error **error);
void complaint__signer_free(complaint__signer *signer);
const unsigned char *complaint__signer_public(const complaint__signer *signer);
int complaint__signer_sign(const complaint__signer *signer, const void *bytes,
                           size_t size,
                           unsigned char signature[COMPLAINT__SIGNATURE_SIZE],
                           complaint_error **error);

/* The public key of a PEM text: public ("BEGIN PUBLIC KEY") or private. */
int complaint__public_key_read(complaint_context *context, const char *pem,
                               unsigned char key[COMPLAINT__KEY_SIZE],
                               complaint_error **error);
/* *valid: has who has the key signed these bytes? */
int complaint__signature_check(
    complaint_context *context, const unsigned char key[COMPLAINT__KEY_SIZE],
    const void *bytes, size_t size,
    const unsigned char signature[COMPLAINT__SIGNATURE_SIZE], bool *valid,
    complaint_error **error);

#endif
