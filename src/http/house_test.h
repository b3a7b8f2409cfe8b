/* For the tests of http: a server with test routes, and a client that sends exactly what it is given. */
#ifndef BANSO_HTTP_HOUSE_TEST_H
#define BANSO_HTTP_HOUSE_TEST_H

#include "db/db_testkit.h"
#include "http/server.h"
#include "http/stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- routes to try the server with ---------------------------------------------------------------------------- */

typedef struct {
    const char *name;
} Thing;

static const Field THING_FIELDS[] = {
    SHAPE_FIELD(Thing, name, FIELD_TEXT, .max = 100),
    { 0 },
};
static const Shape THING = { "Thing", sizeof(Thing), THING_FIELDS };

static atomic_int runs;

static inline bool thing_read(Request *request, Error *error)
{
    (void)error;
    return reply_json(request, 200, arena_format(request->arena, "{\"id\":%lld}", (long long)request->path_id[0]));
}

/* A table of the tests, to see that what is rolled back is gone. */
static const Statement THING_TABLE = { .name = "thing_table",
                                       .sqlite = "CREATE TABLE thing (id INTEGER)",
                                       .postgres = "CREATE TABLE thing (id BIGINT)" };
static const Statement THING_INSERT = { .name = "thing_insert",
                                        .sqlite = "INSERT INTO thing (id) VALUES (1)",
                                        .postgres = "INSERT INTO thing (id) VALUES (1)" };

static inline bool thing_write(Request *request, Error *error)
{
    const Thing *thing = request->input;
    atomic_fetch_add(&runs, 1);
    if (!db_run(request->db, &THING_INSERT, NULL, NULL, error))
        return false;
    if (!strcmp(thing->name, "conflict"))
        return fail(error, ERROR_CONFLICT, "name", "there is one");
    if (!strcmp(thing->name, "full"))
        return fail(error, ERROR_FULL, NULL, "no room");
    return reply_row(request, 201, &THING, thing);
}

static inline bool thing_secret(Request *request, Error *error)
{
    (void)error;
    atomic_fetch_add(&runs, 1);
    return reply_json(request, 201, "{\"token\":\"secret\"}");
}

static inline bool thing_slow(Request *request, Error *error)
{
    (void)error;
    request->prepared = arena_text(request->arena, "prepared");
    return true;
}

static inline bool thing_after_slow(Request *request, Error *error)
{
    (void)error;
    return reply_json(request, 200, arena_format(request->arena, "{\"was\":\"%s\"}", (char *)request->prepared));
}

static inline bool thing_raw(Request *request, Error *error)
{
    if (request->body_bytes.size == 4 && !memcmp(request->body_bytes.data, "busy", 4))
        return fail(error, ERROR_BUSY, NULL, "too much is waiting");
    return reply_json(request, 200, arena_format(request->arena, "{\"size\":%zu}", request->body_bytes.size));
}

static inline bool address_read_back(Request *request, Error *error)
{
    (void)error;
    return reply_json(request, 200, arena_format(request->arena, "{\"address\":\"%s\"}", request->address));
}

static const Route ROUTES[] = {
    { GET, "/api/v1/address", address_read_back, RIGHT_PUBLIC, "Where one asks from", .flags = ROUTE_NO_DB },
    { GET, "/api/v1/things/{id}", thing_read, RIGHT_VIEW, "One thing" },
    { GET, "/api/v1/prices/{id}", thing_read, RIGHT_VIEW, "One price", .circle = CIRCLE_REVENUE },
    { POST, "/api/v1/things", thing_write, RIGHT_ACT, "Makes a thing", .takes = &THING, .gives = &THING },
    { POST, "/api/v1/secrets", thing_secret, RIGHT_ADMIN, "Makes a secret", .flags = ROUTE_SECRET },
    { POST, "/api/v1/slow", thing_after_slow, RIGHT_PUBLIC, "Works slowly", .prepare = thing_slow },
    { POST, "/api/v1/raw", thing_raw, RIGHT_PUBLIC, "Counts bytes", .flags = ROUTE_RAW, .body_max = 100000 },
    { POST, "/v1/raw", thing_raw, RIGHT_PUBLIC, "Counts bytes", .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_TRACKING,
      .body_max = 100000 },
    { POST, "/open/raw", thing_raw, RIGHT_PUBLIC, "Counts bytes", .flags = ROUTE_RAW | ROUTE_CORS, .body_max = 100000 },
    { 0 },
};
static const Route *const TABLES[] = { ROUTES, NULL };

/* "Authorization: view" is a caller with the right to view, "accountant" one who sees the circle revenue beside that;
 * "cookie" one with a session. */
static inline bool identify(Request *request, Caller *caller, Error *error)
{
    const char *who = request_header(request, "Authorization");
    (void)error;
    if (text_equal(who, "view"))
        *caller = (Caller) { .kind = CALLER_TOKEN, .id = 1, .rights = RIGHTS_VIEW };
    if (text_equal(who, "admin"))
        *caller = (Caller) { .kind = CALLER_TOKEN, .id = 2, .rights = RIGHTS_ADMIN };
    if (text_equal(who, "accountant"))
        *caller = (Caller) { .kind = CALLER_TOKEN, .id = 4, .rights = RIGHTS_VIEW | CIRCLE_REVENUE };
    if (text_equal(who, "cookie"))
        *caller = (Caller) { .kind = CALLER_STAFF, .id = 3, .rights = RIGHTS_ADMIN | RIGHTS_STAFF };
    return true;
}

