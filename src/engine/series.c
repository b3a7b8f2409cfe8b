/*
 * Deltas of a commit into blocks, and what is read day by day out of them. Deltas are sorted by account and kind, so
 * each block is merged once per commit, all under one write lock: readers see a commit whole or not at all. Replacing a
 * day (engine_day_replace) is the same with the negated old counts in front, which makes it repeatable.
 *
 * In order: writing, loading from rollups in batches of 65,536 rows, reading by day and by person, statistics.
 */
#include "engine/internal.h"

/* ---- writing --------------------------------------------------------------------------------------------------- */

static int delta_order(const void *a, const void *b)
{
    const Delta *x = a, *y = b;
    if (x->account != y->account)
        return x->account < y->account ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

static bool same_block(const Delta *a, const Delta *b)
{
    return a->account == b->account && a->kind == b->kind;
}

static size_t gather_changes(Engine *engine, const Delta *deltas, size_t count)
{
    size_t gathered = 0;
    engine->changes = memory_room(engine->changes, &engine->change_room, count, sizeof(Change));
    for (size_t i = 0; i < count; i++) {
        if (deltas[i].day < 0 || deltas[i].day > BLOCK_DAY_MAX)
            continue;
        engine->changes[gathered++] =
            (Change) { .key = deltas[i].key,
                       .index = deltas[i].kind == SERIES_FEATURE ? feature_ensure(engine, deltas[i].key) : 0,
                       .product = product_ensure(engine, deltas[i].product),
                       .day = (uint16_t)deltas[i].day,
                       .count = deltas[i].count };
    }
    return gathered;
}

void put_block(Engine *engine, Block **place, Block *made)
{
    if (made != *place)
        engine_block_free(engine, *place);
    *place = made;
}

Block *block_of_deltas(Engine *engine, const Delta *rows, size_t count)
{
    size_t changes = gather_changes(engine, rows, count);
    return changes ? block_merge(&engine->scratch, NULL, rows->kind == SERIES_PERSON, engine->changes, changes) : NULL;
}

static void apply_run(Engine *engine, const Delta *deltas, size_t count)
{
    size_t changes = gather_changes(engine, deltas, count);
    Slot *slot = slot_take(engine, deltas->account);
    bool people = deltas->kind == SERIES_PERSON;
    Block **place = people ? &slot->people : &slot->features;
    bool old = false;
    for (size_t i = 0; i < changes; i++) {
        Change *change = &engine->changes[i];
        if (window_tears(engine, deltas->account, *place, people, change))
            change->count = 0;
        old |= change->day < engine->floor;
        if (!engine->past_comes)
            old_note(engine, (uint32_t)(slot - engine->slots), change->day);
        version_day(engine, change->day);
        if (change->day > engine->newest)
            engine->newest = change->day;
    }
    version_slot(engine, (uint32_t)(slot - engine->slots));
    put_block(engine, place, block_merge(&engine->scratch, *place, people, engine->changes, changes));
    if (old && !slot->whole)
        window_settle(engine, deltas->account, place, people, changes);
}

void engine_apply_locked(Engine *engine, const Delta *deltas, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && same_block(&deltas[i], &deltas[end]);)
            end++;
        apply_run(engine, deltas + i, end - i);
    }
}

void engine_apply(Engine *engine, const Delta *deltas, size_t count)
{
    Delta *sorted = NULL;
    for (size_t i = 1; i < count && !sorted; i++)
        if (delta_order(&deltas[i - 1], &deltas[i]) > 0) {
            sorted = memory_new(count, sizeof(Delta));
            memcpy(sorted, deltas, count * sizeof(Delta));
            qsort(sorted, count, sizeof(Delta), delta_order);
        }
    engine_write_lock(engine);
    engine_apply_locked(engine, sorted ? sorted : deltas, count);
    engine_unlock(engine);
    free(sorted);
}

