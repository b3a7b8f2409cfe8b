/*
 * Private to jobs: of several servers over one PostgreSQL, one does a named piece of work. On SQLite there is one.
 *
 * A holder is named by its data directory and by its process: "DIRECTORY/PROCESS". So leases of an earlier process of
 * the same directory are known to be left over, since only one process at a time has the directory.
 */
#ifndef BANSO_JOBS_LEASE_H
#define BANSO_JOBS_LEASE_H

#include "http/services.h"

#include <pthread.h>

enum { LEASE_MS = 15000 };

typedef struct {
    const char *name;
    bool held;
    int64_t asked_at; /* microseconds of clock_monotonic; 0 = never */
} Lease;

/* Asks the database only when a third of the lease has passed since the last time. */
bool lease_hold(Services *services, Lease *lease, const char *holder, Error *error);
/* Gives up all of a holder's, so that the next server need not wait. */
bool lease_release(Services *services, const char *holder, Error *error);

/* The name of this process; in tests without a data directory's secret a random one. */
const char *holder_name(Arena *arena, const Services *services);
/* Ends the leases that earlier processes of this holder's data directory left. */
bool leases_left_end(Services *services, const char *holder, Error *error);

/* Keeps the lease of one job up from a thread of its own, while another works on it, however long its steps take. */
typedef struct {
    Store *store;
    int64_t job;
    const char *holder;
    int64_t lease_ms;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool started, stopping;
} Holding;

void holding_start(Holding *holding, Store *store, int64_t job, const char *holder, int64_t lease_ms);
void holding_stop(Holding *holding);

#endif
