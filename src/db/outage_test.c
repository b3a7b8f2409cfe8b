/*
 * Trouble outside: a full disk, and a PostgreSQL that goes away under load and comes back. bench/faults.bench.mjs
 * measures how long a request waits for it, and how soon writes succeed again.
 */
#include "db/marks_testkit.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Store *store_at(const char *url)
{
    Error error = { 0 };
    Store *store = NULL;
    StoreOptions options = { .url = url };
    if (!store_open(&options, &store, &error) || !store_write(store, marks_make, NULL, &error))
        fail_msg("%s", error.text);
    return store;
}

/* ---- a full disk ------------------------------------------------------------------------------------------------- */

static void fill(const char *path)
{
    static const char block[65536];
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    while (write(file, block, sizeof block) > 0 || write(file, block, 512) > 0)
        ;
    close(file);
}

static int64_t write_until_full(Store *store, const char *text, Error *error)
{
    for (int64_t id = 2; id < 10000; id++) {
        Mark mark = { .id = id, .filler = text };
        if (!store_write(store, mark_add, &mark, error))
            return id;
    }
    fail_msg("the disk never got full");
    return 0;
}

/* SQLite calls it an I/O error: it finds no room for the file that its readers and writers share. */
static void a_start_on_a_full_disk_says_that_it_is_full(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    const char *disk = db_test_disk(test, "size=3m");
    const char *url = arena_format(test->arena, "sqlite:%s/banso.db", disk);
    store_close(store_at(url));
    fill(arena_format(test->arena, "%s/filler", disk));
    Store *store = NULL;
    StoreOptions options = { .url = url };
    assert_false(store_open(&options, &store, &error));
    assert_int_equal(error.kind, ERROR_FULL);
    assert_non_null(strstr(error.text, "full"));
}

static void a_full_disk_stops_writes_alone_and_only_as_long_as_it_is_full(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    char *text = arena_alloc(test->arena, 20001);
    memset(text, 'x', 20000);
    const char *disk = db_test_disk(test, "size=3m");
    const char *filler = arena_format(test->arena, "%s/filler", disk);
    Store *store = store_at(arena_format(test->arena, "sqlite:%s/banso.db", disk));
    Mark first = { .id = 1, .filler = text };
    assert_true(store_write(store, mark_add, &first, &error));
    fill(filler);
    int64_t refused = write_until_full(store, text, &error);
    assert_int_equal(error.kind, ERROR_FULL);
    assert_true(mark_is_there(store, refused - 1));
    assert_false(mark_is_there(store, refused));
    unlink(filler);
    Mark again = { .id = refused, .filler = text };
    if (!store_write(store, mark_add, &again, &error))
        fail_msg("after room was made: %s", error.text);
    assert_true(mark_is_there(store, refused));
    const char *report = NULL;
    assert_true(store_check(store, test->arena, &report, &error));
    assert_string_equal(report, "ok");
    store_close(store);
}

/* ---- a server that goes away ---------------------------------------------------------------------------------------
 */

enum { LOADERS = 6, MARKS_MAX = 200000 };

typedef struct {
    Store *store;
    atomic_bool stop;
    atomic_llong next, said_ok, refused, wrong;
    atomic_uchar taken[MARKS_MAX];
} Load;

static void load_one(Load *load, int64_t id)
{
    Error error = { 0 };
    Mark mark = { .id = id, .filler = "under load" };
    if (store_write(load->store, mark_add, &mark, &error)) {
        atomic_store(&load->taken[id], 1);
        atomic_fetch_add(&load->said_ok, 1);
    } else if (error.kind == ERROR_BUSY) {
        atomic_fetch_add(&load->refused, 1);
    } else {
        print_error("%s: %s\n", error_code(error.kind), error.text);
        atomic_fetch_add(&load->wrong, 1);
    }
}

static void *load_run(void *argument)
{
    Load *load = argument;
    while (!atomic_load(&load->stop)) {
        int64_t id = atomic_fetch_add(&load->next, 1);
        if (id >= MARKS_MAX)
            break;
        load_one(load, id);
    }
    return NULL;
}

static void wait_for_more(Load *load, int64_t more)
{
    int64_t target = atomic_load(&load->said_ok) + more;
    assert_becomes(atomic_load(&load->said_ok) >= target);
}

