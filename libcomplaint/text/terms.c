/* Reading terms, and looking for them one text at a time: the plain way, to
 * which the fast one in register/search is held. */
#include "text/terms.h"

#include "base/failure.h"
#include "base/line.h"
#include "data/bundled.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <stdlib.h>
#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The set of a character among lines of sets ("- 发發髮"). */
static const char *find_set(const char *bytes, size_t size, size_t *set_size)
{
    const complaint__bundled *file = complaint__bundled_find("han", "variants");
    complaint__byte_counts none = {{0}};
    complaint__needle needle;
    const char *end = (const char *)file->bytes + file->size;
    const char *hit;
    const char *from;

    complaint__needle_set(&needle, bytes, size, &none, COMPLAINT__FIND_PLAIN);
    hit = complaint__find(&needle, file->bytes, file->size);
    if (hit == NULL)
        return NULL;
    for (from = hit; from[-1] != ' ';)
        from--;
    while (hit < end && *hit != '\n')
        hit++;
    *set_size = (size_t)(hit - from);
    return from;
}

/* Characters of the sets have three bytes each, others stand for themselves. */
static bool read_places(complaint__arena *arena, complaint__term *term)
{
    term->places =
        complaint__arena_alloc(arena, term->size * sizeof *term->places);
    if (term->places == NULL)
        return false;
    for (size_t at = 0; at < term->size;) {
        complaint__place *place = &term->places[term->place_count++];
        uint32_t code = 0;
        size_t set_size = 0;

        place->forms = term->text + at;
        place->count = 1;
        place->size =
            complaint__utf8_decode(term->text + at, term->size - at, &code);
        at += place->size;
        if (code >= 0x3400 && code <= 0x9FFF) {
            const char *set = find_set(place->forms, place->size, &set_size);

            if (set != NULL) {
                place->forms = set;
                place->count = set_size / place->size;
            }
        }
    }
    return true;
}

/* Every way to write as many places as COMPLAINT__TERM_FORMS allows. */
static bool write_forms(complaint__arena *arena, complaint__term *term)
{
    size_t places = 0;
    size_t count = 1;
    size_t size = 0;

    while (places < term->place_count &&
           count * term->places[places].count <= COMPLAINT__TERM_FORMS) {
        count *= term->places[places].count;
        size += term->places[places].size;
        places++;
    }
    for (size_t i = 0; i < count; i++) {
        char *form = complaint__arena_alloc(arena, size + 1);
        size_t rest = i;
        size_t at = 0;

        if (form == NULL)
            return false;
        for (size_t j = 0; j < places; j++) {
            const complaint__place *place = &term->places[j];

            memcpy(form + at, place->forms + rest % place->count * place->size,
                   place->size);
            rest /= place->count;
            at += place->size;
        }
        term->forms[i] = form;
    }
    term->form_size = size;
    term->form_count = count;
    term->whole = places == term->place_count;
    return true;
}

static int by_size(const void *a, const void *b)
{
    const complaint__term *one = a;
    const complaint__term *other = b;

    return one->size == other->size ? 0 : one->size > other->size ? -1 : 1;
}

static bool is_blank(const char *text)
{
    while (is_space(*text))
        text++;
    return *text == '\0';
}

/* The next term of a folded line; false at its end. A phrase that nothing ends
 * is the rest of the line; a quote with nothing behind it is itself. */
static bool next_term(const char **line, const char **text, size_t *size)
{
    const char *at = *line;

    while (is_space(*at))
        at++;
    *text = at;
    if (*at == '"' && !is_blank(at + 1)) {
        *text = ++at;
        while (*at != '\0' && *at != '"')
            at++;
        *size = (size_t)(at - *text);
        *line = *at == '"' ? at + 1 : at;
    } else {
        while (*at != '\0' && !is_space(*at))
            at++;
        *size = (size_t)(at - *text);
        *line = at;
    }
    return *size > 0 || **line != '\0';
}

static bool add_term(complaint__arena *arena, const char *text, size_t size,
                     bool variants, complaint__terms *out)
{
    complaint__term *term = &out->of[out->count++];

    term->text = complaint__arena_bytes(arena, text, size);
    term->size = size;
    if (term->text == NULL)
        return false;
    if (variants)
        return read_places(arena, term) && write_forms(arena, term);
    term->forms[0] = term->text;
    term->form_size = size;
    term->form_count = 1;
    term->whole = true;
    return true;
}

int complaint__terms_read(complaint_context *context, complaint__arena *arena,
                          const char *line, bool variants,
                          complaint__terms *out, complaint_error **error)
{
    const char *at;
    const char *text;
    char *folded = NULL;
    size_t size = strlen(line);
    int status;

    memset(out, 0, sizeof *out);
    if (size > COMPLAINT_LIMIT_TITLE)
        return complaint__fail_limit(context, error, "text",
                                     COMPLAINT_LIMIT_TITLE);
    status = complaint__text_fold(context, line, size, &folded, NULL, error);
    if (status != COMPLAINT_OK)
        return status;
    out->of = complaint__arena_alloc(arena, (COMPLAINT_LIMIT_TERMS + 1) *
                                                sizeof *out->of);
    if (out->of == NULL)
        status = complaint__fail_memory(error);
    at = folded;
    while (status == COMPLAINT_OK && next_term(&at, &text, &size)) {
        if (size == 0)
            continue;
        if (out->count == COMPLAINT_LIMIT_TERMS)
            status = complaint__fail_limit(context, error, "text",
                                           COMPLAINT_LIMIT_TERMS);
        else if (!add_term(arena, text, size, variants, out))
            status = complaint__fail_memory(error);
    }
    complaint__free(context, folded);
    if (status == COMPLAINT_OK && out->count > 1)
        qsort(out->of, out->count, sizeof *out->of, by_size);
    return status;
}

/* Do the places stand at the beginning? */
static bool begins(const complaint__term *term, const char *bytes, size_t size)
{
    size_t at = 0;

    for (size_t i = 0; i < term->place_count; i++) {
        const complaint__place *place = &term->places[i];
        bool same = false;

        if (size - at < place->size)
            return false;
        for (size_t j = 0; !same && j < place->count; j++)
            same = memcmp(bytes + at, place->forms + j * place->size,
                          place->size) == 0;
        if (!same)
            return false;
        at += place->size;
    }
    return true;
}

bool complaint__term_is_in(const complaint__term *term, const char *bytes,
                           size_t size)
{
    complaint__byte_counts none = {{0}};
    complaint__needle needle;

    if (term->places == NULL) {
        complaint__needle_set(&needle, term->text, term->size, &none,
                              COMPLAINT__FIND_PLAIN);
        return complaint__find(&needle, bytes, size) != NULL;
    }
    for (size_t i = 0; i < size; i++)
        if (begins(term, bytes + i, size - i))
            return true;
    return false;
}

bool complaint__terms_are_in(const complaint__terms *terms, const char *bytes,
                             size_t size)
{
    for (size_t i = 0; i < terms->count; i++)
        if (!complaint__term_is_in(&terms->of[i], bytes, size))
            return false;
    return true;
}
