#include "features/usage/forget.h"

#include "base/json.h"
#include "features/usage/fresh.h"
#include "forget.sql.h"
#include "identity.sql.h"
#include "ingest.sql.h"
#include "rebuild.sql.h"

#include <string.h>

/* ---- where a person has events ---- */

typedef struct {
    Arena *arena;
    int64_t contact;
    Change *places; /* account and local day */
    size_t count, capacity;
} Places;

static void place_add(Places *places, int64_t account, int64_t day)
{
    places->places =
        arena_room(places->arena, places->places, places->count, 1, &places->capacity, sizeof *places->places);
    places->places[places->count++] = (Change) { account, day };
}

static void days_add(Places *places, int64_t account, const AccountDay *days, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < days[i].rollup.person_count; n++)
            if (days[i].rollup.people[n].key == places->contact) {
                place_add(places, account, days[i].day);
                break;
            }
}

static bool place_days(Places *places, Db *db, int64_t account, Error *error)
{
    AccountDay *days;
    int64_t before = INT32_MAX;
    for (size_t count = 1; count > 0;) {
        if (!account_days_read(db, places->arena, account, INT32_MIN, before, &days, &count, error))
            return false;
        days_add(places, account, days, count);
        before = count > 0 ? days[count - 1].day : before;
    }
    return true;
}

static bool account_take(const PersonPlacesRow *row, void *context, Error *error)
{
    (void)error;
    ids_add(context, row->account_id);
    return true;
}

static bool places_find(Db *db, Arena *arena, int64_t contact, Places *places, Error *error)
{
    IdList accounts = { .arena = arena };
    *places = (Places) { .arena = arena, .contact = contact };
    if (!person_places(db, contact, account_take, &accounts, error) || !fresh_accounts(db, contact, &accounts, error))
        return false;
    for (size_t i = 0; i < accounts.count; i++)
        if (!place_days(places, db, accounts.items[i], error))
            return false;
    return true;
}

typedef bool (*PlaceVisit)(const Chunk *chunk, int64_t account, int64_t day, void *context, Error *error);

/* Each chunk that overlaps one of the places once. */
static bool places_visit(Db *db, const Places *places, PlaceVisit visit, void *context, Error *error)
{
    const Zone *zone = atomic_load(&USAGE.services->zone);
    int64_t last_account = 0, last_day = INT64_MIN;
    for (size_t i = 0; i < places->count; i++) {
        int64_t account = places->places[i].account;
        int64_t from = event_day(zone_midnight(zone, places->places[i].day));
        int64_t until = event_day(zone_midnight(zone, places->places[i].day + 1) - 1);
        for (int64_t day = from; day <= until; day++) {
            Chunks chunks = { .arena = places->arena };
            if (account == last_account && day <= last_day)
                continue;
            last_account = account;
            last_day = day;
            if (!chunks_read(db, day, account, &chunks, error))
                return false;
            for (size_t n = 0; n < chunks.count; n++)
                if (!visit(&chunks.items[n], account, day, context, error))
                    return false;
        }
    }
    return true;
}

/* ---- forgetting ---- */

typedef struct {
    const Writer *writer;
    int64_t contact;
} Forgetting;

static bool forget_chunk(const Chunk *chunk, int64_t account, int64_t day, void *context, Error *error)
{
    const Forgetting *forgetting = context;
    uint8_t *written = arena_alloc(forgetting->writer->arena, chunk->body.size + 1), *at = written;
    EventRecord record;
    bool changed = false;
    for (size_t offset = 0; event_next(chunk->body, &offset, &record);) {
        if (record.contact == forgetting->contact) {
            record.properties_size = record.anonymous_size = 0;
            changed = true;
        }
        event_write(at, &record);
        at += event_size(&record);
    }
    return !changed || chunk_write(forgetting->writer->db, day, account, chunk->seq,
                                   (Bytes) { written, (size_t)(at - written) }, error);
}

static void identities_forget(void *context)
{
    (void)context;
    identity_clear(&USAGE.identity);
}

static void firsts_forget(void *context)
{
    (void)context;
    first_uses_clear();
}

