/* What documents share: the gathered month, words in a language, numbers and
 * text written the same on every machine. Nothing is calculated here. */
#ifndef COMPLAINT_REPORT_DOCUMENT_H
#define COMPLAINT_REPORT_DOCUMENT_H

#include <complaint/dataset.h>

#include "base/context.h"
#include "base/memory.h"

/* Everything that a month's document shows, gathered before it is written. */
typedef struct complaint__month {
    complaint_context *context;
    complaint_register *reg; /* NULL: codes are shown as they are */
    const char *language;    /* a known one, under its own name */
    const char *month;
    complaint_time now;
    int width;                /* of the terminal, in columns */
    int slowest;              /* how many slowest cases to explain */
    complaint_facts *figures; /* complaint_dataset_month() */
    complaint_figure *pareto; /* categories of the month's receipts */
    complaint_facts *slow;    /* list: number, external, title, days, status,
                                 text */
} complaint__month;

/* Columns of the tables: the word above one and the figure's key. */
typedef struct complaint__month_column {
    const char *word;
    const char *key;
} complaint__month_column;

/* The counts that every row of figures has. */
#define COMPLAINT__MONTH_COUNTS 5
extern const complaint__month_column
    complaint__month_counts[COMPLAINT__MONTH_COUNTS];

/* What stands at the top: each with a key of complaint__month.figures. */
#define COMPLAINT__MONTH_SUMMARY 6
extern const complaint__month_column
    complaint__month_summary[COMPLAINT__MONTH_SUMMARY];

/* The three breakdowns: heading, word above the names, key of the figures,
 * list of codes. */
typedef struct complaint__month_breakdown {
    const char *heading;
    const char *column;
    const char *key;
    const char *list;
} complaint__month_breakdown;
#define COMPLAINT__MONTH_BREAKDOWNS 3
extern const complaint__month_breakdown
    complaint__month_breakdowns[COMPLAINT__MONTH_BREAKDOWNS];

/* The English text in the document's language. */
const char *complaint__word(const complaint__month *month, const char *english)
    COMPLAINT__FORMAT_ARG(2);
/* Title of a code of a breakdown ("category", "unit", "channel"); a word for
 * "not known" where it is "". */
const char *complaint__code_word(const complaint__month *month,
                                 const char *list, const char *code);
/* Title of a group of a breakdown. */
const char *complaint__group_word(const complaint__month *month,
                                  const char *list,
                                  const complaint_facts *group);
/* Name of a figure by its key ("open_overdue"), or the key. */
const char *complaint__key_word(const complaint__month *month, const char *key);
/* "Population: cases ... (12)", and "figure: 3 (why)" of what was left out; as
 * they are, for whoever writes to escape or wrap. */
void complaint__population_words(const complaint__month *month,
                                 complaint__buffer *buffer);
void complaint__left_out_words(const complaint__month *month,
                               complaint__buffer *buffer, size_t position);
/* The number of a slow case, and the number it had elsewhere: "7 (A-12)". */
void complaint__slow_words(const complaint_facts *one,
                           complaint__buffer *buffer);
/* A text member of a map, "" where there is none. */
const char *complaint__member_text(const complaint_facts *map, const char *key);
int64_t complaint__count(const complaint_facts *map, const char *key);

/* Months of the history; months before the first complaint are left out, the
 * last never is. */
const complaint_facts *complaint__history(const complaint__month *month,
                                          size_t *first, size_t *end);
/* Why a member of a map is undefined, in the document's language, or "". */
const char *complaint__undefined_word(const complaint__month *month,
                                      const complaint_facts *map,
                                      const char *key);

/* Tenths: how numbers with a decimal are kept here. */
#define COMPLAINT__NO_TENTHS INT64_MIN
/* Of a real or integer, rounded half away from zero; NO_TENTHS otherwise. */
int64_t complaint__tenths(const complaint_facts *value);
/* Of a share (a fraction), as per cent. */
int64_t complaint__percent_tenths(const complaint_facts *share);
/* With one decimal where it has one, a dash for NO_TENTHS. */
void complaint__write_tenths(complaint__buffer *buffer, int64_t tenths);
/* The same, with " %" after a number. */
void complaint__write_percent(complaint__buffer *buffer, int64_t tenths);
/* A time as facts have it, as "2019-07-01 09:00 +08:00". */
void complaint__write_time(complaint__buffer *buffer, const char *time);

/* The next character of a text, made fit to be shown: a control or a
 * character that reorders others becomes a space (a line break stays), bytes
 * that are no UTF-8 and noncharacters U+FFFD. Moves *text past it; its bytes
 * in `shown`, and their number: 0 at the end. */
size_t complaint__next_shown(const char **text, char shown[5]);
/* Text with &, <, >, " and ' escaped, only characters fit to be shown. */
void complaint__write_escaped(complaint__buffer *buffer, const char *text);

/* The beginning of a page that needs nothing from outside, up to its title;
 * then pieces of style (NULL after the last) and the beginning of <main>. */
void complaint__page_open(complaint__buffer *buffer, const char *language);
void complaint__page_style(complaint__buffer *buffer,
                           const char *const *pieces);

/* The cases closed in the month that took longest, with the explanation of
 * their limit, into month->slow. */
int complaint__month_slowest(complaint__month *month,
                             const complaint_dataset *dataset,
                             complaint_error **error);
void complaint__month_text(const complaint__month *month,
                           complaint__buffer *buffer);
void complaint__month_html(const complaint__month *month,
                           complaint__buffer *buffer);

#endif
