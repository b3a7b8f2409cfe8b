/*
 * Outgoing webhooks: what happens here is sent to a URL that an admin names, for systems that build on it: a chat, a
 * data warehouse, a billing system. Each fact becomes one signed POST per webhook (Standard Webhooks), in the order of
 * the facts where all goes well.
 *
 *     webhook-id          fact_ID: the same in each try, so that the receiver can tell a repeat
 *     webhook-timestamp   seconds, of this try
 *     webhook-signature   "v1," and HMAC-SHA256 over id.timestamp.body; two of them while a secret is replaced
 *     {"type": "task.done", "timestamp": …, "data": {"fact", "account_id", "contact_id", "actor", "subject", "body"}}
 *
 * An answer of 2xx is a delivery. Anything else is tried again with growing pauses, ten times over three to four days;
 * at least once, so a receiver may see an id twice. A webhook that fails for five days, or answers 410, is
 * paused, and the admins are told. What happens while it is paused or off is not sent by itself: a replay sends it.
 *
 * A webhook sees circles, as a member of staff does: what its fact's body has of others is not sent (base/circle.h).
 *
 * Not for: words of people. A fact holds ids and typed arguments; who may read more asks the API for it.
 * Units: times in ms.
 * Errors: INPUT for a URL that must not be reached (net/outbound.h); MISSING.
 * Forgets a person: holds ids alone, and what is sent again is built from the fact again. The answers of receivers are
 * not kept.
 */
#ifndef BANSO_HOUSE_WEBHOOK_H
#define BANSO_HOUSE_WEBHOOK_H

#include "db/db.h"
#include "http/services.h"

/* For the doctor. */
typedef struct {
    int64_t count;
    int64_t paused;     /* by us: they failed for five days, or answered 410 */
    int64_t unreadable; /* whose secret another key sealed */
} WebhookHealth;
bool webhook_health(Db *db, Arena *arena, const Services *services, WebhookHealth *health, Error *error);

#endif
