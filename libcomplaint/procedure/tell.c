/* Small steps of telling: members of facts, phrases in three languages. */
#include "procedure/tell.h"

#include <string.h>

static const complaint__texts phrases[COMPLAINT__PHRASES] = {
    [COMPLAINT__PHRASE_RANGE] = {"{0} to {1}", "{0} 至 {1}", "{0} 至 {1}"},
    [COMPLAINT__PHRASE_DAY_0] = {"{0} day 0", "{0} 起算日（第 0 天）",
                                 "{0} 起算日（第 0 天）"},
    [COMPLAINT__PHRASE_COUNTED] = {"{0} counted: {1}", "{0} 计入：{1}",
                                   "{0} 計入：{1}"},
    [COMPLAINT__PHRASE_EXTENDED] = {"{0} extension: {1}", "{0} 延期：{1}",
                                    "{0} 延期：{1}"},
    [COMPLAINT__PHRASE_WEEKEND] = {"{0} weekend", "{0} 周末", "{0} 週末"},
    [COMPLAINT__PHRASE_HOLIDAY] = {"{0} holiday: {1}", "{0} 节假日：{1}",
                                   "{0} 節假日：{1}"},
    [COMPLAINT__PHRASE_HOLIDAY_BARE] = {"{0} holiday", "{0} 节假日",
                                        "{0} 節假日"},
    [COMPLAINT__PHRASE_MAKE_UP] = {"{0} make-up workday", "{0} 调休上班",
                                   "{0} 調休上班"},
    [COMPLAINT__PHRASE_PAUSED] = {"{0} paused", "{0} 暂停", "{0} 暫停"},
    [COMPLAINT__PHRASE_PAUSED_STILL] = {"since {0} paused", "自 {0} 起暂停",
                                        "自 {0} 起暫停"},
    [COMPLAINT__PHRASE_ASSUMED_SPAN] = {" (assumed)", "（推定）", "（推定）"},
    [COMPLAINT__PHRASE_NOT_STARTED] = {"Not started: ", "尚未开始：",
                                       "尚未開始："},
    [COMPLAINT__PHRASE_DUE] = {"Due {0}: ", "截止时间 {0}：", "截止時間 {0}："},
    [COMPLAINT__PHRASE_NO_LIMIT] = {"Paused since {0}, no limit for now: ",
                                    "自 {0} 起暂停，暂无截止时间：",
                                    "自 {0} 起暫停，暫無截止時間："},
    [COMPLAINT__PHRASE_AMOUNT] = {"{0} from {1}", "自 {1} 起 {0}",
                                  "自 {1} 起 {0}"},
    [COMPLAINT__PHRASE_AMOUNT_DAY_0] = {"{0} from {1} (day 0)",
                                        "自 {1}（第 0 天）起 {0}",
                                        "自 {1}（第 0 天）起 {0}"},
    [COMPLAINT__PHRASE_AMOUNT_DAY_1] = {"{0} from {1} (day 1)",
                                        "自 {1}（第 1 天）起 {0}",
                                        "自 {1}（第 1 天）起 {0}"},
    [COMPLAINT__PHRASE_SET] = {"set by the case's own entry of {0}",
                               "由本案 {0} 的记录设定",
                               "由本案 {0} 的紀錄設定"},
    [COMPLAINT__PHRASE_WITH_MORE] = {", extended by {0}", "，延期 {0}",
                                     "，延期 {0}"},
    [COMPLAINT__PHRASE_CALENDAR] = {", calendar {0} {1}", "，日历 {0} {1}",
                                    "，日曆 {0} {1}"},
    [COMPLAINT__PHRASE_PROCEDURE] = {", procedure {0} {1}", "，程序 {0} {1}",
                                     "，程序 {0} {1}"},
    [COMPLAINT__PHRASE_PACK] = {", pack {0} {1}", "，规则包 {0} {1}",
                                "，規則包 {0} {1}"},
    [COMPLAINT__PHRASE_SKIPPED] = {"; skipped: ", "；跳过：", "；跳過："},
    [COMPLAINT__PHRASE_WORKED] = {"; worked: ", "；上班：", "；上班："},
    [COMPLAINT__PHRASE_PAUSES] = {"; not counted: ", "；不计入：",
                                  "；不計入："},
    [COMPLAINT__PHRASE_ASSUMED] =
        {"; assumed: the exceptions of {0} are not known, ordinary weeks are "
         "counted",
         "；推定：{0} 年的节假日安排未知，按普通周计算",
         "；推定：{0} 年的節假日安排未知，按普通週計算"},
    [COMPLAINT__PHRASE_STOPPED_MET] = {"; done {0}, in time",
                                       "；{0} 完成，未逾期",
                                       "；{0} 完成，未逾期"},
    [COMPLAINT__PHRASE_STOPPED_LATE] = {"; ended {0}, too late",
                                        "；{0} 结束，已逾期",
                                        "；{0} 結束，已逾期"},
    [COMPLAINT__PHRASE_CANCELLED] = {"; cancelled {0}", "；{0} 取消",
                                     "；{0} 取消"},
    [COMPLAINT__PHRASE_WITHDRAWN] = {"; withdrawn {0}: pack {1} was taken off",
                                     "；{0} 撤回：规则包 {1} 已取下",
                                     "；{0} 撤回：規則包 {1} 已取下"},
    [COMPLAINT__PHRASE_OVERDUE] = {"; overdue", "；已逾期", "；已逾期"},
    [COMPLAINT__PHRASE_CITATION] = {"; by {0}", "；依据 {0}", "；依據 {0}"},
    [COMPLAINT__PHRASE_COMMA] = {", ", "、", "、"},
    [COMPLAINT__PHRASE_PART] = {"; ", "；", "；"},
    [COMPLAINT__PHRASE_STOP] = {".", "。", "。"},
};

