/*
 * Filling: values are collected until they go into the engine. A whole load hands them over in batches, so that a
 * hundred thousand accounts need the memory of a few hundred; the values of some accounts go in at once, together.
 * After that: how a source is asked, by its own functions or by its statements of counts.
 */
#include "jobs/columns_fill.h"

#include <string.h>

enum { BATCH_SETS = 8192 };

Services *column_services(const ColumnFill *fill)
{
    return fill->services;
}

Arena *column_arena(const ColumnFill *fill)
{
    return fill->arena;
}

int64_t column_now(const ColumnFill *fill)
{
    return fill->now;
}

bool column_starts(const ColumnFill *fill)
{
    return fill->start;
}

void column_keep(ColumnFill *fill, const void *what)
{
    fill->kept = what;
}

const void *column_kept(const ColumnFill *fill)
{
    return fill->kept;
}

/* A name that was removed and added again may have another type, and another server may do that unseen. */
static int column_number(Engine *engine, const char *name, ColumnType type, bool dated)
{
    const EngineView *view = engine_view(engine);
    int column = view_column(view, name);
    bool other = column >= 0 && view_column_type(view, column) != type;
    engine_view_close(view);
    if (other)
        engine_column_clear(engine, name);
    return engine_column(engine, name, type, dated);
}

static void plain_add(ColumnFill *fill, int number)
{
    fill->plain = arena_room(fill->arena, fill->plain, fill->plain_count, 1, &fill->plain_room, sizeof *fill->plain);
    fill->plain[fill->plain_count++] = number;
}

void column_add(ColumnFill *fill, const char *name, ColumnType type)
{
    plain_add(fill, column_number(fill->services->engine, name, type, false));
}

bool fill_begin(ColumnFill *fill, Db *db, Error *error)
{
    const ColumnKind *columns = fill->source->columns;
    size_t count = 0;
    while (columns[count].name)
        count++;
    fill->plain_count = fill->set_count = fill->step_count = fill->at = fill->gone_count = fill->hidden_count = 0;
    fill->numbers = arena_array(fill->arena, count + 1, sizeof *fill->numbers);
    fill->gone = arena_array(fill->arena, fill->expected.count + 1, sizeof *fill->gone);
    for (size_t i = 0; i < count; i++) {
        fill->numbers[i] = column_number(fill->services->engine, columns[i].name, columns[i].type, columns[i].dated);
        if (!columns[i].dated)
            plain_add(fill, fill->numbers[i]);
    }
    return !fill->source->more || fill->source->more(db, fill, error);
}

/* Both the expected and the filled are ascending. */
static void others_leave(ColumnFill *fill, int64_t before)
{
    for (; fill->at < fill->expected.count && fill->expected.items[fill->at] <= before; fill->at++)
        if (fill->expected.items[fill->at] < before)
            fill->gone[fill->gone_count++] = fill->expected.items[fill->at];
}

static bool is_there(Engine *engine, int64_t account)
{
    const EngineView *view = engine_view(engine);
    bool there = view_has(view, account);
    engine_view_close(view);
    return there;
}

static void fill_flush(ColumnFill *fill)
{
    Engine *engine = fill->services->engine;
    (fill->source->owns ? engine_set : engine_update)(engine, fill->sets, fill->set_count);
    for (size_t i = 0; i < fill->step_count; i++) {
        const StepsSet *set = &fill->steps[i];
        if (is_there(engine, set->account))
            engine_steps_set(engine, set->account, set->column, set->steps, set->count);
    }
    fill->set_count = fill->step_count = 0;
    if (fill->batch != fill->arena)
        arena_reset(fill->batch);
}

static bool is_named(const ColumnFill *fill, const EngineView *view, const char *name)
{
    int number = view_column(view, name);
    for (size_t i = 0; i < fill->plain_count; i++)
        if (fill->plain[i] == number)
            return true;
    return false;
}

/* Clears the columns of names that no longer exist. */
static void names_leave(const ColumnFill *fill)
{
    Engine *engine = fill->services->engine;
    const EngineView *view = engine_view(engine);
    const char *const *names = view_column_names(view, fill->arena);
    const char **gone = arena_array(fill->arena, 1, sizeof *gone);
    size_t count = 0, room = 1;
    for (; *names; names++) {
        if (!text_starts(*names, fill->source->prefix) || is_named(fill, view, *names))
            continue;
        gone = arena_room(fill->arena, gone, count, 1, &room, sizeof *gone);
        gone[count++] = *names;
    }
    engine_view_close(view);
    for (size_t i = 0; i < count; i++)
        engine_column_clear(engine, gone[i]);
}

void fill_end(ColumnFill *fill)
{
    fill_flush(fill);
    others_leave(fill, INT64_MAX);
    for (size_t i = 0; i < fill->gone_count; i++)
        engine_account_remove(fill->services->engine, fill->gone[i]);
    for (size_t i = 0; i < fill->hidden_count; i++)
        engine_account_hide(fill->services->engine, fill->hidden[i]);
    if (fill->whole && fill->source->prefix)
        names_leave(fill);
}

