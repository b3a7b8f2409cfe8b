/* What the program knows of macros. */
#include "http/edit.h"
#include "jobs/module.h"
#include "support/macro/macro_store.h"

#define OF_MACROS .list = "macros", .circle = CIRCLE_SUPPORT
static const FactKind FACTS[] = {
    { "macro.shared", OF_MACROS },   { "macro.changed", &EDIT_TOLD, OF_MACROS },
    { "macro.unshared", OF_MACROS }, { "macro.taken", OF_MACROS },
    { "macro.deleted", OF_MACROS },  { 0 },
};

const Module MACRO_MODULE = {
    .name = "macro",
    .routes = (const Route *const[]) { MACRO_ROUTES, MACRO_USE_ROUTES, NULL },
    .facts = FACTS,
    .persons = &MACRO_CONTACTS,
};
