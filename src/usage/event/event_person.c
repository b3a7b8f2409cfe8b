/*
 * Calls that tell who somebody is, and the events that waited for them. What waited under an anonymous id becomes the
 * person's at once, without an account yet: belongs.c places it when all of the commit is known. Events that are filed
 * already are rewritten after all calls (flush_trace).
 *
 * In order: what waited; anonymous events; two ids of one person.
 */
#include "usage/event/event_store.h"

#include "ingest.sql.h"
#include "usage/event/archive.h"
#include "usage/event/inbox.h"
#include "waiting.sql.h"

#include <string.h>

/* ---- what waited ---- */

typedef struct {
    Flush *flush;
    int64_t contact;
} Waiting;

/* Where it counts is decided when all of the commit is known (belongs.c). */
static bool waiting_body(Waiting *waiting, Bytes body, Error *error)
{
    Flush *flush = waiting->flush;
    uint8_t *copy = arena_alloc(flush->writer.arena, body.size + 1);
    EventRecord record;
    EventName *name;
    memcpy(copy, body.data, body.size);
    for (size_t offset = 0; event_next((Bytes) { copy, body.size }, &offset, &record);) {
        record.contact = waiting->contact;
        record.anonymous_size = 0;
        if (!names_of_stored(flush->names, flush->writer.db, record.name, record.name_size, &name, error))
            return false;
        flush_keep(flush, &record, 0, name, true);
    }
    return true;
}

static bool contact_take(const WaitingOfContactsRow *row, void *context, Error *error)
{
    Waiting waiting = { context, row->contact_id };
    return waiting_body(&waiting, row->body, error);
}

bool flush_take_waiting(Flush *flush, Ids contacts, Error *error)
{
    size_t before = flush->kept_count;
    if (!waiting_of_contacts(flush->writer.db, contacts, contact_take, flush, error))
        return false;
    return flush->kept_count == before || waiting_drop(flush->writer.db, contacts, error);
}

static bool anonymous_take(const WaitingOfRow *row, void *context, Error *error)
{
    return waiting_body(context, row->body, error);
}

/* ---- anonymous events, once somebody is known ---- */

static bool is_of_anonymous(const EventRecord *record, const char *anonymous_id)
{
    size_t size = strlen(anonymous_id);
    return record->contact == 0 && record->anonymous_size == size && memcmp(record->anonymous, anonymous_id, size) == 0;
}

static bool is_said(TrackType type)
{
    return type == TRACK_GROUP || type == TRACK_IDENTIFY;
}

/* An event that names its account also says it for the person whose it turns out to be. */
static bool event_tells(Flush *flush, const EventRecord *record, int64_t contact, int64_t account, Error *error)
{
    return flush_learn(flush, (Learned) { contact, account, record->at, is_said(record->type), .order = record->id },
                       error);
}

/* What waits under the same key in this very commit. */
static bool take_unwritten(const Waiting *waiting, const char *anonymous_id, Error *error)
{
    Flush *flush = waiting->flush;
    for (size_t i = 0; i < flush->kept_count; i++) {
        Kept *kept = &flush->kept[i];
        if (!is_of_anonymous(&kept->record, anonymous_id))
            continue;
        kept->record.contact = waiting->contact;
        kept->record.anonymous_size = 0;
        if (kept->account != 0 && !event_tells(flush, &kept->record, waiting->contact, kept->account, error))
            return false;
    }
    return true;
}

/* Those that named an account are stored with it. Chunk and rollup change together, and after all calls of the commit:
 * until then the person may be merged into another one. */
typedef struct {
    Flush *flush;
    const BoundTrace *trace;
    int64_t account, day;
    Delta *deltas;
    size_t count, capacity;
} Tracing;

static void tracing_count(Tracing *tracing, int64_t product, int64_t at, int64_t count)
{
    Arena *arena = tracing->flush->writer.arena;
    tracing->deltas =
        arena_room(arena, tracing->deltas, tracing->count, 1, &tracing->capacity, sizeof *tracing->deltas);
    tracing->deltas[tracing->count++] = (Delta) {
        tracing->account, SERIES_PERSON, product, tracing->trace->contact, flush_day(tracing->flush, at), count
    };
}

