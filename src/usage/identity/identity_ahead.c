/* All that a commit will ask of persons and accounts, asked at once: first the ids, then where those persons belong. */
#include "usage/identity/identity_store.h"

#include <string.h>

IdentityAhead identity_ahead(Identity *identity, const Writer *writer, size_t events)
{
    IdentityAhead ahead = { .identity = identity, .writer = writer };
    ahead.users = arena_array(writer->arena, events + 1, sizeof *ahead.users);
    ahead.anonymous = arena_array(writer->arena, 2 * events + 1, sizeof *ahead.anonymous);
    ahead.groups = arena_array(writer->arena, 2 * events + 1, sizeof *ahead.groups);
    return ahead;
}

static void add_once(IdentityAhead *ahead, char kind, const char *id, const char **ids, size_t *count)
{
    IdKey key = idmap_key(kind, id);
    int64_t seen;
    if (idmap_find(&ahead->seen, key, &seen))
        return;
    idmap_put(&ahead->seen, key, 1);
    ids[(*count)++] = id;
}

void identity_ahead_add(IdentityAhead *ahead, const TrackEvent *event)
{
    if (event->user_id != NULL)
        add_once(ahead, 'u', event->user_id, ahead->users, &ahead->user_count);
    if (event->anonymous_id != NULL)
        add_once(ahead, 'a', event->anonymous_id, ahead->anonymous, &ahead->anonymous_count);
    if (event->previous_id != NULL)
        add_once(ahead, 'a', event->previous_id, ahead->anonymous, &ahead->anonymous_count);
    if (event->context_group != NULL)
        add_once(ahead, 'g', event->context_group, ahead->groups, &ahead->group_count);
    if (event->group_id != NULL)
        add_once(ahead, 'g', event->group_id, ahead->groups, &ahead->group_count);
}

/* ---- the ids ---- */

static bool user_take(int64_t id, const char *external_id, void *context, Error *error)
{
    const IdentityAhead *ahead = context;
    (void)error;
    idmap_put(&ahead->identity->people, idmap_key('u', external_id), id);
    return true;
}

static bool account_take(int64_t id, const char *external_id, void *context, Error *error)
{
    const IdentityAhead *ahead = context;
    (void)error;
    identity_group_known(ahead->identity, external_id, id);
    return true;
}

static bool alias_take(const AliasEachInRow *row, void *context, Error *error)
{
    const IdentityAhead *ahead = context;
    (void)error;
    idmap_put(&ahead->identity->people, idmap_key('a', row->anonymous_id), row->contact_id);
    return true;
}

static bool ids_ask(IdentityAhead *ahead, Error *error)
{
    Db *db = ahead->writer->db;
    if (ahead->user_count > 0 &&
        !contacts_by_external(db, (Texts) { ahead->user_count, ahead->users }, user_take, ahead, error))
        return false;
    if (ahead->group_count > 0 &&
        !accounts_filed_as(db, (Texts) { ahead->group_count, ahead->groups }, account_take, ahead, error))
        return false;
    for (size_t i = 0; i < ahead->anonymous_count; i++)
        idmap_put(&ahead->identity->people, idmap_key('a', ahead->anonymous[i]), 0);
    return ahead->anonymous_count == 0 ||
           alias_each_in(db, (Texts) { ahead->anonymous_count, ahead->anonymous }, alias_take, ahead, error);
}

/* ---- where they belong ---- */

static bool home_take(const PersonAccountEachInRow *row, void *context, Error *error)
{
    const IdentityAhead *ahead = context;
    (void)error;
    identity_known(ahead->identity, row->contact_id, row->account_id, row->since);
    return true;
}

static bool homes_ask(IdentityAhead *ahead, Error *error)
{
    int64_t *contacts = arena_array(ahead->writer->arena, ahead->user_count + 1, sizeof *contacts);
    size_t count = 0;
    for (size_t i = 0; i < ahead->user_count; i++)
        if (idmap_find(&ahead->identity->people, idmap_key('u', ahead->users[i]), &contacts[count])) {
            identity_home_none(ahead->identity, contacts[count]);
            count++;
        }
    return count == 0 || person_account_each_in(ahead->writer->db, (Ids) { count, contacts }, home_take, ahead, error);
}

bool identity_ahead_ask(IdentityAhead *ahead, Error *error)
{
    bool ok = ids_ask(ahead, error) && homes_ask(ahead, error);
    idmap_clear(&ahead->seen);
    return ok;
}
