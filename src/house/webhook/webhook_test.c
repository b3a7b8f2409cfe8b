/* The rules of webhooks: what is sent, how it is signed, when it is tried again, and when nobody is bothered any more.
 */
#include "db/db_testkit.h"

#include "base/circle.h"
#include "base/id.h"
#include "house/webhook/webhook_store.h"
#include "jobs/module.h"

#include <string.h>

static const int64_t NOON = 1795348800000; /* 2026-11-22T12:00:00Z */
static const unsigned char KEY[32] = { 7 };

/* The example of the specification: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw. */
static void a_signature_is_that_of_standard_webhooks(void **state)
{
    static const uint8_t SECRET[] = { 0x31, 0xf2, 0x90, 0xf6, 0xbf, 0x06, 0x29, 0x8a, 0xab, 0x4f, 0x08, 0xd4,
                                      0x3c, 0x3f, 0x08, 0x2c, 0xf6, 0x48, 0xa3, 0x62, 0xda, 0x2d, 0xa4, 0xb0 };
    Arena *arena = arena_new();
    Bytes secret = { SECRET, sizeof SECRET };
    (void)state;
    assert_string_equal(webhook_secret_text(arena, secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assert_string_equal(
        webhook_signature(arena, secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    arena_free(arena);
}

static void a_message_holds_ids_and_the_typed_body_of_the_fact(void **state)
{
    Arena *arena = arena_new();
    WebhookDeliveryRow delivery = { .id = 3, .webhook_id = 2, .fact_id = { 9, true }, .kind = "task.done" };
    WebhookFactRow fact = { .at = NOON,
                            .kind = "task.done",
                            .account_id = { 5, true },
                            .actor = "staff:1",
                            .subject = "task:4",
                            .body = "{\"late\":true}" };
    (void)state;
    WebhookMessage message = webhook_message(arena, &delivery, &fact, circles_print(arena, CIRCLES_ALL));
    assert_string_equal(message.id, "fact_9");
    assert_string_equal(message.body,
                        "{\"type\":\"task.done\",\"timestamp\":\"2026-11-22T12:00:00.000Z\",\"data\":{\"fact\":9,"
                        "\"account_id\":5,\"contact_id\":null,\"actor\":\"staff:1\",\"subject\":\"task:4\","
                        "\"body\":{\"late\":true}}}");
    delivery.fact_id.known = false;
    assert_string_equal(webhook_message(arena, &delivery, NULL, "[]").id, "test_3");
    arena_free(arena);
}

static void tries_are_spread_over_at_least_three_days(void **state)
{
    int64_t least = 0, most = 0;
    (void)state;
    for (int tries = 1; tries < WEBHOOK_TRIES; tries++) {
        assert_true(webhook_pause_after(tries, 999) > webhook_pause_after(tries, 0));
        least += webhook_pause_after(tries, 0);
        most += webhook_pause_after(tries, 999);
    }
    assert_true(least >= 72 * MS_PER_HOUR);
    assert_true(most < 4 * MS_PER_DAY);
}

static void a_webhook_is_sent_the_kinds_it_names_or_all(void **state)
{
    Arena *arena = arena_new();
    (void)state;
    assert_true(webhook_wants(arena, "[]", "task.done"));
    assert_true(webhook_wants(arena, "[\"account.created\",\"task.done\"]", "task.done"));
    assert_false(webhook_wants(arena, "[\"task\",\"task.undone\"]", "task.done"));
    arena_free(arena);
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

typedef struct {
    Services services;
    Arena *arena;
    int64_t hook, delivery;
    WebhookTry tried;
    int64_t now;
    WebhookRow *sent; /* as they were before the request; NULL = as they are */
    WebhookDeliveryRow *sent_delivery;
} Case;

static bool case_make(Db *db, void *context, Error *error)
{
    Case *one = context;
    const char *shown;
    one->hook = id_new();
    one->delivery = id_new();
    Bytes sealed = webhook_secret_new(one->arena, &one->services, one->hook, &shown);
    return webhook_insert(db, one->hook, "https://example.com/", "", "[]", "[]", true, sealed, NOON, error) &&
           webhook_delivery_insert(db, one->delivery, one->hook, (OptInt) { 0 }, WEBHOOK_TEST, NOON, NOON, error);
}

static bool case_note(Db *db, void *context, Error *error)
{
    const Case *one = context;
    WebhookRow *hook;
    WebhookDeliveryRow *delivery;
    bool delivered;
    Writer writer = { (Services *)(uintptr_t)&one->services, db, one->arena, "system", one->now };
    return webhook_by_id(db, one->arena, one->hook, &hook, error) &&
           webhook_delivery_by_id(db, one->arena, one->delivery, &delivery, error) &&
           webhook_note(&writer, one->sent ? one->sent : hook, one->sent_delivery ? one->sent_delivery : delivery,
                        &one->tried, &delivered, error);
}

typedef struct {
    const Case *one;
    WebhookRow *hook;
    WebhookDeliveryRow *delivery;
} Seen;

static bool case_read(Db *db, void *context, Error *error)
{
    Seen *seen = context;
    return webhook_by_id(db, seen->one->arena, seen->one->hook, &seen->hook, error) &&
           webhook_delivery_by_id(db, seen->one->arena, seen->one->delivery, &seen->delivery, error);
}

static bool count_facts(Db *db, void *context, Error *error)
{
    WebhookFactsSinceRow *facts;
    size_t count;
    bool ok = webhook_facts_since(db, db_arena(db), 0, 0, 0, 100, &(Viewer) { 0 }, &facts, &count, error);
    *(int64_t *)context = ok ? (int64_t)count : -1;
    return ok;
}

static Seen noted(const TestDb *test, Case *one, const char *outcome, int status, int64_t now)
{
    Seen seen = { .one = one };
    one->tried = (WebhookTry) { outcome, status, 12 };
    one->now = now;
    db_test_write(test, case_note, one);
    db_test_read(test, case_read, &seen);
    return seen;
}

static void what_fails_is_tried_ten_times_and_then_given_up(void **state)
{
    const TestDb *test = *state;
    Case one = { .services = { .store = test->store, .seal_key = KEY }, .arena = test->arena };
    db_test_write(test, case_make, &one);
    int64_t now = NOON;
    for (int tries = 1; tries < WEBHOOK_TRIES; tries++) {
        Seen seen = noted(test, &one, "answered", 500, now);
        assert_string_equal(seen.delivery->state, "waiting");
        assert_int_equal(seen.delivery->attempts, tries);
        assert_int_equal(seen.delivery->status.value, 500);
        assert_true(seen.delivery->next_at >= now + webhook_pause_after(tries, 0));
        assert_int_equal(seen.hook->failing_since.value, NOON);
        now = seen.delivery->next_at;
    }
    assert_string_equal(noted(test, &one, "timeout", 0, now).delivery->state, "failed");
}

static void after_five_days_of_failures_alone_a_webhook_is_paused(void **state)
{
    const TestDb *test = *state;
    Case one = { .services = { .store = test->store, .seal_key = KEY }, .arena = test->arena };
    db_test_write(test, case_make, &one);
    assert_false(noted(test, &one, "timeout", 0, NOON).hook->paused_at.known);
    assert_false(noted(test, &one, "timeout", 0, NOON + 5 * MS_PER_DAY - 1).hook->paused_at.known);
    Seen seen = noted(test, &one, "unreachable", 0, NOON + 5 * MS_PER_DAY);
    assert_int_equal(seen.hook->paused_at.value, NOON + 5 * MS_PER_DAY);
}

static void one_answer_begins_the_five_days_again(void **state)
{
    const TestDb *test = *state;
    Case one = { .services = { .store = test->store, .seal_key = KEY }, .arena = test->arena };
    db_test_write(test, case_make, &one);
    noted(test, &one, "timeout", 0, NOON);
    Seen seen = noted(test, &one, "answered", 204, NOON + 4 * MS_PER_DAY);
    assert_string_equal(seen.delivery->state, "delivered");
    assert_false(seen.hook->failing_since.known);
    assert_false(noted(test, &one, "timeout", 0, NOON + 6 * MS_PER_DAY).hook->paused_at.known);
}

static void who_answers_that_it_is_gone_is_paused_at_once(void **state)
{
    const TestDb *test = *state;
    Case one = { .services = { .store = test->store, .seal_key = KEY }, .arena = test->arena };
    db_test_write(test, case_make, &one);
    assert_true(noted(test, &one, "answered", 410, NOON).hook->paused_at.known);
}

static Seen seen_now(const TestDb *test, Case *one)
{
    Seen seen = { .one = one };
    db_test_read(test, case_read, &seen);
    return seen;
}

static void is_sent(const TestDb *test, Case *one)
{
    Seen seen = seen_now(test, one);
    one->sent = seen.hook;
    one->sent_delivery = seen.delivery;
}

static bool hook_is_mended(Db *db, void *context, Error *error)
{
    const Case *one = context;
    return webhook_update(db, one->hook, "https://example.com/mended", "", "[]", "[]", true, error);
}

static bool hook_is_deleted(Db *db, void *context, Error *error)
{
    const Case *one = context;
    return webhook_remove(db, one->hook, error) && webhook_delivery_remove(db, one->hook, error);
}

static bool delivery_is_sent_again(Db *db, void *context, Error *error)
{
    const Case *one = context;
    return webhook_delivery_again(db, one->delivery, NOON, error);
}

static void one_that_was_mended_meanwhile_is_not_paused_by_the_url_before(void **state)
{
    const TestDb *test = *state;
    Case one = { .services = { .store = test->store, .seal_key = KEY }, .arena = test->arena };
    db_test_write(test, case_make, &one);
    is_sent(test, &one);
    db_test_write(test, hook_is_mended, &one);
    Seen seen = noted(test, &one, "answered", 410, NOON);
    assert_false(seen.hook->paused_at.known);
    assert_false(seen.hook->failing_since.known);
    assert_int_equal(seen.delivery->attempts, 1);
    assert_int_equal(seen.delivery->status.value, 410);
}

static void one_that_was_deleted_meanwhile_tells_nothing(void **state)
{
    const TestDb *test = *state;
    Case one = { .services = { .store = test->store, .seal_key = KEY }, .arena = test->arena };
    db_test_write(test, case_make, &one);
    is_sent(test, &one);
    db_test_write(test, hook_is_deleted, &one);
    one.tried = (WebhookTry) { "answered", 410, 12 };
    one.now = NOON;
    db_test_write(test, case_note, &one);
    int64_t facts = 1;
    db_test_read(test, count_facts, &facts);
    assert_int_equal(facts, 0);
}

static void send_again_during_the_last_try_is_not_lost(void **state)
{
    const TestDb *test = *state;
    Case one = { .services = { .store = test->store, .seal_key = KEY }, .arena = test->arena };
    db_test_write(test, case_make, &one);
    for (int tries = 1; tries < WEBHOOK_TRIES; tries++)
        noted(test, &one, "answered", 500, NOON);
    is_sent(test, &one);
    db_test_write(test, delivery_is_sent_again, &one);
    Seen seen = noted(test, &one, "answered", 500, NOON);
    assert_string_equal(seen.delivery->state, "waiting");
    assert_int_equal(seen.delivery->attempts, 0);
    assert_int_equal(seen.delivery->next_at, NOON);
}

static void what_notes_a_try_writes_all_or_nothing(void **state)
{
    const TestDb *test = *state;
    Case one = { .services = { .store = test->store, .seal_key = KEY }, .arena = test->arena, .now = NOON };
    one.tried = (WebhookTry) { "answered", 410, 12 };
    db_test_write(test, case_make, &one);
    db_test_every_fault(test, case_note, &one, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signature_is_that_of_standard_webhooks),
        cmocka_unit_test(a_message_holds_ids_and_the_typed_body_of_the_fact),
        cmocka_unit_test(tries_are_spread_over_at_least_three_days),
        cmocka_unit_test(a_webhook_is_sent_the_kinds_it_names_or_all),
        DB_TEST(what_fails_is_tried_ten_times_and_then_given_up),
        DB_TEST(after_five_days_of_failures_alone_a_webhook_is_paused),
        DB_TEST(one_answer_begins_the_five_days_again),
        DB_TEST(who_answers_that_it_is_gone_is_paused_at_once),
        DB_TEST(one_that_was_mended_meanwhile_is_not_paused_by_the_url_before),
        DB_TEST(one_that_was_deleted_meanwhile_tells_nothing),
        DB_TEST(send_again_during_the_last_try_is_not_lost),
        DB_TEST(what_notes_a_try_writes_all_or_nothing),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
