/* What the program knows of contacts. */
#include "customer/contact/contact_store.h"
#include "customer/contact/erasure.h"
#include "customer/contact/exclude_store.h"
#include "house/condition/subject.h"
#include "http/edit.h"
#include "http/stream.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "contact.created", &EDIT_TOLD, .group = "account", .wakes = { "contacts" } },
    { "contact.changed", &EDIT_TOLD, .group = "account", .wakes = { "contacts" } },
    { "contact.merged", .group = "account", .wakes = { "contacts" } },
    { "contact.withdrawn", .group = "account", .wakes = { "contacts" } },
    { "exclusion.created", &EXCLUSION_TOLD, .wakes = { "exclusions", "contacts", "usage" } },
    { "exclusion.deleted", &EXCLUSION_TOLD, .wakes = { "exclusions", "contacts", "usage" } },
    /* What staff wrote may have named them, wherever that is shown. */
    { "contact.forgotten", .group = "account", .wakes = { STREAM_ALL } },
    { 0 },
};

static const Subject *const SUBJECTS[] = { &CONTACT_SUBJECT, NULL };

static const TimelineSource TIMELINE[] = { { .of = TIMELINE_CONTACT, .read = contact_words }, { 0 } };

const Module CONTACT_MODULE = {
    .name = "contact",
    .routes = (const Route *const[]) { CONTACT_ROUTES, CONTACT_LIST_ROUTES, CONTACT_MENTION_ROUTES, ACCOUNT_PAGE_ROUTES,
                                       EXCLUDE_ROUTES, NULL },
    .jobs = CONTACT_JOBS,
    .facts = FACTS,
    .followers = ERASURE_FOLLOWERS,
    .subjects = SUBJECTS,
    .fields = &CONTACT_FIELD_HOLDER,
    .ids = &CONTACT_IDS,
    .imports = (const ImportKind *const[]) { &IMPORT_CONTACTS, NULL },
    .accounts = &CONTACT_ACCOUNTS,
    .search = (const SearchSource *const[]) { &CONTACT_SEARCH, NULL },
    .timeline = TIMELINE,
};
