/* Repeats: the filter in memory and files, and how several servers keep theirs alike. */
#include "usage/event/event_commit.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "change_engine.sql.h"
#include "ingest.sql.h"

#include <pthread.h>
#include <string.h>

enum { PREFETCH_AHEAD = 8 };

/* ---- in memory ---- */

static void room_for_hashes(Flush *flush, size_t more)
{
    uint64_t *hashes = arena_array(flush->writer.arena, flush->hash_count + more + 1, sizeof *hashes);
    if (flush->hash_count > 0)
        memcpy(hashes, flush->hashes, flush->hash_count * sizeof *hashes);
    flush->hashes = hashes;
}

static void filter_memory(Flush *flush, uint64_t *hashes, size_t count)
{
    /* Only between two transactions: what is written as a run can no longer be taken back. */
    if (!USAGE.shared && flush->hash_count == 0)
        repeat_spill(USAGE.repeat, USAGE.tail_seq);
    room_for_hashes(flush, count);
    for (size_t i = 0; i < count; i++) {
        if (i + PREFETCH_AHEAD < count)
            repeat_prefetch(USAGE.repeat, hashes[i + PREFETCH_AHEAD]);
        if (hashes[i] != 0 && !repeat_add(USAGE.repeat, hashes[i]))
            hashes[i] = 0;
        else if (hashes[i] != 0)
            flush->hashes[flush->hash_count++] = hashes[i];
    }
}

void repeat_take_back(Flush *flush)
{
    while (flush->hash_count > 0)
        repeat_remove(USAGE.repeat, flush->hashes[--flush->hash_count]);
}

/* ---- turns (PostgreSQL) ---- */

/*
 * Several servers hold the same messages in memory, so a commit that brings some takes a turn. It waits until the one
 * before it is committed (a lock on the table, taken before the snapshot where it can be), counts the turn, and reads
 * what the turns that this server did not see have brought. So the filter holds all that was committed before, and the
 * count makes the commit fail and run again where its snapshot is older than the last turn.
 *
 * Within the server, the memory is one transaction's at a time: from its turn until it is committed, or what it added
 * is taken back. The lock in the database comes first, then the one in memory: who waits for the second waits for a
 * thread that needs nothing of the database any more.
 */
static pthread_mutex_t turn_lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local const void *turn_holder; /* the flush, or the transaction, that took it */
static _Thread_local int turn_users;          /* flushes of this transaction that added to the memory */

enum { LOCAL_RUNS_MAX = 1024 };

/* Runs that this server has written, oldest first; nobody else reads them. Under the lock. */
static struct {
    RepeatRun items[LOCAL_RUNS_MAX];
    size_t count;
} local;

static void turn_leave(void)
{
    turn_holder = NULL;
    pthread_mutex_unlock(&turn_lock);
}

void repeat_turn_end(void *context)
{
    if (turn_holder == context)
        turn_leave();
}

/* A run stands for tail rows that every server has anyhow: a file of our own, without a row that names it. */
static void runs_adopt(int64_t seq)
{
    RepeatRun run;
    if (local.count < LOCAL_RUNS_MAX)
        repeat_spill(USAGE.repeat, seq);
    if (!repeat_written(USAGE.repeat, &run))
        return;
    repeat_registered(USAGE.repeat);
    local.items[local.count++] = run;
}

static void tail_hold(Bytes body)
{
    for (size_t i = 0; i + sizeof(uint64_t) <= body.size; i += sizeof(uint64_t)) {
        uint64_t hash;
        memcpy(&hash, body.data + i, sizeof hash);
        repeat_add(USAGE.repeat, hash);
    }
}

static bool turn_take_tail(const RepeatTailAfterRow *row, void *context, Error *error)
{
    (void)context;
    (void)error;
    tail_hold(row->body);
    USAGE.tail_seq = row->seq;
    runs_adopt(row->seq);
    return true;
}

