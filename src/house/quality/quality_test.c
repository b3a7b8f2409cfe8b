/* Counting all checks: a day has the newest figure of each, what is prepared comes first, and one that fails files
 * none. */
#include "db/db_testkit.h"
#include "house/quality/quality_store.h"
#include "http/stream.h"
#include "jobs/module.h"

#include <string.h>

static int64_t broken_windows; /* what the checks find */
static bool swept;

static bool windows_sweep(Services *services, Arena *arena, Error *error)
{
    (void)services;
    (void)arena;
    (void)error;
    swept = true;
    return true;
}

static bool windows_count(const QualityAsked *asked, QualityCount *count, Error *error)
{
    assert_non_null(asked->db);
    assert_true(swept);
    if (broken_windows < 0)
        return fail(error, ERROR_INTERNAL, NULL, "nobody can see the windows");
    *count = (QualityCount) { broken_windows, 10 };
    return true;
}

static bool doors_count(const QualityAsked *asked, QualityCount *count, Error *error)
{
    (void)error;
    *count = (QualityCount) { asked->today > 0, 1 };
    return true;
}

static const QualityCheck CHECKS[] = {
    { "house.doors", .count = doors_count },
    { "house.windows", .before = windows_sweep, .count = windows_count },
    { 0 },
};
static const Module HOUSE = { .name = "house", .quality = CHECKS };
static const Module *const MODULES_HERE[] = { &HOUSE, NULL };

typedef struct {
    Arena *arena;
    QualityDayRow *rows;
    size_t count;
} Days;

static bool days_read(Db *db, void *context, Error *error)
{
    Days *days = context;
    return quality_days(db, days->arena, 0, &days->rows, &days->count, error);
}

static bool count_all(Services *services, Arena *arena)
{
    Error error = { 0 };
    return QUALITY_JOBS[0].run(services, arena, "{}", &error);
}

static Services services_of(const TestDb *test)
{
    Services services = { .store = test->store };
    atomic_init(&services.zone, zone_find("UTC"));
    return services;
}

static void a_day_has_the_newest_figure_of_each_check(void **state)
{
    const TestDb *test = *state;
    Services services = services_of(test);
    Days days = { .arena = test->arena };
    modules_use(MODULES_HERE);
    services.stream = stream_new(0);
    broken_windows = 3;
    swept = false;
    assert_true(count_all(&services, test->arena));
    broken_windows = 2;
    assert_true(count_all(&services, test->arena));
    broken_windows = -1;
    assert_false(count_all(&services, test->arena));
    db_test_read(test, days_read, &days);
    assert_true(days.count >= 2); /* four where midnight came between the two counts */
    const QualityDayRow *last = &days.rows[days.count - 1], *first = &days.rows[0];
    assert_string_equal(first->check_id, "house.doors");
    assert_int_equal(first->found, 1);
    assert_string_equal(last->check_id, "house.windows");
    assert_int_equal(last->found, 2);
    assert_int_equal(last->total, 10);
    stream_free(services.stream);
}

static void a_count_ends_early_while_the_server_stops(void **state)
{
    const TestDb *test = *state;
    Services services = services_of(test);
    Days days = { .arena = test->arena };
    modules_use(MODULES_HERE);
    atomic_store(&services.stopping, true);
    assert_false(count_all(&services, test->arena));
    db_test_read(test, days_read, &days);
    assert_int_equal(days.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_day_has_the_newest_figure_of_each_check),
        DB_TEST(a_count_ends_early_while_the_server_stops),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
