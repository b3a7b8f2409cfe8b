/*
 * The shelves: rows of event_fresh, written by each commit and filed together later. On PostgreSQL (USAGE.shared) every
 * function here returns at once: nothing is fresh.
 *
 * Filing a shelf notes its last row in event_filed and deletes only the rows before the oldest unfiled one of any
 * shelf, so the table is appended at one end and emptied at the other. USAGE.shelves counts rows and bytes; the writer
 * alone changes it, after COMMIT (fresh_committed).
 *
 * In order: writing; reading; filing; readers of one account; readers of everything.
 */
#include "usage/event/inbox.h"

#include "base/clock.h"
#include "ingest.sql.h"
#include "usage/event/archive.h"

#include <stdlib.h>
#include <string.h>

/* Together about 30,000 events, or 4,096 commits of one. A shelf's share of it is filed within a few milliseconds. */
enum { FRESH_BYTES_MAX = 8 * 1024 * 1024, FRESH_ROWS_MAX = 4096 };

typedef struct {
    int64_t account;
    int32_t day;
    uint32_t size;
} RollupHead;

/* The highest six bits of the product: FRESH_SHELVES numbers. */
int fresh_shelf(int64_t account)
{
    return (int)(((uint64_t)account * UINT64_C(0x9e3779b97f4a7c15)) >> 58);
}

/* ---- writing ---- */

typedef struct {
    size_t rollups, size; /* bytes, first of the rollups alone */
    size_t events;
    uint8_t *body, *at;
} Shelf;

typedef struct {
    const Delta *deltas;
    Bytes packed;
} Parcel;

static Parcel *parcels_pack(Flush *flush, Shelf *shelves, size_t *count)
{
    Arena *arena = flush->writer.arena;
    Parcel *parcels = arena_array(arena, flush->delta_count + 1, sizeof *parcels);
    size_t n = 0;
    for (size_t i = 0, extent; i < flush->delta_count; i += extent) {
        extent = deltas_extent(flush->deltas + i, flush->delta_count - i);
        RollupDay day = deltas_day(arena, flush->deltas + i, extent);
        parcels[n] = (Parcel) { flush->deltas + i, rollup_write(arena, &day) };
        shelves[fresh_shelf(flush->deltas[i].account)].rollups += sizeof(RollupHead) + parcels[n++].packed.size;
    }
    *count = n;
    return parcels;
}

static void shelf_open(Arena *arena, Shelf *shelf)
{
    uint64_t rollups = shelf->rollups;
    shelf->body = arena_raw(arena, sizeof rollups + shelf->rollups + shelf->size);
    memcpy(shelf->body, &rollups, sizeof rollups);
    shelf->at = shelf->body + sizeof rollups;
}

static void parcel_put(Shelf *shelf, const Parcel *parcel)
{
    RollupHead head = { parcel->deltas->account, (int32_t)parcel->deltas->day, (uint32_t)parcel->packed.size };
    memcpy(shelf->at, &head, sizeof head);
    memcpy(shelf->at + sizeof head, parcel->packed.data, parcel->packed.size);
    shelf->at += sizeof head + parcel->packed.size;
}

static void event_put(Shelf *shelf, const Kept *kept)
{
    memcpy(shelf->at, &kept->account, sizeof kept->account);
    event_write(shelf->at + sizeof kept->account, &kept->record);
    shelf->at += sizeof kept->account + event_size(&kept->record);
}

static bool shelves_write(Flush *flush, const Shelf *shelves, Error *error)
{
    FreshAddIn rows[FRESH_SHELVES];
    size_t count = 0;
    for (int i = 0; i < FRESH_SHELVES; i++) {
        const Shelf *shelf = &shelves[i];
        Bytes body = { shelf->body, (size_t)(shelf->at - shelf->body) };
        if (shelf->body == NULL)
            continue;
        rows[count++] = (FreshAddIn) { ++USAGE.fresh_seq, i, (int64_t)shelf->events, body };
        flush->shelves[i].rows++;
        flush->shelves[i].bytes += (int64_t)body.size;
    }
    return fresh_add(flush->writer.db, rows, count, error);
}

