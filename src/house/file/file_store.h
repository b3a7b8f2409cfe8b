/* Inside the module: files as they are stored. */
#ifndef BANSO_FILE_STORE_H
#define BANSO_FILE_STORE_H

#include "file.sql.h"

#include "house/blob/blob.h"
#include "house/file/file.h"
#include "jobs/jobs.h"

enum { FILE_NAME_BYTES_MAX = 255 };

/* What a file is to be attached to. */
typedef struct {
    const char *kind; /* "note" */
    int64_t id, account_id, contact_id;
    Audience audience;
    bool closed;
} FileThing;
/* INPUT names `subject`: no such kind; MISSING when there is nothing that the caller sees. */
bool file_thing(Request *request, const char *subject, FileThing *thing, Error *error);
/* A file that was not removed, or was, with its thing; MISSING where the caller sees none. */
bool file_found(Request *request, int64_t id, bool removed, FileRow **row, FileThing *thing, Error *error);

/* NFC; INPUT for what is not a name, or holds invisible characters. */
bool file_name_read(Arena *arena, const char *given, const char **name, Error *error);
File file_of_row(Arena *arena, const FileRow *row);
/* CONFLICT when the thing was sent. */
bool file_thing_open(const FileThing *thing, Error *error);
bool file_room(Db *db, Arena *arena, const FileThing *thing, Error *error);
/* What a fact of a file says: what it is attached to. */
typedef struct {
    const char *of; /* "note:12" */
} FileOf;
extern const Shape FILE_OF;
bool file_fact(const Writer *writer, const char *kind, const FileThing *thing, int64_t id, Error *error);

bool file_content(Request *request, Error *error);

extern const BlobHolder FILE_BLOBS;
extern const Schedule FILE_SCHEDULES[];

#endif
