/*
 * Who is who: contacts by the ids that products know them by, one or many at once, and by their addresses, in any case
 * and width. An id finds its contact first, also a former id. Only when it finds none does the address count, and
 * then only a contact without an id is taken for the same person; a public key never joins in this way.
 */
#include "customer/contact/contact_store.h"

#include "base/reason.h"

const char *contact_address(Arena *arena, const char *email)
{
    return text_is_empty(email) ? NULL : text_lower(arena, text_trim(arena, email));
}

bool contact_find(const Writer *writer, const ContactGiven *given, ContactRow **row, Error *error)
{
    const char *address = contact_address(writer->arena, given->email);
    bool has_id = !text_is_empty(given->external_id);
    *row = NULL;
    if (given->id != 0)
        return contact_by_id(writer->db, writer->arena, given->id, row, error);
    if (!has_id && !address)
        return refuse(error, "external_id", REASON_NEEDS_KEY, NULL, NULL);
    if (!has_id)
        return contact_by_address(writer->db, writer->arena, address, given->account_id, row, error);
    if (!contact_by_external(writer->db, writer->arena, given->external_id, row, error))
        return false;
    return *row || !address || given->only_adds ||
           contact_without_id(writer->db, writer->arena, address, 0, row, error);
}

static bool stays_as_it_is(const ContactRow *before, const ContactRow *after)
{
    return before && text_equal(before->email, after->email) && text_equal(before->external_id, after->external_id);
}

bool contact_twin(const Writer *writer, const ContactRow *before, const ContactRow *after, ContactRow **twin,
                  Error *error)
{
    const char *address = contact_address(writer->arena, after->email);
    *twin = NULL;
    if (!address || !after->external_id || stays_as_it_is(before, after))
        return true;
    return contact_without_id(writer->db, writer->arena, address, before ? before->id : 0, twin, error);
}

bool contact_address_is_free(const Writer *writer, const ContactRow *before, const ContactRow *after, Error *error)
{
    const char *address = contact_address(writer->arena, after->email);
    ContactAddressHeldRow *other;
    if (!address || stays_as_it_is(before, after))
        return true;
    if (!contact_address_held(writer->db, writer->arena, address, before ? before->id : 0, after->external_id != NULL,
                              &other, error))
        return false;
    return !other || refuse(error, "email", REASON_TAKEN, after->email, NULL);
}

bool contact_still(Db *db, Arena *arena, int64_t id, ContactRow **row, Error *error)
{
    ContactMergedIntoRow *merged;
    if (!contact_by_id(db, arena, id, row, error))
        return false;
    if (!*row || !(*row)->forgotten_at.known)
        return true;
    *row = NULL;
    if (!contact_merged_into(db, arena, id, &merged, error))
        return false;
    return !merged || !merged->merged_into.known || contact_by_id(db, arena, merged->merged_into.value, row, error);
}

bool contact_known_as(const Writer *writer, const char *external_id, int64_t contact_id, Error *error)
{
    return contact_known_put(writer->db, external_id, contact_id, error) &&
           search_keep_one(writer->db, &CONTACT_SEARCH, contact_id);
}

bool contact_id_by_external(Db *db, Arena *arena, const char *external_id, int64_t *id, Error *error)
{
    ContactKeyRow *row;
    if (!contact_key(db, arena, external_id, &row, error))
        return false;
    *id = row ? row->id : 0;
    return true;
}

typedef struct {
    bool (*take)(int64_t id, const char *external_id, void *context, Error *error);
    void *context;
} KeyTaker;

static bool key_in_take(const ContactKeyInRow *row, void *context, Error *error)
{
    const KeyTaker *taker = context;
    return taker->take(row->id, row->external_id, taker->context, error);
}

bool contacts_by_external(Db *db, Texts external_ids,
                          bool (*take)(int64_t id, const char *external_id, void *context, Error *error), void *context,
                          Error *error)
{
    KeyTaker taker = { take, context };
    return contact_key_in(db, external_ids, key_in_take, &taker, error);
}
