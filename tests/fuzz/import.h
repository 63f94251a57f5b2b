/* What the targets of calendar imports share: any bytes as one format. */
#ifndef TESTS_FUZZ_IMPORT_H
#define TESTS_FUZZ_IMPORT_H

#include <stddef.h>
#include <stdint.h>

/* Stops the program when what was imported cannot be read. */
int fuzz_import(const char *format, const uint8_t *bytes, size_t size);

#endif
