/*
 * Products and features, the rules that map event names to features, and the engine's copy of them.
 *
 * A change writes its fact and tells the watchers (Module.catalog) in its transaction. After COMMIT the engine gets the
 * whole catalog again, under a lock that is held from before the reading, so an earlier state never replaces a later
 * one. Other servers do the same when they follow the fact.
 *
 * In order: rules; reading; changes; imports and the demo; followers.
 */
#include "customer/catalog/product.h"

#include "product.sql.h"

#include "base/id.h"
#include "base/reason.h"
#include "base/texts.h"
#include "customer/catalog/product_store.h"
#include "engine/engine.h"
#include "http/edit.h"
#include "jobs/fact.h"
#include "jobs/module.h"

#include <pthread.h>
#include <string.h>

enum { TABLE_MAX = 1000 };

/* ---- rules ----------------------------------------------------------------------------------------------------- */

bool feature_rule_matches(const char *rule, const char *event_name)
{
    size_t size = strlen(rule);
    if (size && rule[size - 1] == '*')
        return strncmp(rule, event_name, size - 1) == 0;
    return strcmp(rule, event_name) == 0;
}

/* How closely a rule fits: 0 not at all, more for a longer prefix, most for the very name. */
static size_t rule_fit(const char *rule, const char *event_name)
{
    size_t size = strlen(rule);
    if (!feature_rule_matches(rule, event_name))
        return 0;
    return rule[size - 1] == '*' ? size : SIZE_MAX;
}

const CatalogFeature *catalog_feature_of(const Catalog *catalog, const char *event_name)
{
    const CatalogFeature *found = NULL;
    size_t best = 0;
    for (size_t i = 0; i < catalog->feature_count; i++) {
        const CatalogFeature *feature = &catalog->features[i];
        for (size_t r = 0; r < feature->rules.count; r++) {
            size_t fit = rule_fit(feature->rules.items[r], event_name);
            if (fit > best) {
                best = fit;
                found = feature;
            }
        }
    }
    return found;
}

int64_t catalog_product_by_key(const Catalog *catalog, const char *key)
{
    for (size_t i = 0; i < catalog->product_count; i++)
        if (strcmp(catalog->products[i].key, key) == 0)
            return catalog->products[i].id;
    return 0;
}

/* ---- the catalogue --------------------------------------------------------------------------------------------- */

static bool feature_of_row(Arena *arena, const FeatureRow *row, CatalogFeature *feature, Error *error)
{
    *feature = (CatalogFeature) { .id = row->id,
                                  .product_id = row->product_id,
                                  .key = row->key,
                                  .name = row->name,
                                  .name_ja = row->name_ja,
                                  .core = row->core,
                                  .position = row->position };
    return texts_parse(arena, row->rules, &feature->rules, error) &&
           texts_parse(arena, row->entitled_plans, &feature->entitled_plans, error);
}

bool catalog_read(Db *db, Arena *arena, Catalog *catalog, Error *error)
{
    ProductRow *products;
    FeatureRow *features;
    size_t product_count, feature_count;
    if (!product_all(db, arena, &products, &product_count, error) ||
        !feature_all(db, arena, &features, &feature_count, error))
        return false;
    CatalogProduct *of_product = arena_array(arena, product_count, sizeof *of_product);
    CatalogFeature *of_feature = arena_array(arena, feature_count, sizeof *of_feature);
    for (size_t i = 0; i < product_count; i++)
        of_product[i] = (CatalogProduct) { products[i].id, products[i].key, products[i].name, products[i].name_ja,
                                           products[i].position };
    for (size_t i = 0; i < feature_count; i++)
        if (!feature_of_row(arena, &features[i], &of_feature[i], error))
            return false;
    *catalog = (Catalog) { product_count, feature_count, of_product, of_feature, 0, NULL };
    return gauges_read(db, arena, &catalog->gauges, &catalog->gauge_count, error);
}

static void catalog_to_engine(Engine *engine, Arena *arena, const Catalog *catalog)
{
    EngineFeature *features = arena_array(arena, catalog->feature_count, sizeof *features);
    for (size_t i = 0; i < catalog->feature_count; i++) {
        const CatalogFeature *feature = &catalog->features[i];
        features[i] = (EngineFeature) { feature->id, feature->product_id, feature->core, feature->entitled_plans };
    }
    engine_features_set(engine, features, catalog->feature_count);
}

/* Held from before the catalogue is read: what is written later was read later. */
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

static bool catalog_work(Db *db, void *context, Error *error)
{
    Services *services = context;
    Arena *arena = arena_new();
    Catalog catalog;
    bool ok = catalog_read(db, arena, &catalog, error);
    if (ok)
        catalog_to_engine(services->engine, arena, &catalog);
    arena_free(arena);
    return ok;
}

