/* Roles, passwords and addresses: what needs no database. */
#include "base/test.h"
#include "house/staff/inside.h"
#include "house/staff/password.h"

#include <string.h>

/* ---- rights ---------------------------------------------------------------------------------------------------- */

static void each_role_may_all_that_the_one_below_may(void **state)
{
    static const char *const ROLES[] = { "viewer", "member", "manager", "admin" };
    (void)state;
    for (int i = 1; i < 4; i++) {
        unsigned below = role_rights(ROLES[i - 1]), here = role_rights(ROLES[i]);
        assert_int_equal(below & here, below);
        assert_int_not_equal(below, here);
    }
    assert_int_equal(role_rights("viewer"), RIGHT_VIEW);
    assert_int_equal(role_rights("member") & ~role_rights("viewer"), RIGHT_ACT);
    assert_int_equal(role_rights("manager") & ~role_rights("member"), RIGHT_MANAGE);
    assert_int_equal(role_rights("admin") & ~role_rights("manager"), RIGHT_ADMIN | RIGHT_INGEST);
}

static void a_token_has_its_right_and_those_below_and_an_ingest_key_no_other(void **state)
{
    (void)state;
    assert_int_equal(token_rights("view"), role_rights("viewer"));
    assert_int_equal(token_rights("act"), role_rights("member"));
    assert_int_equal(token_rights("manage"), role_rights("manager"));
    assert_int_equal(token_rights("admin"), role_rights("admin"));
    assert_int_equal(token_rights("ingest"), RIGHT_INGEST);
}

static void a_name_that_is_no_role_has_no_right(void **state)
{
    static const char *const NAMES[] = { "", "Admin", "admin ", "root", "ingest" };
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        assert_int_equal(role_rights(NAMES[i]), 0);
    assert_int_equal(role_rights(NULL), 0);
    assert_int_equal(token_rights("viewer"), 0);
    assert_int_equal(token_rights(""), 0);
}

/* ---- passwords and addresses ----------------------------------------------------------------------------------- */

static void a_password_is_long_enough_in_letters_and_not_a_common_one(void **state)
{
    static const struct {
        const char *password;
        bool good;
    } CASES[] = {
        { "abcdefg", false },
        { "kzmfwqpe", true },
        { "\xe4\xbc\xb4\xe8\xb5\xb0\xe4\xbc\xb4\xe8\xb5\xb0\xe4\xbc\xb4\xe8\xb5\xb0\xe4\xbc\xb4\xe8\xb5\xb0", true },
        { "\xe4\xbc\xb4\xe8\xb5\xb0\xe4\xbc\xb4", false }, /* nine bytes, three letters */
        { "password", false },
        { "PassWord1", false },
        { "qwertyuiop", false },
        { "Owner@Example.test", false },
        { "a sentence that nobody else says", true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Error error = { 0 };
        bool good = password_is_good(CASES[i].password, "owner@example.test", "password", &error);
        if (good != CASES[i].good)
            fail_msg("%s: %s", CASES[i].password, good ? "taken" : error.text);
        if (!good)
            assert_string_equal(error.field, "password");
    }
}

static void a_password_has_at_most_256_bytes(void **state)
{
    char password[258];
    Error error = { 0 };
    (void)state;
    memset(password, 'x', sizeof password);
    password[256] = 0;
    assert_true(password_is_good(password, NULL, "password", &error));
    password[256] = 'x';
    password[257] = 0;
    assert_false(password_is_good(password, NULL, "password", &error));
}

static void a_hash_knows_its_password_and_nobody_has_none(void **state)
{
    Arena *arena = arena_new();
    const char *hash, *again;
    Error error = { 0 };
    (void)state;
    assert_true(password_hash(arena, "kzmfwqpe", &hash, &error));
    assert_true(password_hash(arena, "kzmfwqpe", &again, &error));
    assert_true(text_starts(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_string_not_equal(hash, again);
    assert_true(password_verify(hash, "kzmfwqpe"));
    assert_false(password_verify(hash, "kzmfwqpE"));
    assert_false(password_verify(hash, ""));
    assert_false(password_verify(NULL, "kzmfwqpe"));
    assert_false(password_verify("", ""));
    arena_free(arena);
}

static void addresses_that_differ_in_case_or_width_are_one(void **state)
{
    static const char *const SAME[][2] = {
        { "  Owner@Example.TEST ", "owner@example.test" }, { "ＭＯＲＩ＠ﾄﾖﾀ.example", "mori@トヨタ.example" },
        { "Mori@トヨタ.example", "mori@トヨタ.example" },  { "mori@とよた.example", "mori@とよた.example" },
        { "info@Straße.example", "info@straße.example" },
    };
    static const char *const WRONG[] = { "", "@", "a@", "@b", "a", "a@b@c", "a b@c", "a@b\n", "a@\x7f" };
    Arena *arena = arena_new();
    const char *normal;
    Error error = { 0 };
    (void)state;
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        assert_true(email_normal(arena, SAME[i][0], &normal, &error));
        assert_string_equal(normal, SAME[i][1]);
    }
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        if (email_normal(arena, WRONG[i], &normal, &error) && strchr(normal, ' '))
            fail_msg("%s passed", WRONG[i]);
    assert_false(email_normal(arena, "a@b@c", &normal, &error));
    assert_false(email_normal(arena, "@b", &normal, &error));
    assert_false(email_normal(arena, "a@", &normal, &error));
    assert_false(email_normal(arena, "a b@c", &normal, &error));
    assert_string_equal(error.field, "email");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_may_all_that_the_one_below_may),
        cmocka_unit_test(a_token_has_its_right_and_those_below_and_an_ingest_key_no_other),
        cmocka_unit_test(a_name_that_is_no_role_has_no_right),
        cmocka_unit_test(a_password_is_long_enough_in_letters_and_not_a_common_one),
        cmocka_unit_test(a_password_has_at_most_256_bytes),
        cmocka_unit_test(a_hash_knows_its_password_and_nobody_has_none),
        cmocka_unit_test(addresses_that_differ_in_case_or_width_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
