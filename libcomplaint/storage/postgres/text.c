/* The SQL texts, made from the model: tables, indexes, views, verbs. Texts of
 * scans are in cursor.c. Every table begins with the tenant, every index too,
 * and every statement asks for it ($1). */
#include "storage/postgres/store.h"

#include <string.h>

void complaint__postgres_table(complaint__buffer *sql,
                               const complaint_store *store, const char *name)
{
    complaint__sql_name(sql, store->schema);
    complaint__buffer_char(sql, '.');
    complaint__sql_name(sql, name);
}

const char *complaint__postgres_column_type(const complaint_relation *relation,
                                            size_t column)
{
    switch (complaint__column_value_type(relation, column)) {
    case COMPLAINT_VALUE_INTEGER:
        return "bigint";
    case COMPLAINT_VALUE_BYTES:
        return "bytea";
    default:
        return "text COLLATE \"C\"";
    }
}

static void create_table(complaint__buffer *sql, const complaint_store *store,
                         const complaint_relation *relation)
{
    complaint__buffer_text(sql, "CREATE TABLE IF NOT EXISTS ");
    complaint__postgres_table(sql, store, relation->name);
    complaint__buffer_text(sql, "(\"tenant\" text COLLATE \"C\" NOT NULL");
    for (size_t i = 0; i < relation->column_count; i++) {
        complaint__buffer_char(sql, ',');
        complaint__sql_name(sql, relation->columns[i].name);
        complaint__buffer_char(sql, ' ');
        complaint__buffer_text(sql,
                               complaint__postgres_column_type(relation, i));
        if (relation->columns[i].flags & COMPLAINT_COLUMN_REQUIRED)
            complaint__buffer_text(sql, " NOT NULL");
    }
    complaint__buffer_text(sql, ",PRIMARY KEY(\"tenant\"");
    for (size_t i = 0; i < relation->key_count; i++) {
        complaint__buffer_char(sql, ',');
        complaint__sql_name(sql, relation->columns[i].name);
    }
    complaint__buffer_text(sql, "))");
}

static void append_index_column(complaint__buffer *sql,
                                const complaint_relation *relation,
                                size_t column)
{
    complaint__buffer_char(sql, ',');
    complaint__sql_name(sql, relation->columns[column].name);
    /* Below every value, as scans promise; the server's habit is above. */
    if ((relation->columns[column].flags & COMPLAINT_COLUMN_REQUIRED) == 0)
        complaint__buffer_text(sql, " NULLS FIRST");
}

static void create_index(complaint__buffer *sql, const complaint_store *store,
                         const complaint_relation *relation,
                         const complaint_index *index)
{
    complaint__buffer_text(sql, index->unique
                                    ? "CREATE UNIQUE INDEX IF NOT EXISTS \""
                                    : "CREATE INDEX IF NOT EXISTS \"");
    complaint__buffer_text(sql, relation->name);
    complaint__buffer_char(sql, '_');
    complaint__buffer_text(sql, index->name);
    complaint__buffer_text(sql, "\" ON ");
    complaint__postgres_table(sql, store, relation->name);
    complaint__buffer_text(sql, "(\"tenant\"");
    for (size_t i = 0; i < index->column_count; i++)
        append_index_column(sql, relation, index->columns[i]);
    for (size_t i = 0; !index->unique && i < relation->key_count; i++)
        append_index_column(sql, relation, i);
    for (size_t i = 0; i < index->covered_count; i++)
        append_index_column(sql, relation, index->covered[i]);
    complaint__buffer_char(sql, ')');
    (void)complaint__sql_partial(sql, " WHERE ", relation, index);
}

/* A case as other programs' reports may read it: no personal column, times of
 * the server's own type. */
static void create_view(complaint__buffer *sql, const complaint_store *store,
                        const char *name, const char *where)
{
    complaint__buffer_text(sql, "CREATE OR REPLACE VIEW ");
    complaint__postgres_table(sql, store, name);
    complaint__buffer_text(sql, " AS SELECT \"tenant\",");
    complaint__sql_report_columns(sql, "to_timestamp(", "/1000000.0)");
    complaint__buffer_text(sql, " FROM ");
    complaint__postgres_table(sql, store, "case");
    complaint__buffer_text(sql, " WHERE ");
    complaint__buffer_text(sql, where);
}

