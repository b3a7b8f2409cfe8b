/*
 * What a dated column says today, as a flat array beside the steps. Nearly every list and score asks as of the latest
 * day; read from the steps, each of its values costs a walk through memory that no cache foresees. The engine has no
 * clock: the latest day that anybody asked for is the one it keeps. Other days are read from the steps.
 */
#include "engine/internal.h"

static const Standing NOTHING = { INT32_MIN, INT32_MAX, NAN };

static int32_t day_kept(int64_t day)
{
    return day < INT32_MIN ? INT32_MIN : day > INT32_MAX ? INT32_MAX : (int32_t)day;
}

/* What holds on that day, and from when until when it does. */
static Standing standing_on(const StepEntry *entries, uint32_t count, int64_t day)
{
    Standing made = NOTHING;
    uint32_t i = 0;
    for (; i < count && entries[i].from <= day; i++)
        made = (Standing) { day_kept(entries[i].from), INT32_MAX, entries[i].value };
    if (i < count)
        made.until = day_kept(entries[i].from);
    return made;
}

static Standing *standing_room(Column *column, size_t slots)
{
    if (column->standing)
        return column->standing;
    column->standing = memory_resize(NULL, slots, sizeof(Standing));
    for (size_t i = 0; i < slots; i++)
        column->standing[i] = NOTHING;
    return column->standing;
}

static void lay(Engine *engine, uint32_t slot, const StepHead *head)
{
    const StepBlock *steps = engine->slots[slot].steps;
    if (head->key == 0)
        standing_room(&engine->columns[head->column], engine->slot_room)[slot] =
            standing_on(step_entries(steps) + head->at, head->count, engine->standing_day);
}

void standing_set(Engine *engine, uint32_t slot, uint32_t column)
{
    const StepBlock *steps = engine->slots[slot].steps;
    if (engine->columns[column].standing)
        engine->columns[column].standing[slot] = NOTHING;
    for (uint32_t h = 0; steps && h < steps->heads; h++)
        if (step_heads(steps)[h].column == column)
            lay(engine, slot, &step_heads(steps)[h]);
}

void standing_grow(Column *column, size_t before, size_t slots)
{
    if (!column->standing)
        return;
    column->standing = memory_resize(column->standing, slots, sizeof(Standing));
    for (size_t i = before; i < slots; i++)
        column->standing[i] = NOTHING;
}

void standing_forget(Column *column, uint32_t slot)
{
    if (column->standing)
        column->standing[slot] = NOTHING;
}

void standing_ask(const Engine *engine, int64_t day)
{
    _Atomic int64_t *asked = (_Atomic int64_t *)(uintptr_t)&engine->standing_asked;
    int64_t latest = atomic_load(asked);
    while (day > latest && !atomic_compare_exchange_weak(asked, &latest, day))
        ;
}

void standing_follow(Engine *engine)
{
    engine_write_lock(engine);
    int64_t day = atomic_load(&engine->standing_asked);
    if (engine->standing_day != day) {
        atomic_store(&engine->standing_day, day);
        for (uint32_t slot = 0; slot < engine->slot_count; slot++) {
            const StepBlock *steps = engine->slots[slot].steps;
            for (uint32_t h = 0; steps && h < steps->heads; h++)
                lay(engine, slot, &step_heads(steps)[h]);
        }
    }
    engine_unlock(engine);
}
