/*
 * The lines as dated steps of the engine, so that contract measures are look-ups at any date. Nothing changes between
 * two turns (contract_turns), so the steps of an account are what its lines say on each turn, for the whole and for
 * each product. The keeper (jobs/columns.h) calls the source at a start, after commits and on facts.
 *
 * In order: which values; the steps of one account; the source.
 */
#include "revenue/contract/contract_store.h"

#include "base/clock.h"
#include "customer/catalog/product.h"
#include "engine/engine.h"
#include "house/condition/condition.h"
#include "house/workspace/workspace.h"
#include "jobs/columns.h"

#include <string.h>

const Attribute CONTRACT_ATTRIBUTES[] = {
    { .name = "status", .type = ATTRIBUTE_TEXT, .column = ENGINE_STATUS, .choices = "paying|trial|free|left|none" },
    { .name = "left_on", .type = ATTRIBUTE_DAY, .column = ENGINE_LEFT_ON },
    { .name = "product_id", .type = ATTRIBUTE_PRODUCT, .column = ENGINE_PRODUCT },
    { .name = "renews_on", .type = ATTRIBUTE_DAY, .column = ENGINE_RENEWS_ON },
    { 0 },
};

/* Terms that renew themselves are laid out this far ahead; a schedule extends them long before that. */
enum { HORIZON_DAYS = 400, RELOAD_DAYS = 30 };

/* ---- which values ---------------------------------------------------------------------------------------------- */

/* What the account (key 0) or one product is on a day. */
typedef struct {
    ContractState state;
    ContractMoney money;
} Stand;

/* What a column takes from it. */
typedef EngineValue (*Take)(const Stand *stand);

static EngineValue known_day(int64_t day)
{
    return day == DAY_NEVER ? engine_unknown() : engine_int(day);
}

static bool is_customer(const ContractState *state)
{
    return state->status == STATUS_PAYING || state->status == STATUS_TRIAL || state->status == STATUS_FREE;
}

static EngineValue take_mrr(const Stand *stand)
{
    return stand->money.home.known ? engine_int(stand->money.home.value) : engine_unknown();
}

static EngineValue take_mrr_own(const Stand *stand)
{
    return stand->money.currency ? engine_int(stand->money.micros) : engine_unknown();
}

static EngineValue take_currency(const Stand *stand)
{
    return engine_text(stand->money.currency);
}

static EngineValue take_without_rate(const Stand *stand)
{
    return engine_text(stand->money.without_rate);
}

static EngineValue take_seats(const Stand *stand)
{
    return stand->state.seats < 0 ? engine_unknown() : engine_int(stand->state.seats);
}

static EngineValue take_start(const Stand *stand)
{
    return known_day(stand->state.since);
}

static EngineValue take_renews_on(const Stand *stand)
{
    return known_day(stand->state.renews_on);
}

static EngineValue take_notice_on(const Stand *stand)
{
    return known_day(stand->state.notice_on);
}

static EngineValue take_next_notice_on(const Stand *stand)
{
    return known_day(stand->state.next_notice_on);
}

static EngineValue take_monthly(const Stand *stand)
{
    return stand->state.monthly ? engine_int(1) : engine_unknown();
}

static EngineValue take_status(const Stand *stand)
{
    return engine_text(ACCOUNT_STATUS_NAMES[stand->state.status]);
}

static EngineValue take_left_on(const Stand *stand)
{
    return stand->state.left_on == DAY_NEVER ? engine_unknown() : engine_int(stand->state.left_on);
}

static EngineValue take_product(const Stand *stand)
{
    return is_customer(&stand->state) ? engine_int(1) : engine_unknown();
}

static EngineValue take_plan(const Stand *stand)
{
    return engine_text(stand->state.plan);
}

enum { OF_ACCOUNT = 1, OF_PRODUCTS = 2 };

