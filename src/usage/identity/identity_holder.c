/* Persons and accounts who go, are exported, or turn out to be one: their ids, and what was said of them. */
#include "base/json.h"
#include "usage/identity/identity_store.h"

#include <stdlib.h>

static bool person_forget(const Writer *writer, int64_t contact, Error *error)
{
    identity_doubt(writer->db);
    return alias_forget(writer->db, contact, error) && binding_forget(writer->db, contact, error) &&
           person_account_forget(writer->db, contact, error);
}

static bool alias_write(const AliasListRow *row, void *context, Error *error)
{
    (void)error;
    json_comma_to(context);
    json_string_to(context, row->anonymous_id);
    return true;
}

static bool binding_write(const BindingListRow *row, void *context, Error *error)
{
    (void)error;
    json_comma_to(context);
    shape_write(context, &BINDING_LIST_ROW, row);
    return true;
}

static bool person_export(Db *db, Arena *arena, int64_t contact, Text *json, Error *error)
{
    (void)arena;
    text_add(json, "{\"anonymous_ids\":[");
    if (!alias_list(db, contact, alias_write, json, error))
        return false;
    text_add(json, "],\"bindings\":[");
    if (!binding_list(db, contact, binding_write, json, error))
        return false;
    text_add(json, "]}");
    return true;
}

static bool person_merge(const Writer *writer, int64_t from, int64_t into, Error *error)
{
    identity_doubt(writer->db);
    return alias_move(writer->db, from, into, error) && binding_copy(writer->db, from, into, error) &&
           binding_forget(writer->db, from, error) && person_account_copy(writer->db, from, into, error) &&
           person_account_forget(writer->db, from, error);
}

static bool account_leave(const Writer *writer, int64_t account, Error *error)
{
    identity_doubt(writer->db);
    return binding_drop_account(writer->db, account, error) && person_account_drop_account(writer->db, account, error);
}

/* What was said of persons names the account that was meant, so a merge changes nothing of it. Who was known to belong
 * to it by then is written down. */
static bool nothing_moves(Db *db, Ids ids, int64_t from, int64_t into, Error *error)
{
    (void)db;
    (void)ids;
    (void)from;
    (void)into;
    (void)error;
    return true;
}

#define KNOWN        "people_known"
#define KNOWN_BEYOND "people_beyond"
const AccountMoved IDENTITY_MOVED[] = { { KNOWN, person_ids_of_account, nothing_moves, NULL, true },
                                        { KNOWN_BEYOND, person_ids_beyond, nothing_moves, NULL, true },
                                        { 0 } };

static int id_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static bool is_among(Ids ids, int64_t id)
{
    return ids.count && bsearch(&id, ids.items, ids.count, sizeof id, id_order) != NULL;
}

/* Who came to belong to the account while it was another belongs to it again, and to the other only if that was said of
 * it too. */
static bool comers_return(const Writer *writer, const AccountMerged *merged, Error *error)
{
    PersonAccountBesideRow *rows;
    size_t count, came = 0, only = 0;
    Ids known;
    if (!person_account_beside(writer->db, writer->arena, merged->gone, merged->stays, &rows, &count, error) ||
        !account_merge_noted(writer->db, writer->arena, merged->id, KNOWN, &known, error))
        return false;
    ContactJoin *joins = arena_array(writer->arena, count + 1, sizeof *joins);
    int64_t *leaving = arena_array(writer->arena, count + 1, sizeof *leaving);
    for (size_t i = 0; i < count; i++) {
        if (is_among(known, rows[i].contact_id))
            continue;
        joins[came++] = (ContactJoin) { merged->gone, rows[i].contact_id };
        if (!rows[i].both)
            leaving[only++] = rows[i].contact_id;
    }
    return contact_joins_add(writer, joins, came, error) &&
           (!only || contact_joins_withdraw(writer, merged->stays, (Ids) { only, leaving }, error));
}

/* Who came to belong to the one that stays meanwhile goes on belonging there, also if the merge had brought them. */
static bool comers_stay(const Writer *writer, const AccountMerged *merged, Error *error)
{
    Ids known, now;
    size_t came = 0;
    if (!account_merge_noted(writer->db, writer->arena, merged->id, KNOWN_BEYOND, &known, error) ||
        !person_ids_within(writer->db, writer->arena, merged->stays, &now, error))
        return false;
    ContactJoin *joins = arena_array(writer->arena, now.count + 1, sizeof *joins);
    for (size_t i = 0; i < now.count; i++)
        if (!is_among(known, now.items[i]))
            joins[came++] = (ContactJoin) { merged->stays, now.items[i] };
    return contact_joins_add(writer, joins, came, error);
}

static bool account_unmerge(const Writer *writer, const AccountMerged *merged, Error *error)
{
    return comers_return(writer, merged, error) && comers_stay(writer, merged, error);
}

const ContactHolder IDENTITY_CONTACTS = {
    .name = "identity", .forget = person_forget, .export = person_export, .merge = person_merge
};
const AccountHolder IDENTITY_ACCOUNTS = { .name = "identity", .drop = account_leave, .unmerge = account_unmerge };
