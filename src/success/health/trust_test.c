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
    Seen one[] = { { 1, 1, true }, { 2, 2, false }, { 3, 3, false } };
    trust = trust_of(arena, one, 3);
    assert_true(trust.auc.known && !trust.low.known && trust.noise);
    Seen nobody[] = { { 1, 1, false } };
    trust = trust_of(arena, nobody, 1);
    assert_true(!trust.auc.known && !trust.lift.known && trust.noise);
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

static void it_is_what_comparing_every_pair_says(void **state)
{
    (void)state;
    int judged = 0;
    for (int round = 0; round < 300; round++) {
        Seen seen[60];
        size_t count = 4 + roll(56);
        uint32_t accounts = 2 + roll(40), scores = 2 + roll(30);
        double m = 0, pairs = 0;
        for (size_t i = 0; i < count; i++) {
            seen[i] = (Seen) { roll(accounts), roll(scores), roll(4) == 0 };
            m += seen[i].left;
        }
        double n = (double)count - m;
        if (m < 2 || n < 2)
            continue;
        Trust trust = trust_of(arena, seen, count);
        for (size_t i = 0; i < count; i++)
            pairs += seen[i].left ? placement(seen, count, i, n) : 0;
        assert_true(is_near(trust.auc.value, pairs / m));
        if (trust.auc.value == 0 || trust.auc.value == 1)
            continue;
        double half = 1.959963984540054 * sqrt(fmax(0, variance_by_hand(seen, count, pairs / m, m, n, (int)accounts)));
        assert_true(is_near(trust.low.value, fmax(0, pairs / m - half)));
        assert_true(is_near(trust.high.value, fmin(1, pairs / m + half)));
        judged++;
    }
    assert_true(judged > 200);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worked_example_is_that_of_de_long),
        cmocka_unit_test(a_perfect_order_of_few_is_not_certain),
        cmocka_unit_test(of_the_worst_tenth_equal_ones_count_in_part),
        cmocka_unit_test(it_is_what_comparing_every_pair_says),
        cmocka_unit_test(noise_is_called_noise_and_a_clear_order_is_not),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
