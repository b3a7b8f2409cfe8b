/* Inside the module: how products and features are checked and stored. */
#ifndef BANSO_ACCOUNT_PRODUCT_STORE_H
#define BANSO_ACCOUNT_PRODUCT_STORE_H

#include "product.sql.h"

#include "customer/catalog/product.h"

bool product_store(const Writer *writer, const ProductRow *before, ProductRow *after, bool *changed, Error *error);
bool feature_store(const Writer *writer, const FeatureRow *before, FeatureRow *after, bool *changed, Error *error);
bool feature_drop(const Writer *writer, int64_t id, Error *error);

#endif
