/* Places for connections: whose delay is whose, and how many one address may take. */
#include "http/house_test.h"

#include <semaphore.h>

static sem_t begun, go_on;

/* Keeps the only thread at work until the test has seen enough. */
static bool thread_hold(Request *request, Error *error)
{
    (void)error;
    sem_post(&begun);
    while (sem_wait(&go_on) != 0)
        ;
    return reply_json(request, 200, "{}");
}

static const Route HOLD_ROUTES[] = {
    { GET, "/api/v1/hold", thread_hold, RIGHT_PUBLIC, "Holds its thread", .flags = ROUTE_NO_DB },
    { 0 },
};
static const Route *const HOLD_TABLES[] = { ROUTES, HOLD_ROUTES, NULL };

static const char KEPT[] = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
static const char LAST[] = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

static int dial_and_ask(House *house)
{
    int fd = dial(house);
    say(fd, KEPT);
    assert_status(hear_until(house->arena, fd, "{\"status\":\"ok\"}"), 200);
    return fd;
}

static bool is_closed(int fd)
{
    char byte[256];
    ssize_t size;
    while ((size = recv(fd, byte, sizeof byte, 0)) > 0)
        ;
    if (size < 0 && errno == EAGAIN)
        fail_msg("the connection stays");
    return true;
}

static void a_client_is_not_blamed_for_a_server_that_is_busy(void **state)
{
    House house;
    sem_init(&begun, 0, 0);
    sem_init(&go_on, 0, 0);
    house_open_with(&house, *state, (ServerOptions) { .tables = HOLD_TABLES, .threads = 1, .patience_ms = 1000 });
    int good = dial_and_ask(&house), silent = dial_and_ask(&house), holder = dial(&house);
    say(holder, "GET /api/v1/hold HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    while (sem_wait(&begun) != 0)
        ;
    say(good, LAST);
    /* Once the silent one was cut off, the good one, which is older, was looked at too. */
    assert_true(is_closed(silent));
    sem_post(&go_on);
    assert_status(hear_all(house.arena, good), 200);
    assert_status(hear_all(house.arena, holder), 200);
    close(silent);
    house_close(&house);
}

static void one_address_has_half_of_the_places(void **state)
{
    House house;
    int kept[4];
    house_open_with(&house, *state, (ServerOptions) { .threads = 1, .connections_max = 8, .patience_ms = 60000 });
    for (int i = 0; i < 4; i++)
        kept[i] = dial_and_ask(&house);
    int more = dial(&house);
    assert_true(is_closed(more));
    close(more);
    say(kept[0], LAST);
    assert_status(hear_all(house.arena, kept[0]), 200);
    /* A closed connection frees its place once the server has noticed. */
    for (int status = 0, tries = 0; status != 200; tries++) {
        int again = dial(&house);
        char answer[64] = "";
        send(again, LAST, sizeof LAST - 1, MSG_NOSIGNAL);
        status = recv(again, answer, sizeof answer - 1, 0) > 0 ? status_of(answer) : 0;
        close(again);
        assert_in_range(tries, 0, 100000);
    }
    for (int i = 1; i < 4; i++)
        close(kept[i]);
    house_close(&house);
}

static void a_trusted_proxy_has_all_places_and_idle_ones_lose_patience_when_they_grow_scarce(void **state)
{
    static const char *const PROXIES[] = { "127.0.0.0/8", NULL };
    House house;
    int idle[7];
    house_open_with(&house, *state, (ServerOptions) { .threads = 1, .connections_max = 8, .patience_ms = 60000 });
    house.services.trusted_proxies = PROXIES;
    for (int i = 0; i < 7; i++)
        idle[i] = dial_and_ask(&house);
    /* A tenth of the patience: in all of it dial() would give up before. */
    for (int i = 0; i < 2; i++)
        assert_true(is_closed(idle[i]));
    for (int i = 0; i < 7; i++)
        close(idle[i]);
    house_close(&house);
}

static void streams_leave_room_for_requests_of_their_address(void **state)
{
    static const char STREAM[] = "GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: cookie\r\n\r\n";
    House house;
    int streams[3];
    house_open_with(&house, *state, (ServerOptions) { .address_max = 2, .patience_ms = 60000 });
    for (int i = 0; i < 3; i++) {
        streams[i] = dial(&house);
        say(streams[i], STREAM);
        assert_status(hear_until(house.arena, streams[i], "\r\n\r\n"), i < 2 ? 200 : 429);
    }
    assert_status(ask(&house, LAST), 200);
    for (int i = 0; i < 3; i++)
        close(streams[i]);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(a_client_is_not_blamed_for_a_server_that_is_busy),
        SQLITE_TEST(one_address_has_half_of_the_places),
        SQLITE_TEST(a_trusted_proxy_has_all_places_and_idle_ones_lose_patience_when_they_grow_scarce),
        SQLITE_TEST(streams_leave_room_for_requests_of_their_address),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
