#include "base/memory.h"

#include "base/test.h"
#include "base/test_exhausted.h"

enum { RESERVE = 1 << 20 };

static void memory_is_plenty_while_nothing_is_refused(void **state)
{
    (void)state;
    memory_reserve(RESERVE);
    int *numbers = memory_new(3, sizeof *numbers);
    assert_int_equal(numbers[2], 0);
    numbers[2] = 7;
    numbers = memory_resize(numbers, 100, sizeof *numbers);
    assert_int_equal(numbers[2], 7);
    assert_false(memory_is_scarce());
    free(numbers);
    memory_reserve(0);
}

static void what_is_refused_comes_from_the_reserve(void **state)
{
    (void)state;
    memory_reserve(RESERVE);
    refused_from = 0;
    refusals = 1;
    char *got = memory_new(1, 100);
    refused_from = RESERVE;
    assert_true(memory_is_scarce());
    assert_true(memory_is_scarce());
    refused_from = SIZE_MAX;
    assert_false(memory_is_scarce());
    free(got);
    memory_reserve(0);
}

static void growing_comes_from_the_reserve_and_keeps_what_was_there(void **state)
{
    (void)state;
    memory_reserve(RESERVE);
    char *text = memory_new(2, 1);
    text[0] = 'a';
    refused_from = 0;
    refusals = 1;
    text = memory_resize(text, 1000, 1);
    assert_int_equal(text[0], 'a');
    refused_from = RESERVE;
    assert_true(memory_is_scarce());
    refused_from = SIZE_MAX;
    free(text);
    memory_reserve(0);
}

static void without_a_reserve_memory_is_never_scarce(void **state)
{
    (void)state;
    memory_reserve(0);
    assert_false(memory_is_scarce());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_plenty_while_nothing_is_refused),
        cmocka_unit_test(what_is_refused_comes_from_the_reserve),
        cmocka_unit_test(growing_comes_from_the_reserve_and_keeps_what_was_there),
        cmocka_unit_test(without_a_reserve_memory_is_never_scarce),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
