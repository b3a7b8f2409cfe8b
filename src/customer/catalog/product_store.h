/* Inside the module: how products and features are checked and stored. */
#ifndef BANSO_ACCOUNT_PRODUCT_STORE_H
#define BANSO_ACCOUNT_PRODUCT_STORE_H

#include "product.sql.h"

#include "customer/catalog/product.h"
#include "http/edit.h"

bool product_store(const Writer *writer, const ProductRow *before, ProductRow *after, bool *changed, Error *error);
bool feature_store(const Writer *writer, const FeatureRow *before, FeatureRow *after, bool *changed, Error *error);
/* The fact, the watchers, and after COMMIT the engine. */
bool catalog_changed(const Writer *writer, const char *kind, int64_t id, const EditTold *told, bool rules_changed,
                     Error *error);
bool feature_drop(const Writer *writer, int64_t id, Error *error);

#endif
