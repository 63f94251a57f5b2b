/* Where the rows of a relation lie: in a table of their own, in that of the
 * cases, or on the sheets that belong to a case. Texts of statements that say
 * so; which statements there are is in text.c. */
#include "storage/sqlite/store.h"

#include <string.h>

/* A case has a place, a small number; the row of the case has it for its
 * rowid, and its sheets have rowids from place << 20 on, so that all of them
 * lie side by side. The lower half of these numbers is the journal's, by
 * entry; the upper half takes the other rows as they come. */
#define PLACE_BITS 20
#define SHEETS ((int64_t)1 << PLACE_BITS)
#define ENTRIES (SHEETS / 2)

/* What is written with almost every step of a case. The numbers are in the
 * files: never change one. */
static const struct {
    const complaint_relation *relation;
    int kind;
} on_sheet[] = {
    {&complaint__relation_journal, 1},
    {&complaint__relation_party, 2},
    {&complaint__relation_assignment, 3},
    {&complaint__relation_clock, 4},
};

#define ON_SHEET (sizeof on_sheet / sizeof on_sheet[0])

int complaint__sqlite_kind(const complaint_relation *relation)
{
    for (size_t i = 0; i < ON_SHEET; i++)
        if (on_sheet[i].relation == relation)
            return on_sheet[i].kind;
    return 0;
}

bool complaint__sqlite_has_place(const complaint_relation *relation)
{
    return relation == &complaint__relation_case ||
           complaint__sqlite_kind(relation) != 0;
}

static bool is_journal(const complaint_relation *relation)
{
    return relation == &complaint__relation_journal;
}

size_t complaint__sqlite_sheet_columns(void)
{
    size_t most = 0;

    for (size_t i = 0; i < ON_SHEET; i++) {
        const complaint_relation *relation = on_sheet[i].relation;
        size_t count = relation->column_count - 1 - is_journal(relation);

        most = count > most ? count : most;
    }
    return most;
}

int64_t complaint__sqlite_first_row(int64_t place,
                                    const complaint_relation *relation)
{
    return place * SHEETS + (is_journal(relation) ? 0 : ENTRIES);
}

int64_t complaint__sqlite_end_row(int64_t place,
                                  const complaint_relation *relation)
{
    return place * SHEETS + (is_journal(relation) ? ENTRIES : SHEETS);
}

/* A bound that means the same among the entries that can be stored; -1 and
 * ENTRIES are rows of another kind. */
int64_t complaint__sqlite_entry(int64_t entry)
{
    if (entry < 0)
        return -1;
    return entry < ENTRIES ? entry : ENTRIES;
}

bool complaint__sqlite_entry_fits(int64_t entry)
{
    return entry >= 0 && entry < ENTRIES;
}

bool complaint__sqlite_is_entry(const complaint_relation *relation,
                                size_t column)
{
    return is_journal(relation) && column == complaint__journal_entry;
}

/* A column of a row on a sheet, as it is selected. */
void complaint__sqlite_column(complaint__buffer *sql,
                              const complaint_relation *relation, size_t column)
{
    if (complaint__sqlite_kind(relation) == 0)
        complaint__sql_name(sql, relation->columns[column].name);
    else if (column == 0)
        complaint__buffer_text(sql, "\"case_id\"");
    else if (complaint__sqlite_is_entry(relation, column))
        complaint__buffer_format(sql, "(\"row\"&%lld)", (long long)ENTRIES - 1);
    else
        complaint__buffer_format(sql, "\"v%zu\"",
                                 column - is_journal(relation));
}

void complaint__sqlite_columns(complaint__buffer *sql,
                               const complaint_relation *relation,
                               uint64_t wanted)
{
    const char *joint = "";

    for (size_t i = 0; i < relation->column_count; i++) {
        if (wanted != 0 && (wanted >> i & 1) == 0)
            continue;
        complaint__buffer_text(sql, joint);
        complaint__sqlite_column(sql, relation, i);
        joint = ",";
    }
}

void complaint__sqlite_bound(complaint__buffer *sql,
                             const complaint_relation *relation, bool upper)
{
    int64_t offset = upper ? complaint__sqlite_end_row(0, relation)
                           : complaint__sqlite_first_row(0, relation);

    complaint__buffer_format(sql, "\"row\"%s(\"place\"<<%d)+%lld",
                             upper ? "<" : ">=", PLACE_BITS, (long long)offset);
}

void complaint__sqlite_entry_term(complaint__buffer *sql, const char *operator,
                                  size_t parameter)
{
    complaint__buffer_format(sql, "\"row\"%s(\"place\"<<%d)+?", operator,
                             PLACE_BITS);
    if (parameter > 0)
        complaint__buffer_format(sql, "%zu", parameter);
}

