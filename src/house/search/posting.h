/*
 * Inside the module: which documents of a block have a token, in memory as a bitmap; stored as a list of numbers of two
 * bytes each (low byte first) while that is shorter, else as the bitmap.
 */
#ifndef BANSO_SEARCH_POSTING_H
#define BANSO_SEARCH_POSTING_H

#include "base/arena.h"
#include "base/shape.h"

enum { BLOCK_DOCUMENTS = 4096, BITS_BYTES = BLOCK_DOCUMENTS / 8 };

/* A document's place: its block and its number there. */
static inline int64_t place_of(int64_t block, int64_t number)
{
    return block * BLOCK_DOCUMENTS + number;
}

typedef struct {
    uint8_t bytes[BITS_BYTES];
} Bits;

void bits_read(Bits *bits, Bytes stored);
Bytes bits_write(Arena *arena, const Bits *bits);
void bits_set(Bits *bits, int64_t number, bool there);
bool bits_has(const Bits *bits, int64_t number);
size_t bits_count(const Bits *bits);
/* The places of a block's documents, by their numbers; there is room for all. */
void bits_places(const Bits *bits, int64_t block, int64_t *places);
void bits_and(Bits *bits, const Bits *other);

#endif
