#include "base/keep.h"
#include "base/test.h"

static KeepKey key_of(uint64_t word)
{
    return (KeepKey) { { word, 0, 0, 0 } };
}

static void put(Keep *keep, uint64_t word, const char *text, Arena *until)
{
    Arena *arena = keep_arena();
    keep_put(keep, key_of(word), arena, arena_text(arena, text), until);
}

static void what_was_kept_is_found_under_its_key_alone(void **state)
{
    (void)state;
    Keep keep = KEEP_OF(4);
    Arena *arena = arena_new();
    put(&keep, 1, "one", arena);
    put(&keep, 2, "two", arena);
    assert_string_equal(keep_find(&keep, key_of(1), arena), "one");
    assert_string_equal(keep_find(&keep, key_of(2), arena), "two");
    assert_null(keep_find(&keep, key_of(3), arena));
    put(&keep, 1, "again", arena);
    assert_string_equal(keep_find(&keep, key_of(1), arena), "again");
    arena_free(arena);
    keep_clear(&keep);
}

static void what_was_not_asked_for_the_longest_makes_room(void **state)
{
    (void)state;
    Keep keep = KEEP_OF(2);
    Arena *arena = arena_new();
    put(&keep, 1, "one", arena);
    put(&keep, 2, "two", arena);
    assert_non_null(keep_find(&keep, key_of(1), arena));
    put(&keep, 3, "three", arena);
    assert_non_null(keep_find(&keep, key_of(1), arena));
    assert_null(keep_find(&keep, key_of(2), arena));
    arena_free(arena);
    keep_clear(&keep);
}

/* Freed too early, the sanitizer says so; never freed, it says so as well. */
static void who_uses_it_has_it_until_the_end_whatever_is_kept_by_then(void **state)
{
    (void)state;
    Keep keep = KEEP_OF(1);
    Arena *first = arena_new(), *second = arena_new();
    put(&keep, 1, "one", first);
    const char *used = keep_find(&keep, key_of(1), second);
    arena_free(first);
    put(&keep, 2, "two", second);
    keep_clear(&keep);
    assert_string_equal(used, "one");
    assert_null(keep_find(&keep, key_of(2), second));
    arena_free(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_kept_is_found_under_its_key_alone),
        cmocka_unit_test(what_was_not_asked_for_the_longest_makes_room),
        cmocka_unit_test(who_uses_it_has_it_until_the_end_whatever_is_kept_by_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
