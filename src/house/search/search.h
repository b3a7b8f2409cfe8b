/*
 * Search over everything that people read: each thing that can be found is a document, which its module declares
 * (Module.search) and keeps up to date in the transaction of each change, so that what was just written is found.
 *
 * A search has one or more terms; a document matches when all of them are in its title or text, as normal.h compares
 * texts and token.h finds terms: the same on both engines. docs/en/metrics.md tells the rules.
 *
 * How it is stored, and why. SQLite's FTS5 and PostgreSQL's GIN can both find; neither shows the newest fifty of half a
 * million hits without reading them all, and neither takes an erased person's words out of its index at once. So the
 * index is three plain tables that both engines read alike. Documents stand in blocks of up to 4,096, each a stretch of
 * time; for each token of a block one small row holds the numbers of its documents, as a list or as a bitmap. A search
 * walks the blocks from the newest on, intersects rows, reads the documents that are left, and stops when it has
 * enough. New documents wait (block 0) and are read one by one until a job files some hundreds together: writing a note
 * costs one row, not one for each of its tokens.
 *
 * Not for: filters of lists, which use conditions.
 * Units: times in ms. Errors: INPUT for a search of too many words; those of the database.
 * Forgets a person: a document goes, and its words with it, when its module says so: search_keep after an erasure
 * removes the row and takes it out of the rows of its tokens in the same transaction. Tables are *made*.
 */
#ifndef BANSO_SEARCH_SEARCH_H
#define BANSO_SEARCH_SEARCH_H

#include "base/shape.h"
#include "db/db.h"
#include "http/route.h"

/* What is searched of a thing, and what a list of hits shows of it. */
typedef struct {
    int64_t id;
    OptInt account_id;      /* it goes with this account; unset = with none */
    int64_t at;             /* when it happened: the order "newest" */
    unsigned needs;         /* rights and circles that a caller must have to find it, beside RIGHT_VIEW; 0 = none */
    const char *visible_to; /* who finds it, beside its author (base/viewer.h); NULL = everybody */
    OptInt author_id;
    const char *title; /* NULL = none */
    const char *text;  /* one field per line; NULL = none */
    /* Shown, not searched: where it belongs, and what stands for a title where there is none. */
    const char *beside;
    OptInt beside_id; /* the account that `beside` names, where the thing does not go with it */
} SearchDocument;

/*
 * A kind of thing that can be found; Module.search is a list of them, ended by NULL. Both members are statements where
 * a row says all: `-- of house/search/search.h: SearchDocument(…)` and `-> many(SearchDocument)`, `-> ids`.
 */
typedef struct SearchSource {
    const char *kind; /* "note" */
    /* Those of `ids` (at most 500) that are there, in any order. */
    bool (*read)(Db *db, Arena *arena, Ids ids, SearchDocument **documents, size_t *count, Error *error);
    /* The first `most` ids above `after`, rising. */
    bool (*ids_after)(Db *db, Arena *arena, int64_t after, int64_t most, Ids *ids, Error *error);
} SearchSource;

/* After things were written, changed or removed, in the transaction of that. All that one commit changes are read
 * together just before it, and nothing is written for what reads as before. They return true, so that a chain goes on.
 */
bool search_keep(Db *db, const SearchSource *source, Ids ids);
bool search_keep_one(Db *db, const SearchSource *source, int64_t id);
/* Removes all documents of an account. */
bool search_drop_account(Db *db, Arena *arena, int64_t account_id, Error *error);

/* How many of a kind match what somebody would type, up to `most`; *more: there are others. */
typedef struct {
    const SearchSource *source;
    const char *words;
    unsigned rights;  /* of who asks */
    int64_t staff_id; /* who finds what they wrote themselves; 0 = no member of staff */
    size_t most;
} SearchAsked;
bool search_count(Db *db, Arena *arena, const SearchAsked *asked, int64_t *count, bool *more, Error *error);

#endif
