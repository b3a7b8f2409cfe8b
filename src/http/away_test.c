/* A caller waits once for a database that is away, however often its request asks it. */
#include "http/house_test.h"

#include "db/away_testkit.h"

static bool nothing(Db *db, void *context, Error *error)
{
    (void)db;
    (void)context;
    (void)error;
    return true;
}

/* As a key that is looked up, though the answer is of no matter. */
static bool identify_asking(Request *request, Caller *caller, Error *error)
{
    Error away = { 0 };
    request_read(request, nothing, NULL, &away);
    return identify(request, caller, error);
}

static bool prepare_asking(Request *request, Error *error)
{
    Error away = { 0 };
    (void)error;
    request_write(request, nothing, NULL, &away);
    return true;
}

static const Route ASKING[] = {
    { GET, "/api/v1/things/{id}", thing_read, RIGHT_PUBLIC, "One thing" },
    { POST, "/api/v1/slow", thing_after_slow, RIGHT_PUBLIC, "Works slowly", .prepare = prepare_asking },
    { 0 },
};
static const Route *const ASKING_TABLES[] = { ASKING, NULL };

/* What is asked before and what is asked behind wait for the same moment. */
static void asked_within_one_wait(int begins)
{
    const AwayAsked *asked = away_asked();
    assert_int_equal(asked->begins, begins);
    for (int i = 1; i < begins; i++)
        assert_int_equal(asked->until[i], asked->until[0]);
}

static void a_request_waits_once_for_a_database_that_is_away(void **state)
{
    House house;
    house_open_with(&house, *state, (ServerOptions) { .tables = ASKING_TABLES, .identify = identify_asking });
    Store *there = house.services.store;
    house.services.store = away_open();
    assert_status(ask(&house, "GET /api/v1/things/12 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 500);
    asked_within_one_wait(2);
    store_close(house.services.store);
    house.services.store = away_open();
    assert_status(post(&house, "/api/v1/slow", "", "{}"), 500);
    asked_within_one_wait(3);
    store_close(house.services.store);
    house.services.store = there;
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = { SQLITE_TEST(a_request_waits_once_for_a_database_that_is_away) };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
