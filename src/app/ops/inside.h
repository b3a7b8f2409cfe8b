/* Between the files of ops; nobody else includes it. */
#ifndef BANSO_OPS_INSIDE_H
#define BANSO_OPS_INSIDE_H

#include "app/ops/ops.h"

extern const Shape AUDIT_QUERY, FINDING, BACKUP, BACKUP_FILE, REBUILD_ASKED, JOB_MADE;

/* What backup.made says; ops.rebuild says what was asked for, REBUILD_ASKED. */
typedef struct {
    const char *file;
} BackupMade;
extern const Shape BACKUP_MADE;

/* The kind of the job that rebuilds. */
#define REBUILD_JOB "ops.rebuild"

bool audit_list(Request *request, Error *error);
bool audit_csv(Request *request, Error *error);

bool doctor_list(Request *request, Error *error);

bool backup_create(Request *request, Error *error);
bool backup_get(Request *request, Error *error);
bool backup_list(Request *request, Error *error);
bool backup_run(Services *services, Arena *arena, const char *body, Error *error);
/* Removes what attempts that were cut off left behind. */
bool backup_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error);

bool ops_rebuild_ask(Request *request, Error *error);
bool ops_rebuild_state(Request *request, Error *error);
bool ops_rebuild_run(Services *services, Arena *arena, const char *body, Error *error);

#endif
