/* Lists of codes in memory. How they are written in YAML: catalog.c. */
#include "register/codes.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

complaint__codes *complaint__codes_new(complaint_context *context)
{
    complaint__codes *codes = complaint__alloc_array(context, 1, sizeof *codes);

    if (codes == NULL)
        return NULL;
    codes->arena = complaint__arena_new(context);
    if (codes->arena == NULL) {
        complaint__free(context, codes);
        return NULL;
    }
    codes->context = complaint__context_ref(context);
    atomic_init(&codes->references, 1);
    return codes;
}

complaint__codes *complaint__codes_ref(complaint__codes *codes)
{
    if (codes != NULL)
        atomic_fetch_add(&codes->references, 1);
    return codes;
}

void complaint__codes_free(complaint__codes *codes)
{
    complaint_context *context;

    if (codes == NULL || atomic_fetch_sub(&codes->references, 1) != 1)
        return;
    context = codes->context;
    complaint__arena_free(codes->arena);
    complaint__free(context, codes);
    complaint__context_unref(context);
}

bool complaint__codes_lists(complaint__codes *codes, size_t count)
{
    codes->lists = complaint__arena_alloc(codes->arena,
                                          (count + 1) * sizeof *codes->lists);
    if (codes->lists == NULL)
        return false;
    codes->count = count;
    return true;
}

bool complaint__codes_list(complaint__codes *codes, size_t list,
                           const char *name, size_t count)
{
    complaint__code_list *made = &codes->lists[list];

    made->name = complaint__arena_text(codes->arena, name);
    made->codes =
        complaint__arena_alloc(codes->arena, (count + 1) * sizeof *made->codes);
    made->count = count;
    return made->name != NULL && made->codes != NULL;
}

static int compare(const void *a, const void *b)
{
    const complaint__code *left = a;
    const complaint__code *right = b;

    return strcmp(left->code, right->code);
}

void complaint__codes_sort(complaint__codes *codes)
{
    for (size_t i = 0; i < codes->count; i++) {
        complaint__code_list *list = &codes->lists[i];

        if (list->count > 1)
            qsort(list->codes, list->count, sizeof *list->codes, compare);
    }
}

const complaint__code_list *
complaint__codes_find_list(const complaint__codes *codes, const char *list)
{
    for (size_t i = 0; codes != NULL && i < codes->count; i++)
        if (strcmp(codes->lists[i].name, list) == 0)
            return codes->lists[i].count > 0 ? &codes->lists[i] : NULL;
    return NULL;
}

const complaint__code *complaint__codes_find(const complaint__codes *codes,
                                             const char *list, const char *code)
{
    const complaint__code_list *found = complaint__codes_find_list(codes, list);
    complaint__code key = {.code = code};

    if (found == NULL || code == NULL)
        return NULL;
    return bsearch(&key, found->codes, found->count, sizeof key, compare);
}
