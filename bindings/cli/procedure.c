/* The command "procedure": what is bundled, what one says, what is wrong with
 * one, and its picture. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A bundled name, or a file with ".yaml" or a slash in its name. */
static bool is_file(const char *word)
{
    size_t size = strlen(word);

    return strchr(word, '/') != NULL || strcmp(word, "-") == 0 ||
           (size > 5 && strcmp(word + size - 5, ".yaml") == 0) ||
           (size > 4 && strcmp(word + size - 4, ".yml") == 0);
}

static int open_procedure(cli *self, complaint_procedure **procedure)
{
    const char *word = self->words[1];
    char *bytes = NULL;
    size_t size = 0;
    int status;
    int code;

    if (!is_file(word)) {
        status = complaint_procedure_bundled(self->context, word, procedure,
                                             &self->error);
        return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
    }
    code = cli_read_all(self, word, &bytes, &size);
    if (code != EXIT_DONE)
        return code;
    status = complaint_procedure_parse(self->context, bytes, size, word,
                                       procedure, &self->error);
    free(bytes);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

/* ---- verify ---- */

static const char *member(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), "");
}

static long long number(const complaint_facts *map, const char *key)
{
    return (long long)complaint_facts_integer(complaint_facts_get(map, key), 0);
}

static void print_findings(const cli *self, const complaint_facts *findings)
{
    const complaint_facts *list = complaint_facts_get(findings, "findings");

    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *one = complaint_facts_at(list, i);
        bool error = strcmp(member(one, "severity"), "error") == 0;
        const char *severity = error ? "error" : "warning";

        if (self->chinese)
            severity = error ? "错误" : "警告";
        printf("%s:%lld:%lld: %s: %s [%s]\n", member(one, "file"),
               number(one, "line"), number(one, "column"), severity,
               member(one, "text"), member(one, "code"));
    }
    printf(self->chinese ? "错误 %lld，警告 %lld\n"
                         : "errors %lld, warnings %lld\n",
           number(findings, "errors"), number(findings, "warnings"));
}

