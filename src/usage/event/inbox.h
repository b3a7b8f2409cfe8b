/*
 * Fresh events: what commits brought and is not filed yet. A commit that files at once writes several rows for each
 * account that it touches; instead it leaves one row for each of 64 shelves (an account has its place on one of them)
 * with what it adds to the rollups and its events, all in the transaction that is acknowledged. Once much has gathered,
 * a commit also files a shelf: many commits' worth in one write per account. So a small call stays small, and
 * what a start has to catch up on is bounded.
 *
 *   body = size of the rollups (8 bytes), rollups: { account, day, size, packed }…, events: { account, record }…
 *
 * Who reads an account's events or rollups also looks at its shelf (below); who changes them files first.
 *
 * Not for: databases that several servers share; their commits file at once.
 * Errors: INTERNAL for a damaged body.
 * Forgets a person: what is fresh is filed first.
 */
#ifndef BANSO_USAGE_EVENT_INBOX_H
#define BANSO_USAGE_EVENT_INBOX_H

#include "usage/event/event_read.h"
#include "usage/event/event_store.h"

/* Writes what the flush kept and its deltas. */
bool fresh_write(Flush *flush, Error *error);
/* Files full shelves until what is left is within bounds: seldom more than this commit brought itself. */
bool fresh_bound(Flush *flush, Error *error);
bool fresh_file_all(Flush *flush, Error *error);
/* The shelf of one account. */
bool fresh_file_account(Flush *flush, int64_t account, Error *error);
/* After COMMIT: what is on the shelves now. */
void fresh_committed(const Flush *flush);
/* Everything, shelf by shelf, one transaction each. */
bool fresh_settle(Services *services, Error *error);

/* Adds an account's fresh events of a UTC day; their chunks have no place in the table (seq 0). */
bool fresh_chunks(Db *db, int64_t day, int64_t account, Chunks *chunks, Error *error);
/* An account's fresh rollups, newest day first. */
bool fresh_days(Db *db, Arena *arena, int64_t account, AccountDay **days, size_t *count, Error *error);

/* The fresh rollups of these accounts (ascending) on days before `until`, as stored: one account and day may come
 * several times, and they add up. */
typedef bool (*FreshTake)(int64_t account, int64_t day, Bytes packed, void *context, Error *error);
bool fresh_rollups(Db *db, Ids accounts, int64_t until, FreshTake take, void *context, Error *error);
/* Accounts with one number share a shelf. */
int fresh_shelf(int64_t account);

/* All fresh events, in any order; a record is gone after the call. */
bool fresh_events(Db *db, void (*take)(const EventRecord *record, void *context), void *context, Error *error);

/* Adds the accounts in whose fresh rollups the person stands. */
bool fresh_accounts(Db *db, int64_t contact, IdList *accounts, Error *error);

#endif
