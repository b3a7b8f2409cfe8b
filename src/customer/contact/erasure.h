/*
 * The list of erasures: who was forgotten, kept beside the database in <data>/erasures, so that a database of an
 * earlier day, put in the place of this one, forgets the same people again. A line is the time of the erasure, the
 * contact's id and the time of its creation; nothing that names anybody. Appended after COMMIT and synced.
 *
 * Each server has the whole list: what others erased, and what could not be written down at its time, is added from the
 * facts at every start and, over PostgreSQL, within some seconds.
 *
 * Not for: erasing (contact.h). Units: instants in ms.
 * Errors: INTERNAL or FULL when the list cannot be read or written.
 * Forgets a person: it is how a person stays forgotten. Ids and times are kept for good.
 */
#ifndef BANSO_ACCOUNT_ERASURE_H
#define BANSO_ACCOUNT_ERASURE_H

#include "customer/account/account.h"
#include "jobs/jobs.h"

/*
 * Records it once this transaction is committed, but not for people that the demo invented: no file names them, and a
 * line for them would delete the files of all imports at the next start.
 */
bool erasure_note(const Writer *writer, int64_t contact_id, Error *error);

/*
 * At a start, after all modules: forgets those of the list who stand in the database unforgotten (*again says how
 * many), deletes the files of imports that were uploaded before an erasure of the list, whether or not the person was
 * there already, and adds to the list who is missing there.
 */
bool erasures_replay(Services *services, Arena *arena, int64_t now, int64_t *again, Error *error);

/* Adds the lines of another list to that of `data`: for a restore on another machine. INPUT when it is not one. */
bool erasures_add(const char *data, const char *path, Error *error);

extern const Follower ERASURE_FOLLOWERS[];

#endif
