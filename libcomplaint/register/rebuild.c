/* Rebuilding the projections of a register from its journal. What is wrong
 * in one case: examine.c. */
#include "register/stream.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* Cases whose projections differ. */
typedef struct damaged {
    complaint_register *owner;
    char (*ids)[COMPLAINT__ID_SIZE];
    size_t count;
    size_t capacity;
    complaint_error **error;
} damaged;

static int ignore(void *data, const complaint__found *found)
{
    (void)data;
    (void)found;
    return COMPLAINT_OK;
}

static int remember(damaged *d, const char *case_id)
{
    size_t capacity = d->capacity == 0 ? 64 : 2 * d->capacity;
    void *ids;

    if (d->count == d->capacity) {
        ids = complaint__realloc_array(d->owner->context, d->ids, capacity,
                                       sizeof *d->ids);
        if (ids == NULL)
            return complaint__fail_memory(d->error);
        d->ids = ids;
        d->capacity = capacity;
    }
    memset(d->ids[d->count], 0, COMPLAINT__ID_SIZE);
    memcpy(d->ids[d->count++], case_id, strlen(case_id));
    return COMPLAINT_OK;
}

static int find_damaged(damaged *d)
{
    complaint__streams streams;
    complaint__examined examined;
    char case_id[COMPLAINT__ID_SIZE];
    int status = complaint__streams_open(d->owner->store, NULL, NULL, false,
                                         &streams, d->error);

    if (status != COMPLAINT_OK)
        return status;
    while (status == COMPLAINT_OK &&
           complaint__streams_case(&streams, case_id)) {
        status = complaint__examine(d->owner, &streams, case_id, ignore, NULL,
                                    &examined, NULL, d->error);
        if (status == COMPLAINT_OK && examined.broken)
            status = complaint__fail(
                d->owner->context, d->error, COMPLAINT_CORRUPT,
                "register.chain", "journal",
                "the journal of case %s is broken: verify says where", case_id);
        if (status == COMPLAINT_OK && examined.changes > 0)
            status = remember(d, case_id);
    }
    complaint__streams_close(&streams);
    return status;
}

/* Stored rows of a case that its image lacks or has otherwise are replaced:
 * all of the relation go, and all of the image come. */
static int erase_rows(damaged *d, const complaint_relation *relation,
                      const char *case_id)
{
    complaint_value equal = complaint__value_text(case_id);
    complaint_scan scan = {
        .relation = relation, .equal = &equal, .equal_count = 1, .limit = 1};
    complaint_value key[COMPLAINT__KEY_MAX];
    char id[COMPLAINT_LIMIT_CODE + 1];
    int status = COMPLAINT_OK;

    for (;;) {
        const complaint_value *row = NULL;
        complaint__scan *rows;

        status = complaint__store_scan(d->owner->store, &scan, &rows, d->error);
        if (status != COMPLAINT_OK)
            return status;
        status = complaint__scan_next(rows, &row, d->error);
        if (status == COMPLAINT_OK && row != NULL) {
            key[0] = equal;
            if (relation->key_count > 1) {
                (void)snprintf(id, sizeof id, "%s", row[1].bytes);
                key[1] = complaint__value_text(id);
            }
        }
        complaint__scan_close(rows);
        if (status != COMPLAINT_OK || row == NULL)
            return status;
        status =
            complaint__store_erase(d->owner->store, relation, key, d->error);
        if (status != COMPLAINT_OK)
            return status;
    }
}

static int replace(damaged *d, const char *case_id, complaint__image *image)
{
    const complaint_relation *relation = &complaint__relation_case;
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && relation != NULL; i++) {
        status = erase_rows(d, relation, case_id);
        relation = complaint__child_relation(i);
    }
    if (status != COMPLAINT_OK || complaint__image_now(&image->self) == NULL)
        return status;
    image->store = d->owner->store;
    status = complaint__image_write_case(image, -1, true, d->error);
    if (status == COMPLAINT_OK)
        status = complaint__image_write_rows(image, d->error);
    if (status == COMPLAINT_OK)
        status = complaint__store_touch(image->store, case_id, d->error);
    return status;
}

static int rebuild_case(damaged *d, const char *case_id, int64_t *changes)
{
    complaint__streams streams;
    complaint__examined examined = {0};
    complaint__image image;
    int status = complaint__streams_open_case(d->owner->store, case_id, false,
                                              false, &streams, d->error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint__examine(d->owner, &streams, case_id, ignore, NULL,
                                &examined, &image, d->error);
    complaint__streams_close(&streams);
    if (status == COMPLAINT_OK)
        status = replace(d, case_id, &image);
    complaint__image_free(&image);
    *changes += examined.changes;
    return status;
}

static int rebuild_once(complaint_register *self, int64_t *changed,
                        complaint_error **error)
{
    damaged d = {.owner = self, .error = error};
    int64_t changes = 0;
    int64_t units = 0;
    bool began;
    int status = complaint__register_usable(self, error);

    if (changed != NULL)
        *changed = 0;
    if (status == COMPLAINT_OK && self->in_batch)
        status = complaint__fail(self->context, error, COMPLAINT_MISUSE,
                                 "register.batch", "self",
                                 "a batch is open already");
    if (status == COMPLAINT_OK)
        status = complaint__register_begin(self, &began, error);
    if (status != COMPLAINT_OK)
        return status;
    status = find_damaged(&d);
    for (size_t i = 0; status == COMPLAINT_OK && i < d.count; i++)
        status = rebuild_case(&d, d.ids[i], &changes);
    if (status == COMPLAINT_OK)
        status =
            complaint__examine_units(self, true, ignore, NULL, &units, error);
    if (status == COMPLAINT_OK && units > 0)
        status = complaint__register_advance(self, error);
    status = complaint__register_end(self, began, status, error);
    complaint__free(self->context, d.ids);
    if (status == COMPLAINT_OK && changed != NULL)
        *changed = changes + units;
    return status;
}

int complaint_register_rebuild(complaint_register *self, int64_t *changed,
                               complaint_error **error)
{
    int attempt = 0;
    int status;

    do
        status = rebuild_once(self, changed, error);
    while (complaint__register_again(self, status, &attempt, error));
    return status;
}