/* name, type, of what, what it takes */
#define CONTRACT_COLUMNS_ALL(X)                                                                                        \
    X(ENGINE_MRR, COLUMN_INT, OF_ACCOUNT | OF_PRODUCTS, take_mrr)                                                      \
    X(COLUMN_MRR_OWN, COLUMN_INT, OF_ACCOUNT, take_mrr_own)                                                            \
    X(COLUMN_CURRENCY, COLUMN_TEXT, OF_ACCOUNT, take_currency)                                                         \
    X(COLUMN_WITHOUT_RATE, COLUMN_TEXT, OF_ACCOUNT, take_without_rate)                                                 \
    X(ENGINE_SEATS, COLUMN_INT, OF_ACCOUNT | OF_PRODUCTS, take_seats)                                                  \
    X(ENGINE_CONTRACT_START, COLUMN_DAY, OF_ACCOUNT | OF_PRODUCTS, take_start)                                         \
    X(ENGINE_RENEWS_ON, COLUMN_DAY, OF_ACCOUNT | OF_PRODUCTS, take_renews_on)                                          \
    X(ENGINE_NOTICE_ON, COLUMN_DAY, OF_ACCOUNT, take_notice_on)                                                        \
    X(COLUMN_NEXT_NOTICE, COLUMN_DAY, OF_ACCOUNT, take_next_notice_on)                                                 \
    X(COLUMN_MONTHLY, COLUMN_FLAG, OF_ACCOUNT, take_monthly)                                                           \
    X(ENGINE_STATUS, COLUMN_TEXT, OF_ACCOUNT, take_status)                                                             \
    X(ENGINE_PRODUCT, COLUMN_FLAG, OF_PRODUCTS, take_product)                                                          \
    X(ENGINE_PLAN, COLUMN_TEXT, OF_ACCOUNT | OF_PRODUCTS, take_plan)                                                   \
    X(ENGINE_LEFT_ON, COLUMN_DAY, OF_ACCOUNT, take_left_on)

#define COLUMN_KIND(name, type, of, take)  { name, type, true },
#define COLUMN_TAKEN(name, type, of, take) { of, take },
static const ColumnKind COLUMNS[] = { CONTRACT_COLUMNS_ALL(COLUMN_KIND) { 0 } };
static const struct {
    unsigned of;
    Take take;
} TAKEN[] = { CONTRACT_COLUMNS_ALL(COLUMN_TAKEN) };
enum { COLUMN_COUNT = sizeof TAKEN / sizeof *TAKEN, STATUS_COLUMN = 10 };

/* ---- the steps of one account ---------------------------------------------------------------------------------- */

typedef struct {
    EngineStep *items;
    size_t count, room;
} Steps;

static bool value_equal(EngineValue a, EngineValue b)
{
    return a.known == b.known && (!a.known || (a.integer == b.integer && text_equal(a.text, b.text)));
}

static void step_add(Arena *arena, Steps *steps, int64_t key, int64_t from, EngineValue value)
{
    const EngineStep *last = steps->count ? &steps->items[steps->count - 1] : NULL;
    bool first = !last || last->key != key;
    if (first ? !value.known : value_equal(last->value, value))
        return;
    if (steps->count == steps->room) {
        steps->room = steps->room ? 2 * steps->room : 8;
        EngineStep *larger = arena_array(arena, steps->room, sizeof *larger);
        if (steps->count)
            memcpy(larger, steps->items, steps->count * sizeof *larger);
        steps->items = larger;
    }
    steps->items[steps->count++] = (EngineStep) { key, from, value };
}

typedef struct {
    Arena *arena;
    Rates rates;
    int64_t horizon;
    Steps of[COLUMN_COUNT];
} Laying;

static void lay(Laying *laying, int64_t key, int64_t from, const Stand *stand)
{
    unsigned of = key ? OF_PRODUCTS : OF_ACCOUNT;
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (TAKEN[i].of & of)
            step_add(laying->arena, &laying->of[i], key, from, TAKEN[i].take(stand));
}

/* Every plan of a product that is in force entitles: they stand in one text, apart by ENGINE_PLANS_APART. */
static const char *plans_of(Arena *arena, const DatedLine *lines, size_t count, int64_t day)
{
    Text all = text_new(arena);
    const char *before = NULL;
    for (const char *plan; (plan = contract_plan_after(lines, count, day, before)) != NULL; before = plan) {
        if (before)
            text_char(&all, ENGINE_PLANS_APART);
        text_add(&all, plan);
    }
    return before ? text_string(&all) : NULL;
}

static void lay_key(Laying *laying, int64_t key, const DatedLine *lines, size_t count)
{
    const int64_t *days;
    size_t day_count = contract_turns(laying->arena, lines, count, laying->horizon, &laying->rates, &days);
    Stand none = { .state = contract_state_at(NULL, 0, 0) };
    lay(laying, key, 0, &none);
    for (size_t i = 0; i < day_count; i++) {
        Stand stand = { contract_state_at(lines, count, days[i]),
                        contract_money_at(laying->arena, lines, count, days[i], &laying->rates) };
        if (key)
            stand.state.plan = plans_of(laying->arena, lines, count, days[i]);
        lay(laying, key, days[i], &stand);
    }
}

static bool is_first_of_product(const DatedLine *lines, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (lines[i].product_id == lines[at].product_id)
            return false;
    return lines[at].product_id != 0;
}

