#include "base/test.h"
#include "base/test_exhausted.h"
#include "usage/track/track.h"

#include <string.h>

enum { PADDING = 64, LONG = 1 << 20 };

/* A body with room behind it, as the server reads one. */
static const char *body_of(Arena *arena, const char *json)
{
    char *body = arena_alloc(arena, strlen(json) + PADDING);
    memset(body, 0, strlen(json) + PADDING);
    return memcpy(body, json, strlen(json));
}

static const char *problem_of(Arena *arena, const char *body)
{
    TrackBody out;
    const char *problem = NULL;
    return track_parse(arena, body, strlen(body), TRACK_TRACK, &out, &problem) ? NULL : problem;
}

static void a_body_for_which_memory_is_refused_may_come_again(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    /* Longer than what the reader has room for already. */
    char *filler = arena_alloc(arena, LONG + 1);
    memset(filler, 'x', LONG);
    filler[LONG] = 0;
    const char *json = arena_format(arena, "{\"event\":\"E\",\"userId\":\"u\",\"properties\":{\"a\":\"%s\"}}", filler);
    const char *body = body_of(arena, json);
    refused_from = LONG;
    const char *problem = problem_of(arena, body);
    refused_from = SIZE_MAX;
    assert_ptr_equal(problem, TRACK_NO_MEMORY);
    assert_string_equal(problem_of(arena, body_of(arena, "[]")), "the body must be a JSON object");
    assert_null(problem_of(arena, body));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_body_for_which_memory_is_refused_may_come_again) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
