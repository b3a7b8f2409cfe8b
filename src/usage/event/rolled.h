/*
 * Reading the rollups of many accounts: only this file knows how they are stored, filed and fresh. Rows come as counts
 * by feature and by person, as of now; those of one account and day add up, if they come in parts.
 *
 * Not for: one account (event_read.h).
 * Units: days are local dates of the workspace. Errors: INTERNAL when a rollup is damaged.
 * Forgets a person: counts stay, under an id that names nobody.
 */
#ifndef BANSO_USAGE_EVENT_ROLLED_H
#define BANSO_USAGE_EVENT_ROLLED_H

#include "db/db.h"
#include "engine/engine.h"

/* What one account did on one day; the rows are gone after the call. */
typedef bool (*RolledTake)(int64_t account, int64_t day, const Delta *rows, size_t count, void *context, Error *error);

/* Everything, by account, then by day; only when nothing is fresh, as after the module's start, or among several
 * servers.
 */
bool rolled_all(Db *db, RolledTake take, void *context, Error *error);
/* Of each of these accounts on the day that stands beside it, in that order; who did nothing is left out. Only when
 * nothing is fresh. */
bool rolled_at(Db *db, Ids accounts, Ids days, RolledTake take, void *context, Error *error);
/* Of these accounts (ascending) on all days before one. */
bool rolled_before(Db *db, Ids accounts, int64_t until, RolledTake take, void *context, Error *error);
/* Accounts with one number are stored together: asked together they are read once. */
int rolled_shelf(int64_t account);
/* The newest day of all; INT64_MIN = there is none. */
bool rolled_newest(Db *db, int64_t *day, Error *error);

#endif
