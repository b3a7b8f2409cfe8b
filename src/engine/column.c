/*
 * Columns, plain and dated. Every value is a double: ids and days stay below 2^53, texts are numbers of the intern
 * table, NAN is unknown. A plain column is one array over all accounts, allocated with its first value. The dated
 * values of an account are one block for all columns (heads by column and key, then steps), rebuilt when one column of
 * it changes.
 *
 * A set that changes nothing gets no new version (version.c), so results kept by others stay valid. In order: columns,
 * values, steps, reading.
 */
#include "engine/internal.h"

EngineValue engine_unknown(void)
{
    return (EngineValue) { 0 };
}

EngineValue engine_int(int64_t value)
{
    return (EngineValue) { .known = true, .integer = value, .real = (double)value };
}

EngineValue engine_real(double value)
{
    return (EngineValue) { .known = !isnan(value), .integer = isnan(value) ? 0 : (int64_t)value, .real = value };
}

EngineValue engine_text(const char *text)
{
    return (EngineValue) { .known = text != NULL, .text = text };
}

int column_find(const Engine *engine, const char *name)
{
    for (size_t i = 0; i < engine->column_count; i++)
        if (!strcmp(engine->columns[i].name, name))
            return (int)i;
    return -1;
}

static bool column_is_empty(const Engine *engine, int column)
{
    const double *values = engine->columns[column].values;
    for (size_t i = 0; values && i < engine->slot_count; i++)
        if (!isnan(values[i]))
            return false;
    for (size_t i = 0; engine->columns[column].dated && i < engine->slot_count; i++) {
        const StepBlock *steps = engine->slots[i].steps;
        for (uint32_t h = 0; steps && h < steps->heads; h++)
            if (step_heads(steps)[h].column == (uint32_t)column)
                return false;
    }
    return true;
}

int engine_column(Engine *engine, const char *name, ColumnType type, bool dated)
{
    int found;
    engine_write_lock(engine);
    found = column_find(engine, name);
    if (found < 0) {
        engine->columns = memory_room(engine->columns, &engine->column_room, engine->column_count + 1, sizeof(Column));
        found = (int)engine->column_count++;
        engine->columns[found] = (Column) { .type = type, .dated = dated };
        engine->columns[found].name = memory_new(1, strlen(name) + 1);
        memcpy(engine->columns[found].name, name, strlen(name));
    } else if (engine->columns[found].type != type || engine->columns[found].dated != dated) {
        if (!column_is_empty(engine, found))
            bug("the column %s holds values of another type", name);
        engine->columns[found].type = type;
        engine->columns[found].dated = dated;
    }
    engine->columns[found].cleared = false;
    engine_unlock(engine);
    return found;
}

void columns_grow(Engine *engine, size_t before)
{
    for (size_t c = 0; c < engine->column_count; c++) {
        Column *column = &engine->columns[c];
        standing_grow(column, before, engine->slot_room);
        if (!column->values)
            continue;
        column->values = memory_resize(column->values, engine->slot_room, sizeof(double));
        for (size_t i = before; i < engine->slot_room; i++)
            column->values[i] = NAN;
    }
}

void columns_forget(Engine *engine, uint32_t slot)
{
    for (size_t c = 0; c < engine->column_count; c++) {
        standing_forget(&engine->columns[c], slot);
        if (engine->columns[c].values)
            engine->columns[c].values[slot] = NAN;
    }
}

void columns_free(Engine *engine)
{
    for (size_t c = 0; c < engine->column_count; c++) {
        free(engine->columns[c].name);
        free(engine->columns[c].values);
        free(engine->columns[c].standing);
    }
    free(engine->columns);
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

static double encode(Engine *engine, ColumnType type, const EngineValue *value)
{
    if (!value->known)
        return NAN;
    switch (type) {
    case COLUMN_REAL:
        return value->real;
    case COLUMN_TEXT:
        return value->text ? (double)intern_put(&engine->texts, value->text) : NAN;
    default:
        return (double)value->integer;
    }
}

static EngineValue decode(const Engine *engine, ColumnType type, double value)
{
    if (isnan(value))
        return engine_unknown();
    switch (type) {
    case COLUMN_REAL:
        return engine_real(value);
    case COLUMN_TEXT:
        return engine_text(engine->texts.texts[(uint32_t)value]);
    default:
        return engine_int((int64_t)value);
    }
}

/* Under the write lock. */
static void value_set(Engine *engine, uint32_t slot, const EngineSet *set)
{
    Column *column = &engine->columns[set->column];
    if (column->dated)
        bug("the column %s is dated", column->name);
    if (!column->values) {
        column->values = memory_resize(NULL, engine->slot_room, sizeof(double));
        for (size_t s = 0; s < engine->slot_room; s++)
            column->values[s] = NAN;
    }
    double value = encode(engine, column->type, &set->value), before = column->values[slot];
    if (value == before || (isnan(value) && isnan(before)))
        return;
    column->values[slot] = value;
    version_column(engine, (uint32_t)set->column);
    version_slot(engine, slot);
}

void engine_set(Engine *engine, const EngineSet *sets, size_t count)
{
    engine_write_lock(engine);
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = slot_ensure(engine, sets[i].account);
        slot_add(engine, slot);
        value_set(engine, slot, &sets[i]);
    }
    engine_unlock(engine);
}

