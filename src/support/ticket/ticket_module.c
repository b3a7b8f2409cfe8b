/* What the program knows of tickets. */
#include "house/condition/subject.h"
#include "http/edit.h"
#include "jobs/module.h"
#include "support/ticket/ticket_merge.h"

#define OF_TICKETS .group = "ticket", .wakes = { "today" }, .list = "tickets", .circle = CIRCLE_SUPPORT
static const FactKind FACTS[] = {
    { "ticket.opened", &TICKET_OPENED, OF_TICKETS, .news = true, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.changed", &EDIT_TOLD, OF_TICKETS, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.solved", &TICKET_NUMBERED, OF_TICKETS, .touches = true, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.reopened", &TICKET_NUMBERED, OF_TICKETS, .news = true, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.snoozed", &TICKET_SNOOZED, OF_TICKETS },
    { "ticket.deleted", &TICKET_NUMBERED, OF_TICKETS, .takes_back = true, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.merged", &TICKET_MOVE_TOLD, OF_TICKETS, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.unmerged", &TICKET_MOVE_TOLD, OF_TICKETS, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.split", &TICKET_MOVE_TOLD, OF_TICKETS, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.unsplit", &TICKET_MOVE_TOLD, OF_TICKETS, .scores = SCORES_ACCOUNT_ALWAYS },
    { "ticket.linked", &TICKET_LINK_TOLD, OF_TICKETS },
    { "ticket.unlinked", &TICKET_LINK_TOLD, OF_TICKETS },
    { "message.received", &TICKET_MESSAGE_TOLD, OF_TICKETS, .news = true, .scores = SCORES_ACCOUNT_FROM_NOW,
      .sight = true },
    { "message.sent", &TICKET_MESSAGE_TOLD, OF_TICKETS, .touches = true, .scores = SCORES_ACCOUNT_FROM_NOW,
      .sight = true },
    { "message.noted", &TICKET_MESSAGE_TOLD, OF_TICKETS, .sight = true },
    { "ticket_status.created", .list = "ticket_statuses", .circle = CIRCLE_SUPPORT },
    { "ticket_status.changed", &EDIT_TOLD, .list = "ticket_statuses", .circle = CIRCLE_SUPPORT },
    { "ticket_status.deleted", .list = "ticket_statuses", .circle = CIRCLE_SUPPORT },
    { 0 },
};

const NoticeKind TICKET_NOTICES[] = {
    { NOTICE_TICKET_ASSIGNED }, { NOTICE_TICKET_ANSWERED }, { NOTICE_TICKET_CHILDREN }, { 0 }
};

const Module TICKET_MODULE = {
    .name = "ticket",
    .routes =
        (const Route *const[]) { TICKET_ROUTES, TICKET_LIST_ROUTES, TICKET_OWN_ROUTES, TICKET_TALK_ROUTES,
                                 TICKET_DRAFT_ROUTES, TICKET_STATUS_ROUTES, TICKET_BULK_ROUTES, TICKET_INTAKE_ROUTES,
                                 TICKET_RECIPIENT_ROUTES, TICKET_MERGE_ROUTES, TICKET_LINK_ROUTES, NULL },
    .schedules = TICKET_SCHEDULES,
    .facts = FACTS,
    .columns = TICKET_COLUMNS,
    .measures = TICKET_MEASURES,
    .subjects = (const Subject *const[]) { &TICKET_SUBJECT, NULL },
    .fields = &TICKET_FIELDS_HELD,
    .imports = (const ImportKind *const[]) { &IMPORT_TICKETS, NULL },
    .blobs = &TICKET_BLOBS,
    .files = TICKET_FILES,
    .accounts = &TICKET_ACCOUNTS,
    .moved = TICKET_MOVED,
    .persons = &TICKET_PERSONS,
    .search = (const SearchSource *const[]) { &TICKET_SEARCH, &TICKET_MESSAGE_SEARCH, NULL },
    .timeline = TICKET_TIMELINE,
    .today = &TICKET_TODAY,
    .notices = TICKET_NOTICES,
};
