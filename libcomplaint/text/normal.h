/* Unicode normalisation by utf8proc's tables, in time linear in the text. */
#ifndef COMPLAINT_TEXT_NORMAL_H
#define COMPLAINT_TEXT_NORMAL_H

#include "base/memory.h"

enum complaint__form { COMPLAINT__NFC = 0, COMPLAINT__NFKC_CASEFOLD = 1 };

/* `bytes` must be valid UTF-8; *out is context memory and NUL-terminated. */
int complaint__normalise(complaint_context *context, int form,
                         const char *bytes, size_t size, char **out,
                         size_t *out_size, complaint_error **error);
/* One of the code points of which plain text consists. */
bool complaint__code_is_plain(uint32_t code);

#endif