bool fresh_write(Flush *flush, Error *error)
{
    Shelf shelves[FRESH_SHELVES] = { 0 };
    size_t parcel_count;
    const Parcel *parcels = parcels_pack(flush, shelves, &parcel_count);
    for (size_t i = 0; i < flush->kept_count; i++) {
        Shelf *shelf = &shelves[fresh_shelf(flush->kept[i].account)];
        if (flush->kept[i].account == 0)
            continue;
        shelf->size += sizeof flush->kept[i].account + event_size(&flush->kept[i].record);
        shelf->events++;
    }
    for (int i = 0; i < FRESH_SHELVES; i++)
        if (shelves[i].rollups + shelves[i].size > 0)
            shelf_open(flush->writer.arena, &shelves[i]);
    for (size_t i = 0; i < parcel_count; i++)
        parcel_put(&shelves[fresh_shelf(parcels[i].deltas->account)], &parcels[i]);
    for (size_t i = 0; i < flush->kept_count; i++)
        if (flush->kept[i].account != 0)
            event_put(&shelves[fresh_shelf(flush->kept[i].account)], &flush->kept[i]);
    return shelves_write(flush, shelves, error);
}

/* ---- reading ---- */

typedef struct {
    Bytes body;
    size_t offset, events; /* where the events begin */
} Opened;

static bool fresh_open(Bytes body, Opened *opened, Error *error)
{
    uint64_t rollups = 0;
    if (body.size >= sizeof rollups)
        memcpy(&rollups, body.data, sizeof rollups);
    if (body.size < sizeof rollups || rollups > body.size - sizeof rollups)
        return fail(error, ERROR_INTERNAL, NULL, "a row of fresh events is damaged");
    *opened = (Opened) { body, sizeof rollups, sizeof rollups + rollups };
    return true;
}

static bool rollup_next(Opened *opened, RollupHead *head, Bytes *packed)
{
    if (opened->offset + sizeof *head > opened->events)
        return false;
    memcpy(head, opened->body.data + opened->offset, sizeof *head);
    opened->offset += sizeof *head;
    if (head->size > opened->events - opened->offset)
        return false;
    *packed = (Bytes) { opened->body.data + opened->offset, head->size };
    opened->offset += head->size;
    return true;
}

static bool fresh_event_next(Bytes body, size_t *offset, int64_t *account, EventRecord *record)
{
    if (*offset + sizeof *account > body.size)
        return false;
    memcpy(account, body.data + *offset, sizeof *account);
    *offset += sizeof *account;
    return event_next(body, offset, record);
}

/* ---- filing ---- */

typedef struct {
    Arena *arena;
    int64_t last_id;
    Kept *kept;
    size_t kept_count, kept_capacity;
    Delta *deltas;
    size_t delta_count, delta_capacity;
} Shelved;

static void shelved_entries(Shelved *shelved, Delta like, const RollupEntry *entries, size_t count)
{
    shelved->deltas = arena_room(shelved->arena, shelved->deltas, shelved->delta_count, count, &shelved->delta_capacity,
                                 sizeof *shelved->deltas);
    for (size_t i = 0; i < count; i++) {
        like.product = entries[i].product;
        like.key = entries[i].key;
        like.count = entries[i].count;
        shelved->deltas[shelved->delta_count++] = like;
    }
}

static bool damaged(int64_t account, Error *error)
{
    return fail(error, ERROR_INTERNAL, NULL, "a fresh rollup of account %lld is damaged", (long long)account);
}

static bool shelved_rollups(Shelved *shelved, Opened *opened, Error *error)
{
    RollupHead head;
    RollupDay day;
    for (Bytes packed; rollup_next(opened, &head, &packed);) {
        Delta like = { .account = head.account, .day = head.day, .kind = SERIES_FEATURE };
        if (!rollup_read(shelved->arena, packed, &day))
            return damaged(head.account, error);
        shelved_entries(shelved, like, day.features, day.feature_count);
        like.kind = SERIES_PERSON;
        shelved_entries(shelved, like, day.people, day.person_count);
    }
    return true;
}

static bool shelved_take(const FreshOfRow *row, void *context, Error *error)
{
    Shelved *shelved = context;
    uint8_t *copy = arena_raw(shelved->arena, row->body.size + 1);
    Opened opened = { 0 };
    int64_t account;
    memcpy(copy, row->body.data, row->body.size);
    Bytes body = { copy, row->body.size };
    if (!fresh_open(body, &opened, error) || !shelved_rollups(shelved, &opened, error))
        return false;
    EventRecord record;
    for (size_t offset = opened.events; fresh_event_next(body, &offset, &account, &record);) {
        shelved->kept = arena_room(shelved->arena, shelved->kept, shelved->kept_count, 1, &shelved->kept_capacity,
                                   sizeof *shelved->kept);
        shelved->kept[shelved->kept_count++] = (Kept) { record, account, NULL, true };
    }
    shelved->last_id = row->id;
    return true;
}

