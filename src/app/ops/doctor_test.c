#include "app/ops/doctor.h"

#include "base/clock.h"
#include "base/test_arena.h"

#include <string.h>

static const int64_t NOW = INT64_C(1795176000000); /* 2026-11-20, noon UTC */

static OptInt ago(int64_t ms)
{
    return (OptInt) { NOW - ms, true };
}

static const OptInt NEVER = { 0 };

static void expect(Finding finding, const char *state)
{
    if (strcmp(finding.state, state) != 0)
        fail_msg("%s, not %s: %s", finding.state, state, finding.text);
    /* What is not good says what to do; what is good asks for nothing. */
    assert_int_equal(finding.advice != NULL && finding.advice[0] != 0, strcmp(state, "good") != 0);
}

static void little_room_is_told_before_there_is_none(void **state)
{
    (void)state;
    expect(doctor_disk(arena, "/srv/banso", 2048), "good");
    expect(doctor_disk(arena, "/srv/banso", 2047), "warn");
    expect(doctor_disk(arena, "/srv/banso", 200), "warn");
    expect(doctor_disk(arena, "/srv/banso", 199), "bad");
}

static void a_clock_that_was_set_back_is_told(void **state)
{
    (void)state;
    expect(doctor_clock(arena, NOW, NEVER), "good");
    expect(doctor_clock(arena, NOW, ago(0)), "good");
    expect(doctor_clock(arena, NOW, ago(-MS_PER_HOUR)), "good");
    expect(doctor_clock(arena, NOW, ago(-MS_PER_HOUR - 1)), "bad");
    expect(doctor_clock(arena, 0, NEVER), "bad");
}

static void old_zone_data_are_told(void **state)
{
    (void)state;
    const Zone *tokyo = zone_find("Asia/Tokyo");
    expect(doctor_zone(arena, NOW, NULL, &(ZoneData) { 0 }), "bad");
    expect(doctor_zone(arena, NOW, tokyo, &(ZoneData) { true, "2026c" }), "good");
    expect(doctor_zone(arena, NOW, tokyo, &(ZoneData) { true, "2024a" }), "good");
    expect(doctor_zone(arena, NOW, tokyo, &(ZoneData) { true, "2023d" }), "warn");
    expect(doctor_zone(arena, NOW, tokyo, &(ZoneData) { true, "" }), "good");
    expect(doctor_zone(arena, NOW, tokyo, &(ZoneData) { false, "2026c" }), "warn");
    assert_string_equal(doctor_zone(arena, NOW, tokyo, &(ZoneData) { true, "2026c" }).text,
                        "today is 2026-11-20 in the workspace; zone data 2026c from the system");
}

static void work_that_waits_is_worse_than_work_that_failed(void **state)
{
    (void)state;
    expect(doctor_work(arena, &(DoctorWork) { 0 }), "good");
    expect(doctor_work(arena, &(DoctorWork) { .failed = 1 }), "warn");
    expect(doctor_work(arena, &(DoctorWork) { .skipped = 1 }), "warn");
    expect(doctor_work(arena, &(DoctorWork) { .late = 1, .failed = 1 }), "bad");
    expect(doctor_work(arena, &(DoctorWork) { .stuck = 1 }), "bad");
}

static void a_webhook_that_cannot_sign_is_worse_than_one_that_is_paused(void **state)
{
    (void)state;
    expect(doctor_webhooks(arena, &(WebhookHealth) { .count = 2 }), "good");
    expect(doctor_webhooks(arena, &(WebhookHealth) { .count = 2, .paused = 1 }), "warn");
    expect(doctor_webhooks(arena, &(WebhookHealth) { .count = 2, .paused = 1, .unreadable = 1 }), "bad");
}

static void files_without_their_content_are_told(void **state)
{
    (void)state;
    expect(doctor_files_found(arena, &(DoctorFiles) { 0 }), "good");
    expect(doctor_files_found(arena, &(DoctorFiles) { .files = 3, .bytes = 1 << 22 }), "good");
    expect(doctor_files_found(arena, &(DoctorFiles) { .files = 3, .bytes = 1 << 22, .broken = 1 }), "bad");
}

#define DAY_OF_NOW (INT64_C(1795176000000) / MS_PER_DAY)

static OptInt days_ago(int days)
{
    return (OptInt) { DAY_OF_NOW - days, true };
}

static Finding events_of(OptInt key_used_at, OptInt event_on)
{
    return doctor_events(arena, &(DoctorEvents) { NOW, DAY_OF_NOW, key_used_at, event_on });
}

static void silence_is_told_only_where_something_sent_before(void **state)
{
    const OptInt TODAY = days_ago(0);
    (void)state;
    expect(events_of(NEVER, NEVER), "good");
    expect(events_of(ago(48 * MS_PER_HOUR), TODAY), "good");
    expect(events_of(ago(49 * MS_PER_HOUR), TODAY), "warn");
    assert_string_equal(events_of(ago(49 * MS_PER_HOUR), TODAY).text,
                        "last usage event today; no ingest key used for 2 days");
}

