/*
 * A merge is undone, and merges that are too old for that let go of what they kept. Everything goes back the way it
 * came: first where the account is, so that modules file by it again, then its row, then what moved, then the row of
 * the one that stays, whose parent may be among that.
 */
#include "base/reason.h"
#include "customer/account/account_columns.h"
#include "customer/account/account_merge.h"
#include "http/edit.h"
#include "jobs/module.h"

#include <string.h>

/* values: as it is now, as the merge left it, as it was before. What nobody changed since is as it was. */
static const Json *value_restore(const char *name, const Json *const *values, const void *context)
{
    Arena *arena = (Arena *)(uintptr_t)context;
    const char *now = json_is_null(values[0]) ? "null" : json_print(arena, values[0]);
    const char *then = json_is_null(values[1]) ? "null" : json_print(arena, values[1]);
    (void)name;
    return strcmp(now, then) == 0 ? values[2] : values[0];
}

static bool row_read(const Writer *writer, const MergeRow *merge, AccountRow *row, Error *error)
{
    const Json *json;
    return json_parse_exact(writer->arena, merge->gone_row, strlen(merge->gone_row), &json, error) &&
           shape_read(writer->arena, json, &ACCOUNT_ROW, row, error);
}

/* Without its external id, which the other may have by now. */
static bool row_returns(const Writer *writer, const MergeRow *merge, const AccountRow *row, Error *error)
{
    AccountRow bare = *row;
    bare.external_id = NULL;
    const char *order = text_sort_key(writer->arena, row->reading ? row->reading : row->name);
    return merge_names_mend(writer, &bare, error) &&
           account_insert(writer->db, &bare, account_folded(writer->arena, row), order, merge->gone_demo, error);
}

/* Those that went into it stay with it, and its own id is its own again. */
static bool place_restore(const Writer *writer, const MergeRow *merge, Error *error)
{
    Ids below;
    return merged_below(writer->db, writer->arena, merge->gone_id, &below, error) &&
           merged_drop(writer->db, merge->gone_id, error) && merged_into_set(writer->db, below, merge->gone_id, error);
}

static const char *text_of(const Json *state, const char *key)
{
    const char *text;
    return json_get_text(state, key, &text) ? text : NULL;
}

/* The id of the one that comes back is free for it, also where somebody gave it to the one that stays by hand. */
static bool stays_restore(const Writer *writer, const MergeRow *merge, Error *error)
{
    AccountRow *now;
    const Json *before;
    const char *state, *after;
    if (!account_by_id(writer->db, writer->arena, merge->stays_id, &now, error) ||
        !json_parse_exact(writer->arena, merge->before_state, strlen(merge->before_state), &before, error))
        return false;
    AccountRow bare = *now;
    if (text_equal(bare.external_id, merge->gone_external_id))
        bare.external_id = text_of(before, "external_id");
    MergeMix mix = { .states = { account_state(writer->arena, &bare), merge->after_state, merge->before_state },
                     .choose = value_restore,
                     .context = writer->arena };
    return merge_mix(writer->arena, &mix, &state, error) &&
           merge_state_set(writer, merge->stays_id, state, &after, error);
}

static bool ids_restore(const Writer *writer, const MergeRow *merge, Error *error)
{
    AccountRow *stays;
    if (!account_by_id(writer->db, writer->arena, merge->stays_id, &stays, error))
        return false;
    if (stays->external_id && !known_as_drop(writer->db, stays->external_id, merge->stays_id, error))
        return false;
    return !merge->gone_external_id ||
           (known_as_drop(writer->db, merge->gone_external_id, merge->gone_id, error) &&
            account_external_set(writer->db, merge->gone_id, merge->gone_external_id, error));
}

enum { BACK_AT_ONCE = 500 };

typedef struct {
    const Writer *writer;
    const MergeRow *merge;
} Returning;

static bool things_return(const AccountMoved *moved, void *context, Error *error)
{
    const Returning *returning = context;
    const Writer *writer = returning->writer;
    const MergeRow *merge = returning->merge;
    Ids ids = { .count = BACK_AT_ONCE };
    int64_t after = 0;
    while (ids.count == BACK_AT_ONCE) {
        if (!merge_moved_of(writer->db, writer->arena, merge->id, moved->what, after, BACK_AT_ONCE, &ids, error))
            return false;
        if (!ids.count)
            return true;
        after = ids.items[ids.count - 1];
        if (!moved->move(writer->db, ids, merge->stays_id, merge->gone_id, error) ||
            (moved->search && !search_keep(writer->db, moved->search, ids)))
            return false;
        for (size_t i = 0; moved->move == account_parent_move && i < ids.count; i++)
            if (!columns_renew(writer, ACCOUNT_COLUMNS, ids.items[i], error))
                return false;
    }
    return true;
}

