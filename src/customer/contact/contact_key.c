/* Contacts by the ids that products know them by: one, or many at once. */
#include "customer/contact/contact.h"

#include "contact.sql.h"

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
