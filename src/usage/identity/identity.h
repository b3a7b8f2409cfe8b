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
#ifndef BANSO_USAGE_IDENTITY_H
#define BANSO_USAGE_IDENTITY_H

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
void identity_group_known(Identity *identity, const char *group, int64_t account);
void identity_forget_home(Identity *identity, int64_t contact);
void identity_clear(Identity *identity);

#endif
