/* URLs as text in all notations of a host, and requests that never leave: those that are refused at the moment of
 * connecting. */
#include "base/test.h"

#include "net/outbound.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const LOOPBACK[] = { "127.0.0.1", NULL };

static Arena *arena;

static int arena_open(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int arena_close(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Of this machine and of private networks. */
static const char *const NOTATIONS[] = { "127.0.0.1",
                                         "127.1",
                                         "127.0.1",
                                         "2130706433",
                                         "0x7f000001",
                                         "0x7f.1",
                                         "0x7f.0.0.1",
                                         "017700000001",
                                         "0177.0.0.1",
                                         "0177.1",
                                         "0177.0x0.1",
                                         "127.0.0.1.",
                                         "localhost",
                                         "LOCALHOST",
                                         "localhost.",
                                         "a.localhost",
                                         "0",
                                         "0.0.0.0",
                                         "0x0",
                                         "00",
                                         "10.0.0.1",
                                         "167772161",
                                         "0xa000001",
                                         "012.0.0.1",
                                         "10.1",
                                         "192.168.0.1",
                                         "3232235521",
                                         "0300.0250.0.1",
                                         "172.16.0.1",
                                         "2886729729",
                                         "169.254.169.254",
                                         "2852039166",
                                         "0xa9fea9fe",
                                         "0251.0376.0251.0376",
                                         "100.64.0.1",
                                         "224.0.0.1",
                                         "255.255.255.255",
                                         "4294967295",
                                         "[::1]",
                                         "[::]",
                                         "[::ffff:127.0.0.1]",
                                         "[::ffff:7f00:1]",
                                         "[0:0:0:0:0:ffff:7f00:1]",
                                         "[0:0:0:0:0:0:0:1]",
                                         "[fe80::1]",
                                         "[fc00::1]",
                                         "[fd00:ec2::254]",
                                         "[2002:7f00:1::]",
                                         "[64:ff9b::7f00:1]",
                                         "[64:ff9b::10.0.0.1]",
                                         "[::127.0.0.1]",
                                         "[ff02::1]",
                                         "[2001:db8::1]",
                                         "1%327.0.0.1",
                                         "%31%32%37.0.0.1",
                                         "127.0.0.1:8080",
                                         "[::1]:443",
                                         NULL };

static void an_address_is_refused_in_every_notation(void **state)
{
    (void)state;
    for (const char *const *host = NOTATIONS; *host; host++)
        for (int https = 0; https < 2; https++) {
            const char *url = arena_format(arena, "%s://%s/hook", https ? "https" : "http", *host), *plain = "";
            Error error = { 0 };
            if (outbound_url(arena, url, NULL, &plain, &error))
                fail_msg("%s is taken as %s", url, plain);
            assert_int_equal(error.kind, ERROR_INPUT);
            assert_string_equal(error.field, "url");
        }
}

static void what_is_no_plain_url_is_refused(void **state)
{
    static const char *const URLS[] = { "",
                                        "hook",
                                        "example.com/hook",
                                        "//example.com",
                                        "ftp://example.com",
                                        "file:///etc/passwd",
                                        "gopher://example.com",
                                        "javascript:alert(1)",
                                        "http://",
                                        "https:///hook",
                                        "https://user@example.com",
                                        "https://user:word@example.com",
                                        "https://example.com/#part",
                                        "https://example.com/a b",
                                        "https://example.com/\n",
                                        "https://example.com\\@b.test",
                                        "https://example.com:99999/",
                                        "https://[::1",
                                        "https://[fe80::1%25eth0]/",
                                        "dict://example.com",
                                        NULL };
    (void)state;
    for (const char *const *url = URLS; *url; url++) {
        const char *plain = "";
        Error error = { 0 };
        if (outbound_url(arena, *url, NULL, &plain, &error))
            fail_msg("%s is taken as %s", *url, plain);
        assert_string_equal(error.field, "url");
    }
}

static void a_public_url_is_taken_and_written_out(void **state)
{
    const char *plain;
    Error error = { 0 };
    (void)state;
    assert_true(outbound_url(arena, "https://example.com", NULL, &plain, &error));
    assert_string_equal(plain, "https://example.com/");
    assert_true(outbound_url(arena, "HTTP://Example.com:8080/hook?a=b", NULL, &plain, &error));
    assert_true(outbound_url(arena, "https://134744072/", NULL, &plain, &error));
    assert_string_equal(plain, "https://8.8.8.8/");
    assert_true(outbound_url(arena, "http://127.0.0.1:80/x", LOOPBACK, &plain, &error));
    assert_true(outbound_url(arena, "http://localhost/x", LOOPBACK, &plain, &error));
}

/* ---- requests -------------------------------------------------------------------------------------------------- */

/* Takes connections on loopback and answers each with the same bytes. */
typedef struct {
    int listening;
    int port;
    const char *answer;
    size_t padding; /* bytes of a body behind it */
    size_t padded;  /* so many were taken */
    int connections;
    char asked[4096];
    pthread_t thread;
} Sink;

static bool answer_with(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

static void *sink_run(void *context)
{
    static const char PADDING[1024];
    Sink *sink = context;
    for (int fd; (fd = accept(sink->listening, NULL, NULL)) >= 0; close(fd)) {
        sink->connections++;
        ssize_t got = recv(fd, sink->asked, sizeof sink->asked - 1, 0);
        sink->asked[got > 0 ? got : 0] = 0;
        answer_with(fd, sink->answer, strlen(sink->answer));
        while (sink->padded < sink->padding && answer_with(fd, PADDING, sizeof PADDING))
            sink->padded += sizeof PADDING;
    }
    return NULL;
}

static void sink_open(Sink *sink)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    sink->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(sink->listening, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(sink->listening, 8), 0);
    assert_int_equal(getsockname(sink->listening, (struct sockaddr *)&address, &size), 0);
    sink->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&sink->thread, NULL, sink_run, sink), 0);
}

