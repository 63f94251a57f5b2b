/* Search against a plain look at every text (plain.h): on real registers, after
 * every kind of change, by several handles, and whatever stands in the file
 * beside the store. COMPLAINT_LONG=1 runs more of each. */
#include "register/plain.h"

#include "exchange/csv.h"
#include "register/search.h"
#include "support/surroundings.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct seed {
    uint64_t state;
} seed;

static unsigned next(seed *s, unsigned below)
{
    s->state = s->state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(s->state >> 33) % below;
}

static bool is_long(void)
{
    const char *wanted = getenv("COMPLAINT_LONG");

    return wanted != NULL && strcmp(wanted, "1") == 0;
}

/* ---- real registers ---- */

typedef struct source {
    const char *file;
    int title, text, reply; /* columns; -1: none */
    size_t rows;
} source;

static char *field(const complaint__csv_record *record, int column)
{
    char *text;

    if (column < 0 || (size_t)column >= record->count)
        return NULL;
    text = malloc(record->fields[column].size + 1);
    memcpy(text, record->fields[column].bytes, record->fields[column].size);
    text[record->fields[column].size] = '\0';
    return text;
}

static void set(complaint_facts *facts, const char *key, const char *text,
                size_t most)
{
    char *copy = strdup(text);

    if (strlen(copy) > most) {
        while (most > 0 && ((unsigned char)copy[most] & 0xC0) == 0x80)
            most--;
        copy[most] = '\0';
    }
    desk_ok(complaint_facts_set_text(facts, key, copy, &error));
    free(copy);
}

static void file_row(desk *d, const char *title, const char *text,
                     const char *reply)
{
    complaint_facts *facts =
        desk_facts(d, "{\"channel\":\"web\",\"received_at\":\"2024-02-01\"}");
    complaint_case *one;

    set(facts, "title", title != NULL && title[0] != '\0' ? title : "-", 1900);
    if (text != NULL && text[0] != '\0')
        set(facts, "description", text, 100000);
    desk_ok(complaint_case_file(d->reg, d->clerk, facts, COMPLAINT_TIME_NONE,
                                &one, &error));
    complaint_facts_free(facts);
    if (reply != NULL && reply[0] != '\0') {
        facts = desk_facts(d, "{\"kind\":\"reply\",\"direction\":\"out\"}");
        set(facts, "text", reply, 100000);
        desk_ok(complaint_case_put(one, d->clerk, "communication", facts,
                                   COMPLAINT_TIME_NONE, NULL, &error));
        complaint_facts_free(facts);
    }
    complaint_case_free(one);
}

/* The rows of a real register as cases; false without the file. */
static bool load(desk *d, const source *from)
{
    const char *shared = getenv("COMPLAINT_SHARED");
    char path[1024];
    complaint__source *opened;
    complaint__csv *csv;
    const complaint__csv_record *record;
    size_t rows = 0;

    snprintf(path, sizeof path, "%s/data/%s", shared != NULL ? shared : ".",
             from->file);
    if (access(path, R_OK) != 0) {
        printf("skipped: no %s\n", path);
        return false;
    }
    desk_ok(complaint__source_open(d->context, path, NULL, &opened, &error));
    desk_ok(complaint__csv_open(d->context, opened, &csv, &error));
    desk_ok(complaint_register_begin(d->reg, &error));
    desk_ok(complaint__csv_next(csv, &record, &error)); /* names */
    while (rows < from->rows) {
        char *title, *text, *reply;

        desk_ok(complaint__csv_next(csv, &record, &error));
        if (record == NULL)
            break;
        title = field(record, from->title);
        text = field(record, from->text);
        reply = field(record, from->reply);
        file_row(d, title, text, reply);
        free(title);
        free(text);
        free(reply);
        rows++;
    }
    desk_ok(complaint_register_commit(d->reg, &error));
    complaint__csv_close(csv);
    complaint__source_close(opened);
    return true;
}

