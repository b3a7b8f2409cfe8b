#include "app/ops/archive.h"

#include "base/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static Arena *arena;
static char folder[] = "/tmp/banso-archive-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return mkdtemp(folder) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "one", "two", "archive", "out" };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        unlink(arena_format(arena, "%s/%s", folder, NAMES[i]));
    rmdir(folder);
    arena_free(arena);
    return 0;
}

static const char *path_of(const char *name)
{
    return arena_format(arena, "%s/%s", folder, name);
}

static void write_bytes(const char *name, const char *bytes, size_t size)
{
    FILE *file = fopen(path_of(name), "w");
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static char *read_bytes(const char *name, size_t *size)
{
    struct stat found;
    assert_int_equal(stat(path_of(name), &found), 0);
    *size = (size_t)found.st_size;
    char *bytes = arena_alloc(arena, *size + 1);
    FILE *file = fopen(path_of(name), "r");
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static const char *manifest_of(const ArchiveFile *files, size_t count)
{
    Text text = text_new(arena);
    text_add(&text, "{\"files\":[");
    for (size_t i = 0; i < count; i++)
        text_format(&text, "%s{\"name\":\"%s\",\"size\":%lld,\"sha256\":\"%s\"}", i ? "," : "", files[i].name,
                    (long long)files[i].size, files[i].sha256);
    text_add(&text, "]}");
    return text_string(&text);
}

/* An archive of a file of 1,300 bytes and an empty one. */
static void make_archive(void)
{
    char bytes[1300];
    Error error = { 0 };
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7);
    write_bytes("one", bytes, sizeof bytes);
    write_bytes("two", "", 0);
    ArchiveFile files[] = { { .name = "one", .path = path_of("one") }, { .name = "two", .path = path_of("two") } };
    for (int i = 0; i < 2; i++)
        if (!archive_measure(&files[i], &error))
            fail_msg("%s", error.text);
    if (!archive_write(path_of("archive"), manifest_of(files, 2), files, 2, &error))
        fail_msg("%s", error.text);
}

static void what_was_put_in_comes_out(void **state)
{
    (void)state;
    Error error = { 0 };
    const Json *manifest;
    make_archive();
    if (!archive_verify(arena, path_of("archive"), &manifest, &error))
        fail_msg("%s", error.text);
    assert_int_equal(json_count(json_get(manifest, "files")), 2);
    assert_true(archive_extract(arena, path_of("archive"), "one", path_of("out"), &error));
    size_t size, wanted_size;
    const char *bytes = read_bytes("out", &size), *wanted = read_bytes("one", &wanted_size);
    assert_int_equal(size, wanted_size);
    assert_memory_equal(bytes, wanted, size);
    assert_true(archive_extract(arena, path_of("archive"), "two", path_of("out"), &error));
    assert_false(archive_extract(arena, path_of("archive"), "three", path_of("out"), &error));
    assert_int_not_equal(access(path_of("out"), F_OK), 0);
}

/* The padding behind a member and the zeroes at the end carry nothing; every other byte counts. */
static void no_byte_that_matters_can_be_changed(void **state)
{
    (void)state;
    make_archive();
    size_t size;
    char *bytes = read_bytes("archive", &size);
    size_t manifest_size = strlen(bytes + 512);
    for (size_t at = 0; at < size; at += 3) {
        bool padding = (at >= 512 + manifest_size && at < 1024) || at >= size - 1024;
        size_t in_one = at - 1536; /* the member "one" begins behind its header */
        padding = padding || (at >= 1536 && in_one >= 1300 && in_one < 1536);
        if (padding)
            continue;
        const Json *manifest;
        Error error = { 0 };
        bytes[at] ^= 1;
        write_bytes("archive", bytes, size);
        if (archive_verify(arena, path_of("archive"), &manifest, &error))
            fail_msg("byte %zu was changed and passed", at);
        assert_int_equal(error.kind, ERROR_INPUT);
        bytes[at] ^= 1;
    }
}

static void an_archive_that_was_cut_off_is_refused_wherever(void **state)
{
    (void)state;
    make_archive();
    size_t size;
    char *bytes = read_bytes("archive", &size);
    for (size_t cut = 0; cut + 1024 < size; cut += 100) {
        const Json *manifest;
        Error error = { 0 };
        write_bytes("archive", bytes, cut);
        assert_false(archive_verify(arena, path_of("archive"), &manifest, &error));
    }
}

static void a_file_that_the_manifest_does_not_name_is_refused(void **state)
{
    (void)state;
    Error error = { 0 };
    const Json *manifest;
    make_archive();
    ArchiveFile file = { .name = "one", .path = path_of("one") };
    assert_true(archive_measure(&file, &error));
    assert_true(archive_write(path_of("archive"), "{\"files\":[]}", &file, 1, &error));
    assert_false(archive_verify(arena, path_of("archive"), &manifest, &error));
    ArchiveFile both[] = { file, { .name = "two", .path = path_of("two") } };
    assert_true(archive_measure(&both[1], &error));
    assert_true(archive_write(path_of("archive"), manifest_of(both, 2), both, 1, &error));
    assert_false(archive_verify(arena, path_of("archive"), &manifest, &error));
}

static void a_file_that_is_not_there_is_told(void **state)
{
    (void)state;
    Error error = { 0 };
    const Json *manifest;
    ArchiveFile file = { .name = "x", .path = path_of("nothing") };
    assert_false(archive_measure(&file, &error));
    assert_false(archive_verify(arena, path_of("nothing"), &manifest, &error));
    assert_false(archive_write("/nowhere/archive", "{}", NULL, 0, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_in_comes_out),
        cmocka_unit_test(no_byte_that_matters_can_be_changed),
        cmocka_unit_test(an_archive_that_was_cut_off_is_refused_wherever),
        cmocka_unit_test(a_file_that_the_manifest_does_not_name_is_refused),
        cmocka_unit_test(a_file_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