static const complaint__texts one_unit[COMPLAINT__UNITS] = {
    {"minute", "分钟", "分鐘"},
    {"hour", "小时", "小時"},
    {"working hour", "个工作小时", "個工作小時"},
    {"working day", "个工作日", "個工作日"},
    {"day", "天", "天"},
    {"week", "周", "週"},
    {"month", "个月", "個月"},
};

void complaint__tell_phrase(complaint__buffer *buffer, const char *language,
                            enum complaint__phrase phrase, const char *zero,
                            const char *one)
{
    const char *text = complaint__texts_get(&phrases[phrase], language);

    while (*text != '\0') {
        size_t size = strcspn(text, "{");

        complaint__buffer_append(buffer, text, size);
        text += size;
        if (*text == '\0')
            break;
        complaint__buffer_text(buffer, text[1] == '0' ? zero : one);
        text += 3;
    }
}

void complaint__tell_amount(complaint__buffer *buffer, const char *language,
                            int64_t amount, int unit)
{
    const char *name = complaint__texts_get(&one_unit[unit], language);

    complaint__buffer_format(buffer, "%lld %s", (long long)amount, name);
    if (amount != 1 && name == one_unit[unit].en)
        complaint__buffer_char(buffer, 's');
}

/* ---- facts ---- */

void complaint__tell_text(complaint__teller *teller, complaint_facts *map,
                          const char *key, const char *text)
{
    if (teller->status == COMPLAINT_OK)
        teller->status =
            complaint_facts_set_text(map, key, text, teller->error);
}

void complaint__tell_some(complaint__teller *teller, complaint_facts *map,
                          const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        complaint__tell_text(teller, map, key, text);
}

void complaint__tell_integer(complaint__teller *teller, complaint_facts *map,
                             const char *key, int64_t value)
{
    if (teller->status == COMPLAINT_OK)
        teller->status =
            complaint_facts_set_integer(map, key, value, teller->error);
}

void complaint__tell_boolean(complaint__teller *teller, complaint_facts *map,
                             const char *key, bool value)
{
    if (teller->status == COMPLAINT_OK)
        teller->status =
            complaint_facts_set_boolean(map, key, value, teller->error);
}

void complaint__tell_time(complaint__teller *teller, complaint_facts *map,
                          const char *key, complaint_time time)
{
    if (teller->status == COMPLAINT_OK)
        teller->status =
            complaint_facts_set_time(map, key, time, teller->error);
}

complaint_facts *complaint__tell_map(complaint__teller *teller,
                                     complaint_facts *parent, const char *key)
{
    complaint_facts *child = NULL;

    if (teller->status == COMPLAINT_OK)
        teller->status =
            complaint_facts_set_map(parent, key, &child, teller->error);
    return child;
}

complaint_facts *complaint__tell_list(complaint__teller *teller,
                                      complaint_facts *parent, const char *key)
{
    complaint_facts *child = NULL;

    if (teller->status == COMPLAINT_OK)
        teller->status =
            complaint_facts_set_list(parent, key, &child, teller->error);
    return child;
}

void complaint__tell_texts(complaint__teller *teller, complaint_facts *map,
                           const char *key, const complaint__texts *texts)
{
    complaint_facts *child;

    if (texts->en == NULL && texts->zh_cn == NULL && texts->zh_tw == NULL)
        return;
    child = complaint__tell_map(teller, map, key);
    complaint__tell_some(teller, child, "en", texts->en);
    complaint__tell_some(teller, child, "zh-CN", texts->zh_cn);
    complaint__tell_some(teller, child, "zh-TW", texts->zh_tw);
}

void complaint__tell_names(complaint__teller *teller, complaint_facts *map,
                           const char *key, const complaint__names *names)
{
    complaint_facts *list;

    if (names->count == 0)
        return;
    list = complaint__tell_list(teller, map, key);
    for (size_t i = 0; i < names->count; i++)
        complaint__tell_text(teller, list, NULL, names->items[i]);
}
