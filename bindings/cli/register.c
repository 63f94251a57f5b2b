/* Commands on a whole register: init, install, import, list, due, verify,
 * rebuild, simulate. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

/* "procedure/bank" is bundled unless a file of that name exists. */
static int read_definition(cli *self, const char *name,
                           complaint_definition **definition)
{
    static const char *const kinds[] = {"procedure/", "calendar/", "catalog/",
                                        "organisation/"};
    FILE *file = fopen(name, "rb");
    int status = COMPLAINT_NOT_FOUND;

    if (file != NULL) {
        fclose(file);
        status = self->reg == NULL
                     ? complaint_definition_read(self->context, name,
                                                 definition, &self->error)
                     : complaint_register_definition_read(
                           self->reg, name, definition, &self->error);
        return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i]);
        char kind[16];
        if (strncmp(name, kinds[i], length) != 0)
            continue;
        snprintf(kind, sizeof kind, "%.*s", (int)length - 1, kinds[i]);
        status = complaint_definition_bundled(
            self->context, kind, name + length, definition, &self->error);
        return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
    }
    return cli_usage(
        self,
        "no such file; bundled ones are procedure/NAME, "
        "calendar/NAME, catalog/NAME, organisation/NAME",
        "没有这个文件；内置定义写作 procedure/名称、calendar/名称、"
        "catalog/名称、organisation/名称",
        name);
}

/* All are read before the register is made: a wrong name leaves no file. */
int cli_init(cli *self)
{
    static const char *const usual[] = {"procedure/iso10002", "calendar/cn",
                                        "catalog/general"};
    complaint_definition *definitions[CLI_WORDS] = {NULL};
    bool named = cli_given(self, "definition");
    const char *name;
    size_t count = 0;
    int code = cli_actor(self);

    for (; code == EXIT_DONE; count++) {
        name = named       ? cli_value_at(self, "definition", count)
               : count < 3 ? usual[count]
                           : NULL;
        if (name == NULL)
            break;
        code = read_definition(self, name, &definitions[count]);
    }
    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_CREATE);
    for (size_t i = 0; code == EXIT_DONE && i < count; i++)
        if (complaint_register_install(self->reg, self->actor, definitions[i],
                                       &self->error) != COMPLAINT_OK)
            code = cli_fail(self);
    for (size_t i = 0; i < count; i++)
        complaint_definition_free(definitions[i]);
    return code;
}

/* One after the other: each may extend those before it. */
int cli_install(cli *self)
{
    int code = cli_actor(self);

    if (code == EXIT_DONE)
        code = cli_open(self, 0);
    for (size_t i = 1; code == EXIT_DONE && i < self->word_count; i++) {
        complaint_definition *definition = NULL;

        code = read_definition(self, self->words[i], &definition);
        if (code == EXIT_DONE &&
            complaint_register_install(self->reg, self->actor, definition,
                                       &self->error) != COMPLAINT_OK)
            code = cli_fail(self);
        if (code == EXIT_DONE)
            printf("%s/%s %s\n", complaint_definition_kind(definition),
                   complaint_definition_name(definition),
                   complaint_definition_digest(definition));
        complaint_definition_free(definition);
    }
    return code;
}

static int64_t number(const complaint_facts *facts, const char *key)
{
    return complaint_facts_integer(complaint_facts_get(facts, key), 0);
}

static const char *text(const complaint_facts *facts, const char *key)
{
    return complaint_facts_text(complaint_facts_get(facts, key), "");
}

static int import_print(cli *self, const complaint_facts *result)
{
    const complaint_facts *rejects = complaint_facts_get(result, "rejects");

    if (cli_given(self, "json"))
        return cli_print_json(self, result);
    printf(self->chinese
               ? "共 %lld 行：导入 %lld，未变 %lld，拒绝 %lld（编码 %s）\n"
               : "%lld rows: %lld imported, %lld unchanged, %lld rejected "
                 "(encoding %s)\n",
           (long long)number(result, "rows"),
           (long long)number(result, "imported"),
           (long long)number(result, "unchanged"),
           (long long)number(result, "rejected"), text(result, "encoding"));
    for (size_t i = 0; i < complaint_facts_size(rejects); i++) {
        const complaint_facts *reject = complaint_facts_at(rejects, i);
        printf("%s:%lld: %s: %s\n", self->words[1],
               (long long)number(reject, "line"), text(reject, "column"),
               text(reject, "reason"));
    }
    return EXIT_DONE;
}

