/* Who is let in, for how long, how far, and how often one may try. */
#include "house/staff/inside.h"

#include "base/id.h"
#include "db/db_testkit.h"
#include "http/exchange.h"

#include <stdio.h>
#include <string.h>

static const int64_t NOW = INT64_C(1795176000000);

/* ---- who is asking --------------------------------------------------------------------------------------------- */

typedef struct {
    const TestDb *test;
    Services services;
    Arena *arena;
    int64_t staff, key;
    const char *session, *token, *browser; /* secrets */
} House;

enum { SESSION_ID = 31, KEY_ID = 41, BROWSER_ID = 42, STAFF_ID = 21 };

static bool people_work(Db *db, void *context, Error *error)
{
    House *house = context;
    OptInt nobody = { 0 };
    return staff_insert(db, STAFF_ID, "csm@example.test", "CSM One", "member", "[\"support\"]", "ja", NULL, NOW,
                        error) &&
           session_insert(db, SESSION_ID, id_secret_hash(house->arena, house->session), STAFF_ID, "", NOW, error) &&
           key_insert(db, KEY_ID, "Reports", "token", "manage", "[\"revenue\"]", "bnso_",
                      id_secret_hash(house->arena, house->token), "[]", NOW, nobody, error) &&
           key_insert(db, BROWSER_ID, "Pages", "browser", "ingest", "[]", "bnso_",
                      id_secret_hash(house->arena, house->browser), "[\"https://app.example.test\"]", NOW, nobody,
                      error);
}

static House house_open(const TestDb *test)
{
    House house = { .test = test, .arena = test->arena };
    house.services.store = test->store;
    house.services.public_url = "http://banso.example";
    atomic_store(&house.services.zone, zone_find("UTC"));
    house.session = id_secret(house.arena, 32);
    house.token = id_secret(house.arena, 32);
    house.browser = id_secret(house.arena, 32);
    db_test_write(test, people_work, &house);
    return house;
}

static bool nothing(Request *request, Error *error)
{
    (void)request;
    (void)error;
    return true;
}

static const Route OURS = { POST, "/api/v1/x", nothing, RIGHT_VIEW, "Ours" };
static const Route ANYBODYS = { POST, "/v1/x", nothing, RIGHT_INGEST, "Anybody's", .flags = ROUTE_CORS };

/* Who is it that sends these headers at this time? */
static Caller identify_on(House *house, const Route *route, int64_t now, const Header *headers, size_t count,
                          Error *error)
{
    Exchange *exchange = exchange_new(&house->services, NULL, route->path);
    Caller caller = { .kind = CALLER_NOBODY };
    exchange->headers = headers;
    exchange->header_count = count;
    exchange->request.route = route;
    exchange->request.now = now;
    *error = (Error) { 0 };
    if (!staff_identify(&exchange->request, &caller, error))
        caller.kind = CALLER_NOBODY;
    caller.name = caller.language = NULL; /* of the exchange's arena */
    exchange_free(exchange);
    return caller;
}

static Caller by_cookie(House *house, const Route *route, int64_t now)
{
    Error error;
    Header cookie = { "Cookie", arena_format(house->arena, "other=1; banso_session=%s", house->session) };
    return identify_on(house, route, now, &cookie, 1, &error);
}

static Caller by_key(House *house, const char *key, const char *origin, Error *error)
{
    Header headers[] = { { "Authorization", arena_format(house->arena, "Bearer %s", key) }, { "Origin", origin } };
    return identify_on(house, &ANYBODYS, NOW, headers, origin ? 2 : 1, error);
}

static void a_session_is_its_person_with_the_rights_of_the_role(void **state)
{
    House house = house_open(*state);
    Caller caller = by_cookie(&house, &OURS, NOW + 1);
    assert_int_equal(caller.kind, CALLER_STAFF);
    assert_int_equal(caller.id, STAFF_ID);
    assert_int_equal(caller.session_id, SESSION_ID);
    assert_int_equal(caller.rights & RIGHTS_ADMIN, RIGHTS_ACT);
    assert_true(caller.rights & RIGHT_SIGNED_IN);
    assert_int_equal(caller.rights & CIRCLES_ALL, CIRCLE_SUPPORT);
}

