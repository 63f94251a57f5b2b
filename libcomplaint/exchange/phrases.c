/* Templates of simulated texts: {p} product, {c} category, {u} unit, {d} day.
 * They are the simulation's own and quote nobody. */
#include "exchange/phrases.h"

#include <string.h>

#define TEXTS 4

static const char *const english[COMPLAINT__PHRASES][TEXTS] = {
    {"{c}: {p}", "{p}, {c}", "Problem with {p} ({c})", NULL},
    {"On {d} I bought {p} at {u}. The trouble: {c}. I told the staff at once "
     "and nothing was done.",
     "I have used {p} since {d}. Now this: {c}. The people at {u} only "
     "shrugged. "
     "I expect an answer.",
     "This is about {p} from {u}. {c}. It happened on {d} and again two days "
     "later. I have kept the receipt and photographs.",
     "At {u} on {d} I was treated badly when I asked about {p} ({c}). I was "
     "sent from one desk to another for an hour."},
    {"I want my money back.", "Please replace it.",
     "I ask for an apology and an explanation.",
     "Repair it and pay for what it cost me."},
    {"Apologised, took the goods back.", "Told the store to stop selling it.",
     "Called the customer at once.", NULL},
    {"Please send us the receipt and the number on the package.",
     "When did you first notice it, and how was it stored?", NULL, NULL},
    {"Receipt and photograph sent.", "Noticed on the third day; kept dry.",
     NULL, NULL},
    {"{u} was heard, the records were checked. The complaint about {c} is "
     "justified.",
     "The sample shows the fault ({c}). Other customers of {u} reported the "
     "same.",
     "{u} kept to the rules in part only. The complaint about {c} is partly "
     "justified.",
     "No fault of {u} could be found."},
    {"The facts are clear from the customer's own papers.",
     "The same matter was investigated and answered before.", NULL, NULL},
    {"Thank you for telling us about {p}. We are sorry. {u} has put it right, "
     "and we have taken steps so that it does not happen again.",
     "We have looked into {c}. You are right, and we offer you what we "
     "discussed by telephone.",
     "We have looked into your complaint about {p} and could not find the "
     "fault. You may ask for a review.",
     NULL},
    {"The offer does not cover what I paid.",
     "The answer does not deal with what I wrote.", NULL, NULL},
    {"Settled at the counter.", "I do not want to pursue it.", NULL, NULL},
    {"It happened again.", "What was promised was not done.", NULL, NULL},
    {"The laboratory needs more time.", "The supplier has not answered yet.",
     NULL, NULL},
    {"Train the staff on {c}", "Check incoming goods for {c}",
     "Change the instruction on {c}", NULL},
    {"The goods were used against the instructions, as the photographs show; "
     "this was explained to the customer in writing.",
     NULL, NULL, NULL},
    {"Quick and friendly.", "Solved as I had hoped.", NULL, NULL},
    {"Took far too long.", "I had to ask three times.", NULL, NULL},
};

static const char *const chinese_texts[COMPLAINT__PHRASES][TEXTS] = {
    {"{p}：{c}", "关于{p}的{c}问题", "{c}（{p}）", NULL},
    {"本人于{d}在{u}购买了{p}，出现{c}的问题，当场向店员反映，一直没有处理。",
     "{d}开始使用{p}，现在遇到{c}方面的问题。{u}"
     "的工作人员态度敷衍，希望尽快给个说法。",
     "反映{u}的{p}：{c}。{d}发生一次，两天后又发生一次，小票和照片都保留着。",
     "{d}到{u}咨询{p}（{c}），被推来推去等了一个小时，服务太差。"},
    {"要求退款。", "要求更换。", "要求道歉并说明原因。",
     "要求维修并赔偿损失。"},
    {"已致歉并收回商品。", "已通知门店暂停销售。", "已第一时间致电顾客。",
     NULL},
    {"请提供小票和包装上的批号。", "请问何时发现、如何存放？", NULL, NULL},
    {"已提供小票和照片。", "第三天发现，一直干燥存放。", NULL, NULL},
    {"已向{u}了解情况并核对记录，关于{c}的投诉属实。",
     "样品确有{c}的问题，{u}的其他顾客也有同样反映。",
     "{u}部分环节未按规定执行，关于{c}的投诉部分属实。", "未发现{u}存在过错。"},
    {"顾客提供的材料已能说明事实。", "同一事项此前已调查并答复。", NULL, NULL},
    {"感谢您反映{p}的问题，我们深表歉意。{u}"
     "已作处理，并已采取措施防止再次发生。",
     "关于{c}，经核实您反映的情况属实，现按电话中与您商定的方案处理。",
     "经调查，未发现{p}存在您反映的问题。如有异议，您可以申请复核。", NULL},
    {"补偿不足以弥补损失。", "答复没有回应我反映的问题。", NULL, NULL},
    {"已在柜台协商解决。", "不再追究。", NULL, NULL},
    {"同样的问题再次发生。", "承诺的事项没有落实。", NULL, NULL},
    {"检测需要更多时间。", "供应商尚未答复。", NULL, NULL},
    {"就{c}开展员工培训", "加强{c}的进货检验", "修订{c}的作业指导书", NULL},
    {"照片显示未按说明书使用，已向顾客书面说明。", NULL, NULL, NULL},
    {"处理很快，态度很好。", "问题解决了，满意。", NULL, NULL},
    {"拖得太久。", "催了三次才有结果。", NULL, NULL},
};

static const char *word(const complaint__phrase_words *words, char key)
{
    const char *text = key == 'p'   ? words->product
                       : key == 'c' ? words->category
                       : key == 'u' ? words->unit
                                    : words->day;

    return text == NULL ? "-" : text;
}

const char *complaint__phrase_make(int phrase, bool chinese,
                                   const complaint__phrase_words *words,
                                   complaint__random *random,
                                   complaint__buffer *buffer)
{
    const char *const *texts =
        chinese ? chinese_texts[phrase] : english[phrase];
    const char *at;
    size_t count = 0;

    while (count < TEXTS && texts[count] != NULL)
        count++;
    at = texts[complaint__random_below(random, count)];
    complaint__buffer_clear(buffer);
    while (*at != '\0') {
        const char *brace = strchr(at, '{');

        if (brace == NULL) {
            complaint__buffer_text(buffer, at);
            break;
        }
        complaint__buffer_append(buffer, at, (size_t)(brace - at));
        complaint__buffer_text(buffer, word(words, brace[1]));
        at = brace + 3;
    }
    return buffer->bytes == NULL ? "" : buffer->bytes;
}