static int import_options(cli *self, complaint_facts *options)
{
    int64_t batch = 0;
    int code = cli_integer(self, "batch", 1000, &batch);
    int status = COMPLAINT_OK;

    if (code != EXIT_DONE)
        return code;
    if (cli_given(self, "encoding"))
        status = complaint_facts_set_text(
            options, "encoding", cli_value(self, "encoding"), &self->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(options, "batch", batch, &self->error);
    if (status == COMPLAINT_OK && cli_given(self, "dry-run"))
        status =
            complaint_facts_set_boolean(options, "dry_run", true, &self->error);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

int cli_import(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *result = NULL;
    int code;

    if (!cli_given(self, "map"))
        return cli_usage(self, "needs a mapping", "缺少映射文件", "--map");
    code = cli_actor(self);
    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_CREATE);
    if (code == EXIT_DONE && complaint_facts_new(self->context, &options,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = import_options(self, options);
    if (code == EXIT_DONE &&
        complaint_import_csv(self->reg, self->actor, self->words[1],
                             cli_value(self, "map"), options, &result,
                             &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = import_print(self, result);
    if (code == EXIT_DONE && cli_given(self, "strict") &&
        number(result, "rejected") > 0)
        code = EXIT_PROBLEMS;
    complaint_facts_free(result);
    complaint_facts_free(options);
    return code;
}

static int list_relation(cli *self)
{
    const char *name = cli_value(self, "relation");
    const complaint_relation *relation = complaint_relation_find(name);
    const char *columns[8];
    size_t count = 0;
    complaint_cursor *cursor = NULL;
    int code = EXIT_DONE;

    for (; relation != NULL && count < 8 &&
           count < complaint_relation_column_count(relation);
         count++)
        columns[count] = complaint_relation_column_name(relation, count);
    if (complaint_register_list_relation(self->reg, name, &cursor,
                                         &self->error) != COMPLAINT_OK)
        return cli_fail(self);
    code = cli_print_cursor(self, cursor, columns, count);
    complaint_cursor_free(cursor);
    return code;
}

int cli_list(cli *self)
{
    static const char *const columns[] = {"number", "state", "category",
                                          "unit",   "owner", "received_at",
                                          "due_at", "title"};
    complaint_facts *filter = NULL;
    complaint_cursor *cursor = NULL;
    int64_t limit = 50;
    int code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);

    if (code == EXIT_DONE && cli_given(self, "relation"))
        return list_relation(self);
    if (code == EXIT_DONE && complaint_facts_new(self->context, &filter,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_filter(self, filter, &limit);
    if (code == EXIT_DONE &&
        complaint_register_list(self->reg, filter, &cursor, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_print_page(self, cursor, columns, 8, limit);
    complaint_cursor_free(cursor);
    complaint_facts_free(filter);
    return code;
}

static int print_told(cli *self, const complaint_facts *entry)
{
    char when[COMPLAINT_TIME_TEXT_SIZE];

    if (cli_given(self, "json"))
        return cli_print_json(self, entry);
    cli_print_minute(
        complaint_facts_time(complaint_facts_get(entry, "happened_at")), when);
    cli_print_padded(when, 17);
    cli_print_padded(
        complaint_facts_text(complaint_facts_get(entry, "number"), "-"), 16);
    cli_print_padded(
        complaint_facts_text(complaint_facts_get(entry, "clock"), "-"), 14);
    cli_print_padded(
        complaint_facts_text(complaint_facts_get(entry, "kind"), "-"), 7);
    puts(complaint_facts_text(
        complaint_facts_get(entry, "to"),
        complaint_facts_text(complaint_facts_get(entry, "owner"), "-")));
    return EXIT_DONE;
}

/* So many as one call takes, until there are none. */
int cli_tick(cli *self)
{
    complaint_facts *result = NULL;
    complaint_time now;
    size_t count = 0;
    int code = cli_time(self, "now", &now);

    if (code == EXIT_DONE)
        code = cli_actor(self);
    if (code == EXIT_DONE)
        code = cli_open(self, 0);
    do {
        const complaint_facts *entries;

        if (code == EXIT_DONE &&
            complaint_register_tick(self->reg, self->actor, now, NULL, &result,
                                    &self->error) != COMPLAINT_OK)
            code = cli_fail(self);
        entries = complaint_facts_get(result, "entries");
        count = complaint_facts_size(entries);
        for (size_t i = 0; code == EXIT_DONE && i < count; i++)
            code = print_told(self, complaint_facts_at(entries, i));
        complaint_facts_free(result);
        result = NULL;
    } while (code == EXIT_DONE && count == COMPLAINT_LIMIT_TICK);
    return code;
}

int cli_rebuild(cli *self)
{
    int64_t changed = 0;
    int code = cli_open(self, 0);

    if (code != EXIT_DONE)
        return code;
    if (complaint_register_rebuild(self->reg, &changed, &self->error) !=
        COMPLAINT_OK)
        return cli_fail(self);
    if (cli_given(self, "json"))
        printf("{\"changed\":%lld}\n", (long long)changed);
    else
        printf(self->chinese ? "更动 %lld 行\n" : "%lld rows changed\n",
               (long long)changed);
    return EXIT_DONE;
}

static int simulate_options(cli *self, complaint_facts *options)
{
    static const char *const names[] = {"seed", "cases", "months"};
    complaint_time until;
    int64_t value;
    int code = cli_time(self, "until", &until);
    int status;

    if (code != EXIT_DONE)
        return code;
    if (until == COMPLAINT_TIME_NONE)
        until = complaint_context_now(self->context);
    status = complaint_facts_set_time(options, "until", until, &self->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < 3; i++) {
        if (!cli_given(self, names[i]))
            continue;
        code = cli_integer(self, names[i], 0, &value);
        if (code != EXIT_DONE)
            return code;
        status =
            complaint_facts_set_integer(options, names[i], value, &self->error);
    }
    if (status == COMPLAINT_OK && cli_given(self, "procedure"))
        status = complaint_facts_set_text(
            options, "procedure", cli_value(self, "procedure"), &self->error);
    if (status == COMPLAINT_OK && cli_given(self, "plain"))
        status =
            complaint_facts_set_boolean(options, "plain", true, &self->error);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

int cli_simulate(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *result = NULL;
    int code = cli_open(self, COMPLAINT_REGISTER_CREATE);

    if (code == EXIT_DONE && complaint_facts_new(self->context, &options,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = simulate_options(self, options);
    if (code == EXIT_DONE && complaint_simulate(self->reg, options, &result,
                                                &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "json"))
        code = cli_print_json(self, result);
    else if (code == EXIT_DONE)
        printf(self->chinese
                   ? "模拟：案件 %lld，日志 %lld 条，种子 %lld（非真实数据）\n"
                   : "simulated: %lld cases, %lld journal entries, seed %lld "
                     "(no real data)\n",
               (long long)number(result, "cases"),
               (long long)number(result, "entries"),
               (long long)number(result, "seed"));
    complaint_facts_free(result);
    complaint_facts_free(options);
    return code;
}
