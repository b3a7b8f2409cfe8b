/* What the engine's files share. Nobody outside src/engine includes this. */
#ifndef BANSO_ENGINE_INTERNAL_H
#define BANSO_ENGINE_INTERNAL_H

/* Nothing here reads the processor's floating-point flags; while that is possible, comparisons with NAN cannot become
 * vector instructions. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-trapping-math", "no-math-errno")
#endif

#include "base/memory.h"
#include "engine/block.h"
#include "engine/engine.h"
#include "engine/gauge.h"
#include "engine/intern.h"
#include "engine/map.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* Popcount is one instruction on any x86-64 of the last fifteen years, but not in the baseline that Debian builds for:
 * the loops that live on it are compiled twice and the right one is chosen at start. */
#if defined(__x86_64__) && !defined(BANSO_SANITIZE) && defined(__GNUC__) && !defined(__clang__)
#define ENGINE_HOT __attribute__((target_clones("avx2", "default")))
#else
#define ENGINE_HOT
#endif

#define INLINED __attribute__((always_inline)) static inline

/* Values as doubles: ids stay below 2^53, texts are numbers of the intern table. NAN = unknown. */
typedef struct {
    int64_t key;
    uint32_t column;
    uint32_t count;
    uint32_t at; /* index of the first entry */
} StepHead;

typedef struct {
    int64_t from;
    double value;
} StepEntry;

/* All dated values of one account: heads by column and key, then entries. */
typedef struct {
    uint32_t heads;
    uint32_t entries;
} StepBlock;

/* gauge.c: one day of one gauge, and all of an account. */
typedef struct {
    int64_t gauge;
    int32_t day;
    uint32_t events;
    double total, last;
} GaugeEntry;
typedef struct GaugeBlock GaugeBlock;

typedef struct {
    int64_t account;
    bool added;  /* false: only series so far, or a free place */
    bool hidden; /* was taken off the lists; its series are kept up to date */
    bool whole;  /* its days before the floor are held, too */
    Block *features;
    Block *people;
    StepBlock *steps;
    GaugeBlock *gauges; /* NULL = no event carried a number */
} Slot;

/* The value of key 0 that holds from one day until before another; NAN = unknown. */
typedef struct {
    int32_t from, until;
    double value;
} Standing;

typedef struct {
    char *name;
    ColumnType type;
    bool dated;
    bool cleared;       /* and not made again since: for readers it is not there */
    double *values;     /* a plain one's, per slot; NULL until the first value */
    Standing *standing; /* a dated one's on the engine's standing day, per slot; NULL until the first step of key 0 */
    uint64_t changed;   /* when one of its values last changed; version.c */
} Column;

/* Something that days from this one on may read was changed then. */
typedef struct {
    int64_t day;
    uint64_t changed;
} DayChange;

typedef struct {
    int64_t feature;
    uint32_t index;
    uint16_t product;
    size_t plan_count;
    uint32_t *plans; /* interned */
} CatalogueFeature;

/* All that an account did before `old_until`; old.c. */
typedef struct {
    Block *features, *people;
    bool stale;   /* a day of it became another: to be read again before anybody asks */
    bool touched; /* the same since it went into the file that is being written */
} Old;
typedef struct OldFile OldFile;

struct Engine {
    pthread_rwlock_t lock;
    Slot *slots;
    size_t slot_count, slot_room;
    uint32_t *free_slots;
    size_t free_count, free_room;
    Map accounts; /* id → slot */
    Map features; /* id → dense number */
    int64_t *feature_ids;
    size_t feature_count, feature_room;
    Map products; /* id → dense number; 0 is "none" */
    int64_t *product_ids;
    size_t product_count, product_room;
    Column *columns;
    size_t column_count, column_room;
    _Atomic int64_t standing_day;   /* the day that the columns' `standing` is for */
    _Atomic int64_t standing_asked; /* the latest day that anybody asked for */
    Intern texts;
    CatalogueFeature *catalogue;
    size_t catalogue_count;
    BlockScratch scratch;
    Change *changes;
    size_t change_room;
    int64_t floor, base;         /* the floor as it is, and when nobody asks for older days */
    int64_t widening;            /* the floor that is being made: days from it on are kept already */
    int64_t newest;              /* INT64_MIN = nothing is held */
    size_t whole_count;          /* slots that are whole */
    _Atomic int64_t older_asked; /* when anybody asked for days before `base`; microseconds, monotonic */
    pthread_mutex_t past_lock;   /* one at a time moves the floor */
    EnginePast past;
    int64_t *torn;
    size_t torn_count, torn_room;
    uint64_t changes_made;  /* version.c: counts changes */
    uint64_t rest_changed;  /* when accounts or the catalogue did */
    uint64_t all_changed;   /* when something changed that may belong to any account */
    uint64_t *slot_changed; /* per slot: when anything of its account did */
    DayChange *day_changes;
    size_t day_change_count, day_change_room;
    Old *old;           /* per slot */
    int64_t old_until;  /* INT64_MIN = there are none */
    int64_t old_making; /* the same of the file that is being written */
    size_t old_stale;   /* how many are */
    OldFile *old_file;
    char *old_mapped;
    size_t old_size;
    bool past_comes; /* days are read again: no news */
    _Atomic(Calendar *) calendar;
    Calendar **calendars; /* all that were given: readers may still use an older one */
    size_t calendar_count, calendar_room;
    char *mapped; /* the snapshot's memory, in which blocks may lie */
    size_t mapped_size;
};

