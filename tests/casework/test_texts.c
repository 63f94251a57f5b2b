/* The texts of the bundled procedures. Each is there in three languages; and
 * a case is filed and taken through its steps, and in each state every letter
 * is filled in from what the case was told till then, with nothing missing. */
#include "data/bundled.h"
#include "register/desk.h"

#include <stdio.h>

static const char *const languages[] = {"en", "zh-CN", "zh-TW"};
enum { LANGUAGES = sizeof languages / sizeof languages[0] };

/* A way through a procedure; facts are JSON with ' for ". */
typedef struct way {
    const char *transition; /* "" for filing, NULL at the end */
    const char *facts;
} way;

typedef struct path {
    const char *procedure;
    way steps[12];
    const char *letters; /* "state/reply " of each, in their order */
} path;

#define TOLD "'description':'The lamp hums','channel':'phone','demand':'x'"

static const path paths[] = {
    {"iso10002",
     {{"", "{" TOLD "}"},
      {"acknowledge", "{}"},
      {"assess", "{'severity':'serious'}"},
      {"ask_complainant", "{'question':'when?'}"},
      {"investigate", "{'findings':'A loose wire.'}"},
      {"respond", "{'communication':{'kind':'reply','text':'t'}}"},
      {"communicate", "{}"},
      {"refuse", "{'refusal_reason':'too little'}"}},
     "received/acknowledgement assessed/progress waiting/progress "
     "investigated/answer investigated/refusal internal_review/progress "},
    {"bank",
     {{"", "{" TOLD "}"},
      {"register", "{'category':'service'}"},
      {"transfer", "{'unit':'store-01'}"},
      {"submit_result", "{'findings':'A loose wire.','result':'A new one.'}"},
      {"approve", "{}"},
      {"answer", "{'communication':{'kind':'reply','text':'t'}}"},
      {"object", "{'objection':'too little'}"}},
     "received/acknowledgement with_unit/progress approved/answer "
     "approved/refusal under_review/progress "},
    {"insurance",
     {{"", "{" TOLD "}"},
      {"register", "{'identity_checked':true," TOLD "}"},
      {"transfer_claims", "{'category':'service','unit':'store-01'}"},
      {"take_up_claims", "{'contact':'c'}"},
      {"investigate", "{'findings':'A loose wire.','cause':'method.process',"
                      "'evidence':[{'name':'n'}]}"},
      {"plan", "{'solution':'A new one.','company_error':false}"}},
     "received/acknowledgement investigating/progress planned/answer "
     "planned/refusal "},
    {"small-business",
     {{"", "{" TOLD "}"},
      {"record", "{" TOLD ",'party':{'name':'n','phone':'1'},"
                 "'recorded_by':'clerk-1'}"},
      {"confirm", "{'product':'lamp','specification':'s','symptom':'hums',"
                  "'demand':'x','restated':true}"},
      {"look_further", "{'place':'p'}"},
      {"find_out", "{'seen':'s'}"},
      {"analyse", "{'severity':'minor','findings':'A loose wire.',"
                  "'consulted':'clerk-2','grounded':true}"},
      {"negotiate", "{'buys_again':'likely','word_of_mouth':'w',"
                    "'demand_reasonable':true,'company_fault':'partly',"
                    "'proposal':'A new one.'}"},
      {"propose", "{'proposal':'A new one.'}"},
      {"approve", "{}"}},
     "received/acknowledgement looking_further/progress analysed/progress "
     "approved/answer approved/refusal "},
    {"retail",
     {{"", "{" TOLD "}"},
      {"take_by_steps", "{'description':'d'}"},
      {"contact", "{'contact':'c','next_contact':'2024-03-06T01:00:00Z',"
                  "'dates_agreed':true}"},
      {"contact_again", "{'contact':'c','answer_by':'2024-03-08T01:00:00Z',"
                        "'dates_agreed':true}"},
      {"collect", "{'findings':'f','evidence':[{'name':'receipt'}]}"},
      {"check", "{'customer_checked':true}"},
      {"handle", "{'solution':'A new one.'}"},
      {"approve", "{}"}},
     "received/acknowledgement contacted/progress approved/answer "
     "approved/refusal "},
    {"property",
     {{"", "{" TOLD "}"},
      {"class_1", "{'complaint_form':{'room':'1','phone':'2','matter':'m',"
                  "'subject':'s'},'severity':'minor'}"},
      {"assign", "{'task':{'title':'t','unit':'store-01',"
                 "'due_at':'2024-03-08T01:00:00Z'}}"},
      {"report_result", "{'result':'A new one.'}"},
      {"confirm_result", "{'signed':true}"}},
     "received/acknowledgement in_hand/progress confirmed/answer "
     "confirmed/refusal "},
    {"property",
     {{"", "{" TOLD "}"},
      {"class_2", "{'defect_record':{'room':'1','place':'p','defect':'d'}}"},
      {"pass_to_developer", "{'wide_impact':false,'passed_to':'p'}"}},
     "received/acknowledgement with_developer/progress "},
};
enum { PATHS = sizeof paths / sizeof paths[0] };

