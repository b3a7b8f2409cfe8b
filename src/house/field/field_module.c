/* What the program knows of custom fields. */
#include "house/field/field.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "field.created", .wakes = { "fields" }, .scores = SCORES_EVERYBODY },
    { "field.changed", &EDIT_TOLD, .wakes = { "fields" }, .scores = SCORES_EVERYBODY },
    { "field.deleted", .wakes = { "fields" }, .scores = SCORES_EVERYBODY },
    { 0 },
};

const Module FIELD_MODULE = {
    .name = "field",
    .routes = (const Route *const[]) { FIELD_ROUTES, NULL },
    .facts = FACTS,
};
