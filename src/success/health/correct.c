/*
 * Late events change what past days would have been judged. What was told stays; each told day that is now judged
 * otherwise is marked, in the table and by a fact for each stretch of such days; and marked again when it changes
 * again, even back to what was told. A day was told what the latest row up to it says: rows are written only when
 * something changed, and hold until the next one.
 *
 * Reading and judging take a while for a long stretch of days, so they come first, outside of the writer.
 */
#include "success/health/tell.h"

#include "health.sql.h"
#include "success/health/scorecard.h"

#include <stdlib.h>
#include <string.h>

enum { CORRECT_DAYS_MAX = 400, DAYS_PER_VIEW = 32 };

/* What was said from a day on, of one purpose and product. */
typedef struct {
    const char *purpose, *band;
    int64_t product_id, day;
} Said;
typedef struct {
    size_t count, room;
    Said *items; /* by purpose, product, day */
} SaidList;

/* A day that is now judged otherwise. */
typedef struct {
    const Health *health;
    const char *told;
} Otherwise;

typedef struct {
    Services *services;
    Arena *arena;
    int64_t account_id, from, today, now;
    Judges judges;
    SaidList told, corrections; /* corrections hold for their own day alone */
    Otherwise *found;
    size_t found_count, found_room;
} Correction;

/* ---- what was said ---------------------------------------------------------------------------------------------- */

static void said_keep(SaidList *list, Arena *arena, const Said *said)
{
    list->items = arena_room(arena, list->items, list->count, 1, &list->room, sizeof *list->items);
    Said *kept = &list->items[list->count++];
    *kept = *said;
    kept->purpose = arena_text(arena, said->purpose); /* the row's memory is used again for the next one */
    kept->band = arena_text(arena, said->band);
}

static bool told_take(const ScoreToldOfRow *row, void *context, Error *error)
{
    Correction *correction = context;
    (void)error;
    said_keep(&correction->told, correction->arena, &(Said) { row->purpose, row->band, row->product_id, row->day });
    return true;
}

static bool correction_take(const ScoreCorrectionsOfRow *row, void *context, Error *error)
{
    Correction *correction = context;
    (void)error;
    said_keep(&correction->corrections, correction->arena,
              &(Said) { row->purpose, row->band, row->product_id, row->day });
    return true;
}

static bool said_read(Db *db, void *context, Error *error)
{
    Correction *correction = context;
    return judges_read(db, correction->arena, correction->services->engine, &correction->judges, error) &&
           score_told_of(db, correction->account_id, correction->from, correction->today, told_take, correction,
                         error) &&
           score_corrections_of(db, correction->account_id, correction->from, correction_take, correction, error);
}

/* The last one up to the day; NULL = nothing was said by then. */
static const Said *said_on(const SaidList *list, const Health *health)
{
    const Said *last = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const Said *said = &list->items[i];
        if (said->product_id == health->product_id && said->day <= health->day &&
            text_equal(said->purpose, health->judge->purpose) && (!last || said->day > last->day))
            last = said;
    }
    return last;
}

/* ---- judging again ----------------------------------------------------------------------------------------------- */

static void day_compare(Correction *correction, const Health *health)
{
    const Said *told = said_on(&correction->told, health), *corrected = said_on(&correction->corrections, health);
    if (!told)
        return;
    const char *said = corrected && corrected->day == health->day ? corrected->band : told->band;
    if (text_equal(said, band_name(health->band)))
        return;
    correction->found = arena_room(correction->arena, correction->found, correction->found_count, 1,
                                   &correction->found_room, sizeof *correction->found);
    correction->found[correction->found_count++] = (Otherwise) { health, told->band };
}

static bool days_judge(Correction *correction, const char *purpose, int64_t from, int64_t until, Error *error)
{
    Ids only = { .count = 1, .items = &correction->account_id };
    const EngineView *view;
    if (!engine_view_since(correction->services->engine,
                           judges_since(&correction->judges, engine_calendar(correction->services->engine), from), from,
                           &view, error))
        return false;
    for (int64_t day = from; day < until; day++) {
        HealthList list = health_judge(&correction->judges, view, correction->arena, purpose, day, only);
        for (size_t i = 0; i < list.count; i++)
            day_compare(correction, &list.items[i]);
    }
    engine_view_close(view);
    return true;
}

/* Nothing was told before the first row. */
static int64_t first_told(const Correction *correction)
{
    int64_t first = correction->today;
    for (size_t i = 0; i < correction->told.count; i++)
        if (correction->told.items[i].day < first)
            first = correction->told.items[i].day;
    return first > correction->from ? first : correction->from;
}

static bool all_judge(Correction *correction, Error *error)
{
    for (int p = 0; PURPOSES[p]; p++)
        for (int64_t day = first_told(correction); day < correction->today; day += DAYS_PER_VIEW) {
            int64_t until = day + DAYS_PER_VIEW < correction->today ? day + DAYS_PER_VIEW : correction->today;
            if (!days_judge(correction, PURPOSES[p], day, until, error))
                return false;
        }
    return true;
}

