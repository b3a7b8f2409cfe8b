/* What stays of the old data when a restore is cut off at one of its steps, or follows another. */
#include "db/marks_testkit.h"

#include <sqlite3.h>
#include <sys/stat.h>

/* ---- on SQLite ----------------------------------------------------------------------------------------------------
 */

static const char *url_of(const TestDb *test, const char *name)
{
    return arena_format(test->arena, "sqlite:%s/%s", test->folder, name);
}

static Store *opened(const char *url)
{
    StoreOptions options = { .url = url, .readers = 1 };
    Error error = { 0 };
    Store *store;
    if (!store_open(&options, &store, &error))
        fail_msg("%s: %s", url, error.text);
    return store;
}

/* A database of its own, known by the sum of its marks. */
static const char *database(const TestDb *test, const char *name, int64_t value)
{
    const char *url = url_of(test, name);
    Mark mark = { .id = 1, .value = value };
    Error error = { 0 };
    Store *store = opened(url);
    assert_true(store_write(store, marks_make, NULL, &error));
    assert_true(store_write(store, mark_add, &mark, &error));
    store_close(store);
    return url;
}

static int64_t sum_of(const char *url)
{
    Store *store = opened(url);
    int64_t sum = marks_of(store).sum;
    store_close(store);
    return sum;
}

/* Gives where the old one is kept. */
static const char *restored(const TestDb *test, const char *url, const char *from)
{
    const char *kept;
    Error error = { 0 };
    if (!store_restore(test->arena, url, store_file(from), &kept, &error))
        fail_msg("%s: %s", from, error.text);
    return kept ? arena_format(test->arena, "sqlite:%s", kept) : NULL;
}

static void the_old_file_has_its_name_until_the_new_one_takes_it(void **state)
{
    const TestDb *test = *state;
    const char *url = database(test, "a.db", 1), *kept;
    const char *wrong = arena_format(test->arena, "%s/folder", test->folder); /* a rename over a file fails */
    Error error = { 0 };
    assert_int_equal(mkdir(wrong, 0700), 0);
    assert_false(store_restore(test->arena, url, wrong, &kept, &error));
    assert_int_equal(sum_of(url), 1);
    assert_string_equal(restored(test, url, database(test, "b.db", 2)), url_of(test, "a.db.replaced"));
    assert_int_equal(sum_of(url), 2);
    assert_int_equal(sum_of(url_of(test, "a.db.replaced")), 1);
}

static void what_one_restore_kept_is_not_replaced_by_the_next(void **state)
{
    const TestDb *test = *state;
    const char *url = url_of(test, "a.db");
    assert_null(restored(test, url, database(test, "b.db", 1)));
    const char *first = restored(test, url, database(test, "c.db", 2));
    const char *second = restored(test, url, database(test, "d.db", 3));
    assert_int_equal(sum_of(url), 3);
    assert_int_equal(sum_of(first), 1);
    assert_int_equal(sum_of(second), 2);
}

/* Somebody's shell, in the middle of a read: the log cannot be taken in, and holds what was committed since. */
static sqlite3 *reader_of(const char *url)
{
    sqlite3 *link;
    assert_int_equal(sqlite3_open(store_file(url), &link), SQLITE_OK);
    assert_int_equal(sqlite3_exec(link, "BEGIN; SELECT * FROM mark", NULL, NULL, NULL), SQLITE_OK);
    return link;
}

static void a_file_that_is_being_read_is_not_replaced_without_its_log(void **state)
{
    const TestDb *test = *state;
    const char *url = database(test, "a.db", 1), *kept;
    Mark later = { .id = 2, .value = 10 };
    Error error = { 0 };
    sqlite3 *reader = reader_of(url);
    Store *store = opened(url);
    assert_true(store_write(store, mark_add, &later, &error));
    store_close(store);
    assert_false(store_restore(test->arena, url, store_file(database(test, "b.db", 2)), &kept, &error));
    assert_int_equal(error.kind, ERROR_CONFLICT);
    sqlite3_close(reader);
    assert_int_equal(sum_of(url), 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(the_old_file_has_its_name_until_the_new_one_takes_it),
        SQLITE_TEST(what_one_restore_kept_is_not_replaced_by_the_next),
        SQLITE_TEST(a_file_that_is_being_read_is_not_replaced_without_its_log),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
