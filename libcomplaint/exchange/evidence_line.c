/* How the lines and forms of an evidence pack are written, so that two readers
 * cannot read them in two ways. What they say is checked in evidence_verify.c.
 */
#include "exchange/evidence.h"
#include "model/facts.h"

#include <string.h>

/* ---- JSON in the one way ---- */

/* The length of an escape that could not be written shorter; 0 for another.
 * Its letters are known to be there: the JSON was read. */
static size_t escape_size(const char *escape)
{
    char digit;

    if (strchr("\"\\bfnrt", escape[1]) != NULL)
        return 2;
    if (escape[1] != 'u' || memcmp(escape + 2, "00", 2) != 0)
        return 0;
    digit = escape[5];
    if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f'))
        return 0;
    if (escape[4] == '1')
        return 6;
    /* What has a letter of its own: \b \t \n \f \r. */
    return escape[4] == '0' && strchr("89acd", digit) == NULL ? 6 : 0;
}

/* From an opening quote to what follows its closing one; `size` where an escape
 * is not the shortest. */
static size_t skip_text(const char *json, size_t size, size_t at)
{
    for (at++; json[at] != '"';) {
        size_t step = json[at] == '\\' ? escape_size(json + at) : 1;

        if (step == 0)
            return size + 1;
        at += step;
    }
    return at + 1;
}

/* Outside texts: what could stand otherwise, or not at all. */
static bool is_loose(const char *json, size_t at)
{
    switch (json[at]) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '.':
    case 'E':
        return true;
    case 'e':
        return json[at - 1] >= '0' && json[at - 1] <= '9';
    case '-':
        return json[at + 1] == '0';
    default:
        return false;
    }
}

bool complaint__evidence_compact(const char *json, size_t size)
{
    int level = 0;

    for (size_t at = 0; at < size;) {
        char c = json[at];

        if (c == '"') {
            at = skip_text(json, size, at);
            if (at > size)
                return false;
            continue;
        }
        if (is_loose(json, at))
            return false;
        if (c == '[' || c == '{') {
            /* An empty one is no level: "[]" or "{}", two characters on. */
            if (json[at + 1] == c + 2)
                at++;
            else if (++level > COMPLAINT__RAW_DEPTH)
                return false;
        } else if (c == ']' || c == '}') {
            level--;
        }
        at++;
    }
    return true;
}

/* ---- lines ---- */

/* A letter of a type: text, integer, flag, list, or N where there is none. */
static char type_letter(const complaint_facts *value)
{
    switch (complaint_facts_type(value)) {
    case COMPLAINT_FACTS_TEXT:
        return 't';
    case COMPLAINT_FACTS_INTEGER:
        return 'i';
    case COMPLAINT_FACTS_BOOLEAN:
        return 'f';
    case COMPLAINT_FACTS_LIST:
        return 'l';
    case COMPLAINT_FACTS_NULL:
        return 'N';
    default:
        return '?';
    }
}

/* Are these the keys, each with a comma behind it, in this order? */
static bool has_keys(const complaint_facts *line, const char *keys)
{
    size_t count = complaint_facts_size(line);

    for (size_t i = 0; i < count; i++) {
        const char *key = complaint_facts_key(line, i);
        size_t size = key == NULL ? 0 : strlen(key);

        if (size == 0 || strncmp(keys, key, size) != 0 || keys[size] != ',')
            return false;
        keys += size + 1;
    }
    return *keys == '\0';
}

static bool has_types(const complaint_facts *line, const char *types)
{
    size_t count = complaint_facts_size(line);

    for (size_t i = 0; i < count; i++)
        if (types[i] != type_letter(complaint_facts_at(line, i)))
            return false;
    return types[count] == '\0';
}

bool complaint__evidence_line(const complaint_facts *line)
{
    static const struct {
        const char *kind;
        const char *keys;
        const char *types;
        const char *without; /* what may be missing: the types then */
    } kinds[] = {
        {"pack", "kind,form,register,made_at,cases,personal,", "ttttif", ""},
        {"definition", "kind,type,name,digest,text,", "ttttt", ""},
        {"seal", "kind,digest,signature,form,", "tttt", "ttNt"},
        {"entry", "kind,case,entry,digest,personal,salt,form,", "ttitttt",
         "ttitNNt"},
        {"proof", "kind,case,entries,index,path,", "ttiil", ""},
        {"end", "kind,lines,sha256,public_key,signature,", "tittt", "titNN"}};
    const char *kind =
        complaint_facts_text(complaint_facts_get(line, "kind"), "");

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return has_keys(line, kinds[i].keys) &&
                   (has_types(line, kinds[i].types) ||
                    has_types(line, kinds[i].without));
    return false;
}
