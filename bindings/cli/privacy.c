/* The commands set, erase, retention and export-person, and who looks. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ID, ID:ROLE,ROLE, with @UNIT at the end or without. */
static int read_viewer(cli *self, char *text, complaint_actor **viewer)
{
    char *at = strrchr(text, '@');
    char *colon = strchr(text, ':');
    char *role = colon == NULL ? NULL : colon + 1;
    int status;

    if (at != NULL)
        *at = '\0';
    if (colon != NULL && (at == NULL || colon < at))
        *colon = '\0';
    else
        role = NULL;
    status = complaint_actor_new(
        self->context, text, at == NULL ? NULL : at + 1, viewer, &self->error);
    while (status == COMPLAINT_OK && role != NULL && *role != '\0') {
        char *comma = strchr(role, ',');

        if (comma != NULL)
            *comma = '\0';
        status = complaint_actor_add_role(*viewer, role, &self->error);
        role = comma == NULL ? NULL : comma + 1;
    }
    return status;
}

int cli_view(cli *self)
{
    const char *as = cli_value(self, "as");
    complaint_actor *viewer = NULL;
    char *text;
    int status;

    if (as == NULL)
        return EXIT_DONE;
    text = malloc(strlen(as) + 1);
    if (text == NULL) {
        fputs("complaint: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    strcpy(text, as);
    status = read_viewer(self, text, &viewer);
    if (status == COMPLAINT_OK)
        status = complaint_register_view_as(self->reg, viewer, &self->error);
    complaint_actor_free(viewer);
    free(text);
    return status == COMPLAINT_OK ? EXIT_DONE : EXIT_FAILED;
}

int cli_setting(cli *self)
{
    int code = cli_open(self, 0);

    if (code == EXIT_DONE &&
        complaint_register_set(self->reg, self->words[1],
                               self->word_count > 2 ? self->words[2] : NULL,
                               &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    return code;
}

/* KEY=VALUE words into a map. */
static int read_person(cli *self, complaint_facts *person, size_t first)
{
    int code = EXIT_DONE;

    for (size_t i = first; code == EXIT_DONE && i < self->word_count; i++)
        code =
            cli_set(self, person, self->words[i],
                    "a person is said by phone=, email=, reference=, name= "
                    "or party=",
                    "以 phone=、email=、reference=、name= 或 party= 指明个人");
    return code;
}

/* reason, basis, party, parts, dry_run */
static int read_what(cli *self, complaint_facts *what)
{
    static const char *const texts[] = {"reason", "basis", "party"};
    complaint_facts *parts = NULL;
    const char *part;
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < 3; i++)
        if (cli_given(self, texts[i]))
            status = complaint_facts_set_text(
                what, texts[i], cli_value(self, texts[i]), &self->error);
    for (size_t i = 0; status == COMPLAINT_OK &&
                       (part = cli_value_at(self, "part", i)) != NULL;
         i++) {
        if (parts == NULL)
            status =
                complaint_facts_set_list(what, "parts", &parts, &self->error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(parts, NULL, part, &self->error);
    }
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

static int erase_case(cli *self, const complaint_facts *what)
{
    complaint_facts *out = NULL;
    complaint_case *one = NULL;
    int code = cli_find(self, &one);

    if (code == EXIT_DONE && complaint_case_erase(one, self->actor, what, &out,
                                                  &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_print_json(self, out);
    complaint_facts_free(out);
    complaint_case_free(one);
    return code;
}

/* Looks first: without --apply nothing is erased. */
static int erase_person(cli *self, complaint_facts *what,
                        const complaint_facts *person)
{
    complaint_facts *out = NULL;
    int code = EXIT_DONE;

    if (complaint_facts_set_boolean(what, "dry_run", !cli_given(self, "apply"),
                                    &self->error) != COMPLAINT_OK ||
        complaint_register_erase_person(self->reg, self->actor, person, what,
                                        &out, &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = cli_print_json(self, out);
    complaint_facts_free(out);
    return code;
}

/* How to open what is only looked at without --apply. */
static unsigned to_apply(const cli *self)
{
    return cli_given(self, "apply") ? 0 : COMPLAINT_REGISTER_READ_ONLY;
}

int cli_erase(cli *self)
{
    bool by_person =
        self->word_count > 1 && strchr(self->words[1], '=') != NULL;
    complaint_facts *what = NULL;
    complaint_facts *person = NULL;
    int code = EXIT_DONE;

    if (!by_person && self->word_count > 2)
        return cli_usage(self, "one case, or a person as KEY=VALUE",
                         "一个案件，或以 键=值 指明的个人", self->words[2]);
    code = cli_actor(self);
    if (code == EXIT_DONE)
        code = cli_open(self, by_person ? to_apply(self) : 0);
    if (code == EXIT_DONE &&
        (complaint_facts_new(self->context, &what, &self->error) !=
             COMPLAINT_OK ||
         complaint_facts_new(self->context, &person, &self->error) !=
             COMPLAINT_OK))
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = read_what(self, what);
    if (code == EXIT_DONE && by_person)
        code = read_person(self, person, 1);
    if (code == EXIT_DONE)
        code = by_person ? erase_person(self, what, person)
                         : erase_case(self, what);
    complaint_facts_free(person);
    complaint_facts_free(what);
    return code;
}

int cli_retention(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *out = NULL;
    int64_t limit = 1000;
    int code = cli_integer(self, "limit", 1000, &limit);
    int status = COMPLAINT_OK;

    if (code == EXIT_DONE)
        code = cli_actor(self);
    if (code == EXIT_DONE)
        code = cli_open(self, to_apply(self));
    if (code != EXIT_DONE)
        return code;
    status = complaint_facts_new(self->context, &options, &self->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(options, "limit", limit, &self->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_boolean(
            options, "dry_run", !cli_given(self, "apply"), &self->error);
    if (status == COMPLAINT_OK && cli_given(self, "procedure"))
        status = complaint_facts_set_text(
            options, "procedure", cli_value(self, "procedure"), &self->error);
    if (status == COMPLAINT_OK)
        status = complaint_register_retain(self->reg, self->actor, options,
                                           &out, &self->error);
    code = status == COMPLAINT_OK ? cli_print_json(self, out) : cli_fail(self);
    complaint_facts_free(out);
    complaint_facts_free(options);
    return code;
}

/* ---- a person's data, for that person to read ---- */

static void print_value(const complaint_facts *value, int depth);

static void print_members(const complaint_facts *value, int depth)
{
    bool list = complaint_facts_type(value) == COMPLAINT_FACTS_LIST;

    for (size_t i = 0; i < complaint_facts_size(value); i++) {
        const complaint_facts *member = complaint_facts_at(value, i);

        printf("\n%*s%s", 2 * depth, "",
               list ? "-" : complaint_facts_key(value, i));
        print_value(member, depth + 1);
    }
}

static void print_value(const complaint_facts *value, int depth)
{
    switch (complaint_facts_type(value)) {
    case COMPLAINT_FACTS_TEXT:
        printf(": %s", complaint_facts_text(value, ""));
        break;
    case COMPLAINT_FACTS_INTEGER:
        printf(": %lld", (long long)complaint_facts_integer(value, 0));
        break;
    case COMPLAINT_FACTS_BOOLEAN:
        printf(": %s", complaint_facts_integer(value, 0) ? "true" : "false");
        break;
    case COMPLAINT_FACTS_LIST:
    case COMPLAINT_FACTS_MAP:
        print_members(value, depth);
        break;
    default:
        break;
    }
}

static int print_page(cli *self, const complaint_facts *person)
{
    const char *language = cli_value(self, "language");
    char *text = NULL;
    size_t size = 0;
    int code;

    code = complaint_report_person(self->context, person, language, &text,
                                   &size, &self->error) == COMPLAINT_OK
               ? cli_write_document(self, text, size)
               : cli_fail(self);
    complaint_context_release(self->context, text);
    return code;
}

int cli_export_person(cli *self)
{
    complaint_facts *person = NULL;
    complaint_facts *out = NULL;
    int code = cli_actor(self);

    if (code == EXIT_DONE)
        code = cli_open(self, COMPLAINT_REGISTER_READ_ONLY);
    if (code == EXIT_DONE && complaint_facts_new(self->context, &person,
                                                 &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE)
        code = read_person(self, person, 1);
    if (code == EXIT_DONE &&
        complaint_register_export_person(self->reg, self->actor, person, &out,
                                         &self->error) != COMPLAINT_OK)
        code = cli_fail(self);
    if (code == EXIT_DONE && cli_given(self, "html") &&
        !cli_given(self, "json")) {
        code = print_page(self, out);
    } else if (code == EXIT_DONE && cli_given(self, "json")) {
        code = cli_print_json(self, out);
    } else if (code == EXIT_DONE) {
        print_members(out, 0);
        putchar('\n');
    }
    complaint_facts_free(out);
    complaint_facts_free(person);
    return code;
}