static bool usage_forget(const Writer *writer, int64_t contact, Error *error)
{
    Forgetting forgetting = { writer, contact };
    Places places;
    ContactUserRow *user;
    Flush *flush = flush_new(writer->db, writer->actor, writer->now);
    if (!flush_close(flush, fresh_file_all(flush, error)) ||
        !contact_user(writer->db, writer->arena, contact, &user, error) ||
        !places_find(writer->db, writer->arena, contact, &places, error) ||
        !places_visit(writer->db, &places, forget_chunk, &forgetting, error))
        return false;
    if (user != NULL && user->external_id != NULL && !rejected_forget(writer->db, user->external_id, error))
        return false;
    identities_forget(NULL);
    db_after_commit(writer->db, identities_forget, NULL);
    return waiting_forget(writer->db, contact, error) && alias_forget(writer->db, contact, error) &&
           binding_forget(writer->db, contact, error);
}

/* ---- exporting ---- */

typedef struct {
    Text *json;
    int64_t contact;
    Arena *arena;
} Exporting;

static void text_comma(Text *json)
{
    char last = text_string(json)[json->size - 1];
    if (last != '[' && last != '{')
        text_char(json, ',');
}

static bool export_chunk(const Chunk *chunk, int64_t account, int64_t day, void *context, Error *error)
{
    Exporting *exporting = context;
    EventRecord record;
    (void)day;
    (void)error;
    for (size_t offset = 0; event_next(chunk->body, &offset, &record);) {
        if (record.contact != exporting->contact)
            continue;
        text_comma(exporting->json);
        text_format(exporting->json, "{\"at\":\"%s\",\"account_id\":%lld,\"type\":\"%s\",\"name\":",
                    time_format(exporting->arena, record.at), (long long)account, TRACK_TYPE_NAMES[record.type]);
        json_string_to(exporting->json, arena_text_n(exporting->arena, record.name, record.name_size));
        text_add(exporting->json, ",\"properties\":");
        text_add_n(exporting->json, record.properties_size == 0 ? "{}" : record.properties,
                   record.properties_size == 0 ? 2 : record.properties_size);
        text_char(exporting->json, '}');
    }
    return true;
}

static bool export_ids(Db *db, Arena *arena, int64_t contact, Text *json, Error *error)
{
    AliasListRow *aliases;
    BindingListRow *bindings;
    size_t alias_count, binding_count;
    if (!alias_list(db, arena, contact, &aliases, &alias_count, error) ||
        !binding_list(db, arena, contact, &bindings, &binding_count, error))
        return false;
    text_add(json, "],\"anonymous_ids\":[");
    for (size_t i = 0; i < alias_count; i++) {
        text_comma(json);
        json_string_to(json, aliases[i].anonymous_id);
    }
    text_add(json, "],\"bindings\":");
    shape_write_list(json, &BINDING_LIST_ROW, bindings, binding_count);
    return true;
}

static bool usage_export(Db *db, Arena *arena, int64_t contact, Text *json, Error *error)
{
    Exporting exporting = { json, contact, arena };
    Places places;
    ContactUserRow *user;
    RejectedOfRow *rejected = NULL;
    size_t rejected_count = 0;
    text_add(json, "{\"events\":[");
    if (!contact_user(db, arena, contact, &user, error) || !places_find(db, arena, contact, &places, error) ||
        !places_visit(db, &places, export_chunk, &exporting, error) || !export_ids(db, arena, contact, json, error))
        return false;
    if (user != NULL && user->external_id != NULL &&
        !rejected_of(db, arena, user->external_id, &rejected, &rejected_count, error))
        return false;
    text_add(json, ",\"rejected\":");
    shape_write_list(json, &REJECTED_OF_ROW, rejected, rejected_count);
    text_char(json, '}');
    return true;
}

/* ---- last events ---- */

enum { LOOK_BACK_DAYS = 800 };

typedef struct {
    Arena *scratch;
    Ids contacts;
    int64_t *days; /* local day of the last event, INT64_MIN = not found */
    int64_t *accounts;
    int64_t account;
    size_t missing;
} LastDays;

static void last_day_take(LastDays *last, const AccountDay *day)
{
    for (size_t p = 0; p < day->rollup.person_count; p++)
        for (size_t i = 0; i < last->contacts.count; i++)
            if (day->rollup.people[p].key == last->contacts.items[i] && last->days[i] < day->day) {
                last->missing -= last->days[i] == INT64_MIN;
                last->days[i] = day->day;
                last->accounts[i] = last->account;
            }
}

