/* A sealed secret is a version, a random nonce, and the box. The key of a purpose is derived from the directory's key,
 * so nothing but the one file has to be kept secret; the version says by which method a stored secret was sealed. */
#include "base/seal.h"

#include <sodium.h>
#include <string.h>

enum { VERSION = 1, HEAD = 1 + crypto_secretbox_NONCEBYTES };

_Static_assert(SECRET_SIZE == crypto_secretbox_KEYBYTES, "a derived key is one of the box");

void seal_key(const unsigned char key[SECRET_SIZE], const char *purpose, unsigned char out[SECRET_SIZE])
{
    crypto_generichash(out, SECRET_SIZE, (const unsigned char *)purpose, strlen(purpose), key, SECRET_SIZE);
}

Bytes seal(Arena *arena, const unsigned char key[SECRET_SIZE], const char *purpose, Bytes plain)
{
    unsigned char own[crypto_secretbox_KEYBYTES];
    size_t size = HEAD + crypto_secretbox_MACBYTES + plain.size;
    unsigned char *sealed = arena_array(arena, size, 1);
    sealed[0] = VERSION;
    randombytes_buf(sealed + 1, crypto_secretbox_NONCEBYTES);
    seal_key(key, purpose, own);
    crypto_secretbox_easy(sealed + HEAD, plain.data, plain.size, sealed + 1, own);
    sodium_memzero(own, sizeof own);
    return (Bytes) { sealed, size };
}

bool seal_open(Arena *arena, const unsigned char key[SECRET_SIZE], const char *purpose, Bytes sealed, Bytes *plain)
{
    unsigned char own[crypto_secretbox_KEYBYTES];
    if (sealed.size < HEAD + crypto_secretbox_MACBYTES || sealed.data[0] != VERSION)
        return false;
    size_t size = sealed.size - HEAD - crypto_secretbox_MACBYTES;
    unsigned char *opened = arena_array(arena, size + 1, 1);
    seal_key(key, purpose, own);
    bool ok = crypto_secretbox_open_easy(opened, sealed.data + HEAD, sealed.size - HEAD, sealed.data + 1, own) == 0;
    sodium_memzero(own, sizeof own);
    if (ok)
        *plain = (Bytes) { opened, size };
    return ok;
}
