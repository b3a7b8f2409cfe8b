/* The pieces of mail_read, one file each: the body, what machines say, and the files in a winmail.dat. */
#ifndef BANSO_MIME_MAIL_INSIDE_H
#define BANSO_MIME_MAIL_INSIDE_H

#include "mime/mail.h"
#include "mime/part.h"

/* text, text_from, text_cut, charset, html, files, calendar. */
void body_read(Mail *mail, const Parts *parts, const MailReading *reading);
/* automatic, automatic_by, bounced_id, bounces. */
void automatic_read(Mail *mail, const Parts *parts);
/* checks. */
void checks_read(Mail *mail, const Headers *headers, const char *trusted);

/* All bytes of a part, decoded, at most `most`; *cut = there were more. */
Bytes part_content(Arena *arena, const Part *part, size_t most, bool *cut);
/* "text; format=flowed" (RFC 3676) as its author saw it. */
const char *flowed_text(Arena *arena, const char *text, bool delsp);

#endif
