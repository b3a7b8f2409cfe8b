/* The notice date after the one that passed: of one line, and where several lines speak. */
#include "base/test.h"
#include "revenue/contract/line_test.h"

static DatedLine of_contract(int64_t contract, const char *from)
{
    DatedLine line = yearly(from, NULL);
    line.contract_id = contract;
    return line;
}

static int64_t next_of_one(const DatedLine *line, const char *text)
{
    return contract_state_at(line, 1, day(text)).next_notice_on;
}

/* Of two lines, whichever comes first. */
static int64_t next_of(DatedLine one, DatedLine other)
{
    int64_t asked = day("2026-12-20");
    int64_t next = contract_state_at((DatedLine[]) { one, other }, 2, asked).next_notice_on;
    assert_int_equal(contract_state_at((DatedLine[]) { other, one }, 2, asked).next_notice_on, next);
    return next;
}

static void after_the_notice_date_the_next_one_is_that_of_the_term_to_come(void **state)
{
    (void)state;
    DatedLine line = of_contract(1, "2026-01-01");
    assert_int_equal(next_of_one(&line, "2026-12-20"), day("2027-12-02"));
    line.cancelled_on = day("2026-12-10");
    assert_int_equal(next_of_one(&line, "2026-12-20"), DAY_NEVER);
    DatedLine ended = of_contract(1, "2026-01-01");
    ended.until_on = day("2027-01-01");
    assert_int_equal(next_of_one(&ended, "2026-12-31"), day("2027-12-02"));
    assert_int_equal(next_of_one(&ended, "2027-01-01"), DAY_NEVER);
    assert_int_equal(next_of_one(&ended, "2027-01-10"), DAY_NEVER);
    ended.auto_renews = false;
    assert_int_equal(next_of_one(&ended, "2026-12-20"), DAY_NEVER);
}

static void of_lines_that_renew_alike_the_earlier_notice_counts(void **state)
{
    (void)state;
    DatedLine other = of_contract(2, "2026-01-01");
    other.notice_days = 40;
    assert_int_equal(next_of(of_contract(1, "2026-01-01"), other), day("2027-11-22"));
}

static void a_line_that_ends_is_not_forgotten_for_one_that_renews_by_itself(void **state)
{
    (void)state;
    DatedLine ends = of_contract(2, "2026-01-01");
    ends.until_on = day("2027-01-01");
    ends.auto_renews = false;
    assert_int_equal(next_of(of_contract(1, "2026-01-01"), ends), DAY_NEVER);
    ends.until_on = day("2027-01-20");
    assert_int_equal(next_of(of_contract(1, "2026-01-01"), ends), DAY_NEVER);
    assert_int_equal(next_of(of_contract(1, "2026-01-01"), of_contract(2, "2026-02-01")), DAY_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_the_notice_date_the_next_one_is_that_of_the_term_to_come),
        cmocka_unit_test(of_lines_that_renew_alike_the_earlier_notice_counts),
        cmocka_unit_test(a_line_that_ends_is_not_forgotten_for_one_that_renews_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