/* `count` characters from anywhere in the texts; for free(). */
static char *sample(const plain *p, seed *s, size_t count)
{
    for (;;) {
        const plain_case *one = &p->cases[next(s, (unsigned)p->count)];
        const char *text = one->fields[next(s, (unsigned)one->count)];
        size_t at = next(s, (unsigned)strlen(text) + 1);
        size_t end;
        char *copy;

        while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
            at--;
        end = at;
        for (size_t i = 0; i < count && text[end] != '\0'; i++)
            do
                end++;
            while (((unsigned char)text[end] & 0xC0) == 0x80);
        if (end == at)
            continue;
        copy = strndup(text + at, end - at);
        /* What cannot be asked for: nothing, or a quotation mark. */
        if (strspn(copy, " \t\r\n\v\f") < strlen(copy) &&
            strchr(copy, '"') == NULL)
            return copy;
        free(copy);
    }
}

static const source sources[] = {
    {"zh_gov_messages_replied.csv", 2, 4, 5, 300},
    {"zh_heimao_finance_texts.csv", 0, 1, -1, 300},
    {"en_cfpb_narratives.csv", 0, 1, -1, 300},
    {"zh_car_defect_complaints.csv", 1, 2, 3, 200},
};

START_TEST(on_real_registers_every_sampled_text_finds_what_a_plain_look_finds)
{
    const source *from = &sources[_i / 2];
    source wanted = *from;
    seed s = {20240301};
    size_t found = 0;
    size_t terms = is_long() ? 5000 : 50;
    desk d;
    plain p;

    if (is_long())
        wanted.rows = 10000;
    desk_open(&d, _i % 2);
    if (load(&d, &wanted)) {
        plain_read(&p, d.reg);
        for (size_t i = 0; i < terms; i++) {
            /* Mostly of two characters, which is what people look for. */
            char *term = sample(&p, &s, i % 4 == 3 ? 1 + next(&s, 9) : 2);

            found += plain_compare_term(&p, &d, term);
            free(term);
        }
        printf("%s, %s: %zu cases, %zu terms, %zu found\n", from->file,
               _i % 2 ? "sqlite" : "memory", p.count, terms, found);
        ck_assert_uint_ge(found, terms);
        plain_free(&p);
    }
    desk_close(&d);
}
END_TEST

START_TEST(several_terms_must_all_stand_in_a_case)
{
    seed s = {7};
    size_t found = 0;
    desk d;
    plain p;

    desk_open(&d, _i);
    if (load(&d, &sources[0])) {
        plain_read(&p, d.reg);
        for (int i = 0; i < 60; i++) {
            char *made[3];
            const char *terms[3];
            char line[512];

            for (int j = 0; j < 3; j++) {
                made[j] = sample(&p, &s, 1 + (size_t)(j < 2));
                terms[j] = strpbrk(made[j], " \t\r\n\v\f") != NULL
                               ? "\xE5\xB0\x8F"
                               : made[j];
            }
            snprintf(line, sizeof line, " %s \xE3\x80\x80%s\t%s", terms[0],
                     terms[1], terms[2]);
            found += plain_compare(&p, &d, line, terms, 3);
            for (int j = 0; j < 3; j++)
                free(made[j]);
        }
        ck_assert_uint_gt(found, 60);
        plain_free(&p);
    }
    desk_close(&d);
}
END_TEST

/* ---- changes ---- */

static const char *const words[] = {
    "\xE6\x8A\x95\xE8\xAF\x89",
    "\xE9\x80\x80\xE8\xB4\xA7",
    "8D",
    "\xEF\xBC\x98\xEF\xBC\xA4",
    "Stra\xC3\x9F"
    "e",
    "STRASSE",
    "\xE2\x91\xA0",
    "caf\xC3\xA9",
    "cafe\xCC\x81",
    "\xEF\xBD\xB6\xEF\xBE\x9E",
    "\xE3\x82\xAC",
    "\xEF\xAC\x81re",
    "\xF0\xA0\xAE\xB7",
    "umbrella",
    "UMBRELLA 24",
    "A-17/3",
};
enum { WORDS = sizeof words / sizeof words[0] };

static void words_text(seed *s, char *text, size_t size)
{
    size_t at = 0;

    text[0] = '\0';
    for (unsigned i = 0, n = 1 + next(s, 6); i < n; i++)
        at += (size_t)snprintf(text + at, size - at, "%s%s",
                               words[next(s, WORDS)],
                               next(s, 3)   ? ""
                               : next(s, 2) ? " "
                                            : "\xE3\x80\x82");
}

