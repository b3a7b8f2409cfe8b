/*
 * Who counts in no measure although they use the product: own staff, test users, robots. Rules say who: by the domain
 * of the address, a pattern of address or user id, or the value of a custom field; and one rule for robots that send
 * events without a user id. Each contact is judged when it is stored, all of them when the rules change. What such
 * people do is kept and can be read; usage counts none of it (event/uncounted.h), be it past or to come. A rule that is
 * deleted gives everything back.
 *
 * Not for: accounts that do not count (account.h: test accounts), nor for counting (usage).
 * Units: instants in ms. Errors: INPUT with the field (kind, pattern, field); CONFLICT for a second rule that says the
 * same. Forgets a person: contact_excluded holds ids and stays, so that counts stay as they were. A pattern may be the
 * address of one person; it is a setting, which erasures do not change: delete the rule.
 */
#ifndef BANSO_CONTACT_EXCLUDE_H
#define BANSO_CONTACT_EXCLUDE_H

#include "customer/contact/contact.h"

enum { EXCLUSIONS_MAX = 200 };

/* What there is to leave out at all: most workspaces have nothing, and then nothing is asked. */
typedef struct {
    bool people, robots;
} Excluded;
bool contacts_excluded(Db *db, Arena *arena, Excluded *excluded, Error *error);
/* Those of `contacts` whom a rule holds. */
bool contacts_excluded_in(Db *db, Ids contacts, bool (*take)(int64_t contact, void *context, Error *error),
                          void *context, Error *error);
/* Whether changed rules are still being applied to everybody. */
bool contacts_excluding(Db *db, Arena *arena, bool *working, Error *error);

/* A rule as it was entered, or is tried out. */
typedef struct {
    const char *kind, *pattern, *field;
} ExclusionGiven;
/* Whom the rule would hold and no rule holds yet: their ids ascending, and the labels of the first `labels`. */
bool exclusion_would_hold(Db *db, Arena *arena, const ExclusionGiven *given, size_t labels, Ids *contacts,
                          Texts *labelled, Error *error);

/* A pattern in which each * stands for anything, ignoring case and width. */
bool exclusion_fits(Arena *arena, const char *pattern, const char *text);

#endif
