/* The diagram of a procedure: its words, the order of its states, and the one
 * call that makes it. Written as SVG in drawing_svg.c, as Mermaid below. */
#include "report/drawing.h"

#include <complaint/report.h>

#include <string.h>

#include "base/failure.h"
#include "procedure/tell.h"

static const complaint__texts words[COMPLAINT__DRAWING_WORDS] = {
    [COMPLAINT__WORD_STARTS] = {"starts", "开始", "開始"},
    [COMPLAINT__WORD_STOPS] = {"stops", "结束", "結束"},
    [COMPLAINT__WORD_CLOCKS] = {"Limits", "时限", "時限"},
    [COMPLAINT__WORD_ROLES] = {"Roles", "角色", "角色"},
    [COMPLAINT__WORD_FROM] = {"from", "起算", "起算"},
    [COMPLAINT__WORD_UNTIL] = {"until", "止于", "止於"},
    [COMPLAINT__WORD_OWNER] = {"owner", "责任人", "責任人"},
    [COMPLAINT__WORD_PAUSED] = {"paused", "暂停于", "暫停於"},
    [COMPLAINT__WORD_FILED] = {"filing", "登记", "登記"},
    [COMPLAINT__WORD_OCCURRED] = {"occurrence", "事发", "事發"},
    [COMPLAINT__WORD_AWARE] = {"awareness", "知悉", "知悉"},
    [COMPLAINT__WORD_RECEIVED] = {"receipt", "收到", "收到"},
    [COMPLAINT__WORD_COLON] = {": ", "：", "："},
    [COMPLAINT__WORD_COMMA] = {", ", "、", "、"},
    [COMPLAINT__WORD_STOP] = {"; ", "；", "；"},
};

const char *complaint__drawing_word(const complaint__drawing *d,
                                    enum complaint__drawing_word word)
{
    return complaint__texts_get(&words[word], d->language);
}

const char *complaint__drawing_text(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), "");
}

const char *complaint__drawing_title(const complaint__drawing *d,
                                     const complaint_facts *map)
{
    const complaint_facts *title = complaint_facts_get(map, "title");
    const complaint__texts texts = {
        complaint_facts_text(complaint_facts_get(title, "en"), NULL),
        complaint_facts_text(complaint_facts_get(title, "zh-CN"), NULL),
        complaint_facts_text(complaint_facts_get(title, "zh-TW"), NULL)};

    return complaint__texts_get(&texts, d->language);
}

const char *complaint__drawing_titled(const complaint__drawing *d,
                                      const char *list, const char *name)
{
    const complaint_facts *entries = complaint_facts_get(d->tree, list);

    for (size_t i = 0; i < complaint_facts_size(entries); i++) {
        const complaint_facts *entry = complaint_facts_at(entries, i);

        if (strcmp(complaint__drawing_text(entry, "name"), name) == 0)
            return complaint__drawing_title(d, entry);
    }
    return name;
}

bool complaint__drawing_lists(const complaint_facts *list, const char *name)
{
    for (size_t i = 0; i < complaint_facts_size(list); i++)
        if (strcmp(complaint_facts_text(complaint_facts_at(list, i), ""),
                   name) == 0)
            return true;
    return false;
}

size_t complaint__drawing_state(const complaint__drawing *d, const char *name)
{
    size_t i = 0;

    while (i + 1 < d->count &&
           strcmp(complaint__drawing_text(complaint_facts_at(d->states, i),
                                          "name"),
                  name) != 0)
        i++;
    return i;
}

/* ---- sentences ---- */

void complaint__drawing_names(const complaint__drawing *d,
                              complaint__buffer *buffer, const char *list,
                              const complaint_facts *names)
{
    for (size_t i = 0; i < complaint_facts_size(names); i++) {
        const char *name =
            complaint_facts_text(complaint_facts_at(names, i), "");

        if (i > 0)
            complaint__buffer_text(
                buffer, complaint__drawing_word(d, COMPLAINT__WORD_COMMA));
        complaint__buffer_text(buffer,
                               complaint__drawing_titled(d, list, name));
    }
}

static void write_amount(const complaint__drawing *d, complaint__buffer *buffer,
                         const complaint_facts *clock)
{
    const char *unit = complaint__drawing_text(clock, "unit");
    int index = 0;

    while (index + 1 < COMPLAINT__UNITS &&
           strcmp(complaint__clock_unit_names[index], unit) != 0)
        index++;
    complaint__tell_amount(
        buffer, d->language,
        complaint_facts_integer(complaint_facts_get(clock, "amount"), 0),
        index);
}

