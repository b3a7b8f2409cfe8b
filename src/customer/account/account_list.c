/*
 * Filter, words and order of the list become one program over the engine's columns, which gives the ids of a page; the
 * database gives the rows of these ids. An account deleted between the two readings is left out.
 *
 * For a past day a module says how the columns stood that know only the present (Module.past): of all accounts where
 * filter or order asks for one, else of the page's accounts alone. It is asked before a view is opened, and a view is
 * closed before the database is asked for rows.
 *
 * In order: what the engine knows; sorting; one page. Filtering is in account_filter.c.
 */
#include "customer/account/account_list.h"

#include "base/texts.h"
#include "customer/account/account_columns.h"
#include "customer/account/account_filter.h"
#include "customer/account/beginning.h"
#include "house/field/list_file.h"
#include "house/workspace/workspace.h"
#include "jobs/module.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const Field ACCOUNTS_ASK_FIELDS[] = {
    SHAPE_OPT(AccountsAsk, q, FIELD_TEXT, .max = 200),
    SHAPE_OPT(AccountsAsk, filter, FIELD_TEXT, .max = 20000),
    SHAPE_OPT(AccountsAsk, sort, FIELD_TEXT, .max = 100),
    SHAPE_OPT(AccountsAsk, cursor, FIELD_TEXT, .max = 500),
    SHAPE_OPT(AccountsAsk, limit, FIELD_INT, .min = 1, .max = 200),
    SHAPE_OPT(AccountsAsk, as_of, FIELD_DAY),
    SHAPE_OPT(AccountsAsk, kept, FIELD_FLAG),
    LIST_FILE_FIELDS(AccountsAsk),
    { 0 },
};
const Shape ACCOUNTS_ASK = { "AccountsAsk", sizeof(AccountsAsk), ACCOUNTS_ASK_FIELDS };

/* ---- what the engine knows ------------------------------------------------------------------------------------- */

enum { PEOPLE_DAYS = 28 };

static const AccountPast *past_of_modules(void)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->past)
            return (*at)->past;
    return NULL;
}

bool account_past_read(const Request *request, int64_t day, Ids only, StandIns *past, Error *error)
{
    const AccountPast *known = past_of_modules();
    *past = (StandIns) { 0 };
    if (!known || day >= zone_day(atomic_load(&request->services->zone), request->now))
        return true;
    return known->as_of(request, day, only, past, error);
}

static EngineValue value_of(const AccountLook *look, const char *name)
{
    const StandIn *then = stand_in_find(look->past, name);
    if (then)
        return stand_in_value(then, look->account);
    int column = view_column(look->view, name);
    return column < 0 ? engine_unknown() : view_value(look->view, look->account, column, 0, look->as_of);
}

static OptInt int_of(const AccountLook *look, const char *name)
{
    EngineValue value = value_of(look, name);
    return (OptInt) { value.integer, value.known };
}

static const char *text_of(const AccountLook *look, const char *name, const char *otherwise)
{
    EngineValue value = value_of(look, name);
    return value.known ? value.text : otherwise;
}

static OptInt measured(const AccountLook *look, const char *id, int days)
{
    MeasureRef ref = { .kind = measure_find(id), .days = days };
    double value = ref.kind ? measure_value(look->view, look->account, &ref, look->as_of) : NAN;
    return isnan(value) ? (OptInt) { 0 } : (OptInt) { llround(value), true };
}

static const Money *mrr_of(const AccountLook *look)
{
    OptInt micros = int_of(look, COLUMN_MRR_OWN);
    return micros.known ? money_shown(look->arena, micros.value, text_of(look, COLUMN_CURRENCY, NULL)) : NULL;
}

static const Money *mrr_converted_of(const AccountLook *look)
{
    OptInt micros = int_of(look, ENGINE_MRR);
    return micros.known ? money_shown(look->arena, micros.value, look->currency) : NULL;
}

int64_t account_listed_since(const Engine *engine, int64_t as_of)
{
    return calendar_begin(engine_calendar(engine), as_of, PEOPLE_DAYS) + 1;
}

void account_listed(const AccountLook *look, AccountListed *listed)
{
    EngineValue coverage = value_of(look, "coverage");
    int64_t last = view_last_day(look->view, look->account, 0, 0, look->as_of);
    listed->standing_in_id = int_of(look, COLUMN_STANDING_IN);
    listed->status = text_of(look, ENGINE_STATUS, "none");
    listed->left_on = int_of(look, ENGINE_LEFT_ON);
    listed->band = strcmp(listed->status, "left") == 0 ? NULL : text_of(look, "band", "UNKNOWN");
    listed->points = int_of(look, "points");
    listed->coverage = coverage.known ? coverage.real : 0;
    listed->previous_band = text_of(look, "previous_band", NULL);
    listed->band_since = int_of(look, "band_since");
    listed->mrr = mrr_of(look);
    listed->mrr_converted = mrr_converted_of(look);
    listed->mrr_without_rate = texts_words(look->arena, text_of(look, COLUMN_WITHOUT_RATE, NULL));
    listed->renews_on = int_of(look, ENGINE_RENEWS_ON);
    listed->days_to_renewal = (OptInt) { listed->renews_on.value - look->as_of, listed->renews_on.known };
    listed->seats = int_of(look, ENGINE_SEATS);
    listed->people_28 = measured(look, "people", PEOPLE_DAYS);
    listed->last_event_on = (OptInt) { last, last >= 0 };
    Beginning beginning = account_beginning(look->view, look->account, look->as_of);
    listed->beginning = beginning.state;
    listed->beginning_days = beginning.days;
}

