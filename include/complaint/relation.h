/* Relations as data: names, columns, types and flags of everything stored.
 * Hosts, bindings and backends are driven by this table. */
#ifndef COMPLAINT_RELATION_H
#define COMPLAINT_RELATION_H

#include <complaint/facts.h>

COMPLAINT_BEGIN

/** A relation (table). Static: never freed, valid for ever. */
typedef struct complaint_relation complaint_relation;

/** A stored row of a relation. */
typedef struct complaint_record complaint_record;

/** Type of a column. */
enum complaint_column_type {
    COMPLAINT_COLUMN_TEXT = 0,
    COMPLAINT_COLUMN_INTEGER = 1,
    COMPLAINT_COLUMN_BOOLEAN = 2, /**< stored as 0 or 1 */
    COMPLAINT_COLUMN_TIME = 3,    /**< complaint_time, microseconds UTC */
    COMPLAINT_COLUMN_MONEY = 4,   /**< minor units; the next column is the
                                       ISO 4217 code */
    COMPLAINT_COLUMN_JSON = 5,    /**< canonical JSON text */
    COMPLAINT_COLUMN_BYTES = 6    /**< digests */
};

/** Flags of a column. */
enum complaint_column_flag {
    COMPLAINT_COLUMN_KEY = 1,      /**< part of the primary key */
    COMPLAINT_COLUMN_REQUIRED = 2, /**< never null */
    COMPLAINT_COLUMN_PERSONAL = 4, /**< personal data: apart and erasable */
    COMPLAINT_COLUMN_FACT = 8,     /**< may be given as a fact of that name */
    COMPLAINT_COLUMN_CODE = 16,    /**< a code that a catalog may list */
    COMPLAINT_COLUMN_LONG = 32     /**< free text that may be long */
};

/**
 * Number of relations.
 *
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API size_t complaint_relation_count(void);

/**
 * Relation by position.
 *
 * @param[in] index  from 0; past the end gives NULL.
 * @ownership Static.
 * @return the relation or NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const complaint_relation *complaint_relation_at(size_t index);

/**
 * Relation by name ("case", "party", "journal" ...).
 *
 * @param[in] name  NULL gives NULL.
 * @ownership Static.
 * @return the relation or NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const complaint_relation *
complaint_relation_find(const char *name);

/**
 * Name of a relation.
 *
 * @param[in] relation  NULL gives "".
 * @ownership Static.
 * @return the name, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_relation_name(const complaint_relation *relation);

/**
 * Number of columns.
 *
 * @param[in] relation  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API size_t
complaint_relation_column_count(const complaint_relation *relation);

/**
 * Name of a column.
 *
 * @param[in] relation  NULL gives "".
 * @param[in] column  from 0; past the end gives "".
 * @ownership Static.
 * @return the name, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_relation_column_name(const complaint_relation *relation,
                               size_t column);

/**
 * Type of a column.
 *
 * @param[in] relation  NULL gives COMPLAINT_COLUMN_TEXT.
 * @param[in] column  from 0; past the end gives COMPLAINT_COLUMN_TEXT.
 * @ownership Nothing is handed over.
 * @return one of enum complaint_column_type.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API int
complaint_relation_column_type(const complaint_relation *relation,
                               size_t column);

/**
 * Flags of a column.
 *
 * @param[in] relation  NULL gives 0.
 * @param[in] column  from 0; past the end gives 0.
 * @ownership Nothing is handed over.
 * @return enum complaint_column_flag, added up; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API unsigned
complaint_relation_column_flags(const complaint_relation *relation,
                                size_t column);

/**
 * Position of a column by name.
 *
 * @param[in] relation  NULL gives -1.
 * @param[in] name  NULL gives -1.
 * @ownership Nothing is handed over.
 * @return the position from 0, or -1 when there is none; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API int
complaint_relation_column_find(const complaint_relation *relation,
                               const char *name);

/**
 * The relation of a record.
 *
 * @param[in] record  NULL gives NULL.
 * @ownership Static.
 * @return the relation; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const complaint_relation *
complaint_record_relation(const complaint_record *record);

/**
 * Whether a column is null (or does not exist).
 *
 * @param[in] record  NULL gives true.
 * @param[in] column  name; NULL gives true.
 * @ownership Nothing is handed over.
 * @return true for null; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API bool complaint_record_is_null(const complaint_record *record,
                                            const char *column);

/**
 * Value of a text, JSON or bytes column; bytes as hexadecimal digits.
 *
 * @param[in] record  NULL gives NULL.
 * @param[in] column  name; NULL gives NULL.
 * @ownership Borrowed from the record.
 * @return the text, or NULL when it is null or not a text; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_record_text(const complaint_record *record,
                                                const char *column);

/**
 * Value of an integer, boolean, time or money column.
 *
 * @param[in] record  NULL gives `otherwise`.
 * @param[in] column  name; NULL gives `otherwise`.
 * @param[in] otherwise  given for null; for times use COMPLAINT_TIME_NONE.
 * @ownership Nothing is handed over.
 * @return the value or `otherwise`; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API int64_t complaint_record_integer(const complaint_record *record,
                                               const char *column,
                                               int64_t otherwise);

/**
 * A record as a map of facts: nulls left out, times as texts in UTC, money as
 * a money map, JSON as a tree, bytes as hexadecimal text.
 *
 * @param[in]  record  not NULL.
 * @param[out] out  the map; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_CORRUPT for stored JSON that is none;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_record_facts(const complaint_record *record, complaint_facts **out,
                       complaint_error **error);

/**
 * A copy of a record that outlives its cursor or case.
 *
 * @param[in]  record  not NULL.
 * @param[out] out  the copy; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_record_free().
 * @return COMPLAINT_OK; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_record_copy(const complaint_record *record, complaint_record **out,
                      complaint_error **error);

/**
 * Free a copied record.
 *
 * @param[in] record  a copy; NULL is fine. A borrowed record is left alone.
 * @ownership Takes the record.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_record_free(complaint_record *record);

COMPLAINT_END

#endif
