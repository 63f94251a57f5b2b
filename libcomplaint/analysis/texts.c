/* Texts as small numbers, by sorting. */
#include "analysis/texts.h"

#include <stdlib.h>
#include <string.h>

typedef struct placed {
    const char *text;
    size_t position;
} placed;

static int compare(const void *a, const void *b)
{
    return strcmp(((const placed *)a)->text, ((const placed *)b)->text);
}

bool complaint__texts_encode(complaint__arena *arena, const char *const *texts,
                             size_t count, complaint__texts_set *out)
{
    placed *sorted =
        complaint__arena_alloc(arena, (count + 1) * sizeof *sorted);

    out->texts =
        complaint__arena_alloc(arena, (count + 1) * sizeof *out->texts);
    out->codes =
        complaint__arena_alloc(arena, (count + 1) * sizeof *out->codes);
    out->count = 0;
    if (sorted == NULL || out->texts == NULL || out->codes == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (placed){texts[i] != NULL ? texts[i] : "", i};
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(sorted[i].text, sorted[i - 1].text) != 0)
            out->texts[out->count++] = sorted[i].text;
        out->codes[sorted[i].position] = out->count - 1;
    }
    return true;
}

size_t complaint__texts_find(const complaint__texts_set *set, const char *text)
{
    size_t low = 0, high = set->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(set->texts[middle], text);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return set->count;
}
