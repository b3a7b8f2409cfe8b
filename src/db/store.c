/*
 * Opens a database by its URL and lends its readers. A reader is one connection, opened when first used; a read takes
 * any that is free, waits up to READER_PATIENCE_S for one, and always ends with ROLLBACK, since it has nothing to keep.
 * One reader is outside the pool, for work that holders of the pool's readers may wait for (store_read_aside): on a
 * reader of the pool that would be a deadlock. Writing is in writer.c.
 */
#include "db/inside.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_US = 50000 }; /* between two looks for a server that is away */

/* "key=value …" is libpq's other way of writing an address. */
static bool is_postgres(const char *url)
{
    size_t word = strspn(url, "abcdefghijklmnopqrstuvwxyz_");
    return strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0 ||
           (word > 0 && url[word] == '=');
}

static const Engine *engine_of(const char *url)
{
    if (strncmp(url, "sqlite:", 7) == 0 && url[7])
        return &ENGINE_SQLITE;
    return is_postgres(url) ? &ENGINE_POSTGRES : NULL;
}

bool store_open(const StoreOptions *options, Store **store, Error *error)
{
    const Engine *engine = engine_of(options->url);
    if (!engine)
        return fail(error, ERROR_INPUT, "database", "database must be sqlite:PATH or postgresql://…");
    Store *opened = calloc(1, sizeof *opened);
    char *url = strdup(options->url);
    if (!opened || !url)
        bug("out of memory at the start");
    opened->engine = engine;
    opened->url = url;
    opened->owned = -1;
    int writers = engine->kind == DB_SQLITE ? 1 : options->writers;
    if (!readers_open(opened, options->readers > 0 ? options->readers : READERS_USUAL, error) ||
        !writers_open(opened, writers > 0 ? writers : WRITERS_USUAL, error)) {
        store_close(opened);
        return false;
    }
    *store = opened;
    return true;
}

void store_close(Store *store)
{
    if (!store)
        return;
    writers_close(store);
    readers_close(store);
    if (store->owned >= 0)
        close(store->owned);
    free(store->url);
    free(store);
}

bool store_own(Store *store, Error *error)
{
    return !store->engine->own || store->engine->own(store->url, &store->owned, error);
}

DbKind store_kind(const Store *store)
{
    return store->engine->kind;
}

/* ---- readers ---------------------------------------------------------------------------------------------------- */

bool readers_open(Store *store, int count, Error *error)
{
    (void)error;
    pthread_mutex_init(&store->readers_lock, NULL);
    pthread_cond_init(&store->reader_back, NULL);
    store->readers = calloc((size_t)count + 1, sizeof *store->readers); /* the last one is outside the pool */
    if (!store->readers)
        bug("out of memory at the start");
    store->reader_count = count;
    return true;
}

void readers_close(Store *store)
{
    for (int i = 0; i <= store->reader_count; i++)
        if (store->readers && store->readers[i].db)
            store->engine->close(store->readers[i].db);
    free(store->readers);
    pthread_cond_destroy(&store->reader_back);
    pthread_mutex_destroy(&store->readers_lock);
}

/* An opened one first: a quiet server keeps one connection, not four. */
static Reader *reader_find(Store *store)
{
    Reader *fresh = NULL;
    for (int i = 0; i < store->reader_count; i++) {
        if (store->readers[i].lent)
            continue;
        if (store->readers[i].db)
            return &store->readers[i];
        if (!fresh)
            fresh = &store->readers[i];
    }
    return fresh;
}

/* A moment of the monotonic clock on the clock of conditions. */
static struct timespec moment_of(int64_t monotonic)
{
    struct timespec moment;
    clock_gettime(CLOCK_REALTIME, &moment);
    int64_t us = moment.tv_nsec / 1000 + monotonic - clock_monotonic();
    if (us < 0)
        us = 0;
    moment.tv_sec += us / 1000000;
    moment.tv_nsec = us % 1000000 * 1000;
    return moment;
}

static bool reader_borrow(Store *store, int64_t since, Reader **borrowed, Error *error)
{
    struct timespec until = moment_of(since + READER_PATIENCE_US);
    int waited = 0;
    pthread_mutex_lock(&store->readers_lock);
    Reader *reader = reader_find(store);
    while (!reader && waited == 0) {
        waited = pthread_cond_timedwait(&store->reader_back, &store->readers_lock, &until);
        reader = reader_find(store);
    }
    if (reader)
        reader->lent = true;
    pthread_mutex_unlock(&store->readers_lock);
    if (!reader)
        return fail(error, ERROR_BUSY, NULL, "all readers of the database have been busy for %d s",
                    READER_PATIENCE_US / 1000000);
    *borrowed = reader;
    return true;
}

static void reader_return(Store *store, Reader *reader)
{
    pthread_mutex_lock(&store->readers_lock);
    reader->lent = false;
    pthread_cond_signal(&store->reader_back);
    pthread_mutex_unlock(&store->readers_lock);
}

bool begin_patiently(Db *db, int64_t since, Error *error)
{
    int64_t until = since + PATIENCE_US;
    while (!db->engine->begin(db, until, error)) {
        if (error->kind != ERROR_BUSY || clock_monotonic() + PAUSE_US >= until)
            return false;
        usleep(PAUSE_US);
    }
    return true;
}

static bool reader_work(Reader *reader, const Store *store, int64_t since, DbWork work, void *context, Error *error)
{
    if (!reader->db && !store->engine->open(store->url, false, since + PATIENCE_US, &reader->db, error))
        return false;
    Db *db = reader->db;
    db_fresh(db);
    if (!begin_patiently(db, since, error))
        return false;
    bool done = work(db, context, error);
    if (done && db->broken.kind != ERROR_NONE) {
        *error = db->broken;
        done = false;
    }
    db->engine->rollback(db);
    arena_reset(db->arena);
    return done;
}

bool store_read_since(Store *store, int64_t since, DbWork work, void *context, Error *error)
{
    Reader *reader = NULL;
    since = since ? since : clock_monotonic();
    if (!reader_borrow(store, since, &reader, error))
        return false;
    bool done = reader_work(reader, store, since, work, context, error);
    reader_return(store, reader);
    return done;
}

bool store_read(Store *store, DbWork work, void *context, Error *error)
{
    return store_read_since(store, 0, work, context, error);
}

bool store_read_aside(Store *store, DbWork work, void *context, Error *error)
{
    return reader_work(&store->readers[store->reader_count], store, clock_monotonic(), work, context, error);
}

static bool read_nothing(Db *db, void *context, Error *error)
{
    (void)context;
    return db->engine->script(db, "SELECT 1", error);
}

bool store_is_ready(Store *store, Error *error)
{
    return store_read(store, read_nothing, NULL, error);
}

/* ---- the whole database ----------------------------------------------------------------------------------------- */

bool store_copy_to(Store *store, const char *path, Error *error)
{
    return store->engine->copy(store->url, path, error);
}

bool store_scrub(Store *store, Error *error)
{
    return !store->engine->scrub || store->engine->scrub(store->url, error);
}

bool store_check(Store *store, Arena *arena, const char **report, Error *error)
{
    return store->engine->check(store->url, arena, report, error);
}