struct EngineView {
    Engine engine;
};

static inline const Engine *view_engine(const EngineView *view)
{
    return &view->engine;
}

void engine_write_lock(Engine *engine);
void engine_unlock(const Engine *engine);

/* The slot of an account, made when it is new; under the write lock. */
uint32_t slot_ensure(Engine *engine, int64_t account);
void slot_add(Engine *engine, uint32_t slot);                 /* programs see its account from now on */
Slot *slot_take(Engine *engine, int64_t account);             /* the same, as its place until the next new account */
const Slot *slot_find(const Engine *engine, int64_t account); /* NULL when absent */
uint32_t feature_ensure(Engine *engine, int64_t feature);
uint16_t product_ensure(Engine *engine, int64_t product);
/* version.c, under the write lock: what changed, for view_version. */
void version_day(Engine *engine, int64_t day);
void version_column(Engine *engine, uint32_t column);
void version_rest(Engine *engine);
/* The change that was just counted belongs to this account; to any. */
void version_slot(Engine *engine, uint32_t slot);
void version_all(Engine *engine);
void versions_grow(Engine *engine, size_t before);
/* Frees a block, whether it was allocated or is part of the mapped snapshot. */
void engine_block_free(Engine *engine, Block *block);
void engine_series_clear(Engine *engine);
/* window.c, under the write lock. A change that subtracts from a day that is no longer held is left out, and the
 * account is torn; it is also torn when a day that was an end is gone. What a block holds before the floor is cut down
 * to its ends. */
bool window_tears(Engine *engine, int64_t account, const Block *block, bool people, const Change *change);
void window_settle(Engine *engine, int64_t account, Block **place, bool people, size_t changes);
/* old.c, under the write lock but for the next two. A day of the account became another. */
void old_note(Engine *engine, uint32_t slot, int64_t day);
/* Whether questions as of `day` and later need nothing but old blocks and the days that are held, and who is stale; the
 * ids are the caller's to free. */
bool old_serves(const Engine *engine, int64_t from, int64_t day);
Ids old_stale_ids(const Engine *engine);
void old_take(Engine *engine, uint32_t slot, int64_t until, PastAs as, const Delta *rows, size_t count);
void old_forget(Engine *engine, uint32_t slot);
void old_clear(Engine *engine);
void old_grow(Engine *engine, size_t before);
/* A block of one account's rows of one kind, of nothing but them. */
Block *block_of_deltas(Engine *engine, const Delta *rows, size_t count);

void put_block(Engine *engine, Block **place, Block *made);
void engine_apply_locked(Engine *engine, const Delta *deltas, size_t count);

void columns_grow(Engine *engine, size_t slots);
void columns_forget(Engine *engine, uint32_t slot);
void columns_free(Engine *engine);
int column_find(const Engine *engine, const char *name);
/* NAN when unknown. */
double steps_value(const StepBlock *steps, uint32_t column, int64_t key, int64_t day);

/* Of the days after `begin` up to `end`; NAN = unknown. */
double gauge_value(const GaugeBlock *block, GaugeAsk ask, int64_t gauge, int64_t begin, int64_t end);

/* standing.c; the first three under the write lock. */
void standing_set(Engine *engine, uint32_t slot, uint32_t column);
void standing_grow(Column *column, size_t before, size_t slots);
void standing_forget(Column *column, uint32_t slot);
void standing_ask(const Engine *engine, int64_t day);
void standing_follow(Engine *engine); /* outside any lock */

/* Where to read what is asked as of that day. */
static inline bool is_old(const Engine *engine, uint32_t slot, int64_t day)
{
    return day < engine->old_until && !engine->old[slot].stale;
}

static inline const Block *features_on(const Engine *engine, uint32_t slot, int64_t day)
{
    return is_old(engine, slot, day) ? engine->old[slot].features : engine->slots[slot].features;
}

static inline const Block *people_on(const Engine *engine, uint32_t slot, int64_t day)
{
    return is_old(engine, slot, day) ? engine->old[slot].people : engine->slots[slot].people;
}

/* The value of a dated column; NAN when unknown. */
static inline double dated_value(const Engine *engine, uint32_t slot, uint32_t column, int64_t key, int64_t day)
{
    const Standing *standing = engine->columns[column].standing;
    if (key == 0 && standing && day >= standing[slot].from && day < standing[slot].until)
        return standing[slot].value;
    return steps_value(engine->slots[slot].steps, column, key, day);
}

static inline const StepHead *step_heads(const StepBlock *steps)
{
    return (const StepHead *)(steps + 1);
}

static inline const StepEntry *step_entries(const StepBlock *steps)
{
    return (const StepEntry *)(step_heads(steps) + steps->heads);
}

#endif
