/* Dates and times as registers write them. Which order, offset and range
 * apply is for the mapping to say. */
#ifndef COMPLAINT_EXCHANGE_MOMENT_H
#define COMPLAINT_EXCHANGE_MOMENT_H

#include <complaint/time.h>

#include <stdbool.h>
#include <stddef.h>

enum complaint__date_order {
    COMPLAINT__ORDER_YMD, /* only dates that begin with a four-digit year */
    COMPLAINT__ORDER_MDY, /* 09/12/2016 is the 12th of September */
    COMPLAINT__ORDER_DMY  /* 09/12/2016 is the 9th of December */
};

typedef struct complaint__moment_rules {
    int order;           /* enum complaint__date_order */
    int offset;          /* seconds east of UTC, where the text has none */
    bool serial;         /* a bare number is a day of a spreadsheet */
    complaint_day first; /* days before it are refused */
    complaint_day last;  /* days after it are refused */
} complaint__moment_rules;

typedef struct complaint__moment {
    complaint_time time; /* of a date alone: the start of that day */
    bool date_only;
} complaint__moment;

/* NULL, or what is wrong with the text (English, static). Shapes: year first
 * with '-', '/', '.', 年月日 or (YYYYMMDD) nothing between, or by `order`;
 * padded or not; then 'T' or spaces and H:MM, H:MM:SS, a fraction, AM or PM,
 * an offset; or a spreadsheet's serial day (1900 system). */
const char *complaint__moment_read(const char *text, size_t size,
                                   const complaint__moment_rules *rules,
                                   complaint__moment *out);

#endif
