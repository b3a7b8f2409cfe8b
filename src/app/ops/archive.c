/*
 * Writes and reads the tar format by hand, as an archive must be exactly what we would write: a header is compared byte
 * for byte with the one built from its name and size. Member sizes and hashes are in the manifest, and the manifest
 * ends with its own hash (the seal), so a changed byte in any of them is found. Files are synced before success is
 * reported, and go through in pieces, so memory does not depend on the size of the database.
 *
 * In order: headers, hashing, writing, reading.
 */
#include "app/ops/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TAR_BLOCK = 512, CHUNK = 1 << 20, MANIFEST_MAX = 1 << 20, NAME_SIZE = 100 };
static const char MANIFEST[] = "manifest.json";

/* The header of POSIX.1-1988 ("ustar"). */
typedef struct {
    char name[NAME_SIZE], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type, link[100];
    char magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], rest[12];
} Header;
_Static_assert(sizeof(Header) == TAR_BLOCK, "a tar header is one block");

static bool io_failed(const char *path, Error *error)
{
    return fail(error, errno == ENOSPC ? ERROR_FULL : ERROR_INTERNAL, NULL, "%s: %s", path, strerror(errno));
}

static bool not_ours(const char *path, const char *why, Error *error)
{
    return fail(error, ERROR_INPUT, NULL, "not an intact Banso archive: %s (%s)", path, why);
}

/* ---- headers -------------------------------------------------------------------------------------------------- */

static unsigned checksum(const Header *header)
{
    const unsigned char *bytes = (const unsigned char *)header;
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof *header; i++)
        sum += i >= offsetof(Header, checksum) && i < offsetof(Header, type) ? ' ' : bytes[i];
    return sum;
}

/* Up to 8 GiB in octal, as in the standard; above it in 64 bits behind a mark, as GNU tar does. */
static void size_put(Header *header, int64_t size)
{
    if (size < INT64_C(1) << 33) {
        char octal[sizeof header->size + 8];
        snprintf(octal, sizeof octal, "%011llo", (unsigned long long)size);
        memcpy(header->size, octal, sizeof header->size);
        return;
    }
    memset(header->size, 0, sizeof header->size);
    header->size[0] = (char)0x80;
    for (size_t i = 0; i < 8; i++)
        header->size[sizeof header->size - 1 - i] = (char)(size >> (8 * i));
}

static bool size_get(const Header *header, int64_t *size)
{
    *size = 0;
    if ((unsigned char)header->size[0] == 0x80) {
        for (size_t i = sizeof header->size - 8; i < sizeof header->size; i++)
            *size = *size << 8 | (unsigned char)header->size[i];
        return *size >= 0;
    }
    for (size_t i = 0; i < sizeof header->size && header->size[i]; i++) {
        if (header->size[i] < '0' || header->size[i] > '7')
            return false;
        *size = *size * 8 + (header->size[i] - '0');
    }
    return true;
}

static Header header_of(const char *name, int64_t size)
{
    Header header = { 0 };
    char octal[16];
    snprintf(header.name, sizeof header.name, "%s", name);
    memcpy(header.mode, "0000600", 8);
    memcpy(header.uid, "0000000", 8);
    memcpy(header.gid, "0000000", 8);
    memcpy(header.mtime, "00000000000", 12);
    header.type = '0';
    memcpy(header.magic, "ustar", 6);
    memcpy(header.version, "00", 2);
    size_put(&header, size);
    snprintf(octal, sizeof octal, "%06o", checksum(&header));
    memcpy(header.checksum, octal, 7);
    header.checksum[7] = ' ';
    return header;
}

/* Every byte is as we would write it, the checksum among them. */
static bool header_is_good(const Header *header, int64_t *size)
{
    if (!memchr(header->name, 0, sizeof header->name) || !size_get(header, size))
        return false;
    Header wanted = header_of(header->name, *size);
    return header->name[0] && !strchr(header->name, '/') && memcmp(header, &wanted, sizeof wanted) == 0;
}

/* ---- hashing -------------------------------------------------------------------------------------------------- */

static void hash_end(crypto_hash_sha256_state *state, char hex[65])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(state, hash);
    sodium_bin2hex(hex, 65, hash, sizeof hash);
}

bool archive_measure(ArchiveFile *file, Error *error)
{
    Arena *arena = arena_new();
    unsigned char *chunk = arena_alloc(arena, CHUNK);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    file->size = 0;
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    ssize_t got = -1;
    while (fd >= 0 && (got = read(fd, chunk, CHUNK)) > 0) {
        crypto_hash_sha256_update(&state, chunk, (unsigned long long)got);
        file->size += got;
    }
    bool ok = got == 0 ? true : io_failed(file->path, error);
    if (fd >= 0)
        close(fd);
    hash_end(&state, file->sha256);
    arena_free(arena);
    return ok;
}

