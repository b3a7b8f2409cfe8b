/* Replies that are kept for repeats of their requests. */
#include "jobs/jobs.h"

#include "db/db_testkit.h"
#include "jobs/queue.h"

typedef struct {
    Arena *arena;
    int64_t now;
    IdempotentReply *found;
} Kept;

static const IdempotencyKey KEY = { "staff:1", "abc", "ff" };

static bool keep_reply(Db *db, void *context, Error *error)
{
    IdempotentReply reply = { "ff", 201, "{\"id\":1}" };
    return IDEMPOTENCY_STORE.keep(db, &KEY, &reply, ((Kept *)context)->now, error);
}

static bool find_reply(Db *db, void *context, Error *error)
{
    Kept *kept = context;
    return IDEMPOTENCY_STORE.find(db, kept->arena, &KEY, &kept->found, error);
}

static void a_reply_is_kept_for_a_day(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    Error error = { 0 };
    Kept kept = { test->arena, clock_now() - MS_PER_DAY + MS_PER_HOUR, NULL };
    db_test_write(test, keep_reply, &kept);
    db_test_read(test, find_reply, &kept);
    assert_int_equal(kept.found->status, 201);
    assert_string_equal(kept.found->body, "{\"id\":1}");
    kept.now -= 2 * MS_PER_HOUR;
    db_test_write(test, keep_reply, &kept);
    db_test_read(test, find_reply, &kept);
    assert_null(kept.found);
    assert_true(queue_sweep(&services, test->arena, clock_now(), &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_reply_is_kept_for_a_day),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
