/* The SQL texts, made from the model: tables, indexes, views, verbs. Texts of
 * scans are in cursor.c. */
#include "storage/sqlite/store.h"

#include <stdio.h>
#include <string.h>

/* Names of the model hold letters and underscores only; quoted because some
 * are words of SQL. */
void complaint__sqlite_name(complaint__buffer *sql, const char *name)
{
    complaint__buffer_char(sql, '"');
    complaint__buffer_text(sql, name);
    complaint__buffer_char(sql, '"');
}

static const char *column_type(int type)
{
    switch (type) {
    case COMPLAINT_COLUMN_INTEGER:
    case COMPLAINT_COLUMN_BOOLEAN:
    case COMPLAINT_COLUMN_TIME:
    case COMPLAINT_COLUMN_MONEY:
        return "INTEGER";
    case COMPLAINT_COLUMN_BYTES:
        return "BLOB";
    default:
        return "TEXT";
    }
}

/* Rows that belong to a case lie under it, by their key; so do the smallest
 * ones. Rows with long texts have a rowid, because a tree of keys spills all
 * above a quarter page onto pages of their own. */
static bool lies_by_key(const complaint_relation *relation)
{
    for (size_t i = 0; i < relation->column_count; i++)
        if (relation->columns[i].flags & COMPLAINT_COLUMN_LONG)
            return false;
    return relation->key_count > 1 || relation->column_count <= 4;
}

static void create_table(complaint__buffer *sql,
                         const complaint_relation *relation)
{
    complaint__buffer_text(sql, "CREATE TABLE ");
    complaint__sqlite_name(sql, relation->name);
    complaint__buffer_text(sql, "(\n");
    for (size_t i = 0; i < relation->column_count; i++) {
        const complaint__column *column = &relation->columns[i];
        complaint__buffer_text(sql, "  ");
        complaint__sqlite_name(sql, column->name);
        complaint__buffer_char(sql, ' ');
        complaint__buffer_text(sql, column_type(column->type));
        if (column->flags & COMPLAINT_COLUMN_REQUIRED)
            complaint__buffer_text(sql, " NOT NULL");
        complaint__buffer_text(sql, ",\n");
    }
    complaint__buffer_text(sql, "  PRIMARY KEY(");
    for (size_t i = 0; i < relation->key_count; i++) {
        if (i > 0)
            complaint__buffer_char(sql, ',');
        complaint__sqlite_name(sql, relation->columns[i].name);
    }
    complaint__buffer_text(sql, lies_by_key(relation) ? "))WITHOUT ROWID;\n"
                                                      : "));\n");
}

bool complaint__sqlite_partial(complaint__buffer *sql,
                               const complaint_relation *relation,
                               const complaint_index *index)
{
    if (index->only_null >= 0) {
        complaint__sqlite_name(sql, relation->columns[index->only_null].name);
        complaint__buffer_text(sql, " IS NULL");
    }
    if (index->only_null >= 0 && index->only_set >= 0)
        complaint__buffer_text(sql, " AND ");
    if (index->only_set >= 0) {
        complaint__sqlite_name(sql, relation->columns[index->only_set].name);
        complaint__buffer_text(sql, " IS NOT NULL");
    }
    return index->only_null >= 0 || index->only_set >= 0;
}

static void create_index(complaint__buffer *sql,
                         const complaint_relation *relation,
                         const complaint_index *index)
{
    complaint__buffer_text(sql, index->unique ? "CREATE UNIQUE INDEX \""
                                              : "CREATE INDEX \"");
    complaint__buffer_text(sql, relation->name);
    complaint__buffer_char(sql, '_');
    complaint__buffer_text(sql, index->name);
    complaint__buffer_text(sql, "\" ON ");
    complaint__sqlite_name(sql, relation->name);
    for (size_t i = 0; i < index->column_count; i++) {
        complaint__buffer_char(sql, i == 0 ? '(' : ',');
        complaint__sqlite_name(sql, relation->columns[index->columns[i]].name);
    }
    /* A rowid would order ties; scans promise the key's order. */
    for (size_t i = 0;
         !index->unique && !lies_by_key(relation) && i < relation->key_count;
         i++) {
        complaint__buffer_char(sql, ',');
        complaint__sqlite_name(sql, relation->columns[i].name);
    }
    complaint__buffer_char(sql, ')');
    if (index->only_null >= 0 || index->only_set >= 0) {
        complaint__buffer_text(sql, " WHERE ");
        complaint__sqlite_partial(sql, relation, index);
    }
    complaint__buffer_text(sql, ";\n");
}

/* A case as other programs' reports may read it: no personal column, times as
 * texts in UTC. */
