/*
 * Two accounts become one, in the caller's transaction: first the things that move, then where the other one is from
 * now on, then what modules join, then the rows. The one that stays is stored last, when the other's external id is
 * free.
 *
 * In order: values; what moves; both.
 */
#include "customer/account/account_merge.h"

#include "base/id.h"
#include "customer/account/account_bulk.h"
#include "customer/account/account_columns.h"
#include "http/edit.h"
#include "jobs/module.h"

#include <string.h>

/* ---- values ---- */

typedef struct {
    const MergeMix *mix;
    const Json *parts[MERGE_STATES_MAX];
    Text *text;
    Arena *arena;
} Mixing;

static bool was_there(const Mixing *mixing, size_t before, const char *key)
{
    for (size_t i = 0; i < before; i++)
        if (mixing->parts[i] && json_get(mixing->parts[i], key))
            return true;
    return false;
}

static void members_mix(Mixing *mixing, const char *prefix);

static void member_mix(Mixing *mixing, const char *prefix, const char *key)
{
    const Json *values[MERGE_STATES_MAX];
    bool nested = !*prefix && strcmp(key, "fields") == 0;
    for (size_t i = 0; i < MERGE_STATES_MAX; i++)
        values[i] = mixing->parts[i] ? json_get(mixing->parts[i], key) : NULL;
    if (nested) {
        Mixing inner = { mixing->mix, { values[0], values[1], values[2] }, mixing->text, mixing->arena };
        json_key_to(mixing->text, key);
        members_mix(&inner, "fields.");
        return;
    }
    const Json *value =
        mixing->mix->choose(arena_format(mixing->arena, "%s%s", prefix, key), values, mixing->mix->context);
    if (json_is_null(value) && *prefix)
        return;
    json_key_to(mixing->text, key);
    text_add(mixing->text, json_is_null(value) ? "null" : json_print(mixing->arena, value));
}

static void members_mix(Mixing *mixing, const char *prefix)
{
    text_char(mixing->text, '{');
    for (size_t i = 0; i < MERGE_STATES_MAX; i++)
        for (const Json *at = mixing->parts[i] ? json_first(mixing->parts[i]) : NULL; at; at = json_next(at))
            if (!was_there(mixing, i, json_key(at)))
                member_mix(mixing, prefix, json_key(at));
    text_char(mixing->text, '}');
}

bool merge_mix(Arena *arena, const MergeMix *mix, const char **state, Error *error)
{
    Text text = text_new(arena);
    Mixing mixing = { .mix = mix, .text = &text, .arena = arena };
    for (size_t i = 0; i < MERGE_STATES_MAX && mix->states[i]; i++)
        if (!json_parse_exact(arena, mix->states[i], strlen(mix->states[i]), &mixing.parts[i], error))
            return false;
    members_mix(&mixing, "");
    *state = text_string(&text);
    return true;
}

static bool is_taken(const MergeAsked *asked, const char *name)
{
    for (size_t i = 0; i < asked->take.count; i++)
        if (strcmp(asked->take.items[i], name) == 0)
            return true;
    return false;
}

/* values: of the one that stays, of the one that goes */
static const Json *value_choose(const char *name, const Json *const *values, const void *context)
{
    const MergeAsked *asked = context;
    bool other = asked->chosen ? is_taken(asked, name) : json_is_null(values[0]);
    return other ? values[1] : values[0];
}

bool merge_names_mend(const Writer *writer, AccountRow *row, Error *error)
{
    MergeNamesRow *names;
    AccountStandsBelowRow *below;
    if (!merge_names(writer->db, writer->arena, row->team_id, row->owner_id, row->stand_in_id, row->parent_id, &names,
                     error))
        return false;
    row->team_id = names->team_id;
    row->owner_id = names->owner_id;
    row->stand_in_id = names->stand_in_id;
    row->parent_id = names->parent_id;
    if (!row->parent_id.known)
        return true;
    if (!account_stands_below(writer->db, writer->arena, row->parent_id.value, row->id, &below, error))
        return false;
    if (below->found)
        row->parent_id = (OptInt) { 0 };
    return true;
}

