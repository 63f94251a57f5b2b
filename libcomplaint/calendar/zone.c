/* TZif files (RFC 8536, versions 1 to 4): their bytes to changes of offset.
 * The rule at their end is read in zone_rule.c; nothing here opens a file. */
#include "calendar/zone.h"

#include <complaint/limits.h>

#include <string.h>

#define HEADER_SIZE 44
/* Changes up to the first second come down to an offset; those past the last
 * are of no use. */
#define FIRST_SECOND (COMPLAINT_LIMIT_TIME_MIN / 1000000)
#define LAST_SECOND (COMPLAINT_LIMIT_TIME_MAX / 1000000)

/* ---- the list of changes ---- */

void complaint__zone_start(complaint__zone *zone, complaint_context *context,
                           int offset)
{
    memset(zone, 0, sizeof(*zone));
    zone->context = context;
    zone->offset = offset;
}

void complaint__zone_end(complaint__zone *zone)
{
    complaint__free(zone->context, zone->changes);
    zone->changes = NULL;
    zone->count = 0;
    zone->capacity = 0;
}

static int offset_before(const complaint__zone *zone, size_t index)
{
    return index == 0 ? zone->offset : zone->changes[index - 1].offset;
}

bool complaint__zone_add(complaint__zone *zone, int64_t at, int offset)
{
    complaint__zone_change *larger;

    if (zone->count > 0 && zone->changes[zone->count - 1].at == at)
        zone->count--;
    if (offset == offset_before(zone, zone->count))
        return true;
    if (zone->count == zone->capacity) {
        size_t capacity = zone->capacity == 0 ? 64 : zone->capacity * 2;

        larger = complaint__realloc_array(zone->context, zone->changes,
                                          capacity, sizeof(*larger));
        if (larger == NULL)
            return false;
        zone->changes = larger;
        zone->capacity = capacity;
    }
    zone->changes[zone->count].at = at;
    zone->changes[zone->count++].offset = offset;
    return true;
}

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
}

bool complaint__zone_name_valid(const char *name)
{
    size_t size = strlen(name);

    if (size == 0 || size > COMPLAINT_LIMIT_CODE)
        return false;
    for (size_t i = 0; i < size; i++) {
        bool inner = i > 0 && i + 1 < size && name[i - 1] != '/';

        if (!is_name_character(name[i]) && !(name[i] == '/' && inner))
            return false;
    }
    return true;
}

/* ---- TZif ---- */

/* The counts of a header, in the order of the file. */
typedef struct header {
    unsigned char version;
    uint32_t isutc;
    uint32_t isstd;
    uint32_t leaps;
    uint32_t times;
    uint32_t types;
    uint32_t characters;
} header;

typedef struct cursor {
    const unsigned char *at;
    size_t left;
} cursor;

/* The next bytes, or NULL when there are not so many. */
static const unsigned char *take(cursor *c, size_t size)
{
    const unsigned char *at = c->at;

    if (size > c->left)
        return NULL;
    c->at += size;
    c->left -= size;
    return at;
}

static uint32_t read_32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

/* Two's complement, big end first. */
static int64_t read_signed(const unsigned char *at, size_t size)
{
    uint64_t value = at[0] >= 0x80 ? UINT64_MAX : 0;

    for (size_t i = 0; i < size; i++)
        value = value << 8 | at[i];
    return value <= INT64_MAX ? (int64_t)value
                              : -(int64_t)(UINT64_MAX - value) - 1;
}

/* The first header of a longer file counts what is passed over. */
static complaint__zone_problem *read_header(cursor *c, header *h)
{
    const unsigned char *at = take(c, HEADER_SIZE);

    if (at == NULL || memcmp(at, "TZif", 4) != 0)
        return "the zone is no TZif file";
    h->version = at[4];
    h->isutc = read_32(at + 20);
    h->isstd = read_32(at + 24);
    h->leaps = read_32(at + 28);
    h->times = read_32(at + 32);
    h->types = read_32(at + 36);
    h->characters = read_32(at + 40);
    if (h->version != 0 && (h->version < '2' || h->version > '4'))
        return "the zone is a TZif file of an unknown version";
    if (h->types > 256 || h->characters > COMPLAINT__LIMIT_ZONE ||
        h->times > COMPLAINT__LIMIT_ZONE_CHANGES ||
        (h->isutc != 0 && h->isutc != h->types) ||
        (h->isstd != 0 && h->isstd != h->types))
        return "the counts of the TZif file are wrong";
    if (h->leaps != 0) /* times would count seconds that ours do not */
        return "zones with leap seconds are not supported";
    return NULL;
}

