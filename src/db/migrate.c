/*
 * Applies what is missing, one transaction for each migration, before anything else uses the database. Several servers
 * may start at once: each takes the lock on the table `migration` inside the transaction and looks again, so the second
 * one finds the work done. An unknown migration is refused before the first is applied.
 */
#include "db/migrate.h"

#include "base/clock.h"
#include "base/text.h"
#include "db/inside.h"

#include "migrate.sql.h"

/* Not a migration itself, since it records which were applied. */
static const char *const TABLE[] = {
    [DB_SQLITE] = "CREATE TABLE IF NOT EXISTS migration (module TEXT NOT NULL, number INTEGER NOT NULL,"
                  " name TEXT NOT NULL, applied_at INTEGER NOT NULL, PRIMARY KEY (module, number)) STRICT",
    [DB_POSTGRES] = "CREATE TABLE IF NOT EXISTS migration (module TEXT NOT NULL, number BIGINT NOT NULL,"
                    " name TEXT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (module, number))",
};

/* The lock comes before the first look, so that a second server sees what the first has done meanwhile; on SQLite a
 * writing transaction is a lock already. */
static bool lock(Db *db, Error *error)
{
    return db_kind(db) == DB_SQLITE ||
           db->engine->script(db, "SET LOCAL lock_timeout = 0; LOCK TABLE migration IN EXCLUSIVE MODE", error);
}

/* A lock for creating the table itself, when there is no table to lock: two servers at once would collide. */
static bool table_make(Db *db, void *context, Error *error)
{
    (void)context;
    /* The number is arbitrary, but the same in all versions of Banso. */
    if (db_kind(db) == DB_POSTGRES &&
        !db->engine->script(db, "SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(7236837)", error))
        return false;
    return db->engine->script(db, TABLE[db_kind(db)], error);
}

static bool is_known(const Migration *all, const MigrationListRow *applied)
{
    for (const Migration *m = all; m->module; m++)
        if (m->number == applied->number && text_equal(m->module, applied->module))
            return true;
    return false;
}

static bool is_applied(const Migration *m, const MigrationListRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].number == m->number && text_equal(rows[i].module, m->module))
            return true;
    return false;
}

typedef struct {
    const Migration *all;
    const Migration *next; /* the one to apply if it is missing */
} Step;

static bool check_known(Db *db, void *context, Error *error)
{
    const Step *step = context;
    MigrationListRow *rows;
    size_t count;
    if (!migration_list(db, db_arena(db), &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_known(step->all, &rows[i]))
            return fail(
                error, ERROR_CONFLICT, NULL,
                "the database has migration %lld of “%s”, which this program does not know: it was written by a "
                "newer Banso",
                (long long)rows[i].number, rows[i].module);
    return true;
}

static bool apply(Db *db, void *context, Error *error)
{
    const Step *step = context;
    const Migration *m = step->next;
    MigrationListRow *rows;
    size_t count;
    if (!lock(db, error) || !migration_list(db, db_arena(db), &rows, &count, error))
        return false;
    if (is_applied(m, rows, count))
        return true;
    return db->engine->script(db, db_kind(db) == DB_SQLITE ? m->sqlite : m->postgres, error) &&
           migration_note(db, m->module, m->number, m->name, clock_now(), error);
}

bool migrate(Store *store, const Migration *all, Error *error)
{
    Step step = { all, all };
    if (!store_write(store, table_make, NULL, error) || !store_read(store, check_known, &step, error))
        return false;
    for (; step.next->module; step.next++) {
        Error reason = { 0 };
        if (!store_write(store, apply, &step, &reason))
            return fail(error, reason.kind, NULL, "migration %s of “%s”: %s", step.next->name, step.next->module,
                        reason.text);
    }
    return true;
}