static EngineValue value_copy(Arena *arena, EngineValue value)
{
    if (value.known && value.text)
        value.text = arena_text(arena, value.text);
    return value;
}

void column_row(ColumnFill *fill, int64_t account, const EngineValue *values)
{
    size_t count = fill->plain_count;
    if (fill->whole && fill->set_count >= BATCH_SETS)
        fill_flush(fill);
    others_leave(fill, account);
    fill->sets = arena_room(fill->arena, fill->sets, fill->set_count, count, &fill->set_room, sizeof *fill->sets);
    for (size_t i = 0; i < count; i++)
        fill->sets[fill->set_count++] = (EngineSet) { account, fill->plain[i], value_copy(fill->batch, values[i]) };
}

void column_hide(ColumnFill *fill, int64_t account)
{
    others_leave(fill, account);
    fill->hidden =
        arena_room(fill->arena, fill->hidden, fill->hidden_count, 1, &fill->hidden_room, sizeof *fill->hidden);
    fill->hidden[fill->hidden_count++] = account;
}

void column_steps(ColumnFill *fill, int64_t account, int column, const EngineStep *steps, size_t count)
{
    if (fill->whole) {
        engine_steps_set(fill->services->engine, account, fill->numbers[column], steps, count);
        return;
    }
    EngineStep *copy = arena_array(fill->batch, count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = (EngineStep) { steps[i].key, steps[i].from, value_copy(fill->batch, steps[i].value) };
    fill->steps = arena_room(fill->arena, fill->steps, fill->step_count, 1, &fill->step_room, sizeof *fill->steps);
    fill->steps[fill->step_count++] = (StepsSet) { account, fill->numbers[column], copy, count };
}

void column_counts(ColumnFill *fill, int64_t account, int column, int64_t key, const DayCount *days, size_t count)
{
    if (fill->whole && !fill->set_count)
        arena_reset(fill->batch);
    EngineStep *steps = arena_array(fill->batch, count + 1, sizeof *steps);
    int64_t sum = 0;
    steps[0] = (EngineStep) { key, 0, engine_int(0) };
    for (size_t i = 0; i < count; i++)
        steps[i + 1] = (EngineStep) { key, days[i].day, engine_int(sum += days[i].count) };
    column_steps(fill, account, column, steps, count + 1);
}

/* ---- asking the source ------------------------------------------------------------------------------------------ */

/* The counts of one account, until those of the next begin. Both rows and accounts are ascending. */
typedef struct {
    ColumnFill *fill;
    Ids accounts;
    size_t at;
    int64_t account;
    DayCount *days;
    size_t count, room;
} Counting;

/* Accounts that were asked for and have no counts are emptied. */
static void others_empty(Counting *counting, int64_t before)
{
    const Ids *asked = &counting->accounts;
    for (; counting->at < asked->count && asked->items[counting->at] <= before; counting->at++)
        if (asked->items[counting->at] < before)
            column_steps(counting->fill, asked->items[counting->at], 0, NULL, 0);
}

static void counts_flush(Counting *counting)
{
    if (!counting->count)
        return;
    others_empty(counting, counting->account);
    column_counts(counting->fill, counting->account, 0, 0, counting->days, counting->count);
    counting->count = 0;
}

static bool count_take(const AccountCount *row, void *context, Error *error)
{
    (void)error;
    Counting *counting = context;
    if (row->account_id != counting->account)
        counts_flush(counting);
    counting->account = row->account_id;
    counting->days =
        arena_room(counting->fill->arena, counting->days, counting->count, 1, &counting->room, sizeof *counting->days);
    counting->days[counting->count++] = (DayCount) { row->day, row->count };
    return true;
}

static void counts_end(Counting *counting)
{
    counts_flush(counting);
    others_empty(counting, INT64_MAX);
}

bool fill_all(ColumnFill *fill, Db *db, Error *error)
{
    const ColumnSource *source = fill->source;
    if (!source->counts)
        return source->load(db, fill, error);
    const EngineView *view = engine_view(fill->services->engine);
    Counting counting = { .fill = fill, .accounts = view_account_ids(view, fill->arena) };
    engine_view_close(view);
    if (!source->counts(db, count_take, &counting, error))
        return false;
    counts_end(&counting);
    return true;
}

bool fill_some(ColumnFill *fill, Db *db, Ids accounts, Error *error)
{
    const ColumnSource *source = fill->source;
    Counting counting = { .fill = fill, .accounts = accounts };
    if (!source->counts_of)
        return source->some(db, fill, accounts, error);
    if (!source->counts_of(db, accounts, count_take, &counting, error))
        return false;
    counts_end(&counting);
    return true;
}
