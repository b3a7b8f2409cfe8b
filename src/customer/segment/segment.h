/*
 * Segments: saved conditions on accounts, named, described and shared by all. Whoever asks for accounts asks for a
 * segment by its id: a list's filter, a saved view, a scorecard, another segment. What it says is read where it is
 * asked, so a change counts everywhere from its commit on. A segment that something uses cannot be deleted.
 *
 * Who uses segments says so in its record (Module.segments): what conditions it keeps, and what it does when one of
 * them is about to say something else. Scorecards publish a version of their own then.
 *
 * An account is in a segment or it is not: of whom the condition is unknown is not in it. So those in it and those not
 * in it are all accounts.
 *
 * Not for: a filter that one person keeps for a list (view); who is in it, which the engine answers.
 * Units: numbers of accounts, days as day numbers, money in micros of the workspace's currency.
 * Errors: INPUT with "condition" for one that cannot be asked, that asks for itself or stands too deep; CONFLICT for a
 * name that is taken, another version, and for deleting one that is used; FORBIDDEN for a condition that asks for what
 * the caller does not see.
 * Forgets a person: an erased contact's address, id and telephone number are replaced in name, description and
 * condition, as contact_words.h says.
 */
#ifndef BANSO_SEGMENT_SEGMENT_H
#define BANSO_SEGMENT_SEGMENT_H

#include "jobs/writer.h"

/* A condition that something keeps, as it stands in its JSON; a thing may come more than once. */
typedef struct {
    const char *kind; /* one of SEGMENT_USE_CHOICES */
    int64_t id;
    const char *name, *owner; /* name NULL = it is for its owner alone */
    const char *asks;         /* a condition, or JSON that holds some */
} SegmentAsking;
typedef bool (*SegmentAskingTake)(const SegmentAsking *row, void *context, Error *error);
#define SEGMENT_USE_CHOICES "agreement|scorecard|segment|sla_policy|view"

typedef struct SegmentUser {
    const char *name;
    bool (*asks)(Db *db, SegmentAskingTake take, void *context, Error *error); /* a statement -> each(SegmentAsking) */
    /* Before the segment says something else, in that transaction: `ids` are it and all that it stands in. NULL =
     * nothing is kept of what a segment says. */
    bool (*changes)(const Writer *writer, int64_t segment_id, Ids ids, Error *error);
} SegmentUser;

/* Another number after each change of any segment: belongs to the key of whatever was compiled of conditions. */
bool segments_stamp(Db *db, Arena *arena, uint64_t *stamp, Error *error);
/* Whether a condition, or JSON that holds some, asks for one of these itself. Not JSON, or NULL: no. */
bool segments_asked(Arena *arena, const char *json, Ids ids);
/* What all segments that `asks` reaches say now, as {"12":{…}}, for ConditionOf.pinned; NULL = it reaches none. */
bool segments_pin(Db *db, Arena *arena, Texts asks, const char **pinned, Error *error);

#endif
