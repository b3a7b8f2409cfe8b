/* AUC, interval and lift: worked figures, comparing every pair, and how often the interval is right. */
#include "base/test.h"

#include "base/test_arena.h"
#include "success/health/trust.h"

#include <math.h>

static uint32_t roll(uint32_t below)
{
    static uint64_t seed = 20261130;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static bool is_near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void a_worked_example_is_that_of_de_long(void **state)
{
    (void)state;
    /* 8 of 9 pairs; both placements vary by 1/27, so the variance is 2/81. */
    Seen seen[] = { { 1, 1, true }, { 2, 2, true }, { 3, 3, false }, { 4, 4, true }, { 5, 5, false }, { 6, 6, false } };
    Trust trust = trust_of(arena, seen, 6);
    assert_true(is_near(trust.auc.value, 8.0 / 9));
    assert_true(is_near(trust.low.value, 8.0 / 9 - 1.959963984540054 * sqrt(2.0 / 81)));
    assert_true(is_near(trust.high.value, 1));
    assert_false(trust.noise);
}

static void a_perfect_order_of_few_is_not_certain(void **state)
{
    (void)state;
    Seen right[] = { { 1, 1, true }, { 2, 2, true }, { 3, 3, false }, { 4, 4, false }, { 5, 5, false } };
    Trust trust = trust_of(arena, right, 5);
    assert_true(trust.auc.value == 1 && trust.high.value == 1);
    assert_true(fabs(trust.low.value - 0.342) < 0.001); /* Wilson, 2 of 2 */
    assert_true(trust.noise);
    Seen same[] = { { 1, 1, true }, { 2, 2, true }, { 3, 3, false }, { 3, 4, false }, { 3, 5, false } };
    trust = trust_of(arena, same, 5);
    assert_true(trust.auc.known && !trust.low.known && trust.noise); /* one account stayed, seen three times */
    Seen one[] = { { 1, 1, true }, { 2, 2, false }, { 3, 3, false } };
    trust = trust_of(arena, one, 3);
    assert_true(trust.auc.known && !trust.low.known && trust.noise);
    Seen nobody[] = { { 1, 1, false } };
    trust = trust_of(arena, nobody, 1);
    assert_true(!trust.auc.known && !trust.lift.known && trust.noise);
}

/* All that left BAD, and 40 of the 100 that stayed: of two both are so by chance in 16 of 100 cases, of ten hardly. */
static void what_all_leavers_have_says_little_of_few(void **state)
{
    (void)state;
    for (int leavers = 2; leavers <= 10; leavers += 8) {
        Seen seen[110];
        int count = 0;
        for (; count < leavers; count++)
            seen[count] = (Seen) { count, 0, true };
        for (int i = 0; i < 100; i++, count++)
            seen[count] = (Seen) { count, i < 40 ? 0 : 2, false };
        Trust trust = trust_of(arena, seen, (size_t)count);
        assert_true(is_near(trust.auc.value, 0.8));
        assert_true(trust.noise == (leavers == 2));
        assert_true(trust.high.value > 0.85 && trust.high.value < 1);
    }
    /* And all that stayed GOOD: two of them show as little. */
    Seen seen[12] = { { 1, 2, false }, { 2, 2, false } };
    for (int i = 2; i < 12; i++)
        seen[i] = (Seen) { i + 1, i < 8 ? 0 : 2, true };
    Trust trust = trust_of(arena, seen, 12);
    assert_true(is_near(trust.auc.value, 0.8) && trust.noise);
}

static void of_the_worst_tenth_equal_ones_count_in_part(void **state)
{
    (void)state;
    Seen seen[40];
    for (int i = 0; i < 40; i++)
        seen[i] = (Seen) { i, i < 2 ? 0 : i < 8 ? 1 : 2, i == 0 || (i >= 2 && i < 5) || i == 30 };
    Trust trust = trust_of(arena, seen, 40); /* 4 accounts: both of 0, one of which left, and a third of the six of 1 */
    assert_true(is_near(trust.tenth_left.value, 1 + 3 / 3.0));
    assert_true(is_near(trust.lift.value, 2 / 0.5));
}

/* ---- against every pair ---------------------------------------------------------------------------------------- */

static double pair(const Seen *left, const Seen *stayed)
{
    return left->score < stayed->score ? 1 : left->score == stayed->score ? 0.5 : 0;
}

/* Of what one observation is, over all of the other side. */
static double placement(const Seen *seen, size_t count, size_t at, double others)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        if (seen[i].left != seen[at].left)
            sum += seen[at].left ? pair(&seen[at], &seen[i]) : pair(&seen[i], &seen[at]);
    return sum / others;
}

