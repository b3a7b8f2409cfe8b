/* What goes with an account, and with a custom field. */
#include "customer/contact/contact_store.h"
#include "customer/contact/exclude_store.h"

/* ---- with an account -------------------------------------------------------------------------------------------- */

/* Persons known through this company alone go with it, all at once, as all that staff wrote is read for it. */
static bool account_persons_forget(const Writer *writer, int64_t id, Error *error)
{
    Ids alone;
    return contact_only_of(writer->db, writer->arena, id, &alone, error) && contacts_forget(writer, alone, error) &&
           contact_join_drop(writer->db, id, error);
}

/* ---- custom fields ---------------------------------------------------------------------------------------------- */

static bool contact_values_clear(const Writer *writer, const char *pattern, const char *key, Error *error)
{
    enum { STEP = 500 };
    int64_t after = 0;
    for (;;) {
        ContactFieldsWithRow *rows;
        size_t count;
        const char *rest, *folds;
        if (!contact_fields_with(writer->db, writer->arena, pattern, after, STEP, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!field_without(writer->arena, rows[i].fields, key, &rest, error) ||
                !field_without(writer->arena, rows[i].folds, key, &folds, error) ||
                !contact_fields_set(writer->db, rows[i].id, rest, folds, error))
                return false;
        if (count < STEP)
            return exclusions_miss(writer, key, error);
        after = rows[count - 1].id;
    }
}

const FieldHolder CONTACT_FIELD_HOLDER = { "contact", contact_values_clear, NULL, NULL };
static bool account_holds(Db *db, Arena *arena, int64_t id, const char **what, Error *error)
{
    ContactRow *rows;
    size_t count;
    if (!contact_of_account(db, arena, id, 0, 1, &rows, &count, error))
        return false;
    *what = count ? "contacts" : *what;
    return true;
}

const AccountHolder CONTACT_ACCOUNTS = { .name = "contact",
                                         .drop = account_persons_forget,
                                         .holds = account_holds,
                                         .merge = contact_account_merge,
                                         .unmerge = contact_account_unmerge,
                                         .counted = contact_account_counted,
                                         .counts = "contacts" };
