/* Settings of a register: kept as rows of "setting", remembered until the
 * store's generation moves. */
#include "register/ledger.h"

#include "base/failure.h"
#include "base/json.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_NUMBER "{year}-{series:5}"

int complaint__setting_get(complaint_register *self, const char *name,
                           char **value, complaint_error **error)
{
    complaint_value key = complaint__value_text(name);
    const complaint_value *row = NULL;
    int status;

    *value = NULL;
    status = complaint__store_find(self->store, &complaint__relation_setting,
                                   &key, &row, error);
    if (status != COMPLAINT_OK || row == NULL)
        return status;
    if (row[complaint__setting_value].type != COMPLAINT_VALUE_TEXT)
        return COMPLAINT_OK;
    *value = complaint__copy_text(self->context,
                                  row[complaint__setting_value].bytes);
    return *value == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

/* As a row, without the ledger. */
static int put_row(complaint_register *self, const char *name,
                   const char *value, complaint_error **error)
{
    complaint_value row[complaint__setting_columns];
    const complaint_value *found = NULL;
    int status;

    row[complaint__setting_name] = complaint__value_text(name);
    row[complaint__setting_value] = complaint__value_text(value);
    status = complaint__store_find(self->store, &complaint__relation_setting,
                                   row, &found, error);
    if (status != COMPLAINT_OK)
        return status;
    if (found == NULL)
        return value == NULL
                   ? COMPLAINT_OK
                   : complaint__store_insert(
                         self->store, &complaint__relation_setting, row, error);
    if (value == NULL)
        return complaint__store_erase(self->store, &complaint__relation_setting,
                                      row, error);
    return complaint__store_update(self->store, &complaint__relation_setting,
                                   row, -1, error);
}

int complaint__setting_put(complaint_register *self, const char *name,
                           const char *value, complaint_error **error)
{
    char *present;
    bool same;
    int status = complaint__setting_get(self, name, &present, error);

    if (status != COMPLAINT_OK)
        return status;
    same = (present == NULL) == (value == NULL) &&
           (value == NULL || strcmp(present, value) == 0);
    complaint__free(self->context, present);
    if (same)
        return COMPLAINT_OK;
    status = put_row(self, name, value, error);
    if (status == COMPLAINT_OK &&
        strcmp(name, COMPLAINT__SETTING_GENERATION) != 0)
        status = complaint__ledger_set(self, name, value, error);
    return status;
}

static int read_generation(complaint_register *self, int64_t *generation,
                           complaint_error **error)
{
    char *text;
    int status = complaint__setting_get(self, "generation", &text, error);

    if (status != COMPLAINT_OK)
        return status;
    *generation = text == NULL ? 0 : strtoll(text, NULL, 10);
    complaint__free(self->context, text);
    return COMPLAINT_OK;
}

int complaint__register_renew(complaint_register *self, complaint_error **error)
{
    int64_t generation;
    int status;

    if (self->generation >= 0 &&
        (self->presuming || (self->in_batch && self->renewed)))
        return COMPLAINT_OK;
    status = read_generation(self, &generation, error);
    if (status != COMPLAINT_OK)
        return status;
    if (generation != self->generation) {
        complaint__register_forget(self);
        self->generation = generation;
    }
    self->renewed = self->in_batch;
    return COMPLAINT_OK;
}

void complaint__register_presume(complaint_register *self)
{
    self->presuming = self->store != NULL && !self->in_batch &&
                      self->generation >= 0 &&
                      complaint__store_expects(self->store);
}

/* What names and settings have no part in; an answer that was lost must not
 * be followed by the same once more. */
static bool is_of_the_store(int status)
{
    switch (status) {
    case COMPLAINT_IO:
    case COMPLAINT_FULL:
    case COMPLAINT_NO_MEMORY:
    case COMPLAINT_CORRUPT:
    case COMPLAINT_READ_ONLY:
    case COMPLAINT_CONFLICT:
    case COMPLAINT_MISUSE:
        return true;
    default:
        return false;
    }
}

bool complaint__register_presumed(complaint_register *self, int status,
                                  complaint_error **error)
{
    bool presumed = self->presuming;

    self->presuming = false;
    if (!presumed || status == COMPLAINT_OK || is_of_the_store(status))
        return false;
    if (error != NULL) {
        complaint_error_free(*error);
        *error = NULL;
    }
    complaint__register_forget(self);
    return true;
}

int complaint__register_rely(complaint_register *self, complaint_error **error)
{
    complaint_value row[complaint__setting_columns];
    char room[COMPLAINT__INTEGER_SIZE];

    if (!self->presuming || self->generation < 0)
        return COMPLAINT_OK;
    row[complaint__setting_name] =
        complaint__value_text(COMPLAINT__SETTING_GENERATION);
    row[complaint__setting_value] =
        complaint__value_text(complaint__integer_text(self->generation, room));
    return complaint__store_expect(self->store, &complaint__relation_setting,
                                   row, error);
}

int complaint__register_advance(complaint_register *self,
                                complaint_error **error)
{
    char text[24];
    int64_t generation;
    int status = read_generation(self, &generation, error);

    if (status != COMPLAINT_OK)
        return status;
    (void)snprintf(text, sizeof text, "%lld", (long long)generation + 1);
    complaint__register_forget(self);
    return complaint__setting_put(self, "generation", text, error);
}

void complaint__register_forget(complaint_register *self)
{
    while (self->names != NULL) {
        cached_name *next = self->names->next;

        complaint__free(self->context, self->names->name);
        complaint__free(self->context, self->names);
        self->names = next;
    }
    complaint__free(self->context, self->number_pattern);
    self->number_pattern = NULL;
    complaint__codes_free(self->units);
    self->units = NULL;
    self->no_catalog = false;
    complaint__view_forget(self);
    complaint__packs_forget(self);
    self->generation = -1;
}

int complaint__register_pattern(complaint_register *self, const char **pattern,
                                complaint_error **error)
{
    int status;

    if (self->number_pattern == NULL) {
        status = complaint__setting_get(self, "number", &self->number_pattern,
                                        error);
        if (status != COMPLAINT_OK)
            return status;
        self->number_is_set = self->number_pattern != NULL;
    }
    if (self->number_pattern == NULL) {
        self->number_pattern =
            complaint__copy_text(self->context, DEFAULT_NUMBER);
        if (self->number_pattern == NULL)
            return complaint__fail_memory(error);
    }
    *pattern = self->number_pattern;
    return COMPLAINT_OK;
}

/* Kind of the definitions that a setting names, or -1. */
static int kind_of_setting(const char *name)
{
    for (int i = 0; i < COMPLAINT__KINDS; i++)
        if (strcmp(complaint__kind_names[i], name) == 0)
            return i == COMPLAINT__KIND_PACK ? -1 : i; /* there is no default */
    return -1;
}

static int check_setting(complaint_register *self, const char *name,
                         const char *value, complaint_error **error)
{
    const cached_definition *found;
    int kind = kind_of_setting(name);
    int status;

    if (kind < 0 && strcmp(name, "number") != 0 && strcmp(name, "views") != 0 &&
        strcmp(name, "packs") != 0)
        return complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                               "setting.unknown", name,
                               "there is no setting \"%s\"", name);
    if (value == NULL)
        return COMPLAINT_OK;
    if (strcmp(name, "views") == 0)
        return complaint__views_check(self, value, error);
    if (strcmp(name, "packs") == 0)
        return complaint__packs_check(self, value, error);
    if (kind < 0)
        return complaint__number_check(self->context, value, error);
    status = complaint__register_renew(self, error);
    if (status == COMPLAINT_OK)
        status = complaint__register_newest(self, kind, value, &found, error);
    return status;
}

static int set_once(complaint_register *self, const char *name,
                    const char *value, complaint_error **error)
{
    int status = complaint__register_usable(self, error);
    bool began;

    if (status != COMPLAINT_OK)
        return status;
    if (name == NULL)
        return complaint__fail_misuse(self->context, error, "name");
    status = check_setting(self, name, value, error);
    if (status == COMPLAINT_OK)
        status = complaint__register_begin(self, &began, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__setting_put(self, name, value, error);
    if (status == COMPLAINT_OK)
        status = complaint__register_advance(self, error);
    return complaint__register_end(self, began, status, error);
}

int complaint_register_set(complaint_register *self, const char *name,
                           const char *value, complaint_error **error)
{
    int attempt = 0;
    int status;

    do
        status = set_once(self, name, value, error);
    while (complaint__register_again(self, status, &attempt, error));
    return status;
}
