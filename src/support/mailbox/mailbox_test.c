/* Addresses of ours, and ports. */
#include "base/test.h"
#include "support/mailbox/mailbox_store.h"

static void an_address_is_ours_in_any_case_and_with_a_token(void **state)
{
    Arena *arena = arena_new();
    (void)state;
    assert_string_equal(mailbox_plain_address(arena, "Support+t1k-3f@Example.COM"), "support@example.com");
    assert_string_equal(mailbox_plain_address(arena, " support@example.com "), "support@example.com");
    assert_string_equal(mailbox_plain_address(arena, "support"), "support");
    assert_string_equal(mailbox_plain_address(arena, NULL), "");
    arena_free(arena);
}

static void a_port_is_the_usual_one_unless_it_is_said(void **state)
{
    Mailbox mailbox = { .in_security = "tls", .out_security = "starttls" };
    (void)state;
    assert_int_equal(mailbox_in_port(&mailbox), 993);
    assert_int_equal(mailbox_out_port(&mailbox), 587);
    mailbox.in_security = "plain";
    mailbox.out_port = (OptInt) { 2525, true };
    assert_int_equal(mailbox_in_port(&mailbox), 143);
    assert_int_equal(mailbox_out_port(&mailbox), 2525);
}

static void a_password_opens_for_its_own_way_alone(void **state)
{
    static const unsigned char KEY[SECRET_SIZE] = { 1 };
    Arena *arena = arena_new();
    Services services = { .seal_key = KEY };
    Mailbox mailbox = { .id = 5 };
    const char *secret;
    (void)state;
    assert_true(mailbox_out_secret(arena, &services, &mailbox, &secret));
    assert_null(secret);
    mailbox.out_secret = mailbox_secret_seal(arena, &services, 5, MAILBOX_OUT, "open sesame");
    mailbox.in_secret = mailbox.out_secret;
    assert_true(mailbox_out_secret(arena, &services, &mailbox, &secret));
    assert_string_equal(secret, "open sesame");
    assert_false(mailbox_in_secret(arena, &services, &mailbox, &secret));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_ours_in_any_case_and_with_a_token),
        cmocka_unit_test(a_password_opens_for_its_own_way_alone),
        cmocka_unit_test(a_port_is_the_usual_one_unless_it_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
