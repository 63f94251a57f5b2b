/* PostgreSQL tenants of one schema, verb by verb; registers opened to read, and
 * copied out and in. */
#include "support/server.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres_desk.h"
#include "storage/rows.h"
#include "storage/storage.h"

#include <string.h>
#include <unistd.h>

static server shared;

/* Two stores of one schema, and a row of each relation in the first. */
typedef struct pair {
    complaint_context *context;
    complaint__store *owner;
    complaint__store *other;
} pair;

static complaint__store *open_tenant(complaint_context *context,
                                     const char *tenant)
{
    complaint__store *store = NULL;
    char more[80], uri[256];

    snprintf(more, sizeof more, "&complaint_schema=verbs&complaint_tenant=%s",
             tenant);
    desk_ok(complaint__store_open(context,
                                  server_uri(&shared, more, uri, sizeof uri),
                                  COMPLAINT_STORE_CREATE, &store, &error));
    return store;
}

static complaint_record *row_of(pair *p, size_t relation)
{
    complaint_error *error = NULL;
    complaint_record *row =
        row_make(p->context, complaint_relation_at(relation), 1, &error);

    ck_assert_msg(row != NULL, "%s", complaint_error_message(error));
    return row;
}

static void begin_pair(pair *p)
{
    desk_ok(complaint_context_new(NULL, &p->context, &error));
    p->owner = open_tenant(p->context, "owner");
    p->other = open_tenant(p->context, "other");
    desk_ok(complaint__store_begin(p->owner, true, &error));
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        complaint_record *row = row_of(p, i);

        desk_ok(complaint__store_insert_record(p->owner, row, &error));
        complaint_record_free(row);
    }
    desk_ok(complaint__store_commit(p->owner, &error));
}

/* Rows that a scan of an index gives (NULL: of the key). */
static int count_rows(complaint__store *store,
                      const complaint_relation *relation,
                      const complaint_index *index)
{
    complaint_scan about = {.relation = relation, .index = index};
    const complaint_value *values = NULL;
    complaint__scan *scan = NULL;
    int rows = 0;

    desk_ok(complaint__store_scan(store, &about, &scan, &error));
    for (;;) {
        desk_ok(complaint__scan_next(scan, &values, &error));
        if (values == NULL)
            break;
        rows++;
    }
    complaint__scan_close(scan);
    return rows;
}

