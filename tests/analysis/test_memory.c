/* Every allocation of this room failing in turn: NO_MEMORY, nothing handed
 * out, nothing lost. */
#include "analysis/month.h"
#include "analysis/synthetic.h"
#include "support/surroundings.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Allocations until one fails; negative: none does. */
typedef struct supply {
    long left;
} supply;

static void *reallocate(void *user_data, void *memory, size_t size)
{
    supply *self = user_data;

    if (size == 0) {
        free(memory);
        return NULL;
    }
    if (self->left == 0)
        return NULL;
    if (self->left > 0)
        self->left--;
    return realloc(memory, size);
}

static supply memory;
static complaint_context *context;
static synthetic plain;
static complaint_dataset *dataset;

static void set_up(void)
{
    complaint_environment environment = {0};

    memory.left = -1;
    environment.struct_size = sizeof environment;
    environment.user_data = &memory;
    environment.reallocate = reallocate;
    ck_assert_int_eq(complaint_context_new(&environment, &context, NULL),
                     COMPLAINT_OK);
    plain = synthetic_make(7, 300, true);
    dataset = synthetic_dataset(context, &plain);
}

static void tear_down(void)
{
    memory.left = -1;
    complaint_dataset_free(dataset);
    complaint_context_free(context);
    synthetic_free(&plain);
}

static complaint_facts *parse(const char *json)
{
    complaint_facts *facts = NULL;

    ck_assert_int_eq(
        complaint_facts_parse(context, json, strlen(json), &facts, NULL),
        COMPLAINT_OK);
    return facts;
}

typedef int attempt(const complaint_facts *options, complaint_error **error);

/* With ever more allocations, until it works. */
static void starve(attempt *try, const char *json)
{
    complaint_facts *options = parse(json);
    int status = COMPLAINT_NO_MEMORY;
    long allowed = 0;

    for (; status != COMPLAINT_OK && allowed < 100000; allowed++) {
        complaint_error *error = NULL;

        memory.left = allowed;
        status = try(options, &error);
        memory.left = -1;
        if (status != COMPLAINT_OK) {
            ck_assert_int_eq(status, COMPLAINT_NO_MEMORY);
            ck_assert_int_eq(complaint_error_status(error),
                             COMPLAINT_NO_MEMORY);
        }
        complaint_error_free(error);
    }
    ck_assert_int_eq(status, COMPLAINT_OK);
    ck_assert_int_gt(allowed, 2);
    complaint_facts_free(options);
}

static int try_count(const complaint_facts *options, complaint_error **error)
{
    complaint_figure *figure = NULL;
    int status = complaint_dataset_count(dataset, options, &figure, error);

    ck_assert_int_eq(figure != NULL, status == COMPLAINT_OK);
    complaint_figure_free(figure);
    return status;
}

static int try_pareto(const complaint_facts *options, complaint_error **error)
{
    complaint_figure *figure = NULL;
    int status = complaint_dataset_pareto(dataset, options, &figure, error);

    ck_assert_int_eq(figure != NULL, status == COMPLAINT_OK);
    complaint_figure_free(figure);
    return status;
}

static int try_timeliness(const complaint_facts *options,
                          complaint_error **error)
{
    complaint_figure *figure = NULL;
    int status = complaint_dataset_timeliness(dataset, options, &figure, error);

    ck_assert_int_eq(figure != NULL, status == COMPLAINT_OK);
    complaint_figure_free(figure);
    return status;
}

static int try_month(const complaint_facts *options, complaint_error **error)
{
    complaint_facts *map = NULL;
    int status;

    (void)options;
    status = complaint_dataset_month(dataset, "2016-06",
                                     synthetic_month(2018, 1, 0), &map, error);
    ck_assert_int_eq(map != NULL, status == COMPLAINT_OK);
    complaint_facts_free(map);
    return status;
}

