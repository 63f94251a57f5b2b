/* Hostile definitions of every kind: deep, endless, huge, of wrong types, twice
 * the same, bombs of anchors, circles. Each is refused with file, line and
 * column, with a bounded number of bytes and of allocations. Memory is counted
 * at the allocator; the process is bounded too, where nothing else needs room.
 */
#include "support/surroundings.h"

#include <complaint.h>

#include <check.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* What one refusal may hold at a time, and how often it may ask. The largest
 * text has COMPLAINT_LIMIT_DEFINITION bytes and as many nodes as are allowed.
 */
#define BYTES_MOST ((size_t)24 * 1024 * 1024)
#define ALLOCATIONS_MOST 200000

typedef struct counter {
    size_t live;
    size_t peak;
    size_t allocations;
} counter;

static counter counted;
static complaint_context *context;
static const char *const kinds[] = {"procedure", "calendar", "catalog",
                                    "organisation"};
enum { KINDS = 4 };

static void *reallocate(void *user_data, void *memory, size_t size)
{
    counter *c = user_data;
    void *made;

    if (memory != NULL)
        c->live -= malloc_usable_size(memory);
    if (size == 0) {
        free(memory);
        return NULL;
    }
    made = realloc(memory, size);
    if (made != NULL)
        c->live += malloc_usable_size(made);
    c->allocations++;
    c->peak = c->live > c->peak ? c->live : c->peak;
    return made;
}

static void set_up(void)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .user_data = &counted,
                                         .reallocate = reallocate};
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    struct rlimit room = {(rlim_t)1 << 30, (rlim_t)1 << 30};

    if (getenv("CK_FORK") == NULL)
        ck_assert_int_eq(setrlimit(RLIMIT_AS, &room), 0);
#endif
    memset(&counted, 0, sizeof counted);
    ck_assert_int_eq(complaint_context_new(&environment, &context, NULL), 0);
}

static void tear_down(void)
{
    complaint_context_free(context);
    ck_assert_uint_eq(counted.live, 0);
}

static size_t worst_peak, worst_count;

/* Refused, by reading and by verifying, at a place, within bounds. */
static void refused(const char *text, size_t size)
{
    complaint_definition *made = NULL;
    complaint_error *error = NULL;
    size_t before = counted.live;
    int status;

    counted.peak = counted.live;
    counted.allocations = 0;
    status = complaint_definition_parse(context, text, size, "hostile", &made,
                                        &error);
    ck_assert_msg(status == COMPLAINT_INVALID || status == COMPLAINT_LIMIT,
                  "%d: %.80s", status, text);
    ck_assert_ptr_null(made);
    ck_assert_str_eq(complaint_error_file(error), "hostile");
    ck_assert_msg(complaint_error_line(error) >= 1 &&
                      complaint_error_column(error) >= 1,
                  "no place: %s: %.120s", complaint_error_message(error), text);
    complaint_error_free(error);
    ck_assert_uint_le(counted.peak - before, BYTES_MOST);
    ck_assert_uint_le(counted.allocations, ALLOCATIONS_MOST);
    ck_assert_uint_eq(counted.live, before);
    worst_peak =
        counted.peak - before > worst_peak ? counted.peak - before : worst_peak;
    worst_count =
        counted.allocations > worst_count ? counted.allocations : worst_count;
}

static void refused_text(const char *text)
{
    refused(text, strlen(text));
}

static void print_worst(const char *what)
{
    printf("%s: %zu KiB and %zu allocations at the most\n", what,
           worst_peak / 1024, worst_count);
    (void)fflush(stdout);
}

/* A text of a kind that begins as it should and goes on with a piece that is
 * repeated up to a size. */
static char *filled(const char *kind, const char *begin, const char *piece,
                    size_t size)
{
    char *text = malloc(size + 1);
    size_t length = strlen(piece);
    size_t at;

    ck_assert_ptr_nonnull(text);
    at = (size_t)snprintf(text, size, "kind: %s\nformat: 1\n%s", kind, begin);
    while (at + length <= size) {
        memcpy(text + at, piece, length);
        at += length;
    }
    text[at] = '\0';
    return text;
}

static void refused_filled(const char *begin, const char *piece, size_t size)
{
    for (size_t i = 0; i < KINDS; i++) {
        char *text = filled(kinds[i], begin, piece, size);

        refused_text(text);
        free(text);
    }
}

