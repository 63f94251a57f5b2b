/* Inside of the context: references, clock, random, log, cached digest. */
#ifndef COMPLAINT_BASE_CONTEXT_H
#define COMPLAINT_BASE_CONTEXT_H

#include <complaint/context.h>

/* A translation of a format is a format of the same arguments. */
#if defined(__GNUC__) || defined(__clang__)
#define COMPLAINT__FORMAT_ARG(index) __attribute__((format_arg(index)))
#else
#define COMPLAINT__FORMAT_ARG(index)
#endif

complaint_context *complaint__context_ref(complaint_context *context);
void complaint__context_unref(complaint_context *context);
int complaint__context_random(complaint_context *context, void *bytes,
                              size_t size, complaint_error **error);
/* Random bytes of the system drawn for several uses at once, within one call:
 * all zero at first, and nothing is left at the call's end, so that a process
 * that forks has none in common with its child. A host's own source is asked
 * for each use. */
typedef struct complaint__lot {
    unsigned char bytes[64];
    size_t left;
} complaint__lot;
int complaint__lot_draw(complaint_context *context, complaint__lot *lot,
                        void *bytes, size_t size, complaint_error **error);
void complaint__lot_end(complaint__lot *lot);
/* The TZif bytes of a zone whose name was checked; at most *size of them, and
 * *size set. COMPLAINT_NOT_FOUND when there is none such (zone_file.c). */
int complaint__context_zone(complaint_context *context, const char *name,
                            void *bytes, size_t *size, complaint_error **error);
void complaint__context_log(complaint_context *context, int level,
                            const char *format, ...) COMPLAINT_PRINTF(3, 4);
/* Random, the same for a context's whole life: for hash tables. */
uint64_t complaint__context_hash_seed(const complaint_context *context);
/* Translation of an English text in the context's language, or itself.
 * Tables are generated from data/messages.*.po. */
const char *complaint__context_translate(const complaint_context *context,
                                         const char *english)
    COMPLAINT__FORMAT_ARG(2);
const char *complaint__translate(const char *language, const char *english)
    COMPLAINT__FORMAT_ARG(2);

/* The language under its own name ("en" or that of a table, letter case aside),
 * static text; NULL when there are no texts in it. */
const char *complaint__language_known(const char *language);

/* Slots for what a higher room keeps on a context, set before the context is
 * shared. `destroy` runs once, when the last object is gone, while memory
 * can still be given back. NULL until set. */
enum complaint__context_slot {
    COMPLAINT__SLOT_BACKENDS,
    COMPLAINT__SLOT_COUNT
};
void *complaint__context_slot(const complaint_context *context,
                              enum complaint__context_slot slot);
void complaint__context_slot_set(complaint_context *context,
                                 enum complaint__context_slot slot, void *data,
                                 void (*destroy)(complaint_context *context,
                                                 void *data));

#endif
