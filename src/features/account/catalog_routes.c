/* Products, features and custom fields over the API. */
#include "field.sql.h"

#include "base/id.h"
#include "base/texts.h"
#include "features/account/account_columns.h"
#include "features/account/edit.h"
#include "features/account/field.h"
#include "features/account/product_store.h"
#include "jobs/fact.h"

#include <string.h>

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
    Writer writer = account_writer(request);
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
        return fail(error, ERROR_MISSING, NULL, "there is no product %lld", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool product_change(Request *request, Error *error)
{
    Writer writer = account_writer(request);
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
    Writer writer = account_writer(request);
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
    Writer writer = account_writer(request);
    const FeatureInput *in = request->input;
    FeatureRow row = { .rules = "[]", .entitled_plans = "[]" };
    bool changed;
    if (!in->product_id.known)
        return fail(error, ERROR_INPUT, "product_id", "a feature belongs to a product");
    return edit_apply(request, &NEW_FEATURE, in, &FEATURE_ROW, &row, error) &&
           feature_store(&writer, NULL, &row, &changed, error) && reply_row(request, 201, &FEATURE_ROW, &row);
}

static bool feature_of_path(Request *request, FeatureRow **row, Error *error)
{
    if (!feature_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "there is no feature %lld", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool feature_change(Request *request, Error *error)
{
    Writer writer = account_writer(request);
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
    Writer writer = account_writer(request);
    FeatureRow *row;
    return feature_of_path(request, &row, error) && feature_drop(&writer, row->id, error) && reply_empty(request);
}

/* ---- custom fields --------------------------------------------------------------------------------------------- */

typedef struct {
    const char *object, *key, *name, *name_ja, *kind;
    Texts choices;
    OptInt position;
} FieldInput;

typedef struct {
    CustomFieldRow row;
    Texts choices;
} CustomField;

#define CUSTOM_FIELD_AT(name_, kind_, ...)                                                                             \
    {                                                                                                                  \
        .name = #name_, .type = (kind_), .offset = offsetof(CustomField, row.name_), __VA_ARGS__                       \
    }
static const Field CUSTOM_FIELD_FIELDS[] = {
    CUSTOM_FIELD_AT(id, FIELD_ID),
    CUSTOM_FIELD_AT(object, FIELD_TEXT, .choices = "account|contact"),
    CUSTOM_FIELD_AT(key, FIELD_TEXT),
    CUSTOM_FIELD_AT(name, FIELD_TEXT),
    CUSTOM_FIELD_AT(name_ja, FIELD_TEXT, .optional = true),
    CUSTOM_FIELD_AT(kind, FIELD_TEXT, .choices = "text|number|date|choice|flag"),
    SHAPE_FIELD(CustomField, choices, FIELD_TEXTS),
    CUSTOM_FIELD_AT(position, FIELD_INT),
    CUSTOM_FIELD_AT(version, FIELD_INT),
    { 0 },
};
static const Shape CUSTOM_FIELD = { "CustomField", sizeof(CustomField), CUSTOM_FIELD_FIELDS };

static const Field NEW_FIELD_FIELDS[] = {
    SHAPE_FIELD(FieldInput, object, FIELD_TEXT, .choices = "account|contact"),
    SHAPE_FIELD(FieldInput, key, FIELD_TEXT, .min = 1, .max = 60),
    SHAPE_FIELD(FieldInput, name, FIELD_TEXT, .min = 1, .max = 200),
    SHAPE_OPT(FieldInput, name_ja, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(FieldInput, kind, FIELD_TEXT, .choices = "text|number|date|choice|flag"),
    SHAPE_OPT(FieldInput, choices, FIELD_TEXTS, .max = 200),
    SHAPE_OPT(FieldInput, position, FIELD_INT, .min = 0, .max = 1000000),
    { 0 },
};
static const Shape NEW_FIELD = { "NewCustomField", sizeof(FieldInput), NEW_FIELD_FIELDS };
static const Field FIELD_PATCH_FIELDS[] = {
    SHAPE_OPT(FieldInput, name, FIELD_TEXT, .min = 1, .max = 200),
    SHAPE_OPT(FieldInput, name_ja, FIELD_TEXT, .max = 200),
    SHAPE_OPT(FieldInput, choices, FIELD_TEXTS, .max = 200),
    SHAPE_OPT(FieldInput, position, FIELD_INT, .min = 0, .max = 1000000),
    { 0 },
};
static const Shape FIELD_PATCH = { "CustomFieldPatch", sizeof(FieldInput), FIELD_PATCH_FIELDS };

enum { FIELDS_MAX = 100, CLEAR_STEP = 500 };

static bool field_shown(Arena *arena, const CustomFieldRow *row, CustomField *shown, Error *error)
{
    shown->row = *row;
    return texts_parse(arena, row->choices, &shown->choices, error);
}

static bool field_list(Request *request, Error *error)
{
    CustomFieldRow *rows;
    size_t count;
    if (!custom_field_all(request->db, request->arena, &rows, &count, error))
        return false;
    CustomField *shown = arena_array(request->arena, count, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!field_shown(request->arena, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &CUSTOM_FIELD, shown, count, NULL);
}

static bool field_tell(Request *request, const char *kind, const CustomFieldRow *row, const char *body, Error *error)
{
    Fact fact = { .kind = kind,
                  .actor = request_actor(request),
                  .subject = arena_format(request->arena, "field:%lld", (long long)row->id),
                  .body = body,
                  .at = request->now };
    int64_t id;
    return fact_write(request->db, &fact, &id, error);
}

static bool field_reply(Request *request, int status, const CustomFieldRow *row, Error *error)
{
    CustomField shown;
    return field_shown(request->arena, row, &shown, error) && reply_row(request, status, &CUSTOM_FIELD, &shown);
}

/* Keys stand in conditions, CSV headers and column names: plain ones only. */
static bool key_is_plain(const char *key, Error *error)
{
    if (strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(key))
        return true;
    return fail(error, ERROR_INPUT, "key", "a key is made of a to z, 0 to 9 and _, got \"%.60s\"", key);
}

static bool choices_fit(Arena *arena, const CustomFieldRow *row, Error *error)
{
    Texts choices;
    if (!texts_parse(arena, row->choices, &choices, error))
        return false;
    bool wants = strcmp(row->kind, "choice") == 0;
    if (wants && !choices.count)
        return fail(error, ERROR_INPUT, "choices", "a field of choices has at least one");
    if (!wants && choices.count)
        return fail(error, ERROR_INPUT, "choices", "only a field of the kind choice has choices");
    for (size_t i = 0; i < choices.count; i++)
        if (text_is_empty(choices.items[i]))
            return fail(error, ERROR_INPUT, "choices", "a choice is not empty");
    return true;
}

static bool field_is_new(Request *request, const CustomFieldRow *row, Error *error)
{
    CustomFieldRow *other;
    CustomFieldCountRow *all;
    if (!custom_field_by_key(request->db, request->arena, row->object, row->key, &other, error) ||
        !custom_field_count(request->db, request->arena, row->object, &all, error))
        return false;
    if (other)
        return fail(error, ERROR_CONFLICT, "key", "there is a custom field \"%.60s\" already", row->key);
    if (all->count >= FIELDS_MAX)
        return fail(error, ERROR_INPUT, NULL, "there are at most %d custom fields", FIELDS_MAX);
    return true;
}

static bool field_create(Request *request, Error *error)
{
    Writer writer = account_writer(request);
    CustomFieldRow row = { .id = id_new(), .choices = "[]", .version = 1 };
    account_columns_field_came(&writer);
    return edit_apply(request, &NEW_FIELD, request->input, &CUSTOM_FIELD_ROW, &row, error) &&
           key_is_plain(row.key, error) && choices_fit(request->arena, &row, error) &&
           field_is_new(request, &row, error) &&
           custom_field_insert(request->db, row.id, row.object, row.key, row.name, row.name_ja, row.kind, row.choices,
                               row.position, error) &&
           field_tell(request, "field.created", &row, NULL, error) && field_reply(request, 201, &row, error);
}

static bool field_of_path(Request *request, CustomFieldRow **row, Error *error)
{
    if (!custom_field_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "there is no custom field %lld", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool field_change(Request *request, Error *error)
{
    CustomFieldRow *before, after;
    if (!field_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &FIELD_PATCH, request->input, &CUSTOM_FIELD_ROW, &after, error) ||
        !choices_fit(request->arena, &after, error))
        return false;
    const char *told = edit_told(request->arena, &FIELD_PATCH, &CUSTOM_FIELD_ROW, before, &after,
                                 text_equal(before->choices, after.choices) ? NULL : "{\"field\":\"choices\"}");
    if (!told)
        return field_reply(request, 200, before, error);
    after.version++;
    return custom_field_update(request->db, after.id, after.name, after.name_ja, after.choices, after.position,
                               error) &&
           field_tell(request, "field.changed", &after, told, error) && field_reply(request, 200, &after, error);
}

/* ---- removing a field and its values --------------------------------------------------------------------------- */

/* The object without one member. */
static bool without(Arena *arena, const char *fields, const char *key, const char **rest, Error *error)
{
    const Json *object;
    if (!json_parse(arena, fields, strlen(fields), &object, error))
        return false;
    Text text = text_new(arena);
    text_char(&text, '{');
    for (const Json *member = json_first(object); member; member = json_next(member)) {
        if (strcmp(json_key(member), key) == 0)
            continue;
        json_key_to(&text, json_key(member));
        text_add(&text, json_print(arena, member));
    }
    text_char(&text, '}');
    *rest = text_string(&text);
    return true;
}

static bool account_values_clear(Request *request, const char *pattern, const char *key, Error *error)
{
    int64_t after = 0;
    for (;;) {
        AccountFieldsWithRow *rows;
        size_t count;
        const char *rest;
        if (!account_fields_with(request->db, request->arena, pattern, after, CLEAR_STEP, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!without(request->arena, rows[i].fields, key, &rest, error) ||
                !account_fields_set(request->db, rows[i].id, rest, error))
                return false;
        if (count < CLEAR_STEP)
            return true;
        after = rows[count - 1].id;
    }
}

static bool contact_values_clear(Request *request, const char *pattern, const char *key, Error *error)
{
    int64_t after = 0;
    for (;;) {
        ContactFieldsWithRow *rows;
        size_t count;
        const char *rest;
        if (!contact_fields_with(request->db, request->arena, pattern, after, CLEAR_STEP, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!without(request->arena, rows[i].fields, key, &rest, error) ||
                !contact_fields_set(request->db, rows[i].id, rest, error))
                return false;
        if (count < CLEAR_STEP)
            return true;
        after = rows[count - 1].id;
    }
}

static bool field_delete(Request *request, Error *error)
{
    Writer writer = account_writer(request);
    CustomFieldRow *row;
    if (!field_of_path(request, &row, error))
        return false;
    const char *pattern = like_pattern(request->arena, arena_format(request->arena, "\"%s\":", row->key));
    bool account = strcmp(row->object, "account") == 0;
    if (!(account ? account_values_clear : contact_values_clear)(request, pattern, row->key, error) ||
        !custom_field_remove(request->db, row->id, error) || !field_tell(request, "field.deleted", row, NULL, error))
        return false;
    if (account)
        account_columns_field_gone(&writer, row->key);
    return reply_empty(request);
}

const Route CATALOG_ROUTES[] = {
    { GET, "/api/v1/products", product_list, RIGHT_VIEW, "All products with their features", .gives = &PRODUCT,
      .flags = ROUTE_LIST },
    { POST, "/api/v1/products", product_create, RIGHT_MANAGE, "Adds a product", .takes = &NEW_PRODUCT,
      .gives = &PRODUCT },
    { PATCH, "/api/v1/products/{id}", product_change, RIGHT_MANAGE, "Changes a product", .takes = &PRODUCT_PATCH,
      .gives = &PRODUCT },
    { DELETE, "/api/v1/products/{id}", product_delete, RIGHT_MANAGE, "Removes a product and its features" },
    { POST, "/api/v1/features", feature_create, RIGHT_MANAGE, "Adds a feature with its rules", .takes = &NEW_FEATURE,
      .gives = &FEATURE_ROW },
    { PATCH, "/api/v1/features/{id}", feature_change, RIGHT_MANAGE,
      "Changes a feature; other rules make usage be counted anew", .takes = &FEATURE_PATCH, .gives = &FEATURE_ROW },
    { DELETE, "/api/v1/features/{id}", feature_delete, RIGHT_MANAGE, "Removes a feature" },
    { GET, "/api/v1/fields", field_list, RIGHT_VIEW, "All custom fields", .gives = &CUSTOM_FIELD, .flags = ROUTE_LIST },
    { POST, "/api/v1/fields", field_create, RIGHT_MANAGE, "Adds a custom field", .takes = &NEW_FIELD,
      .gives = &CUSTOM_FIELD },
    { PATCH, "/api/v1/fields/{id}", field_change, RIGHT_MANAGE, "Changes a custom field", .takes = &FIELD_PATCH,
      .gives = &CUSTOM_FIELD },
    { DELETE, "/api/v1/fields/{id}", field_delete, RIGHT_MANAGE, "Removes a custom field with all its values" },
    { 0 },
};