static void sink_close(Sink *sink)
{
    shutdown(sink->listening, SHUT_RDWR);
    pthread_join(sink->thread, NULL);
    close(sink->listening);
}

static OutboundOutcome post(const Sink *sink, const char *host, const char *const *allowed)
{
    static const char *const HEADERS[] = { "Content-Type: application/json", "webhook-id: 7", NULL };
    const char *url = arena_format(arena, "http://%s:%d/hook", host, sink->port);
    return outbound_post(&(OutboundPost) { url, HEADERS, "{\"n\":1}", 7, allowed, NULL });
}

static void a_request_arrives_with_its_headers_and_its_answer_counts(void **state)
{
    Sink sink = { .answer = "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok" };
    (void)state;
    sink_open(&sink);
    OutboundOutcome outcome = post(&sink, "127.0.0.1", LOOPBACK);
    sink_close(&sink);
    assert_int_equal(outcome.end, OUTBOUND_ANSWERED);
    assert_int_equal(outcome.status, 202);
    assert_non_null(strstr(sink.asked, "POST /hook HTTP/1.1\r\n"));
    assert_non_null(strstr(sink.asked, "\r\nwebhook-id: 7\r\n"));
    assert_non_null(strstr(sink.asked, "{\"n\":1}"));
    assert_null(strstr(sink.asked, "Expect"));
}

/* A name of this machine passes for a public one until it is resolved. */
static void a_name_is_judged_by_the_address_it_resolves_to(void **state)
{
    Sink sink = { .answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" };
    (void)state;
    sink_open(&sink);
    static const char *const HOSTS[] = { "localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0" };
    for (size_t i = 0; i < sizeof HOSTS / sizeof *HOSTS; i++) {
        OutboundOutcome outcome = post(&sink, HOSTS[i], NULL);
        assert_string_equal(outbound_word(outcome.end), "refused_address");
        assert_int_equal(outcome.status, 0);
    }
    sink_close(&sink);
    assert_int_equal(sink.connections, 0);
}

static void a_redirect_is_an_answer_and_is_not_followed(void **state)
{
    Sink aim = { .answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" }, sink = { 0 };
    (void)state;
    sink_open(&aim);
    sink.answer =
        arena_format(arena, "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n", aim.port);
    sink_open(&sink);
    OutboundOutcome outcome = post(&sink, "127.0.0.1", LOOPBACK);
    sink_close(&sink);
    sink_close(&aim);
    assert_int_equal(outcome.status, 307);
    assert_int_equal(aim.connections, 0);
}

/* More than the buffers of two sockets hold, so that the sender notices. */
static void a_long_reply_is_an_answer_and_is_not_read_to_its_end(void **state)
{
    Sink sink = { .answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", .padding = 1024UL * OUTBOUND_REPLY_MAX };
    (void)state;
    sink_open(&sink);
    OutboundOutcome outcome = post(&sink, "127.0.0.1", LOOPBACK);
    sink_close(&sink);
    assert_string_equal(outbound_word(outcome.end), "answered");
    assert_int_equal(outcome.status, 200);
    assert_true(sink.padded < sink.padding);
}

static void no_proxy_of_the_environment_is_asked(void **state)
{
    Sink proxy = { .answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" };
    Sink sink = { .answer = "HTTP/1.1 204 No Content\r\n\r\n" };
    (void)state;
    sink_open(&proxy);
    sink_open(&sink);
    const char *url = arena_format(arena, "http://127.0.0.1:%d", proxy.port);
    setenv("http_proxy", url, 1);
    setenv("ALL_PROXY", url, 1);
    OutboundOutcome outcome = post(&sink, "127.0.0.1", LOOPBACK);
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    sink_close(&sink);
    sink_close(&proxy);
    assert_int_equal(outcome.status, 204);
    assert_int_equal(proxy.connections, 0);
}

static void what_ends_no_request_says_how_it_ended(void **state)
{
    Sink sink = { .answer = "no HTTP at all\r\n\r\n" };
    atomic_bool stopping = true;
    (void)state;
    sink_open(&sink);
    assert_string_equal(outbound_word(post(&sink, "127.0.0.1", LOOPBACK).end), "broken");
    const char *url = arena_format(arena, "http://127.0.0.1:%d/", sink.port);
    OutboundPost stopped = { url, NULL, "", 0, LOOPBACK, &stopping };
    assert_string_equal(outbound_word(outbound_post(&stopped).end), "stopped");
    sink_close(&sink);
    assert_string_equal(outbound_word(post(&sink, "127.0.0.1", LOOPBACK).end), "unreachable");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_open, arena_close)
    const struct CMUnitTest tests[] = {
        TEST(an_address_is_refused_in_every_notation),
        TEST(what_is_no_plain_url_is_refused),
        TEST(a_public_url_is_taken_and_written_out),
        TEST(a_request_arrives_with_its_headers_and_its_answer_counts),
        TEST(a_name_is_judged_by_the_address_it_resolves_to),
        TEST(a_redirect_is_an_answer_and_is_not_followed),
        TEST(a_long_reply_is_an_answer_and_is_not_read_to_its_end),
        TEST(no_proxy_of_the_environment_is_asked),
        TEST(what_ends_no_request_says_how_it_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
