/* Who waits to be scored anew, on both engines. */
#include "db/db_testkit.h"
#include "health.sql.h"
#include "jobs/module.h"
#include "success/health/health.h"

enum { ACCOUNT = 7, DAY = 20000 };

static bool fact_work(Db *db, void *context, Error *error)
{
    const Fact fact = { .kind = context, .account_id = ACCOUNT, .body = "{}" };
    return HEALTH_READERS[0].take(NULL, db, 1, &fact, error);
}

static void hears(const TestDb *test, const char *kind)
{
    modules_use(MODULES);
    db_test_write(test, fact_work, (void *)(uintptr_t)kind);
}

typedef struct {
    Arena *arena;
    HealthStaleSomeRow *rows;
    size_t count;
} Waiting;

static bool waiting_work(Db *db, void *context, Error *error)
{
    Waiting *waiting = context;
    return health_stale_some(db, waiting->arena, &waiting->rows, &waiting->count, error);
}

static Waiting waiting_of(const TestDb *test)
{
    Waiting waiting = { .arena = test->arena };
    db_test_read(test, waiting_work, &waiting);
    return waiting;
}

static bool told_work(Db *db, void *context, Error *error)
{
    const Waiting *waiting = context;
    HealthStaleDoneIn done = { waiting->rows[0].account_id, waiting->rows[0].mark };
    return health_stale_done(db, &done, 1, error);
}

static void an_account_that_is_touched_while_it_is_told_waits_on(void **state)
{
    const TestDb *test = *state;
    hears(test, "contract.changed");
    Waiting first = waiting_of(test);
    assert_int_equal(first.count, 1);
    hears(test, "account.changed");
    db_test_write(test, told_work, &first);
    Waiting second = waiting_of(test);
    assert_int_equal(second.count, 1);
    assert_int_equal(second.rows[0].from_day, 0); /* of the contract, which nobody has told yet */
    db_test_write(test, told_work, &second);
    assert_int_equal(waiting_of(test).count, 0);
}

typedef struct {
    Arena *arena;
    int64_t day, moved;
} Clock;

static bool clock_work(Db *db, void *context, Error *error)
{
    const Clock *clock = context;
    return health_clock_set(db, clock->day, error);
}

static bool look_work(Db *db, void *context, Error *error)
{
    Clock *clock = context;
    HealthClockReadRow *row;
    if (!health_clock_read(db, clock->arena, &row, error))
        return false;
    clock->day = row->day;
    return true;
}

static bool move_work(Db *db, void *context, Error *error)
{
    Clock *clock = context;
    return health_clock_move_counted(db, DAY, DAY + 1, &clock->moved, error);
}

static int64_t day_after(const TestDb *test, const char *kind)
{
    Clock clock = { .arena = test->arena, .day = DAY };
    db_test_write(test, clock_work, &clock);
    hears(test, kind);
    db_test_read(test, look_work, &clock);
    return clock.day;
}

static void what_rules_may_ask_of_all_has_everybody_scored_anew(void **state)
{
    static const char *const KINDS[] = { "product.deleted", "feature.changed", "field.deleted", "workspace.changed" };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        assert_int_equal(day_after(*state, KINDS[i]), 0);
    assert_int_equal(day_after(*state, "contract.changed"), DAY);
    assert_int_equal(day_after(*state, "task.created"), DAY);
}

static void who_asks_for_everybody_while_all_are_told_is_not_written_over(void **state)
{
    const TestDb *test = *state;
    Clock clock = { .arena = test->arena, .day = day_after(test, "feature.changed") };
    db_test_write(test, move_work, &clock);
    db_test_read(test, look_work, &clock);
    assert_int_equal(clock.moved, 0);
    assert_int_equal(clock.day, 0);
    clock.day = DAY;
    db_test_write(test, clock_work, &clock);
    db_test_write(test, move_work, &clock);
    db_test_read(test, look_work, &clock);
    assert_int_equal(clock.moved, 1);
    assert_int_equal(clock.day, DAY + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(an_account_that_is_touched_while_it_is_told_waits_on),
        DB_TEST(what_rules_may_ask_of_all_has_everybody_scored_anew),
        DB_TEST(who_asks_for_everybody_while_all_are_told_is_not_written_over),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
