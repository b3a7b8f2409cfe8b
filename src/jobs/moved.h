/*
 * Things of an account that go to another one when two accounts turn out to be one, and go back when that is undone.
 * A module names them in its record (Module.moved): two statements and a row for each table, and no C.
 *
 *     -- ticket_ids_of(account_id id, after id, most int) -> ids
 *     -- ticket_move(list ids, from_id id, into_id id)
 *
 * Who merges writes down which things moved, so a thing that was added since stays, and one that was deleted or moved
 * on since is left alone: `move` moves those of the list that are still at `from_id`.
 *
 * Not for: rows that may be there for both accounts at once; AccountHolder.merge does those.
 * Units: none. Errors: those of the database. Forgets a person: only ids are written down.
 */
#ifndef BANSO_JOBS_MOVED_H
#define BANSO_JOBS_MOVED_H

#include "db/db.h"

typedef struct AccountMoved {
    const char *what; /* "tasks": its key, and what the web UI has words for */
    /* The first `most` ids above `after`, rising. */
    bool (*ids)(Db *db, Arena *arena, int64_t account, int64_t after, int64_t most, Ids *ids, Error *error);
    bool (*move)(Db *db, Ids ids, int64_t from, int64_t into, Error *error);
    const struct SearchSource *search; /* NULL = they are not searched */
    bool part;                         /* of something else: it is not counted */
} AccountMoved;

#endif
