/* The schema of one field in openapi.json. */
#include "base/test.h"
#include "http/openapi.h"

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

static const char *schema_of(Arena *arena, const Field *field)
{
    Text text = text_new(arena);
    field_schema(&text, field);
    return text_string(&text);
}

static void any_json_has_its_description_alone(void **state)
{
    const Field field = { .name = "when", .type = FIELD_JSON, .about = "A condition." };
    assert_string_equal(schema_of(*state, &field), "{\"description\":\"A condition.\"}");
}

static void a_description_follows_the_type(void **state)
{
    const Field field = { .name = "name", .type = FIELD_TEXT, .about = "A name." };
    assert_string_equal(schema_of(*state, &field), "{\"type\":\"string\",\"description\":\"A name.\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_json_has_its_description_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_description_follows_the_type, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
