/* Commands on a register as a whole: backup, migrate, compact. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>

int cli_backup(cli *self)
{
    char *target = cli_uri(self->words[1]);
    int code = target != NULL ? cli_open(self, COMPLAINT_REGISTER_READ_ONLY)
                              : EXIT_FAILED;

    if (code == EXIT_DONE &&
        complaint_register_backup(self->reg, target, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    free(target);
    return code;
}

int cli_compact(cli *self)
{
    int code = cli_open(self, 0);

    if (code == EXIT_DONE &&
        complaint_register_compact(self->reg, &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    return code;
}

static int migrate_options(cli *self, complaint_facts *options)
{
    int status = complaint_facts_set_boolean(
        options, "dry_run", cli_given(self, "dry-run"), &self->error);
    char *backup;

    if (status == COMPLAINT_OK && cli_given(self, "backup")) {
        backup = cli_uri(cli_value(self, "backup"));
        if (backup == NULL)
            return EXIT_FAILED;
        status =
            complaint_facts_set_text(options, "backup", backup, &self->error);
        free(backup);
    }
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static void say(const cli *self, const complaint_facts *result)
{
    long long from =
        complaint_facts_integer(complaint_facts_get(result, "from"), 0);
    long long to =
        complaint_facts_integer(complaint_facts_get(result, "to"), 0);
    const char *backup =
        complaint_facts_text(complaint_facts_get(result, "backup"), NULL);

    if (complaint_facts_integer(complaint_facts_get(result, "migrated"), 0))
        printf(self->chinese ? "已由第 %lld 版升级到第 %lld 版\n"
                             : "brought forward from version %lld to %lld\n",
               from, to);
    else if (from == to)
        printf(self->chinese ? "已是第 %lld 版，无需升级\n"
                             : "version %lld, nothing to bring forward\n",
               to);
    else
        printf(self->chinese ? "将由第 %lld 版升级到第 %lld 版\n"
                             : "would be brought forward from version %lld "
                               "to %lld\n",
               from, to);
    if (backup != NULL)
        printf(self->chinese ? "备份：%s\n" : "backup: %s\n", backup);
}

int cli_migrate(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *result = NULL;
    char *uri = cli_uri(self->words[0]);
    int code = uri != NULL ? EXIT_DONE : EXIT_FAILED;

    if (code == EXIT_DONE && complaint_facts_new(self->context, &options,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = migrate_options(self, options);
    if (code == EXIT_DONE &&
        complaint_register_migrate(self->context, uri, options, &result,
                                   &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "json"))
        code = cli_print_json(self, result);
    else if (code == EXIT_DONE)
        say(self, result);
    complaint_facts_free(result);
    complaint_facts_free(options);
    free(uri);
    return code;
}
