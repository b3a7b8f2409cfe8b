/*
 * An e-mail of ours as bytes: UTF-8, text and perhaps HTML, files piece by piece. What would become a header of its own
 * is refused, wherever it comes from. Bcc is nobody's business but the envelope's.
 *
 * Not for: sending, nor for deciding who gets it.
 * Units: bytes; sent_at in ms since 1970 UTC.
 * Errors: INPUT names the part of the draft that cannot be written; those of a file's reader and of the taker pass.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_COMPOSE_H
#define BANSO_MIME_COMPOSE_H

#include "mime/gmime.h"
#include "mime/header.h"

typedef struct {
    const char *name;
    const char *type; /* NULL or nonsense = application/octet-stream */
    /* The next piece; *got = 0 at the end. */
    bool (*read)(void *context, char *buffer, size_t room, size_t *got, Error *error);
    void *context;
} DraftFile;

typedef struct {
    MailAddress from;
    List to, cc, reply_to; /* MailAddress */
    const char *subject;
    int64_t sent_at;
    const char *message_id;  /* without angles, as everywhere */
    const char *in_reply_to; /* NULL = it is no answer */
    Texts references;        /* oldest first; the first and the last are kept where they are too many */
    bool automatic;          /* a machine wrote it, and no machine should answer */
    const char *text;
    const char *html; /* NULL = text alone */
    List files;       /* DraftFile */
} MailDraft;

enum { DRAFT_REFERENCES_MAX = 20 };

/* Lines end in CR LF. The bytes go to `take` as they come; nothing is held. */
bool mail_write(Arena *arena, const MailDraft *draft, TransferTake take, void *context, Error *error);

#endif
