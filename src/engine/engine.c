/*
 * The life of the engine, its accounts, and the view. One lock for reading and writing, which prefers writers: readers
 * that follow one another closely would otherwise keep a commit out for ever. A thread's inner views share the outer
 * one's lock, since a second read lock would wait for the writer that waits for the first.
 *
 * An account is a slot, and an array index everywhere else; slots of removed accounts are used again. Features and
 * products get dense numbers that are never used again for others, so blocks may hold them.
 */
#include "engine/internal.h"

#include <sys/mman.h>

bool engine_open(Engine **engine, Error *error)
{
    pthread_rwlockattr_t attributes;
    Engine *made = memory_new(1, sizeof(Engine));
    bool ok;
    pthread_rwlockattr_init(&attributes);
    /* Else readers that follow each other closely would keep a commit out for ever. */
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    ok = pthread_rwlock_init(&made->lock, &attributes) == 0;
    pthread_rwlockattr_destroy(&attributes);
    if (!ok) {
        free(made);
        return fail(error, ERROR_INTERNAL, NULL, "the engine's lock cannot be made");
    }
    *engine = made;
    made->floor = made->base = made->widening = made->newest = INT64_MIN;
    made->old_until = made->old_making = INT64_MIN;
    pthread_mutex_init(&made->past_lock, NULL);
    product_ensure(made, 0);
    return true;
}

static void catalogue_free(Engine *engine)
{
    for (size_t i = 0; i < engine->catalogue_count; i++)
        free(engine->catalogue[i].plans);
    free(engine->catalogue);
    engine->catalogue = NULL;
    engine->catalogue_count = 0;
}

static void calendars_free(Engine *engine)
{
    for (size_t i = 0; i < engine->calendar_count; i++)
        calendar_free(engine->calendars[i]);
    free(engine->calendars);
}

void engine_close(Engine *engine)
{
    if (!engine)
        return;
    engine_series_clear(engine);
    for (size_t i = 0; i < engine->slot_count; i++) {
        free(engine->slots[i].steps);
        free(engine->slots[i].gauges);
    }
    columns_free(engine);
    catalogue_free(engine);
    calendars_free(engine);
    intern_free(&engine->texts);
    block_scratch_free(&engine->scratch);
    map_clear(&engine->accounts);
    map_clear(&engine->features);
    map_clear(&engine->products);
    free(engine->slots);
    free(engine->free_slots);
    free(engine->feature_ids);
    free(engine->product_ids);
    free(engine->changes);
    free(engine->torn);
    free(engine->day_changes);
    free(engine->slot_changed);
    free(engine->old);
    pthread_mutex_destroy(&engine->past_lock);
    pthread_rwlock_destroy(&engine->lock);
    free(engine);
}

/* The engine that this thread has in view, and how many views deep: a second lock for reading would wait for a writer
 * that waits for the first. */
static _Thread_local const Engine *held;
static _Thread_local int held_depth;

void engine_write_lock(Engine *engine)
{
    if (held == engine || pthread_rwlock_wrlock(&engine->lock) != 0)
        bug("the engine is changed inside a view of it");
}

void engine_unlock(const Engine *engine)
{
    pthread_rwlock_unlock((pthread_rwlock_t *)(uintptr_t)&engine->lock);
}

const EngineView *engine_view(Engine *engine)
{
    if (held == engine) {
        held_depth++;
        return (const EngineView *)engine;
    }
    if (!held && atomic_load(&engine->standing_asked) != atomic_load(&engine->standing_day))
        standing_follow(engine);
    if (pthread_rwlock_rdlock(&engine->lock) != 0)
        bug("the engine cannot be read");
    if (!held) {
        held = engine;
        held_depth = 1;
    }
    return (const EngineView *)engine;
}

void engine_view_close(const EngineView *view)
{
    const Engine *engine = view_engine(view);
    if (held == engine && --held_depth)
        return;
    if (held == engine)
        held = NULL;
    engine_unlock(engine);
}

/* ---- the calendar ---------------------------------------------------------------------------------------------- */

