/* Contracts over the API: read with their figures of today; a change is a new line, a correction is marked. */
#include "base/amount.h"
#include "base/texts.h"
#include "http/edit.h"
#include "http/page.h"
#include "revenue/contract/contract_store.h"

#include <string.h>

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    OptInt on, ends_on;
} Cancellation;
static const Field CANCELLATION_FIELDS[] = { SHAPE_OPT(Cancellation, on, FIELD_DAY),
                                             SHAPE_OPT(Cancellation, ends_on, FIELD_DAY),
                                             { 0 } };
static const Shape CANCELLATION = { "ContractCancellation", sizeof(Cancellation), CANCELLATION_FIELDS };

typedef struct {
    OptInt account_id, cursor, limit;
} ContractsAsk;
static const Field CONTRACTS_ASK_FIELDS[] = { SHAPE_OPT(ContractsAsk, account_id, FIELD_ID),
                                              PAGE_BY_ID_FIELDS(ContractsAsk),
                                              { 0 } };
static const Shape CONTRACTS_ASK = { "ContractsAsk", sizeof(ContractsAsk), CONTRACTS_ASK_FIELDS };

/* ---- reading --------------------------------------------------------------------------------------------------- */

static int64_t today_of(const Request *request)
{
    return zone_day(atomic_load(&request->services->zone), request->now);
}

static OptInt or_unset(int64_t day)
{
    return (OptInt) { day, day != DAY_NEVER };
}

static const char *status_shown(AccountStatus status)
{
    if (status == STATUS_NONE)
        return "future";
    return status == STATUS_LEFT ? "ended" : ACCOUNT_STATUS_NAMES[status];
}

/* What the figures of contracts depend on: a day, and the rates of its year. */
typedef struct {
    int64_t today;
    Rates rates;
} Figures;

static bool figures_read(Request *request, Figures *figures, Error *error)
{
    figures->today = today_of(request);
    return rates_read(request->db, request->arena, &figures->rates, error);
}

static void contract_figures(Arena *arena, const DatedLine *dated, size_t count, const Figures *figures,
                             Contract *contract)
{
    ContractState state = contract_state_at(dated, count, figures->today);
    ContractMoney money = contract_money_at(arena, dated, count, figures->today, &figures->rates);
    int64_t starts_on = DAY_NEVER, ends_on = 0;
    for (size_t i = 0; i < count; i++) {
        starts_on = dated[i].from_on < starts_on ? dated[i].from_on : starts_on;
        ends_on = dated[i].until_on > ends_on ? dated[i].until_on : ends_on;
    }
    contract->starts_on = or_unset(starts_on);
    contract->ends_on = or_unset(count ? ends_on : DAY_NEVER);
    contract->renews_on = or_unset(state.renews_on);
    contract->notice_on = or_unset(state.notice_on);
    contract->status = status_shown(state.status);
    const char *currency = money.currency ? money.currency : count ? dated[0].currency : NULL;
    contract->mrr = money_shown(arena, money.micros, currency);
    contract->without_rate = texts_words(arena, money.without_rate);
}

static bool contract_shown(Request *request, const ContractRow *row, const Figures *figures, Contract *contract,
                           Error *error)
{
    ContractLineRow *rows;
    size_t count;
    if (!contract_line_of(request->db, request->arena, row->id, &rows, &count, error))
        return false;
    ContractLine *lines = arena_array(request->arena, count, sizeof *lines);
    DatedLine *dated = lines_dated(request->arena, row, rows, count);
    for (size_t i = 0; i < count; i++) {
        Money *price = arena_make(request->arena, Money);
        *price = (Money) { rows[i].price_minor, rows[i].currency };
        lines[i] = (ContractLine) { rows[i], price,
                                    money_shown(request->arena, line_mrr_micros(&dated[i]), rows[i].currency) };
    }
    *contract = (Contract) { .row = *row, .lines = { count, lines } };
    contract_figures(request->arena, dated, count, figures, contract);
    return true;
}

static bool contract_reply(Request *request, int status, int64_t id, Error *error)
{
    ContractRow *row;
    Figures figures;
    Contract contract;
    return figures_read(request, &figures, error) && contract_by_id(request->db, request->arena, id, &row, error) &&
           contract_shown(request, row, &figures, &contract, error) && reply_row(request, status, &CONTRACT, &contract);
}

static bool contract_list(Request *request, Error *error)
{
    const ContractsAsk *ask = request->query;
    int64_t limit = page_limit(ask->limit);
    ContractRow *rows;
    size_t count;
    Figures figures;
    bool ok = ask->account_id.known
                  ? contract_of_account(request->db, request->arena, ask->account_id.value, &rows, &count, error)
                  : contract_page(request->db, request->arena, ask->cursor.value, limit + 1, &rows, &count, error);
    if (!ok || !figures_read(request, &figures, error))
        return false;
    bool goes_on = !ask->account_id.known && page_goes_on(&count, limit);
    const char *next = goes_on ? page_id(request->arena, rows[limit - 1].id) : NULL;
    Contract *contracts = arena_array(request->arena, count, sizeof *contracts);
    for (size_t i = 0; i < count; i++)
        if (!contract_shown(request, &rows[i], &figures, &contracts[i], error))
            return false;
    return reply_list(request, &CONTRACT, contracts, count, next);
}