/* A table's JSON with " for '; for complaint_facts_free(). */
static complaint_facts *facts_of(desk *d, const char *text)
{
    char json[1000];

    snprintf(json, sizeof json, "%s", text);
    for (char *at = json; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    return desk_facts(d, json);
}

static const char *text_of(const complaint_facts *map, const char *name)
{
    return complaint_facts_text(complaint_facts_get(map, name), "");
}

/* ---- every text in three languages ---- */

static void has_all(const complaint_facts *tree, const char *procedure)
{
    const char *english = text_of(tree, "en");

    if (complaint_facts_get(tree, "zh-CN") != NULL) {
        ck_assert_msg(english[0] != '\0' && text_of(tree, "zh-TW")[0] != '\0',
                      "%s: %s", procedure, text_of(tree, "zh-CN"));
    }
    for (size_t i = 0; i < complaint_facts_size(tree); i++) {
        const char *key = complaint_facts_key(tree, i);

        has_all(key == NULL ? complaint_facts_at(tree, i)
                            : complaint_facts_get(tree, key),
                procedure);
    }
}

/* The definition as data; the procedure must be freed. */
static complaint_facts *described(desk *d, const char *name,
                                  complaint_procedure **procedure)
{
    complaint_facts *tree = NULL;

    desk_ok(complaint_procedure_bundled(d->context, name, procedure, &error));
    desk_ok(complaint_procedure_describe(*procedure, &tree, &error));
    return tree;
}

/* The letter is in a table above. */
static void is_played(const char *procedure, const char *state,
                      const char *reply)
{
    char letter[200];
    bool found = false;

    snprintf(letter, sizeof letter, "%s/%s ", state, reply);
    for (size_t i = 0; i < PATHS; i++)
        found = found || (strcmp(paths[i].procedure, procedure) == 0 &&
                          strstr(paths[i].letters, letter) != NULL);
    ck_assert_msg(found, "%s: %s is not played", procedure, letter);
}

START_TEST(every_text_of_a_bundled_procedure_is_there_in_three_languages)
{
    const complaint__bundled *file;
    desk d;

    desk_open_empty(&d, DESK_MEMORY);
    for (file = complaint__bundled_files; file->kind != NULL; file++) {
        complaint_procedure *procedure = NULL;
        const complaint_facts *states;
        complaint_facts *tree;

        if (strcmp(file->kind, "procedure") != 0)
            continue;
        tree = described(&d, file->name, &procedure);
        has_all(tree, file->name);
        states = complaint_facts_get(tree, "states");
        ck_assert_uint_gt(complaint_facts_size(states), 0);
        for (size_t i = 0; i < complaint_facts_size(states); i++) {
            const complaint_facts *state = complaint_facts_at(states, i);
            const complaint_facts *replies =
                complaint_facts_get(state, "replies");

            for (size_t j = 0; j < complaint_facts_size(replies); j++)
                is_played(file->name, text_of(state, "name"),
                          text_of(complaint_facts_at(replies, j), "name"));
        }
        complaint_facts_free(tree);
        complaint_procedure_free(procedure);
    }
    desk_close(&d);
}
END_TEST

/* ---- letters ---- */

static void fill_in(desk *d, const complaint_procedure *procedure,
                    const char *state, const char *reply,
                    const complaint_case *one, const complaint_facts *facts)
{
    char *texts[LANGUAGES] = {NULL, NULL, NULL};

    for (size_t i = 0; i < LANGUAGES; i++) {
        desk_ok(complaint_procedure_reply(procedure, state, reply, languages[i],
                                          complaint_case_record(one), facts,
                                          &texts[i], NULL, &error));
        ck_assert_ptr_null(strpbrk(texts[i], "{}"));
        ck_assert_ptr_nonnull(strstr(texts[i], desk_text(one, "number")));
    }
    ck_assert_str_ne(texts[0], texts[1]);
    ck_assert_str_ne(texts[1], texts[2]);
    for (size_t i = 0; i < LANGUAGES; i++)
        complaint_context_release(d->context, texts[i]);
}

/* Fill in all letters of the case's state, and add their names. */
static void write_letters(desk *d, const complaint_procedure *procedure,
                          const complaint_facts *tree,
                          const complaint_case *one,
                          const complaint_facts *facts, char letters[500])
{
    const complaint_facts *states = complaint_facts_get(tree, "states");
    const char *now = desk_text(one, "state");

    for (size_t i = 0; i < complaint_facts_size(states); i++) {
        const complaint_facts *state = complaint_facts_at(states, i);
        const complaint_facts *replies = complaint_facts_get(state, "replies");

        if (strcmp(text_of(state, "name"), now) != 0)
            continue;
        for (size_t j = 0; j < complaint_facts_size(replies); j++) {
            const char *reply = text_of(complaint_facts_at(replies, j), "name");
            size_t size = strlen(letters);

            fill_in(d, procedure, now, reply, one, facts);
            snprintf(letters + size, 500 - size, "%s/%s ", now, reply);
        }
    }
}

/* Perform as somebody who did nothing before. */
static void perform(desk *d, complaint_case *one, const char *transition,
                    const complaint_facts *facts, size_t step)
{
    complaint_actor *actor;
    char id[20];

    snprintf(id, sizeof id, "clerk-%u", (unsigned)step);
    actor = desk_actor(d, id, "*");
    desk_ok(complaint_case_perform(one, actor, transition, facts,
                                   COMPLAINT_TIME_NONE, &error));
    complaint_actor_free(actor);
}

START_TEST(every_letter_is_filled_in_from_the_case_in_three_languages)
{
    const path *p = &paths[_i];
    complaint_procedure *procedure = NULL;
    complaint_facts *tree, *all;
    complaint_case *one = NULL;
    char letters[500] = "";
    desk d;

    desk_open(&d, DESK_MEMORY);
    if (strcmp(p->procedure, "bank") != 0)
        desk_install(&d, "procedure", p->procedure);
    tree = described(&d, p->procedure, &procedure);
    all = facts_of(&d, p->steps[0].facts);
    desk_ok(complaint_facts_set_text(all, "procedure", p->procedure, &error));
    desk_ok(complaint_case_file(d.reg, d.clerk, all, COMPLAINT_TIME_NONE, &one,
                                &error));
    write_letters(&d, procedure, tree, one, all, letters);
    for (size_t i = 1; p->steps[i].transition != NULL; i++) {
        complaint_facts *facts = facts_of(&d, p->steps[i].facts);

        perform(&d, one, p->steps[i].transition, facts, i);
        for (size_t j = 0; j < complaint_facts_size(facts); j++) {
            const char *name = complaint_facts_key(facts, j);

            desk_ok(complaint_facts_set_copy(
                all, name, complaint_facts_get(facts, name), &error));
        }
        complaint_facts_free(facts);
        write_letters(&d, procedure, tree, one, all, letters);
    }
    ck_assert_str_eq(letters, p->letters);
    complaint_case_free(one);
    complaint_facts_free(all);
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("texts");
    TCase *tcase = tcase_create("texts");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_set_timeout(tcase, 60);
    tcase_add_test(
        tcase, every_text_of_a_bundled_procedure_is_there_in_three_languages);
    tcase_add_loop_test(
        tcase, every_letter_is_filled_in_from_the_case_in_three_languages, 0,
        PATHS);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