static bool create_relations(complaint__buffer *sql,
                             const complaint_store *store, size_t *left)
{
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        if ((*left)-- == 0) {
            create_table(sql, store, relation);
            return true;
        }
        for (size_t j = 0; j < relation->index_count; j++) {
            if ((*left)-- == 0) {
                create_index(sql, store, relation, &relation->indexes[j]);
                return true;
            }
        }
    }
    return false;
}

bool complaint__postgres_create(complaint__buffer *sql,
                                const complaint_store *store, size_t index)
{
    complaint__buffer_clear(sql);
    if (index == 0) {
        complaint__buffer_text(sql, "CREATE SCHEMA IF NOT EXISTS ");
        complaint__sql_name(sql, store->schema);
        return true;
    }
    index--;
    if (create_relations(sql, store, &index))
        return true;
    switch (index) {
    case 0:
        create_view(sql, store, "complaint_open", "\"closed_at\" IS NULL");
        return true;
    case 1:
        create_view(sql, store, "complaint_overdue",
                    "\"closed_at\" IS NULL AND \"due_at\" < CAST(extract("
                    "epoch FROM now()) AS bigint)*1000000");
        return true;
    case 2: /* every commit changes its row: pages are kept tidy early */
        complaint__buffer_text(sql, "CREATE TABLE IF NOT EXISTS ");
        complaint__postgres_table(sql, store, "commit");
        complaint__buffer_text(sql, "(\"tenant\" text COLLATE \"C\" NOT NULL,"
                                    "\"session\" text COLLATE \"C\" NOT NULL,"
                                    "\"number\" bigint NOT NULL,"
                                    "PRIMARY KEY(\"tenant\",\"session\"))"
                                    "WITH(fillfactor=10)");
        return true;
    case 3: /* last: where it is, everything is */
        complaint__buffer_text(sql, "CREATE TABLE IF NOT EXISTS ");
        complaint__postgres_table(sql, store, "store");
        complaint__buffer_text(sql, "(\"tenant\" text COLLATE \"C\" NOT NULL,"
                                    "\"version\" bigint NOT NULL,"
                                    "PRIMARY KEY(\"tenant\"))");
        return true;
    default:
        return false;
    }
}

/* A statement's texts with the number of the first column's parameter: those of
 * several may stand in one. */
typedef struct writing {
    complaint__buffer *sql;
    const complaint_store *store;
    const complaint_relation *relation;
    size_t first;
} writing;

static void append_table(const writing *self, const char *before)
{
    complaint__buffer_text(self->sql, before);
    complaint__postgres_table(self->sql, self->store, self->relation->name);
}

/* `"name" operator $n` */
static void append_term(const writing *self, const char *before, size_t column,
                        const char *operator)
{
    complaint__buffer_text(self->sql, before);
    complaint__sql_name(self->sql, self->relation->columns[column].name);
    complaint__buffer_format(self->sql, "%s$%zu", operator,
                             self->first + column);
}

