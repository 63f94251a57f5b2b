/* A month made by hand. */
#include "report/sample.h"

#include <complaint/facts.h>

#include <stdio.h>
#include <string.h>

#include "analysis/monthly.h"

const char *const sample_hostile =
    "</title></svg><script>alert(\"1\")</script>'&<img src=x>\x01\x1b[31m"
    "\xE2\x80\xAE"
    "\xF0\x9F\x98\xA0";

#define OFFSET 28800

static const char *const categories[] = {
    "产品质量", "Delivery and installation, agreed dates not kept",
    "服务态度", "价格与收费争议（含退费、押金及违约金）",
    "广告宣传", "",
    "warranty", "billing"};
static const char *const channels[] = {"phone", "web", "来访", "letter", ""};

static void name_unit(char *name, size_t size, enum sample_kind kind,
                      unsigned number)
{
    if (kind == SAMPLE_HOSTILE)
        snprintf(name, size, "%u%s", number, sample_hostile);
    else if (number % 3 == 0)
        snprintf(name, size, "第%u分店售后服务与客户关系管理中心办公室",
                 number);
    else
        snprintf(name, size, "store-%02u", number);
}

static void add_case(complaint__builder *builder, uint64_t *seed, size_t number,
                     enum sample_kind kind)
{
    complaint_time first = complaint__month_start(2017 * 12 + 8, OFFSET);
    complaint_time received =
        first + (complaint_time)(test_random(seed) % (670 * 24 * 60)) *
                    COMPLAINT_MINUTE;
    int64_t days = (int64_t)(test_random(seed) % 12 + test_random(seed) % 9);
    uint64_t draw = test_random(seed) % 20;
    char name[32], unit[256];
    complaint__data_row row;

    complaint__data_row_clear(&row);
    snprintf(name, sizeof name, "C-%05zu", number);
    name_unit(unit, sizeof unit, kind, (unsigned)(test_random(seed) % 17));
    row.codes[COMPLAINT__CODE_NUMBER] = name;
    row.codes[COMPLAINT__CODE_CATEGORY] =
        kind == SAMPLE_HOSTILE && draw < 4
            ? sample_hostile
            : categories[draw % 8 * draw / 20 % 8];
    row.codes[COMPLAINT__CODE_CHANNEL] = kind == SAMPLE_HOSTILE && draw < 4
                                             ? sample_hostile
                                             : channels[draw % 5];
    row.codes[COMPLAINT__CODE_UNIT] = unit;
    row.numbers[COMPLAINT__NUMBER_RECEIVED] = received;
    if (draw != 7)
        row.numbers[COMPLAINT__NUMBER_LIMIT] = received + 15 * COMPLAINT_DAY;
    if (draw != 3) {
        row.numbers[COMPLAINT__NUMBER_CLOSED] =
            received + days * 7 / 5 * COMPLAINT_DAY;
        row.numbers[COMPLAINT__NUMBER_WORKING_DAYS] = days;
    }
    row.offset = OFFSET;
    row.simulated = true;
    ck_assert_int_eq(complaint__builder_add(builder, &row, NULL), COMPLAINT_OK);
}

static void make_pareto(sample *s)
{
    complaint_facts *options = NULL;

    ck_assert_int_eq(complaint_facts_new(s->month.context, &options, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint_facts_set_text(options, "by", "category", NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint_facts_set_time(
                         options, "from",
                         complaint__month_start(2019 * 12 + 5, OFFSET), NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_facts_set_time(options, "to", s->month.now + 1, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_dataset_pareto(s->dataset, options, &s->month.pareto, NULL),
        COMPLAINT_OK);
    complaint_facts_free(options);
}

static void make_slow(sample *s, enum sample_kind kind)
{
    static const char text[] =
        "收到日 2019-05-06 为第 0 天；办理时限 15 个工作日，应于 2019-05-27 "
        "下班前办结；\n2019-06-07 端午节不计。 The limit of 15 working days "
        "ended on 2019-05-27; it was missed by 9 working days.";

    ck_assert_int_eq(
        complaint_facts_parse(s->month.context, "[]", 2, &s->month.slow, NULL),
        COMPLAINT_OK);
    for (int i = 0; kind != SAMPLE_EMPTY && i < 3; i++) {
        complaint_facts *one = NULL;

        ck_assert_int_eq(
            complaint_facts_set_map(s->month.slow, NULL, &one, NULL),
            COMPLAINT_OK);
        ck_assert_int_eq(
            complaint_facts_set_text(one, "number", "C-00042", NULL),
            COMPLAINT_OK);
        ck_assert_int_eq(complaint_facts_set_text(
                             one, "external",
                             kind == SAMPLE_HOSTILE ? sample_hostile : "A-7",
                             NULL),
                         COMPLAINT_OK);
        ck_assert_int_eq(
            complaint_facts_set_text(
                one, "title",
                kind == SAMPLE_HOSTILE
                    ? sample_hostile
                    : "空调安装后漏水，多次联系未上门 (second visit promised)",
                NULL),
            COMPLAINT_OK);
        ck_assert_int_eq(complaint_facts_set_integer(one, "days", 24 - i, NULL),
                         COMPLAINT_OK);
        ck_assert_int_eq(complaint_facts_set_text(
                             one, "text",
                             kind == SAMPLE_HOSTILE ? sample_hostile : text,
                             NULL),
                         COMPLAINT_OK);
    }
}

void sample_open(sample *s, complaint_context *context, enum sample_kind kind,
                 const char *language)
{
    complaint__builder *builder = NULL;
    uint64_t seed = 24;
    uint16_t table = 1;

    memset(s, 0, sizeof *s);
    s->month.context = context;
    s->month.language = complaint__language_known(language);
    ck_assert_ptr_nonnull(s->month.language);
    s->month.month = "2019-06";
    s->month.now = complaint__month_start(2019 * 12 + 6, OFFSET) - 1;
    s->month.width = 78;
    s->month.slowest = 10;
    ck_assert_int_eq(complaint__builder_new(context, &builder, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(
        complaint__builder_table(builder, NULL, OFFSET, &table, NULL),
        COMPLAINT_OK);
    ck_assert_uint_eq(table, 0); /* what rows name by themselves */
    for (size_t i = 0; i < (kind == SAMPLE_EMPTY ? 0 : 1500); i++)
        add_case(builder, &seed, i, kind);
    ck_assert_int_eq(complaint__builder_finish(builder, &s->dataset, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint_dataset_month(s->dataset, "2019-06",
                                             s->month.now, &s->month.figures,
                                             NULL),
                     COMPLAINT_OK);
    make_pareto(s);
    make_slow(s, kind);
}

void sample_close(sample *s)
{
    complaint_facts_free(s->month.figures);
    complaint_facts_free(s->month.slow);
    complaint_figure_free(s->month.pareto);
    complaint_dataset_free(s->dataset);
    memset(s, 0, sizeof *s);
}

static char *take(complaint__buffer *buffer)
{
    ck_assert(!buffer->failed);
    return complaint__buffer_take(buffer, NULL);
}

char *sample_text(const sample *s)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(s->month.context);

    complaint__month_text(&s->month, &buffer);
    return take(&buffer);
}

char *sample_html(const sample *s)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(s->month.context);

    complaint__month_html(&s->month, &buffer);
    return take(&buffer);
}
