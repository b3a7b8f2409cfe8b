/*
 * Routes are data: method, path, handler, the right that it needs, one sentence, input shape, output shape. No handler
 * checks a permission by hand. The same table prints openapi.json, and from it the access matrix test is generated.
 *
 * A right says what a caller may do, a circle (base/circle.h) what it may see. A route that shows or changes nothing
 * but things of a circle names it; other routes leave fields out of their replies that belong to circles which the
 * caller does not see.
 *
 * GET runs on a reader in the thread that took the request. Everything else runs on the writer: input is
 * read and checked first, the connection is suspended, and the reply goes out after COMMIT. A handler may be run again.
 *
 * Units: sizes in bytes, times in ms.
 * Errors: what a handler fails with becomes a problem+json with the status of its kind; on routes of the tracking API
 * too large is 400 and busy 429, as its clients expect.
 * Forgets a person: holds nothing beyond the request.
 */
#ifndef BANSO_HTTP_ROUTE_H
#define BANSO_HTTP_ROUTE_H

#include "base/arena.h"
#include "base/circle.h"
#include "base/error.h"
#include "base/json.h"
#include "base/shape.h"
#include "base/text.h"
#include "base/viewer.h"
#include "db/db.h"
#include "http/services.h"

typedef enum { METHOD_NONE, GET, POST, PUT, PATCH, DELETE } Method;

/* One bit each. A caller holds a set of them; a route needs exactly one. PUBLIC and SIGNED_IN do not belong to a role.
 */
typedef enum {
    RIGHT_NONE = 0,           /* a route without a right does not start */
    RIGHT_PUBLIC = 1 << 0,    /* anybody: sign-in, set-up, health checks */
    RIGHT_SIGNED_IN = 1 << 1, /* any member of staff with a session, for their own things */
    RIGHT_VIEW = 1 << 2,
    RIGHT_ACT = 1 << 3,    /* tasks, notes, calls, judgements */
    RIGHT_MANAGE = 1 << 4, /* accounts, contracts, scorecards, imports, products */
    RIGHT_ADMIN = 1 << 5,  /* staff, keys, workspace, audit */
    RIGHT_INGEST = 1 << 6  /* the tracking API; an ingest key can do nothing else */
} Right;

/* What a role or a token holds of the above. INGEST comes with admin; SIGNED_IN with a session alone. */
enum {
    RIGHTS_VIEW = RIGHT_VIEW,
    RIGHTS_ACT = RIGHT_VIEW | RIGHT_ACT,
    RIGHTS_MANAGE = RIGHTS_ACT | RIGHT_MANAGE,
    RIGHTS_ADMIN = RIGHTS_MANAGE | RIGHT_ADMIN | RIGHT_INGEST,
    RIGHTS_STAFF = RIGHT_PUBLIC | RIGHT_SIGNED_IN,
    RIGHTS_SYSTEM = (int)RIGHTS_ADMIN | (int)RIGHTS_STAFF | (int)CIRCLES_ALL | (int)CIRCLE_AUTHOR
};

/* SYSTEM is the command line: in this process, or over the unix socket as the user that runs the server. Visitors of a
 * help page and customers with a link would be further kinds, added here with their first page, and would see no
 * circle. */
typedef enum { CALLER_NOBODY, CALLER_STAFF, CALLER_TOKEN, CALLER_INGEST, CALLER_SYSTEM } CallerKind;

/* Who is asking, as `staff` found out. `id` is the staff or key id; facts name it as "staff:ID" or "key:ID". */
typedef struct {
    CallerKind kind;
    int64_t id;
    const char *name;
    unsigned rights;      /* set of Right, and of Circle */
    const char *language; /* "ja" or "en" */
    int64_t session_id;   /* STAFF only */
    bool in_public;       /* INGEST only: the key is in a web page, where anybody can read it */
} Caller;

#define SITE_EVERY "*"

typedef struct Request Request;
typedef struct Route Route;
typedef struct HtmlPage HtmlPage; /* http/html.h */
typedef bool (*Handler)(Request *request, Error *error);

