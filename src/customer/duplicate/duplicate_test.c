/* What is taken for the same, and what is not. */
#include "customer/duplicate/duplicate_key.h"

#include "base/test.h"
#include "base/test_arena.h"

typedef const char *(*KeyOf)(Arena *arena, const char *given);

static void same(KeyOf key_of, const char *one, const char *other)
{
    Arena *own = arena_new();
    const char *a = key_of(own, one), *b = key_of(own, other);
    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(a, b);
    arena_free(own);
}

static void differ(KeyOf key_of, const char *one, const char *other)
{
    Arena *own = arena_new();
    assert_string_not_equal(key_of(own, one), key_of(own, other));
    arena_free(own);
}

static void none(KeyOf key_of, const char *given)
{
    Arena *own = arena_new();
    assert_null(key_of(own, given));
    arena_free(own);
}

static void a_name_is_the_same_without_its_legal_form(void **state)
{
    (void)state;
    same(key_of_name, "株式会社アクメ", "(株)ｱｸﾒ");
    same(key_of_name, "㈱アクメ", "あくめ");
    same(key_of_name, "アクメ合同会社", "アクメ");
    same(key_of_name, "Acme Co., Ltd.", "ACME");
    same(key_of_name, "Acme GmbH", "ａｃｍｅ Inc.");
    same(key_of_name, "Acme K.K.", "acme");
    same(key_of_name, "髙島商事", "株式会社 高島商事");
    differ(key_of_name, "Acme East", "Acme West");
    differ(key_of_name, "株式会社アクメ", "株式会社アクネ");
}

static void a_name_that_is_a_legal_form_alone_stays_a_name(void **state)
{
    (void)state;
    same(key_of_name, "The Company", "the company");
    differ(key_of_name, "The Company", "Limited");
    none(key_of_name, "・");
}

static void an_id_is_the_same_however_it_is_typed(void **state)
{
    (void)state;
    same(key_of_id, "A-001", "ａ１");
    same(key_of_id, "acme_corp", "ACME\xe2\x80\x8b corp");
    same(key_of_id, "100", "0100");
    differ(key_of_id, "100", "10");
    differ(key_of_id, "a10", "a1");
}

static void a_public_mail_provider_says_nothing(void **state)
{
    (void)state;
    same(key_of_domain, "https://www.Acme.example/about", "kim@acme.example");
    none(key_of_domain, "kim@gmail.com");
    none(key_of_domain, "localhost");
    differ(key_of_domain, "acme.example", "eu.acme.example");
}

static void a_telephone_number_is_the_same_however_it_is_dialled(void **state)
{
    (void)state;
    same(key_of_phone, "+81 3-1234-5678", "０３（１２３４）５６７８");
    same(key_of_phone, "+81 (0)3 1234 5678", "0312345678");
    same(key_of_phone, "+49 89 123456", "+49-89-123456");
    differ(key_of_phone, "+49 89 1234567", "0891234567");
    none(key_of_phone, "1234");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_the_same_without_its_legal_form),
        cmocka_unit_test(a_name_that_is_a_legal_form_alone_stays_a_name),
        cmocka_unit_test(an_id_is_the_same_however_it_is_typed),
        cmocka_unit_test(a_public_mail_provider_says_nothing),
        cmocka_unit_test(a_telephone_number_is_the_same_however_it_is_dialled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