typedef struct {
    Services services;
    Server *server;
    Arena *arena;
    const char *unix_path;
} House;

static inline bool table_make(Db *db, void *context, Error *error)
{
    (void)context;
    return db_run(db, &THING_TABLE, NULL, NULL, error);
}

static inline void house_open_with(House *house, const TestDb *test, ServerOptions options)
{
    Error error = { 0 };
    memset(house, 0, sizeof *house);
    db_test_write(test, table_make, NULL);
    house->services.store = test->store;
    house->services.public_url = "http://banso.example";
    house->services.stream = stream_new(0);
    house->arena = test->arena;
    atomic_store(&house->services.zone, zone_find("Asia/Tokyo"));
    options.listen = options.listen ? options.listen : "127.0.0.1:0";
    options.tables = options.tables ? options.tables : TABLES;
    options.identify = options.identify ? options.identify : identify;
    options.quiet = true;
    if (!options.patience_ms)
        options.patience_ms = HUNG_SECONDS * 1000;
    if (!server_start(&house->services, &options, &house->server, &error))
        fail_msg("%s", error.text);
}

static inline void house_open(House *house, const TestDb *test)
{
    house_open_with(house, test, (ServerOptions) { 0 });
}

static inline void house_close(House *house)
{
    server_stop(house->server, 5);
    stream_free(house->services.stream);
}

/* ---- a client that sends what it is told to ------------------------------------------------------------------- */

static inline int dial(const House *house)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(house->server)) };
    struct timeval patience = { .tv_sec = HUNG_SECONDS };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static inline void say(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* Everything until the server closes. */
static inline const char *hear_all(Arena *arena, int fd)
{
    Text text = text_new(arena);
    char block[4096];
    ssize_t size;
    while ((size = recv(fd, block, sizeof block, 0)) > 0)
        text_add_n(&text, block, (size_t)size);
    if (size < 0 && errno == EAGAIN)
        fail_msg("the server keeps the connection; it said: %s", text_string(&text));
    close(fd);
    return text_string(&text);
}

/* Until `mark` has come, and not a byte more. In blocks: a stream may say megabytes before. */
static inline const char *hear_until(Arena *arena, int fd, const char *mark)
{
    Text text = text_new(arena);
    static char block[65536];
    size_t size = strlen(mark);
    for (;;) {
        ssize_t there = recv(fd, block, sizeof block, MSG_PEEK);
        if (there <= 0)
            fail_msg("the server closed before it said %s: %.2000s", mark, text_string(&text));
        size_t from = text.size < size ? 0 : text.size - size;
        text_add_n(&text, block, (size_t)there);
        char *start = (char *)(uintptr_t)text_string(&text);
        char *found = memmem(start + from, text.size - from, mark, size);
        size_t beyond = found ? text.size - (size_t)(found + size - start) : 0;
        assert_int_equal(recv(fd, block, (size_t)there - beyond, 0), there - (ssize_t)beyond);
        if (found) {
            found[size] = 0;
            return start;
        }
    }
}

static inline const char *ask(House *house, const char *request)
{
    int fd = dial(house);
    say(fd, request);
    return hear_all(house->arena, fd);
}

static inline const char *post(House *house, const char *path, const char *headers, const char *body)
{
    return ask(house, arena_format(house->arena,
                                   "POST %s HTTP/1.1\r\nHost: banso.example\r\nConnection: close\r\nContent-Length: "
                                   "%zu\r\n%s\r\n%s",
                                   path, strlen(body), headers, body));
}

static inline int status_of(const char *answer)
{
    int status = 0;
    return sscanf(answer, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

static inline void assert_status(const char *answer, int status)
{
    if (status_of(answer) != status)
        fail_msg("not %d: %s", status, answer ? answer : "");
}

static inline void assert_holds(const char *answer, const char *part)
{
    if (!strstr(answer, part))
        fail_msg("%s is missing in: %s", part, answer ? answer : "");
}

static inline bool things_count(Db *db, void *context, Error *error)
{
    struct {
        int64_t count;
    } * rows;
    static const Field FIELDS[] = { { "count", FIELD_INT, false, 0 }, { .type = FIELD_END } };
    static const Shape COUNT = { "Count", sizeof *rows, FIELDS };
    size_t found;
    if (!db_list(db, db_arena(db), "SELECT COUNT(*) AS count FROM thing", NULL, 0, &COUNT, (void **)&rows, &found,
                 error))
        return false;
    *(int64_t *)context = rows[0].count;
    return true;
}

static inline int things(const TestDb *test)
{
    int64_t count = 0;
    db_test_read(test, things_count, &count);
    return (int)count;
}

#endif
