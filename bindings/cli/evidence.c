/* Verifying a register, sealing it, and evidence packs. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t number(const complaint_facts *map, const char *name)
{
    return complaint_facts_integer(complaint_facts_get(map, name), 0);
}

static const char *text(const complaint_facts *map, const char *name)
{
    return complaint_facts_text(complaint_facts_get(map, name), "");
}

/* The text of the file that --key names, put in under "key". */
static int put_key(cli *self, complaint_facts *options)
{
    char *bytes = NULL;
    size_t size = 0;
    int code;

    if (!cli_given(self, "key"))
        return EXIT_DONE;
    code = cli_read_all(self, cli_value(self, "key"), &bytes, &size);
    if (code == EXIT_DONE &&
        complaint_facts_set_bytes(options, "key", bytes, size, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    free(bytes);
    return code;
}

static int put_text(cli *self, complaint_facts *options, const char *name)
{
    if (!cli_given(self, name) ||
        complaint_facts_set_text(options, name, cli_value(self, name),
                                 &self->error) == COMPLAINT_OK)
        return EXIT_DONE;
    return cli_fail(self);
}

static int new_options(cli *self, complaint_facts **options)
{
    return complaint_facts_new(self->context, options, &self->error) ==
                   COMPLAINT_OK
               ? EXIT_DONE
               : cli_fail(self);
}

/* ---- verify ---- */

static void print_problem(const complaint_facts *problem)
{
    static const char *const names[] = {"relation", "case_id", "key",
                                        "columns"};

    if (number(problem, "line") > 0)
        printf("%lld", (long long)number(problem, "line"));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text(problem, names[i])[0] != '\0')
            printf("%s%s", i == 0 ? "" : " ", text(problem, names[i]));
    if (number(problem, "entry") > 0)
        printf(" #%lld", (long long)number(problem, "entry"));
    printf(": %s\n", text(problem, "what"));
}

static int verify_options(cli *self, complaint_facts **options)
{
    int64_t threads = 0;
    int64_t problems = 1000;
    int code = new_options(self, options);

    if (code == EXIT_DONE)
        code = cli_integer(self, "threads", 0, &threads);
    if (code == EXIT_DONE &&
        complaint_facts_set_integer(*options, "threads", threads,
                                    &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_integer(self, "problems", problems, &problems);
    if (code == EXIT_DONE &&
        complaint_facts_set_integer(*options, "problems", problems,
                                    &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "chains") &&
        complaint_facts_set_boolean(*options, "projections", false,
                                    &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = put_key(self, *options);
    return code == EXIT_DONE ? put_text(self, *options, "seal") : code;
}

static int print_verified(cli *self, const complaint_facts *result)
{
    const complaint_facts *problems = complaint_facts_get(result, "problems");

    if (cli_given(self, "json"))
        return cli_print_json(self, result);
    printf(self->chinese
               ? "案件 %lld，日志 %lld 条，封存 %lld 次，问题 %lld 个\n"
               : "%lld cases, %lld journal entries, %lld seals, "
                 "%lld problems\n",
           (long long)number(result, "cases"),
           (long long)number(result, "entries"),
           (long long)number(result, "seals"),
           (long long)number(result, "problem_count"));
    for (size_t i = 0; i < complaint_facts_size(problems); i++)
        print_problem(complaint_facts_at(problems, i));
    return EXIT_DONE;
}

int cli_verify(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *result = NULL;
    int status = COMPLAINT_OK;
    int code = verify_options(self, &options);

    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE) {
        status = complaint_register_verify_with(self->reg, options, &result,
                                                &self->error);
        if (result == NULL)
            code = cli_fail(self);
    }
    complaint_facts_free(options);
    if (code == EXIT_DONE)
        code = print_verified(self, result);
    if (code == EXIT_DONE && status == COMPLAINT_CORRUPT)
        code = EXIT_PROBLEMS;
    complaint_facts_free(result);
    return code;
}

/* ---- seal ---- */

int cli_seal(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *result = NULL;
    int code = new_options(self, &options);

    if (code == EXIT_DONE)
        code = put_key(self, options);
    if (code == EXIT_DONE)
        code = cli_open(self, 0);
    if (code == EXIT_DONE &&
        complaint_register_seal(
            self->reg,
            complaint_facts_text(complaint_facts_get(options, "key"), NULL),
            &result, &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    complaint_facts_free(options);
    if (code == EXIT_DONE && cli_given(self, "json"))
        code = cli_print_json(self, result);
    else if (code == EXIT_DONE)
        printf(self->chinese
                   ? "封存 %lld：案件 %lld，条目 %lld，新增叶子 %lld\n摘要 %s\n"
                   : "seal %lld: %lld cases, %lld entries, %lld leaves added\n"
                     "digest %s\n",
               (long long)number(result, "number"),
               (long long)number(result, "cases"),
               (long long)number(result, "entries"),
               (long long)number(result, "added"), text(result, "digest"));
    if (code == EXIT_DONE && !cli_given(self, "json") &&
        text(result, "key_id")[0] != '\0')
        printf(self->chinese ? "密钥 %s\n" : "key %s\n",
               text(result, "key_id"));
    complaint_facts_free(result);
    return code;
}

/* ---- evidence ---- */

static int put_cases(cli *self, complaint_facts *options)
{
    complaint_facts *list;
    int status = COMPLAINT_OK;

    if (self->word_count < 4)
        return EXIT_DONE;
    status = complaint_facts_set_list(options, "cases", &list, &self->error);
    for (size_t i = 3; status == COMPLAINT_OK && i < self->word_count; i++)
        status =
            complaint_facts_set_text(list, NULL, self->words[i], &self->error);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

/* Cases received from --from to before --to. */
static int put_period(cli *self, complaint_facts *options)
{
    static const char *const names[] = {"from", "to"};
    complaint_facts *filter;
    complaint_facts *range;
    complaint_time time;
    int status;

    if (!cli_given(self, "from") && !cli_given(self, "to"))
        return EXIT_DONE;
    status = complaint_facts_set_map(options, "filter", &filter, &self->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_map(filter, "received_at", &range,
                                         &self->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < 2; i++) {
        int code = cli_time(self, names[i], &time);

        if (code != EXIT_DONE)
            return code;
        if (cli_given(self, names[i]))
            status =
                complaint_facts_set_time(range, names[i], time, &self->error);
    }
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static int write_pack(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *result = NULL;
    int code;

    if (self->word_count < 3)
        return cli_usage(self, "a register and a file are needed",
                         "需要登记簿和文件", "");
    code = new_options(self, &options);
    if (code == EXIT_DONE)
        code = put_key(self, options);
    if (code == EXIT_DONE)
        code = put_cases(self, options);
    if (code == EXIT_DONE)
        code = put_period(self, options);
    if (code == EXIT_DONE && cli_given(self, "personal") &&
        complaint_facts_set_boolean(options, "personal", true, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code =
            cli_open_named(self, self->words[1], COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE &&
        complaint_evidence_write(self->reg, self->words[2], options, &result,
                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    complaint_facts_free(options);
    if (code == EXIT_DONE && cli_given(self, "json"))
        code = cli_print_json(self, result);
    else if (code == EXIT_DONE)
        printf(self->chinese
                   ? "案件 %lld（其中已封存 %lld），条目 %lld，字节 %lld\n"
                     "SHA-256 %s\n"
                   : "%lld cases (%lld of them sealed), %lld "
                     "entries, %lld bytes\nSHA-256 %s\n",
               (long long)number(result, "cases"),
               (long long)number(result, "sealed_cases"),
               (long long)number(result, "entries"),
               (long long)number(result, "bytes"), text(result, "sha256"));
    complaint_facts_free(result);
    return code;
}

static int print_pack(cli *self, const complaint_facts *result)
{
    const complaint_facts *problems = complaint_facts_get(result, "problems");

    if (cli_given(self, "json"))
        return cli_print_json(self, result);
    printf(self->chinese
               ? "登记簿 %s，案件 %lld，条目 %lld（已封存 %lld）\n"
                 "个人信息：给出 %lld 条，未给出 %lld 条\n"
               : "register %s, %lld cases, %lld entries (%lld sealed)\n"
                 "personal facts of %lld entries shown, of %lld withheld\n",
           text(result, "register"), (long long)number(result, "cases"),
           (long long)number(result, "entries"),
           (long long)number(result, "sealed_entries"),
           (long long)number(result, "personal"),
           (long long)number(result, "withheld"));
    if (number(result, "seal") > 0)
        printf(self->chinese ? "封存 %lld，%s，密钥 %s\n"
                             : "seal %lld of %s, key %s\n",
               (long long)number(result, "seal"), text(result, "sealed_at"),
               text(result, "seal_key")[0] == '\0' ? "-"
                                                   : text(result, "seal_key"));
    printf(self->chinese ? "问题 %lld 个\n" : "%lld problems\n",
           (long long)number(result, "problem_count"));
    for (size_t i = 0; i < complaint_facts_size(problems); i++)
        print_problem(complaint_facts_at(problems, i));
    return EXIT_DONE;
}

static int verify_pack(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *result = NULL;
    int status = COMPLAINT_OK;
    int code = new_options(self, &options);

    if (code == EXIT_DONE)
        code = put_key(self, options);
    if (code == EXIT_DONE)
        code = put_text(self, options, "seal");
    if (code == EXIT_DONE) {
        status = complaint_evidence_verify(self->context, self->words[1],
                                           options, &result, &self->error);
        if (result == NULL)
            code = cli_fail(self);
    }
    complaint_facts_free(options);
    if (code == EXIT_DONE)
        code = print_pack(self, result);
    if (code == EXIT_DONE && status == COMPLAINT_CORRUPT)
        code = EXIT_PROBLEMS;
    complaint_facts_free(result);
    return code;
}

int cli_evidence(cli *self)
{
    if (strcmp(self->words[0], "write") == 0)
        return write_pack(self);
    if (strcmp(self->words[0], "verify") == 0)
        return verify_pack(self);
    return cli_usage(self, "write or verify is expected",
                     "应为 write 或 verify", self->words[0]);
}
