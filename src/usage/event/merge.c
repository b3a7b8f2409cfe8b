/*
 * Two persons who turned out to be one: their events, and what waits. What is known of their accounts and ids has moved
 * by then (identity stands to the left). Events carry their person, so those of the one who goes are written again and
 * their days counted again; then all that name no account are placed by what is known of both.
 */
#include "usage/event/event_store.h"

#include "forget.sql.h"
#include "ingest.sql.h"
#include "usage/event/inbox.h"
#include "usage/event/places.h"

typedef struct {
    Flush *flush;
    int64_t from, into;
    Change *days; /* accounts and local days whose events changed their person */
    size_t count, capacity;
} Merging;

static void merging_note(Merging *merging, int64_t account, int64_t at)
{
    int64_t day = flush_day(merging->flush, at);
    for (size_t i = merging->count; i-- > 0;)
        if (merging->days[i].account == account && merging->days[i].day == day)
            return;
    merging->days = arena_room(merging->flush->writer.arena, merging->days, merging->count, 1, &merging->capacity,
                               sizeof *merging->days);
    merging->days[merging->count++] = (Change) { account, day };
}

static bool chunk_rename(const Chunk *chunk, const Change *place, Arena *arena, void *context, Error *error)
{
    Merging *merging = context;
    uint8_t *written = arena_alloc(arena, chunk->body.size + 1), *at = written;
    EventRecord record;
    bool changed = false;
    for (size_t offset = 0; event_next(chunk->body, &offset, &record);) {
        if (record.contact == merging->from) {
            record.contact = merging->into;
            merging_note(merging, place->account, record.at);
            changed = true;
        }
        event_write(at, &record);
        at += event_size(&record);
    }
    return !changed || chunk_write(merging->flush->writer.db, place->day, place->account, chunk->seq,
                                   (Bytes) { written, (size_t)(at - written) }, error);
}

static bool events_rename(Merging *merging, Error *error)
{
    Flush *flush = merging->flush;
    Places places;
    if (!fresh_file_all(flush, error) ||
        !places_find(flush->writer.db, flush->writer.arena, merging->from, &places, error) ||
        !places_visit(flush->writer.db, &places, chunk_rename, merging, error))
        return false;
    for (size_t i = 0; i < merging->count; i++)
        if (!day_again(flush, merging->days[i].account, merging->days[i].day, error))
            return false;
    return person_place_drop(flush->writer.db, merging->from, error);
}

/* What waits for `from` waits for `into`, if it must wait any longer. */
static bool waiting_rename(Merging *merging, Error *error)
{
    Flush *flush = merging->flush;
    int64_t both[] = { merging->from, merging->into };
    if (!flush_take_waiting(flush, (Ids) { 2, both }, error))
        return false;
    for (size_t i = 0; i < flush->kept_count; i++)
        if (flush->kept[i].record.contact == merging->from)
            flush->kept[i].record.contact = merging->into;
    return true;
}

static bool account_take(const PersonPlacesRow *row, void *context, Error *error)
{
    (void)error;
    ids_add(context, row->account_id);
    return true;
}

static bool events_place(Merging *merging, Error *error)
{
    Flush *flush = merging->flush;
    IdList accounts = { .arena = flush->writer.arena };
    identity_clear(flush->identity);
    if (!person_places(flush->writer.db, merging->into, account_take, &accounts, error))
        return false;
    for (size_t i = 0; i < accounts.count; i++)
        if (!flush_replace(flush, merging->into, accounts.items[i], error))
            return false;
    return true;
}

bool usage_merge(const Writer *writer, int64_t from, int64_t into, Error *error)
{
    Flush *flush = flush_new(writer->db, writer->actor, writer->now);
    Merging merging = { .flush = flush, .from = from, .into = into };
    bool ok = events_rename(&merging, error) && events_place(&merging, error) && waiting_rename(&merging, error);
    return flush_finish(flush, ok, error);
}
