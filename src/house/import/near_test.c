/* Ids in another writing: which are near, and which are not. */
#include "house/import/near.h"

#include "base/test_arena.h"

#include <string.h>

/* As the table finds them: parted forms alike, or joined where one of the two has no marks between digits. */
static bool near(const char *one, const char *other)
{
    NearForms a = near_forms(arena, one), b = near_forms(arena, other);
    if (!*a.parted || !*b.parted)
        return false;
    return strcmp(a.parted, b.parted) == 0 || (a.joined && !b.joined && strcmp(a.joined, b.parted) == 0) ||
           (b.joined && !a.joined && strcmp(b.joined, a.parted) == 0);
}

static void ids_are_near_without_hyphens_zeros_case_and_width(void **state)
{
    (void)state;
    static const char *const SAME[][2] = { { "C-0008", "C0008" },     { "C-0008", "c_8" },
                                           { "C0008", "C8" },         { "0042", "42" },
                                           { "ＡＢ－１２", "ab12" },  { "acme corp", "acme-corp" },
                                           { "2024-001", "2024001" }, { "C-2024-01", "C-2024-1" },
                                           { "A.1", "a1" },           { "0", "00" } };
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        if (!near(SAME[i][0], SAME[i][1]))
            fail_msg("%s is not near %s", SAME[i][0], SAME[i][1]);
}

static void ids_that_only_look_alike_are_not_near(void **state)
{
    (void)state;
    static const char *const OTHERS[][2] = { { "1-11", "11-1" },      { "C-10", "C-1" },  { "C8", "D8" },
                                             { "a.b@c", "ab@c" },     { "100", "1" },     { "-", "_" },
                                             { "2024-10", "2024-1" }, { "acme", "acme2" } };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (near(OTHERS[i][0], OTHERS[i][1]))
            fail_msg("%s is near %s", OTHERS[i][0], OTHERS[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_near_without_hyphens_zeros_case_and_width),
        cmocka_unit_test(ids_that_only_look_alike_are_not_near),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
