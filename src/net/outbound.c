/*
 * Requests of HTTP and files of SFTP through libcurl (net/reach.h). First the URL as text, then the request, then the
 * file.
 */
#include "net/reach.h"

#include "base/clock.h"
#include "base/reason.h"
#include "base/text.h"
#include "net/address.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#define OUTBOUND_WORD(name, word) word,
static const char *const WORDS[] = { OUTBOUND_ENDS(OUTBOUND_WORD) };

const char *outbound_word(OutboundEnd end)
{
    return WORDS[end];
}

/* ---- the URL --------------------------------------------------------------------------------------------------- */

static const char *part_of(Arena *arena, CURLU *url, CURLUPart part, unsigned flags)
{
    char *text = NULL;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK || !text)
        return NULL;
    const char *copy = arena_text(arena, text);
    curl_free(text);
    return copy;
}

static bool ends_in(const char *text, const char *end)
{
    size_t size = strlen(text), tail = strlen(end);
    return size >= tail && strcasecmp(text + size - tail, end) == 0;
}

/* Schemes of files that are fetched; http is judged further. */
static const char FILES[] = "|https|http| ";

/* What the host is, when it is an address or this machine's own name; NULL = a name like any other. */
static const char *address_of(Arena *arena, const char *host)
{
    size_t size = strlen(host);
    if (*host == '[' && size > 2)
        return arena_text_n(arena, host + 1, size - 2);
    const char *name = size > 0 && host[size - 1] == '.' ? arena_text_n(arena, host, size - 1) : host;
    if (strcasecmp(name, "localhost") == 0 || ends_in(name, ".localhost"))
        return "127.0.0.1";
    return name[strspn(name, "0123456789.")] ? NULL : name;
}

static bool is_written_well(const char *text)
{
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7f || *c == '\\')
            return false;
    return strlen(text) <= OUTBOUND_URL_MAX && !strstr(text, ":///");
}

/* The parts that a URL must have, and those that it must not. */
static bool parts_fit(Arena *arena, CURLU *url, const char *schemes)
{
    const char *scheme = part_of(arena, url, CURLUPART_SCHEME, 0);
    return scheme && strstr(schemes, arena_format(arena, "|%s|", scheme)) &&
           !part_of(arena, url, CURLUPART_FRAGMENT, 0) && !part_of(arena, url, CURLUPART_ZONEID, 0);
}

static bool url_read(Arena *arena, CURLU *url, const char *text, const char *schemes, const char *const *allowed,
                     const char **plain, Error *error)
{
    bool well = is_written_well(text) && curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) == CURLUE_OK &&
                parts_fit(arena, url, schemes);
    const char *host = well ? part_of(arena, url, CURLUPART_HOST, CURLU_URLDECODE) : NULL;
    if (!host || !*host)
        return refuse(error, "url", REASON_NO_URL, NULL, NULL);
    const char *address = address_of(arena, host);
    const char *what = address ? address_text_refused(address, allowed) : NULL;
    if (what)
        return refuse(error, "url", REASON_ADDRESS_REFUSED, host, NULL);
    *plain = part_of(arena, url, CURLUPART_URL, 0);
    return *plain || refuse(error, "url", REASON_NO_URL, NULL, NULL);
}

/* What an operator allowed by name is theirs: there a password may go without TLS. */
static bool is_own(Arena *arena, CURLU *url, const char *const *allowed)
{
    const char *host = part_of(arena, url, CURLUPART_HOST, CURLU_URLDECODE);
    const char *address = host ? address_of(arena, host) : NULL;
    return address && address_text_refused(address, NULL) && !address_text_refused(address, allowed);
}

static bool url_judge(Arena *arena, const char *text, const char *schemes, const char *const *allowed,
                      const char **plain, Error *error)
{
    reach_begin();
    CURLU *url = curl_url();
    if (!url)
        bug("out of memory: a URL");
    bool ok = url_read(arena, url, text, schemes, allowed, plain, error);
    if (ok && schemes == FILES && text_starts(*plain, "http:") && !is_own(arena, url, allowed))
        ok = refuse(error, "url", REASON_NO_HTTPS, NULL, NULL);
    curl_url_cleanup(url);
    return ok;
}

bool outbound_url(Arena *arena, const char *text, const char *const *allowed, const char **plain, Error *error)
{
    return url_judge(arena, text, "|http|https|", allowed, plain, error);
}

bool outbound_file_url(Arena *arena, const char *text, bool sftp, const char *const *allowed, const char **plain,
                       Error *error)
{
    return url_judge(arena, text, sftp ? "|sftp|" : FILES, allowed, plain, error);
}

/* ---- the request ----------------------------------------------------------------------------------------------- */

typedef struct {
    Reach reach;
    const OutboundGet *get; /* NULL = the body of an answer does not matter */
    size_t received;
    bool enough;
} Exchange;

static size_t reply_take(char *bytes, size_t one, size_t size, void *context)
{
    Exchange *exchange = context;
    (void)bytes;
    exchange->received += size * one;
    exchange->enough = exchange->received > OUTBOUND_REPLY_MAX;
    return exchange->enough ? 0 : size * one;
}

/* More came than is wanted: that is an answer. */
static OutboundEnd end_of(CURLcode code, const Exchange *exchange)
{
    return code == CURLE_WRITE_ERROR && exchange->enough && !exchange->reach.stopped
               ? OUTBOUND_ANSWERED
               : reach_end(&exchange->reach, code);
}

