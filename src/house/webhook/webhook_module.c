/* What the program knows of webhooks. */
#include "house/webhook/webhook_store.h"

#include "base/log.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "webhook.created", .wakes = { "webhooks" } },
    { "webhook.changed", &EDIT_TOLD, .wakes = { "webhooks" } },
    { "webhook.rotated", .wakes = { "webhooks" } },
    { "webhook.paused", &WEBHOOK_PAUSED, .wakes = { "webhooks" } },
    { "webhook.resumed", &EDIT_TOLD, .wakes = { "webhooks" } },
    { "webhook.replayed", .wakes = { "webhooks" } },
    { "webhook.deleted", .wakes = { "webhooks" } },
    { 0 },
};

static const JobKind JOBS[] = {
    { "webhook.send", webhook_send_run, .lane = LANE_OUTBOUND },
    { "webhook.replay", webhook_replay_run },
    { 0 },
};

static const Schedule SCHEDULES[] = { { "webhook.sweep", MS_PER_HOUR, webhook_sweep }, { 0 } };
static const FactReader READERS[] = { { "webhook", webhook_take_fact }, { 0 } };

static bool look(Db *db, void *context, Error *error)
{
    const Services *services = context;
    WebhookHealth health;
    if (!webhook_health(db, db_arena(db), services, &health, error))
        return false;
    if (health.unreadable > 0)
        log_line(LOG_WARN,
                 "%lld signing secrets of webhooks were sealed with another key: put the old banso.key into the data "
                 "directory, or create new secrets in Settings → Webhooks",
                 (long long)health.unreadable);
    return true;
}

static bool start(Services *services, Error *error)
{
    return store_read(services->store, look, services, error);
}

const Module WEBHOOK_MODULE = {
    .name = "webhook",
    .routes = (const Route *const[]) { WEBHOOK_ROUTES, NULL },
    .jobs = JOBS,
    .schedules = SCHEDULES,
    .facts = FACTS,
    .readers = READERS,
    .start = start,
};
