/* The diagram of a procedure as SVG: its states from the start downwards, in
 * each what may be done, and a line from there to where it leads. All lines to
 * one state join, so that none hides another. */
#include <string.h>

#include "base/failure.h"
#include "report/drawing.h"
#include "text/text.h"

#define LEFT 24
#define TOP 64
#define GAP 22
#define HEAD 30
#define LINE 18
#define PAD 10
#define LANE 16
#define COLUMN 7 /* of a character of 13 pixels; wide ones take two */
#define WIDTH_LEAST 320
#define WIDTH_MOST 1200

/* One thing that may be done in one state. */
typedef struct row {
    size_t transition;
    size_t state;
    size_t to;
    int64_t y; /* of its line */
} row;

typedef struct picture {
    const complaint__drawing *d;
    complaint__buffer *out;
    complaint__buffer scratch;
    row *rows;
    size_t count;
    int64_t width;  /* of the boxes */
    int64_t bottom; /* of the last */
    int64_t lanes;
    int64_t top[COMPLAINT_LIMIT_STATES];
    int64_t height[COMPLAINT_LIMIT_STATES];
    int64_t lane[COMPLAINT_LIMIT_STATES]; /* of the lines to it; -1: none */
} picture;

static const complaint_facts *transition_of(const picture *p, const row *one)
{
    return complaint_facts_at(p->d->transitions, one->transition);
}

static const char *state_title(const picture *p, size_t state)
{
    return complaint__drawing_title(p->d,
                                    complaint_facts_at(p->d->states, state));
}

static const char *state_name(const picture *p, size_t state)
{
    return complaint__drawing_text(complaint_facts_at(p->d->states, state),
                                   "name");
}

/* ---- measuring ---- */

static void widen(picture *p, const char *text)
{
    int64_t width = (int64_t)complaint__text_width(text) * COLUMN + 4 * PAD;

    if (width > p->width)
        p->width = width < WIDTH_MOST ? width : WIDTH_MOST;
}

static const char *notes(picture *p, const complaint_facts *transition)
{
    complaint__buffer_clear(&p->scratch);
    complaint__drawing_notes(p->d, &p->scratch, transition);
    return p->scratch.size == 0 || p->scratch.failed ? "" : p->scratch.bytes;
}

static const char *begun(picture *p, size_t state)
{
    complaint__buffer_clear(&p->scratch);
    complaint__drawing_begun(p->d, &p->scratch, state_name(p, state));
    return p->scratch.size == 0 || p->scratch.failed ? "" : p->scratch.bytes;
}

/* "Transfer → With the unit" */
static const char *heading(picture *p, const row *one)
{
    complaint__buffer_clear(&p->scratch);
    complaint__buffer_text(
        &p->scratch, complaint__drawing_title(p->d, transition_of(p, one)));
    complaint__buffer_text(&p->scratch, " → ");
    complaint__buffer_text(&p->scratch, state_title(p, one->to));
    return p->scratch.failed ? "" : p->scratch.bytes;
}

static size_t count_rows(const complaint__drawing *d)
{
    size_t count = 0;

    for (size_t i = 0; i < complaint_facts_size(d->transitions); i++)
        count += complaint_facts_size(
            complaint_facts_get(complaint_facts_at(d->transitions, i), "from"));
    return count;
}

static void add_rows(picture *p, size_t state, int64_t *y)
{
    const complaint__drawing *d = p->d;
    const char *name = state_name(p, state);

    for (size_t i = 0; i < complaint_facts_size(d->transitions); i++) {
        const complaint_facts *one = complaint_facts_at(d->transitions, i);
        row *made = &p->rows[p->count];

        if (!complaint__drawing_lists(complaint_facts_get(one, "from"), name))
            continue;
        *made = (row){i, state, complaint__drawing_target(d, one, name),
                      *y + LINE - 5};
        p->count++;
        widen(p, heading(p, made));
        *y += LINE;
        widen(p, notes(p, one));
        if (p->scratch.size > 0)
            *y += LINE;
        *y += 4;
    }
}

static void place_states(picture *p)
{
    int64_t y = TOP;

    p->width = WIDTH_LEAST;
    for (size_t i = 0; i < p->d->count; i++) {
        size_t state = p->d->order[i];
        int64_t from = y;

        p->top[state] = y;
        widen(p, state_title(p, state));
        y += HEAD;
        widen(p, begun(p, state));
        if (p->scratch.size > 0)
            y += LINE;
        add_rows(p, state, &y);
        y += PAD / 2;
        p->height[state] = y - from;
        y += GAP;
    }
    p->bottom = y - GAP;
}

/* The span of the lines to a state, from top to bottom. */
static bool span_of(const picture *p, size_t state, int64_t *from, int64_t *to)
{
    bool any = false;

    *from = *to = p->top[state] + HEAD / 2;
    for (size_t i = 0; i < p->count; i++) {
        if (p->rows[i].to != state)
            continue;
        any = true;
        if (p->rows[i].y < *from)
            *from = p->rows[i].y;
        if (p->rows[i].y > *to)
            *to = p->rows[i].y;
    }
    return any;
}