static void shelf_is_empty(Flush *flush, int shelf)
{
    flush->shelves[shelf] = (FreshShelf) { -USAGE.shelves[shelf].rows, -USAGE.shelves[shelf].bytes };
}

static bool shelf_file(Flush *flush, int shelf, Error *error)
{
    Shelved shelved = { .arena = flush->writer.arena };
    if (!fresh_of(flush->writer.db, shelf, shelved_take, &shelved, error))
        return false;
    shelf_is_empty(flush, shelf);
    if (shelved.last_id == 0)
        return true;
    size_t count = deltas_sum(flush->writer.arena, shelved.deltas, shelved.delta_count);
    return file_events(flush, shelved.kept, shelved.kept_count, error) &&
           file_rollups(flush, shelved.deltas, count, false, error) &&
           filed_put(flush->writer.db, shelf, shelved.last_id, error) && fresh_drop(flush->writer.db, error) &&
           filed_clear(flush->writer.db, error);
}

static bool is_much(const Flush *flush)
{
    FreshShelf sum = { 0 };
    for (int i = 0; i < FRESH_SHELVES; i++) {
        sum.rows += USAGE.shelves[i].rows + flush->shelves[i].rows;
        sum.bytes += USAGE.shelves[i].bytes + flush->shelves[i].bytes;
    }
    return sum.bytes > FRESH_BYTES_MAX || sum.rows > FRESH_ROWS_MAX;
}

/* The counts may say too much, when several pieces of one transaction wrote and filed: an empty table puts them right.
 */
bool fresh_bound(Flush *flush, Error *error)
{
    while (is_much(flush)) {
        FreshOldestRow *oldest;
        if (!fresh_oldest(flush->writer.db, flush->writer.arena, &oldest, error))
            return false;
        for (int i = 0; oldest == NULL && i < FRESH_SHELVES; i++)
            shelf_is_empty(flush, i);
        if (oldest != NULL && !shelf_file(flush, (int)oldest->shelf, error))
            return false;
    }
    return true;
}

bool fresh_file_all(Flush *flush, Error *error)
{
    for (int i = 0; !USAGE.shared && i < FRESH_SHELVES; i++)
        if (!shelf_file(flush, i, error))
            return false;
    return true;
}

bool fresh_file_account(Flush *flush, int64_t account, Error *error)
{
    return USAGE.shared || shelf_file(flush, fresh_shelf(account), error);
}

void fresh_committed(const Flush *flush)
{
    for (int i = 0; i < FRESH_SHELVES; i++) {
        FreshShelf *shelf = &USAGE.shelves[i];
        shelf->rows += flush->shelves[i].rows;
        shelf->bytes += flush->shelves[i].bytes;
        if (shelf->rows <= 0)
            *shelf = (FreshShelf) { 0 };
    }
}

static bool settle_work(Db *db, void *context, Error *error)
{
    Flush *flush = flush_new(db, "system", clock_now());
    return flush_close(flush, shelf_file(flush, *(int *)context, error));
}

static bool clear_work(Db *db, void *context, Error *error)
{
    (void)context;
    return filed_clear(db, error);
}

bool fresh_settle(Services *services, Error *error)
{
    for (int i = 0; !USAGE.shared && i < FRESH_SHELVES; i++)
        if (!store_write(services->store, settle_work, &i, error))
            return false;
    return USAGE.shared || store_write(services->store, clear_work, NULL, error);
}

/* ---- for readers of one account ---- */

typedef struct {
    int64_t account, day;
    Chunks *chunks;
    Shelved shelved;
} Looking;

static bool chunk_look(const FreshOfRow *row, void *context, Error *error)
{
    Looking *looking = context;
    Opened opened = { 0 };
    int64_t account;
    EventRecord record;
    if (!fresh_open(row->body, &opened, error))
        return false;
    for (size_t offset = opened.events, next = offset; fresh_event_next(row->body, &next, &account, &record);
         offset = next) {
        if (account != looking->account || event_day(record.at) != looking->day)
            continue;
        size_t begin = offset + sizeof account;
        chunks_add(looking->chunks, 0, (Bytes) { row->body.data + begin, next - begin });
    }
    return true;
}

bool fresh_chunks(Db *db, int64_t day, int64_t account, Chunks *chunks, Error *error)
{
    Looking looking = { .account = account, .day = day, .chunks = chunks };
    return USAGE.shared || fresh_of(db, fresh_shelf(account), chunk_look, &looking, error);
}