static bool last_days_of(Db *db, LastDays *last, int64_t from, int64_t before, Error *error)
{
    AccountDay *days;
    for (size_t count = 1; count > 0 && last->missing > 0;) {
        arena_reset(last->scratch);
        if (!account_days_read(db, last->scratch, last->account, from, before, &days, &count, error))
            return false;
        for (size_t i = 0; i < count; i++)
            last_day_take(last, &days[i]);
        before = count > 0 ? days[count - 1].day : before;
    }
    return true;
}

typedef struct {
    int64_t contact, at;
} LastAt;

static bool last_at_visit(const Chunk *chunk, int64_t account, int64_t day, void *context, Error *error)
{
    LastAt *last = context;
    EventRecord record;
    (void)account;
    (void)day;
    (void)error;
    for (size_t offset = 0; event_next(chunk->body, &offset, &record);)
        if (record.contact == last->contact && record.at > last->at)
            last->at = record.at;
    return true;
}

/* Account by account, newest day first; people of one account are found in one pass. */
static bool last_days_find(Db *db, Arena *arena, LastDays *last, Error *error)
{
    int64_t today = zone_day(atomic_load(&USAGE.services->zone), clock_now());
    IdMap seen = { 0 };
    bool ok = true;
    for (size_t i = 0; ok && i < last->contacts.count; i++) {
        BindingAccountsRow *rows;
        size_t count;
        int64_t found;
        ok = binding_accounts(db, arena, last->contacts.items[i], &rows, &count, error);
        for (size_t n = 0; ok && n < count; n++) {
            IdKey key = { (uint64_t)rows[n].account_id, 1 };
            if (idmap_find(&seen, key, &found))
                continue;
            idmap_put(&seen, key, 1);
            last->account = rows[n].account_id;
            last->missing = last->contacts.count;
            ok = last_days_of(db, last, today - LOOK_BACK_DAYS, today + 2, error);
        }
    }
    idmap_clear(&seen);
    return ok;
}

static bool usage_last_events(Db *db, Arena *arena, Ids contacts, int64_t *at, Error *error)
{
    LastDays last = { .scratch = arena_new(), .contacts = contacts };
    last.days = arena_array(arena, contacts.count + 1, sizeof *last.days);
    last.accounts = arena_array(arena, contacts.count + 1, sizeof *last.accounts);
    for (size_t i = 0; i < contacts.count; i++) {
        last.days[i] = INT64_MIN;
        at[i] = 0;
    }
    bool ok = last_days_find(db, arena, &last, error);
    arena_free(last.scratch);
    for (size_t i = 0; ok && i < contacts.count; i++) {
        Change place = { last.accounts[i], last.days[i] };
        Places places = { .arena = arena, .places = &place, .count = last.days[i] != INT64_MIN };
        LastAt found = { contacts.items[i], 0 };
        ok = places_visit(db, &places, last_at_visit, &found, error);
        at[i] = found.at;
    }
    return ok;
}

const ContactHolder USAGE_CONTACTS = { "usage", usage_forget, usage_export, usage_last_events };

/* ---- an account that goes ---- */

static bool drop_chunks(const Writer *writer, int64_t account, Error *error)
{
    const Zone *zone = atomic_load(&USAGE.services->zone);
    int64_t before = INT32_MAX;
    AccountDay *days;
    for (size_t count = 1; count > 0;) {
        if (!account_days_read(writer->db, writer->arena, account, INT32_MIN, before, &days, &count, error))
            return false;
        for (size_t i = 0; i < count; i++) {
            int64_t until = event_day(zone_midnight(zone, days[i].day + 1) - 1);
            for (int64_t day = event_day(zone_midnight(zone, days[i].day)); day <= until; day++)
                if (!chunk_drop(writer->db, day, account, error))
                    return false;
        }
        before = count > 0 ? days[count - 1].day : before;
    }
    return true;
}

/* The engine drops the account's series when the account module removes it there. */
static bool usage_drop(const Writer *writer, int64_t account, Error *error)
{
    identities_forget(NULL);
    db_after_commit(writer->db, identities_forget, NULL);
    db_after_commit(writer->db, firsts_forget, NULL);
    Flush *flush = flush_new(writer->db, writer->actor, writer->now);
    return flush_close(flush, fresh_file_account(flush, account, error)) && drop_chunks(writer, account, error) &&
           rollup_drop_account(writer->db, account, error) && person_place_drop_account(writer->db, account, error) &&
           first_use_drop_account(writer->db, account, error) && trace_drop_account(writer->db, account, error) &&
           binding_drop_account(writer->db, account, error);
}

const AccountHolder USAGE_ACCOUNTS = { "usage", usage_drop };