START_TEST(deep_nesting_is_refused)
{
    static const char *const pieces[] = {"[",     "{a: ",    "- ",    "? ",
                                         "[{a: ", "!!seq [", "- - - "};

    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++)
        for (size_t size = 200; size <= COMPLAINT_LIMIT_DEFINITION; size *= 20)
            refused_filled("title: ", pieces[i], size);
    print_worst("deep nesting");
}
END_TEST

START_TEST(bombs_of_anchors_are_refused)
{
    for (size_t i = 0; i < KINDS; i++) {
        char text[4000];
        size_t at = (size_t)snprintf(text, sizeof text,
                                     "kind: %s\nformat: 1\n"
                                     "a0: &a0 [x, x, x, x, x, x, x, x, x]\n",
                                     kinds[i]);

        for (int j = 1; j < 40; j++)
            at += (size_t)snprintf(text + at, sizeof text - at,
                                   "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n", j, j,
                                   j - 1, j - 1, j - 1, j - 1);
        refused_text(text);
        (void)snprintf(text, sizeof text,
                       "kind: %s\nformat: 1\ntitle: &t {en: *t}\n", kinds[i]);
        refused_text(text);
        (void)snprintf(text, sizeof text,
                       "kind: %s\nformat: 1\n<<: {name: x}\n", kinds[i]);
        refused_text(text);
    }
    print_worst("bombs");
}
END_TEST

START_TEST(huge_texts_are_refused)
{
    static const char *const pieces[] = {
        "x",           "# comment\n",   "- x\n",       "k: v\n",
        "\n",          "- {name: a}\n", "\"\\u4e00\"", "\xe4\xb8\x80",
        "a: b\n---\n", "%TAG ! x:\n"};
    size_t most = COMPLAINT_LIMIT_DEFINITION;

    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        refused_filled("title:\n", pieces[i], most);
        refused_filled("states:\n", pieces[i], most / 16);
    }
    refused_filled("title: ", "x", (size_t)100 * 1000 * 1000);
    print_worst("huge texts");
}
END_TEST

/* A bundled definition's text, to be freed. */
static char *bundled(const char *kind, const char *name)
{
    complaint_definition *made = NULL;
    char *text;

    ck_assert_int_eq(
        complaint_definition_bundled(context, kind, name, &made, NULL), 0);
    text = strdup(complaint_definition_text(made));
    ck_assert_ptr_nonnull(text);
    complaint_definition_free(made);
    return text;
}

/* Every value of a text in turn becomes one of another type: refused at a
 * place, or of no matter (a title may be any text). */
static size_t change_types(const char *kind, const char *name, size_t stride)
{
    static const char *const values[] = {
        " [[]]", " {a: {b: c}}", " ~", " !!binary x", " 99999999999999999999",
        " '",    " [a, {b: }]"};
    char *text = bundled(kind, name);
    char *changed = malloc(strlen(text) + 100);
    size_t count = 0, turn = 0;

    ck_assert_ptr_nonnull(changed);
    for (char *at = strchr(text, ':'); at != NULL; at = strchr(at + 1, ':')) {
        size_t v = turn++ % (sizeof values / sizeof values[0]);
        size_t head = (size_t)(at - text) + 1;
        const char *rest = at + 1 + strcspn(at + 1, ",}\n");
        complaint_definition *made = NULL;
        complaint_error *error = NULL;
        int status;

        if (turn % stride != 0 || at[1] != ' ')
            continue;
        (void)sprintf(changed, "%.*s%s%s", (int)head, text, values[v], rest);
        counted.peak = counted.live;
        status = complaint_definition_parse(context, changed, strlen(changed),
                                            "hostile", &made, &error);
        ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_INVALID ||
                          status == COMPLAINT_LIMIT,
                      "%d", status);
        if (status != COMPLAINT_OK)
            ck_assert_msg(complaint_error_line(error) >= 1 &&
                              complaint_error_column(error) >= 1,
                          "no place: %s", complaint_error_message(error));
        ck_assert_uint_le(counted.peak, BYTES_MOST);
        count += status != COMPLAINT_OK;
        complaint_error_free(error);
        complaint_definition_free(made);
    }
    free(changed);
    free(text);
    return count;
}

