/*
 * Builds the API's Money out of the micros that everything is summed in. This is the only place that rounds an amount
 * for display, so a sum of shown amounts never replaces the sum itself. The shape's circle is what hides amounts: no
 * handler checks for it.
 */
#include "base/amount.h"

#include "base/circle.h"
#include "base/money.h"

static const Field MONEY_FIELDS[] = {
    SHAPE_FIELD(Money, amount, FIELD_INT, .min = -INT64_C(9000000000000000), .max = INT64_C(9000000000000000),
                .about = "In minor units of the currency: 1250 is $12.50, and ¥1,250, as the yen has none."),
    SHAPE_FIELD(Money, currency, FIELD_TEXT, .max = 3, .about = "ISO 4217: USD, JPY."),
    { 0 },
};
const Shape MONEY = { "Money", sizeof(Money), MONEY_FIELDS, .circle = CIRCLE_REVENUE };

const Money *money_shown(Arena *arena, int64_t micros, const char *currency)
{
    if (!currency)
        return NULL;
    Money *money = arena_make(arena, Money);
    *money = (Money) { money_minor_from_micros(micros, currency), arena_text(arena, currency) };
    return money;
}
