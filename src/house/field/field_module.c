/* What the program knows of custom fields. */
#include "house/field/field.h"
#include "jobs/module.h"

const Module FIELD_MODULE = {
    .name = "field",
    .routes = (const Route *const[]) { FIELD_ROUTES, NULL },
};
