/*
 * The writer threads, which empty the queue of writes. A writer takes what waits (many pieces on SQLite; on PostgreSQL
 * one, or all that join one another), runs it in one transaction, commits, runs the hooks, and only then calls `done`
 * of each piece: what anybody hears is durable.
 */
#include "db/inside.h"

#include "base/clock.h"
#include "base/id.h"

#include <stdlib.h>
#include <unistd.h>

enum { GROUP_MAX = JOINED_MAX, TRIES_SURE = 3, TRIES_MAX = 20 };

typedef struct {
    Write *write;
    Hook *hooks;
    Early *early;
    bool ok;
    Error error;
} Piece;

static _Thread_local bool is_writer;

/* ---- a group of pieces in one transaction ------------------------------------------------------------------------ */

/* Work that hid the failure of a statement has failed all the same. */
static bool piece_work(Db *db, Piece *piece)
{
    db_fresh(db);
    piece->ok = piece->write->work(db, piece->write->context, &piece->error);
    if (piece->ok && db->broken.kind != ERROR_NONE) {
        piece->error = db->broken;
        piece->ok = false;
    }
    piece->hooks = piece->ok ? db->hooks : NULL;
    piece->early = piece->ok ? db->early : NULL;
    return piece->ok;
}

static bool piece_in_savepoint(Db *db, Piece *piece)
{
    const Engine *engine = db->engine;
    if (!engine->save(db, &piece->error))
        return false;
    if (piece_work(db, piece)) {
        piece->ok = engine->save_keep(db, &piece->error);
        return piece->ok;
    }
    Error undoing = { 0 };
    if (!db->lost && !engine->save_undo(db, &undoing))
        db->lost = true;
    return false;
}

static void group_fail(Piece *pieces, int count, const Error *error)
{
    for (int i = 0; i < count; i++) {
        if (pieces[i].ok)
            pieces[i].error = *error;
        pieces[i].ok = false;
        pieces[i].hooks = NULL;
    }
}

/* A transaction that the engine itself gave up takes every piece with it, also those that had gone well. */
static bool group_lost(Db *db, Piece *pieces, int count, int failed)
{
    for (int i = failed + 1; i < count; i++)
        pieces[i].ok = true;
    Error error = pieces[failed].error;
    db->engine->rollback(db);
    group_fail(pieces, count, &error);
    return false;
}

/* What several pieces registered runs once. */
static Early *early_of_all(Arena *arena, const Piece *pieces, int count)
{
    Early *all = NULL;
    for (int i = 0; i < count; i++)
        for (const Early *early = pieces[i].early; early; early = early->next) {
            const Early *same = all;
            while (same && (same->run != early->run || same->context != early->context))
                same = same->next;
            if (same)
                continue;
            Early *copy = arena_make(arena, Early);
            *copy = (Early) { early->run, early->context, all };
            all = copy;
        }
    return all;
}

/* Until none of them asks for another. */
static bool early_run(Db *db, const Piece *pieces, int count, Error *error)
{
    db_fresh(db);
    for (const Early *early = early_of_all(db->arena, pieces, count); early; early = db->early) {
        db->early = NULL;
        for (; early; early = early->next)
            if (!early->run(db, early->context, error))
                return false;
    }
    if (db->broken.kind != ERROR_NONE)
        *error = db->broken;
    return db->broken.kind == ERROR_NONE;
}

/* Hooks of the early work come last. */
static void hooks_append(Piece *pieces, int count, Hook *late)
{
    int last = count - 1;
    while (last > 0 && !pieces[last].ok)
        last--;
    Hook **end = &pieces[last].hooks;
    while (*end)
        end = &(*end)->next;
    *end = late;
}

static bool group_commit(Db *db, Piece *pieces, int count)
{
    Error error = { 0 };
    if (early_run(db, pieces, count, &error) && !fault_is_now(&error) && db->engine->commit(db, &error)) {
        hooks_append(pieces, count, db->hooks);
        return true;
    }
    db->engine->rollback(db);
    group_fail(pieces, count, &error);
    return false;
}