START_TEST(values_of_wrong_types_are_refused)
{
    size_t stride = getenv("COMPLAINT_LONG") != NULL ? 1 : 9;
    size_t count = change_types("procedure", "bank", stride) +
                   change_types("calendar", "us-federal", stride) +
                   change_types("catalog", "general", stride) +
                   change_types("organisation", "chain-store", stride);

    printf("values of wrong types: %zu texts refused\n", count);
    ck_assert_uint_ge(count, 40);
}
END_TEST

/* Each line with a key written twice in a row. */
static size_t write_twice(const char *kind, const char *name, size_t stride)
{
    char *text = bundled(kind, name);
    char *changed = malloc(strlen(text) * 2 + 100);
    size_t count = 0, turn = 0;

    ck_assert_ptr_nonnull(changed);
    for (char *line = text; *line != '\0'; line = strchr(line, '\n') + 1) {
        size_t length = strcspn(line, "\n") + 1;
        size_t indent = strspn(line, " ");
        const char *colon = memchr(line, ':', length);

        if (colon == NULL || line[indent] == '-' || line[indent] == '#' ||
            colon[1] != ' ' || strchr("|>", colon[2]) != NULL ||
            turn++ % stride != 0)
            continue;
        (void)sprintf(changed, "%.*s%.*s%s", (int)(line - text + (long)length),
                      text, (int)length, line, line + length);
        refused_text(changed);
        count++;
    }
    free(changed);
    free(text);
    return count;
}

START_TEST(keys_that_are_there_twice_are_refused)
{
    size_t stride = getenv("COMPLAINT_LONG") != NULL ? 1 : 7;
    size_t count = write_twice("procedure", "iso10002", stride) +
                   write_twice("calendar", "cn", stride) +
                   write_twice("organisation", "chain-store", stride);

    printf("keys twice: %zu texts refused\n", count);
    ck_assert_uint_ge(count, 20);
    print_worst("keys twice");
}
END_TEST

/* A folder in which every procedure extends the next, the last the first. */
START_TEST(circles_of_parents_are_refused)
{
    char folder[] = "/tmp/complaint-hostile-XXXXXX";
    char path[200], text[300];

    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (int kind = 0; kind < 2; kind++)
        for (int length = 1; length <= 12; length++) {
            complaint_definition_options options = {.struct_size =
                                                        sizeof options,
                                                    .file = "hostile",
                                                    .folder = folder};
            complaint_definition *made = NULL;
            complaint_error *error = NULL;
            int status;

            for (int i = 0; i < length; i++) {
                FILE *file;

                (void)snprintf(text, sizeof text,
                               "kind: %s\nformat: 1\nname: n%d\nversion: '1'\n"
                               "extends: n%d\n",
                               kinds[kind], i, (i + 1) % length);
                (void)snprintf(path, sizeof path, "%s/n%d.yaml", folder, i);
                file = fopen(path, "w");
                ck_assert_ptr_nonnull(file);
                ck_assert_int_ge(fputs(text, file), 0);
                ck_assert_int_eq(fclose(file), 0);
            }
            counted.peak = 0;
            status = complaint_definition_parse_with(
                context, text, strlen(text), &options, &made, &error);
            ck_assert_msg(status == COMPLAINT_INVALID ||
                              status == COMPLAINT_LIMIT,
                          "%s %d: %d", kinds[kind], length, status);
            ck_assert_int_eq(complaint_error_line(error), 5);
            ck_assert_int_ge(complaint_error_column(error), 1);
            ck_assert_uint_le(counted.peak, BYTES_MOST / 16);
            complaint_error_free(error);
        }
    for (int i = 0; i < 12; i++) {
        (void)snprintf(path, sizeof path, "%s/n%d.yaml", folder, i);
        (void)remove(path);
    }
    (void)remove(folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("register/hostile");
    TCase *tests = tcase_create("hostile");

    tcase_set_timeout(tests, 300);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, deep_nesting_is_refused);
    tcase_add_test(tests, bombs_of_anchors_are_refused);
    tcase_add_test(tests, huge_texts_are_refused);
    tcase_add_test(tests, values_of_wrong_types_are_refused);
    tcase_add_test(tests, keys_that_are_there_twice_are_refused);
    tcase_add_test(tests, circles_of_parents_are_refused);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