/* "starts: Reply (5 working days)" */
static void write_begun(const complaint__drawing *d, complaint__buffer *buffer,
                        const complaint_facts *clock)
{
    if (buffer->size > 0)
        complaint__buffer_text(
            buffer, complaint__drawing_word(d, COMPLAINT__WORD_STOP));
    complaint__buffer_text(buffer,
                           complaint__drawing_word(d, COMPLAINT__WORD_STARTS));
    complaint__buffer_text(buffer,
                           complaint__drawing_word(d, COMPLAINT__WORD_COLON));
    complaint__buffer_text(buffer, complaint__drawing_title(d, clock));
    complaint__buffer_text(buffer, " (");
    write_amount(d, buffer, clock);
    complaint__buffer_char(buffer, ')');
}

static bool stops(const complaint_facts *clock,
                  const complaint_facts *transition)
{
    const complaint_facts *marks = complaint_facts_get(transition, "marks");
    const complaint_facts *by = complaint_facts_get(clock, "stop_marks");

    if (complaint__drawing_lists(complaint_facts_get(clock, "stop"),
                                 complaint__drawing_text(transition, "name")))
        return true;
    for (size_t i = 0; i < complaint_facts_size(marks); i++)
        if (complaint__drawing_lists(
                by, complaint_facts_text(complaint_facts_at(marks, i), "")))
            return true;
    return false;
}

void complaint__drawing_notes(const complaint__drawing *d,
                              complaint__buffer *buffer,
                              const complaint_facts *transition)
{
    const char *name = complaint__drawing_text(transition, "name");

    complaint__drawing_names(d, buffer, "roles",
                             complaint_facts_get(transition, "roles"));
    for (size_t i = 0; i < complaint_facts_size(d->clocks); i++) {
        const complaint_facts *clock = complaint_facts_at(d->clocks, i);
        const complaint_facts *from = complaint_facts_get(clock, "from");

        if (strcmp(complaint__drawing_text(from, "entry"), name) == 0)
            write_begun(d, buffer, clock);
        if (!stops(clock, transition))
            continue;
        if (buffer->size > 0)
            complaint__buffer_text(
                buffer, complaint__drawing_word(d, COMPLAINT__WORD_STOP));
        complaint__buffer_text(
            buffer, complaint__drawing_word(d, COMPLAINT__WORD_STOPS));
        complaint__buffer_text(
            buffer, complaint__drawing_word(d, COMPLAINT__WORD_COLON));
        complaint__buffer_text(buffer, complaint__drawing_title(d, clock));
    }
}

void complaint__drawing_begun(const complaint__drawing *d,
                              complaint__buffer *buffer, const char *state)
{
    bool first = strcmp(complaint__drawing_text(d->tree, "start"), state) == 0;

    for (size_t i = 0; i < complaint_facts_size(d->clocks); i++) {
        const complaint_facts *clock = complaint_facts_at(d->clocks, i);
        const complaint_facts *from = complaint_facts_get(clock, "from");
        bool filed =
            complaint_facts_get(from, "time") != NULL ||
            strcmp(complaint__drawing_text(from, "entry"), "file") == 0;

        if ((first && filed) ||
            strcmp(complaint__drawing_text(from, "state"), state) == 0)
            write_begun(d, buffer, clock);
    }
}

static const char *anchor_of(const complaint__drawing *d,
                             const complaint_facts *from)
{
    const char *time = complaint__drawing_text(from, "time");
    const char *entry = complaint__drawing_text(from, "entry");

    if (strcmp(entry, "file") == 0)
        return complaint__drawing_word(d, COMPLAINT__WORD_FILED);
    if (entry[0] != '\0')
        return complaint__drawing_titled(d, "transitions", entry);
    if (time[0] == '\0')
        return complaint__drawing_titled(
            d, "states", complaint__drawing_text(from, "state"));
    if (strcmp(time, "occurred") == 0)
        return complaint__drawing_word(d, COMPLAINT__WORD_OCCURRED);
    return complaint__drawing_word(d, strcmp(time, "aware") == 0
                                          ? COMPLAINT__WORD_AWARE
                                          : COMPLAINT__WORD_RECEIVED);
}

