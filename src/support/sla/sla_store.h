/* Inside the module: how promises are chosen, measured and shown, and what the files of it share. */
#ifndef BANSO_SLA_SLA_STORE_H
#define BANSO_SLA_SLA_STORE_H

#include "sla.sql.h"

#include "engine/measure_kind.h"
#include "house/condition/subject.h"
#include "house/notice/notice.h"
#include "jobs/columns.h"
#include "support/sla/sla.h"
#include "support/sla/sla_clock.h"
#include "support/ticket/ticket.h"

typedef struct {
    Services *services;
    Db *db;
    Arena *arena;
    int64_t now;
} SlaAt;

typedef struct {
    SlaClockRow *items;
    size_t count;
} SlaClocks;

/* ---- sla_held.c: read once in a transaction --------------------------------------------------------------------- */

/* All policies, in their order. */
bool sla_policies_held(const SlaAt *at, const SlaPolicyRow **policies, size_t *count, Error *error);
/* NULL when there is none of that id. */
bool sla_policy_held(const SlaAt *at, int64_t id, const SlaPolicyRow **policy, Error *error);
/* The custom fields that a condition on tickets can ask for. */
bool sla_fields_held(const SlaAt *at, const Attribute **fields, Error *error);
/* The calendar that measures; where a workspace has none, all time counts. */
bool sla_hours(const SlaAt *at, OptInt hours_id, const Hours **hours, Error *error);

/* ---- sla_choose.c: what is promised ----------------------------------------------------------------------------- */

/* What an active policy promises for the ticket; *promise is NULL where nothing fits. */
bool sla_choose(const SlaAt *at, const SlaTicketRow *ticket, SlaPromiseRow **promise, Error *error);
bool sla_targets_read(Arena *arena, const char *json, List *targets, Error *error);
const SlaTarget *sla_target_for(List targets, const char *priority);
SlaPromiseRow sla_promise_by(const SlaPolicyRow *policy, const SlaTarget *target, int64_t ticket_id);
SlaLimit sla_limit(const SlaPromiseRow *promise, int64_t minutes);

/* ---- sla_work.c: the clocks of one ticket ----------------------------------------------------------------------- */

/* `promise`: as it holds now; NULL = none. `stored`: the clocks that there were; `merged`: those of the tickets that
 * were merged into it, which sla_compute reads itself. */
typedef struct {
    const SlaTicketRow *ticket;
    const SlaPromiseRow *promise;
    SlaClocks stored, merged;
} SlaCase;

/* The clocks as they are now, each with the id and what was told of the stored one that it is; 0 = it is new. */
bool sla_compute(const SlaAt *at, const SlaCase *of, SlaClocks *clocks, Error *error);

typedef struct {
    const char *why; /* as HoursSkipped, or "paused" */
    OptInt from_on, until_on;
    const char *name, *name_ja;
    OptInt minutes;
} SlaReason;
extern const Shape SLA_REASON;
List sla_reasons(Arena *arena, const Hours *hours, const SlaRun *run, int64_t until);
bool sla_reasons_read(Arena *arena, const char *json, List *reasons, Error *error);

/* ---- sla.c: promises as they are kept --------------------------------------------------------------------------- */

typedef struct {
    TicketFollowed followed;
    bool new_is_silent; /* nobody is told of what nobody had promised before: a policy began */
} SlaAsked;
/* Computes the clocks of a ticket and tells what is to be told; of one that is gone, they go. *changed: they are not
 * what they were. */
bool sla_refresh(const Writer *writer, const SlaAsked *asked, bool *changed, Error *error);
bool sla_followed(const Writer *writer, const TicketFollowed *what, Error *error);

typedef struct {
    int64_t number;
    const char *of; /* the kind of clock */
    OptInt due_at;
} SlaTold;
extern const Shape SLA_TOLD;

#define NOTICE_SLA_WARNED   "sla.warned"
#define NOTICE_SLA_BREACHED "sla.breached"
#define SLA_RECALCULATED    "sla.recalculated"

/* ---- the others ------------------------------------------------------------------------------------------------- */

bool sla_rebuild(Services *services, Error *error);
extern const JobKind SLA_JOBS[];
extern const Schedule SLA_SCHEDULES[];
extern const FactReader SLA_READERS[];
extern const ColumnSource SLA_COLUMNS[];
extern const MeasureKind SLA_MEASURES[];
extern const struct TodaySource SLA_TODAY;
extern const Route SLA_ROUTES[], SLA_SHOWN_ROUTES[];

#endif
