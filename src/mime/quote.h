/*
 * What of a mail's text its author wrote, and what is quoted or a signature. The whole text stays; folds are places in
 * it, one behind the other, so that the rest is a click away. A mail never loses all of its text: where nothing would
 * be left, all of it is the author's, unless it is nothing but quotes of quotes.
 *
 * Forwarded mails are not folded: what they bring is the point of sending them.
 *
 * Units: offsets in bytes.
 * Errors: none.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_QUOTE_H
#define BANSO_MIME_QUOTE_H

#include "base/shape.h"

typedef struct {
    const char *kind; /* own, quote or signature */
    int64_t from, size;
} MailFold;

/* Items are MailFold; together they are the whole text. */
List mail_folds(Arena *arena, const char *text);
/* The author's own text, trimmed. */
const char *mail_own(Arena *arena, const char *text, const List *folds);

#endif
