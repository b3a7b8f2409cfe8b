/*
 * Repeats: the filter in memory and files, and how several servers keep theirs alike.
 *
 * In order: what a commit adds in memory; turns; the face; the start; expiry.
 */
#include "usage/dedup/dedup_store.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "dedup.sql.h"
#include "dedup_engine.sql.h"
#include "jobs/module.h"

#include <pthread.h>
#include <string.h>

enum { PREFETCH_AHEAD = 8 };

static struct {
    Repeat *repeat;
    bool shared;
    _Atomic bool caught_up; /* `repeat` holds what the tail held at the start; PostgreSQL */
    int64_t tail_seq;       /* the newest committed row of repeat_tail */
} dedup;

/* ---- in memory ---- */

static void room_for_hashes(Repeats *repeats, size_t more)
{
    uint64_t *hashes = arena_array(repeats->arena, repeats->count + more + 1, sizeof *hashes);
    if (repeats->count > 0)
        memcpy(hashes, repeats->hashes, repeats->count * sizeof *hashes);
    repeats->hashes = hashes;
}

static void filter_memory(Repeats *repeats, uint64_t *hashes, size_t count)
{
    /* Only between two transactions: what is written as a run can no longer be taken back. */
    if (!dedup.shared && repeats->count == 0)
        repeat_spill(dedup.repeat, dedup.tail_seq);
    room_for_hashes(repeats, count);
    for (size_t i = 0; i < count; i++) {
        if (i + PREFETCH_AHEAD < count)
            repeat_prefetch(dedup.repeat, hashes[i + PREFETCH_AHEAD]);
        if (hashes[i] != 0 && !repeat_add(dedup.repeat, hashes[i]))
            hashes[i] = 0;
        else if (hashes[i] != 0)
            repeats->hashes[repeats->count++] = hashes[i];
    }
}

