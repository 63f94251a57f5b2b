/* Letters: replies with {fields}, filled in from facts and the case's record.
 * What is missing is named, never left blank. Times are told as the clocks of a
 * calendar's zone show them. */
#include <complaint/limits.h>

#include <stdlib.h>
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

/* What one letter is written with. */
typedef struct writing {
    const complaint_procedure *procedure;
    const complaint_calendar *calendar; /* NULL: UTC, and it is said */
    const char *language;               /* of the text */
    const complaint_record *record;     /* or NULL */
    const complaint_facts *facts;       /* or NULL */
    complaint__buffer *buffer;
} writing;

static bool is_chinese(const writing *w)
{
    return strncmp(w->language, "zh", 2) == 0;
}

/* "15 March 2024, 14:30"; a day without a time where it is the end of the day,
 * which is how a limit in days is meant. */
static bool write_time(const writing *w, complaint_time time)
{
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    int offset = complaint_calendar_offset(w->calendar, time);
    complaint_day day = complaint_day_of_time(time, offset);
    complaint_time past =
        time + offset * COMPLAINT_SECOND - day * COMPLAINT_DAY;
    char text[COMPLAINT_TIME_TEXT_SIZE];
    long number[3]; /* year, month, day of the month */

    if (complaint_day_format(day, text, sizeof(text)) != COMPLAINT_OK)
        return false;
    number[0] = strtol(text, NULL, 10);
    number[1] = strtol(text + 5, NULL, 10);
    number[2] = strtol(text + 8, NULL, 10);
    if (is_chinese(w))
        complaint__buffer_format(w->buffer, "%ld年%ld月%ld日", number[0],
                                 number[1], number[2]);
    else
        complaint__buffer_format(w->buffer, "%ld %s %ld", number[2],
                                 months[number[1] - 1], number[0]);
    if (past == COMPLAINT_DAY - 1)
        return true;
    complaint__buffer_format(w->buffer, "%s%02d:%02d%s",
                             is_chinese(w) ? " " : ", ",
                             (int)(past / COMPLAINT_HOUR),
                             (int)(past % COMPLAINT_HOUR / COMPLAINT_MINUTE),
                             w->calendar == NULL ? " UTC" : "");
    return true;
}

static const complaint__fact *find_fact(const complaint__fact *facts,
                                        size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(facts[i].name, name) == 0)
            return &facts[i];
    return NULL;
}

static bool is_time(const complaint__fact *fact)
{
    return fact != NULL && fact->type == COMPLAINT__FACT_TIME;
}

/* Whether the fact, or the member of one, was asked for as a time. */
static bool asked_as_time(const complaint_procedure *procedure,
                          const char *name, const char *member)
{
    const complaint_relation *relation = complaint_relation_find(name);
    int column = complaint_relation_column_find(relation, member);

    if (member != NULL)
        return column >= 0 &&
               complaint_relation_column_type(relation, (size_t)column) ==
                   COMPLAINT_COLUMN_TIME;
    if (is_time(find_fact(procedure->intake, procedure->intake_count, name)))
        return true;
    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__transition *transition =
            &procedure->transitions[i].transition;

        if (is_time(find_fact(transition->facts, transition->fact_count, name)))
            return true;
    }
    for (size_t i = 0; i < procedure->form_count; i++)
        if (is_time(find_fact(procedure->forms[i].fields,
                              procedure->forms[i].field_count, name)))
            return true;
    return false;
}

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

static void write_boolean(const writing *w, bool value)
{
    static const complaint__texts words[2] = {{"no", "否", "否"},
                                              {"yes", "是", "是"}};

    complaint__buffer_text(w->buffer,
                           complaint__texts_get(&words[value], w->language));
}

static bool write_fact(const writing *w, const complaint_facts *fact)
{
    const complaint_facts *currency = complaint_facts_get(fact, "currency");
    size_t size = complaint_facts_size(fact);

    switch (complaint_facts_type(fact)) {
    case COMPLAINT_FACTS_TEXT:
        complaint__buffer_text(w->buffer, complaint_facts_text(fact, ""));
        return complaint_facts_text(fact, "")[0] != '\0';
    case COMPLAINT_FACTS_INTEGER:
        complaint__buffer_format(w->buffer, "%lld",
                                 (long long)complaint_facts_integer(fact, 0));
        return true;
    case COMPLAINT_FACTS_BOOLEAN:
        write_boolean(w, complaint_facts_integer(fact, 0) != 0);
        return true;
    case COMPLAINT_FACTS_MAP:
        if (complaint_facts_type(currency) != COMPLAINT_FACTS_TEXT)
            return false;
        write_money(
            w->buffer,
            complaint_facts_integer(complaint_facts_get(fact, "amount"), 0),
            complaint_facts_text(currency, ""));
        return true;
    case COMPLAINT_FACTS_LIST:
        for (size_t i = 0; i < size; i++) {
            const complaint_facts *entry = complaint_facts_at(fact, i);

            if (complaint_facts_type(entry) == COMPLAINT_FACTS_LIST)
                return false;
            if (i > 0)
                complaint__buffer_text(w->buffer, is_chinese(w) ? "、" : ", ");
            if (!write_fact(w, entry))
                return false;
        }
        return size > 0;
    default:
        return false;
    }
}

