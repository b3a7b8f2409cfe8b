/* What the program knows of scheduled imports. */
#include "house/fetch/fetch_store.h"
#include "house/timeline/timeline.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "fetch.created", .wakes = { "import-schedules" } },
    { "fetch.changed", &EDIT_TOLD, .wakes = { "import-schedules" } },
    { "fetch.deleted", .wakes = { "import-schedules" } },
    { 0 },
};

static const JobKind JOBS[] = {
    { "fetch.read", fetch_read_run, fetch_read_given_up, .lane = LANE_FETCH, .tries = 3,
      .pause_first_ms = MS_PER_MINUTE },
    { 0 },
};

static const Schedule SCHEDULES[] = {
    { "fetch.due", MS_PER_MINUTE / 2, fetch_due_run },
    { "fetch.sweep", MS_PER_DAY, fetch_sweep },
    { 0 },
};

static const NoticeKind NOTICES[] = { { FETCH_NOTICE }, { 0 } };
static const TimelineSource TIMELINE[] = { { .of = TIMELINE_SUBJECT, .subject = "fetch", .read = fetch_words }, { 0 } };

const Module FETCH_MODULE = {
    .name = "fetch",
    .routes = (const Route *const[]) { FETCH_ROUTES, NULL },
    .jobs = JOBS,
    .schedules = SCHEDULES,
    .facts = FACTS,
    .readers = FETCH_READERS,
    .notices = NOTICES,
    .timeline = TIMELINE,
};