/* ---- sorting --------------------------------------------------------------------------------------------------- */

/* What can be sorted by: a column, or a measure; `flipped` where the smaller value is the later one. MRR sorts in the
 * workspace's currency by the rates: what has none does not compare and comes last. */
static const struct {
    const char *name, *column, *measure;
    int days;
    bool flipped;
} SORTS[] = {
    { "name", COLUMN_NAME_ORDER, NULL, 0, false },
    { "band", "band_order", NULL, 0, false },
    { "points", "points", NULL, 0, false },
    { "coverage", "coverage", NULL, 0, false },
    { "band_since", "band_since", NULL, 0, false },
    { "mrr", ENGINE_MRR, NULL, 0, false },
    { "renews_on", ENGINE_RENEWS_ON, NULL, 0, false },
    { "days_to_renewal", ENGINE_RENEWS_ON, NULL, 0, false },
    { "owner", COLUMN_OWNER_ORDER, NULL, 0, false },
    { "team", COLUMN_TEAM_ORDER, NULL, 0, false },
    { "stage", COLUMN_STAGE_ORDER, NULL, 0, false },
    { "touch", COLUMN_TOUCH_ORDER, NULL, 0, false },
    { "country", "country", NULL, 0, false },
    { "domain", "domain", NULL, 0, false },
    { "external_id", "external_id", NULL, 0, false },
    { "created_at", COLUMN_CREATED_AT, NULL, 0, false },
    { "status", ENGINE_STATUS, NULL, 0, false },
    { "left_on", ENGINE_LEFT_ON, NULL, 0, false },
    { "seats", ENGINE_SEATS, NULL, 0, false },
    { "last_event_on", NULL, "days_since", 0, true },
    { "people_28", NULL, "people", 28, false },
};
enum { SORT_COUNT = sizeof SORTS / sizeof *SORTS };

static bool sort_unknown(const char *name, Error *error)
{
    const char *names[SORT_COUNT + 1] = { 0 };
    for (size_t i = 0; i < SORT_COUNT; i++)
        names[i] = SORTS[i].name;
    const char *nearest = text_nearest(name, names);
    return fail(error, ERROR_INPUT, "sort", "cannot sort by \"%.60s\"; did you mean \"%s\"?", name,
                nearest ? nearest : "name");
}

static bool sort_read(const Request *request, const char *sort, Program *program, ListAsk *ask, Error *error)
{
    const char *name = sort ? sort : "name";
    ask->descending = *name == '-';
    name += ask->descending;
    if (text_starts(name, "field:")) {
        if (!attribute_find(&(ConditionOf) { .engine = request->services->engine }, request->arena, name))
            return sort_unknown(name, error);
        ask->sort = program_attribute(program, name, 0);
        return true;
    }
    for (size_t i = 0; i < SORT_COUNT; i++) {
        if (strcmp(SORTS[i].name, name) != 0)
            continue;
        MeasureRef ref = { .kind = SORTS[i].measure ? measure_find(SORTS[i].measure) : NULL, .days = SORTS[i].days };
        ask->sort = ref.kind ? program_measure(program, &ref) : program_attribute(program, SORTS[i].column, 0);
        ask->descending ^= SORTS[i].flipped;
        return true;
    }
    return sort_unknown(name, error);
}

bool accounts_sort(const Request *request, const char *sort, unsigned *circles, Error *error)
{
    Program *program = program_new(request->arena);
    ListAsk list = { 0 };
    if (!sort_read(request, sort, program, &list, error))
        return false;
    *circles = program_circles(program);
    return true;
}

/* ---- one page -------------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    int64_t left = ((const AccountRow *)a)->id, right = ((const AccountRow *)b)->id;
    return (left > right) - (left < right);
}

enum { JOIN_STEP = 500 };

/* Rows of one step of the page, in the page's order. An account that was deleted between the two readings is left out.
 */
static bool rows_step(const Request *request, Ids ids, const AccountListed *from, AccountListed *to, size_t *kept,
                      Error *error)
{
    AccountRow *rows;
    size_t row_count;
    if (!accounts_by_ids(request->db, request->arena, ids, &rows, &row_count, error))
        return false;
    qsort(rows, row_count, sizeof *rows, by_id);
    for (size_t i = 0; i < ids.count; i++) {
        AccountRow key = { .id = ids.items[i] };
        const AccountRow *row = bsearch(&key, rows, row_count, sizeof *rows, by_id);
        if (!row)
            continue;
        to[*kept] = from[i];
        to[(*kept)++].row = *row;
    }
    return true;
}