/*
 * A body that is not held in memory: it is handed over piece by piece while it arrives, and the next piece is read once
 * the one before it is committed. So it may be large and costs the memory of one piece.
 *
 * `begin` runs on a reader once the caller is admitted and the query read, before the body: it refuses what it can, and
 * says in *most how many bytes may come. `announced` is the Content-Length, -1 when there is none. `take` runs on the
 * writer, each piece in a write of its own that may be run again; the last one, short or whole, in the transaction of
 * the handler. So the module clears away what came before a cut: `end` is called once where `begin` succeeded, when the
 * outcome is known; `done` says whether the handler's change was committed.
 */
enum { UPLOAD_PIECE = 192 * 1024 }; /* a multiple of 3, so that pieces in base64 follow one another */
typedef struct {
    bool (*begin)(Request *request, int64_t announced, int64_t *most, Error *error);
    bool (*take)(Request *request, int64_t number, Bytes piece, Error *error); /* numbers from 0 */
    void (*end)(Request *request, bool done);
} UploadSteps;

/* What came, for the handler. */
typedef struct {
    int64_t size;
    uint8_t sha256[32];
} Uploaded;

enum {
    ROUTE_LIST = 1,            /* gives {items:[gives…], next} */
    ROUTE_READS = 2,           /* a POST that only reads (preview): runs on a reader */
    ROUTE_RAW = 4,             /* the body is not JSON: request->body_bytes; large bodies up to `body_max` */
    ROUTE_FILE = 8,            /* answers with a file of another type than JSON (CSV) */
    ROUTE_STREAM = 16,         /* the SSE stream */
    ROUTE_CORS = 32,           /* any origin may call it, with a preflight; a session cookie counts for nothing there */
    ROUTE_LOCAL = 64,          /* a caller on the same machine needs no right (/metrics) */
    ROUTE_SLOW = 128,          /* a read that may take over 50 ms: off the threads that take requests */
    ROUTE_SECRET = 256,        /* the reply holds a secret: it is not kept for a repeated Idempotency-Key */
    ROUTE_NO_DB = 512,         /* a read that touches no database: request->db is NULL */
    ROUTE_QUICK = 1024,        /* `prepare` only reads the body: it runs in the thread that took the request */
    ROUTE_TRACKING = 2048,     /* of the tracking API: troubles are said in its protocol's statuses (400, 429) */
    ROUTE_JOINS = 4096,        /* many come at once and change the same rows: they share a COMMIT on PostgreSQL too */
    ROUTE_TAKES_SECRET = 8192, /* the body holds a password: not even its digest is kept */
    ROUTE_FORM = 16384,        /* `takes` comes as a browser's form sends it, not as JSON */
    ROUTE_ENTRANCE = 32768,    /* the page where people sign in: who is not signed in is sent here, with ?to=… */
    ROUTE_UI = 65536           /* a page of the web UI: troubles are always told in HTML */
};

struct Route {
    Method method;
    const char *path; /* "/api/v1/accounts/{id}/timeline"; a {name} is an id below 2^53, {name:text} one path segment */
    Handler handler;
    Right right;
    const char *about;  /* one sentence, for openapi.json */
    const Shape *takes; /* JSON body, read into request->input */
    const Shape *asks;  /* query parameters, read into request->query; unknown ones are an error */
    const Shape *gives; /* what a 2xx holds */
    unsigned flags;
    size_t body_max;           /* 0 = 1 MiB */
    const UploadSteps *upload; /* the body is a stream; with ROUTE_RAW */
    /* Runs before the handler, once, outside any transaction, on one of two slow threads (password hashing) unless the
     * route is QUICK. It may use
     * request_read, has no request->db, and leaves what it found in request->prepared. */
    Handler prepare;
    /* Where a client without headers puts its key: found in request->body_bytes (the tracking API's writeKey); NULL
     * when there is none. False when nobody can tell now (BUSY): a client that hears 401 does not come again. */
    bool (*body_key)(const Request *request, const char **key, Error *error);
    unsigned circle;      /* that the caller must see, beside the right; 0 = none */
    const HtmlPage *page; /* what it shows in HTML: http/html.h */
    /* Instead of a problem, when what was entered on a page is refused: the page once more, with what was entered. */
    bool (*again)(Request *request, const Error *refusal, Error *error);
    const char *body;    /* of a RAW route: the JSON Schema of what it takes, for openapi.json */
    const char *example; /* JSON of such a body, or of `takes`; NULL = one is made from the Shape */
    const char *site;    /* NULL = the program's own host; SITE_EVERY; or the name of a public one (http/services.h) */
};

