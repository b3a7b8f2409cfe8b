/* Private to jobs: tells browsers which keys changed, and wakes the thread that delivers facts. */
#ifndef BANSO_JOBS_NOTIFY_H
#define BANSO_JOBS_NOTIFY_H

#include "http/services.h"
#include "jobs/fact.h"

enum { NOTIFY_KEYS_MAX = 12 };

/* The keys of a fact; they live in the arena. */
int notify_keys(Arena *arena, const Fact *fact, const char *keys[NOTIFY_KEYS_MAX]);

/* From now on committed facts are published to services->stream, and `wake` is called for each. One at a time. */
void notify_open(Services *services, void (*wake)(void *context), void *context);
void notify_close(void);

/* Registers the telling of this fact after COMMIT. */
void notify_after_commit(Db *db, int64_t fact_id, const Fact *fact);

/*
 * Facts that other servers committed: publishes what stands behind (*xact, *fact_id) and was not told by this process,
 * then moves them. INT64_MIN in *xact means "from now on".
 */
bool notify_poll(Services *services, int64_t *xact, int64_t *fact_id, Error *error);

#endif
