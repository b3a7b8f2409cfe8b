#include "base/origin.h"

#include "base/test_arena.h"

static void an_address_is_written_as_browsers_write_it(void **state)
{
    static const struct {
        const char *given, *plain;
    } CASES[] = {
        { "https://cs.example.com", "https://cs.example.com" },
        { "https://cs.example.com///", "https://cs.example.com" },
        { "HTTPS://CS.Example.COM", "https://cs.example.com" },
        { "https://cs.example.com:443", "https://cs.example.com" },
        { "https://cs.example.com:0443/", "https://cs.example.com" },
        { "http://cs.example.com:80", "http://cs.example.com" },
        { "http://cs.example.com:443", "http://cs.example.com:443" },
        { "https://cs.example.com:8443", "https://cs.example.com:8443" },
        { "https://日本.jp", "https://xn--wgv71a.jp" },
        { "https://日本。ｊｐ:443", "https://xn--wgv71a.jp" },
        { "https://Bücher.example", "https://xn--bcher-kva.example" },
        { "https://xn--wgv71a.jp", "https://xn--wgv71a.jp" },
        { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
        { "http://[::1]:8080", "http://[::1]:8080" },
        { "http://[2001:DB8:0:0::1]:80", "http://[2001:db8::1]" },
        { "http://localhost:8080", "http://localhost:8080" },
        { "http://banso_1.internal", "http://banso_1.internal" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *plain = NULL;
        if (!origin_plain(arena, CASES[i].given, &plain))
            fail_msg("%s is refused", CASES[i].given);
        assert_string_equal(plain, CASES[i].plain);
    }
}

static void what_is_no_such_address_is_refused(void **state)
{
    static const char *const CASES[] = {
        "",
        "cs.example.com",
        "ftp://cs.example.com",
        "https://",
        "https:///",
        "https://x/path",
        "https://x?q",
        "https://x#f",
        "https://user:pw@cs.example.com",
        "https://@cs.example.com",
        "https://cs.example.com:",
        "https://cs.example.com:0",
        "https://cs.example.com:65536",
        "https://cs.example.com:x",
        "https://cs.example.com:-1",
        "https://:8080",
        "https://a b",
        "https://a\tb",
        "https://[::1",
        "https://[::g]",
        "https://[1.2.3.4]",
        "https://xn--a",
        "https://a..b",
        "https://a\\b",
        "https://%61",
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *plain = NULL;
        if (origin_plain(arena, CASES[i], &plain))
            fail_msg("%s became %s", CASES[i], plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_written_as_browsers_write_it),
        cmocka_unit_test(what_is_no_such_address_is_refused),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
