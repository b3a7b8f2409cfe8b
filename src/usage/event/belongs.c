/*
 * Which account the events of a person count for, once more is known of that person. An event that names no account is
 * stored with the one that the person belonged to at its time (identity/belonging.h). So it is not placed before all of
 * a commit is known; and when something is learned late, the events of the span that it changes move, out of the chunks
 * and rollups of one account into those of another. The order of arrival decides nothing.
 */
#include "usage/event/event_store.h"

#include "ingest.sql.h"
#include "usage/event/inbox.h"
#include "usage/event/places.h"

#include <stdlib.h>
#include <string.h>

bool flush_learn(Flush *flush, Learned learned, Error *error)
{
    return identity_learn(flush->identity, &flush->writer, &flush->learned, learned, error);
}

/* ---- where events may move ---- */

/* When events of the person that are stored with the account may belong elsewhere. */
typedef struct {
    int64_t contact, account, from, until;
    int64_t open_from; /* the latest beginning of a span without an end; INT64_MAX = there is none */
    int64_t latest;    /* not before open_from and the events that were met from there on; window_move finds it */
} Window;

typedef struct {
    Flush *flush;
    Window *items;
    size_t count, capacity;
} Windows;

static void window_add(Windows *windows, int64_t contact, const Moved *moved)
{
    Window *window = NULL;
    for (size_t i = 0; i < windows->count; i++)
        if (windows->items[i].contact == contact && windows->items[i].account == moved->account)
            window = &windows->items[i];
    if (window == NULL) {
        windows->items = arena_room(windows->flush->writer.arena, windows->items, windows->count, 1, &windows->capacity,
                                    sizeof *windows->items);
        window = &windows->items[windows->count++];
        *window = (Window) { contact, moved->account, INT64_MAX, INT64_MIN, INT64_MAX, INT64_MAX };
    }
    window->from = moved->from < window->from ? moved->from : window->from;
    window->until = moved->until > window->until ? moved->until : window->until;
    if (moved->until == INT64_MAX && (window->open_from == INT64_MAX || moved->from > window->open_from))
        window->open_from = moved->from;
}

/* ---- events that move ---- */

typedef struct {
    Flush *flush;
    Window *window;
    int64_t *days; /* local ones that lost events */
    size_t day_count, day_capacity;
} Moving;

static void day_note(Moving *moving, int64_t day)
{
    for (size_t i = moving->day_count; i-- > 0;)
        if (moving->days[i] == day)
            return;
    moving->days = arena_room(moving->flush->writer.arena, moving->days, moving->day_count, 1, &moving->day_capacity,
                              sizeof *moving->days);
    moving->days[moving->day_count++] = day;
}

static bool is_of_window(const Window *window, const EventRecord *record)
{
    return record->contact == window->contact && !record->named && record->at >= window->from &&
           record->at < window->until;
}

/* Out of a body that is let go of soon; it is placed with the events of this commit. */
static bool record_keep(Flush *flush, const EventRecord *record, Error *error)
{
    size_t size = event_size(record), offset = 0;
    uint8_t *copy = arena_alloc(flush->writer.arena, size);
    EventRecord kept;
    EventName *name;
    event_write(copy, record);
    if (!event_next((Bytes) { copy, size }, &offset, &kept))
        return fail(error, ERROR_INTERNAL, NULL, "an event is damaged");
    if (!names_of_stored(flush->names, flush->writer.db, kept.name, kept.name_size, &name, error))
        return false;
    flush_keep(flush, &kept, 0, name, true);
    return true;
}

static bool record_move(Moving *moving, const EventRecord *record, bool *moved, Error *error)
{
    Flush *flush = moving->flush;
    int64_t account;
    *moved = false;
    if (!is_of_window(moving->window, record))
        return true;
    if (record->at > moving->window->latest)
        moving->window->latest = record->at;
    if (!identity_where(flush->identity, &flush->writer, record->contact, record->at, &account, error))
        return false;
    *moved = account != moving->window->account;
    if (!*moved)
        return true;
    day_note(moving, flush_day(flush, record->at));
    return record_keep(flush, record, error);
}

static bool chunk_move(const Chunk *chunk, const Change *place, Arena *arena, void *context, Error *error)
{
    Moving *moving = context;
    Db *db = moving->flush->writer.db;
    uint8_t *written = arena_alloc(arena, chunk->body.size + 1), *at = written;
    EventRecord record;
    int64_t stay = 0;
    bool moved, changed = false;
    for (size_t offset = 0; event_next(chunk->body, &offset, &record);) {
        if (!record_move(moving, &record, &moved, error))
            return false;
        changed = changed || moved;
        if (moved)
            continue;
        event_write(at, &record);
        at += event_size(&record);
        stay++;
    }
    if (!changed)
        return true;
    if (stay == 0)
        return chunk_remove(db, place->day, place->account, chunk->seq, error);
    return chunk_shrink(db, place->day, place->account, chunk->seq, stay, (Bytes) { written, (size_t)(at - written) },
                        error);
}