/* Bytes of the block after a header; small, as the counts are. */
static size_t block_size(const header *h, size_t time_size)
{
    return (size_t)h->times * (time_size + 1) + (size_t)h->types * 6 +
           h->characters + h->isstd + h->isutc;
}

static complaint__zone_problem *check_types(const unsigned char *types,
                                            const header *h)
{
    for (size_t i = 0; i < h->types; i++) {
        int64_t offset = read_signed(types + i * 6, 4);

        if (offset <= -COMPLAINT__LIMIT_OFFSET ||
            offset >= COMPLAINT__LIMIT_OFFSET)
            return "an offset of the TZif file is a day or more";
        if (types[i * 6 + 4] > 1 || types[i * 6 + 5] >= h->characters)
            return "a type of the TZif file is wrong";
    }
    return NULL;
}

static int read_changes(complaint__zone *zone, const unsigned char *block,
                        const header *h, size_t time_size,
                        complaint__zone_problem **problem)
{
    const unsigned char *indexes = block + h->times * time_size;
    const unsigned char *types = indexes + h->times;
    int64_t last = INT64_MIN;

    *problem = check_types(types, h);
    if (*problem != NULL)
        return COMPLAINT_INVALID;
    zone->offset = (int)read_signed(types, 4);
    for (size_t i = 0; i < h->times; i++) {
        int64_t at = read_signed(block + i * time_size, time_size);
        int offset;

        if (indexes[i] >= h->types || (i > 0 && at <= last)) {
            *problem = "the times of the TZif file are wrong";
            return COMPLAINT_INVALID;
        }
        last = at;
        offset = (int)read_signed(types + indexes[i] * 6, 4);
        if (at > LAST_SECOND)
            continue;
        if (at <= FIRST_SECOND)
            zone->offset = offset;
        else if (!complaint__zone_add(zone, at, offset))
            return COMPLAINT_NO_MEMORY;
    }
    return COMPLAINT_OK;
}

/* The rule between two line ends. */
static complaint__zone_problem *read_footer(cursor *c, char *rule)
{
    const unsigned char *end;
    size_t size;

    if (c->left == 0 || c->at[0] != '\n')
        return "the rule at the end of the TZif file is missing";
    end = memchr(c->at + 1, '\n', c->left - 1);
    size = end == NULL ? 0 : (size_t)(end - c->at) - 1;
    if (end == NULL || size >= COMPLAINT__LIMIT_RULE ||
        memchr(c->at, 0, size + 1) != NULL)
        return "the rule at the end of the TZif file has no end";
    memcpy(rule, c->at + 1, size);
    rule[size] = '\0';
    return NULL;
}

int complaint__zone_read(complaint__zone *zone, const unsigned char *bytes,
                         size_t size, complaint__zone_problem **problem)
{
    cursor c = {bytes, size};
    char rule[COMPLAINT__LIMIT_RULE] = "";
    const unsigned char *block;
    size_t time_size = 4;
    header h;
    int status;

    *problem = read_header(&c, &h);
    if (*problem == NULL && h.version != 0) {
        time_size = 8;
        if (take(&c, block_size(&h, 4)) == NULL)
            *problem = "the TZif file ends too early";
        else
            *problem = read_header(&c, &h);
    }
    if (*problem != NULL)
        return COMPLAINT_INVALID;
    block = take(&c, block_size(&h, time_size));
    if (block == NULL || h.types == 0) {
        *problem = "the TZif file ends too early";
        return COMPLAINT_INVALID;
    }
    status = read_changes(zone, block, &h, time_size, problem);
    if (status != COMPLAINT_OK || time_size == 4) {
        zone->written = zone->count;
        return status;
    }
    *problem = read_footer(&c, rule);
    if (*problem != NULL)
        return COMPLAINT_INVALID;
    return complaint__zone_follow(zone, rule, problem);
}