/* ---- replacing days --------------------------------------------------------------------------------------------- */

typedef struct {
    Delta *items;
    size_t count, room;
} Deltas;

static void deltas_add(Deltas *deltas, const Delta *delta)
{
    deltas->items = memory_room(deltas->items, &deltas->room, deltas->count + 1, sizeof(Delta));
    deltas->items[deltas->count++] = *delta;
}

/* Takes away what a block has on those days. */
static void days_undo(const Engine *engine, const Slot *slot, SeriesKind kind, const EngineDay *days, size_t day_count,
                      Deltas *deltas)
{
    const Block *block = kind == SERIES_FEATURE ? slot->features : slot->people;
    for (uint32_t i = 0; block && i < block->heads; i++) {
        const Head *head = &block_heads(block)[i];
        Series series = block_series(block, head);
        for (size_t d = 0; d < day_count; d++) {
            int64_t day = days[d].day, had = series_sum(&series, day - 1, day);
            if (had)
                deltas_add(deltas,
                           &(Delta) { slot->account, kind, engine->product_ids[head->product], head->key, day, -had });
        }
    }
}

static int difference_order(const void *a, const void *b)
{
    const Delta *x = a, *y = b;
    if (x->kind != y->kind)
        return (int)x->kind - (int)y->kind;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->product != y->product)
        return x->product < y->product ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

/* What was taken away and given again is no change. */
static size_t differences(Delta *deltas, size_t count)
{
    size_t kept = 0;
    qsort(deltas, count, sizeof(Delta), difference_order);
    for (size_t i = 0, end; i < count; i = end) {
        Delta sum = deltas[i];
        for (end = i + 1; end < count && difference_order(&deltas[i], &deltas[end]) == 0; end++)
            sum.count += deltas[end].count;
        if (sum.count)
            deltas[kept++] = sum;
    }
    return kept;
}

/* The day may be one of which nothing is held here, or one that was read again since the commit and differs no more:
 * old blocks, and the file that is being written, may still be of before. */
static void old_day_changed(Engine *engine, uint32_t slot, int64_t day)
{
    old_note(engine, slot, day);
    if (day >= engine->old_until)
        return;
    version_day(engine, day);
    version_slot(engine, slot);
}

/* The days and rows of one account. */
static void account_replace(Engine *engine, const EngineDay *days, size_t day_count, const Delta *rows, size_t count,
                            Deltas *deltas)
{
    const Slot *slot = slot_find(engine, days->account);
    deltas->count = 0;
    for (size_t i = 0; slot && i < day_count; i++)
        old_day_changed(engine, (uint32_t)(slot - engine->slots), days[i].day);
    for (SeriesKind kind = SERIES_FEATURE; slot && kind <= SERIES_PERSON; kind++)
        days_undo(engine, slot, kind, days, day_count, deltas);
    for (size_t i = 0; i < count; i++)
        deltas_add(deltas, &rows[i]);
    if (deltas->count)
        engine_apply_locked(engine, deltas->items, differences(deltas->items, deltas->count));
}

void engine_days_replace(Engine *engine, const EngineDay *days, size_t day_count, const Delta *rows, size_t count)
{
    Deltas deltas = { 0 };
    engine_write_lock(engine);
    for (size_t i = 0, row = 0, end, row_end; i < day_count; i = end, row = row_end) {
        for (end = i + 1; end < day_count && days[end].account == days[i].account;)
            end++;
        for (row_end = row; row_end < count && rows[row_end].account == days[i].account;)
            row_end++;
        account_replace(engine, days + i, end - i, rows + row, row_end - row, &deltas);
    }
    engine_unlock(engine);
    free(deltas.items);
}

/* ---- loading --------------------------------------------------------------------------------------------------- */

enum { LOAD_ROWS = 1 << 16 };

struct EngineLoad {
    Engine *engine;
    size_t count;
    Delta rows[LOAD_ROWS];
};

