/*
 * Who did it, and for which account. A person: the user id, else the anonymous id once it is bound. An
 * account: context.groupId, else $groups, else the person's binding at the time of the event, else the only one, else
 * none yet ("unassigned": the events wait and are taken by the first binding).
 *
 * Bindings are intervals: a group call ends the one before it at its time. An anonymous id that is bound is never bound
 * again.
 *
 * Not for: what a contact or account is (account module, which makes them).
 * Forgets a person: identity_forget drops bindings and anonymous ids, and the maps.
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
} Identity;

enum { HOME_SEVERAL = -1 };

/* *bound tells that the event's anonymous id was bound to the person just now. 0 = nobody known yet. */
bool identity_person(Identity *identity, const Writer *writer, const TrackEvent *event, int64_t *contact, bool *bound,
                     Error *error);
/* `group` NULL asks the bindings; 0 = unassigned. An account that is not known is made. */
bool identity_account(Identity *identity, const Writer *writer, const char *group, int64_t contact, int64_t at,
                      int64_t *account, Error *error);
/* Joins the person to the account from `at` on; *first tells that there was no account before. */
bool identity_bind(Identity *identity, const Writer *writer, int64_t contact, int64_t account, int64_t at, bool *first,
                   Error *error);
/* Binds an anonymous id; *bound is false when it was bound before. */
bool identity_alias(Identity *identity, const Writer *writer, const char *anonymous_id, int64_t contact, bool *bound,
                    Error *error);
/* The only account of a person as the tables say, HOME_SEVERAL or 0. */
bool identity_home(Identity *identity, const Writer *writer, int64_t contact, int64_t *home, Error *error);
/*
 * Where a question costs a journey to the server, all that a commit will ask is asked ahead, in five questions: who is
 * known by these ids, which accounts these groups are, and where those persons belong. What is not known is asked again
 * one by one, and made.
 */
typedef struct {
    Identity *identity;
    const Writer *writer;
    IdMap seen; /* what was added already */
    const char **users, **anonymous, **groups;
    const char **homeless; /* ids of events without a group, users and anonymous ones */
    size_t user_count, anonymous_count, group_count, homeless_count;
} IdentityAhead;

/* For at most `events` events. */
IdentityAhead identity_ahead(Identity *identity, const Writer *writer, size_t events);
void identity_ahead_add(IdentityAhead *ahead, const TrackEvent *event);
/* Once, at the end. */
bool identity_ahead_ask(IdentityAhead *ahead, Error *error);

void identity_group_known(Identity *identity, const char *group, int64_t account);
/* What homes_ask reads: first that there is none, then each account. */
void identity_home_none(Identity *identity, int64_t contact);
void identity_home_seen(Identity *identity, int64_t contact, int64_t account);
void identity_forget_home(Identity *identity, int64_t contact);
void identity_clear(Identity *identity);

#endif
