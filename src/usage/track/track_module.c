/* What the program knows of the tracking API. */
#include "jobs/module.h"
#include "usage/track/track_store.h"

const Module TRACK_MODULE = {
    .name = "track",
    .routes = (const Route *const[]) { TRACK_ROUTES, NULL },
    .quality = TRACK_CHECKS,
    .setup = TRACK_SETUP,
};
