#include "db/marks_testkit.h"

#include "db/inside.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

static int64_t marks(const TestDb *test)
{
    return marks_of(test->store).count;
}

/* ---- pieces of work that are submitted together --------------------------------------------------------------------
 */

typedef struct Piece Piece;
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool open; /* the gate at which the first piece waits, so that the others gather behind it */
    int waiting, done, early, hooks;
    int order[64];
    Store *store;
} Yard;

struct Piece {
    Write write;
    Yard *yard;
    int64_t id;
    bool waits, trips, hides; /* waits at the gate; breaks a rule; says all the same that it went well */
    bool joins;
    bool finished, ok;
    int hooks_before; /* how many hooks had run when it was told */
    Error error;
};

static void yard_make(Yard *yard, Store *store)
{
    *yard = (Yard) { .store = store };
    pthread_mutex_init(&yard->lock, NULL);
    pthread_cond_init(&yard->moved, NULL);
}

static bool count_early(Db *db, void *context, Error *error)
{
    Yard *yard = context;
    (void)db;
    (void)error;
    pthread_mutex_lock(&yard->lock);
    yard->early++;
    pthread_mutex_unlock(&yard->lock);
    return true;
}

static void note_hook(void *context)
{
    const Piece *piece = context;
    Yard *yard = piece->yard;
    pthread_mutex_lock(&yard->lock);
    yard->order[yard->hooks++ % 64] = (int)piece->id;
    pthread_mutex_unlock(&yard->lock);
}

static void gate_wait(Yard *yard)
{
    pthread_mutex_lock(&yard->lock);
    yard->waiting++;
    pthread_cond_broadcast(&yard->moved);
    while (!yard->open)
        pthread_cond_wait(&yard->moved, &yard->lock);
    pthread_mutex_unlock(&yard->lock);
}

static bool piece_run(Db *db, void *context, Error *error)
{
    const Piece *piece = context;
    if (piece->waits)
        gate_wait(piece->yard);
    db_after_commit(db, note_hook, context);
    db_before_commit(db, count_early, piece->yard);
    if (!mark_add(db, &(Mark) { .id = piece->id, .value = 1 }, error))
        return false;
    if (piece->trips && !mark_add(db, &(Mark) { .id = piece->id, .value = 2 }, error))
        return piece->hides;
    return true;
}

static void piece_done(Write *write, bool ok, const Error *error)
{
    Piece *piece = (Piece *)(void *)write;
    Yard *yard = piece->yard;
    pthread_mutex_lock(&yard->lock);
    piece->finished = true;
    piece->ok = ok;
    piece->error = *error;
    piece->hooks_before = yard->hooks;
    yard->done++;
    pthread_cond_broadcast(&yard->moved);
    pthread_mutex_unlock(&yard->lock);
}

static void piece_submit(Yard *yard, Piece *piece, int64_t id)
{
    Error error = { 0 };
    piece->yard = yard;
    piece->id = id;
    piece->write = (Write) { .work = piece_run, .done = piece_done, .context = piece, .joins = piece->joins };
    if (!store_submit(yard->store, &piece->write, &error))
        fail_msg("%s", error.text);
}

static void yard_wait(Yard *yard, const int *what, int count)
{
    pthread_mutex_lock(&yard->lock);
    while (*what < count)
        pthread_cond_wait(&yard->moved, &yard->lock);
    pthread_mutex_unlock(&yard->lock);
}

static void gate_open(Yard *yard)
{
    pthread_mutex_lock(&yard->lock);
    yard->open = true;
    pthread_cond_broadcast(&yard->moved);
    pthread_mutex_unlock(&yard->lock);
}

/* The first pieces hold all writers at the gate while the rest is submitted. */
static void run_together(TestDb *test, Yard *yard, Piece *pieces, int count)
{
    int writers = test->kind == DB_SQLITE ? 1 : 2;
    yard_make(yard, test->store);
    db_test_write(test, marks_make, NULL);
    for (int i = 0; i < writers; i++) {
        pieces[i].waits = true;
        piece_submit(yard, &pieces[i], i + 1);
    }
    yard_wait(yard, &yard->waiting, writers);
    for (int i = writers; i < count; i++)
        piece_submit(yard, &pieces[i], i + 1);
    gate_open(yard);
    yard_wait(yard, &yard->done, count);
}

