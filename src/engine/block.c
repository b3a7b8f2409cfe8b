/*
 * How changes get into a block, and days out of it. A count for a day that is there already moves running totals in
 * place (change_in_place); everything else merges the old series with the sorted changes into a new block, written once
 * at its final size. Called under the engine's write lock, with scratch memory that is kept between calls.
 *
 * In order: reading a series, the order of changes, in place, the merge, cutting off old days, and the check of blocks
 * that come out of a snapshot file.
 */
#include "engine/block.h"

#include "base/memory.h"

#include <string.h>

static const uint32_t NO_TOTALS[1];
const Series SERIES_NONE = { NULL, NULL, NO_TOTALS, 0, 0, 0 };

void block_scratch_free(BlockScratch *scratch)
{
    free(scratch->heads);
    free(scratch->bodies);
    free(scratch->cells);
    free(scratch->left);
    *scratch = (BlockScratch) { 0 };
}

bool series_next(const Series *series, uint32_t *position, int64_t *day, int64_t *count)
{
    uint32_t word = 0;
    uint64_t bits;
    if (*position >= series->days)
        return false;
    while (word + 1 < series->words && series->before[word + 1] <= *position)
        word++;
    bits = series->bits[word];
    for (uint32_t skip = *position - series->before[word]; skip; skip--)
        bits &= bits - 1;
    *day = ((int64_t)(series->first + word) << 6) + __builtin_ctzll(bits);
    *count = (int32_t)(series->totals[*position + 1] - series->totals[*position]);
    (*position)++;
    return true;
}

/* ---- order ----------------------------------------------------------------------------------------------------- */

static int person_order(const void *a, const void *b)
{
    const Change *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->product != y->product)
        return x->product < y->product ? -1 : 1;
    return (int)x->day - (int)y->day;
}

/* By day across products, as they are one series. */
static int feature_order(const void *a, const void *b)
{
    const Change *x = a, *y = b;
    if (x->index != y->index)
        return x->index < y->index ? -1 : 1;
    if (x->day != y->day)
        return (int)x->day - (int)y->day;
    return x->product < y->product ? -1 : x->product > y->product;
}

static void sort_changes(bool people, Change *changes, size_t count)
{
    int (*order)(const void *, const void *) = people ? person_order : feature_order;
    for (size_t i = 1; i < count; i++)
        if (order(&changes[i - 1], &changes[i]) > 0) {
            qsort(changes, count, sizeof(Change), order);
            return;
        }
}

/* A feature is one series whatever its product (it may be moved); a person is one series per product. */
static int series_order(bool people, const Head *head, const Change *change)
{
    if (!people)
        return head->index < change->index ? -1 : head->index > change->index;
    if (head->key != change->key)
        return head->key < change->key ? -1 : 1;
    return (int)head->product - (int)change->product;
}

/* ---- in place -------------------------------------------------------------------------------------------------- */

