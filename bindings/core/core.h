/* What the language modules share: the public API on boxes that a garbage
 * collector may drop in any order and from any thread. Knows no language. */
#ifndef CORE_H
#define CORE_H

#include <complaint.h>

#include <pthread.h>
#include <stdatomic.h>

/* How a call ended. `error` and `tree` are the receiver's; core_result_clear()
 * frees them. `note` is static and stands in where no error object exists. */
typedef struct core_result {
    int status;
    complaint_error *error;
    complaint_facts *tree;
    const char *note;
} core_result;

void core_result_clear(core_result *result);

/* A context that all boxes made from it share. Its clock can be held at a
 * moment that the host read beforehand, so that no call ever runs host code. */
typedef struct core_context {
    complaint_context *context;
    atomic_int references;
    _Atomic int64_t held; /* COMPLAINT_TIME_NONE: the system's clock runs */
} core_context;

/* Things of one register count as one object for the library's thread rule;
 * a collector may free one of them while another thread uses the register.
 * They share a lock, so that such a drop waits. */
typedef struct core_lock {
    pthread_mutex_t mutex;
    atomic_int references;
} core_lock;

/* Every box begins like this, so that `((core_box *)any)->context` holds. */
#define CORE_BOX(type)                                                         \
    core_context *context;                                                     \
    core_lock *lock;                                                           \
    type *handle

typedef struct core_box {
    CORE_BOX(void);
} core_box;

typedef struct core_session {
    CORE_BOX(core_context);
} core_session;
typedef struct core_actor {
    CORE_BOX(complaint_actor);
} core_actor;
typedef struct core_definition {
    CORE_BOX(complaint_definition);
} core_definition;
typedef struct core_register {
    CORE_BOX(complaint_register);
} core_register;
typedef struct core_case {
    CORE_BOX(complaint_case);
} core_case;
typedef struct core_cursor {
    CORE_BOX(complaint_cursor);
} core_cursor;
typedef struct core_figure {
    CORE_BOX(complaint_figure);
} core_figure;
typedef struct core_calendar {
    CORE_BOX(complaint_calendar);
} core_calendar;
typedef struct core_procedure {
    CORE_BOX(complaint_procedure);
} core_procedure;

/* A dataset is kept alive by the columns that look into it. */
typedef struct core_dataset {
    CORE_BOX(complaint_dataset);
    atomic_int references;
} core_dataset;

typedef struct core_column {
    CORE_BOX(core_dataset);
    size_t index;
    complaint_data_column column;
} core_column;

/* Bytes that the library handed out, and who takes them back. */
typedef struct core_text {
    core_context *context;
    char *data;
    size_t size;
} core_text;

/* A small text that needs no freeing: an id, a time, a day. */
typedef struct core_short {
    char text[COMPLAINT_TIME_TEXT_SIZE];
} core_short;

/* box.c: making, holding and dropping. */
core_result core_made(int status, complaint_error *error, const char *note);
core_result core_no_memory(void);
bool core_is_open(const void *box);
void *core_box_new(size_t size, core_context *context, core_lock *shared);
/* Put *handle into a new box, or take it back when there is no memory. */
core_result core_wrap(core_box *parent, bool same_lock, size_t size,
                      void *handle, void (*release)(void *handle), void *out);
void core_box_drop(void *box, void (*release)(void *handle));
core_context *core_context_hold(core_context *context);
void core_context_drop(core_context *context);
void core_text_clear(core_text *text);
/* NULL or "" gives COMPLAINT_TIME_NONE; a text without offset is UTC. */
int core_time_of(const char *text, complaint_time *time,
                 complaint_error **error);

/* Run `call`, which sets `error`, with the box locked. */
#define CORE_LOCKED(box, status, call)                                         \
    do {                                                                       \
        pthread_mutex_lock(&(box)->lock->mutex);                               \
        (status) = (call);                                                     \
        pthread_mutex_unlock(&(box)->lock->mutex);                             \
    } while (0)

/* session.c: contexts, actors, definitions, what needs no register. */
const char *core_version(void);
const char *core_status_text(int status);
core_result core_session_new(const char *language, core_session **out);
void core_session_free(core_session *self);
core_result core_session_hold_clock(core_session *self, const char *now);
core_result core_session_now(core_session *self, core_short *out);
core_result core_session_time(core_session *self, const char *text, int offset,
                              core_short *out);
