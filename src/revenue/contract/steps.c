/* The lines as dated steps of the engine, so that contract measures are look-ups at any date. */
#include "revenue/contract/contract_store.h"

#include "base/clock.h"
#include "customer/catalog/product.h"
#include "engine/engine.h"
#include "house/condition/condition.h"
#include "house/workspace/workspace.h"

#include <pthread.h>
#include <string.h>

const Attribute CONTRACT_ATTRIBUTES[] = {
    { "status", ATTRIBUTE_TEXT, ENGINE_STATUS, NULL, NULL, "paying|trial|free|left|none" },
    { "product_id", ATTRIBUTE_PRODUCT, ENGINE_PRODUCT, NULL, NULL, NULL },
    { "renews_on", ATTRIBUTE_DAY, ENGINE_RENEWS_ON, NULL, NULL, NULL },
    { 0 },
};

/* Terms that renew themselves are laid out this far ahead; a schedule lays them out anew long before. */
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

static EngineValue take_monthly(const Stand *stand)
{
    return stand->state.monthly ? engine_int(1) : engine_unknown();
}

static EngineValue take_status(const Stand *stand)
{
    return engine_text(ACCOUNT_STATUS_NAMES[stand->state.status]);
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

static const struct {
    const char *name;
    ColumnType type;
    unsigned of;
    Take take;
} COLUMNS[] = {
    { ENGINE_MRR, COLUMN_INT, OF_ACCOUNT | OF_PRODUCTS, take_mrr },
    { COLUMN_MRR_OWN, COLUMN_INT, OF_ACCOUNT, take_mrr_own },
    { COLUMN_CURRENCY, COLUMN_TEXT, OF_ACCOUNT, take_currency },
    { COLUMN_WITHOUT_RATE, COLUMN_TEXT, OF_ACCOUNT, take_without_rate },
    { ENGINE_SEATS, COLUMN_INT, OF_ACCOUNT | OF_PRODUCTS, take_seats },
    { ENGINE_CONTRACT_START, COLUMN_DAY, OF_ACCOUNT | OF_PRODUCTS, take_start },
    { ENGINE_RENEWS_ON, COLUMN_DAY, OF_ACCOUNT | OF_PRODUCTS, take_renews_on },
    { ENGINE_NOTICE_ON, COLUMN_DAY, OF_ACCOUNT, take_notice_on },
    { COLUMN_MONTHLY, COLUMN_FLAG, OF_ACCOUNT, take_monthly },
    { ENGINE_STATUS, COLUMN_TEXT, OF_ACCOUNT, take_status },
    { ENGINE_PRODUCT, COLUMN_FLAG, OF_PRODUCTS, take_product },
    { ENGINE_PLAN, COLUMN_TEXT, OF_ACCOUNT | OF_PRODUCTS, take_plan },
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

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
    int column[COLUMN_COUNT];
} Laying;

static void lay(Laying *laying, int64_t key, int64_t from, const Stand *stand)
{
    unsigned of = key ? OF_PRODUCTS : OF_ACCOUNT;
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (COLUMNS[i].of & of)
            step_add(laying->arena, &laying->of[i], key, from, COLUMNS[i].take(stand));
}

/* Of a product every plan in force entitles: they stand in one text, apart by ENGINE_PLANS_APART. */
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

static void columns_find(Engine *engine, Laying *laying)
{
    for (int i = 0; i < COLUMN_COUNT; i++)
        laying->column[i] = engine_column(engine, COLUMNS[i].name, COLUMNS[i].type, true);
}

static void steps_set(Engine *engine, int64_t account, const Laying *laying)
{
    for (int i = 0; i < COLUMN_COUNT; i++)
        engine_steps_set(engine, account, laying->column[i], laying->of[i].items, laying->of[i].count);
}

/* Who writes steps holds it from before it reads the lines: what is written later was read later. */
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

/* ---- one account, read anew ------------------------------------------------------------------------------------ */

typedef struct {
    Services *services;
    int64_t account, now;
    Laying laying;
} Renewal;

static bool renewal_read(Db *db, Renewal *renewal, Error *error)
{
    Arena *arena = renewal->laying.arena;
    DatedLine *lines;
    size_t count;
    if (!contract_lines_of(db, arena, renewal->account, &lines, &count, error) ||
        !rates_read(db, arena, &renewal->laying.rates, error))
        return false;
    renewal->laying.horizon = renewal->now / MS_PER_DAY + HORIZON_DAYS;
    columns_find(renewal->services->engine, &renewal->laying);
    lay_account(&renewal->laying, lines, count);
    return true;
}

static bool refresh_read(Db *db, void *context, Error *error)
{
    return renewal_read(db, context, error);
}

static bool account_is_there(Engine *engine, int64_t account)
{
    const EngineView *view = engine_view(engine);
    bool there = view_has(view, account);
    engine_view_close(view);
    return there;
}

static bool steps_refresh(Services *services, int64_t account, int64_t now, Error *error)
{
    Renewal renewal = { .services = services, .account = account, .now = now, .laying = { .arena = arena_new() } };
    pthread_mutex_lock(&writing);
    bool ok = store_read(services->store, refresh_read, &renewal, error);
    if (ok && account_is_there(services->engine, account))
        steps_set(services->engine, account, &renewal.laying);
    pthread_mutex_unlock(&writing);
    arena_free(renewal.laying.arena);
    return ok;
}

/* ---- after COMMIT ---------------------------------------------------------------------------------------------- */

static void renew(void *context)
{
    const Renewal *renewal = context;
    pthread_mutex_lock(&writing);
    steps_set(renewal->services->engine, renewal->account, &renewal->laying);
    pthread_mutex_unlock(&writing);
}

/* Another server may have written since: what counts is what the database says. What cannot be read now is found when
 * the fact is followed. */
static void renew_shared(void *context)
{
    const Renewal *renewal = context;
    Error ignored = { 0 };
    steps_refresh(renewal->services, renewal->account, renewal->now, &ignored);
}

bool contract_steps_renew(const Writer *writer, int64_t account_id, Error *error)
{
    Renewal *renewal = arena_make(db_arena(writer->db), Renewal);
    bool shared = db_kind(writer->db) == DB_POSTGRES;
    *renewal = (Renewal) {
        writer->services,
        account_id,
        writer->now,
        { .arena = db_arena(writer->db) },
    };
    if (!shared && !renewal_read(writer->db, renewal, error))
        return false;
    db_after_commit(writer->db, shared ? renew_shared : renew, renewal);
    return true;
}

/* ---- all of them, at start ------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    Laying laying;
    DatedLine *lines;
    size_t count, room;
    int64_t account;
    int status_column;
    bool first; /* at start: accounts without a line say so as well */
} Load;

