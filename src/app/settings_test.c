#include "app/settings.h"

#include "base/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Arena *arena;
static char config[] = "/tmp/banso-config-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    close(mkstemp(config));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(config);
    arena_free(arena);
    return 0;
}

static const char *write_config(const char *text)
{
    FILE *file = fopen(config, "w");
    fputs(text, file);
    fclose(file);
    return config;
}

static char *const EMPTY[] = { NULL };

static void without_any_word_all_is_usual(void **state)
{
    (void)state;
    Settings settings;
    Error error = { 0 };
    assert_true(settings_read(arena, NULL, EMPTY, NULL, 0, &settings, &error));
    assert_string_equal(settings.data, "data");
    assert_string_equal(settings.database, "sqlite:data/banso.db");
    assert_string_equal(settings.listen, "127.0.0.1:8080");
    assert_null(settings.trusted_proxies[0]);
    assert_null(settings.public_url);
}

static void the_command_line_beats_the_environment_beats_the_file(void **state)
{
    (void)state;
    Settings settings;
    Error error = { 0 };
    char *const environment[] = { "HOME=/root", "BANSO_LISTEN=[::1]:2", "BANSO_DATA=/b", NULL };
    const Given given[] = { { "data", "/c/" } };
    const char *file =
        write_config("# a remark\n\ndata = /a\nlisten = 127.0.0.1:1\npublic-url = https://cs.example.com/\n");
    if (!settings_read(arena, file, environment, given, 1, &settings, &error))
        fail_msg("%s", error.text);
    assert_string_equal(settings.data, "/c");
    assert_string_equal(settings.listen, "[::1]:2");
    assert_string_equal(settings.public_url, "https://cs.example.com");
    assert_string_equal(settings.database, "sqlite:/c/banso.db");
}

static void an_unknown_name_is_refused_wherever_it_stands_and_the_nearest_is_named(void **state)
{
    (void)state;
    Settings settings;
    Error error = { 0 };
    char *const environment[] = { "BANSO_PUBLIC_URI=https://x", NULL };
    assert_false(settings_read(arena, NULL, environment, NULL, 0, &settings, &error));
    assert_non_null(strstr(error.text, "\"public-url\""));
    assert_false(settings_read(arena, write_config("listn = 127.0.0.1:1\n"), EMPTY, NULL, 0, &settings, &error));
    assert_non_null(strstr(error.text, ":1: "));
    assert_non_null(strstr(error.text, "\"listen\""));
    assert_int_equal(error.kind, ERROR_INPUT);
}

static void what_cannot_be_is_refused_by_its_name(void **state)
{
    (void)state;
    static const Given BAD[] = {
        { "listen", "8080" },
        { "listen", "127.0.0.1:70000" },
        { "listen", "unix:banso.sock" },
        { "database", "mysql://x" },
        { "public-url", "cs.example.com" },
        { "public-url", "https://x/path" },
        { "public-url", "https://user:pw@cs.example.com" },
        { "trusted-proxies", "10/8" },
        { "trusted-proxies", "10.0.0.0/33" },
        { "log-level", "loud" },
        { "threads", "-1" },
        { "threads", "many" },
        { "tls-key", "key.pem" },
        { "data", " " },
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        Settings settings;
        Error error = { 0 };
        if (settings_read(arena, NULL, EMPTY, &BAD[i], 1, &settings, &error))
            fail_msg("%s = %s passed", BAD[i].name, BAD[i].value);
        assert_int_equal(error.kind, ERROR_INPUT);
    }
}

static void proxies_are_a_list_of_networks(void **state)
{
    (void)state;
    Settings settings;
    Error error = { 0 };
    const Given given[] = { { "trusted-proxies", "10.0.0.0/8, ::1,192.0.2.7" } };
    assert_true(settings_read(arena, NULL, EMPTY, given, 1, &settings, &error));
    assert_string_equal(settings.trusted_proxies[0], "10.0.0.0/8");
    assert_string_equal(settings.trusted_proxies[1], "::1");
    assert_string_equal(settings.trusted_proxies[2], "192.0.2.7");
    assert_null(settings.trusted_proxies[3]);
}

static void a_config_file_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    Settings settings;
    Error error = { 0 };
    char *const environment[] = { "BANSO_CONFIG=/nowhere/banso.conf", NULL };
    assert_false(settings_read(arena, NULL, environment, NULL, 0, &settings, &error));
    assert_false(settings_read(arena, write_config("listen\n"), EMPTY, NULL, 0, &settings, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_any_word_all_is_usual),
        cmocka_unit_test(the_command_line_beats_the_environment_beats_the_file),
        cmocka_unit_test(an_unknown_name_is_refused_wherever_it_stands_and_the_nearest_is_named),
        cmocka_unit_test(what_cannot_be_is_refused_by_its_name),
        cmocka_unit_test(proxies_are_a_list_of_networks),
        cmocka_unit_test(a_config_file_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
