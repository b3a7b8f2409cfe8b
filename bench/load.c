/*
 * The client of the ingest benchmarks: keep-alive connections, one thread each, bodies of 300 B events made by patching
 * a template, so that the client costs little beside the server that shares its cores. Prints "key value" lines.
 *
 *   bench_load fill   FOLDER IDS                                         runs of the repeat filter, as the filter
 * writes bench_load burst  PORT KEY CONNECTIONS EVENTS_EACH ACCOUNTS EVENTS   as fast as answers come bench_load paced
 * PORT KEY CONNECTIONS EVENTS_EACH ACCOUNTS EVENTS RATE bench_load past   PORT KEY CONNECTIONS EVENTS_EACH ACCOUNTS
 * EVENTS   history: each call is of one of the last 400 days
 *
 * EVENTS_EACH 0 = single events on /v1/track. RATE is calls a second; a call's latency counts from when it was due, so
 * that a server that stalls cannot hide the calls that had to wait.
 */
#include "base/clock.h"
#include "usage/dedup/dedup_run.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 64, EVENT_SIZE = 300, EVENTS_EACH_MAX = 1600, HEAD_MAX = 512, USERS_EACH = 20, NAMES = 10 };
enum { REPLY_MAX = 8192, PAST_DAYS = 400 };

static _Noreturn void give_up(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

/* ---- events ---------------------------------------------------------------------------------------------------- */

static const char EVENT[] =
    "{\"type\":\"track\",\"messageId\":\"node-next-0000000000000000\",\"timestamp\":\"0000-00-00T00:00:00.000Z\","
    "\"userId\":\"user-000000\",\"event\":\"Feature 0 used\",\"context\":{\"groupId\":\"account-000000\"},"
    "\"properties\":{\"plan\":\"pro\",\"seat\":12,\"path\":\"/workspace/board/cards\",\"text\":\"";
static const char EVENT_END[] = "\"}}";

static char template[EVENT_SIZE + 1];
static size_t message_at, time_at, user_at, name_at, account_at;

static size_t place_of(const char *text)
{
    return (size_t)(strstr(template, text) - template) + strlen(text);
}

static void template_make(void)
{
    memset(template, 'x', EVENT_SIZE);
    memcpy(template, EVENT, sizeof EVENT - 1);
    memcpy(template + EVENT_SIZE - (sizeof EVENT_END - 1), EVENT_END, sizeof EVENT_END - 1);
    message_at = place_of("node-next-");
    time_at = place_of("\"timestamp\":\"");
    user_at = place_of("\"user-");
    name_at = place_of("\"Feature ");
    account_at = place_of("\"account-");
}

static void digits_put(char *at, int width, uint64_t value)
{
    for (int i = width; i-- > 0; value /= 10)
        at[i] = (char)('0' + value % 10);
}

static void hex_put(char *at, uint64_t value)
{
    for (int i = 16; i-- > 0; value >>= 4)
        at[i] = "0123456789abcdef"[value & 15];
}

static uint64_t stir(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static void event_put(char *at, uint64_t message, const char time[25], int accounts)
{
    uint64_t chance = stir(message), account = chance % (uint64_t)accounts;
    memcpy(at, template, EVENT_SIZE);
    hex_put(at + message_at, message);
    memcpy(at + time_at, time, 24);
    digits_put(at + account_at, 6, account);
    digits_put(at + user_at, 6, account * USERS_EACH + (chance >> 32) % USERS_EACH);
    digits_put(at + name_at, 1, (chance >> 40) % NAMES);
}

/* ---- a connection ---------------------------------------------------------------------------------------------- */

typedef struct {
    pthread_t thread;
    int number, socket;
    char *call; /* head and body */
    int64_t done;
    int64_t *latencies; /* microseconds */
} Connection;

static struct {
    int port, connections, events_each, accounts;
    int64_t calls, started;
    double rate; /* 0 = as fast as answers come */
    bool past;
    uint64_t seed;
    char authorization[256];
} load;

static void connect_to(Connection *connection)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)load.port) };
    int on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address))
        give_up("connect", "refused");
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void now_write(char out[25], int64_t days_ago)
{
    struct timespec now;
    struct tm parts;
    char text[64];
    clock_gettime(CLOCK_REALTIME, &now);
    now.tv_sec -= days_ago * 86400;
    gmtime_r(&now.tv_sec, &parts);
    size_t size = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text + size, sizeof text - size, ".%03ldZ", now.tv_nsec / 1000000);
    memcpy(out, text, 25);
}

