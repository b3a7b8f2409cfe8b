/* What the program knows of products and features. */
#include "customer/catalog/product.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "product.created", .wakes = { "products" }, .scores = SCORES_EVERYBODY },
    { "product.changed", &EDIT_TOLD, .wakes = { "products" }, .scores = SCORES_EVERYBODY },
    { "product.deleted", .wakes = { "products" }, .scores = SCORES_EVERYBODY },
    { "feature.created", .wakes = { "features", "products" }, .scores = SCORES_EVERYBODY },
    { "feature.changed", &EDIT_TOLD, .wakes = { "features", "products" }, .scores = SCORES_EVERYBODY },
    { "feature.deleted", .wakes = { "features", "products" }, .scores = SCORES_EVERYBODY },
    { "gauge.created", .wakes = { "gauges" }, .scores = SCORES_EVERYBODY },
    { "gauge.changed", &EDIT_TOLD, .wakes = { "gauges" }, .scores = SCORES_EVERYBODY },
    { "gauge.deleted", .wakes = { "gauges" }, .scores = SCORES_EVERYBODY },
    { 0 },
};

const Module CATALOG_MODULE = {
    .name = "catalog",
    .routes = (const Route *const[]) { CATALOG_ROUTES, GAUGE_ROUTES, NULL },
    .facts = FACTS,
    .fact_followers = CATALOG_FOLLOWERS,
    .start = catalog_start,
};
