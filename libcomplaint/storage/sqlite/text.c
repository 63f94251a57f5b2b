/* The SQL texts, made from the model: tables, indexes, views, verbs. Texts of
 * scans are in cursor.c. */
#include "storage/sqlite/store.h"

#include <stdio.h>
#include <string.h>

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
    bool has_place = complaint__sqlite_has_place(relation);

    complaint__buffer_text(sql, "CREATE TABLE ");
    complaint__sql_name(sql, relation->name);
    complaint__buffer_text(sql, "(\n");
    if (has_place)
        complaint__buffer_text(sql, "  \"place\" INTEGER PRIMARY KEY,\n");
    for (size_t i = 0; i < relation->column_count; i++) {
        const complaint__column *column = &relation->columns[i];
        complaint__buffer_text(sql, "  ");
        complaint__sql_name(sql, column->name);
        complaint__buffer_char(sql, ' ');
        complaint__buffer_text(sql, column_type(column->type));
        if (column->flags & COMPLAINT_COLUMN_REQUIRED)
            complaint__buffer_text(sql, " NOT NULL");
        if (!has_place || i + 1 < relation->column_count)
            complaint__buffer_text(sql, ",\n");
    }
    if (has_place) {
        complaint__buffer_text(sql, ");\n");
        return;
    }
    complaint__buffer_text(sql, "  PRIMARY KEY(");
    for (size_t i = 0; i < relation->key_count; i++) {
        if (i > 0)
            complaint__buffer_char(sql, ',');
        complaint__sql_name(sql, relation->columns[i].name);
    }
    complaint__buffer_text(sql, lies_by_key(relation) ? "))WITHOUT ROWID;\n"
                                                      : "));\n");
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
    complaint__sql_name(sql, relation->name);
    for (size_t i = 0; i < index->column_count; i++) {
        complaint__buffer_char(sql, i == 0 ? '(' : ',');
        complaint__sql_name(sql, relation->columns[index->columns[i]].name);
    }
    /* A rowid would order ties; scans promise the key's order. */
    for (size_t i = 0;
         !index->unique && !lies_by_key(relation) && i < relation->key_count;
         i++) {
        complaint__buffer_char(sql, ',');
        complaint__sql_name(sql, relation->columns[i].name);
    }
    for (size_t i = 0; i < index->covered_count; i++) {
        complaint__buffer_char(sql, ',');
        complaint__sql_name(sql, relation->columns[index->covered[i]].name);
    }
    complaint__buffer_char(sql, ')');
    (void)complaint__sql_partial(sql, " WHERE ", relation, index);
    complaint__buffer_text(sql, ";\n");
}

/* A case as other programs' reports may read it: no personal column, times as
 * texts in UTC. */
static void create_view(complaint__buffer *sql, const char *name,
                        const char *where)
{
    complaint__buffer_text(sql, "CREATE VIEW ");
    complaint__sql_name(sql, name);
    complaint__buffer_text(sql, " AS SELECT\n  ");
    complaint__sql_report_columns(sql, "strftime('%Y-%m-%dT%H:%M:%SZ',",
                                  "/1000000,'unixepoch')");
    complaint__buffer_text(sql, "\nFROM \"case\" WHERE ");
    complaint__buffer_text(sql, where);
    complaint__buffer_text(sql, ";\n");
}

void complaint__sqlite_create(complaint__buffer *sql)
{
    complaint__sqlite_create_sheets(sql);
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        if (complaint__sqlite_kind(relation) != 0) {
            complaint__sqlite_create_sheet_view(sql, relation);
            continue;
        }
        create_table(sql, relation);
        for (size_t j = 0; j < relation->index_count; j++)
            create_index(sql, relation, &relation->indexes[j]);
    }
    complaint__sqlite_create_touched(sql);
    create_view(sql, "complaint_open", "\"closed_at\" IS NULL");
    create_view(sql, "complaint_overdue",
                "\"closed_at\" IS NULL AND \"due_at\" < "
                "CAST(strftime('%s','now') AS INTEGER)*1000000");
}

size_t complaint__sqlite_indexed(const complaint_relation *relation,
                                 unsigned char *columns)
{
    bool indexed[COMPLAINT__COLUMNS_MAX] = {false};
    size_t count = 0;

    for (size_t i = 0; i < relation->index_count; i++) {
        const complaint_index *index = &relation->indexes[i];
        for (size_t j = 0; j < index->column_count; j++)
            indexed[index->columns[j]] = true;
        for (size_t j = 0; j < index->covered_count; j++)
            indexed[index->covered[j]] = true;
        if (index->only_null >= 0)
            indexed[index->only_null] = true;
        if (index->only_set >= 0)
            indexed[index->only_set] = true;
    }
    for (size_t i = relation->key_count; i < relation->column_count; i++)
        if (indexed[i])
            columns[count++] = (unsigned char)i;
    return count;
}