static void file_one(desk *d, seed *s)
{
    char title[400];
    char json[1000];
    char text[400];

    words_text(s, title, sizeof title);
    words_text(s, text, sizeof text);
    snprintf(json, sizeof json,
             "{\"title\":\"%s\",\"description\":\"%s\",\"channel\":\"web\"}",
             title, text);
    complaint_case_free(desk_file(d, json));
}

static complaint_case *any_case(desk *d, seed *s)
{
    complaint_facts *filter = desk_facts(d, "{\"limit\":10000}");
    complaint_case *one = NULL;
    complaint_cursor *cursor;
    const complaint_record *row;
    int64_t count;

    desk_ok(complaint_register_list(d->reg, filter, &cursor, &error));
    count = desk_count(cursor);
    desk_ok(complaint_register_list(d->reg, filter, &cursor, &error));
    for (unsigned at = next(s, (unsigned)count) + 1; at > 0; at--)
        desk_ok(complaint_cursor_next(cursor, &row, &error));
    desk_ok(complaint_case_find(d->reg, complaint_record_text(row, "id"), &one,
                                &error));
    complaint_cursor_free(cursor);
    complaint_facts_free(filter);
    return one;
}

static void change_one(desk *d, seed *s)
{
    complaint_case *one = any_case(d, s);
    complaint_facts *facts;
    char text[400];
    char json[600];

    words_text(s, text, sizeof text);
    if (next(s, 2)) {
        snprintf(json, sizeof json, "{\"%s\":\"%s\"}",
                 next(s, 2) ? "title" : "description", text);
        facts = desk_facts(d, json);
        desk_ok(complaint_case_amend(one, d->clerk, facts, COMPLAINT_TIME_NONE,
                                     &error));
    } else {
        snprintf(json, sizeof json,
                 "{\"kind\":\"reply\",\"subject\":\"%s\",\"text\":\"x\"}",
                 text);
        facts = desk_facts(d, json);
        desk_ok(complaint_case_put(one, d->clerk, "communication", facts,
                                   COMPLAINT_TIME_NONE, NULL, &error));
    }
    complaint_facts_free(facts);
    complaint_case_free(one);
}

static void compare_words(desk *d)
{
    plain p;
    const char *pair[2];

    plain_read(&p, d->reg);
    for (int i = 0; i < WORDS; i++)
        plain_compare_term(&p, d, words[i]);
    pair[0] = words[0];
    pair[1] = words[2];
    plain_compare(&p, d, "\xE6\x8A\x95\xE8\xAF\x89 8d", pair, 2);
    plain_free(&p);
}

static void reopen(desk *d)
{
    complaint_register_free(d->reg);
    desk_ok(complaint_register_open(d->context, d->uri, 0, &d->reg, &error));
}

START_TEST(whatever_was_changed_is_found_at_once)
{
    seed s = {11 + (uint64_t)_i};
    int steps = is_long() ? 2000 : 30;
    desk d;

    desk_open(&d, _i);
    for (int i = 0; i < 10; i++)
        file_one(&d, &s);
    for (int i = 0; i < steps; i++) {
        switch (next(&s, 8)) {
        case 0:
            desk_ok(complaint_register_begin(d.reg, &error));
            file_one(&d, &s);
            change_one(&d, &s);
            compare_words(&d); /* sees the batch */
            if (next(&s, 2))
                desk_ok(complaint_register_rollback(d.reg, &error));
            else
                desk_ok(complaint_register_commit(d.reg, &error));
            break;
        case 1:
            if (_i == DESK_SQLITE)
                reopen(&d);
            break;
        case 2:
        case 3:
            file_one(&d, &s);
            break;
        default:
            change_one(&d, &s);
        }
        if (next(&s, 2))
            compare_words(&d);
    }
    compare_words(&d);
    desk_close(&d);
}
END_TEST