static void write_part(const complaint__drawing *d, complaint__buffer *buffer,
                       enum complaint__drawing_word word)
{
    complaint__buffer_text(buffer,
                           complaint__drawing_word(d, COMPLAINT__WORD_STOP));
    complaint__buffer_text(buffer, complaint__drawing_word(d, word));
    complaint__buffer_text(buffer,
                           complaint__drawing_word(d, COMPLAINT__WORD_COLON));
}

void complaint__drawing_clock(const complaint__drawing *d,
                              complaint__buffer *buffer,
                              const complaint_facts *clock)
{
    const complaint_facts *stop = complaint_facts_get(clock, "stop");
    const complaint_facts *paused =
        complaint_facts_get(complaint_facts_get(clock, "pause"), "states");
    const char *owner = complaint__drawing_text(clock, "owner");

    complaint__buffer_text(buffer, complaint__drawing_title(d, clock));
    complaint__buffer_text(buffer,
                           complaint__drawing_word(d, COMPLAINT__WORD_COLON));
    write_amount(d, buffer, clock);
    write_part(d, buffer, COMPLAINT__WORD_FROM);
    complaint__buffer_text(buffer,
                           anchor_of(d, complaint_facts_get(clock, "from")));
    if (complaint_facts_size(stop) > 0) {
        write_part(d, buffer, COMPLAINT__WORD_UNTIL);
        complaint__drawing_names(d, buffer, "transitions", stop);
    }
    if (complaint_facts_size(paused) > 0) {
        write_part(d, buffer, COMPLAINT__WORD_PAUSED);
        complaint__drawing_names(d, buffer, "states", paused);
    }
    if (owner[0] != '\0') {
        write_part(d, buffer, COMPLAINT__WORD_OWNER);
        complaint__buffer_text(buffer,
                               complaint__drawing_titled(d, "roles", owner));
    }
}

/* ---- order ---- */

size_t complaint__drawing_target(const complaint__drawing *d,
                                 const complaint_facts *transition,
                                 const char *from)
{
    return complaint__drawing_state(
        d, complaint_facts_get(transition, "to") == NULL
               ? from
               : complaint__drawing_text(transition, "to"));
}

static void find_layers(complaint__drawing *d)
{
    bool more = true;

    for (size_t i = 0; i < d->count; i++)
        d->layer[i] = SIZE_MAX;
    d->layer[complaint__drawing_state(
        d, complaint__drawing_text(d->tree, "start"))] = 0;
    while (more) {
        more = false;
        for (size_t i = 0; i < complaint_facts_size(d->transitions); i++) {
            const complaint_facts *one = complaint_facts_at(d->transitions, i);
            const complaint_facts *from = complaint_facts_get(one, "from");
            size_t to;

            if (complaint_facts_get(one, "to") == NULL)
                continue;
            to =
                complaint__drawing_state(d, complaint__drawing_text(one, "to"));
            for (size_t j = 0; j < complaint_facts_size(from); j++) {
                size_t at = complaint__drawing_state(
                    d, complaint_facts_text(complaint_facts_at(from, j), ""));

                if (d->layer[at] != SIZE_MAX &&
                    d->layer[to] > d->layer[at] + 1) {
                    d->layer[to] = d->layer[at] + 1;
                    more = true;
                }
            }
        }
    }
}

/* By layer, ends last, otherwise as they stand in the text. */
static size_t rank(const complaint__drawing *d, size_t state)
{
    const complaint_facts *one = complaint_facts_at(d->states, state);
    bool final =
        complaint_facts_integer(complaint_facts_get(one, "final"), 0) != 0;

    return final ? SIZE_MAX : d->layer[state];
}

static void sort_states(complaint__drawing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        size_t j = i;

        for (; j > 0 && rank(d, d->order[j - 1]) > rank(d, i); j--)
            d->order[j] = d->order[j - 1];
        d->order[j] = i;
    }
}

/* ---- Mermaid ---- */

/* A label without what Mermaid takes for its own. */
static void write_label(complaint__buffer *buffer, const char *text)
{
    for (; *text != '\0'; text++)
        switch (*text) {
        case ':':
            complaint__buffer_text(buffer, "#58;");
            break;
        case ';':
            complaint__buffer_text(buffer, "#59;");
            break;
        case '#':
            complaint__buffer_text(buffer, "#35;");
            break;
        case '"':
            complaint__buffer_text(buffer, "#34;");
            break;
        case '<':
            complaint__buffer_text(buffer, "#lt;");
            break;
        case '>':
            complaint__buffer_text(buffer, "#gt;");
            break;
        default:
            complaint__buffer_char(buffer,
                                   (unsigned char)*text < 0x20 ? ' ' : *text);
        }
}

