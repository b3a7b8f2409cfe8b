/* What the program knows of the timeline. */
#include "house/timeline/timeline_store.h"
#include "jobs/module.h"

const Module TIMELINE_MODULE = {
    .name = "timeline",
    .routes = (const Route *const[]) { TIMELINE_ROUTES, NULL },
};
