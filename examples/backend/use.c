/* A register in a log: use PATH TITLE files a complaint, verifies, and lists
 * what is there. */
#include "logstore.h"

#include <complaint.h>

#include <stdio.h>
#include <string.h>

typedef struct desk {
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *clerk;
    complaint_error *error;
} desk;

static int install(desk *d, const char *kind, const char *name)
{
    complaint_definition *definition = NULL;
    int status = complaint_definition_bundled(d->context, kind, name,
                                              &definition, &d->error);

    if (status == COMPLAINT_OK)
        status =
            complaint_register_install(d->reg, d->clerk, definition, &d->error);
    complaint_definition_free(definition);
    return status;
}

/* The scheme is added first; then a register is opened like any other. */
static int open_desk(desk *d, const char *path)
{
    char uri[256];
    int status = complaint_context_new(NULL, &d->context, &d->error);

    if (status == COMPLAINT_OK)
        status = complaint_backend_register(d->context, logstore_backend(),
                                            &d->error);
    snprintf(uri, sizeof uri, "log:%s", path);
    if (status == COMPLAINT_OK)
        status = complaint_register_open(
            d->context, uri, COMPLAINT_REGISTER_CREATE, &d->reg, &d->error);
    if (status == COMPLAINT_OK)
        status = complaint_actor_new(d->context, "clerk-1", NULL, &d->clerk,
                                     &d->error);
    if (status == COMPLAINT_OK)
        status = install(d, "procedure", "iso10002");
    if (status == COMPLAINT_OK)
        status = install(d, "calendar", "cn");
    return status;
}

static int file(desk *d, const char *title)
{
    complaint_facts *facts = NULL;
    int status = complaint_facts_new(d->context, &facts, &d->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(facts, "title", title, &d->error);
    if (status == COMPLAINT_OK)
        status = complaint_case_file(d->reg, d->clerk, facts,
                                     COMPLAINT_TIME_NONE, NULL, &d->error);
    complaint_facts_free(facts);
    return status;
}

static int list(desk *d)
{
    const complaint_record *record = NULL;
    complaint_cursor *cursor = NULL;
    int status = complaint_register_list(d->reg, NULL, &cursor, &d->error);

    while (status == COMPLAINT_OK) {
        status = complaint_cursor_next(cursor, &record, &d->error);
        if (status != COMPLAINT_OK || record == NULL)
            break;
        printf("%s %s\n", complaint_record_text(record, "state"),
               complaint_record_text(record, "title"));
    }
    complaint_cursor_free(cursor);
    return status;
}

int main(int count, char **words)
{
    desk d = {NULL, NULL, NULL, NULL};
    int status;

    if (count != 3) {
        fputs("usage: use PATH TITLE\n", stderr);
        return 2;
    }
    status = open_desk(&d, words[1]);
    if (status == COMPLAINT_OK)
        status = file(&d, words[2]);
    if (status == COMPLAINT_OK)
        status = complaint_register_verify(d.reg, NULL, &d.error);
    if (status == COMPLAINT_OK)
        status = list(&d);
    if (status != COMPLAINT_OK)
        fprintf(stderr, "use: %s\n", complaint_error_message(d.error));
    complaint_actor_free(d.clerk);
    complaint_register_free(d.reg);
    complaint_error_free(d.error);
    complaint_context_free(d.context);
    return status == COMPLAINT_OK ? 0 : 1;
}
