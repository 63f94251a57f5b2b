/* The plain search: see plain.h. */
#include "register/plain.h"

#include <stdio.h>
#include <utf8proc.h>

char *plain_fold(const char *text)
{
    utf8proc_uint8_t *folded =
        utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)text);
    char *copy;

    ck_assert_ptr_nonnull(folded);
    copy = malloc(strlen((char *)folded) + 1);
    strcpy(copy, (char *)folded);
    free(folded);
    return copy;
}

static plain_case *case_of(plain *p, const char *id)
{
    size_t low = 0;
    size_t high = p->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(p->cases[middle].id, id);

        if (order == 0)
            return &p->cases[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    ck_abort_msg("no case %s", id);
}

static void add(plain_case *one, const complaint_record *row,
                const char *column, bool personal)
{
    const char *text = complaint_record_text(row, column);

    if (text == NULL)
        return;
    one->fields = realloc(one->fields, (one->count + 1) * sizeof(char *));
    one->personal = realloc(one->personal, (one->count + 1) * sizeof(bool));
    one->fields[one->count] = plain_fold(text);
    one->personal[one->count++] = personal;
}

static void read_case(plain *p, const complaint_record *row)
{
    plain_case *one;

    if (p->count == p->capacity) {
        p->capacity = p->capacity == 0 ? 64 : p->capacity * 2;
        p->cases = realloc(p->cases, p->capacity * sizeof *p->cases);
    }
    one = &p->cases[p->count++];
    memset(one, 0, sizeof *one);
    snprintf(one->id, sizeof one->id, "%s", complaint_record_text(row, "id"));
    add(one, row, "number", false);
    add(one, row, "external_number", false);
    add(one, row, "title", false);
    add(one, row, "demand", false);
    add(one, row, "batch", false);
    add(one, row, "description", true);
}

static void read_relation(plain *p, complaint_register *reg, const char *name)
{
    complaint_cursor *cursor;
    const complaint_record *row;

    desk_ok(complaint_register_list_relation(reg, name, &cursor, &error));
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        if (strcmp(name, "case") == 0) {
            read_case(p, row);
        } else if (strcmp(name, "return") == 0) {
            add(case_of(p, complaint_record_text(row, "case_id")), row,
                "number", false);
        } else {
            plain_case *one = case_of(p, complaint_record_text(row, "case_id"));

            add(one, row, "subject", true);
            add(one, row, "text", true);
        }
    }
    complaint_cursor_free(cursor);
}

void plain_read(plain *p, complaint_register *reg)
{
    memset(p, 0, sizeof *p);
    read_relation(p, reg, "case");
    read_relation(p, reg, "return");
    read_relation(p, reg, "communication");
}

void plain_free(plain *p)
{
    for (size_t i = 0; i < p->count; i++) {
        for (size_t j = 0; j < p->cases[i].count; j++)
            free(p->cases[i].fields[j]);
        free(p->cases[i].fields);
        free(p->cases[i].personal);
    }
    free(p->cases);
    memset(p, 0, sizeof *p);
}

static bool holds(const plain_case *one, const char *term, bool personal)
{
    for (size_t i = 0; i < one->count; i++)
        if ((personal || !one->personal[i]) &&
            strstr(one->fields[i], term) != NULL)
            return true;
    return false;
}

size_t plain_search(const plain *p, const char *const *terms, size_t count,
                    bool personal, size_t *numbers)
{
    char *folded[32];
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        folded[i] = plain_fold(terms[i]);
    for (size_t i = p->count; i-- > 0;) {
        bool all = true;

        for (size_t j = 0; all && j < count; j++)
            all = holds(&p->cases[i], folded[j], personal);
        if (all)
            numbers[found++] = i;
    }
    for (size_t i = 0; i < count; i++)
        free(folded[i]);
    return found;
}

size_t plain_compare(const plain *p, desk *d, const char *line,
                     const char *const *terms, size_t count)
{
    size_t *numbers = malloc((p->count + 1) * sizeof *numbers);
    size_t found = plain_search(p, terms, count, true, numbers);
    complaint_cursor *cursor;
    const complaint_record *row;

    desk_ok(complaint_register_search(d->reg, line, NULL, &cursor, &error));
    for (size_t i = 0;; i++) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        ck_assert_msg((row == NULL) == (i == found),
                      "\"%s\": %zu by plain search, here %zu and %s", line,
                      found, i, row == NULL ? "no more" : "more");
        if (row == NULL)
            break;
        ck_assert_msg(strcmp(p->cases[numbers[i]].id,
                             complaint_record_text(row, "id")) == 0,
                      "\"%s\": another case at place %zu", line, i);
    }
    complaint_cursor_free(cursor);
    free(numbers);
    return found;
}

size_t plain_compare_term(const plain *p, desk *d, const char *term)
{
    char line[4096];

    snprintf(line, sizeof line, strpbrk(term, " \t\r\n\v\f") ? "\"%s\"" : "%s",
             term);
    return plain_compare(p, d, line, &term, 1);
}

char *plain_contents(complaint_register *reg, desk *d)
{
    size_t size = 0;
    char *all = NULL;
    FILE *out = open_memstream(&all, &size);

    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const char *name = complaint_relation_name(complaint_relation_at(i));
        complaint_cursor *cursor;
        const complaint_record *row;

        desk_ok(complaint_register_list_relation(reg, name, &cursor, &error));
        for (;;) {
            complaint_facts *facts;
            char *json;

            desk_ok(complaint_cursor_next(cursor, &row, &error));
            if (row == NULL)
                break;
            desk_ok(complaint_record_facts(row, &facts, &error));
            json = desk_json(d, facts);
            fprintf(out, "%s %s\n", name, json);
            free(json);
            complaint_facts_free(facts);
        }
        complaint_cursor_free(cursor);
    }
    fclose(out);
    return all;
}
