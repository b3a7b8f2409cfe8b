/* A module as app/modules.c lists it: all that the program needs to know of a feature. */
#ifndef BANSO_APP_MODULE_H
#define BANSO_APP_MODULE_H

#include "app/ops/ops.h"
#include "http/route.h"
#include "http/server.h"
#include "jobs/jobs.h"

typedef struct {
    const char *name;
    const Route *routes; /* ended by { 0 }; NULL = none */
    const JobKind *jobs;
    const Schedule *schedules;
    const FactReader *readers;
    const Follower *followers;
    const FactFollower *fact_followers;
    /* After migration, before serving: loads what it keeps in memory. Called in the order of the list. */
    bool (*start)(Services *services, Error *error);
    void (*stop)(void);                                /* in the opposite order, after server and jobs have ended */
    bool (*rebuild)(Services *services, Error *error); /* for `banso rebuild`: as ops.h says */
} Module;

extern const Module MODULES[]; /* in the order of the layers, ended by { 0 } */

/* What all modules have of a kind, NULL-ended; they live as long as the process. */
const Route *const *module_routes(void);
JobsOptions module_jobs(void);
/* Who has something to rebuild, ended by { 0 }. */
const OpsRebuild *module_rebuilds(void);
/* Who is asking: the staff module's answer. */
extern const Identify MODULE_IDENTIFY;

#endif
