/* Letters: replies with {fields}, filled in from facts and the case's record.
 * What is missing is named, never left blank. */
#include <complaint/limits.h>

#include <string.h>

#include "base/failure.h"
#include "procedure/inside.h"

/* ---- pieces ---- */

bool complaint__letter_next(const char **letter, complaint__piece *piece,
                            bool *wrong)
{
    const char *at = *letter;

    *wrong = false;
    memset(piece, 0, sizeof(*piece));
    if (*at == '\0')
        return false;
    piece->text = at;
    piece->size = strcspn(at, "{}");
    if (piece->size > 0) {
        *letter = at + piece->size;
        return true;
    }
    if (at[1] == at[0]) { /* a brace itself */
        piece->size = 1;
        *letter = at + 2;
        return true;
    }
    piece->name = at + 1;
    piece->name_size = strcspn(at + 1, "{}");
    *wrong = *at == '}' || piece->name_size == 0 ||
             piece->name_size > COMPLAINT_LIMIT_CODE ||
             piece->name[piece->name_size] != '}';
    *letter = piece->name + piece->name_size + 1;
    return !*wrong;
}

/* ---- values ---- */

static int decimals(const char *currency)
{
    static const char *const none[] = {"JPY", "KRW", "VND", "CLP",
                                       "ISK", "PYG", "UGX", "XAF"};
    static const char *const three[] = {"BHD", "IQD", "JOD", "KWD",
                                        "LYD", "OMR", "TND"};

    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        if (strcmp(none[i], currency) == 0)
            return 0;
    for (size_t i = 0; i < sizeof(three) / sizeof(three[0]); i++)
        if (strcmp(three[i], currency) == 0)
            return 3;
    return 2;
}

static void write_money(complaint__buffer *buffer, int64_t minor,
                        const char *currency)
{
    uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    int digits = decimals(currency);
    uint64_t unit = digits == 0 ? 1 : digits == 2 ? 100 : 1000;

    complaint__buffer_format(buffer, "%s%llu", minor < 0 ? "-" : "",
                             (unsigned long long)(size / unit));
    if (digits > 0)
        complaint__buffer_format(buffer, ".%0*llu", digits,
                                 (unsigned long long)(size % unit));
    complaint__buffer_format(buffer, " %s", currency);
}

static void write_boolean(complaint__buffer *buffer, bool value,
                          const char *language)
{
    static const complaint__texts words[2] = {{"no", "否", "否"},
                                              {"yes", "是", "是"}};

    complaint__buffer_text(buffer,
                           complaint__texts_get(&words[value], language));
}

static bool write_fact(complaint__buffer *buffer, const complaint_facts *fact,
                       const char *language)
{
    const complaint_facts *currency = complaint_facts_get(fact, "currency");
    size_t size = complaint_facts_size(fact);

    switch (complaint_facts_type(fact)) {
    case COMPLAINT_FACTS_TEXT:
        complaint__buffer_text(buffer, complaint_facts_text(fact, ""));
        return complaint_facts_text(fact, "")[0] != '\0';
    case COMPLAINT_FACTS_INTEGER:
        complaint__buffer_format(buffer, "%lld",
                                 (long long)complaint_facts_integer(fact, 0));
        return true;
    case COMPLAINT_FACTS_BOOLEAN:
        write_boolean(buffer, complaint_facts_integer(fact, 0) != 0, language);
        return true;
    case COMPLAINT_FACTS_MAP:
        if (complaint_facts_type(currency) != COMPLAINT_FACTS_TEXT)
            return false;
        write_money(
            buffer,
            complaint_facts_integer(complaint_facts_get(fact, "amount"), 0),
            complaint_facts_text(currency, ""));
        return true;
    case COMPLAINT_FACTS_LIST:
        for (size_t i = 0; i < size; i++) {
            const complaint_facts *entry = complaint_facts_at(fact, i);

            if (complaint_facts_type(entry) == COMPLAINT_FACTS_LIST)
                return false;
            if (i > 0)
                complaint__buffer_text(
                    buffer, language != NULL && strncmp(language, "zh", 2) == 0
                                ? "、"
                                : ", ");
            if (!write_fact(buffer, entry, language))
                return false;
        }
        return size > 0;
    default:
        return false;
    }
}

