/*
 * Products and features: what is sold, and the parts whose use is tracked. A feature has rules, names of events with an
 * optional * at the end for "begins with", and the plans that include it (none = all plans).
 *
 * Not for: applying the rules to events, which is usage's; it asks for the catalog and is told of each change.
 * Errors: INPUT with the field (key, rules); CONFLICT on a second product or feature with one key, and on removing a
 * product that a guard still needs.
 * Forgets a person: holds nothing of one.
 * Units: positions count from 0, times in ms.
 */
#ifndef BANSO_CATALOG_PRODUCT_H
#define BANSO_CATALOG_PRODUCT_H

#include "base/texts.h"
#include "customer/catalog/gauge.h"
#include "jobs/jobs.h"
#include "jobs/writer.h"

typedef struct {
    int64_t id;
    const char *key, *name, *name_ja; /* name_ja NULL = as name */
    int64_t position;
} CatalogProduct;

typedef struct {
    int64_t id, product_id;
    const char *key, *name, *name_ja;
    Texts rules;          /* "report_opened", "export.*" */
    Texts entitled_plans; /* empty = all */
    bool core;
    int64_t position;
} CatalogFeature;

/* All products, features and gauges by position. A thing of a few hundred rows, read whole. */
typedef struct {
    size_t product_count, feature_count;
    const CatalogProduct *products;
    const CatalogFeature *features;
    size_t gauge_count;
    const CatalogGauge *gauges;
} Catalog;

bool catalog_read(Db *db, Arena *arena, Catalog *catalog, Error *error);
/* INPUT "product_id" when no product has this id. */
bool catalog_product_is_there(Db *db, Arena *arena, int64_t product, Error *error);
/* 0 when there is none. */
int64_t catalog_product_by_key(const Catalog *catalog, const char *key);

bool feature_rule_matches(const char *rule, const char *event_name);
/* The feature of an event: an exact rule beats a prefix, a longer prefix a shorter one, then position. NULL = none. */
const CatalogFeature *catalog_feature_of(const Catalog *catalog, const char *event_name);

/*
 * Adds the product or feature by its key, or brings it up to date: for imports and the demo. Rules as a JSON array.
 */
typedef struct {
    const char *key, *name, *name_ja;
    OptInt position;
} ProductGiven;
typedef struct {
    int64_t product_id;
    const char *key, *name, *name_ja;
    Texts rules, entitled_plans;
    bool core;
    OptInt position;
} FeatureGiven;
bool product_upsert(const Writer *writer, const ProductGiven *given, int64_t *id, Upsert *outcome, Error *error);
bool feature_upsert(const Writer *writer, const FeatureGiven *given, int64_t *id, Upsert *outcome, Error *error);

/* Removes the product and its features. */
bool product_drop(const Writer *writer, int64_t id, Error *error);

/* A module that builds on the catalog (Module.catalog); a member may be NULL. */
typedef struct CatalogWatcher {
    /* Inside the transaction of a change: add the rebuild job there, and use db_after_commit for what is in memory.
     * rules_changed is false when only names or order did. */
    bool (*changed)(const Writer *writer, bool rules_changed, Error *error);
    /* Before a product is removed: CONFLICT where it is still needed (a contract names it). */
    bool (*free)(const Writer *writer, int64_t product_id, Error *error);
} CatalogWatcher;

extern const Route CATALOG_ROUTES[];
extern const FactFollower CATALOG_FOLLOWERS[];
/* The engine learns which features belong to which plans. */
bool catalog_start(Services *services, Error *error);

#endif