bool merge_state_set(const Writer *writer, int64_t account, const char *state, const char **after, Error *error)
{
    AccountRow *now, row;
    const Json *json;
    List told;
    bool changed;
    if (!account_by_id(writer->db, writer->arena, account, &now, error) ||
        !json_parse_exact(writer->arena, state, strlen(state), &json, error) ||
        !account_laid_over(writer, now, json, &row, &told, error) || !merge_names_mend(writer, &row, error) ||
        !account_store(writer, now, &row, told, false, &changed, error))
        return false;
    *after = account_state(writer->arena, &row);
    return true;
}

/* ---- what moves ---- */

static const AccountMoved OWN[] = { { "facts", facts_of_account, facts_move, NULL, true },
                                    { "accounts", account_ids_below, account_parent_move, NULL, false } };

bool merge_each_moved(MergeEach each, void *context, Error *error)
{
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++)
        if (!each(&OWN[i], context, error))
            return false;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const AccountMoved *moved = (*at)->moved; moved && moved->what; moved++)
            if (!each(moved, context, error))
                return false;
    return true;
}

enum { MOVED_AT_ONCE = 500 };

typedef struct {
    const Writer *writer;
    const MergeRow *merge;
} Moving;

static bool moved_note(const Moving *moving, const AccountMoved *moved, Ids ids, Error *error)
{
    MergeMovedPutIn *rows = arena_array(moving->writer->arena, ids.count + 1, sizeof *rows);
    for (size_t i = 0; i < ids.count; i++)
        rows[i] = (MergeMovedPutIn) { moving->merge->id, moved->what, ids.items[i] };
    return merge_moved_put(moving->writer->db, rows, ids.count, error);
}

/* Account below: its column says where it stands. */
static bool moved_renew(const Writer *writer, const AccountMoved *moved, Ids ids, Error *error)
{
    for (size_t i = 0; moved->move == account_parent_move && i < ids.count; i++)
        if (!columns_renew(writer, ACCOUNT_COLUMNS, ids.items[i], error))
            return false;
    return !moved->search || search_keep(writer->db, moved->search, ids);
}

static bool things_move(const AccountMoved *moved, void *context, Error *error)
{
    const Moving *moving = context;
    const Writer *writer = moving->writer;
    Ids ids = { 0 };
    int64_t after = 0;
    do {
        if (!moved->ids(writer->db, writer->arena, moving->merge->gone_id, after, MOVED_AT_ONCE, &ids, error))
            return false;
        if (!ids.count)
            return true;
        after = ids.items[ids.count - 1];
        if (!moved_note(moving, moved, ids, error) ||
            !moved->move(writer->db, ids, moving->merge->gone_id, moving->merge->stays_id, error) ||
            !moved_renew(writer, moved, ids, error))
            return false;
    } while (ids.count == MOVED_AT_ONCE);
    return true;
}

typedef struct {
    Db *db;
    Arena *arena;
    int64_t account;
    MergeCountRow *counts;
    size_t count, capacity;
} Holdings;

static bool things_count(const AccountMoved *moved, void *context, Error *error)
{
    Holdings *holdings = context;
    Ids ids = { .count = MOVED_AT_ONCE };
    int64_t total = 0, after = 0;
    while (!moved->part && ids.count == MOVED_AT_ONCE) {
        if (!moved->ids(holdings->db, holdings->arena, holdings->account, after, MOVED_AT_ONCE, &ids, error))
            return false;
        total += (int64_t)ids.count;
        after = ids.count ? ids.items[ids.count - 1] : after;
    }
    if (!total)
        return true;
    holdings->counts = arena_room(holdings->arena, holdings->counts, holdings->count, 1, &holdings->capacity,
                                  sizeof *holdings->counts);
    holdings->counts[holdings->count++] = (MergeCountRow) { moved->what, total };
    return true;
}

