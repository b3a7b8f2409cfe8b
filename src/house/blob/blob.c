/*
 * Content in pieces. A blob is in one of four states:
 *
 *     coming → whole ⇄ loose → going → deleted
 *       └───────────────────────↑
 *
 * Only a whole or loose one has a digest, which is unique, so content that comes again finds the one that is there, a
 * loose one too. A loose one was let go of by a holder; the job asks all of them, in one transaction with the change of
 * state, and what nobody holds is going. Its pieces are deleted some at a time, so that the writer is never busy for
 * long, and at the end what was deleted is taken out of the write-ahead log.
 *
 * In this order: room, coming, whole, reading, letting go, freeing.
 */
#include "house/blob/blob.h"

#include "base/id.h"
#include "base/reason.h"
#include "blob.sql.h"
#include "house/blob/blob_store.h"
#include "house/workspace/workspace.h"
#include "jobs/module.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { STEP_PIECES = 16, LOOSE_STEP = 100, ABANDONED_MAX = 256, SILENT_MS = 10 * 60 * 1000 };

/* ---- room ------------------------------------------------------------------------------------------------------ */

bool blob_room(Db *db, Arena *arena, BlobRoom *room, Error *error)
{
    Workspace *workspace;
    BlobUsedRow *used;
    if (!workspace_get(db, arena, &workspace, error) || !blob_used(db, arena, &used, error))
        return false;
    *room = (BlobRoom) { workspace->file_max, workspace->files_max, used->bytes };
    return true;
}

/* "25 MB": both languages write it so. */
static const char *bytes_said(Db *db, int64_t bytes)
{
    static const char *const UNITS[] = { "bytes", "kB", "MB", "GB", "TB" };
    double said = (double)bytes;
    size_t unit = 0;
    while (said >= 1024 && unit + 1 < sizeof UNITS / sizeof *UNITS) {
        said /= 1024;
        unit++;
    }
    return arena_format(db_arena(db), "%.4g %s", said, UNITS[unit]);
}

static bool room_is_there(Db *db, const BlobRoom *room, int64_t size, Error *error)
{
    if (size <= room->files_max - room->used)
        return true;
    return refuse(error, NULL, REASON_FILES_FULL, bytes_said(db, room->files_max), NULL);
}

bool blob_expect(Db *db, Arena *arena, int64_t announced, BlobComing *coming, Error *error)
{
    BlobRoom room;
    if (!blob_room(db, arena, &room, error))
        return false;
    if (announced > room.file_max || !room.file_max)
        return refuse(error, NULL, REASON_FILE_LARGE, bytes_said(db, room.file_max), NULL);
    *coming = (BlobComing) { id_new(), announced < 0 ? room.file_max : announced };
    return room_is_there(db, &room, coming->most, error);
}

/* ---- coming ---------------------------------------------------------------------------------------------------- */

/* The four kinds that a browser may show, by their first bytes: what the sender calls it counts for nothing. */
static const char *media_of(Bytes first)
{
    static const struct {
        const char *mark;
        size_t size;
        const char *media;
    } MARKS[] = {
        { "\x89PNG\r\n\x1a\n", 8, "image/png" },
        { "\xff\xd8\xff", 3, "image/jpeg" },
        { "GIF87a", 6, "image/gif" },
        { "GIF89a", 6, "image/gif" },
    };
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (first.size >= MARKS[i].size && !memcmp(first.data, MARKS[i].mark, MARKS[i].size))
            return MARKS[i].media;
    bool webp = first.size >= 12 && !memcmp(first.data, "RIFF", 4) && !memcmp(first.data + 8, "WEBP", 4);
    return webp ? "image/webp" : "application/octet-stream";
}

/* The room is asked for again: others came since it was expected. */
static bool coming_begin(const Writer *writer, const BlobComing *coming, Bytes first, Error *error)
{
    BlobRoom room;
    return blob_room(writer->db, writer->arena, &room, error) &&
           room_is_there(writer->db, &room, coming->most, error) &&
           blob_come(writer->db, coming->id, coming->most, media_of(first), clock_now(), error);
}

static bool coming_goes_on(const Writer *writer, const BlobComing *coming, Error *error)
{
    int64_t there;
    if (!blob_touch_counted(writer->db, coming->id, clock_now(), &there, error))
        return false;
    return there || fail(error, ERROR_BUSY, NULL, "the upload was silent for too long; send the file again");
}

bool blob_take(const Writer *writer, const BlobComing *coming, int64_t number, Bytes piece, Error *error)
{
    bool ok = number ? coming_goes_on(writer, coming, error) : coming_begin(writer, coming, piece, error);
    return ok && blob_piece_add(writer->db, coming->id, number, piece, error);
}

/* ---- whole ----------------------------------------------------------------------------------------------------- */

