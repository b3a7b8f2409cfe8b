/*
 * Files as rows: their names, what they are attached to, how they go.
 *
 * In this order: names, things, for other modules, going, export.
 */
#include "base/id.h"
#include "base/reason.h"
#include "house/file/file_store.h"
#include "jobs/fact.h"
#include "jobs/module.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* STEP things have at most 1,000 files, which is what a statement may return. */
enum { STEP = DB_MANY_MAX / FILES_OF_ONE_MAX, REMOVED_MS = 60 * 60 * 1000 };

static const Field FILE_FIELDS[] = {
    SHAPE_FIELD(File, id, FIELD_ID),
    SHAPE_FIELD(File, subject, FIELD_TEXT),
    SHAPE_OPT(File, account_id, FIELD_ID),
    SHAPE_FIELD(File, name, FIELD_TEXT),
    SHAPE_FIELD(File, size, FIELD_INT),
    SHAPE_FIELD(File, media, FIELD_TEXT),
    SHAPE_FIELD(File, sha256, FIELD_TEXT),
    SHAPE_OPT(File, author_id, FIELD_ID),
    SHAPE_OPT(File, author, FIELD_TEXT),
    SHAPE_FIELD(File, created_at, FIELD_TIME),
    { 0 },
};
const Shape FILE_SHAPE = { "File", sizeof(File), FILE_FIELDS };

static const Field FILE_OF_FIELDS[] = { SHAPE_FIELD(FileOf, of, FIELD_TEXT), { 0 } };
const Shape FILE_OF = { "FileOf", sizeof(FileOf), FILE_OF_FIELDS };

/* ---- names ----------------------------------------------------------------------------------------------------- */

/* The server never creates a file of this name; the computers that save it do. */
bool file_name_read(Arena *arena, const char *given, const char **name, Error *error)
{
    const char *whole = text_composed(arena, given), *composed = text_trim(arena, whole);
    if (text_is_empty(composed) || !strcmp(composed, ".") || !strcmp(composed, ".."))
        return refuse(error, "name", REASON_MISSING, NULL, NULL);
    if (strlen(composed) > FILE_NAME_BYTES_MAX)
        return refuse(error, "name", REASON_FILE_NAME_LONG, NULL, NULL);
    if (strpbrk(composed, "/\\") || text_hides(arena, whole))
        return refuse(error, "name", REASON_FILE_NAME, NULL, NULL);
    *name = composed;
    return true;
}

/* ---- things ---------------------------------------------------------------------------------------------------- */

static const FileSubject *subject_find(const char *name, size_t size)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const FileSubject *subject = (*at)->files; subject && subject->name; subject++)
            if (strlen(subject->name) == size && !strncmp(subject->name, name, size))
                return subject;
    return NULL;
}

bool file_thing(Request *request, const char *subject, FileThing *thing, Error *error)
{
    Viewer viewer = request_viewer(request);
    FileHolder holder = { 0 };
    size_t size = strcspn(subject, ":");
    const FileSubject *kind = subject_find(subject, size);
    size_t digits = subject[size] ? strspn(subject + size + 1, "0123456789") : 0;
    if (!kind || digits < 1 || digits > 16 || subject[size + 1 + digits])
        return fail(error, ERROR_INPUT, "subject", "subject must be like \"note:12\"");
    int64_t id = strtoll(subject + size + 1, NULL, 10);
    if (!kind->find(request->db, request->arena, id, &viewer, &holder, error))
        return false;
    *thing = (FileThing) { kind->name, id, holder.account_id, holder.contact_id, holder.audience, holder.closed };
    return holder.there || fail(error, ERROR_MISSING, NULL, "%s not found", subject);
}

/* One whose thing is not for the caller is not there for them. */
bool file_found(Request *request, int64_t id, bool removed, FileRow **row, FileThing *thing, Error *error)
{
    if (!file_by_id(request->db, request->arena, id, row, error))
        return false;
    if (*row && (*row)->removed_at.known == removed) {
        const char *subject = arena_format(request->arena, "%s:%lld", (*row)->subject, (long long)(*row)->subject_id);
        Error why = { 0 };
        if (file_thing(request, subject, thing, &why))
            return true;
        if (why.kind != ERROR_MISSING) {
            *error = why;
            return false;
        }
    }
    return fail(error, ERROR_MISSING, NULL, "file %lld not found", (long long)id);
}

bool file_thing_open(const FileThing *thing, Error *error)
{
    return !thing->closed || refuse(error, "subject", REASON_FILES_SENT, NULL, NULL);
}

bool file_room(Db *db, Arena *arena, const FileThing *thing, Error *error)
{
    FileCountRow *row;
    if (!file_count(db, arena, thing->kind, thing->id, &row, error))
        return false;
    const char *most = arena_format(arena, "%d", FILES_OF_ONE_MAX);
    return row->files < FILES_OF_ONE_MAX || refuse(error, "subject", REASON_TOO_MANY, most, NULL);
}

