/*
 * Filing: raw events into the chunks of their accounts, counts into the rollups of account and day. Each account that
 * is touched costs several rows, so one process files many commits' worth at once (inbox.h); on a database that several
 * servers share each commit files its own.
 *
 * Not for: deciding what counts (flush.c).
 */
#ifndef BANSO_USAGE_EVENT_ARCHIVE_H
#define BANSO_USAGE_EVENT_ARCHIVE_H

#include "usage/event/event_store.h"

/* Adds to the event chunks; those that wait for an account (0) are left out. */
bool file_events(Flush *flush, const Kept *kept, size_t count, Error *error);
/* Adds to the rollups; `deltas` sorted, equal ones added up. `firsts`: marks first uses too. */
bool file_rollups(Flush *flush, const Delta *deltas, size_t count, bool firsts, Error *error);
/* Remembers that the people of `now` who are not in `before` have events of this account. */
bool file_places(Flush *flush, int64_t account, const RollupDay *before, const RollupDay *now, Error *error);

#endif