static void append_key(const writing *self)
{
    complaint__buffer_text(self->sql, " WHERE \"tenant\"=$1");
    for (size_t i = 0; i < self->relation->key_count; i++)
        append_term(self, " AND ", i, "=");
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

static void update_text(const writing *self, bool same, bool expected)
{
    const complaint_relation *relation = self->relation;
    const char *before = " SET ";

    append_table(self, "UPDATE ");
    for (size_t i = relation->key_count; i < relation->column_count; i++) {
        if (same && is_unique_column(relation, i))
            continue;
        append_term(self, before, i, "=");
        before = ",";
    }
    append_key(self);
    for (size_t i = relation->key_count; i < relation->column_count; i++) {
        if (same && is_unique_column(relation, i))
            append_term(self, " AND ", i, " IS NOT DISTINCT FROM ");
    }
    if (expected)
        complaint__buffer_format(self->sql, " AND \"revision\"=$%zu",
                                 self->first + relation->column_count);
}

static void expect_text(const writing *self)
{
    const complaint_relation *relation = self->relation;

    append_table(self, "SELECT 1 FROM ");
    append_key(self);
    for (size_t i = relation->key_count; i < relation->column_count; i++)
        append_term(self, " AND ", i, " IS NOT DISTINCT FROM ");
}

static void insert_text(const writing *self, bool fails)
{
    append_table(self, "INSERT INTO ");
    complaint__buffer_text(self->sql, "(\"tenant\",");
    complaint__sql_columns(self->sql, self->relation, 0);
    complaint__buffer_text(self->sql, ")VALUES($1");
    for (size_t i = 0; i < self->relation->column_count; i++)
        complaint__buffer_format(self->sql, ",$%zu", self->first + i);
    /* An error would end the transaction; no row inserted does not. */
    complaint__buffer_text(self->sql, fails ? ")" : ")ON CONFLICT DO NOTHING");
}

/* Beyond the fence the sum is out of range, and the server fails. */
void complaint__postgres_mark_text(complaint__buffer *sql,
                                   const complaint_store *store)
{
    complaint__buffer_text(sql, "UPDATE ");
    complaint__postgres_table(sql, store, "commit");
    complaint__buffer_text(
        sql, " SET \"number\"=$3+\"number\"/" COMPLAINT__POSTGRES_FENCE
             "*9223372036854775807 WHERE \"tenant\"=$1 AND "
             "\"session\"=$2");
}

void complaint__postgres_part_text(complaint__buffer *sql,
                                   const complaint_store *store,
                                   const complaint_relation *relation,
                                   enum complaint__postgres_verb verb,
                                   size_t first)
{
    const writing self = {sql, store, relation, first};
    bool same = verb == COMPLAINT__POSTGRES_UPDATE_SAME ||
                verb == COMPLAINT__POSTGRES_UPDATE_SAME_EXPECTED;
    bool expected = verb == COMPLAINT__POSTGRES_UPDATE_EXPECTED ||
                    verb == COMPLAINT__POSTGRES_UPDATE_SAME_EXPECTED ||
                    verb == COMPLAINT__POSTGRES_UPDATE_SURE_EXPECTED;

    switch (verb) {
    case COMPLAINT__POSTGRES_GET:
        complaint__buffer_text(sql, "SELECT ");
        complaint__sql_columns(sql, relation, 0);
        append_table(&self, " FROM ");
        append_key(&self);
        break;
    case COMPLAINT__POSTGRES_INSERT:
    case COMPLAINT__POSTGRES_INSERT_NEW:
        insert_text(&self, verb == COMPLAINT__POSTGRES_INSERT_NEW);
        break;
    case COMPLAINT__POSTGRES_ERASE:
        append_table(&self, "DELETE FROM ");
        append_key(&self);
        break;
    case COMPLAINT__POSTGRES_EXPECT:
        expect_text(&self);
        break;
    default:
        update_text(&self, same, expected);
    }
}

void complaint__postgres_verb_text(complaint__buffer *sql,
                                   const complaint_store *store,
                                   const complaint_relation *relation,
                                   enum complaint__postgres_verb verb)
{
    bool sure = verb == COMPLAINT__POSTGRES_UPDATE_SURE ||
                verb == COMPLAINT__POSTGRES_UPDATE_SURE_EXPECTED;
    bool expects = verb == COMPLAINT__POSTGRES_EXPECT;

    complaint__buffer_clear(sql);
    if (sure)
        complaint__buffer_text(sql, COMPLAINT__POSTGRES_SURE_BEGIN);
    if (expects)
        complaint__buffer_text(sql, "SELECT 1/coalesce((");
    complaint__postgres_part_text(sql, store, relation, verb, 2);
    if (sure)
        complaint__buffer_text(sql, COMPLAINT__POSTGRES_SURE_END);
    if (expects)
        complaint__buffer_text(sql, "),0)");
}