/* The lists of codes, as JSON: {"category": ["a", "b"], "unit": [...]}. */
static int read_known(cli *self, complaint_facts **known)
{
    const char *path = cli_value(self, "known");
    char *bytes = NULL;
    size_t size = 0;
    int status;
    int code;

    *known = NULL;
    if (path == NULL)
        return EXIT_DONE;
    code = cli_read_all(self, path, &bytes, &size);
    if (code != EXIT_DONE)
        return code;
    status =
        complaint_facts_parse(self->context, bytes, size, known, &self->error);
    free(bytes);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static int verify_text(cli *self, const char *text, size_t size)
{
    complaint_facts *known = NULL, *findings = NULL;
    int code = read_known(self, &known);

    if (code != EXIT_DONE)
        return code;
    if (complaint_procedure_verify(self->context, text, size, self->words[1],
                                   known, &findings,
                                   &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    else if (cli_given(self, "json"))
        code = cli_print_json(self, findings);
    else
        print_findings(self, findings);
    if (code == EXIT_DONE && number(findings, "errors") > 0)
        code = EXIT_PROBLEMS;
    complaint_facts_free(findings);
    complaint_facts_free(known);
    return code;
}

static int verify(cli *self)
{
    complaint_definition *bundled = NULL;
    const char *word = self->words[1];
    char *bytes = NULL;
    size_t size = 0;
    int code;

    if (is_file(word)) {
        code = cli_read_all(self, word, &bytes, &size);
        if (code == EXIT_DONE)
            code = verify_text(self, bytes, size);
        free(bytes);
        return code;
    }
    if (complaint_definition_bundled(self->context, "procedure", word, &bundled,
                                     &self->error) != COMPLAINT_OK)
        return cli_fail(self);
    code = verify_text(self, complaint_definition_text(bundled),
                       strlen(complaint_definition_text(bundled)));
    complaint_definition_free(bundled);
    return code;
}

/* ---- list ---- */

static const char *title_of(const cli *self, const complaint_facts *map)
{
    const complaint_facts *title = complaint_facts_get(map, "title");
    const char *chinese = member(title, "zh-CN");

    return self->chinese && chinese[0] != 0 ? chinese : member(title, "en");
}

static int print_one(cli *self, const char *name)
{
    complaint_procedure *procedure = NULL;
    complaint_facts *tree = NULL;
    int code = EXIT_DONE;

    if (complaint_procedure_bundled(self->context, name, &procedure,
                                    &self->error) != COMPLAINT_OK ||
        complaint_procedure_describe(procedure, &tree, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "json"))
        code = cli_print_json(self, tree);
    else if (code == EXIT_DONE) {
        cli_print_padded(name, 20);
        cli_print_padded(member(tree, "version"), 8);
        printf("%s\n", title_of(self, tree));
    }
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    return code;
}

/* The error about a name that there is not lists all there are. */
static int list(cli *self)
{
    complaint_procedure *none = NULL;
    complaint_error *names = NULL;
    int code = EXIT_DONE;

    if (complaint_procedure_bundled(self->context, "", &none, &names) ==
        COMPLAINT_NO_MEMORY) {
        self->error = names;
        return cli_fail(self);
    }
    for (size_t i = 0;
         i < complaint_error_item_count(names) && code == EXIT_DONE; i++)
        code = print_one(self, complaint_error_item(names, i));
    complaint_error_free(names);
    return code;
}

/* ---- show, draw ---- */

static void print_named(const cli *self, const complaint_facts *tree,
                        const char *key)
{
    const complaint_facts *entries = complaint_facts_get(tree, key);

    printf("\n%s\n", key);
    for (size_t i = 0; i < complaint_facts_size(entries); i++) {
        const complaint_facts *one = complaint_facts_at(entries, i);

        printf("  ");
        cli_print_padded(member(one, "name"), 24);
        printf("%s", title_of(self, one));
        if (complaint_facts_get(one, "to") != NULL)
            printf(" -> %s", member(one, "to"));
        if (complaint_facts_get(one, "amount") != NULL)
            printf(": %lld %s", number(one, "amount"), member(one, "unit"));
        printf("\n");
    }
}

static int show(cli *self)
{
    complaint_procedure *procedure = NULL;
    complaint_facts *tree = NULL;
    int code = open_procedure(self, &procedure);

    if (code == EXIT_DONE &&
        complaint_procedure_describe(procedure, &tree, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "json")) {
        code = cli_print_json(self, tree);
    } else if (code == EXIT_DONE) {
        printf("%s %s  %s\n%s\n", member(tree, "name"), member(tree, "version"),
               title_of(self, tree), member(tree, "digest"));
        if (member(tree, "source")[0] != 0)
            printf("%s\n", member(tree, "source"));
        print_named(self, tree, "roles");
        print_named(self, tree, "states");
        print_named(self, tree, "transitions");
        print_named(self, tree, "clocks");
    }
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    return code;
}

static int draw(cli *self)
{
    const char *format = cli_value(self, "format");
    const char *language = cli_value(self, "language");
    complaint_procedure *procedure = NULL;
    char *text = NULL;
    size_t size = 0;
    int code = open_procedure(self, &procedure);
    int status;

    if (code != EXIT_DONE)
        return code;
    if (language == NULL)
        language = self->chinese ? "zh-CN" : "en";
    status = complaint_procedure_draw(self->context, procedure,
                                      format == NULL ? "svg" : format, language,
                                      &text, &size, &self->error);
    if (status == COMPLAINT_OK)
        fwrite(text, 1, size, stdout);
    else
        code = cli_fail(self);
    if (status == COMPLAINT_NOT_FOUND)
        code = EXIT_USAGE;
    complaint_context_release(self->context, text);
    complaint_procedure_free(procedure);
    return code;
}

int cli_procedure(cli *self)
{
    const char *verb = self->words[0];

    if (strcmp(verb, "list") == 0 && self->word_count == 1)
        return list(self);
    if (self->word_count == 2) {
        if (strcmp(verb, "verify") == 0)
            return verify(self);
        if (strcmp(verb, "show") == 0)
            return show(self);
        if (strcmp(verb, "draw") == 0)
            return draw(self);
    }
    return cli_usage(self, "knows list, and verify, show and draw of a name",
                     "只有 list，以及 verify、show、draw 加名称", verb);
}
