/*
 * What is stored of one account, filed and fresh (inbox.h). Copied out of the tables, so that they may be written while
 * it is looked at.
 *
 * Not for: all accounts at once; file first, then read the tables.
 * Errors: INTERNAL for a damaged row.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_USAGE_EVENT_EVENT_READ_H
#define BANSO_USAGE_EVENT_EVENT_READ_H

#include "db/db.h"
#include "usage/event/rollup.h"

/* Each once, in the order of adding. */
typedef struct {
    Arena *arena;
    int64_t *items;
    size_t count, capacity;
} IdList;
void ids_add(IdList *list, int64_t id);

typedef struct {
    int64_t seq; /* 0 = fresh: it has no chunk yet */
    Bytes body;
} Chunk;

typedef struct {
    Arena *arena;
    Chunk *items;
    size_t count, capacity;
} Chunks;

void chunks_add(Chunks *chunks, int64_t seq, Bytes body);
/* Adds those of one account and UTC day, in the order of receipt. */
bool chunks_read(Db *db, int64_t day, int64_t account, Chunks *chunks, Error *error);

typedef struct {
    int64_t day;
    RollupDay rollup;
} AccountDay;

/* Local days with rollups from `from` on and before `before`, newest first, at most ACCOUNT_DAYS_MAX: ask again before
 * the last one until none comes. */
enum { ACCOUNT_DAYS_MAX = 64 };
bool account_days_read(Db *db, Arena *arena, int64_t account, int64_t from, int64_t before, AccountDay **days,
                       size_t *count, Error *error);
/* The same of accounts that are one, added up; more at once, where each has many. */
bool accounts_days_read(Db *db, Arena *arena, Ids accounts, int64_t from, int64_t before, AccountDay **days,
                        size_t *count, Error *error);

#endif