static bool rows_join(const Request *request, Ids ids, AccountListed *items, size_t *count, Error *error)
{
    *count = 0;
    for (size_t i = 0; i < ids.count; i += JOIN_STEP) {
        Ids step = { ids.count - i < JOIN_STEP ? ids.count - i : JOIN_STEP, ids.items + i };
        if (!rows_step(request, step, items + i, items, count, error))
            return false;
    }
    return true;
}

/* What is not known for a past day is refused, not answered with the present. */
static bool past_is_known(const Program *program, int sort, const StandIns *past, Error *error)
{
    for (int i = 0; i < program_operands(program); i++) {
        const char *column = program_operand_column(program, i);
        const StandIn *then = column ? stand_in_find(past, column) : NULL;
        if (then && !then->values)
            return fail(error, ERROR_INPUT, i == sort ? "sort" : "filter",
                        "\"%s\" is known only for today, not for a past day", column);
    }
    return true;
}

bool account_past_knows(const char *column)
{
    const AccountPast *known = past_of_modules();
    for (const char *const *at = known ? known->columns : NULL; at && *at; at++)
        if (text_equal(*at, column))
            return true;
    return false;
}

static bool asks_column(const Program *program, const char *column)
{
    for (int i = 0; i < program_operands(program); i++)
        if (text_equal(program_operand_column(program, i), column))
            return true;
    return false;
}

/* Whether filter or order go by something that stands in: then it is needed of all accounts, else of the page's. */
static bool asks_past(const Program *program)
{
    const AccountPast *known = past_of_modules();
    for (const char *const *column = known ? known->columns : NULL; column && *column; column++)
        if (asks_column(program, *column))
            return true;
    return false;
}

bool account_program_past(const Request *request, Program *program, int sort, int64_t day, StandIns *past, Error *error)
{
    *past = (StandIns) { 0 };
    if (!asks_past(program))
        return true;
    if (!account_past_read(request, day, (Ids) { 0 }, past, error))
        return false;
    program_stand_in(program, past);
    return past_is_known(program, sort, past, error);
}

static bool list_read(const Request *request, const AccountsAsk *ask, Program *program, ListAsk *list, StandIns *past,
                      Error *error)
{
    AccountFilter asked = { ask->filter, ask->q, ask->kept.value ? CONDITION_KEPT : CONDITION_GIVEN, -1, 0 };
    if (!workspace_day(request, ask->as_of, &list->as_of, error) ||
        !account_filter_read(request, &asked, program, error) || !sort_read(request, ask->sort, program, list, error) ||
        !request_sees(request, program_circles(program), "sort", error))
        return false;
    list->filter = asked.node;
    return account_program_past(request, program, list->sort, list->as_of, past, error);
}

static int by_account(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

/* The page's accounts, by id: what the list shows of their past is read of them alone. */
static Ids page_ids(const Request *request, Ids page)
{
    int64_t *ids = arena_array(request->arena, page.count + 1, sizeof *ids);
    for (size_t i = 0; i < page.count; i++)
        ids[i] = page.items[i];
    qsort(ids, page.count, sizeof *ids, by_account);
    return (Ids) { page.count, ids };
}

static bool page_look(const Request *request, const ListAsk *list, Ids page, StandIns past, AccountListed *items,
                      Error *error)
{
    Ids ids = page_ids(request, page);
    const EngineView *view;
    Workspace *workspace;
    if (page.count == 0)
        return true;
    if (!workspace_get(request->db, request->arena, &workspace, error))
        return false;
    if (!past.count && !account_past_read(request, list->as_of, ids, &past, error))
        return false;
    if (!engine_view_of(request->services->engine, ids, account_listed_since(request->services->engine, list->as_of),
                        &view, error))
        return false;
    for (size_t i = 0; i < page.count; i++)
        account_listed(&(AccountLook) { view, request->arena, page.items[i], list->as_of, &past, workspace->currency },
                       &items[i]);
    engine_view_close(view);
    return true;
}

bool accounts_find(const Request *request, const AccountsAsk *ask, size_t limit, AccountsFound *found, Error *error)
{
    Program *program = program_new(request->arena);
    ListAsk list = { .limit = limit, .after = ask->cursor };
    const EngineView *view;
    StandIns past;
    ListPage page;
    if (!list_read(request, ask, program, &list, &past, error) ||
        !engine_view_since(request->services->engine,
                           program_since(program, engine_calendar(request->services->engine), list.as_of), list.as_of,
                           &view, error))
        return false;
    bool ok = program_list(program, view, request->arena, &list, &page, error);
    engine_view_close(view);
    if (!ok)
        return false;
    AccountListed *items = arena_array(request->arena, page.ids.count + 1, sizeof *items);
    if (!page_look(request, &list, page.ids, past, items, error))
        return false;
    *found = (AccountsFound) { .items = items, .total = page.total, .next = page.next, .as_of = list.as_of };
    return rows_join(request, page.ids, items, &found->count, error);
}
