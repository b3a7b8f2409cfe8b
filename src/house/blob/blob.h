/*
 * Content: bytes of any size, by their SHA-256, in pieces in the database. The same content is stored once, however
 * often it comes and however many hold it. Since it is in the database, it is durable with the acknowledgement, shared
 * by several servers, part of each backup, and overwritten when it is deleted, all without further rules.
 *
 * An upload is written piece by piece, each in a short transaction (http/route.h, UploadSteps), and becomes whole in
 * the transaction of the module that then holds it. Nobody counts references: modules that hold content say so when
 * asked (Module.blobs), and what a holder lets go of is freed by a job unless another one has it.
 *
 * Not for: names, rights and who may see what; holders have those (house/file).
 * Units: bytes; times in ms.
 * Errors: TOO_LARGE beyond what the workspace allows for one file or all together; FULL when the disk is, and of
 * blob_store when all files together are; MISSING.
 * Forgets a person: when a holder lets go, the pieces are deleted (SQLite overwrites them), and the write-ahead log is
 * emptied after it.
 */
#ifndef BANSO_BLOB_H
#define BANSO_BLOB_H

#include "http/route.h"
#include "jobs/writer.h"

/* How much the workspace allows, and holds. */
typedef struct {
    int64_t file_max;  /* one file; 0 = none may be attached */
    int64_t files_max; /* all together */
    int64_t used;
} BlobRoom;
bool blob_room(Db *db, Arena *arena, BlobRoom *room, Error *error);

/* Content on its way. */
typedef struct {
    int64_t id;
    int64_t most; /* bytes that may come */
} BlobComing;

/* On a reader, before anything comes; `announced` is -1 when the length is not known. Writes nothing. */
bool blob_expect(Db *db, Arena *arena, int64_t announced, BlobComing *coming, Error *error);
/* The pieces in order, each of UPLOAD_PIECE bytes but the last. */
bool blob_take(const Writer *writer, const BlobComing *coming, int64_t number, Bytes piece, Error *error);

typedef struct {
    int64_t id, size;
    const char *media;  /* "image/png" and the like by its first bytes, else "application/octet-stream" */
    const char *digest; /* SHA-256 in hex */
} Blob;
/* All has come: whole from this transaction on, in which the caller says that it holds it. `blob` may be one that was
 * there before. */
bool blob_keep(const Writer *writer, const BlobComing *coming, const Uploaded *uploaded, Blob *blob, Error *error);
/* It will never be whole. Outside of any transaction; the pieces go within some seconds. */
void blob_abandoned(int64_t id);

/* Content that is in memory already, in one transaction with its holder; for modules that take it by another road. The
 * bound is the caller's own: TOO_LARGE beyond `most`, whatever the workspace allows for one file. FULL, with a reason,
 * when all files together have no more room. */
bool blob_store(const Writer *writer, Bytes bytes, int64_t most, Blob *blob, Error *error);
/* Whether the workspace allows a file of that size now. */
bool blob_fits(Db *db, Arena *arena, int64_t size, bool *fits, Error *error);

bool blob_find(Db *db, Arena *arena, int64_t id, Blob *blob, Error *error);
/* All of it. */
bool blob_read(Db *db, Arena *arena, int64_t id, Bytes *bytes, Error *error);
/* Piece `number` of it; MISSING behind the last. */
bool blob_piece(Db *db, Arena *arena, int64_t id, int64_t number, Bytes *piece, Error *error);

/* The caller holds these no longer: freed after COMMIT, by a job, when nobody else does. */
bool blobs_let_go(const Writer *writer, Ids blobs, Error *error);

/* Whether a module to the right holds it (Module.blobs). */
typedef struct BlobHolder {
    bool (*holds)(Db *db, Arena *arena, int64_t blob_id, bool *held, Error *error);
} BlobHolder;

#endif