EngineLoad *engine_load_open(Engine *engine)
{
    EngineLoad *load = memory_resize(NULL, 1, sizeof(EngineLoad));
    load->engine = engine;
    load->count = 0;
    return load;
}

void engine_load_add(EngineLoad *load, const Delta *row)
{
    size_t kept = 0;
    if (load->count == LOAD_ROWS) {
        /* The last account may continue in the next call: its rows wait, so that its block is built only once. */
        size_t whole = LOAD_ROWS;
        while (whole && same_block(&load->rows[whole - 1], row))
            whole--;
        if (!whole)
            whole = LOAD_ROWS;
        kept = LOAD_ROWS - whole;
        engine_apply(load->engine, load->rows, whole);
        memmove(load->rows, load->rows + whole, kept * sizeof(Delta));
        load->count = kept;
    }
    load->rows[load->count++] = *row;
}

void engine_load_close(EngineLoad *load)
{
    engine_apply(load->engine, load->rows, load->count);
    free(load);
}

/* ---- reading day by day ---------------------------------------------------------------------------------------- */

typedef struct {
    int64_t day;
    int64_t count;
    int64_t key;
} DayCell;

static int cell_order(const void *a, const void *b)
{
    const DayCell *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static size_t cells_of(const Block *block, const Head *head, int64_t from, int64_t until, DayCell *cells)
{
    Series series = block_series(block, head);
    uint32_t position = series_rank(&series, from - 1);
    int64_t day, count;
    size_t found = 0;
    while (series_next(&series, &position, &day, &count) && day < until)
        cells[found++] = (DayCell) { day, count, head->key };
    return found;
}

static bool head_is_wanted(const Engine *engine, const Head *head, int64_t product, int64_t feature)
{
    return (!product || engine->product_ids[head->product] == product) && (!feature || head->key == feature);
}

/* All cells of the wanted series in [from, until), by day, then by key. */
static DayCell *gather_cells(const Engine *engine, Arena *arena, const Block *block, int64_t product, int64_t feature,
                             int64_t from, int64_t until, size_t *count)
{
    size_t room = 1, found = 0;
    DayCell *cells;
    for (uint32_t i = 0; block && i < block->heads; i++)
        room += block_heads(block)[i].days;
    cells = arena_array(arena, room, sizeof(DayCell));
    for (uint32_t i = 0; block && i < block->heads; i++)
        if (head_is_wanted(engine, &block_heads(block)[i], product, feature))
            found += cells_of(block, &block_heads(block)[i], from, until, cells + found);
    qsort(cells, found, sizeof(DayCell), cell_order);
    *count = found;
    return cells;
}

void view_days(const EngineView *view, Arena *arena, int64_t account, int64_t product, int64_t feature, int64_t from,
               int64_t until, const DayCount **days, size_t *count)
{
    const Engine *engine = view_engine(view);
    const Slot *slot = slot_find(engine, account);
    const Block *block = slot ? features_on(engine, (uint32_t)(slot - engine->slots), until - 1) : NULL;
    size_t found, used = 0;
    DayCell *cells = gather_cells(engine, arena, block, feature ? 0 : product, feature, from, until, &found);
    DayCount *made = arena_array(arena, found + 1, sizeof(DayCount));
    for (size_t i = 0; i < found; i++) {
        if (!used || made[used - 1].day != cells[i].day)
            made[used++] = (DayCount) { cells[i].day, 0 };
        made[used - 1].count += cells[i].count;
    }
    *days = made;
    *count = used;
}

int64_t view_last_day(const EngineView *view, int64_t account, int64_t product, int64_t feature, int64_t as_of)
{
    const Engine *engine = view_engine(view);
    const Slot *slot = slot_find(engine, account);
    const Block *block = slot ? features_on(engine, (uint32_t)(slot - engine->slots), as_of) : NULL;
    int64_t last = -1;
    for (uint32_t i = 0; block && i < block->heads; i++) {
        const Head *head = &block_heads(block)[i];
        Series series = block_series(block, head);
        int64_t day = head_is_wanted(engine, head, feature ? 0 : product, feature) ? series_last(&series, as_of) : -1;
        last = day > last ? day : last;
    }
    return last;
}

int64_t view_first_day(const EngineView *view, int64_t account)
{
    const Slot *slot = slot_find(view_engine(view), account);
    int64_t first = slot && slot->features ? (int64_t)slot->features->first_day : INT64_MAX;
    return slot && slot->people && slot->people->first_day < first ? (int64_t)slot->people->first_day : first;
}

void view_people_days(const EngineView *view, Arena *arena, int64_t account, int64_t product, int64_t from,
                      int64_t until, const DayCount **days, size_t *count)
{
    const Engine *engine = view_engine(view);
    const Slot *slot = slot_find(engine, account);
    const Block *block = slot ? people_on(engine, (uint32_t)(slot - engine->slots), until - 1) : NULL;
    size_t found, used = 0;
    DayCell *cells = gather_cells(engine, arena, block, product, 0, from, until, &found);
    DayCount *made = arena_array(arena, found + 1, sizeof(DayCount));
    for (size_t i = 0; i < found; i++) {
        if (!used || made[used - 1].day != cells[i].day)
            made[used++] = (DayCount) { cells[i].day, 0 };
        if (!i || cells[i - 1].day != cells[i].day || cells[i - 1].key != cells[i].key)
            made[used - 1].count++;
    }
    *days = made;
    *count = used;
}

static int use_order(const void *a, const void *b)
{
    const PersonUse *x = a, *y = b;
    if (x->active_days != y->active_days)
        return x->active_days > y->active_days ? -1 : 1;
    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return x->contact < y->contact ? -1 : x->contact > y->contact;
}

static int contact_order(const void *a, const void *b)
{
    const DayCell *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

void view_people(const EngineView *view, Arena *arena, int64_t account, int64_t product, int days, int64_t as_of,
                 const PersonUse **people, size_t *count)
{
    const Engine *engine = view_engine(view);
    const Slot *slot = slot_find(engine, account);
    const Block *block = slot ? people_on(engine, (uint32_t)(slot - engine->slots), as_of) : NULL;
    size_t found, used = 0;
    DayCell *cells = gather_cells(engine, arena, block, product, 0, 0, as_of + 1, &found);
    PersonUse *made = arena_array(arena, found + 1, sizeof(PersonUse));
    qsort(cells, found, sizeof(DayCell), contact_order);
    for (size_t i = 0; i < found; i++) {
        bool in_window = cells[i].day > as_of - days;
        if (!used || made[used - 1].contact != cells[i].key)
            made[used++] = (PersonUse) { .contact = cells[i].key, .last = -1 };
        made[used - 1].active_days += in_window && made[used - 1].last != cells[i].day;
        made[used - 1].events += in_window ? cells[i].count : 0;
        made[used - 1].last = cells[i].day;
    }
    qsort(made, used, sizeof(PersonUse), use_order);
    *people = made;
    *count = used;
}

static void add_stats(EngineStats *stats, const Block *block)
{
    if (!block)
        return;
    stats->series += block->heads;
    stats->bytes += block->size;
    for (uint32_t i = 0; i < block->heads; i++)
        stats->day_counts += block_heads(block)[i].days;
}

EngineStats view_stats(const EngineView *view)
{
    const Engine *engine = view_engine(view);
    EngineStats stats = { .columns = engine->column_count,
                          .texts = engine->texts.count ? engine->texts.count - 1 : 0,
                          .accounts = view_accounts(view) };
    for (size_t i = 0; i < engine->slot_count; i++) {
        add_stats(&stats, engine->slots[i].features);
        add_stats(&stats, engine->slots[i].people);
    }
    return stats;
}
