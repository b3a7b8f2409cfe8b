/* Repeats on either engine: the filter in memory and files, or a table. */
#include "usage/event/event_commit.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "ingest.sql.h"

#include <string.h>

enum { PREFETCH_AHEAD = 8 };

/* ---- in this process (SQLite) ---- */

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
    if (flush->hash_count == 0)
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
    while (!USAGE.shared && flush->hash_count > 0)
        repeat_remove(USAGE.repeat, flush->hashes[--flush->hash_count]);
}

bool repeat_write(Flush *flush, Error *error)
{
    RepeatRun run;
    if (USAGE.shared || flush->hash_count == 0)
        return true;
    flush->tail_seq = id_new();
    Bytes body = { (const uint8_t *)flush->hashes, flush->hash_count * sizeof *flush->hashes };
    if (!repeat_tail_add(flush->writer.db, flush->tail_seq, flush->writer.now, body, error))
        return false;
    flush->registers = repeat_written(USAGE.repeat, &run);
    return !flush->registers || (repeat_run_add(flush->writer.db, run.name, run.ids, flush->writer.now, error) &&
                                 repeat_tail_drop(flush->writer.db, run.last_seq, error));
}

void repeat_committed(Flush *flush)
{
    if (flush->tail_seq != 0)
        USAGE.tail_seq = flush->tail_seq;
    if (flush->registers)
        repeat_registered(USAGE.repeat);
}

/* ---- in a table (several servers) ---- */

typedef struct {
    IdMap known;
} KnownHashes;

static IdKey hash_key(uint64_t hash)
{
    return (IdKey) { hash * UINT64_C(0x9e3779b97f4a7c15), hash };
}

static bool known_take(const RepeatMessageKnownRow *row, void *context, Error *error)
{
    KnownHashes *known = context;
    (void)error;
    idmap_put(&known->known, hash_key((uint64_t)row->hash), 1);
    return true;
}

static bool filter_table(Flush *flush, uint64_t *hashes, size_t count, Error *error)
{
    KnownHashes known = { 0 };
    RepeatMessageAddIn *rows = arena_array(flush->writer.arena, count + 1, sizeof *rows);
    int64_t *asked = arena_array(flush->writer.arena, count + 1, sizeof *asked), found;
    size_t row_count = 0, asked_count = 0;
    for (size_t i = 0; i < count; i++)
        if (hashes[i] != 0)
            asked[asked_count++] = (int64_t)hashes[i];
    bool ok = repeat_message_known(flush->writer.db, (Ids) { asked_count, asked }, known_take, &known, error);
    for (size_t i = 0; ok && i < count; i++) {
        if (hashes[i] == 0)
            continue;
        if (idmap_find(&known.known, hash_key(hashes[i]), &found)) {
            hashes[i] = 0;
            continue;
        }
        idmap_put(&known.known, hash_key(hashes[i]), 1);
        rows[row_count++] = (RepeatMessageAddIn) { (int64_t)hashes[i], flush->writer.now };
    }
    idmap_clear(&known.known);
    return ok && repeat_message_add(flush->writer.db, rows, row_count, error);
}

bool repeat_filter(Flush *flush, uint64_t *hashes, size_t count, Error *error)
{
    if (USAGE.shared)
        return filter_table(flush, hashes, count, error);
    filter_memory(flush, hashes, count);
    return true;
}

static bool known_in_table(Db *db, Arena *arena, const uint64_t *hashes, size_t count, bool *is_known, Error *error)
{
    KnownHashes known = { 0 };
    int64_t *asked = arena_array(arena, count + 1, sizeof *asked), found;
    for (size_t i = 0; i < count; i++)
        asked[i] = (int64_t)hashes[i];
    bool ok = repeat_message_known(db, (Ids) { count, asked }, known_take, &known, error);
    for (size_t i = 0; ok && i < count; i++)
        is_known[i] = idmap_find(&known.known, hash_key(hashes[i]), &found);
    idmap_clear(&known.known);
    return ok;
}

bool repeat_known(Db *db, Arena *arena, const uint64_t *hashes, size_t count, bool *known, Error *error)
{
    if (USAGE.shared)
        return known_in_table(db, arena, hashes, count, known, error);
    for (size_t i = 0; i < count; i++)
        known[i] = repeat_has(USAGE.repeat, hashes[i]);
    return true;
}

/* ---- start and expiry ---- */

static bool tail_take(const RepeatTailEachRow *row, void *context, Error *error)
{
    (void)context;
    (void)error;
    for (size_t i = 0; i + sizeof(uint64_t) <= row->body.size; i += sizeof(uint64_t)) {
        uint64_t hash;
        memcpy(&hash, row->body.data + i, sizeof hash);
        repeat_add(USAGE.repeat, hash);
    }
    USAGE.tail_seq = row->seq;
    return true;
}

/* *lost tells that a run which a row names is not there: the filter must be made again from the events. */
bool repeat_load(Db *db, Arena *arena, bool *lost, Error *error)
{
    RepeatRunListRow *runs;
    size_t count, ids;
    *lost = false;
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

bool repeat_expire(Db *db, Arena *arena, int64_t now, Error *error)
{
    int64_t before = now - REPEAT_DAYS * (int64_t)MS_PER_DAY;
    RepeatRunListRow *runs;
    size_t count;
    if (USAGE.shared)
        return repeat_message_expire(db, before, error);
    if (!repeat_run_list(db, arena, &runs, &count, error))
        return false;
    for (size_t i = 0; i < count && runs[i].at < before; i++) {
        if (!repeat_run_drop(db, runs[i].name, error))
            return false;
        db_after_commit(db, run_unmap, arena_text(db_arena(db), runs[i].name));
    }
    return true;
}
