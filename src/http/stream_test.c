/* Streams of changes: listeners hear, clients that leave or stop reading are dropped, and a stopping server waits for
 * none. */
#include "http/house_test.h"

/* Sixteen beats that were not taken pass for deafness: on a busy machine a good listener may be slow for a second. */
enum { BEAT_MS = 200, BEATS_MAX = 400 };

static const char LISTEN[] = "GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\n\r\n";

static void house_of_quick_beats(House *house, const TestDb *test)
{
    house_open(house, test);
    stream_free(house->services.stream);
    house->services.stream = stream_new(BEAT_MS);
}

static int listen_as(House *house, const char *who)
{
    int fd = dial(house);
    say(fd, arena_format(house->arena, LISTEN, who));
    hear_until(house->arena, fd, ": hello");
    return fd;
}

/* Heartbeats of one who listens well are the clock of these tests. */
static void wait_for_count(House *house, int clock, int count)
{
    for (int beats = 0; beats < BEATS_MAX; beats++) {
        if (stream_count(house->services.stream) == count)
            return;
        Arena *arena = arena_new();
        hear_until(arena, clock, ": beat\n\n");
        arena_free(arena);
    }
    fail_msg("after %d heartbeats %d streams are open, not %d", BEATS_MAX, stream_count(house->services.stream), count);
}

static void who_hangs_up_is_noticed_by_the_heartbeat(void **state)
{
    House house;
    house_of_quick_beats(&house, *state);
    int good = listen_as(&house, "view"), gone = listen_as(&house, "view");
    assert_int_equal(stream_count(house.services.stream), 2);
    close(gone);
    wait_for_count(&house, good, 1);
    close(good);
    house_close(&house);
}

/* More than the buffers of both sides hold. */
static void publish_much(House *house)
{
    enum { KEYS = 500, KEY_SIZE = 30000 };
    const char **keys = arena_array(house->arena, KEYS, sizeof *keys);
    for (int i = 0; i < KEYS; i++) {
        char *key = arena_alloc(house->arena, KEY_SIZE + 16);
        memset(key, 'k', KEY_SIZE);
        snprintf(key + KEY_SIZE, 16, ":%d", i);
        keys[i] = key;
    }
    stream_publish(house->services.stream, keys, KEYS);
}

static int listen_deaf(House *house)
{
    int small = 4096, fd = listen_as(house, "view");
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    return fd;
}

static void who_stops_reading_is_let_go_and_holds_nothing(void **state)
{
    House house;
    house_of_quick_beats(&house, *state);
    int deaf = listen_deaf(&house);
    publish_much(&house);
    /* The good one starts to listen later: it need not read all of that. */
    int good = listen_as(&house, "view");
    wait_for_count(&house, good, 1);
    close(deaf);
    close(good);
    house_close(&house);
}

static void a_server_that_stops_waits_for_no_stream(void **state)
{
    House house;
    house_open(&house, *state);
    int good = listen_as(&house, "view"), deaf = listen_deaf(&house);
    publish_much(&house);
    hear_until(house.arena, good, "kkk");
    server_stop(house.server, 1000000); /* would wait for days if it waited for either */
    stream_free(house.services.stream);
    close(good);
    close(deaf);
}

static bool only_admins(Services *services, const Listener *listener)
{
    (void)services;
    assert_int_equal(listener->kind, CALLER_TOKEN);
    assert_int_equal(listener->session, 0);
    return listener->caller == 2;
}

static void who_may_no_longer_hear_is_sent_away_at_a_heartbeat(void **state)
{
    House house;
    house_of_quick_beats(&house, *state);
    int stays = listen_as(&house, "admin"), leaves = listen_as(&house, "view");
    stream_guard(house.services.stream, only_admins, &house.services);
    /* The last chunk: the connection itself stays for another request. */
    hear_until(house.arena, leaves, "\r\n0\r\n\r\n");
    close(leaves);
    wait_for_count(&house, stays, 1);
    stream_publish(house.services.stream, (const char *[]) { "today" }, 1);
    hear_until(house.arena, stays, "\"today\"");
    stream_guard(house.services.stream, NULL, NULL);
    close(stays);
    house_close(&house);
}

/* A key for everybody comes last: a caller who does not see the circle has heard nothing before it. */
static void a_key_of_a_circle_goes_to_those_who_see_it(void **state)
{
    static const StreamKey KEYS[] = { { "contract:99", CIRCLE_REVENUE }, { "contracts", CIRCLE_REVENUE } };
    House house;
    house_of_quick_beats(&house, *state);
    int sees = listen_as(&house, "accountant"), other = listen_as(&house, "view");
    stream_publish_narrowed(house.services.stream, KEYS, 2);
    const char *told = hear_until(house.arena, sees, "}\n\n");
    assert_non_null(strstr(told, "\"contract:99\""));
    assert_non_null(strstr(told, "\"contracts\""));
    stream_publish(house.services.stream, (const char *[]) { "accounts" }, 1);
    assert_null(strstr(hear_until(house.arena, other, "\"accounts\""), "contract"));
    hear_until(house.arena, sees, "\"accounts\"");
    close(sees);
    close(other);
    house_close(&house);
}

/* The same for one that is for a circle and its author, who does not see it. */
static void a_key_with_an_author_goes_to_them_whatever_they_see(void **state)
{
    static const StreamKey KEYS[] = { { "note:1", CIRCLE_SUPPORT, 3 }, { "note:2", CIRCLE_SUPPORT, 4 } };
    House house;
    house_of_quick_beats(&house, *state);
    int author = listen_as(&house, "cookie"), other = listen_as(&house, "admin");
    stream_publish_narrowed(house.services.stream, KEYS, 2);
    const char *told = hear_until(house.arena, author, "}\n\n");
    assert_non_null(strstr(told, "\"note:1\""));
    assert_null(strstr(told, "note:2"));
    stream_publish(house.services.stream, (const char *[]) { "accounts" }, 1);
    assert_null(strstr(hear_until(house.arena, other, "\"accounts\""), "note"));
    hear_until(house.arena, author, "\"accounts\"");
    close(author);
    close(other);
    house_close(&house);
}

static void the_head_of_a_stream_is_no_stream(void **state)
{
    House house;
    house_open(&house, *state);
    const char *answer = ask(&house, "HEAD /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: view\r\nConnection: "
                                     "close\r\n\r\n");
    assert_status(answer, 200);
    assert_null(strstr(answer, "hello"));
    assert_int_equal(stream_count(house.services.stream), 0);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(who_hangs_up_is_noticed_by_the_heartbeat),
        SQLITE_TEST(who_stops_reading_is_let_go_and_holds_nothing),
        SQLITE_TEST(a_server_that_stops_waits_for_no_stream),
        SQLITE_TEST(who_may_no_longer_hear_is_sent_away_at_a_heartbeat),
        SQLITE_TEST(a_key_of_a_circle_goes_to_those_who_see_it),
        DB_TEST(a_key_with_an_author_goes_to_them_whatever_they_see),
        SQLITE_TEST(the_head_of_a_stream_is_no_stream),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
