/* A register as a whole: backup, compaction, and bringing one of an older
 * version forward. How a backend does it is its own business. */
#include "register/ledger.h"

#include "base/failure.h"

#include <complaint/upkeep.h>

#include <string.h>

static int need_free(complaint_register *self, complaint_error **error)
{
    int status = complaint__register_usable(self, error);

    if (status == COMPLAINT_OK && self->in_batch)
        status = complaint__fail(self->context, error, COMPLAINT_MISUSE,
                                 "register.batch", "self",
                                 "a batch is open already");
    return status;
}

int complaint_register_backup(complaint_register *self, const char *target,
                              complaint_error **error)
{
    int status = need_free(self, error);

    if (status != COMPLAINT_OK)
        return status;
    if (target == NULL)
        return complaint__fail_misuse(self->context, error, "target");
    status = complaint__view_need_all(self, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_backup(self->store, target, error);
}

int complaint_register_compact(complaint_register *self,
                               complaint_error **error)
{
    int status = need_free(self, error);

    return status == COMPLAINT_OK ? complaint__store_compact(self->store, error)
                                  : status;
}

/* ---- migration ---- */

typedef struct migration {
    complaint_context *context;
    const char *uri;
    const char *backup; /* of the options; NULL: the default */
    bool dry_run;
    int from;
    bool migrated;
    complaint__buffer made; /* URI of the backup made */
    complaint_error **error;
} migration;

static int read_options(migration *m, const complaint_facts *options)
{
    for (size_t i = 0; i < complaint_facts_size(options); i++) {
        const char *key = complaint_facts_key(options, i);
        const complaint_facts *fact = complaint_facts_at(options, i);
        bool known = true;

        if (strcmp(key, "dry_run") == 0 &&
            complaint_facts_type(fact) == COMPLAINT_FACTS_BOOLEAN)
            m->dry_run = complaint_facts_integer(fact, 0) == 1;
        else if (strcmp(key, "backup") == 0)
            known = (m->backup = complaint_facts_text(fact, NULL)) != NULL;
        else
            known = false;
        if (!known)
            return complaint__fail(m->context, m->error, COMPLAINT_INVALID,
                                   "migrate.option", key,
                                   "an unknown option, or of another type");
    }
    return COMPLAINT_OK;
}

/* A backend that cannot copy an older store changes it in one transaction, and
 * its server has copies of its own: only one that was asked for is missed. */
static int make_backup(migration *m)
{
    complaint_error *local = NULL;
    int status;

    if (m->backup != NULL)
        complaint__buffer_text(&m->made, m->backup);
    else
        complaint__buffer_format(&m->made, "%s-version-%d", m->uri, m->from);
    if (m->made.failed)
        return complaint__fail_memory(m->error);
    status = complaint__store_backup_as_is(m->context, m->uri, m->made.bytes,
                                           &local);
    if (status == COMPLAINT_UNSUPPORTED && m->backup == NULL) {
        complaint_error_free(local);
        complaint__buffer_clear(&m->made);
        return COMPLAINT_OK;
    }
    complaint__error_give(m->error, local);
    return status;
}

/* Every row of a relation, entered into the ledger as if it came now. */
static int adopt_rows(migration *m, complaint_register *self,
                      const complaint_relation *relation)
{
    complaint_scan scan = {.relation = relation};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(self->store, &scan, &rows, m->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, m->error);
        if (status != COMPLAINT_OK || row == NULL)
            break;
        if (relation == &complaint__relation_definition)
            status = complaint__ledger_install(self, row, m->error);
        else if (strcmp(row[complaint__setting_name].bytes,
                        COMPLAINT__SETTING_GENERATION) != 0)
            status = complaint__ledger_set(
                self, row[complaint__setting_name].bytes,
                row[complaint__setting_value].bytes, m->error);
    } while (status == COMPLAINT_OK);
    complaint__scan_close(rows);
    return status;
}

/* Registers that had no ledger begin one with what they hold. */
static int adopt(migration *m, complaint_register *self)
{
    unsigned char head[COMPLAINT__DIGEST_SIZE];
    int64_t entries = 0;
    bool began;
    int status = complaint__register_begin(self, &began, m->error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint__ledger_head(self, &entries, head, m->error);
    if (status == COMPLAINT_OK && entries == 0)
        status = adopt_rows(m, self, &complaint__relation_setting);
    if (status == COMPLAINT_OK && entries == 0)
        status = adopt_rows(m, self, &complaint__relation_definition);
    return complaint__register_end(self, began, status, m->error);
}

/* Projections anew, when an upgrade asked for it; then it asks no more. */
static int rebuild(migration *m, complaint_register *self)
{
    char *note = NULL;
    bool began;
    int attempt = 0;
    int status =
        complaint__setting_get(self, COMPLAINT__MIGRATED, &note, m->error);

    if (status != COMPLAINT_OK || note == NULL)
        return status;
    m->migrated = true;
    complaint__free(m->context, note);
    do
        status = adopt(m, self);
    while (complaint__register_again(self, status, &attempt, m->error));
    if (status != COMPLAINT_OK)
        return status;
    attempt = 0;
    status = complaint_register_rebuild(self, NULL, m->error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__register_begin(self, &began, m->error);
        if (status != COMPLAINT_OK)
            return status;
        status =
            complaint__setting_put(self, COMPLAINT__MIGRATED, NULL, m->error);
        status = complaint__register_end(self, began, status, m->error);
    } while (complaint__register_again(self, status, &attempt, m->error));
    return status;
}

static int bring_forward(migration *m)
{
    complaint_register *self = NULL;
    complaint__store *store = NULL;
    int status = COMPLAINT_OK;

    if (m->from != COMPLAINT__SCHEMA) {
        status = make_backup(m);
        if (status == COMPLAINT_OK)
            status = complaint__store_open(
                m->context, m->uri, COMPLAINT_STORE_UPGRADE, &store, m->error);
        if (status == COMPLAINT_OK)
            status = complaint__store_close(store, m->error);
    }
    if (status == COMPLAINT_OK)
        status =
            complaint_register_open(m->context, m->uri, 0, &self, m->error);
    if (status == COMPLAINT_OK)
        status = rebuild(m, self);
    complaint_register_free(self);
    return status;
}

static int say(const migration *m, complaint_facts **out)
{
    complaint_facts *facts = NULL;
    int status = complaint_facts_new(m->context, &facts, m->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(facts, "from", m->from, m->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(facts, "to", COMPLAINT__SCHEMA,
                                             m->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_boolean(facts, "migrated", m->migrated,
                                             m->error);
    if (status == COMPLAINT_OK && m->made.size > 0)
        status =
            complaint_facts_set_text(facts, "backup", m->made.bytes, m->error);
    if (status == COMPLAINT_OK)
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}

int complaint_register_migrate(complaint_context *context, const char *uri,
                               const complaint_facts *options,
                               complaint_facts **out, complaint_error **error)
{
    migration m = {.context = context, .uri = uri, .error = error};
    int status;

    if (out != NULL)
        *out = NULL;
    if (context == NULL || uri == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "uri");
    m.made = (complaint__buffer)COMPLAINT__BUFFER(context);
    if (options != NULL && complaint_facts_type(options) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(context, error, "options");
    status = read_options(&m, options);
    if (status == COMPLAINT_OK)
        status = complaint__store_version(context, uri, &m.from, error);
    if (status == COMPLAINT_OK && !m.dry_run)
        status = bring_forward(&m);
    if (status == COMPLAINT_OK && out != NULL)
        status = say(&m, out);
    complaint__buffer_free(&m.made);
    return status;
}
