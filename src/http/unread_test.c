/* What replies hold while their clients read, or do not. */
#include "http/house_test.h"

enum { LONG = 24 << 20, LINES = 40000, PIECE_LINES = 1000 }; /* LONG: more than sockets take in by themselves */

static atomic_int worked_out; /* arenas of long replies that are still there */

static void arena_gone(void *what)
{
    (void)what;
    atomic_fetch_sub(&worked_out, 1);
}

static bool long_read(Request *request, Error *error)
{
    char *bytes = arena_array(request->arena, LONG + 1, 1);
    (void)error;
    memset(bytes, 'x', LONG);
    atomic_fetch_add(&worked_out, 1);
    arena_defer(request->arena, arena_gone, NULL);
    return reply_file(request, "text/plain", "long.txt", bytes, LONG);
}

typedef struct {
    OptInt breaks, first; /* before which line it breaks off; how many lines the first piece has */
} LinesAsk;

static const Field LINES_ASK_FIELDS[] = {
    SHAPE_OPT(LinesAsk, breaks, FIELD_INT),
    SHAPE_OPT(LinesAsk, first, FIELD_INT),
    { 0 },
};
static const Shape LINES_ASK = { "LinesAsk", sizeof(LinesAsk), LINES_ASK_FIELDS };

static atomic_int pieces_made;

static bool lines_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    const LinesAsk *ask = request->query;
    int begin = from ? atoi(from) : 0, lines = !from && ask->first.known ? (int)ask->first.value : PIECE_LINES;
    int end = begin + lines < LINES ? begin + lines : LINES;
    assert_non_null(request->db);
    assert_int_equal(request->path_id[0], 7);
    assert_int_equal(request->caller->id, 1);
    atomic_fetch_add(&pieces_made, 1);
    if (ask->breaks.known && begin >= ask->breaks.value)
        return fail(error, ERROR_BUSY, NULL, "the database is away");
    for (int i = begin; i < end; i++)
        text_format(out, "line %d %0600d\n", i, 0);
    *next = end < LINES ? arena_format(request->arena, "%d", end) : NULL;
    return true;
}

static bool lines_read(Request *request, Error *error)
{
    return reply_pieces(request, "text/plain", "lines.txt", lines_piece, error);
}

static const Route LONG_ROUTES[] = {
    { GET, "/api/v1/long", long_read, RIGHT_VIEW, "Says much", .flags = ROUTE_FILE },
    { POST, "/api/v1/long", long_read, RIGHT_VIEW, "Does something, and says much", .flags = ROUTE_FILE },
    { GET, "/api/v1/lines/{id}", lines_read, RIGHT_VIEW, "Says it in pieces", .asks = &LINES_ASK, .flags = ROUTE_FILE },
    { 0 },
};
static const Route *const LONG_TABLES[] = { ROUTES, LONG_ROUTES, NULL };

static void house_of_long_replies(House *house, const TestDb *test, size_t unread_max)
{
    atomic_store(&worked_out, 0);
    atomic_store(&pieces_made, 0);
    house_open_with(house, test, (ServerOptions) { .unread_max = unread_max, .tables = LONG_TABLES });
}

static int ask_and_not_read(House *house, const char *path, const char *who)
{
    int fd = dial(house);
    say(fd, arena_format(house->arena, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\n\r\n",
                         path, who));
    return fd;
}

static int status_heard(House *house, int fd)
{
    return status_of(hear_until(house->arena, fd, "\r\n"));
}

static int status_of_one(House *house, const char *path)
{
    int fd = ask_and_not_read(house, path, "view"), got = status_heard(house, fd);
    close(fd);
    return got;
}

/* Asks until the server has noticed that a client has gone. */
static void ask_until(House *house, const char *path, int status)
{
    assert_becomes(status_of_one(house, path) == status);
}

static void only_the_bytes_of_an_unread_reply_are_kept(void **state)
{
    House house;
    house_of_long_replies(&house, *state, 0);
    int fd = ask_and_not_read(&house, "/api/v1/long", "view");
    assert_int_equal(status_heard(&house, fd), 200);
    assert_int_equal(atomic_load(&worked_out), 0);
    const char *rest = hear_all(house.arena, fd);
    const char *body = strstr(rest, "\r\n\r\n") + 4;
    assert_int_equal(strlen(body), LONG);
    assert_int_equal(strspn(body, "x"), LONG);
    house_close(&house);
}

static void who_leaves_too_much_unread_gets_no_more_of_it(void **state)
{
    House house;
    house_of_long_replies(&house, *state, 2 * LONG);
    int first = ask_and_not_read(&house, "/api/v1/long", "view");
    assert_int_equal(status_heard(&house, first), 200);
    int second = ask_and_not_read(&house, "/api/v1/long", "admin");
    assert_int_equal(status_heard(&house, second), 200); /* another caller */
    const char *refused = hear_all(house.arena, ask_and_not_read(&house, "/api/v1/long", "admin"));
    assert_status(refused, 503);
    assert_holds(refused, "Retry-After: 1");
    assert_holds(refused, "\"code\":\"busy\"");
    /* Small replies, and requests of others, go on. */
    assert_status(hear_all(house.arena, ask_and_not_read(&house, "/api/v1/things/1", "admin")), 200);
    close(second);
    close(first);
    ask_until(&house, "/api/v1/long", 200);
    house_close(&house);
}

