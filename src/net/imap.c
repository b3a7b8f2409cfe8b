/* IMAP over a connection of libcurl. In order: bytes; answers; commands; connecting; folders and mails. */
#include "net/imap.h"

#include "base/clock.h"
#include "base/text.h"
#include "net/address.h"

#include <ctype.h>
#include <curl/curl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unicode/ucnv.h>

enum { BUFFER = 16384, LINE_MAX_SIZE = 1 << 20, TURN_MS = 500, CONNECT_MS = 15000 };

struct Imap {
    Arena *arena;
    CURL *curl;
    const ImapServer *server;
    curl_socket_t socket;
    char buffer[BUFFER];
    size_t at, filled;
    unsigned tag;
    Text line;    /* one answer, its literals left out */
    Text literal; /* the last literal of it */
    bool has_literal, refused;
    char answer[ERROR_TEXT_MAX];
};

/* ---- bytes ----------------------------------------------------------------------------------------------------- */

static bool is_stopping(const Imap *imap)
{
    return imap->server->stopping && atomic_load(imap->server->stopping);
}

/* Until something can be read or written; false when it took too long, or the process ends. */
static bool wait_for(Imap *imap, short events, int64_t until, Error *error)
{
    struct pollfd watched = { .fd = imap->socket, .events = events };
    for (;;) {
        if (is_stopping(imap))
            return fail(error, ERROR_BUSY, NULL, "the server is stopping");
        if (clock_monotonic() / 1000 > until)
            return fail(error, ERROR_INTERNAL, NULL, "the e-mail server did not answer in time");
        if (poll(&watched, 1, TURN_MS) > 0)
            return true;
    }
}

static bool fill(Imap *imap, Error *error)
{
    int64_t until = clock_monotonic() / 1000 + IMAP_WAIT_MS;
    CURLcode code;
    imap->at = imap->filled = 0;
    while ((code = curl_easy_recv(imap->curl, imap->buffer, BUFFER, &imap->filled)) == CURLE_AGAIN)
        if (!wait_for(imap, POLLIN, until, error))
            return false;
    return (code == CURLE_OK && imap->filled) ||
           fail(error, ERROR_INTERNAL, NULL, "the e-mail server ended the connection");
}

