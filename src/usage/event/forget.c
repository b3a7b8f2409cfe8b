/*
 * What usage does when a person is erased or exported, joins an account, or an account is deleted.
 *
 * All but the export runs in the transaction of its cause. An erasure files all shelves first, because fresh events
 * have no chunk to be written back to. It finds the person's chunks through the rollups (places.h) and writes them
 * again in place, the person's records without anonymous id and with nothing but the numbers of gauges; counts and
 * rollups stay.
 *
 * In order: forgetting; exporting; joined; an account that goes.
 */
#include "usage/event/forget.h"

#include "base/json.h"
#include "forget.sql.h"
#include "gauged.sql.h"
#include "ingest.sql.h"
#include "rebuild.sql.h"
#include "usage/event/gauged.h"
#include "usage/event/inbox.h"
#include "usage/event/places.h"
#include "usage/event/uncounted.h"
#include "waiting.sql.h"

#include <string.h>

/* ---- forgetting ---- */

typedef struct {
    const Writer *writer;
    int64_t contact;
    Catalog catalog;
} Forgetting;

/* What is left of the chunk's records, and how long it is: numbers may be written longer than they came (1e15 as
 * 1000000000000000). */
static bool records_forget(const Forgetting *forgetting, Bytes body, Arena *arena, EventRecord **records, size_t *count,
                           size_t *size)
{
    EventRecord record;
    size_t capacity = 0;
    bool changed = false;
    *records = NULL;
    *count = *size = 0;
    for (size_t offset = 0; event_next(body, &offset, &record);) {
        if (record.contact == forgetting->contact) {
            record.anonymous_size = 0;
            gauged_keep(arena, &forgetting->catalog, &record);
            changed = true;
        }
        *records = arena_room(arena, *records, *count, 1, &capacity, sizeof **records);
        (*records)[(*count)++] = record;
        *size += event_size(&record);
    }
    return changed;
}

static bool forget_chunk(const Chunk *chunk, const Change *place, Arena *arena, void *context, Error *error)
{
    const Forgetting *forgetting = context;
    EventRecord *records;
    size_t count, size;
    if (!records_forget(forgetting, chunk->body, arena, &records, &count, &size))
        return true;
    uint8_t *written = arena_alloc(arena, size + 1), *at = written;
    for (size_t i = 0; i < count; i++) {
        event_write(at, &records[i]);
        at += event_size(&records[i]);
    }
    return chunk_write(forgetting->writer->db, place->day, place->account, chunk->seq, (Bytes) { written, size },
                       error);
}

static void firsts_forget(void *context)
{
    (void)context;
    first_uses_clear();
}

static bool usage_forget(const Writer *writer, int64_t contact, Error *error)
{
    Forgetting forgetting = { writer, contact, { 0 } };
    Places places;
    Flush *flush = flush_new(writer->db, writer->actor, writer->now);
    if (!flush_close(flush, fresh_file_all(flush, error)) ||
        !catalog_read(writer->db, writer->arena, &forgetting.catalog, error) ||
        !places_find(writer->db, writer->arena, contact, &places, error) ||
        !places_visit(writer->db, &places, forget_chunk, &forgetting, error))
        return false;
    /* Rejected events are found by the person's anonymous ids: those are forgotten after this (contact.h). */
    return rejected_forget(writer->db, contact, error) && waiting_forget(writer->db, contact, error);
}

/* ---- exporting ---- */

typedef struct {
    Text *json;
    int64_t contact;
    AccountsWent went;
} Exporting;

/* `account` 0 = it waits for one. */
static void export_event(const Exporting *exporting, Arena *arena, int64_t filed, const EventRecord *record)
{
    int64_t account = account_where(&exporting->went, filed);
    Text *json = exporting->json;
    json_comma_to(json);
    text_format(json, "{\"at\":\"%s\",\"account_id\":%s,\"type\":\"%s\",\"name\":", time_format(arena, record->at),
                account != 0 ? arena_format(arena, "%lld", (long long)account) : "null",
                TRACK_TYPE_NAMES[record->type]);
    json_string_to(json, arena_text_n(arena, record->name, record->name_size));
    text_add(json, ",\"properties\":");
    if (record->properties_size == 0)
        text_add(json, "{}");
    else
        text_add_n(json, record->properties, record->properties_size);
    text_char(json, '}');
}