/* Obuchowski's formula as it is printed, account by account. */
static double variance_by_hand(const Seen *seen, size_t count, double auc, double m, double n, int accounts)
{
    double s10 = 0, s01 = 0, s11 = 0, i10 = 0, i01 = 0, all = 0;
    for (int account = 0; account < accounts; account++) {
        double left = 0, stayed = 0, mine = 0, theirs = 0;
        for (size_t i = 0; i < count; i++) {
            if (seen[i].account != account)
                continue;
            left += seen[i].left;
            stayed += !seen[i].left;
            *(seen[i].left ? &mine : &theirs) += placement(seen, count, i, seen[i].left ? n : m);
        }
        i10 += left > 0;
        i01 += stayed > 0;
        all += left + stayed > 0;
        s10 += pow(mine - left * auc, 2);
        s01 += pow(theirs - stayed * auc, 2);
        s11 += (mine - left * auc) * (theirs - stayed * auc);
    }
    s10 *= i10 > 1 ? i10 / ((i10 - 1) * m) : 0;
    s01 *= i01 > 1 ? i01 / ((i01 - 1) * n) : 0;
    s11 *= all > 1 ? all / (all - 1) : 0;
    return s10 / m + s01 / n + 2 * s11 / (m * n);
}

typedef struct {
    double accounts;
    bool flat; /* each has the placement of the first */
} Side;

static Side side_by_hand(const Seen *seen, size_t count, bool left, double others)
{
    Side side = { 0, true };
    double first = -1;
    for (size_t i = 0; i < count; i++) {
        bool again = false;
        if (seen[i].left != left)
            continue;
        double own = placement(seen, count, i, others);
        first = first < 0 ? own : first;
        side.flat &= is_near(own, first);
        for (size_t before = 0; before < i; before++)
            again |= seen[before].left == left && seen[before].account == seen[i].account;
        side.accounts += !again;
    }
    return side;
}

/* Wilson's lower bound of n of n, which is n of n and the square of z. */
static double sure_by_hand(Side side)
{
    return side.flat ? side.accounts / (side.accounts + 3.841458820694124) : 1;
}

/* How many left. In some rounds these are few, of two scores: often all at one place. */
static double roll_seen(Seen *seen, size_t count, uint32_t accounts, bool few)
{
    uint32_t scores = few ? 2 : 2 + roll(30), one_in = few ? 10 : 4;
    double left = 0;
    for (size_t i = 0; i < count; i++) {
        seen[i] = (Seen) { roll(accounts), roll(scores), roll(one_in) == 0 };
        left += seen[i].left;
    }
    return left;
}

static void it_is_what_comparing_every_pair_says(void **state)
{
    (void)state;
    int judged = 0, flat = 0;
    for (int round = 0; round < 300; round++) {
        Seen seen[60];
        size_t count = 4 + roll(56);
        uint32_t accounts = 2 + roll(40);
        double m = roll_seen(seen, count, accounts, round % 3 == 0), pairs = 0;
        double n = (double)count - m;
        if (m < 2 || n < 2)
            continue;
        Trust trust = trust_of(arena, seen, count);
        for (size_t i = 0; i < count; i++)
            pairs += seen[i].left ? placement(seen, count, i, n) : 0;
        assert_true(is_near(trust.auc.value, pairs / m));
        Side leavers = side_by_hand(seen, count, true, n), stayers = side_by_hand(seen, count, false, m);
        assert_true(trust.low.known == (leavers.accounts > 1 && stayers.accounts > 1));
        if (!trust.low.known)
            continue;
        double auc = pairs / m, sure = fmin(sure_by_hand(leavers), sure_by_hand(stayers));
        double half = 1.959963984540054 * sqrt(fmax(0, variance_by_hand(seen, count, auc, m, n, (int)accounts)));
        assert_true(is_near(trust.low.value, fmax(0, fmin(auc - half, auc * sure))));
        assert_true(is_near(trust.high.value, fmin(1, fmax(auc + half, 1 - (1 - auc) * sure))));
        flat += sure < 1;
        judged++;
    }
    print_message("judged %d, of them %d with a side at one place\n", judged, flat);
    assert_true(judged > 200 && flat > 10);
}