static void writes_that_wait_share_one_commit_on_sqlite(void **state)
{
    TestDb *test = *state;
    static Piece pieces[60];
    Yard yard;
    memset(pieces, 0, sizeof pieces);
    run_together(test, &yard, pieces, 60);
    assert_int_equal(marks(test), 60);
    assert_int_equal(yard.early, test->kind == DB_SQLITE ? 2 : 60);
}

static void a_failing_piece_harms_no_neighbour(void **state)
{
    TestDb *test = *state;
    Piece pieces[9] = { [4] = { .trips = true }, [6] = { .trips = true, .hides = true } };
    Yard yard;
    run_together(test, &yard, pieces, 9);
    for (int i = 0; i < 9; i++)
        assert_int_equal(pieces[i].ok, i != 4 && i != 6);
    assert_int_equal(pieces[4].error.kind, ERROR_CONFLICT);
    assert_int_equal(pieces[6].error.kind, ERROR_CONFLICT);
    assert_int_equal(marks(test), 7);
}

static void hooks_run_after_commit_in_order_and_never_for_what_failed(void **state)
{
    TestDb *test = *state;
    Piece pieces[8] = { [3] = { .trips = true } };
    Yard yard;
    run_together(test, &yard, pieces, 8);
    assert_int_equal(yard.hooks, 7);
    for (int i = 0; i < 7; i++)
        assert_int_not_equal(yard.order[i], 4);
    if (test->kind == DB_POSTGRES)
        return;
    assert_int_equal(pieces[1].hooks_before, 7);
    for (int i = 1; i < 7; i++)
        assert_int_equal(yard.order[i], i < 3 ? i + 1 : i + 2);
}

typedef struct {
    int first, second;
} Earlies;

static bool second_early(Db *db, void *context, Error *error)
{
    (void)db;
    (void)error;
    ((Earlies *)context)->second++;
    return true;
}

static bool first_early(Db *db, void *context, Error *error)
{
    (void)error;
    ((Earlies *)context)->first++;
    for (int i = 0; i < 3; i++)
        db_before_commit(db, second_early, context);
    return true;
}

static bool earlies_ask(Db *db, void *context, Error *error)
{
    (void)error;
    for (int i = 0; i < 3; i++)
        db_before_commit(db, first_early, context);
    return true;
}

static void what_is_asked_for_before_commit_runs_once_even_from_a_hook(void **state)
{
    Earlies earlies = { 0 };
    db_test_write(*state, earlies_ask, &earlies);
    assert_int_equal(earlies.first, 1);
    assert_int_equal(earlies.second, 1);
}

/* The first one holds its group at the gate while the others gather; on PostgreSQL other writers are idle meanwhile. */
static void run_joined(TestDb *test, Yard *yard, Piece *pieces, int count)
{
    yard_make(yard, test->store);
    db_test_write(test, marks_make, NULL);
    pieces[0].waits = true;
    for (int i = 0; i < count; i++) {
        pieces[i].joins = true;
        piece_submit(yard, &pieces[i], i + 1);
        if (i == 0)
            yard_wait(yard, &yard->waiting, 1);
    }
    gate_open(yard);
    yard_wait(yard, &yard->done, count);
}

static void writes_that_join_share_one_commit_on_both_engines(void **state)
{
    TestDb *test = *state;
    static Piece pieces[60];
    Yard yard;
    memset(pieces, 0, sizeof pieces);
    run_joined(test, &yard, pieces, 60);
    assert_int_equal(marks(test), 60);
    assert_int_equal(yard.early, 2);
    assert_int_equal(yard.hooks, 60);
    assert_int_equal(pieces[1].hooks_before, 60);
}