static void restart_under_load(TestCluster *cluster, Load *load, int round)
{
    wait_for_more(load, 200);
    db_test_cluster_stop(cluster);
    usleep(round % 2 ? 20000 : 300000);
    db_test_cluster_start(cluster);
    wait_for_more(load, 1);
}

static int rounds(void)
{
    return getenv("BANSO_TORTURE") ? 20 : 2;
}

static void what_was_confirmed_outlives_restarts_of_postgres(void **state)
{
    static Load load;
    TestCluster cluster;
    pthread_t threads[LOADERS];
    (void)state;
    memset(&load, 0, sizeof load);
    db_test_cluster_make(&cluster);
    db_test_cluster_start(&cluster);
    load.store = store_at(cluster.url);
    for (int i = 0; i < LOADERS; i++)
        pthread_create(&threads[i], NULL, load_run, &load);
    for (int i = 0; i < rounds(); i++)
        restart_under_load(&cluster, &load, i);
    wait_for_more(&load, 50);
    atomic_store(&load.stop, true);
    for (int i = 0; i < LOADERS; i++)
        pthread_join(threads[i], NULL);
    for (int64_t id = 0; id < atomic_load(&load.next) && id < MARKS_MAX; id++)
        if (load.taken[id] && !mark_is_there(load.store, id))
            fail_msg("mark %lld was confirmed and is lost", (long long)id);
    print_message("%lld confirmed, %lld refused as busy\n", atomic_load(&load.said_ok), atomic_load(&load.refused));
    assert_int_equal(load.wrong, 0);
    store_close(load.store);
    db_test_cluster_remove(&cluster);
}

/* ---- a server that hangs, and one that stays away
 * -------------------------------------------------------------------- */

static void a_request_is_refused_while_the_server_stays_away(void **state)
{
    TestCluster cluster;
    Error error = { 0 };
    Mark mark = { .id = 1 };
    Marks marks;
    (void)state;
    db_test_cluster_make(&cluster);
    db_test_cluster_start(&cluster);
    Store *store = store_at(cluster.url);
    db_test_cluster_stop(&cluster);
    assert_false(store_write(store, mark_add, &mark, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_false(store_read(store, marks_read, &marks, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_false(store_is_ready(store, &error));
    db_test_cluster_start(&cluster);
    error = (Error) { 0 };
    assert_false(store_read_since(store, 1, marks_read, &marks, &error)); /* has waited, and the last attempt failed */
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_true(store_read(store, marks_read, &marks, &error));
    assert_true(store_write(store, mark_add, &mark, &error));
    store_close(store);
    db_test_cluster_remove(&cluster);
}

static int parent_of(int process)
{
    char path[64];
    int parent = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    if (fscanf(file, "%*d (%*[^)]) %*c %d", &parent) != 1)
        parent = 0;
    fclose(file);
    return parent;
}

/* The postmaster and its children, each of which is a group of its own. */
static void signal_all(const TestCluster *cluster, int signal_number)
{
    DIR *processes = opendir("/proc");
    assert_non_null(processes);
    for (const struct dirent *entry; (entry = readdir(processes)) != NULL;) {
        int process = (int)strtol(entry->d_name, NULL, 10);
        if (process > 1 && parent_of(process) == cluster->process)
            kill(process, signal_number);
    }
    closedir(processes);
    kill(cluster->process, signal_number);
}

static void a_request_is_refused_while_the_server_hangs(void **state)
{
    TestCluster cluster;
    Error error = { 0 };
    Mark mark = { .id = 1 };
    (void)state;
    db_test_cluster_make(&cluster);
    db_test_cluster_start(&cluster);
    Store *store = store_at(cluster.url);
    signal_all(&cluster, SIGSTOP);
    bool done = store_write(store, mark_add, &mark, &error);
    signal_all(&cluster, SIGCONT);
    assert_false(done);
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_true(store_write(store, mark_add, &mark, &error));
    store_close(store);
    db_test_cluster_remove(&cluster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(a_start_on_a_full_disk_says_that_it_is_full),
        SQLITE_TEST(a_full_disk_stops_writes_alone_and_only_as_long_as_it_is_full),
        cmocka_unit_test(what_was_confirmed_outlives_restarts_of_postgres),
        cmocka_unit_test(a_request_is_refused_while_the_server_stays_away),
        cmocka_unit_test(a_request_is_refused_while_the_server_hangs),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
