/*
 * Use and contracts held against each other. An event may name its contract in its properties (contract_id, or
 * subscription_id as billing systems call it); else any contract of its account counts. Only the days of the lines
 * count, not the grace of a late renewal: use in the grace is use that nobody has signed for yet.
 *
 * Nothing keeps a count of use by contract, so all events are walked, once a day, and what is found stands in a table
 * for the rows. Spans lie in one array by account and contract, so both questions are a search for a stretch of it.
 *
 * In order: the spans; one event; the walk; the checks.
 */
#include "base/circle.h"
#include "base/json.h"
#include "contract_checks.sql.h"
#include "house/quality/quality.h"
#include "revenue/contract/contract_store.h"
#include "usage/event/usage.h"
#include "usage/identity/idmap.h"

#include <stdio.h>
#include <string.h>

/* ---- the spans ------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t account, contract, from, until;
} Span;

typedef struct {
    int64_t account, contract, events, first, last;
} Outside;

typedef struct {
    Arena *arena, *scratch; /* `scratch` for one event */
    const Zone *zone;
    Span *spans; /* by account and contract */
    size_t span_count, span_capacity;
    IdMap contracts; /* external id → contract */
    Outside *found;
    size_t found_count, found_capacity;
    IdMap places; /* account and contract → place in `found` */
} Looking;

static bool span_take(const ContractSpanEachRow *row, void *context, Error *error)
{
    Looking *looking = context;
    (void)error;
    looking->spans = arena_room(looking->arena, looking->spans, looking->span_count, 1, &looking->span_capacity,
                                sizeof *looking->spans);
    looking->spans[looking->span_count++] =
        (Span) { row->account_id, row->contract_id, row->from_on, day_or_never(row->until_on) };
    if (row->external_id)
        idmap_put(&looking->contracts, idmap_key('c', row->external_id), row->contract_id);
    return true;
}

static bool spans_work(Db *db, void *context, Error *error)
{
    return contract_span_each(db, span_take, context, error);
}

