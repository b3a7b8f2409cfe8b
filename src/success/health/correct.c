#include "success/health/tell.h"

#include "health.sql.h"
#include "success/health/scorecard.h"

/* Late events change what past days would have been judged. What was told stays; where it differs from what is known
 * now, one fact health.corrected says so; and another one when it changes again, be it back to what was told. */

enum { CORRECT_DAYS_MAX = 400 };

typedef struct {
    Services *services;
    int64_t account_id, from, today, now;
} Correction;

typedef struct {
    const Correction *correction;
    Db *db;
    Arena *arena;
} Correcting;

/* The band that was said of the day last: by a correction, else as it was told. */
static bool last_said(Correcting *correcting, const Health *health, const char *told, const char **said, Error *error)
{
    ScoreCorrectionOfRow *row;
    if (!score_correction_of(correcting->db, correcting->arena, health->account_id, health->judge->purpose,
                             health->product_id, health->day, &row, error))
        return false;
    *said = row ? row->band : told;
    return true;
}

static const Field HEALTH_CORRECTED_FIELDS[] = {
    SHAPE_FIELD(HealthCorrected, purpose, FIELD_TEXT, .choices = PURPOSE_CHOICES),
    SHAPE_OPT(HealthCorrected, product_id, FIELD_ID),
    SHAPE_FIELD(HealthCorrected, day, FIELD_DAY),
    SHAPE_FIELD(HealthCorrected, told, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_FIELD(HealthCorrected, now, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(HealthCorrected, points, FIELD_INT),
    { 0 },
};
const Shape HEALTH_CORRECTED = { "HealthCorrected", sizeof(HealthCorrected), HEALTH_CORRECTED_FIELDS };

static bool correction_say(Correcting *correcting, const Health *health, const char *told, Error *error)
{
    HealthCorrected corrected = { .purpose = health->judge->purpose,
                                  .product_id = { health->product_id, health->product_id != 0 },
                                  .day = health->day,
                                  .told = told,
                                  .now = band_name(health->band),
                                  .points = health->points };
    Fact fact = { .kind = "health.corrected",
                  .account_id = health->account_id,
                  .actor = "system",
                  .subject = arena_format(correcting->arena, "scorecard:%lld", (long long)health->judge->scorecard_id),
                  .body = &corrected,
                  .at = correcting->correction->now };
    return score_correction_set(correcting->db, health->account_id, health->judge->purpose, health->product_id,
                                health->day, band_name(health->band), error) &&
           fact_write(correcting->db, &fact, NULL, error);
}

/* The state told for the account's purpose and product on a day is that of the latest row up to it. */
static bool day_correct(Correcting *correcting, const Health *health, Error *error)
{
    ScoreToldBeforeRow *told;
    const char *said;
    if (!score_told_before(correcting->db, correcting->arena, health->account_id, health->judge->purpose,
                           health->product_id, health->day + 1, &told, error))
        return false;
    if (!told)
        return true;
    if (!last_said(correcting, health, told->band, &said, error))
        return false;
    return text_equal(said, band_name(health->band)) || correction_say(correcting, health, told->band, error);
}

/* Only days on which a row was told are compared: between two rows the state was carried on, not judged. */
static bool told_day_correct(Correcting *correcting, const Judges *judges, int64_t day, Error *error)
{
    Ids only = { .count = 1, .items = &correcting->correction->account_id };
    for (int p = 0; PURPOSES[p]; p++) {
        const EngineView *view;
        if (!engine_view_since(correcting->correction->services->engine, judges_since(judges, day), &view, error))
            return false;
        HealthList found = health_judge(judges, view, correcting->arena, PURPOSES[p], day, only);
        engine_view_close(view);
        for (size_t i = 0; i < found.count; i++)
            if (!day_correct(correcting, &found.items[i], error))
                return false;
    }
    return true;
}

static bool account_correct(Db *db, void *context, Error *error)
{
    const Correction *correction = context;
    Correcting correcting = { .correction = correction, .db = db, .arena = db_arena(db) };
    ScoreToldBetweenRow *told;
    size_t count;
    Judges judges;
    if (!score_told_between(db, correcting.arena, correction->account_id, correction->from, correction->today, &told,
                            &count, error) ||
        !judges_read(db, correcting.arena, correction->services->engine, &judges, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if ((i == 0 || told[i].day != told[i - 1].day) && !told_day_correct(&correcting, &judges, told[i].day, error))
            return false;
    return true;
}

bool health_correct(Services *services, int64_t account_id, int64_t from, int64_t now, Error *error)
{
    int64_t today = zone_day(atomic_load(&services->zone), now);
    if (from < today - CORRECT_DAYS_MAX)
        from = today - CORRECT_DAYS_MAX;
    if (from >= today)
        return true;
    Correction correction = {
        .services = services, .account_id = account_id, .from = from, .today = today, .now = now
    };
    return store_write(services->store, account_correct, &correction, error);
}
