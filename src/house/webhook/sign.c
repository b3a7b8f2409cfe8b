/* What is sent, and its signature, as Standard Webhooks has them. */
#include "house/webhook/webhook_store.h"

#include "base/clock.h"
#include "base/json.h"
#include "jobs/fact_kind.h"

#include <sodium.h>
#include <string.h>

static const char *base64(Arena *arena, const unsigned char *bytes, size_t size)
{
    size_t room = sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_array(arena, room, 1);
    return sodium_bin2base64(text, room, bytes, size, sodium_base64_VARIANT_ORIGINAL);
}

const char *webhook_secret_text(Arena *arena, Bytes secret)
{
    return arena_format(arena, "whsec_%s", base64(arena, secret.data, secret.size));
}

const char *webhook_signature(Arena *arena, Bytes secret, const char *id, int64_t seconds, const char *body)
{
    crypto_auth_hmacsha256_state state;
    unsigned char digest[crypto_auth_hmacsha256_BYTES];
    const char *head = arena_format(arena, "%s.%lld.", id, (long long)seconds);
    crypto_auth_hmacsha256_init(&state, secret.data, secret.size);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)head, strlen(head));
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)body, strlen(body));
    crypto_auth_hmacsha256_final(&state, digest);
    return arena_format(arena, "v1,%s", base64(arena, digest, sizeof digest));
}

static void id_to(Text *text, const char *key, OptInt id)
{
    json_key_to(text, key);
    if (id.known)
        json_int_to(text, id.value);
    else
        text_add(text, "null");
}

static void text_to(Text *text, const char *key, const char *value)
{
    json_key_to(text, key);
    json_string_to(text, value);
}

WebhookMessage webhook_message(Arena *arena, const WebhookDeliveryRow *delivery, const WebhookFactRow *fact,
                               const char *circles)
{
    static const OptInt NONE = { 0 };
    Text text = text_new(arena);
    text_char(&text, '{');
    text_to(&text, "type", delivery->kind);
    text_to(&text, "timestamp", time_format(arena, fact ? fact->at : delivery->created_at));
    json_key_to(&text, "data");
    text_char(&text, '{');
    id_to(&text, "fact", delivery->fact_id);
    id_to(&text, "account_id", fact ? fact->account_id : NONE);
    id_to(&text, "contact_id", fact ? fact->contact_id : NONE);
    text_to(&text, "actor", fact ? fact->actor : "system");
    text_to(&text, "subject",
            fact ? fact->subject : arena_format(arena, "webhook:%lld", (long long)delivery->webhook_id));
    json_key_to(&text, "body");
    text_add(&text, fact ? fact_body_seen(arena, delivery->kind, fact->body, webhook_sees(arena, circles)) : "{}");
    text_add(&text, "}}");
    const char *id = fact ? arena_format(arena, "fact_%lld", (long long)delivery->fact_id.value)
                          : arena_format(arena, "test_%lld", (long long)delivery->id);
    return (WebhookMessage) { id, text_string(&text) };
}
