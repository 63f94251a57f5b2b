/* Pages of a register's file overwritten, emptied, cut in half or exchanged,
 * the file cut off: verify tells which cases suffered and looks at all the
 * others. What is whole is found out without this library, row by row.
 * COMPLAINT_LONG=1 does it more than three thousand times, COMPLAINT_SEED
 * another way, and COMPLAINT_TRIAL=n shows what is told of the n-th alone.
 * Single rows are in test_tamper.c. */
#include "register/damaged.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

enum { CASES = 320, PAGE = 4096, TREES = 60, RELATIONS = 14 };
enum { ZERO, NOISE, HALF, EXCHANGE, WAYS, CUT_OFF = WAYS };
static const char *const ways[WAYS + 1] = {
    "emptied", "overwritten", "cut in half", "exchanged", "cut off"};

static const char *const relations[RELATIONS] = {
    "case",     "journal", "party",  "assignment", "task",
    "evidence", "finding", "share",  "action",     "communication",
    "remedy",   "return",  "survey", "clock"};

static uint64_t seed = 20240607;

static uint64_t draw(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 11) % below;
}

/* ---- a register ---- */

static char ids[CASES][40];
static uint64_t rows[CASES]; /* what the undamaged file says of each */

static void put(desk *d, complaint_case *one, const char *relation,
                const char *json)
{
    complaint_facts *facts = desk_facts(d, json);

    desk_ok(complaint_case_put(one, d->clerk, relation, facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
}

/* "2024-00017", or the last of "2024-9..2024-17": 17. */
static int series_of(const char *number)
{
    const char *last = strrchr(number, '-');

    return last == NULL ? 0 : atoi(last + 1);
}

static void fill(desk *d)
{
    char json[6200];
    char story[6001];

    for (int i = 0; i < CASES; i++) {
        complaint_case *one;

        memset(story, 'a' + i % 26, sizeof story);
        story[i % 40 == 0 ? 6000 : i % 200] = '\0';
        snprintf(json, sizeof json,
                 "{\"title\":\"t %d\",\"description\":\"%s\","
                 "\"category\":\"other\",\"unit\":\"quality\","
                 "\"parties\":[{\"name\":\"a name\"}]}",
                 i, story);
        one = desk_file(d, json);
        snprintf(ids[i], sizeof ids[i], "%s", desk_text(one, "id"));
        ck_assert_int_eq(series_of(desk_text(one, "number")), i + 1);
        if (i % 2 == 0)
            desk_perform(d, one, "register", "{}");
        if (i % 3 == 0)
            put(d, one, "evidence", "{\"name\":\"photo\",\"digest\":\"ab\"}");
        if (i % 4 == 0)
            put(d, one, "task", "{\"title\":\"look\",\"unit\":\"quality\"}");
        if (i % 7 == 0)
            put(d, one, "communication",
                "{\"kind\":\"reply\",\"text\":\"a reply\"}");
        complaint_case_free(one);
        if (i % 100 == 99)
            desk_ok(complaint_register_seal(d->reg, NULL, NULL, &error));
    }
}

/* ---- the file as bytes ---- */

typedef struct bytes {
    unsigned char *at;
    size_t size;
} bytes;

static bytes read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    bytes out;

    ck_assert_ptr_nonnull(in);
    fseek(in, 0, SEEK_END);
    out.size = (size_t)ftell(in);
    out.at = malloc(out.size);
    ck_assert_ptr_nonnull(out.at);
    rewind(in);
    ck_assert_uint_eq(fread(out.at, 1, out.size, in), out.size);
    fclose(in);
    return out;
}

static void write_file(const char *path, const unsigned char *at, size_t size)
{
    FILE *out = fopen(path, "wb");

    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(at, 1, size, out), size);
    ck_assert_int_eq(fclose(out), 0);
}

/* The trees of the file and their pages, by SQLite's own account. */
typedef struct tree {
    char name[64];
    unsigned pages[2000];
    int count;
} tree;

