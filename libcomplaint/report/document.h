/* What documents share: the gathered month, words in a language, numbers and
 * HTML written the same on every machine. Nothing is calculated here. */
#ifndef COMPLAINT_REPORT_DOCUMENT_H
#define COMPLAINT_REPORT_DOCUMENT_H

#include <complaint/dataset.h>

#include "base/memory.h"

/* Everything that a month's document shows, gathered before it is written. */
typedef struct complaint__month {
    complaint_context *context;
    complaint_register *reg;
    const char *language;
    const char *month;
    complaint_time now;
    int width;   /* of the terminal, in columns */
    int slowest; /* how many slowest cases to explain */
    complaint_facts *figures;         /* complaint_dataset_month() */
    complaint_figure *pareto;         /* categories of the month's receipts */
    complaint_facts *slow;            /* list: number, title, days, text */
} complaint__month;

/* The English text in the document's language. */
const char *complaint__word(const complaint__month *month,
                            const char *english);
/* Title of a code of a breakdown ("category", "unit", "channel"); a word for
 * "not known" where it is "". */
const char *complaint__code_word(const complaint__month *month,
                                 const char *list, const char *code);
int64_t complaint__count(const complaint_facts *map, const char *key);
/* A number with one decimal where it has one, or a dash where undefined. */
void complaint__write_real(complaint__buffer *buffer,
                           const complaint_facts *value);
void complaint__write_tenths(complaint__buffer *buffer, double value);
/* part of whole as "90.9 %", or a dash where there is no whole. */
void complaint__write_share(complaint__buffer *buffer, int64_t part,
                            int64_t whole);
void complaint__write_time(complaint__buffer *buffer, complaint_time time);
/* Text with &, <, >, " and ' escaped. */
void complaint__write_escaped(complaint__buffer *buffer, const char *text);

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