static bool holders_unmerge(const Writer *writer, const MergeRow *merge, Error *error)
{
    const AccountMerged merged = { merge->id, merge->gone_id, merge->stays_id };
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->accounts && (*at)->accounts->unmerge && !(*at)->accounts->unmerge(writer, &merged, error))
            return false;
    return true;
}

static bool unmerge_is_possible(const Writer *writer, const MergeRow *merge, Error *error)
{
    AccountRow *stays;
    if (strcmp(merge->state, "merged") != 0)
        return fail(error, ERROR_CONFLICT, NULL,
                    strcmp(merge->state, "undone") == 0 ? "the merge was undone already"
                                                        : "the merge is too old to be undone");
    if (!account_by_id(writer->db, writer->arena, merge->stays_id, &stays, error))
        return false;
    return stays || fail(error, ERROR_CONFLICT, NULL, "account %lld was itself merged since; undo that merge first",
                         (long long)merge->stays_id);
}

/* Where the account is, and its row. */
static bool gone_returns(const Writer *writer, const MergeRow *merge, Error *error)
{
    AccountRow row;
    return row_read(writer, merge, &row, error) && place_restore(writer, merge, error) &&
           row_returns(writer, merge, &row, error);
}

/* Accounts stand below it again: its parent may have come to stand below one of them since. */
static bool loop_cut(const Writer *writer, const MergeRow *merge, Error *error)
{
    AccountRow *row;
    AccountStandsBelowRow *below;
    if (!account_by_id(writer->db, writer->arena, merge->gone_id, &row, error))
        return false;
    if (!row->parent_id.known)
        return true;
    if (!account_stands_below(writer->db, writer->arena, row->parent_id.value, row->id, &below, error))
        return false;
    return !below->found || account_parent_clear(writer->db, row->id, error);
}

static bool unmerge_end(const Writer *writer, const MergeRow *merge, Error *error)
{
    return search_keep_one(writer->db, &ACCOUNT_SEARCH, merge->gone_id) &&
           search_keep_one(writer->db, &ACCOUNT_SEARCH, merge->stays_id) &&
           merge_columns_renew(writer, merge->gone_id, error) && merge_columns_renew(writer, merge->stays_id, error) &&
           merge_tell(writer, "account.unmerged", merge->stays_id, merge, error) &&
           merge_tell(writer, "account.restored", merge->gone_id, merge, error);
}

bool account_unmerge(const Writer *writer, const MergeRow *merge, Error *error)
{
    Returning returning = { writer, merge };
    return unmerge_is_possible(writer, merge, error) && gone_returns(writer, merge, error) &&
           merge_each_moved(things_return, &returning, error) && loop_cut(writer, merge, error) &&
           stays_restore(writer, merge, error) && ids_restore(writer, merge, error) &&
           holders_unmerge(writer, merge, error) && merge_moved_drop(writer->db, merge->id, error) &&
           merge_undone(writer->db, merge->id, writer->now, error) && unmerge_end(writer, merge, error);
}

bool account_merge_noted(Db *db, Arena *arena, int64_t merge, const char *what, Ids *ids, Error *error)
{
    return merge_moved_of(db, arena, merge, what, 0, INT64_MAX, ids, error);
}

/* ---- too old ---- */

typedef struct {
    int64_t before;
    bool more;
} Settling;

static bool settle_work(Db *db, void *context, Error *error)
{
    enum { AT_ONCE = 50 };
    Settling *settling = context;
    Ids ids;
    if (!merge_settle_some(db, db_arena(db), settling->before, AT_ONCE, &ids, error))
        return false;
    settling->more = ids.count == AT_ONCE;
    return !ids.count || (merge_settled(db, ids, error) && merge_moved_settle(db, ids, error));
}

bool merge_settle_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    Settling settling = { now - MERGE_DAYS * (int64_t)MS_PER_DAY, true };
    (void)arena;
    while (settling.more)
        if (!store_write(services->store, settle_work, &settling, error))
            return false;
    return true;
}
