/* For unit tests that share one arena, which is freed after the last of them:
 *
 *     return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
 */
#ifndef BANSO_BASE_TEST_ARENA_H
#define BANSO_BASE_TEST_ARENA_H

#include "base/arena.h"
#include "base/test.h"

static Arena *arena;

static inline int arena_set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static inline int arena_tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#endif
