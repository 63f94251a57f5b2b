/* Commands on one case: file, perform, put, amend, assign, answer, attribute,
 * extend, pause, resume, show, next. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int print_case(cli *self, complaint_case *one)
{
    const complaint_record *record = complaint_case_record(one);
    complaint_facts *facts = NULL;
    int code;

    if (!cli_given(self, "json")) {
        printf("%s %s\n", complaint_record_text(record, "number"),
               complaint_record_text(record, "state"));
        return EXIT_DONE;
    }
    if (complaint_record_facts(record, &facts, &self->error) != COMPLAINT_OK)
        return cli_fail(self);
    code = cli_print_json(self, facts);
    complaint_facts_free(facts);
    return code;
}

int cli_file(cli *self)
{
    complaint_facts *facts = NULL;
    complaint_case *one = NULL;
    complaint_time at;
    int code = cli_time(self, "at", &at);

    if (code == EXIT_DONE)
        code = cli_actor(self);
    if (code == EXIT_DONE)
        code = cli_facts(self, &facts);
    if (code == EXIT_DONE)
        code = cli_open(self, 0);
    if (code == EXIT_DONE &&
        complaint_case_file(self->reg, self->actor, facts, at, &one,
                            &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = print_case(self, one);
    if (code == EXIT_DONE)
        cli_note_slips(self, facts);
    complaint_case_free(one);
    complaint_facts_free(facts);
    return code;
}

int cli_on_case(cli *self, cli_change apply)
{
    complaint_facts *facts = NULL;
    complaint_case *one = NULL;
    complaint_time at;
    int code = cli_time(self, "at", &at);

    if (code == EXIT_DONE)
        code = cli_actor(self);
    if (code == EXIT_DONE)
        code = cli_facts(self, &facts);
    if (code == EXIT_DONE)
        code = cli_open(self, 0);
    if (code == EXIT_DONE)
        code = cli_find(self, &one);
    if (code == EXIT_DONE)
        code = apply(self, one, facts, at);
    if (code == EXIT_DONE)
        code = print_case(self, one);
    complaint_case_free(one);
    complaint_facts_free(facts);
    return code;
}

static int result(cli *self, int status)
{
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static int perform(cli *self, complaint_case *one, const complaint_facts *facts,
                   complaint_time at)
{
    int code =
        result(self, complaint_case_perform(one, self->actor, self->words[2],
                                            facts, at, &self->error));

    if (code != EXIT_DONE)
        cli_hint_next(self, one);
    return code;
}

int cli_perform(cli *self)
{
    return cli_on_case(self, perform);
}

static int put(cli *self, complaint_case *one, const complaint_facts *facts,
               complaint_time at)
{
    return result(self, complaint_case_put(one, self->actor, self->words[2],
                                           facts, at, NULL, &self->error));
}

int cli_put(cli *self)
{
    return cli_on_case(self, put);
}

static int amend(cli *self, complaint_case *one, const complaint_facts *facts,
                 complaint_time at)
{
    return result(
        self, complaint_case_amend(one, self->actor, facts, at, &self->error));
}

int cli_amend(cli *self)
{
    return cli_on_case(self, amend);
}

static int assign(cli *self, complaint_case *one, const complaint_facts *facts,
                  complaint_time at)
{
    (void)facts;
    return result(self, complaint_case_assign(one, self->actor, self->words[2],
                                              cli_value(self, "to-unit"),
                                              cli_value(self, "reason"), at,
                                              &self->error));
}

int cli_assign(cli *self)
{
    return cli_on_case(self, assign);
}

static int answer(cli *self, complaint_case *one, const complaint_facts *facts,
                  complaint_time at)
{
    (void)facts;
    return result(self, complaint_case_answer_assignment(
                            one, self->actor, !cli_given(self, "refuse"),
                            cli_value(self, "reason"), at, &self->error));
}

int cli_answer(cli *self)
{
    return cli_on_case(self, answer);
}

/* KIND[:PARTY]=BASIS_POINTS[,primary|secondary[,CAUSE[,EVIDENCE]]] */
static int add_share(cli *self, complaint_finding *finding, const char *share)
{
    char buffer[4 * COMPLAINT_LIMIT_CODE];
    char *parts[4] = {NULL, NULL, NULL, NULL};
    char *equal, *colon, *end;
    long points;
    bool primary = true;

    if (strlen(share) >= sizeof buffer)
        return cli_usage(self, "share too long", "份额过长", share);
    strcpy(buffer, share);
    equal = strchr(buffer, '=');
    if (equal == NULL)
        return cli_usage(self, "a share is KIND[:PARTY]=BASIS_POINTS[,...]",
                         "份额应写作 类别[:当事方]=基点[,…]", share);
    *equal = 0;
    parts[0] = equal + 1;
    for (int i = 1; i < 4 && parts[i - 1] != NULL; i++) {
        parts[i] = strchr(parts[i - 1], ',');
        if (parts[i] != NULL)
            *parts[i]++ = 0;
    }
    points = strtol(parts[0], &end, 10);
    if (end == parts[0] || *end != 0 || points < 0 || points > 1000000)
        return cli_usage(self, "basis points are a number 1 to 10000",
                         "基点为 1 到 10000 的数", share);
    if (parts[1] != NULL && parts[1][0] != 0) {
        primary = strcmp(parts[1], "primary") == 0;
        if (!primary && strcmp(parts[1], "secondary") != 0)
            return cli_usage(self, "rank is primary or secondary",
                             "主次应为 primary 或 secondary", parts[1]);
    }
    colon = strchr(buffer, ':');
    if (colon != NULL)
        *colon++ = 0;
    return result(self, complaint_finding_add_share(
                            finding, buffer, colon, (int)points, primary,
                            parts[2] != NULL && parts[2][0] ? parts[2] : NULL,
                            parts[3], &self->error));
}

