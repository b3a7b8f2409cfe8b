/*
 * Blocks, and the filing of documents in them.
 *
 * A block is a stretch of time that ends where the next one begins; a document belongs to the block in whose stretch
 * its time falls and gets the next number there. Documents are filed oldest first, so a block that is full is followed
 * by a new one that begins with the next document. Only a document that is older than some of a full block (it was
 * written down late, or changed) does not fit: then the block is opened again. All its documents wait, its rows go, and
 * it is cut in two unless half of its numbers were given in vain.
 *
 * Order: rows of tokens, taking out, blocks, filing, emptying.
 */
#include "house/search/index.h"

#include "house/search/posting.h"
#include "house/search/token.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEP = 2048,    /* documents of one filing: what a writer has to wait for */
    TOKENS_AT = 256 /* rows read and written together */
};

/* ---- rows of tokens -------------------------------------------------------------------------------------------- */

typedef struct {
    const char *token;
    int64_t number;
} Entry;

typedef struct {
    Entry *items;
    size_t count, capacity;
} Entries;

const char *kind_token(Arena *arena, const char *kind)
{
    return arena_format(arena, ":%s", kind);
}

static void entry_add(Arena *arena, Entries *entries, const char *token, int64_t number)
{
    entries->items = arena_room(arena, entries->items, entries->count, 1, &entries->capacity, sizeof *entries->items);
    entries->items[entries->count++] = (Entry) { token, number };
}

static void document_entries(Arena *arena, const SearchStoredRow *row, int64_t number, Entries *entries)
{
    Texts tokens = tokens_of(arena, row->folded);
    for (size_t i = 0; i < tokens.count; i++)
        entry_add(arena, entries, tokens.items[i], number);
    entry_add(arena, entries, kind_token(arena, row->kind), number);
}

static int entry_compare(const void *a, const void *b)
{
    return strcmp(((const Entry *)a)->token, ((const Entry *)b)->token);
}

/* Some tokens of a block, in order, with their documents. */
typedef struct {
    const char *tokens[TOKENS_AT];
    Bits bits[TOKENS_AT];
    bool was_there[TOKENS_AT];
    size_t count;
} Rows;

static int name_compare(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

static bool row_read(const SearchPostingsRow *row, void *context, Error *error)
{
    (void)error;
    Rows *rows = context;
    const char **found = bsearch(row->token, rows->tokens, rows->count, sizeof *rows->tokens, name_compare);
    if (found) {
        bits_read(&rows->bits[found - rows->tokens], row->documents);
        rows->was_there[found - rows->tokens] = true;
    }
    return true;
}

static bool rows_write(Db *db, Arena *arena, int64_t block, const Rows *rows, Error *error)
{
    SearchPostingPutIn *puts = arena_array(arena, TOKENS_AT, sizeof *puts);
    SearchPostingRemoveIn *gone = arena_array(arena, TOKENS_AT, sizeof *gone);
    size_t put_count = 0, gone_count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (bits_count(&rows->bits[i]))
            puts[put_count++] = (SearchPostingPutIn) { block, rows->tokens[i], bits_write(arena, &rows->bits[i]) };
        else if (rows->was_there[i])
            gone[gone_count++] = (SearchPostingRemoveIn) { block, rows->tokens[i] };
    }
    return (!put_count || search_posting_put(db, puts, put_count, error)) &&
           (!gone_count || search_posting_remove(db, gone, gone_count, error));
}

/* Sets or clears the bits of sorted entries; `empty` = the block has no rows to read. */
static bool entries_apply(Db *db, Arena *arena, int64_t block, Entries *entries, bool there, bool empty, Error *error)
{
    Rows *rows = arena_make(arena, Rows);
    qsort(entries->items, entries->count, sizeof *entries->items, entry_compare);
    for (size_t start = 0, end; start < entries->count; start = end) {
        memset(rows, 0, sizeof *rows);
        for (end = start; end < entries->count; end++) {
            if (rows->count && strcmp(rows->tokens[rows->count - 1], entries->items[end].token) == 0)
                continue;
            if (rows->count == TOKENS_AT)
                break;
            rows->tokens[rows->count++] = entries->items[end].token;
        }
        if (!empty &&
            !search_postings(db, (Ids) { 1, &block }, (Texts) { rows->count, rows->tokens }, row_read, rows, error))
            return false;
        for (size_t i = start, at = 0; i < end; i++) {
            at += strcmp(rows->tokens[at], entries->items[i].token) != 0;
            bits_set(&rows->bits[at], entries->items[i].number, there);
        }
        if (!rows_write(db, arena, block, rows, error))
            return false;
    }
    return true;
}

