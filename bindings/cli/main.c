/* The program "complaint": the table of commands and the frame around one. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_JSON "print JSON, one object a line", "输出 JSON，每行一个对象"
#define TEXT_AT                                                                \
    "when it happened (RFC 3339, UTC where no offset is given; default: now)", \
        "发生时间（RFC 3339，未写时差为 UTC；默认现在）"
#define TEXT_FACT                                                              \
    "a fact, key=text or key:=JSON; may repeat",                               \
        "一项事实，键=文本 或 键:=JSON，可重复"
#define TEXT_FACTS                                                             \
    "a file with a JSON object of facts (- for stdin)",                        \
        "含 JSON 事实对象的文件（- 为标准输入）"
#define END_OPTIONS                                                            \
    {                                                                          \
        NULL, false, NULL, NULL                                                \
    }

static const cli_option init_options[] = {
    {"definition", true,
     "bundled KIND/NAME or a YAML file; may repeat (default: iso10002, cn, "
     "general)",
     "内置 类别/名称 或 YAML 文件，可重复（默认 iso10002、cn、general）"},
    END_OPTIONS};
static const cli_option import_options[] = {
    {"map", true, "the mapping, a YAML file", "映射文件（YAML）"},
    {"encoding", true, "utf-8, gbk, gb18030 or detect",
     "utf-8、gbk、gb18030 或 detect（检测）"},
    {"batch", true, "rows per transaction (1000)", "每个事务的行数（1000）"},
    {"dry-run", false, "check every row, write nothing", "只检查，不写入"},
    {"strict", false, "exit 3 when a row was rejected", "有行被拒时退出码为 3"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option facts_options[] = {{"fact", true, TEXT_FACT},
                                           {"facts", true, TEXT_FACTS},
                                           {"at", true, TEXT_AT},
                                           {"json", false, TEXT_JSON},
                                           END_OPTIONS};
static const cli_option letter_options[] = {
    {"state", true, "whose letter (default: the case's own)",
     "函件所属的状态（默认案件当前状态）"},
    {"fact", true, TEXT_FACT},
    {"facts", true, TEXT_FACTS},
    END_OPTIONS};
static const cli_option refer_options[] = {
    {"reason", true, "why (required)", "原因（必填）"},
    {"fact", true, TEXT_FACT},
    {"facts", true, TEXT_FACTS},
    {"at", true, TEXT_AT},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option assign_options[] = {
    {"to-unit", true, "unit of the proposed owner", "拟接手人所属部门"},
    {"reason", true, "why", "原因"},
    {"at", true, TEXT_AT},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option answer_options[] = {
    {"refuse", false, "refuse instead of accept", "拒绝而非接受"},
    {"reason", true, "why", "原因"},
    {"at", true, TEXT_AT},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option attribute_options[] = {
    {"share", true,
     "KIND[:PARTY]=BASIS_POINTS[,primary|secondary[,CAUSE[,EVIDENCE]]]; may "
     "repeat",
     "类别[:当事方]=基点[,primary|secondary[,原因[,证据]]]，可重复"},
    {"decided-by", true, "id of who decided", "决定人"},
    {"authority", true, "under which rule or office", "依据的规定或职权"},
    {"explanation", true, "written explanation", "书面说明"},
    {"at", true, TEXT_AT},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option extend_options[] = {
    {"reason", true, "why (required)", "原因（必填）"},
    {"approver", true, "who approved (default: the actor)",
     "批准人（默认操作者）"},
    {"at", true, TEXT_AT},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option pause_options[] = {
    {"reason", true, "why (required)", "原因（必填）"},
    {"at", true, TEXT_AT},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option detach_options[] = {
    {"reason", true, "why (required)", "原因（必填）"},
    {"authority", true, "on which authority (required)", "依据的授权（必填）"},
    {"at", true, TEXT_AT},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option resume_options[] = {{"reason", true, "why", "原因"},
                                            {"at", true, TEXT_AT},
                                            {"json", false, TEXT_JSON},
                                            END_OPTIONS};
static const cli_option list_options[] = {
    {"where", true, "a condition, column=value or column:=JSON; may repeat",
     "条件，列=值 或 列:=JSON，可重复"},
    {"open", false, "open cases only", "仅未结"},
    {"closed", false, "closed cases only", "仅已结"},
    {"overdue", false, "open and past a limit", "仅逾期"},
    {"text", true, "terms, as search takes them", "检索词，同 search"},
    {"order", true, "recorded, -recorded or due", "recorded、-recorded 或 due"},
    {"limit", true, "rows (50; 0 for all)", "行数（50；0 为全部）"},
    {"after", true, "token of the page before", "上一页的续页标记"},
    {"relation", true, "another relation, whole", "列出另一关系的全部行"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option search_options[] = {
    {"variants", false, "simplified and traditional characters are the same",
     "简体与繁体视为相同"},
    {"public", false, "leave personal texts out", "不查个人信息文字"},
    {"where", true, "a condition, column=value or column:=JSON; may repeat",
     "条件，列=值 或 列:=JSON，可重复"},
    {"open", false, "open cases only", "仅未结"},
    {"closed", false, "closed cases only", "仅已结"},
    {"overdue", false, "open and past a limit", "仅逾期"},
    {"order", true, "recorded, -recorded (default) or due",
     "recorded、-recorded（默认）或 due"},
    {"limit", true, "rows (50; 0 for all)", "行数（50；0 为全部）"},
    {"after", true, "token of the page before", "上一页的续页标记"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option migrate_options[] = {
    {"dry-run", false, "say what would be done, change nothing",
     "只说明将做什么，不改动"},
    {"backup", true, "where the backup goes (default: REGISTER-version-N)",
     "备份位置（默认 REGISTER-version-N）"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option show_options[] = {
    {"at", true, "clocks as of this time", "按此时刻计算时限"},
    {"known-at", true, "without what was recorded after this time",
     "不计此时刻之后记录的条目"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option due_options[] = {
    {"until", true, "limits up to this time (default: all)",
     "此时刻之前到期（默认全部）"},
    {"from", true, "limits from this time on", "此时刻之后到期"},
    {"within", true, "limits within so many hours from now",
     "此后若干小时内到期"},
    {"overdue", false, "limits that have passed", "仅已过期限的"},
    {"unit", true, "of the unit's cases and tasks", "该单位的案件与任务"},
    {"owner", true, "of the owner's cases", "该负责人的案件"},
    {"procedure", true, "of the procedure's cases", "该程序的案件"},
    {"after", true, "token of the page before", "上一页的续页标记"},
    {"limit", true, "rows (50; 0 for all)", "行数（50；0 为全部）"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option move_options[] = {
    {"procedure", true, "a name (its newest version) or a digest",
     "名称（最新版本）或摘要"},
    {"calendar", true, "another calendar, the same", "另一日历，同上"},
    {"state", true, "that takes the place of the case's",
     "代替案件现有状态的状态"},
    {"clocks", true, "continue (default) or restart",
     "continue（继续，默认）或 restart（重新起算）"},
    {"reason", true, "why", "原因"},
    {"dry-run", false, "show what changes, write nothing",
     "只显示变化，不写入"},
    {"at", true, TEXT_AT},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option what_if_options[] = {
    {"procedure", true, "another procedure: a YAML file, a name or a digest",
     "另一程序：YAML 文件、名称或摘要"},
    {"calendar", true, "another calendar, the same", "另一日历，同上"},
    {"now", true, "for open cases (default: now)",
     "未结案件的计算时刻（默认现在）"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option tick_options[] = {
    {"now", true, "up to this time (default: now)", "截至此时刻（默认现在）"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option erase_options[] = {
    {"reason", true, "why: kept for ever, nothing personal in it (required)",
     "理由：永久保留，其中不得有个人信息（必填）"},
    {"basis", true, "the rule or request that it rests on",
     "所依据的规定或请求"},
    {"part", true, "case, party, communication ..., may repeat (default: all)",
     "case、party、communication 等，可重复（默认全部）"},
    {"party", true, "only this party of the case, by id",
     "仅案件中的这一当事人（id）"},
    {"apply", false, "of a person: erase, not only list",
     "针对个人：实际删除，而非仅列出"},
    END_OPTIONS};
static const cli_option retention_options[] = {
    {"apply", false, "erase, not only list", "实际删除，而非仅列出"},
    {"procedure", true, "only cases of this procedure", "仅此流程的案件"},
    {"limit", true, "cases of one call (1000)", "一次处理的案件数（1000）"},
    END_OPTIONS};
static const cli_option report_options[] = {
    {"month", true, "YYYY-MM (required)", "YYYY-MM（必填）"},
    {"json", false, "the figures as one JSON object", "输出 JSON 数字"},
    {"html", true, "write a self-contained page to this file",
     "写入自足的 HTML 文件"},
    {"slowest", true, "slowest cases to explain (10)", "解释最慢的几件（10）"},
    {"now", true, "for open cases (default: now)",
     "未结案件的计算时刻（默认现在）"},
    {"width", true, "columns of the terminal (78)", "终端列数（78）"},
    END_OPTIONS};
static const cli_option verify_options[] = {
    {"threads", true, "threads (default: one for each core)",
     "线程数（默认每核一个）"},
    {"key", true, "an Ed25519 key (PEM) that every seal must be signed with",
     "每次封存都须由其签名的 Ed25519 密钥（PEM）"},
    {"seal", true, "digest of a seal, as it was kept elsewhere",
     "另处保存的某次封存的摘要"},
    {"chains", false, "chains, commitments and seals alone: faster",
     "只查日志链、承诺与封存：更快"},
    {"problems", true, "problems told in full (1000)",
     "详细列出的问题数（1000）"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option seal_options[] = {
    {"key", true, "an Ed25519 private key (PEM) to sign with",
     "用于签名的 Ed25519 私钥（PEM）"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option evidence_options[] = {
    {"personal", false, "write: with personal facts", "write：包含个人信息"},
    {"from", true, "write: cases received from this time",
     "write：此时刻起收到的案件"},
    {"to", true, "write: cases received before this time",
     "write：此时刻前收到的案件"},
    {"key", true,
     "an Ed25519 key (PEM): write signs with it, verify demands it",
     "Ed25519 密钥（PEM）：write 用它签名，verify 要求由它签名"},
    {"seal", true, "verify: digest of the seal, as it was kept elsewhere",
     "verify：另处保存的封存摘要"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option person_options[] = {
    {"html", true, "write a page that the person can read, in --language",
     "写入可供本人阅读的 HTML 文件，语言由 --language 决定"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option json_options[] = {{"json", false, TEXT_JSON},
                                          END_OPTIONS};
static const cli_option simulate_options[] = {
    {"seed", true, "seed (1)", "种子（1）"},
    {"cases", true, "cases (2000)", "案件数（2000）"},
    {"months", true, "months (24)", "月数（24）"},
    {"until", true, "end of the span (default: now)", "时段终点（默认现在）"},
    {"procedure", true, "installed or bundled procedure (iso10002)",
     "已安装或内置程序（iso10002）"},
    {"plain", false, "filing and closing only", "仅登记与关闭"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option calendar_options[] = {
    {"name", true, "name of the imported calendar", "导入后日历的名称"},
    {"version", true, "its version", "其版本"},
    {"title", true, "its title", "其标题"},
    {"source", true, "where its days come from", "其日期的来源"},
    {"extends", true, "the calendar that it lies over", "其上级日历"},
    {"offset", true, "offset from UTC, such as +08:00", "与 UTC 的偏移量"},
    {"zone", true, "time zone, such as Europe/London", "时区"},
    {"rule", true, "POSIX TZ rule", "POSIX TZ 规则"},
    {"hours", true, "an interval of Monday to Friday; may repeat",
     "周一至周五的一段工作时间；可重复"},
    {"from", true, "first year that is known", "已知的第一年"},
    {"to", true, "last year that is known", "已知的最后一年"},
    {NULL, false, NULL, NULL},
};

static const cli_option procedure_options[] = {
    {"format", true, "of draw: svg or mermaid (svg)",
     "draw 的格式：svg 或 mermaid（默认 svg）"},
    {"known", true,
     "of verify: a JSON file of codes by list (category, unit ...)",
     "verify 所用的编码表（JSON 文件，按 category、unit 等列出）"},
    {"register", true,
     "procedures installed in this register, by name and to extend",
     "此台账中已装入的程序，可按名称使用、可被扩展"},
    {"folder", true, "procedures to extend, NAME.yaml (default: the file's)",
     "可被扩展的程序（名称.yaml）所在目录（默认为文件所在目录）"},
    {"fact", true, "of assess and reply: a fact, key=text or key:=JSON",
     "assess、reply 的事实：键=文本 或 键:=JSON"},
    {"facts", true, "of assess and reply: a file with a JSON object of facts",
     "assess、reply 的事实：JSON 对象文件"},
    {"json", false, TEXT_JSON},
    END_OPTIONS};
static const cli_option no_options[] = {END_OPTIONS};

const cli_command cli_commands[] = {
    {"init", "REGISTER", 1, 1, "Make a register and install definitions",
     "新建台账并装入定义", init_options, cli_init},
    {"install", "REGISTER DEFINITION...", 2, 6,
     "Install definitions: bundled KIND/NAME or YAML files, which may extend\n"
     "what lies beside them, is installed before them or bundled",
     "装入定义：内置的 类别/名称 或 YAML 文件，可扩展同目录、\n"
     "先前装入或内置的定义",
     no_options, cli_install},
    {"import", "REGISTER FILE.csv --map MAP.yaml", 2, 2,
     "Import a CSV register by a mapping; makes the register when missing",
     "按映射导入 CSV 台账；台账不存在时新建", import_options, cli_import},
    {"file", "REGISTER --fact title=...", 1, 1, "File a complaint",
     "登记一件投诉", facts_options, cli_file},
    {"list", "REGISTER", 1, 1, "List cases", "列出案件", list_options,
     cli_list},
    {"search", "REGISTER TERM...", 2, 17,
     "Find cases by any part of their texts and numbers, newest first",
     "按文字与编号的任意片段检索案件，由新到旧", search_options, cli_search},
    {"show", "REGISTER CASE", 2, 2,
     "Show a case: facts, clocks with their explanation, journal",
     "显示案件：事实、时限及其解释、日志", show_options, cli_show},
    {"next", "REGISTER CASE", 2, 2, "What may happen next to a case",
     "案件下一步可做什么", json_options, cli_next},
    {"perform", "REGISTER CASE TRANSITION", 3, 3,
     "Perform a transition of the procedure", "执行程序中的一步", facts_options,
     cli_perform},
    {"put", "REGISTER CASE RELATION", 3, 3,
     "Add or change a row of a case (evidence, task, remedy ...)",
     "增改案件的一行（evidence、task、remedy …）", facts_options, cli_put},
    {"amend", "REGISTER CASE", 2, 2, "Correct facts of a case", "更正案件事实",
     facts_options, cli_amend},
    {"assign", "REGISTER CASE OWNER", 3, 3, "Propose another owner",
     "提议移交给他人", assign_options, cli_assign},
    {"answer", "REGISTER CASE", 2, 2,
     "Accept (or refuse) the proposed ownership", "接受（或拒绝）移交",
     answer_options, cli_answer},
    {"tasks", "REGISTER CASE", 2, 2,
     "The tasks of a case, and what may be done with each",
     "案件的任务及各自可做的事", json_options, cli_tasks},
    {"letter", "REGISTER CASE NAME", 3, 3,
     "Write a letter of the state that the case is in, from what it was told;\n"
     "times are told in the zone of its calendar, --language says in which "
     "words",
     "以案件已记录的内容填写其当前状态的函件；\n"
     "时间按案件日历的时区表示，--language 指定文字",
     letter_options, cli_letter},
    {"task", "REGISTER CASE TASK done|decline|reopen", 4, 4,
     "Answer a task of the procedure: done, declined, or opened again",
     "答复程序分派的任务：完成、退回或重新打开", facts_options, cli_task},
    {"move", "REGISTER CASE", 2, 2,
     "Move a case to another version of its procedure, or calendar",
     "将案件迁移到程序的另一版本或另一日历", move_options, cli_move},
    {"attribute", "REGISTER CASE --share ...", 2, 2,
     "Attribute responsibility in shares that sum to 10000",
     "责任判定，份额合计 10000", attribute_options, cli_attribute},
    {"extend", "REGISTER CASE CLOCK AMOUNT", 4, 4, "Extend a running clock",
     "延长一项时限", extend_options, cli_extend},
    {"refer", "REGISTER CASE PROCEDURE", 3, 3,
     "File it with another procedure too, and say so here",
     "转交另一程序：在其中登记，并在此注明", refer_options, cli_refer},
    {"attach", "REGISTER CASE PACK", 3, 3,
     "Put a pack of regulatory limits on a case",
     "为案件加上一个监管时限规则包", pause_options, cli_attach},
    {"detach", "REGISTER CASE PACK", 3, 3,
     "Take a pack of regulatory limits off a case: its clocks are withdrawn",
     "从案件取下一个监管时限规则包：其时限随之撤回", detach_options,
     cli_detach},
    {"pause", "REGISTER CASE [CLOCK]", 2, 3,
     "Pause a clock by hand, or all that can be",
     "人工暂停一项或全部可暂停的时限", pause_options, cli_pause},
    {"resume", "REGISTER CASE [CLOCK]", 2, 3,
     "Resume a clock paused by hand, or all that were",
     "恢复一项或全部人工暂停的时限", resume_options, cli_resume},
    {"due", "REGISTER", 1, 1, "The due queue: running clocks by limit",
     "到期队列：按时限排列", due_options, cli_due},
    {"what-if", "REGISTER [--procedure X] [--calendar X]", 1, 1,
     "Replay histories under other rules: which limits would be kept",
     "按另一程序或日历重算：哪些时限会得到遵守", what_if_options, cli_what_if},
    {"tick", "REGISTER", 1, 1,
     "Journal the warnings and expiries that are due, each once",
     "记下到时的预警与超期通知，每项一次", tick_options, cli_tick},
    {"set", "REGISTER NAME [VALUE]", 2, 3,
     "Change a setting (number, views, procedure ...); without VALUE the "
     "default",
     "更改设置（number、views、procedure 等）；不给值则恢复默认", no_options,
     cli_setting},
    {"erase", "REGISTER CASE | REGISTER KEY=VALUE...", 2, 6,
     "Erase personal data of a case, or of a person in every case",
     "删除案件的个人信息，或某人在全部案件中的个人信息", erase_options,
     cli_erase},
    {"retention", "REGISTER", 1, 1,
     "List what the rules of retention say is to be erased, or erase it",
     "列出按保留规则应删除的内容，或予以删除", retention_options,
     cli_retention},
    {"export-person", "REGISTER KEY=VALUE...", 2, 6,
     "Everything about a person, for that person",
     "导出某人的全部信息，供其本人使用", person_options, cli_export_person},
    {"report", "REGISTER --month YYYY-MM", 1, 1, "The monthly report",
     "月度报告", report_options, cli_report},
    {"verify", "REGISTER", 1, 1,
     "Verify journals, commitments and projections; exit 3 on problems",
     "核验日志链、承诺与投影；有问题时退出码为 3", verify_options, cli_verify},
    {"backup", "REGISTER TARGET", 2, 2,
     "Copy a register while others use it; never overwrites",
     "在使用中备份台账；从不覆盖", no_options, cli_backup},
    {"migrate", "REGISTER", 1, 1,
     "Bring a register of an older version forward, after a backup",
     "先备份，再将旧版台账升级", migrate_options, cli_migrate},
    {"compact", "REGISTER", 1, 1, "Give back room that nothing needs",
     "释放不再需要的空间", no_options, cli_compact},
    {"seal", "REGISTER", 1, 1,
     "Fix the heads of all journals under a Merkle root, signed if wanted",
     "把全部日志的链头固定在一个 Merkle 根下，可签名", seal_options, cli_seal},
    {"evidence", "write REGISTER FILE [CASE ...] | verify FILE", 2, 17,
     "Histories of cases in a file that a stranger can verify\n"
     "write packs these cases, or those received in a period, or all;\n"
     "verify needs no register and exits 3 on problems.",
     "把案件的全部历史写成外人可核验的文件\n"
     "write 打包所列案件、某时段收到的案件或全部案件；\n"
     "verify 不需要登记簿，有问题时退出码为 3。",
     evidence_options, cli_evidence},
    {"rebuild", "REGISTER", 1, 1, "Rebuild the projections from the journal",
     "由日志重建投影", json_options, cli_rebuild},
    {"simulate", "REGISTER", 1, 1, "Fill a register with simulated complaints",
     "以模拟投诉填充台账", simulate_options, cli_simulate},
    {"calendar", "count|add|show|text CALENDAR | list | import FORMAT FILE", 1,
     3,
     "Working days by a calendar: a bundled name or a YAML file\n"
     "count reads lines from,to and prints the working days d with from < d "
     "<= to;\nadd reads lines from,n and prints the n-th working day after;\n"
     "show reads dates and prints what kind of day each is;\n"
     "text prints the complete YAML, parents and zone written out;\n"
     "list prints the bundled calendars; import prints the YAML of a calendar\n"
     "made of holidays in another format: csv, holiday-cn or ics.",
     "按日历计算工作日：内置名称或 YAML 文件\n"
     "count 逐行读入 from,to，输出 from < d <= to 的工作日数；\n"
     "add 逐行读入 from,n，输出其后第 n 个工作日；\nshow "
     "读入日期，输出各日类别；\n"
     "text 输出完整的 YAML（含上级日历与时区）；\n"
     "list 列出内置日历；import 将其他格式（csv、holiday-cn、ics）\n"
     "的节假日转换为日历 YAML。",
     calendar_options, cli_calendar},
    {"procedure",
     "list | packs [PACK] | verify|show|draw|assess PROCEDURE | reply "
     "PROCEDURE STATE REPLY",
     1, 4,
     "Procedures: a bundled name, a YAML file, or a name with --register\n"
     "list prints the bundled ones; show prints what one says;\n"
     "packs prints the bundled packs of regulatory limits, or what one says;\n"
     "verify prints what is wrong or hardly meant, with line and column, exit "
     "3 on errors;\ndraw prints a diagram;\n"
     "assess prints what its rules say of a complaint; reply fills in a "
     "letter.",
     "处理程序：内置名称、YAML 文件，或以 --register 指定台账中的名称\n"
     "list 列出内置程序；show 显示内容；\n"
     "packs 列出内置的监管时限规则包，或显示其一的内容；\n"
     "verify 逐行列出错误与可疑之处，有错误时退出码为 3；\ndraw 输出流程图；\n"
     "assess 输出规则对一件投诉的结论；reply 填写答复函。",
     procedure_options, cli_procedure},
    {"compute", "METHOD", 1, 1,
     "Compute a statistical method on JSON from standard input",
     "对标准输入的 JSON 计算统计方法", no_options, cli_compute},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, NULL},
};

/* What --language says, before the words are known to be right: errors about
 * them are told in it. */