static bool free_later(Db *db, Error *error)
{
    return job_once(db, "blob.free", "all", NULL, 0, error);
}

/* Deletes some of the pieces of one that is going, and with the last of them itself. */
static bool going_step(Db *db, Arena *arena, int64_t id, bool *gone, Error *error)
{
    BlobPieceFirstRow *first;
    if (!blob_piece_first(db, arena, id, &first, error))
        return false;
    *gone = !first->number.known;
    if (*gone)
        return blob_drop(db, id, error);
    return blob_piece_drop(db, id, first->number.value + STEP_PIECES, error);
}

/* A small one goes at once: nothing of it was ever committed. */
static bool repeat_go(const Writer *writer, int64_t id, Error *error)
{
    bool gone = false;
    if (!blob_go(writer->db, id, error))
        return false;
    for (int step = 0; step < 2 && !gone; step++)
        if (!going_step(writer->db, writer->arena, id, &gone, error))
            return false;
    return gone || free_later(writer->db, error);
}

static bool coming_is_whole(const Writer *writer, const BlobComing *coming, const char *digest, int64_t size,
                            Error *error)
{
    int64_t there;
    if (!size && !coming_begin(writer, coming, (Bytes) { 0 }, error))
        return false;
    if (!blob_whole_counted(writer->db, coming->id, digest, size, &there, error))
        return false;
    return there || fail(error, ERROR_BUSY, NULL, "the upload was silent for too long; send the file again");
}

bool blob_keep(const Writer *writer, const BlobComing *coming, const Uploaded *uploaded, Blob *blob, Error *error)
{
    char digest[65];
    BlobByDigestRow *same;
    sodium_bin2hex(digest, sizeof digest, uploaded->sha256, sizeof uploaded->sha256);
    if (!blob_by_digest(writer->db, writer->arena, digest, &same, error))
        return false;
    if (!same)
        return coming_is_whole(writer, coming, digest, uploaded->size, error) &&
               blob_find(writer->db, writer->arena, coming->id, blob, error);
    return blob_hold(writer->db, same->id, error) && (!uploaded->size || repeat_go(writer, coming->id, error)) &&
           blob_find(writer->db, writer->arena, same->id, blob, error);
}

/* No room is trouble outside: nothing is wrong with what came, and it can come later. */
static bool store_expect(Db *db, Arena *arena, int64_t size, int64_t most, BlobComing *coming, Error *error)
{
    BlobRoom room;
    if (size > most)
        return refuse(error, NULL, REASON_FILE_LARGE, bytes_said(db, most), NULL);
    if (!blob_room(db, arena, &room, error))
        return false;
    *coming = (BlobComing) { id_new(), size };
    if (room_is_there(db, &room, size, error))
        return true;
    error->kind = ERROR_FULL;
    return false;
}

bool blob_fits(Db *db, Arena *arena, int64_t size, bool *fits, Error *error)
{
    BlobRoom room;
    if (!blob_room(db, arena, &room, error))
        return false;
    *fits = room.file_max && size <= room.file_max && size <= room.files_max - room.used;
    return true;
}

