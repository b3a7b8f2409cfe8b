/*
 * The accounts' CSV on top of house/field/field_csv.h. The list has MRR as an amount; the file adds its currency as a
 * further column, which is hidden from those who do not see amounts.
 */
#include "customer/account/account_csv.h"

#include "house/field/field_csv.h"

static const char *const MORE[] = { "currency", NULL };

static const char *account_cell(Arena *arena, const char *name, const void *row)
{
    const Money *mrr = ((const AccountListed *)row)->mrr;
    (void)arena;
    (void)name;
    return mrr ? mrr->currency : NULL;
}

static const ListCsv ACCOUNTS = {
    .row = &ACCOUNT_LISTED,
    .object = "account",
    .fields_at = offsetof(AccountListed, row.fields),
    .usual = "external_id,name,reading,domain,country,owner,touch,stage,status,band,points,coverage,mrr,currency,seats,"
             "people_28,renews_on,last_event_on,created_at",
    .more = MORE,
    .more_circle = CIRCLE_REVENUE, /* the currency stands beside an amount and goes with it */
    .cell = account_cell,
};

bool accounts_csv(const Request *request, const char *columns, bool head, const AccountsFound *found, Text *csv,
                  Error *error)
{
    return list_csv(request, csv, &ACCOUNTS, columns, head, found->items, found->count, error);
}
