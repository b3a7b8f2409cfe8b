/*
 * An import of accounts is undone: what the state of an account is, when it may go, how it is restored.
 *
 * An account that an import added goes as long as nothing stands on it: no account below it, and nothing that another
 * module holds of it (AccountHolder.holds).
 */
#include "base/json.h"
#include "base/reason.h"
#include "customer/account/account_merge.h"
#include "house/import/import.h"
#include "http/edit.h"
#include "jobs/module.h"

const char *account_state(Arena *arena, const AccountRow *row)
{
    Text state = text_new(arena);
    shape_write(&state, &ACCOUNT_SNAPSHOT, row);
    return text_string(&state);
}

static bool state_read(Db *db, Arena *arena, int64_t id, const char **state, Error *error)
{
    AccountRow *row;
    if (!account_by_id(db, arena, id, &row, error))
        return false;
    *state = row ? account_state(arena, row) : NULL;
    return true;
}

static bool stands_alone(const Writer *writer, int64_t id, Error *error)
{
    AccountChildrenRow *children;
    size_t count;
    Ids merged;
    if (!account_children(writer->db, writer->arena, id, &children, &count, error) ||
        !merged_members(writer->db, writer->arena, id, &merged, error))
        return false;
    if (count || merged.count)
        return refuse(error, NULL, REASON_HOLDS, "accounts", NULL);
    for (const Module *const *at = modules_used(); *at; at++) {
        const AccountHolder *holder = (*at)->accounts;
        const char *what = NULL;
        if (holder && holder->holds && !holder->holds(writer->db, writer->arena, id, &what, error))
            return false;
        if (what)
            return refuse(error, NULL, REASON_HOLDS, what, NULL);
    }
    return true;
}

static bool account_take_back(const Writer *writer, int64_t id, Error *error)
{
    return stands_alone(writer, id, error) && account_drop(writer, id, error);
}

bool account_laid_over(const Writer *writer, const AccountRow *now, const Json *state, AccountRow *row, List *told,
                       Error *error)
{
    AccountRow then;
    *row = *now;
    return shape_read(writer->arena, state, &ACCOUNT_SNAPSHOT, &then, error) &&
           edit_apply_from(writer->arena, state, &ACCOUNT_SNAPSHOT, &then, &ACCOUNT_ROW, row, error) &&
           fields_restore(writer->db, writer->arena, "account", now->fields, then.fields, &row->fields, told, error);
}

static bool account_restore(const Writer *writer, int64_t id, const Json *state, Error *error)
{
    AccountRow *now, after;
    List told;
    bool changed;
    return account_by_id(writer->db, writer->arena, id, &now, error) &&
           account_laid_over(writer, now, state, &after, &told, error) &&
           account_store(writer, now, &after, told, false, &changed, error);
}

const ImportUndo ACCOUNT_UNDO = { "account", state_read, account_take_back, account_restore };
