/* The command "procedure": what is bundled or installed, what one says, what is
 * wrong with one, its picture, its rules and letters. */
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

/* The register of --register, opened once. */
static int open_installed(cli *self)
{
    if (self->reg != NULL)
        return EXIT_DONE;
    return cli_open_named(self, cli_value(self, "register"),
                          COMPLAINT_REGISTER_READ_ONLY);
}

/* Where a file's parents are: --folder, or its own folder (none for "-"), and
 * the register of --register, which is opened. */
static int find_parents(cli *self, char folder[COMPLAINT_LIMIT_CODE * 8],
                        complaint_definition_options *options)
{
    const size_t room = COMPLAINT_LIMIT_CODE * 8;
    const char *word = self->words[1];
    const char *slash = strrchr(word, '/');
    const char *given = cli_value(self, "folder");
    int code = EXIT_DONE;

    if (cli_given(self, "register"))
        code = open_installed(self);
    memset(options, 0, sizeof *options);
    options->struct_size = sizeof *options;
    options->file = word;
    options->installed = self->reg;
    options->folder = folder;
    if (given != NULL)
        options->folder = given;
    else if (!is_file(word) || strcmp(word, "-") == 0)
        options->folder = NULL;
    else if (slash == NULL)
        snprintf(folder, room, ".");
    else
        snprintf(folder, room, "%.*s", slash == word ? 1 : (int)(slash - word),
                 word);
    return code;
}

