/* Merging accounts over the API: a look at both, the merge, what was merged, its undo. */
#include "customer/account/account_list.h"
#include "customer/account/account_merge.h"

#include <string.h>

typedef struct {
    int64_t with;
} MergeAsk;
static const Field MERGE_ASK_FIELDS[] = { SHAPE_FIELD(MergeAsk, with, FIELD_ID), { 0 } };
static const Shape MERGE_ASK = { "AccountMergeAsk", sizeof(MergeAsk), MERGE_ASK_FIELDS };

typedef struct {
    AccountRow row;
    List holds;
} MergeSide;
static const Field MERGE_SIDE_FIELDS[] = {
    SHAPE_FIELD(MergeSide, row, FIELD_INLINE, .shape = &ACCOUNT_ROW),
    SHAPE_FIELD(MergeSide, holds, FIELD_LIST, .shape = &MERGE_COUNT_ROW),
    { 0 },
};
static const Shape MERGE_SIDE = { "AccountMergeSide", sizeof(MergeSide), MERGE_SIDE_FIELDS };

typedef struct {
    const void *account, *other;
    int64_t undo_days;
} MergePreview;
static const Field MERGE_PREVIEW_FIELDS[] = {
    SHAPE_FIELD(MergePreview, account, FIELD_OBJECT, .shape = &MERGE_SIDE),
    SHAPE_FIELD(MergePreview, other, FIELD_OBJECT, .shape = &MERGE_SIDE),
    SHAPE_FIELD(MergePreview, undo_days, FIELD_INT),
    { 0 },
};
static const Shape MERGE_PREVIEW = { "AccountMergePreview", sizeof(MergePreview), MERGE_PREVIEW_FIELDS };

typedef struct {
    int64_t account_id;
    Texts take;
} MergeInput;
static const Field MERGE_INPUT_FIELDS[] = {
    SHAPE_FIELD(MergeInput, account_id, FIELD_ID),
    SHAPE_OPT(MergeInput, take, FIELD_TEXTS, .max = 200),
    { 0 },
};
static const Shape MERGE_INPUT = { "NewAccountMerge", sizeof(MergeInput), MERGE_INPUT_FIELDS };

/* ---- a look at both ---- */

static bool side_read(Request *request, int64_t id, MergeSide *side, Error *error)
{
    AccountRow *row;
    if (!account_must_exist(request->db, request->arena, id, "with", error) ||
        !account_by_id(request->db, request->arena, id, &row, error))
        return false;
    side->row = *row;
    return merge_holdings(request->db, request->arena, id, &side->holds, error);
}

static bool merge_look(Request *request, Error *error)
{
    const MergeAsk *ask = request->query;
    MergeSide account, other;
    AccountRow *row;
    MergePreview preview = { &account, &other, MERGE_DAYS };
    if (!account_of_path(request, &row, error))
        return false;
    if (row->id == ask->with)
        return fail(error, ERROR_INPUT, "with", "an account cannot be merged with itself");
    return side_read(request, row->id, &account, error) && side_read(request, ask->with, &other, error) &&
           reply_row(request, 200, &MERGE_PREVIEW, &preview);
}

/* ---- merges ---- */

static bool merge_shown(Request *request, const MergeRow *row, AccountMerge *shown, Error *error)
{
    MergeCountRow *counts;
    size_t count, kept = 0;
    if (!merge_counts(request->db, request->arena, row->id, &counts, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (merge_is_counted(counts[i].what))
            counts[kept++] = counts[i];
    *shown = (AccountMerge) { .row = *row, .moved = { kept, counts } };
    if (strcmp(row->state, "merged") == 0)
        shown->undo_until = (OptInt) { row->created_at + MERGE_DAYS * (int64_t)MS_PER_DAY, true };
    return true;
}

static bool merge_reply(Request *request, int status, int64_t id, Error *error)
{
    MergeRow *row;
    AccountMerge shown;
    return merge_by_id(request->db, request->arena, id, &row, error) && merge_shown(request, row, &shown, error) &&
           reply_row(request, status, &ACCOUNT_MERGE, &shown);
}

static bool merge_create(Request *request, Error *error)
{
    const MergeInput *input = request->input;
    Writer writer = writer_of(request);
    AccountRow *row;
    int64_t id;
    if (!account_by_id(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)request->path_id[0]);
    MergeAsked asked = { input->account_id, row->id, request_given(request, "take"), input->take };
    return account_merge(&writer, &asked, &id, error) && merge_reply(request, 201, id, error);
}

static bool merge_list(Request *request, Error *error)
{
    AccountRow *account;
    MergeRow *rows;
    size_t count;
    if (!account_of_path(request, &account, error) ||
        !merge_of_account(request->db, request->arena, account->id, &rows, &count, error))
        return false;
    AccountMerge *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!merge_shown(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &ACCOUNT_MERGE, shown, count, NULL);
}

static bool merge_undo(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    MergeRow *row;
    if (!merge_by_id(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "merge %lld not found", (long long)request->path_id[0]);
    return account_unmerge(&writer, row, error) && merge_reply(request, 200, row->id, error);
}

const Route ACCOUNT_MERGE_ROUTES[] = {
    { GET, "/api/v1/accounts/{id}/merge", merge_look, RIGHT_MANAGE,
      "Look at two accounts side by side, and count what would move", .asks = &MERGE_ASK, .gives = &MERGE_PREVIEW,
      .flags = ROUTE_SLOW },
    { POST, "/api/v1/accounts/{id}/merge", merge_create, RIGHT_MANAGE,
      "Merge another account into this one, which stays", .takes = &MERGE_INPUT, .gives = &ACCOUNT_MERGE },
    { GET, "/api/v1/accounts/{id}/merges", merge_list, RIGHT_VIEW, "List the accounts that were merged into this one",
      .gives = &ACCOUNT_MERGE, .flags = ROUTE_LIST },
    { POST, "/api/v1/account-merges/{id}/undo", merge_undo, RIGHT_MANAGE, "Undo a merge of accounts, for 30 days",
      .gives = &ACCOUNT_MERGE },
    { 0 },
};
