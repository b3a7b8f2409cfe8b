/*
 * Two accounts become one: who belongs to the one that goes belongs to the one that stays, with the roles of both. What
 * was so before is written down for the undo. A join that somebody changed since stays as it is.
 */
#include "customer/contact/contact_store.h"

static bool join_merge(const Writer *writer, const AccountMerged *merged, const ContactJoinsBesideRow *row,
                       Error *error)
{
    const char *both = roles_both(writer->arena, row->stays_roles ? row->stays_roles : "", row->gone_roles);
    JoinMergedRow note = { merged->id, row->contact_id, row->gone_roles, row->stays_roles, both };
    return join_merged_put(writer->db, &note, 1, error) &&
           contact_join_set(writer->db, merged->stays, row->contact_id, both, error);
}

bool contact_account_merge(const Writer *writer, const AccountMerged *merged, Error *error)
{
    ContactJoinsBesideRow *rows;
    size_t count;
    if (!contact_joins_beside(writer->db, writer->arena, merged->gone, merged->stays, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!join_merge(writer, merged, &rows[i], error) ||
            !search_keep_one(writer->db, &CONTACT_SEARCH, rows[i].contact_id))
            return false;
    return contact_join_drop(writer->db, merged->gone, error);
}

static bool stays_restore(const Writer *writer, const AccountMerged *merged, const JoinMergedRow *row, Error *error)
{
    ContactJoinRow *now;
    if (!contact_join_one(writer->db, writer->arena, merged->stays, row->contact_id, &now, error))
        return false;
    if (!now || !text_equal(now->roles, row->joint_roles))
        return true;
    return row->stays_roles ? contact_join_set(writer->db, merged->stays, row->contact_id, row->stays_roles, error)
                            : contact_join_remove(writer->db, merged->stays, row->contact_id, error);
}

/* Who became another person since is that one. */
static bool join_restore(const Writer *writer, const AccountMerged *merged, const JoinMergedRow *row, Error *error)
{
    ContactMergedIntoRow *into;
    JoinMergedRow person = *row;
    ContactThereRow *there;
    if (!contact_merged_into(writer->db, writer->arena, row->contact_id, &into, error))
        return false;
    if (into && into->merged_into.known)
        person.contact_id = into->merged_into.value;
    if (!contact_there(writer->db, writer->arena, person.contact_id, &there, error))
        return false;
    if (!there)
        return true;
    return stays_restore(writer, merged, &person, error) &&
           contact_join_set(writer->db, merged->gone, person.contact_id, person.gone_roles, error) &&
           search_keep_one(writer->db, &CONTACT_SEARCH, person.contact_id);
}

bool contact_account_unmerge(const Writer *writer, const AccountMerged *merged, Error *error)
{
    JoinMergedRow *rows;
    size_t count;
    if (!join_merged_of(writer->db, writer->arena, merged->id, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!join_restore(writer, merged, &rows[i], error))
            return false;
    return join_merged_drop(writer->db, merged->id, error);
}

bool contact_account_counted(Db *db, Arena *arena, int64_t account, int64_t *count, Error *error)
{
    ContactJoinsCountRow *row;
    if (!contact_joins_count(db, arena, account, &row, error))
        return false;
    *count = row->contacts;
    return true;
}

bool contact_joins_withdraw(const Writer *writer, int64_t account, Ids contacts, Error *error)
{
    return contact_joins_leave(writer->db, account, contacts, error) &&
           search_keep(writer->db, &CONTACT_SEARCH, contacts);
}
