/* A storage backend that somebody else wrote: rows in memory, every change in
 * a log file. Registers are "log:PATH". One process at a time writes. */
#ifndef LOGSTORE_H
#define LOGSTORE_H

#include <complaint/sys/backend.h>

/* The table of verbs; static. For complaint_backend_register(). */
const complaint_backend *logstore_backend(void);

#endif
