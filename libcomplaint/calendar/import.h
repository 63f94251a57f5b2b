/* Importing calendars: from bytes of somebody else's format to days, and from
 * days to the YAML of a calendar. Pure; opens nothing. */
#ifndef COMPLAINT_CALENDAR_IMPORT_H
#define COMPLAINT_CALENDAR_IMPORT_H

#include "calendar/table.h"

/* Bytes of one import, and entries in it. */
#define COMPLAINT__LIMIT_CALENDAR_IMPORT 4194304
#define COMPLAINT__LIMIT_CALENDAR_ENTRIES 20000

/* What an entry says of its days. */
typedef struct complaint__import_entry {
    int kind; /* enum complaint_day_kind */
    const char *name;
    const char *source; /* or NULL */
} complaint__import_entry;

typedef struct complaint__import {
    complaint_context *context;
    complaint_error **error;
    complaint__arena *arena; /* texts */
    complaint__import_entry *entries;
    size_t count;
    size_t capacity;
    /* By day from COMPLAINT__DAY_MIN: 0, or one more than an entry. */
    uint32_t *days;
    int64_t work;  /* days named, each time counted */
    int year_from; /* that the file knows; 0: none */
    int year_to;
    bool years_given; /* by the file itself, not by its dates */
} complaint__import;

/* COMPLAINT_INVALID at a line of what is imported. */
int complaint__import_refuse(complaint__import *import, const char *detail,
                             const char *field, int64_t line,
                             const char *message);
/* The days from..to are of a kind. A day named twice keeps its first name; of
 * two kinds, it is refused. Bytes of the name that are no UTF-8 are refused,
 * the rest is brought to NFC, without line ends. */
int complaint__import_add(complaint__import *import, complaint_day from,
                          complaint_day to, int kind, const char *name,
                          size_t name_size, const char *source, int64_t line);
/* "2019-10-01" or "20191001"; reads no more than `size` bytes. */
bool complaint__import_day(const char *text, size_t size, complaint_day *day);

int complaint__import_holiday_cn(complaint__import *import, const char *bytes,
                                 size_t size);
int complaint__import_ics(complaint__import *import, const char *bytes,
                          size_t size);
int complaint__import_csv(complaint__import *import, const char *bytes,
                          size_t size);

#endif
