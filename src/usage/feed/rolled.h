/*
 * Reading rollups for the engine: the one place that knows how they lie in their tables, filed and fresh. Rows come as
 * counts by feature and by person, as they stand now; those of one account and day add up, should they come in parts.
 * INTERNAL when one is damaged.
 */
#ifndef BANSO_USAGE_FEED_ROLLED_H
#define BANSO_USAGE_FEED_ROLLED_H

#include "db/db.h"
#include "engine/engine.h"

/* What one account did on one day; the rows are gone after the call. */
typedef bool (*RolledTake)(int64_t account, int64_t day, const Delta *rows, size_t count, void *context, Error *error);

/* Everything, by account, then by day; only when nothing is fresh (fresh_settle). */
bool rolled_all(Db *db, RolledTake take, void *context, Error *error);
/* Of each of these accounts on the day that stands beside it, in that order; who did nothing is left out. Only when
 * nothing is fresh. */
bool rolled_at(Db *db, Ids accounts, Ids days, RolledTake take, void *context, Error *error);
/* Of these accounts (ascending) on all days before one. */
bool rolled_before(Db *db, Ids accounts, int64_t until, RolledTake take, void *context, Error *error);
/* The newest day of all; INT64_MIN = there is none. */
bool rolled_newest(Db *db, int64_t *day, Error *error);

#endif
