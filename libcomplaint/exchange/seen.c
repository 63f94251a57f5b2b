/* A set of texts by open addressing (FNV-1a). */
#include "exchange/seen.h"

#include <string.h>

static size_t hash(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (; *text != '\0'; text++) {
        h ^= (unsigned char)*text;
        h *= UINT64_C(1099511628211);
    }
    return (size_t)(h ^ (h >> 32));
}

static complaint__seen_number *place_of(complaint__seen_number *places,
                                        size_t capacity, const char *number)
{
    size_t i = hash(number) & (capacity - 1);

    while (places[i].number != NULL && strcmp(places[i].number, number) != 0)
        i = (i + 1) & (capacity - 1);
    return &places[i];
}

static bool grow(complaint__seen *seen)
{
    size_t capacity = seen->capacity == 0 ? 1024 : seen->capacity * 2;
    complaint__seen_number *places =
        complaint__alloc_array(seen->context, capacity, sizeof *places);

    if (places == NULL)
        return false;
    for (size_t i = 0; i < seen->capacity; i++)
        if (seen->places[i].number != NULL)
            *place_of(places, capacity, seen->places[i].number) =
                seen->places[i];
    complaint__free(seen->context, seen->places);
    seen->places = places;
    seen->capacity = capacity;
    return true;
}

bool complaint__seen_add(complaint__seen *seen, const char *number,
                         int64_t line, int64_t *before)
{
    complaint__seen_number *place;

    *before = 0;
    if (seen->arena == NULL)
        seen->arena = complaint__arena_new(seen->context);
    if (seen->arena == NULL)
        return false;
    if (seen->count * 4 >= seen->capacity * 3 && !grow(seen))
        return false;
    place = place_of(seen->places, seen->capacity, number);
    if (place->number != NULL) {
        *before = place->line;
        return true;
    }
    place->number = complaint__arena_text(seen->arena, number);
    place->line = line;
    seen->count++;
    return place->number != NULL;
}

void complaint__seen_clear(complaint__seen *seen)
{
    complaint__arena_free(seen->arena);
    complaint__free(seen->context, seen->places);
    memset(seen, 0, sizeof *seen);
}
