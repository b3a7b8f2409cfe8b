/* One wait for a database that is away: everything counts from when the caller began to wait. */
#include "base/test.h"

#include "db/away_testkit.h"

#include <stdatomic.h>

enum { SINCE = 7654321 }; /* some moment */

static bool nothing(Db *db, void *context, Error *error)
{
    (void)db;
    (void)context;
    (void)error;
    return true;
}

static void a_read_and_a_write_hand_on_since_when_their_caller_waits(void **state)
{
    Error error = { 0 };
    (void)state;
    Store *store = away_open();
    assert_false(store_read_since(store, SINCE, nothing, NULL, &error));
    assert_false(store_write_since(store, SINCE, nothing, NULL, &error));
    const AwayAsked *asked = away_asked();
    assert_int_equal(asked->begins, 2);
    assert_int_equal(asked->until[0], SINCE + away_patience());
    assert_int_equal(asked->until[1], SINCE + away_patience());
    store_close(store);
}

static void who_names_no_moment_begins_to_wait_with_the_call(void **state)
{
    Error error = { 0 };
    (void)state;
    Store *store = away_open();
    assert_false(store_read(store, nothing, NULL, &error));
    assert_false(store_write(store, nothing, NULL, &error));
    assert_true(away_asked()->until[0] > away_patience());
    assert_true(away_asked()->until[1] >= away_asked()->until[0]);
    store_close(store);
}

/* ---- a group --------------------------------------------------------------------------------------------------- */

enum { JOINING = 3 };

static atomic_int told;

static void told_done(Write *write, bool ok, const Error *error)
{
    (void)write;
    (void)ok;
    (void)error;
    atomic_fetch_add(&told, 1);
}

/* Whichever of them share a transaction: no BEGIN is waited for longer than the one allows that has waited longest. */
static void nobody_of_a_group_waits_for_longer_because_of_the_others(void **state)
{
    Error error = { 0 };
    int64_t oldest = 1, since = 2; /* long ago: nobody waits */
    Write writes[JOINING];
    (void)state;
    Store *store = away_open();
    away_may_pass();
    for (int i = 0; i < JOINING; i++) {
        writes[i] =
            (Write) { .work = nothing, .done = told_done, .joins = true, .since = i == JOINING - 1 ? oldest : since };
        assert_true(store_submit(store, &writes[i], &error));
    }
    store_close(store);
    assert_int_equal(atomic_load(&told), JOINING);
    bool seen = false;
    for (int i = 0; i < away_asked()->begins; i++)
        seen |= away_asked()->until[i] == oldest + away_patience();
    assert_true(seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_read_and_a_write_hand_on_since_when_their_caller_waits),
        cmocka_unit_test(who_names_no_moment_begins_to_wait_with_the_call),
        cmocka_unit_test(nobody_of_a_group_waits_for_longer_because_of_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