/* Head, then the body; the length is known beforehand. */
static size_t call_make(char *call, int64_t number)
{
    static const char SENT[] = "{\"sentAt\":\"%s\",\"batch\":[";
    char time[25];
    int count = load.events_each ? load.events_each : 1;
    uint64_t message = load.seed + (uint64_t)number * EVENTS_EACH_MAX;
    now_write(time, load.past ? number % PAST_DAYS : 0);
    size_t frame = load.events_each ? sizeof SENT - 3 + 24 + (size_t)count - 1 + 2 : 0;
    char *at = call;
    at += snprintf(at, HEAD_MAX,
                   "POST /v1/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: "
                   "%zu\r\n\r\n",
                   load.past          ? "import"
                   : load.events_each ? "batch"
                                      : "track",
                   load.authorization, frame + (size_t)count * EVENT_SIZE);
    if (load.events_each)
        at += snprintf(at, 64, SENT, time);
    for (int i = 0; i < count; i++) {
        if (i > 0)
            *at++ = ',';
        event_put(at, message + (uint64_t)i, time, load.accounts);
        at += EVENT_SIZE;
    }
    if (load.events_each) {
        *at++ = ']';
        *at++ = '}';
    }
    return (size_t)(at - call);
}

static void send_all(const Connection *connection, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(connection->socket, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            give_up("send", "the server hung up");
        bytes += sent;
        size -= (size_t)sent;
    }
}

/* Whole when the body that Content-Length tells of has come. */
static bool reply_is_whole(const char *reply, size_t size)
{
    const char *end = strstr(reply, "\r\n\r\n"), *length = strcasestr(reply, "\r\nContent-Length:");
    if (!end || !length || length > end)
        return false;
    return size >= (size_t)(end + 4 - reply) + strtoul(length + strlen("\r\nContent-Length:"), NULL, 10);
}

static void reply_read(const Connection *connection)
{
    char reply[REPLY_MAX];
    size_t size = 0;
    do {
        ssize_t more = recv(connection->socket, reply + size, sizeof reply - 1 - size, 0);
        if (more <= 0)
            give_up("receive", "the server hung up");
        size += (size_t)more;
        reply[size] = 0;
    } while (!reply_is_whole(reply, size));
    if (strncmp(reply, "HTTP/1.1 200 ", 13) != 0)
        give_up("answer", reply);
}

static void wait_until(int64_t at)
{
    int64_t left = at - clock_monotonic();
    if (left > 0)
        nanosleep(&(struct timespec) { left / 1000000, left % 1000000 * 1000 }, NULL);
}