void engine_update(Engine *engine, const EngineSet *sets, size_t count)
{
    engine_write_lock(engine);
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = map_get(&engine->accounts, sets[i].account);
        if (slot != MAP_NONE && engine->slots[slot].added)
            value_set(engine, slot, &sets[i]);
    }
    engine_unlock(engine);
}

/* ---- steps ----------------------------------------------------------------------------------------------------- */

static StepBlock *steps_new(uint32_t heads, uint32_t entries)
{
    StepBlock *made = memory_new(1, sizeof(StepBlock) + heads * sizeof(StepHead) + (size_t)entries * sizeof(StepEntry));
    made->heads = heads;
    made->entries = entries;
    return made;
}

/* Puts one run of steps of one key behind what is there. */
static void add_run(StepBlock *to, uint32_t *heads, uint32_t *entries, StepHead head, const StepEntry *from)
{
    head.at = *entries;
    ((StepHead *)(to + 1))[(*heads)++] = head;
    memcpy((StepEntry *)(uintptr_t)step_entries(to) + *entries, from, head.count * sizeof(StepEntry));
    *entries += head.count;
}

static void add_runs(StepBlock *to, uint32_t *heads, uint32_t *entries, const StepBlock *from, uint32_t begin,
                     uint32_t end)
{
    for (uint32_t i = begin; i < end; i++)
        add_run(to, heads, entries, step_heads(from)[i], step_entries(from) + step_heads(from)[i].at);
}

/* The steps of an account with those of one column replaced by `block`, whose heads are all of that column. */
static StepBlock *replace_column(const StepBlock *old, uint32_t column, const StepBlock *block)
{
    static const StepBlock NOTHING;
    uint32_t begin = 0, end, heads = 0, entries = 0, gone = 0;
    StepBlock *made;
    old = old ? old : &NOTHING;
    while (begin < old->heads && step_heads(old)[begin].column < column)
        begin++;
    for (end = begin; end < old->heads && step_heads(old)[end].column == column; end++)
        gone += step_heads(old)[end].count;
    if (old->heads - (end - begin) + block->heads == 0)
        return NULL;
    made = steps_new(old->heads - (end - begin) + block->heads, old->entries - gone + block->entries);
    add_runs(made, &heads, &entries, old, 0, begin);
    add_runs(made, &heads, &entries, block, 0, block->heads);
    add_runs(made, &heads, &entries, old, end, old->heads);
    return made;
}