static void write_edges(const complaint__drawing *d, complaint__buffer *buffer,
                        const complaint_facts *transition)
{
    const complaint_facts *from = complaint_facts_get(transition, "from");
    complaint__buffer notes = COMPLAINT__BUFFER(d->context);

    complaint__drawing_notes(d, &notes, transition);
    for (size_t i = 0; i < complaint_facts_size(from); i++) {
        const char *state =
            complaint_facts_text(complaint_facts_at(from, i), "");

        complaint__buffer_format(
            buffer, "    s%zu --> s%zu: ", complaint__drawing_state(d, state),
            complaint__drawing_target(d, transition, state));
        write_label(buffer, complaint__drawing_title(d, transition));
        if (notes.size > 0) {
            complaint__buffer_text(buffer, " (");
            write_label(buffer, notes.bytes);
            complaint__buffer_char(buffer, ')');
        }
        complaint__buffer_char(buffer, '\n');
    }
    buffer->failed = buffer->failed || notes.failed;
    complaint__buffer_free(&notes);
}

void complaint__drawing_mermaid(const complaint__drawing *d,
                                complaint__buffer *buffer)
{
    complaint__buffer_text(buffer, "stateDiagram-v2\n");
    for (size_t i = 0; i < d->count; i++) {
        complaint__buffer_format(buffer, "    s%zu: ", d->order[i]);
        write_label(buffer, complaint__drawing_title(
                                d, complaint_facts_at(d->states, d->order[i])));
        complaint__buffer_char(buffer, '\n');
    }
    complaint__buffer_format(buffer, "    [*] --> s%zu\n", d->order[0]);
    for (size_t i = 0; i < complaint_facts_size(d->transitions); i++)
        write_edges(d, buffer, complaint_facts_at(d->transitions, i));
    for (size_t i = 0; i < d->count; i++)
        if (rank(d, i) == SIZE_MAX)
            complaint__buffer_format(buffer, "    s%zu --> [*]\n", i);
}

/* ---- the call ---- */

static int draw(complaint__drawing *d, const char *format, char **text,
                size_t *size, complaint_error **error)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(d->context);
    int status = COMPLAINT_OK;

    d->states = complaint_facts_get(d->tree, "states");
    d->transitions = complaint_facts_get(d->tree, "transitions");
    d->clocks = complaint_facts_get(d->tree, "clocks");
    d->count = complaint_facts_size(d->states);
    find_layers(d);
    sort_states(d);
    if (strcmp(format, "svg") == 0)
        status = complaint__drawing_svg(d, &buffer, error);
    else
        complaint__drawing_mermaid(d, &buffer);
    if (status == COMPLAINT_OK) {
        *text = complaint__buffer_take(&buffer, size);
        if (*text == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__buffer_free(&buffer);
    return status;
}

int complaint_procedure_draw(complaint_context *context,
                             const complaint_procedure *procedure,
                             const char *format, const char *language,
                             char **text, size_t *size, complaint_error **error)
{
    complaint__drawing *d;
    complaint_facts *tree = NULL;
    int status;

    if (text == NULL)
        return complaint__fail_misuse(context, error, "text");
    *text = NULL;
    if (context == NULL || procedure == NULL || format == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL     ? "context"
                                      : procedure == NULL ? "procedure"
                                                          : "format");
    if (strcmp(format, "svg") != 0 && strcmp(format, "mermaid") != 0) {
        status = complaint__fail(context, error, COMPLAINT_NOT_FOUND,
                                 "report.format", "format",
                                 "there is no report format \"%.40s\"", format);
        complaint__error_item(error, "svg");
        complaint__error_item(error, "mermaid");
        return status;
    }
    status = complaint_procedure_describe(procedure, &tree, error);
    if (status != COMPLAINT_OK)
        return status;
    d = complaint__alloc_array(context, 1, sizeof(*d));
    if (d == NULL) {
        status = complaint__fail_memory(error);
    } else {
        d->context = context;
        d->language = language;
        d->tree = tree;
        status = draw(d, format, text, size, error);
    }
    complaint__free(context, d);
    complaint_facts_free(tree);
    return status;
}
