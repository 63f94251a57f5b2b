/* YAML: what is refused, where errors stand, the bounds. */
#include "text/yaml.h"

#include <complaint/limits.h>

#include "support/surroundings.h"

#include <stdlib.h>
#include <string.h>

typedef struct item {
    char *id;
    int weight;
} item;

typedef struct document {
    char *name;
    item *items;
    unsigned items_count;
    int colour;
} document;

static const cyaml_strval_t colours[] = {{"red", 1}, {"blue", 2}};

static const cyaml_schema_field_t item_fields[] = {
    CYAML_FIELD_STRING_PTR("id", CYAML_FLAG_POINTER, item, id, 1, 5),
    CYAML_FIELD_INT("weight", CYAML_FLAG_OPTIONAL, item, weight),
    CYAML_FIELD_END};

static const cyaml_schema_value_t item_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, item, item_fields)};

static const cyaml_schema_field_t document_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, document, name, 0,
                           CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE("items", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                         document, items, &item_schema, 1, 3),
    CYAML_FIELD_ENUM("colour", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT,
                     document, colour, colours, 2),
    CYAML_FIELD_END};

static const cyaml_schema_value_t schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, document, document_fields)};

static surroundings around;
static complaint_context *context;

static void set_up(void)
{
    context = surroundings_begin(&around);
}

static void tear_down(void)
{
    surroundings_end(&around, context);
}

static int load(const char *text, size_t size, document **out,
                complaint_error **error)
{
    void *data = NULL;
    int status = complaint__yaml_load(context, text, size, "test.yaml", &schema,
                                      &data, error);

    *out = data;
    return status;
}

START_TEST(a_file_of_the_schema_becomes_a_struct)
{
    static const char text[] =
        "\xef\xbb\xbf# comment\nname: 投诉\ncolour: blue\n"
        "items:\n- {id: a, weight: -5}\n- id: !!str b\n";
    document *d;

    ck_assert_int_eq(load(text, sizeof text - 1, &d, NULL), COMPLAINT_OK);
    ck_assert_str_eq(d->name, "投诉");
    ck_assert_int_eq(d->colour, 2);
    ck_assert_uint_eq(d->items_count, 2);
    ck_assert_str_eq(d->items[0].id, "a");
    ck_assert_int_eq(d->items[0].weight, -5);
    ck_assert_str_eq(d->items[1].id, "b");
    complaint__yaml_free(context, &schema, d);
    complaint__yaml_free(context, &schema, NULL);
}
END_TEST

