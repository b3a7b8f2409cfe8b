/*
 * Whether a row of a file whose message id was taken before is the same event again, or another one under its id. The
 * repeat filter knows ids alone, so the event is looked up where the row says that it is: in its account, or the
 * accounts of its user, on its day.
 */
#include "usage/event/event_read.h"
#include "usage/event/event_store.h"

#include "waiting.sql.h"

#include <string.h>

static const char ELSEWHERE[] = "account, user or day";

typedef struct Place Place;
struct Place {
    Place *next;
    int64_t account, day;
    Chunks chunks;
};

typedef struct {
    ImportBatch *batch;
    Place *places; /* each is read once in a step */
} Lookup;

/* ---- one row against one stored event ---- */

typedef struct {
    const ImportedRow *row;
    int64_t contact; /* 0 = the row names nobody, or nobody who is known */
    bool found;
    const char *differs; /* NULL = it is the same */
} Seek;

static bool same_bytes(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return a_size == b_size && (a_size == 0 || memcmp(a, b, a_size) == 0);
}

static const char *stored_difference(const Seek *seek, const EventRecord *record)
{
    const TrackEvent *event = &seek->row->event;
    if (record->at != event->at)
        return "time";
    if (!same_bytes(record->name, record->name_size, event->name, strlen(event->name)))
        return "event";
    /* For a forgotten person both person and value are erased: there is nothing to compare. */
    if (event->user_id != NULL && seek->contact == 0)
        return NULL;
    if (record->contact != seek->contact)
        return "user";
    if (!same_bytes(record->properties, record->properties_size, event->properties.data, event->properties.size))
        return "value";
    return NULL;
}

static void body_seek(Seek *seek, Bytes body)
{
    EventRecord record;
    for (size_t offset = 0; !seek->found && event_next(body, &offset, &record);) {
        if (record.message != seek->row->message)
            continue;
        seek->found = true;
        seek->differs = stored_difference(seek, &record);
    }
}

/* ---- where it may be ---- */

static bool place_seek(Lookup *lookup, int64_t account, Seek *seek, Error *error)
{
    Arena *arena = lookup->batch->writer.arena;
    int64_t day = event_day(seek->row->event.at);
    Place *place = lookup->places;
    while (place != NULL && (place->account != account || place->day != day))
        place = place->next;
    if (place == NULL) {
        place = arena_make(arena, Place);
        *place = (Place) { .next = lookup->places, .account = account, .day = day, .chunks = { .arena = arena } };
        if (!chunks_read(lookup->batch->writer.db, day, account, &place->chunks, error))
            return false;
        lookup->places = place;
    }
    for (size_t i = 0; i < place->chunks.count; i++)
        body_seek(seek, place->chunks.items[i].body);
    return true;
}

static bool waiting_take(const WaitingOfContactRow *row, void *context, Error *error)
{
    (void)error;
    body_seek(context, row->body);
    return true;
}

static bool user_seek(Lookup *lookup, Seek *seek, Error *error)
{
    const Writer *writer = &lookup->batch->writer;
    Ids accounts;
    if (!identity_accounts(writer->db, writer->arena, seek->contact, &accounts, error))
        return false;
    for (size_t i = 0; i < accounts.count; i++)
        if (!place_seek(lookup, accounts.items[i], seek, error))
            return false;
    return waiting_of_contact(writer->db, seek->contact, waiting_take, seek, error);
}

static bool account_seek(Lookup *lookup, Seek *seek, Error *error)
{
    const Writer *writer = &lookup->batch->writer;
    int64_t account;
    if (!account_filed_as(writer->db, writer->arena, seek->row->event.context_group, &account, error))
        return false;
    return account == 0 || place_seek(lookup, account, seek, error);
}

static bool event_seek(Lookup *lookup, Seek *seek, Error *error)
{
    const Writer *writer = &lookup->batch->writer;
    const char *user = seek->row->event.user_id;
    if (user != NULL && !contact_id_by_external(writer->db, writer->arena, user, &seek->contact, error))
        return false;
    if (seek->row->event.context_group != NULL)
        return account_seek(lookup, seek, error);
    return seek->contact == 0 || user_seek(lookup, seek, error);
}

/* Nobody can say where the events of an erased person are: a row that names only that person passes as taken before. */
static bool row_look(Lookup *lookup, ImportedRow *row, Error *error)
{
    Seek seek = { .row = row };
    if (!event_seek(lookup, &seek, error))
        return false;
    bool gone = row->event.context_group == NULL && seek.contact == 0;
    row->differs = seek.found || gone ? seek.differs : ELSEWHERE;
    row->state = row->differs == NULL ? ROW_AGAIN : ROW_OTHER;
    return true;
}

/* ---- one row against another of the same step ---- */

static const char *row_difference(const TrackEvent *a, const TrackEvent *b)
{
    if (a->at != b->at)
        return "time";
    if (strcmp(a->name, b->name) != 0)
        return "event";
    if (!text_equal(a->user_id, b->user_id))
        return "user";
    if (!text_equal(a->context_group, b->context_group))
        return "account";
    return same_bytes(a->properties.data, a->properties.size, b->properties.data, b->properties.size) ? NULL : "value";
}

static void row_compare(const ImportedRows *rows, ImportedRow *row)
{
    for (const ImportedRow *before = rows->items; before < row; before++) {
        if (before->message != row->message || before->state != ROW_NEW)
            continue;
        row->differs = row_difference(&before->event, &row->event);
        row->state = row->differs == NULL ? ROW_AGAIN : ROW_OTHER;
        return;
    }
}

/* ---- a dry run: what its earlier steps had is rolled back, and known by these keys alone ---- */

static void row_recall(ImportBatch *batch, ImportedRow *row)
{
    const TrackEvent *event = &row->event;
    const char *id = arena_format(batch->writer.arena, "event %s", event->message_id);
    Text whole = text_new(batch->writer.arena);
    if (batch->seen == NULL)
        return;
    text_format(&whole, "%s\x1f%lld\x1f%s\x1f%s\x1f%s\x1f", id, (long long)event->at, event->name,
                event->user_id != NULL ? event->user_id : "", event->context_group != NULL ? event->context_group : "");
    text_add_n(&whole, event->properties.size == 0 ? "" : event->properties.data, event->properties.size);
    if (!import_was_seen(batch, id)) {
        import_see(batch, id);
        import_see(batch, text_string(&whole));
        return;
    }
    row->state = import_was_seen(batch, text_string(&whole)) ? ROW_AGAIN : ROW_OTHER;
    row->differs = row->state == ROW_OTHER ? "content" : NULL;
}

bool imported_judge(ImportBatch *batch, ImportedRows *rows, Error *error)
{
    Arena *arena = batch->writer.arena;
    Lookup lookup = { .batch = batch };
    uint64_t *hashes = arena_array(arena, rows->count + 1, sizeof *hashes);
    bool *known = arena_array(arena, rows->count + 1, sizeof *known);
    for (size_t i = 0; i < rows->count; i++)
        hashes[i] = rows->items[i].message;
    if (!repeats_known(batch->writer.db, hashes, rows->count, known, error))
        return false;
    for (size_t i = 0; i < rows->count; i++) {
        ImportedRow *row = &rows->items[i];
        if (known[i] && !row_look(&lookup, row, error))
            return false;
        if (!known[i])
            row_compare(rows, row);
        if (row->state == ROW_NEW)
            row_recall(batch, row);
    }
    return true;
}