static const Head *find_head(const Block *block, bool people, const Change *change)
{
    const Head *heads = block_heads(block);
    size_t low = 0, high = block->heads;
    if (!people)
        return block_feature(block, change->index);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = series_order(true, &heads[middle], change);
        if (!order)
            return &heads[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* True when the day was there and stays: then only running totals move. */
static bool change_in_place(Block *block, bool people, const Change *change)
{
    const Head *head = find_head(block, people, change);
    Series series;
    uint32_t rank, now;
    uint32_t *totals;
    if (!head || (!people && head->product != change->product))
        return false;
    series = block_series(block, head);
    rank = series_rank(&series, change->day);
    if (rank == series_rank(&series, (int64_t)change->day - 1))
        return false;
    now = series.totals[rank] - series.totals[rank - 1] + (uint32_t)change->count;
    if (!now)
        return false;
    totals = (uint32_t *)((char *)block + ((const char *)series.totals - (const char *)block));
    for (uint32_t i = rank; i <= series.days; i++)
        totals[i] += (uint32_t)change->count;
    return true;
}

/* ---- the merge ------------------------------------------------------------------------------------------------- */

static size_t body_units(size_t words, size_t days)
{
    return (words * 8 + before_bytes(words) + (days + 1) * 4 + 7) / 8;
}

static Head *add_head(BlockScratch *scratch, size_t *heads, const Head *like)
{
    scratch->heads = memory_room(scratch->heads, &scratch->head_room, *heads + 1, sizeof(Head));
    scratch->heads[*heads] = *like;
    return &scratch->heads[(*heads)++];
}

static uint64_t *add_body(BlockScratch *scratch, Head *head)
{
    size_t units = body_units(head->words, head->days);
    scratch->bodies = memory_room(scratch->bodies, &scratch->body_room, scratch->body_used + units, sizeof(uint64_t));
    head->at = (uint32_t)scratch->body_used;
    scratch->body_used += units;
    return memset(scratch->bodies + head->at, 0, units * 8);
}

static void keep_series(BlockScratch *scratch, size_t *heads, const Block *block, const Head *old)
{
    Head *head = add_head(scratch, heads, old);
    uint64_t *body = add_body(scratch, head);
    memcpy(body, (const uint64_t *)block + old->at, body_units(old->words, old->days) * 8);
}

/* Cells: one per day, ascending, none of them zero. */
static void write_series(BlockScratch *scratch, size_t *heads, const Head *like, size_t cells)
{
    const Change *cell = scratch->cells;
    Head *head;
    Series series;
    uint64_t *bits;
    uint16_t *before;
    uint32_t *totals;
    if (!cells)
        return;
    head = add_head(scratch, heads, like);
    head->first = cell[0].day >> 6;
    head->words = (uint16_t)((cell[cells - 1].day >> 6) - head->first + 1);
    head->days = (uint16_t)cells;
    bits = add_body(scratch, head);
    series = block_series((const Block *)scratch->bodies, head);
    before = (uint16_t *)(bits + head->words);
    totals = (uint32_t *)((char *)before + before_bytes(head->words));
    for (size_t i = 0; i < cells; i++) {
        bits[(cell[i].day >> 6) - head->first] |= (uint64_t)1 << (cell[i].day & 63);
        totals[i + 1] = totals[i] + (uint32_t)cell[i].count;
    }
    for (size_t w = 1; w < head->words; w++)
        before[w] = (uint16_t)(before[w - 1] + __builtin_popcountll(series.bits[w - 1]));
}

static void add_cell(BlockScratch *scratch, size_t *cells, int64_t day, int64_t count)
{
    Change *last = *cells ? &scratch->cells[*cells - 1] : NULL;
    if (last && last->day == day) {
        last->count += count;
        return;
    }
    if (last && !(uint32_t)last->count)
        (*cells)--;
    scratch->cells = memory_room(scratch->cells, &scratch->cell_room, *cells + 1, sizeof(Change));
    scratch->cells[(*cells)++] = (Change) { .day = (uint16_t)day, .count = count };
}

/* What was given last tells where a feature belongs, not what was taken away. */
static uint16_t product_now(const Change *changes, size_t count)
{
    size_t last = count - 1;
    while (last > 0 && changes[last].count <= 0)
        last--;
    return changes[changes[last].count > 0 ? last : count - 1].product;
}

/* One series (old may be NULL) with its changes, both by day. */
static void merge_series(BlockScratch *scratch, size_t *heads, const Block *block, const Head *old,
                         const Change *changes, size_t count)
{
    Series series = old ? block_series(block, old) : SERIES_NONE;
    Head like = old ? *old : (Head) { .key = changes->key, .index = changes->index };
    uint32_t position = 0;
    size_t cells = 0, next = 0;
    int64_t day = 0, events = 0;
    bool more = series_next(&series, &position, &day, &events);
    like.product = product_now(changes, count);
    while (more || next < count) {
        if (more && (next == count || day <= changes[next].day)) {
            add_cell(scratch, &cells, day, events);
            more = series_next(&series, &position, &day, &events);
        } else {
            add_cell(scratch, &cells, changes[next].day, changes[next].count);
            next++;
        }
    }
    if (cells && !(uint32_t)scratch->cells[cells - 1].count)
        cells--;
    write_series(scratch, heads, &like, cells);
}

static Block *assemble(BlockScratch *scratch, size_t heads)
{
    size_t map_words = 0, front;
    Block *block;
    Head *made;
    if (!heads)
        return NULL;
    /* All heads of people have index 0, so they need no map; a block with only feature 0 does without one, too. */
    if (heads == 1 || scratch->heads[heads - 1].index)
        map_words = (scratch->heads[heads - 1].index >> 6) + 1;
    front = sizeof(Block) + map_words * 8 + heads * sizeof(Head);
    block = memory_new(1, front + scratch->body_used * 8);
    block->size = (uint32_t)(front + scratch->body_used * 8);
    block->heads = (uint32_t)heads;
    block->map_words = (uint32_t)map_words;
    block->first_day = UINT32_MAX;
    made = (Head *)(uintptr_t)block_heads(block);
    memcpy(made, scratch->heads, heads * sizeof(Head));
    memcpy((char *)block + front, scratch->bodies, scratch->body_used * 8);
    for (size_t i = 0; i < heads; i++) {
        Series series;
        made[i].at += (uint32_t)(front / 8);
        series = block_series(block, &made[i]);
        if (series_first(&series) < block->first_day)
            block->first_day = (uint32_t)series_first(&series);
        if (map_words)
            ((uint64_t *)(block + 1))[made[i].index >> 6] |= (uint64_t)1 << (made[i].index & 63);
    }
    return block;
}

static bool same_series(bool people, const Change *a, const Change *b)
{
    return a->index == b->index && a->key == b->key && (!people || a->product == b->product);
}

static size_t run_of(bool people, const Change *changes, size_t count)
{
    size_t run = 1;
    while (run < count && same_series(people, &changes[0], &changes[run]))
        run++;
    return run;
}

/* Which comes next, the old series (< 0), the changes (> 0), or both as one (0). */
static int next_series(bool people, const Head *head, const Head *end, const Change *changes, size_t left)
{
    if (head == end)
        return 1;
    return left ? series_order(people, head, changes) : -1;
}

static Block *merge_anew(BlockScratch *scratch, const Block *block, bool people, const Change *changes, size_t count)
{
    const Head *head = block ? block_heads(block) : NULL;
    const Head *end = block ? head + block->heads : NULL;
    size_t heads = 0, at = 0;
    scratch->body_used = 0;
    while (head < end || at < count) {
        int order = next_series(people, head, end, changes + at, count - at);
        size_t run = order < 0 ? 0 : run_of(people, changes + at, count - at);
        if (order < 0)
            keep_series(scratch, &heads, block, head);
        else
            merge_series(scratch, &heads, block, order ? NULL : head, changes + at, run);
        head += order <= 0;
        at += run;
    }
    return assemble(scratch, heads);
}

Block *block_merge(BlockScratch *scratch, Block *block, bool people, Change *changes, size_t count)
{
    size_t left = 0;
    scratch->left = memory_room(scratch->left, &scratch->left_room, count, sizeof(Change));
    for (size_t i = 0; i < count; i++)
        if (changes[i].count && (!block || !change_in_place(block, people, &changes[i])))
            scratch->left[left++] = changes[i];
    if (!left)
        return block;
    sort_changes(people, scratch->left, left);
    return merge_anew(scratch, block, people, scratch->left, left);
}

bool block_has_day(const Block *block, bool people, const Change *change)
{
    const Head *head = block ? find_head(block, people, change) : NULL;
    Series series = head ? block_series(block, head) : SERIES_NONE;
    return series_rank(&series, change->day) != series_rank(&series, (int64_t)change->day - 1);
}

/* How many days a series loses: behind its first day where the ends stay, else from its first day on. */
static uint32_t days_lost(const Series *series, int64_t from, bool ends)
{
    uint32_t before = series_rank(series, from - 1);
    return !ends ? before : before > 2 ? before - 2 : 0;
}

static void since_series(BlockScratch *scratch, size_t *heads, const Block *block, const Head *head, int64_t from,
                         bool ends)
{
    Series series = block_series(block, head);
    uint32_t lost = days_lost(&series, from, ends), position = 0;
    int64_t day, count;
    size_t cells = 0;
    if (!lost) {
        keep_series(scratch, heads, block, head);
        return;
    }
    if (ends && series_next(&series, &position, &day, &count))
        add_cell(scratch, &cells, day, count);
    position += lost;
    while (series_next(&series, &position, &day, &count))
        add_cell(scratch, &cells, day, count);
    write_series(scratch, heads, head, cells);
}

Block *block_since(BlockScratch *scratch, Block *block, int64_t from, bool ends)
{
    const Head *heads = block ? block_heads(block) : NULL;
    size_t kept = 0, losing = 0;
    scratch->body_used = 0;
    for (uint32_t i = 0; block && (int64_t)block->first_day < from && i < block->heads; i++) {
        Series series = block_series(block, &heads[i]);
        losing += days_lost(&series, from, ends) > 0;
    }
    if (!losing)
        return block;
    for (uint32_t i = 0; i < block->heads; i++)
        since_series(scratch, &kept, block, &heads[i], from, ends);
    return assemble(scratch, kept);
}

static bool head_is_sound(const Block *block, const Head *head)
{
    Series series;
    size_t bits = 0;
    if (!head->words || !head->days || ((size_t)head->at + body_units(head->words, head->days)) * 8 > block->size)
        return false;
    series = block_series(block, head);
    for (size_t w = 0; w < head->words; w++) {
        if (series.before[w] != bits)
            return false;
        bits += (size_t)__builtin_popcountll(series.bits[w]);
    }
    return bits == head->days && series.bits[0];
}

bool block_is_sound(const Block *block, size_t size)
{
    const Head *heads;
    if (size < sizeof(Block) || block->size > size || block->size % 8)
        return false;
    if (sizeof(Block) + (uint64_t)block->map_words * 8 + (uint64_t)block->heads * sizeof(Head) > block->size)
        return false;
    heads = block_heads(block);
    for (uint32_t i = 0; i < block->heads; i++)
        if (!head_is_sound(block, &heads[i]) || (block->map_words && block_feature(block, heads[i].index) != &heads[i]))
            return false;
    return true;
}