static void *connection_main(void *context)
{
    Connection *connection = context;
    for (int64_t call = connection->number; call < load.calls; call += load.connections) {
        int64_t due = load.started + (load.rate > 0 ? (int64_t)((double)call / load.rate * 1e6) : 0);
        wait_until(due);
        int64_t began = load.rate > 0 ? due : clock_monotonic();
        size_t size = call_make(connection->call, call);
        send_all(connection, connection->call, size);
        reply_read(connection);
        connection->latencies[connection->done++] = clock_monotonic() - began;
    }
    close(connection->socket);
    return NULL;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void latencies_tell(const Connection *connections)
{
    int64_t *all = calloc((size_t)load.calls + 1, sizeof *all), count = 0;
    for (int i = 0; i < load.connections; i++)
        for (int64_t j = 0; j < connections[i].done; j++)
            all[count++] = connections[i].latencies[j];
    qsort(all, (size_t)count, sizeof *all, by_size);
    printf("p50_ms %.2f\np99_ms %.2f\nmax_ms %.2f\n", (double)all[count / 2] / 1e3, (double)all[count * 99 / 100] / 1e3,
           (double)all[count - 1] / 1e3);
    free(all);
}

static void load_run(void)
{
    static Connection connections[CONNECTIONS_MAX];
    for (int i = 0; i < load.connections; i++) {
        connections[i].number = i;
        connections[i].call = malloc(HEAD_MAX + 128 + (size_t)EVENTS_EACH_MAX * (EVENT_SIZE + 1));
        connections[i].latencies = calloc((size_t)(load.calls / load.connections + 2), sizeof(int64_t));
        connect_to(&connections[i]);
    }
    load.started = clock_monotonic();
    for (int i = 0; i < load.connections; i++)
        if (pthread_create(&connections[i].thread, NULL, connection_main, &connections[i]) != 0)
            give_up("thread", "cannot be made");
    for (int i = 0; i < load.connections; i++)
        pthread_join(connections[i].thread, NULL);
    double seconds = (double)(clock_monotonic() - load.started) / 1e6;
    int64_t events = load.calls * (load.events_each ? load.events_each : 1);
    printf("events %lld\nseconds %.4f\nrate %.0f\n", (long long)events, seconds, (double)events / seconds);
    latencies_tell(connections);
}

static void authorization_make(const char *key)
{
    char plain[160], encoded[224];
    int size = snprintf(plain, sizeof plain, "%s:", key);
    sodium_bin2base64(encoded, sizeof encoded, (const unsigned char *)plain, (size_t)size,
                      sodium_base64_VARIANT_ORIGINAL);
    snprintf(load.authorization, sizeof load.authorization, "Authorization: Basic %s\r\n", encoded);
}

/* Full newest sets, as the filter would have written them; their rows are the caller's. */
static void runs_fill(const char *folder, int64_t ids)
{
    uint64_t *hashes = malloc(REPEAT_NEWEST_MAX * sizeof *hashes);
    for (int64_t from = 0; from < ids; from += REPEAT_NEWEST_MAX) {
        int64_t count = ids - from < REPEAT_NEWEST_MAX ? ids - from : REPEAT_NEWEST_MAX;
        char name[REPEAT_RUN_NAME];
        Error error = { 0 };
        for (int64_t i = 0; i < count; i++)
            hashes[i] = stir((uint64_t)(from + i + 1) * UINT64_C(0x9e3779b97f4a7c15));
        run_sort(hashes, (size_t)count);
        snprintf(name, sizeof name, "%lld.run", (long long)(from / REPEAT_NEWEST_MAX + 1));
        if (!run_write(folder, name, hashes, (size_t)count, &error))
            give_up(name, error.text);
        printf("%s %lld\n", name, (long long)count);
    }
    free(hashes);
}

int main(int argc, char **argv)
{
    if (argc == 4 && !strcmp(argv[1], "fill")) {
        runs_fill(argv[2], strtoll(argv[3], NULL, 10));
        return 0;
    }
    if (argc < 8)
        give_up("usage", "bench_load fill|burst|paced|past …, see the head of bench/load.c");
    load.port = atoi(argv[2]);
    load.connections = atoi(argv[4]);
    load.events_each = atoi(argv[5]);
    load.accounts = atoi(argv[6]);
    int64_t events = strtoll(argv[7], NULL, 10);
    load.calls = events / (load.events_each ? load.events_each : 1);
    load.rate = !strcmp(argv[1], "paced") && argc == 9 ? atof(argv[8]) : 0;
    load.past = !strcmp(argv[1], "past");
    if (load.connections > CONNECTIONS_MAX || load.events_each > EVENTS_EACH_MAX)
        give_up("usage", "too many connections or events in a call");
    if (sodium_init() < 0)
        give_up("sodium", "does not start");
    randombytes_buf(&load.seed, sizeof load.seed);
    authorization_make(argv[3]);
    template_make();
    load_run();
    return 0;
}