static bool kind_seek(const AccountMoved *moved, void *context, Error *error)
{
    const char **what = context;
    (void)error;
    if (*what && moved->part && strcmp(moved->what, *what) == 0)
        *what = NULL;
    return true;
}

bool merge_is_counted(const char *what)
{
    Error never = { 0 };
    return merge_each_moved(kind_seek, &what, &never) && what != NULL;
}

/* What modules join instead of moving it. */
static bool joined_count(Holdings *holdings, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++) {
        const AccountHolder *holder = (*at)->accounts;
        int64_t count = 0;
        if (!holder || !holder->counted)
            continue;
        if (!holder->counted(holdings->db, holdings->arena, holdings->account, &count, error))
            return false;
        holdings->counts = arena_room(holdings->arena, holdings->counts, holdings->count, 1, &holdings->capacity,
                                      sizeof *holdings->counts);
        if (count)
            holdings->counts[holdings->count++] = (MergeCountRow) { holder->counts, count };
    }
    return true;
}

bool merge_holdings(Db *db, Arena *arena, int64_t account, List *counts, Error *error)
{
    Holdings holdings = { .db = db, .arena = arena, .account = account };
    if (!joined_count(&holdings, error) || !merge_each_moved(things_count, &holdings, error))
        return false;
    *counts = (List) { holdings.count, holdings.counts };
    return true;
}

/* ---- both ---- */

bool merge_columns_renew(const Writer *writer, int64_t account, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const ColumnSource *source = (*at)->columns; source && source->name; source++)
            if ((source->some || source->counts_of) && !columns_renew(writer, source, account, error))
                return false;
    return true;
}

bool merge_tell(const Writer *writer, const char *kind, int64_t account, const MergeRow *merge, Error *error)
{
    Fact fact = { .kind = kind,
                  .account_id = account,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "merge:%lld", (long long)merge->id),
                  .body = merge,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

/* Where the one that goes is from now on, with all that went into it before, and by which ids it is found. */
static bool place_set(const Writer *writer, const MergeRow *merge, const char *stays_id, Error *error)
{
    Ids below;
    return merged_below(writer->db, writer->arena, merge->gone_id, &below, error) &&
           merged_put(writer->db, merge->gone_id, merge->stays_id, merge->stays_id, error) &&
           merged_into_set(writer->db, below, merge->stays_id, error) &&
           (!merge->gone_external_id || known_as_put(writer->db, merge->gone_external_id, merge->gone_id, error)) &&
           (!stays_id || known_as_put(writer->db, stays_id, merge->stays_id, error));
}

static bool holders_merge(const Writer *writer, const MergeRow *merge, Error *error)
{
    const AccountMerged merged = { merge->id, merge->gone_id, merge->stays_id };
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->accounts && (*at)->accounts->merge && !(*at)->accounts->merge(writer, &merged, error))
            return false;
    return true;
}

static bool row_goes(const Writer *writer, int64_t gone, Error *error)
{
    return bulk_account_gone(writer->db, gone, error) && account_remove(writer->db, gone, error) &&
           search_drop_account(writer->db, writer->arena, gone, error);
}

/* An account never stands below itself: where its parent would be one that goes, or stands below one that goes, that
 * one's own parent takes the place. */
static bool parent_mend(const Writer *writer, const AccountRow *gone, const AccountRow *stays, AccountRow *after,
                        Error *error)
{
    const AccountRow *rows[] = { gone, stays };
    AccountStandsBelowRow *below;
    for (size_t i = 0; i < 2 && after->parent_id.known; i++) {
        if (!account_stands_below(writer->db, writer->arena, after->parent_id.value, rows[i]->id, &below, error))
            return false;
        if (below->found)
            after->parent_id = rows[i] == gone ? gone->parent_id : (OptInt) { 0 };
    }
    return true;
}

