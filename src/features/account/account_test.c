/* What imports and the tracking API stand on: bringing accounts, people and contracts up to date, on both engines. */
#include "base/clock.h"
#include "base/csv.h"
#include "db/db_testkit.h"
#include "engine/engine.h"
#include "features/account/account.h"
#include "features/account/contact.h"
#include "features/account/product.h"

#include <string.h>

/* One piece of work with everything it needs; the engine is its own. */
typedef struct {
    Services services;
    Arena *arena;
    void (*body)(const Writer *writer);
} Work;

static Error error;

static bool work_run(Db *db, void *context, Error *failed)
{
    Work *work = context;
    Writer writer = { &work->services, db, work->arena, "system", 1000 };
    (void)failed;
    work->body(&writer);
    return true;
}

/* Runs the body in one write of the test's database. */
static void in_a_write(void **state, void (*body)(const Writer *writer))
{
    TestDb *test = *state;
    Work work = { .arena = test->arena, .body = body };
    assert_true(engine_open(&work.services.engine, &error));
    work.services.store = test->store;
    atomic_store(&work.services.zone, zone_find("Asia/Tokyo"));
    db_test_write(test, work_run, &work);
    engine_close(work.services.engine);
}

static int64_t account_brought(const Writer *writer, const AccountGiven *given, Upsert expected)
{
    int64_t id = 0;
    Upsert outcome = UPSERT_UNCHANGED;
    if (!account_upsert(writer, given, &id, &outcome, &error))
        fail_msg("%s: %s", error.field ? error.field : "", error.text);
    assert_int_equal(outcome, expected);
    return id;
}

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

static void bring_people(const Writer *writer)
{
    AccountGiven account = { .external_id = "a-1" };
    int64_t home = account_brought(writer, &account, UPSERT_ADDED), id, again;
    Upsert outcome;
    bool made;
    assert_true(contact_seen(writer, "user-1", &id, &made, &error) && made);
    assert_true(contact_seen(writer, "user-1", &again, &made, &error) && !made);
    assert_int_equal(again, id);
    ContactGiven given = {
        .external_id = "user-1", .account_id = home, .name = "Person One", .roles = "user,champion"
    };
    assert_true(contact_upsert(writer, &given, &again, &outcome, &error));
    assert_int_equal(again, id);
    assert_int_equal(outcome, UPSERT_CHANGED);
    given.roles = "champion,user";
    assert_true(contact_upsert(writer, &given, &again, &outcome, &error));
    assert_int_equal(outcome, UPSERT_UNCHANGED);
    ContactGiven nobody = { .name = "No key" };
    assert_false(contact_upsert(writer, &nobody, &again, &outcome, &error));
    assert_string_equal(error.field, "external_id");
}

static void a_user_seen_first_and_imported_later_is_one_person(void **state)
{
    in_a_write(state, bring_people);
}

static void know_by_address(const Writer *writer)
{
    AccountGiven one = { .external_id = "a-1" }, two = { .external_id = "a-2" };
    ContactGiven given = { .email = "one@example.test" };
    int64_t first, second, third;
    Upsert outcome;
    given.account_id = account_brought(writer, &one, UPSERT_ADDED);
    assert_true(contact_upsert(writer, &given, &first, &outcome, &error));
    assert_true(contact_upsert(writer, &given, &second, &outcome, &error));
    assert_int_equal(outcome, UPSERT_UNCHANGED);
    given.account_id = account_brought(writer, &two, UPSERT_ADDED);
    assert_true(contact_upsert(writer, &given, &third, &outcome, &error));
    assert_int_equal(outcome, UPSERT_ADDED);
    assert_int_equal(first, second);
    assert_int_not_equal(first, third);
}

static void without_an_id_a_person_is_known_by_the_address_within_an_account(void **state)
{
    in_a_write(state, know_by_address);
}

