/* Content in pieces: once for all who hold it, and gone when nobody does. */
#include "house/blob/blob.h"

#include "base/id.h"
#include "blob.sql.h"
#include "house/blob/blob_store.h"
#include "house/workspace/workspace.h"
#include "jobs/module.h"
#include "jobs/writer_testkit.h"

#include <sodium.h>
#include <string.h>

/* A holder that holds what the test says. */
static int64_t held_id;

static bool test_holds(Db *db, Arena *arena, int64_t blob_id, bool *held, Error *failed)
{
    (void)db;
    (void)arena;
    (void)failed;
    *held = blob_id == held_id;
    return true;
}

static const BlobHolder TEST_HOLDER = { test_holds };
static const FactKind TEST_FACTS[] = { { "workspace.changed", &WORKSPACE_CHANGED }, { 0 } };
static const Module TEST_MODULE = { .name = "test", .blobs = &TEST_HOLDER, .facts = TEST_FACTS };
static const Module *const TEST_MODULES[] = { &TEST_MODULE, NULL };

static Uploaded sum_of(const char *bytes, size_t size)
{
    Uploaded sum = { .size = (int64_t)size };
    crypto_hash_sha256(sum.sha256, (const unsigned char *)bytes, size);
    return sum;
}

static void comes(const Writer *writer, const char *bytes, size_t size, BlobComing *coming)
{
    assert_true(blob_expect(writer->db, writer->arena, (int64_t)size, coming, &error));
    for (size_t at = 0; at < size; at += UPLOAD_PIECE) {
        size_t now = size - at < UPLOAD_PIECE ? size - at : UPLOAD_PIECE;
        Bytes piece = { (const uint8_t *)bytes + at, now };
        assert_true(blob_take(writer, coming, (int64_t)(at / UPLOAD_PIECE), piece, &error));
    }
}

static Blob kept(const Writer *writer, const char *bytes, size_t size)
{
    BlobComing coming;
    Blob blob;
    Uploaded sum = sum_of(bytes, size);
    comes(writer, bytes, size, &coming);
    if (!blob_keep(writer, &coming, &sum, &blob, &error))
        fail_msg("%s", error.text);
    return blob;
}

static int64_t used(const Writer *writer)
{
    BlobRoom room;
    assert_true(blob_room(writer->db, writer->arena, &room, &error));
    return room.used;
}

static char *long_bytes(const Writer *writer, size_t size)
{
    char *bytes = arena_alloc(writer->arena, size);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)('a' + i % 23);
    return bytes;
}

