/*
 * Test accounts. The engine hides them (account_columns.c), which keeps them out of every list and figure at once; a
 * flag that each of these had to ask about would be forgotten somewhere. An account that counts again is read anew by
 * all columns, which the fact says (FactKind.moves_all).
 */
#include "customer/account/account_store.h"
#include "http/page.h"
#include "jobs/fact.h"

#include <string.h>

bool accounts_tests(Db *db, Arena *arena, Ids accounts, Ids *tests, Error *error)
{
    return account_tests_in(db, arena, accounts, tests, error);
}

bool accounts_have_tests(Db *db, Arena *arena, bool *have, Error *error)
{
    AccountTestsAnyRow *row;
    if (!account_tests_any(db, arena, &row, error))
        return false;
    *have = row != NULL;
    return true;
}

bool account_test_turned(const Writer *writer, const AccountRow *before, const AccountRow *after, Error *error)
{
    if (before->test == after->test)
        return true;
    Fact fact = { .kind = after->test ? "account.uncounted" : "account.counted",
                  .account_id = after->id,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "account:%lld", (long long)after->id),
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

bool account_fact_is_test(const Fact *fact)
{
    return strcmp(fact->kind, "account.counted") == 0 || strcmp(fact->kind, "account.uncounted") == 0;
}

static bool test_list(Request *request, Error *error)
{
    const PageById *page = request->query;
    int64_t limit = page_limit(page->limit);
    TestAccountRow *rows;
    size_t count;
    if (!test_account(request->db, request->arena, page->cursor.value, limit + 1, &rows, &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    return reply_list(request, &TEST_ACCOUNT_ROW, rows, count, next);
}

const Route ACCOUNT_TEST_ROUTES[] = {
    { GET, "/api/v1/test-accounts", test_list, RIGHT_VIEW, "List test accounts, which count in no measure",
      .asks = &PAGE_BY_ID, .gives = &TEST_ACCOUNT_ROW, .flags = ROUTE_LIST },
    { 0 },
};
