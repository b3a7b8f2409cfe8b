/* How large SQLite's write-ahead log becomes beside the database. */
#include "db/marks_testkit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { MB = 1 << 20, FILLER = 100 * 1024, LOG_MOST = 32 * MB, SOON = 96 * MB };

static const char *filler_text(void)
{
    static char filler[FILLER + 1];
    memset(filler, 'x', FILLER);
    return filler;
}

static void write_some(Store *store)
{
    static int64_t id;
    Error error = { 0 };
    Mark mark = { .id = ++id, .filler = filler_text() };
    if (!store_write(store, mark_add, &mark, &error))
        fail_msg("mark %lld: %s", (long long)id, error.text);
}

static void write_much(Store *store, int64_t bytes)
{
    for (; bytes > 0; bytes -= FILLER)
        write_some(store);
}

static int64_t log_size(const TestDb *test)
{
    struct stat file;
    const char *path = arena_format(test->arena, "%s-wal", store_file(test->url));
    if (stat(path, &file) != 0)
        fail_msg("there is no log at %s", path);
    return file.st_size;
}

/* On a busy machine the log may only be longer; writing goes on meanwhile. */
static void log_gets_small(const TestDb *test)
{
    for (int64_t bytes = 0; bytes < SOON && log_size(test) > LOG_MOST; bytes += FILLER)
        write_some(test->store);
    if (log_size(test) > LOG_MOST)
        fail_msg("the log has %lld MB", (long long)log_size(test) / MB);
}

/* ---- somebody who reads ------------------------------------------------------------------------------------------ */

typedef struct {
    Store *store;
    atomic_bool stop;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool reads, ends;
} Reading;

static void *read_often(void *context)
{
    Reading *reading = context;
    while (!atomic_load(&reading->stop))
        marks_of(reading->store);
    return NULL;
}

static void the_log_stays_small_while_writes_never_pause(void **state)
{
    const TestDb *test = *state;
    Reading reading = { .store = test->store };
    pthread_t reader;
    db_test_write(test, marks_make, NULL);
    assert_int_equal(pthread_create(&reader, NULL, read_often, &reading), 0);
    write_much(test->store, 100 * MB);
    atomic_store(&reading.stop, true);
    pthread_join(reader, NULL);
    log_gets_small(test);
}

/* Begins, and ends when it is told to. */
static bool read_long(Db *db, void *context, Error *error)
{
    Reading *reading = context;
    Marks marks;
    bool ok = marks_read(db, &marks, error);
    pthread_mutex_lock(&reading->lock);
    reading->reads = true;
    pthread_cond_signal(&reading->moved);
    while (!reading->ends)
        pthread_cond_wait(&reading->moved, &reading->lock);
    pthread_mutex_unlock(&reading->lock);
    return ok;
}

static void *read_in_thread(void *context)
{
    Reading *reading = context;
    Error error = { 0 };
    return (void *)(intptr_t)store_read(reading->store, read_long, reading, &error);
}

static void reading_begin(Reading *reading, pthread_t *reader)
{
    pthread_mutex_init(&reading->lock, NULL);
    pthread_cond_init(&reading->moved, NULL);
    assert_int_equal(pthread_create(reader, NULL, read_in_thread, reading), 0);
    pthread_mutex_lock(&reading->lock);
    while (!reading->reads)
        pthread_cond_wait(&reading->moved, &reading->lock);
    pthread_mutex_unlock(&reading->lock);
}

static void reading_end(Reading *reading, pthread_t reader)
{
    void *ok;
    pthread_mutex_lock(&reading->lock);
    reading->ends = true;
    pthread_cond_signal(&reading->moved);
    pthread_mutex_unlock(&reading->lock);
    pthread_join(reader, &ok);
    pthread_cond_destroy(&reading->moved);
    pthread_mutex_destroy(&reading->lock);
    assert_true((intptr_t)ok);
}

static void the_log_grows_beside_a_long_read_and_is_small_after_it(void **state)
{
    const TestDb *test = *state;
    Reading reading = { .store = test->store };
    pthread_t reader;
    db_test_write(test, marks_make, NULL);
    reading_begin(&reading, &reader);
    write_much(test->store, 40 * MB);
    assert_true(log_size(test) > LOG_MOST);
    reading_end(&reading, reader);
    log_gets_small(test);
}

/* With the log of a single mark, written again and again: the database itself stays as small as that. */
static int64_t write_until_full(Store *store, Mark *mark)
{
    Error error = { 0 };
    while (store_write(store, mark_set, mark, &error))
        if (mark->value++ == 1000)
            fail_msg("the disk never got full");
    assert_int_equal(error.kind, ERROR_FULL);
    return mark->value;
}

static void a_log_that_took_the_last_room_of_the_disk_has_it_for_the_next_write(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    StoreOptions options = { .url = arena_format(test->arena, "sqlite:%s/banso.db", db_test_disk(test, "size=8m")) };
    Reading reading = { 0 };
    pthread_t reader;
    Mark mark = { .id = 1, .filler = filler_text() };
    assert_true(store_open(&options, &reading.store, &error));
    assert_true(store_write(reading.store, marks_make, NULL, &error) &&
                store_write(reading.store, mark_add, &mark, &error));
    while (mark.value++ < 5)
        assert_true(store_write(reading.store, mark_set, &mark, &error));
    store_close(reading.store); /* so that the database has all its pages already, which take room of their own */
    assert_true(store_open(&options, &reading.store, &error));
    reading_begin(&reading, &reader);
    int64_t refused = write_until_full(reading.store, &mark);
    assert_true(refused > 10 && marks_of(reading.store).sum == refused - 1);
    reading_end(&reading, reader);
    if (!store_write(reading.store, mark_set, &mark, &error))
        fail_msg("the next write: %s", error.text);
    assert_int_equal(marks_of(reading.store).sum, refused);
    store_close(reading.store);
}

/* ---- who moves it ------------------------------------------------------------------------------------------------ */

static bool open_with_files(const char *url, rlim_t files, Store **store)
{
    struct rlimit usual, few;
    Error error = { 0 };
    StoreOptions options = { .url = url };
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
    few = (struct rlimit) { .rlim_cur = files, .rlim_max = usual.rlim_max };
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    bool opened = store_open(&options, store, &error);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
    return opened;
}

/* The first number of files with which it opens at all is enough for the one who moves the log, too. */
static void a_database_whose_log_nobody_could_move_is_not_opened(void **state)
{
    const TestDb *test = *state;
    const char *url = arena_format(test->arena, "sqlite:%s/few.db", test->folder);
    TestDb few = { .arena = test->arena, .url = url };
    rlim_t files = 4;
    while (files < 256 && !open_with_files(url, files, &few.store))
        files++;
    assert_true(files > 4 && files < 256);
    db_test_write(&few, marks_make, NULL);
    write_much(few.store, 40 * MB);
    log_gets_small(&few);
    store_close(few.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(the_log_stays_small_while_writes_never_pause),
        SQLITE_TEST(the_log_grows_beside_a_long_read_and_is_small_after_it),
        SQLITE_TEST(a_log_that_took_the_last_room_of_the_disk_has_it_for_the_next_write),
        SQLITE_TEST(a_database_whose_log_nobody_could_move_is_not_opened),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
