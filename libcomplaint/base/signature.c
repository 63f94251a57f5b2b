/* Ed25519 by libcrypto: see signature.h. */
#include "base/signature.h"

#include "base/failure.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

struct complaint__signer {
    complaint_context *context;
    EVP_PKEY *key;
    unsigned char public_key[COMPLAINT__KEY_SIZE];
};

/* Nobody is asked for a password. */
static int no_password(char *buffer, int size, int writing, void *data)
{
    (void)buffer;
    (void)size;
    (void)writing;
    (void)data;
    return -1;
}

static EVP_PKEY *read_key(const char *pem, bool is_private)
{
    size_t size = strlen(pem);
    BIO *text = size > 65536 ? NULL : BIO_new_mem_buf(pem, (int)size);
    EVP_PKEY *key = NULL;

    if (text == NULL)
        return NULL;
    ERR_set_mark();
    key = is_private ? PEM_read_bio_PrivateKey(text, NULL, no_password, NULL)
                     : PEM_read_bio_PUBKEY(text, NULL, no_password, NULL);
    ERR_pop_to_mark();
    BIO_free(text);
    if (key != NULL && EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    return key;
}

static bool public_of(const EVP_PKEY *key,
                      unsigned char out[COMPLAINT__KEY_SIZE])
{
    size_t size = COMPLAINT__KEY_SIZE;

    return EVP_PKEY_get_raw_public_key(key, out, &size) == 1 &&
           size == COMPLAINT__KEY_SIZE;
}

int complaint__signer_new(complaint_context *context, const char *pem,
                          complaint__signer **out, complaint_error **error)
{
    EVP_PKEY *key = read_key(pem, true);
    complaint__signer *made;

    *out = NULL;
    if (key == NULL)
        return complaint__fail(
            context, error, COMPLAINT_INVALID, "key.private", "key",
            "an Ed25519 private key is expected, as PEM without a password");
    made = complaint__alloc_array(context, 1, sizeof *made);
    if (made == NULL || !public_of(key, made->public_key)) {
        complaint__free(context, made);
        EVP_PKEY_free(key);
        return complaint__fail_memory(error);
    }
    made->context = context;
    made->key = key;
    *out = made;
    return COMPLAINT_OK;
}

void complaint__signer_free(complaint__signer *signer)
{
    if (signer == NULL)
        return;
    EVP_PKEY_free(signer->key);
    complaint__free(signer->context, signer);
}

const unsigned char *complaint__signer_public(const complaint__signer *signer)
{
    return signer->public_key;
}

int complaint__signer_sign(const complaint__signer *signer, const void *bytes,
                           size_t size,
                           unsigned char signature[COMPLAINT__SIGNATURE_SIZE],
                           complaint_error **error)
{
    EVP_MD_CTX *engine = EVP_MD_CTX_new();
    size_t made = COMPLAINT__SIGNATURE_SIZE;
    bool good =
        engine != NULL &&
        EVP_DigestSignInit(engine, NULL, NULL, NULL, signer->key) == 1 &&
        EVP_DigestSign(engine, signature, &made, bytes, size) == 1 &&
        made == COMPLAINT__SIGNATURE_SIZE;

    EVP_MD_CTX_free(engine);
    return good ? COMPLAINT_OK : complaint__fail_memory(error);
}

int complaint__public_key_read(complaint_context *context, const char *pem,
                               unsigned char key[COMPLAINT__KEY_SIZE],
                               complaint_error **error)
{
    EVP_PKEY *found = read_key(pem, false);
    bool good;

    if (found == NULL)
        found = read_key(pem, true);
    good = found != NULL && public_of(found, key);
    EVP_PKEY_free(found);
    if (good)
        return COMPLAINT_OK;
    return complaint__fail(context, error, COMPLAINT_INVALID, "key.public",
                           "key", "an Ed25519 key is expected, as PEM");
}

/* RFC 8032, 5.1.3: a number below the prime, and no sign where x is 0 (y is 1
 * or the prime less 1). libcrypto takes others too, and one key in two ways of
 * writing is two keys to whoever compares them. */
static bool key_is_canonical(const unsigned char key[COMPLAINT__KEY_SIZE])
{
    bool sign = (key[COMPLAINT__KEY_SIZE - 1] & 0x80) != 0;
    bool ones = (key[COMPLAINT__KEY_SIZE - 1] & 0x7F) == 0x7F;
    bool zeros = (key[COMPLAINT__KEY_SIZE - 1] & 0x7F) == 0;

    for (size_t i = 1; i < COMPLAINT__KEY_SIZE - 1; i++) {
        ones = ones && key[i] == 0xFF;
        zeros = zeros && key[i] == 0;
    }
    if (ones && key[0] >= 0xED)
        return false;
    return !(sign && ((ones && key[0] == 0xEC) || (zeros && key[0] == 1)));
}

int complaint__signature_check(
    complaint_context *context, const unsigned char key[COMPLAINT__KEY_SIZE],
    const void *bytes, size_t size,
    const unsigned char signature[COMPLAINT__SIGNATURE_SIZE], bool *valid,
    complaint_error **error)
{
    EVP_PKEY *made = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key,
                                                 COMPLAINT__KEY_SIZE);
    EVP_MD_CTX *engine = EVP_MD_CTX_new();
    bool ready = made != NULL && engine != NULL;

    (void)context;
    ERR_set_mark();
    *valid = ready && key_is_canonical(key) &&
             EVP_DigestVerifyInit(engine, NULL, NULL, NULL, made) == 1 &&
             EVP_DigestVerify(engine, signature, COMPLAINT__SIGNATURE_SIZE,
                              bytes, size) == 1;
    ERR_pop_to_mark();
    EVP_MD_CTX_free(engine);
    EVP_PKEY_free(made);
    return ready ? COMPLAINT_OK : complaint__fail_memory(error);
}
