/*
 * Who did it, and for which account. A person: the user id, else the anonymous id once it is bound. An
 * account: context.groupId, else $groups, else where the person belonged at the time of the event (belonging.h), else
 * none yet ("unassigned": the events wait until any account of the person is known).
 *
 * An anonymous id that is bound is never bound again.
 *
 * Not for: what a contact or account is (customer, which creates them), nor for events and what they count (event).
 * Units: instants in ms. Errors: those of the database.
 * Forgets a person: drops what was said of their accounts and their anonymous ids, and clears the maps. Exports both.
 */
#ifndef BANSO_USAGE_IDENTITY_IDENTITY_H
#define BANSO_USAGE_IDENTITY_IDENTITY_H

#include "customer/contact/contact.h"
#include "usage/identity/idmap.h"
#include "usage/track/track.h"

/* What was asked before; may be cleared at any time between two pieces of work. */
typedef struct {
    IdMap people; /* user and anonymous ids → contact, 0 = nobody */
    IdMap groups; /* group id → account */
    IdMap homes;  /* contact → its only account, 0 = none, HOME_SEVERAL */
    IdMap since;  /* contact and account → since when it is known to be theirs; of those in homes */
    IdMap latest; /* contact → none of its stored events that name no account is later; absent: unknown */
} Identity;

enum { HOME_SEVERAL = -1 };

/* What a commit asks: what this process remembers, or, where several servers write, nothing yet. Until identity_end. */
Identity *identity_begin(Arena *arena);
void identity_end(Identity *identity);

/* *bound tells that the event's anonymous id was bound to the person just now. 0 = nobody known yet. */
bool identity_person(Identity *identity, const Writer *writer, const TrackEvent *event, int64_t *contact, bool *bound,
                     Error *error);
/* The account of a group id; created when it is not known. Of one that was merged, the account that was meant. */
bool identity_group(Identity *identity, const Writer *writer, const char *group, int64_t *account, Error *error);
/* Where the person belonged at that time, as the tables say; 0 = no account is known. */
bool identity_where(Identity *identity, const Writer *writer, int64_t contact, int64_t at, int64_t *account,
                    Error *error);
/* Binds an anonymous id; *bound is false when it was bound before. */
bool identity_alias(Identity *identity, const Writer *writer, const char *anonymous_id, int64_t contact, bool *bound,
                    Error *error);
/* The only account of a person as far as it is known, HOME_SEVERAL or 0. */
bool identity_home(Identity *identity, const Writer *writer, int64_t contact, int64_t *home, Error *error);
/* All accounts of a person, the one known first first. */
bool identity_accounts(Db *db, Arena *arena, int64_t contact, Ids *accounts, Error *error);
/* Since when the account is known to be the person's, after identity_home; false when it is not. */
bool identity_since(Identity *identity, int64_t contact, int64_t account, int64_t *since);
/* Remembers it, before the tables say so. */
void identity_known(Identity *identity, int64_t contact, int64_t account, int64_t since);
void identity_home_none(Identity *identity, int64_t contact);
/* INT64_MAX = unknown. */
int64_t identity_latest(Identity *identity, int64_t contact);
void identity_latest_set(Identity *identity, int64_t contact, int64_t at);
/*
 * Where a question costs a journey to the server, all that a commit will ask is asked ahead, in five questions: who is
 * known by these ids, which accounts these groups are, and where those persons belong. What is not known is asked again
 * one by one, and created.
 */
typedef struct {
    Identity *identity;
    const Writer *writer;
    IdMap seen; /* what was added already */
    const char **users, **anonymous, **groups;
    size_t user_count, anonymous_count, group_count;
} IdentityAhead;

/* For at most `events` events. */
IdentityAhead identity_ahead(Identity *identity, const Writer *writer, size_t events);
void identity_ahead_add(IdentityAhead *ahead, const TrackEvent *event);
/* Once, at the end. */
bool identity_ahead_ask(IdentityAhead *ahead, Error *error);

void identity_group_known(Identity *identity, const char *group, int64_t account);
void identity_clear(Identity *identity);

#endif
