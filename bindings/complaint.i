/* The one interface of all languages: boxes (core/core.h) with their methods,
 * and the statuses. What is not named here is not seen.
 * How values cross is said in LANGUAGE/typemaps.i. */
%module complaint

%{
#include "core/core.h"
%}

%include <stdint.i>
%include "typemaps.i"

%nodefaultctor;
%nodefaultdtor;

const char *core_version(void);
const char *core_status_text(int status);
core_result core_session_new(const char *language, core_session **out);

typedef struct {
    %extend {
        ~core_session() { core_session_free($self); }
        core_result hold_clock(const char *now);
        core_result now(core_short *out);
        core_result time(const char *text, int offset, core_short *out);
        core_result time_of_seconds(int64_t seconds, core_short *out);
        core_result echo(const complaint_facts *facts, complaint_facts **out);
        core_result parse(const char *json, complaint_facts **out);
        core_result write(const complaint_facts *facts, core_text *text);
        core_result relations(complaint_facts **out);
        core_result compute(const char *method, const complaint_facts *request,
                            complaint_facts **out);
        core_result actor(const char *id, const char *unit,
                          const complaint_facts *roles, core_actor **out);
        core_result definition(const char *name, core_definition **out);
        core_result definition_text(const char *yaml, const char *file,
                                    core_definition **out);
        core_result calendar(const char *name, core_calendar **out);
        core_result definition_over(const char *yaml, const char *file,
                                    const char *folder, core_definition **out);
        core_result examine(const char *yaml, const char *file,
                            const char *folder, const complaint_facts *known,
                            complaint_facts **out);
        core_result bundled(const char *kind, complaint_facts **out);
        core_result evidence_verify(const char *path,
                                    const complaint_facts *options,
                                    complaint_facts **out);
        core_result migrate(const char *uri, const complaint_facts *options,
                            complaint_facts **out);
        core_result open(const char *uri, bool create, bool read_only,
                         core_register **out);
    }
} core_session;

typedef struct {
    %extend {
        ~core_actor() { core_actor_free($self); }
        const char *id();
        const char *unit();
    }
} core_actor;

typedef struct {
    %extend {
        ~core_definition() { core_definition_free($self); }
        const char *kind();
        const char *name();
        const char *digest();
        const char *text();
        core_result procedure(core_procedure **out);
        core_result pack(complaint_facts **out);
    }
} core_definition;

typedef struct {
    %extend {
        ~core_calendar() { core_calendar_free($self); }
        const char *name();
        const char *version();
        const char *digest();
        core_result offset(const char *time, int64_t *count);
        core_result day(const char *day, complaint_facts **out);
        core_result count_days(const char *from, const char *to,
                               int64_t *count);
        core_result add_days(const char *from, int64_t n, core_short *out);
        core_result count_time(const char *from, const char *to,
                               int64_t *count);
        core_result add_time(const char *from, int64_t microseconds,
                             core_short *out);
        core_result close_of_day(const char *day, core_short *out);
    }
} core_calendar;

typedef struct {
    %extend {
        ~core_procedure() { core_procedure_free($self); }
        const char *name();
        const char *digest();
        core_result describe(complaint_facts **out);
        core_result draw(const char *format, const char *language,
                         core_text *text);
        core_result assess(const complaint_facts *facts, complaint_facts **out);
        core_result reply(const char *state, const char *reply,
                          const char *language, const complaint_facts *facts,
                          core_text *text);
    }
} core_procedure;

typedef struct {
    %extend {
        ~core_register() { core_register_free($self); }
        core_result close();
        core_result install(core_actor *actor, core_definition *definition);
        core_result definition(const char *kind, const char *name,
                               core_definition **out);
        core_result definition_read(const char *path, core_definition **out);
        core_result definition_over(const char *yaml, const char *file,
                                    const char *folder, core_definition **out);
        core_result examine(const char *yaml, const char *file,
                            const char *folder, const complaint_facts *known,
                            complaint_facts **out);
        core_result set(const char *name, const char *value);
        core_result describe(complaint_facts **out);
        core_result begin();
        core_result commit();
        core_result rollback();
        core_result list(const complaint_facts *filter, core_cursor **out);
        core_result backup(const char *target);
        core_result compact();
        core_result share(core_register **out);
        core_result search(const char *text, const complaint_facts *options,
                           core_cursor **out);
        core_result list_relation(const char *relation, core_cursor **out);
        core_result due(const complaint_facts *filter, core_cursor **out);
        core_result what_if(const complaint_facts *options,
                            complaint_facts **out);
        core_result view_as(core_actor *viewer);
        core_result view_all();
        core_result scrub();
        core_result retain(core_actor *actor, const complaint_facts *options,
                           complaint_facts **out);
        core_result erase_person(core_actor *actor,
                                 const complaint_facts *person,
                                 const complaint_facts *what,
                                 complaint_facts **out);
        core_result export_person(core_actor *actor,
                                  const complaint_facts *person,
                                  complaint_facts **out);
        core_result person_page(core_actor *actor,
                                const complaint_facts *person,
                                const char *language, core_text *text);
        core_result tick(core_actor *actor, const char *now,
                         const complaint_facts *options,
                         complaint_facts **out);
        core_result seal(const char *key, complaint_facts **out);
        core_result verify(const complaint_facts *options,
                           complaint_facts **out);
        core_result evidence(const char *path, const complaint_facts *options,
                             complaint_facts **out);
        core_result rebuild(int64_t *count);
        core_result file(core_actor *actor, const complaint_facts *facts,
                         const char *happened_at, core_case **out);
        core_result find(const char *name, core_case **out);
        core_result dataset(const complaint_facts *filter, core_dataset **out);
        core_result report(const complaint_facts *options, core_text *text);
        core_result import_csv(core_actor *actor, const char *path,
                               const char *mapping,
                               const complaint_facts *options,
                               complaint_facts **out);
        core_result simulate(const complaint_facts *options,
                             complaint_facts **out);
    }
} core_register;

