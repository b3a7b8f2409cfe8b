/*
 * Inside the module: what of a text is shown of a hit, in pieces, of which some are what was searched for. No markup: a
 * reader of the API cannot take somebody's words for it.
 */
#ifndef BANSO_SEARCH_PIECES_H
#define BANSO_SEARCH_PIECES_H

#include "house/search/token.h"

typedef struct {
    const char *text;
    bool marked;
} Piece;
extern const Shape PIECE;

/* The whole text. */
List pieces_all(Arena *arena, const char *text, const SearchTerms *query);
/* A part of about eighty Japanese letters around the first hit; none when there is no hit. */
List pieces_around(Arena *arena, const char *text, const SearchTerms *query);

#endif
