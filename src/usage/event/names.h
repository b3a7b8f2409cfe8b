/*
 * Event names and the features that the rules of the catalog map them to, kept between commits, with what the commit
 * under way adds to each name's count.
 */
#ifndef BANSO_USAGE_EVENT_NAMES_H
#define BANSO_USAGE_EVENT_NAMES_H

#include "customer/catalog/product.h"
#include "usage/identity/idmap.h"
#include "usage/track/track.h"

typedef struct EventName EventName;
struct EventName {
    const char *text; /* "report_opened", "page:Pricing" */
    uint32_t size;
    int64_t feature, product;    /* 0, 0 when no rule maps it */
    const CatalogGauge **gauges; /* that read its events */
    size_t gauge_count;
    int64_t events; /* of the commit under way */
    int64_t last_on;
    EventName *touched; /* the next one with events */
};

typedef struct {
    Arena *arena; /* NULL = empty */
    Catalog catalog;
    IdMap map;
    EventName *touched;
} Names;

/* Events of pages and screens are told apart from tracked ones by a prefix; a page without a name is "page:". */
bool names_of_event(Names *names, Db *db, TrackType type, const char *name, EventName **found, Error *error);
/* A name as it is stored. */
bool names_of_stored(Names *names, Db *db, const char *text, size_t size, EventName **found, Error *error);
void names_count(Names *names, EventName *name, int64_t day);
/* Forgets the counts of the commit. */
void names_settle(Names *names);
/* Forgets everything: the catalog changed, or there are too many names. */
void names_clear(Names *names);

#endif
