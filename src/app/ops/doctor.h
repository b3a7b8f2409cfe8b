/*
 * How the doctor judges what it sees: pure rules, each from figures to a finding. A finding that is not good says what
 * to do.
 *
 * Not for: collecting the figures (doctor.c). Units: instants in ms, space in MB.
 */
#ifndef BANSO_OPS_DOCTOR_H
#define BANSO_OPS_DOCTOR_H

#include "app/ops/ops.h"
#include "base/clock.h"
#include "base/shape.h"
#include "house/webhook/webhook.h"
#include "revenue/rate/missing.h"

typedef struct {
    const char *check;
    const char *state; /* good, warn, bad */
    const char *text;
    const char *advice; /* NULL when good */
} Finding;

Finding finding_good(const char *text);
Finding finding_warn(const char *text, const char *advice);
Finding finding_bad(const char *text, const char *advice);

Finding doctor_disk(Arena *arena, const char *data, int64_t free_mb);
/* With a clock that was set back, days and scores are wrong until time has caught up. */
Finding doctor_clock(Arena *arena, int64_t now, OptInt newest_fact_at);

/* `zone`: the workspace's, NULL = it has none. Countries change their time every year, and old zone data move days. */
Finding doctor_zone(Arena *arena, int64_t now, const Zone *zone, const ZoneData *data);

typedef struct {
    int64_t late, failed, skipped, stuck;
} DoctorWork;
Finding doctor_work(Arena *arena, const DoctorWork *work);

/* When something was last used, as a day of the workspace, and when a key last sent events (NEVER: fed by files).
 * Silence is a finding at once where a key has sent events before, and after a month elsewhere: files come monthly. */
typedef struct {
    int64_t now, today;
    OptInt key_used_at, event_on;
} DoctorEvents;
Finding doctor_events(Arena *arena, const DoctorEvents *events);
/* Up to `count` names of keys that still work although the people who created them are disabled. */
Finding doctor_keys(Arena *arena, const char *const *names, size_t count);
/* Judged by the fact that each backup writes, wherever its archive is now. A workspace less than a day old needs none.
 */
Finding doctor_backup(Arena *arena, int64_t now, OptInt began_at, OptInt backup_at);
/* Accounts whose money has no rate, today or on a day ahead. */
Finding doctor_rates(Arena *arena, const WithoutRates *now, const WithoutRates *soon, int64_t soon_on);
/* What is attached: of how many files the content is damaged. */
typedef struct {
    int64_t files, bytes, broken;
} DoctorFiles;
Finding doctor_files_found(Arena *arena, const DoctorFiles *files);
/* Those that were paused, and secrets that another key sealed. */
Finding doctor_webhooks(Arena *arena, const WebhookHealth *health);
/* `unreadable`: secrets of two-step sign-in that another key sealed. */
Finding doctor_sealing(Arena *arena, const char *path, int64_t unreadable);
Finding doctor_address(Arena *arena, const OpsSettings *settings, const char *public_url);

#endif