static int open_file(cli *self, complaint_definition **definition)
{
    char folder[COMPLAINT_LIMIT_CODE * 8];
    complaint_definition_options options;
    char *bytes = NULL;
    size_t size = 0;
    int status;
    int code = find_parents(self, folder, &options);

    if (code == EXIT_DONE)
        code = cli_read_all(self, self->words[1], &bytes, &size);
    if (code != EXIT_DONE)
        return code;
    status = complaint_definition_parse_with(
        self->context, bytes, size, &options, definition, &self->error);
    free(bytes);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static int open_definition(cli *self, complaint_definition **definition)
{
    const char *name = self->words[1];
    int status;

    if (is_file(name))
        return open_file(self, definition);
    if (cli_given(self, "register")) {
        int code = open_installed(self);

        if (code != EXIT_DONE)
            return code;
        status = complaint_register_definition(self->reg, "procedure", name,
                                               definition, &self->error);
    } else {
        status = complaint_definition_bundled(self->context, "procedure", name,
                                              definition, &self->error);
    }
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static int open_procedure(cli *self, complaint_procedure **procedure)
{
    complaint_definition *definition = NULL;
    const char *text;
    int code = open_definition(self, &definition);

    if (code != EXIT_DONE)
        return code;
    text = complaint_definition_text(definition);
    if (complaint_procedure_parse(self->context, text, strlen(text),
                                  self->words[1], procedure,
                                  &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    complaint_definition_free(definition);
    return code;
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
    char folder[COMPLAINT_LIMIT_CODE * 8];
    complaint_definition_options options;
    complaint_facts *known = NULL, *findings = NULL;
    int code = find_parents(self, folder, &options);

    if (code == EXIT_DONE)
        code = read_known(self, &known);
    if (code != EXIT_DONE)
        return code;
    options.known = known;
    if (complaint_definition_verify(self->context, text, size, &options,
                                    &findings, &self->error) != COMPLAINT_OK)
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
    complaint_definition *definition = NULL;
    char *bytes = NULL;
    size_t size = 0;
    int code;

    if (is_file(self->words[1])) {
        code = cli_read_all(self, self->words[1], &bytes, &size);
        if (code == EXIT_DONE)
            code = verify_text(self, bytes, size);
        free(bytes);
        return code;
    }
    code = open_definition(self, &definition);
    if (code == EXIT_DONE)
        code = verify_text(self, complaint_definition_text(definition),
                           strlen(complaint_definition_text(definition)));
    complaint_definition_free(definition);
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
    int code;

    self->words[1] = name;
    code = open_procedure(self, &procedure);
    if (code == EXIT_DONE &&
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

/* The newest of each name, in the order of their first installation. */
static int list_installed(cli *self)
{
    complaint_facts *tree = NULL;
    const complaint_facts *all;
    int code = open_installed(self);

    if (code == EXIT_DONE &&
        complaint_register_describe(self->reg, &tree, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    all = complaint_facts_get(tree, "definitions");
    for (size_t i = 0; i < complaint_facts_size(all) && code == EXIT_DONE;
         i++) {
        const complaint_facts *one = complaint_facts_at(all, i);
        bool shown = strcmp(member(one, "kind"), "procedure") != 0;

        for (size_t j = 0; j < i && !shown; j++)
            shown = strcmp(member(complaint_facts_at(all, j), "kind"),
                           "procedure") == 0 &&
                    strcmp(member(complaint_facts_at(all, j), "name"),
                           member(one, "name")) == 0;
        if (!shown)
            code = print_one(self, member(one, "name"));
    }
    complaint_facts_free(tree);
    return code;
}

/* The error about a name that there is not lists all there are. */
static int list(cli *self)
{
    complaint_procedure *none = NULL;
    complaint_error *names = NULL;
    int code = EXIT_DONE;

    if (cli_given(self, "register"))
        return list_installed(self);
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

static const char *language_of(const cli *self)
{
    const char *language = cli_value(self, "language");

    return language != NULL ? language : self->chinese ? "zh-CN" : "en";
}

static int draw(cli *self)
{
    const char *format = cli_value(self, "format");
    complaint_procedure *procedure = NULL;
    char *text = NULL;
    size_t size = 0;
    int code = open_procedure(self, &procedure);
    int status;

    if (code != EXIT_DONE)
        return code;
    status = complaint_procedure_draw(
        self->context, procedure, format == NULL ? "svg" : format,
        language_of(self), &text, &size, &self->error);
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

/* ---- assess, reply ---- */

static int assess(cli *self)
{
    complaint_procedure *procedure = NULL;
    complaint_facts *facts = NULL, *told = NULL;
    int code = open_procedure(self, &procedure);

    if (code == EXIT_DONE)
        code = cli_facts(self, &facts);
    if (code == EXIT_DONE &&
        complaint_procedure_assess(procedure, facts, &told, &self->error) !=
            COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_print_json(self, told);
    complaint_facts_free(told);
    complaint_facts_free(facts);
    complaint_procedure_free(procedure);
    return code;
}

static int reply(cli *self)
{
    complaint_procedure *procedure = NULL;
    complaint_facts *facts = NULL;
    char *text = NULL;
    size_t size = 0;
    int code = open_procedure(self, &procedure);

    if (code == EXIT_DONE)
        code = cli_facts(self, &facts);
    if (code == EXIT_DONE &&
        complaint_procedure_reply(procedure, self->words[2], self->words[3],
                                  language_of(self), NULL, NULL, facts, &text,
                                  &size, &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        fwrite(text, 1, size, stdout);
    complaint_context_release(self->context, text);
    complaint_facts_free(facts);
    complaint_procedure_free(procedure);
    return code;
}

/* ---- packs ---- */

/* The text of a pack: of a file, or bundled. */
static int open_pack(cli *self, const char *name, complaint_facts **tree)
{
    complaint_definition *definition = NULL;
    const char *text = NULL;
    char *bytes = NULL;
    size_t size = 0;
    int code = EXIT_DONE;

    if (is_file(name)) {
        code = cli_read_all(self, name, &bytes, &size);
        text = bytes;
    } else if (complaint_definition_bundled(self->context, "pack", name,
                                            &definition, &self->error) == 0) {
        text = complaint_definition_text(definition);
        size = strlen(text);
    } else {
        code = cli_fail(self);
    }
    if (code == EXIT_DONE &&
        complaint_pack_describe(self->context, text, size, name, tree,
                                &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    complaint_definition_free(definition);
    free(bytes);
    return code;
}

static const char *text_of(const cli *self, const complaint_facts *tree,
                           const char *key)
{
    const complaint_facts *texts = complaint_facts_get(tree, key);

    return complaint_facts_text(
        complaint_facts_get(texts, self->chinese ? "zh-CN" : "en"), "");
}

static int show_pack(cli *self, const char *name)
{
    complaint_facts *tree = NULL;
    int code = open_pack(self, name, &tree);
    const complaint_facts *clocks = complaint_facts_get(tree, "clocks");

    if (code == EXIT_DONE && cli_given(self, "json")) {
        code = cli_print_json(self, tree);
    } else if (code == EXIT_DONE) {
        printf("%s %s  %s\n%s\n%s\n", member(tree, "name"),
               member(tree, "version"), text_of(self, tree, "title"),
               member(tree, "source"), text_of(self, tree, "note"));
        print_named(self, tree, "requires");
        print_named(self, tree, "transitions");
        print_named(self, tree, "clocks");
        printf("\n");
        for (size_t i = 0; i < complaint_facts_size(clocks); i++)
            printf("  %s: %s\n", member(complaint_facts_at(clocks, i), "name"),
                   member(complaint_facts_at(clocks, i), "citation"));
    }
    complaint_facts_free(tree);
    return code;
}

static int print_pack(cli *self, const char *name)
{
    complaint_facts *tree = NULL;
    int code = open_pack(self, name, &tree);

    if (code == EXIT_DONE && cli_given(self, "json")) {
        code = cli_print_json(self, tree);
    } else if (code == EXIT_DONE) {
        cli_print_padded(name, 18);
        printf("%s\n", text_of(self, tree, "title"));
    }
    complaint_facts_free(tree);
    return code;
}

/* The error about a name that there is not lists all there are. */
static int list_packs(cli *self)
{
    complaint_definition *none = NULL;
    complaint_error *names = NULL;
    int code = EXIT_DONE;

    if (complaint_definition_bundled(self->context, "pack", "", &none,
                                     &names) == COMPLAINT_NO_MEMORY) {
        self->error = names;
        return cli_fail(self);
    }
    for (size_t i = 0;
         i < complaint_error_item_count(names) && code == EXIT_DONE; i++)
        code = print_pack(self, complaint_error_item(names, i));
    complaint_error_free(names);
    return code;
}

int cli_procedure(cli *self)
{
    const char *verb = self->words[0];

    if (strcmp(verb, "list") == 0 && self->word_count == 1)
        return list(self);
    if (strcmp(verb, "packs") == 0 && self->word_count <= 2)
        return self->word_count == 1 ? list_packs(self)
                                     : show_pack(self, self->words[1]);
    if (self->word_count == 2) {
        if (strcmp(verb, "verify") == 0)
            return verify(self);
        if (strcmp(verb, "show") == 0)
            return show(self);
        if (strcmp(verb, "draw") == 0)
            return draw(self);
        if (strcmp(verb, "assess") == 0)
            return assess(self);
    }
    if (strcmp(verb, "reply") == 0 && self->word_count == 4)
        return reply(self);
    return cli_usage(
        self,
        "knows list and packs; packs, verify, show, draw and "
        "assess of a name; reply of a name, a state and a reply",
        "只有 list、packs；packs、verify、show、draw、assess 加名称；"
        "reply 加名称、状态和答复函",
        verb);
}
