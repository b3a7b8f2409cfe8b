/* What the program knows of promises. */
#include "customer/segment/segment.h"
#include "http/edit.h"
#include "jobs/module.h"
#include "support/sla/sla_store.h"

#define OF_TICKETS  .group = "ticket", .wakes = { "today" }, .list = "tickets", .circle = CIRCLE_SUPPORT
#define OF_POLICIES .list = "sla_policies", .circle = CIRCLE_SUPPORT
static const FactKind FACTS[] = {
    { NOTICE_SLA_WARNED, &SLA_TOLD, .list = "tickets", .circle = CIRCLE_SUPPORT },
    { NOTICE_SLA_BREACHED, &SLA_TOLD, OF_TICKETS, .news = true, .scores = SCORES_ACCOUNT_ALWAYS },
    { SLA_RECALCULATED, .list = "tickets", .circle = CIRCLE_SUPPORT, .scores = SCORES_EVERYBODY },
    { "sla_policy.created", OF_POLICIES },
    { "sla_policy.changed", &EDIT_TOLD, OF_POLICIES },
    { "sla_policy.deleted", OF_POLICIES },
    { 0 },
};

static const NoticeKind NOTICES[] = { { NOTICE_SLA_WARNED }, { NOTICE_SLA_BREACHED }, { 0 } };

const Module SLA_MODULE = {
    .name = "sla",
    .routes = (const Route *const[]) { SLA_ROUTES, SLA_SHOWN_ROUTES, NULL },
    .jobs = SLA_JOBS,
    .schedules = SLA_SCHEDULES,
    .facts = FACTS,
    .readers = SLA_READERS,
    .columns = SLA_COLUMNS,
    .measures = SLA_MEASURES,
    .today = &SLA_TODAY,
    .notices = NOTICES,
    .segments = &(const SegmentUser) { "sla_policy", sla_askings },
    .tickets = &(const TicketFollower) { sla_followed },
    .rebuild = sla_rebuild,
    .rebuilds = "sla",
};
