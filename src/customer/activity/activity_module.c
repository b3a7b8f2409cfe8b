/* What the program knows of meetings and mails. */
#include "customer/activity/activity_store.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "meeting.logged", &MEETING_LOGGED, .group = "meeting", .wakes = { "activities", "today" }, .touches = true },
    { "meeting.changed", &EDIT_TOLD, .group = "meeting", .wakes = { "activities" } },
    { "meeting.shared", &ACTIVITY_SHARED, .group = "meeting", .wakes = { "activities" }, .sight = true },
    { "meeting.deleted", .group = "meeting", .wakes = { "activities", "today" }, .takes_back = true },
    { "mail.logged", &MAIL_LOGGED, .group = "mail", .wakes = { "activities", "today" }, .touches = true },
    { "mail.changed", &EDIT_TOLD, .group = "mail", .wakes = { "activities" } },
    { "mail.shared", &ACTIVITY_SHARED, .group = "mail", .wakes = { "activities" }, .sight = true },
    { "mail.deleted", .group = "mail", .wakes = { "activities", "today" }, .takes_back = true },
    { 0 },
};

static const AccountMoved MOVED[] = {
    { "meetings", meeting_ids_of_account, activity_account_move, &MEETING_SEARCH, false },
    { "mails", mail_ids_of_account, activity_account_move, &MAIL_SEARCH, false },
    { 0 },
};

const Module ACTIVITY_MODULE = {
    .name = "activity",
    .routes = (const Route *const[]) { ACTIVITY_ROUTES, NULL },
    .facts = FACTS,
    .accounts = &ACTIVITY_HOLDER,
    .moved = MOVED,
    .persons = &ACTIVITY_CONTACTS,
    .files = ACTIVITY_FILES,
    .timeline = ACTIVITY_TIMELINE,
    .search = (const SearchSource *const[]) { &MEETING_SEARCH, &MAIL_SEARCH, NULL },
};