core_result core_session_time_of_seconds(core_session *self, int64_t seconds,
                                         core_short *out);
core_result core_session_echo(core_session *self, const complaint_facts *facts,
                              complaint_facts **out);
core_result core_session_parse(core_session *self, const char *json,
                               complaint_facts **out);
core_result core_session_write(core_session *self, const complaint_facts *facts,
                               core_text *text);
core_result core_session_relations(core_session *self, complaint_facts **out);
core_result core_session_compute(core_session *self, const char *method,
                                 const complaint_facts *request,
                                 complaint_facts **out);
core_result core_session_actor(core_session *self, const char *id,
                               const char *unit, const complaint_facts *roles,
                               core_actor **out);
core_result core_session_definition(core_session *self, const char *name,
                                    core_definition **out);
core_result core_session_definition_text(core_session *self, const char *yaml,
                                         const char *file,
                                         core_definition **out);
core_result core_session_calendar(core_session *self, const char *name,
                                  core_calendar **out);
core_result core_session_open(core_session *self, const char *uri, bool create,
                              bool read_only, core_register **out);
const char *core_actor_id(const core_actor *self);
const char *core_actor_unit(const core_actor *self);
void core_actor_free(core_actor *self);
const char *core_definition_kind(const core_definition *self);
const char *core_definition_name(const core_definition *self);
const char *core_definition_digest(const core_definition *self);
const char *core_definition_text(const core_definition *self);
void core_definition_free(core_definition *self);

/* value.c: calendars. Days are texts "YYYY-MM-DD". */
const char *core_calendar_name(const core_calendar *self);
const char *core_calendar_version(const core_calendar *self);
const char *core_calendar_digest(const core_calendar *self);
core_result core_calendar_offset(core_calendar *self, const char *time,
                                 int64_t *count);
core_result core_calendar_day(core_calendar *self, const char *day,
                              complaint_facts **out);
core_result core_calendar_count_days(core_calendar *self, const char *from,
                                     const char *to, int64_t *count);
core_result core_calendar_add_days(core_calendar *self, const char *from,
                                   int64_t n, core_short *out);
core_result core_calendar_count_time(core_calendar *self, const char *from,
                                     const char *to, int64_t *count);
core_result core_calendar_add_time(core_calendar *self, const char *from,
                                   int64_t microseconds, core_short *out);
core_result core_calendar_close_of_day(core_calendar *self, const char *day,
                                       core_short *out);
void core_calendar_free(core_calendar *self);
/* A whole file, one byte more than the library takes at the most. */
core_result core_read_file(const char *path, char **text, size_t *size);

/* procedure.c: definitions that extend others, and procedures. A text is
 * given, or NULL and the file is read; what it extends is looked for in the
 * folder (may be NULL), then in the register, then among the bundled. */
core_result core_session_definition_over(core_session *self, const char *yaml,
                                         const char *file, const char *folder,
                                         core_definition **out);
core_result core_register_definition_over(core_register *self, const char *yaml,
                                          const char *file, const char *folder,
                                          core_definition **out);
core_result core_register_definition_read(core_register *self, const char *path,
                                          core_definition **out);
core_result core_register_definition(core_register *self, const char *kind,
                                     const char *name, core_definition **out);
/* The findings; codes that there are under "known". */
core_result core_session_examine(core_session *self, const char *yaml,
                                 const char *file, const char *folder,
                                 const complaint_facts *known,
                                 complaint_facts **out);
core_result core_register_examine(core_register *self, const char *yaml,
                                  const char *file, const char *folder,
                                  const complaint_facts *known,
                                  complaint_facts **out);
/* {"names": [...]} of a kind. */
core_result core_session_bundled(core_session *self, const char *kind,
                                 complaint_facts **out);
core_result core_definition_procedure(core_definition *self,
                                      core_procedure **out);
/* A pack as a tree. */
core_result core_definition_pack(core_definition *self, complaint_facts **out);
const char *core_procedure_name(const core_procedure *self);
const char *core_procedure_digest(const core_procedure *self);
core_result core_procedure_describe(core_procedure *self,
                                    complaint_facts **out);
core_result core_procedure_draw(core_procedure *self, const char *format,
                                const char *language, core_text *text);
