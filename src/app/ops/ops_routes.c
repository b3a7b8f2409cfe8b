/*
 * The tables of ops (routes, jobs), and what is too small for a file of its own: the start, which replays the list of
 * erasures once all modules hold their data, and the set-up link.
 */
#include "app/ops/inside.h"
#include "base/log.h"
#include "customer/contact/erasure.h"
#include "house/staff/staff.h"
#include "ops.sql.h"

/* ---- the start ------------------------------------------------------------------------------------------------ */

static int64_t forgotten_again;

int64_t ops_forgotten_again(void)
{
    return forgotten_again;
}

bool ops_erasures_add(const char *data, const char *path, Error *error)
{
    return erasures_add(data, path, error);
}

/* An older database may have been put in place by any means, not only by restore: people erased since are erased again.
 */
bool ops_start(Services *services, Error *error)
{
    Arena *arena = arena_new();
    bool ok = erasures_replay(services, arena, clock_now(), &forgotten_again, error);
    arena_free(arena);
    if (ok && forgotten_again)
        log_line(LOG_WARN, "erased again from an older database: %lld people", (long long)forgotten_again);
    return ok;
}

/* ---- the set-up link ------------------------------------------------------------------------------------------ */

typedef struct {
    const char *link;
} SetupLink;
static const Field SETUP_LINK_FIELDS[] = { SHAPE_FIELD(SetupLink, link, FIELD_TEXT), { 0 } };
static const Shape SETUP_LINK = { "SetupLink", sizeof(SetupLink), SETUP_LINK_FIELDS };

/* Staff writes the link in its own transaction, so this runs before the handler's begins. */
static bool setup_link_prepare(Request *request, Error *error)
{
    SetupLink *made = arena_make(request->arena, SetupLink);
    if (!staff_setup_link(request->services, request->arena, request->now, &made->link, error))
        return false;
    request->prepared = made;
    return made->link ||
           fail(error, ERROR_CONFLICT, NULL, "the workspace is already set up; an admin can invite others");
}

static bool setup_link(Request *request, Error *error)
{
    (void)error;
    return reply_row(request, 201, &SETUP_LINK, request->prepared);
}

const JobKind OPS_JOBS[] = {
    { "ops.backup", backup_run, backup_given_up, .full_is_final = true },
    { REBUILD_JOB, ops_rebuild_run },
    { 0 },
};

const Route OPS_ROUTES[] = {
    { GET, "/api/v1/audit", audit_list, RIGHT_ADMIN, "List the audit log, newest first", .asks = &AUDIT_QUERY,
      .gives = &AUDIT_ROW, .flags = ROUTE_LIST },
    { GET, "/api/v1/audit.csv", audit_csv, RIGHT_ADMIN, "Get the newest 100,000 audit entries as CSV",
      .asks = &AUDIT_QUERY, .flags = ROUTE_FILE | ROUTE_SLOW },
    { GET, "/api/v1/doctor", doctor_list, RIGHT_ADMIN, "Check the installation", .gives = &FINDING,
      .flags = ROUTE_LIST | ROUTE_SLOW | ROUTE_NO_DB },
    { GET, "/api/v1/backups", backup_list, RIGHT_ADMIN, "List the archives in the data directory, newest first",
      .gives = &BACKUP_FILE, .flags = ROUTE_LIST },
    { POST, "/api/v1/backups", backup_create, RIGHT_ADMIN, "Start a backup", .gives = &BACKUP },
    { GET, "/api/v1/backups/{id}", backup_get, RIGHT_ADMIN, "Get the progress of a backup", .gives = &BACKUP },
    { POST, "/api/v1/rebuilds", ops_rebuild_ask, RIGHT_ADMIN, "Rebuild search, usage, health or all of them",
      .takes = &REBUILD_ASKED, .gives = &JOB_MADE },
    { GET, "/api/v1/rebuilds/{id}", ops_rebuild_state, RIGHT_ADMIN, "Get the progress of a rebuild",
      .gives = &JOB_STATE },
    { POST, "/api/v1/setup/links", setup_link, RIGHT_ADMIN, "Create a one-time link to set up the first admin",
      .circle = CIRCLES_ALL, .gives = &SETUP_LINK, .flags = ROUTE_SECRET | ROUTE_READS, .prepare = setup_link_prepare },
    { 0 },
};
