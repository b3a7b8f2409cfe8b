/*
 * What an account pays in several currencies, as one figure. Pure: no database, no clock.
 *
 * A part that pays nothing needs no rate and decides nothing, unless nobody pays: then 0 is known whatever its
 * currency.
 */
#include "base/money.h"
#include "base/text.h"
#include "revenue/contract/contract.h"

static size_t parts_that_pay(const DatedLine *lines, size_t count, int64_t day)
{
    const char *currency = NULL;
    size_t paying = 0;
    int64_t micros;
    while ((currency = contract_currency_after(lines, count, day, currency, &micros)) != NULL)
        paying += micros != 0;
    return paying;
}

ContractMoney contract_money_at(Arena *arena, const DatedLine *lines, size_t count, int64_t day, const Rates *rates)
{
    size_t paying = parts_that_pay(lines, count, day);
    ContractMoney money = { 0 };
    Text without = text_new(arena);
    const char *currency = NULL;
    int64_t micros, home;
    while ((currency = contract_currency_after(lines, count, day, currency, &micros)) != NULL) {
        if (paying && !micros)
            continue;
        if (!money.currency) {
            money.currency = currency;
            money.micros = micros;
        }
        if (rates_convert(rates, micros, currency, day, &home))
            money.home = (OptInt) { money_sum(money.home.value, home), true };
        else
            text_format(&without, "%s%s", without.size ? " " : "", currency);
    }
    money.without_rate = without.size ? text_string(&without) : NULL;
    if (money.home.known && paying > 1) {
        money.currency = rates->home;
        money.micros = money.home.value;
    }
    return money;
}
