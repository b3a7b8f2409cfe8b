/*
 * When each person was last active, told to the contact's row, so that lists of people sort and filter by it. A row
 * changes at most once a day for a person, so what a commit told is remembered; a row's day never goes back, whichever
 * server writes it. Several commits may be under way at once (PostgreSQL).
 */
#include "usage/event/event_store.h"

#include "customer/contact/contact.h"

#include <pthread.h>
#include <stdlib.h>

enum { SEEN_MAX = 500000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static IdMap seen_days; /* contact → a day that its row holds, or an earlier one; under the lock */

static int by_contact(const void *left, const void *right)
{
    const LastSeen *a = left, *b = right;
    if (a->contact != b->contact)
        return a->contact < b->contact ? -1 : 1;
    return a->day > b->day ? -1 : a->day < b->day;
}

static int by_day(const void *left, const void *right)
{
    const LastSeen *a = left, *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->contact < b->contact ? -1 : a->contact > b->contact;
}

/* Under the lock. */
static bool is_known(const LastSeen *seen)
{
    int64_t day;
    return idmap_find(&seen_days, idmap_id_key(seen->contact), &day) && day >= seen->day;
}

/* The latest day of each person of the commit, where it is not known to be told. */
static LastSeen *seen_of(Flush *flush, size_t *count)
{
    LastSeen *all = arena_array(flush->writer.arena, flush->delta_count + 1, sizeof *all);
    size_t n = 0, used = 0;
    for (size_t i = 0; i < flush->delta_count; i++)
        if (flush->deltas[i].kind == SERIES_PERSON && flush->deltas[i].key != 0 && flush->deltas[i].count > 0)
            all[n++] = (LastSeen) { flush->deltas[i].key, flush->deltas[i].day };
    qsort(all, n, sizeof *all, by_contact);
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < n; i++)
        if ((i == 0 || all[i].contact != all[i - 1].contact) && !is_known(&all[i]))
            all[used++] = all[i];
    pthread_mutex_unlock(&lock);
    *count = used;
    return all;
}

bool last_seen_tell(Flush *flush, Error *error)
{
    size_t count;
    LastSeen *seen = seen_of(flush, &count);
    int64_t *contacts = arena_array(flush->writer.arena, count + 1, sizeof *contacts);
    qsort(seen, count, sizeof *seen, by_day);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && seen[end].day == seen[i].day; end++)
            contacts[end] = seen[end].contact;
        if (!contacts_seen_on(flush->writer.db, (Ids) { end - i, contacts + i }, seen[i].day, error))
            return false;
    }
    flush->seen = seen;
    flush->seen_count = count;
    return true;
}

void last_seen_committed(const Flush *flush)
{
    pthread_mutex_lock(&lock);
    if (seen_days.count + flush->seen_count > SEEN_MAX)
        idmap_clear(&seen_days);
    for (size_t i = 0; i < flush->seen_count && i < SEEN_MAX; i++)
        idmap_put(&seen_days, idmap_id_key(flush->seen[i].contact), flush->seen[i].day);
    pthread_mutex_unlock(&lock);
}

void last_seen_clear(void)
{
    pthread_mutex_lock(&lock);
    idmap_clear(&seen_days);
    pthread_mutex_unlock(&lock);
}