static void create_view(complaint__buffer *sql, const char *name,
                        const char *where)
{
    const complaint_relation *relation = &complaint__relation_case;
    bool first = true;

    complaint__buffer_text(sql, "CREATE VIEW ");
    complaint__sqlite_name(sql, name);
    complaint__buffer_text(sql, " AS SELECT\n  ");
    for (size_t i = 0; i < relation->column_count; i++) {
        const complaint__column *column = &relation->columns[i];
        if (column->type == COMPLAINT_COLUMN_BYTES ||
            column->type == COMPLAINT_COLUMN_JSON ||
            column->flags & COMPLAINT_COLUMN_PERSONAL)
            continue;
        if (!first)
            complaint__buffer_text(sql, ",\n  ");
        first = false;
        if (column->type == COMPLAINT_COLUMN_TIME) {
            complaint__buffer_text(sql, "strftime('%Y-%m-%dT%H:%M:%SZ',");
            complaint__sqlite_name(sql, column->name);
            complaint__buffer_text(sql, "/1000000,'unixepoch') AS ");
        }
        complaint__sqlite_name(sql, column->name);
    }
    complaint__buffer_text(sql, "\nFROM \"case\" WHERE ");
    complaint__buffer_text(sql, where);
    complaint__buffer_text(sql, ";\n");
}

void complaint__sqlite_create(complaint__buffer *sql)
{
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        create_table(sql, relation);
        for (size_t j = 0; j < relation->index_count; j++)
            create_index(sql, relation, &relation->indexes[j]);
    }
    create_view(sql, "complaint_open", "\"closed_at\" IS NULL");
    create_view(sql, "complaint_overdue",
                "\"closed_at\" IS NULL AND \"due_at\" < "
                "CAST(strftime('%s','now') AS INTEGER)*1000000");
}

void complaint__sqlite_columns(complaint__buffer *sql,
                               const complaint_relation *relation)
{
    for (size_t i = 0; i < relation->column_count; i++) {
        if (i > 0)
            complaint__buffer_char(sql, ',');
        complaint__sqlite_name(sql, relation->columns[i].name);
    }
}

/* `"name" operator ?n`, where n is the column's place and 1. */
static void append_term(complaint__buffer *sql,
                        const complaint_relation *relation, size_t column,
                        const char *operator)
{
    complaint__sqlite_name(sql, relation->columns[column].name);
    complaint__buffer_format(sql, "%s?%zu", operator, column + 1);
}

static void append_key(complaint__buffer *sql,
                       const complaint_relation *relation)
{
    complaint__buffer_text(sql, " WHERE ");
    for (size_t i = 0; i < relation->key_count; i++) {
        if (i > 0)
            complaint__buffer_text(sql, " AND ");
        append_term(sql, relation, i, "=");
    }
}

static bool is_unique_column(const complaint_relation *relation, size_t column)
{
    for (size_t i = 0; i < relation->index_count; i++) {
        const complaint_index *index = &relation->indexes[i];
        for (size_t j = 0; index->unique && j < index->column_count; j++) {
            if (index->columns[j] == column)
                return true;
        }
    }
    return false;
}

static void update_text(complaint__buffer *sql,
                        const complaint_relation *relation, bool same,
                        bool expected)
{
    const char *comma = " SET ";

    complaint__buffer_text(sql, "UPDATE ");
    complaint__sqlite_name(sql, relation->name);
    for (size_t i = relation->key_count; i < relation->column_count; i++) {
        if (same && is_unique_column(relation, i))
            continue;
        complaint__buffer_text(sql, comma);
        append_term(sql, relation, i, "=");
        comma = ",";
    }
    append_key(sql, relation);
    for (size_t i = relation->key_count; i < relation->column_count; i++) {
        if (!same || !is_unique_column(relation, i))
            continue;
        complaint__buffer_text(sql, " AND ");
        append_term(sql, relation, i, " IS ");
    }
    if (expected)
        complaint__buffer_format(sql, " AND \"revision\"=?%zu",
                                 relation->column_count + 1);
}

void complaint__sqlite_verb_text(complaint__buffer *sql,
                                 const complaint_relation *relation,
                                 enum complaint__sqlite_verb verb)
{
    switch (verb) {
    case COMPLAINT__SQLITE_GET:
        complaint__buffer_text(sql, "SELECT ");
        complaint__sqlite_columns(sql, relation);
        complaint__buffer_text(sql, " FROM ");
        complaint__sqlite_name(sql, relation->name);
        append_key(sql, relation);
        break;
    case COMPLAINT__SQLITE_INSERT:
        complaint__buffer_text(sql, "INSERT INTO ");
        complaint__sqlite_name(sql, relation->name);
        complaint__buffer_char(sql, '(');
        complaint__sqlite_columns(sql, relation);
        complaint__buffer_text(sql, ")VALUES(?1");
        for (size_t i = 1; i < relation->column_count; i++)
            complaint__buffer_format(sql, ",?%zu", i + 1);
        complaint__buffer_char(sql, ')');
        break;
    case COMPLAINT__SQLITE_ERASE:
        complaint__buffer_text(sql, "DELETE FROM ");
        complaint__sqlite_name(sql, relation->name);
        append_key(sql, relation);
        break;
    default:
        update_text(sql, relation,
                    verb == COMPLAINT__SQLITE_UPDATE_SAME ||
                        verb == COMPLAINT__SQLITE_UPDATE_SAME_EXPECTED,
                    verb == COMPLAINT__SQLITE_UPDATE_EXPECTED ||
                        verb == COMPLAINT__SQLITE_UPDATE_SAME_EXPECTED);
    }
}
