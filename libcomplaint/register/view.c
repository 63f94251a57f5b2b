/* Who sees what: the rules of the setting "views" applied to a viewer, rows
 * hidden and personal columns withheld. Everything that hands rows of cases
 * out of the library asks here; so do calls that change a case, for its actor.
 * Which transitions a role may perform is the procedure's affair. */
#include "register/inside.h"

#include "base/failure.h"

#include <complaint/limits.h>
#include <complaint/privacy.h>

#include <string.h>

/* Of a unit below others; more is a circle. */
#define UNIT_DEPTH 64

/* From narrow to wide. */
enum reach { REACH_OWN, REACH_UNIT, REACH_SUB_UNITS, REACH_ALL, REACHES };

static const char *const reaches[REACHES] = {"own", "unit", "sub-units", "all"};

static int reach_of(const char *name)
{
    for (int i = 0; i < REACHES; i++)
        if (strcmp(reaches[i], name) == 0)
            return i;
    return -1;
}

struct complaint__view {
    complaint_actor *viewer; /* a copy */
    bool current;            /* what follows is worked out */
    bool personal;           /* sees every personal column */
    int reach;
    uint64_t shown[COMPLAINT__RELATIONS_MAX]; /* personal ones it sees */
};

/* ---- rules ---- */

static int bad_rule(complaint_register *self, const char *what,
                    complaint_error **error)
{
    return complaint__fail(
        self->context, error, COMPLAINT_INVALID, "setting.views", "views",
        "a rule about who sees what is not understood: %s", what);
}

/* "relation.column", personal; -1 for another text. */
static int personal_column(const char *name, const complaint_relation **out)
{
    char relation[COMPLAINT_LIMIT_CODE];
    const char *dot = strchr(name, '.');
    int column;

    if (dot == NULL || (size_t)(dot - name) >= sizeof relation)
        return -1;
    memcpy(relation, name, (size_t)(dot - name));
    relation[dot - name] = '\0';
    *out = complaint_relation_find(relation);
    if (*out == NULL)
        return -1;
    column = complaint_relation_column_find(*out, dot + 1);
    if (column < 0 ||
        ((*out)->columns[column].flags & COMPLAINT_COLUMN_PERSONAL) == 0)
        return -1;
    return column;
}

static int check_personal(complaint_register *self, const complaint_facts *list,
                          complaint_error **error)
{
    const complaint_relation *relation;

    if (complaint_facts_type(list) == COMPLAINT_FACTS_BOOLEAN ||
        complaint_facts_type(list) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    if (complaint_facts_type(list) != COMPLAINT_FACTS_LIST)
        return bad_rule(self, "personal", error);
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const char *name =
            complaint_facts_text(complaint_facts_at(list, i), "");

        if (personal_column(name, &relation) < 0)
            return bad_rule(self, name, error);
    }
    return COMPLAINT_OK;
}

static int check_rule(complaint_register *self, const complaint_facts *rule,
                      complaint_error **error)
{
    static const char *const keys[] = {"roles", "personal", "cases"};
    const complaint_facts *roles = complaint_facts_get(rule, "roles");

    if (complaint_facts_type(rule) != COMPLAINT_FACTS_MAP)
        return bad_rule(self, "[]", error);
    for (size_t i = 0; i < complaint_facts_size(rule); i++) {
        bool known = false;

        for (size_t j = 0; j < sizeof keys / sizeof keys[0]; j++)
            known = known || strcmp(keys[j], complaint_facts_key(rule, i)) == 0;
        if (!known)
            return bad_rule(self, complaint_facts_key(rule, i), error);
    }
    if (complaint_facts_type(roles) != COMPLAINT_FACTS_LIST ||
        complaint_facts_size(roles) == 0)
        return bad_rule(self, "roles", error);
    for (size_t i = 0; i < complaint_facts_size(roles); i++)
        if (complaint_facts_text(complaint_facts_at(roles, i), "")[0] == '\0')
            return bad_rule(self, "roles", error);
    if (reach_of(complaint_facts_text(complaint_facts_get(rule, "cases"), "")) <
        0)
        return bad_rule(self, "cases", error);
    return check_personal(self, complaint_facts_get(rule, "personal"), error);
}

