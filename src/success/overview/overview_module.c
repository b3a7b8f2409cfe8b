/* What the program knows of the overview. */
#include "jobs/module.h"
#include "success/overview/overview.h"
#include "success/overview/standing.h"

const Module OVERVIEW_MODULE = {
    .name = "overview",
    .routes = (const Route *const[]) { OVERVIEW_ROUTES, OVERVIEW_MOVES_ROUTES, OVERVIEW_WORK_ROUTES, NULL },
    .stop = stood_forget,
};
