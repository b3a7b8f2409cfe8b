/* Whether an account has begun, from its first event, its contract and the day on which it was created. */
#include "customer/account/beginning.h"

#include <string.h>

static OptInt day_in(const EngineView *view, int64_t account, const char *name, int64_t day)
{
    int column = view_column(view, name);
    EngineValue value = column < 0 ? engine_unknown() : view_value(view, account, column, 0, day);
    return (OptInt) { day - value.integer, value.known && value.integer <= day };
}

static Beginning without_use(const EngineView *view, int64_t account, int64_t day)
{
    OptInt contract = day_in(view, account, ENGINE_CONTRACT_START, day);
    OptInt since = contract.known ? contract : day_in(view, account, "created_on", day);
    if (!since.known)
        return (Beginning) { 0 };
    return (Beginning) { since.value < NEVER_DAYS ? "new" : "never", since, contract.known, true };
}

Beginning account_beginning(const EngineView *view, int64_t account, int64_t day)
{
    int64_t first = view_first_day(view, account);
    if (first > day)
        return without_use(view, account, day);
    return day - first < NEW_DAYS ? (Beginning) { "new", { day - first, true }, false, false } : (Beginning) { 0 };
}
