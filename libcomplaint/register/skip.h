/* Ids of cases found in spite of damage: what cannot be read is stepped over
 * by asking for keys beyond it. What is done with the cases: verify_cases.c. */
#ifndef COMPLAINT_REGISTER_SKIP_H
#define COMPLAINT_REGISTER_SKIP_H

#include "base/identity.h"
#include "register/stream.h"

/* Where ids are asked for: the first rows of a relation whose key goes on with
 * a case's id after `equal`. */
typedef struct complaint__way {
    const complaint_relation *relation;
    const complaint_value *equal;
    size_t equal_count;
} complaint__way;

/* The least id above `after` ("": any) that can be read, below `to` ("": no
 * end); "" when there is none. *damaged: damage was met on the way; there may
 * be others before it. */
int complaint__way_next(complaint__store *store, const complaint__way *way,
                        const char *after, const char *to,
                        char id[COMPLAINT__ID_SIZE], bool *damaged,
                        complaint_error **error);
/* The same beyond damage that begins above `after`: the least key is looked
 * for that can be read again. Keys are taken for UUIDs; between damaged pages
 * a readable one is missed when it has less than a 256th of the gap. */
int complaint__way_beyond(complaint__store *store, const complaint__way *way,
                          const char *after, const char *to,
                          char id[COMPLAINT__ID_SIZE], complaint_error **error);

/* Cases one by one, from whatever relation knows of them. */
typedef struct complaint__walk {
    complaint__store *store;
    char after[COMPLAINT__ID_SIZE];
    char to[COMPLAINT__ID_SIZE];
    struct {
        char id[COMPLAINT__ID_SIZE]; /* comes next; "" at the end */
        bool known;
    } of[COMPLAINT__STREAMS];
} complaint__walk;

/* From `from` ("": the first) on, itself too. */
void complaint__walk_open(complaint__walk *walk, complaint__store *store,
                          const char *from, const char *to);
/* *gap: "case" or "journal" could not be read all the way from the case before
 * to this one. `id` is "" at the end. */
int complaint__walk_next(complaint__walk *walk, char id[COMPLAINT__ID_SIZE],
                         bool *gap, complaint_error **error);

#endif
