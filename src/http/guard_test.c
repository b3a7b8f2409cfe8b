#include "base/test.h"

#include "http/guard.h"

#include <string.h>

enum { HEADERS = 8 };

typedef struct {
    const char *what;
    const char *method;
    const char *target;
    Header headers[HEADERS]; /* Host is added when the first has no name */
    bool no_host;
} Probe;

static bool passes(const Probe *probe, const char *version, Error *error)
{
    Header headers[HEADERS + 1];
    size_t count = 0;
    if (!probe->no_host)
        headers[count++] = (Header) { "Host", "a.example" };
    for (int i = 0; i < HEADERS && probe->headers[i].name; i++)
        headers[count++] = probe->headers[i];
    return guard_passes(
        &(GuardedRequest) { probe->method, probe->target ? probe->target : "/", version, headers, count }, error);
}

/* Heads that a proxy in front of us may read differently. */
static const Probe SMUGGLED[] = {
    { "two lengths", "POST", NULL, { { "Content-Length", "5" }, { "content-length", "6" } } },
    { "the same length twice", "POST", NULL, { { "Content-Length", "5" }, { "Content-Length", "5" } } },
    { "a length beside chunks", "POST", NULL, { { "Content-Length", "5" }, { "Transfer-Encoding", "chunked" } } },
    { "two encodings", "POST", NULL, { { "Transfer-Encoding", "chunked" }, { "Transfer-Encoding", "chunked" } } },
    { "an encoding besides chunked", "POST", NULL, { { "Transfer-Encoding", "gzip, chunked" } } },
    { "an encoding that only looks like chunked", "POST", NULL, { { "Transfer-Encoding", "xchunked" } } },
    { "chunked in other letters", "POST", NULL, { { "Transfer-Encoding", "Chunked" } } },
    { "a signed length", "POST", NULL, { { "Content-Length", "+5" } } },
    { "a hexadecimal length", "POST", NULL, { { "Content-Length", "0x5" } } },
    { "a list of lengths", "POST", NULL, { { "Content-Length", "5, 5" } } },
    { "an empty length", "POST", NULL, { { "Content-Length", "" } } },
    { "a length beyond all numbers", "POST", NULL, { { "Content-Length", "99999999999999999999" } } },
    { "no length and no chunks", "POST", NULL, { { 0 } } },
    { "a body on GET", "GET", NULL, { { "Content-Length", "5" } } },
    { "chunks on GET", "GET", NULL, { { "Transfer-Encoding", "chunked" } } },
    { "two hosts", "GET", NULL, { { "Host", "b.example" } } },
    { "no host", "GET", NULL, { { 0 } }, .no_host = true },
    { "an empty host", "GET", NULL, { { "Host", "" } }, .no_host = true },
    { "a list of hosts", "GET", NULL, { { "Host", "a.example, b.example" } }, .no_host = true },
    { "a space before the colon", "GET", NULL, { { "X-A ", "1" } } },
    { "a name that is no token", "GET", NULL, { { "X(A)", "1" } } },
    { "a name of nothing", "GET", NULL, { { "", "1" } } },
    { "a control character", "GET", NULL, { { "X-A", "1\x01" } } },
    { "two Authorization headers", "GET", NULL, { { "Authorization", "Bearer a" }, { "Authorization", "Bearer b" } } },
    { "another server's address", "GET", "http://b.example/", { { 0 } } },
    { "a target with a space", "GET", "/a b", { { 0 } } },
    { "a target with a fragment", "GET", "/a#b", { { 0 } } },
    { "a path out of the house", "GET", "/../etc/passwd", { { 0 } } },
    { "a path that ends one up", "GET", "/assets/..", { { 0 } } },
    { "a path that stays where it is", "GET", "/assets/./a.js?x=1", { { 0 } } },
    { "an escaped path out of the house", "GET", "/assets/%2e%2E/a", { { 0 } } },
    { "a half escaped path out of the house", "GET", "/assets/.%2e/a", { { 0 } } },
    { "raw bytes in the target", "GET", "/\xe4\xbc\xb4", { { 0 } } },
};

static void what_could_be_smuggled_does_not_pass(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SMUGGLED / sizeof *SMUGGLED; i++) {
        Error error = { 0 };
        if (passes(&SMUGGLED[i], "HTTP/1.1", &error))
            fail_msg("%s passed", SMUGGLED[i].what);
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_true(error.text[0]);
    }
}

static const Probe HONEST[] = {
    { "a GET", "GET", "/api/v1/accounts?q=%E4%BC%B4", { { "Accept", "application/json" } } },
    { "a GET that says it has no body", "GET", NULL, { { "Content-Length", "0" } } },
    { "a POST with a length", "POST", NULL, { { "Content-Length", "5" } } },
    { "a POST with chunks", "POST", NULL, { { "Transfer-Encoding", "chunked" } } },
    { "dots that climb nowhere", "GET", "/a/..b/c.../.d?x=/../y", { { 0 } } },
    { "a DELETE", "DELETE", NULL, { { 0 } } },
    { "a tab in a value", "GET", NULL, { { "X-A", "1\t2" } } },
    { "a host with a port", "GET", NULL, { { "Host", "[::1]:8080" } }, .no_host = true },
    { "a header twice that may come twice",
      "GET",
      NULL,
      { { "X-Forwarded-For", "1.1.1.1" }, { "X-Forwarded-For", "2.2.2.2" } } },
};

static void honest_requests_pass(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof HONEST / sizeof *HONEST; i++) {
        Error error = { 0 };
        if (!passes(&HONEST[i], "HTTP/1.1", &error))
            fail_msg("%s: %s", HONEST[i].what, error.text);
    }
}

static void only_http_1_is_spoken_and_1_0_knows_no_chunks(void **state)
{
    (void)state;
    Error error = { 0 };
    assert_false(passes(&HONEST[0], "HTTP/2.0", &error));
    assert_false(passes(&HONEST[0], "", &error));
    assert_true(passes(&HONEST[0], "HTTP/1.0", &error));
    assert_false(passes(&HONEST[3], "HTTP/1.0", &error));
}

static void sixty_five_headers_are_too_many(void **state)
{
    (void)state;
    Header headers[GUARD_HEADERS_MAX + 1] = { { "Host", "a.example" } };
    Error error = { 0 };
    for (int i = 1; i <= GUARD_HEADERS_MAX; i++)
        headers[i] = (Header) { "X-A", "1" };
    assert_true(guard_passes(&(GuardedRequest) { "GET", "/", "HTTP/1.1", headers, GUARD_HEADERS_MAX }, &error));
    assert_false(guard_passes(&(GuardedRequest) { "GET", "/", "HTTP/1.1", headers, GUARD_HEADERS_MAX + 1 }, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_could_be_smuggled_does_not_pass),
        cmocka_unit_test(honest_requests_pass),
        cmocka_unit_test(only_http_1_is_spoken_and_1_0_knows_no_chunks),
        cmocka_unit_test(sixty_five_headers_are_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
