/* What the program knows of Today. */
#include "jobs/module.h"
#include "success/today/ranked.h"

const Module TODAY_MODULE = {
    .name = "today",
    .routes = (const Route *const[]) { TODAY_ROUTES, NULL },
    .accounts = &TODAY_HOLDER,
    .timeline = &TODAY_TIMELINE,
};
