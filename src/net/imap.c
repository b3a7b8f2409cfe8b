/* IMAP over a connection of libcurl: bytes; answers; commands; connecting. What is asked is in imap_folder.c. */
#include "net/imap_inside.h"

#include "base/clock.h"
#include "base/text.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LINE_MOST = 1 << 20, /* of one answer: a search in a window of UIDs is shorter */
    TURN_MS = 500,
    CONNECT_MS = 15000
};

/* ---- bytes ----------------------------------------------------------------------------------------------------- */

static int64_t now_ms(void)
{
    return clock_monotonic() / 1000;
}

/* What comes next is of nobody knows which command. */
static bool lose(Imap *imap, ErrorKind kind, const char *why, Error *error)
{
    imap->lost = true;
    return fail(error, kind, NULL, "%s", why);
}

/* Until something can be read or written; false when it took too long, or the process ends. */
static bool wait_for(Imap *imap, short events, int64_t until, Error *error)
{
    struct pollfd watched = { .fd = imap->socket, .events = events };
    for (;;) {
        if (imap->server->stopping && atomic_load(imap->server->stopping))
            return lose(imap, ERROR_BUSY, "the server is stopping", error);
        if (now_ms() > until || now_ms() > imap->until)
            return lose(imap, ERROR_INTERNAL, "the e-mail server did not answer in time", error);
        if (poll(&watched, 1, TURN_MS) > 0)
            return true;
    }
}

static bool fill(Imap *imap, Error *error)
{
    int64_t until = now_ms() + IMAP_WAIT_MS;
    CURLcode code;
    imap->at = imap->filled = 0;
    if (now_ms() > imap->until) /* it never stops to send */
        return lose(imap, ERROR_INTERNAL, "the e-mail server did not answer in time", error);
    while ((code = curl_easy_recv(imap->curl, imap->buffer, IMAP_BUFFER, &imap->filled)) == CURLE_AGAIN)
        if (!wait_for(imap, POLLIN, until, error))
            return false;
    return (code == CURLE_OK && imap->filled) ||
           lose(imap, ERROR_INTERNAL, "the e-mail server ended the connection", error);
}

static bool send_all(Imap *imap, const char *bytes, size_t size, Error *error)
{
    int64_t until = now_ms() + IMAP_WAIT_MS;
    for (size_t done = 0; done < size;) {
        size_t sent = 0;
        CURLcode code = curl_easy_send(imap->curl, bytes + done, size - done, &sent);
        done += code == CURLE_OK ? sent : 0;
        if (code == CURLE_AGAIN && !wait_for(imap, POLLOUT, until, error))
            return false;
        if (code != CURLE_OK && code != CURLE_AGAIN)
            return lose(imap, ERROR_INTERNAL, "the e-mail server ended the connection", error);
    }
    return true;
}

/* ---- answers --------------------------------------------------------------------------------------------------- */

/* Up to the end of a line, without it. */
static bool line_read(Imap *imap, Error *error)
{
    for (;;) {
        if (imap->at == imap->filled && !fill(imap, error))
            return false;
        const char *from = imap->buffer + imap->at;
        const char *end = memchr(from, '\n', imap->filled - imap->at);
        size_t size = end ? (size_t)(end - from) : imap->filled - imap->at;
        text_add_n(&imap->line, from, size);
        imap->at += size + (end != NULL);
        if (imap->line.size > LINE_MOST)
            return lose(imap, ERROR_INTERNAL, "the e-mail server answered with a line that is too long", error);
        if (end)
            break;
    }
    if (imap->line.size && imap->line.data[imap->line.size - 1] == '\r')
        imap->line.data[--imap->line.size] = '\0';
    return true;
}

static bool literal_read(Imap *imap, size_t size, Error *error)
{
    imap->literal = text_new(imap->line.arena);
    imap->has_literal = true;
    if (size > imap->literal_most)
        return lose(imap, ERROR_INTERNAL, "the e-mail server sends more than it was asked for", error);
    while (imap->literal.size < size) {
        if (imap->at == imap->filled && !fill(imap, error))
            return false;
        size_t there = imap->filled - imap->at, left = size - imap->literal.size;
        size_t piece = there < left ? there : left;
        text_add_n(&imap->literal, imap->buffer + imap->at, piece);
        imap->at += piece;
    }
    return true;
}

/* "{123}" at the end says that so many bytes follow. -1 = there is none. */
static long literal_size(const Text *line)
{
    const char *brace = line->size ? strrchr(line->data, '{') : NULL;
    size_t digits = brace ? strspn(brace + 1, "0123456789") : 0;
    return digits && digits < 10 && strcmp(brace + 1 + digits, "}") == 0 ? strtol(brace + 1, NULL, 10) : -1;
}

static bool answer_read(Imap *imap, Arena *arena, Error *error)
{
    imap->line = text_new(arena);
    imap->has_literal = false;
    for (;;) {
        if (!line_read(imap, error))
            return false;
        long size = literal_size(&imap->line);
        if (size < 0)
            return true;
        if (!literal_read(imap, (size_t)size, error))
            return false;
        text_char(&imap->line, ' ');
    }
}

/* ---- commands -------------------------------------------------------------------------------------------------- */

static void answer_keep(Imap *imap, const char *text)
{
    snprintf(imap->answer, sizeof imap->answer, "%s", text);
    text_mend(imap->answer);
}