/* ---- writing -------------------------------------------------------------------------------------------------- */

static bool put(FILE *out, const void *bytes, size_t size)
{
    return fwrite(bytes, 1, size, out) == size;
}

static bool pad(FILE *out, int64_t size)
{
    static const char ZEROES[TAR_BLOCK];
    size_t over = (size_t)(size % TAR_BLOCK);
    return over == 0 || put(out, ZEROES, TAR_BLOCK - over);
}

/* The manifest's own hash is its last member, over everything before it. */
#define SEAL_BEFORE ",\"sha256\":\""
#define SEAL_AFTER  "\"}\n"
enum { HEX_SIZE = 64, SEAL_SIZE = sizeof SEAL_BEFORE - 1 + HEX_SIZE + sizeof SEAL_AFTER - 1 };

static void seal_of(const char *bytes, size_t size, char seal[SEAL_SIZE + 1])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[HEX_SIZE + 1];
    crypto_hash_sha256(hash, (const unsigned char *)bytes, size);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(seal, SEAL_SIZE + 1, SEAL_BEFORE "%s" SEAL_AFTER, hex);
}

static bool is_sealed(const char *bytes, size_t size)
{
    char seal[SEAL_SIZE + 1];
    if (size <= SEAL_SIZE)
        return false;
    seal_of(bytes, size - SEAL_SIZE, seal);
    return memcmp(bytes + size - SEAL_SIZE, seal, SEAL_SIZE) == 0;
}

static bool put_manifest(FILE *out, const char *manifest)
{
    char seal[SEAL_SIZE + 1];
    size_t open = (size_t)(strrchr(manifest, '}') - manifest);
    int64_t size = (int64_t)open + SEAL_SIZE;
    Header header = header_of(MANIFEST, size);
    seal_of(manifest, open, seal);
    return put(out, &header, sizeof header) && put(out, manifest, open) && put(out, seal, SEAL_SIZE) && pad(out, size);
}

static bool put_bytes(FILE *out, FILE *in, int64_t size)
{
    char chunk[1 << 16];
    while (size > 0) {
        size_t wanted = size < (int64_t)sizeof chunk ? (size_t)size : sizeof chunk;
        if (fread(chunk, 1, wanted, in) != wanted || !put(out, chunk, wanted))
            return false;
        size -= (int64_t)wanted;
    }
    return true;
}

static bool put_file(FILE *out, const ArchiveFile *file)
{
    Header header = header_of(file->name, file->size);
    FILE *in = fopen(file->path, "re");
    if (!in)
        return false;
    bool ok = put(out, &header, sizeof header) && put_bytes(out, in, file->size) && pad(out, file->size);
    fclose(in);
    return ok;
}

static bool put_all(FILE *out, const char *manifest, const ArchiveFile *files, size_t count)
{
    static const char END[2 * TAR_BLOCK];
    if (!put_manifest(out, manifest))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put_file(out, &files[i]))
            return false;
    return put(out, END, sizeof END) && fflush(out) == 0 && fsync(fileno(out)) == 0;
}

bool archive_write(const char *path, const char *manifest, const ArchiveFile *files, size_t count, Error *error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!out)
        return io_failed(path, error);
    errno = 0;
    bool ok = put_all(out, manifest, files, count) ? true : io_failed(path, error);
    if (fclose(out) != 0 && ok)
        ok = io_failed(path, error);
    return ok;
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *path;
    FILE *in;
    Arena *arena;
    const Json *manifest;
} Reading;

/* Reads a member to its end, hashing it; `out` may be NULL. */
static bool read_member(Reading *reading, int64_t size, FILE *out, char hex[65], Error *error)
{
    char chunk[1 << 16];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (int64_t left = size; left > 0;) {
        size_t wanted = left < (int64_t)sizeof chunk ? (size_t)left : sizeof chunk;
        if (fread(chunk, 1, wanted, reading->in) != wanted)
            return not_ours(reading->path, "it ends early", error);
        crypto_hash_sha256_update(&state, (const unsigned char *)chunk, wanted);
        if (out && !put(out, chunk, wanted))
            return io_failed(reading->path, error);
        left -= (int64_t)wanted;
    }
    hash_end(&state, hex);
    size_t over = (size_t)(size % TAR_BLOCK);
    if (over && fread(chunk, 1, TAR_BLOCK - over, reading->in) != TAR_BLOCK - over)
        return not_ours(reading->path, "it ends early", error);
    return true;
}

