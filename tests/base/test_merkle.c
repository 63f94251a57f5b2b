/* Merkle trees and signatures against published values: the tree of the
 * Certificate Transparency test suite (RFC 6962), the keys of RFC 8032. */
#include <check.h>
#include <complaint.h>
#include <string.h>

#include "base/merkle.h"
#include "base/signature.h"
#include "support/surroundings.h"

static complaint_context *context;
static complaint__hasher hasher;

static void begin(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
    ck_assert_int_eq(complaint__hasher_open(&hasher, context, NULL), 0);
}

static void end(void)
{
    complaint__hasher_close(&hasher);
    complaint_context_free(context);
}

static const char *const leaves[] = {"",
                                     "00",
                                     "10",
                                     "2021",
                                     "3031",
                                     "40414243",
                                     "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f"};
static const char *const roots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

START_TEST(the_roots_are_those_of_the_certificate_transparency_tests)
{
    complaint__merkle tree = {0};
    unsigned char bytes[16];
    complaint__hash hash;
    char text[COMPLAINT__DIGEST_TEXT];

    begin();
    ck_assert_int_eq(complaint__merkle_root(&tree, &hasher, hash, NULL), 0);
    complaint__digest_text(hash, text);
    ck_assert_str_eq(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca49"
                           "5991b7852b855");
    for (size_t i = 0; i < 8; i++) {
        size_t size = strlen(leaves[i]) / 2;

        ck_assert(complaint__hex_read(leaves[i], bytes, size));
        ck_assert_int_eq(
            complaint__merkle_leaf(&hasher, bytes, size, hash, NULL), 0);
        ck_assert_int_eq(complaint__merkle_add(&tree, &hasher, hash, NULL), 0);
        ck_assert_int_eq(complaint__merkle_root(&tree, &hasher, hash, NULL), 0);
        complaint__digest_text(hash, text);
        ck_assert_str_eq(text, roots[i]);
    }
    end();
}
END_TEST

START_TEST(every_path_of_every_size_leads_to_the_root_and_no_other_does)
{
    enum { MOST = 70 };
    static complaint__hash hashes[MOST];
    complaint__hash path[COMPLAINT__MERKLE_DEPTH];
    complaint__merkle tree = {0};
    complaint__hash root;
    complaint__hash got;
    bool fits;

    begin();
    for (size_t count = 1; count <= MOST; count++) {
        complaint__merkle_levels *levels;

        ck_assert_int_eq(complaint__merkle_leaf(&hasher, &count, sizeof count,
                                                hashes[count - 1], NULL),
                         0);
        ck_assert_int_eq(
            complaint__merkle_add(&tree, &hasher, hashes[count - 1], NULL), 0);
        ck_assert_int_eq(complaint__merkle_root(&tree, &hasher, root, NULL), 0);
        ck_assert_int_eq(
            complaint__merkle_levels_new(&hasher, hashes, count, &levels, NULL),
            0);
        for (size_t i = 0; i < count; i++) {
            size_t size = complaint__merkle_path(levels, i, path);

            ck_assert_int_eq(complaint__merkle_climb(&hasher, hashes[i], i,
                                                     count, path, size, got,
                                                     &fits, NULL),
                             0);
            ck_assert(fits);
            ck_assert_mem_eq(got, root, sizeof root);
            /* At another place, with a node less or more: not. */
            ck_assert_int_eq(
                complaint__merkle_climb(&hasher, hashes[i], (i + 1) % count,
                                        count, path, size, got, &fits, NULL),
                0);
            ck_assert(count == 1 || !fits ||
                      memcmp(got, root, sizeof root) != 0);
            ck_assert_int_eq(complaint__merkle_climb(&hasher, hashes[i], i,
                                                     count, path, size + 1, got,
                                                     &fits, NULL),
                             0);
            ck_assert(!fits);
            ck_assert_int_eq(complaint__merkle_climb(
                                 &hasher, hashes[i], i, count, path,
                                 size == 0 ? 1 : size - 1, got, &fits, NULL),
                             0);
            ck_assert(!fits);
        }
        ck_assert_int_eq(complaint__merkle_climb(&hasher, hashes[0], count,
                                                 count, path, 0, got, &fits,
                                                 NULL),
                         0);
        ck_assert(!fits);
        complaint__merkle_levels_free(levels);
    }
    end();
}
END_TEST

