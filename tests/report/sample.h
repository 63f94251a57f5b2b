/* A month made by hand for the tests of documents: seeded, invented cases
 * through the dataset's builder, without a register. */
#ifndef TESTS_REPORT_SAMPLE_H
#define TESTS_REPORT_SAMPLE_H

#include "report/document.h"
#include "support/surroundings.h"

/* A text that an attacker would send: markup, quotes, controls, bytes that
 * reorder a line, an emoji. */
extern const char *const sample_hostile;

typedef struct sample {
    complaint__month month;
    complaint_dataset *dataset;
} sample;

enum sample_kind {
    SAMPLE_USUAL,   /* 24 months, long names, Chinese names */
    SAMPLE_HOSTILE, /* the same, named to break a page */
    SAMPLE_EMPTY    /* no cases at all */
};

/* Fails the test unless all of it can be made. */
void sample_open(sample *s, complaint_context *context, enum sample_kind kind,
                 const char *language);
void sample_close(sample *s);
/* The document; context memory. */
char *sample_text(const sample *s);
char *sample_html(const sample *s);

#endif