/* ---- taking out ------------------------------------------------------------------------------------------------ */

static int block_compare(const void *a, const void *b)
{
    int64_t one = (*(const SearchStoredRow *const *)a)->block, other = (*(const SearchStoredRow *const *)b)->block;
    return (one > other) - (one < other);
}

bool index_take_out(Db *db, Arena *arena, const SearchStoredRow *rows, size_t count, Error *error)
{
    const SearchStoredRow **filed = arena_array(arena, count, sizeof *filed);
    size_t filed_count = 0;
    for (size_t i = 0; i < count; i++)
        if (rows[i].block)
            filed[filed_count++] = &rows[i];
    if (filed_count)
        qsort(filed, filed_count, sizeof *filed, block_compare);
    for (size_t start = 0, end; start < filed_count; start = end) {
        Entries entries = { 0 };
        int64_t block = filed[start]->block;
        for (end = start; end < filed_count && filed[end]->block == block; end++)
            document_entries(arena, filed[end], filed[end]->place % BLOCK_DOCUMENTS, &entries);
        if (!entries_apply(db, arena, block, &entries, false, false, error))
            return false;
    }
    return true;
}

/* ---- blocks ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    SearchBlocksRow *items; /* by where they begin */
    size_t count, capacity;
} Blocks;

static bool block_take(const SearchBlocksRow *row, void *context, Error *error)
{
    (void)error;
    Blocks *blocks = context;
    blocks->items = arena_room(blocks->arena, blocks->items, blocks->count, 1, &blocks->capacity, sizeof *row);
    blocks->items[blocks->count++] = *row;
    return true;
}

static bool is_before(int64_t at, int64_t id, int64_t other_at, int64_t other_id)
{
    return at < other_at || (at == other_at && id < other_id);
}

/* The last block that begins at or before the document; the first one begins before all time. */
static SearchBlocksRow *block_of(Blocks *blocks, const SearchStoredRow *row)
{
    size_t low = 0, high = blocks->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        bool later = is_before(row->at, row->id, blocks->items[middle].from_at, blocks->items[middle].from_id);
        if (later)
            high = middle;
        else
            low = middle;
    }
    return &blocks->items[low];
}

static bool block_open(Db *db, Blocks *blocks, int64_t from_at, int64_t from_id, Error *error)
{
    int64_t last = 0;
    for (size_t i = 0; i < blocks->count; i++)
        last = blocks->items[i].id > last ? blocks->items[i].id : last;
    SearchBlocksRow row = { last + 1, from_at, from_id, 0 };
    return search_block_put(db, row.id, from_at, from_id, 0, error) && block_take(&row, blocks, error);
}

/* ---- filing ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    SearchStoredRow *items;
    size_t count, capacity;
} Waiting;

static bool waiting_take(const SearchStoredRow *row, void *context, Error *error)
{
    (void)error;
    Waiting *waiting = context;
    waiting->items = arena_room(waiting->arena, waiting->items, waiting->count, 1, &waiting->capacity, sizeof *row);
    SearchStoredRow *kept = &waiting->items[waiting->count++];
    *kept = *row;
    kept->kind = arena_text(waiting->arena, row->kind);
    kept->folded = arena_text(waiting->arena, row->folded);
    return true;
}

static bool group_file(Db *db, Arena *arena, const SearchBlocksRow *block, const SearchStoredRow *rows, size_t count,
                       Error *error)
{
    Entries entries = { 0 };
    SearchFileIn *filed = arena_array(arena, count, sizeof *filed);
    for (size_t i = 0; i < count; i++) {
        int64_t number = block->used + (int64_t)i;
        document_entries(arena, &rows[i], number, &entries);
        filed[i] = (SearchFileIn) { rows[i].kind, rows[i].id, block->id, place_of(block->id, number) };
    }
    return entries_apply(db, arena, block->id, &entries, true, block->used == 0, error) &&
           search_file(db, filed, count, error) &&
           search_block_put(db, block->id, block->from_at, block->from_id, block->used + (int64_t)count, error);
}

static bool block_reopen(Db *db, Blocks *blocks, const SearchBlocksRow *block, Error *error)
{
    Arena *arena = db_arena(db);
    SearchInBlockRow *live;
    SearchPlaceRow *middle = NULL;
    if (!search_in_block(db, arena, block->id, &live, error))
        return false;
    if (live->count > BLOCK_DOCUMENTS / 2 && !search_in_order(db, arena, block->id, live->count / 2, &middle, error))
        return false;
    return search_block_wait(db, block->id, error) && search_block_clear(db, block->id, error) &&
           search_block_put(db, block->id, block->from_at, block->from_id, 0, error) &&
           (!middle || block_open(db, blocks, middle->at, middle->id, error));
}

/* A full block: a document newer than all of it begins a new block; any other opens it again. */
static bool full_block(Db *db, Blocks *blocks, const SearchBlocksRow *block, const SearchStoredRow *row, Error *error)
{
    SearchPlaceRow *newest;
    size_t count;
    if (!search_ordered(db, db_arena(db), block->id, INT64_MAX, INT64_MAX, 1, &newest, &count, error))
        return false;
    if (count && !is_before(newest->at, newest->id, row->at, row->id))
        return block_reopen(db, blocks, block, error);
    return block_open(db, blocks, row->at, row->id, error);
}