int complaint__views_check(complaint_register *self, const char *value,
                           complaint_error **error)
{
    complaint_facts *rules;
    int status = complaint_facts_parse(self->context, value, strlen(value),
                                       &rules, error);

    if (status == COMPLAINT_OK &&
        complaint_facts_type(rules) != COMPLAINT_FACTS_LIST)
        status = bad_rule(self, "a list of maps is expected", error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(rules); i++)
        status = check_rule(self, complaint_facts_at(rules, i), error);
    if (status != COMPLAINT_OK)
        complaint__error_prefix(error, "views");
    complaint_facts_free(rules);
    return status;
}

/* The register's rules, remembered; NULL when there are none. */
static int get_rules(complaint_register *self, const complaint_facts **rules,
                     complaint_error **error)
{
    char *text = NULL;
    int status = COMPLAINT_OK;

    if (!self->views_known) {
        status = complaint__setting_get(self, "views", &text, error);
        if (status == COMPLAINT_OK && text != NULL)
            status = complaint_facts_parse(self->context, text, strlen(text),
                                           &self->views, error);
        self->views_known = status == COMPLAINT_OK;
        complaint__free(self->context, text);
    }
    *rules = self->views;
    return status;
}

static bool names_role(const complaint_facts *rule,
                       const complaint_actor *actor)
{
    const complaint_facts *roles = complaint_facts_get(rule, "roles");

    for (size_t i = 0; i < complaint_facts_size(roles); i++)
        if (complaint__actor_has_role(
                actor, complaint_facts_text(complaint_facts_at(roles, i), "")))
            return true;
    return false;
}

static void grant(complaint__view *view, const complaint_facts *rule)
{
    const complaint_facts *personal = complaint_facts_get(rule, "personal");
    const complaint_relation *relation;
    int reach =
        reach_of(complaint_facts_text(complaint_facts_get(rule, "cases"), ""));

    if (reach > view->reach)
        view->reach = reach;
    if (complaint_facts_type(personal) == COMPLAINT_FACTS_BOOLEAN &&
        complaint_facts_integer(personal, 0) != 0)
        view->personal = true;
    for (size_t i = 0; i < complaint_facts_size(personal); i++) {
        int column = personal_column(
            complaint_facts_text(complaint_facts_at(personal, i), ""),
            &relation);

        if (column >= 0)
            view->shown[relation->position] |= UINT64_C(1) << column;
    }
}

/* What the rules give to the actor. Without rules: every case, and nothing
 * personal unless it has every role. */
static int work_out(complaint_register *self, const complaint_actor *actor,
                    complaint__view *view, complaint_error **error)
{
    const complaint_facts *rules;
    int status = get_rules(self, &rules, error);

    if (status != COMPLAINT_OK)
        return status;
    memset(view->shown, 0, sizeof view->shown);
    view->personal = complaint__actor_has_role(actor, "*");
    view->reach = rules == NULL || view->personal ? REACH_ALL : REACH_OWN;
    for (size_t i = 0; i < complaint_facts_size(rules); i++)
        if (names_role(complaint_facts_at(rules, i), actor))
            grant(view, complaint_facts_at(rules, i));
    view->current = true;
    return COMPLAINT_OK;
}

/* The view of the register's viewer, or NULL for the host itself. */
static int get_view(complaint_register *self, const complaint__view **out,
                    complaint_error **error)
{
    int status = COMPLAINT_OK;

    if (self->view != NULL && !self->view->current)
        status = work_out(self, self->view->viewer, self->view, error);
    *out = self->view;
    return status;
}

/* ---- which cases ---- */

static bool is_unit(complaint_register *self, const complaint__view *view,
                    const complaint_actor *actor, const complaint_value *value)
{
    const char *mine = complaint_actor_unit(actor);
    const char *unit =
        value->type == COMPLAINT_VALUE_TEXT ? value->bytes : NULL;
    int steps = 0;

    if (mine[0] == '\0' || view->reach < REACH_UNIT)
        return false;
    while (unit != NULL && steps++ < UNIT_DEPTH) {
        if (strcmp(unit, mine) == 0)
            return true;
        if (view->reach < REACH_SUB_UNITS)
            return false;
        unit = complaint__register_code_parent(self, "unit", unit);
    }
    return false;
}

static bool is_actor(const complaint_actor *actor, const complaint_value *value)
{
    return value->type == COMPLAINT_VALUE_TEXT &&
           strcmp(value->bytes, complaint_actor_id(actor)) == 0;
}

