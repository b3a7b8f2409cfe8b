/* Whom a rule holds: by domain, address, user id and custom field. */
#include "customer/contact/exclude_store.h"

#include "base/test_arena.h"

static const ContactRow PERSON = { .external_id = "u-42",
                                   .email = "Aki+Test@Mail.Example.com",
                                   .fields = "{\"is_test\":true,\"team\":\"QA East\",\"seats\":3}" };

static bool holds(const char *kind, const char *pattern, const char *field)
{
    ExclusionRow rule = { .id = 7, .kind = kind, .pattern = pattern, .field = field };
    Exclusions rules = { 1, &rule };
    return exclusion_of(arena, &rules, &PERSON) == 7;
}

static void a_domain_holds_its_addresses_and_those_below_it(void **state)
{
    (void)state;
    assert_true(holds("domain", "mail.example.com", NULL));
    assert_true(holds("domain", "example.com", NULL));
    assert_false(holds("domain", "ample.com", NULL));
    assert_false(holds("domain", "example.com.evil", NULL));
}

static void a_star_stands_for_anything_anywhere(void **state)
{
    (void)state;
    assert_true(holds("address", "*+test@*", NULL));
    assert_true(holds("address", "AKI*", NULL));
    assert_true(holds("address", "*", NULL));
    assert_false(holds("address", "*+demo@*", NULL));
    assert_true(holds("user_id", "u-*", NULL));
    assert_false(holds("user_id", "u-", NULL));
    assert_true(exclusion_fits(arena, "a*b*c", "aXbbYc"));
    assert_false(exclusion_fits(arena, "a*b*c", "aXbbY"));
}

static void width_and_case_do_not_matter(void **state)
{
    (void)state;
    assert_true(exclusion_fits(arena, "test*", "\xEF\xBC\xB4\xEF\xBC\xA5\xEF\xBC\xB3\xEF\xBC\xB4-1"));
}

static void a_trait_is_compared_as_people_write_it(void **state)
{
    (void)state;
    assert_true(holds("trait", "true", "is_test"));
    assert_true(holds("trait", "qa*", "team"));
    assert_true(holds("trait", "3", "seats"));
    assert_false(holds("trait", "true", "is_staff"));
    assert_false(holds("trait", "false", "is_test"));
}

static void nobody_is_a_robot_by_what_is_known_of_them(void **state)
{
    (void)state;
    assert_false(holds("robot", "", NULL));
}

static void the_oldest_rule_is_the_reason(void **state)
{
    (void)state;
    const ExclusionRow rows[] = { { .id = 1, .kind = "domain", .pattern = "other.example" },
                                  { .id = 2, .kind = "user_id", .pattern = "u-*" },
                                  { .id = 3, .kind = "domain", .pattern = "example.com" } };
    Exclusions rules = { 3, rows };
    ContactRow empty = { .fields = "{}" };
    assert_int_equal(exclusion_of(arena, &rules, &PERSON), 2);
    assert_int_equal(exclusion_of(arena, &rules, &empty), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_domain_holds_its_addresses_and_those_below_it, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_star_stands_for_anything_anywhere, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(width_and_case_do_not_matter, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_trait_is_compared_as_people_write_it, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(nobody_is_a_robot_by_what_is_known_of_them, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(the_oldest_rule_is_the_reason, arena_set_up, arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
