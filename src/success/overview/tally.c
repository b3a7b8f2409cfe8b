/* Sums over accounts, and how they are shown: rounded once, at the end. */
#include "success/overview/tally.h"

#include "base/circle.h"
#include "base/money.h"
#include "success/overview/rows_of.h"

#include <math.h>

Tally tally_new(Arena *arena)
{
    return (Tally) { .without = { .arena = arena } };
}

void tally_add(Tally *tally, const Stood *stood, const char *home)
{
    const Worth *worth = stood->worth;
    tally->accounts++;
    tally->loss += stood->loss;
    if (worth->without_rate)
        without_rates_add(&tally->without, worth->without_rate);
    if (!worth->mrr_micros.known)
        return;
    tally->micros = money_sum(tally->micros, worth->mrr_micros.value);
    tally->converted += worth->mrr_micros.value > 0 && worth->currency && !text_equal(worth->currency, home);
}

static const Field FIGURE_FIELDS[] = {
    SHAPE_FIELD(Figure, accounts, FIELD_INT),
    SHAPE_OPT(Figure, mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_OPT(Figure, expected_loss, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(Figure, converted, FIELD_INT, .circle = CIRCLE_REVENUE),
    SHAPE_FIELD(Figure, without_rate, FIELD_LIST, .shape = &WITHOUT_RATE, .circle = CIRCLE_REVENUE),
    SHAPE_FIELD(Figure, filter, FIELD_JSON),
    { 0 },
};
const Shape FIGURE = { "OverviewFigure", sizeof(Figure), FIGURE_FIELDS };

Figure figure_of(const FigureOf *of, const Tally *tally, const Text *parts)
{
    return (Figure) { .accounts = tally->accounts,
                      .mrr = money_shown(of->arena, tally->micros, of->home),
                      .expected_loss = money_shown(of->arena, llround(tally->loss), of->home),
                      .converted = tally->converted,
                      .without_rate = { tally->without.count, tally->without.items },
                      .filter = rows_filter(of->arena, parts, of->day, of->past) };
}
