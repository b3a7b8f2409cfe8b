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

/* An account that was merged is found where it went; to delete something one must name it. */
bool account_of_path(Request *request, AccountRow **row, Error *error)
{
    int64_t id = request->path_id[0];
    if (!account_by_id(request->db, request->arena, id, row, error))
        return false;
    if (!*row && (!account_now(request->db, request->arena, id, &id, error) ||
                  !account_by_id(request->db, request->arena, id, row, error)))
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
    if (!account_of_path(request, &row, error))
        return false;
    if (row->id != request->path_id[0])
        return fail(error, ERROR_CONFLICT, NULL, "account %lld was merged into account %lld; delete that one",
                    (long long)request->path_id[0], (long long)row->id);
    return request_if_match(request, row->version, error) && account_drop(&writer, row->id, error) &&
           reply_empty(request);
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
    { PATCH, "/api/v1/accounts/{id}", account_change, RIGHT_MANAGE, "Change an account", .takes = &ACCOUNT_PATCH,
      .gives = &ACCOUNT_ROW },
    { DELETE, "/api/v1/accounts/{id}", account_delete, RIGHT_ADMIN,
      "Delete an account, its data, and the people known only through it" },
    { 0 },
};
