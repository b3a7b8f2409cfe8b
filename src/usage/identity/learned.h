/*
 * What a commit learns of the accounts of persons: gathered while its events are taken, and written when all of the
 * commit is known, because where a person belonged at a time follows from all that is known of that person
 * (belonging.h). Tells what may belong elsewhere now.
 *
 * Not for: moving events (event/belongs.c).
 * Units: instants in ms. Errors: those of the database.
 * Forgets a person: holds nothing beyond the commit.
 */
#ifndef BANSO_USAGE_IDENTITY_LEARNED_H
#define BANSO_USAGE_IDENTITY_LEARNED_H

#include "usage/identity/belonging.h"
#include "usage/identity/identity.h"

/* What a commit tells of the account of a person. */
typedef struct {
    int64_t contact, account, at;
    bool said;     /* else an event names it */
    int64_t order; /* an id: what was received first comes first; 0: it is received now */
    int64_t home;  /* the person's before (identity_home); identity_learn finds it */
} Learned;

typedef struct {
    Learned *items;
    size_t count, capacity;
    bool merged; /* two persons of this commit turned out to be one: more is known than when it was learned */
} LearnedList;

/* Remembers it, in memory and for learned_write. */
bool identity_learn(Identity *identity, const Writer *writer, LearnedList *list, Learned learned, Error *error);

/* From when until before when events of the person that are stored with an account may belong elsewhere. */
typedef struct {
    int64_t contact;
    Moved span;
} LearnedMove;

typedef struct {
    Ids arrived;        /* persons without a known account until now: what waits for them has a place */
    LearnedMove *moves; /* those of a person come together */
    size_t move_count, move_capacity;
} LearnedOutcome;

/* All of it into tables, contacts joined to their accounts. Sorts the list. */
bool learned_write(const Writer *writer, LearnedList *list, LearnedOutcome *outcome, Error *error);

#endif
