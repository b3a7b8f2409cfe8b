#include "base/test.h"

#include "http/query.h"

#include <string.h>

typedef struct {
    const char *q;
    OptInt limit;
    int64_t owner_id;
} Asked;

static const Field ASKED_FIELDS[] = {
    SHAPE_OPT(Asked, q, FIELD_TEXT),
    SHAPE_OPT(Asked, limit, FIELD_INT, .min = 1, .max = 200),
    SHAPE_FIELD(Asked, owner_id, FIELD_ID),
    { 0 },
};
static const Shape ASKED = { "Asked", sizeof(Asked), ASKED_FIELDS };

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void a_query_fills_the_struct(void **state)
{
    const void *out;
    Error error = { 0 };
    assert_true(query_read(*state, "q=%E4%BC%B4+%E8%B5%B0&owner_id=12", &ASKED, &out, &error));
    const Asked *asked = out;
    assert_string_equal(asked->q, "伴 走");
    assert_int_equal(asked->owner_id, 12);
    assert_false(asked->limit.known);
}

static void a_wrong_query_names_its_field(void **state)
{
    static const struct {
        const char *query, *field;
    } WRONG[] = {
        { "owner_id=1&limt=5", "limt" }, { "owner_id=1&limit=0", "limit" }, { "owner_id=1&limit=x", "limit" },
        { "q=a", "owner_id" },           { "owner_id=1&q=a&q=b", "q" },     { "owner_id=1&q=%", NULL },
        { "owner_id=1&q=%0", NULL },     { "owner_id=1&q=%00", NULL },      { "owner_id=1&q=%ff", NULL },
        { "owner_id=1&%zz=1", NULL },
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        const void *out = NULL;
        Error error = { 0 };
        if (query_read(*state, WRONG[i].query, &ASKED, &out, &error))
            fail_msg("%s passed", WRONG[i].query);
        assert_int_equal(error.kind, ERROR_INPUT);
        if (WRONG[i].field)
            assert_string_equal(error.field, WRONG[i].field);
    }
}

static void an_unknown_parameter_hears_the_nearest_one(void **state)
{
    const void *out;
    Error error = { 0 };
    assert_false(query_read(*state, "ownr_id=1", &ASKED, &out, &error));
    assert_non_null(strstr(error.text, "owner_id"));
}

static void a_route_without_parameters_takes_none(void **state)
{
    const void *out;
    Error error = { 0 };
    assert_true(query_read(*state, NULL, NULL, &out, &error));
    assert_true(query_read(*state, "", NULL, &out, &error));
    assert_false(query_read(*state, "a=1", NULL, &out, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_query_fills_the_struct, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wrong_query_names_its_field, setup, teardown),
        cmocka_unit_test_setup_teardown(an_unknown_parameter_hears_the_nearest_one, setup, teardown),
        cmocka_unit_test_setup_teardown(a_route_without_parameters_takes_none, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