static bool trace_body(Tracing *tracing, int64_t seq, Bytes body, Error *error)
{
    Flush *flush = tracing->flush;
    uint8_t *written = arena_alloc(flush->writer.arena, body.size + 1), *at = written;
    EventRecord record;
    EventName *name;
    bool changed = false;
    for (size_t offset = 0; event_next(body, &offset, &record);) {
        if (is_of_anonymous(&record, tracing->trace->anonymous_id)) {
            bool counts = track_type_counts(record.type);
            if (!names_of_stored(flush->names, flush->writer.db, record.name, record.name_size, &name, error))
                return false;
            tracing_count(tracing, counts ? name->product : 0, record.at, counts);
            if (!event_tells(flush, &record, tracing->trace->contact, tracing->account, error))
                return false;
            record.contact = tracing->trace->contact;
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

static bool trace_account(Tracing *tracing, const TraceListRow *row, Error *error)
{
    tracing->account = row->account_id;
    if (!fresh_file_account(tracing->flush, tracing->account, error))
        return false;
    for (tracing->day = row->first_day; tracing->day <= row->last_day; tracing->day++)
        if (!trace_day(tracing, error))
            return false;
    return true;
}

static bool trace_take(Flush *flush, const BoundTrace *trace, Error *error)
{
    Tracing tracing = { .flush = flush, .trace = trace };
    TraceListRow *rows;
    size_t count;
    if (!trace_list(flush->writer.db, flush->writer.arena, trace->anonymous_id, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!trace_account(&tracing, &rows[i], error))
            return false;
    if (count == 0)
        return true;
    tracing.count = deltas_sum(flush->writer.arena, tracing.deltas, tracing.count);
    rolled_add(flush, tracing.deltas, tracing.count);
    return file_rollups(flush, tracing.deltas, tracing.count, false, error) &&
           trace_drop(flush->writer.db, trace->anonymous_id, error);
}

bool flush_trace(Flush *flush, Error *error)
{
    for (size_t i = 0; i < flush->trace_count; i++)
        if (!trace_take(flush, &flush->traces[i], error))
            return false;
    return true;
}

static void trace_note(Flush *flush, const char *anonymous_id, int64_t contact)
{
    flush->traces = arena_room(flush->writer.arena, flush->traces, flush->trace_count, 1, &flush->trace_capacity,
                               sizeof *flush->traces);
    flush->traces[flush->trace_count++] = (BoundTrace) { anonymous_id, contact };
}

bool flush_alias(Flush *flush, const char *anonymous_id, int64_t contact, Error *error)
{
    Waiting waiting = { flush, contact };
    bool bound;
    if (!identity_alias(flush->identity, &flush->writer, anonymous_id, contact, &bound, error))
        return false;
    trace_note(flush, anonymous_id, contact);
    return take_unwritten(&waiting, anonymous_id, error) &&
           waiting_of(flush->writer.db, 0, anonymous_id, anonymous_take, &waiting, error) &&
           waiting_drop_anonymous(flush->writer.db, anonymous_id, error);
}

/* ---- two ids, one person ---- */

/* Who has the other id: as their own or a former one, else as an anonymous one. */
typedef struct {
    int64_t known, bound;
} Holder;

static bool holder_find(Flush *flush, const char *id, Holder *holder, Error *error)
{
    const Writer *writer = &flush->writer;
    TrackEvent anonymous = { .anonymous_id = id };
    bool bound;
    return contact_id_by_external(writer->db, writer->arena, id, &holder->known, error) &&
           identity_person(flush->identity, writer, &anonymous, &holder->bound, &bound, error);
}

/* A public key never joins two people who are known already; and an anonymous id that is bound is never bound to anyone
 * else. */
static TrackRefusal alias_refused(const Flush *flush, const Holder *holder, int64_t contact)
{
    if (holder->known == 0)
        return holder->bound == 0 || holder->bound == contact ? TRACK_GOOD : TRACK_ALIAS_TAKEN;
    return holder->known != contact && flush->call->only_adds ? TRACK_ALIAS_PUBLIC : TRACK_GOOD;
}

/* A user id only where the key may join people; a public one binds an anonymous id. */
static bool previous_known(Flush *flush, const TrackEvent *event, int64_t contact, Error *error)
{
    return flush->call->only_adds || contact_known_as(&flush->writer, event->previous_id, contact, error);
}

bool flush_alias_call(Flush *flush, const TrackEvent *event, int64_t *contact, TrackRefusal *refused, Error *error)
{
    TrackEvent user = { .user_id = event->user_id };
    Holder holder;
    bool bound;
    if (!identity_person(flush->identity, &flush->writer, &user, contact, &bound, error) ||
        !holder_find(flush, event->previous_id, &holder, error))
        return false;
    *refused = alias_refused(flush, &holder, *contact);
    if (*refused != TRACK_GOOD)
        return true;
    bool ok = holder.known == 0
                  ? previous_known(flush, event, *contact, error)
                  : holder.known == *contact || flush_merge(flush, *contact, holder.known, contact, error);
    return ok && flush_alias(flush, event->previous_id, *contact, error);
}