core_result core_procedure_assess(core_procedure *self,
                                  const complaint_facts *facts,
                                  complaint_facts **out);
core_result core_procedure_reply(core_procedure *self, const char *state,
                                 const char *reply, const char *language,
                                 const complaint_facts *facts, core_text *text);
core_result core_case_reply(core_case *self, core_procedure *procedure,
                            const char *state, const char *reply,
                            const char *language, const complaint_facts *facts,
                            core_text *text);
void core_procedure_free(core_procedure *self);

/* register.c */
core_result core_register_close(core_register *self);
void core_register_free(core_register *self);
core_result core_register_install(core_register *self, core_actor *actor,
                                  core_definition *definition);
core_result core_register_set(core_register *self, const char *name,
                              const char *value);
core_result core_register_describe(core_register *self, complaint_facts **out);
core_result core_register_begin(core_register *self);
core_result core_register_commit(core_register *self);
core_result core_register_rollback(core_register *self);
core_result core_register_list(core_register *self,
                               const complaint_facts *filter,
                               core_cursor **out);
core_result core_register_backup(core_register *self, const char *target);
core_result core_register_compact(core_register *self);
/* A handle for another thread. */
core_result core_register_share(core_register *self, core_register **out);
core_result core_session_migrate(core_session *self, const char *uri,
                                 const complaint_facts *options,
                                 complaint_facts **out);
core_result core_register_search(core_register *self, const char *text,
                                 const complaint_facts *options,
                                 core_cursor **out);
core_result core_register_list_relation(core_register *self,
                                        const char *relation,
                                        core_cursor **out);
/* privacy.c; all: the host itself */
core_result core_register_view_as(core_register *self, core_actor *viewer);
core_result core_register_view_all(core_register *self);
core_result core_register_scrub(core_register *self);
core_result core_register_retain(core_register *self, core_actor *actor,
                                 const complaint_facts *options,
                                 complaint_facts **out);
core_result core_register_erase_person(core_register *self, core_actor *actor,
                                       const complaint_facts *person,
                                       const complaint_facts *what,
                                       complaint_facts **out);
core_result core_register_export_person(core_register *self, core_actor *actor,
                                        const complaint_facts *person,
                                        complaint_facts **out);
core_result core_register_person_page(core_register *self, core_actor *actor,
                                      const complaint_facts *person,
                                      const char *language, core_text *text);
core_result core_register_tick(core_register *self, core_actor *actor,
                               const char *now, const complaint_facts *options,
                               complaint_facts **out);
core_result core_register_due(core_register *self,
                              const complaint_facts *filter, core_cursor **out);
core_result core_register_what_if(core_register *self,
                                  const complaint_facts *options,
                                  complaint_facts **out);
/* evidence.c: seals, what verifies against them, packs */
core_result core_register_seal(core_register *self, const char *key,
                               complaint_facts **out);
core_result core_register_verify(core_register *self,
                                 const complaint_facts *options,
                                 complaint_facts **out);
core_result core_register_evidence(core_register *self, const char *path,
                                   const complaint_facts *options,
                                   complaint_facts **out);
core_result core_session_evidence_verify(core_session *self, const char *path,
                                         const complaint_facts *options,
                                         complaint_facts **out);
core_result core_register_rebuild(core_register *self, int64_t *count);
core_result core_register_file(core_register *self, core_actor *actor,
                               const complaint_facts *facts,
                               const char *happened_at, core_case **out);
core_result core_register_find(core_register *self, const char *name,
                               core_case **out);
core_result core_register_dataset(core_register *self,
                                  const complaint_facts *filter,
                                  core_dataset **out);
core_result core_register_report(core_register *self,
                                 const complaint_facts *options,
                                 core_text *text);
core_result core_register_import_csv(core_register *self, core_actor *actor,
                                     const char *path, const char *mapping,
                                     const complaint_facts *options,
                                     complaint_facts **out);
core_result core_register_simulate(core_register *self,
                                   const complaint_facts *options,
                                   complaint_facts **out);
core_result core_cursor_next(core_cursor *self, complaint_facts **out);
core_result core_cursor_token(core_cursor *self, core_text *text);
void core_cursor_close(core_cursor *self);
void core_cursor_free(core_cursor *self);