static bool day_look(const FreshOfRow *row, void *context, Error *error)
{
    Looking *looking = context;
    Opened opened, all = { 0 };
    RollupHead head;
    if (!fresh_open(row->body, &opened, error))
        return false;
    /* `all` begins at the rollup that is looked at and is cut off behind it: that one alone is unpacked. */
    for (Bytes packed; all = opened, rollup_next(&opened, &head, &packed);) {
        if (head.account != looking->account)
            continue;
        all.events = opened.offset;
        if (!shelved_rollups(&looking->shelved, &all, error))
            return false;
    }
    return true;
}

bool fresh_days(Db *db, Arena *arena, int64_t account, AccountDay **days, size_t *count, Error *error)
{
    Looking looking = { .account = account, .shelved = { .arena = arena } };
    if (!USAGE.shared && !fresh_of(db, fresh_shelf(account), day_look, &looking, error))
        return false;
    Delta *deltas = looking.shelved.deltas;
    size_t left = deltas_sum(arena, deltas, looking.shelved.delta_count);
    *days = arena_array(arena, left + 1, sizeof **days);
    *count = 0;
    for (size_t end = left; end > 0;) {
        size_t begin = end - 1;
        while (begin > 0 && deltas[begin - 1].day == deltas[end - 1].day)
            begin--;
        (*days)[(*count)++] = (AccountDay) { deltas[begin].day, deltas_day(arena, deltas + begin, end - begin) };
        end = begin;
    }
    return true;
}

typedef struct {
    Ids accounts;
    int64_t until;
    FreshTake take;
    void *context;
} Gathering;

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static bool rollup_gather(const FreshOfRow *row, void *context, Error *error)
{
    const Gathering *gathering = context;
    Opened opened = { 0 };
    RollupHead head;
    if (!fresh_open(row->body, &opened, error))
        return false;
    for (Bytes packed; rollup_next(&opened, &head, &packed);)
        if (head.day < gathering->until &&
            bsearch(&head.account, gathering->accounts.items, gathering->accounts.count, sizeof head.account,
                    compare_ids) != NULL &&
            !gathering->take(head.account, head.day, packed, gathering->context, error))
            return false;
    return true;
}

bool fresh_rollups(Db *db, Ids accounts, int64_t until, FreshTake take, void *context, Error *error)
{
    Gathering gathering = { accounts, until, take, context };
    bool wanted[FRESH_SHELVES] = { false };
    for (size_t i = 0; i < accounts.count; i++)
        wanted[fresh_shelf(accounts.items[i])] = true;
    for (int shelf = 0; !USAGE.shared && shelf < FRESH_SHELVES; shelf++)
        if (wanted[shelf] && !fresh_of(db, shelf, rollup_gather, &gathering, error))
            return false;
    return true;
}

typedef struct {
    int64_t contact;
    IdList *accounts;
    Arena *scratch;
} Seeking;

static bool account_look(const FreshOfRow *row, void *context, Error *error)
{
    Seeking *seeking = context;
    Opened opened = { 0 };
    RollupHead head;
    RollupDay day;
    if (!fresh_open(row->body, &opened, error))
        return false;
    for (Bytes packed; rollup_next(&opened, &head, &packed);) {
        arena_reset(seeking->scratch);
        if (!rollup_read(seeking->scratch, packed, &day))
            return damaged(head.account, error);
        for (size_t i = 0; i < day.person_count; i++)
            if (day.people[i].key == seeking->contact)
                ids_add(seeking->accounts, head.account);
    }
    return true;
}

bool fresh_accounts(Db *db, int64_t contact, IdList *accounts, Error *error)
{
    Seeking seeking = { contact, accounts, arena_new() };
    bool ok = true;
    for (int shelf = 0; ok && !USAGE.shared && shelf < FRESH_SHELVES; shelf++)
        ok = fresh_of(db, shelf, account_look, &seeking, error);
    arena_free(seeking.scratch);
    return ok;
}

/* ---- for readers of everything ---- */

typedef struct {
    void (*take)(const EventRecord *record, void *context);
    void *context;
} Telling;

static bool events_tell(const FreshOfRow *row, void *context, Error *error)
{
    const Telling *telling = context;
    Opened opened = { 0 };
    int64_t account;
    EventRecord record;
    if (!fresh_open(row->body, &opened, error))
        return false;
    for (size_t offset = opened.events; fresh_event_next(row->body, &offset, &account, &record);)
        telling->take(&record, telling->context);
    return true;
}

bool fresh_events(Db *db, void (*take)(const EventRecord *record, void *context), void *context, Error *error)
{
    Telling telling = { take, context };
    for (int shelf = 0; !USAGE.shared && shelf < FRESH_SHELVES; shelf++)
        if (!fresh_of(db, shelf, events_tell, &telling, error))
            return false;
    return true;
}