/* Tasks and actions are given to units and people too. */
static int has_work(complaint_register *self, const complaint__view *view,
                    const complaint_actor *actor,
                    const complaint_relation *relation, const char *case_id,
                    size_t unit, size_t owner, bool *found,
                    complaint_error **error)
{
    complaint_value equal = complaint__value_text(case_id);
    complaint_scan scan = {
        .relation = relation, .equal = &equal, .equal_count = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(self->store, &scan, &rows, error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, error);
        *found =
            *found || (row != NULL && (is_unit(self, view, actor, &row[unit]) ||
                                       is_actor(actor, &row[owner])));
    } while (status == COMPLAINT_OK && row != NULL && !*found);
    complaint__scan_close(rows);
    return status;
}

/* The row of "case" may be the store's own: it is read before the store is
 * asked for more. */
static int reaches_case(complaint_register *self, const complaint__view *view,
                        const complaint_actor *actor,
                        const complaint_value *row, bool *found,
                        complaint_error **error)
{
    char id[COMPLAINT__ID_SIZE] = "";
    int status;

    *found = view->reach == REACH_ALL ||
             is_actor(actor, &row[complaint__case_owner]) ||
             is_actor(actor, &row[complaint__case_proposed_owner]) ||
             is_unit(self, view, actor, &row[complaint__case_unit]) ||
             is_unit(self, view, actor, &row[complaint__case_owner_unit]) ||
             is_unit(self, view, actor, &row[complaint__case_proposed_unit]);
    if (*found || row[complaint__case_id].size >= sizeof id)
        return COMPLAINT_OK;
    memcpy(id, row[complaint__case_id].bytes, row[complaint__case_id].size);
    status =
        has_work(self, view, actor, &complaint__relation_task, id,
                 complaint__task_unit, complaint__task_owner, found, error);
    if (status == COMPLAINT_OK && !*found)
        status = has_work(self, view, actor, &complaint__relation_action, id,
                          complaint__action_unit, complaint__action_owner,
                          found, error);
    return status;
}

int complaint__view_sees(complaint_register *self, const complaint_value *row,
                         bool *sees, complaint_error **error)
{
    const complaint__view *view;
    int status = get_view(self, &view, error);

    *sees = view == NULL;
    if (status != COMPLAINT_OK || view == NULL)
        return status;
    return reaches_case(self, view, view->viewer, row, sees, error);
}

