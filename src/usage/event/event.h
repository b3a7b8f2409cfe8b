/*
 * The stored form of events: records one after the other in a chunk. A chunk holds events of one account and one UTC
 * day, so that it does not depend on the workspace's time zone; a group commit writes one chunk per account and day.
 *
 * Not for: counting (rollup.h).
 * Forgets a person: forget.c rewrites the records without properties and anonymous id.
 */
#ifndef BANSO_USAGE_EVENT_EVENT_H
#define BANSO_USAGE_EVENT_EVENT_H

#include "base/shape.h"
#include "base/text.h"
#include "usage/track/track.h"

typedef struct {
    int64_t id;
    int64_t at;          /* ms */
    int64_t received_at; /* ms */
    int64_t contact;     /* 0 = nobody known */
    uint64_t message;    /* hash of the message id */
    TrackType type;
    bool robot;       /* its user agent names one */
    bool named;       /* it named its account itself; else it is where its person belonged */
    const char *name; /* as rules see it: "page:Pricing" for pages; not ended by NUL */
    uint32_t name_size;
    const char *anonymous;
    uint32_t anonymous_size;
    const char *properties; /* JSON object */
    uint32_t properties_size;
} EventRecord;

enum { EVENT_CHUNK_MAX = 128 * 1024 };

size_t event_size(const EventRecord *record);
/* Writes event_size() bytes. */
void event_write(uint8_t *at, const EventRecord *record);
/* The record at *offset, which moves on; false at the end or when the rest is damaged. Texts point into `body`. */
bool event_next(Bytes body, size_t *offset, EventRecord *record);
/* UTC day of an instant. */
int64_t event_day(int64_t ms);

#endif