void repeats_take_back(Repeats *repeats)
{
    while (repeats->count > 0)
        repeat_remove(dedup.repeat, repeats->hashes[--repeats->count]);
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
static _Thread_local const void *turn_holder; /* the commit, or the transaction, that took it */
static _Thread_local int turn_users;          /* commits of this transaction that added to the memory */

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

static void turn_end(void *context)
{
    if (turn_holder == context)
        turn_leave();
}

/* A run stands for tail rows that every server has anyhow: a local file, without a row that names it. */
static void runs_adopt(int64_t seq)
{
    RepeatRun run;
    if (local.count < LOCAL_RUNS_MAX)
        repeat_spill(dedup.repeat, seq);
    if (!repeat_written(dedup.repeat, &run))
        return;
    repeat_registered(dedup.repeat);
    local.items[local.count++] = run;
}

static void tail_hold(Bytes body)
{
    for (size_t i = 0; i + sizeof(uint64_t) <= body.size; i += sizeof(uint64_t)) {
        uint64_t hash;
        memcpy(&hash, body.data + i, sizeof hash);
        repeat_add(dedup.repeat, hash);
    }
}

static bool turn_take_tail(const RepeatTailAfterRow *row, void *context, Error *error)
{
    (void)context;
    (void)error;
    tail_hold(row->body);
    dedup.tail_seq = row->seq;
    runs_adopt(row->seq);
    return true;
}

static bool catch_up(Db *db, Error *error)
{
    return repeat_tail_after(db, dedup.tail_seq, turn_take_tail, NULL, error);
}

/* The first time there is much to read: before anybody has to wait for the turn. */
static bool catch_up_first(Db *db, Error *error)
{
    bool ok = true;
    pthread_mutex_lock(&turn_lock);
    if (!dedup.caught_up)
        dedup.caught_up = ok = catch_up(db, error);
    pthread_mutex_unlock(&turn_lock);
    return ok;
}

static bool turn_take(Db *db, const void *holder, int64_t *seq, Error *error)
{
    RepeatTurnNextRow *row;
    if (turn_holder == NULL && !(dedup.caught_up || catch_up_first(db, error)))
        return false;
    if (!repeat_turn_wait(db, error) || !repeat_turn_next(db, db_arena(db), &row, error))
        return false;
    *seq = row->seq;
    if (turn_holder != NULL)
        return true;
    pthread_mutex_lock(&turn_lock);
    turn_holder = holder;
    turn_users = 0;
    runs_adopt(dedup.tail_seq);
    return catch_up(db, error);
}

static bool warm_work(Db *db, void *context, Error *error)
{
    (void)context;
    return catch_up_first(db, error);
}

/* Reads what there is to hold before the first call needs it. */
static bool repeat_warm(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    (void)now;
    return !dedup.shared || dedup.caught_up || store_read(services->store, warm_work, NULL, error);
}

/* ---- the face ---- */

static bool any(const uint64_t *hashes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (hashes[i] != 0)
            return true;
    return false;
}

void repeats_begin(Repeats *repeats, Db *db, int64_t now)
{
    *repeats = (Repeats) { .db = db, .arena = db_arena(db), .now = now };
    arena_defer(repeats->arena, turn_end, repeats);
}

bool repeats_filter(Repeats *repeats, uint64_t *hashes, size_t count, Error *error)
{
    if (!any(hashes, count))
        return true;
    if (dedup.shared && !turn_take(repeats->db, repeats, &repeats->seq, error))
        return false;
    turn_users++;
    filter_memory(repeats, hashes, count);
    return true;
}

bool repeats_write(Repeats *repeats, Error *error)
{
    RepeatRun run;
    if (repeats->count == 0)
        return true;
    if (!dedup.shared)
        repeats->seq = id_new();
    Bytes body = { (const uint8_t *)repeats->hashes, repeats->count * sizeof *repeats->hashes };
    if (!repeat_tail_add(repeats->db, repeats->seq, repeats->now, body, error))
        return false;
    repeats->registers = !dedup.shared && repeat_written(dedup.repeat, &run);
    return !repeats->registers || (repeat_run_add(repeats->db, run.name, run.ids, repeats->now, error) &&
                                   repeat_tail_drop(repeats->db, run.last_seq, error));
}

/* The memory is the next one's as soon as nothing can be taken back. */
void repeats_committed(Repeats *repeats)
{
    if (repeats->seq != 0)
        dedup.tail_seq = repeats->seq;
    if (repeats->registers)
        repeat_registered(dedup.repeat);
    if (repeats->seq != 0 && turn_holder != NULL && --turn_users == 0)
        turn_leave();
}

bool repeats_known(Db *db, const uint64_t *hashes, size_t count, bool *known, Error *error)
{
    int64_t seq;
    if (dedup.shared && turn_holder == NULL) {
        arena_defer(db_arena(db), turn_end, db);
        if (!turn_take(db, db, &seq, error))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        known[i] = repeat_has(dedup.repeat, hashes[i]);
    return true;
}

/* ---- start ---- */

static bool tail_take(const RepeatTailEachRow *row, void *context, Error *error)
{
    (void)context;
    (void)error;
    tail_hold(row->body);
    dedup.tail_seq = row->seq;
    return true;
}

/* Among several servers the first turn, or repeat_warm, reads the tail. *lost tells that a run which a row names is not
 * there: the filter must be rebuilt from the events. */
static bool repeat_load(Db *db, Arena *arena, bool *lost, Error *error)
{
    RepeatRunListRow *runs;
    size_t count, ids;
    *lost = false;
    if (dedup.shared) {
        local.count = 0;
        repeat_discard(dedup.repeat);
        return true;
    }
    if (!repeat_run_list(db, arena, &runs, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!repeat_map(dedup.repeat, runs[i].name, &ids, error))
            return false;
        if (ids != (size_t)runs[i].ids) {
            log_line(LOG_WARN, "the repeat filter lost %s with %lld ids", runs[i].name, (long long)runs[i].ids);
            *lost = true;
        }
    }
    repeat_index(dedup.repeat);
    return repeat_tail_each(db, tail_take, NULL, error);
}

typedef struct {
    Arena *arena;
    bool lost;
} Loading;

static bool load_work(Db *db, void *context, Error *error)
{
    Loading *loading = context;
    return repeat_load(db, loading->arena, &loading->lost, error);
}

static void message_take(uint64_t message)
{
    repeat_add(dedup.repeat, message);
}

/* A lost run: every message of the last thirty days is read out of the events again. */
static bool refill_work(Db *db, void *context, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->messages && !(*at)->messages->each(db, *(int64_t *)context, message_take, error))
            return false;
    return true;
}

bool dedup_start(Services *services, Error *error)
{
    Loading loading = { arena_new(), false };
    int64_t since = clock_now() - REPEAT_DAYS * (int64_t)MS_PER_DAY;
    dedup_stop();
    dedup.shared = store_kind(services->store) == DB_POSTGRES;
    bool ok = repeat_open(services->data, 0, &dedup.repeat, error) &&
              store_read(services->store, load_work, &loading, error) &&
              (!loading.lost || store_read(services->store, refill_work, &since, error));
    arena_free(loading.arena);
    return ok;
}

void dedup_stop(void)
{
    repeat_close(dedup.repeat);
    dedup.repeat = NULL;
    dedup.caught_up = dedup.shared = false;
    dedup.tail_seq = 0;
}

/* ---- expiry ---- */

static void run_unmap(void *context)
{
    repeat_unmap(dedup.repeat, context);
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
        repeat_unmap(dedup.repeat, local.items[gone].name);
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

/* Lets go of this server's own runs that have expired, on PostgreSQL. */
static bool repeat_local_expire(Services *services, Arena *arena, int64_t now, Error *error)
{
    int64_t first;
    (void)arena;
    (void)now;
    if (!dedup.shared)
        return true;
    if (!store_read(services->store, first_work, &first, error))
        return false;
    local_runs_unmap(first);
    return true;
}

static bool expire_work(Db *db, void *context, Error *error)
{
    int64_t now = *(int64_t *)context, before = now - REPEAT_DAYS * (int64_t)MS_PER_DAY;
    RepeatRunListRow *runs;
    size_t count;
    if (dedup.shared)
        return repeat_tail_expire(db, before, error) && tails_pack(db, now, error);
    if (!repeat_run_list(db, db_arena(db), &runs, &count, error))
        return false;
    for (size_t i = 0; i < count && runs[i].at < before; i++) {
        if (!repeat_run_drop(db, runs[i].name, error))
            return false;
        db_after_commit(db, run_unmap, arena_text(db_arena(db), runs[i].name));
    }
    return true;
}

static bool repeat_expire(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    return store_write(services->store, expire_work, &now, error);
}

const Schedule DEDUP_SCHEDULES[] = { { "dedup.expire", 3600000, repeat_expire },
                                     { "dedup.warm", 2000, repeat_warm, .everywhere = true },
                                     { "dedup.runs", 3600000, repeat_local_expire, .everywhere = true },
                                     { 0 } };