/* All steps of one account: of the whole, then of each product. */
static void lay_account(Laying *laying, const DatedLine *lines, size_t count)
{
    DatedLine *own = arena_array(laying->arena, count, sizeof *own);
    memset(laying->of, 0, sizeof laying->of);
    lay_key(laying, 0, lines, count);
    for (size_t i = 0; i < count; i++) {
        if (!is_first_of_product(lines, i))
            continue;
        size_t owned = 0;
        for (size_t l = i; l < count; l++)
            if (lines[l].product_id == lines[i].product_id)
                own[owned++] = lines[l];
        lay_key(laying, lines[i].product_id, own, owned);
    }
}

/* ---- the source ------------------------------------------------------------------------------------------------ */

static bool laying_begin(Db *db, const ColumnFill *fill, Laying *laying, Error *error)
{
    *laying = (Laying) { .arena = arena_new(), .horizon = column_now(fill) / MS_PER_DAY + HORIZON_DAYS };
    return rates_read(db, column_arena(fill), &laying->rates, error);
}

static void account_fill(ColumnFill *fill, Laying *laying, int64_t account, const DatedLine *lines, size_t count)
{
    lay_account(laying, lines, count);
    for (int i = 0; i < COLUMN_COUNT; i++)
        column_steps(fill, account, i, laying->of[i].items, laying->of[i].count);
}

static bool contracts_some(Db *db, ColumnFill *fill, Ids accounts, Error *error)
{
    Laying laying;
    DatedLine *lines;
    size_t count;
    bool ok = laying_begin(db, fill, &laying, error);
    for (size_t i = 0; ok && i < accounts.count; i++) {
        arena_reset(laying.arena);
        ok = contract_lines_of(db, laying.arena, accounts.items[i], &lines, &count, error);
        if (ok)
            account_fill(fill, &laying, accounts.items[i], lines, count);
    }
    arena_free(laying.arena);
    return ok;
}

typedef struct {
    ColumnFill *fill;
    Laying laying;
    DatedLine *lines;
    size_t count, room;
    int64_t account;
} Load;

static void load_flush(Load *load)
{
    if (load->account)
        account_fill(load->fill, &load->laying, load->account, load->lines, load->count);
    arena_reset(load->laying.arena);
    load->count = load->room = 0;
    load->lines = NULL;
}

static bool load_take(const ContractTermRow *row, void *context, Error *error)
{
    Load *load = context;
    (void)error;
    if (row->account_id != load->account) {
        load_flush(load);
        load->account = row->account_id;
    }
    load->lines = arena_room(load->laying.arena, load->lines, load->count, 1, &load->room, sizeof *load->lines);
    DatedLine line = dated_line(row); /* its texts are the cursor's, whose memory is used again */
    line.plan = arena_text(load->laying.arena, line.plan);
    line.currency = arena_text(load->laying.arena, line.currency);
    load->lines[load->count++] = line;
    return true;
}

/* All that is known of an account without a line is that it has no contract. */
static bool none_take(int64_t id, const char *external_id, void *context, Error *error)
{
    EngineStep none = { 0, 0, engine_text(ACCOUNT_STATUS_NAMES[STATUS_NONE]) };
    (void)external_id;
    (void)error;
    column_steps(context, id, STATUS_COLUMN, &none, 1);
    return true;
}

/* At a start every account is without a contract first, and then those that have lines say what they have. */
static bool contracts_load(Db *db, ColumnFill *fill, Error *error)
{
    Load load = { .fill = fill };
    bool ok = laying_begin(db, fill, &load.laying, error) &&
              (!column_starts(fill) || account_ids_each(db, none_take, fill, error)) &&
              contract_term_each(db, load_take, &load, error);
    if (ok)
        load_flush(&load);
    arena_free(load.laying.arena);
    return ok;
}

/* MRR is counted in the workspace's currency, by the rates of its fiscal years. */
static bool money_moves(const Fact *fact, bool shared)
{
    (void)shared;
    return text_starts(fact->kind, "rate.") || workspace_money_moved(fact);
}

const ColumnSource CONTRACT_COLUMNS[] = {
    { "contracts", COLUMNS, contracts_load, contracts_some, .on = { "contract.", "account.created" },
      .moves_all = money_moves },
    { 0 },
};

bool contract_steps_renew(const Writer *writer, int64_t account_id, Error *error)
{
    return columns_renew(writer, CONTRACT_COLUMNS, account_id, error);
}

static bool horizon_move(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    (void)now;
    return columns_load(services, CONTRACT_COLUMNS, error);
}

const Schedule CONTRACT_SCHEDULES[] = {
    { "contract.horizon", (int64_t)RELOAD_DAYS *MS_PER_DAY, horizon_move, .everywhere = true },
    { 0 },
};
