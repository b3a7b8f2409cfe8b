/* Accounts whose money has no rate, counted by currency. */
#include "revenue/rate/missing.h"

#include "base/texts.h"
#include "customer/account/account.h"

#include <string.h>

static const Field WITHOUT_RATE_FIELDS[] = {
    SHAPE_FIELD(WithoutRate, currency, FIELD_TEXT),
    SHAPE_FIELD(WithoutRate, accounts, FIELD_INT),
    { 0 },
};
const Shape WITHOUT_RATE = { "WithoutRate", sizeof(WithoutRate), WITHOUT_RATE_FIELDS };

static void without_rate_add(WithoutRates *all, const char *currency)
{
    size_t at = 0;
    while (at < all->count && strcmp(all->items[at].currency, currency) < 0)
        at++;
    if (at == all->count || strcmp(all->items[at].currency, currency) != 0) {
        all->items = arena_room(all->arena, all->items, all->count, 1, &all->room, sizeof *all->items);
        memmove(&all->items[at + 1], &all->items[at], (all->count++ - at) * sizeof *all->items);
        all->items[at] = (WithoutRate) { .currency = currency };
    }
    all->items[at].accounts++;
}

void without_rates_add(WithoutRates *all, const char *currencies)
{
    Texts codes = texts_words(all->arena, currencies);
    for (size_t i = 0; i < codes.count; i++)
        without_rate_add(all, codes.items[i]);
}

WithoutRates without_rates_on(const EngineView *view, Arena *arena, int64_t day)
{
    WithoutRates all = { .arena = arena };
    Ids ids = view_account_ids(view, arena);
    int column = view_column(view, COLUMN_WITHOUT_RATE);
    for (size_t i = 0; column >= 0 && i < ids.count; i++) {
        EngineValue value = view_value(view, ids.items[i], column, 0, day);
        without_rates_add(&all, value.known ? value.text : NULL);
    }
    return all;
}
