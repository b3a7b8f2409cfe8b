/* Inside the module: the entries of a page, and how they get their words. */
#ifndef BANSO_TIMELINE_TIMELINE_STORE_H
#define BANSO_TIMELINE_TIMELINE_STORE_H

#include "timeline.sql.h"

#include "house/file/file.h"
#include "house/timeline/timeline.h"

typedef struct {
    TimelineFactRow fact;
    const char *actor_name, *title, *text;
    List files;       /* File: of the thing that this fact wrote down */
    bool is_there;    /* its thing, which may have no words */
    bool takes_files; /* such a thing, which is still there */
} TimelineItem;

/* Reads in the words, files and names of all items, which the viewer sees. */
bool timeline_words_join(Db *db, Arena *arena, const Viewer *viewer, TimelineItem *items, size_t count, Error *error);
/* Whether there is such an account. */
bool timeline_account_is_there(Db *db, Arena *arena, int64_t account_id, bool *there, Error *error);

extern const Route TIMELINE_ROUTES[];

#endif
