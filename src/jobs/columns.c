/*
 * The keeper of columns. Two ways to the same place: on SQLite the transaction itself reads the new values, and its
 * hook after COMMIT puts them into the engine; on PostgreSQL the hook reads again, as another server may have written
 * between. All other changes come through facts (columns_follow). A source's lock is always held from the read to the
 * engine.
 *
 * In order: the lock, reading under it, after COMMIT, at a start, what facts move.
 */
#include "jobs/columns_fill.h"

#include "base/clock.h"
#include "jobs/module.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SOME_MAX = 500, SOURCES_MAX = 64 };

/* ---- the lock -------------------------------------------------------------------------------------------------- */

static struct {
    pthread_mutex_t lock;
    const ColumnSource *source[SOURCES_MAX];
    pthread_mutex_t of[SOURCES_MAX];
    int count;
} locks = { .lock = PTHREAD_MUTEX_INITIALIZER };

static pthread_mutex_t *lock_of(const ColumnSource *source)
{
    int i = 0;
    pthread_mutex_lock(&locks.lock);
    while (i < locks.count && locks.source[i] != source)
        i++;
    if (i == SOURCES_MAX)
        bug("more than %d sources of columns", SOURCES_MAX);
    if (i == locks.count) {
        locks.source[locks.count] = source;
        pthread_mutex_init(&locks.of[locks.count++], NULL);
    }
    pthread_mutex_unlock(&locks.lock);
    return &locks.of[i];
}

/* Taken outside any transaction and any view of the engine, since its holder reads the database and changes the engine.
 */
static void source_lock(const ColumnSource *source)
{
    pthread_mutex_lock(lock_of(source));
}

static void source_unlock(const ColumnSource *source)
{
    pthread_mutex_unlock(lock_of(source));
}

/* ---- reading under the lock ------------------------------------------------------------------------------------ */

typedef struct {
    ColumnFill fill;
    ColumnRead read;
    void *context;
} Reading;

static bool reading_work(Db *db, void *context, Error *error)
{
    Reading *reading = context;
    return fill_begin(&reading->fill, db, error) && reading->read(db, &reading->fill, reading->context, error);
}

/* The lock is held from before the read until the values are in the engine. */
static bool read_locked(Services *services, const ColumnSource *source, Reading reading, bool whole, Error *error)
{
    reading.fill.services = services;
    reading.fill.source = source;
    reading.fill.arena = arena_new();
    reading.fill.batch = whole ? arena_new() : reading.fill.arena;
    reading.fill.whole = whole;
    reading.fill.now = clock_now();
    source_lock(source);
    if (whole && source->owns) {
        const EngineView *view = engine_view(services->engine);
        reading.fill.expected = view_account_ids(view, reading.fill.arena);
        engine_view_close(view);
    }
    bool ok = store_read(services->store, reading_work, &reading, error);
    if (ok)
        fill_end(&reading.fill);
    source_unlock(source);
    if (whole)
        arena_free(reading.fill.batch);
    arena_free(reading.fill.arena);
    return ok;
}

bool columns_bring(Services *services, const ColumnSource *source, ColumnRead read, void *context, Error *error)
{
    return read_locked(services, source, (Reading) { .read = read, .context = context }, false, error);
}

static bool load_read(Db *db, ColumnFill *fill, void *context, Error *error)
{
    (void)context;
    return fill_all(fill, db, error);
}

bool columns_load(Services *services, const ColumnSource *source, Error *error)
{
    return read_locked(services, source, (Reading) { .read = load_read }, true, error);
}

static bool some_read(Db *db, ColumnFill *fill, void *context, Error *error)
{
    const Ids *accounts = context;
    return fill_some(fill, db, *accounts, error);
}

/* Any number, ascending. */
static bool some_load(Services *services, const ColumnSource *source, Ids accounts, Error *error)
{
    for (size_t i = 0; i < accounts.count; i += SOME_MAX) {
        Ids some = { accounts.count - i < SOME_MAX ? accounts.count - i : SOME_MAX, accounts.items + i };
        Reading reading = { .read = some_read, .context = &some };
        if (source->owns)
            reading.fill.expected = some;
        if (!read_locked(services, source, reading, false, error))
            return false;
    }
    return true;
}

static bool names_read(Db *db, ColumnFill *fill, void *context, Error *error)
{
    (void)db, (void)fill, (void)context, (void)error;
    return true; /* fill_begin has made them */
}

static bool names_load(Services *services, const ColumnSource *source, Error *error)
{
    return columns_bring(services, source, names_read, NULL, error);
}

/* ---- after COMMIT ---------------------------------------------------------------------------------------------- */

typedef struct {
    ColumnFill fill;
    int64_t account;
    const char *column;
} Renewal;

static Renewal *renewal_new(Services *services, Db *db, const ColumnSource *source, int64_t account, int64_t now)
{
    Arena *arena = db_arena(db);
    Renewal *renewal = arena_make(arena, Renewal);
    renewal->account = account;
    renewal->fill = (ColumnFill) { .services = services, .source = source, .arena = arena, .batch = arena, .now = now };
    if (source->owns && account)
        renewal->fill.expected = (Ids) { 1, &renewal->account };
    return renewal;
}

static void renew(void *context)
{
    Renewal *renewal = context;
    source_lock(renewal->fill.source);
    fill_end(&renewal->fill);
    source_unlock(renewal->fill.source);
}

/* Another server may have written since, so the database is read again. What cannot be read now is read when the fact
 * is followed. */
static void renew_shared(void *context)
{
    const Renewal *renewal = context;
    Error ignored = { 0 };
    some_load(renewal->fill.services, renewal->fill.source, (Ids) { 1, &renewal->account }, &ignored);
}

