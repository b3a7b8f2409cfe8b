/* Rows of an import become lines, on both engines. */
#include "base/clock.h"
#include "contract.sql.h"
#include "db/db_testkit.h"
#include "engine/engine.h"
#include "revenue/contract/contract.h"

#include <string.h>

static Error error;

typedef struct {
    Services services;
    Arena *arena;
    void (*body)(const Writer *writer, int64_t account);
} Work;

static bool work_run(Db *db, void *context, Error *failed)
{
    Work *work = context;
    Writer writer = { &work->services, db, work->arena, "system", 1000 };
    AccountGiven account = { .external_id = "a-1" };
    int64_t id;
    Upsert outcome;
    (void)failed;
    assert_true(account_upsert(&writer, &account, &id, &outcome, &error));
    work->body(&writer, id);
    return true;
}

static void in_a_write(void **state, void (*body)(const Writer *writer, int64_t account))
{
    TestDb *test = *state;
    Work work = { .arena = test->arena, .body = body };
    assert_true(engine_open(&work.services.engine, &error));
    work.services.store = test->store;
    atomic_store(&work.services.zone, zone_find("Asia/Tokyo"));
    db_test_write(test, work_run, &work);
    engine_close(work.services.engine);
}

static ContractGiven row(int64_t account, int64_t from, int64_t price)
{
    return (ContractGiven) {
        .external_id = "c-1", .account_id = account, .from_on = from, .price_minor = price, .currency = "JPY"
    };
}

static int64_t brought(const Writer *writer, const ContractGiven *given, Upsert expected)
{
    int64_t id;
    Upsert outcome;
    if (!contract_upsert(writer, given, &id, &outcome, &error))
        fail_msg("%s: %s", error.field ? error.field : "", error.text);
    assert_int_equal(outcome, expected);
    return id;
}

static void rows_again(const Writer *writer, int64_t account)
{
    ContractGiven first = row(account, 100, 10), second = row(account, 200, 20);
    int64_t id = brought(writer, &first, UPSERT_ADDED);
    assert_int_equal(brought(writer, &second, UPSERT_ADDED), id);
    brought(writer, &first, UPSERT_UNCHANGED); /* still open in the file, closed here by the second row */
    brought(writer, &second, UPSERT_UNCHANGED);
    DatedLine *lines;
    size_t count;
    assert_true(contract_lines_of(writer->db, writer->arena, account, &lines, &count, &error));
    assert_int_equal(count, 2);
    assert_int_equal(lines[0].until_on, 200);
    assert_int_equal(lines[1].until_on, DAY_NEVER);
}

static void the_same_file_twice_adds_nothing(void **state)
{
    in_a_write(state, rows_again);
}

static void rows_backwards(const Writer *writer, int64_t account)
{
    ContractGiven first = row(account, 100, 10), second = row(account, 200, 20);
    DatedLine *lines;
    size_t count;
    brought(writer, &second, UPSERT_ADDED);
    brought(writer, &first, UPSERT_ADDED);
    assert_true(contract_lines_of(writer->db, writer->arena, account, &lines, &count, &error));
    assert_int_equal(lines[0].from_on, 100);
    assert_int_equal(lines[0].until_on, 200);
}

static void rows_in_any_order_give_the_same_lines(void **state)
{
    in_a_write(state, rows_backwards);
}

static void correct(const Writer *writer, int64_t account)
{
    ContractGiven given = row(account, 100, 10);
    int64_t id = brought(writer, &given, UPSERT_ADDED);
    given.price_minor = 15;
    brought(writer, &given, UPSERT_CHANGED);
    ContractLineRow *lines;
    size_t count;
    assert_true(contract_line_of(writer->db, writer->arena, id, &lines, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(lines[0].price_minor, 15);
    assert_true(lines[0].corrected_at.known);
}

static void another_price_for_the_same_line_is_a_marked_correction(void **state)
{
    in_a_write(state, correct);
}

static void mix_up(const Writer *writer, int64_t account)
{
    AccountGiven other = { .external_id = "a-2" };
    ContractGiven given = row(account, 100, 10);
    int64_t id;
    Upsert outcome;
    brought(writer, &given, UPSERT_ADDED);
    assert_true(account_upsert(writer, &other, &given.account_id, &outcome, &error));
    assert_false(contract_upsert(writer, &given, &id, &outcome, &error));
    assert_string_equal(error.field, "external_id");
}

static void a_contract_does_not_wander_to_another_account(void **state)
{
    in_a_write(state, mix_up);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(the_same_file_twice_adds_nothing),
        DB_TEST(rows_in_any_order_give_the_same_lines),
        DB_TEST(another_price_for_the_same_line_is_a_marked_correction),
        DB_TEST(a_contract_does_not_wander_to_another_account),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
