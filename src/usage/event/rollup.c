/*
 * The packed day, and sums and differences of days. Entries rise, so keys are small differences and one merge of two
 * lists (join_entries) serves both. An entry takes three bytes at least: a count that promises more than the body can
 * hold is found damaged before memory is taken for it.
 */
#include "usage/event/rollup.h"

#include <string.h>

enum { VARINT_MAX = 10 };

typedef struct {
    const uint8_t *at, *end;
    bool damaged;
} Reader;

static uint64_t read_number(Reader *reader)
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (reader->at == reader->end)
            break;
        uint8_t byte = *reader->at++;
        value |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return value;
    }
    reader->damaged = true;
    return 0;
}

static uint8_t *write_number(uint8_t *at, uint64_t value)
{
    for (; value >= 128; value >>= 7)
        *at++ = (uint8_t)(value | 128);
    *at++ = (uint8_t)value;
    return at;
}

static RollupEntry *read_entries(Arena *arena, Reader *reader, size_t *count)
{
    uint64_t entries = read_number(reader);
    /* Product, key and count: a byte each at least. */
    if (entries > (uint64_t)(reader->end - reader->at) / 3) {
        reader->damaged = true;
        return NULL;
    }
    RollupEntry *list = arena_array(arena, entries + 1, sizeof *list);
    int64_t product = 0, key = 0;
    for (uint64_t i = 0; i < entries; i++) {
        uint64_t step = read_number(reader);
        product += (int64_t)step;
        key = (step == 0 ? key : 0) + (int64_t)read_number(reader);
        list[i] = (RollupEntry) { product, key, (int64_t)read_number(reader) };
    }
    *count = entries;
    return list;
}

bool rollup_read(Arena *arena, Bytes body, RollupDay *day)
{
    Reader reader = { body.data, body.data + body.size, false };
    RollupDay read = { 0 };
    if (body.size > 0) {
        read.features = read_entries(arena, &reader, &read.feature_count);
        read.people = reader.damaged ? NULL : read_entries(arena, &reader, &read.person_count);
    }
    if (reader.damaged)
        return false;
    *day = read;
    return true;
}

static uint8_t *write_entries(uint8_t *at, const RollupEntry *entries, size_t count)
{
    int64_t product = 0, key = 0;
    at = write_number(at, count);
    for (size_t i = 0; i < count; i++) {
        int64_t step = entries[i].product - product;
        at = write_number(at, (uint64_t)step);
        at = write_number(at, (uint64_t)(step == 0 ? entries[i].key - key : entries[i].key));
        at = write_number(at, (uint64_t)entries[i].count);
        product = entries[i].product;
        key = entries[i].key;
    }
    return at;
}

Bytes rollup_write(Arena *arena, const RollupDay *day)
{
    size_t most = (day->feature_count + day->person_count) * 3 * VARINT_MAX + 2 * VARINT_MAX;
    uint8_t *body = arena_raw(arena, most);
    uint8_t *end = write_entries(body, day->features, day->feature_count);
    end = write_entries(end, day->people, day->person_count);
    return (Bytes) { body, (size_t)(end - body) };
}

int rollup_compare(const RollupEntry *a, const RollupEntry *b)
{
    if (a->product != b->product)
        return a->product < b->product ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

/* Both lists rise; `sign` is +1 to add b, −1 to take it away. Entries that come to 0 stay: the caller judges. */
static RollupEntry *join_entries(Arena *arena, const RollupEntry *a, size_t a_count, const RollupEntry *b,
                                 size_t b_count, int sign, size_t *count)
{
    RollupEntry *joined = arena_array(arena, a_count + b_count + 1, sizeof *joined);
    size_t i = 0, j = 0, n = 0;
    while (i < a_count || j < b_count) {
        int order = i == a_count ? 1 : j == b_count ? -1 : rollup_compare(&a[i], &b[j]);
        joined[n] = order <= 0 ? a[i] : (RollupEntry) { b[j].product, b[j].key, 0 };
        if (order >= 0)
            joined[n].count += sign * b[j++].count;
        if (order <= 0)
            i++;
        n++;
    }
    *count = n;
    return joined;
}

RollupDay rollup_merge(Arena *arena, const RollupDay *a, const RollupDay *b)
{
    RollupDay sum;
    sum.features =
        join_entries(arena, a->features, a->feature_count, b->features, b->feature_count, 1, &sum.feature_count);
    sum.people = join_entries(arena, a->people, a->person_count, b->people, b->person_count, 1, &sum.person_count);
    return sum;
}

static size_t fill_deltas(Delta *deltas, Delta like, const RollupEntry *entries, size_t count)
{
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].count == 0)
            continue;
        like.product = entries[i].product;
        like.key = entries[i].key;
        like.count = entries[i].count;
        deltas[filled++] = like;
    }
    return filled;
}

void rollup_deltas(Arena *arena, int64_t account, int64_t day, const RollupDay *before, const RollupDay *now,
                   Delta **deltas, size_t *count)
{
    size_t features, people;
    RollupEntry *feature_list =
        join_entries(arena, now->features, now->feature_count, before->features, before->feature_count, -1, &features);
    RollupEntry *person_list =
        join_entries(arena, now->people, now->person_count, before->people, before->person_count, -1, &people);
    Delta *list = arena_array(arena, features + people + 1, sizeof *list);
    Delta like = { .account = account, .day = day, .kind = SERIES_FEATURE };
    size_t n = fill_deltas(list, like, feature_list, features);
    like.kind = SERIES_PERSON;
    n += fill_deltas(list + n, like, person_list, people);
    *deltas = list;
    *count = n;
}