/* It is done: refused, it would be sent again. */
static void what_a_write_says_is_told_however_much_is_unread(void **state)
{
    House house;
    house_of_long_replies(&house, *state, LONG + 1000);
    int first = ask_and_not_read(&house, "/api/v1/long", "view");
    assert_int_equal(status_heard(&house, first), 200);
    assert_int_equal(status_of_one(&house, "/api/v1/long"), 503);
    int fd = dial(&house);
    say(fd, "POST /api/v1/long HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: view\r\n"
            "Content-Length: 0\r\n\r\n");
    const char *told = hear_all(house.arena, fd);
    assert_status(told, 200);
    assert_int_equal(strlen(strstr(told, "\r\n\r\n") + 4), LONG);
    close(first);
    house_close(&house);
}

static void what_was_read_counts_no_more(void **state)
{
    House house;
    house_of_long_replies(&house, *state, LONG + 1000);
    for (int i = 0; i < 3; i++) {
        ask_until(&house, "/api/v1/long", 200);
        const char *metrics = ask(&house, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert_holds(metrics, "banso_unread_bytes ");
    }
    house_close(&house);
}

/* The body of a reply in chunks. */
static const char *chunks_join(Arena *arena, const char *reply, bool *ended)
{
    Text body = text_new(arena);
    const char *at = strstr(reply, "\r\n\r\n") + 4;
    assert_holds(reply, "Transfer-Encoding: chunked");
    for (;;) {
        char *end;
        size_t size = strtoul(at, &end, 16);
        *ended = end != at && size == 0;
        if (end == at || size == 0 || strlen(end + 2) < size)
            return text_string(&body);
        text_add_n(&body, end + 2, size);
        at = end + 2 + size + 2;
    }
}

static void assert_all_lines(House *house, const char *path, int pieces)
{
    bool ended;
    atomic_store(&pieces_made, 0);
    const char *reply = hear_all(house->arena, ask_and_not_read(house, path, "view"));
    assert_status(reply, 200);
    const char *body = chunks_join(house->arena, reply, &ended);
    assert_true(ended);
    for (int i = 0; i < LINES; i++) {
        const char *line = arena_format(house->arena, "line %d 0", i);
        assert_memory_equal(body, line, strlen(line));
        body = strchr(body, '\n') + 1;
    }
    assert_int_equal(*body, 0);
    assert_int_equal(atomic_load(&pieces_made), pieces);
}

static void a_file_in_pieces_is_whole(void **state)
{
    House house;
    house_of_long_replies(&house, *state, 0);
    assert_all_lines(&house, "/api/v1/lines/7", LINES / PIECE_LINES);
    house_close(&house);
}

/* Its arena could have stayed: those of the pieces behind it are as large as ever. An empty piece ends nothing. */
static void a_file_whose_first_piece_is_small_or_empty_is_whole(void **state)
{
    House house;
    house_of_long_replies(&house, *state, 0);
    assert_all_lines(&house, "/api/v1/lines/7?first=1", LINES / PIECE_LINES + 1);
    assert_all_lines(&house, "/api/v1/lines/7?first=0", LINES / PIECE_LINES + 1);
    house_close(&house);
}

static void the_next_piece_is_made_when_the_one_before_was_read(void **state)
{
    House house;
    house_of_long_replies(&house, *state, 0);
    int fd = ask_and_not_read(&house, "/api/v1/lines/7", "view");
    assert_int_equal(status_heard(&house, fd), 200);
    /* Sockets take some in by themselves, but not all of it. */
    assert_in_range(atomic_load(&pieces_made), 1, LINES / PIECE_LINES - 1);
    close(fd);
    house_close(&house);
}

static void a_file_that_breaks_off_is_not_taken_for_a_whole_one(void **state)
{
    House house;
    bool ended;
    house_of_long_replies(&house, *state, 0);
    const char *reply = hear_all(house.arena, ask_and_not_read(&house, "/api/v1/lines/7?breaks=5000", "view"));
    assert_status(reply, 200);
    chunks_join(house.arena, reply, &ended);
    assert_false(ended);
    /* At the beginning an error is still an answer. */
    assert_status(hear_all(house.arena, ask_and_not_read(&house, "/api/v1/lines/7?breaks=0", "view")), 503);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(only_the_bytes_of_an_unread_reply_are_kept),
        SQLITE_TEST(who_leaves_too_much_unread_gets_no_more_of_it),
        SQLITE_TEST(what_a_write_says_is_told_however_much_is_unread),
        SQLITE_TEST(what_was_read_counts_no_more),
        DB_TEST(a_file_in_pieces_is_whole),
        SQLITE_TEST(a_file_whose_first_piece_is_small_or_empty_is_whole),
        SQLITE_TEST(the_next_piece_is_made_when_the_one_before_was_read),
        SQLITE_TEST(a_file_that_breaks_off_is_not_taken_for_a_whole_one),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