static void one_that_joined_and_fails_harms_no_neighbour(void **state)
{
    TestDb *test = *state;
    Piece pieces[9] = { [4] = { .trips = true }, [6] = { .trips = true, .hides = true } };
    Yard yard;
    run_joined(test, &yard, pieces, 9);
    for (int i = 0; i < 9; i++)
        assert_int_equal(pieces[i].ok, i != 4 && i != 6);
    assert_int_equal(pieces[4].error.kind, ERROR_CONFLICT);
    assert_int_equal(marks(test), 7);
    assert_int_equal(yard.hooks, 7);
}

static void a_full_queue_says_busy(void **state)
{
    TestDb *test = *state;
    Piece *pieces = arena_array(test->arena, QUEUE_MAX + 3, sizeof *pieces);
    Error error = { 0 };
    int writers = test->kind == DB_SQLITE ? 1 : 2;
    Yard yard;
    yard_make(&yard, test->store);
    db_test_write(test, marks_make, NULL);
    for (int i = 0; i < writers; i++) {
        pieces[i].waits = true;
        piece_submit(&yard, &pieces[i], i + 1);
        yard_wait(&yard, &yard.waiting, i + 1);
    }
    for (int i = writers; i < writers + QUEUE_MAX; i++)
        piece_submit(&yard, &pieces[i], i + 1);
    assert_false(store_submit(test->store, &pieces[writers + QUEUE_MAX].write, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    gate_open(&yard);
    yard_wait(&yard, &yard.done, writers + QUEUE_MAX);
    assert_true(marks(test) > 0);
}

/* ---- races ------------------------------------------------------------------------------------------------------- */

static bool add_to_sum(Db *db, void *context, Error *error)
{
    Marks now;
    (void)context;
    return marks_read(db, &now, error) && mark_set(db, &(Mark) { .id = 1, .value = now.sum + 1 }, error);
}

static void *add_often(void *argument)
{
    Error error = { 0 };
    int failed = 0;
    for (int i = 0; i < 25; i++)
        failed += !store_write(argument, add_to_sum, NULL, &error);
    return (void *)(intptr_t)failed;
}

static void who_loses_a_race_runs_again(void **state)
{
    TestDb *test = *state;
    pthread_t threads[4];
    db_test_write(test, marks_make, NULL);
    db_test_write(test, mark_add, &(Mark) { .id = 1 });
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, add_often, test->store);
    for (int i = 0; i < 4; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_int_equal((intptr_t)failed, 0);
    }
    assert_int_equal(marks_of(test->store).sum, 100);
}

/* ---- the n-th statement fails ------------------------------------------------------------------------------------ */

static bool put_some(Db *db, void *context, Error *error)
{
    static const Mark three[] = { { .id = 10, .value = 11 }, { .id = 12, .value = 13 }, { .id = 14, .value = 15 } };
    (void)context;
    return mark_add(db, &(Mark) { .id = 1, .value = 1 }, error) &&
           mark_add(db, &(Mark) { .id = 2, .value = 2 }, error) && marks_add(db, three, 3, error) &&
           mark_set(db, &(Mark) { .id = 1, .value = 5 }, error);
}

static void nothing_was_written(const TestDb *test)
{
    assert_int_equal(marks(test), 0);
}

static void whichever_statement_fails_nothing_is_half_written(void **state)
{
    TestDb *test = *state;
    db_test_write(test, marks_make, NULL);
    db_test_every_fault(test, put_some, NULL, nothing_was_written);
    assert_int_equal(marks(test), 5);
}

/* ---- migrations -------------------------------------------------------------------------------------------------- */

static const Migration OURS[] = {
    { "testing", 1, "0001_testing", "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)",
      "CREATE TABLE a (x BIGINT); INSERT INTO a VALUES (1)" },
    { "testing", 2, "0002_testing", "UPDATE a SET x = x + 1", "UPDATE a SET x = x + 1" },
    { "testing", 3, "0003_testing", "ALTER TABLE a ADD COLUMN y INTEGER; SELECT broken",
      "ALTER TABLE a ADD COLUMN y BIGINT; SELECT broken" },
    { 0 },
};

/* A store of its own beside the test's, as a second server would have. */
static Store *another(const TestDb *test)
{
    Error error = { 0 };
    Store *store = NULL;
    StoreOptions options = { .url = test->url, .readers = 1, .writers = 1 };
    if (!store_open(&options, &store, &error))
        fail_msg("%s", error.text);
    return store;
}

typedef struct {
    Store *store;
    Migration some[512];
} Ours;

/* All of the program's, and the first `count` of ours. */
static Ours *ours_new(const TestDb *test, Store *store, int count)
{
    Ours *ours = arena_make(test->arena, Ours);
    int at = 0;
    ours->store = store;
    for (const Migration *m = MIGRATIONS; m->module && at < 500; m++)
        ours->some[at++] = *m;
    for (int i = 0; i < count; i++)
        ours->some[at++] = OURS[i];
    return ours;
}

static void *migrate_now(void *argument)
{
    Ours *ours = argument;
    Error error = { 0 };
    bool done = migrate(ours->store, ours->some, &error);
    if (!done)
        print_error("%s\n", error.text);
    return (void *)(intptr_t)done;
}

static void two_servers_that_start_at_once_migrate_once(void **state)
{
    TestDb *test = *state;
    pthread_t threads[2];
    Store *second = another(test);
    Ours *ours[2] = { ours_new(test, test->store, 2), ours_new(test, second, 2) };
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, migrate_now, ours[i]);
    for (int i = 0; i < 2; i++) {
        void *done;
        pthread_join(threads[i], &done);
        assert_true((intptr_t)done);
    }
    store_close(second);
}