static const struct {
    const char *text;
    const char *detail;
    const char *field;
    int64_t line;
    int64_t column;
} wrong[] = {
    /* Against the schema. */
    {"name: x\nitems:\n  - id: a\n    hue: b\n", "yaml.unknown_key",
     "items/0/hue", 4, 5},
    {"name: x\nextra: 1\n", "yaml.unknown_key", "extra", 2, 1},
    {"name: x\nitems:\n  - id: a\n    weight: zz\n", "yaml.value",
     "items/0/weight", 4, 5},
    {"name: x\nitems:\n  - id: a\n    weight: 99999999999\n", "yaml.value",
     "items/0/weight", 4, 5},
    {"name: x\nitems:\n  - {id: a}\n  - {id: toolong}\n", "yaml.value",
     "items/1/id", 4, 6},
    {"colour: red\n", "yaml.missing_key", "name", 1, 1},
    {"{}", "yaml.missing_key", "name", 1, 1},
    {"name: x\nitems:\n  - {weight: 1}\n", "yaml.missing_key", "items/0/id", 3,
     5},
    {"name: x\nitems:\n  - {}\n", "yaml.missing_key", "items/0/id", 3, 5},
    {"name: x\nitems: []\n", "yaml.entries", "items", 2, 1},
    {"name: x\nitems: [{id: a},{id: b},{id: c},{id: d}]\n", "yaml.entries",
     "items", 2, 1},
    {"name: x\nitems: 5\n", "yaml.value", "items", 2, 1},
    {"name: [x]\n", "yaml.value", "name", 1, 1},
    {"name: x\ncolour: green\n", "yaml.value", "colour", 2, 1},
    {"name: x\ncolour: 1\n", "yaml.value", "colour", 2, 1},
    {"- a\n", "yaml.value", "", 1, 1},
    {"x", "yaml.value", "", 1, 1},
    /* Before the schema. */
    {"", "yaml.empty", "", 1, 1},
    {"# nothing\n", "yaml.empty", "", 1, 1},
    {"name: x\nname: y\n", "yaml.duplicate", "name", 2, 1},
    {"a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n", "yaml.duplicate", "b/c", 2, 17},
    {"a: [1, {c: 1, d: 2, c: 3}]", "yaml.duplicate", "a/1/c", 1, 21},
    {"name: x\n\"na\\x6De\": y\n", "yaml.duplicate", "name", 2, 1},
    {"name: &a x\n", "yaml.anchor", "", 1, 7},
    {"name: &a [x]\n", "yaml.anchor", "", 1, 7},
    {"name: *a\n", "yaml.anchor", "", 1, 7},
    {"name: !foo x", "yaml.tag", "", 1, 7},
    {"name: !!binary x", "yaml.tag", "", 1, 7},
    {"name: !!set {x}", "yaml.tag", "", 1, 7},
    {"name: x\n---\nname: y\n", "yaml.documents", "", 2, 1},
    {"name: \"a\\0b\"", "yaml.nul", "", 1, 7},
    {"name: 投诉 e\xcc\x81", "yaml.normal", "", 1, 7},
    {"name: \"e\\u0301\"", "yaml.normal", "", 1, 7},
    {"name: 投\xff", "text.encoding", "", 1, 8},
    {"n: 1\nname: \xed\xa0\x80", "text.encoding", "", 2, 7},
    {"name: \x01", "yaml.syntax", "", 1, 7},
    {"name: [", "yaml.syntax", "", 2, 1},
    {"a: b: c", "yaml.syntax", "", 1, 5},
    {"name: \"\\ud800\"", "yaml.syntax", "", 1, 10},
    /* Byte order marks: the first is passed over, as in a text that is read. */
    {"\xef\xbb\xbf\xef\xbb\xbf\xef\xbb\xbf' (line: ", "yaml.syntax", "", 1, 11},
    {"\xef\xbb\xbf"
     "colour: green\n",
     "yaml.value", "colour", 1, 1},
    {"? [a]\n: b\n", "yaml.key", "", 1, 3},
    {"{[a]: b}", "yaml.key", "", 1, 2},
};

START_TEST(what_is_refused_is_named_with_its_place)
{
    complaint_error *error = NULL;
    document *d;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int status = load(wrong[i].text, strlen(wrong[i].text), &d, &error);

        ck_assert_ptr_null(d);
        ck_assert_msg(
            status == COMPLAINT_INVALID &&
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
        ck_assert_str_eq(complaint_error_file(error), "test.yaml");
    }
    complaint_error_free(error);
}
END_TEST