static void now_text(complaint__buffer *sql, const complaint_relation *relation)
{
    unsigned char indexed[COMPLAINT__COLUMNS_MAX];
    size_t count = complaint__sqlite_indexed(relation, indexed);

    complaint__buffer_text(sql, "SELECT ");
    if (relation->revision >= 0)
        complaint__sqlite_column(sql, relation, (size_t)relation->revision);
    else
        complaint__buffer_text(sql, "0");
    for (size_t i = 0; i < count; i++) {
        complaint__buffer_char(sql, ',');
        complaint__sqlite_column(sql, relation, indexed[i]);
    }
    if (relation == &complaint__relation_case)
        complaint__buffer_text(sql, ",\"place\"");
    complaint__buffer_text(sql, " FROM ");
    complaint__sqlite_source(sql, relation);
    complaint__sqlite_by_key(sql, relation, true);
}

static const char *table_of(const complaint_relation *relation)
{
    return complaint__sqlite_kind(relation) != 0 ? "sheet" : relation->name;
}

void complaint__sqlite_update_text(complaint__buffer *sql,
                                   const complaint_relation *relation,
                                   unsigned changed)
{
    unsigned char indexed[COMPLAINT__COLUMNS_MAX];
    size_t count = complaint__sqlite_indexed(relation, indexed);
    const char *comma = " SET ";
    size_t at = 0;

    complaint__buffer_text(sql, "UPDATE ");
    complaint__sql_name(sql, table_of(relation));
    for (size_t i = relation->key_count; i < relation->column_count; i++) {
        if (at < count && indexed[at] == i && (changed >> at++ & 1) == 0)
            continue;
        complaint__buffer_text(sql, comma);
        complaint__sqlite_column(sql, relation, i);
        complaint__buffer_format(sql, "=?%zu", i + 1);
        comma = ",";
    }
    complaint__sqlite_by_key(sql, relation, false);
}

static void insert_text(complaint__buffer *sql,
                        const complaint_relation *relation)
{
    int kind = complaint__sqlite_kind(relation);
    size_t first = 0;

    complaint__buffer_text(sql, "INSERT INTO ");
    complaint__sql_name(sql, table_of(relation));
    if (kind != 0) {
        /* The case's id, and an entry's number, are in the rowid. */
        first = complaint__sqlite_is_entry(relation, 1) ? 2 : 1;
        complaint__buffer_text(sql, "(\"row\",\"kind\"");
    } else if (complaint__sqlite_has_place(relation)) {
        complaint__buffer_text(sql, "(\"place\"");
    }
    for (size_t i = first; i < relation->column_count; i++) {
        complaint__buffer_char(
            sql, i > 0 || complaint__sqlite_has_place(relation) ? ',' : '(');
        complaint__sqlite_column(sql, relation, i);
    }
    complaint__buffer_text(sql, ")VALUES(");
    if (complaint__sqlite_has_place(relation))
        complaint__buffer_format(sql, "?%zu,", relation->column_count + 1);
    if (kind != 0)
        complaint__buffer_format(sql, "%d,", kind);
    for (size_t i = first; i < relation->column_count; i++)
        complaint__buffer_format(sql, i == first ? "?%zu" : ",?%zu", i + 1);
    complaint__buffer_char(sql, ')');
}

void complaint__sqlite_verb_text(complaint__buffer *sql,
                                 const complaint_relation *relation,
                                 enum complaint__sqlite_verb verb)
{
    switch (verb) {
    case COMPLAINT__SQLITE_GET:
        complaint__buffer_text(sql, "SELECT ");
        complaint__sqlite_columns(sql, relation, 0);
        complaint__buffer_text(sql, " FROM ");
        complaint__sqlite_source(sql, relation);
        complaint__sqlite_by_key(sql, relation, true);
        break;
    case COMPLAINT__SQLITE_INSERT:
        insert_text(sql, relation);
        break;
    case COMPLAINT__SQLITE_ERASE:
        complaint__buffer_text(sql, "DELETE FROM ");
        complaint__sql_name(sql, table_of(relation));
        complaint__sqlite_by_key(sql, relation, false);
        break;
    default:
        now_text(sql, relation);
    }
}
