#include "http/house_test.h"

#include "base/memory.h"
#include "base/test_exhausted.h"
#include "http/dispatch.h"
#include "http/idempotency.h"

#include <pthread.h>

static void a_read_answers_with_the_headers_of_the_house(void **state)
{
    House house;
    house_open(&house, *state);
    const char *answer = ask(&house, "GET /api/v1/things/12 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                     "Authorization: view\r\n\r\n");
    assert_status(answer, 200);
    assert_holds(answer, "{\"id\":12}");
    assert_holds(answer, "X-Content-Type-Options: nosniff");
    assert_holds(answer, "Content-Security-Policy: default-src 'none'");
    assert_holds(answer, "Cache-Control: no-store");
    assert_holds(answer, "X-Request-Id: ");
    house_close(&house);
}

static void while_memory_is_scarce_new_requests_are_asked_to_come_again(void **state)
{
    static const char LOOK[] = "GET /api/v1/things/12 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                               "Authorization: view\r\n\r\n";
    House house;
    house_open(&house, *state);
    refused_from = MEMORY_RESERVE;
    memory_reserve(MEMORY_RESERVE);
    const char *answer = ask(&house, LOOK);
    assert_status(answer, 503);
    assert_holds(answer, "Retry-After: ");
    assert_holds(answer, "short of memory");
    refused_from = SIZE_MAX;
    assert_status(ask(&house, LOOK), 200);
    memory_reserve(0);
    house_close(&house);
}

#define PRICE(who_) "GET /api/v1/prices/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " who_ "\r\n\r\n"
static void who_may_not_is_told_so(void **state)
{
    House house;
    house_open(&house, *state);
    assert_status(ask(&house, "GET /api/v1/things/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 401);
    const char *answer = post(&house, "/api/v1/things", "Authorization: view\r\n", "{\"name\":\"a\"}");
    assert_status(answer, 403);
    assert_holds(answer, "\"code\":\"forbidden\"");
    answer = ask(&house, PRICE("view"));
    assert_status(answer, 403);
    assert_holds(answer, "\"reason\":\"circle\",\"args\":[\"revenue\"]");
    assert_status(ask(&house, PRICE("admin")), 403);
    assert_status(ask(&house, PRICE("accountant")), 200);
    house_close(&house);
}

static void unknown_paths_and_methods_are_told_apart(void **state)
{
    House house;
    house_open(&house, *state);
    assert_status(ask(&house, "GET /api/v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 404);
    assert_status(ask(&house, "GET /api/v1/things/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 404);
    assert_status(ask(&house, "GET /api/v1/things/0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 404);
    assert_status(ask(&house, "GET /api/v1/things/9007199254740992 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                  404);
    assert_status(ask(&house, "GET /api/v1/things/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 400);
    const char *answer = ask(&house, "DELETE /api/v1/things/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_status(answer, 405);
    assert_holds(answer, "Allow: GET");
    house_close(&house);
}

static void a_write_is_there_when_it_is_answered(void **state)
{
    House house;
    house_open(&house, *state);
    const char *answer = post(&house, "/api/v1/things", "Authorization: admin\r\n", "{\"name\":\"a\"}");
    assert_status(answer, 201);
    assert_holds(answer, "{\"name\":\"a\"}");
    assert_int_equal(things(*state), 1);
    house_close(&house);
}

static void a_write_that_fails_leaves_nothing(void **state)
{
    House house;
    house_open(&house, *state);
    const char *answer = post(&house, "/api/v1/things", "Authorization: admin\r\n", "{\"name\":\"conflict\"}");
    assert_status(answer, 409);
    assert_holds(answer, "\"field\":\"name\"");
    assert_holds(answer, "Content-Type: application/problem+json");
    assert_status(post(&house, "/api/v1/things", "Authorization: admin\r\n", "{\"name\":\"full\"}"), 507);
    assert_int_equal(things(*state), 0);
    house_close(&house);
}

static void input_is_checked_before_the_handler_runs(void **state)
{
    House house;
    house_open(&house, *state);
    int before = atomic_load(&runs);
    static const char *const WRONG[] = {
        "", "{", "[]", "{\"name\":1}", "{\"name\":\"a\",\"nme\":\"b\"}", "{}", "{\"name\":\"a\"} x"
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_status(post(&house, "/api/v1/things", "Authorization: admin\r\n", WRONG[i]), 400);
    assert_status(
        post(&house, "/api/v1/things", "Authorization: admin\r\nContent-Type: text/plain\r\n", "{\"name\":\"a\"}"),
        400);
    assert_status(post(&house, "/api/v1/things?x=1", "Authorization: admin\r\n", "{\"name\":\"a\"}"), 400);
    Text deep = text_new(house.arena);
    for (int i = 0; i < 100000; i++)
        text_add(&deep, "{\"name\":");
    assert_status(post(&house, "/api/v1/things", "Authorization: admin\r\n", text_string(&deep)), 400);
    assert_int_equal(atomic_load(&runs), before);
    house_close(&house);
}

static void another_site_may_not_write(void **state)
{
    static const struct {
        const char *headers;
        int status;
    } CASES[] = {
        { "Authorization: cookie\r\n", 403 }, /* a cookie, and not a word on where from */
        { "Authorization: cookie\r\nSec-Fetch-Site: same-origin\r\n", 201 },
        { "Authorization: cookie\r\nOrigin: http://banso.example\r\n", 201 },
        { "Authorization: cookie\r\nOrigin: https://evil.example\r\n", 403 },
        { "Authorization: cookie\r\nOrigin: null\r\n", 403 },
        { "Authorization: cookie\r\nSec-Fetch-Site: cross-site\r\n", 403 },
        { "Authorization: cookie\r\nSec-Fetch-Site: same-site\r\n", 403 },
        { "Authorization: cookie\r\nSec-Fetch-Site: none\r\n", 403 },
        { "Authorization: cookie\r\nSec-Fetch-Site: same-origin\r\nOrigin: https://evil.example\r\n", 403 },
        { "Authorization: admin\r\n", 201 }, /* a token comes from a program */
        { "Authorization: admin\r\nOrigin: https://evil.example\r\n", 403 },
    };
    House house;
    house_open(&house, *state);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_status(post(&house, "/api/v1/things", CASES[i].headers, "{\"name\":\"a\"}"), CASES[i].status);
    house_close(&house);
}

/* What an idempotency store keeps, here in memory; the real one is a table of jobs. */
static struct {
    char key[300], fingerprint[80], body[100];
    int status;
    bool secret;
} kept;

static bool kept_find(Db *db, Arena *arena, const IdempotencyKey *key, IdempotentReply **reply, Error *error)
{
    (void)db;
    (void)error;
    *reply = NULL;
    if (strcmp(kept.key, key->key))
        return true;
    *reply = arena_make(arena, IdempotentReply);
    **reply = (IdempotentReply) { kept.fingerprint, kept.status, kept.secret ? NULL : kept.body };
    return true;
}

static bool kept_keep(Db *db, const IdempotencyKey *key, const IdempotentReply *reply, int64_t now, Error *error)
{
    (void)db;
    (void)now;
    (void)error;
    assert_string_equal(key->caller, "key:2");
    snprintf(kept.key, sizeof kept.key, "%s", key->key);
    snprintf(kept.fingerprint, sizeof kept.fingerprint, "%s", reply->fingerprint);
    snprintf(kept.body, sizeof kept.body, "%s", reply->body ? reply->body : "");
    kept.status = reply->status;
    kept.secret = !reply->body;
    return true;
}

static void a_repeated_key_gets_the_first_reply(void **state)
{
    House house;
    house_open(&house, *state);
    static const IdempotencyStore STORE = { kept_find, kept_keep };
    idempotency_register(&STORE);
    int before = atomic_load(&runs);
    const char *headers = "Authorization: admin\r\nIdempotency-Key: abc\r\n";
    assert_status(post(&house, "/api/v1/things", headers, "{\"name\":\"a\"}"), 201);
    const char *answer = post(&house, "/api/v1/things", headers, "{\"name\":\"a\"}");
    assert_status(answer, 201);
    assert_holds(answer, "{\"name\":\"a\"}");
    assert_status(post(&house, "/api/v1/things", headers, "{\"name\":\"b\"}"), 409);
    assert_int_equal(atomic_load(&runs), before + 1);
    assert_int_equal(things(*state), 1);
    /* A secret is returned once. */
    assert_status(post(&house, "/api/v1/secrets", "Authorization: admin\r\nIdempotency-Key: s\r\n", "{}"), 201);
    answer = post(&house, "/api/v1/secrets", "Authorization: admin\r\nIdempotency-Key: s\r\n", "{}");
    assert_status(answer, 409);
    assert_null(strstr(answer, "secret\""));
    idempotency_register(NULL);
    house_close(&house);
}

static void slow_work_is_prepared_off_the_writer(void **state)
{
    House house;
    house_open(&house, *state);
    const char *answer = post(&house, "/api/v1/slow", "", "");
    assert_status(answer, 200);
    assert_holds(answer, "{\"was\":\"prepared\"}");
    house_close(&house);
}

static void the_command_line_asks_over_its_socket_or_inside(void **state)
{
    TestDb *test = *state;
    House house;
    DispatchReply reply;
    Error error = { 0 };
    const char *path = arena_format(test->arena, "%s/socket", test->folder);
    DispatchCall call = { .method = POST, .path = "/api/v1/things", .body = "{\"name\":\"a\"}", .size = 12 };
    house_open_with(&house, test, (ServerOptions) { .listen = arena_format(test->arena, "unix:%s", path) });
    assert_true(dispatch_over(path, &call, test->arena, &reply, &error));
    assert_int_equal(reply.status, 201);
    assert_string_equal(reply.body, "{\"name\":\"a\"}");
    assert_true(dispatch(&house.services, TABLES, &call, test->arena, &reply, &error));
    assert_int_equal(reply.status, 201);
    assert_string_equal(reply.body, "{\"name\":\"a\"}");
    call.path = "/api/v1/nothing";
    assert_true(dispatch(&house.services, TABLES, &call, test->arena, &reply, &error));
    assert_int_equal(reply.status, 404);
    assert_int_equal(things(test), 2);
    house_close(&house);
    assert_false(dispatch_over(path, &call, test->arena, &reply, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
}

static void *write_many(void *context)
{
    House *house = context;
    Arena *arena = arena_new();
    House own = *house;
    own.arena = arena;
    for (int i = 0; i < 50; i++)
        assert_status(post(&own, "/api/v1/things", "Authorization: admin\r\n", "{\"name\":\"a\"}"), 201);
    arena_free(arena);
    return NULL;
}

static void many_writers_are_all_answered(void **state)
{
    House house;
    pthread_t threads[8];
    house_open(&house, *state);
    for (int i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, write_many, &house);
    for (int i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(things(*state), 400);
    house_close(&house);
}

static void a_trusted_proxy_says_who_asked_and_nobody_else(void **state)
{
    static const struct {
        const char *forwarded, *address;
    } CASES[] = {
        { "192.0.2.1", "192.0.2.1" },
        { "203.0.113.9, 192.0.2.1", "192.0.2.1" }, /* the left one the client may have made up */
        { "192.0.2.1, 10.1.2.3", "192.0.2.1" },    /* another proxy of ours in between */
        { "2001:db8::1", "2001:db8::1" },
        { "::ffff:192.0.2.1, ::ffff:10.1.2.3", "192.0.2.1" }, /* as proxies write that listen on [::] */
        { "nonsense", "127.0.0.1" },
        { "10.1.2.3", "10.1.2.3" },
    };
    static const char *const PROXIES[] = { "127.0.0.1", "10.0.0.0/8", NULL };
    House house;
    house_open(&house, *state);
    for (int trusted = 1; trusted >= 0; trusted--) {
        house.services.trusted_proxies = trusted ? PROXIES : NULL;
        for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
            const char *answer = ask(&house, arena_format(house.arena,
                                                          "GET /api/v1/address HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: "
                                                          "%s\r\nConnection: close\r\n\r\n",
                                                          CASES[i].forwarded));
            assert_holds(answer, arena_format(house.arena, "\"%s\"", trusted ? CASES[i].address : "127.0.0.1"));
        }
    }
    house_close(&house);
}

static void health_metrics_and_openapi_answer(void **state)
{
    House house;
    house_open(&house, *state);
    assert_status(ask(&house, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 200);
    assert_status(ask(&house, "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 200);
    assert_holds(ask(&house, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "banso_resident_bytes ");
    /* The clients of a proxy on this machine are not local. */
    assert_status(ask(&house, "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: close"
                              "\r\n\r\n"),
                  401);
    const char *answer = ask(&house, "GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const char *body = strstr(answer, "\r\n\r\n") + 4;
    const Json *json;
    Error error = { 0 };
    assert_true(json_parse(house.arena, body, strlen(body), &json, &error));
    const Json *paths = json_get(json, "paths");
    assert_non_null(json_get(json_get(json_get(paths, "/api/v1/things"), "post"), "x-right"));
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(a_read_answers_with_the_headers_of_the_house),
        SQLITE_TEST(while_memory_is_scarce_new_requests_are_asked_to_come_again),
        SQLITE_TEST(who_may_not_is_told_so),
        SQLITE_TEST(unknown_paths_and_methods_are_told_apart),
        DB_TEST(a_write_is_there_when_it_is_answered),
        DB_TEST(a_write_that_fails_leaves_nothing),
        SQLITE_TEST(input_is_checked_before_the_handler_runs),
        SQLITE_TEST(another_site_may_not_write),
        SQLITE_TEST(a_repeated_key_gets_the_first_reply),
        DB_TEST(slow_work_is_prepared_off_the_writer),
        DB_TEST(the_command_line_asks_over_its_socket_or_inside),
        DB_TEST(many_writers_are_all_answered),
        SQLITE_TEST(a_trusted_proxy_says_who_asked_and_nobody_else),
        SQLITE_TEST(health_metrics_and_openapi_answer),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
