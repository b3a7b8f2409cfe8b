/*
 * A table of marks for tests of the store itself: what was written is counted, added up and found again, on both
 * engines. Tests of a module's own tables need only db_testkit.h. Not part of the program.
 */
#ifndef BANSO_DB_MARKS_TESTKIT_H
#define BANSO_DB_MARKS_TESTKIT_H

#include "db/db_testkit.h"

typedef struct {
    int64_t id, value;
    const char *filler; /* for marks that take room; may be NULL */
} Mark;

typedef struct {
    int64_t count, sum; /* of all marks, and of their values */
} Marks;

/* Pieces of work. `context` is a Mark where one is written, Marks where all are read. */
bool marks_make(Db *db, void *context, Error *error); /* the table, empty */
bool mark_add(Db *db, void *context, Error *error);
bool mark_set(Db *db, void *context, Error *error); /* its value and filler */
bool marks_read(Db *db, void *context, Error *error);

bool marks_add(Db *db, const Mark *marks, size_t count, Error *error);

/* These fail the test where the database does. */
Marks marks_of(Store *store);
bool mark_is_there(Store *store, int64_t id);

#endif