static void export_body(const Exporting *exporting, Arena *arena, int64_t account, Bytes body)
{
    EventRecord record;
    for (size_t offset = 0; event_next(body, &offset, &record);)
        if (record.contact == exporting->contact)
            export_event(exporting, arena, account, &record);
}

static bool export_chunk(const Chunk *chunk, const Change *place, Arena *arena, void *context, Error *error)
{
    (void)error;
    export_body(context, arena, place->account, chunk->body);
    return true;
}

static bool export_waiting(const WaitingOfContactRow *row, void *context, Error *error)
{
    const Exporting *exporting = context;
    (void)error;
    export_body(exporting, exporting->json->arena, 0, row->body);
    return true;
}

static bool export_rejected(const RejectedOfRow *row, void *context, Error *error)
{
    Text *json = context;
    (void)error;
    json_comma_to(json);
    shape_write(json, &REJECTED_OF_ROW, row);
    return true;
}

static bool usage_export(Db *db, Arena *arena, int64_t contact, Text *json, Error *error)
{
    Exporting exporting = { .json = json, .contact = contact };
    Places places;
    text_add(json, "{\"events\":[");
    if (!accounts_went_all(db, arena, &exporting.went, error) || !places_find(db, arena, contact, &places, error) ||
        !places_visit(db, &places, export_chunk, &exporting, error) ||
        !waiting_of_contact(db, contact, export_waiting, &exporting, error))
        return false;
    text_add(json, "],\"rejected\":[");
    if (!rejected_of(db, contact, export_rejected, json, error))
        return false;
    text_add(json, "]}");
    return true;
}

/* ---- joined by a file or by hand ---- */

static bool usage_joined(const Writer *writer, int64_t contact, int64_t account, bool moves, Error *error)
{
    Flush *flush = flush_new(writer->db, writer->actor, writer->now);
    return flush_finish(flush, flush_learn(flush, (Learned) { contact, account, writer->now, moves }, error), error);
}

static bool person_holds(Db *db, Arena *arena, int64_t contact, const char **what, Error *error)
{
    UsageHeldOfContactRow *held;
    IdList fresh = { .arena = arena };
    if (!usage_held_of_contact(db, arena, contact, &held, error) || !fresh_accounts(db, contact, &fresh, error))
        return false;
    *what = held->places || fresh.count ? "events" : *what;
    return true;
}

static bool account_holds(Db *db, Arena *arena, int64_t account, const char **what, Error *error)
{
    UsageHeldOfAccountRow *held;
    AccountDay *fresh;
    size_t count;
    if (!usage_held_of_account(db, arena, account, &held, error) ||
        !fresh_days(db, arena, account, &fresh, &count, error))
        return false;
    *what = held->days || count ? "events" : *what;
    return true;
}

const ContactHolder USAGE_CONTACTS = { .name = "usage",
                                       .forget = usage_forget,
                                       .export = usage_export,
                                       .merge = usage_merge,
                                       .joined = usage_joined,
                                       .excluded = usage_excluded,
                                       .holds = person_holds };

/* ---- an account that goes ---- */

static bool drop_chunks(const Writer *writer, int64_t account, Error *error)
{
    Places places = { .arena = writer->arena };
    if (!place_days(&places, writer->db, account, INT32_MIN, INT32_MAX, error))
        return false;
    for (size_t i = 0; i < places.count; i++)
        if (!chunk_drop(writer->db, places.items[i].day, account, error))
            return false;
    return true;
}

/* The engine drops the account's series when the account module removes it there. */
static bool usage_drop(const Writer *writer, int64_t account, Error *error)
{
    db_after_commit(writer->db, firsts_forget, NULL);
    Flush *flush = flush_new(writer->db, writer->actor, writer->now);
    return flush_close(flush, fresh_file_account(flush, account, error)) && drop_chunks(writer, account, error) &&
           rollup_drop_account(writer->db, account, error) && person_place_drop_account(writer->db, account, error) &&
           first_use_drop_account(writer->db, account, error) && gauge_day_drop_account(writer->db, account, error) &&
           trace_drop_account(writer->db, account, error);
}

const AccountHolder USAGE_ACCOUNTS = { .name = "usage",
                                       .drop = usage_drop,
                                       .holds = account_holds,
                                       .merge = usage_account_merge,
                                       .unmerge = usage_account_unmerge };
