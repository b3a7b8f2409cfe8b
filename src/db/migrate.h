/*
 * Migrations: one list per module, applied in module order, each once, each in a transaction. They are written in our
 * column types (ID INT REAL TEXT BYTES JSON FLAG DAY TIME), which sqlgen expands per engine. No down-migrations:
 * restore the backup. A database with a migration that this program does not know refuses to start.
 *
 * Units: versions count from 1 in each module.
 * Errors: INTERNAL with the statement; a migration that fails leaves nothing.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_DB_MIGRATE_H
#define BANSO_DB_MIGRATE_H

#include "db/db.h"

typedef struct {
    const char *module; /* "account" */
    int number;         /* 1, 2, … within the module */
    const char *name;   /* "0001_account" */
    const char *sqlite;
    const char *postgres;
} Migration;

/* Every migration of the program, in order, ended by { 0 }; made by tools/sqlgen. */
extern const Migration MIGRATIONS[];

/* Applies those of `all` (ended by { 0 }) that the database lacks. Two servers may do so at the same time. */
bool migrate(Store *store, const Migration *all, Error *error);

#endif