bool catalog_start(Services *services, Error *error)
{
    pthread_mutex_lock(&writing);
    bool ok = store_read(services->store, catalog_work, services, error);
    pthread_mutex_unlock(&writing);
    return ok;
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

/* What cannot be read now is found when the fact is followed; on SQLite a reader is always there. */
static void catalog_committed(void *context)
{
    Error ignored = { 0 };
    catalog_start(context, &ignored);
}

bool catalog_changed(const Writer *writer, const char *kind, int64_t id, const EditTold *told, bool rules_changed,
                     Error *error)
{
    /* The subject is the word before the point of the kind: "product:12". */
    Fact fact = { .kind = kind,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "%.*s:%lld", (int)strcspn(kind, "."), kind, (long long)id),
                  .body = told,
                  .at = writer->now };
    if (!fact_write(writer->db, &fact, NULL, error))
        return false;
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->catalog && (*at)->catalog->changed && !(*at)->catalog->changed(writer, rules_changed, error))
            return false;
    db_after_commit(writer->db, catalog_committed, writer->services);
    return true;
}

/* Rules and plans as words, so that a difference in them is told by name. */
static const Field FEATURE_TOLD_FIELDS[] = {
    SHAPE_FIELD(FeatureRow, product_id, FIELD_ID),
    SHAPE_FIELD(FeatureRow, key, FIELD_TEXT),
    SHAPE_FIELD(FeatureRow, name, FIELD_TEXT),
    SHAPE_OPT(FeatureRow, name_ja, FIELD_TEXT),
    SHAPE_FIELD(FeatureRow, rules, FIELD_TEXT),
    SHAPE_FIELD(FeatureRow, entitled_plans, FIELD_TEXT),
    SHAPE_FIELD(FeatureRow, core, FIELD_FLAG),
    SHAPE_FIELD(FeatureRow, position, FIELD_INT),
    { 0 },
};
static const Shape FEATURE_TOLD = { "FeatureTold", sizeof(FeatureRow), FEATURE_TOLD_FIELDS };

static bool room_is_left(size_t count, const char *what, Error *error)
{
    return count < TABLE_MAX || fail(error, ERROR_INPUT, NULL, "at most %d %s are allowed", TABLE_MAX, what);
}

static bool product_add(const Writer *writer, ProductRow *row, Error *error)
{
    ProductRow *all;
    size_t count;
    if (!product_all(writer->db, writer->arena, &all, &count, error) || !room_is_left(count, "products", error))
        return false;
    row->id = id_new();
    row->version = 1;
    if (!row->position)
        row->position = count ? all[count - 1].position + 1 : 1;
    return product_insert(writer->db, row, error);
}

bool product_store(const Writer *writer, const ProductRow *before, ProductRow *after, bool *changed, Error *error)
{
    static const ProductRow NOTHING;
    const EditTold *told =
        edit_told(writer->arena, &PRODUCT_TOLD, &PRODUCT_TOLD, before ? before : &NOTHING, after, (List) { 0 });
    ProductRow *other;
    *changed = !before || told;
    if (!*changed)
        return true;
    if (!product_by_key(writer->db, writer->arena, after->key, &other, error))
        return false;
    if (other && other->id != after->id)
        return fail(error, ERROR_CONFLICT, "key", "another product already has the key \"%.80s\"", after->key);
    if (!before)
        return product_add(writer, after, error) &&
               catalog_changed(writer, "product.created", after->id, NULL, false, error);
    after->version++;
    return product_update(writer->db, after, error) &&
           catalog_changed(writer, "product.changed", after->id, told, false, error);
}

static bool rules_are_valid(Arena *arena, const FeatureRow *row, Error *error)
{
    Texts rules;
    if (!texts_parse(arena, row->rules, &rules, error))
        return false;
    for (size_t i = 0; i < rules.count; i++) {
        const char *star = strchr(rules.items[i], '*');
        if (text_is_empty(rules.items[i]))
            return fail(error, ERROR_INPUT, "rules", "a rule must be an event name, or a prefix ending in *");
        if (star && star[1])
            return fail(error, ERROR_INPUT, "rules", "in \"%.80s\" the * must be at the end", rules.items[i]);
    }
    return true;
}

