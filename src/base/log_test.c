#include "base/log.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/test.h"

#include <string.h>
#include <unistd.h>

/* Runs with stderr in a pipe and gives what was written. */
static size_t logged(void (*speak)(void), char *line, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int kept = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    speak();
    dup2(kept, STDERR_FILENO);
    close(kept);
    close(ends[1]);
    ssize_t got = read(ends[0], line, size - 1);
    close(ends[0]);
    line[got > 0 ? got : 0] = 0;
    return got > 0 ? (size_t)got : 0;
}

static void speak_with_request(void)
{
    log_request_set("r-1");
    log_line(LOG_WARN, "the disk of \"%s\" is\nfull", "db");
    log_request_set("");
}

static void speak_below_the_level(void)
{
    log_line(LOG_DEBUG, "nothing");
}

static void a_line_is_one_json_object_with_its_request(void **state)
{
    (void)state;
    char line[1000];
    size_t size = logged(speak_with_request, line, sizeof line);
    assert_true(size > 1);
    assert_ptr_equal(strchr(line, '\n'), line + size - 1);
    Arena *arena = arena_new();
    const Json *json;
    Error error = { 0 };
    const char *text;
    assert_true(json_parse(arena, line, size, &json, &error));
    assert_true(json_get_text(json, "message", &text));
    assert_string_equal(text, "the disk of \"db\" is\nfull");
    assert_true(json_get_text(json, "level", &text));
    assert_string_equal(text, "warn");
    assert_true(json_get_text(json, "request", &text));
    assert_string_equal(text, "r-1");
    assert_true(json_get_text(json, "time", &text));
    arena_free(arena);
}

static void what_is_below_the_level_is_not_written(void **state)
{
    (void)state;
    char line[100];
    assert_int_equal(logged(speak_below_the_level, line, sizeof line), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_one_json_object_with_its_request),
        cmocka_unit_test(what_is_below_the_level_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
