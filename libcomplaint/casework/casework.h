/* Steps that several files of casework share. */
#ifndef COMPLAINT_CASEWORK_CASEWORK_H
#define COMPLAINT_CASEWORK_CASEWORK_H

#include "register/register.h"

/* Case usable, actor there: what every changing call asks first. */
int complaint__casework_begin(complaint_case *self,
                              const complaint_actor *actor,
                              complaint_error **error);
/* MISUSE naming the argument, with the context of the case's register. */
int complaint__casework_misuse(const complaint_case *self,
                               complaint_error **error, const char *argument);
/* A text of the case's row, or NULL. */
const char *complaint__casework_text(const complaint_case *self,
                                     const char *column);

/* Index of a clock of the case's procedure; NOT_FOUND lists those there are. */
int complaint__casework_clock(const complaint_case *self, const char *name,
                              size_t *clock, complaint_error **error);
/* A clock of a task or of the hand-over, by its name, where there is one. */
int complaint__casework_live(complaint_case *self, const char *name,
                             complaint_time now, complaint__live *out,
                             bool *found, complaint_error **error);
/* State of every clock at a moment; COMPLAINT_LIMIT_CLOCKS places. */
int complaint__casework_evaluate(complaint_case *self, complaint_time now,
                                 complaint__clock_state *states,
                                 complaint_error **error);

/* Role that may erase and give out personal data. */
#define COMPLAINT__ROLE_PRIVACY "privacy"
int complaint__privacy_may(complaint_context *context,
                           const complaint_actor *actor,
                           complaint_error **error);
/* Who may put these facts of the case itself into its journal, where they set
 * or lift a legal hold: DENIED to others, INCOMPLETE without a reason. The
 * record is NULL for a case that is being filed. */
int complaint__hold_may(complaint_context *context,
                        const complaint_actor *actor,
                        const complaint_record *record,
                        const complaint_facts *facts, complaint_error **error);
/* Erase, and leave the traces to the caller. */
int complaint__case_erase(complaint_case *self, const complaint_actor *actor,
                          const complaint_facts *what, complaint_facts **out,
                          complaint_error **error);

/* A person's rows of "party" appended to a list, cases in the order of their
 * ids: maps of case_id, party and role. */
int complaint__person_find(complaint_register *self,
                           const complaint_facts *person, complaint_facts *list,
                           complaint_error **error);
/* In this role the whole case is the person's own. */
bool complaint__person_is_whole(const char *role);

/* A finding as it was put together. */
int complaint__finding_check(const complaint_finding *finding,
                             complaint_error **error);
/* Facts of an "attribute" entry, ids and all. */
int complaint__finding_facts(const complaint_finding *finding,
                             complaint_facts **out, complaint_error **error);

typedef struct complaint__share {
    char *party_kind;
    char *party; /* NULL for none */
    int basis_points;
    bool primary;
    char *cause;    /* NULL for none */
    char *evidence; /* NULL for none */
} complaint__share;

const complaint__share *
complaint__finding_shares(const complaint_finding *finding, size_t *count);

/* Whom a procedure lets move cases to it, otherwise a dispatcher; and these
 * roles as items of an error (move.c). */
bool complaint__casework_may_move(const complaint_actor *actor,
                                  const complaint_procedure *procedure);
void complaint__casework_movers(const complaint_procedure *procedure,
                                complaint_error **error);

#endif
