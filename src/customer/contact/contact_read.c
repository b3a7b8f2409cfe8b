/* Contacts as the API shows them: their roles, then rows with their accounts. */
#include "customer/contact/contact_store.h"
#include "customer/contact/exclude_store.h"

#include <string.h>

enum { JOINS_STEP = 900 };

/* ---- roles ----------------------------------------------------------------------------------------------------- */

static const char *const ROLES[] = { "champion", "decision_maker", "user", "billing" };
enum { ROLE_COUNT = sizeof ROLES / sizeof *ROLES };

static unsigned role_bit(const char *name, size_t size)
{
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (strlen(ROLES[i]) == size && memcmp(ROLES[i], name, size) == 0)
            return 1u << i;
    return 0;
}

static unsigned roles_parse(const char *list)
{
    unsigned roles = 0;
    while (list && *list) {
        const char *end = strchrnul(list, ',');
        roles |= role_bit(list, (size_t)(end - list));
        list = *end ? end + 1 : end;
    }
    return roles;
}

static Texts roles_texts(Arena *arena, unsigned roles)
{
    const char **items = arena_array(arena, ROLE_COUNT, sizeof *items);
    size_t count = 0;
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (roles & (1u << i))
            items[count++] = ROLES[i];
    return (Texts) { count, items };
}

bool roles_read(Arena *arena, const char *list, Texts *roles, Error *error)
{
    NewContact read = { 0 };
    if (!shape_read_text(arena, shape_field(&NEW_CONTACT, "roles"), list, &read, error))
        return false;
    *roles = read.roles;
    return true;
}

/* In the order of the table, whatever order they were given in: "champion,user". */
static const char *roles_list(Arena *arena, unsigned set)
{
    Texts ordered = roles_texts(arena, set);
    Text list = text_new(arena);
    for (size_t i = 0; i < ordered.count; i++)
        text_format(&list, "%s%s", i ? "," : "", ordered.items[i]);
    return text_string(&list);
}

const char *roles_join(Arena *arena, Texts roles)
{
    unsigned set = 0;
    for (size_t i = 0; i < roles.count; i++)
        set |= role_bit(roles.items[i], strlen(roles.items[i]));
    return roles_list(arena, set);
}

const char *roles_both(Arena *arena, const char *one, const char *other)
{
    return roles_list(arena, roles_parse(one) | roles_parse(other));
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static Contact *contact_among(Contact *contacts, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (contacts[i].row.id == id)
            return &contacts[i];
    return NULL;
}

typedef struct {
    ContactAt *accounts;
    size_t count, room;
    unsigned roles;
} Joined;

static void joined_add(Arena *arena, Joined *joined, ContactAt account, unsigned roles)
{
    joined->accounts = arena_room(arena, joined->accounts, joined->count, 1, &joined->room, sizeof *joined->accounts);
    joined->accounts[joined->count++] = account;
    joined->roles |= roles;
}

/* All joins of the contacts, in steps: one person may stand in many accounts. */
static bool joins_read(Db *db, Arena *arena, int64_t account_id, Ids ids, Contact *contacts, Joined *joined,
                       Error *error)
{
    int64_t after_contact = 0, after_account = 0;
    for (;;) {
        ContactJoinsRow *rows;
        size_t count;
        if (!contact_joins(db, arena, ids, after_contact, after_account, JOINS_STEP, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++) {
            Contact *contact = contact_among(contacts, ids.count, rows[i].contact_id);
            bool counts = !account_id || account_id == rows[i].account_id;
            joined_add(
                arena, &joined[contact - contacts],
                (ContactAt) { rows[i].account_id, rows[i].account, rows[i].owner, rows[i].external_id, rows[i].roles },
                counts ? roles_parse(rows[i].roles) : 0);
        }
        if (count < JOINS_STEP)
            return true;
        after_contact = rows[count - 1].contact_id;
        after_account = rows[count - 1].account_id;
    }
}

static Ids joined_ids(Arena *arena, const Joined *joined)
{
    int64_t *ids = arena_array(arena, joined->count + 1, sizeof *ids);
    for (size_t i = 0; i < joined->count; i++)
        ids[i] = joined->accounts[i].id;
    return (Ids) { joined->count, ids };
}

typedef struct {
    Arena *arena;
    Contact *contacts;
    size_t count;
} Page;

static bool why_take(const ExcludedWhyRow *row, void *context, Error *error)
{
    const Page *page = context;
    Contact *contact = contact_among(page->contacts, page->count, row->contact_id);
    (void)error;
    contact->excluded = arena_text(page->arena, row->kind);
    contact->excluded_pattern = arena_text(page->arena, row->pattern);
    return true;
}

bool contacts_dress(Db *db, Arena *arena, int64_t account_id, const ContactRow *rows, size_t count, Contact **contacts,
                    Error *error)
{
    Contact *made = arena_array(arena, count, sizeof *made);
    Joined *joined = arena_array(arena, count, sizeof *joined);
    int64_t *ids = arena_array(arena, count, sizeof *ids);
    *contacts = made;
    if (!count)
        return true;
    for (size_t i = 0; i < count; i++) {
        made[i].row = rows[i];
        ids[i] = rows[i].id;
    }
    Ids all = { count, ids };
    if (!joins_read(db, arena, account_id, all, made, joined, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        made[i].account_ids = joined_ids(arena, &joined[i]);
        made[i].accounts = (List) { joined[i].count, joined[i].accounts };
        made[i].roles = roles_texts(arena, joined[i].roles);
    }
    Page page = { arena, made, count };
    return excluded_why(db, all, why_take, &page, error);
}
