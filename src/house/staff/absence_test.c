/* Who stands in for whom on a day. Without a database. */
#include "base/test.h"
#include "house/staff/absence.h"

enum { ANN = 1, BEN = 2, CYN = 3, DAN = 4 };

/* Ann is away on days 10 to 19, Ben stands in; Ben himself is away on 15 to 16, with nobody; Dan on 30, with Ann. */
static const Away AWAY[] = {
    { ANN, 10, 20, { BEN, true } },
    { BEN, 15, 17, { 0 } },
    { DAN, 30, 31, { ANN, true } },
};
static const Aways AWAYS = { 3, AWAY };

static void nobody_stands_in_for_who_is_here(void **state)
{
    (void)state;
    assert_int_equal(away_stand_in(AWAYS, ANN, CYN, 9), 0);
    assert_int_equal(away_stand_in(AWAYS, ANN, CYN, 20), 0);
    assert_int_equal(away_stand_in(AWAYS, CYN, ANN, 10), 0);
    assert_int_equal(away_stand_in(AWAYS, 0, ANN, 10), 0);
}

static void the_stand_in_of_the_account_comes_before_that_of_the_absence(void **state)
{
    (void)state;
    assert_int_equal(away_stand_in(AWAYS, ANN, 0, 10), BEN);
    assert_int_equal(away_stand_in(AWAYS, ANN, CYN, 19), CYN);
}

static void a_stand_in_who_is_away_as_well_leaves_it_to_that_of_the_absence(void **state)
{
    (void)state;
    const Away both[] = { { ANN, 10, 20, { CYN, true } }, { BEN, 15, 17, { 0 } } };
    Aways aways = { 2, both };
    assert_int_equal(away_stand_in(aways, ANN, BEN, 14), BEN);
    assert_int_equal(away_stand_in(aways, ANN, BEN, 15), CYN);
    assert_int_equal(away_stand_in(aways, ANN, BEN, 17), BEN);
}

static void who_owns_and_stands_in_for_the_same_account_is_away_from_both(void **state)
{
    (void)state;
    assert_int_equal(away_stand_in(AWAYS, ANN, ANN, 10), BEN);
}

static void somebody_is_away_from_the_first_day_to_the_last(void **state)
{
    (void)state;
    assert_null(away_on(AWAYS, ANN, 9));
    assert_non_null(away_on(AWAYS, ANN, 10));
    assert_non_null(away_on(AWAYS, ANN, 19));
    assert_null(away_on(AWAYS, ANN, 20));
    assert_null(away_on((Aways) { 0 }, ANN, 10));
    assert_null(away_on(AWAYS, 99, 30));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_stands_in_for_who_is_here),
        cmocka_unit_test(the_stand_in_of_the_account_comes_before_that_of_the_absence),
        cmocka_unit_test(a_stand_in_who_is_away_as_well_leaves_it_to_that_of_the_absence),
        cmocka_unit_test(who_owns_and_stands_in_for_the_same_account_is_away_from_both),
        cmocka_unit_test(somebody_is_away_from_the_first_day_to_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
