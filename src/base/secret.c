/*
 * Reads a secret file, or writes one where there is none: 32 random bytes, synced before they are used, since what is
 * keyed by them is stored. A shorter file is refused: a new secret in its place would silently change what all digests
 * mean. program.c calls this under the data directory's lock.
 */
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static bool make(int fd, unsigned char secret[SECRET_SIZE])
{
    randombytes_buf(secret, SECRET_SIZE);
    /* A write that takes only a part of the bytes sets no errno; the disk is full then. */
    errno = ENOSPC;
    return ftruncate(fd, 0) == 0 && pwrite(fd, secret, SECRET_SIZE, 0) == SECRET_SIZE && fsync(fd) == 0;
}

static bool trouble(const char *path, int reason, Error *error)
{
    bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
    return fail(error, full ? ERROR_FULL : ERROR_INTERNAL, "data", "%.180s: %s", path, strerror(reason));
}

bool secret_file(const char *path, unsigned char secret[SECRET_SIZE], Error *error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return trouble(path, errno, error);
    ssize_t size = pread(fd, secret, SECRET_SIZE, 0);
    bool ok = size == SECRET_SIZE || (size == 0 && make(fd, secret));
    int reason = errno;
    close(fd);
    if (size > 0 && !ok)
        return fail(error, ERROR_INPUT, "data", "%.180s is cut off: put the whole file back, or delete it", path);
    return ok || trouble(path, reason, error);
}

void secret_digest(const unsigned char secret[SECRET_SIZE], const void *first, size_t first_size, const void *second,
                   size_t second_size, char out[SECRET_DIGEST])
{
    crypto_generichash_state state;
    unsigned char digest[(SECRET_DIGEST - 1) / 2];
    uint64_t size = first_size;
    crypto_generichash_init(&state, secret, SECRET_SIZE, sizeof digest);
    crypto_generichash_update(&state, (const unsigned char *)&size, sizeof size);
    crypto_generichash_update(&state, first, first_size);
    crypto_generichash_update(&state, second, second_size);
    crypto_generichash_final(&state, digest, sizeof digest);
    sodium_bin2hex(out, SECRET_DIGEST, digest, sizeof digest);
}
