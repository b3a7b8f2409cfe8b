/* Private to team: what its files share. */
#ifndef BANSO_TEAM_TEAM_STORE_H
#define BANSO_TEAM_TEAM_STORE_H

#include "house/team/team.h"
#include "team.sql.h"

enum { TEAMS_MAX = 200 };

/* Things of one kind that are the team's. */
typedef struct {
    const char *kind, *en, *ja; /* in words for that many */
    int64_t count;
    Texts names; /* of the first */
} TeamUsed;
extern const Shape TEAM;

/* As it is shown: the list and one alike. */
typedef struct {
    TeamRow row;
    List members, used_by; /* TeamMemberRow, TeamUsed */
} TeamShown;

/* `members` is ascending and holds each once. INPUT for one who is no member of staff. */
bool team_members_fit(Db *db, Arena *arena, Ids members, Error *error);
/* INPUT for a lead outside. */
bool team_lead_fits(const TeamRow *row, Ids members, Error *error);
bool team_members_put(Db *db, Arena *arena, int64_t id, Ids members, Error *error);
/* Ascending, each once. */
Ids team_ids_sorted(Arena *arena, Ids ids);
/* By kind, those with none left out. */
bool team_used_by(Db *db, Arena *arena, int64_t id, List *used, Error *error);

#endif