bool columns_renew(const Writer *writer, const ColumnSource *source, int64_t account, Error *error)
{
    Renewal *renewal = renewal_new(writer->services, writer->db, source, account, writer->now);
    bool shared = db_kind(writer->db) == DB_POSTGRES;
    if (!shared && (!fill_begin(&renewal->fill, writer->db, error) ||
                    !fill_some(&renewal->fill, writer->db, (Ids) { 1, &renewal->account }, error)))
        return false;
    db_after_commit(writer->db, shared ? renew_shared : renew, renewal);
    return true;
}

static void renew_names(void *context)
{
    const Renewal *renewal = context;
    Error ignored = { 0 }; /* the next account that is stored creates the column as well */
    names_load(renewal->fill.services, renewal->fill.source, &ignored);
}

void columns_renew_names(const Writer *writer, const ColumnSource *source)
{
    db_after_commit(writer->db, renew_names, renewal_new(writer->services, writer->db, source, 0, writer->now));
}

static void renew_empty(void *context)
{
    const Renewal *renewal = context;
    source_lock(renewal->fill.source);
    engine_column_clear(renewal->fill.services->engine, renewal->column);
    source_unlock(renewal->fill.source);
}

void columns_renew_empty(const Writer *writer, const ColumnSource *source, const char *column)
{
    Renewal *renewal = renewal_new(writer->services, writer->db, source, 0, writer->now);
    renewal->column = arena_text(db_arena(writer->db), column);
    db_after_commit(writer->db, renew_empty, renewal);
}

ColumnFill *columns_after_commit(Services *services, Db *db, const ColumnSource *source)
{
    Renewal *renewal = renewal_new(services, db, source, 0, clock_now());
    Error never = { 0 };
    if (source->more || !fill_begin(&renewal->fill, db, &never))
        bug("the columns of %s are not known without the database", source->name);
    db_after_commit(db, renew, renewal);
    return &renewal->fill;
}

/* ---- at a start, and what facts move --------------------------------------------------------------------------- */

bool columns_start(Services *services, const ColumnSource *sources, Error *error)
{
    for (const ColumnSource *source = sources; source && source->name; source++) {
        Reading reading = { .fill = { .start = true }, .read = load_read };
        if (!read_locked(services, source, reading, true, error))
            return false;
    }
    return true;
}

static int id_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static bool is_on(const ColumnSource *source, const Fact *fact)
{
    const FactKind *kind = fact_kind_find(fact->kind);
    if (kind && kind->moves_account && (source->some || source->counts_of))
        return true;
    for (int i = 0; i < COLUMN_ON_MAX && source->on[i]; i++)
        if (text_starts(fact->kind, source->on[i]))
            return true;
    return false;
}

/* The accounts of the facts that move them, ascending, each once. */
static Ids accounts_of(Arena *arena, const ColumnSource *source, const Fact *facts, size_t count)
{
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < count; i++)
        if (facts[i].account_id && is_on(source, &facts[i]))
            ids[found++] = facts[i].account_id;
    qsort(ids, found, sizeof *ids, id_order);
    for (size_t i = 0; i < found; i++)
        if (!kept || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    return (Ids) { kept, ids };
}

typedef struct {
    const ColumnSource *source;
    Arena *arena;
    const Fact *fact;
    int64_t after;
    Ids accounts;
} Moved;

static bool moved_work(Db *db, void *context, Error *error)
{
    Moved *moved = context;
    return moved->source->moves(db, moved->arena, moved->fact, moved->after, &moved->accounts, error);
}

static bool moved_follow(Services *services, const ColumnSource *source, const Fact *fact, Error *error)
{
    Moved moved = { .source = source, .arena = arena_new(), .fact = fact };
    bool ok = true;
    do {
        arena_reset(moved.arena);
        moved.accounts = (Ids) { 0 };
        ok = store_read(services->store, moved_work, &moved, error) &&
             some_load(services, source, moved.accounts, error);
        if (moved.accounts.count)
            moved.after = moved.accounts.items[moved.accounts.count - 1];
    } while (ok && moved.accounts.count);
    arena_free(moved.arena);
    return ok;
}

static bool all_move(const ColumnSource *source, const Fact *facts, size_t count, bool shared)
{
    for (size_t i = 0; i < count; i++) {
        const FactKind *kind = fact_kind_find(facts[i].kind);
        if ((kind && kind->moves_all) || (source->moves_all && source->moves_all(&facts[i], shared)))
            return true;
    }
    return false;
}

static bool names_move(const ColumnSource *source, const Fact *facts, size_t count)
{
    for (size_t i = 0; source->names_on && i < count; i++)
        if (text_starts(facts[i].kind, source->names_on))
            return true;
    return false;
}

static bool source_follow(Services *services, const ColumnSource *source, const Fact *facts, size_t count, Error *error)
{
    bool shared = store_kind(services->store) == DB_POSTGRES;
    if (all_move(source, facts, count, shared))
        return columns_load(services, source, error);
    if (shared && names_move(source, facts, count) && !names_load(services, source, error))
        return false;
    for (size_t i = 0; source->moves_on && i < count; i++)
        if (text_starts(facts[i].kind, source->moves_on) && !moved_follow(services, source, &facts[i], error))
            return false;
    if (!shared)
        return true;
    Arena *arena = arena_new();
    bool ok = some_load(services, source, accounts_of(arena, source, facts, count), error);
    arena_free(arena);
    return ok;
}

/* Module by module: an account is there before anything is said of it. */
bool columns_follow(Services *services, const Fact *facts, size_t count, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const ColumnSource *source = (*at)->columns; source && source->name; source++)
            if (!source_follow(services, source, facts, count, error))
                return false;
    return true;
}
