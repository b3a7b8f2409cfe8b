/*
 * The one timeline of an account: its facts, newest first, each with the words that it tells of. Facts hold only ids;
 * the words are in tables of the modules, which can be erased, and each module says how its own are read
 * (Module.timeline). So the entries of a new module appear with one row of a table, and the timeline knows no module to
 * its right by name.
 *
 * Not for: the words of a kind of fact, which are in the module's web feature.
 * Units: none. Errors: those of the database; the route says INPUT with the field, and MISSING for no such account.
 * Forgets a person: holds nothing. What no source reads any more is no longer shown.
 */
#ifndef BANSO_TIMELINE_TIMELINE_H
#define BANSO_TIMELINE_TIMELINE_H

#include "base/viewer.h"
#include "db/db.h"

/* What is read of a thing or a person. */
typedef struct {
    int64_t id;
    const char *title; /* NULL = none */
    const char *text;  /* NULL = none */
} TimelineWords;

typedef enum {
    TIMELINE_SUBJECT, /* of the thing that a fact is about: `subject` is the word in its "note:12" */
    TIMELINE_CONTACT, /* of the person that a fact is about: the title where its thing has none; one module */
    TIMELINE_ACCOUNT, /* of the account itself: without words it is not there; one module */
} TimelineOf;

/* Module.timeline is a table of them, ended by { 0 }: without `read` and `read_seen`. */
typedef struct TimelineSource {
    TimelineOf of;
    const char *subject; /* "note" */
    const char *kind;    /* for facts of this kind alone, in place of the words for all others; NULL = all kinds */
    const char *entered; /* the kind that wrote the thing down: its entry shows the thing's files; NULL = no files */
    /* The words of those of `ids` that are there, in any order: a statement `-> many(TimelineWords)`. */
    bool (*read)(Db *db, Arena *arena, Ids ids, TimelineWords **words, size_t *count, Error *error);
    /* In its place where they are not for everybody. */
    bool (*read_seen)(Db *db, Arena *arena, Ids ids, const Viewer *viewer, TimelineWords **words, size_t *count,
                      Error *error);
} TimelineSource;

#endif