/* ---- saying so --------------------------------------------------------------------------------------------------- */

static bool same_thing(const Health *a, const Health *b)
{
    return a->product_id == b->product_id && text_equal(a->judge->purpose, b->judge->purpose);
}

static int found_order(const void *a, const void *b)
{
    const Health *first = ((const Otherwise *)a)->health, *second = ((const Otherwise *)b)->health;
    int order = strcmp(first->judge->purpose, second->judge->purpose);
    if (order)
        return order;
    if (first->product_id != second->product_id)
        return first->product_id < second->product_id ? -1 : 1;
    return first->day < second->day ? -1 : first->day > second->day;
}

/* Days without a gap that were told the same and are judged the same. */
static size_t stretch_at(const Correction *correction, size_t from)
{
    size_t end = from + 1;
    const Otherwise *found = correction->found;
    while (end < correction->found_count && same_thing(found[from].health, found[end].health) &&
           found[end].health->day == found[end - 1].health->day + 1 &&
           found[end].health->band == found[from].health->band && text_equal(found[end].told, found[from].told))
        end++;
    return end;
}

static const Field HEALTH_CORRECTED_FIELDS[] = {
    SHAPE_FIELD(HealthCorrected, purpose, FIELD_TEXT, .choices = PURPOSE_CHOICES),
    SHAPE_OPT(HealthCorrected, product_id, FIELD_ID),
    SHAPE_FIELD(HealthCorrected, day, FIELD_DAY),
    SHAPE_FIELD(HealthCorrected, last_day, FIELD_DAY),
    SHAPE_FIELD(HealthCorrected, told, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_FIELD(HealthCorrected, now, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(HealthCorrected, points, FIELD_INT),
    { 0 },
};
const Shape HEALTH_CORRECTED = { "HealthCorrected", sizeof(HealthCorrected), HEALTH_CORRECTED_FIELDS };

static bool stretch_say(Db *db, const Correction *correction, const Otherwise *first, const Otherwise *last,
                        Error *error)
{
    const Health *health = first->health;
    HealthCorrected corrected = { .purpose = health->judge->purpose,
                                  .product_id = { health->product_id, health->product_id != 0 },
                                  .day = health->day,
                                  .last_day = last->health->day,
                                  .told = first->told,
                                  .now = band_name(health->band),
                                  .points = health->points };
    Fact fact = { .kind = "health.corrected",
                  .account_id = health->account_id,
                  .actor = "system",
                  .subject = arena_format(db_arena(db), "scorecard:%lld", (long long)health->judge->scorecard_id),
                  .body = &corrected,
                  .at = correction->now };
    return fact_write(db, &fact, NULL, error);
}

/* The account may have gone since its days were judged. */
static bool all_say(Db *db, void *context, Error *error)
{
    const Correction *correction = context;
    Ids only = { .count = 1, .items = &correction->account_id };
    HealthAccountsThereRow *there;
    size_t count;
    if (!health_accounts_there(db, db_arena(db), only, &there, &count, error))
        return false;
    if (!count)
        return true;
    ScoreCorrectionSetIn *sets = arena_array(db_arena(db), correction->found_count, sizeof *sets);
    for (size_t i = 0; i < correction->found_count; i++) {
        const Health *health = correction->found[i].health;
        sets[i] = (ScoreCorrectionSetIn) { .account_id = health->account_id,
                                           .purpose = health->judge->purpose,
                                           .product_id = health->product_id,
                                           .day = health->day,
                                           .band = band_name(health->band) };
    }
    if (!score_correction_set(db, sets, correction->found_count, error))
        return false;
    for (size_t i = 0, end; i < correction->found_count; i = end) {
        end = stretch_at(correction, i);
        if (!stretch_say(db, correction, &correction->found[i], &correction->found[end - 1], error))
            return false;
    }
    return true;
}

static bool account_correct(Correction *correction, Error *error)
{
    Store *store = correction->services->store;
    if (!store_read(store, said_read, correction, error) || !all_judge(correction, error))
        return false;
    if (correction->found_count == 0)
        return true;
    qsort(correction->found, correction->found_count, sizeof *correction->found, found_order);
    return store_write(store, all_say, correction, error);
}

bool health_correct(Services *services, int64_t account_id, int64_t from, int64_t now, Error *error)
{
    int64_t today = zone_day(atomic_load(&services->zone), now);
    if (from < today - CORRECT_DAYS_MAX)
        from = today - CORRECT_DAYS_MAX;
    if (from >= today)
        return true;
    Correction correction = {
        .services = services, .arena = arena_new(), .account_id = account_id, .from = from, .today = today, .now = now
    };
    bool ok = account_correct(&correction, error);
    arena_free(correction.arena);
    return ok;
}
