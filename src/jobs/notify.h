/* Private to jobs: tells browsers which keys changed, and wakes the thread that delivers facts. */
#ifndef BANSO_JOBS_NOTIFY_H
#define BANSO_JOBS_NOTIFY_H

#include "http/services.h"
#include "http/stream.h"
#include "jobs/fact.h"

enum { NOTIFY_KEYS_MAX = 12 };

/* The keys of a fact; they live in the arena. Of a kind that belongs to a circle, those that name the thing itself and
 * the list of such things are for the circle. Of a fact that is not for everybody, all are for those who may see it. */
int notify_keys(Arena *arena, const Fact *fact, StreamKey keys[NOTIFY_KEYS_MAX]);

/* From now on committed facts are published to services->stream, and `wake` is called for each. One at a time. */
void notify_open(Services *services, void (*wake)(void *context), void *context);
void notify_close(void);

/* Registers the fact to be told after COMMIT. */
void notify_after_commit(Db *db, int64_t fact_id, const Fact *fact);

/* Publishes a fact that another server committed; one that this process told itself is not told again. */
void notify_others(Services *services, Arena *arena, int64_t fact_id, const Fact *fact);

#endif
