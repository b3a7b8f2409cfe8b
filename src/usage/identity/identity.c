/*
 * Who did it, and for which account: asked of the tables, remembered in maps.
 *
 * In order: what is remembered, and for how long; persons; accounts; where persons belong.
 */
#include "usage/identity/identity_store.h"

#include <string.h>

/* ---- what is remembered ---- */

static struct {
    Identity identity; /* where one process has the database; others have one for each commit */
    bool shared;
} here;

bool identity_start(Services *services, Error *error)
{
    (void)error;
    identity_stop();
    here.shared = store_kind(services->store) == DB_POSTGRES;
    return true;
}

void identity_stop(void)
{
    identity_clear(&here.identity);
}

Identity *identity_begin(Arena *arena)
{
    return here.shared ? arena_make(arena, Identity) : &here.identity;
}

void identity_end(Identity *identity)
{
    if (identity != &here.identity)
        identity_clear(identity);
}

static void here_clear(void *context)
{
    (void)context;
    identity_clear(&here.identity);
}

void identity_doubt(Db *db)
{
    if (here.shared)
        return;
    here_clear(NULL);
    db_after_commit(db, here_clear, NULL);
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

/* An anonymous id leads nobody's user id anywhere, or a public key could take one before its owner is known. */
static bool user_find(Identity *identity, const Writer *writer, const char *user_id, int64_t *contact, Error *error)
{
    IdKey key = idmap_key('u', user_id);
    bool made;
    if (idmap_find(&identity->people, key, contact))
        return true;
    if (!contact_id_by_external(writer->db, writer->arena, user_id, contact, error))
        return false;
    if (*contact == 0) {
        if (!contact_seen(writer, user_id, contact, &made, error))
            return false;
        if (made) {
            identity_home_none(identity, *contact);
            identity_latest_set(identity, *contact, -1);
        }
    }
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

bool identity_group(Identity *identity, const Writer *writer, const char *group, int64_t *account, Error *error)
{
    AccountGiven given = { .external_id = group };
    Upsert outcome;
    if (idmap_find(&identity->groups, idmap_key('g', group), account))
        return true;
    if (!account_filed_as(writer->db, writer->arena, group, account, error))
        return false;
    if (*account == 0 && !account_upsert(writer, &given, account, &outcome, error))
        return false;
    identity_group_known(identity, group, *account);
    return true;
}

static IdKey since_key(int64_t contact, int64_t account)
{
    return (IdKey) { idmap_id_key(contact).low ^ (uint64_t)account, (uint64_t)contact };
}

void identity_home_none(Identity *identity, int64_t contact)
{
    idmap_put(&identity->homes, idmap_id_key(contact), 0);
}

void identity_known(Identity *identity, int64_t contact, int64_t account, int64_t since)
{
    int64_t home = 0;
    if (idmap_find(&identity->homes, idmap_id_key(contact), &home) && home != 0 && home != account)
        idmap_put(&identity->homes, idmap_id_key(contact), HOME_SEVERAL);
    else
        idmap_put(&identity->homes, idmap_id_key(contact), account);
    idmap_put(&identity->since, since_key(contact, account), since);
}

bool identity_home(Identity *identity, const Writer *writer, int64_t contact, int64_t *home, Error *error)
{
    PersonAccountOfRow *rows;
    size_t count;
    if (idmap_find(&identity->homes, idmap_id_key(contact), home))
        return true;
    if (!person_account_of(writer->db, writer->arena, contact, &rows, &count, error))
        return false;
    identity_home_none(identity, contact);
    for (size_t i = 0; i < count; i++)
        identity_known(identity, contact, rows[i].account_id, rows[i].since);
    *home = 0;
    idmap_find(&identity->homes, idmap_id_key(contact), home);
    return true;
}

bool identity_since(Identity *identity, int64_t contact, int64_t account, int64_t *since)
{
    return idmap_find(&identity->since, since_key(contact, account), since);
}

bool identity_where(Identity *identity, const Writer *writer, int64_t contact, int64_t at, int64_t *account,
                    Error *error)
{
    BindingAtRow *said;
    PersonAccountOfRow *rows;
    size_t count;
    if (!identity_home(identity, writer, contact, account, error))
        return false;
    if (*account != HOME_SEVERAL)
        return true;
    if (!binding_at(writer->db, writer->arena, contact, at, &said, error))
        return false;
    if (said != NULL) {
        *account = said->account_id;
        return true;
    }
    if (!person_account_of(writer->db, writer->arena, contact, &rows, &count, error))
        return false;
    *account = count > 0 ? rows[0].account_id : 0;
    for (size_t i = 0; i < count && rows[i].since <= at; i++)
        *account = rows[i].account_id;
    return true;
}

bool identity_accounts(Db *db, Arena *arena, int64_t contact, Ids *accounts, Error *error)
{
    PersonAccountOfRow *rows;
    size_t count;
    if (!person_account_of(db, arena, contact, &rows, &count, error))
        return false;
    int64_t *ids = arena_array(arena, count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].account_id;
    *accounts = (Ids) { count, ids };
    return true;
}

int64_t identity_latest(Identity *identity, int64_t contact)
{
    int64_t at;
    return idmap_find(&identity->latest, idmap_id_key(contact), &at) ? at : INT64_MAX;
}

void identity_latest_set(Identity *identity, int64_t contact, int64_t at)
{
    idmap_put(&identity->latest, idmap_id_key(contact), at);
}

void identity_clear(Identity *identity)
{
    idmap_clear(&identity->people);
    idmap_clear(&identity->groups);
    idmap_clear(&identity->homes);
    idmap_clear(&identity->since);
    idmap_clear(&identity->latest);
}
