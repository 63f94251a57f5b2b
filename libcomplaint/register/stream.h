/* All rows of cases, case by case: every relation with a case in its key is
 * read in step with the others. For verifying and rebuilding. */
#ifndef COMPLAINT_REGISTER_STREAM_H
#define COMPLAINT_REGISTER_STREAM_H

#include "base/merkle.h"
#include "register/inside.h"

/* "case", "journal" and the children. */
#define COMPLAINT__STREAMS 14
#define COMPLAINT__STREAM_CASE 0
#define COMPLAINT__STREAM_JOURNAL 1

typedef struct complaint__stream {
    const complaint_relation *relation;
    complaint__scan *scan;
    const complaint_value *row;    /* NULL at the end */
    char last[COMPLAINT__ID_SIZE]; /* case of the row before */
    bool failed;                   /* damaged: what comes next is not known */
} complaint__stream;

typedef struct complaint__streams {
    complaint__store *store;
    const char *only; /* the one case that is asked for, or NULL */
    bool chains; /* "case" and "journal" alone: the children are not read */
    bool bears;  /* damage: a stream that fails ends, the others go on */
    complaint__stream of[COMPLAINT__STREAMS];
    const complaint_relation *failed; /* that could not be read on */
    complaint__hasher hasher;
} complaint__streams;

/* Rows of the cases whose ids are not below `from` and below `to`; NULL for no
 * such bound. */
int complaint__streams_open(complaint__store *store, const char *from,
                            const char *to, bool chains,
                            complaint__streams *streams,
                            complaint_error **error);
/* Rows of one case. `bears`: damage ends a stream and is no failure. */
int complaint__streams_open_case(complaint__store *store, const char *case_id,
                                 bool chains, bool bears,
                                 complaint__streams *streams,
                                 complaint_error **error);
void complaint__streams_close(complaint__streams *streams);
/* The id of a case as it was read. A damaged one that is longer is cut: it
 * matches no row then, and the caller steps over it. */
void complaint__id_of(const complaint_value *value,
                      char id[COMPLAINT__ID_SIZE]);
/* The case that comes next, copied; false when there is none. */
bool complaint__streams_case(const complaint__streams *streams,
                             char case_id[COMPLAINT__ID_SIZE]);
bool complaint__stream_is_at(const complaint__stream *stream,
                             const char *case_id);
/* CORRUPT also for a row out of order. */
int complaint__streams_step(complaint__streams *streams, size_t index,
                            complaint_error **error);
const complaint_relation *complaint__stream_relation(size_t index);

/* Something wrong and where it lies. */
typedef struct complaint__found {
    const char *case_id; /* NULL: of no case */
    int64_t entry;       /* of the journal; 0: none */
    const char *relation;
    const char *key;     /* of the row, the case's id left out; or NULL */
    const char *columns; /* with commas between them; or NULL */
    const char *what;    /* English, to be translated */
} complaint__found;

/* Takes what was found; anything but COMPLAINT_OK ends the work. */
typedef int complaint__problem(void *data, const complaint__found *found);

typedef struct complaint__examined {
    bool broken;     /* the journal cannot be relied upon */
    int64_t bytes;   /* that the digests of its entries were taken of */
    int64_t entries; /* of the journal */
    int64_t changes; /* rows of projections that differ */
    bool unread;     /* damage kept some of its rows from being read */
    /* What the projections should be, for rebuilding; NULL when broken. */
    complaint__image *image;
} complaint__examined;

/* Read one case from the streams, past its last row: check its chain, build
 * its projections anew and compare. `image` may be NULL. */
int complaint__examine(complaint_register *self, complaint__streams *streams,
                       const char *case_id, complaint__problem *problem,
                       void *data, complaint__examined *out,
                       complaint__image *image, complaint_error **error);

/* Compare the rows of "unit" with what the installed organisations say; with
 * `repair` make them so. *changes counts the rows that differ. */
int complaint__examine_units(complaint_register *self, bool repair,
                             complaint__problem *problem, void *data,
                             int64_t *changes, complaint_error **error);

#endif
