/*
 * Inside the module: the rows of tokens, and how documents come into them and out again.
 *
 * Units and errors: those of search.h.
 * Forgets a person: index_take_out leaves no token that only the documents given had.
 */
#ifndef BANSO_SEARCH_INDEX_H
#define BANSO_SEARCH_INDEX_H

#include "search.sql.h"

#include "house/search/search.h"
#include "http/services.h"

/* The token that every document of a kind has; no text produces it. */
const char *kind_token(Arena *arena, const char *kind);

/* Takes documents that were filed out of the rows of their tokens; the documents themselves stay. In any order. */
bool index_take_out(Db *db, Arena *arena, const SearchStoredRow *rows, size_t count, Error *error);

/* Files waiting documents in steps, each a separate write, until fewer than `enough` wait. Ends early when the program
 * is stopping. */
bool index_file(Services *services, size_t enough, Error *error);
/* Empties the blocks that there are, one by one: their documents wait. Filing may go on beside it. */
bool index_empty(Services *services, Error *error);

/* Of several writes: ends early with BUSY, as a job does, when the program is stopping. */
bool search_go_on(const Services *services, Error *error);

#endif
