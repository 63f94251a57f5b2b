/* What helps after a mistake: the nearest name, the names that there are.
 * The error itself is told by print.c. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 40

static int least(int a, int b, int c)
{
    int smaller = a < b ? a : b;

    return smaller < c ? smaller : c;
}

/* Insertions, deletions and replacements from one name to the other. */
static int distance(const char *a, const char *b)
{
    size_t length = strlen(b);
    int row[NAME_SIZE + 1];

    if (strlen(a) > NAME_SIZE || length > NAME_SIZE)
        return NAME_SIZE;
    for (size_t j = 0; j <= length; j++)
        row[j] = (int)j;
    for (size_t i = 1; a[i - 1] != 0; i++) {
        int corner = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= length; j++) {
            int above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1,
                           corner + (a[i - 1] == b[j - 1] ? 0 : 1));
            corner = above;
        }
    }
    return row[length];
}

bool cli_is_near(const char *word, const char *name)
{
    size_t length = strlen(word);
    int allowed = length > 4 ? 2 : 1;

    return length > 2 && (strncmp(word, name, length) == 0 ||
                          distance(word, name) <= allowed);
}

static void begin(const cli *self, const char *english, const char *chinese)
{
    fprintf(stderr, "  %s", self->chinese ? chinese : english);
}

static void hint_columns(const cli *self, const char *name)
{
    const complaint_relation *relation = complaint_relation_find(name);

    if (relation == NULL)
        return;
    begin(self, "it has:", "可用：");
    for (size_t i = 0; i < complaint_relation_column_count(relation); i++)
        fprintf(stderr, " %s", complaint_relation_column_name(relation, i));
    fputc('\n', stderr);
}

static void hint_definitions(cli *self)
{
    complaint_facts *all = NULL;
    const complaint_facts *list;

    if (complaint_register_describe(self->reg, &all, NULL) != COMPLAINT_OK)
        return;
    list = complaint_facts_get(all, "definitions");
    begin(self, "installed:", "已装入：");
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *one = complaint_facts_at(list, i);
        fprintf(stderr, " %s/%s",
                complaint_facts_text(complaint_facts_get(one, "kind"), ""),
                complaint_facts_text(complaint_facts_get(one, "name"), ""));
    }
    fputc('\n', stderr);
    complaint_facts_free(all);
}

/* The relations that `complaint put` may be asked for. */
static void hint_relations(const cli *self)
{
    begin(self,
          "they take: party task communication evidence action remedy "
          "return survey",
          "可用：party task communication evidence action remedy return "
          "survey");
    fputc('\n', stderr);
}

/* A register that is older than this program, and not one that is newer. */
static void hint_migrate(cli *self)
{
    complaint_facts *options = NULL;
    complaint_facts *plan = NULL;
    char *uri = cli_uri(self->opening);

    if (uri != NULL &&
        complaint_facts_new(self->context, &options, NULL) == COMPLAINT_OK &&
        complaint_facts_set_boolean(options, "dry_run", true, NULL) ==
            COMPLAINT_OK &&
        complaint_register_migrate(self->context, uri, options, &plan, NULL) ==
            COMPLAINT_OK) {
        begin(self, "to do so: complaint migrate", "升级：complaint migrate");
        fprintf(stderr, " %s\n", self->opening);
    }
    complaint_facts_free(plan);
    complaint_facts_free(options);
    free(uri);
}

void cli_hint(cli *self)
{
    const char *detail = complaint_error_detail(self->error);

    if (strcmp(detail, "store.not_found") == 0 && self->opening != NULL) {
        begin(self, "to make one: complaint init", "新建：complaint init");
        fprintf(stderr, " %s\n", self->opening);
    } else if (strcmp(detail, "store.version") == 0 && self->opening != NULL) {
        hint_migrate(self);
    } else if (strcmp(detail, "filter.unknown") == 0) {
        hint_columns(self, "case");
    } else if (strcmp(detail, "facts.unknown") == 0 && self->word_count > 2) {
        hint_columns(self, self->words[2]);
    } else if (strcmp(detail, "case.relation") == 0) {
        hint_relations(self);
    } else if (strcmp(detail, "definition.not_found") == 0 &&
               self->reg != NULL) {
        hint_definitions(self);
    }
}

void cli_hint_next(cli *self, complaint_case *one)
{
    const char *detail = complaint_error_detail(self->error);
    complaint_facts *steps = NULL;
    size_t told = 0;

    if ((strcmp(detail, "procedure.transition") != 0 &&
         strcmp(detail, "procedure.state") != 0) ||
        complaint_case_next(one, self->actor, &steps, NULL) != COMPLAINT_OK)
        return;
    begin(self, "possible now:", "现在可执行：");
    for (size_t i = 0; i < complaint_facts_size(steps); i++) {
        const complaint_facts *step = complaint_facts_at(steps, i);
        if (complaint_facts_text(complaint_facts_get(step, "why_not"), "")[0])
            continue;
        fprintf(stderr, " %s",
                complaint_facts_text(complaint_facts_get(step, "name"), ""));
        told++;
    }
    fputs(told > 0 ? "\n" : self->chinese ? "无\n" : " nothing\n", stderr);
    complaint_facts_free(steps);
}

/* A fact that no column takes is kept in the journal; one that is nearly a
 * column's name is more likely a slip. */
void cli_note_slips(const cli *self, const complaint_facts *facts)
{
    const complaint_relation *relation = complaint_relation_find("case");

    for (size_t i = 0; i < complaint_facts_size(facts); i++) {
        const char *key = complaint_facts_key(facts, i);
        const char *near = NULL;
        if (key == NULL || complaint_relation_column_find(relation, key) >= 0)
            continue;
        for (size_t j = 0;
             near == NULL && j < complaint_relation_column_count(relation); j++)
            if (cli_is_near(key, complaint_relation_column_name(relation, j)))
                near = complaint_relation_column_name(relation, j);
        if (near != NULL)
            fprintf(stderr,
                    self->chinese
                        ? "complaint：事实 %s 只留在日志中；是否应为 %s？\n"
                        : "complaint: the fact %s is kept in the journal only;"
                          " was %s meant?\n",
                    key, near);
    }
}
