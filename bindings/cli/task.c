/* Commands on the tasks that a procedure gives to units: tasks, task. */
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
