/*
 * The web UI: files inside the program, and index.html for every path that could be a page of it. Files are
 * gzip-compressed at build time, and those with a hash in their name are cached for ever. index.html is put together
 * for each request, since its nonce must be new each time.
 */
#include "http/asset.h"

#include "http/html.h"

#include "http/server_inside.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Vite writes this word wherever a nonce belongs (web/vite.config.ts). */
static const char NONCE_MARK[] = "__NONCE__";

static const Asset *asset_find(const char *path)
{
    for (const Asset *asset = ASSETS; asset->path; asset++)
        if (!strcmp(asset->path, path))
            return asset;
    return NULL;
}

static bool is_page(const char *path)
{
    const char *last = strrchr(path, '/');
    bool api = text_starts(path, "/api/") || text_starts(path, "/v1/") || text_starts(path, "/assets/");
    return !api && last && !strchr(last, '.') && !strstr(path, "/.");
}

/* "gzip", "br;q=1, gzip; q=0.5"; refused by "gzip;q=0". */
static bool accepts_gzip(const Exchange *exchange)
{
    const char *accepted = exchange_header(exchange, "Accept-Encoding");
    for (const char *one = accepted; one && *one; one += strspn(one, ",")) {
        size_t size = strcspn(one, ",");
        const char *name = one + strspn(one, " \t"), *end = one + size;
        bool named = end - name >= 4 && !strncasecmp(name, "gzip", 4) && strchr(" \t;,", name[4]);
        const char *weight = named ? memchr(name, '=', (size_t)(end - name)) : NULL;
        if (named)
            return !weight || strtod(weight + 1, NULL) > 0;
        one = end;
    }
    return false;
}

/* A list of tags, weak ones too, or "*". */
static bool is_known_to_client(const Exchange *exchange, const Asset *asset)
{
    const char *known = exchange_header(exchange, "If-None-Match");
    return known && asset->etag && (!strcmp(known, "*") || strstr(known, asset->etag));
}

static void page_answer(Exchange *exchange, const Asset *asset)
{
    Request *request = &exchange->request;
    unsigned char random[18];
    char *nonce = arena_alloc(request->arena, 32);
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(nonce, 32, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    Text text = text_new(request->arena);
    const char *rest = arena_text_n(request->arena, (const char *)asset->plain, asset->plain_size);
    for (const char *mark; (mark = strstr(rest, NONCE_MARK)); rest = mark + sizeof NONCE_MARK - 1) {
        text_add_n(&text, rest, (size_t)(mark - rest));
        text_add(&text, nonce);
    }
    text_add(&text, rest);
    exchange->reply.nonce = nonce;
    exchange->reply.status = 200;
    exchange->reply.type = asset->type;
    exchange->reply.bytes = text_string(&text);
    exchange->reply.size = text.size;
}

static void file_answer(Exchange *exchange, const Asset *asset)
{
    Request *request = &exchange->request;
    Reply *reply = &exchange->reply;
    bool known = is_known_to_client(exchange, asset);
    bool gzip = asset->gzip && accepts_gzip(exchange);
    reply->status = known ? 304 : 200;
    reply->type = asset->type;
    reply->bytes = gzip ? asset->gzip : asset->plain;
    reply->lasting = true;
    reply->size = known ? 0 : gzip ? asset->gzip_size : asset->plain_size;
    if (gzip && !known)
        reply_header(request, "Content-Encoding", "gzip");
    reply_header(request, "Vary", "Accept-Encoding");
    if (asset->etag)
        reply_header(request, "ETag", asset->etag);
    /* Names under /assets/ hold a hash of what is inside: they never change. */
    reply_header(request, "Cache-Control",
                 text_starts(asset->path, "/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
}

bool reply_ui(Request *request, Error *error)
{
    const Asset *page = asset_find("/index.html");
    if (!page)
        return fail(error, ERROR_MISSING, NO_UI_FIELD, "this program was built without its web UI");
    page_answer(exchange_of(request), page);
    return true;
}

/* Every address that is nothing else is a page of the web UI, and those are for people who are signed in. */
static const Route UI_PAGE = {
    GET, "/", reply_ui, RIGHT_SIGNED_IN, "A page of the web UI", .flags = ROUTE_UI | ROUTE_NO_DB
};

/* `error` is why no route answered, and becomes what is wrong with the page. */
bool asset_answers(Exchange *exchange, Error *error)
{
    const Asset *asset = asset_find(exchange->path);
    bool page = asset ? !strcmp(asset->path, "/index.html") : is_page(exchange->path);
    if ((!asset && !page) || (page && !exchange_is_of_house(exchange)))
        return false;
    if (!page && !host_has_files(exchange, error))
        return false;
    error->kind = ERROR_NONE;
    if (!page) {
        file_answer(exchange, asset);
        return true;
    }
    exchange->request.route = &UI_PAGE;
    return call_admit(exchange, exchange->server->identify, error) && reply_ui(&exchange->request, error);
}
