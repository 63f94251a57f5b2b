/* The facts tree: set, got, limited, copied, read from and written to JSON. */
#include <complaint/facts.h>
#include <complaint/limits.h>

#include "model/facts.h"
#include "support/surroundings.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static surroundings around;
static complaint_context *context;
static complaint_facts *root;
static complaint_error *error;

static void set_up(void)
{
    context = surroundings_begin(&around);
    error = NULL;
    ck_assert_int_eq(complaint_facts_new(context, &root, NULL), COMPLAINT_OK);
}

static void tear_down(void)
{
    complaint_error_free(error);
    complaint_facts_free(root);
    surroundings_end(&around, context);
    ck_assert_int_eq(around.destroyed, 1);
}

static void check_written(const complaint_facts *facts, const char *expected)
{
    size_t size = 0;
    char *json = NULL;

    ck_assert_int_eq(complaint_facts_write(facts, &json, &size, NULL), 0);
    ck_assert_str_eq(json, expected);
    ck_assert_uint_eq(size, strlen(expected));
    complaint_context_release(context, json);
}

static complaint_facts *parse(const char *json)
{
    complaint_facts *facts = NULL;

    ck_assert_msg(complaint_facts_parse(context, json, strlen(json), &facts,
                                        &error) == COMPLAINT_OK,
                  "%s: %s", json, complaint_error_message(error));
    return facts;
}

