/* Files of tests: see file.h. */
#include "support/file.h"

#include <check.h>
#include <stdio.h>

void support_copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    size_t size;

    ck_assert(in != NULL && out != NULL);
    while ((size = fread(bytes, 1, sizeof bytes, in)) > 0)
        ck_assert_uint_eq(fwrite(bytes, 1, size, out), size);
    fclose(in);
    ck_assert_int_eq(fclose(out), 0);
}
