/*
 * An import of contacts is undone. The state of a contact is its row and where it is joined, with which roles. A
 * contact that an import added goes as long as nothing was told of the person (ContactHolder.holds); its id stays, as
 * facts name it.
 */
#include "base/json.h"
#include "base/reason.h"
#include "customer/contact/contact_store.h"
#include "jobs/module.h"

bool contact_state(Db *db, Arena *arena, const ContactRow *row, const char **state, Error *error)
{
    ContactSnapshot whole = { .row = *row };
    ContactJoinRow *joins;
    size_t count;
    Text text = text_new(arena);
    if (!contact_join_all(db, arena, row->id, &joins, &count, error))
        return false;
    whole.joins = (List) { count, joins };
    shape_write(&text, &CONTACT_SNAPSHOT, &whole);
    *state = text_string(&text);
    return true;
}

static bool state_read(Db *db, Arena *arena, int64_t id, const char **state, Error *error)
{
    ContactRow *row;
    *state = NULL;
    return contact_by_id(db, arena, id, &row, error) &&
           (!row || row->forgotten_at.known || contact_state(db, arena, row, state, error));
}

static bool contact_take_back(const Writer *writer, int64_t id, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++) {
        const ContactHolder *holder = (*at)->persons;
        const char *what = NULL;
        if (holder && holder->holds && !holder->holds(writer->db, writer->arena, id, &what, error))
            return false;
        if (what)
            return refuse(error, NULL, REASON_HOLDS, what, NULL);
    }
    return contact_withdraw(writer, id, error);
}

static const ContactJoinRow *join_at(List joins, int64_t account)
{
    const ContactJoinRow *items = joins.items;
    for (size_t i = 0; i < joins.count; i++)
        if (items[i].account_id == account)
            return &items[i];
    return NULL;
}

/* Joins that are not among those of then go. *left: there were such. */
static bool joins_leave(const Writer *writer, int64_t contact, List then, bool *left, Error *error)
{
    ContactJoinRow *joins;
    size_t count;
    *left = false;
    if (!contact_join_all(writer->db, writer->arena, contact, &joins, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (join_at(then, joins[i].account_id))
            continue;
        *left = true;
        if (!contact_join_remove(writer->db, joins[i].account_id, contact, error))
            return false;
    }
    return true;
}

/* Who left an account works at the first one that is left. */
static bool joins_restore(const Writer *writer, int64_t contact, List then, Error *error)
{
    const ContactJoinRow *joins = then.items;
    bool left;
    for (size_t i = 0; i < then.count; i++)
        if (!account_must_exist(writer->db, writer->arena, joins[i].account_id, "account", error) ||
            !contact_join_set(writer->db, joins[i].account_id, contact, joins[i].roles, error))
            return false;
    if (!joins_leave(writer, contact, then, &left, error))
        return false;
    return !left || !then.count || contact_joined_tell(writer, contact, joins[0].account_id, true, error);
}

static bool contact_restore(const Writer *writer, int64_t id, const Json *state, Error *error)
{
    ContactSnapshot then;
    ContactRow *now, after;
    List told;
    bool changed;
    if (!contact_by_id(writer->db, writer->arena, id, &now, error) ||
        !shape_read(writer->arena, state, &CONTACT_SNAPSHOT, &then, error))
        return false;
    after = then.row;
    after.id = now->id;
    after.version = now->version;
    after.created_at = now->created_at;
    after.last_seen_on = now->last_seen_on;
    return fields_restore(writer->db, writer->arena, "contact", now->fields, then.row.fields, &after.fields, &told,
                          error) &&
           contact_address_is_free(writer, now, &after, error) &&
           contact_store(writer, now, &after, told, 0, &changed, error) && joins_restore(writer, id, then.joins, error);
}

const ImportUndo CONTACT_UNDO = { "contact", state_read, contact_take_back, contact_restore };
