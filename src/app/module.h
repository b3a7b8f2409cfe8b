/* A module as app/modules.c lists it: all that the program needs to know of a feature. */
#ifndef BANSO_APP_MODULE_H
#define BANSO_APP_MODULE_H

#include "http/route.h"
#include "jobs/jobs.h"

typedef struct {
    const char *name;
    const Route *routes; /* ended by { 0 }; NULL = none */
    const JobKind *jobs;
    const Schedule *schedules;
    const FactReader *readers;
    bool (*start)(Services *services,
                  Error *error); /* after migration, before serving; loads what it keeps in memory */
    bool (*rebuild)(Services *services, Error *error); /* recomputes its made tables */
} Module;

extern const Module MODULES[]; /* in the order of the layers, ended by { 0 } */

#endif
