/*
 * Rebuilding what is made: rollups, first uses, counts by name and day, all from the raw events, one account and day at
 * a time, so that events keep coming in. A rebuild is a row with its place; a job takes it up again where it stopped.
 */
#ifndef BANSO_USAGE_EVENT_REBUILD_H
#define BANSO_USAGE_EVENT_REBUILD_H

#include "customer/account/account.h"
#include "jobs/jobs.h"

/* In the transaction of the change that requires it: new rules, another time zone. */
bool rebuild_start(Db *db, int64_t now, int64_t *job, Error *error);
/* The job: returns when all is done. */
bool rebuild_run(Services *services, Arena *arena, const char *body, Error *error);

#endif