static bool send_all(Imap *imap, const char *bytes, size_t size, Error *error)
{
    int64_t until = clock_monotonic() / 1000 + IMAP_WAIT_MS;
    for (size_t done = 0; done < size;) {
        size_t sent = 0;
        CURLcode code = curl_easy_send(imap->curl, bytes + done, size - done, &sent);
        done += code == CURLE_OK ? sent : 0;
        if (code == CURLE_AGAIN && !wait_for(imap, POLLOUT, until, error))
            return false;
        if (code != CURLE_OK && code != CURLE_AGAIN)
            return fail(error, ERROR_INTERNAL, NULL, "the e-mail server ended the connection");
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
        if (imap->line.size > LINE_MAX_SIZE)
            return fail(error, ERROR_INTERNAL, NULL, "the e-mail server answered with a line without an end");
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

typedef void (*AnswerTake)(const Imap *imap, const char *line, void *context);

static void answer_keep(Imap *imap, const char *text)
{
    snprintf(imap->answer, sizeof imap->answer, "%s", text);
    text_mend(imap->answer);
}

/* The rest of a command's answers are handed to `take`, which may be NULL. */
static bool command(Imap *imap, Arena *arena, const char *text, AnswerTake take, void *context, Error *error)
{
    const char *tag = arena_format(arena, "b%u ", ++imap->tag);
    const char *sent = arena_format(arena, "%s%s\r\n", tag, text);
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

/* ---- connecting ------------------------------------------------------------------------------------------------ */

/* Without TLS the password goes only to an address that is the operator's own. */
static curl_socket_t socket_open(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    Imap *imap = context;
    bool plain = text_equal(imap->server->security, "plain");
    if (purpose != CURLSOCKTYPE_IPCXN || address_refused(&address->addr, imap->server->allowed) ||
        (plain && !address_refused(&address->addr, NULL))) {
        imap->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* What the server says while libcurl signs in. */
static size_t greeting_take(char *bytes, size_t one, size_t size, void *context)
{
    Imap *imap = context;
    const char *text = arena_text_n(imap->arena, bytes, strcspn(bytes, "\r\n") < size ? strcspn(bytes, "\r\n") : size);
    const char *words = strchr(text, ' ');
    if (words)
        answer_keep(imap, words + 1);
    return one * size;
}

static int is_ending(void *context, curl_off_t down_all, curl_off_t down, curl_off_t up_all, curl_off_t up)
{
    (void)down_all;
    (void)down;
    (void)up_all;
    (void)up;
    return is_stopping(context);
}

static void options_set(Imap *imap)
{
    const ImapServer *server = imap->server;
    bool tls = text_equal(server->security, "tls"), plain = text_equal(server->security, "plain");
    const char *url = arena_format(imap->arena, "%s://%s:%d/", tls ? "imaps" : "imap", server->host, server->port);
    curl_easy_setopt(imap->curl, CURLOPT_URL, url);
    curl_easy_setopt(imap->curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    curl_easy_setopt(imap->curl, CURLOPT_USE_SSL, plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    curl_easy_setopt(imap->curl, CURLOPT_USERNAME, server->user);
    curl_easy_setopt(imap->curl, CURLOPT_PASSWORD, server->password ? server->password : "");
    curl_easy_setopt(imap->curl, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(imap->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(imap->curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(imap->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(imap->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(imap->curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(imap->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(imap->curl, CURLOPT_TIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(imap->curl, CURLOPT_OPENSOCKETFUNCTION, socket_open);
    curl_easy_setopt(imap->curl, CURLOPT_OPENSOCKETDATA, imap);
    curl_easy_setopt(imap->curl, CURLOPT_HEADERFUNCTION, greeting_take);
    curl_easy_setopt(imap->curl, CURLOPT_HEADERDATA, imap);
    curl_easy_setopt(imap->curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(imap->curl, CURLOPT_XFERINFOFUNCTION, is_ending);
    curl_easy_setopt(imap->curl, CURLOPT_XFERINFODATA, imap);
}

static bool not_open(const Imap *imap, CURLcode code, Error *error)
{
    if (is_stopping(imap))
        return fail(error, ERROR_BUSY, NULL, "the server is stopping");
    if (imap->refused)
        return fail(error, ERROR_INTERNAL, NULL,
                    "the address of the e-mail server may not be reached, or not without TLS: see outbound networks");
    if (code == CURLE_LOGIN_DENIED)
        return fail(error, ERROR_INTERNAL, NULL, "the e-mail server refused the user or the password: %s",
                    imap->answer);
    return fail(error, ERROR_INTERNAL, NULL, "%s", curl_easy_strerror(code));
}

/* Only letters, digits, dots and the like: a host is no part of a URL that could say more. */
static bool host_is_plain(const char *host)
{
    for (const char *c = host; *c; c++)
        if (!isalnum((unsigned char)*c) && !strchr(".-_[]:", *c))
            return false;
    return *host != '\0';
}

bool imap_open(Arena *arena, const ImapServer *server, Imap **opened, Error *error)
{
    if (!host_is_plain(server->host))
        return fail(error, ERROR_INTERNAL, NULL, "\"%.100s\" is not the name of a server", server->host);
    Imap *imap = arena_make(arena, Imap);
    *imap = (Imap) { .arena = arena, .server = server };
    curl_global_init(CURL_GLOBAL_DEFAULT);
    imap->curl = curl_easy_init();
    if (!imap->curl)
        bug("out of memory: a connection");
    options_set(imap);
    CURLcode code = curl_easy_perform(imap->curl);
    if (code == CURLE_OK)
        code = curl_easy_getinfo(imap->curl, CURLINFO_ACTIVESOCKET, &imap->socket);
    if (code != CURLE_OK) {
        not_open(imap, code, error);
        curl_easy_cleanup(imap->curl);
        return false;
    }
    *opened = imap;
    return true;
}

void imap_close(Imap *imap)
{
    Error error = { 0 };
    send_all(imap, "b0 LOGOUT\r\n", strlen("b0 LOGOUT\r\n"), &error);
    curl_easy_cleanup(imap->curl);
}

/* ---- folders and mails ----------------------------------------------------------------------------------------- */

/* In quotes, and in the encoding of folder names (RFC 3501, 5.1.3). */
static const char *folder_name(Arena *arena, const char *name)
{
    enum { ROOM = 2048 };
    char encoded[ROOM];
    UErrorCode code = U_ZERO_ERROR;
    Text quoted = text_new(arena);
    int32_t size = ucnv_convert("IMAP-mailbox-name", "UTF-8", encoded, ROOM - 1, name, -1, &code);
    encoded[U_SUCCESS(code) && size < ROOM ? size : 0] = '\0';
    text_char(&quoted, '"');
    for (const char *c = encoded; *c; c++) {
        if (*c == '"' || *c == '\\')
            text_char(&quoted, '\\');
        if ((unsigned char)*c >= ' ')
            text_char(&quoted, *c);
    }
    text_char(&quoted, '"');
    return text_string(&quoted);
}

static void folder_take(const Imap *imap, const char *line, void *context)
{
    ImapFolder *folder = context;
    const char *validity = strstr(line, "[UIDVALIDITY ");
    char *end;
    long long count = strtoll(line, &end, 10);
    (void)imap;
    if (validity)
        folder->uid_validity = strtoll(validity + strlen("[UIDVALIDITY "), NULL, 10);
    else if (strcasecmp(end, " EXISTS") == 0)
        folder->mails = count;
}

bool imap_select(Imap *imap, const char *name, ImapFolder *folder, Error *error)
{
    const char *text = arena_format(imap->arena, "%s %s", "SELECT", folder_name(imap->arena, name));
    *folder = (ImapFolder) { 0 };
    return command(imap, imap->arena, text, folder_take, folder, error);
}

typedef struct {
    int64_t above;
    int64_t *items;
    size_t count, most;
} Found;

/* Kept in order, as a server may name them in any. */
static void uid_add(Found *found, int64_t uid)
{
    size_t place = found->count;
    if (uid <= found->above)
        return;
    while (place > 0 && found->items[place - 1] > uid)
        place--;
    if (place >= found->most)
        return;
    size_t last = found->count < found->most ? found->count : found->most - 1;
    memmove(found->items + place + 1, found->items + place, (last - place) * sizeof *found->items);
    found->items[place] = uid;
    found->count = last + 1;
}

static void uids_take(const Imap *imap, const char *line, void *context)
{
    (void)imap;
    if (strncasecmp(line, "SEARCH", strlen("SEARCH")) != 0)
        return;
    for (const char *at = line + strlen("SEARCH"); *at;) {
        char *end;
        long long uid = strtoll(at, &end, 10);
        if (end == at)
            return;
        uid_add(context, uid);
        at = end;
    }
}

/* "n:*" always names the last mail, whatever n is: it is left out by what `above` says. */
bool imap_uids_after(Imap *imap, int64_t uid, size_t most, Ids *uids, Error *error)
{
    Found found = { uid, arena_array(imap->arena, most + 1, sizeof(int64_t)), 0, most };
    const char *text = arena_format(imap->arena, "UID SEARCH UID %lld:*", (long long)uid + 1);
    if (!command(imap, imap->arena, text, uids_take, &found, error))
        return false;
    *uids = (Ids) { found.count, found.items };
    return true;
}

static void size_take(const Imap *imap, const char *line, void *context)
{
    const char *size = strstr(line, "RFC822.SIZE ");
    (void)imap;
    if (size)
        *(int64_t *)context = strtoll(size + strlen("RFC822.SIZE "), NULL, 10);
}

bool imap_size(Imap *imap, int64_t uid, int64_t *size, Error *error)
{
    *size = -1;
    return command(imap, imap->arena, arena_format(imap->arena, "UID FETCH %lld (RFC822.SIZE)", (long long)uid),
                   size_take, size, error);
}

static void body_take(const Imap *imap, const char *line, void *context)
{
    if (imap->has_literal && strstr(line, "FETCH"))
        *(Bytes *)context = (Bytes) { (const uint8_t *)text_string(&imap->literal), imap->literal.size };
}

bool imap_fetch(Imap *imap, Arena *arena, int64_t uid, Bytes *raw, Error *error)
{
    *raw = (Bytes) { 0 };
    return command(imap, arena, arena_format(arena, "UID FETCH %lld (BODY.PEEK[])", (long long)uid), body_take, raw,
                   error);
}

bool imap_mark_seen(Imap *imap, int64_t uid, Error *error)
{
    const char *text = arena_format(imap->arena, "UID STORE %lld +FLAGS.SILENT (\\Seen)", (long long)uid);
    return command(imap, imap->arena, text, NULL, NULL, error);
}

/* UID EXPUNGE where the server knows it, so that nobody else's marks count. */
bool imap_delete(Imap *imap, int64_t uid, Error *error)
{
    Error why = { 0 };
    const char *mark = arena_format(imap->arena, "UID STORE %lld +FLAGS.SILENT (\\Deleted)", (long long)uid);
    const char *one = arena_format(imap->arena, "UID EXPUNGE %lld", (long long)uid);
    return command(imap, imap->arena, mark, NULL, NULL, error) &&
           (command(imap, imap->arena, one, NULL, NULL, &why) ||
            command(imap, imap->arena, "EXPUNGE", NULL, NULL, error));
}

bool imap_move(Imap *imap, int64_t uid, const char *folder, Error *error)
{
    const char *name = folder_name(imap->arena, folder);
    const char *copy = arena_format(imap->arena, "UID COPY %lld %s", (long long)uid, name);
    Error why = { 0 };
    if (!command(imap, imap->arena, copy, NULL, NULL, &why) &&
        (!command(imap, imap->arena, arena_format(imap->arena, "CREATE %s", name), NULL, NULL, error) ||
         !command(imap, imap->arena, copy, NULL, NULL, error)))
        return false;
    return imap_delete(imap, uid, error);
}
