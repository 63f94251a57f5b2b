/* Facts: the typed tree that goes into cases and comes out of answers. A
 * Python dict or a Lua table maps onto it without glue. */
#ifndef COMPLAINT_FACTS_H
#define COMPLAINT_FACTS_H

#include <complaint/context.h>

#include <stdbool.h>

COMPLAINT_BEGIN

/**
 * A node of a tree: null, boolean, integer, real, text, list or map. A root
 * is made with complaint_facts_new() and owned by the caller; every other
 * node is borrowed from its root and lives as long as it does. A map keeps
 * the order in which keys were first set.
 *
 * Money is the map {"amount": minor units, "currency": ISO 4217 code}; a time
 * is a text as complaint_time_format() writes it in UTC. Reals occur in
 * answers (a mean, a median) and are refused where facts enter a journal.
 */
typedef struct complaint_facts complaint_facts;

/** Type of a node. */
enum complaint_facts_type {
    COMPLAINT_FACTS_NULL = 0,
    COMPLAINT_FACTS_BOOLEAN = 1,
    COMPLAINT_FACTS_INTEGER = 2,
    COMPLAINT_FACTS_REAL = 3,
    COMPLAINT_FACTS_TEXT = 4,
    COMPLAINT_FACTS_LIST = 5,
    COMPLAINT_FACTS_MAP = 6
};

