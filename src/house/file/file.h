/*
 * Files that are attached to a thing of another module: a note, a call, a task. The content is in house/blob; here are
 * its name, what it is attached to and who did it. What can have files is told by the modules that have such things
 * (Module.files), so that none is known here by name.
 *
 * A browser shows only images of four kinds, known by their first bytes; everything else is saved, whatever it calls
 * itself (file_content.c). A removed file can be put back for an hour, then it goes. What a thing loses it loses at
 * once when the thing itself goes: its module calls file_drop. A file is filed under the account of its thing: a module
 * whose thing changes account calls file_move.
 *
 * Not for: pictures of staff or the like that belong to no entry.
 * Units: bytes; times in ms.
 * Errors: INPUT with the field; MISSING; CONFLICT for a thing that was sent; TOO_LARGE beyond the workspace's limits.
 * Forgets a person: the module of the thing calls file_drop where it empties the thing's text, and names the files to
 * be exported (ContactHolder.next_file). Facts hold the ids of file and thing; names are here and in the replies kept
 * for a repeated key, which are emptied too.
 */
#ifndef BANSO_FILE_H
#define BANSO_FILE_H

#include "http/route.h"
#include "jobs/writer.h"

enum { FILES_OF_ONE_MAX = 20 };

typedef struct {
    int64_t id;
    const char *subject; /* "note:12" */
    OptInt account_id;
    const char *name;
    int64_t size;
    const char *media;  /* as the content says, not the sender */
    const char *sha256; /* hex */
    OptInt author_id;
    const char *author; /* NULL = unknown */
    int64_t created_at;
} File;
extern const Shape FILE_SHAPE;

/* Those of the things `ids` of one kind ("note"), ordered by thing; things[i] is the thing of files[i]. */
bool files_of(Db *db, Arena *arena, const char *subject, Ids ids, File **files, int64_t **things, size_t *count,
              Error *error);
/* Names of files that are there, by id; at most as many as were asked for. */
typedef struct {
    int64_t id;
    const char *name;
} FileName;
bool files_named(Db *db, Arena *arena, Ids ids, FileName **names, size_t *count, Error *error);

/* Attaches content that came with a thing of the caller's own, such as a file of a mail, in the transaction of that
 * thing. Any name: what a file cannot be called is replaced. *kept = false where the workspace allows no such file, or
 * has no room for it: nothing is attached, and the thing is not refused for it. */
typedef struct {
    const char *subject; /* "message" */
    int64_t id, account_id, contact_id;
    Audience audience;
    const char *name; /* NULL = it has none */
    Bytes bytes;
} FileGiven;
bool file_keep(const Writer *writer, const FileGiven *given, bool *kept, Error *error);

/* All files of a thing go, with their content unless somebody else holds it. */
bool file_drop(const Writer *writer, const char *subject, int64_t id, Error *error);
/* The thing belongs to another account now, or to none: its files are filed there, and go when that goes. */
bool file_move(const Writer *writer, const char *subject, int64_t id, OptInt account_id, Error *error);
/* The files of one thing become another's of the same kind. INPUT when together they are too many. */
bool file_give(const Writer *writer, const char *subject, int64_t from, int64_t into, Error *error);
/* All that is filed under an account goes. */
bool file_drop_account(const Writer *writer, int64_t account_id, Error *error);

/* Writes piece `number` (from 0) of the export of a file: {"id":…,"content":"base64"}. *more: there is another. */
bool file_export(Db *db, Arena *arena, int64_t id, int64_t number, Text *json, bool *more, Error *error);

/* A thing that files are attached to: where it belongs, and for whom it is. Its files are for nobody else. */
typedef struct {
    bool there;
    int64_t account_id, contact_id; /* 0 = none */
    Audience audience;
    bool closed; /* it was sent with the files that it has: none is added or removed any more */
} FileHolder;

/* A kind of thing that can have files (Module.files, ended by { 0 }). */
typedef struct FileSubject {
    const char *name; /* "note" */
    /* `there` = false when there is none that the viewer sees. */
    bool (*find)(Db *db, Arena *arena, int64_t id, const Viewer *viewer, FileHolder *holder, Error *error);
} FileSubject;

extern const Route FILE_ROUTES[];

#endif