static bool feature_is_valid(const Writer *writer, const FeatureRow *row, Error *error)
{
    ProductRow *product;
    FeatureRow *other;
    if (!rules_are_valid(writer->arena, row, error) ||
        !product_by_id(writer->db, writer->arena, row->product_id, &product, error) ||
        !feature_by_key(writer->db, writer->arena, row->product_id, row->key, &other, error))
        return false;
    if (!product)
        return fail(error, ERROR_INPUT, "product_id", "product %lld not found", (long long)row->product_id);
    if (other && other->id != row->id)
        return fail(error, ERROR_CONFLICT, "key", "another feature of this product already has the key \"%.80s\"",
                    row->key);
    return true;
}

static bool feature_add(const Writer *writer, FeatureRow *row, Error *error)
{
    FeatureRow *all;
    FeatureNextPositionRow *next;
    size_t count;
    if (!feature_all(writer->db, writer->arena, &all, &count, error) || !room_is_left(count, "features", error) ||
        !feature_next_position(writer->db, writer->arena, row->product_id, &next, error))
        return false;
    row->id = id_new();
    row->version = 1;
    if (!row->position)
        row->position = next->position;
    return feature_insert(writer->db, row, error);
}

bool feature_store(const Writer *writer, const FeatureRow *before, FeatureRow *after, bool *changed, Error *error)
{
    static const FeatureRow NOTHING;
    const EditTold *told =
        edit_told(writer->arena, &FEATURE_TOLD, &FEATURE_TOLD, before ? before : &NOTHING, after, (List) { 0 });
    *changed = !before || told;
    if (!*changed)
        return true;
    if (!feature_is_valid(writer, after, error))
        return false;
    if (!before)
        return feature_add(writer, after, error) &&
               catalog_changed(writer, "feature.created", after->id, NULL, true, error);
    bool rules = !text_equal(before->rules, after->rules) || before->product_id != after->product_id;
    after->version++;
    return feature_update(writer->db, after, error) &&
           catalog_changed(writer, "feature.changed", after->id, told, rules, error);
}

bool feature_drop(const Writer *writer, int64_t id, Error *error)
{
    return feature_remove(writer->db, id, error) && catalog_changed(writer, "feature.deleted", id, NULL, true, error);
}

bool product_drop(const Writer *writer, int64_t id, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->catalog && (*at)->catalog->free && !(*at)->catalog->free(writer, id, error))
            return false;
    return feature_remove_of(writer->db, id, error) && product_remove(writer->db, id, error) &&
           catalog_changed(writer, "product.deleted", id, NULL, true, error);
}

/* ---- imports and the demo -------------------------------------------------------------------------------------- */

bool product_upsert(const Writer *writer, const ProductGiven *given, int64_t *id, Upsert *outcome, Error *error)
{
    ProductRow *before, after = { .key = given->key };
    bool changed;
    if (!product_by_key(writer->db, writer->arena, given->key, &before, error))
        return false;
    if (before)
        after = *before;
    after.name = given->name ? given->name : before ? before->name : given->key;
    after.name_ja = given->name_ja ? given->name_ja : after.name_ja;
    after.position = given->position.known ? given->position.value : after.position;
    if (!product_store(writer, before, &after, &changed, error))
        return false;
    *id = after.id;
    *outcome = !before ? UPSERT_ADDED : changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return true;
}

bool feature_upsert(const Writer *writer, const FeatureGiven *given, int64_t *id, Upsert *outcome, Error *error)
{
    FeatureRow *before, after = { .product_id = given->product_id, .key = given->key };
    bool changed;
    if (!feature_by_key(writer->db, writer->arena, given->product_id, given->key, &before, error))
        return false;
    if (before)
        after = *before;
    after.name = given->name ? given->name : before ? before->name : given->key;
    after.name_ja = given->name_ja ? given->name_ja : after.name_ja;
    after.rules = texts_print(writer->arena, given->rules);
    after.entitled_plans = texts_print(writer->arena, given->entitled_plans);
    after.core = given->core;
    after.position = given->position.known ? given->position.value : after.position;
    if (!feature_store(writer, before, &after, &changed, error))
        return false;
    *id = after.id;
    *outcome = !before ? UPSERT_ADDED : changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return true;
}

bool catalog_product_is_there(Db *db, Arena *arena, int64_t product, Error *error)
{
    ProductRow *row;
    if (!product_by_id(db, arena, product, &row, error))
        return false;
    return row || refuse(error, "product_id", REASON_NO_PRODUCT, arena_format(arena, "%lld", (long long)product), NULL);
}

static bool catalog_follow(Services *services, const Fact *facts, size_t count, Error *error)
{
    for (size_t i = 0; i < count; i++)
        if (text_starts(facts[i].kind, "product.") || text_starts(facts[i].kind, "feature."))
            return catalog_start(services, error);
    return true;
}

const FactFollower CATALOG_FOLLOWERS[] = { { "the catalogue", catalog_follow, false }, { 0 } };
