#include "base/test.h"

#include "http/body.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { MEGABYTE = 1 << 20 };

static uint8_t packed[4 * MEGABYTE];

static size_t gzip(const void *bytes, size_t size)
{
    z_stream stream = { 0 };
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = (Bytef *)(uintptr_t)bytes;
    stream.avail_in = (uInt)size;
    stream.next_out = packed;
    stream.avail_out = sizeof packed;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t made = stream.total_out;
    deflateEnd(&stream);
    return made;
}

/* In pieces, as a socket gives them. */
static bool add_in_pieces(Body *body, const uint8_t *bytes, size_t size, size_t piece, Error *error)
{
    for (size_t at = 0; at < size; at += piece)
        if (!body_add(body, bytes + at, size - at < piece ? size - at : piece, error))
            return false;
    return body_finish(body, error);
}

static void a_plain_body_is_kept_as_it_came_with_padding(void **state)
{
    (void)state;
    Body body;
    Error error = { 0 };
    static const uint8_t ZEROES[BODY_PADDING];
    assert_true(body_start(&body, 100, NULL, &error));
    assert_true(add_in_pieces(&body, (const uint8_t *)"hello world", 11, 3, &error));
    assert_int_equal(body.size, 11);
    assert_memory_equal(body.data, "hello world", 11);
    assert_memory_equal(body.data + 11, ZEROES, BODY_PADDING);
    body_free(&body);
    assert_int_equal(bodies_held(), 0);
}

static void one_byte_more_than_the_limit_is_too_large(void **state)
{
    (void)state;
    Body body;
    Error error = { 0 };
    assert_true(body_start(&body, 10, NULL, &error));
    assert_true(add_in_pieces(&body, (const uint8_t *)"0123456789", 10, 4, &error));
    body_free(&body);
    assert_true(body_start(&body, 10, NULL, &error));
    assert_false(add_in_pieces(&body, (const uint8_t *)"0123456789A", 11, 4, &error));
    assert_int_equal(error.kind, ERROR_TOO_LARGE);
    assert_int_equal(bodies_held(), 0);
}

static void a_gzip_body_is_inflated_whatever_the_pieces(void **state)
{
    (void)state;
    const char text[] = "{\"batch\":[{\"type\":\"track\"}]}";
    size_t size = gzip(text, sizeof text - 1);
    for (size_t piece = 1; piece <= size; piece++) {
        Body body;
        Error error = { 0 };
        assert_true(body_start(&body, 1000, "gzip", &error));
        assert_true(add_in_pieces(&body, packed, size, piece, &error));
        assert_int_equal(body.size, sizeof text - 1);
        assert_memory_equal(body.data, text, sizeof text - 1);
        body_free(&body);
    }
    assert_int_equal(bodies_held(), 0);
}

static void two_gzip_members_are_one_body(void **state)
{
    (void)state;
    uint8_t both[200];
    size_t first = gzip("one ", 4);
    memcpy(both, packed, first);
    size_t second = gzip("two", 3);
    memcpy(both + first, packed, second);
    for (size_t piece = 1; piece <= first + second; piece++) {
        Body body;
        Error error = { 0 };
        assert_true(body_start(&body, 1000, "gzip", &error));
        assert_true(add_in_pieces(&body, both, first + second, piece, &error));
        assert_int_equal(body.size, 7);
        assert_memory_equal(body.data, "one two", 7);
        body_free(&body);
    }
}

static void a_bomb_ends_at_the_ratio_before_it_reaches_the_limit(void **state)
{
    (void)state;
    uint8_t *zeroes = calloc(1, 200 * MEGABYTE);
    size_t size = gzip(zeroes, 200 * MEGABYTE);
    Body body;
    Error error = { 0 };
    assert_true(body_start(&body, 200 * MEGABYTE, "gzip", &error));
    assert_false(add_in_pieces(&body, packed, size, 16384, &error));
    assert_int_equal(error.kind, ERROR_TOO_LARGE);
    assert_int_equal(bodies_held(), 0);
    /* Under a megabyte any ratio is honest: a small batch of equal events. */
    size = gzip(zeroes, MEGABYTE - 1);
    assert_true(body_start(&body, MEGABYTE, "gzip", &error));
    assert_true(add_in_pieces(&body, packed, size, 16384, &error));
    body_free(&body);
    free(zeroes);
}

static void what_is_inflated_counts_against_the_limit(void **state)
{
    (void)state;
    uint8_t *zeroes = calloc(1, MEGABYTE);
    size_t size = gzip(zeroes, 5000);
    Body body;
    Error error = { 0 };
    assert_true(body_start(&body, 4999, "gzip", &error));
    assert_false(add_in_pieces(&body, packed, size, 7, &error));
    assert_int_equal(error.kind, ERROR_TOO_LARGE);
    free(zeroes);
}

static void broken_and_cut_off_gzip_is_the_callers_mistake(void **state)
{
    (void)state;
    Body body;
    Error error = { 0 };
    size_t size = gzip("hello", 5);
    assert_true(body_start(&body, 100, "gzip", &error));
    assert_false(add_in_pieces(&body, packed, size - 1, 100, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    packed[size - 5] ^= 1; /* the checksum */
    assert_true(body_start(&body, 100, "gzip", &error));
    assert_false(add_in_pieces(&body, packed, size, 100, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_true(body_start(&body, 100, "gzip", &error));
    assert_false(add_in_pieces(&body, (const uint8_t *)"{\"a\":1}", 7, 100, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_false(body_start(&body, 100, "br", &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_int_equal(bodies_held(), 0);
}

static void all_bodies_together_have_a_limit_too(void **state)
{
    (void)state;
    enum { BODIES = 300 };
    static Body bodies[BODIES];
    uint8_t *zeroes = calloc(1, MEGABYTE);
    Error error = { 0 };
    int taken = 0;
    for (; taken < BODIES; taken++) {
        assert_true(body_start(&bodies[taken], MEGABYTE, NULL, &error));
        if (!body_add(&bodies[taken], zeroes, MEGABYTE, &error))
            break;
    }
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_true(taken >= 250 && taken <= 256);
    for (int i = 0; i < taken; i++)
        body_free(&bodies[i]);
    assert_int_equal(bodies_held(), 0);
    free(zeroes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_body_is_kept_as_it_came_with_padding),
        cmocka_unit_test(one_byte_more_than_the_limit_is_too_large),
        cmocka_unit_test(a_gzip_body_is_inflated_whatever_the_pieces),
        cmocka_unit_test(two_gzip_members_are_one_body),
        cmocka_unit_test(a_bomb_ends_at_the_ratio_before_it_reaches_the_limit),
        cmocka_unit_test(what_is_inflated_counts_against_the_limit),
        cmocka_unit_test(broken_and_cut_off_gzip_is_the_callers_mistake),
        cmocka_unit_test(all_bodies_together_have_a_limit_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