/* Nobody of a group waits for longer because of the others. */
static int64_t waited_since(const Piece *pieces, int count)
{
    int64_t since = pieces[0].write->since;
    for (int i = 1; i < count; i++)
        since = pieces[i].write->since < since ? pieces[i].write->since : since;
    return since;
}

static bool group_begin(Db *db, Piece *pieces, int count)
{
    Error error = { 0 };
    if (begin_patiently(db, waited_since(pieces, count), &error))
        return true;
    for (int i = 0; i < count; i++)
        pieces[i].ok = true;
    group_fail(pieces, count, &error);
    return false;
}

/* True when it was committed; a single piece that fails is rolled back with its transaction. */
static bool group_try(Db *db, Piece *pieces, int count)
{
    if (!group_begin(db, pieces, count))
        return false;
    if (count == 1 && !piece_work(db, &pieces[0])) {
        db->engine->rollback(db);
        return false;
    }
    for (int i = 0; count > 1 && i < count; i++)
        if (!piece_in_savepoint(db, &pieces[i]) && (db->lost || db->again))
            return group_lost(db, pieces, count, i);
    return group_commit(db, pieces, count);
}

static bool may_try_again(const Db *db, const Write *write, int tries)
{
    if (!db->again || tries >= TRIES_MAX)
        return false;
    return tries < TRIES_SURE || clock_monotonic() - write->since < PATIENCE_US;
}

/*
 * On PostgreSQL a single piece may spoil the transaction of its group: a lost race, a row that is refused. Then each
 * piece runs alone and harms no other. Not when the database is away or full, nor when COMMIT was not answered: what
 * may have been done is not done again.
 */
static bool part(const Db *db, const Piece *pieces, int count)
{
    if (db->engine->kind != DB_POSTGRES || count == 1 || db->lost)
        return false;
    const Error *error = &pieces[0].error;
    for (int i = 0; i < count && error->kind == ERROR_NONE; i++)
        error = &pieces[i].error;
    return db->again || (error->kind != ERROR_BUSY && error->kind != ERROR_FULL);
}

static void pieces_reset(Piece *pieces, int count)
{
    for (int i = 0; i < count; i++)
        pieces[i] = (Piece) { .write = pieces[i].write };
}

/* A single piece that lost against joining ones goes before their next group. */
static void hold_once(Writer *writer, const Piece *pieces, int count, bool *held)
{
    if (*held || count > 1 || pieces[0].write->joins)
        return;
    queue_hold(&writer->store->queue);
    *held = true;
}

static bool group_again(Writer *writer, Piece *pieces, int count, bool *held)
{
    Db *db = writer->db;
    for (int tries = 1;; tries++) {
        db->again = false;
        if (group_try(db, pieces, count))
            return true;
        if (part(db, pieces, count))
            return false;
        if (!may_try_again(db, pieces[0].write, tries))
            return true;
        arena_reset(db->arena);
        pieces_reset(pieces, count);
        usleep((useconds_t)(id_new() % (1000 << (tries < 8 ? tries : 8))));
        hold_once(writer, pieces, count, held);
    }
}

/* Lost races (PostgreSQL only) run again, with growing pauses so that they separate. False: run them one by one. */
static bool group_run(Writer *writer, Piece *pieces, int count)
{
    bool held = false;
    fault_from_file(pieces[0].write);
    bool whole = group_again(writer, pieces, count, &held);
    if (held)
        queue_joined(&writer->store->queue);
    return whole;
}

static void group_tell(Db *db, Piece *pieces, int count)
{
    for (int i = 0; i < count; i++)
        hooks_run(pieces[i].hooks);
    for (int i = 0; i < count; i++)
        pieces[i].write->done(pieces[i].write, pieces[i].ok, &pieces[i].error);
    arena_reset(db->arena);
}

