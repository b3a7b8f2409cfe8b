/* What imports and the tracking API stand on: bringing accounts up to date, on both engines. */
#include "base/csv.h"
#include "customer/account/account_testkit.h"

#include <string.h>

static void bring_an_account(const Writer *writer)
{
    AccountGiven given = { .external_id = "a-1", .name = "Alpha", .domain = "alpha.example", .stage = "adoption" };
    int64_t id = account_brought(writer, &given, UPSERT_ADDED), found;
    assert_int_equal(account_brought(writer, &given, UPSERT_UNCHANGED), id);
    given.stage = "renewal";
    assert_int_equal(account_brought(writer, &given, UPSERT_CHANGED), id);
    AccountGiven less = { .external_id = "a-1" };
    assert_int_equal(account_brought(writer, &less, UPSERT_UNCHANGED), id);
    assert_true(account_id_by_external(writer->db, writer->arena, "a-1", &found, &error));
    assert_int_equal(found, id);
    assert_true(account_id_by_external(writer->db, writer->arena, "a-2", &found, &error));
    assert_int_equal(found, 0);
}

static void an_account_brought_twice_is_one_account(void **state)
{
    in_a_write(state, bring_an_account);
}

static void refuse_accounts(const Writer *writer)
{
    int64_t id;
    Upsert outcome;
    const struct {
        AccountGiven given;
        const char *field;
    } wrong[] = {
        { { .external_id = "" }, "external_id" },
        { { .external_id = "x", .stage = "lost" }, "stage" },
        { { .external_id = "x", .parent_external_id = "nobody" }, "parent_external_id" },
        { { .external_id = "x", .owner_email = "nobody@example.test" }, "owner_email" },
        { { .external_id = "x", .time_zone = "Mars/Olympus" }, "time_zone" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(account_upsert(writer, &wrong[i].given, &id, &outcome, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.field, wrong[i].field);
    }
    FieldGiven unknown = { "nope", "1" };
    AccountGiven given = { .external_id = "x", .fields = &unknown, .field_count = 1 };
    assert_false(account_upsert(writer, &given, &id, &outcome, &error));
    assert_string_equal(error.field, "field:nope");
}

static void what_is_wrong_with_a_row_names_its_column(void **state)
{
    in_a_write(state, refuse_accounts);
}

/* ---- without a database ---------------------------------------------------------------------------------------- */

static void a_cell_that_a_spreadsheet_would_run_is_made_harmless(void **state)
{
    static const char *const formulas[] = { "=1+1", "+1", "-1", "@SUM", "\tx", "\rx", "＝1", "＋1", "－1", "＠x" };
    (void)state;
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        Text csv = text_new(arena);
        csv_cell_to(&csv, formulas[i]);
        assert_true(text_starts(text_string(&csv), "\"'"));
    }
    Text line = text_new(arena);
    csv_cell_to(&line, NULL);
    csv_plain_to(&line, "-12.5");
    csv_cell_to(&line, "a \"b\", c");
    csv_cell_to(&line, "東京");
    csv_end_to(&line);
    assert_string_equal(text_string(&line), "\"\",-12.5,\"a \"\"b\"\", c\",東京\r\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(an_account_brought_twice_is_one_account),
        DB_TEST(what_is_wrong_with_a_row_names_its_column),
        cmocka_unit_test(a_cell_that_a_spreadsheet_would_run_is_made_harmless),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