static void an_old_event_is_a_finding_sooner_where_a_key_sends_them(void **state)
{
    (void)state;
    expect(events_of(ago(0), days_ago(7)), "good");
    expect(events_of(ago(0), days_ago(8)), "warn");
    expect(events_of(NEVER, days_ago(35)), "good");
    expect(events_of(NEVER, days_ago(36)), "warn");
}

static void ages_are_told_in_units_of_people(void **state)
{
    static const struct {
        int days;
        const char *text;
    } AGES[] = { { 0, "last usage event today" },         { 1, "last usage event yesterday" },
                 { 2, "last usage event 2 days ago" },    { 59, "last usage event 59 days ago" },
                 { 60, "last usage event 2 months ago" }, { 509, "last usage event 16 months ago" },
                 { 730, "last usage event 2 years ago" } };
    (void)state;
    for (size_t i = 0; i < sizeof AGES / sizeof *AGES; i++)
        assert_string_equal(events_of(NEVER, days_ago(AGES[i].days)).text, AGES[i].text);
}

static void keys_of_disabled_users_are_told(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "Production", "Laptop" };
    expect(doctor_keys(arena, NAMES, 0), "good");
    expect(doctor_keys(arena, NAMES, 2), "warn");
    assert_string_equal(doctor_keys(arena, NAMES, 2).text, "2 keys of disabled users still work: Production, Laptop");
    assert_string_equal(doctor_keys(arena, NAMES, 1).text, "1 key of disabled users still works: Production");
}

static void a_backup_is_asked_for_from_the_second_day_and_each_week(void **state)
{
    (void)state;
    expect(doctor_backup(arena, NOW, NEVER, NEVER), "good");
    expect(doctor_backup(arena, NOW, ago(MS_PER_DAY - 1), NEVER), "good");
    expect(doctor_backup(arena, NOW, ago(MS_PER_DAY), NEVER), "warn");
    expect(doctor_backup(arena, NOW, ago(400 * (int64_t)MS_PER_DAY), ago(7 * (int64_t)MS_PER_DAY)), "good");
    expect(doctor_backup(arena, NOW, ago(400 * (int64_t)MS_PER_DAY), ago(8 * (int64_t)MS_PER_DAY)), "warn");
}

static void address_and_url_must_fit_together(void **state)
{
    static const struct {
        const char *listen, *url, *key, *found;
        bool given;
    } CASES[] = {
        { "127.0.0.1:8080", "http://127.0.0.1:8080", NULL, "good", false },
        { "[::1]:8080", "http://[::1]:8080", NULL, "good", true },
        { "unix:/run/banso", "https://cs.example.com", NULL, "good", true },
        { "127.0.0.1:8080", "https://cs.example.com", NULL, "good", true },
        { "unix:/run/banso", "unix:/run/banso", NULL, "bad", false },
        { "0.0.0.0:8080", "http://0.0.0.0:8080", NULL, "bad", false },
        { "0.0.0.0:8080", "http://cs.example.com", NULL, "warn", true },
        { "0.0.0.0:8443", "https://cs.example.com", "key.pem", "good", true },
        { "0.0.0.0:8443", "http://cs.example.com", "key.pem", "bad", true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        OpsSettings settings = { .listen = CASES[i].listen,
                                 .tls_key = CASES[i].key,
                                 .public_url_given = CASES[i].given };
        expect(doctor_address(arena, &settings, CASES[i].url), CASES[i].found);
    }
}

static void money_without_a_rate_is_told_before_the_year_begins(void **state)
{
    WithoutRates none = { .arena = arena }, some = { .arena = arena };
    (void)state;
    without_rates_add(&some, "GBP USD");
    without_rates_add(&some, "USD");
    expect(doctor_rates(arena, &none, &none, 20600), "good");
    expect(doctor_rates(arena, &none, &some, 20600), "warn");
    expect(doctor_rates(arena, &some, &some, 20600), "warn");
    assert_string_equal(doctor_rates(arena, &some, &none, 20600).text,
                        "without a currency rate: 1 account in GBP, 2 accounts in USD");
    assert_string_equal(doctor_rates(arena, &none, &some, 20544).text,
                        "without a currency rate by 2026-04-01: 1 account in GBP, 2 accounts in USD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(little_room_is_told_before_there_is_none),
        cmocka_unit_test(a_clock_that_was_set_back_is_told),
        cmocka_unit_test(old_zone_data_are_told),
        cmocka_unit_test(work_that_waits_is_worse_than_work_that_failed),
        cmocka_unit_test(a_webhook_that_cannot_sign_is_worse_than_one_that_is_paused),
        cmocka_unit_test(files_without_their_content_are_told),
        cmocka_unit_test(silence_is_told_only_where_something_sent_before),
        cmocka_unit_test(an_old_event_is_a_finding_sooner_where_a_key_sends_them),
        cmocka_unit_test(ages_are_told_in_units_of_people),
        cmocka_unit_test(keys_of_disabled_users_are_told),
        cmocka_unit_test(a_backup_is_asked_for_from_the_second_day_and_each_week),
        cmocka_unit_test(address_and_url_must_fit_together),
        cmocka_unit_test(money_without_a_rate_is_told_before_the_year_begins),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
