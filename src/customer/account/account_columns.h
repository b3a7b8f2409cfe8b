/* Inside the module: account attributes as columns of the engine. */
#ifndef BANSO_ACCOUNT_ACCOUNT_COLUMNS_H
#define BANSO_ACCOUNT_ACCOUNT_COLUMNS_H

#include "customer/account/account_store.h"
#include "house/condition/condition.h"

/* Columns beside those that bear an attribute's own name. */
#define COLUMN_NAME_ORDER  "name_order"
#define COLUMN_FOLDED      "folded"
#define COLUMN_OWNER_ORDER "owner_order"
#define COLUMN_TOUCH_ORDER "touch_order"
#define COLUMN_STAGE_ORDER "stage_order"
#define COLUMN_CREATED_AT  "created_at"

/* Registers the attributes and loads every account; at start, after migration. */
bool account_columns_load(Services *services, Error *error);
/* The same anew, for what depends on the time zone or on a field that went; who is gone leaves the engine. */
bool account_columns_reload(Services *services, Error *error);
/* Brings these (ascending, at most 500) up to what the database says now; who is gone leaves the engine. */
bool account_columns_refresh(Services *services, Ids accounts, Error *error);
/* There is a column for each custom field. */
bool account_columns_fields(Services *services, Error *error);
/* After COMMIT the engine says what the row says. */
bool account_columns_renew(const Writer *writer, const AccountRow *row, Error *error);
void account_columns_remove(const Writer *writer, int64_t account_id);
/* After COMMIT the column of a removed custom field is empty. */
void account_columns_field_gone(const Writer *writer, const char *key);
/* After COMMIT there is a column for each custom field. */
void account_columns_field_came(const Writer *writer);

extern const Attribute ACCOUNT_ATTRIBUTES[];

#endif
