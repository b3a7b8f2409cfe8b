#include "usage/identity/identity.h"

#include "identity.sql.h"

#include <string.h>

static IdKey home_key(int64_t contact)
{
    return (IdKey) { (uint64_t)contact * UINT64_C(0x9e3779b97f4a7c15), (uint64_t)contact };
}

/* ---- persons ---- */

static bool anonymous_find(Identity *identity, const Writer *writer, const char *anonymous_id, int64_t *contact,
                           Error *error)
{
    IdKey key = idmap_key('a', anonymous_id);
    AliasFindRow *row;
    if (idmap_find(&identity->people, key, contact))
        return true;
    if (!alias_find(writer->db, writer->arena, anonymous_id, &row, error))
        return false;
    *contact = row != NULL ? row->contact_id : 0;
    idmap_put(&identity->people, key, *contact);
    return true;
}

/* A user id that was once given as an alias of somebody stays that person's. */
static bool user_find(Identity *identity, const Writer *writer, const char *user_id, int64_t *contact, Error *error)
{
    IdKey key = idmap_key('u', user_id);
    bool made;
    if (idmap_find(&identity->people, key, contact))
        return true;
    if (!contact_id_by_external(writer->db, writer->arena, user_id, contact, error))
        return false;
    if (*contact == 0 && !anonymous_find(identity, writer, user_id, contact, error))
        return false;
    if (*contact == 0 && !contact_seen(writer, user_id, contact, &made, error))
        return false;
    idmap_put(&identity->people, key, *contact);
    return true;
}

bool identity_alias(Identity *identity, const Writer *writer, const char *anonymous_id, int64_t contact, bool *bound,
                    Error *error)
{
    int64_t known;
    *bound = false;
    if (!anonymous_find(identity, writer, anonymous_id, &known, error))
        return false;
    if (known != 0)
        return true;
    if (!alias_add(writer->db, anonymous_id, contact, writer->now, error))
        return false;
    idmap_put(&identity->people, idmap_key('a', anonymous_id), contact);
    *bound = true;
    return true;
}

bool identity_person(Identity *identity, const Writer *writer, const TrackEvent *event, int64_t *contact, bool *bound,
                     Error *error)
{
    *bound = false;
    *contact = 0;
    /* A row of a file may name an account alone. */
    if (event->user_id == NULL && event->anonymous_id == NULL)
        return true;
    if (event->user_id == NULL)
        return anonymous_find(identity, writer, event->anonymous_id, contact, error);
    if (!user_find(identity, writer, event->user_id, contact, error))
        return false;
    return event->anonymous_id == NULL || strcmp(event->anonymous_id, event->user_id) == 0 ||
           identity_alias(identity, writer, event->anonymous_id, *contact, bound, error);
}

/* ---- accounts ---- */

void identity_group_known(Identity *identity, const char *group, int64_t account)
{
    idmap_put(&identity->groups, idmap_key('g', group), account);
}

static bool group_find(Identity *identity, const Writer *writer, const char *group, int64_t *account, Error *error)
{
    AccountGiven given = { .external_id = group };
    Upsert outcome;
    if (idmap_find(&identity->groups, idmap_key('g', group), account))
        return true;
    if (!account_id_by_external(writer->db, writer->arena, group, account, error))
        return false;
    if (*account == 0 && !account_upsert(writer, &given, account, &outcome, error))
        return false;
    identity_group_known(identity, group, *account);
    return true;
}

bool identity_home(Identity *identity, const Writer *writer, int64_t contact, int64_t *home, Error *error)
{
    BindingAccountsRow *rows;
    size_t count;
    if (idmap_find(&identity->homes, home_key(contact), home))
        return true;
    if (!binding_accounts(writer->db, writer->arena, contact, &rows, &count, error))
        return false;
    *home = count == 0 ? 0 : count == 1 ? rows[0].account_id : HOME_SEVERAL;
    idmap_put(&identity->homes, home_key(contact), *home);
    return true;
}

void identity_home_none(Identity *identity, int64_t contact)
{
    idmap_put(&identity->homes, home_key(contact), 0);
}

void identity_home_seen(Identity *identity, int64_t contact, int64_t account)
{
    int64_t home = 0;
    if (idmap_find(&identity->homes, home_key(contact), &home) && home != 0)
        account = home == account ? account : HOME_SEVERAL;
    idmap_put(&identity->homes, home_key(contact), account);
}

bool identity_account(Identity *identity, const Writer *writer, const char *group, int64_t contact, int64_t at,
                      int64_t *account, Error *error)
{
    BindingAtRow *row;
    int64_t home = 0;
    if (group != NULL)
        return group_find(identity, writer, group, account, error);
    if (contact != 0 && !identity_home(identity, writer, contact, &home, error))
        return false;
    if (home == HOME_SEVERAL) {
        if (!binding_at(writer->db, writer->arena, contact, at, &row, error))
            return false;
        home = row != NULL ? row->account_id : 0;
    }
    *account = home;
    return true;
}

/* Of the rows by their beginning: the one that holds at `at` (NULL = none), and where the next one begins. */
static const BindingListRow *binding_around(const BindingListRow *rows, size_t count, int64_t at, OptInt *next)
{
    size_t later = 0;
    while (later < count && rows[later].from_ms <= at)
        later++;
    *next = later < count ? (OptInt) { rows[later].from_ms, true } : (OptInt) { 0 };
    const BindingListRow *before = later > 0 ? &rows[later - 1] : NULL;
    return before != NULL && (!before->until_ms.known || before->until_ms.value > at) ? before : NULL;
}

static bool binding_insert(const Writer *writer, int64_t contact, int64_t account, int64_t at, Error *error)
{
    BindingListRow *rows;
    size_t count;
    OptInt until;
    if (!binding_list(writer->db, writer->arena, contact, &rows, &count, error))
        return false;
    const BindingListRow *holds = binding_around(rows, count, at, &until);
    if (holds != NULL && holds->account_id == account)
        return true;
    if (holds != NULL && !binding_end(writer->db, contact, holds->from_ms, at, error))
        return false;
    return binding_put(writer->db, contact, at, account, until, error);
}

bool identity_bind(Identity *identity, const Writer *writer, int64_t contact, int64_t account, int64_t at, bool *first,
                   Error *error)
{
    int64_t home;
    *first = false;
    if (!identity_home(identity, writer, contact, &home, error))
        return false;
    if (home == account)
        return true;
    if (!binding_insert(writer, contact, account, at, error) || !contact_join(writer, contact, account, error))
        return false;
    *first = home == 0;
    idmap_put(&identity->homes, home_key(contact), home == 0 ? account : HOME_SEVERAL);
    return true;
}

void identity_forget_home(Identity *identity, int64_t contact)
{
    int64_t home;
    if (idmap_find(&identity->homes, home_key(contact), &home))
        identity_clear(identity);
}

void identity_clear(Identity *identity)
{
    idmap_clear(&identity->people);
    idmap_clear(&identity->groups);
    idmap_clear(&identity->homes);
}
