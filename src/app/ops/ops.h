/*
 * Ops: what operators of the program need. Audit over facts, the doctor, backups, rebuilds, and the set-up link.
 *
 * Not for: what a CSM does all day. Not for /metrics and /readyz, which are http's.
 *
 * Units: times in ms, sizes in bytes.
 * Forgets a person: holds nothing of a person itself. The audit shows facts, which hold ids, with the names that the
 * owning modules have today. A backup keeps what was in the database at its time; the start after a restore erases
 * again who was erased since (customer/contact/erasure.h).
 * Errors: CONFLICT for a link where somebody can sign in already, MISSING, FULL for a backup without room, INTERNAL.
 */
#ifndef BANSO_OPS_OPS_H
#define BANSO_OPS_OPS_H

#include "http/route.h"
#include "jobs/jobs.h"

extern const Route OPS_ROUTES[];
extern const JobKind OPS_JOBS[];

/* Replays the list of erasures, once the modules that hold something of a person have started. */
bool ops_start(Services *services, Error *error);
/* Adds another data directory's list to that of `data`, before a start. INPUT when the file is not such a list. */
bool ops_erasures_add(const char *data, const char *path, Error *error);
/* INPUT when the database holds less than the manifest's "rows" say. On PostgreSQL they were counted next to the dump,
 * and rows may have been added in between: there it is enough that staff exist. */
bool ops_rows_check(Store *store, Arena *arena, const Json *rows, Error *error);
/* How many people that start erased again. */
int64_t ops_forgotten_again(void);

/* What `banso rebuild` and the API take, "search|usage|…": the modules that rebuild (Module.rebuild), in their order,
 * and "all". A rebuild runs in a job, outside any transaction: it may be called again after it was cut off, and ends
 * early with BUSY when services->stopping is set. */
const char *ops_rebuilds(Arena *arena);

/* How the process was started: what the doctor cannot see in Services. The strings live as long as the process. */
typedef struct {
    const char *database; /* sqlite:… or postgresql://… */
    const char *listen;
    const char *tls_certificate, *tls_key; /* NULL = plain HTTP */
    bool public_url_given;
} OpsSettings;
void ops_configure(const OpsSettings *settings);

/* The member of a backup that holds the database, and the folder of backups under the data directory. */
#define OPS_BACKUP_DATABASE "database"
#define OPS_BACKUP_FOLDER   "backups"

#endif
