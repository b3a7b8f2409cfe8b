/* Rows of imports: the contract found or created, then the line in it. */
#include "base/reason.h"
#include "base/text.h"
#include "revenue/contract/contract_store.h"

#include <string.h>

/* Imports without a contract's id hold one contract per account and product. */
static const char KEY_BEGINS[] = "account ", KEY_GOES_ON[] = ", product ";

static const char *given_key(const Writer *writer, const ContractGiven *given)
{
    if (!text_is_empty(given->external_id))
        return given->external_id;
    return arena_format(writer->arena, "%s%lld%s%lld", KEY_BEGINS, (long long)given->account_id, KEY_GOES_ON,
                        (long long)given->product_id);
}

bool contract_key_is_made(const char *external_id)
{
    static const char DIGITS[] = "0123456789";
    if (!external_id || !text_starts(external_id, KEY_BEGINS))
        return false;
    const char *at = external_id + strlen(KEY_BEGINS);
    at += strspn(at, DIGITS);
    if (!text_starts(at, KEY_GOES_ON))
        return false;
    at += strlen(KEY_GOES_ON);
    return *at && !at[strspn(at, DIGITS)];
}

/* A row without a contract's id is first of all the line that it says, whoever added its contract: what was taken out
 * as a file must not come back as another contract, nor as a line of another one. */
bool contract_given_find(const Writer *writer, const ContractGiven *given, ContractRow **row, Error *error)
{
    Db *db = writer->db;
    Arena *arena = writer->arena;
    bool named = !text_is_empty(given->external_id);
    *row = NULL;
    if (!named &&
        !contract_by_line(db, arena, given->account_id, given->product_id, given->from_on,
                          given->plan ? given->plan : "", given->name ? given->name : "", given->import, row, error))
        return false;
    if (!*row && !contract_by_external(db, arena, given_key(writer, given), row, error))
        return false;
    return *row || named ||
           contract_by_first_day(db, arena, given->account_id, given->product_id, given->from_on, row, error);
}

static void given_terms(const ContractGiven *given, ContractRow *row)
{
    row->name = given->name ? given->name : row->name;
    row->renews_on = given->renews_on.known ? given->renews_on : row->renews_on;
    row->notice_days = given->notice_days.known ? given->notice_days.value : row->notice_days;
    row->grace_days = given->grace_days.known ? given->grace_days.value : row->grace_days;
    row->cancelled_on = given->cancelled_on.known ? given->cancelled_on : row->cancelled_on;
    row->auto_renews = given->auto_renews.known ? given->auto_renews.value != 0 : row->auto_renews;
}

/* The contract of the row: found and brought up to date, or created. *cancelled_before: as it was before the row. */
static bool contract_bring(const Writer *writer, const ContractGiven *given, ContractRow *row, OptInt *cancelled_before,
                           Upsert *outcome, Error *error)
{
    const char *key = given_key(writer, given);
    ContractRow *known;
    bool changed;
    if (!contract_given_find(writer, given, &known, error))
        return false;
    if (known && known->account_id != given->account_id)
        return refuse(error, "external_id", REASON_OF_ANOTHER, key, NULL);
    *row = known ? *known
                 : (ContractRow) { .account_id = given->account_id,
                                   .external_id = key,
                                   .notice_days = NOTICE_DAYS_DEFAULT,
                                   .grace_days = GRACE_DAYS_DEFAULT,
                                   .auto_renews = true };
    *cancelled_before = row->cancelled_on;
    given_terms(given, row);
    *outcome = UPSERT_ADDED;
    if (!known)
        return contract_add(writer, row, given->demo, error);
    if (!contract_store(writer, known, row, &changed, error))
        return false;
    *outcome = changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return true;
}

static ContractLineRow given_line(const ContractGiven *given, const ContractRow *contract)
{
    return (ContractLineRow) { .contract_id = contract->id,
                               .account_id = contract->account_id,
                               .from_on = given->from_on,
                               .until_on = given->until_on,
                               .product_id = { given->product_id, given->product_id != 0 },
                               .plan = given->plan,
                               .seats = given->seats,
                               .price_minor = given->price_minor,
                               .currency = given->currency,
                               .term_months = given->term_months ? given->term_months : 1,
                               .discount = given->discount,
                               .kind = line_kind_name(given->kind),
                               .stated_by = { given->import, given->import != 0 } };
}

/* The line known by product, plan and first day. Another plan is a correction, unless the import has named it too. */
static bool line_find(const Writer *writer, const ContractLineRow *line, ContractLineRow **known, Error *error)
{
    ContractLineRow *others;
    size_t count;
    *known = NULL;
    if (!contract_line_of(writer->db, writer->arena, line->contract_id, &others, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool same_plan = text_equal(others[i].plan, line->plan);
        if (!line_same_product(&others[i], line) || others[i].from_on != line->from_on)
            continue;
        if (same_plan || (!*known && !line_same_import(&others[i], line)))
            *known = &others[i];
        if (same_plan)
            return true;
    }
    return true;
}

/* *before is as line_add says. */
static bool line_bring(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Upsert *outcome,
                       Error *error)
{
    ContractLineRow *known;
    bool changed;
    if (!line_find(writer, line, &known, error))
        return false;
    *outcome = UPSERT_ADDED;
    if (!known)
        return line_add(writer, line, before, error);
    if (!line_restate(writer, known, line, &changed, error))
        return false;
    *outcome = changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return true;
}

bool contract_upsert(const Writer *writer, const ContractGiven *given, int64_t *contract_id, Upsert *outcome,
                     Error *error)
{
    const ContractLineRow *before = NULL;
    ContractRow contract;
    OptInt cancelled_before;
    Upsert of_contract, of_line;
    if (!given->currency)
        return fail(error, ERROR_INPUT, "currency", "a price needs a currency");
    if (!contract_bring(writer, given, &contract, &cancelled_before, &of_contract, error))
        return false;
    ContractLineRow line = given_line(given, &contract);
    if (!line_bring(writer, &line, &before, &of_line, error) ||
        !contract_lines_end(writer, &contract, cancelled_before, error))
        return false;
    *contract_id = contract.id;
    *outcome = of_line == UPSERT_UNCHANGED ? of_contract : of_line;
    const char *kind = of_contract == UPSERT_ADDED ? "contract.created" : "contract.changed";
    ContractTold told = line_told(writer->arena, before, &line);
    if (of_line == UPSERT_ADDED && !contract_tell(writer, kind, &contract, &told, error))
        return false;
    return *outcome == UPSERT_UNCHANGED || contract_steps_renew(writer, contract.account_id, error);
}