/* The one that is kept for it: an equal one that was given earlier, or itself. */
static Calendar *calendar_keep(Engine *engine, Calendar *calendar)
{
    for (size_t i = 0; i < engine->calendar_count; i++)
        if (calendar_equal(engine->calendars[i], calendar))
            return engine->calendars[i];
    if (!calendar)
        return NULL;
    engine->calendars =
        memory_room(engine->calendars, &engine->calendar_room, engine->calendar_count + 1, sizeof(Calendar *));
    return engine->calendars[engine->calendar_count++] = calendar;
}

void engine_calendar_set(Engine *engine, Calendar *calendar)
{
    engine_write_lock(engine);
    Calendar *kept = calendar_keep(engine, calendar);
    if (kept != atomic_load(&engine->calendar)) {
        atomic_store(&engine->calendar, kept);
        version_all(engine);
    }
    engine_unlock(engine);
    if (kept != calendar)
        calendar_free(calendar);
}

const Calendar *engine_calendar(const Engine *engine)
{
    return atomic_load(&engine->calendar);
}

const Calendar *view_calendar(const EngineView *view)
{
    return engine_calendar(view_engine(view));
}

/* ---- accounts -------------------------------------------------------------------------------------------------- */

const Slot *slot_find(const Engine *engine, int64_t account)
{
    uint32_t at = map_get(&engine->accounts, account);
    return at == MAP_NONE ? NULL : &engine->slots[at];
}

uint32_t slot_ensure(Engine *engine, int64_t account)
{
    uint32_t at = map_get(&engine->accounts, account);
    if (at != MAP_NONE)
        return at;
    if (engine->free_count) {
        at = engine->free_slots[--engine->free_count];
    } else {
        size_t before = engine->slot_room;
        at = (uint32_t)engine->slot_count;
        engine->slots = memory_room(engine->slots, &engine->slot_room, engine->slot_count + 1, sizeof(Slot));
        if (engine->slot_room != before) {
            columns_grow(engine, before);
            versions_grow(engine, before);
            old_grow(engine, before);
        }
        engine->slot_count++;
    }
    engine->slots[at] = (Slot) { .account = account };
    map_put(&engine->accounts, account, at);
    return at;
}

Slot *slot_take(Engine *engine, int64_t account)
{
    uint32_t at = slot_ensure(engine, account);
    return &engine->slots[at];
}

void slot_add(Engine *engine, uint32_t slot)
{
    if (!engine->slots[slot].added) {
        version_rest(engine);
        version_slot(engine, slot);
    }
    engine->slots[slot].added = true;
    engine->slots[slot].hidden = false;
}

void engine_account_add(Engine *engine, int64_t account)
{
    engine_write_lock(engine);
    slot_add(engine, slot_ensure(engine, account));
    engine_unlock(engine);
}

void engine_account_hide(Engine *engine, int64_t account)
{
    engine_write_lock(engine);
    Slot *slot = slot_take(engine, account);
    if (slot->added)
        version_all(engine);
    slot->added = false;
    slot->hidden = true;
    engine_unlock(engine);
}

static void slot_remove(Engine *engine, uint32_t at)
{
    Slot *slot = &engine->slots[at];
    engine->whole_count -= slot->whole;
    version_all(engine);
    engine_block_free(engine, slot->features);
    engine_block_free(engine, slot->people);
    old_forget(engine, at);
    free(slot->steps);
    free(slot->gauges);
    columns_forget(engine, at);
    map_remove(&engine->accounts, slot->account);
    *slot = (Slot) { 0 };
    engine->free_slots = memory_room(engine->free_slots, &engine->free_room, engine->free_count + 1, sizeof(uint32_t));
    engine->free_slots[engine->free_count++] = at;
}

void engine_account_remove(Engine *engine, int64_t account)
{
    uint32_t at;
    engine_write_lock(engine);
    at = map_get(&engine->accounts, account);
    if (at != MAP_NONE)
        slot_remove(engine, at);
    engine_unlock(engine);
}

void engine_strangers_drop(Engine *engine)
{
    engine_write_lock(engine);
    for (uint32_t at = 0; at < engine->slot_count; at++)
        if (!engine->slots[at].added && !engine->slots[at].hidden &&
            (engine->slots[at].features || engine->slots[at].people))
            slot_remove(engine, at);
    engine_unlock(engine);
}

