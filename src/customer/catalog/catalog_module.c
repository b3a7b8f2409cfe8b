/* What the program knows of products and features. */
#include "customer/catalog/product.h"
#include "jobs/module.h"

const Module CATALOG_MODULE = {
    .name = "catalog",
    .routes = (const Route *const[]) { CATALOG_ROUTES, NULL },
    .fact_followers = CATALOG_FOLLOWERS,
    .start = catalog_start,
};
