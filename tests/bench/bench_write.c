/* What writing costs: filing a complaint with its journal, against a raw
 * sqlite3 program that does the naive schema at the same durability, in the
 * same run; then bulk import of simulated complaints. Prints a table.
 *
 *     bench_write [DIRECTORY [CASES [BULK]]]
 *
 * The naive schema: one table of 27 columns with 8 secondary indexes
 * (number, state, received, department, category, product, customer, due),
 * a party row with an index, an event row with JSON and digest with an index;
 * one transaction a complaint, WAL, synchronous=FULL. Rounds alternate, and
 * the ratio is of the best rounds. */
#include <complaint.h>

#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void die(const char *what)
{
    fprintf(stderr, "bench_write: %s\n", what);
    exit(1);
}

static const char title[] = "Kettle leaks after three days 电水壶漏水";
static const char description[] =
    "Bought on Saturday, used five times. Since yesterday water comes out at "
    "the bottom when it boils. "
    "买来三天，烧水时壶底开始漏水，已经不敢再用，要求更换或者退款。";

/* ---- the naive program ---- */

static void run_sql(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        die(sqlite3_errmsg(db));
}

static const char naive_schema[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE complaint(id TEXT PRIMARY KEY, number TEXT, title TEXT,"
    " description TEXT, channel TEXT, category TEXT, subcategory TEXT,"
    " severity TEXT, urgency TEXT, state TEXT, department TEXT, owner TEXT,"
    " product TEXT, batch TEXT, customer TEXT, demand TEXT, language TEXT,"
    " location TEXT, cause TEXT, outcome TEXT, amount INTEGER, received"
    " INTEGER, acknowledged INTEGER, due INTEGER, responded INTEGER, closed"
    " INTEGER, revision INTEGER);"
    "CREATE UNIQUE INDEX c1 ON complaint(number);"
    "CREATE INDEX c2 ON complaint(state);"
    "CREATE INDEX c3 ON complaint(received);"
    "CREATE INDEX c4 ON complaint(department);"
    "CREATE INDEX c5 ON complaint(category);"
    "CREATE INDEX c6 ON complaint(product);"
    "CREATE INDEX c7 ON complaint(customer);"
    "CREATE INDEX c8 ON complaint(due);"
    "CREATE TABLE party(id TEXT PRIMARY KEY, complaint TEXT, role TEXT, name"
    " TEXT, phone TEXT);"
    "CREATE INDEX p1 ON party(complaint);"
    "CREATE TABLE event(id TEXT PRIMARY KEY, complaint TEXT, kind TEXT, at"
    " INTEGER, actor TEXT, payload TEXT, digest BLOB);"
    "CREATE INDEX e1 ON event(complaint);";

typedef struct naive {
    sqlite3 *db;
    sqlite3_stmt *complaint, *party, *event, *begin, *commit;
    unsigned char previous[32];
} naive;

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        die(sqlite3_errmsg(db));
    return statement;
}

static void step(naive *self, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        die(sqlite3_errmsg(self->db));
    sqlite3_reset(statement);
}

static void text(sqlite3_stmt *statement, int at, const char *value)
{
    sqlite3_bind_text(statement, at, value, -1, SQLITE_TRANSIENT);
}

static void naive_open(naive *self, const char *path)
{
    memset(self, 0, sizeof *self);
    if (sqlite3_open(path, &self->db) != SQLITE_OK)
        die("cannot open the naive database");
    run_sql(self->db, naive_schema);
    self->begin = prepare(self->db, "BEGIN IMMEDIATE");
    self->commit = prepare(self->db, "COMMIT");
    self->complaint = prepare(
        self->db, "INSERT INTO complaint VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
                  "?,?,?,?,?,?,?,?,?,?,?,?)");
    self->party = prepare(self->db, "INSERT INTO party VALUES(?,?,?,?,?)");
    self->event = prepare(self->db, "INSERT INTO event VALUES(?,?,?,?,?,?,?)");
}

/* Random version 4 ids, as a program without much thought makes them. */
static void naive_id(char id[37])
{
    unsigned char b[16];

    sqlite3_randomness(16, b);
    snprintf(id, 37,
             "%02x%02x%02x%02x-%02x%02x-4%01x%02x-8%01x%02x-%02x%02x%02x%02x"
             "%02x%02x",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6] & 15, b[7], b[8] & 15,
             b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

static void naive_complaint(naive *self, const char *id, int n)
{
    static const char *const fixed[] = {"phone", "quality", "leak",
                                        "major", "normal",  "received"};
    sqlite3_stmt *s = self->complaint;
    char number[32], value[32];

    snprintf(number, sizeof number, "2026-%07d", n);
    text(s, 1, id);
    text(s, 2, number);
    text(s, 3, title);
    text(s, 4, description);
    for (int i = 0; i < 6; i++)
        text(s, 5 + i, fixed[i]);
    snprintf(value, sizeof value, "store-%d", n * 7 % 40);
    text(s, 11, value);
    text(s, 12, "clerk-1");
    snprintf(value, sizeof value, "kettle-%d", n * 13 % 200);
    text(s, 13, value);
    text(s, 14, "2026-10-A");
    snprintf(value, sizeof value, "customer-%d", n * 7919 % 100000);
    text(s, 15, value);
    for (int i = 16; i <= 20; i++)
        text(s, i, "replacement");
    sqlite3_bind_int64(s, 21, 12900);
    for (int i = 22; i <= 24; i++)
        sqlite3_bind_int64(s, i, 1700000000000000LL + n * 1000000LL);
    sqlite3_bind_null(s, 25);
    sqlite3_bind_null(s, 26);
    sqlite3_bind_int(s, 27, 1);
    step(self, s);
}

static void naive_file(naive *self, int n)
{
    char id[37], other[37], payload[1024];
    unsigned int size = 0;
    int length;

    naive_id(id);
    step(self, self->begin);
    naive_complaint(self, id, n);
    naive_id(other);
    text(self->party, 1, other);
    text(self->party, 2, id);
    text(self->party, 3, "complainant");
    text(self->party, 4, "customer");
    text(self->party, 5, "12345678");
    step(self, self->party);
    length = snprintf(payload, sizeof payload,
                      "{\"category\":\"quality\",\"channel\":\"phone\","
                      "\"description\":\"%s\",\"n\":%d,\"title\":\"%s\"}",
                      description, n, title);
    if (EVP_Digest(payload, (size_t)length, self->previous, &size, EVP_sha256(),
                   NULL) != 1)
        die("digest");
    naive_id(other);
    text(self->event, 1, other);
    text(self->event, 2, id);
    text(self->event, 3, "created");
    sqlite3_bind_int64(self->event, 4, 1700000000000000LL + n);
    text(self->event, 5, "clerk-1");
    text(self->event, 6, payload);
    sqlite3_bind_blob(self->event, 7, self->previous, 32, SQLITE_TRANSIENT);
    step(self, self->event);
    step(self, self->commit);
}

static void naive_close(naive *self)
{
    sqlite3_finalize(self->begin);
    sqlite3_finalize(self->commit);
    sqlite3_finalize(self->complaint);
    sqlite3_finalize(self->party);
    sqlite3_finalize(self->event);
    sqlite3_close(self->db);
}

/* ---- the library ---- */

typedef struct ours {
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *actor;
    complaint_error *error;
} ours;

static void check(ours *self, int status)
{
    if (status != COMPLAINT_OK)
        die(complaint_error_message(self->error));
}

static void ours_open(ours *self, const char *path)
{
    static const char *const names[][2] = {
        {"procedure", "iso10002"}, {"calendar", "cn"}, {"catalog", "general"}};
    char uri[600];

    memset(self, 0, sizeof *self);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    check(self, complaint_context_new(NULL, &self->context, &self->error));
    check(self,
          complaint_register_open(self->context, uri, COMPLAINT_REGISTER_CREATE,
                                  &self->reg, &self->error));
    check(self, complaint_actor_new(self->context, "clerk-1", NULL,
                                    &self->actor, &self->error));
    check(self, complaint_actor_add_role(self->actor, "*", &self->error));
    for (int i = 0; i < 2; i++) {
        complaint_definition *definition = NULL;
        check(self, complaint_definition_bundled(self->context, names[i][0],
                                                 names[i][1], &definition,
                                                 &self->error));
        check(self, complaint_register_install(self->reg, self->actor,
                                               definition, &self->error));
        complaint_definition_free(definition);
    }
}

static void set(ours *self, complaint_facts *facts, const char *key,
                const char *value)
{
    check(self, complaint_facts_set_text(facts, key, value, &self->error));
}

static void ours_file(ours *self, int n)
{
    complaint_facts *facts = NULL, *list = NULL, *party = NULL;
    char value[32];

    check(self, complaint_facts_new(self->context, &facts, &self->error));
    set(self, facts, "title", title);
    set(self, facts, "description", description);
    set(self, facts, "channel", "phone");
    set(self, facts, "category", "quality");
    set(self, facts, "severity", "major");
    set(self, facts, "urgency", "normal");
    snprintf(value, sizeof value, "store-%d", n * 7 % 40);
    set(self, facts, "unit", value);
    snprintf(value, sizeof value, "kettle-%d", n * 13 % 200);
    set(self, facts, "product", value);
    set(self, facts, "batch", "2026-10-A");
    set(self, facts, "demand", "replacement");
    set(self, facts, "language", "zh-CN");
    set(self, facts, "location", "replacement");
    check(self, complaint_facts_set_money(facts, "claim", 12900, "CNY",
                                          &self->error));
    check(self,
          complaint_facts_set_list(facts, "parties", &list, &self->error));
    check(self, complaint_facts_set_map(list, NULL, &party, &self->error));
    set(self, party, "role", "complainant");
    set(self, party, "name", "customer");
    set(self, party, "phone", "12345678");
    check(self, complaint_case_file(self->reg, self->actor, facts,
                                    COMPLAINT_TIME_NONE, NULL, &self->error));
    complaint_facts_free(facts);
}

static void ours_close(ours *self)
{
    check(self, complaint_register_close(self->reg, &self->error));
    complaint_actor_free(self->actor);
    complaint_register_free(self->reg);
    complaint_error_free(self->error);
    complaint_context_free(self->context);
}

/* ---- rounds ---- */

static double file_round(const char *directory, int round, bool raw, int cases)
{
    char path[512];
    double start;
    naive n;
    ours o;

    snprintf(path, sizeof path, "%s/bench-%s-%d.db", directory,
             raw ? "naive" : "ours", round);
    unlink(path);
    if (raw)
        naive_open(&n, path);
    else
        ours_open(&o, path);
    start = seconds();
    for (int i = 0; i < cases; i++) {
        if (raw)
            naive_file(&n, i);
        else
            ours_file(&o, i);
    }
    start = seconds() - start;
    if (raw)
        naive_close(&n);
    else
        ours_close(&o);
    unlink(path);
    return cases / start;
}

/* Run in a child, so that its peak memory is its own. */
typedef struct result {
    double rate;
    long peak_kib;
} result;

static result in_child(const char *directory, int round, bool raw, int cases,
                       double (*work)(const char *, int, bool, int))
{
    result r = {0, 0};
    int ends[2];
    pid_t child;

    fflush(stdout);
    if (pipe(ends) != 0 || (child = fork()) < 0)
        die("cannot fork");
    if (child == 0) {
        struct rusage usage;
        r.rate = work(directory, round, raw, cases);
        getrusage(RUSAGE_SELF, &usage);
        r.peak_kib = usage.ru_maxrss;
        if (write(ends[1], &r, sizeof r) != (ssize_t)sizeof r)
            _exit(1);
        _exit(0);
    }
    close(ends[1]);
    if (read(ends[0], &r, sizeof r) != (ssize_t)sizeof r)
        die("a round failed");
    close(ends[0]);
    waitpid(child, NULL, 0);
    return r;
}

static double simulate_round(const char *directory, int round, bool plain,
                             int cases)
{
    complaint_facts *options = NULL;
    char path[512];
    double start;
    ours o;

    snprintf(path, sizeof path, "%s/bench-bulk-%d.db", directory, round);
    unlink(path);
    ours_open(&o, path);
    check(&o, complaint_facts_new(o.context, &options, &o.error));
    check(&o, complaint_facts_set_integer(options, "cases", cases, &o.error));
    check(&o, complaint_facts_set_boolean(options, "plain", plain, &o.error));
    check(&o,
          complaint_facts_set_time(options, "until",
                                   complaint_context_now(o.context), &o.error));
    start = seconds();
    check(&o, complaint_simulate(o.reg, options, NULL, &o.error));
    start = seconds() - start;
    complaint_facts_free(options);
    ours_close(&o);
    unlink(path);
    return cases / start;
}

int main(int argc, char **argv)
{
    const char *directory = argc > 1 ? argv[1] : "/var/tmp";
    int cases = argc > 2 ? atoi(argv[2]) : 5000;
    int bulk = argc > 3 ? atoi(argv[3]) : 100000;
    result raw = {0, 0}, own = {0, 0}, r;

    for (int round = 0; round < 3; round++) {
        r = in_child(directory, round, true, cases, file_round);
        raw = r.rate > raw.rate ? r : raw;
        r = in_child(directory, round, false, cases, file_round);
        own = r.rate > own.rate ? r : own;
    }
    printf("%-44s %10s %7s %9s\n", "one complaint a durable transaction",
           "per second", "ratio", "peak MiB");
    printf("%-44s %10.0f %7.2f %9.1f\n", "raw sqlite3, 27 columns, 8 indexes",
           raw.rate, 1.0, (double)raw.peak_kib / 1024);
    printf("%-44s %10.0f %7.2f %9.1f\n", "complaint_case_file", own.rate,
           own.rate / raw.rate, (double)own.peak_kib / 1024);
    r = in_child(directory, 0, true, bulk, simulate_round);
    printf("%-44s %10.0f %7s %9.1f\n",
           "simulated bulk import, filed and closed", r.rate, "",
           (double)r.peak_kib / 1024);
    return 0;
}
