/* Targets of fuzzing: each takes any bytes and must neither crash nor hang.
 * tests/fuzz/run builds one for libFuzzer; test_corpus replays what is kept. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int fuzz_calendar(const uint8_t *bytes, size_t size);
int fuzz_csv(const uint8_t *bytes, size_t size);
int fuzz_facts(const uint8_t *bytes, size_t size);
int fuzz_holiday_cn(const uint8_t *bytes, size_t size);
int fuzz_ics(const uint8_t *bytes, size_t size);
int fuzz_procedure(const uint8_t *bytes, size_t size);
int fuzz_zone(const uint8_t *bytes, size_t size);

/* Under libFuzzer the target of a file is the program's. */
#ifdef FUZZ_MAIN
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
#define FUZZ_TARGET(name)                                                      \
    int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)              \
    {                                                                          \
        return name(bytes, size);                                              \
    }
#else
#define FUZZ_TARGET(name) _Static_assert(1, "replayed by test_corpus")
#endif

#endif
