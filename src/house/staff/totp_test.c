/* Codes by the clock: RFC 6238's own vectors, when a code counts, and what people type. */
#include "base/test.h"
#include "base/test_arena.h"
#include "base/text.h"
#include "house/staff/totp.h"

#include <string.h>

/* Appendix B of RFC 6238: the last six of its eight digits. */
static const Bytes SECRET = { (const uint8_t *)"12345678901234567890", TOTP_SECRET };
static const struct {
    int64_t seconds;
    const char *code;
} VECTORS[] = {
    { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
    { 1234567890, "005924" }, { 2000000000, "279037" }, { INT64_C(20000000000), "353130" },
};

static void codes_are_those_of_the_standard(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof VECTORS / sizeof *VECTORS; i++)
        assert_int_equal(totp_step(SECRET, VECTORS[i].code, VECTORS[i].seconds * 1000, 0), VECTORS[i].seconds / 30);
}

static void a_code_counts_one_step_early_and_one_late_and_no_further(void **state)
{
    static const int64_t AT = INT64_C(1234567890) * 1000, STEP = INT64_C(1234567890) / 30;
    (void)state;
    for (int steps = -2; steps <= 2; steps++)
        assert_int_equal(totp_step(SECRET, "005924", AT + (int64_t)steps * TOTP_STEP_MS, 0),
                         steps < -1 || steps > 1 ? 0 : STEP);
}

static void a_code_counts_once_and_none_before_it_does(void **state)
{
    static const int64_t AT = INT64_C(1234567890) * 1000, STEP = INT64_C(1234567890) / 30;
    (void)state;
    assert_int_equal(totp_step(SECRET, "005924", AT, STEP - 1), STEP);
    assert_int_equal(totp_step(SECRET, "005924", AT, STEP), 0);
    assert_int_equal(totp_step(SECRET, "005924", AT, STEP + 1), 0);
}

static void what_is_no_code_matches_nothing(void **state)
{
    static const char *const WRONG[] = { "", "00592", "0059240", "005925", "00592a" };
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(totp_step(SECRET, WRONG[i], INT64_C(1234567890) * 1000, 0), 0);
}

static void codes_are_read_as_people_type_them(void **state)
{
    (void)state;
    assert_string_equal(code_normal(arena, " 005 924 "), "005924");
    assert_string_equal(code_normal(arena, "００５９２４"), "005924");
    assert_string_equal(code_normal(arena, "ABCD-2345 Efgh"), "abcd2345efgh");
    const char *code = recovery_code_new(arena);
    assert_int_equal(strlen(code), 19);
    assert_int_equal(strlen(code_normal(arena, code)), 16);
    assert_string_not_equal(code, recovery_code_new(arena));
}

static void a_secret_is_told_as_apps_take_it(void **state)
{
    (void)state;
    assert_string_equal(base32(arena, SECRET.data, SECRET.size), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_string_equal(
        totp_uri(arena, SECRET, "a+b@example.com"),
        "otpauth://totp/Banso:a%2Bb%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Banso");
}

/* The square at each of three corners, by which a camera finds the code: seven dark ones in its first line. */
static void the_qr_code_is_a_path_over_its_squares(void **state)
{
    (void)state;
    int size = 0;
    const char *path = qr_path(arena, "otpauth://totp/Banso:a?secret=GEZDGNBVGY3TQOJQ", &size);
    assert_true(size >= 21 && (size - 17) % 4 == 0);
    assert_true(text_starts(path, "M0 0h7v1h-7z"));
    assert_non_null(strstr(path, arena_format(arena, "M%d 0h7v1h-7z", size - 7)));
    assert_non_null(strstr(path, arena_format(arena, "M0 %dh7v1h-7z", size - 7)));
    assert_null(qr_path(arena, memset(memset(arena_alloc(arena, 5001), 0, 5001), 'x', 5000), &size));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_standard),
        cmocka_unit_test(a_code_counts_one_step_early_and_one_late_and_no_further),
        cmocka_unit_test(a_code_counts_once_and_none_before_it_does),
        cmocka_unit_test(what_is_no_code_matches_nothing),
        cmocka_unit_test(codes_are_read_as_people_type_them),
        cmocka_unit_test(a_secret_is_told_as_apps_take_it),
        cmocka_unit_test(the_qr_code_is_a_path_over_its_squares),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