static void keep_the_same_twice(const Writer *writer)
{
    enum { LONG = 2 * UPLOAD_PIECE + 5 };
    const char *bytes = long_bytes(writer, LONG);
    Blob one = kept(writer, bytes, LONG), two = kept(writer, bytes, LONG), other = kept(writer, bytes, LONG - 1);
    Bytes piece;
    assert_int_equal(one.id, two.id);
    assert_int_not_equal(one.id, other.id);
    assert_int_equal(used(writer), 2 * LONG - 1);
    assert_true(blob_piece(writer->db, writer->arena, one.id, 2, &piece, &error));
    assert_int_equal(piece.size, 5);
    assert_memory_equal(piece.data, bytes + 2 * UPLOAD_PIECE, 5);
    assert_false(blob_piece(writer->db, writer->arena, one.id, 3, &piece, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
}

static void the_same_content_is_stored_once(void **state)
{
    in_a_write(state, keep_the_same_twice);
}

static void keep_nothing(const Writer *writer)
{
    Blob one = kept(writer, "", 0), two = kept(writer, "", 0);
    assert_int_equal(one.id, two.id);
    assert_int_equal(one.size, 0);
    assert_string_equal(one.digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void an_empty_file_is_a_file(void **state)
{
    in_a_write(state, keep_nothing);
}

static void keep_images(const Writer *writer)
{
    assert_string_equal(kept(writer, "\x89PNG\r\n\x1a\nrest", 12).media, "image/png");
    assert_string_equal(kept(writer, "\xff\xd8\xff\xe0rest", 8).media, "image/jpeg");
    assert_string_equal(kept(writer, "GIF89a-rest", 11).media, "image/gif");
    assert_string_equal(kept(writer, "RIFF0000WEBPrest", 16).media, "image/webp");
    static const char *const NONE[] = {
        "<svg xmlns='http://www.w3.org/2000/svg'/>", "<html>", "GIF8", "RIFF0000WAVE", "%PDF-1.4", "\x89PNG"
    };
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        assert_string_equal(kept(writer, NONE[i], strlen(NONE[i])).media, "application/octet-stream");
}

static void only_its_first_bytes_make_an_image(void **state)
{
    in_a_write(state, keep_images);
}

static void keep_within_limits(const Writer *writer)
{
    Workspace *workspace;
    BlobComing coming, chunked;
    assert_true(workspace_get(writer->db, writer->arena, &workspace, &error));
    workspace->file_max = 100;
    workspace->files_max = 150;
    assert_true(workspace_put(writer->services, writer->db, workspace, "system", 1, &error));
    assert_false(blob_expect(writer->db, writer->arena, 101, &coming, &error));
    assert_int_equal(error.kind, ERROR_TOO_LARGE);
    assert_string_equal(error.reason, "file_large");
    assert_true(blob_expect(writer->db, writer->arena, -1, &chunked, &error));
    assert_int_equal(chunked.most, 100);
    assert_true(blob_expect(writer->db, writer->arena, 60, &coming, &error));
    assert_true(blob_take(writer, &chunked, 0, (Bytes) { (const uint8_t *)"x", 1 }, &error));
    /* The one without a length may still take all of its hundred. */
    assert_false(blob_take(writer, &coming, 0, (Bytes) { (const uint8_t *)"y", 1 }, &error));
    assert_string_equal(error.reason, "files_full");
}

static void what_is_on_its_way_counts_with_all_it_may_become(void **state)
{
    in_a_write(state, keep_within_limits);
}

/* ---- letting go ------------------------------------------------------------------------------------------------ */

typedef struct {
    TestDb *test;
    Services services;
    Blob blob;
    BlobComing coming;
    int64_t used;
} Life;

static bool life_begin(Db *db, void *context, Error *failed)
{
    enum { LONG = 40 * UPLOAD_PIECE };
    Life *life = context;
    Writer writer = { &life->services, db, life->test->arena, "system", 1000 };
    (void)failed;
    life->blob = kept(&writer, long_bytes(&writer, LONG), LONG);
    comes(&writer, "cut off", 7, &life->coming);
    return true;
}

static bool life_let_go(Db *db, void *context, Error *failed)
{
    Life *life = context;
    Writer writer = { &life->services, db, life->test->arena, "system", 1000 };
    return blobs_let_go(&writer, (Ids) { 1, &life->blob.id }, failed);
}

static bool life_used(Db *db, void *context, Error *failed)
{
    Life *life = context;
    Writer writer = { &life->services, db, life->test->arena, "system", 1000 };
    (void)failed;
    life->used = used(&writer);
    return true;
}

/* `later` in ms: jobs asked for before this are due in any case. */
static int64_t used_after_jobs(Life *life, int64_t later)
{
    const JobsOptions jobs = { .kinds = (const JobKind *const[]) { BLOB_JOBS, NULL },
                               .schedules = (const Schedule *const[]) { BLOB_SCHEDULES, NULL },
                               .readers = (const FactReader *const[]) { NULL } };
    if (!jobs_settle(&life->services, &jobs, clock_now() + 1000 + later, &error))
        fail_msg("%s", error.text);
    db_test_read(life->test, life_used, life);
    return life->used;
}

static void what_nobody_holds_is_freed(void **state)
{
    Life life = { .test = *state };
    life.services.store = life.test->store;
    db_test_write(life.test, life_begin, &life);
    held_id = life.blob.id;
    db_test_write(life.test, life_let_go, &life);
    assert_int_equal(used_after_jobs(&life, 0), life.blob.size + 7);
    held_id = 0;
    /* Nobody let go of it since: it stays. */
    assert_int_equal(used_after_jobs(&life, 0), life.blob.size + 7);
    db_test_write(life.test, life_let_go, &life);
    assert_int_equal(used_after_jobs(&life, 0), 7);
    blob_abandoned(life.coming.id);
    assert_int_equal(used_after_jobs(&life, 0), 0);
}

static bool life_comes_late(Db *db, void *context, Error *failed)
{
    Life *life = context;
    Writer writer = { &life->services, db, life->test->arena, "system", 1000 };
    assert_false(blob_take(&writer, &life->coming, 1, (Bytes) { (const uint8_t *)"z", 1 }, failed));
    assert_int_equal(failed->kind, ERROR_BUSY);
    Uploaded sum = sum_of("cut off", 7);
    Blob blob;
    assert_false(blob_keep(&writer, &life->coming, &sum, &blob, failed));
    return true;
}

static void an_upload_that_went_silent_is_freed_and_cannot_go_on(void **state)
{
    enum { MINUTES = 60000 };
    Life life = { .test = *state };
    life.services.store = life.test->store;
    db_test_write(life.test, life_begin, &life);
    assert_int_equal(used_after_jobs(&life, 9 * MINUTES), life.blob.size + 7);
    assert_int_equal(used_after_jobs(&life, 20 * MINUTES), life.blob.size);
    db_test_write(life.test, life_comes_late, &life);
}

int main(void)
{
    modules_use(TEST_MODULES);
    const struct CMUnitTest tests[] = {
        DB_TEST(the_same_content_is_stored_once),
        DB_TEST(an_empty_file_is_a_file),
        SQLITE_TEST(only_its_first_bytes_make_an_image),
        DB_TEST(what_is_on_its_way_counts_with_all_it_may_become),
        DB_TEST(what_nobody_holds_is_freed),
        DB_TEST(an_upload_that_went_silent_is_freed_and_cannot_go_on),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
