/*
 * The head of a mail that is written: what may stand there, and each field folded below 78 columns.
 *
 * Not for: whole e-mails (mime/compose.h), nor for reading (mime/header.h).
 * Units: ms since 1970 UTC.
 * Errors: INPUT names the field whose address cannot be written.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_COMPOSE_HEAD_H
#define BANSO_MIME_COMPOSE_HEAD_H

#include "mime/header.h"

bool head_text_is_safe(const char *text); /* one line of UTF-8 without controls; not NULL */
bool head_id_is_safe(const char *id);
bool head_address_is_safe(const char *field, const MailAddress *address, Error *error);

void head_date_to(Text *out, int64_t ms);
void head_text_to(Text *out, const char *name, const char *text);
void head_addresses_to(Text *out, const char *name, const List *list); /* nothing for an empty list */
void head_references_to(Text *out, const Texts *ids);
/* All fields of a file's part and the blank line behind them. */
const char *head_file(Arena *arena, const char *name, const char *type);

#endif
