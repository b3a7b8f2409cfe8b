/* All that is held of a person, as one JSON object: the contact itself, then what each module says. */
#include "customer/contact/contact_store.h"
#include "jobs/module.h"

/* ---- a list, as a statement finds it ---------------------------------------------------------------------------- */

typedef struct {
    Text *json;
    const Shape *shape;
    bool more;
} Listing;

static bool row_write(const void *row, void *context, Error *error)
{
    (void)error;
    Listing *listing = context;
    if (listing->more)
        text_char(listing->json, ',');
    shape_write(listing->json, listing->shape, row);
    listing->more = true;
    return true;
}

/* As sqlgen passes a viewer: what they see, and whose rows they see in any case. */
static bool lists_write(Db *db, const ContactList *lists, int64_t contact_id, const Viewer *viewer, Text *json,
                        Error *error)
{
    const DbValue values[] = {
        { .type = FIELD_ID, .known = true, .integer = contact_id },
        { .type = FIELD_TEXTS, .known = true, .bytes = { (const uint8_t *)viewer->sees.items, viewer->sees.count } },
        { .type = FIELD_ID, .known = true, .integer = viewer->staff_id },
    };
    text_char(json, '{');
    for (const ContactList *list = lists; list->name; list++) {
        Listing listing = { .json = json, .shape = list->rows->row };
        json_key_to(json, list->name);
        text_char(json, '[');
        if (!db_each(db, list->rows, values, row_write, &listing, error))
            return false;
        text_char(json, ']');
    }
    text_char(json, '}');
    return true;
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

static bool holder_write(Db *db, Arena *arena, const ContactHolder *holder, int64_t contact_id, const Viewer *viewer,
                         Text *json, Error *error)
{
    if (!holder || (!holder->export && !holder->lists))
        return true;
    json_key_to(json, holder->name);
    return holder->export ? holder->export(db, arena, contact_id, json, error)
                          : lists_write(db, holder->lists, contact_id, viewer, json, error);
}

bool contact_export(Db *db, Arena *arena, int64_t contact_id, const Viewer *viewer, const char **json, Error *error)
{
    ContactRow *row;
    Contact *contact;
    if (!contact_by_id(db, arena, contact_id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "contact %lld not found", (long long)contact_id);
    if (!contacts_dress(db, arena, 0, row, 1, &contact, error))
        return false;
    Text text = text_new(arena);
    text_char(&text, '{');
    json_key_to(&text, "contact");
    shape_write(&text, &CONTACT, contact);
    if (!contact_former_ids(db, arena, contact_id, &text, error))
        return false;
    for (const Module *const *at = modules_used(); *at; at++)
        if (!holder_write(db, arena, (*at)->persons, contact_id, viewer, &text, error))
            return false;
    text_char(&text, '}');
    *json = text_string(&text);
    return true;
}
