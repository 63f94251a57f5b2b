/* Definitions that registers which share a store have in common. */
#ifndef COMPLAINT_REGISTER_SHELF_H
#define COMPLAINT_REGISTER_SHELF_H

#include "register/inside.h"

/* Any thread may call any of these. */
typedef struct complaint__shelf complaint__shelf;

/* One reference; NULL: no memory. */
complaint__shelf *complaint__shelf_new(complaint_context *context);
complaint__shelf *complaint__shelf_ref(complaint__shelf *shelf);
void complaint__shelf_free(complaint__shelf *shelf); /* gives one back */
/* What stands under a digest, with a reference for the caller; else false. */
bool complaint__shelf_find(complaint__shelf *shelf, const char *digest,
                           complaint__parsed *out);
/* Kept for others, when memory suffices; the caller keeps its own. */
void complaint__shelf_put(complaint__shelf *shelf, const char *digest,
                          const complaint__parsed *parsed);

#endif
