/* Keeping rejects, and writing them. */
#include "exchange/rejects.h"

#include "base/failure.h"
#include "base/line.h"

#include <complaint/limits.h>

#include <stdlib.h>
#include <string.h>

/* Bytes of a value that are shown. */
#define SHOWN 200

static const char *keep(complaint__rejects *rejects, const char *text,
                        size_t size)
{
    char line[SHOWN + 1];

    complaint__line_make(text, size, line, sizeof line);
    return complaint__arena_text(rejects->arena, line);
}

static complaint__listed *place(complaint__rejects *rejects)
{
    size_t capacity = rejects->capacity * 2 + 16;
    complaint__listed *all;

    if (rejects->arena == NULL)
        rejects->arena = complaint__arena_new(rejects->context);
    if (rejects->arena == NULL)
        return NULL;
    if (rejects->listed == rejects->capacity) {
        all = complaint__realloc_array(rejects->context, rejects->all, capacity,
                                       sizeof *all);
        if (all == NULL)
            return NULL;
        rejects->all = all;
        rejects->capacity = capacity;
    }
    return &rejects->all[rejects->listed];
}

int complaint__rejects_add(complaint__rejects *rejects,
                           const complaint__reject *reject,
                           complaint_error **error)
{
    complaint__listed *l;

    rejects->count++;
    if (rejects->listed == COMPLAINT_LIMIT_FACTS_MEMBERS)
        return COMPLAINT_OK;
    l = place(rejects);
    if (l == NULL)
        return complaint__fail_memory(error);
    l->line = reject->line;
    l->column = complaint__arena_text(
        rejects->arena, reject->column != NULL ? reject->column : "");
    l->value = keep(rejects, reject->value != NULL ? reject->value : "",
                    reject->value_size);
    l->reason = complaint__arena_text(rejects->arena, reject->reason);
    if (l->column == NULL || l->value == NULL || l->reason == NULL)
        return complaint__fail_memory(error);
    rejects->listed++;
    return COMPLAINT_OK;
}

static int by_line(const void *a, const void *b)
{
    const complaint__listed *x = a, *y = b;

    return (x->line > y->line) - (x->line < y->line);
}

int complaint__rejects_write(complaint__rejects *rejects,
                             complaint_facts *result, complaint_error **error)
{
    complaint_facts *all = NULL;
    int status = complaint_facts_set_list(result, "rejects", &all, error);

    if (rejects->listed > 0)
        qsort(rejects->all, rejects->listed, sizeof *rejects->all, by_line);
    for (size_t i = 0; status == COMPLAINT_OK && i < rejects->listed; i++) {
        const complaint__listed *l = &rejects->all[i];
        complaint_facts *one = NULL;

        status = complaint_facts_set_map(all, NULL, &one, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_integer(one, "line", l->line, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(one, "column", l->column, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(one, "value", l->value, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(one, "reason", l->reason, error);
    }
    return status;
}

void complaint__rejects_clear(complaint__rejects *rejects)
{
    complaint__free(rejects->context, rejects->all);
    complaint__arena_free(rejects->arena);
    memset(rejects, 0, sizeof *rejects);
}
