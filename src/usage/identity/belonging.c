/*
 * The function and its differences, over short lists: most people have one account, so a question walks the list.
 * belonging_moves asks both lists at every time at which either changes; between two such times neither does.
 * Neighbouring spans that leave the same account become one.
 */
#include "usage/identity/belonging.h"

#include <stdlib.h>

void belonging_add(Belonging *belonging, Belonged one)
{
    belonging->items[belonging->count++] = one;
}

static int compare_belonged(const void *left, const void *right)
{
    const Belonged *a = left, *b = right;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->account < b->account ? -1 : a->account > b->account;
}

void belonging_sort(Belonging *belonging)
{
    if (belonging->count > 0)
        qsort(belonging->items, belonging->count, sizeof *belonging->items, compare_belonged);
}

int64_t belonging_at(const Belonging *belonging, int64_t at)
{
    int64_t said = 0, known = 0;
    for (size_t i = 0; i < belonging->count && belonging->items[i].at <= at; i++) {
        const Belonged *one = &belonging->items[i];
        *(one->said ? &said : &known) = one->account;
    }
    if (said != 0 || known != 0)
        return said != 0 ? said : known;
    return belonging->count > 0 ? belonging->items[0].account : 0;
}

static int compare_times(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

/* All times at which either changes, and the beginning. */
static size_t times_of(const Belonging *before, const Belonging *after, int64_t *times)
{
    size_t count = 0;
    times[count++] = INT64_MIN;
    for (size_t i = 0; i < before->count; i++)
        times[count++] = before->items[i].at;
    for (size_t i = 0; i < after->count; i++)
        times[count++] = after->items[i].at;
    qsort(times, count, sizeof *times, compare_times);
    return count;
}

size_t belonging_moves(Arena *arena, const Belonging *before, const Belonging *after, Moved **moves)
{
    size_t most = before->count + after->count + 1, moved = 0;
    int64_t *times = arena_array(arena, most, sizeof *times);
    size_t count = times_of(before, after, times);
    *moves = arena_array(arena, most, sizeof **moves);
    for (size_t i = 0; i < count; i++) {
        int64_t until = i + 1 < count ? times[i + 1] : INT64_MAX, account = belonging_at(before, times[i]);
        /* Both lists may have the same time: the last of equal ones begins the span. */
        if (times[i] == until || account == belonging_at(after, times[i]))
            continue;
        Moved *last = moved > 0 ? &(*moves)[moved - 1] : NULL;
        if (last != NULL && last->until == times[i] && last->account == account)
            last->until = until;
        else
            (*moves)[moved++] = (Moved) { times[i], until, account };
    }
    return moved;
}