static bool catch_up(Db *db, Error *error)
{
    return repeat_tail_after(db, USAGE.tail_seq, turn_take_tail, NULL, error);
}

/* The first time there is much to read: before anybody has to wait for the turn. */
static bool catch_up_first(Db *db, Error *error)
{
    bool ok = true;
    pthread_mutex_lock(&turn_lock);
    if (!USAGE.caught_up)
        USAGE.caught_up = ok = catch_up(db, error);
    pthread_mutex_unlock(&turn_lock);
    return ok;
}

static bool turn_take(Db *db, const void *holder, int64_t *seq, Error *error)
{
    RepeatTurnNextRow *row;
    if (turn_holder == NULL && !(USAGE.caught_up || catch_up_first(db, error)))
        return false;
    if (!repeat_turn_wait(db, error) || !repeat_turn_next(db, db_arena(db), &row, error))
        return false;
    *seq = row->seq;
    if (turn_holder != NULL)
        return true;
    pthread_mutex_lock(&turn_lock);
    turn_holder = holder;
    turn_users = 0;
    runs_adopt(USAGE.tail_seq);
    return catch_up(db, error);
}

static bool warm_work(Db *db, void *context, Error *error)
{
    (void)context;
    return catch_up_first(db, error);
}

bool repeat_warm(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    (void)now;
    return !USAGE.shared || USAGE.caught_up || store_read(services->store, warm_work, NULL, error);
}

/* ---- the face ---- */

static bool any(const uint64_t *hashes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (hashes[i] != 0)
            return true;
    return false;
}

bool repeat_filter(Flush *flush, uint64_t *hashes, size_t count, Error *error)
{
    if (!any(hashes, count))
        return true;
    if (USAGE.shared && !turn_take(flush->writer.db, flush, &flush->tail_seq, error))
        return false;
    turn_users++;
    filter_memory(flush, hashes, count);
    return true;
}

bool repeat_write(Flush *flush, Error *error)
{
    RepeatRun run;
    if (flush->hash_count == 0)
        return true;
    if (!USAGE.shared)
        flush->tail_seq = id_new();
    Bytes body = { (const uint8_t *)flush->hashes, flush->hash_count * sizeof *flush->hashes };
    if (!repeat_tail_add(flush->writer.db, flush->tail_seq, flush->writer.now, body, error))
        return false;
    flush->registers = !USAGE.shared && repeat_written(USAGE.repeat, &run);
    return !flush->registers || (repeat_run_add(flush->writer.db, run.name, run.ids, flush->writer.now, error) &&
                                 repeat_tail_drop(flush->writer.db, run.last_seq, error));
}

/* The memory is the next one's as soon as nothing can be taken back. */
void repeat_committed(Flush *flush)
{
    if (flush->tail_seq != 0)
        USAGE.tail_seq = flush->tail_seq;
    if (flush->registers)
        repeat_registered(USAGE.repeat);
    if (flush->tail_seq != 0 && turn_holder != NULL && --turn_users == 0)
        turn_leave();
}

