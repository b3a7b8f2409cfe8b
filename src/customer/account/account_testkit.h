/* For unit tests of what hangs on an account. */
#ifndef BANSO_ACCOUNT_ACCOUNT_TESTKIT_H
#define BANSO_ACCOUNT_ACCOUNT_TESTKIT_H

#include "customer/account/account.h"
#include "jobs/writer_testkit.h"

static inline int64_t account_brought(const Writer *writer, const AccountGiven *given, Upsert expected)
{
    int64_t id = 0;
    Upsert outcome = UPSERT_UNCHANGED;
    if (!account_upsert(writer, given, &id, &outcome, &error))
        fail_msg("%s: %s", error.field ? error.field : "", error.text);
    assert_int_equal(outcome, expected);
    return id;
}

#endif