static CURL *exchange_open(Exchange *exchange, const char *url)
{
    CURL *curl = reach_open(&exchange->reach, exchange->get ? "http,https,sftp" : "http,https", OUTBOUND_WHOLE_MS);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, reply_take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Banso/" BANSO_VERSION);
    return curl;
}

/* libcurl would ask with "Expect: 100-continue" and wait for a second. */
static struct curl_slist *headers_of(const OutboundPost *post)
{
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    for (const char *const *at = post->headers; headers && at && *at; at++)
        headers = curl_slist_append(headers, *at);
    if (!headers)
        bug("out of memory: headers");
    return headers;
}

OutboundOutcome outbound_post(const OutboundPost *post)
{
    int64_t began = clock_monotonic();
    Exchange exchange = { .reach = { .allowed = post->allowed, .stopping = post->stopping } };
    CURL *curl = exchange_open(&exchange, post->url);
    struct curl_slist *headers = headers_of(post);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->body_size);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->body);
    OutboundOutcome outcome = { .end = end_of(curl_easy_perform(curl), &exchange) };
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    outcome.status = outcome.end == OUTBOUND_ANSWERED ? (int)status : 0;
    outcome.took_ms = (clock_monotonic() - began) / 1000;
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    return outcome;
}

/* ---- a file ---------------------------------------------------------------------------------------------------- */

enum { SLOW_SECONDS = 60, SLOW_BYTES = 1000, STATUS_DENIED = 401, STATUS_NONE = 404, STATUS_LARGE = 413 };

static size_t file_take(char *bytes, size_t one, size_t size, void *context)
{
    Exchange *exchange = context;
    exchange->received += size * one;
    exchange->enough = exchange->received > exchange->get->most;
    return !exchange->enough && exchange->get->take(bytes, size * one, exchange->get->context) ? size * one : 0;
}

/* The key is handed over as a file that exists in memory alone; -1 = there is none. */
static int key_file(const OutboundGet *get)
{
    if (!get->private_key)
        return -1;
    int fd = memfd_create("key", MFD_CLOEXEC);
    size_t size = strlen(get->private_key);
    if (fd < 0 || write(fd, get->private_key, size) != (ssize_t)size)
        bug("out of memory: a key");
    return fd;
}

static void sftp_set(CURL *curl, const OutboundGet *get, int key)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", key);
    curl_easy_setopt(curl, CURLOPT_SSH_AUTH_TYPES,
                     key < 0 ? (long)CURLSSH_AUTH_PASSWORD : (long)CURLSSH_AUTH_PUBLICKEY);
    curl_easy_setopt(curl, CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, get->fingerprint ? get->fingerprint : "");
    curl_easy_setopt(curl, CURLOPT_SSH_KNOWNHOSTS, NULL);
    curl_easy_setopt(curl, CURLOPT_USERNAME, get->user ? get->user : "");
    curl_easy_setopt(curl, CURLOPT_PASSWORD, get->password ? get->password : "");
    if (key >= 0)
        curl_easy_setopt(curl, CURLOPT_SSH_PRIVATE_KEYFILE, path);
}

static void login_set(CURL *curl, const OutboundGet *get)
{
    if (!get->password)
        return;
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, get->user ? (long)CURLAUTH_BASIC : (long)CURLAUTH_BEARER);
    if (!get->user) {
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, get->password);
        return;
    }
    curl_easy_setopt(curl, CURLOPT_USERNAME, get->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, get->password);
}

/* What SFTP says in codes of libcurl, as HTTP says it; 0 = nothing of the kind. */
static int sftp_status(CURLcode code)
{
    if (code == CURLE_OK)
        return 200;
    if (code == CURLE_LOGIN_DENIED)
        return STATUS_DENIED;
    return code == CURLE_REMOTE_FILE_NOT_FOUND || code == CURLE_REMOTE_ACCESS_DENIED ? STATUS_NONE : 0;
}

static OutboundOutcome file_outcome(CURL *curl, CURLcode code, const Exchange *exchange)
{
    long status = 0;
    OutboundEnd end = end_of(code, exchange);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (exchange->enough)
        return (OutboundOutcome) { .end = OUTBOUND_ANSWERED, .status = STATUS_LARGE };
    if (text_starts(exchange->get->url, "sftp:")) {
        status = sftp_status(code);
        end = status ? OUTBOUND_ANSWERED : code == CURLE_PEER_FAILED_VERIFICATION ? OUTBOUND_HOST_KEY : end;
    }
    return (OutboundOutcome) { .end = end, .status = end == OUTBOUND_ANSWERED ? (int)status : 0 };
}

OutboundOutcome outbound_get(const OutboundGet *get)
{
    int64_t began = clock_monotonic();
    Exchange exchange = { .reach = { .allowed = get->allowed, .stopping = get->stopping }, .get = get };
    CURL *curl = exchange_open(&exchange, get->url);
    int key = key_file(get);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)OUTBOUND_FILE_MS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, file_take);
    if (text_starts(get->url, "sftp:"))
        sftp_set(curl, get, key);
    else
        login_set(curl, get);
    CURLcode code = curl_easy_perform(curl);
    OutboundOutcome outcome = file_outcome(curl, code, &exchange);
    outcome.took_ms = (clock_monotonic() - began) / 1000;
    curl_easy_cleanup(curl);
    if (key >= 0)
        close(key);
    return outcome;
}
