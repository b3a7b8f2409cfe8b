#include "base/panic.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/test.h"
#include "base/test_exhausted.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs `die` in a process of its own and gives what it wrote to stderr and the signal that ended it. */
static size_t last_words(void (*die)(void), char *words, size_t size, int *signal)
{
    int ends[2], status;
    size_t used = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit none = { 0, 0 };
        setrlimit(RLIMIT_CORE, &none);
        struct sigaction usual = { .sa_handler = SIG_DFL }; /* not the sanitizer's own words */
        sigaction(SIGABRT, &usual, NULL);
        sigaction(SIGSEGV, &usual, NULL);
        dup2(ends[1], STDERR_FILENO);
        die();
        _exit(0);
    }
    close(ends[1]);
    for (ssize_t got; used + 1 < size && (got = read(ends[0], words + used, size - used - 1)) > 0;)
        used += (size_t)got;
    words[used] = 0;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    *signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return used;
}

/* One line of JSON with the members of the log's; gives its message. */
static const char *message_of(Arena *arena, const char *words, size_t size, const char *request)
{
    const Json *json;
    Error error = { 0 };
    const char *text;
    int64_t at;
    assert_true(size > 1);
    assert_ptr_equal(strchr(words, '\n'), words + size - 1);
    assert_true(json_parse(arena, words, size, &json, &error));
    assert_true(json_get_text(json, "time", &text));
    assert_true(time_parse(text, &at));
    assert_true(json_get_text(json, "level", &text));
    assert_string_equal(text, "error");
    if (request) {
        assert_true(json_get_text(json, "request", &text));
        assert_string_equal(text, request);
    } else {
        assert_false(json_get_text(json, "request", &text));
    }
    assert_true(json_get_text(json, "message", &text));
    return text;
}

static void assert_begins(const char *text, const char *with)
{
    assert_int_equal(strncmp(text, with, strlen(with)), 0);
}

static void assert_ends(const char *text, const char *with)
{
    assert_true(strlen(text) >= strlen(with));
    assert_string_equal(text + strlen(text) - strlen(with), with);
}

static void make_a_mistake(void)
{
    bug("the \"%s\"\nhas %d\x01 ends \\ and caf\xe9 日本", "stick", 3);
}

static void a_mistake_is_one_line_of_the_log_and_an_abort(void **state)
{
    (void)state;
    char words[4096];
    int signal;
    size_t size = last_words(make_a_mistake, words, sizeof words, &signal);
    Arena *arena = arena_new();
    const char *message = message_of(arena, words, size, NULL);
    assert_int_equal(signal, SIGABRT);
    assert_begins(message, "bug at ");
    assert_non_null(strstr(message, "panic_test.c:"));
    assert_ends(message, ": the \"stick\"\nhas 3\x01 ends \\ and caf\xef\xbf\xbd 日本");
    arena_free(arena);
}

static void ask_when_nothing_is_left(void)
{
    Arena *arena = arena_new();
    log_request_set("r-7");
    refused_from = 0;
    arena_alloc(arena, 100);
}

static void log_when_nothing_is_left(void)
{
    refused_from = 0;
    log_line(LOG_WARN, "the queue is long");
}

static void out_of_memory_is_said_with_its_request(void **state)
{
    (void)state;
    char words[4096];
    int signal;
    size_t size = last_words(ask_when_nothing_is_left, words, sizeof words, &signal);
    Arena *arena = arena_new();
    assert_non_null(strstr(message_of(arena, words, size, "r-7"), "out of memory"));
    assert_int_equal(signal, SIGABRT);
    arena_free(arena);
}

static void out_of_memory_within_the_log_is_said_too(void **state)
{
    (void)state;
    char words[4096];
    int signal;
    size_t size = last_words(log_when_nothing_is_left, words, sizeof words, &signal);
    Arena *arena = arena_new();
    assert_non_null(strstr(message_of(arena, words, size, NULL), "out of memory"));
    assert_int_equal(signal, SIGABRT);
    arena_free(arena);
}

static void make_a_long_mistake(void)
{
    char text[3000];
    memset(text, 1, sizeof text);
    text[sizeof text - 1] = 0;
    log_request_set(text);
    bug("%s", text);
}

static void a_long_message_is_cut_and_still_a_line(void **state)
{
    (void)state;
    char words[16384];
    int signal;
    size_t size = last_words(make_a_long_mistake, words, sizeof words, &signal);
    Arena *arena = arena_new();
    const Json *json;
    Error error = { 0 };
    assert_true(json_parse(arena, words, size, &json, &error));
    assert_int_equal(signal, SIGABRT);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mistake_is_one_line_of_the_log_and_an_abort),
        cmocka_unit_test(out_of_memory_is_said_with_its_request),
        cmocka_unit_test(out_of_memory_within_the_log_is_said_too),
        cmocka_unit_test(a_long_message_is_cut_and_still_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
