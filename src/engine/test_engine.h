/* For unit tests, each of which begins with an engine and an arena of its own: both are there under these names.
 *
 *     cmocka_unit_test_setup_teardown(a_sentence, engine_set_up, engine_tear_down)
 */
#ifndef BANSO_ENGINE_TEST_ENGINE_H
#define BANSO_ENGINE_TEST_ENGINE_H

#include "base/test_arena.h"
#include "engine/engine.h"

static Engine *engine;
static Error error;

static inline int engine_set_up(void **state)
{
    arena_set_up(state);
    return engine_open(&engine, &error) ? 0 : -1;
}

static inline int engine_tear_down(void **state)
{
    engine_close(engine);
    return arena_tear_down(state);
}

/* One day of an account. */
static inline void day_replace(int64_t account, int64_t day, const Delta *rows, size_t count)
{
    engine_days_replace(engine, &(EngineDay) { account, day }, 1, rows, count);
}

#endif
