/* Opening what a command names: the register, the actor, facts, the case. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "sqlite:x" and "memory:" are URIs; anything else is an SQLite file. */
static bool is_uri(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789+-.");

    return length > 1 && text[length] == ':';
}

int cli_open(cli *self, unsigned flags)
{
    return cli_open_named(self, self->words[0], flags);
}

int cli_open_named(cli *self, const char *name, unsigned flags)
{
    int code = cli_try_open(self, name, flags);

    return code == EXIT_FAILED && self->error != NULL ? cli_fail(self) : code;
}

char *cli_uri(const char *name)
{
    size_t size = strlen(name) + 8;
    char *uri = malloc(size);

    if (uri == NULL)
        fputs("complaint: out of memory\n", stderr);
    else
        snprintf(uri, size, is_uri(name) ? "%s" : "sqlite:%s", name);
    return uri;
}

int cli_try_open(cli *self, const char *name, unsigned flags)
{
    char *uri = cli_uri(name);
    int status;

    if (uri == NULL)
        return EXIT_FAILED;
    status = complaint_register_open(self->context, uri, flags, &self->reg,
                                     &self->error);
    free(uri);
    self->opening =
        status == COMPLAINT_OK || (flags & COMPLAINT_REGISTER_CREATE) != 0
            ? NULL
            : name;
    return status == COMPLAINT_OK ? cli_view(self) : EXIT_FAILED;
}

int cli_actor(cli *self)
{
    const char *id = cli_value(self, "actor");
    const char *role;
    int status = complaint_actor_new(self->context, id != NULL ? id : "cli",
                                     cli_value(self, "unit"), &self->actor,
                                     &self->error);

    if (status == COMPLAINT_OK && !cli_given(self, "role"))
        status = complaint_actor_add_role(self->actor, "*", &self->error);
    for (size_t i = 0; status == COMPLAINT_OK &&
                       (role = cli_value_at(self, "role", i)) != NULL;
         i++)
        status = complaint_actor_add_role(self->actor, role, &self->error);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

/* "key=value" sets a text; "key:=json" sets what the JSON says. */
int cli_set(cli *self, complaint_facts *facts, const char *fact,
            const char *english, const char *chinese)
{
    const char *equal = strchr(fact, '=');
    bool json = equal != NULL && equal > fact && equal[-1] == ':';
    size_t length = equal == NULL ? 0 : (size_t)(equal - fact) - (json ? 1 : 0);
    char key[COMPLAINT_LIMIT_CODE + 1];
    complaint_facts *value = NULL;
    int status;

    if (equal == NULL || length == 0 || length >= sizeof key)
        return cli_usage(self, english, chinese, fact);
    memcpy(key, fact, length);
    key[length] = 0;
    if (!json) {
        status = complaint_facts_set_text(facts, key, equal + 1, &self->error);
        return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
    }
    status = complaint_facts_parse(self->context, equal + 1, strlen(equal + 1),
                                   &value, &self->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_copy(facts, key, value, &self->error);
    complaint_facts_free(value);
    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}

int cli_facts(cli *self, complaint_facts **facts)
{
    const char *path = cli_value(self, "facts");
    const char *fact;
    char *bytes = NULL;
    size_t size = 0;
    int code = EXIT_DONE;
    int status;

    *facts = NULL;
    if (path != NULL) {
        code = cli_read_all(self, path, &bytes, &size);
        if (code != EXIT_DONE)
            return code;
        status = complaint_facts_parse(self->context, bytes, size, facts,
                                       &self->error);
        free(bytes);
        if (status == COMPLAINT_OK &&
            complaint_facts_type(*facts) != COMPLAINT_FACTS_MAP) {
            complaint_facts_free(*facts);
            *facts = NULL;
            return cli_usage(self, "the facts must be a JSON object",
                             "事实必须是 JSON 对象", path);
        }
    } else {
        status = complaint_facts_new(self->context, facts, &self->error);
    }
    if (status != COMPLAINT_OK)
        return cli_fail(self);
    for (size_t i = 0;
         code == EXIT_DONE && (fact = cli_value_at(self, "fact", i)) != NULL;
         i++)
        code = cli_set(self, *facts, fact, "a fact is key=text or key:=JSON",
                       "事实应写作 键=文本 或 键:=JSON");
    if (code != EXIT_DONE) {
        complaint_facts_free(*facts);
        *facts = NULL;
    }
    return code;
}

int cli_find(cli *self, complaint_case **one)
{
    int status =
        complaint_case_find(self->reg, self->words[1], one, &self->error);

    return status == COMPLAINT_OK ? EXIT_DONE : cli_fail(self);
}
