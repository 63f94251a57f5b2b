/* Commands on the tasks that a procedure gives to units, and on the version of
 * the procedure that a case stands under: tasks, task, move. */
#include "cli.h"

#include <stdio.h>

static const char *text_of(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), "");
}

static void print_task(const cli *self, const complaint_facts *task)
{
    const complaint_facts *allowed = complaint_facts_get(task, "allowed");
    complaint_time due =
        complaint_facts_time(complaint_facts_get(task, "due_at"));
    char text[COMPLAINT_TIME_TEXT_SIZE] = "-";

    if (due != COMPLAINT_TIME_NONE)
        cli_print_minute(due, text);
    cli_print_padded(text_of(task, "id"), 26);
    cli_print_padded(text_of(task, "state"), 10);
    cli_print_padded(text, 18);
    cli_print_padded(text_of(task, "title"), 28);
    for (size_t i = 0; i < complaint_facts_size(allowed); i++)
        printf("%s ", complaint_facts_text(complaint_facts_at(allowed, i), ""));
    if (text_of(task, "why_not")[0] != 0)
        printf("%s%s",
               self->chinese ? "不可：" : "no: ", text_of(task, "why_not"));
    putchar('\n');
}

int cli_tasks(cli *self)
{
    complaint_case *one = NULL;
    complaint_facts *tasks = NULL;
    int code = cli_actor(self);

    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE)
        code = cli_find(self, &one);
    if (code == EXIT_DONE && complaint_case_tasks(one, self->actor, &tasks,
                                                  &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "json"))
        code = cli_print_json(self, tasks);
    else if (code == EXIT_DONE)
        for (size_t i = 0; i < complaint_facts_size(tasks); i++)
            print_task(self, complaint_facts_at(tasks, i));
    complaint_facts_free(tasks);
    complaint_case_free(one);
    return code;
}

static int answer(cli *self, complaint_case *one, const complaint_facts *facts,
                  complaint_time at)
{
    return complaint_case_answer_task(one, self->actor, self->words[2],
                                      self->words[3], facts, at,
                                      &self->error) == COMPLAINT_OK
               ? EXIT_DONE
               : cli_fail(self);
}

int cli_task(cli *self)
{
    return cli_on_case(self, answer);
}

/* ---- letter ---- */

int cli_letter(cli *self)
{
    const char *language = cli_value(self, "language");
    complaint_reply_options options = {.struct_size = sizeof options,
                                       .state = cli_value(self, "state"),
                                       .language = language != NULL ? language
                                                   : self->chinese  ? "zh-CN"
                                                                    : "en"};
    complaint_facts *facts = NULL;
    complaint_case *one = NULL;
    char *text = NULL;
    size_t size = 0;
    int code = cli_facts(self, &facts);

    if (code == EXIT_DONE)
        code = cli_actor(self);
    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE)
        code = cli_find(self, &one);
    options.facts = facts;
    if (code == EXIT_DONE &&
        complaint_case_reply(one, self->words[2], &options, &text, &size,
                             &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        fwrite(text, 1, size, stdout);
    complaint_context_release(self->context, text);
    complaint_case_free(one);
    complaint_facts_free(facts);
    return code;
}

/* ---- move ---- */

static void print_change(const complaint_facts *clock)
{
    static const char *const sides[2][2] = {{"before", "before_due_at"},
                                            {"after", "after_due_at"}};
    char text[COMPLAINT_TIME_TEXT_SIZE];

    cli_print_padded(text_of(clock, "clock"), 20);
    for (int i = 0; i < 2; i++) {
        complaint_time due =
            complaint_facts_time(complaint_facts_get(clock, sides[i][1]));

        if (due == COMPLAINT_TIME_NONE)
            text[0] = 0;
        else
            cli_print_minute(due, text);
        cli_print_padded(text_of(clock, sides[i][0]), 10);
        cli_print_padded(text, 18);
    }
    putchar('\n');
}

static int move_options(cli *self, complaint_facts *options)
{
    static const char *const names[] = {"procedure", "calendar", "state",
                                        "clocks", "reason"};
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof names / sizeof *names; i++)
        if (cli_given(self, names[i]))
            status = complaint_facts_set_text(
                options, names[i], cli_value(self, names[i]), &self->error);
    if (status == COMPLAINT_OK && cli_given(self, "dry-run"))
        status =
            complaint_facts_set_boolean(options, "dry_run", true, &self->error);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static int print_move(cli *self, const complaint_facts *answer)
{
    const complaint_facts *clocks = complaint_facts_get(answer, "clocks");
    const complaint_facts *from = complaint_facts_get(answer, "from");
    const complaint_facts *to = complaint_facts_get(answer, "to");

    if (cli_given(self, "json"))
        return cli_print_json(self, answer);
    printf("%s %s %s > %s %s %s\n", text_of(from, "procedure"),
           text_of(from, "version"), text_of(from, "state"),
           text_of(to, "procedure"), text_of(to, "version"),
           text_of(to, "state"));
    for (size_t i = 0; i < complaint_facts_size(clocks); i++)
        print_change(complaint_facts_at(clocks, i));
    return EXIT_DONE;
}

int cli_move(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *answer = NULL;
    complaint_case *one = NULL;
    complaint_time at;
    int code = cli_time(self, "at", &at);

    if (code == EXIT_DONE)
        code = cli_actor(self);
    if (code == EXIT_DONE && complaint_facts_new(self->context, &options,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = move_options(self, options);
    if (code == EXIT_DONE)
        code = cli_open(self, 0);
    if (code == EXIT_DONE)
        code = cli_find(self, &one);
    if (code == EXIT_DONE &&
        complaint_case_move(one, self->actor, options, at, &answer,
                            &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = print_move(self, answer);
    complaint_facts_free(answer);
    complaint_case_free(one);
    complaint_facts_free(options);
    return code;
}