static bool state_picked(const Writer *writer, const MergeAsked *asked, const AccountRow *gone, const AccountRow *stays,
                         const char **state, Error *error)
{
    MergeMix mix = { .states = { account_state(writer->arena, stays), account_state(writer->arena, gone) },
                     .choose = value_choose,
                     .context = asked };
    const Json *json;
    AccountRow after;
    if (!merge_mix(writer->arena, &mix, state, error) ||
        !json_parse_exact(writer->arena, *state, strlen(*state), &json, error) ||
        !shape_read(writer->arena, json, &ACCOUNT_SNAPSHOT, &after, error) ||
        !parent_mend(writer, gone, stays, &after, error))
        return false;
    *state = account_state(writer->arena, &after);
    return true;
}

/* Whether the use of both counts is for people to say, not for the merge. */
static bool merge_pair(const Writer *writer, const MergeAsked *asked, AccountRow **gone, AccountRow **stays,
                       Error *error)
{
    if (asked->gone == asked->stays)
        return fail(error, ERROR_INPUT, "account_id", "an account cannot be merged with itself");
    if (!account_must_exist(writer->db, writer->arena, asked->gone, "account_id", error) ||
        !account_by_id(writer->db, writer->arena, asked->gone, gone, error) ||
        !account_by_id(writer->db, writer->arena, asked->stays, stays, error))
        return false;
    return (*gone)->test == (*stays)->test ||
           fail(error, ERROR_INPUT, "account_id",
                "only one of the two is a test account; change that first, so that both count or neither does");
}

static bool merge_begin(const Writer *writer, const MergeAsked *asked, MergeRow *merge, const char **state,
                        Error *error)
{
    AccountRow *gone, *stays;
    AccountDemoRow *demo;
    Text row = text_new(writer->arena);
    if (!merge_pair(writer, asked, &gone, &stays, error) ||
        !account_demo(writer->db, writer->arena, asked->gone, &demo, error) ||
        !state_picked(writer, asked, gone, stays, state, error))
        return false;
    shape_write(&row, &ACCOUNT_ROW, gone);
    *merge = (MergeRow) { .id = id_new(),
                          .gone_id = gone->id,
                          .stays_id = stays->id,
                          .gone_name = gone->name,
                          .gone_external_id = gone->external_id,
                          .gone_demo = demo->demo,
                          .gone_row = text_string(&row),
                          .before_state = account_state(writer->arena, stays),
                          .state = "merged",
                          .created_at = writer->now };
    return merge_insert(writer->db, merge, error) && place_set(writer, merge, stays->external_id, error);
}

/* What is kept elsewhere of both, and who hears of it. */
static bool merge_end(const Writer *writer, const MergeRow *merge, Error *error)
{
    return columns_renew(writer, ACCOUNT_COLUMNS, merge->gone_id, error) &&
           merge_columns_renew(writer, merge->stays_id, error) &&
           search_keep_one(writer->db, &ACCOUNT_SEARCH, merge->stays_id) &&
           merge_tell(writer, "account.merged", merge->stays_id, merge, error) &&
           merge_tell(writer, "account.absorbed", merge->gone_id, merge, error);
}

bool account_merge(const Writer *writer, const MergeAsked *asked, int64_t *merge_id, Error *error)
{
    MergeRow merge;
    Moving moving = { writer, &merge };
    const char *state, *after;
    if (!merge_begin(writer, asked, &merge, &state, error) || !merge_each_moved(things_move, &moving, error) ||
        !holders_merge(writer, &merge, error) || !row_goes(writer, merge.gone_id, error) ||
        !merge_state_set(writer, merge.stays_id, state, &after, error))
        return false;
    *merge_id = merge.id;
    return merge_after_state(writer->db, merge.id, after, error) && merge_end(writer, &merge, error);
}

bool merge_account_gone(const Writer *writer, int64_t account, Error *error)
{
    return merge_moved_forget(writer->db, account, error) && merge_forget(writer->db, account, error) &&
           merge_name_forget(writer->db, account, error) && known_as_forget(writer->db, account, error) &&
           merged_forget(writer->db, account, error);
}
