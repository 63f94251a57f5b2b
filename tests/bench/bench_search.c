/* Search in a SQLite register against SQLite's LIKE and its FTS5 trigram index
 * over the same texts, and against memmem over all of them in memory, in one
 * run. Prints a table with ratios.
 *
 *     bench_search [DIRECTORY [CASES [SEED]]]
 *
 * Texts are invented: 60 to 180 Chinese characters a case, with words that
 * occur about as often as the table says. Each time is the best of several. */
#define _GNU_SOURCE
#include <complaint.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 50, ROUNDS = 5, BATCH = 2000 };

static uint64_t state;

static unsigned next(unsigned below)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(state >> 33) % below;
}

static double now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec * 1e-6;
}

static void must(int status, const char *what)
{
    if (status != 0) {
        fprintf(stderr, "%s: %d\n", what, status);
        exit(1);
    }
}

/* Words that are looked for, and one case in how many has them. */
static const struct {
    const char *word;
    unsigned one_in; /* 0: none */
} words[] = {
    {"\xE6\x8A\x95\xE8\xAF\x89", 3},
    {"\xE9\x80\x80\xE8\xB4\xA7", 100},
    {"8D", 320},
    {"\xE7\x90\x89\xE7\x92\x83", 30000},
    {"\xE4\xB8\x8D\xE5\xAD\x98\xE5\x9C\xA8\xE7\x9A\x84", 0},
    {"\xE9\xBE\x98\xE9\xBE\x98", 0},
};
enum { WORDS = sizeof words / sizeof words[0] };

/* Of the 900 commonest places of the code chart, some far more often. */
static size_t character(char *at)
{
    unsigned code = 0x4E00 + next(1 + next(900)) * 21;

    at[0] = (char)(0xE0 | code >> 12);
    at[1] = (char)(0x80 | (code >> 6 & 63));
    at[2] = (char)(0x80 | (code & 63));
    return 3;
}

static void text_of_case(char *text)
{
    unsigned count = 60 + next(121);
    size_t at = 0;

    for (unsigned i = 0; i < count; i++) {
        at += character(text + at);
        if (i % 23 == 22) {
            memcpy(text + at, "\xE3\x80\x82", 3);
            at += 3;
        }
    }
    for (int i = 0; i < WORDS; i++)
        if (words[i].one_in != 0 && next(words[i].one_in) == 0) {
            size_t size = strlen(words[i].word);

            memcpy(text + at, words[i].word, size);
            at += size;
        }
    text[at] = '\0';
}

/* ---- ours ---- */

static void fill(complaint_context *context, complaint_register *reg,
                 complaint_actor *actor, int cases)
{
    char text[1000];
    complaint_case *one;

    for (int i = 0; i < cases; i++) {
        complaint_facts *facts;

        if (i % BATCH == 0)
            must(complaint_register_begin(reg, NULL), "begin");
        text_of_case(text);
        must(complaint_facts_new(context, &facts, NULL), "facts");
        must(complaint_facts_set_text(facts, "title", "-", NULL), "title");
        must(complaint_facts_set_text(facts, "description", text, NULL),
             "description");
        must(complaint_case_file(reg, actor, facts, COMPLAINT_TIME_NONE, &one,
                                 NULL),
             "file");
        complaint_facts_free(facts);
        complaint_case_free(one);
        if (i % BATCH == BATCH - 1 || i == cases - 1)
            must(complaint_register_commit(reg, NULL), "commit");
    }
}

static int page_of(complaint_context *context, complaint_register *reg,
                   const char *word, bool variants)
{
    complaint_facts *options;
    complaint_cursor *cursor;
    const complaint_record *row;
    int count = 0;

    must(complaint_facts_new(context, &options, NULL), "options");
    must(complaint_facts_set_integer(options, "limit", PAGE, NULL), "limit");
    must(complaint_facts_set_boolean(options, "variants", variants, NULL),
         "variants");
    must(complaint_register_search(reg, word, options, &cursor, NULL),
         "search");
    while (complaint_cursor_next(cursor, &row, NULL) == 0 && row != NULL)
        count++;
    complaint_cursor_free(cursor);
    complaint_facts_free(options);
    return count;
}