/* The first lane in which no line of another state runs here. */
static void place_lanes(picture *p)
{
    for (size_t i = 0; i < p->d->count; i++)
        p->lane[i] = -1;
    for (size_t i = 0; i < p->d->count; i++) {
        size_t state = p->d->order[i];
        int64_t from, to, lane = 0;

        if (!span_of(p, state, &from, &to))
            continue;
        for (size_t j = 0; j < p->d->count; j++) {
            int64_t other_from, other_to;

            if (p->lane[j] != lane || !span_of(p, j, &other_from, &other_to) ||
                other_from > to + LINE || other_to < from - LINE)
                continue;
            lane++;
            j = SIZE_MAX; /* once more, from the first */
        }
        p->lane[state] = lane;
        if (lane >= p->lanes)
            p->lanes = lane + 1;
    }
}

/* ---- writing ---- */

static void write_text(picture *p, const char *kind, int64_t x, int64_t y,
                       const char *text)
{
    int64_t most = p->width - 2 * PAD;

    complaint__buffer_format(p->out, "<text class=\"%s\" x=\"%lld\" y=\"%lld\"",
                             kind, (long long)x, (long long)y);
    if ((int64_t)complaint__text_width(text) * COLUMN > most)
        complaint__buffer_format(p->out,
                                 " textLength=\"%lld\" "
                                 "lengthAdjust=\"spacingAndGlyphs\"",
                                 (long long)most);
    complaint__buffer_char(p->out, '>');
    complaint__write_escaped(p->out, text);
    complaint__buffer_text(p->out, "</text>\n");
}

static void write_state(picture *p, size_t state)
{
    const complaint_facts *one = complaint_facts_at(p->d->states, state);
    bool final =
        complaint_facts_integer(complaint_facts_get(one, "final"), 0) != 0;
    const char *kind = final                     ? "end"
                       : state == p->d->order[0] ? "start"
                                                 : "way";
    long long y = (long long)p->top[state];
    const char *text;

    complaint__buffer_format(
        p->out,
        "<rect class=\"box\" x=\"%d\" y=\"%lld\" width=\"%lld\" "
        "height=\"%lld\" rx=\"6\"/>\n"
        "<rect class=\"%s\" x=\"%d\" y=\"%lld\" width=\"%lld\" height=\"%d\" "
        "rx=\"6\"/>\n",
        LEFT, y, (long long)p->width, (long long)p->height[state], kind, LEFT,
        y, (long long)p->width, HEAD - 4);
    write_text(p, "name", LEFT + PAD, y + 18, state_title(p, state));
    text = begun(p, state);
    if (text[0] != '\0')
        write_text(p, "note", LEFT + PAD, y + HEAD + LINE - 5, text);
}

static void write_row(picture *p, const row *one)
{
    const char *text;

    write_text(p, "step", LEFT + PAD, one->y, heading(p, one));
    text = notes(p, transition_of(p, one));
    if (text[0] != '\0')
        write_text(p, "note", LEFT + 2 * PAD, one->y + LINE, text);
}

/* From each row that leads to the state, joined, with one head. */
static void write_lines(picture *p, size_t state)
{
    long long right = LEFT + (long long)p->width;
    long long x = right + PAD + (p->lane[state] + 1) * LANE;
    long long y = (long long)p->top[state] + HEAD / 2 - 2;

    if (p->lane[state] < 0)
        return;
    for (size_t i = 0; i < p->count; i++)
        if (p->rows[i].to == state)
            complaint__buffer_format(
                p->out,
                "<path class=\"line c%lld\" d=\"M%lld %lldH%lldV%lldH%lld\"/>"
                "\n",
                (long long)(p->lane[state] % 6), right,
                (long long)p->rows[i].y - 4, x, y, right + 7);
    complaint__buffer_format(
        p->out, "<path class=\"tip c%lld\" d=\"M%lld %lldl9 -5v10z\"/>\n",
        (long long)(p->lane[state] % 6), right + 1, y);
}

static const char style[] =
    "<style>text{font:13px \"Helvetica Neue\",Arial,\"PingFang SC\","
    "\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"WenQuanYi Micro Hei\","
    "sans-serif;fill:#1d2733}\n"
    ".title{font-size:18px;font-weight:600}.name{font-weight:600}\n"
    ".note{fill:#55626f;font-size:12px}\n"
    ".box{fill:#fff;stroke:#8a97a5}.way{fill:#e4ecf5}.start{fill:#cfe3fb}"
    ".end{fill:#d9ead9}\n"
    ".line{fill:none;stroke-width:1.4}.tip{stroke:none}\n"
    ".line.c0{stroke:#1f5fa8}.tip.c0{fill:#1f5fa8}"
    ".line.c1{stroke:#b4530a}.tip.c1{fill:#b4530a}"
    ".line.c2{stroke:#2f7d4f}.tip.c2{fill:#2f7d4f}\n"
    ".line.c3{stroke:#8a3a9a}.tip.c3{fill:#8a3a9a}"
    ".line.c4{stroke:#a8323e}.tip.c4{fill:#a8323e}"
    ".line.c5{stroke:#4c5866}.tip.c5{fill:#4c5866}\n"
    "</style>\n";

