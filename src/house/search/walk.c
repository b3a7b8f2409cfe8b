/*
 * The walk. First those that wait to be filed, which the database looks through; then block after block, from the
 * newest on. Blocks are taken in batches that grow: a word that is everywhere is found in the first two, and one that
 * is rare costs few queries for many blocks. In a block the rows of all tokens are intersected; few documents are read
 * at once, many in the order of time until there are enough.
 *
 * Order: one document, waiting documents, one block, batches of blocks, the whole.
 */
#include "house/search/walk.h"

#include "house/search/index.h"
#include "house/search/posting.h"

#include <stdlib.h>
#include <string.h>

enum {
    READ_AT_ONCE = 500, /* documents */
    FEW = 256,          /* of one block: all are read, in any order */
    FIRST_BATCH = 2,    /* blocks */
    BATCH_MAX = 512
};

/* ---- documents ------------------------------------------------------------------------------------------------- */

static bool comes_before(const SearchWalk *walk, int64_t at, int64_t id)
{
    return at < walk->before.place || (at == walk->before.place && id < walk->before.id);
}

static void document_take(SearchWalk *walk, const SearchStoredRow *row)
{
    bool own = row->author_id.known && row->author_id.value == walk->staff_id;
    bool hidden = (unsigned)row->needs & ~walk->rights;
    if ((hidden && !own) || !comes_before(walk, row->at, row->id) || (walk->kind && strcmp(walk->kind, row->kind) != 0))
        return;
    int64_t score = document_score(row->folded, walk->query);
    if (!score)
        return;
    walk->matches = arena_room(walk->arena, walk->matches, walk->count, 1, &walk->capacity, sizeof *walk->matches);
    walk->matches[walk->count++] = (Match) { arena_text(walk->arena, row->kind), row->id, row->at, score };
}

/* The longest term is the rarest, as far as anybody knows before looking. Normal forms hold no wild cards. */
static const char *pattern_of(const SearchWalk *walk)
{
    const Texts *terms = &walk->query->terms;
    const char *longest = terms->items[0];
    for (size_t i = 1; i < terms->count; i++)
        if (strlen(terms->items[i]) > strlen(longest))
            longest = terms->items[i];
    return arena_format(walk->arena, "%%%s%%", longest);
}

