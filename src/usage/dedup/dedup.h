/*
 * Repeats: whether a message was taken before, exact for at least 30 days of receipt, on one server or several. A
 * message is a 64-bit hash of its id and of who sent it (idmap_message). What a commit takes is held at once, durable
 * with the commit, and let go of when the commit is not.
 *
 * Not for: what a message says, nor whether the same id brings another event (event/event_again.c).
 * Units: times in ms. Errors: those of the database; of the files in <data>/repeats FULL and INTERNAL.
 * Forgets a person: a hash of a message id says nothing of anyone.
 */
#ifndef BANSO_USAGE_DEDUP_DEDUP_H
#define BANSO_USAGE_DEDUP_DEDUP_H

#include "db/db.h"

/* The messages of one commit. */
typedef struct {
    Db *db;
    Arena *arena;
    int64_t now;
    uint64_t *hashes; /* new ones */
    size_t count;
    int64_t seq;    /* the commit's row of repeat_tail; among several servers its turn */
    bool registers; /* a run of the filter, in this transaction */
} Repeats;

/* Ends with the transaction: what it holds must have been committed or taken back by then, by a deferral of the
 * transaction's arena that is registered after this call. */
void repeats_begin(Repeats *repeats, Db *db, int64_t now);
/* Tells which hashes are new (they are held from now on); the others become 0, which is never a message. */
bool repeats_filter(Repeats *repeats, uint64_t *hashes, size_t count, Error *error);
/* Into the table; before COMMIT. */
bool repeats_write(Repeats *repeats, Error *error);
void repeats_committed(Repeats *repeats);
void repeats_take_back(Repeats *repeats);

/* Which messages were taken before; holds nothing. */
bool repeats_known(Db *db, const uint64_t *hashes, size_t count, bool *known, Error *error);

/*
 * Where the taken messages are stored (Module.messages): asked at a start when a file of the filter is lost.
 */
typedef struct MessageSource {
    /* Each message received since then; in any order, some may come twice. */
    bool (*each)(Db *db, int64_t since, void (*take)(uint64_t message), Error *error);
} MessageSource;

#endif
