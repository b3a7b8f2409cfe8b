/*
 * For unit tests that need a database: a fresh, migrated one for each test, on both engines.
 *
 *     static void an_account_has_a_name(void **state)
 *     {
 *         TestDb *test = *state;
 *         …store_write(test->store, …)…
 *     }
 *     const struct CMUnitTest tests[] = { DB_TEST(an_account_has_a_name) };
 *     return db_test_run(tests, sizeof tests / sizeof *tests);
 *
 * SQLite: a file in a temporary folder. PostgreSQL: a database of its own in a private cluster on a unix socket,
 * started once per program as a user that is not root; or in the cluster whose address BANSO_TEST_POSTGRES holds, so
 * that a whole suite needs one. Without PostgreSQL's programs the test fails and says so. Not part of the program.
 *
 * Units: as in db/db.h.
 * Errors: what goes wrong fails the test and says what.
 * Forgets a person: the folder goes with the run.
 */
#ifndef BANSO_DB_DB_TESTKIT_H
#define BANSO_DB_DB_TESTKIT_H

#include "base/test.h"

#include "db/migrate.h"

#include <unistd.h>

typedef struct {
    Store *store;
    Arena *arena;
    DbKind kind;
    const char *url;
    const char *folder; /* temporary, for this test alone */
    const char *disk;   /* of db_test_disk; NULL = none */
} TestDb;

/* Checks again and again until it is true. */
#define assert_becomes(condition)                                                                                      \
    for (int looks = 0; !(condition); looks++) {                                                                       \
        if (looks >= HUNG_SECONDS * 500)                                                                               \
            fail_msg("it does not come to be: %s", #condition);                                                        \
        usleep(2000);                                                                                                  \
    }

/* Two entries of a cmocka list: the test on SQLite, and on PostgreSQL. */
#define DB_TEST(test)                                                                                                  \
    { #test " (SQLite)", test, db_test_on_sqlite, db_test_done, NULL },                                                \
    {                                                                                                                  \
#test " (PostgreSQL)", test, db_test_on_postgres, db_test_done, NULL                                           \
    }
/* Tests of one engine alone. */
#define SQLITE_TEST(test)                                                                                              \
    {                                                                                                                  \
#test " (SQLite)", test, db_test_on_sqlite, db_test_done, NULL                                                 \
    }
#define POSTGRES_TEST(test)                                                                                            \
    {                                                                                                                  \
#test " (PostgreSQL)", test, db_test_on_postgres, db_test_done, NULL                                           \
    }

/* Runs the list and stops the cluster at the end. */
int db_test_run(const struct CMUnitTest *tests, size_t count);
/* The same with its own cluster: for tests that must hear of a commit at once. On PostgreSQL any transaction that
 * another test has open in the same cluster would delay that. */
int db_test_run_alone(const struct CMUnitTest *tests, size_t count);

int db_test_on_sqlite(void **state);
int db_test_on_postgres(void **state);
int db_test_done(void **state);

/* A disk for this test alone, "size=3m". Only root can mount one: the test is skipped for others. */
const char *db_test_disk(TestDb *test, const char *size);

/* Run `work` and fail the test with its error when it fails. */
void db_test_write(const TestDb *test, DbWork work, void *context);
void db_test_read(const TestDb *test, DbWork work, void *context);

/*
 * Runs `work` again and again in a write, with its first, second, … statement failing, until none is left to fail; each
 * failure must end in an error, and `unchanged` (may be NULL) is asked after each whether nothing was half written.
 */
void db_test_every_fault(const TestDb *test, DbWork work, void *context, void (*unchanged)(const TestDb *test));

/* A cluster for tests that stop and start it. `url` is that of its database "postgres". */
typedef struct {
    char folder[64];
    char url[160];
    int process; /* 0 = stopped */
} TestCluster;
void db_test_cluster_make(TestCluster *cluster);
void db_test_cluster_start(TestCluster *cluster);
/* As a crash would: SIGQUIT, no checkpoint. */
void db_test_cluster_stop(TestCluster *cluster);
void db_test_cluster_remove(TestCluster *cluster);

#endif