static bool write_column(complaint__buffer *buffer,
                         const complaint_record *record, const char *name,
                         const char *language)
{
    const complaint_relation *relation = complaint_record_relation(record);
    int index = complaint_relation_column_find(relation, name);
    char time[COMPLAINT_TIME_TEXT_SIZE];
    int64_t number;
    const char *text;

    if (index < 0 || complaint_record_is_null(record, name))
        return false;
    number = complaint_record_integer(record, name, 0);
    switch (complaint_relation_column_type(relation, (size_t)index)) {
    case COMPLAINT_COLUMN_BOOLEAN:
        write_boolean(buffer, number != 0, language);
        return true;
    case COMPLAINT_COLUMN_INTEGER:
        complaint__buffer_format(buffer, "%lld", (long long)number);
        return true;
    case COMPLAINT_COLUMN_MONEY:
        text = complaint_record_text(record, complaint_relation_column_name(
                                                 relation, (size_t)index + 1));
        write_money(buffer, number, text == NULL ? "" : text);
        return true;
    case COMPLAINT_COLUMN_TIME:
        if (complaint_time_format(number, 0, time, sizeof(time)) !=
            COMPLAINT_OK)
            return false;
        complaint__buffer_text(buffer, time);
        return true;
    case COMPLAINT_COLUMN_TEXT:
        text = complaint_record_text(record, name);
        complaint__buffer_text(buffer, text == NULL ? "" : text);
        return text != NULL && text[0] != '\0';
    default:
        return false;
    }
}

/* A fact given, a member of one, or a column of the case. */
static bool write_field(complaint__buffer *buffer, char *name,
                        const complaint_record *record,
                        const complaint_facts *facts, const char *language)
{
    const complaint_facts *fact = complaint_facts_get(facts, name);
    char *dot = strchr(name, '.');

    if (fact == NULL && dot != NULL) {
        *dot = '\0';
        fact = complaint_facts_get(complaint_facts_get(facts, name), dot + 1);
        *dot = '.';
    }
    if (fact != NULL)
        return write_fact(buffer, fact, language);
    return record != NULL && write_column(buffer, record, name, language);
}

/* ---- filling in ---- */

static int fill(const complaint_procedure *procedure, const char *letter,
                const char *language, const complaint_record *record,
                const complaint_facts *facts, complaint__buffer *buffer,
                complaint_error **error)
{
    char name[COMPLAINT_LIMIT_CODE + 1];
    int status = COMPLAINT_OK;
    complaint__piece piece;
    bool wrong = false;

    while (complaint__letter_next(&letter, &piece, &wrong)) {
        if (piece.name == NULL) {
            complaint__buffer_append(buffer, piece.text, piece.size);
            continue;
        }
        memcpy(name, piece.name, piece.name_size);
        name[piece.name_size] = '\0';
        if (write_field(buffer, name, record, facts, language))
            continue;
        if (status == COMPLAINT_OK)
            status = complaint__fail(procedure->context, error,
                                     COMPLAINT_INCOMPLETE, "procedure.reply",
                                     name, "fields of the reply are missing");
        complaint__error_item(error, name);
    }
    return status == COMPLAINT_OK && buffer->failed
               ? complaint__fail_memory(error)
               : status;
}

static const complaint__reply *find(const complaint_procedure *procedure,
                                    const char *state, const char *name)
{
    const complaint__full_state *full;
    size_t index = complaint__state_index(procedure, state);

    if (index == procedure->state_count)
        return NULL;
    full = &procedure->states[index];
    for (size_t i = 0; i < full->reply_count; i++)
        if (strcmp(full->replies[i].name, name) == 0)
            return &full->replies[i];
    return NULL;
}

int complaint_procedure_reply(const complaint_procedure *procedure,
                              const char *state, const char *reply,
                              const char *language,
                              const complaint_record *record,
                              const complaint_facts *facts, char **text,
                              size_t *size, complaint_error **error)
{
    complaint__buffer buffer;
    const complaint__reply *found;
    int status;

    if (text == NULL)
        return complaint__fail_misuse(NULL, error, "text");
    *text = NULL;
    if (procedure == NULL || state == NULL || reply == NULL)
        return complaint__fail_misuse(NULL, error,
                                      procedure == NULL ? "procedure"
                                      : state == NULL   ? "state"
                                                        : "reply");
    found = find(procedure, state, reply);
    if (found == NULL)
        return complaint__fail(procedure->context, error, COMPLAINT_NOT_FOUND,
                               "procedure.reply", "reply",
                               "the state %s has no reply of this name: %s",
                               state, reply);
    buffer = (complaint__buffer)COMPLAINT__BUFFER(procedure->context);
    status = fill(procedure, complaint__texts_get(&found->text, language),
                  language, record, facts, &buffer, error);
    if (status == COMPLAINT_OK) {
        *text = complaint__buffer_take(&buffer, size);
        if (*text == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__buffer_free(&buffer);
    return status;
}
