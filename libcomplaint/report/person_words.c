/* What the keys of a person's data are called on a page, in the languages that
 * pages are in. The page itself is in person_html.c. */
#include "report/person_words.h"

#include <string.h>

typedef struct word {
    const char *key;
    const char *texts[3]; /* English, Simplified and Traditional Chinese */
} word;

/* By key, in the order of strcmp(): they are looked up by halving. */
static const word words[] = {
#define WORD(key, en, zh_cn, zh_tw) {key, {en, zh_cn, zh_tw}},
#include "report/person_words.def"
#undef WORD
};

static const char *const languages[] = {"en", "zh-CN", "zh-TW"};

/* Scripts and regions that others write for the same: RFC 5646. */
static const char *const traditional[] = {"zh-Hant", "zh-HK", "zh-MO"};

static bool is_same(const char *a, const char *b)
{
    for (; *a != 0 && *b != 0; a++, b++)
        if ((*a | 0x20) != (*b | 0x20))
            return false;
    return *a == *b;
}

int complaint__person_language(const char *name)
{
    for (int i = 0; i < 3; i++)
        if (is_same(name, languages[i]))
            return i;
    for (size_t i = 0; i < sizeof traditional / sizeof *traditional; i++)
        if (is_same(name, traditional[i]))
            return 2;
    return is_same(name, "zh") || is_same(name, "zh-Hans") ? 1 : -1;
}

const char *complaint__person_tag(int language)
{
    return languages[language];
}

const char *complaint__person_word(int language, const char *key)
{
    size_t low = 0;
    size_t high = sizeof words / sizeof *words;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(key, words[middle].key);

        if (order == 0)
            return words[middle].texts[language];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return key;
}
