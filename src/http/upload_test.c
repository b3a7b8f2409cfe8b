/* Bodies that are handed over piece by piece. */
#include "http/house_test.h"

#include "http/body.h"
#include "http/idempotency.h"

#include <sodium.h>

enum { MOST = 8 << 20, PIECES = 5, LONG = PIECES * UPLOAD_PIECE + 7 };

static atomic_int begun, ended, done, handled;
static _Atomic(int64_t) next_piece, taken_bytes;
static atomic_size_t held_most;
static atomic_bool pieces_fail;

static bool stream_begin(Request *request, int64_t announced, int64_t *most, Error *error)
{
    assert_non_null(request->db);
    *most = MOST;
    if (announced > MOST)
        return fail(error, ERROR_TOO_LARGE, NULL, "at most %d bytes", MOST);
    atomic_fetch_add(&begun, 1);
    atomic_store(&next_piece, 0);
    atomic_store(&taken_bytes, 0);
    return true;
}

static bool stream_take(Request *request, int64_t number, Bytes piece, Error *error)
{
    assert_int_equal(number, atomic_load(&next_piece));
    if (bodies_held() > atomic_load(&held_most))
        atomic_store(&held_most, bodies_held());
    if (atomic_load(&pieces_fail))
        return fail(error, ERROR_FULL, NULL, "no room");
    if (!db_run(request->db, &THING_INSERT, NULL, NULL, error))
        return false;
    atomic_fetch_add(&next_piece, 1);
    atomic_fetch_add(&taken_bytes, (int64_t)piece.size);
    return true;
}

static void stream_end_seen(Request *request, bool was_done)
{
    (void)request;
    atomic_fetch_add(&ended, 1);
    if (was_done)
        atomic_fetch_add(&done, 1);
}

static bool stream_handled(Request *request, Error *error)
{
    char hex[65];
    (void)error;
    atomic_fetch_add(&handled, 1);
    sodium_bin2hex(hex, sizeof hex, request->uploaded->sha256, 32);
    return reply_json(
        request, 201,
        arena_format(request->arena, "{\"size\":%lld,\"sha256\":\"%s\"}", (long long)request->uploaded->size, hex));
}

static const UploadSteps UPLOAD = { stream_begin, stream_take, stream_end_seen };
static const Route UPLOAD_ROUTES[] = {
    { POST, "/api/v1/streams", stream_handled, RIGHT_ACT, "Takes a stream", .flags = ROUTE_RAW, .upload = &UPLOAD },
    { 0 },
};
static const Route *const UPLOAD_TABLES[] = { ROUTES, UPLOAD_ROUTES, NULL };

static void house_of_streams(House *house, const TestDb *test)
{
    atomic_store(&begun, 0);
    atomic_store(&ended, 0);
    atomic_store(&done, 0);
    atomic_store(&handled, 0);
    atomic_store(&held_most, 0);
    atomic_store(&pieces_fail, false);
    house_open_with(house, test, (ServerOptions) { .tables = UPLOAD_TABLES });
}

static char *bytes_of(House *house, size_t size)
{
    char *bytes = arena_alloc(house->arena, size + 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)('a' + i % 26);
    bytes[size] = 0;
    return bytes;
}

static const char *answer_expected(House *house, const char *bytes, size_t size)
{
    unsigned char sum[32];
    char hex[65];
    crypto_hash_sha256(sum, (const unsigned char *)bytes, size);
    sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    return arena_format(house->arena, "{\"size\":%zu,\"sha256\":\"%s\"}", size, hex);
}

static const char *chunked(House *house, const char *bytes, size_t size, size_t step)
{
    Text text = text_new(house->arena);
    text_add(&text, "POST /api/v1/streams HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: admin\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n");
    for (size_t at = 0; at < size; at += step) {
        size_t now = size - at < step ? size - at : step;
        text_format(&text, "%zx\r\n", now);
        text_add_n(&text, bytes + at, now);
        text_add(&text, "\r\n");
    }
    text_add(&text, "0\r\n\r\n");
    return text_string(&text);
}