static int id_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

Ids view_account_ids(const EngineView *view, Arena *arena)
{
    const Engine *engine = view_engine(view);
    int64_t *ids = arena_array(arena, engine->slot_count + 1, sizeof(int64_t));
    size_t count = 0;
    for (size_t i = 0; i < engine->slot_count; i++)
        if (engine->slots[i].added)
            ids[count++] = engine->slots[i].account;
    qsort(ids, count, sizeof(int64_t), id_order);
    return (Ids) { count, ids };
}

size_t view_accounts(const EngineView *view)
{
    const Engine *engine = view_engine(view);
    size_t count = 0;
    for (size_t i = 0; i < engine->slot_count; i++)
        count += engine->slots[i].added;
    return count;
}

size_t view_active_accounts(const EngineView *view)
{
    const Engine *engine = view_engine(view);
    size_t count = 0;
    for (size_t i = 0; i < engine->slot_count; i++)
        count += engine->slots[i].added && engine->slots[i].features;
    return count;
}

bool view_has(const EngineView *view, int64_t account)
{
    const Slot *slot = slot_find(view_engine(view), account);
    return slot && slot->added;
}

/* ---- dense numbers --------------------------------------------------------------------------------------------- */

uint32_t feature_ensure(Engine *engine, int64_t feature)
{
    uint32_t index = map_get(&engine->features, feature);
    if (index != MAP_NONE)
        return index;
    index = (uint32_t)engine->feature_count;
    engine->feature_ids =
        memory_room(engine->feature_ids, &engine->feature_room, engine->feature_count + 1, sizeof(int64_t));
    engine->feature_ids[engine->feature_count++] = feature;
    map_put(&engine->features, feature, index);
    return index;
}

uint16_t product_ensure(Engine *engine, int64_t product)
{
    uint32_t index = map_get(&engine->products, product);
    if (index != MAP_NONE)
        return (uint16_t)index;
    if (engine->product_count > UINT16_MAX)
        bug("more than %d products", UINT16_MAX);
    index = (uint32_t)engine->product_count;
    engine->product_ids =
        memory_room(engine->product_ids, &engine->product_room, engine->product_count + 1, sizeof(int64_t));
    engine->product_ids[engine->product_count++] = product;
    map_put(&engine->products, product, index);
    return (uint16_t)index;
}

void engine_features_set(Engine *engine, const EngineFeature *features, size_t count)
{
    engine_write_lock(engine);
    version_all(engine);
    catalogue_free(engine);
    engine->catalogue = memory_new(count, sizeof(CatalogueFeature));
    engine->catalogue_count = count;
    for (size_t i = 0; i < count; i++) {
        CatalogueFeature *to = &engine->catalogue[i];
        *to = (CatalogueFeature) { .feature = features[i].feature,
                                   .index = feature_ensure(engine, features[i].feature),
                                   .product = product_ensure(engine, features[i].product),
                                   .plan_count = features[i].plans.count };
        to->plans = memory_new(to->plan_count, sizeof(uint32_t));
        for (size_t p = 0; p < to->plan_count; p++)
            to->plans[p] = intern_put(&engine->texts, features[i].plans.items[p]);
    }
    engine_unlock(engine);
}

void engine_block_free(Engine *engine, Block *block)
{
    char *at = (char *)block;
    if (engine->mapped && at >= engine->mapped && at < engine->mapped + engine->mapped_size)
        return;
    free(block);
}

void engine_series_clear(Engine *engine)
{
    version_all(engine);
    for (size_t i = 0; i < engine->slot_count; i++) {
        engine_block_free(engine, engine->slots[i].features);
        engine_block_free(engine, engine->slots[i].people);
        engine->slots[i].features = engine->slots[i].people = NULL;
        engine->slots[i].whole = false;
    }
    engine->whole_count = 0;
    old_clear(engine);
    if (engine->mapped)
        munmap(engine->mapped, engine->mapped_size);
    engine->mapped = NULL;
    engine->mapped_size = 0;
}

void engine_clear(Engine *engine)
{
    engine_write_lock(engine);
    engine_series_clear(engine);
    engine_unlock(engine);
}
