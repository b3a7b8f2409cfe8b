/* A bitmap of at most 512 bytes: small enough to be read whole, and for PostgreSQL to keep in the row. */
#include "house/search/posting.h"

#include <string.h>

void bits_read(Bits *bits, Bytes stored)
{
    if (stored.size == BITS_BYTES) {
        memcpy(bits->bytes, stored.data, BITS_BYTES);
        return;
    }
    memset(bits, 0, sizeof *bits);
    for (size_t i = 0; i + 1 < stored.size; i += 2)
        bits_set(bits, stored.data[i] | stored.data[i + 1] << 8, true);
}

Bytes bits_write(Arena *arena, const Bits *bits)
{
    size_t count = bits_count(bits), size = 0;
    uint8_t *bytes = arena_raw(arena, BITS_BYTES);
    if (2 * count >= BITS_BYTES) {
        memcpy(bytes, bits->bytes, BITS_BYTES);
        return (Bytes) { bytes, BITS_BYTES };
    }
    for (unsigned at = 0; at < BITS_BYTES; at++)
        for (unsigned left = bits->bytes[at]; left; left &= left - 1) {
            unsigned number = 8 * at + (unsigned)__builtin_ctz(left);
            bytes[size++] = (uint8_t)(number & 0xff);
            bytes[size++] = (uint8_t)(number >> 8);
        }
    return (Bytes) { bytes, size };
}

void bits_set(Bits *bits, int64_t number, bool there)
{
    uint8_t bit = (uint8_t)(1 << (number % 8));
    if (there)
        bits->bytes[number / 8 % BITS_BYTES] |= bit;
    else
        bits->bytes[number / 8 % BITS_BYTES] &= (uint8_t)~bit;
}

bool bits_has(const Bits *bits, int64_t number)
{
    return bits->bytes[number / 8 % BITS_BYTES] >> (number % 8) & 1;
}

size_t bits_count(const Bits *bits)
{
    size_t count = 0;
    for (size_t i = 0; i < BITS_BYTES; i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bits->bytes + i, sizeof word);
        count += (size_t)__builtin_popcountll(word);
    }
    return count;
}

void bits_places(const Bits *bits, int64_t block, int64_t *places)
{
    for (unsigned at = 0; at < BITS_BYTES; at++)
        for (unsigned left = bits->bytes[at]; left; left &= left - 1)
            *places++ = place_of(block, 8 * at + (unsigned)__builtin_ctz(left));
}

void bits_and(Bits *bits, const Bits *other)
{
    for (size_t i = 0; i < BITS_BYTES; i++)
        bits->bytes[i] &= other->bytes[i];
}