/* RFC 8032, 7.1: TEST 2 and TEST 3, and the private key of TEST 2 as PKCS #8
 * (RFC 8410: a fixed head of 16 bytes before the seed). */
START_TEST(signatures_are_those_of_the_standard)
{
    static const char *const pem =
        "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
        "-----END PRIVATE KEY-----\n";
    static const char *const wanted =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    static const char *const other =
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
    unsigned char signature[COMPLAINT__SIGNATURE_SIZE];
    unsigned char expected[COMPLAINT__SIGNATURE_SIZE];
    unsigned char key[COMPLAINT__KEY_SIZE];
    complaint__signer *signer;
    complaint_error *error = NULL;
    bool valid;

    begin();
    ck_assert_msg(complaint__signer_new(context, pem, &signer, &error) == 0,
                  "%s", complaint_error_message(error));
    ck_assert(complaint__hex_read("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4"
                                  "968cc0cd55f12af4660c",
                                  key, sizeof key));
    ck_assert_mem_eq(complaint__signer_public(signer), key, sizeof key);
    ck_assert_int_eq(complaint__signer_sign(signer, "\x72", 1, signature, NULL),
                     0);
    ck_assert(complaint__hex_read(wanted, expected, sizeof expected));
    ck_assert_mem_eq(signature, expected, sizeof expected);
    for (size_t i = 0; i <= 8 * sizeof signature; i++) {
        if (i > 0)
            signature[(i - 1) / 8] ^= (unsigned char)(1 << (i - 1) % 8);
        ck_assert_int_eq(complaint__signature_check(context, key, "\x72", 1,
                                                    signature, &valid, NULL),
                         0);
        ck_assert_int_eq(valid, i == 0);
        if (i > 0)
            signature[(i - 1) / 8] ^= (unsigned char)(1 << (i - 1) % 8);
    }
    complaint__signer_free(signer);
    ck_assert(complaint__hex_read("fc51cd8e6218a1a38da47ed00230f0580816ed13ba33"
                                  "03ac5deb911548908025",
                                  key, sizeof key));
    ck_assert(complaint__hex_read(other, signature, sizeof signature));
    ck_assert_int_eq(complaint__signature_check(context, key, "\xaf\x82", 2,
                                                signature, &valid, NULL),
                     0);
    ck_assert(valid);
    end();
}
END_TEST

START_TEST(what_is_no_ed25519_key_is_refused)
{
    static const char *const bad[] = {
        "", "key",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        /* An X25519 key (RFC 8410's form, the other algorithm). */
        "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VuBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
        "-----END PRIVATE KEY-----\n"};
    unsigned char key[COMPLAINT__KEY_SIZE];
    complaint__signer *signer;
    complaint_error *error = NULL;

    begin();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_int_eq(
            complaint__signer_new(context, bad[i], &signer, &error),
            COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_detail(error), "key.private");
        ck_assert_str_eq(complaint_error_field(error), "key");
        complaint_error_free(error);
        error = NULL;
        ck_assert_int_eq(
            complaint__public_key_read(context, bad[i], key, &error),
            COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_detail(error), "key.public");
        complaint_error_free(error);
        error = NULL;
    }
    end();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("merkle");
    TCase *tests = tcase_create("merkle");

    tcase_add_test(tests,
                   the_roots_are_those_of_the_certificate_transparency_tests);
    tcase_add_test(
        tests, every_path_of_every_size_leads_to_the_root_and_no_other_does);
    tcase_add_test(tests, signatures_are_those_of_the_standard);
    tcase_add_test(tests, what_is_no_ed25519_key_is_refused);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