/* A backend that tells nobody what came: revisions are compared. */
START_TEST(where_a_backend_tells_nothing_everything_is_found_as_well)
{
    static const char *const definitions[][2] = {
        {"procedure", "bank"},
        {"calendar", "cn"},
        {"catalog", "general"},
        {"organisation", "chain-store"}};
    complaint_backend silent = complaint__backend_memory;
    seed s = {37};
    desk d;

    desk_open_empty(&d, DESK_MEMORY);
    complaint_register_free(d.reg);
    silent.scheme = "silent";
    silent.arrivals = NULL;
    silent.arrival_mark = NULL;
    silent.touch = NULL;
    desk_ok(complaint_backend_register(d.context, &silent, &error));
    desk_ok(complaint_register_open(
        d.context, "silent:", COMPLAINT_REGISTER_CREATE, &d.reg, &error));
    for (int i = 0; i < 4; i++)
        desk_install(&d, definitions[i][0], definitions[i][1]);
    for (int i = 0; i < 10; i++)
        file_one(&d, &s);
    for (int i = 0; i < 15; i++) {
        if (next(&s, 3) == 0)
            file_one(&d, &s);
        else
            change_one(&d, &s);
        compare_words(&d);
    }
    desk_close(&d);
}
END_TEST

START_TEST(what_another_handle_writes_is_found)
{
    seed s = {5};
    desk d;
    desk other;

    desk_open(&d, DESK_SQLITE);
    file_one(&d, &s);
    compare_words(&d);
    other = d;
    desk_ok(complaint_register_open(d.context, d.uri, 0, &other.reg, &error));
    for (int i = 0; i < 20; i++) {
        file_one(&other, &s);
        change_one(&other, &s);
        compare_words(&d);
        change_one(&d, &s);
        compare_words(&other);
    }
    complaint_register_free(other.reg);
    desk_close(&d);
}
END_TEST

/* ---- the file ---- */

