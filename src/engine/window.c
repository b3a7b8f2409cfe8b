/*
 * The days that are held: cutting off old ones, and reading them again when somebody asks. Cutting takes the write lock
 * for 512 accounts at a time. While older days are read back, `widening` is already their floor, so days that arrive
 * for one account are not cut again before all accounts have theirs. `past_lock` lets one thread at a time move the
 * floor or load; it is taken before the engine's lock and never inside a view.
 *
 * In order: torn accounts, the floor, all accounts on demand, a few accounts.
 */
#include "engine/internal.h"

#include "base/clock.h"

#include <malloc.h>

/* Accounts per write lock, so that no commit waits long while all of them are gone through. */
enum { CUT_AT_ONCE = 512 };
/* Late events may make others stale as fast as they are read. */
enum { OLD_TRIES = 8 };

static int64_t kept_from(const Engine *engine)
{
    return engine->widening < engine->floor ? engine->widening : engine->floor;
}

static void window_cut(Engine *engine, Block **place)
{
    put_block(engine, place, block_since(&engine->scratch, *place, kept_from(engine), true));
}

static void tear(Engine *engine, int64_t account)
{
    if (engine->torn_count && engine->torn[engine->torn_count - 1] == account)
        return;
    engine->torn = memory_room(engine->torn, &engine->torn_room, engine->torn_count + 1, sizeof(int64_t));
    engine->torn[engine->torn_count++] = account;
}

bool window_tears(Engine *engine, int64_t account, const Block *block, bool people, const Change *change)
{
    if (change->count >= 0 || change->day >= engine->floor || block_has_day(block, people, change))
        return false;
    tear(engine, account);
    return true;
}

void window_settle(Engine *engine, int64_t account, Block **place, bool people, size_t changes)
{
    for (size_t i = 0; i < changes; i++)
        if (engine->changes[i].count < 0 && engine->changes[i].day < engine->floor &&
            !block_has_day(*place, people, &engine->changes[i]))
            tear(engine, account);
    window_cut(engine, place);
}

static int id_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

Ids engine_torn(Engine *engine, Arena *arena)
{
    int64_t *ids;
    size_t count = 0;
    engine_write_lock(engine);
    ids = arena_array(arena, engine->torn_count + 1, sizeof(int64_t));
    if (engine->torn_count)
        qsort(engine->torn, engine->torn_count, sizeof(int64_t), id_order);
    for (size_t i = 0; i < engine->torn_count; i++)
        if (!count || ids[count - 1] != engine->torn[i])
            ids[count++] = engine->torn[i];
    engine->torn_count = 0;
    engine_unlock(engine);
    return (Ids) { count, ids };
}

void engine_tear(Engine *engine, Ids accounts)
{
    engine_write_lock(engine);
    for (size_t i = 0; i < accounts.count; i++)
        tear(engine, accounts.items[i]);
    engine_unlock(engine);
}

/* ---- the floor ------------------------------------------------------------------------------------------------- */

int64_t engine_floor(Engine *engine)
{
    const EngineView *view = engine_view(engine);
    int64_t base = view_engine(view)->base;
    engine_view_close(view);
    return base;
}

int64_t engine_newest(Engine *engine)
{
    const EngineView *view = engine_view(engine);
    int64_t newest = view_engine(view)->newest;
    engine_view_close(view);
    return newest;
}

static bool cut_some(Engine *engine, size_t from)
{
    bool more;
    engine_write_lock(engine);
    for (size_t i = from; i < engine->slot_count && i < from + CUT_AT_ONCE; i++) {
        window_cut(engine, &engine->slots[i].features);
        window_cut(engine, &engine->slots[i].people);
        engine->whole_count -= engine->slots[i].whole;
        engine->slots[i].whole = false;
    }
    more = from + CUT_AT_ONCE < engine->slot_count;
    engine_unlock(engine);
    return more;
}

/* Readers see the new floor from now on; that more is held for a while does no harm. */
static void floor_raise(Engine *engine, int64_t floor)
{
    engine_write_lock(engine);
    engine->floor = engine->widening = floor;
    engine_unlock(engine);
    for (size_t from = 0; cut_some(engine, from);)
        from += CUT_AT_ONCE;
    malloc_trim(0); /* what was cut off is scattered: without this it would not go back to the system */
}

void engine_floor_set(Engine *engine, int64_t floor)
{
    bool raise;
    pthread_mutex_lock(&engine->past_lock);
    engine_write_lock(engine);
    raise = floor > engine->floor;
    engine->base = floor;
    engine_unlock(engine);
    if (raise)
        floor_raise(engine, floor);
    pthread_mutex_unlock(&engine->past_lock);
}

bool engine_past_release(Engine *engine, int64_t idle)
{
    bool older;
    pthread_mutex_lock(&engine->past_lock);
    older = (engine->floor < engine->base || engine->whole_count) &&
            clock_monotonic() - atomic_load(&engine->older_asked) >= idle;
    if (older)
        floor_raise(engine, engine->base);
    pthread_mutex_unlock(&engine->past_lock);
    return older;
}

/* ---- on demand ------------------------------------------------------------------------------------------------- */

void engine_past_register(Engine *engine, EnginePast past)
{
    engine->past = past;
}

static void past_of_account(Engine *engine, int64_t account, int64_t until, PastAs as, const Delta *rows, size_t count)
{
    Slot *slot = slot_take(engine, account);
    bool whole = as == PAST_WHOLE;
    if (as == PAST_OLD || as == PAST_FILED) {
        old_take(engine, (uint32_t)(slot - engine->slots), until, as, rows, count);
        return;
    }
    engine->whole_count += whole && !slot->whole;
    slot->whole = slot->whole || whole; /* before its days come, so that they stay */
    put_block(engine, &slot->features, block_since(&engine->scratch, slot->features, until, false));
    put_block(engine, &slot->people, block_since(&engine->scratch, slot->people, until, false));
    engine->past_comes = true;
    engine_apply_locked(engine, rows, count);
    engine->past_comes = false;
}

