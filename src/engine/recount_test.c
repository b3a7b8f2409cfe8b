/* The engine against a naive recount of the same random changes. */
#include "engine/engine.h"

#include "engine/measure_kind.h"
#include "engine/program.h"
#include "engine/snapshot.h"
#include "engine/test_engine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static double ask_at(int64_t account, const char *id, int64_t product, int64_t feature, int days, int64_t as_of)
{
    MeasureRef ref = { measure_find(id), product, feature, 0, days, NULL };
    const EngineView *view;
    assert_true(engine_view_since(engine, measure_since(NULL, &ref, as_of), as_of, &view, &error));
    double value = measure_value(view, account, &ref, as_of);
    engine_view_close(view);
    return value;
}

/* ---- the property: equal to a naive recount, whatever comes in whatever order --------------------------------- */

enum { ACCOUNTS = 6, FEATURES = 70, PEOPLE = 12, PRODUCTS = 3, DAYS = 400, FIRST_DAY = 19990 };

static int64_t naive_feature[ACCOUNTS + 1][FEATURES + 1][DAYS];
static int64_t naive_person[ACCOUNTS + 1][PRODUCTS + 1][PEOPLE + 1][DAYS];
static uint64_t seed;

static uint32_t roll(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static int64_t product_of(int64_t feature)
{
    return feature % PRODUCTS + 1;
}

static Delta random_delta(void)
{
    Delta delta = { .account = 1 + roll(ACCOUNTS), .kind = roll(2) ? SERIES_FEATURE : SERIES_PERSON };
    int day = roll(4) ? (int)roll(DAYS) : (int)roll(20) + DAYS - 20;
    int64_t *cell;
    if (delta.kind == SERIES_FEATURE) {
        delta.key = 1 + roll(roll(3) ? 5 : FEATURES);
        delta.product = product_of(delta.key);
        cell = &naive_feature[delta.account][delta.key][day];
    } else {
        delta.key = 1 + roll(PEOPLE);
        delta.product = 1 + roll(PRODUCTS);
        cell = &naive_person[delta.account][delta.product][delta.key][day];
    }
    delta.day = FIRST_DAY + day;
    delta.count = *cell && !roll(3) ? -(int64_t)(1 + roll((uint32_t)*cell)) : 1 + roll(9);
    *cell += delta.count;
    return delta;
}

typedef struct {
    int64_t events, base, active, last, first, heard;
} Naive;

static void naive_day(Naive *naive, int64_t count, int day, int from, int until)
{
    if (!count || day > until)
        return;
    naive->events += day >= from ? count : 0;
    naive->last = day > naive->last ? day : naive->last;
    naive->first = day < naive->first ? day : naive->first;
}

/* feature 0: all of the product, product 0: everything. */
static bool is_wanted(int f, int64_t product, int64_t feature)
{
    return feature ? f == feature : !product || product_of(f) == product;
}

static Naive naive_use(int64_t account, int64_t product, int64_t feature, int from, int until)
{
    Naive naive = { .last = -1, .first = INT32_MAX };
    for (int day = 0; day < DAYS; day++) {
        bool active = false;
        for (int f = 1; f <= FEATURES; f++) {
            int64_t count = naive_feature[account][f][day];
            if (!is_wanted(f, product, feature))
                continue;
            naive_day(&naive, count, day, from, until);
            active = active || count;
        }
        naive.active += active && day >= from && day <= until;
    }
    return naive;
}

static bool naive_heard(int64_t account, int until)
{
    for (int day = 0; day <= until && day < DAYS; day++) {
        for (int f = 1; f <= FEATURES; f++)
            if (naive_feature[account][f][day])
                return true;
        for (int p = 1; p <= PRODUCTS; p++)
            for (int c = 1; c <= PEOPLE; c++)
                if (naive_person[account][p][c][day])
                    return true;
    }
    return false;
}

static int64_t naive_people(int64_t account, int64_t product, int from, int until)
{
    int64_t people = 0;
    for (int c = 1; c <= PEOPLE; c++) {
        bool active = false;
        for (int p = 1; p <= PRODUCTS; p++)
            for (int day = from < 0 ? 0 : from; day <= until && day < DAYS; day++)
                active = active || ((!product || p == product) && naive_person[account][p][c][day]);
        people += active;
    }
    return people;
}

static void assert_same(double got, bool known, double expected)
{
    assert_int_equal(!isnan(got), known);
    if (known)
        assert_true(fabs(got - expected) < 1e-9);
}

static void check_account(int64_t account, int day)
{
    int64_t feature = roll(3) ? 1 + roll(FEATURES) : 0, product = feature ? 0 : roll(PRODUCTS + 1);
    int days = 1 + (int)roll(100);
    int64_t as_of = FIRST_DAY + day;
    bool heard = naive_heard(account, day), whole = naive_heard(account, day - 2 * days);
    Naive now = naive_use(account, product, feature, day - days + 1, day);
    int64_t recent = naive_use(account, product, feature, day - days, day - 1).events;
    int64_t base = naive_use(account, product, feature, day - 2 * days, day - days - 1).events;
    assert_same(ask_at(account, "events", product, feature, days, as_of), heard, (double)now.events);
    assert_same(ask_at(account, "active_days", product, feature, days, as_of), heard, (double)now.active);
    assert_same(ask_at(account, "days_since", product, feature, 0, as_of), now.last >= 0, (double)(day - now.last));
    assert_same(ask_at(account, "days_since_first", product, feature, 0, as_of), now.first <= day,
                (double)(day - now.first));
    assert_same(ask_at(account, "trend", product, feature, days, as_of), whole && base > 0,
                base > 0 ? (double)recent / (double)base - 1 : 0);
    assert_same(ask_at(account, "people", product, 0, days, as_of), heard,
                (double)naive_people(account, product, day - days + 1, day));
}

static void check_all(int rounds)
{
    for (int round = 0; round < rounds; round++)
        check_account(1 + roll(ACCOUNTS), (int)roll(DAYS + 40) - 20);
}

static void apply_random(int rounds)
{
    Delta deltas[50];
    for (int round = 0; round < rounds; round++) {
        uint32_t count = 1 + roll(50);
        for (uint32_t i = 0; i < count; i++)
            deltas[i] = random_delta();
        engine_apply(engine, deltas, count);
    }
}

static void start_random(uint64_t with)
{
    seed = with;
    memset(naive_feature, 0, sizeof naive_feature);
    memset(naive_person, 0, sizeof naive_person);
    for (int i = 1; i <= ACCOUNTS; i++)
        engine_account_add(engine, i);
}

static void answers_equal_a_naive_recount_of_late_and_negative_changes(void **state)
{
    (void)state;
    start_random(20261122);
    for (int round = 0; round < 30; round++) {
        apply_random(10);
        check_all(40);
    }
}

static void a_loaded_engine_answers_as_one_that_grew(void **state)
{
    (void)state;
    EngineLoad *load;
    start_random(7);
    load = engine_load_open(engine);
    for (int i = 0; i < 100000; i++) {
        Delta delta = random_delta();
        engine_load_add(load, &delta);
    }
    engine_load_close(load);
    check_all(150);
}

static size_t rows_of_day(int64_t account, int day, Delta *rows)
{
    size_t count = 0;
    for (int f = 1; f <= FEATURES; f++)
        if (naive_feature[account][f][day])
            rows[count++] =
                (Delta) { account, SERIES_FEATURE, product_of(f), f, FIRST_DAY + day, naive_feature[account][f][day] };
    for (int p = 1; p <= PRODUCTS; p++)
        for (int c = 1; c <= PEOPLE; c++)
            if (naive_person[account][p][c][day])
                rows[count++] =
                    (Delta) { account, SERIES_PERSON, p, c, FIRST_DAY + day, naive_person[account][p][c][day] };
    return count;
}

static void following_the_change_log_gives_the_same_engine_however_often(void **state)
{
    (void)state;
    static Delta rows[FEATURES + PRODUCTS * PEOPLE];
    start_random(99);
    apply_random(100);
    /* The log tells of other servers' events: the naive tables move on, the engine only follows by days. */
    for (int round = 0; round < 300; round++) {
        Delta delta = random_delta();
        int day = (int)(delta.day - FIRST_DAY);
        size_t count = rows_of_day(delta.account, day, rows);
        day_replace(delta.account, delta.day, rows, count);
        if (!roll(3))
            day_replace(delta.account, delta.day, rows, count);
    }
    check_all(150);
}

/* ---- the days that are held ------------------------------------------------------------------------------------ */

static int past_reads;

static size_t rows_before(int64_t account, int64_t until, Delta *rows)
{
    size_t count = 0;
    for (int day = 0; day < DAYS && FIRST_DAY + day < until; day++)
        count += rows_of_day(account, day, rows + count);
    return count;
}

static void past_give(int64_t account, int64_t until, PastAs as)
{
    static Delta rows[(FEATURES + PRODUCTS * PEOPLE) * DAYS];
    engine_past_replace(engine, (Ids) { 1, &account }, until, as, rows, rows_before(account, until, rows));
}

static bool past_load(void *context, Ids only, int64_t until, PastAs as, Error *why)
{
    (void)context;
    past_reads++;
    if (until > FIRST_DAY + 2 * DAYS)
        return fail(why, ERROR_BUSY, NULL, "the database is away");
    for (size_t i = 0; i < only.count; i++)
        past_give(only.items[i], until, as);
    for (int64_t account = 1; account <= ACCOUNTS && only.count == 0; account++)
        past_give(account, until, as);
    return true;
}

static void torn_mend(int64_t floor)
{
    Ids torn = engine_torn(engine, arena);
    for (size_t i = 0; i < torn.count; i++)
        past_give(torn.items[i], floor, PAST_ENDS);
}

/* Newer days as they come, older ones as the database has them, as usage does it. */
static void change_some(int rounds, int64_t floor)
{
    static Delta rows[FEATURES + PRODUCTS * PEOPLE];
    for (int round = 0; round < rounds; round++) {
        Delta delta = random_delta();
        int day = (int)(delta.day - FIRST_DAY);
        if (delta.day >= floor)
            engine_apply(engine, &delta, 1);
        else
            day_replace(delta.account, delta.day, rows, rows_of_day(delta.account, day, rows));
    }
    torn_mend(floor);
}

static size_t days_held(void)
{
    const EngineView *view = engine_view(engine);
    size_t held = view_stats(view).day_counts;
    engine_view_close(view);
    return held;
}

/* Some changes, of which the days before `floor` are let go. */
static void start_cut_off(uint64_t from, int changes, int64_t floor)
{
    start_random(from);
    past_reads = 0;
    engine_past_register(engine, (EnginePast) { past_load, NULL });
    apply_random(changes);
    size_t before = days_held();
    engine_floor_set(engine, floor);
    assert_true(days_held() < before);
}

static void with_days_cut_off_every_answer_is_still_that_of_a_naive_recount(void **state)
{
    (void)state;
    int64_t floor = FIRST_DAY + 200;
    start_cut_off(31, 100, floor);
    for (int round = 0; round < 40; round++) {
        check_all(8);
        change_some(60, floor);
        check_all(2);
        if (roll(2))
            engine_past_release(engine, 0);
        change_some(60, floor);
        if (round == 20)
            engine_floor_set(engine, floor += 64);
    }
    assert_true(past_reads > 10);
}

static void what_the_days_that_are_held_can_say_reads_no_past(void **state)
{
    (void)state;
    int64_t floor = FIRST_DAY + 200;
    start_cut_off(32, 100, floor);
    for (int day = 200; day < DAYS; day++) {
        int64_t account = 1 + roll(ACCOUNTS), feature = 1 + roll(5);
        Naive naive = naive_use(account, 0, feature, day - 9 < 200 ? 200 : day - 9, day);
        assert_same(ask_at(account, "days_since", 0, feature, 0, FIRST_DAY + day), naive.last >= 0,
                    (double)(day - naive.last));
        assert_same(ask_at(account, "days_since_first", 0, feature, 0, FIRST_DAY + day), naive.first <= day,
                    (double)(day - naive.first));
        if (day >= 209)
            assert_same(ask_at(account, "events", 0, feature, 10, FIRST_DAY + day), true, (double)naive.events);
    }
    assert_int_equal(past_reads, 0);
}

/* All that the account ever did, as a view of its days has it. */
static void check_whole(int64_t account)
{
    static Delta rows[FEATURES + PRODUCTS * PEOPLE];
    const EngineView *view;
    const DayCount *days;
    size_t count, at = 0;
    assert_true(engine_view_of(engine, (Ids) { 1, &account }, FIRST_DAY, &view, &error));
    view_days(view, arena, account, 0, 0, FIRST_DAY, FIRST_DAY + DAYS, &days, &count);
    engine_view_close(view);
    for (int day = 0; day < DAYS; day++) {
        int64_t events = 0;
        for (size_t i = 0, all = rows_of_day(account, day, rows); i < all; i++)
            events += rows[i].kind == SERIES_FEATURE ? rows[i].count : 0;
        assert_int_equal(events ? days[at].count : 0, events);
        at += events != 0;
    }
    assert_int_equal(at, count);
}

static void the_days_of_one_account_are_read_alone_and_stay_right_until_they_are_let_go(void **state)
{
    (void)state;
    int64_t floor = FIRST_DAY + 200;
    start_cut_off(34, 100, floor);
    size_t cut = days_held();
    for (int round = 0; round < 20; round++) {
        int64_t account = 1 + roll(ACCOUNTS);
        past_reads = 0;
        check_whole(account);
        change_some(80, floor);
        check_whole(account);
        assert_true(past_reads <= 1);
        check_all(1);
        if (roll(2))
            engine_past_release(engine, 0);
        check_whole(account);
    }
    engine_past_release(engine, 0);
    assert_true(days_held() < 2 * cut);
}

static void a_past_that_cannot_be_read_is_an_error_and_no_answer(void **state)
{
    (void)state;
    const EngineView *view = NULL;
    start_cut_off(33, 20, FIRST_DAY + 5 * DAYS);
    assert_false(engine_view_since(engine, FIRST_DAY + 4 * DAYS, FIRST_DAY + 4 * DAYS, &view, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_null(view);
    int64_t account = 1;
    assert_false(engine_view_of(engine, (Ids) { 1, &account }, FIRST_DAY + 4 * DAYS, &view, &error));
    assert_true(engine_view_since(engine, FIRST_DAY + 5 * DAYS, FIRST_DAY + 5 * DAYS, &view, &error));
    engine_view_close(view);
}

/* ---- the snapshot ---------------------------------------------------------------------------------------------- */

static const char *snapshot_path(void)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/banso-engine-test-%d", (int)getpid());
    return path;
}

static bool snapshot_make(int64_t seq)
{
    Snapshot *snapshot;
    SnapshotPlace place = { seq, seq, seq + 1, seq + 1 };
    return snapshot_open(engine, snapshot_path(), &snapshot, &error) && snapshot_close(snapshot, &place, true, &error);
}

static void a_mapped_snapshot_answers_as_the_engine_that_wrote_it_and_goes_on_changing(void **state)
{
    (void)state;
    SnapshotPlace place = { 0 };
    const char *const none[] = { NULL };
    EngineFeature late = { 999, 44, false, { 0, none } };
    start_random(4711);
    apply_random(200);
    assert_true(snapshot_make(42));
    engine_close(engine);
    assert_true(engine_open(&engine, &error));
    engine_features_set(engine, &late, 1); /* numbers of its own, which the file's replace */
    assert_true(snapshot_map(engine, snapshot_path(), &place, &error));
    assert_int_equal(place.from_seq, 42);
    assert_int_equal(place.until_seq, 43);
    for (int i = 1; i <= ACCOUNTS; i++)
        engine_account_add(engine, i);
    check_all(100);
    apply_random(100);
    check_all(100);
    engine_clear(engine);
    assert_true(isnan(ask_at(1, "events", 0, 0, 900, FIRST_DAY + DAYS)));
    unlink(snapshot_path());
}

static void flip(long at, int how)
{
    FILE *file = fopen(snapshot_path(), "r+b");
    int byte;
    assert_non_null(file);
    fseek(file, at, SEEK_SET);
    byte = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(byte ^ how, file);
    fclose(file);
}

static void a_snapshot_that_is_missing_torn_or_altered_is_refused(void **state)
{
    (void)state;
    SnapshotPlace place = { -1, 0, 0, 0 };
    FILE *file;
    long size;
    start_random(1);
    apply_random(50);
    unlink(snapshot_path());
    assert_false(snapshot_map(engine, snapshot_path(), &place, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
    assert_true(snapshot_make(42));
    file = fopen(snapshot_path(), "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    fclose(file);
    for (long at = 0; at < size; at += 1 + (at > 64) * (size / 50)) {
        flip(at, 0x40);
        assert_false(snapshot_map(engine, snapshot_path(), &place, &error));
        flip(at, 0x40);
    }
    assert_int_equal(truncate(snapshot_path(), size / 2), 0);
    assert_false(snapshot_map(engine, snapshot_path(), &place, &error));
    assert_int_equal(place.from_xact, -1);
    check_all(50);
    unlink(snapshot_path());
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(answers_equal_a_naive_recount_of_late_and_negative_changes),
        TEST(a_loaded_engine_answers_as_one_that_grew),
        TEST(following_the_change_log_gives_the_same_engine_however_often),
        TEST(with_days_cut_off_every_answer_is_still_that_of_a_naive_recount),
        TEST(what_the_days_that_are_held_can_say_reads_no_past),
        TEST(the_days_of_one_account_are_read_alone_and_stay_right_until_they_are_let_go),
        TEST(a_past_that_cannot_be_read_is_an_error_and_no_answer),
        TEST(a_mapped_snapshot_answers_as_the_engine_that_wrote_it_and_goes_on_changing),
        TEST(a_snapshot_that_is_missing_torn_or_altered_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
