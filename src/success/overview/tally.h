/* Inside overview: sums over accounts, whole and by what accounts are grouped by. */
#ifndef BANSO_OVERVIEW_TALLY_H
#define BANSO_OVERVIEW_TALLY_H

#include "base/amount.h"
#include "revenue/rate/missing.h"
#include "success/overview/standing.h"

/* Starts as tally_new. */
typedef struct {
    int64_t accounts, micros, converted; /* `converted`: accounts in other currencies, whose money is in it by a rate */
    double loss;
    WithoutRates without; /* accounts whose money is not in it */
} Tally;
Tally tally_new(Arena *arena);
/* `home` is the workspace's currency. */
void tally_add(Tally *tally, const Stood *stood, const char *home);

/* A figure with the condition of its rows. */
typedef struct {
    int64_t accounts;
    const Money *mrr, *expected_loss;
    int64_t converted;
    List without_rate;
    const char *filter;
} Figure;
extern const Shape FIGURE;
typedef struct {
    Arena *arena;
    const char *home;
    int64_t day;
    bool past; /* the day is over */
} FigureOf;
Figure figure_of(const FigureOf *of, const Tally *tally, const Text *parts);

/* ---- by what accounts are grouped ------------------------------------------------------------------------------- */

typedef enum { BY_ID, BY_TEXT, BY_PRODUCT } ByKind;
typedef struct {
    const char *by, *attribute, *column; /* "owner", "owner_id", "owner_id" */
    ByKind kind;
    const char *name, *name_ja; /* of a custom field; NULL = the reader words it */
} Grouping;

typedef struct {
    const char *key; /* NULL = accounts without any */
    int64_t id;
    const char *name, *name_ja; /* NULL = the reader words the key */
    Tally total, stands[STAND_COUNT];
} Group;
typedef struct {
    size_t count, room;
    Group *items;
    Ids products; /* all that there are, where those are the groups */
} Groups;

typedef struct {
    size_t count;
    Grouping *items;
} Groupings;
bool groupings_read(const Request *request, Groupings *groupings, Error *error);
/* INPUT "by". */
bool grouping_find(const Groupings *groupings, const char *by, const Grouping **found, Error *error);

/* Those with accounts, in their own order, accounts without any last; *several counts accounts that are in more than
 * one. Outside of views. */
bool groups_read(const Request *request, const Grouping *grouping, const FigureOf *of, const Stoods *stoods,
                 Groups *groups, int64_t *several, Error *error);
/* The condition of a group's rows. */
Text group_parts(Arena *arena, const Grouping *grouping, const Groups *groups, const Group *group);

#endif
