/* Finding bytes: up to three of the needle's rarest bytes are compared at 32 or
 * 64 places at once, and the whole needle where all of them agree. Elsewhere
 * memchr finds the rarest byte. Every way finds the same places. */
#include "text/find.h"

#include <string.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define WIDE 1
#include <immintrin.h>
#endif

#define SAMPLE ((size_t)64 << 10)

int complaint__finder_best(void)
{
#ifdef WIDE
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bw"))
        return COMPLAINT__FIND_AVX512;
    if (__builtin_cpu_supports("avx2"))
        return COMPLAINT__FIND_AVX2;
#endif
    return COMPLAINT__FIND_PLAIN;
}

void complaint__byte_counts_add(complaint__byte_counts *counts,
                                const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    size_t step = size / SAMPLE + 1;

    for (size_t i = 0; i < size; i += step)
        counts->of[at[i]]++;
}

void complaint__needle_set(complaint__needle *needle, const void *bytes,
                           size_t size, const complaint__byte_counts *counts,
                           int finder)
{
    size_t found = 0;

    needle->bytes = bytes;
    needle->size = size;
    needle->finder = finder;
    while (found < 3 && found < size) {
        size_t best = size;

        for (size_t i = 0; i < size; i++) {
            bool taken = false;

            for (size_t j = 0; j < found; j++)
                taken = taken || needle->probes[j] == i;
            if (!taken && (best == size || counts->of[needle->bytes[i]] <
                                               counts->of[needle->bytes[best]]))
                best = i;
        }
        needle->probes[found++] = best;
    }
    /* A short needle looks at one place twice; the rarest stays first. */
    while (found < 3) {
        needle->probes[found] = needle->probes[0];
        found++;
    }
}

static const char *find_plain(const complaint__needle *needle,
                              const unsigned char *bytes, size_t size)
{
    size_t probe = needle->probes[0];
    size_t at = 0;

    while (size - at >= needle->size) {
        const unsigned char *hit =
            memchr(bytes + at + probe, needle->bytes[probe],
                   size - at - needle->size + 1);

        if (hit == NULL)
            return NULL;
        at = (size_t)(hit - bytes) - probe;
        if (memcmp(bytes + at, needle->bytes, needle->size) == 0)
            return (const char *)bytes + at;
        at++;
    }
    return NULL;
}

#ifdef WIDE
__attribute__((target("avx2"))) static const char *
find_avx2(const complaint__needle *needle, const unsigned char *bytes,
          size_t size)
{
    const size_t *probes = needle->probes;
    const __m256i a = _mm256_set1_epi8((char)needle->bytes[probes[0]]);
    const __m256i b = _mm256_set1_epi8((char)needle->bytes[probes[1]]);
    const __m256i c = _mm256_set1_epi8((char)needle->bytes[probes[2]]);
    size_t at = 0;

    for (; size - at >= needle->size + 31; at += 32) {
        const unsigned char *from = bytes + at;
        __m256i same = _mm256_and_si256(
            _mm256_cmpeq_epi8(
                a, _mm256_loadu_si256((const void *)(from + probes[0]))),
            _mm256_cmpeq_epi8(
                b, _mm256_loadu_si256((const void *)(from + probes[1]))));
        uint32_t mask;

        same = _mm256_and_si256(
            same, _mm256_cmpeq_epi8(
                      c, _mm256_loadu_si256((const void *)(from + probes[2]))));
        mask = (uint32_t)_mm256_movemask_epi8(same);
        for (; mask != 0; mask &= mask - 1) {
            const unsigned char *hit = from + __builtin_ctz(mask);

            if (memcmp(hit, needle->bytes, needle->size) == 0)
                return (const char *)hit;
        }
    }
    return find_plain(needle, bytes + at, size - at);
}

__attribute__((target("avx512bw"))) static const char *
find_avx512(const complaint__needle *needle, const unsigned char *bytes,
            size_t size)
{
    const size_t *probes = needle->probes;
    const __m512i a = _mm512_set1_epi8((char)needle->bytes[probes[0]]);
    const __m512i b = _mm512_set1_epi8((char)needle->bytes[probes[1]]);
    const __m512i c = _mm512_set1_epi8((char)needle->bytes[probes[2]]);
    size_t at = 0;

    for (; size - at >= needle->size + 63; at += 64) {
        const unsigned char *from = bytes + at;
        uint64_t mask =
            _mm512_cmpeq_epi8_mask(a, _mm512_loadu_si512(from + probes[0]));

        if (mask == 0)
            continue;
        mask = _mm512_mask_cmpeq_epi8_mask(
            mask, b, _mm512_loadu_si512(from + probes[1]));
        mask = _mm512_mask_cmpeq_epi8_mask(
            mask, c, _mm512_loadu_si512(from + probes[2]));
        for (; mask != 0; mask &= mask - 1) {
            const unsigned char *hit = from + __builtin_ctzll(mask);

            if (memcmp(hit, needle->bytes, needle->size) == 0)
                return (const char *)hit;
        }
    }
    return find_plain(needle, bytes + at, size - at);
}
#endif

const char *complaint__find(const complaint__needle *needle, const void *bytes,
                            size_t size)
{
    if (size < needle->size)
        return NULL;
#ifdef WIDE
    if (needle->finder == COMPLAINT__FIND_AVX512)
        return find_avx512(needle, bytes, size);
    if (needle->finder == COMPLAINT__FIND_AVX2)
        return find_avx2(needle, bytes, size);
#endif
    return find_plain(needle, bytes, size);
}
