/*
 * What events add to rollups: per account and day, features and people. Deltas are sorted as rollups are (account, day,
 * kind, product, key) and equal ones added up. A commit has many accounts with few events each, so a counting sort
 * groups by account first and qsort sorts within.
 */
#include "usage/event/event_store.h"

#include <stdlib.h>
#include <string.h>

static int compare_deltas(const void *left, const void *right)
{
    const Delta *a = left, *b = right;
    if (a->account != b->account)
        return a->account < b->account ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->product != b->product)
        return a->product < b->product ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

typedef struct {
    uint64_t account, at;
} Place;

/* Counting sort by the bytes in which accounts differ; gives the one of both lists that is sorted. */
static Place *places_sort(Place *places, Place *other, size_t count)
{
    uint64_t differ = 0;
    for (size_t i = 1; i < count; i++)
        differ |= places[i].account ^ places[0].account;
    for (int shift = 0; shift < 64; shift += 8) {
        size_t starts[257] = { 0 };
        if ((differ >> shift & 255) == 0)
            continue;
        for (size_t i = 0; i < count; i++)
            starts[(places[i].account >> shift & 255) + 1]++;
        for (int i = 0; i < 256; i++)
            starts[i + 1] += starts[i];
        for (size_t i = 0; i < count; i++)
            other[starts[places[i].account >> shift & 255]++] = places[i];
        Place *sorted = other;
        other = places;
        places = sorted;
    }
    return places;
}

/* By account, in the order in which they came. */
static Delta *deltas_grouped(Arena *arena, const Delta *deltas, size_t count)
{
    Place *places = arena_raw(arena, (count + 1) * sizeof *places),
          *other = arena_raw(arena, (count + 1) * sizeof *other);
    Delta *grouped = arena_raw(arena, (count + 1) * sizeof *grouped);
    for (size_t i = 0; i < count; i++)
        places[i] = (Place) { (uint64_t)deltas[i].account, i };
    places = places_sort(places, other, count);
    for (size_t i = 0; i < count; i++)
        grouped[i] = deltas[places[i].at];
    return grouped;
}

size_t deltas_sum(Arena *arena, Delta *deltas, size_t count)
{
    Delta *grouped = deltas_grouped(arena, deltas, count);
    size_t n = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && grouped[end].account == grouped[i].account;)
            end++;
        if (end > i + 1)
            qsort(grouped + i, end - i, sizeof *grouped, compare_deltas);
        for (size_t k = i; k < end; k++) {
            if (n > 0 && compare_deltas(&deltas[n - 1], &grouped[k]) == 0)
                deltas[n - 1].count += grouped[k].count;
            else
                deltas[n++] = grouped[k];
        }
    }
    return n;
}

Delta *kept_deltas(Flush *flush, size_t *count)
{
    Delta *deltas = arena_array(flush->writer.arena, flush->kept_count * 2 + 1, sizeof *deltas);
    size_t n = 0;
    for (size_t i = 0; i < flush->kept_count; i++) {
        const Kept *kept = &flush->kept[i];
        bool counts = track_type_counts(kept->record.type);
        int64_t day = flush_day(flush, kept->record.at), product = counts ? kept->name->product : 0;
        if (kept->account == 0)
            continue;
        if (counts && !kept->uncounted)
            deltas[n++] = (Delta) { kept->account, SERIES_FEATURE, product, kept->name->feature, day, 1 };
        /* An event that is not use, or does not count, and has no person leaves a 0 of person 0: so the day has a
         * rollup, and its events are found. */
        if (kept->record.contact != 0 || !counts || kept->uncounted)
            deltas[n++] = (Delta) { kept->account,        SERIES_PERSON, product,
                                    kept->record.contact, day,           counts && !kept->uncounted };
    }
    *count = deltas_sum(flush->writer.arena, deltas, n);
    return deltas;
}

Delta *deltas_join(Arena *arena, const Delta *first, size_t first_count, const Delta *second, size_t second_count)
{
    Delta *both = arena_raw(arena, (first_count + second_count + 1) * sizeof *both);
    if (first_count > 0)
        memcpy(both, first, first_count * sizeof *both);
    if (second_count > 0)
        memcpy(both + first_count, second, second_count * sizeof *both);
    return both;
}

void rolled_add(Flush *flush, const Delta *deltas, size_t count)
{
    flush->rolled = deltas_join(flush->writer.arena, flush->rolled, flush->rolled_count, deltas, count);
    flush->rolled_count += count;
}

size_t deltas_extent(const Delta *deltas, size_t count)
{
    size_t n = 1;
    while (n < count && deltas[n].account == deltas[0].account && deltas[n].day == deltas[0].day)
        n++;
    return n;
}

RollupDay deltas_day(Arena *arena, const Delta *deltas, size_t count)
{
    RollupDay day = { 0 };
    RollupEntry *entries = arena_array(arena, count + 1, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        entries[i] = (RollupEntry) { deltas[i].product, deltas[i].key, deltas[i].count };
        if (deltas[i].kind == SERIES_FEATURE)
            day.feature_count++;
    }
    day.person_count = count - day.feature_count;
    day.features = entries;
    day.people = entries + day.feature_count;
    return day;
}
