/*
 * Hands a batch of facts to a reader in the transaction that moves its place, so each fact takes effect exactly once.
 * When one fails, the batch is undone, those before it are taken alone, and the failing one is tried with growing
 * pauses and at last put aside (fact_skipped), so that it holds up the others no longer. BUSY and FULL do not count as
 * tries.
 *
 * reader_rebase, at every start: facts restored into another PostgreSQL carry transaction ids that are ahead of its
 * own, and get new ones below all that it will give.
 */
#include "jobs/reader.h"

#include "base/log.h"
#include "jobs.sql.h"

enum { BATCH_MOST = 100, PAUSE_FIRST_MS = 1000, PAUSE_LAST_MS = 600000 };
/* Below every xact, also below those of renumbered facts. */
static const int64_t BEFORE_ALL = -9007199254740991;

typedef struct {
    Services *services;
    const FactReader *reader;
    int64_t now;
    int64_t most; /* how many facts to take; 0 = all of a batch */
    Arena *arena;
    size_t taken;
    /* Where `take` failed, and how often it had failed there before. */
    bool failed;
    int64_t failed_xact, failed_fact, failures;
} Batch;

Fact fact_of_row(const FactsAfterRow *row)
{
    return (Fact) { row->kind,
                    row->account_id.value,
                    row->contact_id.value,
                    row->actor,
                    row->subject,
                    row->at,
                    .json = row->body,
                    .audience = { row->visible_to, row->author_id.value } };
}

static bool hand_over(Db *db, Batch *batch, const FactsAfterRow *row, Error *error)
{
    Fact fact = fact_of_row(row);
    if (batch->reader->take(batch->services, db, row->id, &fact, error))
        return true;
    batch->failed = true;
    batch->failed_xact = row->xact;
    batch->failed_fact = row->id;
    return false;
}

/* Finds the reader's place; *rows are the facts behind it, none while it waits after a failure. */
static bool read_batch(Db *db, Batch *batch, FactsAfterRow **rows, size_t *count, Error *error)
{
    FactReaderAtRow *at;
    if (!fact_reader_at(db, batch->arena, batch->reader->name, &at, error))
        return false;
    *count = 0;
    if (at && at->retry_at > batch->now)
        return true;
    batch->failures = at ? at->failures : 0;
    return facts_after(db, batch->arena, at ? at->xact : BEFORE_ALL, at ? at->fact_id : 0,
                       batch->most ? batch->most : BATCH_MOST, rows, count, error);
}

static bool take_batch(Db *db, void *context, Error *error)
{
    Batch *batch = context;
    FactsAfterRow *rows = NULL;
    size_t count;
    arena_reset(batch->arena);
    batch->failed = false;
    batch->taken = 0;
    if (!read_batch(db, batch, &rows, &count, error))
        return false;
    for (; batch->taken < count; batch->taken++)
        if (!hand_over(db, batch, &rows[batch->taken], error))
            return false;
    return count == 0 || fact_reader_move(db, batch->reader->name, rows[count - 1].xact, rows[count - 1].id, error);
}

typedef struct {
    const Batch *batch;
    const char *reason;
} Failure;

static int64_t pause_after(int64_t failures)
{
    int64_t pause = PAUSE_FIRST_MS;
    while (failures-- > 0 && pause < PAUSE_LAST_MS)
        pause *= 2;
    return pause < PAUSE_LAST_MS ? pause : PAUSE_LAST_MS;
}

static bool write_failure(Db *db, void *context, Error *error)
{
    const Failure *failure = context;
    const Batch *batch = failure->batch;
    const char *name = batch->reader->name;
    if (batch->failures + 1 < FACT_TRIES_MAX)
        return fact_reader_failed(db, name, batch->now + pause_after(batch->failures), failure->reason, error);
    return fact_skip(db, name, batch->failed_fact, batch->now, failure->reason, error) &&
           fact_reader_move(db, name, batch->failed_xact, batch->failed_fact, error);
}

/* A full disk or a lost database is nobody's fault: it is tried again without counting. */
static bool is_the_worlds_trouble(const Error *error)
{
    return error->kind == ERROR_BUSY || error->kind == ERROR_FULL;
}

static bool note_failure(const Batch *batch, const Error *why, Error *error)
{
    Failure failure = { batch, why->text };
    log_line(batch->failures + 1 < FACT_TRIES_MAX ? LOG_WARN : LOG_ERROR, "reader %s failed on fact %lld, try %lld: %s",
             batch->reader->name, (long long)batch->failed_fact, (long long)batch->failures + 1, why->text);
    return store_write(batch->services->store, write_failure, &failure, error);
}

static bool step(Batch *batch, bool *more, Error *error)
{
    *more = false;
    Error why = { 0 };
    bool ok = store_write(batch->services->store, take_batch, batch, &why);
    if (!ok && batch->failed && batch->taken > 0 && !is_the_worlds_trouble(&why)) {
        /* Takes those before the failing one first, so that it is the next one at the reader's place. */
        batch->most = (int64_t)batch->taken;
        ok = store_write(batch->services->store, take_batch, batch, &why);
    }
    if (ok) {
        *more = batch->taken > 0;
        return true;
    }
    if (!batch->failed || is_the_worlds_trouble(&why)) {
        *error = why;
        return false;
    }
    return note_failure(batch, &why, error);
}

bool reader_step(Services *services, const FactReader *reader, int64_t now, bool *more, Error *error)
{
    Batch batch = { .services = services, .reader = reader, .now = now, .arena = arena_new() };
    bool ok = step(&batch, more, error);
    arena_free(batch.arena);
    return ok;
}

static bool rebase(Db *db, void *context, Error *error)
{
    FactsAreAheadRow *row;
    if (!facts_are_ahead(db, context, &row, error))
        return false;
    if (!row->ahead)
        return true;
    return fact_reader_renumber(db, error) && fact_renumber(db, error);
}

bool reader_rebase(Services *services, Error *error)
{
    Arena *arena = arena_new();
    bool ok = store_write(services->store, rebase, arena, error);
    arena_free(arena);
    return ok;
}