static bool waiting_walk(SearchWalk *walk, Error *error)
{
    const char *pattern = pattern_of(walk);
    int64_t at = walk->before.place, id = walk->before.id;
    for (;;) {
        SearchStoredRow *rows;
        size_t count;
        if (!search_waiting(walk->db, walk->arena, at, id, pattern, READ_AT_ONCE, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++)
            document_take(walk, &rows[i]);
        if (count < READ_AT_ONCE || walk->count >= walk->want)
            return true;
        at = rows[count - 1].at;
        id = rows[count - 1].id;
    }
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

/* Places that are to be read, of one block or of several. */
typedef struct {
    int64_t items[READ_AT_ONCE];
    size_t count;
} Places;

static bool places_read(SearchWalk *walk, Places *places, Error *error)
{
    SearchStoredRow *rows;
    size_t found;
    if (!places->count)
        return true;
    if (!search_placed(walk->db, walk->arena, (Ids) { places->count, places->items }, &rows, &found, error))
        return false;
    for (size_t i = 0; i < found; i++)
        document_take(walk, &rows[i]);
    places->count = 0;
    return true;
}

/* Adds all of a block, in any order; reads what has gathered when there is no room, or enough of it. */
static bool few_take(SearchWalk *walk, int64_t block, const Bits *bits, size_t count, size_t enough, Places *places,
                     Error *error)
{
    if (places->count + count > READ_AT_ONCE && !places_read(walk, places, error))
        return false;
    bits_places(bits, block, places->items + places->count);
    places->count += count;
    return walk->count + places->count < enough || places_read(walk, places, error);
}

/* Takes the documents of a page, in time order, whose bits are set; reads as many at a time as are still missing. */
static bool page_take(SearchWalk *walk, const Bits *bits, const SearchPlaceRow *page, size_t count, size_t enough,
                      Places *places, Error *error)
{
    for (size_t i = 0; i < count && walk->count < enough;) {
        size_t left = enough - walk->count, most = left < READ_AT_ONCE ? left : READ_AT_ONCE;
        for (; i < count && places->count < most; i++)
            if (bits_has(bits, page[i].place % BLOCK_DOCUMENTS))
                places->items[places->count++] = page[i].place;
        if (!places_read(walk, places, error))
            return false;
    }
    return true;
}

static bool many_take(SearchWalk *walk, int64_t block, const Bits *bits, size_t enough, Places *places, Error *error)
{
    enum { PAGE = 1000 };
    int64_t at = walk->before.place, id = walk->before.id;
    if (!places_read(walk, places, error))
        return false;
    while (walk->count < enough) {
        SearchPlaceRow *page;
        size_t count;
        if (!search_ordered(walk->db, walk->arena, block, at, id, PAGE, &page, &count, error) ||
            !page_take(walk, bits, page, count, enough, places, error))
            return false;
        if (count < PAGE)
            return true;
        at = page[count - 1].at;
        id = page[count - 1].id;
    }
    return true;
}

/* ---- batches of blocks ----------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    int64_t *items; /* by where they begin: the newest last */
    size_t count, capacity;
    const SearchWalk *walk;
} BlockList;

static bool block_take(const SearchBlocksRow *row, void *context, Error *error)
{
    (void)error;
    BlockList *blocks = context;
    if (row->used == 0 || !comes_before(blocks->walk, row->from_at, row->from_id))
        return true;
    blocks->items =
        arena_room(blocks->arena, blocks->items, blocks->count, 1, &blocks->capacity, sizeof *blocks->items);
    blocks->items[blocks->count++] = row->id;
    return true;
}

/* Some blocks, and for each the documents that have all tokens seen so far. */
typedef struct {
    const int64_t *blocks;
    size_t count;
    Bits *bits;   /* zero until the first token is seen */
    size_t *seen; /* how many tokens */
    size_t at;    /* of the row seen last */
} Batch;

static bool posting_take(const SearchPostingsRow *row, void *context, Error *error)
{
    (void)error;
    Batch *batch = context;
    Bits bits;
    size_t tried = 0; /* rows come block by block: mostly the first try */
    while (tried < batch->count && batch->blocks[batch->at] != row->block) {
        batch->at = (batch->at + 1) % batch->count;
        tried++;
    }
    if (tried == batch->count)
        return true;
    bits_read(&bits, row->documents);
    if (batch->seen[batch->at]++)
        bits_and(&batch->bits[batch->at], &bits);
    else
        batch->bits[batch->at] = bits;
    return true;
}

static bool batch_walk(SearchWalk *walk, Batch *batch, Texts tokens, size_t enough, Error *error)
{
    Places places = { .count = 0 };
    batch->bits = arena_array(walk->arena, batch->count, sizeof *batch->bits);
    batch->seen = arena_array(walk->arena, batch->count, sizeof *batch->seen);
    if (!search_postings(walk->db, (Ids) { batch->count, batch->blocks }, tokens, posting_take, batch, error))
        return false;
    for (size_t i = batch->count; i-- > 0 && walk->count < enough;) {
        const Bits *bits = &batch->bits[i];
        size_t count = batch->seen[i] == tokens.count ? bits_count(bits) : 0;
        if (!(count <= FEW ? !count || few_take(walk, batch->blocks[i], bits, count, enough, &places, error)
                           : many_take(walk, batch->blocks[i], bits, enough, &places, error)))
            return false;
    }
    return places_read(walk, &places, error);
}

static Texts tokens_asked(const SearchWalk *walk)
{
    const Texts *tokens = &walk->query->tokens;
    const char **all = arena_array(walk->arena, tokens->count + 1, sizeof *all);
    memcpy(all, tokens->items, tokens->count * sizeof *all);
    if (walk->kind)
        all[tokens->count] = kind_token(walk->arena, walk->kind);
    return (Texts) { tokens->count + (walk->kind != NULL), all };
}

static bool blocks_walk(SearchWalk *walk, Error *error)
{
    BlockList blocks = { .arena = walk->arena, .walk = walk };
    Texts tokens = tokens_asked(walk);
    size_t enough = walk->count + walk->want, size = FIRST_BATCH;
    if (!search_blocks(walk->db, block_take, &blocks, error))
        return false;
    for (size_t left = blocks.count; left && walk->count < enough; size = size * 4 < BATCH_MAX ? size * 4 : BATCH_MAX) {
        Batch batch = { .count = left < size ? left : size };
        left -= batch.count;
        batch.blocks = blocks.items + left;
        if (!batch_walk(walk, &batch, tokens, enough, error))
            return false;
    }
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static int newest_first(const void *a, const void *b)
{
    const Match *one = a, *other = b;
    if (one->at != other->at)
        return one->at < other->at ? 1 : -1;
    return (one->id < other->id) - (one->id > other->id);
}

bool walk_newest(SearchWalk *walk, Error *error)
{
    size_t want = walk->want++; /* one more tells whether there are others */
    if (!walk->query->terms.count)
        return true;
    if (!waiting_walk(walk, error) || !blocks_walk(walk, error))
        return false;
    if (walk->count)
        qsort(walk->matches, walk->count, sizeof *walk->matches, newest_first);
    walk->more = walk->count > want;
    if (walk->more)
        walk->count = want;
    return true;
}