static tree trees[TREES];
static int tree_count;

static void look_at_trees(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *all;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(db,
                                        "SELECT name, pageno FROM dbstat "
                                        "WHERE pageno > 1 ORDER BY name",
                                        -1, &all, NULL),
                     SQLITE_OK);
    tree_count = 0;
    while (sqlite3_step(all) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(all, 0);

        if (tree_count == 0 || strcmp(trees[tree_count - 1].name, name) != 0) {
            ck_assert_int_lt(tree_count, TREES);
            snprintf(trees[tree_count].name, sizeof trees[0].name, "%s", name);
            trees[tree_count++].count = 0;
        }
        ck_assert_int_lt(trees[tree_count - 1].count, 2000);
        trees[tree_count - 1].pages[trees[tree_count - 1].count++] =
            (unsigned)sqlite3_column_int(all, 1);
    }
    sqlite3_finalize(all);
    sqlite3_close(db);
}

/* ---- what is whole, without the library ---- */

static uint64_t mix(uint64_t h, const void *data, int size)
{
    const unsigned char *at = data;

    for (int i = 0; i < size; i++)
        h = (h ^ at[i]) * UINT64_C(1099511628211);
    return (h ^ (unsigned)size) * UINT64_C(1099511628211);
}

static bool add_rows(sqlite3_stmt *each, const char *id, uint64_t *h)
{
    int code;

    sqlite3_bind_text(each, 1, id, -1, SQLITE_STATIC);
    while ((code = sqlite3_step(each)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(each); i++)
            *h = mix(*h, sqlite3_column_blob(each, i),
                     sqlite3_column_bytes(each, i));
    sqlite3_reset(each);
    return code == SQLITE_DONE;
}

/* SQLite finds no row in what is left of a page, and no damage either. So it
 * is with a page of the same kind in another's place: its own check notices,
 * and cases that it takes along may be told by nothing else. */
#define VANISHED 2

/* What the file says of each case; 0 when not all of it can be read. */
static bool read_rows(const char *path, uint64_t out[CASES])
{
    sqlite3_stmt *each[RELATIONS];
    sqlite3 *db;
    char sql[200];
    bool opened = true;

    ck_assert_int_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    /* So that SQLite reads what is left of a file that was cut off. */
    sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
    for (int i = 0; i < RELATIONS; i++) {
        each[i] = NULL;
        snprintf(sql, sizeof sql,
                 i == 0 ? "SELECT c.* FROM place p CROSS JOIN \"%s\" c USING("
                          "place)WHERE p.case_id=?"
                        : "SELECT * FROM \"%s\" WHERE case_id=?",
                 relations[i]);
        opened &= sqlite3_prepare_v2(db, sql, -1, &each[i], NULL) == SQLITE_OK;
    }
    for (int i = 0; opened && i < CASES; i++) {
        bool whole = true;
        bool vanished = false;

        out[i] = 1;
        for (int j = 0; j < RELATIONS; j++) {
            whole &= add_rows(each[j], ids[i], &out[i]);
            if (j == 1) /* neither the case nor an entry */
                vanished = whole && out[i] == 1;
        }
        if (!whole || vanished)
            out[i] = vanished ? VANISHED : 0;
    }
    for (int i = 0; i < RELATIONS; i++)
        sqlite3_finalize(each[i]);
    sqlite3_close(db);
    return opened;
}

/* ---- damage ---- */

static void damage(bytes *file, unsigned page, int way, unsigned other)
{
    unsigned char *at = file->at + (size_t)(page - 1) * PAGE;

    switch (way) {
    case ZERO:
        memset(at, 0, PAGE);
        break;
    case NOISE:
        for (int i = 0; i < PAGE; i++)
            at[i] = (unsigned char)draw(256);
        break;
    case HALF:
        memset(at + PAGE / 2, 0, PAGE / 2);
        break;
    default:
        memcpy(at, file->at + (size_t)(other - 1) * PAGE, PAGE);
        break;
    }
}

typedef struct trial {
    int way;
    int pages;
    const char *tree;
    bool marked; /* every case was tampered with before */
} trial;

typedef struct tally {
    int done;
    int refused;
    int64_t sound;
    int64_t suffered;
    int64_t numbered;   /* of them, told by their numbers alone */
    int64_t sealed;     /* of them, by a seal alone */
    int64_t untold;     /* of them, by none of these */
    int64_t only_store; /* nothing of a case suffered, and it was told */
} tally;

/* "a..b": the id lies between them. */
static bool within(const char *gap, const char *id)
{
    const char *dots = strstr(gap, "..");

    return dots != NULL &&
           (dots == gap || strncmp(id, gap, (size_t)(dots - gap)) > 0 ||
            (strncmp(id, gap, (size_t)(dots - gap)) == 0 &&
             id[dots - gap] != '\0')) &&
           (dots[2] == '\0' || strcmp(id, dots + 2) < 0);
}

/* "a..b": from the one to the other. */
static bool stretches(const complaint_facts *problem, const char *id)
{
    const char *key = damaged_text(problem, "key");
    const char *dots = strstr(key, "..");

    return strcmp(damaged_text(problem, "columns"), "id") == 0 &&
           dots != NULL && strncmp(id, key, (size_t)(dots - key)) >= 0 &&
           strcmp(id, dots + 2) <= 0;
}

/* `sealed`: a seal tells that what it knew is gone, or is damaged itself. */
static void find_named(const complaint_facts *problems, bool named[CASES],
                       bool sealed[CASES])
{
    memset(named, 0, CASES * sizeof *named);
    memset(sealed, 0, CASES * sizeof *sealed);
    for (size_t i = 0; i < complaint_facts_size(problems); i++) {
        const complaint_facts *one = complaint_facts_at(problems, i);
        const char *id = damaged_text(one, "case_id");
        bool gap =
            strcmp(damaged_text(one, "relation"), "case") == 0 && id[0] == '\0';

        bool *told =
            strcmp(damaged_text(one, "relation"), "leaf") == 0 ? sealed : named;

        for (int j = 0; j < CASES; j++)
            told[j] |= strcmp(id, ids[j]) == 0 ||
                       (gap && (within(damaged_text(one, "key"), ids[j]) ||
                                stretches(one, ids[j])));
    }
}

static complaint_facts *verify(complaint_context *context, const trial *what,
                               const char *path, int threads)
{
    complaint_facts *options;
    complaint_facts *result;
    char told[200];
    int opened;

    snprintf(told, sizeof told, "%d pages of %s %s", what->pages, what->tree,
             ways[what->way]);
    desk_ok(complaint_facts_new(context, &options, &error));
    desk_ok(complaint_facts_set_integer(options, "threads", threads, &error));
    result = damaged_verify(context, path, options, told, &opened);
    ck_assert_msg(opened == COMPLAINT_OK || opened == COMPLAINT_CORRUPT ||
                      opened == COMPLAINT_VERSION ||
                      (opened == COMPLAINT_NOT_FOUND && what->way == EXCHANGE),
                  "%s: %d", told, opened);
    complaint_facts_free(options);
    return result;
}

/* Definitions that cannot be read: no case can be built anew. */
static bool spoils_all(const complaint_facts *problems)
{
    for (size_t i = 0; i < complaint_facts_size(problems); i++)
        if (strcmp(damaged_text(complaint_facts_at(problems, i), "relation"),
                   "definition") == 0)
            return true;
    return false;
}

/* A number that no case has, or the first and last of several. */
static bool is_missed(const complaint_facts *problems, int which)
{
    for (size_t i = 0; i < complaint_facts_size(problems); i++) {
        const complaint_facts *one = complaint_facts_at(problems, i);
        const char *key = damaged_text(one, "key");
        const char *first = strchr(key, '-');

        if (strcmp(damaged_text(one, "relation"), "series") == 0 &&
            first != NULL && atoi(first + 1) <= which + 1 &&
            which + 1 <= series_of(key))
            return true;
    }
    return false;
}

/* The trial that is to be looked at by itself, or -1: all. */
static int only_trial(void)
{
    const char *given = getenv("COMPLAINT_TRIAL");

    return given == NULL ? -1 : atoi(given);
}

static void show(const complaint_facts *problems)
{
    for (size_t i = 0; i < complaint_facts_size(problems); i++) {
        const complaint_facts *one = complaint_facts_at(problems, i);

        printf("%s %s %s %s #%lld: %s\n", damaged_text(one, "relation"),
               damaged_text(one, "case_id"), damaged_text(one, "key"),
               damaged_text(one, "columns"),
               (long long)damaged_number(one, "entry"),
               damaged_text(one, "what"));
    }
}

static void judge(const trial *what, const complaint_facts *result,
                  const uint64_t now[CASES], const uint64_t before[CASES],
                  tally *t)
{
    const complaint_facts *problems = complaint_facts_get(result, "problems");
    bool spoilt = spoils_all(problems);
    bool named[CASES];
    bool sealed[CASES];
    int64_t sound = 0;
    int untold = 0;

    find_named(problems, named, sealed);
    if (only_trial() >= 0)
        show(problems);
    for (int i = 0; i < CASES; i++) {
        bool whole = now[i] == before[i];
        bool missed =
            !whole && !named[i] && !sealed[i] && is_missed(problems, i);
        bool untold_one = !whole && !named[i] && !sealed[i] && !missed;

        sound += whole;
        t->numbered += missed;
        t->sealed += !whole && !named[i] && sealed[i];
        if (untold_one && only_trial() >= 0)
            printf("untold %s\n", ids[i]);
        if (untold_one && untold++ == 0)
            printf("trial %d, %d pages of %s %s: case %d %s and is not told\n",
                   t->done - 1, what->pages, what->tree, ways[what->way], i,
                   now[i] == VANISHED ? "is gone"
                   : now[i] == 0      ? "cannot be read"
                                      : "differs");
        ck_assert_msg(!whole || spoilt || named[i] == what->marked ||
                          what->way == EXCHANGE,
                      "%d pages of %s %s%s: case %s is whole and %s",
                      what->pages, what->tree, ways[what->way],
                      what->marked ? ", marked before" : "", ids[i],
                      named[i] ? "is named" : "was not looked at");
    }
    if (untold > 0)
        printf("... %d\n", untold);
    t->untold += untold;
    ck_assert_msg(damaged_number(result, "cases") >= sound,
                  "%s %s: %lld of %lld", what->tree, ways[what->way],
                  (long long)damaged_number(result, "cases"), (long long)sound);
    ck_assert_msg((what->way != ZERO && what->way != CUT_OFF) ||
                      complaint_facts_size(problems) > 0,
                  "%s is empty, and all is well", what->tree);
    t->sound += sound;
    t->suffered += CASES - sound;
    t->only_store += sound == CASES && complaint_facts_size(problems) > 0;
}

static bytes copy_of(const bytes *whole)
{
    bytes file = {malloc(whole->size), whole->size};

    ck_assert_ptr_nonnull(file.at);
    memcpy(file.at, whole->at, whole->size);
    return file;
}

/* What verify tells of the damaged file, which is freed. */
static void look_at(complaint_context *context, const char *path, bytes *file,
                    const uint64_t before[CASES], const trial *what, tally *t)
{
    static uint64_t now[CASES];
    int threads = 1 + (int)draw(2);
    bool wanted = only_trial() < 0 || only_trial() == t->done;
    complaint_facts *result;

    if (wanted)
        write_file(path, file->at, file->size);
    free(file->at);
    t->done++;
    if (!wanted)
        return;
    result = verify(context, what, path, threads);
    if (result == NULL || !read_rows(path, now))
        t->refused++;
    else
        judge(what, result, now, before, t);
    complaint_facts_free(result);
}

static void try_one(complaint_context *context, const char *path,
                    const bytes *whole, const uint64_t before[CASES],
                    trial *what, tally *t)
{
    bytes file = copy_of(whole);
    const tree *in = &trees[t->done % tree_count];

    what->tree = in->name;
    for (int i = 0; what->way != CUT_OFF && i < what->pages; i++) {
        const tree *other = &trees[draw((uint64_t)tree_count)];
        const tree *at = i == 0 || draw(2) == 0 ? in : other;

        damage(&file, at->pages[draw((uint64_t)at->count)], what->way,
               other->pages[draw((uint64_t)other->count)]);
    }
    if (what->way == CUT_OFF) /* mostly little; the first page is kept */
        file.size -= draw(file.size - PAGE) >> draw(8);
    look_at(context, path, &file, before, what, t);
}

/* Every page of the way from ids to rows, every way; exchanged for another of
 * the same tree, so that it reads well and ids are gone. */
static void try_ways_to_rows(complaint_context *context, const char *path,
                             const bytes *whole, const uint64_t before[CASES],
                             tally *t)
{
    const tree *in = trees;
    int64_t sealed = t->sealed;
    int64_t numbered = t->numbered;

    while (strcmp(in->name, "place") != 0) {
        in++;
        ck_assert_int_lt(in - trees, tree_count);
    }
    ck_assert_int_gt(in->count, 3);
    for (int i = 0; i < in->count * WAYS; i++) {
        trial one = {.way = i % WAYS, .pages = 1, .tree = in->name};
        bytes file = copy_of(whole);
        int page = i / WAYS;

        damage(&file, in->pages[page], one.way,
               in->pages[(page + 1) % in->count]);
        look_at(context, path, &file, before, &one, t);
    }
    /* Rows are all there, and each case is named for itself. */
    ck_assert_int_eq(t->sealed, sealed);
    ck_assert_int_eq(t->numbered, numbered);
}

START_TEST(verify_names_what_is_damaged_and_looks_at_all_the_rest)
{
    int trials = getenv("COMPLAINT_LONG") != NULL ? 3200 : 72;
    const char *given = getenv("COMPLAINT_SEED");
    uint64_t first_seed = given != NULL ? strtoull(given, NULL, 10) : seed;
    static uint64_t marked_rows[CASES];
    char copy[200];
    tally t = {0};
    bytes plain;
    bytes marked;
    sqlite3 *db;
    desk d;

    seed = first_seed;
    desk_open(&d, DESK_SQLITE);
    fill(&d);
    snprintf(copy, sizeof copy, "%s-damaged", d.path);
    desk_ok(complaint_register_close(d.reg, &error));
    ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL),
        SQLITE_OK);
    look_at_trees(d.path);
    ck_assert(read_rows(d.path, rows));
    plain = read_file(d.path);
    /* A change that verify finds in every case that it looks at. */
    ck_assert_int_eq(sqlite3_exec(db,
                                  "UPDATE \"case\" SET title = upper(title)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    ck_assert(read_rows(d.path, marked_rows));
    marked = read_file(d.path);
    ck_assert_uint_eq(plain.size, marked.size);
    for (int i = 0; i < trials; i++) {
        trial one = {.way = i % (WAYS + 1),
                     .pages = i % 3 == 0 ? 1 + (int)draw(12) : 1,
                     .marked = i % 5 < 2};

        try_one(d.context, copy, one.marked ? &marked : &plain,
                one.marked ? marked_rows : rows, &one, &t);
    }
    try_ways_to_rows(d.context, copy, &plain, rows, &t);
    printf("seed %llu: %d times damaged in %d trees of %zu pages: %lld cases "
           "whole, each looked at; %lld suffered, each named, %lld "
           "by a seal alone, but %lld that were told by number and %lld that "
           "were not told; %d times "
           "the register could not be opened; "
           "%lld times only the store or what is no case's\n",
           (unsigned long long)first_seed, t.done, tree_count,
           plain.size / PAGE, (long long)t.sound, (long long)t.suffered,
           (long long)t.sealed, (long long)t.numbered, (long long)t.untold,
           t.refused, (long long)t.only_store);
    ck_assert_int_gt(t.suffered, 0);
    ck_assert_int_eq(t.untold, 0);
    free(plain.at);
    free(marked.at);
    unlink(copy);
    desk_close(&d);
}
END_TEST

/* ---- more problems than are told in full ---- */

/* Every one of the rows that every case has is changed. */
static void change_all(const char *path)
{
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db,
                     "UPDATE \"case\" SET title = upper(title);"
                     "UPDATE sheet SET v3 = 'x' WHERE kind IN (2, 3, 4)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
}

/* Verified with so many in full: how many problems are told by name, and how
 * many stretches stand for others. */
static void count_told(desk *d, int in_full, int threads, int64_t *by_name,
                       int64_t *stretches_told)
{
    complaint_facts *options = desk_facts(d, "{}");
    const complaint_facts *problems;
    complaint_facts *result;
    bool named[CASES];
    bool sealed[CASES];
    int opened;

    if (in_full > 0)
        desk_ok(
            complaint_facts_set_integer(options, "problems", in_full, &error));
    desk_ok(complaint_facts_set_integer(options, "threads", threads, &error));
    result = damaged_verify(d->context, d->path, options, "all", &opened);
    problems = complaint_facts_get(result, "problems");
    ck_assert_int_gt(damaged_number(result, "problem_count"), 1000);
    find_named(problems, named, sealed);
    for (int i = 0; i < CASES; i++)
        ck_assert_msg(named[i], "%d in full: case %d is not named", in_full, i);
    *by_name = *stretches_told = 0;
    for (size_t i = 0; i < complaint_facts_size(problems); i++) {
        bool by_id =
            damaged_text(complaint_facts_at(problems, i), "case_id")[0] != '\0';

        *by_name += by_id;
        *stretches_told += !by_id;
    }
    if (in_full >= 100000)
        ck_assert_int_eq((int64_t)complaint_facts_size(problems),
                         damaged_number(result, "problem_count"));
    complaint_facts_free(result);
    complaint_facts_free(options);
}

START_TEST(no_case_is_left_out_however_many_problems_there_are)
{
    complaint_facts *options;
    int64_t by_name;
    int64_t stretches_told;
    desk d;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    change_all(d.path);
    for (int threads = 1; threads <= 2; threads++) {
        count_told(&d, 0, threads, &by_name, &stretches_told);
        ck_assert_int_ge(by_name, 1000);
        ck_assert_int_lt(by_name, 1000 + CASES);
        ck_assert_int_eq(stretches_told, 0);
        count_told(&d, 1, threads, &by_name, &stretches_told);
        ck_assert_int_eq(by_name, 100);
        ck_assert_int_ge(stretches_told, 1);
        ck_assert_int_le(stretches_told, 4);
        count_told(&d, COMPLAINT_LIMIT_PROBLEMS, threads, &by_name,
                   &stretches_told);
        ck_assert_int_eq(stretches_told, 0);
    }
    for (int i = 0; i < 2; i++) {
        options = desk_facts(&d, "{}");
        desk_ok(complaint_facts_set_integer(
            options, "problems", i == 0 ? 0 : COMPLAINT_LIMIT_PROBLEMS + 1,
            &error));
        desk_fails_at(
            COMPLAINT_LIMIT, "limit.exceeded", "problems",
            complaint_register_verify_with(d.reg, options, NULL, &error));
        complaint_facts_free(options);
    }
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("damage");
    TCase *tests = tcase_create("damage");
    SRunner *runner;
    int failed;

    tcase_add_test(tests,
                   verify_names_what_is_damaged_and_looks_at_all_the_rest);
    tcase_add_test(tests, no_case_is_left_out_however_many_problems_there_are);
    tcase_set_timeout(tests, 0);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