bool file_fact(const Writer *writer, const char *kind, const FileThing *thing, int64_t id, Error *error)
{
    FileOf of = { arena_format(writer->arena, "%s:%lld", thing->kind, (long long)thing->id) };
    Fact fact = { .kind = kind,
                  .account_id = thing->account_id,
                  .contact_id = thing->contact_id,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "file:%lld", (long long)id),
                  .body = &of,
                  .at = writer->now,
                  .audience = thing->audience };
    return fact_write(writer->db, &fact, NULL, error);
}

/* ---- for other modules ----------------------------------------------------------------------------------------- */

File file_of_row(Arena *arena, const FileRow *row)
{
    return (File) { .id = row->id,
                    .subject = arena_format(arena, "%s:%lld", row->subject, (long long)row->subject_id),
                    .account_id = row->account_id,
                    .name = row->name,
                    .size = row->size,
                    .media = row->media,
                    .sha256 = row->sha256,
                    .author_id = row->author_id,
                    .author = row->author,
                    .created_at = row->created_at };
}

bool files_of(Db *db, Arena *arena, const char *subject, Ids ids, File **files, int64_t **things, size_t *count,
              Error *error)
{
    *files = arena_array(arena, ids.count * FILES_OF_ONE_MAX + 1, sizeof **files);
    *things = arena_array(arena, ids.count * FILES_OF_ONE_MAX + 1, sizeof **things);
    *count = 0;
    for (size_t from = 0; from < ids.count; from += STEP) {
        FileRow *rows;
        size_t found, step = ids.count - from < STEP ? ids.count - from : STEP;
        if (!file_of_subjects(db, arena, subject, (Ids) { step, ids.items + from }, &rows, &found, error))
            return false;
        for (size_t i = 0; i < found; i++) {
            (*things)[*count] = rows[i].subject_id;
            (*files)[(*count)++] = file_of_row(arena, &rows[i]);
        }
    }
    return true;
}

bool files_named(Db *db, Arena *arena, Ids ids, FileName **names, size_t *count, Error *error)
{
    FileNamesRow *rows;
    if (!file_names(db, arena, ids, &rows, count, error))
        return false;
    *names = arena_array(arena, *count + 1, sizeof **names);
    for (size_t i = 0; i < *count; i++)
        (*names)[i] = (FileName) { rows[i].id, rows[i].name };
    return true;
}

static bool held_by_file(Db *db, Arena *arena, int64_t blob_id, bool *held, Error *error)
{
    FileHeldRow *row;
    if (!file_held(db, arena, blob_id, &row, error))
        return false;
    *held = row;
    return true;
}

const BlobHolder FILE_BLOBS = { held_by_file };

/* ---- what came with a thing ------------------------------------------------------------------------------------ */

/* A name that is taken as it is, or without what no file is called. */
static const char *name_made(Arena *arena, const char *given)
{
    const char *name;
    Error why = { 0 };
    char *plain = arena_text(arena, text_visible(arena, given ? given : ""));
    for (char *c = plain; *c; c++)
        if (*c == '/' || *c == '\\')
            *c = '_';
    plain[text_cut(plain, FILE_NAME_BYTES_MAX)] = '\0';
    if ((given && file_name_read(arena, given, &name, &why)) || file_name_read(arena, plain, &name, &why))
        return name;
    return "attachment";
}

bool file_keep(const Writer *writer, const FileGiven *given, bool *kept, Error *error)
{
    FileThing thing = { given->subject, given->id, given->account_id, given->contact_id, given->audience, false };
    OptInt account = { given->account_id, given->account_id != 0 };
    int64_t id = id_new();
    int64_t size = (int64_t)given->bytes.size;
    Blob blob;
    if (!blob_fits(writer->db, writer->arena, size, kept, error))
        return false;
    if (!*kept)
        return true;
    return blob_store(writer, given->bytes, size, &blob, error) &&
           file_add(writer->db, id, given->subject, given->id, account, blob.id, name_made(writer->arena, given->name),
                    (OptInt) { 0 }, writer->now, error) &&
           file_fact(writer, "file.attached", &thing, id, error);
}

/* ---- going ----------------------------------------------------------------------------------------------------- */

/* Which rows go next; at most STEP. */
typedef struct {
    const char *subject; /* NULL = of the account, or those removed before */
    int64_t id, account_id, before;
} Going;