int complaint__view_sees_id(complaint_register *self, const char *case_id,
                            bool *sees, complaint_error **error)
{
    complaint_value key = complaint__value_text(case_id);
    const complaint_value *row;
    complaint_record *record;
    complaint_record view = {0};
    int status;

    *sees = self->view == NULL;
    if (*sees)
        return COMPLAINT_OK;
    status = complaint__store_get(self->store, &complaint__relation_case, &key,
                                  &row, NULL);
    if (status == COMPLAINT_NOT_FOUND)
        return COMPLAINT_OK;
    if (status != COMPLAINT_OK)
        return complaint__store_get(self->store, &complaint__relation_case,
                                    &key, &row, error);
    /* Scans of tasks come in between. */
    complaint__record_view(&view, self->context, &complaint__relation_case,
                           row);
    status = complaint_record_copy(&view, &record, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__view_sees(self, record->values, sees, error);
    complaint_record_free(record);
    return status;
}

int complaint__view_may_act(complaint_register *self,
                            const complaint_actor *actor,
                            const complaint_value *row, complaint_error **error)
{
    complaint__view view = {0};
    const complaint_facts *rules;
    bool may = true;
    int status = get_rules(self, &rules, error);

    if (status == COMPLAINT_OK && rules != NULL) {
        status = work_out(self, actor, &view, error);
        if (status == COMPLAINT_OK)
            status = reaches_case(self, &view, actor, row, &may, error);
    }
    if (status != COMPLAINT_OK || may)
        return status;
    return complaint__fail(self->context, error, COMPLAINT_DENIED,
                           "view.denied", "actor",
                           "the case is none of the actor's or its unit's");
}

/* ---- which columns ---- */

bool complaint__view_withholds(complaint_register *self,
                               const complaint_relation *relation,
                               size_t column)
{
    const complaint__view *view;

    if ((relation->columns[column].flags & COMPLAINT_COLUMN_PERSONAL) == 0 ||
        self->view == NULL)
        return false;
    if (get_view(self, &view, NULL) != COMPLAINT_OK)
        return true;
    return !view->personal &&
           (view->shown[relation->position] >> column & 1) == 0;
}

const complaint_value *complaint__view_mask(complaint_register *self,
                                            const complaint_relation *relation,
                                            const complaint_value *row,
                                            complaint_value *room)
{
    const complaint_value *out = row;

    if (self->view == NULL)
        return row;
    for (size_t i = 0; i < relation->column_count; i++) {
        if (row[i].type == COMPLAINT_VALUE_NULL ||
            !complaint__view_withholds(self, relation, i))
            continue;
        if (out == row)
            memcpy(room, row, relation->column_count * sizeof *room);
        out = room;
        room[i] = complaint__value_text(
            row[i].type != COMPLAINT_VALUE_TEXT ? NULL
            : relation->columns[i].type == COMPLAINT_COLUMN_JSON
                ? "\"" COMPLAINT_WITHHELD "\""
                : COMPLAINT_WITHHELD);
    }
    return out;
}

bool complaint__view_is_partial(const complaint_register *self)
{
    return self->view != NULL;
}

int complaint__view_need_all(complaint_register *self, complaint_error **error)
{
    const complaint__view *view;
    int status = get_view(self, &view, error);

    if (status != COMPLAINT_OK || view == NULL ||
        (view->personal && view->reach == REACH_ALL))
        return status;
    return complaint__fail(self->context, error, COMPLAINT_DENIED,
                           "view.partial", "viewer",
                           "this shows everything, and the viewer may not see "
                           "everything");
}

/* ---- the viewer ---- */

static int copy_actor(const complaint_actor *actor, complaint_actor **out,
                      complaint_error **error)
{
    int status =
        complaint_actor_new(actor->context, actor->id, actor->unit, out, error);

    for (size_t i = 0; status == COMPLAINT_OK && i < actor->role_count; i++)
        status = complaint_actor_add_role(*out, actor->roles[i], error);
    if (status != COMPLAINT_OK) {
        complaint_actor_free(*out);
        *out = NULL;
    }
    return status;
}

void complaint__view_free(complaint_register *self)
{
    if (self->view == NULL)
        return;
    complaint_actor_free(self->view->viewer);
    complaint__free(self->context, self->view);
    self->view = NULL;
}

void complaint__view_forget(complaint_register *self)
{
    complaint_facts_free(self->views);
    self->views = NULL;
    self->views_known = false;
    self->view_turn++;
    if (self->view != NULL)
        self->view->current = false;
}

complaint__view *complaint__view_suspend(complaint_register *self)
{
    complaint__view *view = self->view;

    self->view = NULL;
    return view;
}

void complaint__view_resume(complaint_register *self, complaint__view *view)
{
    self->view = view;
}

/* A viewer of whom nothing is worked out yet. */
static int new_view(complaint_register *self, const complaint_actor *viewer,
                    complaint__view **out, complaint_error **error)
{
    complaint__view *view =
        complaint__alloc_array(self->context, 1, sizeof *view);
    int status;

    if (view == NULL)
        return complaint__fail_memory(error);
    status = copy_actor(viewer, &view->viewer, error);
    if (status == COMPLAINT_OK)
        *out = view;
    else
        complaint__free(self->context, view);
    return status;
}

int complaint__view_hand_on(const complaint_register *self,
                            complaint_register *to, complaint_error **error)
{
    if (self->view == NULL)
        return COMPLAINT_OK;
    return new_view(to, self->view->viewer, &to->view, error);
}

int complaint_register_view_as(complaint_register *self,
                               const complaint_actor *viewer,
                               complaint_error **error)
{
    complaint__view *view = NULL;
    int status = complaint__register_usable(self, error);

    if (status == COMPLAINT_OK)
        status = complaint__register_renew(self, error);
    if (status != COMPLAINT_OK)
        return status;
    if (viewer != NULL) {
        status = new_view(self, viewer, &view, error);
        if (status == COMPLAINT_OK)
            status = work_out(self, view->viewer, view, error);
        if (status != COMPLAINT_OK) {
            if (view != NULL)
                complaint_actor_free(view->viewer);
            complaint__free(self->context, view);
            return status;
        }
    }
    complaint__view_free(self);
    self->view = view;
    self->view_turn++;
    return COMPLAINT_OK;
}