static int attribute(cli *self, complaint_case *one,
                     const complaint_facts *facts, complaint_time at)
{
    complaint_finding *finding = NULL;
    const char *share;
    int code;

    (void)facts;
    if (complaint_finding_new(self->context, &finding, &self->error) !=
        COMPLAINT_OK)
        return cli_fail(self);
    code = EXIT_DONE;
    for (size_t i = 0;
         code == EXIT_DONE && (share = cli_value_at(self, "share", i)) != NULL;
         i++)
        code = add_share(self, finding, share);
    if (code == EXIT_DONE && cli_given(self, "decided-by"))
        code = result(self, complaint_finding_decide(
                                finding, cli_value(self, "decided-by"),
                                cli_value(self, "authority"),
                                cli_value(self, "explanation"), &self->error));
    if (code == EXIT_DONE)
        code = result(self, complaint_case_attribute(one, self->actor, finding,
                                                     at, &self->error));
    complaint_finding_free(finding);
    return code;
}

int cli_attribute(cli *self)
{
    return cli_on_case(self, attribute);
}

static int extend(cli *self, complaint_case *one, const complaint_facts *facts,
                  complaint_time at)
{
    char *end;
    long long amount = strtoll(self->words[3], &end, 10);

    (void)facts;
    if (end == self->words[3] || *end != 0)
        return cli_usage(self, "the amount is a whole number", "数量应为整数",
                         self->words[3]);
    return result(self, complaint_case_extend(one, self->actor, self->words[2],
                                              amount, cli_value(self, "reason"),
                                              cli_value(self, "approver"), at,
                                              &self->error));
}

int cli_extend(cli *self)
{
    return cli_on_case(self, extend);
}

static int attach(cli *self, complaint_case *one, const complaint_facts *facts,
                  complaint_time at)
{
    (void)facts;
    return result(self, complaint_case_attach(one, self->actor, self->words[2],
                                              cli_value(self, "reason"), at,
                                              &self->error));
}

static int detach(cli *self, complaint_case *one, const complaint_facts *facts,
                  complaint_time at)
{
    (void)facts;
    return result(self, complaint_case_detach(one, self->actor, self->words[2],
                                              cli_value(self, "reason"),
                                              cli_value(self, "authority"), at,
                                              &self->error));
}

static int refer(cli *self, complaint_case *one, const complaint_facts *facts,
                 complaint_time at)
{
    complaint_case *there = NULL;
    int code =
        result(self, complaint_case_refer(one, self->actor, self->words[2],
                                          cli_value(self, "reason"), facts, at,
                                          &there, &self->error));

    if (code == EXIT_DONE)
        code = print_case(self, there);
    complaint_case_free(there);
    return code;
}