/* ---- the others ---- */

static void fill_peers(sqlite3 *db, int cases, char **all, size_t *size)
{
    sqlite3_stmt *insert;
    sqlite3_stmt *index;
    char text[1000];
    size_t room = (size_t)cases * 420 + 1000;

    must(sqlite3_exec(db,
                      "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;"
                      "CREATE TABLE t(id INTEGER PRIMARY KEY,text TEXT);"
                      "CREATE VIRTUAL TABLE f USING fts5(text,"
                      "tokenize='trigram',content='');BEGIN",
                      NULL, NULL, NULL),
         "peers");
    must(sqlite3_prepare_v2(db, "INSERT INTO t VALUES(?1,?2)", -1, &insert,
                            NULL),
         "insert");
    must(sqlite3_prepare_v2(db, "INSERT INTO f(rowid,text)VALUES(?1,?2)", -1,
                            &index, NULL),
         "index");
    *all = malloc(room);
    *size = 0;
    for (int i = 0; i < cases; i++) {
        size_t length;

        text_of_case(text);
        length = strlen(text);
        for (int j = 0; j < 2; j++) {
            sqlite3_stmt *s = j == 0 ? insert : index;

            sqlite3_bind_int(s, 1, i + 1);
            sqlite3_bind_text(s, 2, text, (int)length, SQLITE_STATIC);
            if (sqlite3_step(s) != SQLITE_DONE)
                must(1, "row");
            sqlite3_reset(s);
        }
        if (*size + length < room) {
            memcpy(*all + *size, text, length);
            *size += length;
        }
    }
    sqlite3_finalize(insert);
    sqlite3_finalize(index);
    must(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), "commit");
}

static int page_by(sqlite3 *db, const char *sql, char around, const char *word)
{
    sqlite3_stmt *statement;
    char pattern[100];
    int count = 0;

    snprintf(pattern, sizeof pattern, "%c%s%c", around, word, around);
    must(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), "select");
    sqlite3_bind_text(statement, 1, pattern, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW)
        count++;
    sqlite3_finalize(statement);
    return count;
}

static int all_by_memmem(const char *all, size_t size, const char *word)
{
    size_t length = strlen(word);
    const char *at = all;
    int count = 0;

    while ((at = memmem(at, size - (size_t)(at - all), word, length)) != NULL) {
        count++;
        at += length;
    }
    return count;
}

/* ---- the table ---- */

static double best(double one, double other)
{
    return one == 0 || other < one ? other : one;
}

static void compare(complaint_context *context, complaint_register *reg,
                    sqlite3 *db, const char *all, size_t size, int i)
{
    const char *word = words[i].word;
    double time[5] = {0};
    int count[5] = {0};

    for (int round = 0; round < ROUNDS; round++) {
        double from = now();

        count[0] = page_of(context, reg, word, false);
        time[0] = best(time[0], now() - from);
        from = now();
        count[1] = page_of(context, reg, word, true);
        time[1] = best(time[1], now() - from);
        from = now();
        count[2] = all_by_memmem(all, size, word);
        time[2] = best(time[2], now() - from);
        if (round > 1)
            continue;
        from = now();
        count[3] = page_by(db,
                           "SELECT id FROM t WHERE text LIKE ?1 "
                           "ORDER BY id DESC LIMIT 50",
                           '%', word);
        time[3] = best(time[3], now() - from);
        from = now();
        count[4] = page_by(db,
                           "SELECT rowid FROM f WHERE f MATCH ?1 "
                           "ORDER BY rowid DESC LIMIT 50",
                           '"', word);
        time[4] = best(time[4], now() - from);
    }
    if (words[i].one_in != 0)
        printf("| %s | 1 in %u ", word, words[i].one_in);
    else
        printf("| %s | none ", word);
    for (int j = 0; j < 5; j++)
        printf("| %.2f (%d) ", time[j], count[j]);
    printf("| %.2f | %.0f |\n", time[2] / time[0], time[3] / time[0]);
}

