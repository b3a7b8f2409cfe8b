/* Accounts over the API: the list, changes one by one and over a whole filter, search. */
#include "customer/account/account_columns.h"
#include "customer/account/account_file.h"
#include "customer/account/account_list.h"
#include "house/condition/condition.h"
#include "http/edit.h"
#include "http/page.h"

#include <string.h>

/* ---- the list -------------------------------------------------------------------------------------------------- */

typedef struct {
    List items;
    const char *next;
    int64_t total, as_of;
} AccountPageOfList;

static const Field ACCOUNT_LIST_FIELDS[] = {
    SHAPE_FIELD(AccountPageOfList, items, FIELD_LIST, .shape = &ACCOUNT_LISTED),
    SHAPE_OPT(AccountPageOfList, next, FIELD_TEXT),
    SHAPE_FIELD(AccountPageOfList, total, FIELD_INT),
    SHAPE_FIELD(AccountPageOfList, as_of, FIELD_DAY),
    { 0 },
};
static const Shape ACCOUNT_LIST = { "AccountList", sizeof(AccountPageOfList), ACCOUNT_LIST_FIELDS };

static bool account_list(Request *request, Error *error)
{
    const AccountsAsk *ask = request->query;
    AccountsFound found;
    if (!accounts_find(request, ask, (size_t)page_limit(ask->limit), &found, error))
        return false;
    AccountPageOfList page = { { found.count, found.items }, found.next, (int64_t)found.total, found.as_of };
    return reply_row(request, 200, &ACCOUNT_LIST, &page);
}

/* ---- one account ----------------------------------------------------------------------------------------------- */

bool account_of_path(Request *request, AccountRow **row, Error *error)
{
    if (!account_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    return *row || fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)request->path_id[0]);
}

/* The custom fields of a request, merged into the row. */
static bool fields_given(Request *request, const char *before, AccountRow *row, List *told, Error *error)
{
    FieldsDefined fields;
    *told = (List) { 0 };
    row->fields = before;
    if (!request_given(request, "fields"))
        return true;
    return fields_read(request->db, request->arena, "account", &fields, error) &&
           fields_merge_json(request->arena, &fields, before, json_get(request->body, "fields"), &row->fields, told,
                             error);
}

static bool account_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    AccountRow row = { .fields = "{}", .created_at = request->now };
    List told;
    bool changed;
    return edit_apply(request, &NEW_ACCOUNT, request->input, &ACCOUNT_ROW, &row, error) &&
           fields_given(request, "{}", &row, &told, error) &&
           account_store(&writer, NULL, &row, told, false, &changed, error) &&
           reply_row(request, 201, &ACCOUNT_ROW, &row);
}

static bool account_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    AccountRow *before, after;
    List told;
    bool changed;
    if (!account_of_path(request, &before, error) || !request_if_match(request, before->version, error))
        return false;
    after = *before;
    return edit_apply(request, &ACCOUNT_PATCH, request->input, &ACCOUNT_ROW, &after, error) &&
           fields_given(request, before->fields, &after, &told, error) &&
           account_store(&writer, before, &after, told, false, &changed, error) &&
           reply_row(request, 200, &ACCOUNT_ROW, &after);
}

static bool account_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    AccountRow *row;
    return account_of_path(request, &row, error) && request_if_match(request, row->version, error) &&
           account_drop(&writer, row->id, error) && reply_empty(request);
}

/* ---- many at once ---------------------------------------------------------------------------------------------- */

typedef struct {
    Ids ids;
    const char *filter, *q;
    const void *set;
} Bulk;
static const Field BULK_FIELDS[] = {
    SHAPE_OPT(Bulk, ids, FIELD_IDS, .max = 100000),
    SHAPE_OPT(Bulk, filter, FIELD_JSON),
    SHAPE_OPT(Bulk, q, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(Bulk, set, FIELD_OBJECT, .shape = &ACCOUNT_SET),
    { 0 },
};
static const Shape BULK = { "AccountChanges", sizeof(Bulk), BULK_FIELDS };

typedef struct {
    int64_t changed;
} BulkDone;
static const Field BULK_DONE_FIELDS[] = { SHAPE_FIELD(BulkDone, changed, FIELD_INT), { 0 } };
static const Shape BULK_DONE = { "AccountsChanged", sizeof(BulkDone), BULK_DONE_FIELDS };

/* Either the ids that were ticked, or all that the list shows: never both, and never "all" by an empty body. */
static bool bulk_ids(Request *request, const Bulk *bulk, Ids *ids, Error *error)
{
    bool ticked = request_given(request, "ids"), filtered = bulk->filter || bulk->q;
    if (ticked == filtered)
        return fail(error, ERROR_INPUT, "ids", "give either ids, or a filter or q");
    *ids = bulk->ids;
    return ticked || accounts_match(request, bulk->filter, bulk->q, ids, error);
}

static bool bulk_step(Request *request, const Bulk *bulk, Ids step, int64_t *changed, Error *error)
{
    Writer writer = writer_of(request);
    const Json *given = json_get(request->body, "set");
    AccountRow *rows;
    size_t count;
    if (!accounts_by_ids(request->db, request->arena, step, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        AccountRow after = rows[i];
        bool did;
        if (!edit_apply_from(request->arena, given, &ACCOUNT_SET, bulk->set, &ACCOUNT_ROW, &after, error) ||
            !account_store(&writer, &rows[i], &after, (List) { 0 }, false, &did, error))
            return false;
        *changed += did;
    }
    return true;
}

static bool account_bulk(Request *request, Error *error)
{
    enum { STEP = 500 };
    const Bulk *bulk = request->input;
    BulkDone done = { 0 };
    Ids ids;
    if (!bulk_ids(request, bulk, &ids, error))
        return false;
    for (size_t i = 0; i < ids.count; i += STEP) {
        Ids step = { ids.count - i < STEP ? ids.count - i : STEP, ids.items + i };
        if (!bulk_step(request, bulk, step, &done.changed, error))
            return false;
    }
    return reply_row(request, 200, &BULK_DONE, &done);
}

const Route ACCOUNT_ROUTES[] = {
    { GET, "/api/v1/accounts", account_list, RIGHT_VIEW, "List accounts by filter, text and order",
      .asks = &ACCOUNTS_ASK, .gives = &ACCOUNT_LIST },
    { GET, "/api/v1/accounts.csv", account_file, RIGHT_VIEW, "Get the same list as a CSV file", .asks = &ACCOUNTS_ASK,
      .flags = ROUTE_FILE | ROUTE_SLOW },
    { GET, "/api/v1/accounts.xlsx", account_file, RIGHT_VIEW, "Get the same list as an Excel workbook",
      .asks = &ACCOUNTS_ASK, .flags = ROUTE_FILE | ROUTE_SLOW },
    { POST, "/api/v1/accounts", account_create, RIGHT_MANAGE, "Add an account", .takes = &NEW_ACCOUNT,
      .gives = &ACCOUNT_ROW },
    { POST, "/api/v1/accounts/changes", account_bulk, RIGHT_MANAGE, "Change several accounts at once, by ids or filter",
      .takes = &BULK, .gives = &BULK_DONE },
    { PATCH, "/api/v1/accounts/{id}", account_change, RIGHT_MANAGE, "Change an account", .takes = &ACCOUNT_PATCH,
      .gives = &ACCOUNT_ROW },
    { DELETE, "/api/v1/accounts/{id}", account_delete, RIGHT_ADMIN,
      "Delete an account, its data, and the people known only through it" },
    { 0 },
};
