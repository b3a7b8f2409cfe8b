/* For unit tests of programs: an engine, an arena and a program of its own for each, and the shortest ways to set a
 * value and to ask. Set up with set_up, torn down with engine_tear_down. */
#ifndef BANSO_ENGINE_TEST_PROGRAM_H
#define BANSO_ENGINE_TEST_PROGRAM_H

#include "engine/program.h"
#include "engine/test_engine.h"

static Program *program;

static inline int set_up(void **state)
{
    int opened = engine_set_up(state);
    program = program_new(arena);
    return opened;
}

enum { TODAY = 20000 };

/* A custom field as a measure: the simplest thing whose value a test can set. */
static inline int field(const char *key)
{
    return program_measure(program, &(MeasureRef) { .kind = measure_find("field"), .field = key });
}

static inline void set_field(int64_t account, const char *key, double value)
{
    int column = engine_column(engine, arena_format(arena, "field:%s", key), COLUMN_REAL, false);
    engine_set(engine, &(EngineSet) { account, column, engine_real(value) }, 1);
}

static inline void set_text(int64_t account, const char *name, const char *value)
{
    int column = engine_column(engine, name, COLUMN_TEXT, false);
    engine_set(engine, &(EngineSet) { account, column, engine_text(value) }, 1);
}

static inline Trace trace_of(int64_t account)
{
    Trace trace = { 0 };
    const EngineView *view = engine_view(engine);
    assert_true(program_trace(program, view, arena, account, TODAY, &trace));
    engine_view_close(view);
    return trace;
}

static inline Score score_of(int64_t account)
{
    return trace_of(account).score;
}

static inline bool matches(int node, int64_t account)
{
    const EngineView *view = engine_view(engine);
    bool answer = program_matches(program, view, node, account, TODAY);
    engine_view_close(view);
    return answer;
}

#endif
