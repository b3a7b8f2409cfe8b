/* Inside the module: its routes, its jobs, and what runs now and then. */
#ifndef BANSO_SEARCH_INSIDE_H
#define BANSO_SEARCH_INSIDE_H

#include "house/search/search.h"
#include "jobs/jobs.h"

/* The source of a kind that somebody asks for; NULL = there is none. */
const SearchSource *source_of(const char *kind);

extern const Route SEARCH_ROUTES[];
extern const Schedule SEARCH_SCHEDULES[];
extern const JobKind SEARCH_JOBS[];

/* A database whose documents were indexed by other rules, or never, is rebuilt by a job. */
bool search_start(Services *services, Error *error);
bool search_rebuild(Services *services, Error *error);

#endif