static size_t account_begin(const Looking *looking, int64_t account)
{
    size_t low = 0, high = looking->span_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (looking->spans[middle].account < account)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef struct {
    bool any, covers; /* there are spans; one of them holds the day */
} Cover;

/* Of one contract of the account, or of all (0). */
static Cover cover_of(const Looking *looking, int64_t account, int64_t contract, int64_t day)
{
    Cover cover = { 0 };
    for (size_t i = account_begin(looking, account); i < looking->span_count && !cover.covers; i++) {
        const Span *span = &looking->spans[i];
        if (span->account != account)
            break;
        if (contract && span->contract != contract)
            continue;
        cover.any = true;
        cover.covers = span->from <= day && day < span->until;
    }
    return cover;
}

/* ---- one event ------------------------------------------------------------------------------------------------- */

static bool text_has(const EventRecord *record, const char *word)
{
    return memmem(record->properties, record->properties_size, word, strlen(word)) != NULL;
}

static const char *named_in(Arena *arena, const Json *properties, const char *key)
{
    const char *text;
    int64_t number;
    if (json_get_text(properties, key, &text))
        return text;
    return json_get_int(properties, key, &number) ? arena_format(arena, "%lld", (long long)number) : NULL;
}

/* 0 = it names none that is known. */
static int64_t contract_of(Looking *looking, const EventRecord *record)
{
    const Json *properties;
    Error ignored = { 0 };
    int64_t contract = 0;
    if (!text_has(record, "contract_id") && !text_has(record, "subscription_id"))
        return 0;
    arena_reset(looking->scratch);
    if (!json_parse(looking->scratch, record->properties, record->properties_size, &properties, &ignored))
        return 0;
    const char *name = named_in(looking->scratch, properties, "contract_id");
    if (!name)
        name = named_in(looking->scratch, properties, "subscription_id");
    return name && idmap_find(&looking->contracts, idmap_key('c', name), &contract) ? contract : 0;
}

static void outside_add(Looking *looking, int64_t account, int64_t contract, int64_t day)
{
    char text[64];
    int64_t place;
    snprintf(text, sizeof text, "%lld %lld", (long long)account, (long long)contract);
    IdKey key = idmap_key('o', text);
    if (!idmap_find(&looking->places, key, &place)) {
        looking->found = arena_room(looking->arena, looking->found, looking->found_count, 1, &looking->found_capacity,
                                    sizeof *looking->found);
        place = (int64_t)looking->found_count++;
        looking->found[place] = (Outside) { account, contract, 0, day, day };
        idmap_put(&looking->places, key, place);
    }
    Outside *found = &looking->found[place];
    found->events++;
    found->first = day < found->first ? day : found->first;
    found->last = day > found->last ? day : found->last;
}

/* A contract of another account says nothing of this one's: then all of its own count. An account without any contract
 * is the matter of another check. */
static void event_see(int64_t account, const EventRecord *record, void *context)
{
    Looking *looking = context;
    int64_t contract = contract_of(looking, record), day = zone_day(looking->zone, record->at);
    Cover cover = cover_of(looking, account, contract, day);
    if (contract && !cover.any) {
        contract = 0;
        cover = cover_of(looking, account, 0, day);
    }
    if (cover.any && !cover.covers)
        outside_add(looking, account, contract, day);
}

/* ---- the walk -------------------------------------------------------------------------------------------------- */

static bool outside_work(Db *db, void *context, Error *error)
{
    const Looking *looking = context;
    ContractOutsidePutIn *put = arena_array(db_arena(db), looking->found_count + 1, sizeof *put);
    for (size_t i = 0; i < looking->found_count; i++) {
        const Outside *found = &looking->found[i];
        put[i] = (ContractOutsidePutIn) { found->account, found->contract, found->events, found->first, found->last };
    }
    return contract_outside_drop(db, error) && contract_outside_put(db, put, looking->found_count, error);
}

static bool outside_find(Services *services, Arena *arena, Error *error)
{
    Looking looking = { .arena = arena, .scratch = arena_new(), .zone = atomic_load(&services->zone) };
    bool ok = store_read(services->store, spans_work, &looking, error) &&
              events_walk(services, event_see, &looking, error) &&
              store_write(services->store, outside_work, &looking, error);
    idmap_clear(&looking.contracts);
    idmap_clear(&looking.places);
    arena_free(looking.scratch);
    return ok;
}

/* ---- the checks ------------------------------------------------------------------------------------------------ */

const QualityCheck CONTRACT_CHECKS[] = {
    { "contract.missing",
      { "Accounts without a contract", "契約のない企業" },
      { "Accounts that have no contract, so renewals and MRR leave them out; those in the stage Churned do not count.",
        "契約が登録されていない企業です。更新やMRRの集計に入りません。ステージが「解約」の企業は除きます。" },
      { "See accounts", "企業を見る" },
      .to = "/accounts",
      .filter = "{\"attribute\":\"status\",\"op\":\"=\",\"value\":\"none\"}",
      .count_is = contract_missing_found,
      .rows_are = contract_missing_rows },
    { "contract.usage_outside",
      { "Use outside of contracts", "契約期間外の利用" },
      { "Events on days on which their contract was not in force: the one named in contract_id, else any of the "
        "account's. Accounts without a contract do not count here.",
        "契約が有効でなかった日のイベントです。contract_id で契約を示したイベントはその契約と、それ以外はその企業の"
        "すべての契約と照らし合わせます。契約のない企業は含みません。" },
      { "Import contracts", "契約を取り込む" },
      .to = "/settings/imports",
      .circle = CIRCLE_REVENUE,
      .before = outside_find,
      .count_is = contract_outside_found,
      .rows_are = contract_outside_rows },
    { 0 },
};

const SetupStep CONTRACT_SETUP[] = {
    { "contract.first",
      60,
      { "Bring in contracts", "契約を登録" },
      { "Renewals, notice dates and MRR decide who comes first.",
        "更新日・解約通知期限・MRRをもとに、優先して対応する顧客を判断します。" },
      { "Import contracts", "契約を取り込む" },
      .to = "/settings/imports",
      .is = contract_setup },
    { 0 },
};
