/*
 * The running program: data directory, lock, database, modules, jobs. Shared by `serve` and by the verbs that work
 * directly when no server runs.
 */
#ifndef BANSO_APP_PROGRAM_H
#define BANSO_APP_PROGRAM_H

#include "app/settings.h"
#include "http/services.h"
#include "jobs/jobs.h"

typedef struct {
    Services services;
    Arena *arena;
    int lock; /* descriptor of data/banso.lock */
    int modules_started;
    Jobs *jobs; /* NULL until program_run_jobs */
} Program;

/* The socket on which a server answers the command line. */
const char *program_socket(Arena *arena, const Settings *settings);

/*
 * Takes the lock, opens and migrates the database, starts the modules. A missing directory is created when `create` is
 * set, else MISSING. CONFLICT when another process holds the lock: a server runs there.
 */
bool program_open(const Settings *settings, bool create, Program **program, Error *error);
/* The same in two steps, for a server that answers while it starts: the lock and what is needed to listen, then the
 * rest, which may take minutes (http/opening.h). */
bool program_begin(const Settings *settings, bool create, Program **program, Error *error);
bool program_ready(Program *program, const Settings *settings, Error *error);
bool program_run_jobs(Program *program, Error *error);
/* Jobs first, modules in the opposite order, the database last. */
void program_close(Program *program);

/* Removes the files of the data directory that are derived from the database, after another one was put in its place.
 */
bool program_forget_made(const char *data, Error *error);
/* Where restore unpacks the database of an archive. A start deletes what a restore that was killed left there. */
const char *program_part(Arena *arena, const Settings *settings);
/* Goes on or back where a restore was killed, before the database is opened; `*said` is NULL when none was. */
bool program_recover(const Settings *settings, const char **said, Error *error);
/* Only the lock of a directory that exists, for restore. */
bool program_lock(const char *data, int *lock, Error *error);

#endif
