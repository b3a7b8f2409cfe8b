/*
 * Which events do not count. Most workspaces leave nothing out, so a commit first asks whether there is anything, and
 * only then about its own people and accounts, in one question each.
 */
#include "usage/event/uncounted.h"

#include "customer/contact/exclude.h"
#include "usage/event/inbox.h"
#include "usage/event/places.h"
#include "usage/event/rebuild.h"

#include <stdlib.h>

typedef struct {
    Arena *arena;
    Excluded excluded;
    bool tests;
    AccountsWent went;
    Ids people, accounts; /* those that do not count, ascending */
} Leaving;

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static bool is_among(Ids ids, int64_t id)
{
    return ids.count > 0 && bsearch(&id, ids.items, ids.count, sizeof id, by_id) != NULL;
}

static Ids ids_once(int64_t *ids, size_t count)
{
    size_t kept = 0;
    if (count > 0)
        qsort(ids, count, sizeof *ids, by_id);
    for (size_t i = 0; i < count; i++)
        if (ids[i] != 0 && (kept == 0 || ids[kept - 1] != ids[i]))
            ids[kept++] = ids[i];
    return (Ids) { kept, ids };
}

static bool person_take(int64_t contact, void *context, Error *error)
{
    (void)error;
    ids_add(context, contact);
    return true;
}

static bool people_ask(Db *db, Leaving *leaving, Ids asked, Error *error)
{
    IdList found = { .arena = leaving->arena };
    if (!leaving->excluded.people || asked.count == 0)
        return true;
    if (!contacts_excluded_in(db, asked, person_take, &found, error))
        return false;
    leaving->people = ids_once(found.items, found.count);
    return true;
}

/* An account that was merged has no row: the one that it went into says whether its use counts. */
static bool accounts_ask(Db *db, Leaving *leaving, int64_t *asked, size_t count, Error *error)
{
    if (!leaving->tests)
        return true;
    if (!accounts_went(db, leaving->arena, ids_once(asked, count), &leaving->went, error))
        return false;
    for (size_t i = 0; i < count; i++)
        asked[i] = account_where(&leaving->went, asked[i]);
    return accounts_tests(db, leaving->arena, ids_once(asked, count), &leaving->accounts, error);
}

static bool anything_leaves(Db *db, Leaving *leaving, bool *any, Error *error)
{
    if (!contacts_excluded(db, leaving->arena, &leaving->excluded, error) ||
        !accounts_have_tests(db, leaving->arena, &leaving->tests, error))
        return false;
    *any = leaving->excluded.people || leaving->excluded.robots || leaving->tests;
    return true;
}

static bool leaves(const Leaving *leaving, int64_t account, const EventRecord *record)
{
    return is_among(leaving->accounts, account_where(&leaving->went, account)) ||
           is_among(leaving->people, record->contact) ||
           (leaving->excluded.robots && record->robot && record->contact == 0);
}

bool uncounted_mark(Flush *flush, Error *error)
{
    Db *db = flush->writer.db;
    Leaving leaving = { .arena = flush->writer.arena };
    bool any;
    if (flush->kept_count == 0)
        return true;
    if (!anything_leaves(db, &leaving, &any, error))
        return false;
    if (!any)
        return true;
    int64_t *people = arena_array(leaving.arena, flush->kept_count, sizeof *people);
    int64_t *accounts = arena_array(leaving.arena, flush->kept_count, sizeof *accounts);
    for (size_t i = 0; i < flush->kept_count; i++) {
        people[i] = flush->kept[i].record.contact;
        accounts[i] = flush->kept[i].account;
    }
    if (!people_ask(db, &leaving, ids_once(people, flush->kept_count), error) ||
        !accounts_ask(db, &leaving, accounts, flush->kept_count, error))
        return false;
    for (size_t i = 0; i < flush->kept_count; i++)
        flush->kept[i].uncounted = leaves(&leaving, flush->kept[i].account, &flush->kept[i].record);
    return true;
}

bool uncounted_find(Db *db, Arena *arena, int64_t account, const EventRecord *records, size_t count, bool *uncounted,
                    Error *error)
{
    Leaving leaving = { .arena = arena };
    bool any;
    int64_t asked = account, *people = arena_array(arena, count + 1, sizeof *people);
    for (size_t i = 0; i < count; i++)
        people[i] = records[i].contact;
    if (!anything_leaves(db, &leaving, &any, error) || !people_ask(db, &leaving, ids_once(people, count), error) ||
        !accounts_ask(db, &leaving, &asked, 1, error))
        return false;
    for (size_t i = 0; i < count; i++)
        uncounted[i] = leaves(&leaving, account, &records[i]);
    return true;
}

/* ---- who counts changes ---- */

/* The local days on which the person did something, of each account; a day's rollup names who was there. */
static bool days_again(Flush *flush, int64_t contact, Error *error)
{
    const Zone *zone = atomic_load(&flush->writer.services->zone);
    Places places;
    if (!places_find(flush->writer.db, flush->writer.arena, contact, &places, error))
        return false;
    Change last = { 0 };
    for (size_t i = places.count; i-- > 0;) {
        int64_t account = places.items[i].account, noon = places.items[i].day * MS_PER_DAY + MS_PER_DAY / 2;
        int64_t day = zone_day(zone, noon);
        if (last.account == account && last.day == day)
            continue;
        last = (Change) { account, day };
        if (!day_again(flush, account, day, error))
            return false;
    }
    return true;
}

bool usage_excluded(const Writer *writer, int64_t contact, Error *error)
{
    if (contact == 0)
        return rebuild_start(writer->db, writer->now, NULL, error);
    Flush *flush = flush_new(writer->db, writer->actor, writer->now);
    return flush_finish(flush, fresh_file_all(flush, error) && days_again(flush, contact, error), error);
}
