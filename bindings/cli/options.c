/* Words and options of the command line: parsing, checking, help. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Options that every command has. */
static const cli_option common[] = {
    {"actor", true, "who acts (default: cli)", "操作者（默认 cli）"},
    {"role", true, "a role of the actor, may repeat (default: every role)",
     "操作者的角色，可重复（默认全部角色）"},
    {"unit", true, "unit of the actor", "操作者所属部门"},
    {"as", true, "who looks: ID[:ROLE,ROLE][@UNIT] (default: the host)",
     "查看者：ID[:角色,角色][@部门]（默认为宿主）"},
    {"language", true, "en, zh-CN or zh-TW (default: by LANG)",
     "en、zh-CN 或 zh-TW（默认取自 LANG）"},
    {"help", false, "show this help", "显示本帮助"},
    {"version", false, "show the version", "显示版本"},
    {NULL, false, NULL, NULL},
};

static const cli_option *find_option(const cli_option *options,
                                     const char *name, size_t length)
{
    for (; options != NULL && options->name != NULL; options++)
        if (strlen(options->name) == length &&
            memcmp(options->name, name, length) == 0)
            return options;
    return NULL;
}

int cli_usage(cli *self, const char *english, const char *chinese,
              const char *what)
{
    const char *name = self->command != NULL ? self->command->name : "";

    fprintf(stderr, "complaint%s%s: %s%s%s\n", name[0] != 0 ? " " : "", name,
            self->chinese ? chinese : english, what[0] != 0 ? ": " : "", what);
    fprintf(stderr,
            self->chinese ? "用法见 complaint %s%s--help\n"
                          : "see complaint %s%s--help\n",
            name, name[0] != 0 ? " " : "");
    return EXIT_USAGE;
}

static const char *near_option(const cli_option *options, const char *word)
{
    for (; options != NULL && options->name != NULL; options++)
        if (cli_is_near(word, options->name))
            return options->name;
    return NULL;
}

static int unknown_option(cli *self, const char *word)
{
    const char *name = NULL;
    int code = cli_usage(self, "unknown option", "未知选项", word);

    if (self->command != NULL)
        name = near_option(self->command->options, word + 2);
    if (name == NULL)
        name = near_option(common, word + 2);
    if (name != NULL)
        fprintf(stderr,
                self->chinese ? "是否应为 --%s？\n" : "was --%s meant?\n",
                name);
    return code;
}

static int unknown_command(cli *self, const char *word)
{
    int code = cli_usage(self, "unknown command", "未知命令", word);

    for (const cli_command *c = cli_commands; c->name != NULL; c++)
        if (cli_is_near(word, c->name))
            fprintf(stderr,
                    self->chinese ? "是否应为 %s？\n" : "was %s meant?\n",
                    c->name);
    return code;
}

static int take_option(cli *self, int argc, char **argv, int *at)
{
    const char *word = argv[*at] + 2;
    const char *equal = strchr(word, '=');
    size_t length = equal != NULL ? (size_t)(equal - word) : strlen(word);
    const cli_option *option =
        self->command != NULL
            ? find_option(self->command->options, word, length)
            : NULL;

    if (option == NULL)
        option = find_option(common, word, length);
    if (option == NULL)
        return unknown_option(self, argv[*at]);
    if (self->option_count == CLI_WORDS)
        return cli_usage(self, "too many options", "选项过多", "");
    self->names[self->option_count] = option->name;
    if (!option->takes_value && equal != NULL)
        return cli_usage(self, "option takes no value", "该选项不带值",
                         argv[*at]);
    if (option->takes_value && equal == NULL) {
        if (*at + 1 >= argc)
            return cli_usage(self, "option needs a value", "选项缺少值",
                             argv[*at]);
        *at += 1;
        self->values[self->option_count] = argv[*at];
    } else {
        self->values[self->option_count] = equal != NULL ? equal + 1 : "";
    }
    self->option_count++;
    return EXIT_DONE;
}

/* The first word that is no option names the command. */
static int take_word(cli *self, const char *word)
{
    if (self->command == NULL) {
        for (const cli_command *c = cli_commands; c->name != NULL; c++)
            if (strcmp(c->name, word) == 0)
                self->command = c;
        return self->command != NULL ? EXIT_DONE : unknown_command(self, word);
    }
    if (self->word_count == CLI_WORDS)
        return cli_usage(self, "too many words", "参数过多", "");
    self->words[self->word_count++] = word;
    return EXIT_DONE;
}

