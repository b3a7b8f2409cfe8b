/*
 * Which conversation an answer belongs to. Our mails carry a signed token in the reply address
 * (support+t1k-3f…@example.com) and in the Message-ID, so an answer finds its way however its program treats the other.
 * Signed, because the number alone could be guessed and would open anybody's conversation. Tokens are in lower case and
 * read in any, since mail servers change it.
 *
 * Not for: telling who wrote a mail. Whoever has seen a token can write to its conversation.
 * Units: conversations by their ids.
 * Errors: none; false says that there is no token of ours.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_MIME_THREAD_H
#define BANSO_MIME_THREAD_H

#include "base/seal.h"
#include "mime/mail.h"

/* `address` with the token behind a "+". */
const char *thread_address(Arena *arena, const unsigned char key[SECRET_SIZE], int64_t id, const char *address);
/* Without angles. `unique` tells the mails of a conversation apart: letters, digits, "-" and "_". */
const char *thread_message_id(Arena *arena, const unsigned char key[SECRET_SIZE], int64_t id, const char *unique,
                              const char *domain);

bool thread_of_address(const unsigned char key[SECRET_SIZE], const char *address, int64_t *id);
bool thread_of_id(const unsigned char key[SECRET_SIZE], const char *message_id, int64_t *id);
/* By where it arrived, whom it names, what it answers, and what it refers to, newest first. */
bool thread_of_mail(const unsigned char key[SECRET_SIZE], const Mail *mail, int64_t *id);

#endif
