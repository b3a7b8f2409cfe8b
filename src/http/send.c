/* From our Reply to libmicrohttpd's response, with the headers that every answer carries. */
#include "http/html.h"
#include "http/server_inside.h"

#include <string.h>

static const Header ALWAYS[] = {
    { "X-Content-Type-Options", "nosniff" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
};

/* Nothing that the API sends is a page; if a browser shows it as one, it can do nothing. */
static const char POLICY_DATA[] = "default-src 'none'; frame-ancestors 'none'; sandbox";

/* Mantine writes style elements while it runs, so those carry a nonce; scripts are only files of ours. */
static const char POLICY_PAGE[] = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s'; "
                                  "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
                                  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/* A worker obeys the policy of its own script, and the worker that holds the stream of changes connects to us. */
static const char POLICY_SCRIPT[] = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

static void header_add(struct MHD_Response *response, const char *name, const char *value)
{
    MHD_add_response_header(response, name, value);
}

static bool reply_names(const Reply *reply, const char *name)
{
    for (int i = 0; i < reply->header_count; i++)
        if (!strcmp(reply->headers[i].name, name))
            return true;
    return false;
}

static const char *policy_of(const Exchange *exchange)
{
    const Reply *reply = &exchange->reply;
    if (reply->page)
        return page_policy(exchange->request.arena, reply->page);
    if (reply->nonce)
        return arena_format(exchange->request.arena, POLICY_PAGE, reply->nonce);
    return reply->type && !strncmp(reply->type, "text/javascript", 15) ? POLICY_SCRIPT : POLICY_DATA;
}

/* What a page declares beside its Content-Security-Policy; everything else is as strict as can be. */
static void headers_of_page(const HtmlPage *page, struct MHD_Response *response)
{
    const PagePolicy *policy = page ? &page->policy : &(PagePolicy) { 0 };
    if (!policy->frames)
        header_add(response, "X-Frame-Options", "DENY");
    header_add(response, "Referrer-Policy", policy->referrer ? policy->referrer : "same-origin");
    if (page && !policy->found)
        header_add(response, "X-Robots-Tag", "noindex");
}

static const char *cache_of(const Reply *reply)
{
    return reply->page && reply->page->policy.cache ? reply->page->policy.cache : "no-store";
}

static void headers_of_site(const Exchange *exchange, struct MHD_Response *response)
{
    for (size_t i = 0; i < sizeof ALWAYS / sizeof *ALWAYS; i++)
        header_add(response, ALWAYS[i].name, ALWAYS[i].value);
    headers_of_page(exchange->reply.page, response);
    header_add(response, "Content-Security-Policy", policy_of(exchange));
    header_add(response, "Cross-Origin-Resource-Policy", exchange->cors ? "cross-origin" : "same-origin");
    if (request_is_https(&exchange->request))
        header_add(response, "Strict-Transport-Security", "max-age=31536000");
}

static void headers_add(const Exchange *exchange, struct MHD_Response *response)
{
    const Reply *reply = &exchange->reply;
    headers_of_site(exchange, response);
    header_add(response, "X-Request-Id", exchange->id);
    if (reply->type)
        header_add(response, "Content-Type", reply->type);
    if (!reply_names(reply, "Cache-Control"))
        header_add(response, "Cache-Control", cache_of(reply));
    if (exchange->cors)
        header_add(response, "Access-Control-Allow-Origin", "*");
    if (exchange->closes || atomic_load(&exchange->request.services->stopping))
        header_add(response, "Connection", "close");
    for (int i = 0; i < reply->header_count; i++)
        header_add(response, reply->headers[i].name, reply->headers[i].value);
}

static struct MHD_Response *response_of(Exchange *exchange)
{
    if (exchange->reply.stream)
        return stream_response(exchange->reply.stream, exchange->connection);
    struct MHD_Response *response = unread_response(exchange);
    if (response)
        return response;
    Error error = { 0 };
    fail(&error, ERROR_BUSY, NULL, "read the replies that were asked for before: too many bytes wait to be read");
    reply_problem(exchange, &error);
    return unread_response(exchange);
}

enum MHD_Result exchange_send(Exchange *exchange)
{
    const Reply *reply = &exchange->reply;
    upload_end(exchange);
    struct MHD_Response *response = response_of(exchange);
    if (!response)
        return MHD_NO;
    headers_add(exchange, response);
    unread_shrink(exchange);
    exchange->state = EXCHANGE_SENT;
    peer_phase(&exchange->server->peers, peer_of(exchange->connection), reply->stream ? PEER_WORKING : PEER_SENDING,
               reply->size);
    enum MHD_Result result = MHD_queue_response(exchange->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return result;
}
