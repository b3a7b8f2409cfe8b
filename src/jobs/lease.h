/* Private to jobs: of several servers over one PostgreSQL, one does a named piece of work. On SQLite there is one. */
#ifndef BANSO_JOBS_LEASE_H
#define BANSO_JOBS_LEASE_H

#include "http/services.h"

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

#endif