/* How many of the oldest waiting documents go into the block of the first of them. */
static size_t group_size(Blocks *blocks, const SearchBlocksRow *block, const Waiting *waiting)
{
    size_t room = (size_t)(BLOCK_DOCUMENTS - block->used), count = 0;
    while (count < room && count < waiting->count && block_of(blocks, &waiting->items[count]) == block)
        count++;
    return count;
}

/* One step: the oldest that wait and belong to one block. */
static bool file_step(Db *db, void *context, Error *error)
{
    (void)context;
    Arena *arena = db_arena(db);
    Blocks blocks = { .arena = arena };
    Waiting waiting = { .arena = arena };
    if (!search_blocks(db, block_take, &blocks, error) || !search_to_file(db, STEP, waiting_take, &waiting, error))
        return false;
    if (!waiting.count)
        return true;
    if (!blocks.count)
        return block_open(db, &blocks, INT64_MIN, 0, error);
    const SearchBlocksRow *block = block_of(&blocks, waiting.items);
    size_t count = group_size(&blocks, block, &waiting);
    return count ? group_file(db, arena, block, waiting.items, count, error)
                 : full_block(db, &blocks, block, waiting.items, error);
}

typedef struct {
    size_t enough;
    bool waits;
} Look;

static bool look(Db *db, void *context, Error *error)
{
    Look *at = context;
    SearchWaitsRow *row;
    if (!search_waits(db, db_arena(db), (int64_t)at->enough, &row, error))
        return false;
    at->waits = row->count >= (int64_t)at->enough;
    return true;
}

bool search_go_on(const Services *services, Error *error)
{
    return !atomic_load(&services->stopping) || fail(error, ERROR_BUSY, NULL, "stopping; goes on after the next start");
}

bool index_file(Services *services, size_t enough, Error *error)
{
    for (;;) {
        Look at = { .enough = enough };
        if (!search_go_on(services, error) || !store_read(services->store, look, &at, error))
            return false;
        if (!at.waits)
            return true;
        if (!store_write(services->store, file_step, NULL, error))
            return false;
    }
}

/* ---- emptying -------------------------------------------------------------------------------------------------- */

static bool blocks_list(Db *db, void *context, Error *error)
{
    return search_blocks(db, block_take, context, error);
}

static bool block_empty(Db *db, void *context, Error *error)
{
    const SearchBlocksRow *block = context;
    return search_block_wait(db, block->id, error) && search_block_clear(db, block->id, error) &&
           search_block_remove(db, block->id, error);
}

/* Those that are there now: what is filed beside it is filed by the rules of today. */
bool index_empty(Services *services, Error *error)
{
    Blocks blocks = { .arena = arena_new() };
    bool ok = store_read(services->store, blocks_list, &blocks, error);
    for (size_t i = 0; ok && i < blocks.count; i++)
        ok = search_go_on(services, error) && store_write(services->store, block_empty, &blocks.items[i], error);
    arena_free(blocks.arena);
    return ok;
}
