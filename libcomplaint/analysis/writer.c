/* Writing answers into facts. What is undefined becomes null here; saying why
 * is the figure's business. */
#include "analysis/writer.h"

#include <math.h>

static bool may_write(const complaint__writer *writer,
                      const complaint_facts *facts)
{
    return writer->status == COMPLAINT_OK && facts != NULL;
}

void complaint__write_count(complaint__writer *writer, complaint_facts *facts,
                            const char *key, int64_t value)
{
    if (may_write(writer, facts))
        writer->status =
            complaint_facts_set_integer(facts, key, value, writer->error);
}

void complaint__write_number(complaint__writer *writer, complaint_facts *facts,
                             const char *key, double value)
{
    if (!may_write(writer, facts))
        return;
    if (isnan(value))
        complaint__write_text(writer, facts, key, NULL);
    else if (isinf(value))
        complaint__write_text(writer, facts, key, value > 0 ? "Inf" : "-Inf");
    else
        writer->status =
            complaint_facts_set_real(facts, key, value, writer->error);
}

void complaint__write_text(complaint__writer *writer, complaint_facts *facts,
                           const char *key, const char *text)
{
    if (may_write(writer, facts))
        writer->status =
            complaint_facts_set_text(facts, key, text, writer->error);
}

void complaint__write_boolean(complaint__writer *writer, complaint_facts *facts,
                              const char *key, bool value)
{
    if (may_write(writer, facts))
        writer->status =
            complaint_facts_set_boolean(facts, key, value, writer->error);
}

void complaint__write_copy(complaint__writer *writer, complaint_facts *facts,
                           const char *key, const complaint_facts *value)
{
    if (may_write(writer, facts))
        writer->status =
            complaint_facts_set_copy(facts, key, value, writer->error);
}

complaint_facts *complaint__write_map(complaint__writer *writer,
                                      complaint_facts *facts, const char *key)
{
    complaint_facts *child = NULL;

    if (may_write(writer, facts))
        writer->status =
            complaint_facts_set_map(facts, key, &child, writer->error);
    return writer->status == COMPLAINT_OK ? child : NULL;
}

complaint_facts *complaint__write_list(complaint__writer *writer,
                                       complaint_facts *facts, const char *key)
{
    complaint_facts *child = NULL;

    if (may_write(writer, facts))
        writer->status =
            complaint_facts_set_list(facts, key, &child, writer->error);
    return writer->status == COMPLAINT_OK ? child : NULL;
}

void complaint__write_numbers(complaint__writer *writer, complaint_facts *facts,
                              const char *key, const double *values,
                              size_t count)
{
    complaint_facts *list = complaint__write_list(writer, facts, key);

    for (size_t i = 0; i < count; i++)
        complaint__write_number(writer, list, NULL, values[i]);
}
