/*
 * Accounts that are one. Events, rollups and first uses go on being filed by the account that was meant, so an undo of
 * a merge has nothing to sort out: whatever came in by either id is where it belongs. Only what is told to those who
 * follow, and what is read for them (rolled.c, event_routes.c), is of the account that is there: its days are those of
 * all that went into it, added up.
 *
 * A merge tells that the days of the one that goes are days of the other; an undo takes them away from the other and
 * tells them of the one that is back.
 */
#include "usage/event/event_read.h"
#include "usage/event/event_store.h"

#include "ingest.sql.h"
#include "usage/event/gauged.h"
#include "usage/event/inbox.h"
#include "usage/event/rebuild.h"

/* Each stands once in a row. */
static Ids accounts_told(const Flush *flush)
{
    int64_t *accounts =
        arena_array(flush->writer.arena, flush->delta_count + flush->gauged_count + 1, sizeof *accounts);
    size_t count = 0;
    for (size_t i = 0; i < flush->delta_count; i++)
        if (!count || accounts[count - 1] != flush->deltas[i].account)
            accounts[count++] = flush->deltas[i].account;
    for (size_t i = 0; i < flush->gauged_count; i++)
        if (!count || accounts[count - 1] != flush->gauged[i].account)
            accounts[count++] = flush->gauged[i].account;
    return (Ids) { count, accounts };
}

bool deltas_reach(Flush *flush, Error *error)
{
    Arena *arena = flush->writer.arena;
    AccountsWent went;
    if (!accounts_went(flush->writer.db, arena, accounts_told(flush), &went, error))
        return false;
    if (!went.count)
        return true;
    for (size_t i = 0; i < flush->delta_count; i++)
        flush->deltas[i].account = account_where(&went, flush->deltas[i].account);
    for (size_t i = 0; i < flush->gauged_count; i++)
        flush->gauged[i].account = account_where(&went, flush->gauged[i].account);
    flush->delta_count = deltas_sum(arena, flush->deltas, flush->delta_count);
    return true;
}

/* Of all days of the account as of another one: added, or taken away. */
static bool days_tell(Flush *flush, int64_t account, int64_t as, bool away, Error *error)
{
    const RollupDay none = { 0 };
    AccountDay *days;
    int64_t before = INT32_MAX;
    for (size_t count = 1; count > 0;) {
        Delta *deltas;
        size_t delta_count;
        if (!account_days_read(flush->writer.db, flush->writer.arena, account, INT32_MIN, before, &days, &count, error))
            return false;
        for (size_t i = 0; i < count; i++) {
            const RollupDay *day = &days[i].rollup;
            before = days[i].day;
            rollup_deltas(flush->writer.arena, as, before, away ? day : &none, away ? &none : day, &deltas,
                          &delta_count);
            rolled_add(flush, deltas, delta_count);
        }
    }
    return true;
}

typedef struct {
    const Writer *writer;
    const AccountMerged *merged;
    bool back;
} Telling;

static bool account_tell(Flush *flush, int64_t account, const Telling *telling, Error *error)
{
    const AccountMerged *merged = telling->merged;
    if (!gauged_note_days(flush, account, merged->stays, error))
        return false;
    if (!telling->back)
        return days_tell(flush, account, merged->stays, false, error);
    return days_tell(flush, account, merged->stays, true, error) &&
           days_tell(flush, account, merged->gone, false, error);
}

/* With all that went into it before. */
static bool accounts_tell(const Telling *telling, Error *error)
{
    const Writer *writer = telling->writer;
    Flush *flush = flush_new(writer->db, writer->actor, writer->now);
    Ids below;
    bool ok = fresh_file_all(flush, error) &&
              account_went_through(writer->db, writer->arena, telling->merged->gone, &below, error) &&
              account_tell(flush, telling->merged->gone, telling, error);
    for (size_t i = 0; ok && i < below.count; i++)
        ok = account_tell(flush, below.items[i], telling, error);
    return flush_finish(flush, ok, error);
}

bool usage_account_merge(const Writer *writer, const AccountMerged *merged, Error *error)
{
    return accounts_tell(&(Telling) { writer, merged, false }, error);
}

/* Whether the use of both counts may be said differently again. */
static bool counted_apart(const Writer *writer, const AccountMerged *merged, Error *error)
{
    int64_t both[] = { merged->gone, merged->stays };
    Ids tests;
    return accounts_tests(writer->db, writer->arena, (Ids) { 2, both }, &tests, error) &&
           (tests.count != 1 || rebuild_start(writer->db, writer->now, NULL, error));
}

bool usage_account_unmerge(const Writer *writer, const AccountMerged *merged, Error *error)
{
    return accounts_tell(&(Telling) { writer, merged, true }, error) && counted_apart(writer, merged, error);
}

bool account_parts(Db *db, Arena *arena, int64_t account, Ids *parts, Error *error)
{
    AccountsWent went;
    if (!accounts_went_into(db, arena, (Ids) { 1, &account }, &went, error))
        return false;
    int64_t *ids = arena_array(arena, went.count + 1, sizeof *ids);
    ids[0] = account;
    for (size_t i = 0; i < went.count; i++)
        ids[i + 1] = went.items[i].account;
    *parts = (Ids) { went.count + 1, ids };
    return true;
}
