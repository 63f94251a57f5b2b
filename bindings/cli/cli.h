/* The program "complaint": what its commands share. Public headers only. */
#ifndef COMPLAINT_CLI_H
#define COMPLAINT_CLI_H

#include <complaint.h>

/* Exit codes, documented in the program's help. */
#define EXIT_DONE 0
#define EXIT_FAILED 1   /* the error is on standard error */
#define EXIT_USAGE 2    /* wrong words, unknown names of methods or formats */
#define EXIT_PROBLEMS 3 /* done, and what was asked about is not in order */

#define CLI_WORDS 64

typedef struct cli_option {
    const char *name; /* without dashes */
    bool takes_value;
    const char *help_en;
    const char *help_zh;
} cli_option;

typedef struct cli {
    complaint_context *context;
    complaint_register *reg;
    const char *opening; /* the register that could not be opened, or NULL */
    complaint_actor *actor;
    complaint_error *error;
    const struct cli_command *command;
    const char *words[CLI_WORDS]; /* positional, the command not counted */
    size_t word_count;
    const char *names[CLI_WORDS]; /* of the options given */
    const char *values[CLI_WORDS];
    size_t option_count;
    int64_t rows; /* printed by cli_print_cursor() */
    bool chinese;
} cli;

typedef struct cli_command {
    const char *name;
    const char *words; /* as in the usage line */
    size_t word_least;
    size_t word_most;
    const char *summary_en;
    const char *summary_zh;
    const cli_option *options; /* ends with name NULL */
    int (*run)(cli *self);
} cli_command;

extern const cli_command cli_commands[];

/* options.c */
int cli_parse(cli *self, int argc, char **argv);
const char *cli_value(const cli *self, const char *name);
bool cli_given(const cli *self, const char *name);
/* The n-th value of an option that may repeat, or NULL. */
const char *cli_value_at(const cli *self, const char *name, size_t index);
int cli_integer(cli *self, const char *name, int64_t otherwise, int64_t *value);
int cli_time(cli *self, const char *name, complaint_time *time);
int cli_usage(cli *self, const char *english, const char *chinese,
              const char *what);
void cli_help(const cli *self);

/* open.c */
int cli_open(cli *self, unsigned flags);
int cli_open_named(cli *self, const char *name, unsigned flags);
/* Without telling the error, which stays in self->error. */
int cli_try_open(cli *self, const char *name, unsigned flags);
/* The URI of a register or path; for free(). NULL: no memory, which is told. */
char *cli_uri(const char *name);
int cli_actor(cli *self);
/* privacy.c: look as --as says; the error stays in self->error. */
int cli_view(cli *self);
int cli_facts(cli *self, complaint_facts **facts);
/* One "key=text" or "key:=JSON" into a map; the two texts say so in a usage
 * error. */
int cli_set(cli *self, complaint_facts *facts, const char *fact,
            const char *english, const char *chinese);
int cli_find(cli *self, complaint_case **one);

/* Conditions, page and order as options of list and search say. */
int cli_filter(cli *self, complaint_facts *filter, int64_t *limit);

/* print.c */
/* The rows, and the token of the next page where this one is full. */
int cli_print_page(cli *self, complaint_cursor *cursor,
                   const char *const *columns, size_t count, int64_t limit);
int cli_fail(cli *self);
int cli_print_json(cli *self, const complaint_facts *facts);
int cli_print_cursor(cli *self, complaint_cursor *cursor,
                     const char *const *columns, size_t count);
int cli_print_due(cli *self, const complaint_record *record);
int cli_read_all(cli *self, const char *path, char **bytes, size_t *size);

/* table.c */
int cli_print_table(cli *self, complaint_cursor *cursor,
                    const char *const *columns, size_t count);
void cli_print_padded(const char *text, int width);
/* "2026-09-24 09:30Z" */
void cli_print_minute(complaint_time time, char text[COMPLAINT_TIME_TEXT_SIZE]);

/* hint.c */
bool cli_is_near(const char *word, const char *name);
void cli_hint(cli *self);
void cli_hint_next(cli *self, complaint_case *one);
void cli_note_slips(const cli *self, const complaint_facts *facts);

/* case.c: what the commands on an existing case have in common */
typedef int (*cli_change)(cli *self, complaint_case *one,
                          const complaint_facts *facts, complaint_time at);
int cli_on_case(cli *self, cli_change apply);

/* one function a command */
int cli_init(cli *self);
int cli_install(cli *self);
int cli_import(cli *self);
int cli_file(cli *self);
int cli_perform(cli *self);
int cli_assign(cli *self);
int cli_answer(cli *self);
int cli_tasks(cli *self);
int cli_letter(cli *self);
int cli_task(cli *self);
int cli_move(cli *self);
int cli_put(cli *self);
int cli_amend(cli *self);
int cli_attribute(cli *self);
int cli_extend(cli *self);
int cli_refer(cli *self);
int cli_attach(cli *self);
int cli_detach(cli *self);
int cli_pause(cli *self);
int cli_resume(cli *self);
int cli_list(cli *self);
int cli_search(cli *self);
int cli_backup(cli *self);
int cli_migrate(cli *self);
int cli_compact(cli *self);
int cli_setting(cli *self);
int cli_erase(cli *self);
int cli_retention(cli *self);
int cli_export_person(cli *self);
int cli_show(cli *self);
int cli_next(cli *self);
int cli_due(cli *self);
int cli_what_if(cli *self);
int cli_tick(cli *self);
int cli_report(cli *self);
/* To the file of --html, or on standard output. */
int cli_write_document(cli *self, const char *text, size_t size);
int cli_verify(cli *self);
int cli_seal(cli *self);
int cli_evidence(cli *self);
int cli_rebuild(cli *self);
int cli_simulate(cli *self);
int cli_calendar(cli *self);
int cli_procedure(cli *self);
int cli_compute(cli *self);

#endif