/* *more = false at the end of the archive. */
static bool read_header(Reading *reading, Header *header, int64_t *size, bool *more, Error *error)
{
    static const Header NOTHING;
    if (fread(header, 1, sizeof *header, reading->in) != sizeof *header)
        return not_ours(reading->path, "it ends early", error);
    *more = memcmp(header, &NOTHING, sizeof NOTHING) != 0;
    return !*more || header_is_good(header, size) ? true : not_ours(reading->path, "a broken header", error);
}

static bool read_manifest(Reading *reading, Error *error)
{
    Header header;
    int64_t size = 0;
    bool more;
    if (!read_header(reading, &header, &size, &more, error))
        return false;
    if (!more || strcmp(header.name, MANIFEST) != 0 || size > MANIFEST_MAX)
        return not_ours(reading->path, "it does not start with a manifest", error);
    char *bytes = arena_alloc(reading->arena, (size_t)size + 1);
    FILE *out = fmemopen(bytes, (size_t)size + 1, "w");
    char hex[65];
    bool ok = out && read_member(reading, size, out, hex, error);
    if (out)
        fclose(out);
    if (ok && !is_sealed(bytes, (size_t)size))
        return not_ours(reading->path, "its manifest was changed", error);
    return ok && json_parse(reading->arena, bytes, (size_t)size, &reading->manifest, error);
}

static const Json *listed(const Reading *reading, const char *name)
{
    for (const Json *file = json_first(json_get(reading->manifest, "files")); file; file = json_next(file)) {
        const char *other;
        if (json_get_text(file, "name", &other) && text_equal(name, other))
            return file;
    }
    return NULL;
}

static bool is_as_listed(const Reading *reading, const Header *header, int64_t size, const char *hex, Error *error)
{
    const Json *file = listed(reading, header->name);
    const char *wanted;
    int64_t wanted_size;
    if (!file || !json_get_int(file, "size", &wanted_size) || !json_get_text(file, "sha256", &wanted))
        return not_ours(reading->path, "a file is not in the manifest", error);
    if (size != wanted_size || !text_equal(hex, wanted))
        return not_ours(reading->path, "a file's hash does not match", error);
    return true;
}

/* Reads all members; the one named `wanted` (may be NULL) is written to `out`. */
static bool read_members(Reading *reading, const char *wanted, FILE *out, size_t *found, Error *error)
{
    *found = 0;
    for (;;) {
        Header header;
        int64_t size = 0;
        bool more;
        char hex[65];
        if (!read_header(reading, &header, &size, &more, error))
            return false;
        if (!more)
            return true;
        bool take = wanted && strcmp(wanted, header.name) == 0;
        if (!read_member(reading, size, take ? out : NULL, hex, error) ||
            !is_as_listed(reading, &header, size, hex, error))
            return false;
        *found += !wanted || take;
    }
}

static bool reading_open(Reading *reading, Error *error)
{
    reading->in = fopen(reading->path, "re");
    if (!reading->in)
        return fail(error, ERROR_INPUT, NULL, "%s: %s", reading->path, strerror(errno));
    if (read_manifest(reading, error))
        return true;
    fclose(reading->in);
    return false;
}

bool archive_verify(Arena *arena, const char *path, const Json **manifest, Error *error)
{
    Reading reading = { .path = path, .arena = arena };
    size_t found;
    if (!reading_open(&reading, error))
        return false;
    bool ok = read_members(&reading, NULL, NULL, &found, error);
    fclose(reading.in);
    if (ok && found != json_count(json_get(reading.manifest, "files")))
        ok = not_ours(path, "a file is missing", error);
    if (ok)
        *manifest = reading.manifest;
    return ok;
}

static bool extract_to(Reading *reading, const char *name, FILE *out, Error *error)
{
    size_t found;
    if (!read_members(reading, name, out, &found, error))
        return false;
    if (found != 1)
        return not_ours(reading->path, "a file is missing", error);
    return fflush(out) == 0 && fsync(fileno(out)) == 0 ? true : io_failed(reading->path, error);
}

bool archive_extract(Arena *arena, const char *path, const char *name, const char *to, Error *error)
{
    Reading reading = { .path = path, .arena = arena };
    if (!reading_open(&reading, error))
        return false;
    int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool ok = out ? extract_to(&reading, name, out, error) : io_failed(to, error);
    if (out && fclose(out) != 0 && ok)
        ok = io_failed(to, error);
    fclose(reading.in);
    if (!ok)
        unlink(to);
    return ok;
}