static void a_migration_that_fails_leaves_nothing(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    Ours *ours = ours_new(test, test->store, 3);
    assert_false(migrate(test->store, ours->some, &error));
    assert_non_null(strstr(error.text, "0003_testing"));
    assert_false(migrate(test->store, ours->some, &error));
    assert_null(strstr(error.text, "duplicate"));
    assert_null(strstr(error.text, "exists"));
}

static void a_database_of_a_newer_program_is_refused(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    assert_true((intptr_t)migrate_now(ours_new(test, test->store, 2)));
    assert_false(migrate(test->store, MIGRATIONS, &error));
    assert_non_null(strstr(error.text, "newer"));
}

/* ---- whole-database work ----------------------------------------------------------------------------------------- */

static void a_copy_is_made_and_the_check_is_clean(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    const char *report = NULL;
    struct stat file;
    const char *path = arena_format(test->arena, "%s/copy", test->folder);
    db_test_write(test, marks_make, NULL);
    db_test_write(test, put_some, NULL);
    if (!store_copy_to(test->store, path, &error) || !store_check(test->store, test->arena, &report, &error))
        fail_msg("%s", error.text);
    assert_string_equal(report, "ok");
    assert_int_equal(stat(path, &file), 0);
    if (test->kind == DB_POSTGRES)
        return;
    Store *copy = NULL;
    StoreOptions options = { .url = arena_format(test->arena, "sqlite:%s", path) };
    assert_true(store_open(&options, &copy, &error));
    assert_int_equal(marks_of(copy).count, 5);
    store_close(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(writes_that_wait_share_one_commit_on_sqlite),
        DB_TEST(a_failing_piece_harms_no_neighbour),
        DB_TEST(hooks_run_after_commit_in_order_and_never_for_what_failed),
        DB_TEST(what_is_asked_for_before_commit_runs_once_even_from_a_hook),
        DB_TEST(writes_that_join_share_one_commit_on_both_engines),
        DB_TEST(one_that_joined_and_fails_harms_no_neighbour),
        DB_TEST(a_full_queue_says_busy),
        DB_TEST(who_loses_a_race_runs_again),
        DB_TEST(whichever_statement_fails_nothing_is_half_written),
        DB_TEST(two_servers_that_start_at_once_migrate_once),
        DB_TEST(a_migration_that_fails_leaves_nothing),
        DB_TEST(a_database_of_a_newer_program_is_refused),
        DB_TEST(a_copy_is_made_and_the_check_is_clean),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