static bool contract_of_path(Request *request, ContractRow **row, Error *error)
{
    if (!contract_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "contract %lld not found", (long long)request->path_id[0]);
    return request->route->method == GET || request_if_match(request, (*row)->version, error);
}

static bool contract_get(Request *request, Error *error)
{
    ContractRow *row;
    return contract_of_path(request, &row, error) && contract_reply(request, 200, row->id, error);
}

/* ---- changing -------------------------------------------------------------------------------------------------- */

static bool line_of_input(const NewContractLine *in, const ContractRow *contract, ContractLineRow *line, Error *error)
{
    const Money *price = in->price;
    if (!in->from_on.known)
        return fail(error, ERROR_INPUT, "from_on", "a line needs a first day");
    *line = (ContractLineRow) { .contract_id = contract->id,
                                .account_id = contract->account_id,
                                .from_on = in->from_on.value,
                                .until_on = in->until_on,
                                .product_id = in->product_id,
                                .plan = in->plan,
                                .seats = in->seats,
                                .price_minor = price->amount,
                                .currency = price->currency,
                                .term_months = in->term_months.known ? in->term_months.value : 1,
                                .discount = in->discount.value,
                                .kind = in->kind ? in->kind : "paid" };
    return true;
}

static bool lines_add(const Writer *writer, const NewContract *in, const ContractRow *contract, Error *error)
{
    const NewContractLine *lines = in->lines.items;
    if (!in->lines.count)
        return fail(error, ERROR_INPUT, "lines", "a contract needs at least one line");
    for (size_t i = 0; i < in->lines.count; i++) {
        const ContractLineRow *before;
        ContractLineRow line;
        if (line_of_input(&lines[i], contract, &line, error) && line_add(writer, &line, &before, error))
            continue;
        if (error->field)
            error->field = arena_format(writer->arena, "lines.%zu.%s", i, error->field);
        return false;
    }
    return true;
}

static bool contract_create(Request *request, Error *error)
{
    const NewContract *in = request->input;
    Writer writer = writer_of(request);
    ContractRow row = { .notice_days = NOTICE_DAYS_DEFAULT, .grace_days = GRACE_DAYS_DEFAULT, .auto_renews = true };
    if (!in->account_id.known)
        return fail(error, ERROR_INPUT, "account_id", "a contract needs an account");
    edit_fill(request->arena, &NEW_CONTRACT, in, &CONTRACT_ROW, &row);
    ContractTold told = { .lines = { (int64_t)in->lines.count, true } };
    return contract_add(&writer, &row, false, error) && lines_add(&writer, in, &row, error) &&
           contract_lines_end(&writer, &row, (OptInt) { 0 }, error) &&
           contract_tell(&writer, "contract.created", &row, &told, error) &&
           contract_steps_renew(&writer, row.account_id, error) && contract_reply(request, 201, row.id, error);
}

static bool external_id_is_free(Request *request, const ContractRow *row, Error *error)
{
    ContractRow *other = NULL;
    if (row->external_id && !contract_by_external(request->db, request->arena, row->external_id, &other, error))
        return false;
    if (other && other->id != row->id)
        return fail(error, ERROR_CONFLICT, "external_id", "another contract already has this external id");
    return true;
}

static bool contract_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ContractRow *before, after;
    bool changed;
    if (!contract_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &CONTRACT_PATCH, request->input, &CONTRACT_ROW, &after, error))
        return false;
    return external_id_is_free(request, &after, error) && contract_store(&writer, before, &after, &changed, error) &&
           contract_lines_end(&writer, &after, before->cancelled_on, error) &&
           (!changed || contract_steps_renew(&writer, before->account_id, error)) &&
           contract_reply(request, 200, before->id, error);
}

static bool line_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    const ContractLineRow *before;
    ContractRow *contract;
    ContractLineRow line;
    if (!contract_of_path(request, &contract, error) || !line_of_input(request->input, contract, &line, error) ||
        !line_change_add(&writer, &line, &before, error))
        return false;
    ContractTold told = line_told(request->arena, before, &line);
    return contract_touch(request->db, contract->id, error) &&
           contract_tell(&writer, "contract.changed", contract, &told, error) &&
           contract_steps_renew(&writer, contract->account_id, error) &&
           contract_reply(request, 201, contract->id, error);
}