static int try_facts(const complaint_facts *options, complaint_error **error)
{
    static complaint_figure *figure;
    complaint_facts *tree = NULL;
    int status;

    if (figure == NULL) {
        memory.left = -1;
        ck_assert_int_eq(
            complaint_dataset_timeliness(dataset, options, &figure, NULL),
            COMPLAINT_OK);
        memory.left = 0;
    }
    status = complaint_figure_facts(figure, &tree, error);
    ck_assert_int_eq(tree != NULL, status == COMPLAINT_OK);
    complaint_facts_free(tree);
    if (status == COMPLAINT_OK) {
        complaint_figure_free(figure);
        figure = NULL;
    }
    return status;
}

static int try_compute(const complaint_facts *request, complaint_error **error)
{
    complaint_facts *result = NULL;
    int status =
        complaint_compute(context, "aggregation", request, &result, error);

    ck_assert_int_eq(result != NULL, status == COMPLAINT_OK);
    complaint_facts_free(result);
    return status;
}

static int build(complaint__builder *builder, complaint_error **error)
{
    complaint__closing closings[] = {{5, 6, 0}, {7, COMPLAINT_TIME_NONE, 0}};
    complaint__data_row row;
    int status = COMPLAINT_OK;

    complaint__data_row_clear(&row);
    for (int i = 0; status == COMPLAINT_OK && i < 2; i++)
        status = complaint__builder_table(builder, NULL, i * 3600, &row.table,
                                          error);
    for (int i = 0; status == COMPLAINT_OK && i < 40; i++) {
        char text[16] = {'c', (char)('a' + i % 26), (char)('a' + i / 26), 0};

        row.codes[COMPLAINT__CODE_NUMBER] = text;
        row.codes[COMPLAINT__CODE_UNIT] = "unit";
        row.numbers[COMPLAINT__NUMBER_RECEIVED] = i * COMPLAINT_DAY;
        status = complaint__builder_add(builder, &row, error);
    }
    if (status == COMPLAINT_OK)
        status = complaint__builder_closings(builder, 3, closings, 2, error);
    return status;
}

static int try_build(const complaint_facts *options, complaint_error **error)
{
    complaint__builder *builder = NULL;
    complaint_dataset *made = NULL;
    int status = complaint__builder_new(context, &builder, error);

    (void)options;
    if (status == COMPLAINT_OK)
        status = build(builder, error);
    if (status == COMPLAINT_OK) {
        status = complaint__builder_finish(builder, &made, error);
        ck_assert_int_eq(made != NULL, status == COMPLAINT_OK);
    } else {
        complaint__builder_free(builder);
    }
    complaint_dataset_free(made);
    return status;
}

static int try_column(const complaint_facts *options, complaint_error **error)
{
    complaint_data_column column = {0};

    (void)options;
    column.struct_size = sizeof column;
    for (size_t i = 0; i < complaint_dataset_column_count(dataset); i++) {
        int status = complaint_dataset_column(dataset, i, &column, error);

        if (status != COMPLAINT_OK)
            return status;
    }
    return COMPLAINT_OK;
}

START_TEST(every_allocation_may_fail)
{
    static const struct {
        attempt *try;
        const char *options;
    } attempts[] = {
        {try_build, "{}"},
        {try_column, "{}"},
        {try_count, "{\"by\":[\"month\",\"category\"],\"zero\":true}"},
        {try_count, "{\"by\":[\"number\",\"unit\",\"category\",\"month\"]}"},
        {try_pareto, "{\"by\":\"unit\"}"},
        {try_timeliness, "{\"by\":\"category\"}"},
        {try_facts, "{\"by\":\"category\"}"},
        {try_month, "{}"},
        {try_compute,
         "{\"input\":{\"asof_day\":70,\"rows\":["
         "{\"id\":1,\"customer\":\"a\",\"day\":3,\"category\":\"q\","
         "\"org\":\"x/y\",\"close_day\":9,\"due_day\":8},"
         "{\"id\":2,\"customer\":\"a\",\"day\":5,\"category\":\"r\","
         "\"org\":\"x/z\"}]}}"},
    };

    starve(attempts[_i].try, attempts[_i].options);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("memory");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 240);
    tcase_add_loop_test(tests, every_allocation_may_fail, 0, 9);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
