/* Inside the module: how promises are chosen, measured and shown, and what the files of it share. */
#ifndef BANSO_SLA_SLA_STORE_H
#define BANSO_SLA_SLA_STORE_H

#include "sla.sql.h"

#include "engine/measure_kind.h"
#include "house/notice/notice.h"
#include "jobs/columns.h"
#include "support/sla/sla.h"
#include "support/sla/sla_clock.h"
#include "support/ticket/ticket.h"

/* ---- sla_work.c: one ticket ------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    Db *db;
    Arena *arena;
    int64_t now;
} SlaAt;

/* The calendar that measures; where a workspace has none, all time counts. */
bool sla_hours(const SlaAt *at, OptInt hours_id, const Hours **hours, Error *error);
/* What an active policy promises for the ticket; *promise is NULL where nothing fits. */
bool sla_choose(const SlaAt *at, const SlaTicketRow *ticket, SlaPromiseRow **promise, Error *error);
/* The clocks as they are now, unstored: without ids and what was told. */
bool sla_compute(const SlaAt *at, const SlaTicketRow *ticket, const SlaPromiseRow *promise, SlaClockRow **clocks,
                 size_t *count, Error *error);
bool sla_targets_read(Arena *arena, const char *json, List *targets, Error *error);
const SlaTarget *sla_target_for(List targets, const char *priority);
SlaPromiseRow sla_promise_by(const SlaPolicyRow *policy, const SlaTarget *target, int64_t ticket_id);
SlaLimit sla_limit(const SlaPromiseRow *promise, int64_t minutes);

typedef struct {
    const char *why; /* as HoursSkipped, or "paused" */
    OptInt from_on, until_on;
    const char *name, *name_ja;
    OptInt minutes;
} SlaReason;
extern const Shape SLA_REASON;
List sla_reasons(Arena *arena, const Hours *hours, const SlaRun *run, int64_t until);
bool sla_reasons_read(Arena *arena, const char *json, List *reasons, Error *error);

/* ---- the others ------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t number;
    const char *of; /* the kind of clock */
    OptInt due_at;
} SlaTold;
extern const Shape SLA_TOLD;

#define NOTICE_SLA_WARNED   "sla.warned"
#define NOTICE_SLA_BREACHED "sla.breached"
#define SLA_JOB             "sla.refresh"

/* All tickets whose promise may move, in a job. */
bool sla_refresh_all(Db *db, Error *error);
bool sla_rebuild(Services *services, Error *error);
extern const JobKind SLA_JOBS[];
extern const Schedule SLA_SCHEDULES[];
extern const FactReader SLA_READERS[];
extern const ColumnSource SLA_COLUMNS[];
extern const MeasureKind SLA_MEASURES[];
extern const struct TodaySource SLA_TODAY;
extern const Route SLA_ROUTES[], SLA_SHOWN_ROUTES[];

#endif
