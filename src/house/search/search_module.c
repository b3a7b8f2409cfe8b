/* What the program knows of the search. */
#include "house/search/inside.h"
#include "jobs/module.h"

const Module SEARCH_MODULE = {
    .name = "search",
    .routes = (const Route *const[]) { SEARCH_ROUTES, NULL },
    .jobs = SEARCH_JOBS,
    .schedules = SEARCH_SCHEDULES,
    .start = search_start,
    .rebuild = search_rebuild,
    .rebuilds = "search",
};
