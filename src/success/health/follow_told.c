/*
 * One server scores and tells; the engines of the others take from the table what it told, in the order of the telling
 * transactions and only below those still open. Own commits renew the columns by a hook (tell.c).
 *
 * In order: following; the columns.
 */
#include "success/health/tell.h"

#include "health_engine.sql.h"

static struct {
    int64_t xact, account; /* followed up to here; only the thread that follows moves it */
} place;

static bool horizon_read(Db *db, void *context, Error *error)
{
    HealthNowHorizonRow *row;
    (void)context;
    if (!health_now_horizon(db, db_arena(db), &row, error))
        return false;
    place.xact = row->xact;
    place.account = INT64_MAX;
    return true;
}

bool told_begin(Services *services, Error *error)
{
    return store_read(services->store, horizon_read, NULL, error);
}

/* An account that the engine does not know yet was made after the facts were followed: it is waited for, since what is
 * said of an unknown one is not kept. */
static size_t known_accounts(Engine *engine, const HealthNowAfterRow *rows, size_t read)
{
    const EngineView *view = engine_view(engine);
    size_t count = 0;
    while (count < read && view_has(view, rows[count].account_id))
        count++;
    engine_view_close(view);
    return count;
}

typedef struct {
    size_t count;
    int64_t xact, account; /* of the last one */
} ToldPiece;

static bool told_read(Db *db, ColumnFill *fill, void *context, Error *error)
{
    HealthNowAfterRow *rows;
    ToldPiece *piece = context;
    size_t count;
    if (!health_now_after(db, column_arena(fill), place.xact, place.account, &rows, &count, error))
        return false;
    piece->count = known_accounts(column_services(fill)->engine, rows, count);
    for (size_t i = 0; i < piece->count; i++) {
        HealthNowRow now = { rows[i].account_id, rows[i].band,          rows[i].points,
                             rows[i].coverage,   rows[i].previous_band, rows[i].band_since };
        told_fill(fill, &now);
        piece->xact = rows[i].xact;
        piece->account = rows[i].account_id;
    }
    return true;
}

static bool told_follow(Services *services, Error *error)
{
    for (;;) {
        ToldPiece piece = { 0 };
        if (!columns_bring(services, HEALTH_COLUMNS, told_read, &piece, error))
            return false;
        if (!piece.count)
            return true;
        place.xact = piece.xact;
        place.account = piece.account;
    }
}

const Follower HEALTH_FOLLOWERS[] = { { "health", told_follow }, { 0 } };

/* ---- the columns ----------------------------------------------------------------------------------------------- */

/* In the order of told_fill. */
static const ColumnKind COLUMNS[] = {
    { "band", COLUMN_TEXT, false },
    { "points", COLUMN_INT, false },
    { "coverage", COLUMN_REAL, false },
    { "previous_band", COLUMN_TEXT, false },
    { "band_since", COLUMN_DAY, false },
    { "band_order", COLUMN_INT, false },
    { 0 },
};

static bool now_take(const HealthNowRow *row, void *context, Error *error)
{
    (void)error;
    told_fill(context, row);
    return true;
}

static bool told_load(Db *db, ColumnFill *fill, Error *error)
{
    return health_now_each(db, now_take, fill, error);
}

const ColumnSource HEALTH_COLUMNS[] = { { "bands", COLUMNS, told_load }, { 0 } };

const char *const HEALTH_COLUMN_NAMES[] = { "band",       "points",     "coverage", "previous_band",
                                            "band_since", "band_order", NULL };
