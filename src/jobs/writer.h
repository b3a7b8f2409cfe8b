/*
 * Who changes something, when, and in which transaction: an argument of everything that changes a customer.
 *
 * Not for: reading, nor for changes of the jobs and of staff themselves.
 * Units: `now` in ms. Errors: none of its own.
 * Forgets a person: `actor` is an id ("staff:12", "key:7", "import:3", "system").
 */
#ifndef BANSO_JOBS_WRITER_H
#define BANSO_JOBS_WRITER_H

#include "http/route.h"

typedef struct {
    Services *services;
    Db *db;
    Arena *arena;
    const char *actor;
    int64_t now; /* ms */
} Writer;

/* The caller of the request, as a writer. */
Writer writer_of(const Request *request);

/* Writes the fact that this writer did something to "note:12", now: the subject is made of the kind's first word and
 * the id. `contact_id` 0 = none; `body` is the struct of the kind's Shape, NULL = nothing more to say. */
bool writer_tell(const Writer *writer, const char *kind, int64_t account_id, int64_t contact_id, int64_t id,
                 const void *body, Error *error);

/* The same about a thing that is not for everybody. */
bool writer_tell_some(const Writer *writer, const Audience *audience, const char *kind, int64_t account_id,
                      int64_t contact_id, int64_t id, const void *body, Error *error);
/* The thing is for somebody else now: a fact of this kind, and all earlier ones, are for them (fact_show). */
bool writer_show(const Writer *writer, const Audience *audience, const char *kind, int64_t account_id,
                 int64_t contact_id, int64_t id, const void *body, Error *error);

/* What became of a row that was given: the same again is UNCHANGED and writes nothing. */
typedef enum { UPSERT_UNCHANGED, UPSERT_ADDED, UPSERT_CHANGED } Upsert;

#endif
