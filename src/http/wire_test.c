/* Requests from clumsy, slow and hostile clients, byte by byte. */
#include "http/house_test.h"

#include <netinet/tcp.h>
#include <pthread.h>

static void bodies_too_large_are_refused_politely(void **state)
{
    House house;
    house_open(&house, *state);
    char *large = arena_alloc(house.arena, 100002);
    memset(large, 'a', 100001);
    large[100001] = 0;
    assert_status(post(&house, "/api/v1/raw", "", large), 413);
    /* A tracking client drops a call only on 400: there it is 400. */
    assert_status(post(&house, "/v1/raw", "", large), 400);
    assert_status(post(&house, "/open/raw", "", large), 413); /* open to any page, yet not its protocol */
    large[100000] = 0;
    assert_holds(post(&house, "/api/v1/raw", "", large), "{\"size\":100000}");
    static const char BOAST[] = "POST /api/v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n";
    assert_status(ask(&house, BOAST), 413);
    house_close(&house);
}

/* The wire form of what guard_test.c has in pieces: libmicrohttpd itself lets most of these through. */
static void smuggled_requests_are_refused_and_the_connection_closes(void **state)
{
    static const char *const PROBES[] = {
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 0\r\n\r\n",
        "POST /v1/raw HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
        "POST /v1/raw HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\nX(a): 1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /",
        "GET http://y/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /v1/raw HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /healthz  HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\nHost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\nX-A: 1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\n\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\n: 1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n: 1\r\nHost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: 1\r2\r\n\r\n",
    };
    House house;
    house_open(&house, *state);
    for (size_t i = 0; i < sizeof PROBES / sizeof *PROBES; i++) {
        /* A second request behind: it must not be answered. */
        const char *answer =
            ask(&house, arena_format(house.arena, "%sGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                                     PROBES[i]));
        if (status_of(answer) != 400 || strstr(answer, "HTTP/1.1 2"))
            fail_msg("probe %zu: %s", i, answer);
    }
    house_close(&house);
}

/* libmicrohttpd ends a header at a zero that the client sent, and hides what is behind it. */
static void a_zero_in_a_header_is_refused(void **state)
{
    static const char *const PROBES[] = { "Host: x\r\nX-A: a@b\r\n", "Host: x@y\r\n", "Host: x\r\nCookie: a=b@\r\n",
                                          "Host: x\r\nX-A: @\r\n", "Host: x\r\nX-A: a@\r\nX-B: c\r\n" };
    House house;
    house_open(&house, *state);
    for (size_t i = 0; i < sizeof PROBES / sizeof *PROBES; i++) {
        char *request = arena_format(house.arena, "GET /healthz HTTP/1.1\r\n%sX-Last: 1\r\n\r\n", PROBES[i]);
        size_t size = strlen(request);
        int fd = dial(&house);
        *strchr(request, '@') = 0;
        assert_int_equal(send(fd, request, size, MSG_NOSIGNAL), (ssize_t)size);
        const char *answer = hear_all(house.arena, fd);
        if (status_of(answer) != 400)
            fail_msg("probe %zu: %s", i, answer);
    }
    house_close(&house);
}

static const char *head_with(Arena *arena, size_t headers)
{
    Text text = text_new(arena);
    text_add(&text, "\r\nGET /healthz? HTTP/1.1\r\nHost:x\r\nX-Empty:\r\nX-Blank:  \t\r\nX-After: a b  \r\n");
    for (size_t i = 0; i < headers; i++)
        text_format(&text, "X-%zu: %0450zu\r\n", i, i);
    text_add(&text, "Connection: close\r\n\r\n");
    return text_string(&text);
}

/* Where libmicrohttpd puts what is checked depends on the pieces in which it arrives. */
static void a_plain_head_passes_whatever_pieces_it_comes_in(void **state)
{
    static const size_t PIECES[] = { 1, 7, 1000, 100000 };
    House house;
    house_open(&house, *state);
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++)
        for (size_t headers = 0; headers <= 50; headers += 25) {
            const char *head = head_with(house.arena, headers);
            int fd = dial(&house), on = 1;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            for (size_t left = strlen(head), size; left > 0; left -= size, head += size) {
                size = left < PIECES[i] ? left : PIECES[i];
                assert_int_equal(send(fd, head, size, MSG_NOSIGNAL), (ssize_t)size);
            }
            assert_status(hear_all(house.arena, fd), 200);
        }
    house_close(&house);
}

/* Two parsers may read chunks differently, so what follows them is not taken for a request. */
static void nothing_is_taken_behind_a_body_in_chunks(void **state)
{
    static const char *const BODIES[] = { "5\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n", "5;\nhello\r\n0\r\n\r\n",
                                          "5\r\nhello\r\n0\r\nX-A: 1\r\n\r\n" };
    House house;
    house_open(&house, *state);
    for (size_t i = 0; i < sizeof BODIES / sizeof *BODIES; i++) {
        const char *answer =
            ask(&house, arena_format(house.arena,
                                     "POST /v1/raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%s"
                                     "GET /api/v1/things/3 HTTP/1.1\r\nHost: x\r\nAuthorization: view\r\n\r\n",
                                     BODIES[i]));
        assert_holds(answer, "{\"size\":5}");
        assert_holds(answer, "Connection: close");
        assert_null(strstr(answer, "{\"id\":3}"));
    }
    house_close(&house);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    House house;
    house_open(&house, *state);
    const char *answer =
        ask(&house, "GET /api/v1/things/1 HTTP/1.1\r\nHost: x\r\nAuthorization: view\r\n\r\n"
                    "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: admin\r\nContent-Length: "
                    "12\r\n\r\n{\"name\":\"b\"}"
                    "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
                    "GET /api/v1/things/3 HTTP/1.1\r\nHost: x\r\nAuthorization: view\r\nConnection: "
                    "close\r\n\r\n");
    const char *one = strstr(answer, "{\"id\":1}"), *two = strstr(answer, "{\"name\":\"b\"}");
    const char *three = strstr(answer, "{\"size\":5}"), *four = strstr(answer, "{\"id\":3}");
    assert_true(one && two && three && four && one < two && two < three && three < four);
    house_close(&house);
}

static void a_client_that_dawdles_is_let_go(void **state)
{
    House house;
    house_open_with(&house, *state, (ServerOptions) { .patience_ms = 200 });
    int silent = dial(&house), half = dial(&house), body = dial(&house);
    say(half, "GET /healthz HTTP/1.1\r\nHo");
    say(body, "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\nhello");
    /* recv gives up with an error at last; an orderly end is 0. */
    char c;
    assert_int_equal(recv(silent, &c, 1, 0), 0);
    assert_string_equal(hear_all(house.arena, half), "");
    assert_string_equal(hear_all(house.arena, body), "");
    close(silent);
    house_close(&house);
}

static void any_origin_may_ask_where_the_route_says_so(void **state)
{
    House house;
    house_open(&house, *state);
    const char *answer = ask(&house, "OPTIONS /v1/raw HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\n"
                                     "Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");
    assert_status(answer, 204);
    assert_holds(answer, "Access-Control-Allow-Origin: *");
    assert_holds(answer, "Access-Control-Allow-Headers: authorization, content-type");
    answer = post(&house, "/v1/raw", "Origin: https://a.example\r\nSec-Fetch-Site: cross-site\r\n", "a");
    assert_status(answer, 200);
    assert_holds(answer, "Access-Control-Allow-Origin: *");
    answer = ask(&house, "OPTIONS /api/v1/things HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\n"
                         "Connection: close\r\n\r\n");
    assert_status(answer, 405);
    assert_null(strstr(answer, "Access-Control"));
    house_close(&house);
}

static void one_address_cannot_take_all(void **state)
{
    House house;
    house_open_with(&house, *state, (ServerOptions) { .address_max = 2 });
    int one = dial(&house), two = dial(&house);
    say(one, "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    say(two, "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    hear_until(house.arena, one, "100 Continue");
    hear_until(house.arena, two, "100 Continue");
    const char *answer = ask(&house, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_status(answer, 429);
    assert_holds(answer, "Retry-After: ");
    say(one, "hello");
    hear_until(house.arena, one, "{\"size\":5}");
    close(one);
    close(two);
    house_close(&house);
}

/* When the queue of writes is full, or the database away: a tracking client sends again only after 429. */
static void who_is_too_busy_says_when_to_come_back(void **state)
{
    House house;
    house_open(&house, *state);
    const char *answer = post(&house, "/v1/raw", "", "busy");
    assert_status(answer, 429);
    assert_holds(answer, "Retry-After: 1\r\n");
    assert_holds(answer, "\"code\":\"busy\"");
    answer = post(&house, "/api/v1/raw", "", "busy");
    assert_status(answer, 503);
    assert_holds(answer, "Retry-After: 1\r\n");
    assert_status(post(&house, "/open/raw", "", "busy"), 503);
    house_close(&house);
}

static const char STREAM[] =
    "GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: view\r\n\r\n";

static void a_stream_tells_what_changed(void **state)
{
    House house;
    house_open(&house, *state);
    int fd = dial(&house);
    say(fd, STREAM);
    const char *head = hear_until(house.arena, fd, ": hello");
    assert_holds(head, "Content-Type: text/event-stream");
    stream_publish(house.services.stream, (const char *[]) { "accounts", "account:12" }, 2);
    stream_publish(house.services.stream, (const char *[]) { "accounts" }, 1);
    const char *told = hear_until(house.arena, fd, "]}");
    assert_holds(told, "event: changed");
    assert_holds(told, "\"accounts\"");
    /* A disabled caller gets no more messages. */
    stream_drop(house.services.stream, CALLER_TOKEN, 1);
    hear_all(house.arena, fd);
    house_close(&house);
}

static void a_thousand_idle_streams_stall_nobody_and_end_in_order(void **state)
{
    enum { STREAMS = 1000 };
    House house;
    static int fds[STREAMS];
    house_open_with(&house, *state, (ServerOptions) { .address_max = 2000 });
    for (int i = 0; i < STREAMS; i++) {
        fds[i] = dial(&house);
        say(fds[i], STREAM);
    }
    for (int i = 0; i < STREAMS; i++)
        hear_until(house.arena, fds[i], ": hello");
    assert_int_equal(stream_count(house.services.stream), STREAMS);
    for (int i = 0; i < 100; i++)
        assert_status(ask(&house, "GET /api/v1/things/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                  "Authorization: view\r\n\r\n"),
                      200);
    stream_publish(house.services.stream, (const char *[]) { "today" }, 1);
    for (int i = 0; i < STREAMS; i++)
        hear_until(house.arena, fds[i], "\"today\"");
    house_close(&house);
    for (int i = 0; i < STREAMS; i++)
        close(fds[i]);
}

typedef struct {
    const int *fds;
    int count;
} Latecomers;

static void *come_late(void *context)
{
    static const char REQUEST[] = "POST /api/v1/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    const Latecomers *late = context;
    for (int i = 0; i < late->count; i++)
        send(late->fds[i], REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL); /* the connection may be closed by now */
    return NULL;
}

/* Work that comes over connections that were kept, at each moment of stopping. */
static void work_that_comes_while_the_server_stops_is_answered_or_refused(void **state)
{
    enum { KEPT = 400 };
    static int fds[KEPT];
    House house;
    pthread_t thread;
    Latecomers late = { fds, KEPT };
    house_open_with(&house, *state, (ServerOptions) { .address_max = 2 * KEPT });
    for (int i = 0; i < KEPT; i++) {
        fds[i] = dial(&house);
        say(fds[i], "GET /api/v1/address HTTP/1.1\r\nHost: x\r\n\r\n");
        hear_until(house.arena, fds[i], "\"address\":");
    }
    pthread_create(&thread, NULL, come_late, &late);
    house_close(&house);
    pthread_join(thread, NULL);
    for (int i = 0; i < KEPT; i++) {
        const char *answer = hear_all(house.arena, fds[i]);
        if (strstr(answer, "HTTP/1.1 ") && !strstr(answer, "HTTP/1.1 200") && !strstr(answer, "HTTP/1.1 503"))
            fail_msg("%s", answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(bodies_too_large_are_refused_politely),
        SQLITE_TEST(a_zero_in_a_header_is_refused),
        SQLITE_TEST(a_plain_head_passes_whatever_pieces_it_comes_in),
        SQLITE_TEST(nothing_is_taken_behind_a_body_in_chunks),
        SQLITE_TEST(smuggled_requests_are_refused_and_the_connection_closes),
        SQLITE_TEST(pipelined_requests_are_answered_in_order),
        SQLITE_TEST(a_client_that_dawdles_is_let_go),
        SQLITE_TEST(any_origin_may_ask_where_the_route_says_so),
        SQLITE_TEST(one_address_cannot_take_all),
        SQLITE_TEST(who_is_too_busy_says_when_to_come_back),
        SQLITE_TEST(a_stream_tells_what_changed),
        SQLITE_TEST(a_thousand_idle_streams_stall_nobody_and_end_in_order),
        SQLITE_TEST(work_that_comes_while_the_server_stops_is_answered_or_refused),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
