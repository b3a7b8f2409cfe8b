/* Files over the API: attaching (the body is a stream), listing, removing and putting back, and how much room there is.
 */
#include "base/id.h"
#include "house/file/file_store.h"

typedef struct {
    const char *subject;
} FilesAsk;
static const Field FILES_ASK_FIELDS[] = { SHAPE_FIELD(FilesAsk, subject, FIELD_TEXT, .min = 1, .max = 40), { 0 } };
static const Shape FILES_ASK = { "FilesAsk", sizeof(FilesAsk), FILES_ASK_FIELDS };

typedef struct {
    const char *subject, *name;
} AttachAsk;
static const Field ATTACH_ASK_FIELDS[] = {
    SHAPE_FIELD(AttachAsk, subject, FIELD_TEXT, .min = 1, .max = 40),
    SHAPE_FIELD(AttachAsk, name, FIELD_TEXT, .min = 1, .max = 1000),
    { 0 },
};
static const Shape ATTACH_ASK = { "AttachAsk", sizeof(AttachAsk), ATTACH_ASK_FIELDS };

static const Field ROOM_FIELDS[] = {
    SHAPE_FIELD(BlobRoom, file_max, FIELD_INT),
    SHAPE_FIELD(BlobRoom, files_max, FIELD_INT),
    SHAPE_FIELD(BlobRoom, used, FIELD_INT),
    { 0 },
};
static const Shape ROOM = { "FileRoom", sizeof(BlobRoom), ROOM_FIELDS };

/* ---- attaching ------------------------------------------------------------------------------------------------- */

/* All that can be refused is refused before the first byte; the handler asks again what may have changed since. */
static bool attach_begin(Request *request, int64_t announced, int64_t *most, Error *error)
{
    const AttachAsk *ask = request->query;
    BlobComing *coming = arena_make(request->arena, BlobComing);
    FileThing thing;
    const char *name;
    if (!file_name_read(request->arena, ask->name, &name, error) || !file_thing(request, ask->subject, &thing, error) ||
        !file_thing_open(&thing, error) || !file_room(request->db, request->arena, &thing, error) ||
        !blob_expect(request->db, request->arena, announced, coming, error))
        return false;
    request->prepared = coming;
    *most = coming->most;
    return true;
}

static bool attach_take(Request *request, int64_t number, Bytes piece, Error *error)
{
    Writer writer = writer_of(request);
    return blob_take(&writer, request->prepared, number, piece, error);
}

static void attach_end(Request *request, bool done)
{
    const BlobComing *coming = request->prepared;
    if (!done)
        blob_abandoned(coming->id);
}

static bool file_reply(Request *request, int status, int64_t id, Error *error)
{
    FileRow *row;
    if (!file_by_id(request->db, request->arena, id, &row, error))
        return false;
    File file = file_of_row(request->arena, row);
    return reply_row(request, status, &FILE_SHAPE, &file);
}

static bool file_attach(Request *request, Error *error)
{
    const AttachAsk *ask = request->query;
    Writer writer = writer_of(request);
    OptInt author = { request->caller->id, request->caller->kind == CALLER_STAFF };
    int64_t id = id_new();
    FileThing thing;
    Blob blob;
    const char *name;
    if (!file_name_read(request->arena, ask->name, &name, error) || !file_thing(request, ask->subject, &thing, error) ||
        !file_thing_open(&thing, error) || !file_room(request->db, request->arena, &thing, error) ||
        !blob_keep(&writer, request->prepared, request->uploaded, &blob, error))
        return false;
    OptInt account = { thing.account_id, thing.account_id != 0 };
    return file_add(request->db, id, thing.kind, thing.id, account, blob.id, name, author, request->now, error) &&
           file_fact(&writer, "file.attached", &thing, id, error) && file_reply(request, 201, id, error);
}

static const UploadSteps ATTACH = { attach_begin, attach_take, attach_end };

/* ---- listing and removing -------------------------------------------------------------------------------------- */

static bool file_list(Request *request, Error *error)
{
    const FilesAsk *ask = request->query;
    FileThing thing;
    File *files;
    int64_t *things;
    size_t count;
    if (!file_thing(request, ask->subject, &thing, error) ||
        !files_of(request->db, request->arena, thing.kind, (Ids) { 1, &thing.id }, &files, &things, &count, error))
        return false;
    return reply_list(request, &FILE_SHAPE, files, count, NULL);
}

static bool file_remove(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    FileRow *row;
    FileThing thing;
    return file_found(request, request->path_id[0], false, &row, &thing, error) && file_thing_open(&thing, error) &&
           file_removed_set(request->db, row->id, (OptInt) { request->now, true }, error) &&
           file_fact(&writer, "file.removed", &thing, row->id, error) && reply_empty(request);
}

static bool file_restore(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    FileRow *row;
    FileThing thing;
    return file_found(request, request->path_id[0], true, &row, &thing, error) && file_thing_open(&thing, error) &&
           file_room(request->db, request->arena, &thing, error) &&
           file_removed_set(request->db, row->id, (OptInt) { 0 }, error) &&
           file_fact(&writer, "file.restored", &thing, row->id, error) && file_reply(request, 200, row->id, error);
}

static bool room_get(Request *request, Error *error)
{
    BlobRoom room;
    return blob_room(request->db, request->arena, &room, error) && reply_row(request, 200, &ROOM, &room);
}

const Route FILE_ROUTES[] = {
    { GET, "/api/v1/files", file_list, RIGHT_VIEW, "List the files of a note, call or task", .asks = &FILES_ASK,
      .gives = &FILE_SHAPE, .flags = ROUTE_LIST },
    { POST, "/api/v1/files", file_attach, RIGHT_ACT, "Attach a file; the body is its content", .asks = &ATTACH_ASK,
      .gives = &FILE_SHAPE, .flags = ROUTE_RAW, .upload = &ATTACH },
    { GET, "/api/v1/files/{id}/content", file_content, RIGHT_VIEW, "Get the content of a file", .flags = ROUTE_FILE },
    { DELETE, "/api/v1/files/{id}", file_remove, RIGHT_ACT, "Remove a file; it can be put back for an hour" },
    { POST, "/api/v1/files/{id}/restoration", file_restore, RIGHT_ACT, "Put back a removed file",
      .gives = &FILE_SHAPE },
    { GET, "/api/v1/file-room", room_get, RIGHT_VIEW, "Get the limits on files, and how much they take",
      .gives = &ROOM },
    { 0 },
};
