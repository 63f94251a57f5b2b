/* Verifying a register on one thread and on several, against what it cannot
 * do without, in one run: reading the same journal from SQLite, and SHA-256
 * over the same bytes. Prints a table with ratios.
 *
 *     bench_verify [DIRECTORY [CASES [ROUNDS]]]
 *
 * Bytes are those that digests of entries are taken of. Each time is the best
 * of several. */
#include "bench/bench.h"
#include "bench/ours.h"

#include "register/inside.h"
#include "register/proof.h"

#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 1000 };

/* The forms of all entries, one after the other. */
typedef struct forms {
    char *bytes;
    size_t size;
    size_t *ends;
    size_t count;
} forms;

typedef struct spent {
    double wall; /* seconds */
    double work; /* of all threads */
    long long bytes;
    long long threads;
} spent;

static double at(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void begin(spent *self)
{
    self->wall = -at(CLOCK_MONOTONIC);
    self->work = -at(CLOCK_PROCESS_CPUTIME_ID);
}

static void end(spent *self)
{
    self->wall += at(CLOCK_MONOTONIC);
    self->work += at(CLOCK_PROCESS_CPUTIME_ID);
}

static void keep_best(spent *best, const spent *one)
{
    if (best->bytes == 0 || one->wall < best->wall)
        best->wall = one->wall;
    if (best->bytes == 0 || one->work < best->work)
        best->work = one->work;
    best->bytes = one->bytes;
    best->threads = one->threads;
}

/* ---- what is verified ---- */

static void fill(ours *one, int cases)
{
    for (int i = 0; i < cases; i++) {
        complaint_case *found;

        if (i % BATCH == 0)
            ours_begin(one);
        ours_file(one, i, COMPLAINT_TIME_NONE);
        found = ours_find(one, i);
        ours_move(one, found);
        complaint_case_free(found);
        if (i % BATCH == BATCH - 1 || i == cases - 1)
            ours_commit(one);
    }
}

static void add_form(forms *all, complaint__buffer *form, size_t *room)
{
    if (all->size + form->size > *room || all->bytes == NULL) {
        *room = 2 * *room + form->size + (1 << 20);
        all->bytes = realloc(all->bytes, *room);
        all->ends = realloc(all->ends, *room / 64 * sizeof *all->ends);
    }
    if (all->bytes == NULL || all->ends == NULL)
        bench_die("memory");
    memcpy(all->bytes + all->size, form->bytes, form->size);
    all->size += form->size;
    all->ends[all->count++] = all->size;
}

static void gather(ours *one, forms *all)
{
    complaint_scan scan = {.relation = &complaint__relation_journal};
    complaint__buffer form = COMPLAINT__BUFFER(one->context);
    const complaint_value *row = NULL;
    complaint__scan *rows = NULL;
    size_t room = 0;

    if (complaint__store_scan(complaint__register_store(one->reg), &scan, &rows,
                              NULL) != COMPLAINT_OK)
        bench_die("scan");
    while (complaint__scan_next(rows, &row, NULL) == COMPLAINT_OK &&
           row != NULL) {
        complaint__buffer_clear(&form);
        complaint__entry_form(&form, row);
        add_form(all, &form, &room);
    }
    complaint__scan_close(rows);
    complaint__buffer_free(&form);
}

/* ---- the ways ---- */

static void by_verify(ours *one, int threads, bool all, spent *out)
{
    complaint_facts *options = NULL;
    complaint_facts *facts = NULL;

    if (complaint_facts_new(one->context, &options, NULL) ||
        complaint_facts_set_integer(options, "threads", threads, NULL) ||
        complaint_facts_set_boolean(options, "store", false, NULL) ||
        complaint_facts_set_boolean(options, "projections", all, NULL))
        bench_die("options");
    begin(out);
    if (complaint_register_verify_with(one->reg, options, &facts,
                                       &one->error) != COMPLAINT_OK)
        bench_die(complaint_error_message(one->error));
    end(out);
    out->bytes =
        complaint_facts_integer(complaint_facts_get(facts, "bytes"), 0);
    out->threads =
        complaint_facts_integer(complaint_facts_get(facts, "threads"), 0);
    complaint_facts_free(facts);
    complaint_facts_free(options);
}

/* Every column of every entry touched, by SQLite alone. */
static void by_reading(const char *path, long long bytes, spent *out)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *all = NULL;
    long long seen = 0;

    begin(out);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT * FROM journal", -1, &all, NULL) !=
            SQLITE_OK)
        bench_die("select");
    while (sqlite3_step(all) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(all); i++) {
            if (sqlite3_column_type(all, i) == SQLITE_INTEGER)
                seen += sqlite3_column_int64(all, i) & 1;
            else if (sqlite3_column_type(all, i) == SQLITE_TEXT)
                seen += sqlite3_column_text(all, i)[0];
            else if (sqlite3_column_blob(all, i) != NULL)
                seen += sqlite3_column_bytes(all, i);
        }
    sqlite3_finalize(all);
    sqlite3_close(db);
    end(out);
    if (seen == 0)
        bench_die("nothing was read");
    out->bytes = bytes;
    out->threads = 1;
}