static void a_stream_is_handed_over_in_pieces_and_never_held(void **state)
{
    static const size_t SIZES[] = { LONG, PIECES * UPLOAD_PIECE, UPLOAD_PIECE - 1, 1, 0 };
    static const int ROWS[] = { PIECES + 1, PIECES, 1, 1, 0 };
    House house;
    int rows = 0;
    house_of_streams(&house, *state);
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        const char *bytes = bytes_of(&house, SIZES[i]);
        const char *answer = post(&house, "/api/v1/streams", "Authorization: admin\r\n", bytes);
        assert_status(answer, 201);
        assert_holds(answer, answer_expected(&house, bytes, SIZES[i]));
        assert_int_equal(atomic_load(&taken_bytes), SIZES[i]);
        assert_int_equal(things(*state), rows += ROWS[i]);
        assert_true(atomic_load(&held_most) <= UPLOAD_PIECE + BODY_PADDING);
    }
    assert_int_equal(bodies_held(), 0);
    assert_int_equal(atomic_load(&done), 5);
    house_close(&house);
}

static void chunks_of_any_size_make_the_same_stream(void **state)
{
    static const size_t STEPS[] = { 7, 4093, UPLOAD_PIECE, LONG };
    House house;
    house_of_streams(&house, *state);
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        size_t size = STEPS[i] == 7 ? 20000 : LONG;
        const char *bytes = bytes_of(&house, size);
        const char *answer = ask(&house, chunked(&house, bytes, size, STEPS[i]));
        assert_status(answer, 201);
        assert_holds(answer, answer_expected(&house, bytes, size));
    }
    house_close(&house);
}

static void the_next_request_of_the_connection_is_answered(void **state)
{
    House house;
    house_of_streams(&house, *state);
    Text text = text_new(house.arena);
    for (int i = 0; i < 2; i++) {
        text_format(&text,
                    "POST /api/v1/streams HTTP/1.1\r\nHost: x\r\nAuthorization: admin\r\nContent-Length: %d\r\n%s\r\n",
                    LONG, i ? "Connection: close\r\n" : "");
        text_add(&text, bytes_of(&house, LONG));
    }
    const char *answers = ask(&house, text_string(&text));
    const char *expected = answer_expected(&house, bytes_of(&house, LONG), LONG);
    assert_holds(answers, expected);
    assert_holds(strstr(answers, expected) + 1, expected);
    house_close(&house);
}

static void a_stream_that_is_cut_off_is_told_and_not_handled(void **state)
{
    House house;
    house_of_streams(&house, *state);
    int fd = dial(&house);
    say(fd,
        arena_format(house.arena,
                     "POST /api/v1/streams HTTP/1.1\r\nHost: x\r\nAuthorization: admin\r\nContent-Length: %d\r\n\r\n",
                     LONG));
    say(fd, bytes_of(&house, LONG - 1));
    close(fd);
    assert_becomes(atomic_load(&ended) == 1);
    assert_int_equal(atomic_load(&handled), 0);
    assert_int_equal(atomic_load(&done), 0);
    assert_becomes(bodies_held() == 0);
    house_close(&house);
}

static void who_may_not_and_what_is_too_large_is_refused_before_the_body(void **state)
{
    House house;
    house_of_streams(&house, *state);
    assert_status(post(&house, "/api/v1/streams", "Authorization: view\r\n", "a"), 403);
    assert_status(post(&house, "/api/v1/streams", "Authorization: cookie\r\n", "a"), 403); /* and not from where */
    assert_status(post(&house, "/api/v1/streams?x=1", "Authorization: admin\r\n", "a"), 400);
    assert_status(post(&house, "/api/v1/streams", "Authorization: admin\r\nContent-Encoding: gzip\r\n", "a"), 400);
    assert_status(ask(&house, "POST /api/v1/streams HTTP/1.1\r\nHost: x\r\nAuthorization: admin\r\n"
                              "Content-Length: 99999999\r\n\r\n"),
                  413);
    assert_int_equal(atomic_load(&begun), 0);
    assert_int_equal(things(*state), 0);
    house_close(&house);
}