/* case.c */
void core_case_free(core_case *self);
core_result core_case_refresh(core_case *self);
core_result core_case_record(core_case *self, complaint_facts **out);
core_result core_case_list(core_case *self, const char *relation,
                           core_cursor **out);
core_result core_case_next(core_case *self, core_actor *actor,
                           complaint_facts **out);
core_result core_case_perform(core_case *self, core_actor *actor,
                              const char *transition,
                              const complaint_facts *facts,
                              const char *happened_at);
core_result core_case_assign(core_case *self, core_actor *actor,
                             const char *owner, const char *unit,
                             const char *reason, const char *happened_at);
core_result core_case_answer(core_case *self, core_actor *actor, bool accepted,
                             const char *reason, const char *happened_at);
core_result core_case_put(core_case *self, core_actor *actor,
                          const char *relation, const complaint_facts *facts,
                          const char *happened_at, core_short *out);
core_result core_case_erase(core_case *self, core_actor *actor,
                            const complaint_facts *what, complaint_facts **out);
core_result core_case_amend(core_case *self, core_actor *actor,
                            const complaint_facts *facts,
                            const char *happened_at);
/* The finding is a map: shares (a list of maps: party_kind, party,
 * basis_points, primary, cause, evidence), decided_by, authority,
 * explanation. */
core_result core_case_attribute(core_case *self, core_actor *actor,
                                const complaint_facts *finding,
                                const char *happened_at);
core_result core_case_extend(core_case *self, core_actor *actor,
                             const char *clock, int64_t amount,
                             const char *reason, const char *approver,
                             const char *happened_at);
core_result core_case_tasks(core_case *self, core_actor *actor,
                            complaint_facts **out);
core_result core_case_answer_task(core_case *self, core_actor *actor,
                                  const char *task, const char *step,
                                  const complaint_facts *facts,
                                  const char *happened_at);
core_result core_case_refer(core_case *self, core_actor *actor,
                            const char *procedure, const char *reason,
                            const complaint_facts *facts,
                            const char *happened_at, core_case **out);
core_result core_case_attach(core_case *self, core_actor *actor,
                             const char *pack, const char *reason,
                             const char *happened_at);
core_result core_case_detach(core_case *self, core_actor *actor,
                             const char *pack, const char *reason,
                             const char *authority, const char *happened_at);
core_result core_case_move(core_case *self, core_actor *actor,
                           const complaint_facts *options,
                           const char *happened_at, complaint_facts **out);
core_result core_case_pause(core_case *self, core_actor *actor,
                            const char *clock, const char *reason,
                            const char *happened_at);
core_result core_case_resume(core_case *self, core_actor *actor,
                             const char *clock, const char *reason,
                             const char *happened_at);
core_result core_case_clocks(core_case *self, const char *now,
                             const char *known_at, const char *language,
                             complaint_facts **out);

/* dataset.c */
void core_dataset_free(core_dataset *self);
size_t core_dataset_size(const core_dataset *self);
size_t core_dataset_column_count(const core_dataset *self);
core_result core_dataset_column(core_dataset *self, size_t index,
                                core_column **out);
core_result core_dataset_count(core_dataset *self,
                               const complaint_facts *options,
                               core_figure **out);
core_result core_dataset_timeliness(core_dataset *self,
                                    const complaint_facts *options,
                                    core_figure **out);
core_result core_dataset_pareto(core_dataset *self,
                                const complaint_facts *options,
                                core_figure **out);
core_result core_dataset_month(core_dataset *self, const char *month,
                               const char *now, complaint_facts **out);
void core_column_free(core_column *self);
const char *core_column_name(const core_column *self);
const char *core_column_type(const core_column *self);
size_t core_column_size(const core_column *self);
size_t core_column_dictionary_size(const core_column *self);
/* Address of the first element; of an empty column, some readable memory. */
size_t core_column_address(const core_column *self);
bool core_column_is_null(const core_column *self, size_t row);
/* The integer, the microseconds, or the code. */
int64_t core_column_integer(const core_column *self, size_t row);
/* A time as a text, "" where it is null. */
core_result core_column_time(const core_column *self, size_t row,
                             core_short *out);
/* A code's text. */
const char *core_column_word(const core_column *self, size_t code);
core_result core_figure_facts(core_figure *self, complaint_facts **out);
void core_figure_free(core_figure *self);

#endif
