/*
 * The workspace: its name, time zone, language, currency and fiscal year, and whether it holds demo data. One database
 * is one workspace. Kept as rows of key and value, so that a later setting needs no migration.
 *
 * Not for: settings that the process needs before it has a database (config), nor for what belongs to one person.
 *
 * The time zone decides what a day is: Services.zone follows it after COMMIT here, and within a second on other
 * servers. A change of it moves every stored local day; who keeps such days reads the fact workspace.changed and
 * rebuilds.
 *
 * Units: instants in ms; the workspace's zone turns them into days.
 * Errors: INPUT with the field for an unknown zone, language, currency or month; CONFLICT for another version.
 * Forgets a person: it holds nothing of one.
 */
#ifndef BANSO_WORKSPACE_H
#define BANSO_WORKSPACE_H

#include "base/shape.h"
#include "http/route.h"
#include "jobs/jobs.h"

typedef struct {
    const char *name;
    const char *time_zone; /* IANA */
    const char *language;  /* "ja" or "en" */
    const char *currency;  /* ISO 4217 */
    int64_t fiscal_month;  /* in which a fiscal year begins: 1 to 12 */
    int64_t file_max;      /* bytes of one file; 0 = none may be attached */
    int64_t files_max;     /* bytes of all files together */
    bool demo;
    int64_t version;
} Workspace;

extern const Shape WORKSPACE;
extern const Route WORKSPACE_ROUTES[];

/* Defaults where nothing was set yet: Asia/Tokyo, ja, JPY, April, version 0. */
bool workspace_get(Db *db, Arena *arena, Workspace **workspace, Error *error);
/* Checks and stores all but the version, which rises by one, and writes the fact workspace.changed. */
bool workspace_put(Services *services, Db *db, const Workspace *workspace, const char *actor, int64_t now,
                   Error *error);
/* What a workspace.changed says: what differs is set. Names are somebody's words and stay out of facts. */
typedef struct {
    const char *time_zone_from, *time_zone, *currency, *language;
    OptInt fiscal_month;
} WorkspaceChanged;
extern const Shape WORKSPACE_CHANGED;
/* Whether the fact is a workspace.changed that moves days, and one that moves in what money is counted. */
bool workspace_zone_moved(const Fact *fact);
bool workspace_money_moved(const Fact *fact);

/* Demo data is begun, or gone; either way it is not whole. */
bool workspace_demo_set(Db *db, bool demo, Error *error);
/* It is whole, as of that day. Unknown while it is being made or removed, and after either was cut off. */
bool workspace_demo_finish(Db *db, int64_t day, Error *error);
bool workspace_demo_day(Db *db, Arena *arena, OptInt *day, Error *error);

/* The day that a request asks about: as_of, else today; INPUT when it has not come yet. */
bool workspace_day(const Request *request, OptInt as_of, int64_t *day, Error *error);

/* Sets Services.zone; at start, and whenever another server may have changed it. */
bool workspace_start(Services *services, Error *error);
extern const FactFollower WORKSPACE_FOLLOWERS[];

/*
 * A number that rises with each change that caches of any server must not outlive by more than a second: a revoked key,
 * a disabled person, another time zone. The owner of such a cache compares it.
 */
bool workspace_epoch(Db *db, Arena *arena, int64_t *epoch, Error *error);
bool workspace_epoch_raise(Db *db, Error *error);

#endif
