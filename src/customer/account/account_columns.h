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
#define COLUMN_TOUCH_ORDER "touch_order"
#define COLUMN_STAGE_ORDER "stage_order"
#define COLUMN_CREATED_AT  "created_at"

extern const ColumnSource ACCOUNT_COLUMNS[];
extern const Attribute ACCOUNT_ATTRIBUTES[];

#endif