/* The next group may begin as soon as this one is committed, while those who wait for it are told. */
static void group_work(Writer *writer, Piece *pieces, int count)
{
    bool joined = pieces[0].write->joins, whole = group_run(writer, pieces, count);
    if (joined && whole)
        queue_joined(&writer->store->queue);
    if (whole) {
        group_tell(writer->db, pieces, count);
        return;
    }
    arena_reset(writer->db->arena);
    pieces_reset(pieces, count);
    for (int i = 0; i < count; i++) {
        group_run(writer, &pieces[i], 1);
        group_tell(writer->db, &pieces[i], 1);
    }
    queue_joined(&writer->store->queue);
}

static void *writer_main(void *argument)
{
    Writer *writer = argument;
    Store *store = writer->store;
    int max = store->engine->group_max < GROUP_MAX ? store->engine->group_max : GROUP_MAX;
    Piece *pieces = calloc(GROUP_MAX, sizeof *pieces);
    Write **taken = calloc(GROUP_MAX, sizeof(Write *));
    if (!pieces || !taken)
        bug("out of memory at the start");
    is_writer = true;
    pthread_setname_np(pthread_self(), "writer");
    int count;
    while ((count = queue_take(&store->queue, taken, max)) > 0) {
        for (int i = 0; i < count; i++)
            pieces[i] = (Piece) { .write = taken[i] };
        group_work(writer, pieces, count);
    }
    free(taken);
    free(pieces);
    return NULL;
}

bool store_submit(Store *store, Write *write, Error *error)
{
    return queue_put(&store->queue, write, error);
}

/* ---- a write that waits ------------------------------------------------------------------------------------------ */

typedef struct {
    Write write;
    pthread_mutex_t lock;
    pthread_cond_t told;
    bool done, ok;
    Error error;
} Waiting;

static void waiting_done(Write *write, bool ok, const Error *error)
{
    Waiting *waiting = (Waiting *)(void *)write;
    pthread_mutex_lock(&waiting->lock);
    waiting->ok = ok;
    waiting->error = *error;
    waiting->done = true;
    pthread_cond_signal(&waiting->told);
    pthread_mutex_unlock(&waiting->lock);
}

bool store_write_since(Store *store, int64_t since, DbWork work, void *context, Error *error)
{
    if (is_writer)
        bug("store_write inside a piece of work waits for itself");
    /* Whoever waits in a thread of their own is a job, and does not go before those who look at a page. */
    Waiting waiting = { .write = { .work = work,
                                   .done = waiting_done,
                                   .context = context,
                                   .weight = WEIGHT_SMALL_MAX + 1,
                                   .since = since } };
    pthread_mutex_init(&waiting.lock, NULL);
    pthread_cond_init(&waiting.told, NULL);
    bool taken = store_submit(store, &waiting.write, error);
    pthread_mutex_lock(&waiting.lock);
    while (taken && !waiting.done)
        pthread_cond_wait(&waiting.told, &waiting.lock);
    pthread_mutex_unlock(&waiting.lock);
    pthread_cond_destroy(&waiting.told);
    pthread_mutex_destroy(&waiting.lock);
    if (taken && !waiting.ok)
        *error = waiting.error;
    return taken && waiting.ok;
}

bool store_write(Store *store, DbWork work, void *context, Error *error)
{
    return store_write_since(store, 0, work, context, error);
}

/* ---- opening and closing ----------------------------------------------------------------------------------------- */

bool writers_open(Store *store, int count, Error *error)
{
    queue_open(&store->queue);
    store->writers = calloc((size_t)count, sizeof *store->writers);
    if (!store->writers)
        bug("out of memory at the start");
    for (int i = 0; i < count; i++) {
        Writer *writer = &store->writers[i];
        writer->store = store;
        if (!store->engine->open(store->url, true, 0, &writer->db, error))
            return false;
        store->writer_count++;
        if (pthread_create(&writer->thread, NULL, writer_main, writer) != 0)
            bug("no thread for a writer");
    }
    return true;
}

void writers_close(Store *store)
{
    if (!store->writers)
        return;
    queue_close(&store->queue);
    for (int i = 0; i < store->writer_count; i++) {
        pthread_join(store->writers[i].thread, NULL);
        store->engine->close(store->writers[i].db);
    }
    free(store->writers);
    queue_free(&store->queue);
}