static void a_session_ends_after_twelve_idle_hours(void **state)
{
    House house = house_open(*state);
    assert_int_equal(by_cookie(&house, &OURS, NOW + SESSION_IDLE_MS).kind, CALLER_STAFF);
    assert_int_equal(by_cookie(&house, &OURS, NOW + 2 * (int64_t)SESSION_IDLE_MS).kind, CALLER_STAFF);
    assert_int_equal(by_cookie(&house, &OURS, NOW + 3 * (int64_t)SESSION_IDLE_MS + 1).kind, CALLER_NOBODY);
}

static void a_session_ends_after_thirty_days_however_busy(void **state)
{
    House house = house_open(*state);
    int64_t now = NOW;
    for (; now <= NOW + SESSION_MAX_MS; now += SESSION_IDLE_MS)
        assert_int_equal(by_cookie(&house, &OURS, now).kind, CALLER_STAFF);
    assert_int_equal(by_cookie(&house, &OURS, now).kind, CALLER_NOBODY);
}

static void a_session_counts_for_nothing_where_any_page_may_call(void **state)
{
    House house = house_open(*state);
    assert_int_equal(by_cookie(&house, &ANYBODYS, NOW).kind, CALLER_NOBODY);
}

static bool disable_work(Db *db, void *context, Error *error)
{
    (void)context;
    return staff_update(db, STAFF_ID, "CSM One", "member", "[]", "ja", false, error) &&
           known_forget_after_commit(db, error);
}

static void who_is_disabled_is_nobody_at_once(void **state)
{
    House house = house_open(*state);
    assert_int_equal(by_cookie(&house, &OURS, NOW).kind, CALLER_STAFF);
    db_test_write(*state, disable_work, NULL);
    assert_int_equal(by_cookie(&house, &OURS, NOW).kind, CALLER_NOBODY);
}

static bool revoke_work(Db *db, void *context, Error *error)
{
    (void)context;
    return key_revoke(db, KEY_ID, NOW, error) && known_forget_after_commit(db, error);
}

static void a_key_is_a_token_until_it_is_revoked(void **state)
{
    House house = house_open(*state);
    Error error;
    Caller caller = by_key(&house, house.token, NULL, &error);
    assert_int_equal(caller.kind, CALLER_TOKEN);
    assert_int_equal(caller.id, KEY_ID);
    assert_int_equal(caller.rights & ~(unsigned)RIGHT_PUBLIC, RIGHTS_MANAGE | CIRCLE_REVENUE);
    db_test_write(*state, revoke_work, NULL);
    assert_int_equal(by_key(&house, house.token, NULL, &error).kind, CALLER_NOBODY);
    assert_int_equal(error.kind, ERROR_NONE);
}

static void what_is_no_key_is_nobody_and_no_failure(void **state)
{
    static const char *const VALUES[] = { "", "Bearer ", "Basic", "Basic !!!", "Digest x", "Bearer bnso_made_up" };
    House house = house_open(*state);
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        Error error;
        Header header = { "Authorization", VALUES[i] };
        assert_int_equal(identify_on(&house, &ANYBODYS, NOW, &header, 1, &error).kind, CALLER_NOBODY);
        assert_int_equal(error.kind, ERROR_NONE);
    }
}

static bool unread_key(const Request *request, const char **key, Error *error)
{
    (void)request;
    (void)key;
    return fail(error, ERROR_BUSY, NULL, "no memory to read the body");
}

/* Not 401, on which a client gives up. */
static void a_key_that_cannot_be_read_now_is_a_failure(void **state)
{
    static const Route UNREAD = {
        POST, "/v1/x", nothing, RIGHT_INGEST, "Unread", .flags = ROUTE_CORS, .body_key = unread_key
    };
    House house = house_open(*state);
    Header header = { "Authorization", "Bearer bnso_made_up" };
    Error error;
    identify_on(&house, &UNREAD, NOW, NULL, 0, &error);
    assert_int_equal(error.kind, ERROR_BUSY);
    identify_on(&house, &UNREAD, NOW, &header, 1, &error);
    assert_int_equal(error.kind, ERROR_NONE);
}

