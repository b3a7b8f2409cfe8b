/*
 * A module, as one record: all that the rest of the program knows of it. Each module exports its own (TASK_MODULE in
 * customer/task/task_module.c); tools/modules.txt names the modules in their order, and the build generates MODULES
 * from it.
 *
 * A module asks those to its right through the members below. The type of a member is declared by the module that asks:
 * `persons` is a ContactHolder of customer/contact/contact.h, which calls `forget` of each module that holds something
 * of a person. So nothing is registered at start, no order of starting matters, and no module is known by name to the
 * left of it.
 *
 * Not for: what only one request or one job needs.
 * Units: none. Errors: a module that fails to start ends the start.
 * Forgets a person: through `persons`.
 */
#ifndef BANSO_JOBS_MODULE_H
#define BANSO_JOBS_MODULE_H

#include "engine/measure_kind.h"
#include "http/server.h"
#include "jobs/columns.h"
#include "jobs/fact_kind.h"
#include "jobs/jobs.h"
#include "jobs/moved.h"

typedef struct {
    const char *name;

    const Route *const *routes; /* tables, each ended by { 0 }; the list by NULL */
    const JobKind *jobs;
    const Schedule *schedules;
    const FactKind *facts; /* that it writes, ended by { 0 } */
    const FactReader *readers;
    const Follower *followers;
    const FactFollower *fact_followers;
    const ColumnSource *columns; /* of the engine, ended by { 0 }; loaded after `start`: see jobs/columns.h */
    /* After migration, before serving: loads what it keeps in memory. Called in the order of the modules. */
    bool (*start)(Services *services, Error *error);
    void (*stop)(void);                                /* in the opposite order, after server and jobs have ended */
    bool (*rebuild)(Services *services, Error *error); /* for `banso rebuild`, in a job: see app/ops/ops.h */
    const char *rebuilds;                              /* what that is, as it is named there: "usage" */
    Identify identify;                                 /* who is asking: one module has it */

    const struct ConditionSaved *saved;          /* house/condition/condition.h: one module has it */
    const struct TeamUser *teams;                /* house/team/team.h */
    const struct SegmentUser *segments;          /* customer/segment/segment.h */
    const struct Attribute *attributes;          /* of accounts: house/condition/condition.h, ended by { 0 } */
    const struct Subject *const *subjects;       /* house/condition/subject.h, ended by NULL */
    const struct FieldHolder *fields;            /* house/field/field.h */
    const struct ImportKind *const *imports;     /* house/import/import.h, ended by NULL */
    const struct ImportIds *ids;                 /* house/import/import.h */
    const struct QualityCheck *quality;          /* house/quality/quality.h, ended by { 0 } */
    const struct SetupStep *setup;               /* house/setup/setup.h, ended by { 0 } */
    const struct BlobHolder *blobs;              /* house/blob/blob.h */
    const struct FileSubject *files;             /* house/file/file.h, ended by { 0 } */
    const struct CatalogWatcher *catalog;        /* customer/catalog/product.h */
    const struct AccountHolder *accounts;        /* customer/account/account.h */
    const AccountMoved *moved;                   /* jobs/moved.h, ended by { 0 } */
    const struct AccountPast *past;              /* customer/account/account.h: one module has it */
    const struct ContactHolder *persons;         /* customer/contact/contact.h */
    const struct TicketFollower *tickets;        /* support/ticket/ticket.h */
    const struct SearchSource *const *search;    /* house/search/search.h, ended by NULL */
    const struct TimelineSource *timeline;       /* house/timeline/timeline.h, ended by { 0 } */
    const struct TodaySource *today;             /* customer/account/today_source.h */
    const struct NoticeKind *notices;            /* house/notice/notice.h, ended by { 0 } */
    const struct TicketSender *sender;           /* support/ticket/ticket_sending.h: one module has it */
    const struct NoticeStandIn *notice_stand_in; /* house/notice/notice.h: one module has it */
    const struct TrackTaker *track;              /* usage/track/call.h: one module has it */
    const struct MessageSource *messages;        /* usage/dedup/dedup.h: one module has it */
    const struct EventFollower *events;          /* usage/event/usage.h: one module has it */
    const struct UsageWatcher *usage;            /* usage/feed/feed.h */
    const MeasureKind *measures;                 /* engine/measure_kind.h, ended by { 0 } */
} Module;

/* All modules in their order, ended by NULL; made of tools/modules.txt. */
extern const Module *const MODULES[];

/* The modules that are asked from now on: the program's, or those that a test names. `modules` is static and ended by
 * NULL. Before anything is started. */
void modules_use(const Module *const *modules);
/* Those, ended by NULL; none before modules_use. */
const Module *const *modules_used(void);

/* What they have of a kind, ended by NULL; the memory is the arena's. */
const Route *const *modules_routes(Arena *arena);
JobsOptions modules_jobs(Arena *arena);
Identify modules_identify(void);

#endif
