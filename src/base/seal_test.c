#include "base/test.h"

#include "base/seal.h"

#include <string.h>

static const unsigned char KEY[SECRET_SIZE] = { 1, 2, 3 }, OTHER[SECRET_SIZE] = { 1, 2, 4 };
static const Bytes PLAIN = { (const uint8_t *)"a planted secret", 16 };

static void what_was_sealed_opens_with_its_key_and_for_its_purpose(void **state)
{
    Arena *arena = arena_new();
    Bytes sealed = seal(arena, KEY, "webhook:1", PLAIN), plain = { 0 };
    (void)state;
    assert_true(seal_open(arena, KEY, "webhook:1", sealed, &plain));
    assert_int_equal(plain.size, PLAIN.size);
    assert_memory_equal(plain.data, PLAIN.data, PLAIN.size);
    assert_false(seal_open(arena, OTHER, "webhook:1", sealed, &plain));
    assert_false(seal_open(arena, KEY, "webhook:2", sealed, &plain));
    arena_free(arena);
}

static void each_changed_or_missing_byte_is_noticed(void **state)
{
    Arena *arena = arena_new();
    Bytes sealed = seal(arena, KEY, "webhook:1", PLAIN), plain;
    uint8_t *bytes = arena_array(arena, sealed.size, 1);
    (void)state;
    for (size_t i = 0; i < sealed.size; i++) {
        memcpy(bytes, sealed.data, sealed.size);
        bytes[i] ^= 1;
        assert_false(seal_open(arena, KEY, "webhook:1", (Bytes) { bytes, sealed.size }, &plain));
        assert_false(seal_open(arena, KEY, "webhook:1", (Bytes) { sealed.data, i }, &plain));
    }
    arena_free(arena);
}

static void a_sealed_secret_shows_nothing_and_is_another_each_time(void **state)
{
    Arena *arena = arena_new();
    Bytes one = seal(arena, KEY, "webhook:1", PLAIN), two = seal(arena, KEY, "webhook:1", PLAIN);
    (void)state;
    assert_null(memmem(one.data, one.size, "planted", 7));
    assert_memory_not_equal(one.data, two.data, one.size);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_opens_with_its_key_and_for_its_purpose),
        cmocka_unit_test(each_changed_or_missing_byte_is_noticed),
        cmocka_unit_test(a_sealed_secret_shows_nothing_and_is_another_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