static void read_by_every_way(pair *p, const complaint_record *row)
{
    const complaint_relation *relation = row->relation;
    const complaint_value *got = NULL;

    ck_assert_int_eq(
        complaint__store_get(p->other, relation, row->values, &got, NULL),
        COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(count_rows(p->other, relation, NULL), 0);
    for (size_t i = 0; i < complaint_relation_index_count(relation); i++)
        ck_assert_int_eq(count_rows(p->other, relation,
                                    complaint_relation_index(relation, i)),
                         0);
}

static void write_by_every_way(pair *p, const complaint_record *row)
{
    const complaint_relation *relation = row->relation;
    int status;

    desk_ok(complaint__store_begin(p->other, true, &error));
    ck_assert_int_eq(
        complaint__store_update(p->other, relation, row->values, -1, NULL),
        COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(
        complaint__store_erase(p->other, relation, row->values, NULL),
        COMPLAINT_NOT_FOUND);
    desk_ok(complaint__store_update_later(p->other, relation, row->values, -1,
                                          &error));
    ck_assert_int_eq(complaint__store_commit(p->other, NULL),
                     COMPLAINT_CONFLICT);
    desk_ok(complaint__store_begin(p->other, true, &error));
    status = complaint__store_expect(p->other, relation, row->values, NULL);
    if (status == COMPLAINT_OK)
        status = complaint__store_commit(p->other, NULL);
    complaint__store_rollback(p->other);
    ck_assert_int_eq(status, COMPLAINT_BUSY);
    /* The key is free, and the row of this name is one's own. */
    desk_ok(complaint__store_begin(p->other, true, &error));
    desk_ok(complaint__store_insert(p->other, relation, row->values, &error));
    desk_ok(complaint__store_commit(p->other, &error));
    ck_assert_int_eq(count_rows(p->other, relation, NULL), 1);
    desk_ok(complaint__store_begin(p->other, true, &error));
    desk_ok(complaint__store_erase(p->other, relation, row->values, &error));
    desk_ok(complaint__store_commit(p->other, &error));
    ck_assert_int_eq(count_rows(p->owner, relation, NULL), 1);
}

START_TEST(no_verb_reaches_a_row_of_another_tenant)
{
    int64_t first = 0, second = 0;
    pair p;

    begin_pair(&p);
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        complaint_record *row = row_of(&p, i);

        read_by_every_way(&p, row);
        write_by_every_way(&p, row);
        complaint_record_free(row);
    }
    for (int i = 0; i < 3; i++) {
        desk_ok(complaint__store_begin(p.owner, true, &error));
        desk_ok(complaint__store_next_number(p.owner, "n", &first, &error));
        desk_ok(complaint__store_commit(p.owner, &error));
    }
    desk_ok(complaint__store_begin(p.other, true, &error));
    desk_ok(complaint__store_next_number(p.other, "n", &second, &error));
    desk_ok(complaint__store_commit(p.other, &error));
    ck_assert_int_eq(first, 3);
    ck_assert_int_eq(second, 1);
    desk_ok(complaint__store_close(p.owner, &error));
    desk_ok(complaint__store_close(p.other, &error));
    complaint_context_free(p.context);
}
END_TEST

START_TEST(a_register_opened_to_read_is_read_and_not_written)
{
    static const char more[] = "&complaint_schema=looking";
    complaint_error *fault = NULL;
    complaint_register *own;
    char number[64];
    char uri[256];
    clerk self;

    clerk_begin(&self, server_uri(&shared, more, uri, sizeof uri), 1);
    clerk_install(&self);
    desk_ok(clerk_file(&self, number, &error));
    own = self.reg;
    desk_ok(complaint_register_open(
        self.context, uri, COMPLAINT_REGISTER_READ_ONLY, &self.reg, &error));
    complaint_case_free(clerk_find(&self, number));
    ck_assert_int_eq(clerk_rows(&self, "case"), 1);
    ck_assert_int_eq(clerk_problems(&self), 0);
    ck_assert_int_eq(clerk_file(&self, number, &fault), COMPLAINT_READ_ONLY);
    complaint_error_free(fault);
    ck_assert_int_eq(
        complaint_register_set(self.reg, "number", "{series}", NULL),
        COMPLAINT_READ_ONLY);
    ck_assert_int_eq(complaint_register_rebuild(self.reg, NULL, NULL),
                     COMPLAINT_READ_ONLY);
    complaint_register_free(self.reg);
    self.reg = own;
    clerk_end(&self);
    /* Nothing is made by looking. */
    desk_ok(complaint_context_new(NULL, &self.context, &error));
    ck_assert_int_eq(
        complaint_register_open(
            self.context,
            server_uri(&shared, "&complaint_schema=none", uri, sizeof uri),
            COMPLAINT_REGISTER_READ_ONLY, &self.reg, NULL),
        COMPLAINT_NOT_FOUND);
    complaint_context_free(self.context);
}
END_TEST

START_TEST(a_register_is_copied_into_a_file_and_back_into_another_tenant)
{
    char folder[64], file[128], number[64], uri[256], back[256];
    complaint_register *own;
    clerk self;

    folder_make(folder);
    snprintf(file, sizeof file, "sqlite:%s/copy.db", folder);
    clerk_begin(
        &self, server_uri(&shared, "&complaint_schema=moving", uri, sizeof uri),
        1);
    clerk_install(&self);
    for (int i = 0; i < 5; i++)
        desk_ok(clerk_file(&self, number, &error));
    own = self.reg;
    desk_ok(complaint_register_backup(own, file, &error));
    ck_assert_int_eq(complaint_register_backup(own, uri, NULL),
                     COMPLAINT_EXISTS);
    desk_ok(complaint_register_open(self.context, file, 0, &self.reg, &error));
    ck_assert_int_eq(clerk_problems(&self), 0);
    server_uri(&shared, "&complaint_schema=moving&complaint_tenant=back", back,
               sizeof back);
    desk_ok(complaint_register_backup(self.reg, back, &error));
    complaint_register_free(self.reg);
    desk_ok(complaint_register_open(self.context, back, 0, &self.reg, &error));
    ck_assert_int_eq(clerk_rows(&self, "case"), 5);
    ck_assert_int_eq(clerk_problems(&self), 0);
    complaint_case_free(clerk_find(&self, number));
    complaint_register_free(own);
    clerk_end(&self);
    folder_remove(folder);
}
END_TEST

static Suite *tenants_suite(void)
{
    Suite *suite = suite_create("tenants");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 300);
    tcase_add_test(all, no_verb_reaches_a_row_of_another_tenant);
    tcase_add_test(all, a_register_opened_to_read_is_read_and_not_written);
    tcase_add_test(
        all, a_register_is_copied_into_a_file_and_back_into_another_tenant);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, tenants_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
