/*
 * Decides which thread runs a handler: this one (reads), a slow one (long reads, hashing), or the writer. Everything
 * that does not finish here suspends the connection and counts in `working`; when its work is done, the connection is
 * resumed and libmicrohttpd's own thread sends the reply. A reply to a write goes out after COMMIT (write_done).
 */
#include "http/server_inside.h"

/* The work is done: the connection wakes and sends. The exchange may be gone as soon as it is resumed. */
static void exchange_finish(Exchange *exchange)
{
    Server *server = exchange->server;
    exchange->state = EXCHANGE_READY;
    MHD_resume_connection(exchange->connection);
    atomic_fetch_sub(&server->working, 1);
}

static void write_done(Write *write, bool ok, const Error *error)
{
    Exchange *exchange = write->context;
    if (!ok)
        reply_problem(exchange, error);
    exchange_finish(exchange);
}

static void write_start(Exchange *exchange)
{
    Error error = { 0 };
    exchange->write = (Write) { .work = call_work,
                                .done = write_done,
                                .context = exchange,
                                .weight = (int64_t)exchange->request.body_bytes.size,
                                .joins = exchange->request.route->flags & ROUTE_JOINS,
                                .since = exchange->request.since };
    if (store_submit(exchange->request.services->store, &exchange->write, &error))
        return;
    reply_problem(exchange, &error);
    exchange_finish(exchange);
}

static bool is_read(const Route *route)
{
    return route->method == GET || route->flags & ROUTE_READS;
}

static void read_run(Exchange *exchange)
{
    Error error = { 0 };
    bool ok = exchange->request.route->flags & ROUTE_NO_DB
                  ? call_work(NULL, exchange, &error)
                  : request_read(&exchange->request, call_work, exchange, &error);
    if (!ok)
        reply_problem(exchange, &error);
}

void exchange_run_slow(Exchange *exchange)
{
    const Route *route = exchange->request.route;
    Error error = { 0 };
    bool ok = !route->prepare || route->prepare(&exchange->request, &error);
    if (!ok)
        reply_problem(exchange, &error);
    if (ok && !is_read(route)) {
        write_start(exchange);
        return;
    }
    if (ok)
        read_run(exchange);
    exchange_finish(exchange);
}

/* Counts first and then checks `closing`; a stopping server sets `closing` first and then checks the count. So either
 * it waits for this request, or the request is refused. */
bool exchange_wait(Exchange *exchange, Error *error)
{
    Server *server = exchange->server;
    atomic_fetch_add(&server->working, 1);
    if (atomic_load(&server->closing)) {
        atomic_fetch_sub(&server->working, 1);
        return fail(error, ERROR_BUSY, NULL, "the server is stopping");
    }
    peer_phase(&server->peers, peer_of(exchange->connection), PEER_WORKING, 0);
    exchange->state = EXCHANGE_WAITING;
    MHD_suspend_connection(exchange->connection);
    return true;
}

static enum MHD_Result answer_error(Exchange *exchange, const Error *error)
{
    reply_problem(exchange, error);
    return exchange_send(exchange);
}

/* Moves to another thread: a slow one when something must be prepared, else the writer. */
static enum MHD_Result work_begin(Exchange *exchange, bool slow)
{
    Error error = { 0 };
    if (!exchange_wait(exchange, &error))
        return answer_error(exchange, &error);
    if (!slow) {
        write_start(exchange);
    } else if (!slow_submit(&exchange->server->slow, exchange, &error)) {
        reply_problem(exchange, &error);
        exchange_finish(exchange);
    }
    return MHD_YES;
}

enum MHD_Result exchange_run(Exchange *exchange)
{
    const Route *route = exchange->request.route;
    bool quick = route->prepare && route->flags & ROUTE_QUICK;
    bool slow = (route->prepare && !quick) || route->flags & ROUTE_SLOW;
    Error error = { 0 };
    if (quick && !route->prepare(&exchange->request, &error))
        return answer_error(exchange, &error);
    if (slow || !is_read(route))
        return work_begin(exchange, slow);
    read_run(exchange);
    return exchange_send(exchange);
}
