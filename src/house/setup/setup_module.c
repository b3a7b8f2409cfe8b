/* What the program knows of setting up. */
#include "house/setup/setup.h"
#include "jobs/module.h"

const Module SETUP_MODULE = {
    .name = "setup",
    .routes = (const Route *const[]) { SETUP_STEP_ROUTES, NULL },
};
