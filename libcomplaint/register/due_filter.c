/* What the due queue is asked for: from facts to a filter. */
#include "register/inside.h"

#include "base/context.h"
#include "base/failure.h"

#include <stdlib.h>
#include <string.h>

typedef struct reading {
    complaint_register *owner;
    const complaint_facts *facts;
    complaint__due_filter *filter;
    complaint_error **error;
} reading;

/* `message` is an English literal. */
static int refuse(const reading *r, const char *key, const char *message)
{
    return complaint__fail(
        r->owner->context, r->error, COMPLAINT_INVALID, "due.filter", key,
        "\"%s\": %s", key,
        complaint__context_translate(r->owner->context, message));
}

static int read_time(const reading *r, const char *key, complaint_time *out)
{
    const complaint_facts *value = complaint_facts_get(r->facts, key);

    if (complaint_facts_type(value) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    *out = complaint_facts_time(value);
    return *out == COMPLAINT_TIME_NONE ? refuse(r, key, "a time is expected")
                                       : COMPLAINT_OK;
}

static int read_text(const reading *r, const char *key, const char **out)
{
    const complaint_facts *value = complaint_facts_get(r->facts, key);

    if (complaint_facts_type(value) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    *out = complaint_facts_text(value, NULL);
    return *out == NULL || (*out)[0] == '\0'
               ? refuse(r, key, "a text is expected")
               : COMPLAINT_OK;
}

/* "overdue" and "within" say the same as "until", from now. */
static int read_window(const reading *r)
{
    const complaint_facts *overdue = complaint_facts_get(r->facts, "overdue");
    const complaint_facts *within = complaint_facts_get(r->facts, "within");
    complaint_time now = complaint_context_now(r->owner->context);
    int status = read_time(r, "from", &r->filter->from);

    if (status == COMPLAINT_OK)
        status = read_time(r, "until", &r->filter->until);
    if (status != COMPLAINT_OK)
        return status;
    if (complaint_facts_type(within) != COMPLAINT_FACTS_NULL) {
        int64_t seconds = complaint_facts_integer(within, -1);

        if (seconds < 0 || seconds > INT64_C(10000000000))
            return refuse(r, "within", "a number of seconds is expected");
        r->filter->from = now;
        r->filter->until = now + seconds * COMPLAINT_SECOND;
    }
    if (complaint_facts_type(overdue) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    if (complaint_facts_type(overdue) != COMPLAINT_FACTS_BOOLEAN)
        return refuse(r, "overdue", "true or false is expected");
    if (complaint_facts_integer(overdue, 0) != 0)
        r->filter->until = now - 1; /* the limit itself is still kept */
    else
        r->filter->from = now;
    return COMPLAINT_OK;
}

static int read_who(const reading *r)
{
    complaint__due_filter *filter = r->filter;
    int status = read_text(r, "unit", &filter->unit);

    if (status == COMPLAINT_OK)
        status = read_text(r, "owner", &filter->owner);
    if (status == COMPLAINT_OK)
        status = read_text(r, "procedure", &filter->procedure);
    if (status == COMPLAINT_OK && (filter->unit != NULL) +
                                          (filter->owner != NULL) +
                                          (filter->procedure != NULL) >
                                      1)
        status = refuse(r, "unit",
                        "the queue is read by one of unit, owner and "
                        "procedure");
    return status;
}

/* "DUE/CASE/NAME", as complaint_cursor_token() writes it. */
static int read_after(const reading *r)
{
    const char *token = NULL;
    char *end;
    int status = read_text(r, "after", &token);

    if (status != COMPLAINT_OK || token == NULL)
        return status;
    r->filter->after_due = strtoll(token, &end, 10);
    if (end == token || *end != '/' || strlen(end + 1) < COMPLAINT__ID_SIZE ||
        end[COMPLAINT__ID_SIZE] != '/')
        return refuse(r, "after", "this is no token of the due queue");
    memcpy(r->filter->after_case, end + 1, COMPLAINT__ID_SIZE - 1);
    r->filter->after_clock = end + COMPLAINT__ID_SIZE + 1;
    return COMPLAINT_OK;
}

static int check_keys(const reading *r)
{
    static const char *const keys[] = {"from",      "until", "within",
                                       "overdue",   "unit",  "owner",
                                       "procedure", "after", "limit"};

    for (size_t i = 0; i < complaint_facts_size(r->facts); i++) {
        const char *key = complaint_facts_key(r->facts, i);
        bool known = false;

        for (size_t j = 0; j < sizeof keys / sizeof keys[0]; j++)
            known = known || strcmp(keys[j], key) == 0;
        if (!known) {
            int status = refuse(r, key, "the due queue has no such filter");

            for (size_t j = 0; j < sizeof keys / sizeof keys[0]; j++)
                complaint__error_item(r->error, keys[j]);
            return status;
        }
    }
    return COMPLAINT_OK;
}

static int read_filter(const reading *r)
{
    const complaint_facts *limit = complaint_facts_get(r->facts, "limit");
    int status = check_keys(r);

    if (status == COMPLAINT_OK)
        status = read_window(r);
    if (status == COMPLAINT_OK)
        status = read_who(r);
    if (status == COMPLAINT_OK)
        status = read_after(r);
    if (status != COMPLAINT_OK ||
        complaint_facts_type(limit) == COMPLAINT_FACTS_NULL)
        return status;
    r->filter->limit = complaint_facts_integer(limit, -1);
    return r->filter->limit < 0 ? refuse(r, "limit", "a number is expected")
                                : COMPLAINT_OK;
}

int complaint_register_list_due(complaint_register *self,
                                const complaint_facts *filter,
                                complaint_cursor **out, complaint_error **error)
{
    complaint__due_filter asked = {.from = COMPLAINT_TIME_NONE,
                                   .until = COMPLAINT_TIME_NONE,
                                   .after_due = COMPLAINT_TIME_NONE};
    const reading r = {self, filter, &asked, error};
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL ||
        (filter != NULL && complaint_facts_type(filter) != COMPLAINT_FACTS_MAP))
        return complaint__fail_misuse(self->context, error,
                                      out == NULL ? "out" : "filter");
    status = read_filter(&r);
    return status == COMPLAINT_OK
               ? complaint__cursor_due(self, &asked, out, error)
               : status;
}

int complaint_register_due(complaint_register *self, complaint_time until,
                           complaint_cursor **out, complaint_error **error)
{
    const complaint__due_filter asked = {.from = COMPLAINT_TIME_NONE,
                                         .until = until,
                                         .after_due = COMPLAINT_TIME_NONE};
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL)
        return complaint__fail_misuse(self->context, error, "out");
    return complaint__cursor_due(self, &asked, out, error);
}
