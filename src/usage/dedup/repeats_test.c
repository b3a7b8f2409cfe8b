/* Messages that were taken: by this process before its last start, by another server, and where a file was lost. */
#include "base/clock.h"
#include "db/db_testkit.h"
#include "dedup.sql.h"
#include "jobs/module.h"
#include "usage/dedup/dedup_store.h"

#include <string.h>

/* 2026-11-20. */
#define NOON INT64_C(1795176000000)

/* ---- a house with the filter alone, and somebody who remembers messages ---- */

static int64_t asked_since;

static bool remembered(Db *db, int64_t since, void (*take)(uint64_t message), Error *error)
{
    (void)db, (void)error;
    asked_since = since;
    take(77);
    return true;
}

static const MessageSource SOURCE = { remembered };
static const Module MEMORY = { .name = "memory", .messages = &SOURCE };
extern const Module DEDUP_MODULE;
static const Module *const TESTED[] = { &DEDUP_MODULE, &MEMORY, NULL };

static void start(const TestDb *test, Services *services)
{
    Error error;
    modules_use(TESTED);
    asked_since = 0;
    services->store = test->store;
    services->data = test->folder;
    if (!dedup_start(services, &error))
        fail_msg("%s", error.text);
}

/* ---- a commit that brings one message ---- */

typedef struct {
    uint64_t hash;
    bool fails;
    bool is_new;
} Message;

typedef struct {
    Repeats repeats;
    bool committed;
} Commit;

static void commit_done(void *context)
{
    Commit *commit = context;
    commit->committed = true;
    repeats_committed(&commit->repeats);
}

static void commit_end(void *context)
{
    Commit *commit = context;
    if (!commit->committed)
        repeats_take_back(&commit->repeats);
}

static bool message_work(Db *db, void *context, Error *error)
{
    Message *message = context;
    Commit *commit = arena_make(db_arena(db), Commit);
    uint64_t hash = message->hash;
    repeats_begin(&commit->repeats, db, NOON);
    arena_defer(db_arena(db), commit_end, commit);
    if (!repeats_filter(&commit->repeats, &hash, 1, error) || !repeats_write(&commit->repeats, error))
        return false;
    message->is_new = hash != 0;
    db_after_commit(db, commit_done, commit);
    return !message->fails || fail(error, ERROR_INPUT, NULL, "as the test wants it");
}

static bool is_new(const TestDb *test, uint64_t hash)
{
    Message message = { .hash = hash };
    db_test_write(test, message_work, &message);
    return message.is_new;
}

/* ---- tests ---- */

static void a_message_is_new_once(void **state)
{
    const TestDb *test = *state;
    Services services = { 0 };
    start(test, &services);
    assert_true(is_new(test, 1));
    assert_false(is_new(test, 1));
    start(test, &services);
    assert_false(is_new(test, 1));
    assert_true(is_new(test, 2));
    dedup_stop();
}

static void a_message_of_a_commit_that_failed_is_new_again(void **state)
{
    const TestDb *test = *state;
    Services services = { 0 };
    Message message = { .hash = 1, .fails = true };
    Error error = { 0 };
    start(test, &services);
    assert_false(store_write(test->store, message_work, &message, &error));
    assert_true(is_new(test, 1));
    dedup_stop();
}

static bool run_lose(Db *db, void *context, Error *error)
{
    (void)context;
    return repeat_run_add(db, "lost.run", 1, clock_now(), error);
}

static void a_lost_file_is_made_again_from_those_who_remember(void **state)
{
    const TestDb *test = *state;
    Services services = { 0 };
    start(test, &services);
    assert_int_equal(asked_since, 0);
    db_test_write(test, run_lose, NULL);
    start(test, &services);
    assert_true(asked_since > 0);
    assert_false(is_new(test, 77));
    dedup_stop();
}

static bool taken_elsewhere(Db *db, void *context, Error *error)
{
    RepeatTurnNextRow *turn;
    return repeat_turn_next(db, db_arena(db), &turn, error) &&
           repeat_tail_add(db, turn->seq, NOON, (Bytes) { context, sizeof(uint64_t) }, error);
}

static void expire(const Services *services, int64_t now)
{
    Error error;
    Arena *arena = arena_new();
    if (!DEDUP_SCHEDULES[0].run((Services *)(uintptr_t)services, arena, now, &error))
        fail_msg("%s", error.text);
    arena_free(arena);
}

static size_t known_again(const TestDb *test, uint64_t first, uint64_t last)
{
    size_t known = 0;
    for (uint64_t hash = first; hash <= last; hash++)
        known += !is_new(test, hash);
    return known;
}

/* The second turn is what another server took between two commits here. */
static void a_message_that_another_server_took_counts_once(void **state)
{
    const TestDb *test = *state;
    Services services = { 0 };
    uint64_t elsewhere = 2;
    start(test, &services);
    assert_int_equal(known_again(test, 1, 1), 0);
    db_test_write(test, taken_elsewhere, &elsewhere);
    assert_int_equal(known_again(test, 1, 2), 2);
    assert_int_equal(known_again(test, 3, 3), 0);
    start(test, &services);
    assert_int_equal(known_again(test, 1, 3), 3);
    /* Rows of small commits are put together; nothing is forgotten by it. */
    expire(&services, NOON + 2 * (int64_t)MS_PER_HOUR);
    assert_int_equal(known_again(test, 1, 3), 3);
    start(test, &services);
    assert_int_equal(known_again(test, 1, 3), 3);
    expire(&services, NOON + 31 * (int64_t)MS_PER_DAY);
    start(test, &services);
    assert_int_equal(known_again(test, 1, 1), 0);
    dedup_stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_message_is_new_once),
        DB_TEST(a_message_of_a_commit_that_failed_is_new_again),
        SQLITE_TEST(a_lost_file_is_made_again_from_those_who_remember),
        POSTGRES_TEST(a_message_that_another_server_took_counts_once),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
