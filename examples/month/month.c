/* The month's figures of a register, in C:
 *     month REGISTER 2019-06
 * prints what month.py, month.lua and month.sh print. */
#include <complaint.h>

#include <stdio.h>

static void print_group(const complaint_facts *group)
{
    const complaint_facts *median =
        complaint_facts_get(group, "median_working_days");
    printf("%s: received %lld, closed %lld, within limit %lld, median ",
           complaint_facts_text(complaint_facts_get(group, "name"), "all"),
           (long long)complaint_facts_integer(
               complaint_facts_get(group, "received"), 0),
           (long long)complaint_facts_integer(
               complaint_facts_get(group, "closed"), 0),
           (long long)complaint_facts_integer(
               complaint_facts_get(group, "within_limit"), 0));
    if (complaint_facts_type(median) == COMPLAINT_FACTS_NULL)
        puts("undefined");
    else
        printf("%.1f working days\n", complaint_facts_real(median, 0));
}

int main(int argc, char **argv)
{
    complaint_context *context = NULL;
    complaint_register *reg = NULL;
    complaint_dataset *dataset = NULL;
    complaint_facts *month = NULL;
    complaint_error *error = NULL;
    int status;

    if (argc != 3) {
        fputs("usage: month REGISTER YYYY-MM\n", stderr);
        return 2;
    }
    status = complaint_context_new(NULL, &context, &error);
    if (status == 0)
        status = complaint_register_open(
            context, argv[1], COMPLAINT_REGISTER_READ_ONLY, &reg, &error);
    if (status == 0)
        status = complaint_dataset_open(reg, NULL, &dataset, &error);
    if (status == 0)
        status = complaint_dataset_month(dataset, argv[2], COMPLAINT_TIME_NONE,
                                         &month, &error);
    if (status == 0) {
        const complaint_facts *units = complaint_facts_get(month, "by_unit");
        print_group(month);
        for (size_t i = 0; i < complaint_facts_size(units); i++)
            print_group(complaint_facts_at(units, i));
    } else {
        fprintf(stderr, "month: %s\n", complaint_error_message(error));
    }
    complaint_facts_free(month);
    complaint_dataset_free(dataset);
    complaint_register_free(reg);
    complaint_error_free(error);
    complaint_context_free(context);
    return status == 0 ? 0 : 1;
}
