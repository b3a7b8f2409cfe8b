/* Inside the module: account attributes as columns of the engine. */
#ifndef BANSO_ACCOUNT_ACCOUNT_COLUMNS_H
#define BANSO_ACCOUNT_ACCOUNT_COLUMNS_H

#include "customer/account/account_store.h"
#include "house/condition/condition.h"
#include "jobs/columns.h"

/* Columns beside those that bear an attribute's own name. */
#define COLUMN_NAME_ORDER  "name_order"
#define COLUMN_FOLDED      "folded"
#define COLUMN_OWNER_ORDER "owner_order"
#define COLUMN_TEAM_ORDER  "team_order"
#define COLUMN_TOUCH_ORDER "touch_order"
#define COLUMN_STAGE_ORDER "stage_order"
#define COLUMN_CREATED_AT  "created_at"

extern const ColumnSource ACCOUNT_COLUMNS[];
/* After COMMIT the columns say what the row says; `before` NULL = it is a new account. */
bool account_columns_renew(const Writer *writer, const AccountRow *before, const AccountRow *after, Error *error);

/* ---- account_care.c: columns of who looks after an account ---- */

/* By name of its team. */
extern const ColumnKind ACCOUNT_TEAM_KINDS[], ACCOUNT_CARE_KINDS[];
bool account_teams_load(Db *db, ColumnFill *fill, Error *error);
bool account_teams_some(Db *db, ColumnFill *fill, Ids accounts, Error *error);
bool account_team_moves(Db *db, Arena *arena, const Fact *fact, int64_t after, Ids *accounts, Error *error);
/* Who stands in, each day of an absence. */
bool account_care_load(Db *db, ColumnFill *fill, Error *error);
bool account_care_some(Db *db, ColumnFill *fill, Ids accounts, Error *error);
bool account_care_moves_all(const Fact *fact, bool shared);
bool account_care_moves(Db *db, Arena *arena, const Fact *fact, int64_t after, Ids *accounts, Error *error);
extern const struct TeamUser ACCOUNT_TEAMS;
extern const Attribute ACCOUNT_ATTRIBUTES[];

#endif
