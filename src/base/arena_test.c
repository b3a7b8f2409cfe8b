#include "base/arena.h"

#include "base/test.h"

#include <string.h>

static void memory_is_zeroed_and_aligned_whatever_its_size(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    for (size_t size = 0; size < 40000; size = size * 2 + 1) {
        unsigned char *memory = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xff, size);
    }
    arena_reset(arena);
    unsigned char *again = arena_alloc(arena, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(again[i], 0);
    arena_free(arena);
}

static int closed[3];
static int closings;

static void close_it(void *what)
{
    closed[closings++] = *(int *)what;
}

static void what_was_deferred_closes_newest_first(void **state)
{
    (void)state;
    int numbers[] = { 1, 2, 3 };
    Arena *arena = arena_new();
    for (int i = 0; i < 3; i++)
        arena_defer(arena, close_it, &numbers[i]);
    arena_reset(arena);
    assert_int_equal(closings, 3);
    assert_int_equal(closed[0], 3);
    assert_int_equal(closed[2], 1);
    arena_free(arena);
    assert_int_equal(closings, 3);
}

static void a_long_text_is_formatted_whole(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    char long_text[1000];
    memset(long_text, 'x', sizeof long_text);
    long_text[999] = 0;
    const char *made = arena_format(arena, "<%s>", long_text);
    assert_int_equal(strlen(made), 1001);
    assert_int_equal(made[1000], '>');
    assert_null(arena_text(arena, NULL));
    assert_string_equal(arena_text_n(arena, "abcdef", 3), "abc");
    assert_true(arena_used(arena) >= 1001);
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
    arena_free(arena);
    arena_free(NULL);
}

static void a_growing_array_keeps_what_it_holds(void **state)
{
    Arena *arena = arena_new();
    int *numbers = NULL;
    size_t capacity = 0, moves = 0;
    (void)state;
    for (size_t i = 0; i < 10000; i++) {
        int *room = arena_room(arena, numbers, i, 1, &capacity, sizeof *room);
        moves += room != numbers;
        numbers = room;
        numbers[i] = (int)i;
    }
    for (size_t i = 0; i < 10000; i++)
        assert_int_equal(numbers[i], i);
    assert_true(capacity >= 10000 && moves < 20);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned_whatever_its_size),
        cmocka_unit_test(what_was_deferred_closes_newest_first),
        cmocka_unit_test(a_long_text_is_formatted_whole),
        cmocka_unit_test(a_growing_array_keeps_what_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
