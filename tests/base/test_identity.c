/* Ids by RFC 9562, digests by FIPS 180-4. */
#include "base/identity.h"

#include "support/surroundings.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static surroundings around;
static complaint_context *context;

static void set_up(void)
{
    context = surroundings_begin(&around);
}

static void tear_down(void)
{
    complaint_context_free(context);
}

static int64_t milliseconds_of(const char *id)
{
    char hexadecimal[13];

    snprintf(hexadecimal, sizeof hexadecimal, "%.8s%.4s", id, id + 9);
    return strtoll(hexadecimal, NULL, 16);
}

START_TEST(an_id_is_a_uuid_of_version_7_with_the_time_in_front)
{
    char id[COMPLAINT__ID_SIZE];

    ck_assert_int_eq(complaint__id_new(context, id, NULL), 0);
    ck_assert_uint_eq(strlen(id), 36);
    ck_assert(complaint__id_valid(id));
    ck_assert_int_eq(milliseconds_of(id), around.now / 1000);
    ck_assert_int_eq(id[14], '7');
    ck_assert_ptr_nonnull(strchr("89ab", id[19]));
}
END_TEST

START_TEST(ids_increase_whatever_the_clock_does)
{
    static const int64_t steps[] = {0,  0, 1,     1000,   -1,
                                    -1, 7, -5000, 999999, -86400000000};
    char last[COMPLAINT__ID_SIZE] = "";
    char id[COMPLAINT__ID_SIZE];
    uint64_t seed = 7;

    for (int i = 0; i < 100000; i++) {
        around.now += steps[test_random(&seed) % 10];
        ck_assert_int_eq(complaint__id_new(context, id, NULL), 0);
        if (strcmp(last, id) >= 0 || !complaint__id_valid(id))
            ck_abort_msg("%s does not follow %s", id, last);
        strcpy(last, id);
    }
}
END_TEST

START_TEST(ids_are_made_at_the_ends_of_the_clock)
{
    char id[COMPLAINT__ID_SIZE];

    around.now = -1;
    ck_assert_int_eq(complaint__id_new(context, id, NULL), 0);
    ck_assert(complaint__id_valid(id));
    ck_assert_int_eq(milliseconds_of(id), 0);
    around.now = INT64_MAX;
    ck_assert_int_eq(complaint__id_new(context, id, NULL), 0);
    ck_assert(complaint__id_valid(id));
    ck_assert_int_eq(milliseconds_of(id), (INT64_C(1) << 48) - 1);
}
END_TEST

START_TEST(a_random_source_that_fails_makes_no_id)
{
    char id[COMPLAINT__ID_SIZE];

    around.random_fails = -1;
    ck_assert_int_eq(complaint__id_new(context, id, NULL), COMPLAINT_IO);
}
END_TEST

#define PER_THREAD 5000
#define THREADS 4

typedef struct maker {
    complaint_context *shared;
    bool in_order;
    char ids[PER_THREAD][COMPLAINT__ID_SIZE];
} maker;

static void *make_ids(void *user_data)
{
    maker *m = user_data;

    m->in_order = true;
    for (int i = 0; i < PER_THREAD; i++) {
        if (complaint__id_new(m->shared, m->ids[i], NULL) != 0 ||
            (i > 0 && strcmp(m->ids[i - 1], m->ids[i]) >= 0))
            m->in_order = false;
    }
    return NULL;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(a, b);
}

START_TEST(threads_that_share_a_context_never_get_the_same_id)
{
    static maker makers[THREADS];
    static char all[THREADS * PER_THREAD][COMPLAINT__ID_SIZE];
    pthread_t threads[THREADS];
    complaint_context *shared = NULL;

    ck_assert_int_eq(complaint_context_new(NULL, &shared, NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        makers[i].shared = shared;
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, make_ids, &makers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert(makers[i].in_order);
        memcpy(all[i * PER_THREAD], makers[i].ids, sizeof makers[i].ids);
    }
    complaint_context_free(shared);
    qsort(all, THREADS * PER_THREAD, COMPLAINT__ID_SIZE, compare_ids);
    for (int i = 1; i < THREADS * PER_THREAD; i++)
        ck_assert_str_ne(all[i - 1], all[i]);
}
END_TEST

START_TEST(only_lower_case_uuids_of_version_7_are_ids)
{
    static const char *const wrong[] = {
        "",
        "018f3c5a-1b2c-7def-8abc-0123456789a",
        "018f3c5a-1b2c-7def-8abc-0123456789abc",
        "018F3C5A-1b2c-7def-8abc-0123456789ab",
        "018f3c5a-1b2c-4def-8abc-0123456789ab",
        "018f3c5a-1b2c-7def-cabc-0123456789ab",
        "018f3c5a+1b2c-7def-8abc-0123456789ab",
        "018f3c5a-1b2c-7def-8abc-0123456789ag",
        "018f3c5a1b2c-7def-8abc-0123456789ab-",
    };

    ck_assert(complaint__id_valid("018f3c5a-1b2c-7def-8abc-0123456789ab"));
    ck_assert(!complaint__id_valid(NULL));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_msg(!complaint__id_valid(wrong[i]), "%s", wrong[i]);
}
END_TEST

static const char *digest_of(const char *bytes, size_t size)
{
    static char text[COMPLAINT__DIGEST_TEXT];
    unsigned char digest[COMPLAINT__DIGEST_SIZE];

    ck_assert_int_eq(complaint__digest(context, bytes, size, digest, NULL), 0);
    complaint__digest_text(digest, text);
    return text;
}

/* The examples that NIST publishes with FIPS 180-4. */
START_TEST(digests_are_those_of_the_standard)
{
    static char million[1000000];

    memset(million, 'a', sizeof million);
    ck_assert_str_eq(digest_of("", 0), "e3b0c44298fc1c149afbf4c8996fb924"
                                       "27ae41e4649b934ca495991b7852b855");
    ck_assert_str_eq(digest_of("abc", 3), "ba7816bf8f01cfea414140de5dae2223"
                                          "b00361a396177a9cb410ff61f20015ad");
    ck_assert_str_eq(digest_of(million, sizeof million),
                     "cdc76e5c9914fb9281a1c7e284d73e67"
                     "f1809a48a497200e046d39ccc7112cd0");
}
END_TEST

static Suite *identity_suite(void)
{
    Suite *suite = suite_create("identity");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, an_id_is_a_uuid_of_version_7_with_the_time_in_front);
    tcase_add_test(all, ids_increase_whatever_the_clock_does);
    tcase_add_test(all, ids_are_made_at_the_ends_of_the_clock);
    tcase_add_test(all, a_random_source_that_fails_makes_no_id);
    tcase_add_test(all, threads_that_share_a_context_never_get_the_same_id);
    tcase_add_test(all, only_lower_case_uuids_of_version_7_are_ids);
    tcase_add_test(all, digests_are_those_of_the_standard);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(identity_suite());
}