bool blob_store(const Writer *writer, Bytes bytes, int64_t most, Blob *blob, Error *error)
{
    Uploaded whole = { .size = (int64_t)bytes.size };
    BlobComing coming;
    crypto_hash_sha256(whole.sha256, bytes.data, bytes.size);
    if (!store_expect(writer->db, writer->arena, whole.size, most, &coming, error))
        return false;
    for (size_t at = 0, number = 0; at < bytes.size; at += UPLOAD_PIECE, number++) {
        size_t size = bytes.size - at < UPLOAD_PIECE ? bytes.size - at : UPLOAD_PIECE;
        if (!blob_take(writer, &coming, (int64_t)number, (Bytes) { bytes.data + at, size }, error))
            return false;
    }
    return blob_keep(writer, &coming, &whole, blob, error);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

bool blob_find(Db *db, Arena *arena, int64_t id, Blob *blob, Error *error)
{
    BlobByIdRow *row;
    if (!blob_by_id(db, arena, id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "the content is not there any more");
    *blob = (Blob) { row->id, row->size, row->media, row->digest };
    return true;
}

bool blob_piece(Db *db, Arena *arena, int64_t id, int64_t number, Bytes *piece, Error *error)
{
    BlobPieceReadRow *row;
    if (!blob_piece_read(db, arena, id, number, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "the content is not there any more");
    *piece = row->bytes;
    return true;
}

bool blob_read(Db *db, Arena *arena, int64_t id, Bytes *bytes, Error *error)
{
    Text whole = text_new(arena);
    Blob blob;
    if (!blob_find(db, arena, id, &blob, error))
        return false;
    for (int64_t number = 0; number * UPLOAD_PIECE < blob.size; number++) {
        Bytes piece;
        if (!blob_piece(db, arena, id, number, &piece, error))
            return false;
        text_add_n(&whole, (const char *)piece.data, piece.size);
    }
    *bytes = (Bytes) { (const uint8_t *)text_string(&whole), whole.size };
    return true;
}

/* ---- letting go ------------------------------------------------------------------------------------------------ */

bool blobs_let_go(const Writer *writer, Ids blobs, Error *error)
{
    return !blobs.count || (blob_loosen(writer->db, blobs, error) && free_later(writer->db, error));
}

/* Those whose senders went away from this process; what is beyond the list goes with the silent ones. */
static struct {
    pthread_mutex_t lock;
    int64_t ids[ABANDONED_MAX];
    size_t count;
} abandoned = { .lock = PTHREAD_MUTEX_INITIALIZER };

void blob_abandoned(int64_t id)
{
    pthread_mutex_lock(&abandoned.lock);
    if (abandoned.count < ABANDONED_MAX)
        abandoned.ids[abandoned.count++] = id;
    pthread_mutex_unlock(&abandoned.lock);
}

static Ids abandoned_take(Arena *arena)
{
    pthread_mutex_lock(&abandoned.lock);
    int64_t *ids = arena_array(arena, abandoned.count + 1, sizeof *ids);
    Ids taken = { abandoned.count, ids };
    for (size_t i = 0; i < taken.count; i++)
        ids[i] = abandoned.ids[i];
    abandoned.count = 0;
    pthread_mutex_unlock(&abandoned.lock);
    return taken;
}

/* ---- freeing --------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    Ids ids;
    int64_t now;
    bool more;
} Freeing;

static bool abandon_work(Db *db, void *context, Error *error)
{
    const Freeing *freeing = context;
    int64_t named = 0, silent = 0;
    if (freeing->ids.count && !blob_abandon_counted(db, freeing->ids, &named, error))
        return false;
    if (!blob_abandon_old_counted(db, freeing->now - SILENT_MS, &silent, error))
        return false;
    return named + silent == 0 || free_later(db, error);
}

/* Asks first, so that nothing is written where nothing is to be done. */
static bool look_work(Db *db, void *context, Error *error)
{
    Freeing *freeing = context;
    BlobSilentRow *silent;
    if (!blob_silent(db, freeing->arena, freeing->now - SILENT_MS, &silent, error))
        return false;
    freeing->more = silent || freeing->ids.count;
    return true;
}

static bool sweep_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    Freeing freeing = { .arena = arena, .now = now, .ids = abandoned_take(arena) };
    return store_read(services->store, look_work, &freeing, error) &&
           (!freeing.more || store_write(services->store, abandon_work, &freeing, error));
}

static bool is_held(Db *db, Arena *arena, int64_t id, bool *held, Error *error)
{
    *held = false;
    for (const Module *const *at = modules_used(); *at && !*held; at++)
        if ((*at)->blobs && !(*at)->blobs->holds(db, arena, id, held, error))
            return false;
    return true;
}

static bool loose_judge(Db *db, void *context, Error *error)
{
    Freeing *freeing = context;
    BlobInStateRow *rows;
    size_t count;
    bool held;
    if (!blob_in_state(db, freeing->arena, "loose", LOOSE_STEP, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_held(db, freeing->arena, rows[i].id, &held, error) ||
            !(held ? blob_hold(db, rows[i].id, error) : blob_go(db, rows[i].id, error)))
            return false;
    freeing->more = count == LOOSE_STEP;
    return true;
}

static bool going_free(Db *db, void *context, Error *error)
{
    Freeing *freeing = context;
    BlobInStateRow *rows;
    size_t count;
    bool gone;
    if (!blob_in_state(db, freeing->arena, "going", 1, &rows, &count, error))
        return false;
    freeing->more = count > 0;
    return !count || going_step(db, freeing->arena, rows[0].id, &gone, error);
}

static bool all_steps(Services *services, DbWork step, Error *error)
{
    Freeing freeing = { .more = true };
    while (freeing.more) {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "the server is stopping");
        freeing.arena = arena_new();
        bool ok = store_write(services->store, step, &freeing, error);
        arena_free(freeing.arena);
        if (!ok)
            return false;
    }
    return true;
}

static bool free_run(Services *services, Arena *arena, const char *body, Error *error)
{
    (void)arena;
    (void)body;
    return all_steps(services, loose_judge, error) && all_steps(services, going_free, error) &&
           store_scrub(services->store, error);
}

const JobKind BLOB_JOBS[] = { { "blob.free", free_run }, { 0 } };
const Schedule BLOB_SCHEDULES[] = { { "blob.sweep", 10000, sweep_run, true }, { 0 } };