static void a_browser_key_serves_its_origins_alone(void **state)
{
    static const char *const OTHERS[] = { NULL,
                                          "null",
                                          "https://evil.example",
                                          "https://app.example.test.evil.example",
                                          "https://app.example.tes",
                                          "http://app.example.test",
                                          "https://app.example.test|",
                                          "|" };
    House house = house_open(*state);
    Error error;
    Caller caller = by_key(&house, house.browser, "https://app.example.test", &error);
    assert_int_equal(caller.kind, CALLER_INGEST);
    assert_int_equal(caller.rights & ~(unsigned)RIGHT_PUBLIC, RIGHT_INGEST);
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        assert_int_equal(by_key(&house, house.browser, OTHERS[i], &error).kind, CALLER_NOBODY);
        assert_int_equal(error.kind, ERROR_FORBIDDEN);
    }
}

static void what_was_read_before_a_revocation_is_not_kept(void **state)
{
    House house = house_open(*state);
    Known known = { .kind = CALLER_TOKEN, .id = KEY_ID }, found_known;
    Request request = { .services = &house.services };
    bool found;
    Error error = { 0 };
    int64_t before = known_generation();
    snprintf(known.hash, sizeof known.hash, "%s", id_secret_hash(house.arena, "of this test alone"));
    db_test_write(*state, revoke_work, NULL);
    known_add(&known, before);
    assert_true(known_find(&request, known.hash, &found, &found_known, &error));
    assert_false(found);
    known_add(&known, known_generation());
    assert_true(known_find(&request, known.hash, &found, &found_known, &error));
    assert_true(found);
}

/* ---- attempts -------------------------------------------------------------------------------------------------- */

typedef struct {
    bool may;
    int64_t retry_after; /* seconds; 0 = not said */
    Attempt attempt;
} Tried;

static Tried try(House *house, const char *email, const char *address, int64_t now)
{
    Exchange *exchange = exchange_new(&house->services, NULL, "/api/v1/session");
    Tried tried = { 0 };
    Error error = { 0 };
    exchange->request.address = address;
    exchange->request.now = now;
    tried.may = attempt_enter(&exchange->request, email, &tried.attempt, &error);
    if (!tried.may) {
        assert_int_equal(error.kind, ERROR_LIMIT);
        assert_string_equal(exchange->reply.headers[0].name, "Retry-After");
        sscanf(exchange->reply.headers[0].value, "%ld", &tried.retry_after);
    }
    exchange_free(exchange);
    return tried;
}

static void five_attempts_a_minute_for_an_account(void **state)
{
    House house = house_open(*state);
    for (int i = 0; i < ATTEMPTS_PER_ACCOUNT; i++)
        assert_true(try(&house, "a@example.test", arena_format(house.arena, "192.0.2.%d", i), NOW + i * 1000).may);
    Tried refused = try(&house, "a@example.test", "192.0.2.99", NOW + 10000);
    assert_false(refused.may);
    assert_int_equal(refused.retry_after, 50);
    assert_true(try(&house, "b@example.test", "192.0.2.99", NOW + 10000).may);
    assert_true(try(&house, "a@example.test", "192.0.2.99", NOW + MS_PER_MINUTE).may);
}

static void thirty_attempts_a_minute_from_an_address(void **state)
{
    House house = house_open(*state);
    for (int i = 0; i < ATTEMPTS_PER_ADDRESS; i++)
        assert_true(try(&house, arena_format(house.arena, "%d@example.test", i), "192.0.2.1", NOW).may);
    assert_false(try(&house, "more@example.test", "192.0.2.1", NOW).may);
    assert_true(try(&house, "more@example.test", "192.0.2.2", NOW).may);
}

static void a_line_of_ipv6_counts_as_one_address(void **state)
{
    House house = house_open(*state);
    for (int i = 0; i < ATTEMPTS_PER_ADDRESS; i++)
        assert_true(try(&house, arena_format(house.arena, "%d@example.test", i),
                        arena_format(house.arena, "2001:db8:1:2:%x::%x", i, i + 1), NOW)
                        .may);
    assert_false(try(&house, "more@example.test", "2001:db8:1:2:ffff::1", NOW).may);
    assert_true(try(&house, "more@example.test", "2001:db8:1:3::1", NOW).may);
}