int cli_refer(cli *self)
{
    return cli_on_case(self, refer);
}

int cli_attach(cli *self)
{
    return cli_on_case(self, attach);
}

int cli_detach(cli *self)
{
    return cli_on_case(self, detach);
}

/* The clock that was named, or NULL for all. */
static const char *clock_word(const cli *self)
{
    return self->word_count > 2 ? self->words[2] : NULL;
}

static int pause_clock(cli *self, complaint_case *one,
                       const complaint_facts *facts, complaint_time at)
{
    (void)facts;
    return result(self, complaint_case_pause(one, self->actor, clock_word(self),
                                             cli_value(self, "reason"), at,
                                             &self->error));
}

int cli_pause(cli *self)
{
    return cli_on_case(self, pause_clock);
}

static int resume_clock(cli *self, complaint_case *one,
                        const complaint_facts *facts, complaint_time at)
{
    (void)facts;
    return result(self, complaint_case_resume(
                            one, self->actor, clock_word(self),
                            cli_value(self, "reason"), at, &self->error));
}

int cli_resume(cli *self)
{
    return cli_on_case(self, resume_clock);
}

int cli_print_due(cli *self, const complaint_record *record)
{
    complaint_case *one = NULL;
    complaint_facts *facts = NULL;
    char due[COMPLAINT_TIME_TEXT_SIZE];
    int status = complaint_record_facts(record, &facts, &self->error);

    if (status == COMPLAINT_OK)
        status = complaint_case_find(self->reg,
                                     complaint_record_text(record, "case_id"),
                                     &one, &self->error);
    if (status == COMPLAINT_OK) {
        const complaint_record *row = complaint_case_record(one);
        const char *number = complaint_record_text(row, "number");
        const char *title = complaint_record_text(row, "title");
        if (cli_given(self, "json")) {
            status =
                complaint_facts_set_text(facts, "number", number, &self->error);
            if (status == COMPLAINT_OK)
                status = cli_print_json(self, facts);
        } else {
            cli_print_minute(complaint_record_integer(record, "due_at", 0),
                             due);
            cli_print_padded(due, 17);
            cli_print_padded(number, 16);
            cli_print_padded(complaint_record_text(record, "name"), 14);
            puts(title != NULL ? title : "-");
        }
    }
    complaint_case_free(one);
    complaint_facts_free(facts);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

/* Rows of the relations that a case has, into one map for JSON. */
static int show_relations(cli *self, complaint_case *one, complaint_facts *all)
{
    static const char *const names[] = {
        "party",    "assignment", "task",   "communication",
        "evidence", "finding",    "share",  "action",
        "remedy",   "return",     "survey", "journal"};
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof names / sizeof *names; i++) {
        complaint_cursor *cursor = NULL;
        complaint_facts *list = NULL;
        const complaint_record *record = NULL;
        status = complaint_case_list(one, names[i], &cursor, &self->error);
        if (status == COMPLAINT_OK)
            status =
                complaint_facts_set_list(all, names[i], &list, &self->error);
        while (status == COMPLAINT_OK &&
               (status = complaint_cursor_next(cursor, &record,
                                               &self->error)) == COMPLAINT_OK &&
               record != NULL) {
            complaint_facts *row = NULL;
            status = complaint_record_facts(record, &row, &self->error);
            if (status == COMPLAINT_OK)
                status =
                    complaint_facts_set_copy(list, NULL, row, &self->error);
            complaint_facts_free(row);
        }
        complaint_cursor_free(cursor);
    }
    return status;
}

