/* Private to segment: what its files share. */
#ifndef BANSO_SEGMENT_SEGMENT_STORE_H
#define BANSO_SEGMENT_SEGMENT_STORE_H

#include "base/amount.h"
#include "customer/contact/contact.h"
#include "customer/segment/segment.h"
#include "house/condition/condition.h"
#include "segment.sql.h"

enum {
    SEGMENTS_MAX = 200,
    SEGMENT_PARTS_MAX = 500, /* comparisons in one, with those of the segments in it */
    SEGMENT_WEEKS = 26       /* of its history */
};

extern const Route SEGMENT_ROUTES[], SEGMENT_SIZE_ROUTES[];
extern const ContactHolder SEGMENT_CONTACTS;
extern const ConditionSaved SEGMENT_SAVED;

/* ---- segment_graph.c: who asks for whom. Pure. ---- */

typedef struct {
    int64_t id;
    const char *name;
    const Json *condition;
} SegmentNode;

/* The ids that JSON asks for, ascending, each once. */
Ids segment_ids_in(Arena *arena, const Json *json);
/* INPUT "condition" when one asks for itself over others, stands too deep, or has too many conditions. */
bool segment_graph_check(Arena *arena, const SegmentNode *nodes, size_t count, Error *error);
/* It, and all that ask for it, themselves or over others. */
Ids segment_graph_above(Arena *arena, const SegmentNode *nodes, size_t count, int64_t id);
/* All that these ask for, themselves or over others. */
Ids segment_graph_below(Arena *arena, const SegmentNode *nodes, size_t count, Ids ids);

/* ---- segment.c ---- */

/* Of all segments; `except` takes the place of the stored one with its id, or is one more. NULL = none. */
bool segment_nodes(Db *db, Arena *arena, const SegmentRow *except, SegmentNode **nodes, size_t *count, Error *error);
/* For this caller, who sees what they see. */
ConditionOf segment_of(const Request *request, ConditionSource source);

typedef struct {
    const char *kind;
    int64_t id;
    const char *name, *owner;
} SegmentUse;
/* Who uses which segments: read once for all of them. */
typedef struct SegmentUses SegmentUses;
bool segment_uses_read(Db *db, Arena *arena, SegmentUses **uses, Error *error);
List segment_uses_of(const SegmentUses *uses, Arena *arena, int64_t id);

/* ---- segment_size.c ---- */

/* As the API shows it; what is not told is unset. */
typedef struct {
    int64_t id;
    const char *name, *about, *condition;
    const char *creator, *changer;
    int64_t created_at, changed_at, version;
    OptInt accounts;
    const Money *mrr;
    int64_t without_rate; /* accounts in it whose MRR is not in the sum */
    List used_by;
    const char *withheld; /* the area that its condition asks for and that the reader does not see */
    bool unreadable;
    Texts undated; /* attributes that it asks for and of which only the present is known */
} SegmentShown;
extern const Shape SEGMENT;

/* As of a day. Outside of views. */
bool segment_shown(const Request *request, const SegmentRow *row, const SegmentUses *uses, int64_t day,
                   SegmentShown *shown, Error *error);

#endif
