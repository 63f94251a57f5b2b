/* A scan cut into segments, each of which one index answers in order with
 * plain comparisons: for backends that speak SQL. */
#ifndef COMPLAINT_STORAGE_SEGMENT_H
#define COMPLAINT_STORAGE_SEGMENT_H

#include "model/relation.h"

#define COMPLAINT__PLACES (COMPLAINT__INDEX_COLUMNS_MAX + COMPLAINT__KEY_MAX)

enum complaint__segment_lower {
    COMPLAINT__LOWER_NONE,
    COMPLAINT__LOWER_SET,  /* not null */
    COMPLAINT__LOWER_FROM, /* at or above `low` */
    COMPLAINT__LOWER_ABOVE
};
enum complaint__segment_upper {
    COMPLAINT__UPPER_NONE,
    COMPLAINT__UPPER_BELOW, /* below `high` */
    COMPLAINT__UPPER_NULL   /* null */
};

/* Rows with the first `equal` places as given and the next one in a range. */
typedef struct complaint__segment {
    size_t equal;
    enum complaint__segment_lower lower;
    enum complaint__segment_upper upper;
    complaint_value low;
    complaint_value high;
} complaint__segment;

/* Values are borrowed, those of the scan until they are kept. */
typedef struct complaint__segments {
    const complaint_relation *relation;
    const complaint_index *index; /* NULL: by key */
    bool descending;
    bool any_order; /* of the rows in a segment */
    size_t place_count;
    unsigned char places[COMPLAINT__PLACES]; /* columns, in order */
    size_t equal_count;
    complaint_value equal[COMPLAINT__PLACES];
    complaint_value lower;
    complaint_value upper;
    complaint_value after[COMPLAINT__PLACES];
    complaint_value where; /* null: all rows */
    size_t where_column;
    uint64_t columns; /* as the scan has them */
    complaint__segment list[2 * COMPLAINT__PLACES + 2];
    size_t count;
    char *texts; /* of the scan's values, once they are kept */
} complaint__segments;

/* Places and values of a scan; those of `after` where it has any. */
void complaint__segments_open(complaint__segments *self,
                              const complaint_scan *scan);
/* Own copies of the scan's values; false without memory. */
bool complaint__segments_keep(complaint__segments *self,
                              complaint_context *context);
void complaint__segments_close(complaint__segments *self,
                               complaint_context *context);
/* The segments, in order; rows come after `after` when has_after. */
void complaint__segments_plan(complaint__segments *self, bool has_after);

#endif