typedef struct {
    %extend {
        ~core_cursor() { core_cursor_free($self); }
        core_result next(complaint_facts **out);
        core_result token(core_text *text);
        void close();
    }
} core_cursor;

typedef struct {
    %extend {
        ~core_case() { core_case_free($self); }
        core_result refresh();
        core_result record(complaint_facts **out);
        core_result list(const char *relation, core_cursor **out);
        core_result next(core_actor *actor, complaint_facts **out);
        core_result perform(core_actor *actor, const char *transition,
                            const complaint_facts *facts,
                            const char *happened_at);
        core_result assign(core_actor *actor, const char *owner,
                           const char *unit, const char *reason,
                           const char *happened_at);
        core_result answer(core_actor *actor, bool accepted,
                           const char *reason, const char *happened_at);
        core_result tasks(core_actor *actor, complaint_facts **out);
        core_result answer_task(core_actor *actor, const char *task,
                                const char *step, const complaint_facts *facts,
                                const char *happened_at);
        core_result move(core_actor *actor, const complaint_facts *options,
                         const char *happened_at, complaint_facts **out);
        core_result put(core_actor *actor, const char *relation,
                        const complaint_facts *facts, const char *happened_at,
                        core_short *out);
        core_result erase(core_actor *actor, const complaint_facts *what,
                          complaint_facts **out);
        core_result amend(core_actor *actor, const complaint_facts *facts,
                          const char *happened_at);
        core_result attribute(core_actor *actor,
                              const complaint_facts *finding,
                              const char *happened_at);
        core_result extend(core_actor *actor, const char *clock,
                           int64_t amount, const char *reason,
                           const char *approver, const char *happened_at);
        core_result refer(core_actor *actor, const char *procedure,
                          const char *reason, const complaint_facts *facts,
                          const char *happened_at, core_case **out);
        core_result attach(core_actor *actor, const char *pack,
                           const char *reason, const char *happened_at);
        core_result detach(core_actor *actor, const char *pack,
                           const char *reason, const char *authority,
                           const char *happened_at);
        core_result pause(core_actor *actor, const char *clock,
                          const char *reason, const char *happened_at);
        core_result resume(core_actor *actor, const char *clock,
                           const char *reason, const char *happened_at);
        core_result reply(core_procedure *procedure, const char *state,
                          const char *reply, const char *language,
                          const complaint_facts *facts, core_text *text);
        core_result clocks(const char *now, const char *known_at,
                           const char *language, complaint_facts **out);
    }
} core_case;

typedef struct {
    %extend {
        ~core_dataset() { core_dataset_free($self); }
        size_t size();
        size_t column_count();
        core_result column(size_t index, core_column **out);
        core_result count(const complaint_facts *options, core_figure **out);
        core_result timeliness(const complaint_facts *options,
                               core_figure **out);
        core_result pareto(const complaint_facts *options, core_figure **out);
        core_result month(const char *month, const char *now,
                          complaint_facts **out);
    }
} core_dataset;

typedef struct {
    %extend {
        ~core_column() { core_column_free($self); }
        const char *name();
        const char *type();
        size_t size();
        size_t dictionary_size();
        size_t address();
        bool is_null(size_t row);
        int64_t integer(size_t row);
        core_result time(size_t row, core_short *out);
        const char *word(size_t code);
    }
} core_column;

typedef struct {
    %extend {
        ~core_figure() { core_figure_free($self); }
        core_result facts(complaint_facts **out);
    }
} core_figure;

/* Of the headers, the statuses alone: every other enum crosses as words. */
%define COMPLAINT_API
%enddef
%define COMPLAINT_BEGIN
%enddef
%define COMPLAINT_END
%enddef
%rename("$ignore", %$isfunction) "";
%rename("STATUS_%(strip:[COMPLAINT_])s", %$isenumitem) "";
%include <complaint/status.h>
