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

/* Longer than what the reader of this thread has room for already: each is longer than the last. */
static const char *long_body(Arena *arena)
{
    static size_t size = LONG;
    char *filler = arena_alloc(arena, size + 1);
    memset(filler, 'x', size);
    filler[size] = 0;
    size += LONG;
    return body_of(arena, arena_format(arena,
                                       "{\"writeKey\":\"k\",\"event\":\"E\",\"userId\":\"u\","
                                       "\"properties\":{\"a\":\"%s\"}}",
                                       filler));
}

static void a_body_for_which_memory_is_refused_may_come_again(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const char *body = long_body(arena);
    refused_from = LONG;
    const char *problem = problem_of(arena, body);
    refused_from = SIZE_MAX;
    assert_ptr_equal(problem, TRACK_NO_MEMORY);
    assert_string_equal(problem_of(arena, body_of(arena, "[]")), "the body must be a JSON object");
    assert_null(problem_of(arena, body));
    arena_free(arena);
}

static void a_key_that_no_memory_is_left_to_read_is_not_a_missing_one(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const char *body = long_body(arena), *nothing = body_of(arena, "no JSON"), *key;
    refused_from = LONG;
    bool known = track_parse_key(arena, body, strlen(body), &key);
    refused_from = SIZE_MAX;
    assert_false(known);
    assert_true(track_parse_key(arena, body, strlen(body), &key));
    assert_string_equal(key, "k");
    assert_true(track_parse_key(arena, nothing, strlen(nothing), &key));
    assert_null(key);
    arena_free(arena);
}

static void what_posthog_sends_is_read_as_what_it_means(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    TrackBody out;
    const char *problem;
    const char *body = body_of(arena, "{\"api_key\":\"k\",\"batch\":["
                                      "{\"event\":\"Sent\",\"distinct_id\":\"u-1\",\"uuid\":\"m-1\","
                                      "\"properties\":{\"$groups\":{\"company\":\"acme\"}}},"
                                      "{\"event\":\"$identify\",\"distinct_id\":\"u-1\","
                                      "\"properties\":{\"$set\":{\"name\":\"One\"}}},"
                                      "{\"event\":\"$exception\",\"distinct_id\":\"u-1\"},"
                                      "{\"event\":\"$feature_flag_called\",\"distinct_id\":\"u-1\"},"
                                      "{\"event\":\"$groupidentify\",\"distinct_id\":\"$company_acme\","
                                      "\"properties\":{\"$group_key\":\"acme\",\"$group_set\":{\"name\":\"Acme\"}}},"
                                      "{\"event\":\"$set\",\"distinct_id\":\"u-1\","
                                      "\"properties\":{\"$set\":{\"name\":\"Two\"}}},"
                                      "{\"event\":\"$snapshot\",\"distinct_id\":\"u-1\"}]}");
    assert_true(track_parse(arena, body, strlen(body), TRACK_NONE, &out, &problem));
    assert_string_equal(out.write_key, "k");
    track_capture(&out);
    assert_int_equal(out.count, 4); /* without what nobody does anything by */
    for (size_t i = 0; i < out.count; i++) {
        track_check(&out, &out.events[i], 1, false);
        assert_int_equal(out.events[i].reject, TRACK_GOOD);
    }
    assert_int_equal(out.events[0].type, TRACK_TRACK);
    assert_string_equal(out.events[0].user_id, "u-1");
    assert_string_equal(out.events[0].message_id, "m-1");
    assert_string_equal(out.events[0].context_group, "acme");
    assert_int_equal(out.events[1].type, TRACK_IDENTIFY);
    assert_memory_equal(out.events[1].traits.data, "{\"name\":\"One\"}", out.events[1].traits.size);
    assert_int_equal(out.events[2].type, TRACK_GROUP);
    assert_string_equal(out.events[2].group_id, "acme");
    assert_null(out.events[2].user_id); /* "$company_acme" is nobody */
    assert_int_equal(out.events[3].type, TRACK_IDENTIFY);
    assert_memory_equal(out.events[3].traits.data, "{\"name\":\"Two\"}", out.events[3].traits.size);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_for_which_memory_is_refused_may_come_again),
        cmocka_unit_test(a_key_that_no_memory_is_left_to_read_is_not_a_missing_one),
        cmocka_unit_test(what_posthog_sends_is_read_as_what_it_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
