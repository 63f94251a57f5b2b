/* Pieces of SQL that every backend which speaks it writes in the same words;
 * how each lays out its tables is its own. */
#include "storage/sql.h"

/* Names of the model hold letters and underscores only; quoted because some
 * are words of SQL. */
void complaint__sql_name(complaint__buffer *sql, const char *name)
{
    complaint__buffer_char(sql, '"');
    complaint__buffer_text(sql, name);
    complaint__buffer_char(sql, '"');
}

void complaint__sql_columns(complaint__buffer *sql,
                            const complaint_relation *relation, uint64_t wanted)
{
    const char *joint = "";

    for (size_t i = 0; i < relation->column_count; i++) {
        if (wanted != 0 && (wanted >> i & 1) == 0)
            continue;
        complaint__buffer_text(sql, joint);
        complaint__sql_name(sql, relation->columns[i].name);
        joint = ",";
    }
}

bool complaint__sql_partial(complaint__buffer *sql, const char *before,
                            const complaint_relation *relation,
                            const complaint_index *index)
{
    if (index->only_null < 0 && index->only_set < 0)
        return false;
    complaint__buffer_text(sql, before);
    if (index->only_null >= 0) {
        complaint__sql_name(sql, relation->columns[index->only_null].name);
        complaint__buffer_text(sql, " IS NULL");
    }
    if (index->only_null >= 0 && index->only_set >= 0)
        complaint__buffer_text(sql, " AND ");
    if (index->only_set >= 0) {
        complaint__sql_name(sql, relation->columns[index->only_set].name);
        complaint__buffer_text(sql, " IS NOT NULL");
    }
    return true;
}

void complaint__sql_report_columns(complaint__buffer *sql, const char *before,
                                   const char *behind)
{
    const complaint_relation *relation = &complaint__relation_case;
    const char *comma = "";

    for (size_t i = 0; i < relation->column_count; i++) {
        const complaint__column *column = &relation->columns[i];
        if (column->type == COMPLAINT_COLUMN_BYTES ||
            column->type == COMPLAINT_COLUMN_JSON ||
            column->flags & COMPLAINT_COLUMN_PERSONAL)
            continue;
        complaint__buffer_text(sql, comma);
        comma = ",\n  ";
        if (column->type == COMPLAINT_COLUMN_TIME) {
            complaint__buffer_text(sql, before);
            complaint__sql_name(sql, column->name);
            complaint__buffer_text(sql, behind);
            complaint__buffer_text(sql, " AS ");
        }
        complaint__sql_name(sql, column->name);
    }
}