static bool line_change(Request *request, Error *error)
{
    const ContractLinePatch *in = request->input;
    Writer writer = writer_of(request);
    ContractRow *contract;
    ContractLineRow *before, after;
    bool changed;
    if (!contract_of_path(request, &contract, error) ||
        !contract_line_by_id(request->db, request->arena, request->path_id[1], &before, error))
        return false;
    if (!before || before->contract_id != contract->id)
        return fail(error, ERROR_MISSING, NULL, "contract line %lld not found", (long long)request->path_id[1]);
    after = *before;
    if (!edit_apply(request, &CONTRACT_LINE_PATCH, in, &CONTRACT_LINE_ROW, &after, error))
        return false;
    if (in->price) {
        after.price_minor = ((const Money *)in->price)->amount;
        after.currency = ((const Money *)in->price)->currency;
    }
    return line_correct(&writer, before, &after, &changed, error) &&
           (!changed || contract_steps_renew(&writer, contract->account_id, error)) &&
           contract_reply(request, 200, contract->id, error);
}

/* Lines that run on end on the last day of service; those that would only begin then never are in force. */
static bool lines_end(Request *request, const ContractRow *contract, int64_t on, OptInt ends_on, Error *error)
{
    Writer writer = writer_of(request);
    ContractLineRow *lines;
    size_t count;
    if (!contract_line_of(request->db, request->arena, contract->id, &lines, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!ends_on.known && !lines[i].until_on.known)
            return fail(error, ERROR_INPUT, "ends_on", "a line is open-ended; give the end of service");
        bool runs_on = !lines[i].until_on.known || lines[i].until_on.value > ends_on.value;
        if (!ends_on.known || !runs_on)
            continue;
        int64_t end = lines[i].from_on > ends_on.value ? lines[i].from_on : ends_on.value;
        if (!line_end(&writer, &lines[i], end, on, error))
            return false;
    }
    return true;
}

static bool cancellation_create(Request *request, Error *error)
{
    const Cancellation *in = request->input;
    Writer writer = writer_of(request);
    ContractRow *row;
    if (!contract_of_path(request, &row, error))
        return false;
    if (row->cancelled_on.known)
        return fail(error, ERROR_CONFLICT, NULL, "the contract is already cancelled");
    row->cancelled_on = in->on.known ? in->on : (OptInt) { today_of(request), true };
    ContractCancelled told = { row->cancelled_on.value, in->ends_on };
    return contract_update(request->db, row, error) && lines_end(request, row, told.on, in->ends_on, error) &&
           contract_tell(&writer, "contract.cancelled", row, &told, error) &&
           contract_steps_renew(&writer, row->account_id, error) && contract_reply(request, 201, row->id, error);
}

static bool contract_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ContractRow *row;
    return contract_of_path(request, &row, error) && contract_delete_whole(&writer, row, error) && reply_empty(request);
}

const Route CONTRACT_ROUTES[] = {
    { GET, "/api/v1/contracts", contract_list, RIGHT_VIEW, "List contracts with their lines, of one account or of all",
      .asks = &CONTRACTS_ASK, .gives = &CONTRACT, .flags = ROUTE_LIST, .circle = CIRCLE_REVENUE },
    { POST, "/api/v1/contracts", contract_create, RIGHT_MANAGE, "Add a contract with its lines", .takes = &NEW_CONTRACT,
      .gives = &CONTRACT, .circle = CIRCLE_REVENUE },
    { GET, "/api/v1/contracts/{id}", contract_get, RIGHT_VIEW, "Get a contract with its lines", .gives = &CONTRACT,
      .circle = CIRCLE_REVENUE },
    { PATCH, "/api/v1/contracts/{id}", contract_change, RIGHT_MANAGE, "Change a contract's dates and name",
      .takes = &CONTRACT_PATCH, .gives = &CONTRACT, .circle = CIRCLE_REVENUE },
    { DELETE, "/api/v1/contracts/{id}", contract_delete, RIGHT_ADMIN, "Delete a contract entered by mistake",
      .circle = CIRCLE_REVENUE },
    { POST, "/api/v1/contracts/{id}/lines", line_create, RIGHT_MANAGE,
      "Amend a contract: add a line, which ends the previous one of its product (and plan, where that runs) "
      "and, unless it names an end or another term, ends when that one was to end",
      .takes = &NEW_CONTRACT_LINE, .gives = &CONTRACT, .circle = CIRCLE_REVENUE },
    { PATCH, "/api/v1/contracts/{id}/lines/{line}", line_change, RIGHT_MANAGE,
      "Correct a line; it is marked as corrected", .takes = &CONTRACT_LINE_PATCH, .gives = &CONTRACT,
      .circle = CIRCLE_REVENUE },
    { POST, "/api/v1/contracts/{id}/cancellation", cancellation_create, RIGHT_MANAGE,
      "Cancel a contract; service continues until its end", .takes = &CANCELLATION, .gives = &CONTRACT,
      .circle = CIRCLE_REVENUE },
    { 0 },
};