static char *slurp(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes;

    *size = 0;
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*size + 1);
    ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static void spit(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void search_path(const desk *d, char path[200])
{
    snprintf(path, 200, "%s-search", d->path);
}

/* A register whose search stands in a file; about 300 KB of text. */
static void fill(desk *d, seed *s)
{
    char *text = malloc(3000);
    complaint_facts *facts;
    complaint_case *one;

    desk_ok(complaint_register_begin(d->reg, &error));
    for (int i = 0; i < 100; i++) {
        facts = desk_facts(d, "{\"channel\":\"web\"}");
        words_text(s, text, 400);
        set(facts, "title", text, 1900);
        for (size_t at = strlen(text); at < 2500; at = strlen(text))
            words_text(s, text + at, 400);
        set(facts, "description", text, 100000);
        desk_ok(complaint_case_file(d->reg, d->clerk, facts,
                                    COMPLAINT_TIME_NONE, &one, &error));
        complaint_case_free(one);
        complaint_facts_free(facts);
    }
    desk_ok(complaint_register_commit(d->reg, &error));
    free(text);
}

START_TEST(the_file_is_private_and_saves_reading)
{
    seed s = {3};
    struct stat about;
    struct stat later;
    char path[200];
    desk d;

    desk_open(&d, DESK_SQLITE);
    fill(&d, &s);
    compare_words(&d);
    search_path(&d, path);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 07777, 0600);
    ck_assert_int_gt(about.st_size, 200000);
    reopen(&d);
    compare_words(&d);
    ck_assert_ptr_nonnull(d.reg->search->map);
    ck_assert_uint_eq(d.reg->search->unsaved, 0);
    for (int i = 0; i < 120; i++)
        change_one(&d, &s);
    compare_words(&d);
    ck_assert_int_eq(stat(path, &later), 0);
    ck_assert_int_gt(later.st_size, about.st_size);
    reopen(&d);
    compare_words(&d);
    ck_assert_uint_eq(d.reg->search->unsaved, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_damaged_file_never_changes_an_answer)
{
    seed s = {13};
    int rounds = is_long() ? 2000 : 15;
    char path[200];
    char *good;
    size_t size;
    desk d;
    plain p;

    desk_open(&d, DESK_SQLITE);
    fill(&d, &s);
    compare_words(&d);
    search_path(&d, path);
    plain_read(&p, d.reg);
    good = slurp(path, &size);
    ck_assert_ptr_nonnull(good);
    for (int i = 0; i < rounds; i++) {
        char *bad = malloc(size);
        size_t cut = size;

        memcpy(bad, good, size);
        switch (i % 5) {
        case 0: /* in the text */
            bad[5000 + next(&s, (unsigned)size - 5000)] ^=
                (char)(1 << next(&s, 8));
            break;
        case 1: /* in the head or the records */
            bad[next(&s, 4000)] ^= (char)(1 << next(&s, 8));
            break;
        case 2:
            cut = next(&s, (unsigned)size);
            break;
        case 3: /* a page that never reached the disk */
            memset(bad + next(&s, (unsigned)size - 4096), 0, 4096);
            break;
        default: /* nothing but noise */
            for (size_t j = 0; j < size; j++)
                bad[j] = (char)next(&s, 256);
        }
        complaint_register_free(d.reg);
        spit(path, bad, cut);
        desk_ok(complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
        for (int j = 0; j < 4; j++)
            plain_compare_term(&p, &d, words[next(&s, WORDS)]);
        free(bad);
    }
    free(good);
    plain_free(&p);
    desk_close(&d);
}
END_TEST

START_TEST(a_file_cut_under_a_reader_is_let_go)
{
    seed s = {41};
    char path[200];
    desk d;

    desk_open(&d, DESK_SQLITE);
    fill(&d, &s);
    compare_words(&d);
    reopen(&d);
    compare_words(&d);
    ck_assert_ptr_nonnull(d.reg->search->map);
    search_path(&d, path);
    spit(path, "", 0);
    compare_words(&d);
    compare_words(&d);
    desk_close(&d);
}
END_TEST

START_TEST(an_older_or_foreign_file_is_noticed)
{
    seed s = {17};
    char path[200];
    char *older;
    char *store;
    char *newer;
    size_t older_size, store_size, newer_size;
    desk d;
    desk other;

    desk_open(&d, DESK_SQLITE);
    fill(&d, &s);
    compare_words(&d);
    search_path(&d, path);
    older = slurp(path, &older_size);
    complaint_register_free(d.reg);
    store = slurp(d.path, &store_size);
    desk_ok(complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
    for (int i = 0; i < 100; i++)
        change_one(&d, &s);
    compare_words(&d);
    /* The search of before, with the store of now. */
    complaint_register_free(d.reg);
    newer = slurp(path, &newer_size);
    spit(path, older, older_size);
    desk_ok(complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
    compare_words(&d);
    /* The search of now, with the store of before, which went another way:
     * as many entries, others. */
    complaint_register_free(d.reg);
    spit(d.path, store, store_size);
    spit(path, newer, newer_size);
    desk_ok(complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
    compare_words(&d);
    for (int i = 0; i < 100; i++)
        change_one(&d, &s);
    spit(path, newer, newer_size);
    reopen(&d);
    compare_words(&d);
    /* Another register's. */
    desk_open(&other, DESK_SQLITE);
    fill(&other, &s);
    search_path(&other, path);
    spit(path, newer, newer_size);
    compare_words(&other);
    desk_close(&other);
    free(older);
    free(newer);
    free(store);
    desk_close(&d);
}
END_TEST

static bool file_holds(const char *path, const char *text)
{
    size_t size;
    char *bytes = slurp(path, &size);
    bool found = false;

    for (size_t i = 0; bytes != NULL && !found && i + strlen(text) <= size; i++)
        found = memcmp(bytes + i, text, strlen(text)) == 0;
    free(bytes);
    return found;
}

START_TEST(what_was_erased_leaves_the_file)
{
    static const char secret[] = "qzxw-4711-secret";
    static const char begun[] = "CMPLSRC0 qzxw-4711-secret";
    seed s = {19};
    complaint_facts *facts;
    complaint_case *one;
    char path[200];
    desk d;

    desk_open(&d, DESK_SQLITE);
    one = desk_file(&d, "{\"title\":\"t\",\"channel\":\"web\","
                        "\"description\":\"QZXW-4711-Secret umbrella\"}");
    fill(&d, &s);
    compare_words(&d);
    search_path(&d, path);
    ck_assert(file_holds(path, secret));
    facts = desk_facts(&d, "{\"description\":\"gone umbrella\"}");
    desk_ok(
        complaint_case_amend(one, d.clerk, facts, COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(facts);
    if (_i == 1) /* somebody looked in between */
        compare_words(&d);
    desk_ok(complaint__search_forget(d.reg, &error));
    ck_assert(!file_holds(path, secret));
    compare_words(&d);
    reopen(&d);
    compare_words(&d);
    ck_assert(!file_holds(path, secret));
    ck_assert_uint_eq(d.reg->search->unsaved, 0);
    /* Where it cannot be told what is in the file, the file goes, but not one
     * that never was a search's. */
    spit(path, begun, sizeof begun);
    desk_ok(complaint__search_forget(d.reg, &error));
    ck_assert_int_ne(access(path, F_OK), 0);
    spit(path, secret, sizeof secret);
    desk_ok(complaint__search_forget(d.reg, &error));
    compare_words(&d);
    ck_assert(file_holds(path, secret));
    ck_assert_int_eq(unlink(path), 0);
    compare_words(&d);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_place_that_cannot_be_written_costs_nothing_but_time)
{
    seed s = {23};
    char path[200];
    desk d;

    desk_open(&d, DESK_SQLITE);
    fill(&d, &s);
    search_path(&d, path);
    ck_assert_int_eq(mkdir(path, 0700), 0); /* no file can be here */
    compare_words(&d);
    ck_assert_int_eq(rmdir(path), 0);
    ck_assert_int_eq(symlink("/nowhere/else", path), 0);
    compare_words(&d);
    unlink(path);
    compare_words(&d);
    complaint_register_free(d.reg);
    unlink(path);
    desk_ok(complaint_register_open(
        d.context, d.uri, COMPLAINT_REGISTER_READ_ONLY, &d.reg, &error));
    compare_words(&d);
    ck_assert_int_ne(access(path, F_OK), 0); /* reading writes nothing */
    desk_close(&d);
}
END_TEST

/* ---- options ---- */

static int64_t count_of(desk *d, const char *line, const char *json)
{
    complaint_facts *options = desk_facts(d, json);
    complaint_cursor *cursor;

    desk_ok(complaint_register_search(d->reg, line, options, &cursor, &error));
    complaint_facts_free(options);
    return desk_count(cursor);
}

START_TEST(simplified_and_traditional_are_apart_unless_asked)
{
    desk d;

    desk_open(&d, _i);
    complaint_case_free(
        desk_file(&d, "{\"title\":\"\xE5\xA4\xB4\xE5\x8F\x91 "
                      "\xE9\x80\x80\xE8\xB4\xA7\",\"channel\":\"web\"}"));
    complaint_case_free(
        desk_file(&d, "{\"title\":\"\xE9\xA0\xAD\xE9\xAB\xAE "
                      "\xE9\x80\x80\xE8\xB2\xA8\",\"channel\":\"web\"}"));
    complaint_case_free(desk_file(
        &d, "{\"title\":\"\xE7\x99\xBC\xE7\xA5\xA8\",\"channel\":\"web\"}"));
    /* tuihuo, return of goods, both ways */
    ck_assert_int_eq(count_of(&d, "\xE9\x80\x80\xE8\xB4\xA7", "{}"), 1);
    ck_assert_int_eq(count_of(&d, "\xE9\x80\x80\xE8\xB2\xA8", "{}"), 1);
    ck_assert_int_eq(
        count_of(&d, "\xE9\x80\x80\xE8\xB4\xA7", "{\"variants\":true}"), 2);
    ck_assert_int_eq(
        count_of(&d, "\xE9\x80\x80\xE8\xB2\xA8", "{\"variants\":true}"), 2);
    /* toufa, hair; the one simplified fa is two traditional ones */
    ck_assert_int_eq(
        count_of(&d, "\xE5\xA4\xB4\xE5\x8F\x91", "{\"variants\":true}"), 2);
    ck_assert_int_eq(count_of(&d, "\xE5\x8F\x91", "{\"variants\":true}"), 3);
    ck_assert_int_eq(
        count_of(&d, "\xE5\x8F\x91\xE7\xA5\xA8", "{\"variants\":true}"), 1);
    ck_assert_int_eq(count_of(&d, "\xE5\x8F\x91\xE7\xA5\xA8", "{}"), 0);
    desk_close(&d);
}
END_TEST

START_TEST(personal_texts_can_be_left_out)
{
    desk d;

    desk_open(&d, _i);
    complaint_case_free(
        desk_file(&d, "{\"title\":\"open word\",\"channel\":\"web\","
                      "\"description\":\"closed word\",\"batch\":\"B-77\"}"));
    ck_assert_int_eq(count_of(&d, "closed", "{}"), 1);
    ck_assert_int_eq(count_of(&d, "closed", "{\"personal\":false}"), 0);
    ck_assert_int_eq(count_of(&d, "word", "{\"personal\":false}"), 1);
    ck_assert_int_eq(count_of(&d, "closed b-77", "{\"personal\":false}"), 0);
    ck_assert_int_eq(count_of(&d, "open b-77", "{\"personal\":false}"), 1);
    desk_close(&d);
}
END_TEST

START_TEST(filters_and_pages_combine_with_a_search)
{
    seed s = {29};
    char last[40] = "";
    char *token = NULL;
    int64_t total;
    int64_t seen = 0;
    desk d;

    desk_open(&d, _i);
    for (int i = 0; i < 90; i++) {
        char json[200];

        snprintf(json, sizeof json,
                 "{\"title\":\"umbrella %d\",\"channel\":\"%s\"}", i,
                 next(&s, 3) ? "web" : "phone");
        complaint_case_free(desk_file(&d, json));
    }
    total = count_of(&d, "umbrella", "{\"channel\":\"phone\"}");
    ck_assert_int_gt(total, 10);
    ck_assert_int_lt(total, 60);
    do {
        complaint_facts *options =
            desk_facts(&d, "{\"channel\":\"phone\",\"limit\":7}");
        complaint_cursor *cursor;
        const complaint_record *row;

        if (token != NULL)
            desk_ok(complaint_facts_set_text(options, "after", token, &error));
        complaint_context_release(d.context, token);
        token = NULL;
        desk_ok(complaint_register_search(d.reg, "umbrella", options, &cursor,
                                          &error));
        for (;;) {
            desk_ok(complaint_cursor_next(cursor, &row, &error));
            if (row == NULL)
                break;
            ck_assert_str_eq(complaint_record_text(row, "channel"), "phone");
            ck_assert(last[0] == '\0' ||
                      strcmp(complaint_record_text(row, "id"), last) < 0);
            snprintf(last, sizeof last, "%s", complaint_record_text(row, "id"));
            seen++;
            complaint_context_release(d.context, token);
            desk_ok(complaint_cursor_token(cursor, &token, &error));
        }
        complaint_cursor_free(cursor);
        complaint_facts_free(options);
    } while (token != NULL);
    ck_assert_int_eq(seen, total);
    ck_assert_int_eq(count_of(&d, "umbrella", "{\"order\":\"due\"}"), 90);
    ck_assert_int_eq(count_of(&d, "umbrella", "{\"order\":\"recorded\"}"), 90);
    ck_assert_int_eq(count_of(&d, "  ", "{}"), 90);
    ck_assert_int_eq(count_of(&d, "\"\"", "{}"), 90);
    desk_close(&d);
}
END_TEST

START_TEST(a_bad_search_names_what_is_wrong)
{
    char *line = malloc(COMPLAINT_LIMIT_TITLE + 2);
    complaint_cursor *out;
    complaint_facts *options;
    desk d;

    desk_open(&d, DESK_MEMORY);
    memset(line, 'a', COMPLAINT_LIMIT_TITLE + 1);
    line[COMPLAINT_LIMIT_TITLE + 1] = '\0';
    desk_fails_at(COMPLAINT_LIMIT, "limit.exceeded", "text",
                  complaint_register_search(d.reg, line, NULL, &out, &error));
    line[COMPLAINT_LIMIT_TITLE] = '\0';
    desk_ok(complaint_register_search(d.reg, line, NULL, &out, &error));
    ck_assert_int_eq(desk_count(out), 0);
    strcpy(line, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16");
    desk_ok(complaint_register_search(d.reg, line, NULL, &out, &error));
    complaint_cursor_free(out);
    strcat(line, " 17");
    desk_fails_at(COMPLAINT_LIMIT, "limit.exceeded", "text",
                  complaint_register_search(d.reg, line, NULL, &out, &error));
    desk_fails(COMPLAINT_INVALID, "text.encoding",
               complaint_register_search(d.reg, "\xC3(", NULL, &out, &error));
    options = desk_facts(&d, "{\"text\":\"a\"}");
    desk_fails_at(COMPLAINT_INVALID, "filter.unknown", "text",
                  complaint_register_search(d.reg, "a", options, &out, &error));
    complaint_facts_free(options);
    options = desk_facts(&d, "{\"variants\":1}");
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "variants",
                  complaint_register_search(d.reg, "a", options, &out, &error));
    complaint_facts_free(options);
    ck_assert_int_eq(complaint_register_search(d.reg, NULL, NULL, &out, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_register_search(NULL, "a", NULL, &out, NULL),
                     COMPLAINT_MISUSE);
    free(line);
    desk_close(&d);
}
END_TEST

START_TEST(without_memory_a_search_fails_cleanly_and_then_works)
{
    seed s = {31};
    complaint_cursor *out;
    const complaint_record *row;
    int64_t left = 0;
    int status;
    desk d;

    desk_open(&d, _i);
    for (int i = 0; i < 4; i++)
        file_one(&d, &s);
    do {
        complaint_error *error = NULL;

        /* Made anew each time, and caught up. */
        complaint__search_free(d.reg->search);
        d.reg->search = NULL;
        d.allocations_left = left++;
        status =
            complaint_register_search(d.reg, "umbrella", NULL, &out, &error);
        if (status == COMPLAINT_OK)
            status = complaint_cursor_next(out, &row, &error);
        d.allocations_left = -1;
        ck_assert(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY);
        complaint_cursor_free(out);
        complaint_error_free(error);
    } while (status != COMPLAINT_OK);
    ck_assert_int_gt(left, 20);
    compare_words(&d);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("search");
    TCase *real = tcase_create("real registers");
    TCase *cases = tcase_create("both backends");
    TCase *files = tcase_create("the file");

    tcase_set_timeout(real, 600);
    tcase_set_timeout(cases, 600);
    tcase_set_timeout(files, 600);
    tcase_add_loop_test(
        real,
        on_real_registers_every_sampled_text_finds_what_a_plain_look_finds, 0,
        2 * (int)(sizeof sources / sizeof sources[0]));
    tcase_add_loop_test(real, several_terms_must_all_stand_in_a_case, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(cases, whatever_was_changed_is_found_at_once, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(cases,
                        simplified_and_traditional_are_apart_unless_asked, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(cases, personal_texts_can_be_left_out, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(cases, filters_and_pages_combine_with_a_search, 0,
                        DESK_BACKENDS);
    tcase_add_test(cases,
                   where_a_backend_tells_nothing_everything_is_found_as_well);
    tcase_add_test(cases, a_bad_search_names_what_is_wrong);
    tcase_add_loop_test(cases,
                        without_memory_a_search_fails_cleanly_and_then_works, 0,
                        DESK_BACKENDS);
    tcase_add_test(files, what_another_handle_writes_is_found);
    tcase_add_test(files, the_file_is_private_and_saves_reading);
    tcase_add_test(files, a_damaged_file_never_changes_an_answer);
    tcase_add_test(files, a_file_cut_under_a_reader_is_let_go);
    tcase_add_test(files, an_older_or_foreign_file_is_noticed);
    tcase_add_loop_test(files, what_was_erased_leaves_the_file, 0, 2);
    tcase_add_test(files,
                   a_place_that_cannot_be_written_costs_nothing_but_time);
    suite_add_tcase(suite, real);
    suite_add_tcase(suite, cases);
    suite_add_tcase(suite, files);
    return test_run(suite);
}
