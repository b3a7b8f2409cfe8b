/*
 * Sending one mail to one server over SMTP: TLS verified, STARTTLS demanded where it is set, a password only under TLS
 * or to an address that the operator allows by name. Addresses are judged as those of net/outbound.h. Bounded by
 * progress: a server that takes a large mail slowly is waited for, one that stands still is not.
 *
 * How it ended says what may be done next. SENT: the server took it, perhaps for some recipients alone; the others are
 * named with its words. LATER: nothing was taken, and another try may succeed. REFUSED: nothing was taken, and another
 * try would fare no better. MAYBE: the whole mail was handed over and no answer came, so the server may have it.
 *
 * Not for: writing mails (mime/compose.h), keeping them (support/outbox), the thread of a request.
 * Units: none. The end of the mail is known by reading it: a size that is announced counts no doubled dots.
 * Errors: none; how it ended is the outcome.
 * Forgets a person: keeps nothing; the talk in the outcome holds addresses and no passwords.
 */
#ifndef BANSO_NET_SMTP_H
#define BANSO_NET_SMTP_H

#include "net/outbound.h"

typedef enum { SMTP_TLS, SMTP_STARTTLS, SMTP_PLAIN } SmtpSecurity;

typedef struct {
    const char *host;
    int port;
    SmtpSecurity security;
    const char *user, *password; /* NULL = none */
    const char *name;            /* what we call ourselves: "example.com" */
    const char *from;            /* of the envelope, without angles */
    Texts recipients;
    /* The next piece of the mail; *got = 0 at its end. false: it cannot be read. */
    bool (*read)(void *context, char *buffer, size_t room, size_t *got);
    void *context;
    const char *const *allowed;  /* as OutboundPost.allowed */
    const atomic_bool *stopping; /* may be NULL */
} SmtpMail;

typedef enum { SMTP_SENT, SMTP_LATER, SMTP_REFUSED, SMTP_MAYBE } SmtpEnd;

typedef struct {
    const char *address;
    int code;           /* 550 */
    const char *answer; /* the server's words, with the code */
} SmtpRefusal;

typedef struct {
    SmtpEnd end;
    OutboundEnd reached; /* why there was no answer, when there was none */
    const char *answer;  /* the server's last words; "" = it said nothing */
    int code;            /* of these words; 0 = they have none */
    List refused;        /* SmtpRefusal: recipients that were not taken */
    const char *talk;    /* what both said, line by line, without passwords and without the mail */
} SmtpOutcome;

/* Whether a server that has been still for so long, in microseconds, is given up. Once it has the whole mail it gets
 * ten minutes (RFC 5321 4.5.3.2.6), since whoever hangs up before may have sent the mail and not know. Pure. */
bool smtp_is_late(bool handed_over, int64_t still_us);

SmtpOutcome smtp_send(Arena *arena, const SmtpMail *mail);

#endif