/* The clocks and roles under the boxes; gives the bottom. */
static int64_t write_legend(picture *p)
{
    const complaint__drawing *d = p->d;
    const complaint_facts *roles = complaint_facts_get(d->tree, "roles");
    int64_t y = p->bottom + GAP + LINE;

    if (complaint_facts_size(d->clocks) > 0)
        write_text(p, "name", LEFT, y,
                   complaint__drawing_word(d, COMPLAINT__WORD_CLOCKS));
    for (size_t i = 0; i < complaint_facts_size(d->clocks); i++) {
        complaint__buffer_clear(&p->scratch);
        complaint__drawing_clock(d, &p->scratch,
                                 complaint_facts_at(d->clocks, i));
        y += LINE;
        write_text(p, "step", LEFT + PAD, y,
                   p->scratch.failed ? "" : p->scratch.bytes);
    }
    if (complaint_facts_size(roles) == 0)
        return y + PAD;
    y += GAP + LINE;
    write_text(p, "name", LEFT, y,
               complaint__drawing_word(d, COMPLAINT__WORD_ROLES));
    for (size_t i = 0; i < complaint_facts_size(roles); i++) {
        y += LINE;
        write_text(p, "step", LEFT + PAD, y,
                   complaint__drawing_title(d, complaint_facts_at(roles, i)));
    }
    return y + PAD;
}

/* The legend is measured before anything is written. */
static void measure_legend(picture *p)
{
    for (size_t i = 0; i < complaint_facts_size(p->d->clocks); i++) {
        complaint__buffer_clear(&p->scratch);
        complaint__drawing_clock(p->d, &p->scratch,
                                 complaint_facts_at(p->d->clocks, i));
        if (!p->scratch.failed)
            widen(p, p->scratch.bytes);
    }
}

static int64_t legend_height(const picture *p)
{
    int64_t clocks = (int64_t)complaint_facts_size(p->d->clocks);
    int64_t roles =
        (int64_t)complaint_facts_size(complaint_facts_get(p->d->tree, "roles"));

    return GAP + LINE * (clocks + 1) + PAD +
           (roles > 0 ? GAP + LINE * (roles + 1) : 0);
}

static void write_picture(picture *p)
{
    const char *title = complaint__drawing_title(p->d, p->d->tree);
    long long width =
        LEFT * 2 + (long long)p->width + PAD + (p->lanes + 1) * LANE;
    long long height = (long long)(p->bottom + legend_height(p)) + PAD;

    complaint__buffer_format(
        p->out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%lld\" "
        "height=\"%lld\" viewBox=\"0 0 %lld %lld\" role=\"img\">\n<title>",
        width, height, width, height);
    complaint__write_escaped(p->out, title);
    complaint__buffer_text(p->out, "</title>\n");
    complaint__buffer_text(p->out, style);
    complaint__buffer_format(
        p->out, "<rect width=\"%lld\" height=\"%lld\" fill=\"#fff\"/>\n", width,
        height);
    write_text(p, "title", LEFT, 34, title);
    for (size_t i = 0; i < p->d->count; i++)
        write_lines(p, p->d->order[i]);
    for (size_t i = 0; i < p->d->count; i++)
        write_state(p, p->d->order[i]);
    for (size_t i = 0; i < p->count; i++)
        write_row(p, &p->rows[i]);
    (void)write_legend(p);
    complaint__buffer_text(p->out, "</svg>\n");
}

int complaint__drawing_svg(const complaint__drawing *d,
                           complaint__buffer *buffer, complaint_error **error)
{
    picture *p = complaint__alloc_array(d->context, 1, sizeof(*p));
    int status = COMPLAINT_OK;

    if (p == NULL)
        return complaint__fail_memory(error);
    p->d = d;
    p->out = buffer;
    p->scratch = (complaint__buffer)COMPLAINT__BUFFER(d->context);
    p->rows =
        complaint__alloc_array(d->context, count_rows(d) + 1, sizeof(row));
    if (p->rows == NULL) {
        status = complaint__fail_memory(error);
    } else {
        place_states(p);
        measure_legend(p);
        place_lanes(p);
        write_picture(p);
        if (p->scratch.failed)
            status = complaint__fail_memory(error);
    }
    complaint__buffer_free(&p->scratch);
    complaint__free(d->context, p->rows);
    complaint__free(d->context, p);
    return status;
}