static void trouble_on_the_way_is_heard_however_much_comes_after(void **state)
{
    House house;
    house_of_streams(&house, *state);
    const char *large = bytes_of(&house, MOST + 1);
    const char *answer = ask(&house, chunked(&house, large, MOST + 1, 100000));
    assert_status(answer, 413);
    assert_holds(answer, "at most 8388608 bytes");
    atomic_store(&pieces_fail, true);
    answer = ask(&house, chunked(&house, large, MOST, 100000));
    assert_status(answer, 507);
    assert_int_equal(atomic_load(&handled), 0);
    assert_becomes(atomic_load(&ended) == 2);
    assert_int_equal(bodies_held(), 0);
    house_close(&house);
}

static void one_caller_has_so_many_uploads_at_a_time(void **state)
{
    enum { UPLOADS = 8 };
    House house;
    int fds[UPLOADS];
    house_of_streams(&house, *state);
    for (int i = 0; i < UPLOADS; i++) {
        fds[i] = dial(&house);
        say(fds[i], "POST /api/v1/streams HTTP/1.1\r\nHost: x\r\nAuthorization: admin\r\nContent-Length: 9\r\n\r\nabc");
        assert_becomes(atomic_load(&begun) == i + 1);
    }
    assert_status(post(&house, "/api/v1/streams", "Authorization: admin\r\n", "a"), 429);
    assert_status(post(&house, "/api/v1/streams", "Authorization: cookie\r\nSec-Fetch-Site: same-origin\r\n", "a"),
                  201);
    for (int i = 0; i < UPLOADS; i++)
        close(fds[i]);
    assert_becomes(atomic_load(&ended) == UPLOADS + 1);
    assert_status(post(&house, "/api/v1/streams", "Authorization: admin\r\n", "a"), 201);
    house_close(&house);
}

/* ---- repeated keys --------------------------------------------------------------------------------------------- */

static char kept_fingerprint[300], kept_body[300];

static bool kept_find(Db *db, Arena *arena, const IdempotencyKey *key, IdempotentReply **reply, Error *error)
{
    (void)db;
    (void)key;
    (void)error;
    *reply = kept_body[0] ? arena_make(arena, IdempotentReply) : NULL;
    if (*reply)
        **reply = (IdempotentReply) { kept_fingerprint, 201, kept_body };
    return true;
}

static bool kept_keep(Db *db, const IdempotencyKey *key, const IdempotentReply *reply, int64_t now, Error *error)
{
    (void)db;
    (void)now;
    (void)error;
    snprintf(kept_fingerprint, sizeof kept_fingerprint, "%s", key->fingerprint);
    snprintf(kept_body, sizeof kept_body, "%s", reply->body);
    return true;
}

static void a_repeated_key_tells_streams_apart_by_what_they_held(void **state)
{
    static const IdempotencyStore STORE = { kept_find, kept_keep };
    static const char KEY[] = "Authorization: admin\r\nIdempotency-Key: once\r\n";
    House house;
    house_of_streams(&house, *state);
    kept_body[0] = 0;
    idempotency_register(&STORE);
    char *bytes = bytes_of(&house, LONG);
    assert_status(post(&house, "/api/v1/streams", KEY, bytes), 201);
    assert_becomes(atomic_load(&ended) == 1);
    assert_int_equal(atomic_load(&done), 1);
    assert_holds(post(&house, "/api/v1/streams", KEY, bytes), "Idempotent-Replayed: true");
    assert_becomes(atomic_load(&ended) == 2);
    assert_int_equal(atomic_load(&done), 1); /* nothing refers to what was sent again */
    bytes[0] = 'z';
    assert_status(post(&house, "/api/v1/streams", KEY, bytes), 409);
    assert_int_equal(atomic_load(&handled), 1);
    idempotency_register(NULL);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_stream_is_handed_over_in_pieces_and_never_held),
        SQLITE_TEST(chunks_of_any_size_make_the_same_stream),
        SQLITE_TEST(the_next_request_of_the_connection_is_answered),
        SQLITE_TEST(a_stream_that_is_cut_off_is_told_and_not_handled),
        SQLITE_TEST(who_may_not_and_what_is_too_large_is_refused_before_the_body),
        SQLITE_TEST(trouble_on_the_way_is_heard_however_much_comes_after),
        SQLITE_TEST(one_caller_has_so_many_uploads_at_a_time),
        SQLITE_TEST(a_repeated_key_tells_streams_apart_by_what_they_held),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
