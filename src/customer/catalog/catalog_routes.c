/* Products and features over the API. */
#include "customer/catalog/product_store.h"
#include "http/edit.h"

/* ---- products -------------------------------------------------------------------------------------------------- */

typedef struct {
    ProductRow row;
    List features;
} Product;

static const Field PRODUCT_FIELDS[] = {
    { "id", FIELD_ID, .offset = offsetof(Product, row.id) },
    { "key", FIELD_TEXT, .offset = offsetof(Product, row.key) },
    { "name", FIELD_TEXT, .offset = offsetof(Product, row.name) },
    { "name_ja", FIELD_TEXT, .optional = true, .offset = offsetof(Product, row.name_ja) },
    { "position", FIELD_INT, .offset = offsetof(Product, row.position) },
    { "version", FIELD_INT, .offset = offsetof(Product, row.version) },
    { "features", FIELD_LIST, .offset = offsetof(Product, features), .shape = &FEATURE_ROW },
    { 0 },
};
static const Shape PRODUCT = { "Product", sizeof(Product), PRODUCT_FIELDS };

typedef struct {
    const char *key, *name, *name_ja;
    OptInt position;
} ProductInput;

#define PRODUCT_INPUT_FIELDS(optional_)                                                                                \
    SHAPE_FIELD(ProductInput, key, FIELD_TEXT, .min = 1, .max = 100, .optional = (optional_)),                         \
        SHAPE_FIELD(ProductInput, name, FIELD_TEXT, .min = 1, .max = 200, .optional = (optional_)),                    \
        SHAPE_OPT(ProductInput, name_ja, FIELD_TEXT, .max = 200),                                                      \
        SHAPE_OPT(ProductInput, position, FIELD_INT, .min = 0, .max = 1000000)
static const Field NEW_PRODUCT_FIELDS[] = { PRODUCT_INPUT_FIELDS(false), { 0 } };
static const Shape NEW_PRODUCT = { "NewProduct", sizeof(ProductInput), NEW_PRODUCT_FIELDS };
static const Field PRODUCT_PATCH_FIELDS[] = { PRODUCT_INPUT_FIELDS(true), { 0 } };
static const Shape PRODUCT_PATCH = { "ProductPatch", sizeof(ProductInput), PRODUCT_PATCH_FIELDS };

/* The features of a product lie together in `feature_all`. */
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

typedef struct {
    OptInt product_id;
    const char *key, *name, *name_ja;
    Texts rules, entitled_plans;
    OptInt core, position;
} FeatureInput;

#define FEATURE_INPUT_FIELDS(optional_)                                                                                \
    SHAPE_FIELD(FeatureInput, key, FIELD_TEXT, .min = 1, .max = 100, .optional = (optional_)),                         \
        SHAPE_FIELD(FeatureInput, name, FIELD_TEXT, .min = 1, .max = 200, .optional = (optional_)),                    \
        SHAPE_OPT(FeatureInput, name_ja, FIELD_TEXT, .max = 200),                                                      \
        SHAPE_OPT(FeatureInput, rules, FIELD_TEXTS, .max = 200),                                                       \
        SHAPE_OPT(FeatureInput, entitled_plans, FIELD_TEXTS, .max = 100), SHAPE_OPT(FeatureInput, core, FIELD_FLAG),   \
        SHAPE_OPT(FeatureInput, position, FIELD_INT, .min = 0, .max = 1000000)
static const Field NEW_FEATURE_FIELDS[] = { SHAPE_OPT(FeatureInput, product_id, FIELD_ID),
                                            FEATURE_INPUT_FIELDS(false),
                                            { 0 } };
static const Shape NEW_FEATURE = { "NewFeature", sizeof(FeatureInput), NEW_FEATURE_FIELDS };
static const Field FEATURE_PATCH_FIELDS[] = { FEATURE_INPUT_FIELDS(true), { 0 } };
static const Shape FEATURE_PATCH = { "FeaturePatch", sizeof(FeatureInput), FEATURE_PATCH_FIELDS };

static bool feature_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    const FeatureInput *in = request->input;
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
