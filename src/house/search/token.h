/*
 * Tokens: what a document is found by, and what a search asks for. Built from normal forms (normal.h).
 *
 * Of a run of dense letters (解約予約): each letter, and each pair of neighbours. Of a word (support): its beginnings,
 * up to eight letters. So a search of one letter, of two, or of the beginning of a word is one look-up, and a longer
 * one is the intersection of a few. Tokens only say what may match: document_score reads the document.
 *
 * Not for: where tokens are stored (index.h).
 * Units: bytes. Errors: INPUT for a search of too many words.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_SEARCH_TOKEN_H
#define BANSO_SEARCH_TOKEN_H

#include "base/error.h"
#include "base/shape.h"

enum {
    WORD_LETTERS = 8, /* longer beginnings of words are told apart by reading the document */
    TERMS_MAX = 10,
    QUERY_TOKENS = 8 /* more would cost more look-ups than they save documents to read */
};

/* All tokens of a normal form, sorted as bytes, each once. */
Texts tokens_of(Arena *arena, const char *normal);

/* Each term as a normal form; what stands between blanks in a search is one term. */
typedef struct {
    Texts terms;
    Texts tokens; /* in each document that matches; never empty when there are terms */
} SearchTerms;

/* The beginning of `words` that is not too long for a search: at most TERMS_MAX of them. */
const char *terms_first(Arena *arena, const char *words);

/* `words` as somebody typed them; no terms when there is no letter in them. */
bool terms_read(Arena *arena, const char *words, SearchTerms *query, Error *error);

/* The next place of the term in a normal form, from `text` on, which begins at or after `whole`; NULL = none. A word is
 * found from its beginning only. */
const char *term_find(const char *whole, const char *text, const char *term);

/*
 * How well a document (its normal title, a line break, its normal text) matches; 0 when a term is missing. For each
 * term: 16 when the title is the term, 8 when it begins with it, 4 when it stands elsewhere in the title, 0 otherwise;
 * and its number of places in title and text together, at most 3.
 */
int64_t document_score(const char *document, const SearchTerms *query);

#endif
