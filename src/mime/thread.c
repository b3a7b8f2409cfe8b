/* A token is "t", the id in base 32, "-", and ten bytes of an HMAC in base 32: over the id for an address; over the id
 * and what tells the mail apart for a Message-ID, so that neither can be made from the other. */
#include "mime/thread.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MAC_SIZE = 10, MAC_TEXT = 16, ID_TEXT = 13, TOKEN_MAX = 1 + ID_TEXT + 1 + MAC_TEXT + 1, UNIQUE_MAX = 100 };

static const char DIGITS[] = "0123456789abcdefghijklmnopqrstuv";

static void mac_of(const unsigned char key[SECRET_SIZE], const char *purpose, int64_t id, const char *unique,
                   char out[MAC_TEXT + 1])
{
    unsigned char own[SECRET_SIZE], mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    seal_key(key, purpose, own);
    crypto_auth_hmacsha256_init(&state, own, sizeof own);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)&id, sizeof id);
    for (const char *c = unique; *c; c++) {
        unsigned char lower = (unsigned char)tolower((unsigned char)*c);
        crypto_auth_hmacsha256_update(&state, &lower, 1);
    }
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_memzero(own, sizeof own);
    for (int i = 0; i < MAC_TEXT; i++) {
        int bit = i * 5, byte = bit / 8;
        unsigned pair = (unsigned)mac[byte] << 8 | mac[byte + 1];
        out[i] = DIGITS[pair >> (11 - bit % 8) & 31u];
    }
    out[MAC_TEXT] = '\0';
}

static void token_write(char out[TOKEN_MAX], int64_t id, const char *mac)
{
    char digits[ID_TEXT + 1];
    size_t at = ID_TEXT;
    digits[ID_TEXT] = '\0';
    for (uint64_t left = (uint64_t)id; at > 0 && (left || at == ID_TEXT); left >>= 5)
        digits[--at] = DIGITS[left & 31u];
    snprintf(out, TOKEN_MAX, "t%s-%s", digits + at, mac);
}

/* The id that a token names, signed or not; *mac = what stands behind it. */
static bool token_read(const char *token, int64_t *id, const char **mac)
{
    uint64_t value = 0;
    size_t size = strcspn(token, "-");
    if ((*token != 't' && *token != 'T') || size < 2 || size > ID_TEXT || token[size] != '-')
        return false;
    for (size_t i = 1; i < size; i++) {
        const char *digit = strchr(DIGITS, tolower((unsigned char)token[i]));
        if (!digit || !*digit)
            return false;
        value = value << 5 | (uint64_t)(digit - DIGITS);
    }
    *id = (int64_t)value;
    *mac = token + size + 1;
    return value > 0 && strlen(*mac) >= MAC_TEXT;
}

static bool mac_is(const char *wanted, const char *got)
{
    char lower[MAC_TEXT];
    for (int i = 0; i < MAC_TEXT; i++)
        lower[i] = (char)tolower((unsigned char)got[i]);
    return sodium_memcmp(wanted, lower, MAC_TEXT) == 0;
}

static const char ADDRESS_PURPOSE[] = "thread:address", ID_PURPOSE[] = "thread:message-id";

const char *thread_address(Arena *arena, const unsigned char key[SECRET_SIZE], int64_t id, const char *address)
{
    char mac[MAC_TEXT + 1], token[TOKEN_MAX];
    size_t local = strcspn(address, "@");
    mac_of(key, ADDRESS_PURPOSE, id, "", mac);
    token_write(token, id, mac);
    return arena_format(arena, "%.*s+%s%s", (int)local, address, token, address + local);
}

const char *thread_message_id(Arena *arena, const unsigned char key[SECRET_SIZE], int64_t id, const char *unique,
                              const char *domain)
{
    char mac[MAC_TEXT + 1], token[TOKEN_MAX];
    mac_of(key, ID_PURPOSE, id, unique, mac);
    token_write(token, id, mac);
    return arena_format(arena, "%s.%s@%s", token, unique, domain);
}

bool thread_of_address(const unsigned char key[SECRET_SIZE], const char *address, int64_t *id)
{
    char wanted[MAC_TEXT + 1];
    const char *plus = strrchr(address, '+'), *mac;
    int64_t found;
    if (!plus || !token_read(plus + 1, &found, &mac) || mac[MAC_TEXT] != '@')
        return false;
    mac_of(key, ADDRESS_PURPOSE, found, "", wanted);
    if (!mac_is(wanted, mac))
        return false;
    *id = found;
    return true;
}

bool thread_of_id(const unsigned char key[SECRET_SIZE], const char *message_id, int64_t *id)
{
    char wanted[MAC_TEXT + 1], unique[UNIQUE_MAX];
    const char *mac;
    int64_t found;
    if (!token_read(message_id, &found, &mac) || mac[MAC_TEXT] != '.')
        return false;
    size_t size = strcspn(mac + MAC_TEXT + 1, "@");
    if (size >= UNIQUE_MAX)
        return false;
    memcpy(unique, mac + MAC_TEXT + 1, size);
    unique[size] = '\0';
    mac_of(key, ID_PURPOSE, found, unique, wanted);
    if (!mac_is(wanted, mac))
        return false;
    *id = found;
    return true;
}

static bool among_addresses(const unsigned char key[SECRET_SIZE], const List *list, int64_t *id)
{
    const MailAddress *items = list->items;
    for (size_t i = 0; i < list->count; i++)
        if (thread_of_address(key, items[i].address, id))
            return true;
    return false;
}

static bool among_ids(const unsigned char key[SECRET_SIZE], const Texts *ids, int64_t *id)
{
    for (size_t i = ids->count; i-- > 0;)
        if (thread_of_id(key, ids->items[i], id))
            return true;
    return false;
}

bool thread_of_mail(const unsigned char key[SECRET_SIZE], const Mail *mail, int64_t *id)
{
    for (size_t i = 0; i < mail->delivered_to.count; i++)
        if (thread_of_address(key, mail->delivered_to.items[i], id))
            return true;
    return among_addresses(key, &mail->to, id) || among_addresses(key, &mail->cc, id) ||
           among_ids(key, &mail->in_reply_to, id) || among_ids(key, &mail->references, id);
}
