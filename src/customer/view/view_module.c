/* What the program knows of saved views. */
#include "customer/segment/segment.h"
#include "customer/view/view_store.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "view.shared", .wakes = { "views" } },   { "view.changed", &EDIT_TOLD, .wakes = { "views" } },
    { "view.unshared", .wakes = { "views" } }, { "view.taken", .wakes = { "views" } },
    { "view.deleted", .wakes = { "views" } },  { 0 },
};

const Module VIEW_MODULE = {
    .name = "view",
    .routes = (const Route *const[]) { VIEW_ROUTES, VIEW_COUNT_ROUTES, NULL },
    .facts = FACTS,
    .persons = &VIEW_CONTACTS,
    .segments = &(const SegmentUser) { "view", saved_view_askings },
};
