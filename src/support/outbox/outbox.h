/*
 * The way out for replies: each waits ten seconds, in which it can be taken back, and is sent over SMTP from the
 * mailbox of its ticket. What cannot be sent now is tried again for two days, with the same Message-ID; what is refused
 * for good is shown on the message with the server's words and told to its author, who can send it again. What is sent
 * (text, recipients, files, what is quoted) is settled at Send.
 *
 * A mailbox talks to its server once at a time, in a lane of its own. A server that is not reached puts off what else
 * waits for it. What a server was given and did not answer is sent once more, then it is left to a person.
 *
 * Cut off in the middle of a try, the same mail is sent again: at most one double for each cut, under the same
 * Message-ID, and none is lost.
 *
 * Not for: who gets a reply (support/ticket), nor for mails that come in (support/mail).
 * Units: times in ms. Errors: MISSING; CONFLICT for what has left, or belongs to another author.
 * Forgets a person: what is kept of replies to them goes; addresses elsewhere are replaced.
 */
#ifndef BANSO_OUTBOX_OUTBOX_H
#define BANSO_OUTBOX_OUTBOX_H

enum { OUTBOX_UNDO_MS = 10000, OUTBOX_TRIES = 14 };
#endif