START_TEST(an_unknown_key_is_told_in_words)
{
    complaint_error *error = NULL;
    document *d;

    ck_assert_int_eq(load("name: x\nhue: y\n", 15, &d, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_message(error), "unknown key \"hue\"");
    ck_assert_int_eq(complaint_context_set_language(context, "zh-CN", NULL), 0);
    ck_assert_int_eq(load("name: x\nhue: y\n", 15, &d, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_message(error), "未知的键“hue”");
    complaint_error_free(error);
}
END_TEST

static int map_status(const char *text, size_t size, complaint_error **error)
{
    complaint__yaml_map *map = NULL;
    int status = complaint__yaml_map_new(context, text, size, &map, error);

    ck_assert_int_eq(map == NULL, status != COMPLAINT_OK);
    complaint__yaml_map_free(map);
    return status;
}

START_TEST(nesting_has_its_limit)
{
    complaint_error *error = NULL;
    char text[2 * (COMPLAINT_LIMIT_DEFINITION_DEPTH + 1)];
    size_t depth = COMPLAINT_LIMIT_DEFINITION_DEPTH;

    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    ck_assert_int_eq(map_status(text, 2 * depth, &error), COMPLAINT_OK);
    depth++;
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    ck_assert_int_eq(map_status(text, 2 * depth, &error), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "depth");
    ck_assert_int_eq(complaint_error_column(error), (int64_t)depth);
    complaint_error_free(error);
}
END_TEST

START_TEST(nodes_have_their_limit)
{
    complaint_error *error = NULL;
    size_t count = COMPLAINT_LIMIT_DEFINITION_NODES - 1; /* and the list */
    char *text = malloc(3 * count + 4);
    size_t size = 0;

    text[size++] = '[';
    for (size_t i = 0; i < count; i++) {
        memcpy(text + size, i % 100 == 0 ? "a,\n" : "a,", 3);
        size += i % 100 == 0 ? 3 : 2;
    }
    text[size - 1] = ']';
    ck_assert_int_eq(map_status(text, size, &error), COMPLAINT_OK);
    memcpy(text + size - 1, ",b]", 3);
    ck_assert_int_eq(map_status(text, size + 2, &error), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "nodes");
    complaint_error_free(error);
    free(text);
}
END_TEST

START_TEST(a_file_has_its_limit)
{
    complaint_error *error = NULL;
    size_t size = COMPLAINT_LIMIT_DEFINITION;
    char *text = malloc(size + 1);

    memset(text, '#', size + 1);
    memcpy(text, "a: 1 ", 5);
    ck_assert_int_eq(map_status(text, size, &error), COMPLAINT_OK);
    ck_assert_int_eq(map_status(text, size + 1, &error), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "size");
    complaint_error_free(error);
    free(text);
}
END_TEST

START_TEST(the_map_knows_where_each_path_stands)
{
    static const char text[] = "format: 1\n"
                               "states:\n"
                               "  - id: 投诉\n"
                               "    name: {zh: 受理, en: received}\n"
                               "  - id: b\n"
                               "a/b:\n"
                               "  c: [[1, 2], 3]\n";
    static const struct {
        const char *path;
        int64_t line; /* 0 when it is not found */
        int64_t column;
    } all[] = {
        {"", 1, 1},
        {"format", 1, 1},
        {"states", 2, 1},
        {"states/0", 3, 5},
        {"states/0/id", 3, 5},
        {"states/0/name/en", 4, 20},
        {"states/1", 5, 5},
        {"states/1/id", 5, 5},
        {"a/b", 6, 1},
        {"a/b/c", 7, 3},
        {"a/b/c/0", 7, 7},
        {"a/b/c/0/1", 7, 11},
        {"a/b/c/1", 7, 15},
        {"a", 0, 0},
        {"states/2", 0, 0},
        {"states/x", 0, 0},
        {"states/", 0, 0},
        {"states/99999999999999999999", 0, 0},
        {"format/x", 0, 0},
        {"states/0/id/0", 0, 0},
    };
    complaint__yaml_map *map = NULL;
    int64_t line;
    int64_t column;

    ck_assert_int_eq(
        complaint__yaml_map_new(context, text, sizeof text - 1, &map, NULL),
        COMPLAINT_OK);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        line = column = 0;
        ck_assert_msg(complaint__yaml_map_find(map, all[i].path, &line,
                                               &column) == (all[i].line > 0) &&
                          line == all[i].line && column == all[i].column,
                      "%s stands at %lld:%lld", all[i].path, (long long)line,
                      (long long)column);
    }
    ck_assert(!complaint__yaml_map_find(NULL, "", &line, &column));
    ck_assert(!complaint__yaml_map_find(map, NULL, &line, &column));
    complaint__yaml_map_free(map);
    complaint__yaml_map_free(NULL);
}
END_TEST

START_TEST(whichever_allocation_fails_nothing_leaks)
{
    static const char good[] = "name: x\nitems: [{id: a}, {id: b}]\n";
    static const char bad[] = "name: x\nitems: [{id: a}, {hue: b}]\n";
    size_t attempt = 1;
    document *d;

    for (;; attempt++) {
        surroundings_fail_at(&around, attempt);
        if (load(good, sizeof good - 1, &d, NULL) == COMPLAINT_OK)
            break;
        ck_assert_uint_eq(around.failures, 1);
        ck_assert_uint_eq(around.live, 1);
    }
    ck_assert_uint_eq(around.failures, 0);
    ck_assert_uint_ge(attempt, 10);
    complaint__yaml_free(context, &schema, d);
    for (attempt = 1;; attempt++) {
        complaint_error *error = NULL;
        int status;

        surroundings_fail_at(&around, attempt);
        status = load(bad, sizeof bad - 1, &d, &error);
        ck_assert_ptr_null(d);
        ck_assert_int_eq(status, complaint_error_status(error));
        complaint_error_free(error);
        ck_assert_uint_eq(around.live, 1);
        if (around.failures == 0) {
            ck_assert_int_eq(status, COMPLAINT_INVALID);
            break;
        }
        /* INVALID where only the file's name found no room. */
        ck_assert(status == COMPLAINT_NO_MEMORY || status == COMPLAINT_INVALID);
    }
}
END_TEST

/* A good file with bytes changed at random (seeded): refused or loaded, but
 * never a crash, a leak, or an error without a place. */
START_TEST(damaged_files_are_refused_or_loaded)
{
    static const char good[] = "name: x\ncolour: red\nitems:\n- {id: a, "
                               "weight: 5}\n- id: \"b\\u6295\"\n  weight: 1\n";
    static const char odd[] = "[]{}:,-?!&*#|>'\"%@\n\t \\0\xff\xe6";
    uint64_t seed = 9;
    int loaded = 0;

    for (int i = 0; i < 20000; i++) {
        char text[sizeof good];
        complaint_error *error = NULL;
        document *d;

        memcpy(text, good, sizeof good);
        for (uint64_t n = test_random(&seed) % 3 + 1; n > 0; n--)
            text[test_random(&seed) % (sizeof good - 1)] =
                odd[test_random(&seed) % (sizeof odd - 1)];
        if (load(text, sizeof good - 1, &d, &error) == COMPLAINT_OK) {
            loaded++;
            complaint__yaml_free(context, &schema, d);
            continue;
        }
        if (complaint_error_line(error) < 1 ||
            complaint_error_column(error) < 1)
            ck_abort_msg("no place: %s", complaint_error_message(error));
        complaint_error_free(error);
    }
    ck_assert_int_gt(loaded, 100);
    ck_assert_int_lt(loaded, 19000);
}
END_TEST

static Suite *yaml_suite(void)
{
    Suite *suite = suite_create("yaml");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_set_timeout(all, 300);
    tcase_add_test(all, a_file_of_the_schema_becomes_a_struct);
    tcase_add_test(all, what_is_refused_is_named_with_its_place);
    tcase_add_test(all, an_unknown_key_is_told_in_words);
    tcase_add_test(all, nesting_has_its_limit);
    tcase_add_test(all, nodes_have_their_limit);
    tcase_add_test(all, a_file_has_its_limit);
    tcase_add_test(all, the_map_knows_where_each_path_stands);
    tcase_add_test(all, whichever_allocation_fails_nothing_leaks);
    tcase_add_test(all, damaged_files_are_refused_or_loaded);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(yaml_suite());
}