bool repeat_known(Db *db, const uint64_t *hashes, size_t count, bool *known, Error *error)
{
    int64_t seq;
    if (USAGE.shared && turn_holder == NULL) {
        arena_defer(db_arena(db), repeat_turn_end, db);
        if (!turn_take(db, db, &seq, error))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        known[i] = repeat_has(USAGE.repeat, hashes[i]);
    return true;
}

/* ---- start and expiry ---- */

static bool tail_take(const RepeatTailEachRow *row, void *context, Error *error)
{
    (void)context;
    (void)error;
    tail_hold(row->body);
    USAGE.tail_seq = row->seq;
    return true;
}

/* Among several servers the first turn, or repeat_warm, reads the tail. *lost tells that a run which a row names is not
 * there: the filter must be made again from the events. */
bool repeat_load(Db *db, Arena *arena, bool *lost, Error *error)
{
    RepeatRunListRow *runs;
    size_t count, ids;
    *lost = false;
    if (USAGE.shared) {
        local.count = 0;
        repeat_discard(USAGE.repeat);
        return true;
    }
    if (!repeat_run_list(db, arena, &runs, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!repeat_map(USAGE.repeat, runs[i].name, &ids, error))
            return false;
        if (ids != (size_t)runs[i].ids) {
            log_line(LOG_WARN, "the repeat filter lost %s with %lld ids", runs[i].name, (long long)runs[i].ids);
            *lost = true;
        }
    }
    repeat_index(USAGE.repeat);
    return repeat_tail_each(db, tail_take, NULL, error);
}

static void run_unmap(void *context)
{
    repeat_unmap(USAGE.repeat, context);
}

/* Small rows of earlier commits become one, with the place of the last: who has followed up to the middle of it reads
 * it again, and learns nothing new. */
static bool tails_join(Db *db, const RepeatTailSmallRow *rows, size_t count, Error *error)
{
    size_t size = 0;
    int64_t *seqs = arena_array(db_arena(db), count + 1, sizeof *seqs), at = 0;
    for (size_t i = 0; i < count; i++) {
        size += rows[i].body.size;
        seqs[i] = rows[i].seq;
        at = rows[i].at > at ? rows[i].at : at;
    }
    uint8_t *body = arena_raw(db_arena(db), size + 1), *end = body;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].body.size > 0)
            memcpy(end, rows[i].body.data, rows[i].body.size);
        end += rows[i].body.size;
    }
    return repeat_tail_take(db, (Ids) { count, seqs }, error) &&
           repeat_tail_put(db, seqs[count - 1], at, (Bytes) { body, size }, error);
}

static bool tails_pack(Db *db, int64_t now, Error *error)
{
    enum { SMALL = 1024, STEPS = 50 };
    RepeatTailSmallRow *rows;
    size_t count = 0;
    for (int step = 0; step < STEPS; step++) {
        if (!repeat_tail_small(db, db_arena(db), now - MS_PER_HOUR, SMALL, &rows, &count, error))
            return false;
        if (count < 2)
            return true;
        if (!tails_join(db, rows, count, error))
            return false;
    }
    return true;
}

/* Runs of which no row is left have expired as a whole. */
static void local_runs_unmap(int64_t first)
{
    size_t gone = 0;
    pthread_mutex_lock(&turn_lock);
    for (; gone < local.count && local.items[gone].last_seq < first; gone++)
        repeat_unmap(USAGE.repeat, local.items[gone].name);
    local.count -= gone;
    memmove(local.items, local.items + gone, local.count * sizeof *local.items);
    pthread_mutex_unlock(&turn_lock);
}

static bool first_work(Db *db, void *context, Error *error)
{
    RepeatTailFirstRow *row;
    if (!repeat_tail_first(db, db_arena(db), &row, error))
        return false;
    *(int64_t *)context = row->seq.known ? row->seq.value : INT64_MAX;
    return true;
}

bool repeat_local_expire(Services *services, Arena *arena, int64_t now, Error *error)
{
    int64_t first;
    (void)arena;
    (void)now;
    if (!USAGE.shared)
        return true;
    if (!store_read(services->store, first_work, &first, error))
        return false;
    local_runs_unmap(first);
    return true;
}

bool repeat_expire(Db *db, Arena *arena, int64_t now, Error *error)
{
    int64_t before = now - REPEAT_DAYS * (int64_t)MS_PER_DAY;
    RepeatRunListRow *runs;
    size_t count;
    if (USAGE.shared)
        return repeat_tail_expire(db, before, error) && tails_pack(db, now, error);
    if (!repeat_run_list(db, arena, &runs, &count, error))
        return false;
    for (size_t i = 0; i < count && runs[i].at < before; i++) {
        if (!repeat_run_drop(db, runs[i].name, error))
            return false;
        db_after_commit(db, run_unmap, arena_text(db_arena(db), runs[i].name));
    }
    return true;
}