/* ---- how often it is right ------------------------------------------------------------------------------------- */

/* About normal. */
static double bell(void)
{
    double sum = 0;
    for (int i = 0; i < 12; i++)
        sum += roll(1000000) / 1e6;
    return sum - 6;
}

/* Four observations of each of 120 accounts, which are much alike; one in six leaves at the end. */
static size_t year_of(Seen *seen, double worse)
{
    size_t count = 0;
    for (int account = 0; account < 120; account++) {
        bool leaves = account % 6 == 0;
        double own = bell();
        for (int time = 0; time < 4; time++) {
            bool left = leaves && time == 3;
            seen[count++] = (Seen) { account, own + 0.3 * bell() - (left ? worse : 0), left };
        }
    }
    return count;
}

static void noise_is_called_noise_and_a_clear_order_is_not(void **state)
{
    (void)state;
    enum { ROUNDS = 600 };
    int noise = 0, clear = 0;
    for (int round = 0; round < ROUNDS; round++) {
        Seen seen[480];
        size_t count = year_of(seen, 0);
        noise += trust_of(arena, seen, count).noise;
        count = year_of(seen, 1.5);
        clear += !trust_of(arena, seen, count).noise;
    }
    print_message("noise said of noise %d of %d, not of what is clear %d\n", noise, ROUNDS, clear);
    assert_true(noise > ROUNDS * 91 / 100 && noise < ROUNDS * 98 / 100);
    assert_true(clear > ROUNDS * 98 / 100);
}

/* Twenty looks at pure noise: with the correction nearly none of them says that it found something. */
static void of_many_looks_at_noise_hardly_any_is_called_more(void **state)
{
    (void)state;
    enum { ROUNDS = 60, LOOKS = 20 };
    int found = 0, clear = 0;
    for (int round = 0; round < ROUNDS; round++) {
        Trust looks[LOOKS], *all[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            Seen seen[480];
            size_t count = year_of(seen, i == 0 ? 2 : 0);
            looks[i] = trust_of(arena, seen, count);
            all[i] = &looks[i];
        }
        assert_int_equal(trusts_correct(arena, all, LOOKS), LOOKS);
        clear += !looks[0].noise;
        for (int i = 1; i < LOOKS; i++)
            found += !looks[i].noise;
    }
    print_message("of noise %d of %d called more, of what is clear %d of %d\n", found, ROUNDS * (LOOKS - 1), clear,
                  ROUNDS);
    assert_true(found < ROUNDS * (LOOKS - 1) / 33);
    assert_true(clear > ROUNDS * 95 / 100);
}

static void an_order_alone_is_corrected_for_nothing(void **state)
{
    (void)state;
    Seen seen[] = { { 1, 1, true }, { 2, 2, true }, { 3, 3, false }, { 4, 4, true }, { 5, 5, false }, { 6, 6, false } };
    Seen one[] = { { 1, 1, true }, { 2, 2, false } };
    Trust trust = trust_of(arena, seen, 6), few = trust_of(arena, one, 2), *both[] = { &trust, &few };
    assert_true(trust.chance < 0.05);
    assert_true(isnan(few.chance));
    assert_int_equal(trusts_correct(arena, both, 2), 1);
    assert_false(trust.noise);
    assert_true(few.noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worked_example_is_that_of_de_long),
        cmocka_unit_test(a_perfect_order_of_few_is_not_certain),
        cmocka_unit_test(what_all_leavers_have_says_little_of_few),
        cmocka_unit_test(of_the_worst_tenth_equal_ones_count_in_part),
        cmocka_unit_test(it_is_what_comparing_every_pair_says),
        cmocka_unit_test(noise_is_called_noise_and_a_clear_order_is_not),
        cmocka_unit_test(of_many_looks_at_noise_hardly_any_is_called_more),
        cmocka_unit_test(an_order_alone_is_corrected_for_nothing),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