static bool forgive_work(Db *db, void *context, Error *error)
{
    return attempt_forgive(db, context, error);
}

static void good_attempts_do_not_count(void **state)
{
    House house = house_open(*state);
    for (int i = 0; i < 3 * ATTEMPTS_PER_ADDRESS; i++) {
        Tried tried = try(&house, "a@example.test", "192.0.2.1", NOW);
        assert_true(tried.may);
        db_test_write(*state, forgive_work, &tried.attempt);
    }
}

static void a_refused_attempt_does_not_lengthen_the_wait(void **state)
{
    House house = house_open(*state);
    for (int i = 0; i < ATTEMPTS_PER_ACCOUNT; i++)
        assert_true(try(&house, "a@example.test", "192.0.2.1", NOW).may);
    for (int i = 1; i < 60; i++)
        assert_false(try(&house, "a@example.test", "192.0.2.1", NOW + i * 1000).may);
    assert_true(try(&house, "a@example.test", "192.0.2.1", NOW + MS_PER_MINUTE).may);
}

/* ---- links ----------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    const char *token;
    int64_t now;
    InvitationByHashRow *row;
} Link;

static bool link_work(Db *db, void *context, Error *error)
{
    Link *link = context;
    return link_make(db, link->arena, STAFF_ID, link->now, &link->token, error);
}

static bool link_find(Db *db, void *context, Error *error)
{
    Link *link = context;
    return invitation_by_hash(db, link->arena, id_secret_hash(link->arena, link->token), link->now, &link->row, error);
}

static bool link_holds(House *house, const char *token, int64_t now)
{
    Link link = { .arena = house->arena, .token = token, .now = now };
    db_test_read(house->test, link_find, &link);
    return link.row != NULL;
}

static bool link_use(Db *db, void *context, Error *error)
{
    const Link *link = context;
    return invitation_use(db, link->row->id, NOW, error);
}

static void a_link_holds_for_72_hours_once_and_until_a_newer_one(void **state)
{
    House house = house_open(*state);
    Link first = { .arena = house.arena, .now = NOW }, second = first;
    db_test_write(*state, link_work, &first);
    assert_true(link_holds(&house, first.token, NOW + INVITATION_MS - 1));
    assert_false(link_holds(&house, first.token, NOW + INVITATION_MS));
    assert_false(link_holds(&house, "bnso_made_up", NOW));
    db_test_write(*state, link_work, &second);
    assert_false(link_holds(&house, first.token, NOW));
    assert_true(link_holds(&house, second.token, NOW));
    db_test_read(*state, link_find, &second);
    db_test_write(*state, link_use, &second);
    assert_false(link_holds(&house, second.token, NOW));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_session_is_its_person_with_the_rights_of_the_role),
        DB_TEST(a_session_ends_after_twelve_idle_hours),
        DB_TEST(a_session_ends_after_thirty_days_however_busy),
        SQLITE_TEST(a_session_counts_for_nothing_where_any_page_may_call),
        DB_TEST(who_is_disabled_is_nobody_at_once),
        DB_TEST(a_key_is_a_token_until_it_is_revoked),
        SQLITE_TEST(what_is_no_key_is_nobody_and_no_failure),
        SQLITE_TEST(a_key_that_cannot_be_read_now_is_a_failure),
        DB_TEST(a_browser_key_serves_its_origins_alone),
        DB_TEST(what_was_read_before_a_revocation_is_not_kept),
        DB_TEST(five_attempts_a_minute_for_an_account),
        SQLITE_TEST(thirty_attempts_a_minute_from_an_address),
        SQLITE_TEST(a_line_of_ipv6_counts_as_one_address),
        DB_TEST(good_attempts_do_not_count),
        SQLITE_TEST(a_refused_attempt_does_not_lengthen_the_wait),
        DB_TEST(a_link_holds_for_72_hours_once_and_until_a_newer_one),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
