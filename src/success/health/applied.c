/* What a version changed by itself: counting, and telling it in one fact. */
#include "success/health/applied.h"

#include <stdlib.h>

static const Field SCORECARD_APPLIED_FIELDS[] = {
    SHAPE_FIELD(ScorecardApplied, number, FIELD_INT),
    SHAPE_FIELD(ScorecardApplied, day, FIELD_DAY),
    SHAPE_FIELD(ScorecardApplied, better, FIELD_INT),
    SHAPE_FIELD(ScorecardApplied, worse, FIELD_INT),
    SHAPE_FIELD(ScorecardApplied, known, FIELD_INT),
    SHAPE_FIELD(ScorecardApplied, lost, FIELD_INT),
    { 0 },
};
const Shape SCORECARD_APPLIED = { "ScorecardApplied", sizeof(ScorecardApplied), SCORECARD_APPLIED_FIELDS };

static int row_order(const void *a, const void *b)
{
    const Health *first = a, *second = b;
    if (first->account_id != second->account_id)
        return first->account_id < second->account_id ? -1 : 1;
    return (first->product_id > second->product_id) - (first->product_id < second->product_id);
}

const Health *health_same(const HealthList *list, const Health *health)
{
    return list->count ? bsearch(health, list->items, list->count, sizeof *list->items, row_order) : NULL;
}

static ScorecardApplied *told_of(AppliedList *list, int64_t scorecard, int64_t number, int64_t day)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].scorecard_id == scorecard && list->items[i].told.number == number)
            return &list->items[i].told;
    list->items = arena_room(list->arena, list->items, list->count, 1, &list->room, sizeof *list->items);
    list->items[list->count] = (Applied) { scorecard, { .number = number, .day = day } };
    return &list->items[list->count++].told;
}

void applied_count(AppliedList *list, const Health *health, Band before)
{
    ScorecardApplied *told = told_of(list, health->judge->scorecard_id, health->judge->number, health->day);
    const char *kind = change_kind((int)before, health->band);
    told->better += text_equal(kind, "health.rose");
    told->worse += text_equal(kind, "health.fell");
    told->known += text_equal(kind, "health.known");
    told->lost += text_equal(kind, "health.lost");
}

void applied_add(AppliedList *all, const AppliedList *more)
{
    for (size_t i = 0; i < more->count; i++) {
        const ScorecardApplied *from = &more->items[i].told;
        ScorecardApplied *told = told_of(all, more->items[i].scorecard_id, from->number, from->day);
        told->better += from->better;
        told->worse += from->worse;
        told->known += from->known;
        told->lost += from->lost;
    }
}

typedef struct {
    const AppliedList *list;
    int64_t now;
} Work;

static bool facts_write(Db *db, void *context, Error *error)
{
    const Work *work = context;
    for (size_t i = 0; i < work->list->count; i++) {
        const Applied *applied = &work->list->items[i];
        Fact fact = { .kind = "scorecard.applied",
                      .actor = "system",
                      .subject = arena_format(db_arena(db), "scorecard:%lld", (long long)applied->scorecard_id),
                      .body = &applied->told,
                      .at = work->now };
        if (!fact_write(db, &fact, NULL, error))
            return false;
    }
    return true;
}

bool applied_tell(Services *services, const AppliedList *list, int64_t now, Error *error)
{
    return !list->count || store_write(services->store, facts_write, &(Work) { list, now }, error);
}