/* Sheets are reached from the case's id: the order of the tables is fixed. */
void complaint__sqlite_source(complaint__buffer *sql,
                              const complaint_relation *relation)
{
    if (relation == &complaint__relation_case)
        complaint__buffer_text(
            sql, "\"place\" CROSS JOIN \"case\" USING(\"place\")");
    else if (complaint__sqlite_kind(relation) != 0)
        complaint__buffer_text(sql, "\"place\" CROSS JOIN \"sheet\"");
    else
        complaint__sql_name(sql, relation->name);
}

/* " WHERE" and the row of a key whose columns are the first parameters. */
static void locate(complaint__buffer *sql, const complaint_relation *relation)
{
    complaint__buffer_text(sql, " WHERE \"case_id\"=?1");
    if (relation == &complaint__relation_case)
        return;
    complaint__buffer_format(sql, " AND \"kind\"=%d AND ",
                             complaint__sqlite_kind(relation));
    if (is_journal(relation)) {
        complaint__sqlite_entry_term(sql, "=", 2);
        return;
    }
    complaint__sqlite_bound(sql, relation, false);
    complaint__buffer_text(sql, " AND ");
    complaint__sqlite_bound(sql, relation, true);
    complaint__buffer_text(sql, " AND \"v1\"=?2");
}

void complaint__sqlite_by_key(complaint__buffer *sql,
                              const complaint_relation *relation, bool reads)
{
    if (!complaint__sqlite_has_place(relation)) {
        for (size_t i = 0; i < relation->key_count; i++) {
            complaint__buffer_text(sql, i == 0 ? " WHERE " : " AND ");
            complaint__sql_name(sql, relation->columns[i].name);
            complaint__buffer_format(sql, "=?%zu", i + 1);
        }
    } else if (reads) {
        locate(sql, relation);
    } else if (complaint__sqlite_kind(relation) == 0 || is_journal(relation)) {
        complaint__buffer_format(sql, " WHERE \"%s\"=?%zu",
                                 is_journal(relation) ? "row" : "place",
                                 relation->column_count + 1);
    } else {
        complaint__buffer_format(
            sql,
            " WHERE \"row\"=(SELECT \"row\" FROM \"sheet\" WHERE \"row\">=?%zu"
            " AND \"row\"<?%zu AND \"kind\"=%d AND \"v1\"=?2)",
            relation->column_count + 1, relation->column_count + 2,
            complaint__sqlite_kind(relation));
    }
}

/* ---- making the tables ---- */

void complaint__sqlite_create_sheets(complaint__buffer *sql)
{
    complaint__buffer_text(sql, "CREATE TABLE \"place\"(\n"
                                "  \"case_id\" TEXT PRIMARY KEY NOT NULL,\n"
                                "  \"place\" INTEGER NOT NULL)WITHOUT ROWID;\n"
                                "CREATE TABLE \"sheet\"(\n"
                                "  \"row\" INTEGER PRIMARY KEY,\n"
                                "  \"kind\" INTEGER NOT NULL");
    for (size_t i = 1; i <= complaint__sqlite_sheet_columns(); i++)
        complaint__buffer_format(sql, ",\n  \"v%zu\"", i);
    complaint__buffer_text(sql, ");\n");
}

/* The relation under its own name, for whoever reads the file. */
void complaint__sqlite_create_sheet_view(complaint__buffer *sql,
                                         const complaint_relation *relation)
{
    complaint__buffer_text(sql, "CREATE VIEW ");
    complaint__sql_name(sql, relation->name);
    complaint__buffer_text(sql, " AS SELECT\n  ");
    for (size_t i = 0; i < relation->column_count; i++) {
        complaint__buffer_text(sql, i > 0 ? ",\n  " : "");
        complaint__sqlite_column(sql, relation, i);
        complaint__buffer_text(sql, " AS ");
        complaint__sql_name(sql, relation->columns[i].name);
    }
    complaint__buffer_text(sql, "\nFROM ");
    complaint__sqlite_source(sql, relation);
    /* The sign, as in scans: no index on the kind is made for a query. */
    complaint__buffer_format(sql, " WHERE +\"kind\"=%d AND ",
                             complaint__sqlite_kind(relation));
    complaint__sqlite_bound(sql, relation, false);
    complaint__buffer_text(sql, " AND ");
    complaint__sqlite_bound(sql, relation, true);
    complaint__buffer_text(sql, ";\n");
}
