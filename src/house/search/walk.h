/*
 * Inside the module: the walk from the newest document to older ones, up to the number asked for.
 *
 * Units and errors: those of search.h.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_SEARCH_WALK_H
#define BANSO_SEARCH_WALK_H

#include "house/search/search.h"
#include "house/search/token.h"
#include "http/page.h"

typedef struct {
    const char *kind;
    int64_t id, at, score;
} Match;

/* A search, and what it found: the newest `want` that match and come before the time and id given, newest first. */
typedef struct {
    Db *db;
    Arena *arena;
    const SearchTerms *query;
    const char *kind; /* NULL = all */
    unsigned rights;  /* of the caller */
    int64_t staff_id; /* of the caller, who sees what they wrote; 0 = no member of staff */
    Cursor before;
    size_t want;
    Match *matches;
    size_t count, capacity;
    bool more; /* there are others */
} SearchWalk;

bool walk_newest(SearchWalk *walk, Error *error);

#endif