struct Request {
    Services *services;
    const Route *route;
    Arena *arena;
    Db *db; /* a reader for GET, the writer otherwise; NULL in identify and prepare */
    const Caller *caller;
    int64_t now;         /* ms; the one time of this request */
    int64_t since;       /* when the caller began to wait, monotonic µs: once the whole body was here */
    const char *id;      /* request id, also in the log and in problem+json */
    const char *address; /* peer, or as a trusted proxy says */
    int64_t path_id[3];  /* values of {id} in order; a {name:text} is in path_text */
    const char *path_text[3];
    const void *input;        /* struct of route->takes */
    const Json *body;         /* its JSON, to tell absent from null: request_given() */
    Bytes body_bytes;         /* as received (after gunzip); followed by 64 zero bytes for simdjson */
    const Uploaded *uploaded; /* of a route with `upload`, in the handler */
    const void *query;        /* struct of route->asks */
    void *prepared;           /* what route->prepare left */
    struct Reply *reply;      /* http's own */
    void *connection;         /* http's own */
};

/* store_read and store_write outside of the handler, in identify and prepare: a caller waits once for a database that
 * is away, however often a request asks it. */
bool request_read(const Request *request, DbWork work, void *context, Error *error);
bool request_write(const Request *request, DbWork work, void *context, Error *error);

bool request_given(const Request *request, const char *field);
/* FORBIDDEN, with the field and the circle, unless the caller sees all of `circles`: for what the table of routes
 * cannot know, such as a filter that asks for an amount. */
bool request_sees(const Request *request, unsigned circles, const char *field, Error *error);
/* The caller, for rows that are not for everybody. A key is nobody's author; the command line sees everything. */
Viewer request_viewer(const Request *request);
/* The member of staff who calls, 0 = somebody else. */
int64_t request_staff(const Request *request);
const char *request_header(const Request *request, const char *name); /* NULL when absent */
/* What a limit by address counts as one client: an IPv4 address, of an IPv6 address its /64, since one line has all of
 * it. */
const char *request_network(const Request *request);
const char *request_cookie(const Request *request, const char *name);
bool request_is_https(const Request *request); /* TLS here, or the public URL says so */
/* INPUT unless If-Match names this version (an integer in quotes); CONFLICT (412) when it names another. Absent passes.
 */
bool request_if_match(const Request *request, int64_t version, Error *error);
/* "staff:12", "key:7", "system" or "nobody"; for facts. */
const char *request_actor(const Request *request);

/* Replies. Each returns true so that a handler ends in `return reply_row(…)`. */
bool reply_row(Request *request, int status, const Shape *shape, const void *row);
bool reply_list(Request *request, const Shape *shape, const void *rows, size_t count, const char *next);
bool reply_json(Request *request, int status, const char *json); /* for JSON that no shape can describe; arena text */
bool reply_empty(Request *request);                              /* 204 */
bool reply_file(Request *request, const char *type, const char *file_name, const char *bytes, size_t size);
/*
 * A file that may be long: written piece by piece as the client reads it, so that a client that does not read costs
 * little. `pieces` adds the rows from `from` on, NULL = the beginning with its head, and says in *next where the
 * following piece begins, NULL = that was all. It is also called after the handler, each time with its own arena and
 * reader and with the same query; an error on the way cuts the connection, so that nobody mistakes half a file for a
 * whole one.
 */
typedef bool (*Pieces)(Request *request, const char *from, Text *out, const char **next, Error *error);
bool reply_pieces(Request *request, const char *type, const char *file_name, Pieces pieces, Error *error);
/* The same for a file of which more is known. */
typedef struct {
    const char *type, *file_name;
    bool shown;       /* the browser may show it in place of saving it */
    int status;       /* 0 = 200 */
    int64_t size;     /* of all pieces together: Content-Length; 0 = not known */
    const char *from; /* the first piece; NULL = the beginning */
} FileReply;
bool reply_file_pieces(Request *request, const FileReply *file, Pieces pieces, Error *error);
bool reply_text(Request *request, int status, const char *type, const char *text);
void reply_header(Request *request, const char *name, const char *value); /* Set-Cookie, ETag, Location, Retry-After */

#endif
