/*
 * A block holds all series of one kind of one account, in one piece without pointers, so that it can be part of a
 * mapped file as well as of memory. A series is a bitmap of its active days with a count of bits before each word, and
 * running totals: rank(day) counts the active days up to `day` with one popcount, totals[rank] is the sum up to it. So
 * events, active days, trend, last and first use of any window at any date are a few look-ups without a search.
 *
 *   Block · map: a bit per feature that the account uses (features only) · heads · bodies
 *   body: bits u64[words] · before u16[words] · totals u32[days + 1]
 */
#ifndef BANSO_ENGINE_BLOCK_H
#define BANSO_ENGINE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BLOCK_DAY_MAX = UINT16_MAX };

typedef struct {
    uint32_t size; /* of the whole block, in bytes */
    uint32_t heads;
    uint32_t map_words;
    uint32_t first_day; /* of all its series */
} Block;

typedef struct {
    int64_t key;      /* feature or contact id */
    uint32_t at;      /* the body, in units of 8 bytes from the block's start */
    uint32_t index;   /* feature: its dense number, which heads are sorted by; person: 0, sorted by key and product */
    uint16_t product; /* dense number */
    uint16_t first;   /* the first word holds the days from 64 × first on */
    uint16_t words;
    uint16_t days;
} Head;

/* One change of one day, as the block sees it. */
typedef struct {
    int64_t key;
    uint32_t index;
    uint16_t product;
    uint16_t day;
    int64_t count;
} Change;

/* A series ready to be asked. An absent one is SERIES_NONE. */
typedef struct {
    const uint64_t *bits;
    const uint16_t *before;
    const uint32_t *totals;
    uint16_t first, words, days;
} Series;
extern const Series SERIES_NONE;

static inline const uint64_t *block_map(const Block *block)
{
    return (const uint64_t *)(block + 1);
}

static inline const Head *block_heads(const Block *block)
{
    return (const Head *)(block_map(block) + block->map_words);
}

static inline size_t before_bytes(size_t words)
{
    return (words * sizeof(uint16_t) + 3) & ~(size_t)3;
}

static inline Series block_series(const Block *block, const Head *head)
{
    const char *body = (const char *)block + (size_t)head->at * 8;
    const char *before = body + (size_t)head->words * 8;
    return (Series) { (const uint64_t *)body,
                      (const uint16_t *)before,
                      (const uint32_t *)(before + before_bytes(head->words)),
                      head->first,
                      head->words,
                      head->days };
}

/* The head of a feature by its dense number, NULL when the account never used it. */
static inline const Head *block_feature(const Block *block, uint32_t index)
{
    const uint64_t *map;
    uint32_t rank = 0;
    if (!block || index >> 6 >= block->map_words)
        return NULL;
    map = block_map(block);
    if (!(map[index >> 6] >> (index & 63) & 1))
        return NULL;
    for (uint32_t w = 0; w < index >> 6; w++)
        rank += (uint32_t)__builtin_popcountll(map[w]);
    rank += (uint32_t)__builtin_popcountll(map[index >> 6] & (((uint64_t)1 << (index & 63)) - 1));
    return block_heads(block) + rank;
}

/* Active days up to and with `day`, which may be any number. */
static inline uint32_t series_rank(const Series *series, int64_t day)
{
    int64_t word = (day >> 6) - series->first;
    if (word < 0)
        return 0;
    if (word >= series->words)
        return series->days;
    return series->before[word] +
           (uint32_t)__builtin_popcountll(series->bits[word] & ~(uint64_t)0 >> (63 - (day & 63)));
}

/* Sums are kept modulo 2^32, so that a difference is right whatever the total. */
static inline int64_t series_sum(const Series *series, int64_t after, int64_t until)
{
    return (int32_t)(series->totals[series_rank(series, until)] - series->totals[series_rank(series, after)]);
}

/* The last active day up to `day`, −1 when there is none. */
static inline int64_t series_last(const Series *series, int64_t day)
{
    int64_t word = (day >> 6) - series->first;
    uint64_t bits;
    if (word < 0 || !series->words)
        return -1;
    if (word >= series->words) {
        word = series->words - 1;
        bits = series->bits[word];
    } else {
        bits = series->bits[word] & ~(uint64_t)0 >> (63 - (day & 63));
    }
    while (!bits) {
        if (!word)
            return -1;
        bits = series->bits[--word];
    }
    return ((series->first + word) << 6) + 63 - __builtin_clzll(bits);
}

/* The first active day of all, −1 when there is none. The first word is never empty. */
static inline int64_t series_first(const Series *series)
{
    return series->words ? ((int64_t)series->first << 6) + __builtin_ctzll(series->bits[0]) : -1;
}

/* Steps through the active days: start with 0; false at the end. */
bool series_next(const Series *series, uint32_t *position, int64_t *day, int64_t *count);

/* The writer's working memory, kept between blocks. */
typedef struct {
    Head *heads;
    size_t head_room;
    uint64_t *bodies; /* in units of 8 bytes */
    size_t body_room, body_used;
    Change *cells;
    size_t cell_room;
    Change *left;
    size_t left_room;
} BlockScratch;
void block_scratch_free(BlockScratch *scratch);

/*
 * The block with the changes in it. Where all of them fall on days that are there already, `block` is changed in place
 * and given back; otherwise a new one is allocated (with calloc) and the caller frees the old one. NULL = no series.
 * Changes are sorted here when they are not.
 */
Block *block_merge(BlockScratch *scratch, Block *block, bool people, Change *changes, size_t count);
/* Without the days before `from`, or with the first and the last of them (`ends`); the same rules of memory. */
Block *block_since(BlockScratch *scratch, Block *block, int64_t from, bool ends);
bool block_has_day(const Block *block, bool people, const Change *change);
/* Whether all offsets stay inside `size` bytes and agree with each other: for blocks out of a file. */
bool block_is_sound(const Block *block, size_t size);

#endif