bool imap_command(Imap *imap, Arena *arena, const char *text, ImapTake take, void *context, Error *error)
{
    const char *tag = arena_format(arena, "b%u ", ++imap->tag);
    const char *sent = arena_format(arena, "%s%s\r\n", tag, text);
    imap->until = now_ms() + IMAP_COMMAND_MS;
    if (!send_all(imap, sent, strlen(sent), error))
        return false;
    for (;;) {
        if (!answer_read(imap, arena, error))
            return false;
        const char *line = text_string(&imap->line);
        if (text_starts(line, tag))
            break;
        if (take && text_starts(line, "* "))
            take(imap, line + 2, context);
    }
    answer_keep(imap, text_string(&imap->line) + strlen(tag));
    return strncasecmp(imap->answer, "OK", 2) == 0 ||
           fail(error, ERROR_INTERNAL, NULL, "the e-mail server answered: %s", imap->answer);
}

const char *imap_answer(const Imap *imap)
{
    return imap->answer;
}

bool imap_is_lost(const Imap *imap)
{
    return imap->lost;
}

/* ---- connecting ------------------------------------------------------------------------------------------------ */

/* What the server says while libcurl signs in. */
static size_t greeting_take(char *bytes, size_t one, size_t size, void *context)
{
    Imap *imap = context;
    const char *text = arena_text_n(imap->arena, bytes, one * size);
    const char *line = arena_text_n(imap->arena, text, strcspn(text, "\r\n")), *words = strchr(line, ' ');
    if (words)
        answer_keep(imap, words + 1);
    return one * size;
}

/* The host is set as a part, so that nothing in it can become another part. */
static bool url_set(CURL *curl, CURLU *url, const ImapServer *server)
{
    const char *scheme = text_equal(server->security, "tls") ? "imaps" : "imap";
    char port[16];
    snprintf(port, sizeof port, "%d", server->port);
    return curl_url_set(url, CURLUPART_SCHEME, scheme, 0) == CURLUE_OK &&
           curl_url_set(url, CURLUPART_HOST, server->host, 0) == CURLUE_OK &&
           curl_url_set(url, CURLUPART_PORT, port, 0) == CURLUE_OK &&
           curl_easy_setopt(curl, CURLOPT_CURLU, url) == CURLE_OK;
}

static void options_set(Imap *imap)
{
    const ImapServer *server = imap->server;
    bool plain = text_equal(server->security, "plain");
    curl_easy_setopt(imap->curl, CURLOPT_USE_SSL, plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    curl_easy_setopt(imap->curl, CURLOPT_USERNAME, server->user);
    curl_easy_setopt(imap->curl, CURLOPT_PASSWORD, server->password ? server->password : "");
    curl_easy_setopt(imap->curl, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(imap->curl, CURLOPT_HEADERFUNCTION, greeting_take);
    curl_easy_setopt(imap->curl, CURLOPT_HEADERDATA, imap);
}

static const char *end_said(OutboundEnd end)
{
    switch (end) {
    case OUTBOUND_REFUSED:
        return "the address of the e-mail server may not be reached, or not without TLS: see outbound-networks";
    case OUTBOUND_UNKNOWN_HOST:
        return "the e-mail server is unknown";
    case OUTBOUND_UNREACHABLE:
        return "the e-mail server cannot be reached";
    case OUTBOUND_TIMEOUT:
        return "the e-mail server did not answer in time";
    case OUTBOUND_TLS:
        return "the e-mail server offers no encryption that can be trusted";
    default:
        return "the connection to the e-mail server broke";
    }
}

static bool not_open(Imap *imap, CURLcode code, OutboundEnd *end, Error *error)
{
    *end = code == CURLE_LOGIN_DENIED ? OUTBOUND_ANSWERED : reach_end(&imap->reach, code);
    if (*end == OUTBOUND_STOPPED)
        return fail(error, ERROR_BUSY, NULL, "the server is stopping");
    if (*end == OUTBOUND_ANSWERED)
        return fail(error, ERROR_INTERNAL, NULL, "the e-mail server refused the user or the password: %s",
                    imap->answer);
    return fail(error, ERROR_INTERNAL, NULL, "%s", end_said(*end));
}

static CURLcode connect_now(Imap *imap)
{
    CURLU *url = curl_url();
    if (!url)
        bug("out of memory: a URL");
    options_set(imap);
    CURLcode code = url_set(imap->curl, url, imap->server) ? curl_easy_perform(imap->curl) : CURLE_COULDNT_RESOLVE_HOST;
    if (code == CURLE_OK)
        code = curl_easy_getinfo(imap->curl, CURLINFO_ACTIVESOCKET, &imap->socket);
    curl_easy_setopt(imap->curl, CURLOPT_CURLU, NULL);
    curl_url_cleanup(url);
    return code;
}

bool imap_open(Arena *arena, const ImapServer *server, Imap **opened, OutboundEnd *end, Error *error)
{
    Imap *imap = arena_make(arena, Imap);
    *imap = (Imap) { .reach = { .allowed = server->allowed,
                                .stopping = server->stopping,
                                .own_only = text_equal(server->security, "plain") },
                     .arena = arena,
                     .server = server,
                     .literal_most = IMAP_LITERAL_MOST };
    imap->curl = reach_open(&imap->reach, "imap,imaps", CONNECT_MS);
    CURLcode code = connect_now(imap);
    if (code != CURLE_OK) {
        not_open(imap, code, end, error);
        curl_easy_cleanup(imap->curl);
        return false;
    }
    *end = OUTBOUND_ANSWERED;
    *opened = imap;
    return true;
}

void imap_close(Imap *imap)
{
    Error error = { 0 };
    imap->until = now_ms() + TURN_MS;
    if (!imap->lost)
        send_all(imap, "b0 LOGOUT\r\n", strlen("b0 LOGOUT\r\n"), &error);
    curl_easy_cleanup(imap->curl);
}
