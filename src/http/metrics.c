/*
 * Counters of the whole process for Prometheus. They are atomics without a lock, so a scrape may see a request in one
 * counter and not yet in the next. Streams count as requests but not as latencies, since they last for hours.
 */
#include "http/server_inside.h"

#include <stdio.h>
#include <unistd.h>

enum { CLASSES = 6, BOUNDS = 10 };

/* Upper bounds of the latency histogram, microseconds. */
static const int64_t BOUND[BOUNDS] = { 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000 };

static atomic_uint_fast64_t requests[CLASSES]; /* by status / 100; 0 = the client went away */
static atomic_uint_fast64_t within[BOUNDS + 1];
static atomic_uint_fast64_t total_us;

void metrics_count(const Exchange *exchange)
{
    int status = exchange->reply.status;
    atomic_fetch_add(&requests[status >= 100 && status < 600 ? status / 100 : 0], 1);
    if (exchange->reply.stream)
        return;
    int64_t took = clock_monotonic() - exchange->started;
    int bound = 0;
    while (bound < BOUNDS && took > BOUND[bound])
        bound++;
    atomic_fetch_add(&within[bound], 1);
    atomic_fetch_add(&total_us, (uint64_t)took);
}

static long memory_resident(void)
{
    long pages = 0, ignored;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    if (fscanf(file, "%ld %ld", &ignored, &pages) != 2)
        pages = 0;
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static void gauge(Text *text, const char *name, const char *help, long long value)
{
    text_format(text, "# HELP banso_%s %s\n# TYPE banso_%s gauge\nbanso_%s %lld\n", name, help, name, name, value);
}

static void latencies_write(Text *text)
{
    uint64_t below = 0;
    text_add(text, "# HELP banso_request_seconds From the first line of a request to the last byte of its reply.\n"
                   "# TYPE banso_request_seconds histogram\n");
    for (int i = 0; i < BOUNDS; i++) {
        below += atomic_load(&within[i]);
        text_format(text, "banso_request_seconds_bucket{le=\"%g\"} %llu\n", (double)BOUND[i] / 1e6,
                    (unsigned long long)below);
    }
    below += atomic_load(&within[BOUNDS]);
    text_format(text, "banso_request_seconds_bucket{le=\"+Inf\"} %llu\n", (unsigned long long)below);
    text_format(text, "banso_request_seconds_sum %.6f\nbanso_request_seconds_count %llu\n",
                (double)atomic_load(&total_us) / 1e6, (unsigned long long)below);
}

bool metrics_handler(Request *request, Error *error)
{
    const Server *server = exchange_of(request)->server;
    Services *services = request->services;
    Error away = { 0 };
    Text text = text_new(request->arena);
    (void)error;
    text_add(&text, "# HELP banso_requests_total Requests by class of status; 0 is a client that went away.\n"
                    "# TYPE banso_requests_total counter\n");
    for (int i = 0; i < CLASSES; i++)
        if (i != 1)
            text_format(&text, "banso_requests_total{status=\"%d%s\"} %llu\n", i, i ? "xx" : "",
                        (unsigned long long)atomic_load(&requests[i]));
    latencies_write(&text);
    gauge(&text, "requests_open", "Requests and streams in progress.", server ? atomic_load(&server->open) : 0);
    gauge(&text, "requests_waiting", "Requests waiting for their write or for slow work.",
          server ? atomic_load(&server->working) : 0);
    gauge(&text, "streams_open", "Connected browsers.", services->stream ? stream_count(services->stream) : 0);
    gauge(&text, "bodies_bytes", "Memory used by request bodies.", (long long)bodies_held());
    gauge(&text, "unread_bytes", "Memory of replies that their clients have yet to read.",
          server ? (long long)limit_total(server->unread) : 0);
    gauge(&text, "database_up", "1 when the database answers.", store_is_ready(services->store, &away));
    gauge(&text, "resident_bytes", "Resident memory of this process.", memory_resident());
    return reply_text(request, 200, "text/plain; version=0.0.4; charset=utf-8", text_string(&text));
}
