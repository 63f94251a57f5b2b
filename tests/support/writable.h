/* For tests that tamper with a register's file by SQL: the views over the
 * sheets of cases (journal, party, assignment, clock) made writable. */
#ifndef COMPLAINT_TESTS_SUPPORT_WRITABLE_H
#define COMPLAINT_TESTS_SUPPORT_WRITABLE_H

struct sqlite3;

/* Rows of the views can be inserted, updated and deleted on this connection as
 * if they were tables. sqlite3_changes() does not count them, but
 * sqlite3_total_changes() grows. */
void support_make_writable(struct sqlite3 *db);

#endif