static void load_flush(Load *load)
{
    if (load->account) {
        lay_account(&load->laying, load->lines, load->count);
        steps_set(load->services->engine, load->account, &load->laying);
    }
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
    if (load->count == load->room) {
        load->room = load->room ? 2 * load->room : 8;
        DatedLine *larger = arena_array(load->laying.arena, load->room, sizeof *larger);
        if (load->count)
            memcpy(larger, load->lines, load->count * sizeof *larger);
        load->lines = larger;
    }
    DatedLine line = dated_line(row); /* its texts are the cursor's, whose memory is used again */
    line.plan = arena_text(load->laying.arena, line.plan);
    line.currency = arena_text(load->laying.arena, line.currency);
    load->lines[load->count++] = line;
    return true;
}

/* Nothing of an account without a line is known but that it has no contract. */
static bool none_take(int64_t id, const char *external_id, void *context, Error *error)
{
    const Load *load = context;
    Engine *engine = load->services->engine;
    EngineStep none = { 0, 0, engine_text(ACCOUNT_STATUS_NAMES[STATUS_NONE]) };
    (void)external_id;
    (void)error;
    engine_steps_set(engine, id, load->status_column, &none, 1);
    return true;
}

/* First every account is without a contract, then those that have lines say what they have. */
static bool steps_read(Db *db, void *context, Error *error)
{
    Load *load = context;
    Arena *arena = arena_new();
    bool ok = rates_read(db, arena, &load->laying.rates, error);
    if (ok) {
        ok = !load->first || account_ids_each(db, none_take, load, error);
        ok = ok && contract_term_each(db, load_take, load, error);
        if (ok)
            load_flush(load);
    }
    arena_free(arena);
    return ok;
}

static bool steps_load(Services *services, int64_t now, bool first, Error *error)
{
    Load load = { .services = services,
                  .first = first,
                  .laying = { .arena = arena_new(), .horizon = now / MS_PER_DAY + HORIZON_DAYS } };
    pthread_mutex_lock(&writing);
    columns_find(services->engine, &load.laying);
    load.status_column = engine_column(services->engine, ENGINE_STATUS, COLUMN_TEXT, true);
    bool ok = store_read(services->store, steps_read, &load, error);
    pthread_mutex_unlock(&writing);
    arena_free(load.laying.arena);
    return ok;
}

static bool steps_reload(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    return steps_load(services, now, false, error);
}

const Schedule CONTRACT_SCHEDULES[] = {
    { "contract.horizon", (int64_t)RELOAD_DAYS *MS_PER_DAY, steps_reload, .everywhere = true },
    { 0 },
};

/* ---- what facts change ----------------------------------------------------------------------------------------- */

static bool fact_moves_steps(const Fact *fact)
{
    return fact->account_id && (text_starts(fact->kind, "contract.") || strcmp(fact->kind, "account.created") == 0);
}

static bool contracts_follow(Services *services, const Fact *facts, size_t count, Error *error)
{
    int64_t done = 0;
    for (size_t i = 0; i < count; i++) {
        if (!fact_moves_steps(&facts[i]) || facts[i].account_id == done)
            continue;
        done = facts[i].account_id;
        if (!steps_refresh(services, done, clock_now(), error))
            return false;
    }
    return true;
}

/* MRR is counted in the workspace's currency, by the rates of its fiscal years. */
static bool fact_moves_money(const Fact *fact)
{
    return text_starts(fact->kind, "rate.") || workspace_money_moved(fact);
}

static bool money_follow(Services *services, const Fact *facts, size_t count, Error *error)
{
    for (size_t i = 0; i < count; i++)
        if (fact_moves_money(&facts[i]))
            return steps_load(services, clock_now(), false, error);
    return true;
}

const FactFollower CONTRACT_FOLLOWERS[] = { { "contracts", contracts_follow, true },
                                            { "the money of contracts", money_follow, false },
                                            { 0 } };

bool contract_start(Services *services, Error *error)
{
    return steps_load(services, clock_now(), true, error);
}
