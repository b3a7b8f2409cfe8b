/*
 * Teams: members of staff who look after accounts and work on tasks together, under a name of the workspace's own. A
 * person may be in several; one member may lead. A team that something uses cannot be deleted.
 *
 * Who keeps the id of a team says so in its record (Module.teams): how many of its things are the team's, and what the
 * first of them are called. So a refusal names what uses the team, and this module knows nobody to its right.
 *
 * Not for: rights, which a role gives (staff), nor for who is away (staff/absence.h).
 * Units: times in ms.
 * Errors: INPUT with the field, also for a lead who is not a member; CONFLICT for a name that is taken, another
 * version, and for deleting one that is used.
 * Forgets a person: holds ids of staff, who are kept as long as facts name them. Name and description are words of the
 * workspace, as names of segments are, and hold no customer.
 */
#ifndef BANSO_TEAM_TEAM_H
#define BANSO_TEAM_TEAM_H

#include "jobs/writer.h"

/* One thing that is the team's, and how many there are. */
typedef struct {
    int64_t id;
    const char *name;
    int64_t total;
} TeamUse;

enum { TEAM_USES_NAMED = 5 };

typedef struct TeamUser {
    const char *kind;                     /* "account" */
    const char *one_en, *several_en, *ja; /* what people call them: "account", "accounts", "顧客企業" */
    /* The first of them, TEAM_USES_NAMED at most, each with the total: a statement -> many(TeamUse). */
    bool (*uses)(Db *db, Arena *arena, int64_t team_id, TeamUse **rows, size_t *count, Error *error);
} TeamUser;

/* INPUT with the field when there is none of this id. `name` may be NULL. */
bool team_must_exist(Db *db, Arena *arena, int64_t id, const char *field, const char **name, Error *error);
/* 0 when there is none of that name. */
bool team_id_by_name(Db *db, Arena *arena, const char *name, int64_t *id, Error *error);
typedef struct {
    const char *name, *about; /* about NULL = none */
    int64_t lead_id;          /* 0 = nobody */
    Ids members;
} TeamGiven;
/* Adds a team: for the demo and for tests. */
bool team_add(const Writer *writer, const TeamGiven *given, int64_t *id, Error *error);

/* Somebody of the staff is removed: they are in no team and lead none. */
bool teams_staff_leave(const Writer *writer, int64_t staff_id, Error *error);

extern const Route TEAM_ROUTES[];

#endif
