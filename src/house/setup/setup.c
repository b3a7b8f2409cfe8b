/* All steps in their order, each asked for its state. */
#include "house/setup/setup.h"

#include "base/text.h"
#include "jobs/module.h"

#include <stdlib.h>

enum { STEPS_MAX = 32 };

typedef struct {
    const char *id, *name, *name_ja, *why, *why_ja, *act, *act_ja, *to;
    int64_t have, want;
    bool done;
} StepShown;

static const Field STEP_SHOWN_FIELDS[] = {
    SHAPE_FIELD(StepShown, id, FIELD_TEXT),      SHAPE_FIELD(StepShown, name, FIELD_TEXT),
    SHAPE_FIELD(StepShown, name_ja, FIELD_TEXT), SHAPE_FIELD(StepShown, why, FIELD_TEXT),
    SHAPE_FIELD(StepShown, why_ja, FIELD_TEXT),  SHAPE_FIELD(StepShown, act, FIELD_TEXT),
    SHAPE_FIELD(StepShown, act_ja, FIELD_TEXT),  SHAPE_FIELD(StepShown, to, FIELD_TEXT),
    SHAPE_FIELD(StepShown, have, FIELD_INT),     SHAPE_FIELD(StepShown, want, FIELD_INT),
    SHAPE_FIELD(StepShown, done, FIELD_FLAG),    { 0 },
};
static const Shape STEP_SHOWN = { "SetupStep", sizeof(StepShown), STEP_SHOWN_FIELDS };

static int by_order(const void *a, const void *b)
{
    const SetupStep *const *left = a, *const *right = b;
    return (*left)->order - (*right)->order;
}

static const SetupStep **steps_in_order(Arena *arena, size_t *count)
{
    const SetupStep **steps = arena_array(arena, STEPS_MAX, sizeof *steps);
    *count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const SetupStep *step = (*at)->setup; step && step->id && *count < STEPS_MAX; step++)
            steps[(*count)++] = step;
    qsort(steps, *count, sizeof *steps, by_order);
    return steps;
}

static StepShown shown_of(const SetupStep *step, SetupState state)
{
    return (StepShown) { .id = step->id,
                         .name = step->name.en,
                         .name_ja = step->name.ja,
                         .why = step->why.en,
                         .why_ja = step->why.ja,
                         .act = step->act.en,
                         .act_ja = step->act.ja,
                         .to = step->to,
                         .have = state.have,
                         .want = state.want,
                         .done = state.want > 0 && state.have >= state.want };
}

static bool setup_steps(Request *request, Error *error)
{
    size_t count, kept = 0;
    const SetupStep **steps = steps_in_order(request->arena, &count);
    StepShown *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++) {
        SetupState *state;
        if (steps[i]->circle & ~request->caller->rights)
            continue;
        if (!steps[i]->is(request->db, request->arena, &state, error))
            return false;
        shown[kept++] = shown_of(steps[i], *state);
    }
    return reply_list(request, &STEP_SHOWN, shown, kept, NULL);
}

const Route SETUP_STEP_ROUTES[] = {
    { GET, "/api/v1/setup-steps", setup_steps, RIGHT_VIEW,
      "List the steps of setting up, each with its state out of the data, and why it is worth doing",
      .gives = &STEP_SHOWN, .flags = ROUTE_LIST | ROUTE_SLOW },
    { 0 },
};
