/* Every bound of the library, in one place; each is tested at the limit and
 * one past it. Exceeding one gives COMPLAINT_LIMIT and names the field. */
#ifndef COMPLAINT_LIMITS_H
#define COMPLAINT_LIMITS_H

/** Bytes of a code or name (category, unit, role, actor, clock ...). */
#define COMPLAINT_LIMIT_CODE 200
/** Bytes of a title, a URI, a file name. */
#define COMPLAINT_LIMIT_TITLE 2000
/** Bytes of one text (description, reply). */
#define COMPLAINT_LIMIT_TEXT 1048576
/** Bytes of the canonical JSON of one journal entry's facts. */
#define COMPLAINT_LIMIT_FACTS 4194304
/** Levels of nesting of facts. */
#define COMPLAINT_LIMIT_FACTS_DEPTH 16
/** Members of one map or list of facts. */
#define COMPLAINT_LIMIT_FACTS_MEMBERS 10000
/** Bytes of one definition file. */
#define COMPLAINT_LIMIT_DEFINITION 4194304
/** Nodes (scalars, lists, maps) of one definition file. */
#define COMPLAINT_LIMIT_DEFINITION_NODES 200000
/** Levels of nesting of a definition file. */
#define COMPLAINT_LIMIT_DEFINITION_DEPTH 24
/** Levels of nesting of a guard condition. */
#define COMPLAINT_LIMIT_CONDITION_DEPTH 12
/** States of a procedure. */
#define COMPLAINT_LIMIT_STATES 200
/** Transitions of a procedure. */
#define COMPLAINT_LIMIT_TRANSITIONS 1000
/** Packs of a procedure, those attached to a case with it. */
#define COMPLAINT_LIMIT_PACKS 16
/** Clocks of a procedure. */
#define COMPLAINT_LIMIT_CLOCKS 64
/** Tasks that one fact opens, and tasks of a procedure in one case. */
#define COMPLAINT_LIMIT_TASKS 200
/** Intervals of one working day. */
#define COMPLAINT_LIMIT_INTERVALS 16
/** Roles of one actor. */
#define COMPLAINT_LIMIT_ROLES 64
/** Journal entries of one case. */
#define COMPLAINT_LIMIT_REVISIONS 100000
/** Shares of one finding. */
#define COMPLAINT_LIMIT_SHARES 100
/** Rows of one page of a query. */
#define COMPLAINT_LIMIT_PAGE 10000
/** Entries that one tick journals. */
#define COMPLAINT_LIMIT_TICK 10000
/** Conditions of one query. */
#define COMPLAINT_LIMIT_CONDITIONS 32
/** Terms of one search. */
#define COMPLAINT_LIMIT_TERMS 16
/** Bytes of one CSV field at import (10 MiB). */
#define COMPLAINT_LIMIT_CSV_FIELD 10485760
/** Columns of a CSV file. */
#define COMPLAINT_LIMIT_CSV_COLUMNS 1000
/** Threads that one call works with. */
#define COMPLAINT_LIMIT_THREADS 256
/** Problems that a verification tells in full; a hundred times as many cases
 * are named. */
#define COMPLAINT_LIMIT_PROBLEMS 100000
/** Items that one error lists. */
#define COMPLAINT_LIMIT_ERROR_ITEMS 64
/** First instant that a time may have: 1900-01-01T00:00:00Z, microseconds. */
#define COMPLAINT_LIMIT_TIME_MIN (-2208988800000000LL)
/** Last instant that a time may have: 2199-12-31T23:59:59.999999Z. */
#define COMPLAINT_LIMIT_TIME_MAX 7258118399999999LL

#endif
