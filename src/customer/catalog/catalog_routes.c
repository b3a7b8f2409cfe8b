/* Products and features over the API. */
#include "customer/catalog/product_store.h"
#include "http/edit.h"

/* ---- products -------------------------------------------------------------------------------------------------- */

/* `feature_all` lists the features of a product together. */
static List features_of(const FeatureRow *features, size_t count, int64_t product_id)
{
    size_t first = 0, last;
    while (first < count && features[first].product_id != product_id)
        first++;
    for (last = first; last < count && features[last].product_id == product_id;)
        last++;
    return (List) { last - first, features + first };
}

static bool product_list(Request *request, Error *error)
{
    ProductRow *rows;
    FeatureRow *features;
    size_t count, feature_count;
    if (!product_all(request->db, request->arena, &rows, &count, error) ||
        !feature_all(request->db, request->arena, &features, &feature_count, error))
        return false;
    Product *products = arena_array(request->arena, count, sizeof *products);
    for (size_t i = 0; i < count; i++)
        products[i] = (Product) { rows[i], features_of(features, feature_count, rows[i].id) };
    return reply_list(request, &PRODUCT, products, count, NULL);
}

static bool product_reply(Request *request, int status, const ProductRow *row, Error *error)
{
    FeatureRow *features;
    size_t count;
    if (!feature_all(request->db, request->arena, &features, &count, error))
        return false;
    Product product = { *row, features_of(features, count, row->id) };
    return reply_row(request, status, &PRODUCT, &product);
}

static bool product_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ProductRow row = { 0 };
    bool changed;
    return edit_apply(request, &NEW_PRODUCT, request->input, &PRODUCT_ROW, &row, error) &&
           product_store(&writer, NULL, &row, &changed, error) && product_reply(request, 201, &row, error);
}

static bool product_of_path(Request *request, ProductRow **row, Error *error)
{
    if (!product_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "product %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool product_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ProductRow *before, after;
    bool changed;
    if (!product_of_path(request, &before, error))
        return false;
    after = *before;
    return edit_apply(request, &PRODUCT_PATCH, request->input, &PRODUCT_ROW, &after, error) &&
           product_store(&writer, before, &after, &changed, error) && product_reply(request, 200, &after, error);
}

static bool product_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ProductRow *row;
    return product_of_path(request, &row, error) && product_drop(&writer, row->id, error) && reply_empty(request);
}

/* ---- features -------------------------------------------------------------------------------------------------- */

static bool feature_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    const NewFeature *in = request->input;
    FeatureRow row = { .rules = "[]", .entitled_plans = "[]" };
    bool changed;
    if (!in->product_id.known)
        return fail(error, ERROR_INPUT, "product_id", "a feature needs a product");
    return edit_apply(request, &NEW_FEATURE, in, &FEATURE_ROW, &row, error) &&
           feature_store(&writer, NULL, &row, &changed, error) && reply_row(request, 201, &FEATURE_ROW, &row);
}

static bool feature_of_path(Request *request, FeatureRow **row, Error *error)
{
    if (!feature_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "feature %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool feature_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    FeatureRow *before, after;
    bool changed;
    if (!feature_of_path(request, &before, error))
        return false;
    after = *before;
    return edit_apply(request, &FEATURE_PATCH, request->input, &FEATURE_ROW, &after, error) &&
           feature_store(&writer, before, &after, &changed, error) && reply_row(request, 200, &FEATURE_ROW, &after);
}

static bool feature_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    FeatureRow *row;
    return feature_of_path(request, &row, error) && feature_drop(&writer, row->id, error) && reply_empty(request);
}

const Route CATALOG_ROUTES[] = {
    { GET, "/api/v1/products", product_list, RIGHT_VIEW, "List all products with their features", .gives = &PRODUCT,
      .flags = ROUTE_LIST },
    { POST, "/api/v1/products", product_create, RIGHT_MANAGE, "Add a product", .takes = &NEW_PRODUCT,
      .gives = &PRODUCT },
    { PATCH, "/api/v1/products/{id}", product_change, RIGHT_MANAGE, "Change a product", .takes = &PRODUCT_PATCH,
      .gives = &PRODUCT },
    { DELETE, "/api/v1/products/{id}", product_delete, RIGHT_MANAGE, "Delete a product and its features" },
    { POST, "/api/v1/features", feature_create, RIGHT_MANAGE, "Add a feature with its rules", .takes = &NEW_FEATURE,
      .gives = &FEATURE_ROW },
    { PATCH, "/api/v1/features/{id}", feature_change, RIGHT_MANAGE, "Change a feature; changed rules recalculate usage",
      .takes = &FEATURE_PATCH, .gives = &FEATURE_ROW },
    { DELETE, "/api/v1/features/{id}", feature_delete, RIGHT_MANAGE, "Delete a feature" },
    { 0 },
};
