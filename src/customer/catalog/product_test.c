/* Products and features: how they are brought up to date, and which feature an event belongs to. */
#include "customer/catalog/product.h"
#include "jobs/module.h"
#include "jobs/writer_testkit.h"

static int changes, rule_changes;

static bool count_change(const Writer *writer, bool rules_changed, Error *failed)
{
    (void)writer;
    (void)failed;
    changes++;
    rule_changes += rules_changed;
    return true;
}

static const CatalogWatcher WATCHER = { .changed = count_change };
static const Module WATCHES = { .name = "test", .catalog = &WATCHER };
static const Module *const TESTED[] = { &WATCHES, NULL };

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
    modules_use(TESTED);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(who_watches_the_catalog_hears_of_rules_and_of_nothing_that_did_not_change),
        cmocka_unit_test(the_name_of_an_event_beats_a_prefix_and_a_longer_prefix_a_shorter_one),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
