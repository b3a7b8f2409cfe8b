/* Persons and accounts who go, are exported, or turn out to be one: their ids, and what was said of them. */
#include "base/json.h"
#include "usage/identity/identity_store.h"

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

const ContactHolder IDENTITY_CONTACTS = {
    .name = "identity", .forget = person_forget, .export = person_export, .merge = person_merge
};
const AccountHolder IDENTITY_ACCOUNTS = { .name = "identity", .drop = account_leave };