static const char *language_of(int argc, char **argv)
{
    static const char option[] = "--language";
    const size_t length = sizeof option - 1;

    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], option, length) != 0)
            continue;
        if (argv[i][length] == '=')
            return argv[i] + length + 1;
        if (argv[i][length] == 0 && i + 1 < argc)
            return argv[i + 1];
    }
    return NULL;
}

/* zh where --language or the environment says so; a program may look. */
static bool wants_chinese(const char *language)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; language == NULL && i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != 0)
            language = value;
    }
    return language != NULL && strncmp(language, "zh", 2) == 0;
}

static int prepare(cli *self)
{
    const char *language = cli_value(self, "language");
    int status = complaint_context_new(NULL, &self->context, &self->error);

    /* explanations and diagrams are in zh-TW, messages in the nearest */
    if (language == NULL || strcmp(language, "zh-TW") == 0)
        language = self->chinese ? "zh-CN" : "en";
    if (status == COMPLAINT_OK)
        status = complaint_context_set_language(self->context, language,
                                                &self->error);
    if (status == COMPLAINT_OK)
        return EXIT_DONE;
    (void)cli_fail(self);
    return self->context != NULL ? EXIT_USAGE : EXIT_FAILED;
}

/* A register that cannot be closed cleanly is a failure to be told. */
static int finish(cli *self, int code)
{
    if (self->reg != NULL &&
        complaint_register_close(self->reg, &self->error) != COMPLAINT_OK &&
        code == EXIT_DONE)
        code = cli_fail(self);
    complaint_actor_free(self->actor);
    complaint_register_free(self->reg);
    complaint_error_free(self->error);
    complaint_context_free(self->context);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("complaint: standard output");
        return EXIT_FAILED;
    }
    return code;
}

int main(int argc, char **argv)
{
    cli self = {0};
    int code;

    self.chinese = wants_chinese(language_of(argc, argv));
    code = cli_parse(&self, argc, argv);
    if (code == EXIT_DONE && cli_given(&self, "version")) {
        printf("complaint %s\n", complaint_version());
        return EXIT_DONE;
    }
    if (code == EXIT_DONE && cli_given(&self, "help")) {
        cli_help(&self);
        return EXIT_DONE;
    }
    if (code == EXIT_DONE && self.command == NULL)
        code = cli_usage(&self, "a command is missing", "缺少命令", "");
    if (code == EXIT_DONE)
        code = prepare(&self);
    if (code == EXIT_DONE)
        code = self.command->run(&self);
    return finish(&self, code);
}
