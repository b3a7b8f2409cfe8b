/* Names of files, from the clumsy and the hostile. */
#include "base/test.h"
#include "house/file/file_store.h"

#include <string.h>

static const char *name_of(Arena *arena, const char *given)
{
    const char *name = NULL;
    Error error = { 0 };
    return file_name_read(arena, given, &name, &error) ? name : NULL;
}

static void a_name_is_kept_composed_and_trimmed(void **state)
{
    Arena *arena = arena_new();
    (void)state;
    assert_string_equal(name_of(arena, " 報告書 2026.pdf "), "報告書 2026.pdf");
    /* What a Mac sends: か and its mark apart. */
    assert_string_equal(name_of(arena, "\xe3\x81\x8b\xe3\x82\x99.txt"), "\xe3\x81\x8c.txt");
    assert_string_equal(name_of(arena, "\xef\xbc\xa1.txt"), "\xef\xbc\xa1.txt"); /* full width stays full width */
    assert_string_equal(name_of(arena, "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb\xef\xb8\x8f.png"),
                        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb\xef\xb8\x8f.png");
    assert_string_equal(name_of(arena, ".htaccess"), ".htaccess");
    arena_free(arena);
}

static void what_hides_or_leads_elsewhere_is_no_name(void **state)
{
    static const char *const WRONG[] = {
        "",
        "  ",
        ".",
        "..",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "a\nb",
        "a\rb: c",
        "a\tb",
        "a\x7f",
        "a\x01",
        "invoice\xe2\x80\xae"
        "fdp.exe",                /* right-to-left override */
        "a\xe2\x80\x8b.htaccess", /* zero-width space */
        "\xef\xbb\xbf.htaccess",  /* byte order mark */
        "a\xe2\x81\xa6.txt",
        "a\xe2\x80\x8f.txt",
        "a\xd8\x9c.txt",
        "a\xc2\xad.txt",
        "a\xe2\x80\xa8.txt",
        "a\xc2\x85.txt",
    };
    Arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        if (name_of(arena, WRONG[i]))
            fail_msg("\"%s\" was taken", WRONG[i]);
    char *large = arena_alloc(arena, FILE_NAME_BYTES_MAX + 2);
    memset(large, 'a', FILE_NAME_BYTES_MAX + 1);
    large[FILE_NAME_BYTES_MAX + 1] = 0;
    assert_null(name_of(arena, large));
    large[FILE_NAME_BYTES_MAX] = 0;
    assert_non_null(name_of(arena, large));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_kept_composed_and_trimmed),
        cmocka_unit_test(what_hides_or_leads_elsewhere_is_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
