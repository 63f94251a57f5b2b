/* Rows of cases for the tests of this folder. */
#ifndef TESTS_STORAGE_ROWS_H
#define TESTS_STORAGE_ROWS_H

#include "model/relation.h"

/* A record of a relation with every required column set; `number` makes keys
 * and printed numbers differ. NULL when memory is exhausted. */
complaint_record *row_make(complaint_context *context,
                           const complaint_relation *relation, int number,
                           complaint_error **error);

/* Folders under /tmp that go away with what is in them. */
void folder_make(char folder[64]);
void folder_remove(const char *folder);

#endif