static void by_digest(const forms *all, bool each, spent *out)
{
    EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *engine = EVP_MD_CTX_new();
    unsigned char digest[EVP_MAX_MD_SIZE];
    size_t from = 0;

    begin(out);
    if (EVP_DigestInit_ex2(engine, sha256, NULL) != 1)
        bench_die("SHA-256");
    for (size_t i = 0; each && i < all->count; i++) {
        if (EVP_DigestInit_ex2(engine, NULL, NULL) != 1 ||
            EVP_DigestUpdate(engine, all->bytes + from, all->ends[i] - from) !=
                1 ||
            EVP_DigestFinal_ex(engine, digest, NULL) != 1)
            bench_die("SHA-256");
        from = all->ends[i];
    }
    if (!each && (EVP_DigestUpdate(engine, all->bytes, all->size) != 1 ||
                  EVP_DigestFinal_ex(engine, digest, NULL) != 1))
        bench_die("SHA-256");
    end(out);
    EVP_MD_CTX_free(engine);
    EVP_MD_free(sha256);
    out->bytes = (long long)all->size;
    out->threads = 1;
}

/* ---- the table ---- */

enum way {
    ONE_THREAD,
    ALL_THREADS,
    ONE_CHAINS,
    ALL_CHAINS,
    READING,
    DIGEST_EACH,
    DIGEST_WHOLE,
    COUNT
};

static void print(const spent *best)
{
    static const char *const names[COUNT] = {
        "verify, one thread",
        "verify, all processors",
        "its chains, one thread",
        "its chains, all processors",
        "SQLite reads the journal, one thread",
        "SHA-256 of each entry, one thread",
        "SHA-256 of all in one piece, one thread"};

    printf("\n| | wall ms | MB/s | MB/s per thread's second | processors | of "
           "SHA-256 of each |\n|---|---|---|---|---|---|\n");
    for (int i = 0; i < COUNT; i++) {
        const spent *one = &best[i];
        double mega = (double)one->bytes / 1e6;

        printf("| %s (%lld) | %.0f | %.0f | %.0f | %.2f | %.3f |\n", names[i],
               one->threads, one->wall * 1e3, mega / one->wall,
               mega / one->work, one->work / one->wall,
               best[DIGEST_EACH].work / one->work);
    }
}

static void measure(ours *one, const char *path, const forms *all, int rounds)
{
    spent best[COUNT] = {{0}};

    for (int round = 0; round < rounds; round++) {
        spent now[COUNT] = {{0}};

        by_verify(one, 1, true, &now[ONE_THREAD]);
        by_verify(one, 0, true, &now[ALL_THREADS]);
        by_verify(one, 1, false, &now[ONE_CHAINS]);
        by_verify(one, 0, false, &now[ALL_CHAINS]);
        by_reading(path, (long long)all->size, &now[READING]);
        by_digest(all, true, &now[DIGEST_EACH]);
        by_digest(all, false, &now[DIGEST_WHOLE]);
        for (int i = 0; i < COUNT; i++)
            keep_best(&best[i], &now[i]);
    }
    if (best[ONE_THREAD].bytes != (long long)all->size)
        bench_die("verify hashed other bytes");
    print(best);
}

static void remove_files(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-search"};
    char name[600];

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

int main(int argc, char **argv)
{
    int cases = argc > 2 ? atoi(argv[2]) : 50000;
    int rounds = argc > 3 ? atoi(argv[3]) : 5;
    forms all = {0};
    char path[512];
    char uri[560];
    ours one;

    setvbuf(stdout, NULL, _IOLBF, 0);
    snprintf(path, sizeof path, "%s/bench-verify.db",
             argc > 1 ? argv[1] : "/var/tmp");
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    remove_files(path);
    ours_open(&one, uri);
    fill(&one, cases);
    gather(&one, &all);
    printf("%d cases, %zu entries, %.1f MB of entries, %.0f bytes each\n",
           cases, all.count, (double)all.size / 1e6,
           (double)all.size / (double)all.count);
    measure(&one, path, &all, rounds);
    ours_close(&one);
    free(all.bytes);
    free(all.ends);
    remove_files(path);
    return 0;
}
