/* What the program knows of the feed. */
#include "jobs/module.h"
#include "usage/feed/feed_store.h"

const Module FEED_MODULE = {
    .name = "feed",
    .schedules = FEED_SCHEDULES,
    .followers = FEED_FOLLOWERS,
    .start = feed_start,
    .stop = feed_stop,
    .events = &FEED_EVENTS,
};
