/* What the program knows of the demo. */
#include "app/demo/demo.h"
#include "jobs/module.h"

const Module DEMO_MODULE = {
    .name = "demo",
    .routes = (const Route *const[]) { DEMO_ROUTES, NULL },
};
