/*
 * The program's way out: one HTTP request to a URL that somebody named. http and https only, no redirects, no proxy
 * (the environment's neither), no cookies, no stored passwords; bounded in time and size. The address is judged
 * (net/address.h) when the connection is opened, after the name was resolved, so that a name which resolves to another
 * address a second later gains nothing. An answer is its status: of a body longer than OUTBOUND_REPLY_MAX the rest is
 * not read.
 *
 * Not for: the thread of a request, or a piece of work inside a transaction: a host may take 15 s to say nothing. Jobs
 * of LANE_OUTBOUND do this.
 * Units: times in ms, sizes in bytes.
 * Errors: outbound_url fails with INPUT and the reason. A request has no errors: how it ended is its outcome.
 * Forgets a person: keeps nothing.
 */
#ifndef BANSO_NET_OUTBOUND_H
#define BANSO_NET_OUTBOUND_H

#include "base/arena.h"
#include "base/error.h"
#include "base/shape.h"

#include <stdatomic.h>

enum { OUTBOUND_CONNECT_MS = 5000, OUTBOUND_WHOLE_MS = 15000, OUTBOUND_REPLY_MAX = 64 * 1024, OUTBOUND_URL_MAX = 2000 };

/* The words are those of the API: outbound_word. */
#define OUTBOUND_ENDS(X)                                                                                               \
    X(ANSWERED, "answered")                                                                                            \
    X(REFUSED, "refused_address") /* nobody may name such an address */                                                \
    X(UNKNOWN_HOST, "unknown_host")                                                                                    \
    X(UNREACHABLE, "unreachable")                                                                                      \
    X(TIMEOUT, "timeout")                                                                                              \
    X(TLS, "tls")           /* no trust in the certificate, or no common cipher */                                     \
    X(HOST_KEY, "host_key") /* of SFTP: another than its fingerprint says */                                           \
    X(BROKEN, "broken")     /* cut off, or no HTTP */                                                                  \
    X(STOPPED, "stopped")   /* this process ends */
#define OUTBOUND_NAME(name, word) OUTBOUND_##name,
typedef enum { OUTBOUND_ENDS(OUTBOUND_NAME) } OutboundEnd;
#undef OUTBOUND_NAME
#define OUTBOUND_CHOICE(name, word) word "|"
/* For a shape; "none" = it has not ended. */
#define OUTBOUND_CHOICES OUTBOUND_ENDS(OUTBOUND_CHOICE) "none"
const char *outbound_word(OutboundEnd end);

typedef struct {
    const char *url;
    const char *const *headers; /* "Content-Type: application/json", NULL-ended */
    const char *body;
    size_t body_size;
    const char *const *allowed;  /* networks that may be reached whatever they are; may be NULL */
    const atomic_bool *stopping; /* may be NULL */
} OutboundPost;

typedef struct {
    OutboundEnd end;
    int status; /* of an answer; 0 = none */
    int64_t took_ms;
} OutboundOutcome;

OutboundOutcome outbound_post(const OutboundPost *post);

/*
 * A file that is fetched: by http, https or sftp, as its URL says. Of it at most `most` bytes are taken, piece by
 * piece; `take` is false when they cannot be kept. The host of an SFTP server is known by the fingerprint of its key,
 * which is compared before anything secret is said; what SFTP answers is told as the status of HTTP that means it (401,
 * 404). A file that is larger is 413.
 */
typedef struct {
    const char *url;
    const char *user;        /* NULL = none */
    const char *password;    /* with a user Basic or that of SFTP, without one a Bearer token; NULL = none */
    const char *private_key; /* of SFTP, as PEM or OpenSSH writes it; NULL = the password counts */
    const char *fingerprint; /* of SFTP: SHA-256 of the host's key in Base64 */
    const char *const *allowed;
    const atomic_bool *stopping;
    size_t most;
    bool (*take)(const char *bytes, size_t size, void *context);
    void *context;
} OutboundGet;
enum { OUTBOUND_FILE_MS = 600000 };
OutboundOutcome outbound_get(const OutboundGet *get);

/*
 * Whether a request could be sent there, as far as the text tells: a URL of http or https without user name, password
 * and fragment, whose host is neither a refused address in any notation (2130706433, 0x7f.1) nor a name of this
 * machine. *plain is the URL as it is used, with its host written out.
 */
bool outbound_url(Arena *arena, const char *text, const char *const *allowed, const char **plain, Error *error);
/* The same for a file: sftp, or https; http only to an address that the operator allows. */
bool outbound_file_url(Arena *arena, const char *text, bool sftp, const char *const *allowed, const char **plain,
                       Error *error);

#endif
