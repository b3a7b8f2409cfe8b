/* Persons and accounts who go, are exported, or turn out to be one: their ids, and what was said of them. */
#include "base/json.h"
#include "usage/identity/identity_store.h"

static bool person_forget(const Writer *writer, int64_t contact, Error *error)
{
    identity_doubt(writer->db);
    return alias_forget(writer->db, contact, error) && binding_forget(writer->db, contact, error) &&
           person_account_forget(writer->db, contact, error);
}

static bool person_export(Db *db, Arena *arena, int64_t contact, Text *json, Error *error)
{
    AliasListRow *aliases;
    BindingListRow *bindings;
    size_t alias_count, binding_count;
    if (!alias_list(db, arena, contact, &aliases, &alias_count, error) ||
        !binding_list(db, arena, contact, &bindings, &binding_count, error))
        return false;
    text_add(json, "{\"anonymous_ids\":[");
    for (size_t i = 0; i < alias_count; i++) {
        if (i > 0)
            text_char(json, ',');
        json_string_to(json, aliases[i].anonymous_id);
    }
    text_add(json, "],\"bindings\":");
    shape_write_list(json, &BINDING_LIST_ROW, bindings, binding_count);
    text_char(json, '}');
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