static complaint_register *open_register(complaint_context *context,
                                         const char *path)
{
    complaint_register *reg;
    char uri[560];

    snprintf(uri, sizeof uri, "sqlite:%s", path);
    must(complaint_register_open(context, uri, COMPLAINT_REGISTER_CREATE, &reg,
                                 NULL),
         "open");
    return reg;
}

static double first_search(complaint_context *context, const char *path,
                           double *second)
{
    complaint_register *reg = open_register(context, path);
    double from = now();
    double first;

    page_of(context, reg, words[WORDS - 1].word, false);
    first = now() - from;
    from = now();
    page_of(context, reg, words[WORDS - 1].word, false);
    *second = now() - from;
    complaint_register_free(reg);
    return first;
}

static complaint_actor *prepare(complaint_context *context,
                                complaint_register *reg)
{
    static const char *const definitions[][2] = {
        {"procedure", "iso10002"}, {"calendar", "cn"}, {"catalog", "general"}};
    complaint_actor *actor;

    must(complaint_actor_new(context, "bench", NULL, &actor, NULL), "actor");
    must(complaint_actor_add_role(actor, "*", NULL), "role");
    for (int i = 0; i < 3; i++) {
        complaint_definition *one;

        must(complaint_definition_bundled(context, definitions[i][0],
                                          definitions[i][1], &one, NULL),
             "definition");
        must(complaint_register_install(reg, actor, one, NULL), "install");
        complaint_definition_free(one);
    }
    return actor;
}

static void remove_files(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-search"};
    char name[560];

    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

int main(int argc, char **argv)
{
    const char *directory = argc > 1 ? argv[1] : "/var/tmp";
    int cases = argc > 2 ? atoi(argv[2]) : 100000;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *actor;
    struct stat about = {0};
    char path[512];
    char peer[520];
    char file[520];
    char *all;
    size_t size;
    double from, filed, first, second, again, warm;
    sqlite3 *db;

    setvbuf(stdout, NULL, _IOLBF, 0);
    snprintf(path, sizeof path, "%s/bench-search.db", directory);
    snprintf(peer, sizeof peer, "%s-peer", path);
    snprintf(file, sizeof file, "%s-search", path);
    remove_files(path);
    unlink(peer);
    must(complaint_context_new(NULL, &context, NULL), "context");
    reg = open_register(context, path);
    actor = prepare(context, reg);
    state = seed;
    from = now();
    fill(context, reg, actor, cases);
    filed = now() - from;
    complaint_register_free(reg);
    first = first_search(context, path, &second);
    again = first_search(context, path, &warm);
    (void)stat(file, &about);
    must(sqlite3_open(peer, &db), "peer");
    state = seed;
    fill_peers(db, cases, &all, &size);
    printf("%d cases, %.0f MB of text, seed %llu; filed in %.1f s\n", cases,
           (double)size / 1e6, (unsigned long long)seed, filed / 1e3);
    printf("first search (reads the register, writes %.0f MB) %.0f ms, the "
           "next %.1f ms; a new handle with the file: %.1f ms, then %.1f ms\n",
           (double)about.st_size / 1e6, first, second, again, warm);
    printf("\npage of %d, newest first, milliseconds (cases found)\n\n", PAGE);
    printf("| word | occurs | search | with variants | memmem, all | LIKE | "
           "FTS5 trigram | memmem / search | LIKE / search |\n"
           "|---|---|---|---|---|---|---|---|---|\n");
    reg = open_register(context, path);
    for (int i = 0; i < WORDS; i++)
        compare(context, reg, db, all, size, i);
    complaint_register_free(reg);
    complaint_actor_free(actor);
    complaint_context_free(context);
    sqlite3_close(db);
    free(all);
    remove_files(path);
    unlink(peer);
    return 0;
}
