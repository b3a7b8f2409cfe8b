/* Who is meant by an "@". */
#include "base/test_arena.h"
#include "house/notice/notice_store.h"

#include <string.h>

static const NoticeStaffRow PEOPLE[] = {
    { .id = 1, .name = "Ken", .email = "ken@example.com" },
    { .id = 2, .name = "Ken Abe", .email = "abe@example.com" },
    { .id = 3, .name = "森 健司", .email = "mori@example.com" },
    { .id = 4, .name = "ken abe", .email = "other@example.com" },
};

static void meant(const char *text, const char *expected)
{
    Ids ids = mentioned_in(arena, text, PEOPLE, sizeof PEOPLE / sizeof PEOPLE[0]);
    const char *told = "";
    for (size_t i = 0; i < ids.count; i++)
        told = arena_format(arena, "%s%lld ", told, (long long)ids.items[i]);
    assert_string_equal(told, expected);
}

static void a_name_or_an_address_behind_an_at_sign_is_meant(void **state)
{
    (void)state;
    meant("Ask @Ken.", "1 ");
    meant("@KEN and @mori@example.com", "1 3 ");
    meant("＠森　健司さんへ", "3 ");
    meant("@森 健司に確認", "3 ");
}

static void the_longest_name_is_meant_and_all_who_bear_it(void **state)
{
    (void)state;
    meant("@Ken Abe knows", "2 4 ");
    meant("@Ken, Abe knows", "1 ");
}

static void other_words_mean_nobody(void **state)
{
    (void)state;
    meant("Kenji, Ken and @Kenji", "");
    meant("mail to sales@ken or ken@example.com", "");
    meant("@", "");
    meant(NULL, "");
}

enum { SIGNS = 20000, NAMES = 200 };

static size_t used_for(const char *text, const NoticeStaffRow *people)
{
    size_t before = arena_used(arena);
    assert_int_equal(mentioned_in(arena, text, people, NAMES).count, 0);
    return arena_used(arena) - before;
}

static void each_name_is_folded_once_however_many_at_signs_there_are(void **state)
{
    NoticeStaffRow people[NAMES];
    char *signs = arena_array(arena, SIGNS + 1, 1);
    (void)state;
    memset(signs, '@', SIGNS);
    signs[SIGNS] = 0;
    for (size_t i = 0; i < NAMES; i++)
        people[i] = (NoticeStaffRow) { .id = (int64_t)i + 1,
                                       .name = arena_format(arena, "森 %zu", i),
                                       .email = arena_format(arena, "Mori.%zu@example.com", i) };
    size_t of_one = used_for("@", people);
    assert_in_range(used_for(signs, people), 0, of_one + (size_t)SIGNS * 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_or_an_address_behind_an_at_sign_is_meant, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(the_longest_name_is_meant_and_all_who_bear_it, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(each_name_is_folded_once_however_many_at_signs_there_are, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(other_words_mean_nobody, arena_set_up, arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