/* A local day touches at most three days of UTC. */
static int64_t day_around(int64_t at, int side)
{
    int64_t most = INT64_C(1000000) * MS_PER_DAY;
    return event_day(at < 0 ? 0 : at > most ? most : at) + side;
}

static bool window_move(Flush *flush, Window *window, Error *error)
{
    Db *db = flush->writer.db;
    Moving moving = { .flush = flush, .window = window };
    Places places = { .arena = flush->writer.arena, .contact = window->contact };
    window->latest = window->open_from;
    if (window->account == 0)
        return flush_take_waiting(flush, (Ids) { 1, &window->contact }, error);
    if (identity_latest(flush->identity, window->contact) < window->from)
        return true;
    if (!fresh_file_account(flush, window->account, error) ||
        !place_days(&places, db, window->account, day_around(window->from, -2), day_around(window->until, 3), error) ||
        !places_visit(db, &places, chunk_move, &moving, error))
        return false;
    for (size_t i = 0; i < moving.day_count; i++)
        if (!day_again(flush, window->account, moving.days[i], error))
            return false;
    return true;
}

/* The spans without an end of one person, taken together, met every event that is later than the highest of them. */
static void latest_settle(Identity *identity, const Window *windows, size_t count)
{
    int64_t latest = INT64_MIN;
    for (size_t i = 0; i < count; i++)
        if (windows[i].open_from != INT64_MAX && windows[i].latest > latest)
            latest = windows[i].latest;
    if (latest != INT64_MIN && latest < identity_latest(identity, windows->contact))
        identity_latest_set(identity, windows->contact, latest);
}

/* Windows of one person come together. */
static bool windows_move(Windows *windows, Error *error)
{
    Flush *flush = windows->flush;
    for (size_t i = 0, first = 0; i < windows->count; i++) {
        if (!window_move(flush, &windows->items[i], error))
            return false;
        if (i + 1 < windows->count && windows->items[i + 1].contact == windows->items[i].contact)
            continue;
        latest_settle(flush->identity, &windows->items[first], i + 1 - first);
        first = i + 1;
    }
    return true;
}

/* ---- all of it ---- */

static bool learned_settle(Flush *flush, Windows *windows, Error *error)
{
    LearnedOutcome outcome = { 0 };
    if (!learned_write(&flush->writer, &flush->learned, &outcome, error))
        return false;
    for (size_t i = 0; i < outcome.move_count; i++)
        window_add(windows, outcome.moves[i].contact, &outcome.moves[i].span);
    return outcome.arrived.count == 0 || flush_take_waiting(flush, outcome.arrived, error);
}

static bool kept_place(Flush *flush, Kept *kept, Error *error)
{
    int64_t contact = kept->record.contact;
    if (contact == 0 || kept->record.named)
        return true;
    if (kept->account == 0 &&
        !identity_where(flush->identity, &flush->writer, contact, kept->record.at, &kept->account, error))
        return false;
    if (identity_latest(flush->identity, contact) < kept->record.at)
        identity_latest_set(flush->identity, contact, kept->record.at);
    return true;
}

bool flush_settle(Flush *flush, Error *error)
{
    Windows windows = { .flush = flush };
    if (!flush_trace(flush, error) || (flush->learned.count > 0 && !learned_settle(flush, &windows, error)))
        return false;
    if (flush->learned.merged)
        identity_clear(flush->identity);
    if (!windows_move(&windows, error))
        return false;
    for (size_t i = 0; i < flush->kept_count; i++)
        if (!kept_place(flush, &flush->kept[i], error))
            return false;
    return true;
}

bool flush_replace(Flush *flush, int64_t contact, int64_t account, Error *error)
{
    Window window = { contact, account, INT64_MIN, INT64_MAX, INT64_MAX, INT64_MAX };
    return window_move(flush, &window, error);
}

bool flush_merge(Flush *flush, int64_t first, int64_t second, int64_t *stays, Error *error)
{
    if (!contact_merge(&flush->writer, first, second, stays, error))
        return false;
    flush_merged(flush, *stays == first ? second : first, *stays);
    return true;
}

void flush_merged(Flush *flush, int64_t gone, int64_t stays)
{
    for (size_t i = 0; i < flush->kept_count; i++)
        if (flush->kept[i].record.contact == gone)
            flush->kept[i].record.contact = stays;
    for (size_t i = 0; i < flush->learned.count; i++)
        if (flush->learned.items[i].contact == gone)
            flush->learned.items[i].contact = stays;
    for (size_t i = 0; i < flush->trace_count; i++)
        if (flush->traces[i].contact == gone)
            flush->traces[i].contact = stays;
    flush->learned.merged = true;
    identity_clear(flush->identity);
}