int cli_parse(cli *self, int argc, char **argv)
{
    bool words_only = false;

    for (int i = 1; i < argc; i++) {
        int code;
        if (!words_only && strcmp(argv[i], "--") == 0) {
            words_only = true;
            continue;
        }
        code = !words_only && strncmp(argv[i], "--", 2) == 0
                   ? take_option(self, argc, argv, &i)
                   : take_word(self, argv[i]);
        if (code != EXIT_DONE)
            return code;
    }
    if (self->command == NULL || cli_given(self, "help") ||
        cli_given(self, "version"))
        return EXIT_DONE;
    if (self->word_count < self->command->word_least)
        return cli_usage(self, "missing words, usage", "缺少参数，用法",
                         self->command->words);
    if (self->word_count > self->command->word_most)
        return cli_usage(self, "too many words, usage", "参数过多，用法",
                         self->command->words);
    return EXIT_DONE;
}

const char *cli_value_at(const cli *self, const char *name, size_t index)
{
    for (size_t i = 0; i < self->option_count; i++)
        if (strcmp(self->names[i], name) == 0 && index-- == 0)
            return self->values[i];
    return NULL;
}

const char *cli_value(const cli *self, const char *name)
{
    const char *value = NULL;

    for (size_t i = 0; i < self->option_count; i++)
        if (strcmp(self->names[i], name) == 0)
            value = self->values[i];
    return value;
}

bool cli_given(const cli *self, const char *name)
{
    return cli_value(self, name) != NULL;
}

static const char *option_word(const char *name, char *word, size_t size)
{
    snprintf(word, size, "--%s", name);
    return word;
}

int cli_integer(cli *self, const char *name, int64_t otherwise, int64_t *value)
{
    const char *text = cli_value(self, name);
    char word[64];
    char *end;
    long long number;

    *value = otherwise;
    if (text == NULL)
        return EXIT_DONE;
    errno = 0;
    number = strtoll(text, &end, 10);
    if (end == text || *end != 0 || errno != 0)
        return cli_usage(self, "a whole number is expected", "应为整数",
                         option_word(name, word, sizeof word));
    *value = number;
    return EXIT_DONE;
}

/* 1901-01-01T00:00:00Z */
#define FIRST_TIME (-2177452800 * COMPLAINT_SECOND)

int cli_time(cli *self, const char *name, complaint_time *time)
{
    const char *text = cli_value(self, name);
    char word[64];

    *time = COMPLAINT_TIME_NONE;
    if (text == NULL)
        return EXIT_DONE;
    if (complaint_time_parse(text, 0, time, &self->error) != COMPLAINT_OK)
        return cli_usage(self, complaint_error_message(self->error),
                         complaint_error_message(self->error),
                         option_word(name, word, sizeof word));
    /* Day 0 of spreadsheets, where a cell was empty. */
    if (*time < FIRST_TIME)
        return cli_usage(self, "the year 1900 is an empty cell and no time",
                         "1900 年是空单元格，不是时间",
                         option_word(name, word, sizeof word));
    return EXIT_DONE;
}

static void help_options(const cli *self, const cli_option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        char head[64];
        snprintf(head, sizeof head, "--%s%s", options->name,
                 options->takes_value ? " X" : "");
        printf("  %-20s %s\n", head,
               self->chinese ? options->help_zh : options->help_en);
    }
}

static void help_exit_codes(const cli *self)
{
    puts(self->chinese
             ? "\n退出码：0 完成；1 失败（原因在标准错误）；2 "
               "用法错误或未知名称；\n3 已完成，但所查对象有问题（verify）。"
             : "\nExit codes: 0 done; 1 failed (see standard error); 2 wrong "
               "usage or unknown\nname; 3 done, and what was checked is not in "
               "order (verify).");
}

void cli_help(const cli *self)
{
    const cli_command *command = self->command;

    if (command != NULL) {
        printf("%s complaint %s %s\n\n%s\n\n",
               self->chinese ? "用法：" : "Usage:", command->name,
               command->words,
               self->chinese ? command->summary_zh : command->summary_en);
        help_options(self, command->options);
        help_options(self, common);
        help_exit_codes(self);
        return;
    }
    puts(self->chinese
             ? "用法： complaint 命令 …\n\nREGISTER 是 URI（sqlite:文件）"
               "或 SQLite 文件的路径。命令："
             : "Usage: complaint COMMAND ...\n\nREGISTER is a URI "
               "(sqlite:FILE) or the path of an SQLite file. Commands:");
    for (command = cli_commands; command->name != NULL; command++) {
        const char *text =
            self->chinese ? command->summary_zh : command->summary_en;
        size_t length = strcspn(text, "\n");
        printf("  %-10s %.*s\n", command->name, (int)length, text);
    }
    help_exit_codes(self);
}