static int show_json(cli *self, complaint_case *one,
                     const complaint_facts *clocks)
{
    complaint_facts *all = NULL;
    complaint_facts *row = NULL;
    int status = complaint_facts_new(self->context, &all, &self->error);
    int code;

    if (status == COMPLAINT_OK)
        status = complaint_record_facts(complaint_case_record(one), &row,
                                        &self->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_copy(all, "case", row, &self->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_copy(all, "clocks", clocks, &self->error);
    if (status == COMPLAINT_OK)
        status = show_relations(self, one, all);
    code = status == COMPLAINT_OK ? cli_print_json(self, all) : cli_fail(self);
    complaint_facts_free(row);
    complaint_facts_free(all);
    return code;
}

static int show_text(cli *self, complaint_case *one,
                     const complaint_facts *clocks)
{
    const complaint_record *record = complaint_case_record(one);
    const complaint_relation *relation = complaint_record_relation(record);
    static const char *const journal[] = {"entry", "happened_at", "kind",
                                          "action", "actor"};
    complaint_cursor *cursor = NULL;
    int code;

    for (size_t i = 0; i < complaint_relation_column_count(relation); i++) {
        const char *name = complaint_relation_column_name(relation, i);
        const char *columns[1];
        char line[COMPLAINT_TIME_TEXT_SIZE];
        int type = complaint_relation_column_type(relation, i);
        int64_t value;
        columns[0] = name;
        if (complaint_record_is_null(record, columns[0]))
            continue;
        cli_print_padded(name, 18);
        if (type == COMPLAINT_COLUMN_TIME) {
            value = complaint_record_integer(record, name, 0);
            if (complaint_time_format(value, 0, line, sizeof line) !=
                COMPLAINT_OK)
                line[0] = 0;
            puts(line);
        } else if (complaint_record_text(record, name) != NULL) {
            puts(complaint_record_text(record, name));
        } else {
            printf("%lld\n",
                   (long long)complaint_record_integer(record, name, 0));
        }
    }
    for (size_t i = 0; i < complaint_facts_size(clocks); i++) {
        const complaint_facts *clock = complaint_facts_at(clocks, i);
        printf("\n%s (%s)\n%s\n",
               complaint_facts_text(complaint_facts_get(clock, "title"), ""),
               complaint_facts_text(complaint_facts_get(clock, "status"), ""),
               complaint_facts_text(complaint_facts_get(clock, "text"), ""));
    }
    putchar('\n');
    if (complaint_case_list(one, "journal", &cursor, &self->error) !=
        COMPLAINT_OK)
        return cli_fail(self);
    code = cli_print_cursor(self, cursor, journal, 5);
    complaint_cursor_free(cursor);
    return code;
}

int cli_show(cli *self)
{
    complaint_case *one = NULL;
    complaint_facts *clocks = NULL;
    complaint_time known_at;
    complaint_time at;
    int code = cli_time(self, "at", &at);

    if (code == EXIT_DONE)
        code = cli_time(self, "known-at", &known_at);
    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE)
        code = cli_find(self, &one);
    if (code == EXIT_DONE &&
        complaint_case_explain(one, at, known_at, cli_value(self, "language"),
                               &clocks, &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_given(self, "json") ? show_json(self, one, clocks)
                                       : show_text(self, one, clocks);
    complaint_facts_free(clocks);
    complaint_case_free(one);
    return code;
}

static void print_next(const cli *self, const complaint_facts *step)
{
    const complaint_facts *facts = complaint_facts_get(step, "facts");
    const char *why =
        complaint_facts_text(complaint_facts_get(step, "why_not"), "");

    cli_print_padded(
        complaint_facts_text(complaint_facts_get(step, "name"), ""), 18);
    cli_print_padded(
        complaint_facts_text(complaint_facts_get(step, "title"), ""), 24);
    for (size_t i = 0; i < complaint_facts_size(facts); i++) {
        const complaint_facts *fact = complaint_facts_at(facts, i);
        bool required =
            complaint_facts_integer(complaint_facts_get(fact, "required"), 0);
        printf("%s%s ",
               complaint_facts_text(complaint_facts_get(fact, "name"), ""),
               required ? "*" : "");
    }
    if (why[0] != 0)
        printf("%s%s", self->chinese ? "不可：" : "no: ", why);
    putchar('\n');
}

int cli_next(cli *self)
{
    complaint_case *one = NULL;
    complaint_facts *steps = NULL;
    int code = cli_actor(self);

    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE)
        code = cli_find(self, &one);
    if (code == EXIT_DONE && complaint_case_next(one, self->actor, &steps,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "json"))
        code = cli_print_json(self, steps);
    else if (code == EXIT_DONE)
        for (size_t i = 0; i < complaint_facts_size(steps); i++)
            print_next(self, complaint_facts_at(steps, i));
    complaint_facts_free(steps);
    complaint_case_free(one);
    return code;
}
