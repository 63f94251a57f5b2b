/* Files that travel inside the library (generated from this folder). */
#ifndef COMPLAINT_DATA_BUNDLED_H
#define COMPLAINT_DATA_BUNDLED_H

#include <stddef.h>

typedef struct complaint__bundled {
    const char *kind; /* "procedure", "calendar", "catalog", "phrases" */
    const char *name; /* file name without extension */
    const char *file; /* file name with extension */
    const unsigned char *bytes;
    size_t size;
} complaint__bundled;

/* Sorted by kind, then name; ends with kind NULL. */
extern const complaint__bundled complaint__bundled_files[];
const complaint__bundled *complaint__bundled_find(const char *kind,
                                                  const char *name);

typedef struct complaint__message {
    const char *english;
    const char *text;
} complaint__message;

typedef struct complaint__message_table {
    const char *language;               /* "zh-CN" */
    const complaint__message *messages; /* sorted by english (strcmp) */
    size_t count;
} complaint__message_table;

extern const complaint__message_table complaint__message_tables[];
extern const size_t complaint__message_table_count;

#endif