static void forget_a_person(const Writer *writer)
{
    int64_t id, other;
    bool made;
    const char *json;
    assert_true(contact_seen(writer, "user-1", &id, &made, &error));
    assert_true(contact_forget(writer, id, &error));
    assert_true(contact_export(writer->db, writer->arena, id, &json, &error));
    assert_null(strstr(json, "user-1"));
    assert_true(contact_seen(writer, "user-1", &other, &made, &error) && made);
    assert_int_not_equal(id, other);
    assert_false(contact_forget(writer, 1, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
}

static void who_is_forgotten_is_not_recognized_again(void **state)
{
    in_a_write(state, forget_a_person);
}

static int changes, rule_changes;

static bool count_change(const Writer *writer, bool rules_changed, Error *failed)
{
    (void)writer;
    (void)failed;
    changes++;
    rule_changes += rules_changed;
    return true;
}

static const CatalogWatcher WATCHER = { "test", count_change };

static void bring_features(const Writer *writer)
{
    static const char *const rules[] = { "report_opened", "report_*" };
    int64_t product, id;
    Upsert outcome;
    Catalog catalog;
    ProductGiven crm = { .key = "crm", .name = "CRM" };
    assert_true(product_upsert(writer, &crm, &product, &outcome, &error));
    FeatureGiven given = { .product_id = product, .key = "reports", .rules = { 2, rules } };
    changes = rule_changes = 0;
    assert_true(feature_upsert(writer, &given, &id, &outcome, &error));
    assert_int_equal(rule_changes, 1);
    assert_true(feature_upsert(writer, &given, &id, &outcome, &error));
    assert_int_equal(outcome, UPSERT_UNCHANGED);
    given.name = "Reports";
    assert_true(feature_upsert(writer, &given, &id, &outcome, &error));
    assert_int_equal(changes, 2);
    assert_int_equal(rule_changes, 1);
    assert_true(catalog_read(writer->db, writer->arena, &catalog, &error));
    assert_int_equal(catalog.feature_count, 1);
    assert_int_equal(catalog.features[0].rules.count, 2);
    assert_int_equal(catalog_product_by_key(&catalog, "crm"), product);
}

static void who_watches_the_catalog_hears_of_rules_and_of_nothing_that_did_not_change(void **state)
{
    catalog_watch(&WATCHER);
    in_a_write(state, bring_features);
}

/* ---- without a database ---------------------------------------------------------------------------------------- */

static void the_name_of_an_event_beats_a_prefix_and_a_longer_prefix_a_shorter_one(void **state)
{
    static const char *const exact[] = { "report_opened" }, *const wide[] = { "report_*" }, *const all[] = { "*" };
    const CatalogFeature features[] = { { .id = 1, .rules = { 1, all } },
                                        { .id = 2, .rules = { 1, wide } },
                                        { .id = 3, .rules = { 1, exact } } };
    const Catalog catalog = { .feature_count = 3, .features = features };
    const Catalog narrow = { .feature_count = 1, .features = &features[2] };
    (void)state;
    assert_int_equal(catalog_feature_of(&catalog, "report_opened")->id, 3);
    assert_int_equal(catalog_feature_of(&catalog, "report_closed")->id, 2);
    assert_int_equal(catalog_feature_of(&catalog, "export")->id, 1);
    assert_null(catalog_feature_of(&narrow, "report_opene"));
}

static void a_feature_without_plans_belongs_to_every_plan(void **state)
{
    static const char *const plans[] = { "pro" };
    const CatalogFeature open = { 0 }, bound = { .entitled_plans = { 1, plans } };
    (void)state;
    assert_true(feature_is_entitled(&open, NULL));
    assert_true(feature_is_entitled(&bound, "pro"));
    assert_false(feature_is_entitled(&bound, "free"));
    assert_false(feature_is_entitled(&bound, NULL));
}

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
        DB_TEST(a_user_seen_first_and_imported_later_is_one_person),
        DB_TEST(without_an_id_a_person_is_known_by_the_address_within_an_account),
        DB_TEST(who_is_forgotten_is_not_recognized_again),
        DB_TEST(who_watches_the_catalog_hears_of_rules_and_of_nothing_that_did_not_change),
        cmocka_unit_test(the_name_of_an_event_beats_a_prefix_and_a_longer_prefix_a_shorter_one),
        cmocka_unit_test(a_feature_without_plans_belongs_to_every_plan),
        cmocka_unit_test(a_cell_that_a_spreadsheet_would_run_is_made_harmless),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