/**
 * Make an empty map.
 *
 * @param[in]  context  not NULL.
 * @param[out] out  the root; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_new(complaint_context *context, complaint_facts **out,
                    complaint_error **error);

/**
 * Make a tree from JSON (RFC 8259, UTF-8). Any JSON value may be the root.
 *
 * Refused: duplicate keys, invalid UTF-8, NUL characters, numbers outside
 * int64 or double, more than COMPLAINT_LIMIT_FACTS_DEPTH levels.
 *
 * @param[in]  context  not NULL.
 * @param[in]  json  `size` bytes; not NULL.
 * @param[in]  size  at most 64 MiB.
 * @param[out] out  the root; NULL on failure.
 * @param[out] error  with line and column.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for what is no such JSON;
 *   COMPLAINT_LIMIT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_parse(complaint_context *context, const char *json, size_t size,
                      complaint_facts **out, complaint_error **error);

/**
 * Write a tree as canonical JSON: UTF-8, no spaces, keys sorted by bytes,
 * shortest escapes. Reals are written with up to 17 significant digits, the
 * fewest that read back the same; a real that is not finite as null.
 *
 * @param[in]  facts  any node; not NULL.
 * @param[out] json  the text, NUL-terminated; NULL on failure.
 * @param[out] size  its length without the NUL; may be NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership *json is the caller's: complaint_context_release().
 * @return COMPLAINT_OK; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_write(const complaint_facts *facts, char **json, size_t *size,
                      complaint_error **error);

/**
 * Set a text in a map, or append it to a list.
 *
 * The text is brought to Unicode NFC. At most COMPLAINT_LIMIT_TEXT bytes;
 * keys at most COMPLAINT_LIMIT_CODE.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[in]  text  UTF-8, NUL-terminated; NULL sets null. Copied.
 * @param[out] error  names the key.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for bad UTF-8; COMPLAINT_LIMIT;
 *   COMPLAINT_MISUSE for a key on a list or none on a map;
 *   COMPLAINT_NO_MEMORY.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_text(complaint_facts *facts, const char *key,
                         const char *text, complaint_error **error);

/**
 * Set a text of given length; as complaint_facts_set_text(), but a NUL byte
 * inside is found and refused rather than cutting the text.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[in]  text  UTF-8, not NULL. Copied.
 * @param[in]  size  bytes of `text`.
 * @param[out] error  names the key.
 * @ownership Texts are copied.
 * @return as complaint_facts_set_text().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_bytes(complaint_facts *facts, const char *key,
                          const char *text, size_t size,
                          complaint_error **error);

/**
 * Set an integer in a map, or append it to a list.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[in]  value  any.
 * @param[out] error  names the key.
 * @ownership The key is copied.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT; COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_integer(complaint_facts *facts, const char *key,
                            int64_t value, complaint_error **error);

/**
 * Set a real number in a map, or append it to a list.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[in]  value  finite.
 * @param[out] error  names the key.
 * @ownership The key is copied.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for NaN or infinity;
 *   COMPLAINT_LIMIT; COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_real(complaint_facts *facts, const char *key, double value,
                         complaint_error **error);

/**
 * Set true or false in a map, or append it to a list.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[in]  value  true or false.
 * @param[out] error  names the key.
 * @ownership The key is copied.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT; COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_boolean(complaint_facts *facts, const char *key, bool value,
                            complaint_error **error);

/**
 * Set a time in a map, or append it to a list: a text in UTC.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[in]  time  in range; COMPLAINT_TIME_NONE sets null.
 * @param[out] error  names the key.
 * @ownership The key is copied.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT; COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_time(complaint_facts *facts, const char *key,
                         complaint_time time, complaint_error **error);

/**
 * Set an amount of money in a map, or append it to a list.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[in]  amount  minor units (fen, cents).
 * @param[in]  currency  ISO 4217 code, three capital letters.
 * @param[out] error  names the key.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for another currency text;
 *   COMPLAINT_LIMIT; COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_money(complaint_facts *facts, const char *key,
                          int64_t amount, const char *currency,
                          complaint_error **error);

/**
 * Set an empty map in a map, or append one to a list, and lend it.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[out] child  the new map; may be NULL.
 * @param[out] error  names the key.
 * @ownership *child is borrowed from the root.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT; COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_map(complaint_facts *facts, const char *key,
                        complaint_facts **child, complaint_error **error);

/**
 * Set an empty list in a map, or append one to a list, and lend it.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[out] child  the new list; may be NULL.
 * @param[out] error  names the key.
 * @ownership *child is borrowed from the root.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT; COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_list(complaint_facts *facts, const char *key,
                         complaint_facts **child, complaint_error **error);

/**
 * Set a deep copy of another tree in a map, or append it to a list.
 *
 * @param[in]  facts  a map or a list; not NULL.
 * @param[in]  key  of a map; NULL to append to a list.
 * @param[in]  value  any node, of this tree or another; NULL sets null.
 * @param[out] error  names the key.
 * @ownership `value` is copied.
 * @return COMPLAINT_OK; COMPLAINT_LIMIT; COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time for both trees.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_facts_set_copy(complaint_facts *facts, const char *key,
                         const complaint_facts *value, complaint_error **error);

/**
 * Type of a node.
 *
 * @param[in] facts  NULL gives COMPLAINT_FACTS_NULL.
 * @ownership Nothing is handed over.
 * @return one of enum complaint_facts_type.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API int complaint_facts_type(const complaint_facts *facts);

/**
 * Number of members of a map or list.
 *
 * @param[in] facts  NULL or another type gives 0.
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API size_t complaint_facts_size(const complaint_facts *facts);

/**
 * Member of a map by key.
 *
 * @param[in] facts  NULL or another type gives NULL.
 * @param[in] key  NULL gives NULL.
 * @ownership Borrowed from the root.
 * @return the node, or NULL when there is none; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const complaint_facts *
complaint_facts_get(const complaint_facts *facts, const char *key);

/**
 * Member of a map or list by position.
 *
 * @param[in] facts  NULL or another type gives NULL.
 * @param[in] index  from 0; past the end gives NULL.
 * @ownership Borrowed from the root.
 * @return the node, or NULL; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const complaint_facts *
complaint_facts_at(const complaint_facts *facts, size_t index);

/**
 * Key of a map's member by position.
 *
 * @param[in] facts  NULL or another type gives "".
 * @param[in] index  from 0; past the end gives "".
 * @ownership Borrowed from the root.
 * @return the key, never NULL; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_facts_key(const complaint_facts *facts,
                                              size_t index);

/**
 * Value of a text node.
 *
 * @param[in] facts  NULL or another type gives `otherwise`.
 * @param[in] otherwise  may be NULL.
 * @ownership Borrowed from the root.
 * @return the text or `otherwise`; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_facts_text(const complaint_facts *facts,
                                               const char *otherwise);

/**
 * Value of an integer node (true is 1, false is 0).
 *
 * @param[in] facts  NULL or another type gives `otherwise`.
 * @param[in] otherwise  any.
 * @ownership Nothing is handed over.
 * @return the integer or `otherwise`; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API int64_t complaint_facts_integer(const complaint_facts *facts,
                                              int64_t otherwise);

/**
 * Value of a real or integer node as a double.
 *
 * @param[in] facts  NULL or another type gives `otherwise`.
 * @param[in] otherwise  any.
 * @ownership Nothing is handed over.
 * @return the number or `otherwise`; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API double complaint_facts_real(const complaint_facts *facts,
                                          double otherwise);

/**
 * Value of a text node read as a time (UTC where it has no offset).
 *
 * @param[in] facts  NULL, another type or another text gives
 *   COMPLAINT_TIME_NONE.
 * @ownership Nothing is handed over.
 * @return the time; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API complaint_time complaint_facts_time(const complaint_facts *facts);

/**
 * Free a tree by its root.
 *
 * @param[in] facts  a root; NULL is fine. Passing a borrowed node does
 *   nothing.
 * @ownership Takes the tree; every node and text borrowed from it ends.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_facts_free(complaint_facts *facts);

COMPLAINT_END

#endif
