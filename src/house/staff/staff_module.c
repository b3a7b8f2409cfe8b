/* What the program knows of staff. */
#include "house/staff/inside.h"
#include "jobs/module.h"

const Module STAFF_MODULE = {
    .name = "staff",
    .routes = (const Route *const[]) { STAFF_ROUTES, NULL },
    .start = staff_start,
    .stop = staff_stop,
    .identify = staff_identify,
};
