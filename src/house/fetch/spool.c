/*
 * The file of a run: copied into a nameless file of the data directory as it comes, and read from there, so that
 * neither its size nor a writer that is at it meanwhile matters to the process. The bound is that of an upload.
 *
 * A folder's file is named without a path, or by a pattern, of which the file that was written last is taken. Links are
 * not followed: what the operator allows is this one folder.
 *
 * In order: the copy; a folder; a host; the whole.
 */
#include "house/fetch/fetch_store.h"

#include "base/secret.h"
#include "base/text.h"
#include "net/outbound.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the copy -------------------------------------------------------------------------------------------------- */

static bool spool_open(const Services *services, Spool *spool, Error *error)
{
    *spool = (Spool) { .fd = open(services->data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) };
    if (spool->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
        spool->fd = memfd_create("fetch", MFD_CLOEXEC);
    return spool->fd >= 0 || fail(error, ERROR_FULL, NULL, "a fetched file cannot be kept: %s", strerror(errno));
}

static bool spool_take(const char *bytes, size_t size, void *context)
{
    Spool *spool = context;
    while (size) {
        ssize_t done = write(spool->fd, bytes, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes += done;
        size -= (size_t)done;
        spool->size += (size_t)done;
    }
    return true;
}

static bool spool_map(Spool *spool, Error *error)
{
    if (!spool->size)
        return fail(error, ERROR_INPUT, "file", "the file is empty");
    void *bytes = mmap(NULL, spool->size, PROT_READ, MAP_PRIVATE, spool->fd, 0);
    if (bytes == MAP_FAILED)
        return fail(error, ERROR_FULL, NULL, "a fetched file cannot be read: %s", strerror(errno));
    spool->bytes = (Bytes) { bytes, spool->size };
    return true;
}

void spool_close(Spool *spool)
{
    if (spool->bytes.data)
        munmap((void *)(uintptr_t)spool->bytes.data, spool->bytes.size);
    if (spool->fd >= 0)
        close(spool->fd);
    *spool = (Spool) { .fd = -1 };
}

static bool too_large(Arena *arena, Error *error)
{
    return refuse(error, "file", REASON_FILE_LARGE, arena_format(arena, "%d MB", IMPORT_FILE_MAX >> 20), NULL);
}

/* ---- a folder -------------------------------------------------------------------------------------------------- */

static bool is_newer(int folder, const char *name, struct timespec *newest)
{
    struct stat found;
    if (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(found.st_mode))
        return false;
    struct timespec at = found.st_mtim;
    if (at.tv_sec < newest->tv_sec || (at.tv_sec == newest->tv_sec && at.tv_nsec <= newest->tv_nsec))
        return false;
    *newest = at;
    return true;
}

/* Of the files that fit the pattern, the one that was written last; NULL = none. */
static const char *newest_name(Arena *arena, int folder, const char *pattern)
{
    struct timespec newest = { .tv_sec = INT64_MIN };
    const char *name = NULL;
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    for (const struct dirent *entry; list && (entry = readdir(list));)
        if (fnmatch(pattern, entry->d_name, FNM_PERIOD | FNM_NOESCAPE) == 0 && is_newer(folder, entry->d_name, &newest))
            name = arena_text(arena, entry->d_name);
    if (list)
        closedir(list);
    return name;
}

static bool file_copy(Arena *arena, int from, Spool *spool, Error *error)
{
    enum { PIECE = 64 * 1024 };
    char *piece = arena_alloc(arena, PIECE);
    for (ssize_t size; (size = read(from, piece, PIECE)) != 0;) {
        if (size < 0)
            return fail(error, ERROR_INPUT, "file", "%s: %s", spool->name, strerror(errno));
        if (spool->size + (size_t)size > IMPORT_FILE_MAX)
            return too_large(arena, error);
        if (!spool_take(piece, (size_t)size, spool))
            return fail(error, ERROR_FULL, NULL, "a fetched file cannot be kept: %s", strerror(errno));
    }
    return true;
}

static bool folder_fetch(const Services *services, Arena *arena, const FetchRow *row, Spool *spool, Error *error)
{
    struct stat found;
    if (!services->import_folder)
        return refuse(error, "source", REASON_NO_FOLDER, NULL, NULL);
    int folder = open(services->import_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    spool->name = folder < 0 ? NULL : newest_name(arena, folder, row->place);
    int file = spool->name ? openat(folder, spool->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
    bool ok = file >= 0 && fstat(file, &found) == 0 && S_ISREG(found.st_mode);
    ok = ok ? file_copy(arena, file, spool, error) : refuse(error, "place", REASON_NO_FILE, row->place, NULL);
    if (file >= 0)
        close(file);
    if (folder >= 0)
        close(folder);
    return ok;
}

/* ---- a host ---------------------------------------------------------------------------------------------------- */

/* "customers.csv" of "https://example.com/export/customers.csv?day=1". */
static const char *name_of_url(Arena *arena, const char *url)
{
    const char *end = url + strcspn(url, "?#"), *from = end;
    while (from > url && from[-1] != '/')
        from--;
    return from < end && from[-1] == '/' && strncmp(from - 2, "//", 2) != 0
               ? arena_text_n(arena, from, (size_t)(end - from))
               : "file.csv";
}

static const char *why_not(Arena *arena, const OutboundOutcome *outcome)
{
    if (outcome->end != OUTBOUND_ANSWERED)
        return outbound_word(outcome->end);
    return arena_format(arena, "status %d", outcome->status);
}

/* What another try may mend. INTERNAL is what counts the tries of a job; BUSY would wait without an end. */
static bool fails_for_now(const OutboundOutcome *outcome)
{
    enum { TOO_MANY = 429, SERVER = 500 };
    if (outcome->end != OUTBOUND_ANSWERED)
        return outcome->end != OUTBOUND_REFUSED && outcome->end != OUTBOUND_TLS && outcome->end != OUTBOUND_HOST_KEY;
    return outcome->status == TOO_MANY || outcome->status >= SERVER;
}

static bool is_there(Arena *arena, const OutboundOutcome *outcome, Error *error)
{
    enum { LARGE = 413 };
    bool answered = outcome->end == OUTBOUND_ANSWERED;
    if (outcome->end == OUTBOUND_STOPPED)
        return fail(error, ERROR_BUSY, NULL, "stopping");
    if (answered && outcome->status == LARGE)
        return too_large(arena, error);
    if (answered && outcome->status >= 200 && outcome->status < 300)
        return true;
    refuse(error, "place", REASON_FETCH_FAILED, why_not(arena, outcome), NULL);
    if (fails_for_now(outcome))
        error->kind = ERROR_INTERNAL;
    return false;
}

static bool host_fetch(const Services *services, Arena *arena, const FetchRow *row, Spool *spool, Error *error)
{
    Bytes secret;
    if (!fetch_secret_open(arena, services, row, &secret))
        return refuse(error, "password", REASON_NO_SECRET, NULL, NULL);
    const char *text = secret.size ? arena_text_n(arena, (const char *)secret.data, secret.size) : NULL;
    bool key = text_equal(row->secret_is, "key");
    OutboundGet get = { .url = row->place,
                        .user = row->user_name,
                        .password = key ? NULL : text,
                        .private_key = key ? text : NULL,
                        .fingerprint = row->fingerprint,
                        .allowed = services->outbound_networks,
                        .stopping = &services->stopping,
                        .most = IMPORT_FILE_MAX,
                        .take = spool_take,
                        .context = spool };
    spool->name = name_of_url(arena, row->place);
    OutboundOutcome outcome = outbound_get(&get);
    return is_there(arena, &outcome, error);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

bool spool_fetch(const Services *services, Arena *arena, const FetchRow *row, Spool *spool, Error *error)
{
    if (!spool_open(services, spool, error))
        return false;
    bool folder = text_equal(row->source, "folder");
    return (folder ? folder_fetch(services, arena, row, spool, error)
                   : host_fetch(services, arena, row, spool, error)) &&
           spool_map(spool, error);
}
