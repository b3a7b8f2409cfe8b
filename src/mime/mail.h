/*
 * A mail read right: what its head says, its text with quotes and signatures as folds, its files, and whether a machine
 * wrote it. Reading never fails for what a mail contains: what cannot be parsed is `broken`, with the raw source as its
 * only file. Memory is bounded by the limits, not by what the mail claims.
 *
 * Not for: keeping mails (a module does), fetching them, judging who may do what. Nothing here decides that a sender is
 * who they say.
 * Units: sizes in bytes, times in ms since 1970 UTC.
 * Errors: none of reading; those of whoever takes the content of a file.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_MAIL_H
#define BANSO_MIME_MAIL_H

#include "mime/gmime.h"
#include "mime/header.h"

typedef struct {
    size_t size;         /* of the raw mail */
    size_t parts, depth; /* of parts */
    size_t text;         /* of the text, and of the HTML; what is beyond is cut, and the raw mail has it */
    const char *charset; /* read it in this one; NULL = as it says, and as it looks */
    const char *trusted; /* whose Authentication-Results count: an authserv-id, "mx.example.com"; NULL = nobody's */
} MailReading;

/* 64 MiB, 1,000 parts, 32 levels, 1 MiB of text. */
extern const MailReading MAIL_READING;

typedef struct {
    const char *name;        /* NULL = it has none */
    const char *type;        /* as it says: "application/pdf" */
    const char *disposition; /* attachment, inline or "" */
    const char *content_id;  /* NULL = none */
    int64_t size;            /* decoded */
    bool unpacked;           /* out of a winmail.dat */
    Bytes raw;
    Transfer transfer;
} MailFile;

typedef struct {
    const char *recipient;
    const char *action; /* failed, delayed, delivered, relayed, expanded */
    const char *status; /* "5.1.1" */
    const char *diagnostic;
} MailBounce;

typedef struct {
    const char *method; /* spf, dkim, dmarc */
    const char *result; /* pass, fail, none, … */
    const char *about;  /* whom it is about: "header.d=example.com"; "" = it does not say */
} MailCheck;

typedef struct {
    bool broken;                 /* could not be parsed: the raw source is the only file */
    const char *subject;         /* NULL = it has none; so everywhere below */
    List from, to, cc, reply_to; /* MailAddress */
    Texts delivered_to;          /* where it arrived, whatever To says */
    List original_from;          /* MailAddress: the author, where a list put itself into From */
    Texts lists;                 /* that sent it on: their addresses, and their ids ("support.example.com") */
    OptInt sent_at;              /* as its author says */
    OptInt received_at;          /* as the last server on its way says */
    const char *message_id;      /* without angles */
    Texts in_reply_to, references;
    const char *charset;      /* of the text, as it was read */
    const char *text;         /* "" = there is none */
    const char *text_from;    /* plain, html, both or none */
    bool text_cut;            /* longer than the limit */
    List folds;               /* MailFold, of the text */
    const char *own;          /* what the author wrote */
    const char *html;         /* as it came, as UTF-8; never to be shown without cleaning */
    List files;               /* MailFile */
    const char *automatic;    /* no, reply, generated, list, bulk or bounce */
    const char *automatic_by; /* the field that said so */
    const char *bounced_id;   /* the Message-ID of what bounced */
    List bounces;             /* MailBounce */
    List checks;              /* MailCheck, of the trusted server alone */
    const char *calendar;     /* the method of a calendar part: REQUEST, REPLY, CANCEL */
    const char *hash;         /* of the body: equal Message-ID and equal hash is the same mail */
} Mail;

extern const Shape MAIL, MAIL_ADDRESS, MAIL_FILE, MAIL_FOLD, MAIL_BOUNCE, MAIL_CHECK;

void mail_read(Arena *arena, Bytes raw, const MailReading *reading, Mail *mail);
/* Whether a reply must not be sent by a machine. */
bool mail_is_automatic(const Mail *mail);
/* The content of a file, decoded, piece by piece. */
bool mail_file_write(const MailFile *file, TransferTake take, void *context, Error *error);

#endif
