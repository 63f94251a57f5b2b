/* Temporary triggers that write the sheets of cases through their views. */
#include "support/writable.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 32

typedef struct view {
    const char *name;
    int kind;
    char columns[COLUMNS_MAX][40];
    int count;
} view;

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fprintf(stderr, "writable: %s: %s\n", message, sql);
        abort();
    }
}

static void read_columns(sqlite3 *db, view *v)
{
    sqlite3_stmt *rows = NULL;
    char sql[80];

    snprintf(sql, sizeof sql, "SELECT name FROM pragma_table_info('%s')",
             v->name);
    sqlite3_prepare_v2(db, sql, -1, &rows, NULL);
    while (sqlite3_step(rows) == SQLITE_ROW && v->count < COLUMNS_MAX)
        snprintf(v->columns[v->count++], sizeof v->columns[0], "%s",
                 (const char *)sqlite3_column_text(rows, 0));
    sqlite3_finalize(rows);
}

static void put_place(FILE *sql, const char *which)
{
    fprintf(sql, "(SELECT place FROM place WHERE case_id=%s.case_id)", which);
}

/* The rowid of NEW (a row to be) or OLD (one that is there). */
static void put_row(FILE *sql, const view *v, const char *which)
{
    if (v->kind == 1) {
        fputc('(', sql);
        put_place(sql, which);
        fprintf(sql, "<<20)+%s.entry", which);
    } else if (strcmp(which, "OLD") == 0) {
        fprintf(sql,
                "(SELECT \"row\" FROM sheet WHERE kind=%d AND v1=OLD.%s "
                "AND \"row\">>20=",
                v->kind, v->columns[1]);
        put_place(sql, which);
        fputc(')', sql);
    } else {
        fputs("ifnull((SELECT max(\"row\")+1 FROM sheet WHERE \"row\">>20=",
              sql);
        put_place(sql, which);
        fputs(" AND \"row\"&524288),(", sql);
        put_place(sql, which);
        fputs("<<20)+524288)", sql);
    }
}

static void put_insert(FILE *sql, const view *v)
{
    int first = v->kind == 1 ? 2 : 1;

    fprintf(sql,
            "CREATE TEMP TRIGGER \"insert_%s\" INSTEAD OF INSERT ON main.%s "
            "BEGIN INSERT OR IGNORE INTO place SELECT NEW.case_id,"
            "max(ifnull((SELECT max(place)FROM \"case\"),0),"
            "ifnull((SELECT max(\"row\")FROM sheet)>>20,0))+1;"
            "INSERT INTO sheet(\"row\",kind",
            v->name, v->name);
    for (int i = first; i < v->count; i++)
        fprintf(sql, ",v%d", i - first + 1);
    fputs(")VALUES(", sql);
    put_row(sql, v, "NEW");
    fprintf(sql, ",%d", v->kind);
    for (int i = first; i < v->count; i++)
        fprintf(sql, ",NEW.\"%s\"", v->columns[i]);
    fputs(");END;", sql);
}

static void put_others(FILE *sql, const view *v)
{
    int first = v->kind == 1 ? 2 : 1;

    fprintf(sql,
            "CREATE TEMP TRIGGER \"update_%s\" INSTEAD OF UPDATE ON main.%s "
            "BEGIN UPDATE sheet SET kind=%d",
            v->name, v->name, v->kind);
    if (v->kind == 1) {
        fputs(",\"row\"=", sql);
        put_row(sql, v, "NEW");
    }
    for (int i = first; i < v->count; i++)
        fprintf(sql, ",v%d=NEW.\"%s\"", i - first + 1, v->columns[i]);
    fputs(" WHERE \"row\"=", sql);
    put_row(sql, v, "OLD");
    fprintf(sql,
            ";END;CREATE TEMP TRIGGER \"delete_%s\" INSTEAD OF DELETE ON "
            "main.%s BEGIN DELETE FROM sheet WHERE \"row\"=",
            v->name, v->name);
    put_row(sql, v, "OLD");
    fputs(";END;", sql);
}

void support_make_writable(sqlite3 *db)
{
    static const char *const names[] = {"journal", "party", "assignment",
                                        "clock"};

    for (int i = 0; i < 4; i++) {
        view v = {.name = names[i], .kind = i + 1};
        char *text = NULL;
        size_t size = 0;
        FILE *sql = open_memstream(&text, &size);

        read_columns(db, &v);
        put_insert(sql, &v);
        put_others(sql, &v);
        fclose(sql);
        run(db, text);
        free(text);
    }
}
