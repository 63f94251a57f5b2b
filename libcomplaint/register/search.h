/* Search over all cases: the folded text of each, in the order of receipt, kept
 * in memory or in a file beside the store, and caught up with the journal when
 * somebody searches. Never needed: what it finds is looked at again in the
 * store, and without it the store is read. Filters and pages: query.c. */
#ifndef COMPLAINT_REGISTER_SEARCH_H
#define COMPLAINT_REGISTER_SEARCH_H

#include "register/inside.h"
#include "text/terms.h"

/* Ends a field, and what is not personal within a case: no byte of UTF-8. */
#define COMPLAINT__SEARCH_FIELD '\xFF'
#define COMPLAINT__SEARCH_PERSONAL '\xFE'

/* A case among others; its text ends with COMPLAINT__SEARCH_FIELD. */
typedef struct complaint__search_record {
    unsigned char id[16];
    uint64_t offset; /* in the text of its part */
    uint32_t size;
    uint32_t revision;
} complaint__search_record;

/* A stretch of cases with their text. */
typedef struct complaint__search_part {
    complaint__search_record *records;
    char *text;
    size_t count;
    size_t text_size;
    size_t record_capacity; /* 0: in a mapped file */
    size_t text_capacity;
    uint8_t *dead;     /* by record: told elsewhere, or gone; NULL: none */
    uint64_t text_sum; /* of a mapped part, until it was compared */
    bool stray;        /* not in the order of the other parts */
    bool unchecked;
    bool saved;
} complaint__search_part;

/* Where a stray case is told. */
typedef struct complaint__search_stray {
    uint32_t part; /* and 1; 0: free */
    uint32_t record;
} complaint__search_stray;

typedef struct complaint__search {
    complaint_register *owner;
    complaint_context *context; /* the owner's */
    complaint__store *store;    /* likewise */
    char register_id[COMPLAINT__ID_SIZE];
    complaint__search_part *parts;
    size_t part_count;
    size_t part_capacity;
    size_t open_part[2];    /* and 1: not full yet, in order and stray */
    size_t count;           /* records in order */
    size_t stray_size;      /* bytes of stray text */
    size_t text_size;       /* bytes in order */
    unsigned char last[16]; /* id of the last record in order */
    complaint__search_stray *strays; /* by hash of the id */
    size_t stray_count;
    size_t stray_capacity;
    complaint__byte_counts bytes;
    int finder;
    bool built;
    complaint_arrival reached; /* how far the store is told here */
    unsigned char mark[32];    /* of that */
    /* The file beside the store. */
    char *path;  /* NULL: none */
    bool looked; /* for a file */
    void *map;
    size_t map_size;
    int map_file;     /* and 1 */
    size_t file_size; /* as far as it is known to be good */
    uint64_t file_inode;
    size_t unsaved; /* bytes of text that the file lacks */
} complaint__search;

/* ---- texts of cases (search_text.c) ---- */

/* The rows below all cases, read in step with them: much quicker than asking
 * for those of each. Zeroed, closed when done. */
typedef struct complaint__search_stream {
    complaint__scan *scan;
    const complaint_value *row; /* NULL at the end */
} complaint__search_stream;
#define COMPLAINT__SEARCH_STREAMS 2

int complaint__search_streams_open(complaint__store *store,
                                   complaint__search_stream *streams,
                                   complaint_error **error);
void complaint__search_streams_close(complaint__search_stream *streams);

/* All that is searched of a case, from its row and the rows below it; for a
 * viewer (NULL: nobody) without what is withheld from whoever looks. With
 * `streams` (or NULL) cases come in the order of their ids. */
int complaint__search_text(complaint__store *store, complaint_register *viewer,
                           complaint__search_stream *streams,
                           const complaint_value *row, complaint__buffer *text,
                           complaint_error **error);
/* Does what is about to be written change what is searched of a case? */
bool complaint__search_concerns(const complaint__image *image);
/* One field, folded; nothing for null. */
int complaint__search_field(complaint__buffer *text,
                            const complaint_value *value,
                            complaint_error **error);
/* The part of a text that `personal` allows. */
size_t complaint__search_extent(const char *text, size_t size, bool personal);

/* ---- parts (search_part.c) ---- */

void complaint__search_clear(complaint__search *self);
/* A new mapped or empty part; NULL when exhausted. */
complaint__search_part *complaint__search_part_add(complaint__search *self,
                                                   bool stray);
/* Record of a case; NULL when there is none. */
complaint__search_record *
complaint__search_find_record(const complaint__search *self,
                              const unsigned char id[16],
                              complaint__search_part **part);
/* Tell a case anew; an empty text forgets it. */
int complaint__search_tell(complaint__search *self, const char *case_id,
                           uint32_t revision, const char *text, size_t size,
                           complaint_error **error);
/* Take the records of a part that came from a file into the order. False when
 * they are not in order. */
bool complaint__search_take_part(complaint__search *self, size_t part);
/* Put strays into their places. */
int complaint__search_merge(complaint__search *self, complaint_error **error);
void complaint__search_id_read(const char *text, unsigned char id[16]);
void complaint__search_id_write(const unsigned char id[16],
                                char text[COMPLAINT__ID_SIZE]);

/* ---- looking (search_scan.c) ---- */

typedef struct complaint__search_request {
    const complaint__terms *terms;
    bool personal;     /* also look at personal texts */
    bool descending;   /* newest first */
    const char *after; /* a case id; NULL: from the beginning */
    size_t wanted;
} complaint__search_request;

/* Ids of up to `wanted` cases in order; *count below it means that there are
 * no more. CORRUPT when a mapped part is not what was written. */
int complaint__search_scan(complaint__search *self,
                           const complaint__search_request *request,
                           char (*ids)[COMPLAINT__ID_SIZE], size_t *count,
                           complaint_error **error);

/* ---- the file (search_file.c); failures are no errors ---- */

void complaint__search_load(complaint__search *self);
/* The locked file, when there is something worth saving and nobody else writes,
 * or, with `always`, in any case, waiting for others; -1 otherwise. To be
 * closed. */
int complaint__search_lock(const complaint__search *self, bool always);
void complaint__search_save(complaint__search *self, int file);
void complaint__search_unload(complaint__search *self);
/* Is what is mapped still there? Nobody of ours cuts it; others might. */
bool complaint__search_is_there(const complaint__search *self);
/* Overwrite what a locked file still says of cases that were told anew; false
 * when that cannot be done. */
bool complaint__search_blank(complaint__search *self, int file);
bool complaint__search_exists(const complaint__search *self);
int complaint__search_remove(complaint__search *self, complaint_error **error);
uint64_t complaint__search_sum(const void *bytes, size_t size);

/* ---- the whole (search.c) ---- */

/* Catch up with the journal, outside of a transaction; *out is borrowed from
 * the register until the next call. */
int complaint__search_ready(complaint_register *owner, complaint__search **out,
                            complaint_error **error);
/* Look; what is damaged is dropped, and made again. */
int complaint__search_find(complaint_register *owner,
                           const complaint__search_request *request,
                           char (*ids)[COMPLAINT__ID_SIZE], size_t *count,
                           complaint_error **error);
/* Texts were erased: leave nothing of them in memory or in the file. Outside of
 * a transaction. */
int complaint__search_forget(complaint_register *owner,
                             complaint_error **error);
void complaint__search_free(complaint__search *self);

#endif