static bool write_column(const writing *w, const char *name)
{
    const complaint_record *record = w->record;
    const complaint_relation *relation = complaint_record_relation(record);
    int index = complaint_relation_column_find(relation, name);
    int64_t number;
    const char *text;

    if (index < 0 || complaint_record_is_null(record, name))
        return false;
    number = complaint_record_integer(record, name, 0);
    switch (complaint_relation_column_type(relation, (size_t)index)) {
    case COMPLAINT_COLUMN_BOOLEAN:
        write_boolean(w, number != 0);
        return true;
    case COMPLAINT_COLUMN_INTEGER:
        complaint__buffer_format(w->buffer, "%lld", (long long)number);
        return true;
    case COMPLAINT_COLUMN_MONEY:
        text = complaint_record_text(record, complaint_relation_column_name(
                                                 relation, (size_t)index + 1));
        write_money(w->buffer, number, text == NULL ? "" : text);
        return true;
    case COMPLAINT_COLUMN_TIME:
        return write_time(w, number);
    case COMPLAINT_COLUMN_TEXT:
        text = complaint_record_text(record, name);
        complaint__buffer_text(w->buffer, text == NULL ? "" : text);
        return text != NULL && text[0] != '\0';
    default:
        return false;
    }
}

/* A fact given, a member of one, or a column of the case. */
static bool write_field(const writing *w, char *name)
{
    const complaint_facts *fact = complaint_facts_get(w->facts, name);
    char *dot = fact == NULL ? strchr(name, '.') : NULL;
    const char *member = dot == NULL ? NULL : dot + 1;
    bool time;

    if (dot != NULL) {
        *dot = '\0';
        fact = complaint_facts_get(complaint_facts_get(w->facts, name), member);
    }
    time = complaint_facts_time(fact) != COMPLAINT_TIME_NONE &&
           asked_as_time(w->procedure, name, member);
    if (dot != NULL)
        *dot = '.';
    if (time)
        return write_time(w, complaint_facts_time(fact));
    if (fact != NULL)
        return write_fact(w, fact);
    return w->record != NULL && write_column(w, name);
}

/* ---- filling in ---- */

static int fill(const writing *w, const char *letter, complaint_error **error)
{
    char name[COMPLAINT_LIMIT_CODE + 1];
    int status = COMPLAINT_OK;
    complaint__piece piece;
    bool wrong = false;

    while (complaint__letter_next(&letter, &piece, &wrong)) {
        if (piece.name == NULL) {
            complaint__buffer_append(w->buffer, piece.text, piece.size);
            continue;
        }
        memcpy(name, piece.name, piece.name_size);
        name[piece.name_size] = '\0';
        if (write_field(w, name))
            continue;
        if (status == COMPLAINT_OK)
            status = complaint__fail(w->procedure->context, error,
                                     COMPLAINT_INCOMPLETE, "procedure.reply",
                                     name, "fields of the reply are missing");
        complaint__error_item(error, name);
    }
    return status == COMPLAINT_OK && w->buffer->failed
               ? complaint__fail_memory(error)
               : status;
}

/* Of the text that is there, which may not be the one asked for. */
static const char *language_of(const complaint__texts *texts, const char *text)
{
    if (text == texts->en)
        return "en";
    return text == texts->zh_tw ? "zh-TW" : "zh-CN";
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
                              const complaint_calendar *calendar,
                              const complaint_record *record,
                              const complaint_facts *facts, char **text,
                              size_t *size, complaint_error **error)
{
    writing w = {procedure, calendar, NULL, record, facts, NULL};
    const complaint__reply *found;
    complaint__buffer buffer;
    const char *letter;
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
    letter = complaint__texts_get(&found->text, language);
    w.language = language_of(&found->text, letter);
    w.buffer = &buffer;
    status = fill(&w, letter, error);
    if (status == COMPLAINT_OK) {
        *text = complaint__buffer_take(&buffer, size);
        if (*text == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__buffer_free(&buffer);
    return status;
}
