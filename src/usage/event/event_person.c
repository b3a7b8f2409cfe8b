/* Calls that tell who somebody is: bindings, and the events that waited for them. */
#include "usage/event/event_commit.h"

#include "identity.sql.h"
#include "ingest.sql.h"
#include "usage/event/inbox.h"

#include <string.h>

/* ---- what waited ---- */

typedef struct {
    Flush *flush;
    int64_t contact, account;
} Waiting;

static bool waiting_record(Waiting *waiting, EventRecord *record, Error *error)
{
    Flush *flush = waiting->flush;
    EventName *name;
    int64_t account = waiting->account;
    record->contact = waiting->contact;
    record->anonymous_size = 0;
    if (account == 0 &&
        !identity_account(flush->identity, &flush->writer, NULL, waiting->contact, record->at, &account, error))
        return false;
    if (!names_of_stored(flush->names, flush->writer.db, record->name, record->name_size, &name, error))
        return false;
    flush_keep(flush, record, account, name, true);
    return true;
}

static bool waiting_body(Waiting *waiting, Bytes body, Error *error)
{
    uint8_t *copy = arena_alloc(waiting->flush->writer.arena, body.size + 1);
    EventRecord record;
    memcpy(copy, body.data, body.size);
    for (size_t offset = 0; event_next((Bytes) { copy, body.size }, &offset, &record);)
        if (!waiting_record(waiting, &record, error))
            return false;
    return true;
}

static bool contact_take(const WaitingOfContactRow *row, void *context, Error *error)
{
    return waiting_body(context, row->body, error);
}

static bool anonymous_take(const WaitingOfRow *row, void *context, Error *error)
{
    return waiting_body(context, row->body, error);
}

static bool is_of_anonymous(const EventRecord *record, const char *anonymous_id)
{
    size_t size = strlen(anonymous_id);
    return record->contact == 0 && record->anonymous_size == size && memcmp(record->anonymous, anonymous_id, size) == 0;
}

/* Without an anonymous id: the person's own events that have no account yet. */
static bool is_waiting(const Kept *kept, int64_t contact, const char *anonymous_id)
{
    if (anonymous_id != NULL)
        return is_of_anonymous(&kept->record, anonymous_id);
    return kept->record.contact == contact && kept->account == 0;
}

/* What waits under the same key in this very commit. */
static bool take_unwritten(Waiting *waiting, const char *anonymous_id, Error *error)
{
    Flush *flush = waiting->flush;
    for (size_t i = 0; i < flush->kept_count; i++) {
        Kept *kept = &flush->kept[i];
        if (!is_waiting(kept, waiting->contact, anonymous_id))
            continue;
        kept->record.contact = waiting->contact;
        kept->record.anonymous_size = 0;
        if (kept->account == 0 && !identity_account(flush->identity, &flush->writer, NULL, waiting->contact,
                                                    kept->record.at, &kept->account, error))
            return false;
    }
    return true;
}

bool flush_take_waiting(Flush *flush, int64_t contact, Error *error)
{
    Waiting waiting = { flush, contact, 0 };
    return take_unwritten(&waiting, NULL, error) &&
           waiting_of_contact(flush->writer.db, contact, contact_take, &waiting, error) &&
           waiting_drop(flush->writer.db, contact, error);
}

bool flush_bind(Flush *flush, int64_t contact, int64_t account, int64_t at, Error *error)
{
    bool first;
    if (!identity_bind(flush->identity, &flush->writer, contact, account, at, &first, error))
        return false;
    return !first || flush_take_waiting(flush, contact, error);
}

/* ---- anonymous events of known accounts, once somebody is known ---- */

typedef struct {
    Flush *flush;
    const char *anonymous_id;
    int64_t contact, account, day;
    Delta *deltas;
    size_t count, capacity;
} Tracing;

static void tracing_count(Tracing *tracing, int64_t product, int64_t at, int64_t count)
{
    Arena *arena = tracing->flush->writer.arena;
    tracing->deltas =
        arena_room(arena, tracing->deltas, tracing->count, 1, &tracing->capacity, sizeof *tracing->deltas);
    tracing->deltas[tracing->count++] =
        (Delta) { tracing->account, SERIES_PERSON, product, tracing->contact, flush_day(tracing->flush, at), count };
}

static bool trace_body(Tracing *tracing, int64_t seq, Bytes body, Error *error)
{
    Flush *flush = tracing->flush;
    uint8_t *written = arena_alloc(flush->writer.arena, body.size + 1), *at = written;
    EventRecord record;
    EventName *name;
    bool changed = false;
    for (size_t offset = 0; event_next(body, &offset, &record);) {
        if (is_of_anonymous(&record, tracing->anonymous_id)) {
            bool counts = track_type_counts(record.type);
            if (!names_of_stored(flush->names, flush->writer.db, record.name, record.name_size, &name, error))
                return false;
            tracing_count(tracing, counts ? name->product : 0, record.at, counts);
            record.contact = tracing->contact;
            record.anonymous_size = 0;
            changed = true;
        }
        event_write(at, &record);
        at += event_size(&record);
    }
    return !changed || chunk_write(flush->writer.db, tracing->day, tracing->account, seq,
                                   (Bytes) { written, (size_t)(at - written) }, error);
}

static bool trace_day(Tracing *tracing, Error *error)
{
    Chunks chunks = { .arena = tracing->flush->writer.arena };
    if (!chunks_read(tracing->flush->writer.db, tracing->day, tracing->account, &chunks, error))
        return false;
    for (size_t i = 0; i < chunks.count; i++)
        if (!trace_body(tracing, chunks.items[i].seq, chunks.items[i].body, error))
            return false;
    return true;
}

static bool trace_take(Flush *flush, const char *anonymous_id, int64_t contact, Error *error)
{
    TraceListRow *rows;
    size_t count;
    if (!trace_list(flush->writer.db, flush->writer.arena, anonymous_id, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        Tracing tracing = {
            .flush = flush, .anonymous_id = anonymous_id, .contact = contact, .account = rows[i].account_id
        };
        if (!fresh_file_account(flush, tracing.account, error))
            return false;
        for (tracing.day = rows[i].first_day; tracing.day <= rows[i].last_day; tracing.day++)
            if (!trace_day(&tracing, error))
                return false;
        flush->more = deltas_join(flush->writer.arena, flush->more, flush->more_count, tracing.deltas, tracing.count);
        flush->more_count += tracing.count;
    }
    return count == 0 || trace_drop(flush->writer.db, anonymous_id, error);
}

bool flush_alias(Flush *flush, const char *anonymous_id, int64_t contact, Error *error)
{
    Waiting waiting = { flush, contact, 0 };
    bool bound;
    if (!identity_alias(flush->identity, &flush->writer, anonymous_id, contact, &bound, error))
        return false;
    return take_unwritten(&waiting, anonymous_id, error) &&
           waiting_of(flush->writer.db, 0, anonymous_id, anonymous_take, &waiting, error) &&
           waiting_drop_anonymous(flush->writer.db, anonymous_id, error) &&
           trace_take(flush, anonymous_id, contact, error);
}