static int step_order(const void *a, const void *b)
{
    const EngineStep *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static StepBlock *block_of_steps(Engine *engine, uint32_t column, const EngineStep *steps, size_t count)
{
    EngineStep *sorted = memory_new(count, sizeof(EngineStep));
    StepBlock *made;
    uint32_t heads = 0;
    StepHead *head;
    StepEntry *entry;
    if (count)
        memcpy(sorted, steps, count * sizeof(EngineStep));
    qsort(sorted, count, sizeof(EngineStep), step_order);
    for (size_t i = 0; i < count; i++)
        heads += !i || sorted[i].key != sorted[i - 1].key;
    made = steps_new(heads, (uint32_t)count);
    head = (StepHead *)(made + 1) - 1;
    entry = (StepEntry *)(uintptr_t)step_entries(made);
    for (size_t i = 0; i < count; i++) {
        if (!i || sorted[i].key != sorted[i - 1].key)
            *++head = (StepHead) { .key = sorted[i].key, .column = column, .at = (uint32_t)i };
        head->count++;
        entry[i] = (StepEntry) { sorted[i].from, encode(engine, engine->columns[column].type, &sorted[i].value) };
    }
    free(sorted);
    return made;
}

static bool same_steps(const StepBlock *a, const StepBlock *b)
{
    if (!a || !b)
        return a == b;
    return a->heads == b->heads && a->entries == b->entries &&
           !memcmp(step_heads(a), step_heads(b), a->heads * sizeof(StepHead)) &&
           !memcmp(step_entries(a), step_entries(b), a->entries * sizeof(StepEntry));
}

void engine_steps_set(Engine *engine, int64_t account, int column, const EngineStep *steps, size_t count)
{
    StepBlock *block, *made, *before;
    Slot *slot;
    engine_write_lock(engine);
    if (!engine->columns[column].dated)
        bug("the column %s is not dated", engine->columns[column].name);
    slot = slot_take(engine, account);
    before = slot->steps;
    block = block_of_steps(engine, (uint32_t)column, steps, count);
    made = replace_column(slot->steps, (uint32_t)column, block);
    if (!same_steps(before, made)) {
        version_column(engine, (uint32_t)column);
        version_slot(engine, (uint32_t)(slot - engine->slots));
    }
    free(before);
    free(block);
    slot->steps = made;
    standing_set(engine, (uint32_t)(slot - engine->slots), (uint32_t)column);
    engine_unlock(engine);
}

/* How many begin by that day. Most ask as of the latest one; a cumulative count has a step for each of its days. */
static uint32_t steps_after(const StepEntry *entries, uint32_t count, int64_t day)
{
    uint32_t low = 0, high = count;
    if (count && entries[count - 1].from <= day)
        return count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (entries[middle].from <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double steps_value(const StepBlock *steps, uint32_t column, int64_t key, int64_t day)
{
    const StepHead *head = steps ? step_heads(steps) : NULL;
    const StepHead *end = steps ? head + steps->heads : NULL;
    const StepEntry *entries;
    while (head < end && (head->column != column || head->key != key))
        head++;
    if (head == end)
        return NAN;
    entries = step_entries(steps) + head->at;
    uint32_t after = steps_after(entries, head->count, day);
    return after ? entries[after - 1].value : NAN;
}

void engine_column_clear(Engine *engine, const char *name)
{
    int column;
    engine_write_lock(engine);
    column = column_find(engine, name);
    if (column >= 0) {
        StepBlock *none = steps_new(0, 0);
        free(engine->columns[column].values);
        free(engine->columns[column].standing);
        engine->columns[column].values = NULL;
        engine->columns[column].standing = NULL;
        engine->columns[column].cleared = true;
        for (size_t i = 0; engine->columns[column].dated && i < engine->slot_count; i++) {
            StepBlock *made = replace_column(engine->slots[i].steps, (uint32_t)column, none);
            free(engine->slots[i].steps);
            engine->slots[i].steps = made;
        }
        free(none);
        version_column(engine, (uint32_t)column);
        version_all(engine);
    }
    engine_unlock(engine);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

int view_column(const EngineView *view, const char *name)
{
    int column = column_find(view_engine(view), name);
    return column >= 0 && view_engine(view)->columns[column].cleared ? -1 : column;
}

ColumnType view_column_type(const EngineView *view, int column)
{
    return view_engine(view)->columns[column].type;
}

bool view_column_dated(const EngineView *view, int column)
{
    return view_engine(view)->columns[column].dated;
}

const char *const *view_column_names(const EngineView *view, Arena *arena)
{
    const Engine *engine = view_engine(view);
    const char **names = arena_array(arena, engine->column_count + 1, sizeof(char *));
    size_t count = 0;
    for (size_t i = 0; i < engine->column_count; i++)
        if (!engine->columns[i].cleared)
            names[count++] = arena_text(arena, engine->columns[i].name);
    return names;
}

EngineValue view_value(const EngineView *view, int64_t account, int column, int64_t key, int64_t as_of)
{
    const Engine *engine = view_engine(view);
    uint32_t slot = map_get(&engine->accounts, account);
    const Column *from;
    if (slot == MAP_NONE || column < 0)
        return engine_unknown();
    from = &engine->columns[column];
    if (from->dated)
        return decode(engine, from->type, dated_value(engine, slot, (uint32_t)column, key, as_of));
    return from->values ? decode(engine, from->type, from->values[slot]) : engine_unknown();
}
