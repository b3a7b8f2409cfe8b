/*
 * Two contacts that turned out to be one person: by an alias, or by an address. All in the caller's transaction:
 * modules move what they hold, from left to right, then joins, then the rows. The younger row is emptied and points to
 * the older one, so links and facts still lead to the person.
 *
 * In order: values; joins; both; forgetting the emptied ones; former ids.
 */
#include "customer/contact/contact_store.h"

#include "base/json.h"
#include "customer/contact/exclude_store.h"
#include "http/edit.h"
#include "jobs/module.h"

#include <string.h>

/* ---- values ---- */

static const char *fields_filled(Arena *arena, const char *values, const char *more, Error *error)
{
    const Json *mine, *others;
    Text text = text_new(arena);
    if (!json_parse_exact(arena, values, strlen(values), &mine, error) ||
        !json_parse_exact(arena, more, strlen(more), &others, error))
        return NULL;
    text_char(&text, '{');
    for (const Json *at = json_first(mine); at; at = json_next(at)) {
        json_key_to(&text, json_key(at));
        text_add(&text, json_print(arena, at));
    }
    for (const Json *at = json_first(others); at; at = json_next(at)) {
        if (json_get(mine, json_key(at)))
            continue;
        json_key_to(&text, json_key(at));
        text_add(&text, json_print(arena, at));
    }
    text_char(&text, '}');
    return text_string(&text);
}

/* The values of the first prevail, and what is empty there comes from the other. */
static bool rows_join(Arena *arena, const ContactRow *first, const ContactRow *second, ContactRow *merged, Error *error)
{
    *merged = *second;
    edit_keep(arena, &CONTACT_PATCH, &CONTACT_ROW, first, merged);
    merged->fields = fields_filled(arena, first->fields, second->fields, error);
    return merged->fields != NULL;
}

/* ---- joins ---- */

static bool join_merge(const Writer *writer, int64_t into, const ContactJoinsOfRow *from, Error *error)
{
    ContactJoinRow *join;
    if (!contact_join_one(writer->db, writer->arena, from->account_id, into, &join, error))
        return false;
    const char *roles = roles_both(writer->arena, join ? join->roles : "", from->roles);
    return contact_join_set(writer->db, from->account_id, into, roles, error);
}

static bool joins_merge(const Writer *writer, int64_t from, int64_t into, Error *error)
{
    ContactJoinsOfRow *rows;
    size_t count;
    if (!contact_joins_of(writer->db, writer->arena, from, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!join_merge(writer, into, &rows[i], error))
            return false;
    return contact_leave(writer->db, from, error);
}

/* ---- both ---- */

static bool holder_merge(const Writer *writer, const ContactHolder *holder, int64_t from, int64_t into, Error *error)
{
    const DbValue values[] = { { .type = FIELD_ID, .known = true, .integer = from },
                               { .type = FIELD_ID, .known = true, .integer = into } };
    return (!holder->moves || db_run(writer->db, holder->moves, values, NULL, error)) &&
           (!holder->merge || holder->merge(writer, from, into, error));
}

static bool holders_merge(const Writer *writer, int64_t from, int64_t into, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->persons && !holder_merge(writer, (*at)->persons, from, into, error))
            return false;
    return true;
}

/* An id that is not the person's any more still leads to the person. */
static bool id_remember(const Writer *writer, const char *id, const ContactRow *merged, Error *error)
{
    return !id || text_equal(id, merged->external_id) || contact_known_put(writer->db, id, merged->id, error);
}

/* What leads to the one that goes leads to the one that stays. */
static bool ids_merge(const Writer *writer, const ContactRow *first, const ContactRow *second, const ContactRow *merged,
                      int64_t gone, Error *error)
{
    return contact_buried_move(writer->db, gone, merged->id, error) &&
           contact_known_move(writer->db, gone, merged->id, error) &&
           id_remember(writer, first->external_id, merged, error) &&
           id_remember(writer, second->external_id, merged, error);
}

static bool seen_merge(const Writer *writer, const ContactRow *row, int64_t into, Error *error)
{
    return !row->last_seen_on.known || contacts_seen_on(writer->db, (Ids) { 1, &into }, row->last_seen_on.value, error);
}

static bool rows_merge(const Writer *writer, const ContactRow *first, const ContactRow *second, ContactRow *merged,
                       Error *error)
{
    int64_t gone = merged->id == first->id ? second->id : first->id;
    return contact_bury(writer->db, gone, merged->id, writer->now, error) &&
           contact_demo_leave(writer->db, merged->id, gone, error) && contact_judged_no_more(writer, gone, error) &&
           ids_merge(writer, first, second, merged, gone, error) && contact_row_write(writer, merged, error) &&
           seen_merge(writer, first, merged->id, error) && seen_merge(writer, second, merged->id, error) &&
           search_keep_one(writer->db, &CONTACT_SEARCH, gone) &&
           contact_tell(writer, "contact.merged", merged->id, 0, NULL, error);
}

static bool merge_read(const Writer *writer, int64_t id, ContactRow **row, Error *error)
{
    return contact_by_id(writer->db, writer->arena, id, row, error) &&
           (*row || fail(error, ERROR_MISSING, NULL, "contact %lld not found", (long long)id));
}

bool contact_merge(const Writer *writer, int64_t first, int64_t second, int64_t *stays, Error *error)
{
    ContactRow *one, *two, merged;
    int64_t gone = first < second ? second : first;
    *stays = first < second ? first : second;
    if (first == second)
        return true;
    if (!merge_read(writer, first, &one, error) || !merge_read(writer, second, &two, error) ||
        !rows_join(writer->arena, one, two, &merged, error))
        return false;
    merged.id = *stays;
    merged.version = (first == *stays ? one : two)->version;
    return holders_merge(writer, gone, *stays, error) && joins_merge(writer, gone, *stays, error) &&
           rows_merge(writer, one, two, &merged, error);
}

bool contact_former_ids(Db *db, Arena *arena, int64_t contact_id, Text *text, Error *error)
{
    ContactKnownListRow *rows;
    size_t count;
    if (!contact_known_list(db, arena, contact_id, &rows, &count, error))
        return false;
    json_key_to(text, "former_ids");
    text_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        text_add(text, i ? "," : "");
        json_string_to(text, rows[i].external_id);
    }
    text_char(text, ']');
    return true;
}