static bool going_read(const Writer *writer, const Going *going, FileGoingRow **rows, size_t *count, Error *error)
{
    if (going->subject)
        return file_going_of(writer->db, writer->arena, going->subject, going->id, STEP, rows, count, error);
    if (going->account_id)
        return file_going_account(writer->db, writer->arena, going->account_id, STEP, rows, count, error);
    return file_going_removed(writer->db, writer->arena, going->before, STEP, rows, count, error);
}

static bool rows_go(const Writer *writer, const FileGoingRow *rows, size_t count, Error *error)
{
    int64_t *ids = arena_array(writer->arena, count + 1, sizeof *ids);
    int64_t *blobs = arena_array(writer->arena, count + 1, sizeof *blobs);
    for (size_t i = 0; i < count; i++) {
        ids[i] = rows[i].id;
        blobs[i] = rows[i].blob_id;
    }
    return idempotency_forget(writer->db, (Ids) { count, ids }, error) &&
           file_drop_ids(writer->db, (Ids) { count, ids }, error) &&
           blobs_let_go(writer, (Ids) { count, blobs }, error);
}

static bool all_go(const Writer *writer, const Going *going, Error *error)
{
    FileGoingRow *rows;
    size_t count;
    do {
        if (!going_read(writer, going, &rows, &count, error) || !rows_go(writer, rows, count, error))
            return false;
    } while (count == STEP);
    return true;
}

bool file_drop(const Writer *writer, const char *subject, int64_t id, Error *error)
{
    return all_go(writer, &(Going) { .subject = subject, .id = id }, error);
}

bool file_move(const Writer *writer, const char *subject, int64_t id, OptInt account_id, Error *error)
{
    return file_account_set(writer->db, subject, id, account_id, error);
}

bool file_give(const Writer *writer, const char *subject, int64_t from, int64_t into, Error *error)
{
    FileCountRow *given, *there;
    if (!file_count(writer->db, writer->arena, subject, from, &given, error) ||
        !file_count(writer->db, writer->arena, subject, into, &there, error))
        return false;
    if (given->files + there->files > FILES_OF_ONE_MAX)
        return refuse(error, "files", REASON_TOO_MANY, arena_format(writer->arena, "%d", FILES_OF_ONE_MAX), NULL);
    return file_subject_set(writer->db, subject, from, into, error);
}

bool file_drop_account(const Writer *writer, int64_t account_id, Error *error)
{
    return all_go(writer, &(Going) { .account_id = account_id }, error);
}

typedef struct {
    Services *services;
    Arena *arena;
    int64_t now;
    bool any;
} Purge;

static bool purge_look(Db *db, void *context, Error *error)
{
    Purge *purge = context;
    FileGoingRow *rows;
    size_t count;
    if (!file_going_removed(db, purge->arena, purge->now - REMOVED_MS, 1, &rows, &count, error))
        return false;
    purge->any = count > 0;
    return true;
}

static bool purge_work(Db *db, void *context, Error *error)
{
    const Purge *purge = context;
    Writer writer = { purge->services, db, purge->arena, "system", purge->now };
    return all_go(&writer, &(Going) { .before = purge->now - REMOVED_MS }, error);
}

static bool purge_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    Purge purge = { .services = services, .arena = arena, .now = now };
    return store_read(services->store, purge_look, &purge, error) &&
           (!purge.any || store_write(services->store, purge_work, &purge, error));
}

const Schedule FILE_SCHEDULES[] = { { "file.purge", 30000, purge_run }, { 0 } };

/* ---- export ---------------------------------------------------------------------------------------------------- */

static void export_head(Text *json, const File *file)
{
    text_char(json, '{');
    json_key_to(json, "file");
    shape_write(json, &FILE_SHAPE, file);
    json_key_to(json, "content");
    text_char(json, '"');
}

/* Pieces have a multiple of three bytes, so their base64 follows without a seam. */
static bool export_piece(Db *db, Arena *arena, const FileRow *row, int64_t number, Text *json, Error *error)
{
    Bytes piece;
    if (!blob_piece(db, arena, row->blob_id, number, &piece, error))
        return false;
    size_t room = sodium_base64_encoded_len(piece.size, sodium_base64_VARIANT_ORIGINAL);
    char *base64 = arena_alloc(arena, room);
    sodium_bin2base64(base64, room, piece.data, piece.size, sodium_base64_VARIANT_ORIGINAL);
    text_add(json, base64);
    return true;
}

bool file_export(Db *db, Arena *arena, int64_t id, int64_t number, Text *json, bool *more, Error *error)
{
    FileRow *row;
    if (!file_by_id(db, arena, id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "file %lld not found", (long long)id);
    File file = file_of_row(arena, row);
    if (number == 0)
        export_head(json, &file);
    if (row->size && !export_piece(db, arena, row, number, json, error))
        return false;
    *more = (number + 1) * UPLOAD_PIECE < row->size;
    if (!*more)
        text_add(json, "\"}");
    return true;
}
