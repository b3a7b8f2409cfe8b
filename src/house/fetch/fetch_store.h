/* Private to fetch: rows, the job, what is spooled. */
#ifndef BANSO_FETCH_STORE_H
#define BANSO_FETCH_STORE_H

#include "fetch.sql.h"
#include "house/fetch/fetch.h"
#include "house/import/import.h"
#include "house/notice/notice.h"

enum { FETCHES_MAX = 100, FETCH_KEEP_DAYS = 90 };
#define FETCH_NOTICE "import.schedule"

extern const Route FETCH_ROUTES[];
extern const FactReader FETCH_READERS[];

/* ---- fetch.c ----- */
bool fetch_secret_open(Arena *arena, const Services *services, const FetchRow *row, Bytes *secret);
Bytes fetch_secret_seal(Arena *arena, const Services *services, int64_t id, const char *secret);
/* Whether a run is not over. Ends one whose import can never be run: its file was erased, or it is gone. */
bool fetch_is_open(const Writer *writer, const FetchRow *row, bool *open, Error *error);
/* Adds a run and its job; CONFLICT while one is not over. */
bool fetch_begin(const Writer *writer, const FetchRow *row, Error *error);
/* The run as it is now, shown to who looks at it; `why` may be NULL. Ends it where the state is an end. */
bool fetch_run_note(const Writer *writer, FetchRunRow *run, const char *state, const Error *why, Error *error);
/* Who may see imports of the kind; 0 = everybody. */
unsigned fetch_circle(const char *kind);
/* Tells the owner; where there is none any more, all admins who may see it. */
bool fetch_tell_owner(const Writer *writer, const FetchRow *row, Error *error);
bool fetch_due_run(Services *services, Arena *arena, int64_t now, Error *error);
bool fetch_sweep(Services *services, Arena *arena, int64_t now, Error *error);

/* ---- spool.c: the file, in a nameless one of the data directory ----- */
typedef struct {
    int fd;
    size_t size;
    const char *name; /* as the import is called */
    Bytes bytes;      /* once it is whole */
} Spool;
/* INPUT when it cannot be had, INTERNAL when another try may have it, BUSY when the process ends. */
bool spool_fetch(const Services *services, Arena *arena, const FetchRow *row, Spool *spool, Error *error);
void spool_close(Spool *spool);

/* ---- read.c: the job ----- */
bool fetch_read_run(Services *services, Arena *arena, const char *body, Error *error);
bool fetch_read_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error);

#endif