static int past_order(const void *a, const void *b)
{
    const Delta *x = a, *y = b;
    if (x->account != y->account)
        return x->account < y->account ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

void engine_past_replace(Engine *engine, Ids accounts, int64_t until, PastAs as, const Delta *rows, size_t count)
{
    Delta *sorted = memory_new(count, sizeof(Delta));
    size_t at = 0;
    if (count)
        memcpy(sorted, rows, count * sizeof(Delta));
    qsort(sorted, count, sizeof(Delta), past_order);
    engine_write_lock(engine);
    for (size_t i = 0; i < accounts.count; i++) {
        size_t from;
        while (at < count && sorted[at].account < accounts.items[i])
            at++;
        for (from = at; at < count && sorted[at].account == accounts.items[i];)
            at++;
        if (map_get(&engine->accounts, accounts.items[i]) != MAP_NONE)
            past_of_account(engine, accounts.items[i], until, as, sorted + from, at - from);
    }
    engine_unlock(engine);
    free(sorted);
}

static void widen_to(Engine *engine, int64_t widening, int64_t floor)
{
    engine_write_lock(engine);
    engine->widening = widening;
    engine->floor = floor;
    engine_unlock(engine);
}

/* Days are read back in whole steps, so that a question about the day before does not read everything again. */
static bool widen(Engine *engine, int64_t from, Error *error)
{
    int64_t floor = engine->floor, wanted = from - ENGINE_DAYS / 4;
    if (floor <= from)
        return true;
    if (wanted < 0)
        wanted = 0;
    widen_to(engine, wanted, floor);
    if (!engine->past.load || !engine->past.load(engine->past.context, (Ids) { 0 }, floor, PAST_ENDS, error)) {
        floor_raise(engine, floor);
        return engine->past.load ? false : fail(error, ERROR_INTERNAL, NULL, "nobody knows of older days");
    }
    widen_to(engine, wanted, wanted);
    return true;
}

static bool widen_locked(Engine *engine, int64_t from, Error *error)
{
    pthread_mutex_lock(&engine->past_lock);
    bool ok = widen(engine, from, error);
    pthread_mutex_unlock(&engine->past_lock);
    return ok;
}

/* Those whose old blocks say no more what the database does are read again. */
static bool old_load(Engine *engine, Ids stale, int64_t until, Error *error)
{
    bool ok = engine->past.load(engine->past.context, stale, until, PAST_OLD, error);
    free((void *)(uintptr_t)stale.items);
    return ok;
}

static bool holds(const Engine *engine, int64_t from)
{
    return engine->floor <= from || engine->floor <= 0;
}

/* What a view does not hold yet, outside of it. */
static bool since_load(Engine *engine, const EngineView *found, int64_t from, bool old, Error *error)
{
    int64_t until = view_engine(found)->old_until;
    Ids stale = old ? old_stale_ids(view_engine(found)) : (Ids) { 0 };
    engine_view_close(found);
    return old ? old_load(engine, stale, until, error) : widen_locked(engine, from, error);
}

bool engine_view_since(Engine *engine, int64_t from, int64_t day, const EngineView **view, Error *error)
{
    for (int tries = 0;; tries++) {
        const EngineView *found = engine_view(engine);
        const Engine *seen = view_engine(found);
        bool held = holds(seen, from), old = !held && tries < OLD_TRIES && old_serves(seen, from, day);
        if (held || (old && !seen->old_stale)) {
            if (held && from < seen->base)
                atomic_store(&engine->older_asked, clock_monotonic());
            *view = found;
            return true;
        }
        if (!since_load(engine, found, from, old, error))
            return false;
    }
}

/* ---- a few accounts -------------------------------------------------------------------------------------------- */

/* Those of which days are missing. */
static size_t not_whole(const Engine *engine, Ids accounts, int64_t *ids)
{
    size_t count = 0;
    for (size_t i = 0; i < accounts.count; i++) {
        const Slot *slot = slot_find(engine, accounts.items[i]);
        if (slot && !slot->whole && (slot->features || slot->people))
            ids[count++] = accounts.items[i];
    }
    return count;
}

static bool few_load(Engine *engine, Ids accounts, Error *error)
{
    bool ok;
    pthread_mutex_lock(&engine->past_lock);
    if (engine->past.load)
        ok = engine->past.load(engine->past.context, accounts, engine->floor, PAST_WHOLE, error);
    else
        ok = fail(error, ERROR_INTERNAL, NULL, "nobody knows of older days");
    pthread_mutex_unlock(&engine->past_lock);
    return ok;
}

bool engine_view_of(Engine *engine, Ids accounts, int64_t from, const EngineView **view, Error *error)
{
    int64_t *ids = memory_new(accounts.count, sizeof *ids);
    bool ok = true;
    for (*view = NULL; ok && !*view;) {
        const EngineView *found = engine_view(engine);
        const Engine *seen = view_engine(found);
        bool held = seen->floor <= from || seen->floor <= 0;
        size_t missing = held ? 0 : not_whole(seen, accounts, ids);
        if (from < seen->base)
            atomic_store(&engine->older_asked, clock_monotonic());
        if (missing == 0) {
            *view = found;
        } else {
            engine_view_close(found);
            ok = few_load(engine, (Ids) { missing, ids }, error);
        }
    }
    free(ids);
    return ok;
}
