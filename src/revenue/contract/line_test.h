/* For the tests of contract: a line as most of them begin with. */
#ifndef BANSO_REVENUE_CONTRACT_LINE_TEST_H
#define BANSO_REVENUE_CONTRACT_LINE_TEST_H

#include "base/test_day.h"
#include "revenue/contract/contract.h"

/* ¥120,000 a year in contract 1, with 30 days of grace and of notice, renewed automatically. `until` NULL = no end. */
static inline DatedLine yearly(const char *from, const char *until)
{
    return (DatedLine) { .contract_id = 1,
                         .account_id = 1,
                         .product_id = 7,
                         .from_on = day(from),
                         .known_on = day(from),
                         .until_on = until ? day(until) : DAY_NEVER,
                         .seats = 10,
                         .price_minor = 120000,
                         .currency = "JPY",
                         .term_months = 12,
                         .kind = LINE_PAID,
                         .grace_days = 30,
                         .notice_days = 30,
                         .renews_on = DAY_NEVER,
                         .cancelled_on = DAY_NEVER,
                         .auto_renews = true };
}

#endif
