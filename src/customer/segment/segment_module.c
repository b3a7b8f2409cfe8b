/* What the program knows of segments. */
#include "customer/segment/segment_store.h"
#include "http/edit.h"
#include "jobs/module.h"

static const Attribute ATTRIBUTES[] = { { .name = "segment", .type = ATTRIBUTE_SAVED }, { 0 } };

static const FactKind FACTS[] = {
    { "segment.created", .wakes = { "segments" } },
    { "segment.changed", &EDIT_TOLD, .wakes = { "segments", "accounts", "contacts", "views" } },
    { "segment.deleted", .wakes = { "segments" } },
    { 0 },
};

const Module SEGMENT_MODULE = {
    .name = "segment",
    .routes = (const Route *const[]) { SEGMENT_ROUTES, SEGMENT_SIZE_ROUTES, NULL },
    .facts = FACTS,
    .attributes = ATTRIBUTES,
    .saved = &SEGMENT_SAVED,
    .segments = &(const SegmentUser) { "segment", segment_askings },
    .persons = &SEGMENT_CONTACTS,
};
