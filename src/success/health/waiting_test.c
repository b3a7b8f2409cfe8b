/* Who waits to be scored again, on both engines. */
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

static bool clock_work(Db *db, void *context, Error *error)
{
    (void)context;
    return health_clock_set(db, DAY, error);
}

typedef struct {
    int64_t day, answered, moved;
} Move;

static bool move_work(Db *db, void *context, Error *error)
{
    Move *move = context;
    return health_clock_move_counted(db, DAY, move->day, move->answered, &move->moved, error);
}

typedef struct {
    Arena *arena;
    HealthClockReadRow *row;
} Look;

static bool look_work(Db *db, void *context, Error *error)
{
    Look *look = context;
    return health_clock_read(db, look->arena, &look->row, error);
}

static HealthClockReadRow clock_of(const TestDb *test)
{
    Look look = { .arena = test->arena };
    db_test_read(test, look_work, &look);
    return *look.row;
}

static int64_t asks(const TestDb *test, const char *kind)
{
    int64_t before = clock_of(test).asked;
    hears(test, kind);
    assert_int_equal(clock_of(test).day, DAY); /* midnights that were missed are not forgotten */
    return clock_of(test).asked - before;
}

static void what_rules_may_ask_of_all_has_everybody_scored_anew(void **state)
{
    static const char *const KINDS[] = { "product.deleted", "feature.changed", "field.deleted", "workspace.changed" };
    db_test_write(*state, clock_work, NULL);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        assert_int_equal(asks(*state, KINDS[i]), 1);
    assert_int_equal(asks(*state, "contract.changed"), 0);
    assert_int_equal(asks(*state, "task.created"), 0);
}

static void who_asks_for_everybody_while_all_are_told_is_not_written_over(void **state)
{
    const TestDb *test = *state;
    Move move = { .day = DAY };
    db_test_write(test, clock_work, NULL);
    hears(test, "feature.changed");
    move.answered = clock_of(test).asked;
    hears(test, "feature.changed");
    db_test_write(test, move_work, &move);
    assert_int_equal(move.moved, 1);
    assert_int_equal(clock_of(test).asked - clock_of(test).answered, 1);
}

static void a_day_is_told_as_passed_once(void **state)
{
    const TestDb *test = *state;
    Move move = { .day = DAY + 1 };
    db_test_write(test, clock_work, NULL);
    db_test_write(test, move_work, &move);
    assert_int_equal(move.moved, 1);
    db_test_write(test, move_work, &move);
    assert_int_equal(move.moved, 0);
    assert_int_equal(clock_of(test).day, DAY + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(an_account_that_is_touched_while_it_is_told_waits_on),
        DB_TEST(what_rules_may_ask_of_all_has_everybody_scored_anew),
        DB_TEST(who_asks_for_everybody_while_all_are_told_is_not_written_over),
        DB_TEST(a_day_is_told_as_passed_once),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
