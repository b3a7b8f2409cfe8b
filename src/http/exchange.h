/*
 * Private to http: one request and its reply, from the first header to the last byte. Nothing here knows features.
 *
 * Units: sizes in bytes, times in microseconds of the monotonic clock.
 * Errors: become replies (http/route.h).
 * Forgets a person: lives as long as the request.
 */
#ifndef BANSO_HTTP_EXCHANGE_H
#define BANSO_HTTP_EXCHANGE_H

#include "http/body.h"
#include "http/route.h"
#include "http/server.h"

#include <sodium.h>
#include <stdatomic.h>

struct MHD_Connection;
typedef struct Subscriber Subscriber;

typedef struct {
    const char *name;
    const char *value;
} Header;

enum { REPLY_HEADERS_MAX = 12, PATH_VALUES_MAX = 3 };

/* status 0 = no reply yet */
typedef struct Reply {
    int status;
    const char *type;
    const void *bytes;
    size_t size;
    Header headers[REPLY_HEADERS_MAX];
    int header_count;
    Subscriber *stream;   /* an endless reply */
    const char *nonce;    /* index.html: the nonce of its Content-Security-Policy */
    const HtmlPage *page; /* HTML of our own: its policy goes with it */
    bool lasting;         /* the bytes are the program's own and stay */
    int64_t total;        /* bytes of all pieces; 0 = not known */
    Pieces pieces;        /* what comes behind `bytes`, while the client reads; NULL = nothing */
    const char *from;     /* where the next piece begins; NULL = nowhere */
} Reply;

typedef enum { EXCHANGE_HEAD, EXCHANGE_BODY, EXCHANGE_WAITING, EXCHANGE_READY, EXCHANGE_SENT } ExchangeState;

/* A body that is handed over piece by piece (upload.c). */
typedef struct {
    bool begun;           /* `end` is owed */
    bool replayed;        /* the kept reply of a repeated key: nothing was done with what came */
    int64_t most, number; /* bytes that may come; pieces handed over */
    const char *caller;   /* the caller that the limit counts it for; NULL = none */
    Uploaded sum;         /* of what came; the digest once all has come */
    crypto_hash_sha256_state hash;
} UploadState;

typedef struct Exchange Exchange;
struct Exchange {
    Request request; /* request.connection points back here */
    Reply reply;
    Caller caller;
    Server *server; /* NULL when dispatched inside the process */
    struct MHD_Connection *connection;
    ExchangeState state;
    char id[17];
    int64_t started; /* microseconds, clock_monotonic */
    const char *method_name;
    Method method;
    const char *target; /* as received */
    uintptr_t wire;     /* where it stood in libmicrohttpd's buffer; only to be compared */
    const char *path;   /* still percent-encoded */
    const char *query;  /* still percent-encoded; NULL = none */
    const Header *headers;
    size_t header_count;
    Body body;
    UploadState upload;
    bool closes;           /* the connection ends with this reply */
    bool local;            /* asked from this machine, without a proxy in between */
    bool cors;             /* any origin may read the answer */
    bool admitted;         /* the caller is known and may */
    struct Limit *counted; /* the table that counts it by address; NULL = none */
    const char *network;   /* its address, as limits count it */
    size_t unread;         /* bytes that count as unread, … */
    const char *reader;    /* … by this caller; NULL = none */
    bool shrinks;          /* keeps only what is still needed once the reply is queued */
    Error trouble;         /* of the body; answered once it has passed by */
    Write write;
    Exchange *next; /* in the queue of slow work */
};

static inline Exchange *exchange_of(const Request *request)
{
    return (Exchange *)request->connection;
}

/* Sets up arena, id and time; `services` may be all there is (dispatch). */
Exchange *exchange_new(Services *services, Server *server, const char *target);
void exchange_free(Exchange *exchange);
const char *exchange_header(const Exchange *exchange, const char *name);
/* What a limit by address counts as one client: the address, of IPv6 its /64. */
enum { ADDRESS_SIZE = 64 };
void network_print(const char *address, char out[ADDRESS_SIZE]);
/* The path for the log. A route with a free word ("{key:text}") shows its own path instead: in the tracking API's
 * settings that word is a key. */
const char *exchange_path_shown(const Exchange *exchange);
Method method_of(const char *name);
const char *method_name(Method method);

/* The steps of a call, in this order; each fails with the error to answer. */
struct Router;
bool call_find(Exchange *exchange, const struct Router *router, Error *error);
/* The body is whole; it may hold the caller's key. */
bool call_body(Exchange *exchange, Error *error);
bool call_admit(Exchange *exchange, Identify identify, Error *error);
bool call_read(Exchange *exchange, Error *error);
/* The two above, in the order of the route. */
bool call_enter(Exchange *exchange, Identify identify, Error *error);
/* What runs inside the transaction: the kept reply of a repeated key, or the handler. `context` is the Exchange. */
bool call_work(Db *db, void *context, Error *error);

/* Whether the browser says that another site caused this request. */
bool origin_is_foreign(const Exchange *exchange);

/* Which site the Host names: NULL = the house. False when it is none of ours and no key is there (host.c). */
bool host_find(const Exchange *exchange, const char **site);
/* Whether the route answers this caller at this host: at one that is not ours, only whom we know. */
bool host_admits(const Exchange *exchange, Error *error);
bool host_refuses(const Exchange *exchange, Error *error);
/* Whether the files of the web UI are at this host: they ask for no caller, so no key opens them elsewhere. Where there
 * is no web UI, `error` stays as it is. */
bool host_has_files(const Exchange *exchange, Error *error);

/* Asked at one of the house's own names, where the web UI and the sign-in are. */
bool exchange_is_of_house(const Exchange *exchange);

/* The circles of what the reply may hold; what is in none is for everybody. */
unsigned reply_sees(const Request *request);
/* Any page, be it not the route's (html.c). */
bool page_reply(Request *request, const HtmlPage *page, int status, const void *row, Error *error);
extern const HtmlPage PROBLEM_PAGE;
/* Shows the trouble to a person: the form again, the way to sign in, or a page that says what to do. False when it is
 * not a person who asks. */
bool problem_shown(Exchange *exchange, const Error *error, int status);
/* The field of the error that says: built without the web UI. */
#define NO_UI_FIELD "web UI"
/* The same for: the server is starting. */
#define OPENING_FIELD "start"

void reply_clear(Exchange *exchange);
/* Answers with problem+json and logs what is not the caller's mistake. */
void reply_problem(Exchange *exchange, const Error *error);
int error_status(const Error *error);

#endif
