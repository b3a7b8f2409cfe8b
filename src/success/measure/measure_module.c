/* What the program knows of measures. */
#include "jobs/module.h"
#include "success/measure/measure.h"

const Module MEASURE_MODULE = {
    .name = "measure",
    .routes = (const Route *const[]) { MEASURE_ROUTES, NULL },
};
