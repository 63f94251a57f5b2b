/* The explanations of a register's clocks, a line each, as C gives them:
 * explain REGISTER NOW LANGUAGE... ("-" for the context's). Compared with the
 * other languages by test_explanation.sh. */
#include <complaint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(int status, complaint_error *const *error)
{
    if (status == COMPLAINT_OK)
        return;
    fprintf(stderr, "explain: %s\n", complaint_error_message(*error));
    exit(1);
}

static void print_clocks(complaint_context *context, complaint_case *one,
                         complaint_time now, const char *language)
{
    complaint_facts *map = NULL, *clocks = NULL;
    complaint_error *error = NULL;
    char *text = NULL;

    check(complaint_case_explain(one, now, COMPLAINT_TIME_NONE,
                                 strcmp(language, "-") == 0 ? NULL : language,
                                 &clocks, &error),
          &error);
    check(complaint_facts_new(context, &map, &error), &error);
    check(complaint_facts_set_copy(map, "clocks", clocks, &error), &error);
    check(complaint_facts_write(map, &text, NULL, &error), &error);
    printf("%s %s %s\n",
           complaint_record_text(complaint_case_record(one), "number"),
           language, text);
    complaint_context_release(context, text);
    complaint_facts_free(clocks);
    complaint_facts_free(map);
}

int main(int argc, char **argv)
{
    complaint_context *context = NULL;
    complaint_register *reg = NULL;
    complaint_cursor *cursor = NULL;
    const complaint_record *row = NULL;
    complaint_facts *all = NULL;
    complaint_error *error = NULL;
    complaint_time now = 0;
    int status;

    if (argc < 4)
        return 2;
    check(complaint_context_new(NULL, &context, &error), &error);
    check(complaint_time_parse(argv[2], 0, &now, &error), &error);
    check(complaint_register_open(context, argv[1],
                                  COMPLAINT_REGISTER_READ_ONLY, &reg, &error),
          &error);
    check(complaint_facts_new(context, &all, &error), &error);
    check(complaint_facts_set_integer(all, "limit", 0, &error), &error);
    check(complaint_register_list(reg, all, &cursor, &error), &error);
    complaint_facts_free(all);
    while ((status = complaint_cursor_next(cursor, &row, &error)) ==
               COMPLAINT_OK &&
           row != NULL) {
        complaint_case *one = NULL;

        check(complaint_case_find(reg, complaint_record_text(row, "number"),
                                  &one, &error),
              &error);
        for (int i = 3; i < argc; i++)
            print_clocks(context, one, now, argv[i]);
        complaint_case_free(one);
    }
    check(status, &error);
    complaint_cursor_free(cursor);
    complaint_register_free(reg);
    complaint_context_free(context);
    return 0;
}