START_TEST(each_type_is_set_got_and_written)
{
    complaint_facts *map;
    complaint_facts *list;

    ck_assert_int_eq(complaint_facts_set_text(root, "title", "漏水", NULL), 0);
    ck_assert_int_eq(complaint_facts_set_integer(root, "count", -3, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_real(root, "mean", 2.5, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_boolean(root, "open", true, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_text(root, "none", NULL, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_time(root, "at", around.now, NULL), 0);
    ck_assert_int_eq(
        complaint_facts_set_time(root, "never", COMPLAINT_TIME_NONE, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_money(root, "paid", 1050, "CNY", NULL),
                     0);
    ck_assert_int_eq(complaint_facts_set_map(root, "party", &map, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_bytes(map, "role", "buyer", 3, NULL),
                     0);
    ck_assert_int_eq(complaint_facts_set_list(root, "tags", &list, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_text(list, NULL, "a", NULL), 0);
    ck_assert_int_eq(complaint_facts_set_integer(list, NULL, 1, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_map(list, NULL, NULL, NULL), 0);
    check_written(root,
                  "{\"at\":\"2019-04-25T01:32:09Z\",\"count\":-3,"
                  "\"mean\":2.5,\"never\":null,\"none\":null,\"open\":true,"
                  "\"paid\":{\"amount\":1050,\"currency\":\"CNY\"},"
                  "\"party\":{\"role\":\"buy\"},\"tags\":[\"a\",1,{}],"
                  "\"title\":\"漏水\"}");
    ck_assert_uint_eq(complaint_facts_size(root), 10);
    ck_assert_str_eq(complaint_facts_key(root, 0), "title");
    ck_assert_str_eq(complaint_facts_key(root, 9), "tags");
    ck_assert_str_eq(complaint_facts_text(complaint_facts_at(root, 0), "x"),
                     "漏水");
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(root, "count"), 7), -3);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(root, "open"), 7), 1);
    ck_assert_double_eq(
        complaint_facts_real(complaint_facts_get(root, "mean"), 7), 2.5);
    ck_assert_double_eq(
        complaint_facts_real(complaint_facts_get(root, "count"), 7), -3);
    ck_assert_int_eq(complaint_facts_time(complaint_facts_get(root, "at")),
                     around.now);
    ck_assert_int_eq(complaint_facts_type(complaint_facts_get(root, "none")),
                     COMPLAINT_FACTS_NULL);
    ck_assert_ptr_eq(complaint__facts_edit(root, "party"), map);
}
END_TEST

START_TEST(what_is_not_there_reads_as_the_given_value)
{
    const complaint_facts *text;

    ck_assert_int_eq(complaint_facts_set_text(root, "t", "x", NULL), 0);
    text = complaint_facts_get(root, "t");
    ck_assert_int_eq(complaint_facts_type(NULL), COMPLAINT_FACTS_NULL);
    ck_assert_uint_eq(complaint_facts_size(NULL), 0);
    ck_assert_uint_eq(complaint_facts_size(text), 0);
    ck_assert_ptr_null(complaint_facts_get(NULL, "t"));
    ck_assert_ptr_null(complaint_facts_get(root, NULL));
    ck_assert_ptr_null(complaint_facts_get(root, "u"));
    ck_assert_ptr_null(complaint_facts_get(root, "\xff"));
    ck_assert_ptr_null(complaint_facts_get(text, "t"));
    ck_assert_ptr_null(complaint_facts_at(root, 1));
    ck_assert_ptr_null(complaint_facts_at(text, 0));
    ck_assert_str_eq(complaint_facts_key(root, 1), "");
    ck_assert_str_eq(complaint_facts_key(NULL, 0), "");
    ck_assert_ptr_null(complaint_facts_text(root, NULL));
    ck_assert_str_eq(complaint_facts_text(NULL, "o"), "o");
    ck_assert_int_eq(complaint_facts_integer(text, 4), 4);
    ck_assert_double_eq(complaint_facts_real(text, 4), 4);
    ck_assert_int_eq(complaint_facts_time(text), COMPLAINT_TIME_NONE);
    ck_assert_int_eq(complaint_facts_time(root), COMPLAINT_TIME_NONE);
    ck_assert_ptr_null(complaint__facts_context(NULL));
    complaint_facts_free(NULL);
}
END_TEST

START_TEST(a_borrowed_node_is_not_freed)
{
    complaint_facts *map;

    ck_assert_int_eq(complaint_facts_set_map(root, "m", &map, NULL), 0);
    complaint_facts_free(map);
    ck_assert_int_eq(complaint_facts_set_integer(map, "n", 1, NULL), 0);
    check_written(root, "{\"m\":{\"n\":1}}");
}
END_TEST

START_TEST(setting_again_replaces_in_place_and_borrowed_nodes_stay)
{
    const complaint_facts *first;

    ck_assert_int_eq(complaint_facts_set_text(root, "a", "one", NULL), 0);
    ck_assert_int_eq(complaint_facts_set_integer(root, "b", 2, NULL), 0);
    first = complaint_facts_get(root, "a");
    ck_assert_int_eq(complaint_facts_set_integer(root, "a", 3, NULL), 0);
    ck_assert_str_eq(complaint_facts_text(first, NULL), "one");
    ck_assert_str_eq(complaint_facts_key(root, 0), "a");
    check_written(root, "{\"a\":3,\"b\":2}");
}
END_TEST

START_TEST(misuse_is_an_error_and_not_a_crash)
{
    complaint_facts *list;
    complaint_facts *child = root;
    char *json;

    ck_assert_int_eq(complaint_facts_set_list(root, "l", &list, NULL), 0);
    ck_assert_int_eq(complaint_facts_new(NULL, &list, &error),
                     COMPLAINT_MISUSE);
    list = complaint__facts_edit(root, "l");
    ck_assert_int_eq(complaint_facts_new(context, NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_text(NULL, "k", "x", &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_text(root, NULL, "x", &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_integer(list, "k", 1, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "k");
    ck_assert_int_eq(complaint_facts_set_real(list, "k", 1, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_boolean(list, "k", 1, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_time(list, "k", 1, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_money(list, "k", 1, "CNY", &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_copy(list, "k", root, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_map(list, "k", &child, &error),
                     COMPLAINT_MISUSE);
    ck_assert_ptr_null(child);
    ck_assert_int_eq(complaint_facts_set_bytes(root, "k", NULL, 0, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_integer(root, "i", 1, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_integer(
                         complaint__facts_edit(root, "i"), "k", 1, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_write(NULL, &json, NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_write(root, NULL, NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_parse(NULL, "1", 1, &child, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_parse(context, NULL, 1, &child, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_parse(context, "1", 1, NULL, &error),
                     COMPLAINT_MISUSE);
    check_written(root, "{\"i\":1,\"l\":[]}");
}
END_TEST

START_TEST(invalid_values_are_refused_by_key)
{
    static const char *const currencies[] = {"",    "CN",   "CNYX", "cny",
                                             "C1Y", "人民", NULL};
    size_t count = sizeof currencies / sizeof currencies[0];

    ck_assert_int_eq(complaint_facts_set_text(root, "k", "a\xff", &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "k");
    ck_assert_int_eq(complaint_facts_set_bytes(root, "k", "a\0b", 3, &error),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_facts_set_integer(root, "\xc0\x80", 1, &error),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_facts_set_real(root, "k", (double)NAN, &error),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(
        complaint_facts_set_real(root, "k", (double)INFINITY, &error),
        COMPLAINT_INVALID);
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(
            complaint_facts_set_money(root, "k", 1, currencies[i], &error),
            COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_facts_set_time(
                         root, "k", COMPLAINT_LIMIT_TIME_MAX + 1, &error),
                     COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "k");
    check_written(root, "{}");
}
END_TEST

START_TEST(texts_and_keys_enter_in_nfc)
{
    ck_assert_int_eq(
        complaint_facts_set_text(root, "cafe\xcc\x81", "e\xcc\x81", NULL), 0);
    ck_assert_int_eq(complaint_facts_set_integer(root, "café", 2, NULL), 0);
    check_written(root, "{\"café\":2}");
    ck_assert_ptr_nonnull(complaint_facts_get(root, "cafe\xcc\x81"));
    ck_assert_int_eq(complaint_facts_set_text(root, "t", "\xe2\x84\xab", NULL),
                     0);
    check_written(root, "{\"café\":2,\"t\":\"Å\"}");
}
END_TEST

START_TEST(texts_and_keys_have_their_limits)
{
    char *text = malloc(COMPLAINT_LIMIT_TEXT + 2);
    char key[COMPLAINT_LIMIT_CODE + 2];

    memset(text, 't', COMPLAINT_LIMIT_TEXT + 1);
    text[COMPLAINT_LIMIT_TEXT + 1] = '\0';
    ck_assert_int_eq(complaint_facts_set_text(root, "k", text, &error),
                     COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "k");
    text[COMPLAINT_LIMIT_TEXT] = '\0';
    ck_assert_int_eq(complaint_facts_set_text(root, "k", text, NULL), 0);
    memset(key, 'k', sizeof key);
    key[COMPLAINT_LIMIT_CODE + 1] = '\0';
    ck_assert_int_eq(complaint_facts_set_integer(root, key, 1, &error),
                     COMPLAINT_LIMIT);
    key[COMPLAINT_LIMIT_CODE] = '\0';
    ck_assert_int_eq(complaint_facts_set_integer(root, key, 1, NULL), 0);
    ck_assert_uint_eq(complaint_facts_size(root), 2);
    free(text);
}
END_TEST

START_TEST(a_list_and_a_map_hold_so_many_members_and_no_more)
{
    complaint_facts *list;
    char key[16];

    ck_assert_int_eq(complaint_facts_set_list(root, "list", &list, NULL), 0);
    for (int i = 0; i < COMPLAINT_LIMIT_FACTS_MEMBERS; i++)
        ck_assert_int_eq(complaint_facts_set_integer(list, NULL, i, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_integer(list, NULL, 1, &error),
                     COMPLAINT_LIMIT);
    for (int i = 1; i < COMPLAINT_LIMIT_FACTS_MEMBERS; i++) {
        snprintf(key, sizeof key, "k%d", i);
        ck_assert_int_eq(complaint_facts_set_integer(root, key, i, NULL), 0);
    }
    ck_assert_int_eq(complaint_facts_set_integer(root, "more", 1, &error),
                     COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "more");
    ck_assert_int_eq(complaint_facts_set_integer(root, "k7", 77, NULL), 0);
    ck_assert_uint_eq(complaint_facts_size(root),
                      COMPLAINT_LIMIT_FACTS_MEMBERS);
    for (int i = 1; i < COMPLAINT_LIMIT_FACTS_MEMBERS; i++) {
        snprintf(key, sizeof key, "k%d", i);
        if (complaint_facts_integer(complaint_facts_get(root, key), -1) !=
            (i == 7 ? 77 : i))
            ck_abort_msg("%s is lost", key);
        if (strcmp(complaint_facts_key(root, (size_t)i), key) != 0)
            ck_abort_msg("%s is out of order", key);
    }
    ck_assert_ptr_null(complaint_facts_get(root, "k10000"));
}
END_TEST

START_TEST(nesting_has_its_limit)
{
    complaint_facts *at = root;
    complaint_facts *next;

    for (int level = 2; level <= COMPLAINT_LIMIT_FACTS_DEPTH; level++) {
        ck_assert_int_eq(complaint_facts_set_map(at, "d", &next, NULL), 0);
        at = next;
    }
    ck_assert_int_eq(complaint_facts_set_integer(at, "i", 1, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_list(at, "d", &next, &error),
                     COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "d");
    ck_assert_int_eq(complaint_facts_set_money(at, "m", 1, "CNY", &error),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_facts_set_copy(root, "copy", root, &error),
                     COMPLAINT_LIMIT);
    ck_assert_uint_eq(complaint_facts_size(root), 1);
}
END_TEST

START_TEST(a_tree_may_be_copied_into_itself)
{
    ck_assert_int_eq(complaint_facts_set_integer(root, "a", 1, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_copy(root, "b", root, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_copy(root, "c", root, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_copy(root, "b", NULL, NULL), 0);
    check_written(root, "{\"a\":1,\"b\":null,\"c\":{\"a\":1,\"b\":{\"a\":1}}}");
}
END_TEST

START_TEST(a_copy_is_equal_and_of_its_own)
{
    complaint_facts *source = parse("{\"x\":[1,\"t\",null,true,2.5],\"y\":{}}");
    complaint_facts *copy;
    complaint_facts *scalar;

    ck_assert_int_eq(complaint__facts_copy(context, source, &copy, NULL), 0);
    ck_assert(complaint__facts_equal(source, copy));
    ck_assert_int_eq(complaint_facts_set_integer(copy, "z", 1, NULL), 0);
    ck_assert(!complaint__facts_equal(source, copy));
    complaint_facts_free(source);
    check_written(copy, "{\"x\":[1,\"t\",null,true,2.5],\"y\":{},\"z\":1}");
    ck_assert_int_eq(complaint__facts_copy(context,
                                           complaint_facts_get(copy, "x"),
                                           &scalar, NULL),
                     0);
    complaint_facts_free(copy);
    check_written(scalar, "[1,\"t\",null,true,2.5]");
    complaint_facts_free(scalar);
    ck_assert_int_eq(complaint__facts_copy(context, NULL, &scalar, NULL), 0);
    check_written(scalar, "null");
    complaint_facts_free(scalar);
}
END_TEST

START_TEST(a_borrowed_copy_is_changed_alone_and_leaves_the_lender_as_it_is)
{
    static const char text[] =
        "{\"l\":[{\"b\":1},\"u\"],\"m\":{\"a\":\"t\"},\"n\":2}";
    complaint_facts *lender = parse(text);
    complaint_facts *copy;
    complaint_facts *again;

    ck_assert_int_eq(complaint__facts_borrow(context, lender, &copy, NULL), 0);
    ck_assert(complaint__facts_equal(lender, copy));
    ck_assert_int_eq(complaint_facts_set_text(complaint__facts_edit(copy, "m"),
                                              "a", "v", NULL),
                     0);
    ck_assert_int_eq(complaint_facts_set_integer(
                         complaint__facts_edit(copy, "l"), NULL, 3, NULL),
                     0);
    complaint__facts_remove(copy, "n");
    /* Borrowing ends with the copying: what is set then is copied whole. */
    ck_assert_int_eq(complaint_facts_set_copy(copy, "c", lender, NULL), 0);
    check_written(lender, text);
    ck_assert_int_eq(complaint__facts_copy(context, copy, &again, NULL), 0);
    complaint_facts_free(copy);
    complaint_facts_free(lender);
    check_written(again, "{\"c\":{\"l\":[{\"b\":1},\"u\"],\"m\":{\"a\":\"t\"},"
                         "\"n\":2},\"l\":[{\"b\":1},\"u\",3],\"m\":{\"a\":"
                         "\"v\"}}");
    complaint_facts_free(again);
}
END_TEST

START_TEST(equality_ignores_the_order_of_keys_only)
{
    static const struct {
        const char *a;
        const char *b;
        bool equal;
    } all[] = {
        {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
        {"[1,2]", "[2,1]", false},
        {"[1,2]", "[1,2,3]", false},
        {"1", "1.0", false},
        {"1.0", "1.0", true},
        {"0.0", "-0.0", false},
        {"1", "true", false},
        {"\"a\"", "\"b\"", false},
        {"{\"a\":1}", "{\"b\":1}", false},
        {"null", "null", true},
        {"{}", "[]", false},
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        complaint_facts *a = parse(all[i].a);
        complaint_facts *b = parse(all[i].b);

        ck_assert_msg(complaint__facts_equal(a, b) == all[i].equal, "%s %s",
                      all[i].a, all[i].b);
        complaint_facts_free(a);
        complaint_facts_free(b);
    }
    ck_assert(complaint__facts_equal(NULL, NULL));
    ck_assert(!complaint__facts_equal(root, NULL));
}
END_TEST

START_TEST(maps_of_every_size_are_written_in_order)
{
    uint64_t seed = 7;

    for (size_t size = 0; size < 80; size++) {
        complaint_facts *map;
        complaint_facts *read;
        char *json;

        ck_assert_int_eq(complaint_facts_new(context, &map, NULL), 0);
        while (complaint_facts_size(map) < size) {
            char key[8] = "";

            for (size_t i = test_random(&seed) % 7; i > 0; i--)
                key[i - 1] = "ab"[test_random(&seed) % 2];
            snprintf(key + strlen(key), sizeof key - strlen(key), "%c",
                     (int)('a' + test_random(&seed) % 26));
            ck_assert_int_eq(complaint_facts_set_text(map, key, key, NULL), 0);
        }
        ck_assert_int_eq(complaint_facts_write(map, &json, NULL, NULL), 0);
        read = parse(json);
        ck_assert(complaint__facts_equal(map, read));
        for (size_t i = 1; i < size; i++)
            ck_assert_int_lt(strcmp(complaint_facts_key(read, i - 1),
                                    complaint_facts_key(read, i)),
                             0);
        complaint_context_release(context, json);
        complaint_facts_free(read);
        complaint_facts_free(map);
    }
}
END_TEST

START_TEST(members_are_removed_and_the_rest_keeps_its_order)
{
    char key[16];

    for (int i = 0; i < 100; i++) {
        snprintf(key, sizeof key, "k%d", i);
        ck_assert_int_eq(complaint_facts_set_integer(root, key, i, NULL), 0);
    }
    for (int i = 0; i < 100; i += 3) {
        snprintf(key, sizeof key, "k%d", i);
        complaint__facts_remove(root, key);
    }
    complaint__facts_remove(root, "no such");
    complaint__facts_remove(NULL, "x");
    ck_assert_uint_eq(complaint_facts_size(root), 66);
    for (int i = 0; i < 100; i++) {
        snprintf(key, sizeof key, "k%d", i);
        ck_assert_int_eq(
            complaint_facts_integer(complaint_facts_get(root, key), -1),
            i % 3 == 0 ? -1 : i);
    }
    ck_assert_str_eq(complaint_facts_key(root, 0), "k1");
    ck_assert_str_eq(complaint_facts_key(root, 65), "k98");
}
END_TEST

START_TEST(reals_are_found_by_path_and_refused_when_exact)
{
    complaint_facts *with = parse("{\"n\":1,\"a\":[0,{\"b\":1.5}],\"c\":2.5}");
    complaint_facts *without = parse("{\"a\":[0,{\"b\":1}]}");
    complaint__buffer buffer = COMPLAINT__BUFFER(context);

    ck_assert_str_eq(complaint__facts_find_real(with), "a.1.b");
    ck_assert_ptr_null(complaint__facts_find_real(without));
    ck_assert_ptr_null(complaint__facts_find_real(NULL));
    ck_assert(!complaint__facts_append_json(with, true, &buffer));
    complaint__buffer_clear(&buffer);
    ck_assert(complaint__facts_append_json(without, true, &buffer));
    ck_assert_str_eq(buffer.bytes, "{\"a\":[0,{\"b\":1}]}");
    complaint__buffer_clear(&buffer);
    ck_assert(complaint__facts_append_json(with, false, &buffer));
    ck_assert(!buffer.failed);
    complaint__buffer_free(&buffer);
    complaint_facts_free(with);
    complaint_facts_free(without);
}
END_TEST

START_TEST(keys_are_written_sorted_by_bytes)
{
    complaint_facts *facts =
        parse(" { \"b\" : 1, \"\" : 2, \"é\":3, \"ab\":4, \"B\":5, \"a\":6,"
              " \"投\":7, \"a\\u0001\":8, \"\\ud83d\\ude00\":9 } ");

    check_written(facts, "{\"\":2,\"B\":5,\"a\":6,\"a\\u0001\":8,\"ab\":4,"
                         "\"b\":1,\"é\":3,\"投\":7,\"😀\":9}");
    complaint_facts_free(facts);
}
END_TEST

START_TEST(any_json_value_may_be_the_root)
{
    static const char *const all[] = {"null",
                                      "true",
                                      "false",
                                      "0",
                                      "-9223372036854775808",
                                      "9223372036854775807",
                                      "\"\"",
                                      "\"投诉\"",
                                      "[]",
                                      "{}",
                                      "1.5",
                                      "-0.0",
                                      "1e300",
                                      "0.1"};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        complaint_facts *facts = parse(all[i]);

        check_written(facts, all[i]);
        complaint_facts_free(facts);
    }
}
END_TEST

static const struct {
    const char *json;
    size_t size;
    int status;
    const char *detail;
    const char *field;
    int64_t line;
    int64_t column;
} wrong[] = {
    {"", 0, COMPLAINT_INVALID, "facts.json", "", 1, 1},
    {"{", 1, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"{\n\"a\": 投}", 11, COMPLAINT_INVALID, "facts.json", "", 2, 6},
    {"[1] x", 5, COMPLAINT_INVALID, "facts.json", "", 1, 5},
    {"[1,]", 4, COMPLAINT_INVALID, "facts.json", "", 1, 4},
    {"[01]", 4, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"[NaN]", 5, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"[9223372036854775808]", 21, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"[1e999]", 7, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"\"\xff\"", 3, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"\"\xc0\x80\"", 4, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"\"\xed\xa0\x80\"", 5, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"\"\\ud800\"", 8, COMPLAINT_INVALID, "facts.json", "", 1, 2},
    {"\"a\\u0000b\"", 10, COMPLAINT_INVALID, "facts.nul", "", 1, 3},
    {"{\"a\\u0000b\":1}", 14, COMPLAINT_INVALID, "facts.nul", "", 1, 4},
    {"\"a\0b\"", 5, COMPLAINT_INVALID, "facts.nul", "", 1, 3},
    {"{\"a\":1,\"a\":2}", 13, COMPLAINT_INVALID, "facts.duplicate", "", 1, 8},
    {"{\"p\":[{\"\xc3\xa9\":1,\"e\xcc\x81\":2}]}", 24, COMPLAINT_INVALID,
     "facts.duplicate", "p.0.\xc3\xa9", 0, 0},
    {"\n[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", 35, COMPLAINT_LIMIT,
     "limit.exceeded", "depth", 2, 17},
    {"\xef\xbb\xbf{}", 5, COMPLAINT_INVALID, "facts.json", "", 1, 1},
};

START_TEST(json_that_is_refused_is_placed)
{
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        complaint_facts *facts = root;
        int status = complaint_facts_parse(context, wrong[i].json,
                                           wrong[i].size, &facts, &error);

        ck_assert_ptr_null(facts);
        ck_assert_msg(
            status == wrong[i].status &&
                strcmp(complaint_error_detail(error), wrong[i].detail) == 0 &&
                strcmp(complaint_error_field(error), wrong[i].field) == 0 &&
                complaint_error_line(error) == wrong[i].line &&
                complaint_error_column(error) == wrong[i].column,
            "case %zu: %s, %s, \"%s\", %lld:%lld, %s", i,
            complaint_status_name(status), complaint_error_detail(error),
            complaint_error_field(error),
            (long long)complaint_error_line(error),
            (long long)complaint_error_column(error),
            complaint_error_message(error));
    }
}
END_TEST

static int parse_status(const char *json, size_t size)
{
    complaint_facts *facts = NULL;
    int status = complaint_facts_parse(context, json, size, &facts, &error);

    ck_assert_int_eq(facts == NULL, status != COMPLAINT_OK);
    complaint_facts_free(facts);
    return status;
}

START_TEST(json_has_the_limits_of_facts)
{
    size_t members = COMPLAINT_LIMIT_FACTS_MEMBERS;
    size_t longest = COMPLAINT_LIMIT_TEXT;
    size_t most = (size_t)64 << 20;
    char *json = malloc(most + 1);

    memset(json, '[', 16);
    memset(json + 16, ']', 16);
    ck_assert_int_eq(parse_status(json, 32), COMPLAINT_OK);
    json[0] = '[';
    for (size_t i = 0; i < members; i++)
        memcpy(json + 1 + 2 * i, "1,", 2);
    json[2 * members] = ']';
    ck_assert_int_eq(parse_status(json, 2 * members + 1), COMPLAINT_OK);
    memcpy(json + 2 * members, ",1]", 3);
    ck_assert_int_eq(parse_status(json, 2 * members + 3), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "members");
    /* Commas and brackets inside texts do not count. */
    memset(json, ',', 30000);
    memset(json + 10000, '[', 10000);
    json[0] = json[29999] = '"';
    memcpy(json + 29996, "\\\"\\", 3);
    json[29999] = '\\';
    json[30000] = '"';
    ck_assert_int_eq(parse_status(json, 30001), COMPLAINT_OK);
    memcpy(json, "{\"k\":\"", 6);
    memset(json + 6, 't', longest + 1);
    memcpy(json + 6 + longest, "\"}", 2);
    ck_assert_int_eq(parse_status(json, longest + 8), COMPLAINT_OK);
    memcpy(json + 6 + longest, "t\"}", 3);
    ck_assert_int_eq(parse_status(json, longest + 9), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "k");
    memset(json, ' ', most + 1);
    json[0] = '1';
    ck_assert_int_eq(parse_status(json, most), COMPLAINT_OK);
    ck_assert_int_eq(parse_status(json, most + 1), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "json");
    free(json);
}
END_TEST

/* Random trees (seeded), built by jansson. */
static json_t *random_tree(uint64_t *seed, int depth, bool reals)
{
    static const char *const texts[] = {
        "",
        "投诉",
        "a\"b\\c/",
        "\b\f\n\r\t\x01\x07\x7f",
        "é😀",
        "key",
        "a longer text, as descriptions are: 客服一直没有回复"};
    uint64_t random = test_random(seed);
    char key[32];
    json_t *tree;

    switch (random % (depth > 0 ? 8 : 5)) {
    case 0:
        return json_integer((json_int_t)test_random(seed));
    case 1:
        return reals ? json_real((double)(int64_t)test_random(seed) / 1024)
                     : json_null();
    case 2:
        return json_boolean(random >> 63);
    case 3:
    case 4:
        return json_string(texts[test_random(seed) % 7]);
    case 5:
        tree = json_array();
        for (uint64_t n = test_random(seed) % 6; n > 0; n--)
            json_array_append_new(tree, random_tree(seed, depth - 1, reals));
        return tree;
    default:
        tree = json_object();
        for (uint64_t n = test_random(seed) % 40; n > 0; n--) {
            snprintf(key, sizeof key, "%s%d", texts[test_random(seed) % 6],
                     (int)(test_random(seed) % 50));
            json_object_set_new(tree, key, random_tree(seed, depth - 1, reals));
        }
        return tree;
    }
}

START_TEST(random_trees_come_through_as_jansson_has_them)
{
    uint64_t seed = 8;

    for (int i = 0; i < 1500; i++) {
        bool reals = i % 2 == 0;
        json_t *tree = random_tree(&seed, 4, reals);
        char *expected =
            json_dumps(tree, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
        complaint_facts *facts = parse(expected);
        complaint_facts *again;
        json_t *back;
        char *json = NULL;

        ck_assert_int_eq(complaint_facts_write(facts, &json, NULL, NULL), 0);
        if (!reals)
            ck_assert_str_eq(json, expected);
        back = json_loads(json, JSON_DECODE_ANY, NULL);
        ck_assert(json_equal(tree, back));
        again = parse(json);
        ck_assert(complaint__facts_equal(facts, again));
        check_written(again, json);
        complaint_facts_free(facts);
        complaint_facts_free(again);
        complaint_context_release(context, json);
        json_decref(tree);
        json_decref(back);
        free(expected);
    }
}
END_TEST

/* Valid JSON with bytes changed at random (seeded): what jansson refuses is
 * refused, what is taken reads the same. */
START_TEST(damaged_json_is_refused_or_read_as_jansson_reads_it)
{
    static const char good[] = "{\"a\":[1,2.5,{\"x\":\"投\\u8bc9\"}],\"b\":"
                               "{\"c\":null,\"d\":[[],{}]},\"e\":\"f\"}";
    static const char odd[] = "[]{}:,\"\\-+.e0123456789 \n\tnultrfa\0\xff\xe6";
    uint64_t seed = 4;
    int taken = 0;

    for (int i = 0; i < 20000; i++) {
        char text[sizeof good];
        complaint_facts *facts = NULL;
        json_t *tree;

        memcpy(text, good, sizeof good);
        for (uint64_t n = test_random(&seed) % 3 + 1; n > 0; n--)
            text[test_random(&seed) % (sizeof good - 1)] =
                odd[test_random(&seed) % (sizeof odd - 1)];
        tree = json_loadb(text, sizeof good - 1,
                          JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
        if (complaint_facts_parse(context, text, sizeof good - 1, &facts,
                                  NULL) == COMPLAINT_OK) {
            char *json = NULL;
            json_t *back;

            taken++;
            ck_assert_int_eq(complaint_facts_write(facts, &json, NULL, NULL),
                             0);
            back = json_loads(json, JSON_DECODE_ANY, NULL);
            ck_assert_msg(json_equal(tree, back), "%s", json);
            json_decref(back);
            complaint_context_release(context, json);
        } else {
            ck_assert_ptr_null(tree);
        }
        json_decref(tree);
        complaint_facts_free(facts);
    }
    ck_assert_int_gt(taken, 200);
    ck_assert_int_lt(taken, 19000);
}
END_TEST

static int use_facts(char **json, complaint_error **out_error)
{
    static const char text[] =
        "{\"a\":[{\"b\":\"e\\u0301\"}],\"c\":1,\"d\":\"投诉\"}";
    complaint_facts *facts = NULL;
    complaint_facts *copy = NULL;
    complaint_facts *child;
    char key[16];
    int status = complaint_facts_parse(context, text, sizeof text - 1, &facts,
                                       out_error);

    if (status == COMPLAINT_OK)
        status = complaint__facts_copy(context, facts, &copy, out_error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_map(copy, "m", &child, out_error);
    for (int i = 0; i < 70 && status == COMPLAINT_OK; i++) {
        snprintf(key, sizeof key, "e\xcc\x81%d", i);
        status = complaint_facts_set_text(child, key, "o\xcc\x88", out_error);
    }
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_money(copy, "n", 100, "CNY", out_error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_write(copy, json, NULL, out_error);
    complaint_facts_free(facts);
    complaint_facts_free(copy);
    return status;
}

START_TEST(whichever_allocation_fails_nothing_leaks)
{
    size_t before = around.live;
    size_t attempt = 1;

    for (;; attempt++) {
        char *json = NULL;
        complaint_error *found = NULL;
        int status;

        surroundings_fail_at(&around, attempt);
        status = use_facts(&json, &found);
        complaint_context_release(context, json);
        ck_assert_int_eq(complaint_error_status(found), status);
        complaint_error_free(found);
        ck_assert_uint_eq(around.live, before);
        if (around.failures == 0) {
            ck_assert_int_eq(status, COMPLAINT_OK);
            break;
        }
        ck_assert_int_eq(status, COMPLAINT_NO_MEMORY);
        ck_assert_ptr_null(json);
    }
    ck_assert_uint_gt(attempt, 100);
}
END_TEST

START_TEST(facts_outlive_their_context)
{
    surroundings mine;
    complaint_context *own;
    complaint_facts *facts;

    own = surroundings_begin(&mine);
    ck_assert_int_eq(complaint_facts_new(own, &facts, NULL), 0);
    complaint_context_free(own);
    ck_assert_int_eq(complaint_facts_set_text(facts, "k", "v", NULL), 0);
    ck_assert_ptr_eq(complaint__facts_context(facts), own);
    complaint_facts_free(facts);
    ck_assert_int_eq(mine.destroyed, 1);
    ck_assert_uint_eq(mine.live, 0);
}
END_TEST

static Suite *facts_suite(void)
{
    Suite *suite = suite_create("facts");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_set_timeout(all, 300);
    tcase_add_test(all, each_type_is_set_got_and_written);
    tcase_add_test(all, what_is_not_there_reads_as_the_given_value);
    tcase_add_test(all, a_borrowed_node_is_not_freed);
    tcase_add_test(all,
                   setting_again_replaces_in_place_and_borrowed_nodes_stay);
    tcase_add_test(all, misuse_is_an_error_and_not_a_crash);
    tcase_add_test(all, invalid_values_are_refused_by_key);
    tcase_add_test(all, texts_and_keys_enter_in_nfc);
    tcase_add_test(all, texts_and_keys_have_their_limits);
    tcase_add_test(all, a_list_and_a_map_hold_so_many_members_and_no_more);
    tcase_add_test(all, nesting_has_its_limit);
    tcase_add_test(all, a_tree_may_be_copied_into_itself);
    tcase_add_test(all, a_copy_is_equal_and_of_its_own);
    tcase_add_test(
        all, a_borrowed_copy_is_changed_alone_and_leaves_the_lender_as_it_is);
    tcase_add_test(all, equality_ignores_the_order_of_keys_only);
    tcase_add_test(all, maps_of_every_size_are_written_in_order);
    tcase_add_test(all, members_are_removed_and_the_rest_keeps_its_order);
    tcase_add_test(all, reals_are_found_by_path_and_refused_when_exact);
    tcase_add_test(all, keys_are_written_sorted_by_bytes);
    tcase_add_test(all, any_json_value_may_be_the_root);
    tcase_add_test(all, json_that_is_refused_is_placed);
    tcase_add_test(all, json_has_the_limits_of_facts);
    tcase_add_test(all, random_trees_come_through_as_jansson_has_them);
    tcase_add_test(all, damaged_json_is_refused_or_read_as_jansson_reads_it);
    tcase_add_test(all, whichever_allocation_fails_nothing_leaks);
    tcase_add_test(all, facts_outlive_their_context);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(facts_suite());
}
