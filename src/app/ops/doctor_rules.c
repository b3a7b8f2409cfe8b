/*
 * The doctor's judgements as pure functions from figures to a Finding, so that unit tests cover every bound without a
 * server; doctor.c collects the figures. Each finding that is not good says what to do in one sentence. Bounds are at
 * the top.
 */
#include "app/ops/doctor.h"

#include "base/clock.h"
#include "base/seal.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { DISK_BAD_MB = 200, DISK_WARN_MB = 2048, SILENT_HOURS = 48, BACKUP_DAYS = 7, ZONE_YEARS = 2 };
enum { EVENT_DAYS = 7, EVENT_DAYS_OF_FILES = 35 };

Finding finding_good(const char *text)
{
    return (Finding) { .state = "good", .text = text };
}

Finding finding_warn(const char *text, const char *advice)
{
    return (Finding) { .state = "warn", .text = text, .advice = advice };
}

Finding finding_bad(const char *text, const char *advice)
{
    return (Finding) { .state = "bad", .text = text, .advice = advice };
}

Finding doctor_disk(Arena *arena, const char *data, int64_t free_mb)
{
    static const char ADVICE[] =
        "free space, or move the data directory to a larger disk: when it is full, writes fail with 507";
    const char *text = arena_format(arena, "%lld MB free in %s", (long long)free_mb, data);
    if (free_mb < DISK_BAD_MB)
        return finding_bad(text, ADVICE);
    return free_mb < DISK_WARN_MB ? finding_warn(text, ADVICE) : finding_good(text);
}

Finding doctor_clock(Arena *arena, int64_t now, OptInt newest_fact_at)
{
    static const char ADVICE[] = "set the machine's clock and keep it synchronized: timedatectl set-ntp true";
    const char *told = time_format(arena, now);
    if (now < day_from(2025, 1, 1) * MS_PER_DAY)
        return finding_bad(arena_format(arena, "the clock says %s", told), ADVICE);
    if (newest_fact_at.known && newest_fact_at.value > now + MS_PER_HOUR)
        return finding_bad(arena_format(arena, "the clock says %s, but the newest record is from %s", told,
                                        time_format(arena, newest_fact_at.value)),
                           ADVICE);
    return finding_good(arena_format(arena, "the clock says %s", told));
}

Finding doctor_zone(Arena *arena, int64_t now, const Zone *zone, const ZoneData *data)
{
    int year, month, day;
    long version = strtol(data->version, NULL, 10);
    if (!zone)
        return finding_bad("the workspace has no time zone", "choose one under Settings → Workspace");
    const char *today = day_format(arena, zone_day(zone, now));
    const char *text = arena_format(arena, "today is %s in the workspace; zone data %s from %s", today,
                                    data->version[0] ? data->version : "of unknown version",
                                    data->is_of_system ? "the system" : "the library ICU");
    if (!data->is_of_system)
        return finding_warn(text, "install the system's zone data (apt-get install tzdata) and restart the server: the "
                                  "library's are as old as it is, and days are wrong where a country changed its time");
    day_split(now / MS_PER_DAY, &year, &month, &day);
    if (version && year - version > ZONE_YEARS)
        return finding_warn(text, "update the system's zone data (apt-get install tzdata) and restart the server: days "
                                  "are wrong where a country changed its time since");
    return finding_good(text);
}

Finding doctor_work(Arena *arena, const DoctorWork *work)
{
    if (!work->late && !work->failed && !work->skipped && !work->stuck)
        return finding_good("no late jobs, no failed jobs within a week");
    const char *text =
        arena_format(arena,
                     "jobs late by over ten minutes: %lld; within a week, failed for good: %lld, facts put "
                     "aside: %lld; fact readers in trouble: %lld",
                     (long long)work->late, (long long)work->failed, (long long)work->skipped, (long long)work->stuck);
    if (work->late || work->stuck)
        return finding_bad(text, "make sure that a server is running on this database; if it is, its log says why jobs "
                                 "are waiting");
    return finding_warn(text, "find lines of level error in the log, fix the cause and start the work again");
}

Finding doctor_files_found(Arena *arena, const DoctorFiles *files)
{
    const char *text = arena_format(arena, "%lld %s, %lld MB", (long long)files->files,
                                    files->files == 1 ? "file" : "files", (long long)(files->bytes >> 20));
    if (!files->broken)
        return finding_good(text);
    return finding_bad(arena_format(arena, "%s; without their whole content: %lld", text, (long long)files->broken),
                       "restore a backup from before the damage beside this workspace, and attach them again from it");
}

Finding doctor_webhooks(Arena *arena, const WebhookHealth *health)
{
    if (health->unreadable > 0)
        return finding_bad(arena_format(arena, "signing secrets that this data directory's key does not open: %lld",
                                        (long long)health->unreadable),
                           "stop the server and put the old " SEAL_FILE " back, or create new secrets under Settings → "
                           "Webhooks");
    if (health->paused > 0)
        return finding_warn(arena_format(arena, "paused, so that nothing is sent: %lld of %lld",
                                         (long long)health->paused, (long long)health->count),
                            "look at the log under Settings → Webhooks, mend the receiver, and resume");
    return finding_good(arena_format(arena, "%lld, none paused", (long long)health->count));
}

/* A span in the largest unit of which there are at least two: "49 hours" is "2 days". */
static const char *span(Arena *arena, int64_t ms)
{
    static const struct {
        int64_t ms;
        const char *name;
    } UNITS[] = {
        { 365 * (int64_t)MS_PER_DAY, "years" },
        { 30 * (int64_t)MS_PER_DAY, "months" },
        { MS_PER_DAY, "days" },
        { MS_PER_HOUR, "hours" },
        { MS_PER_MINUTE, "minutes" },
    };
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (ms >= 2 * UNITS[i].ms)
            return arena_format(arena, "%lld %s", (long long)(ms / UNITS[i].ms), UNITS[i].name);
    return "a moment";
}

static const char *day_ago(Arena *arena, int64_t days)
{
    return days < 1 ? "today" : days == 1 ? "yesterday" : arena_format(arena, "%s ago", span(arena, days * MS_PER_DAY));
}

Finding doctor_events(Arena *arena, const DoctorEvents *events)
{
    int64_t days = events->event_on.known ? events->today - events->event_on.value : 0;
    const char *last = events->event_on.known ? arena_format(arena, "last usage event %s", day_ago(arena, days))
                                              : "no usage event yet";
    int64_t silent = events->key_used_at.known ? events->now - events->key_used_at.value : 0;
    if (silent > SILENT_HOURS * (int64_t)MS_PER_HOUR)
        return finding_warn(
            arena_format(arena, "%s; no ingest key used for %s", last, span(arena, silent)),
            "check the sender of events and its key (Settings → Keys); revoke keys that are no longer used");
    if (days > (events->key_used_at.known ? EVENT_DAYS : EVENT_DAYS_OF_FILES))
        return finding_warn(last, "check what sends events (Settings → Event ingestion), or import newer ones; scores "
                                  "of days without events say that nobody uses the product");
    return finding_good(last);
}

Finding doctor_keys(Arena *arena, const char *const *names, size_t count)
{
    Text text = text_new(arena);
    if (count == 0)
        return finding_good("no key of a disabled user");
    text_format(&text, "%zu %s of disabled users still %s:", count, count == 1 ? "key" : "keys",
                count == 1 ? "works" : "work");
    for (size_t i = 0; i < count; i++)
        text_format(&text, "%s %.60s", i ? "," : "", names[i]);
    return finding_warn(text_string(&text),
                        "revoke them under Settings → Keys, or create new ones in their place first");
}

Finding doctor_backup(Arena *arena, int64_t now, OptInt began_at, OptInt backup_at)
{
    static const char ADVICE[] = "run banso backup now, and every night by cron or a timer";
    if (backup_at.known) {
        int64_t days = now > backup_at.value ? (now - backup_at.value) / MS_PER_DAY : 0;
        const char *text =
            arena_format(arena, "newest backup %lld %s ago", (long long)days, days == 1 ? "day" : "days");
        return days > BACKUP_DAYS ? finding_warn(text, ADVICE) : finding_good(text);
    }
    if (!began_at.known || now - began_at.value < MS_PER_DAY)
        return finding_good("no backup yet; the workspace is less than a day old");
    return finding_warn("no backup yet", ADVICE);
}

Finding doctor_sealing(Arena *arena, const char *path, int64_t unreadable)
{
    if (unreadable)
        return finding_bad(
            arena_format(arena, "it does not open the two-step secrets of %lld %s, whose codes are refused",
                         (long long)unreadable, unreadable == 1 ? "user" : "users"),
            "stop the server and put the old " SEAL_FILE " back, or turn two-step sign-in off for them: banso user "
            "reset-two-step ADDRESS");
    return finding_good(arena_format(arena, "%s is private; backups do not hold it, so keep a copy", path));
}

static bool is_loopback(const char *listen)
{
    return text_starts(listen, "127.") || text_starts(listen, "[::1]") || text_starts(listen, "localhost:") ||
           text_starts(listen, "unix:");
}

static bool is_plain_and_far(const char *url)
{
    return text_starts(url, "http://") && !strstr(url, "//127.") && !strstr(url, "//localhost") &&
           !strstr(url, "//[::1]");
}

static const char *accounts_named(Arena *arena, const WithoutRates *without)
{
    Text text = text_new(arena);
    for (size_t i = 0; i < without->count; i++) {
        const WithoutRate *one = &without->items[i];
        text_format(&text, "%s%lld account%s in %s", i ? ", " : "", (long long)one->accounts,
                    one->accounts == 1 ? "" : "s", one->currency);
    }
    return text_string(&text);
}

Finding doctor_rates(Arena *arena, const WithoutRates *now, const WithoutRates *soon, int64_t soon_on)
{
    static const char ADVICE[] = "add the rates under Settings → Currency rates, or with banso import rates FILE";
    if (now->count)
        return finding_warn(arena_format(arena, "without a currency rate: %s", accounts_named(arena, now)), ADVICE);
    if (soon->count)
        return finding_warn(arena_format(arena, "without a currency rate by %s: %s", day_format(arena, soon_on),
                                         accounts_named(arena, soon)),
                            ADVICE);
    return finding_good("every currency that accounts pay in has its rate");
}

Finding doctor_address(Arena *arena, const OpsSettings *settings, const char *public_url)
{
    /* Behind a socket in the file system there is always a proxy, whose address nobody can guess. */
    bool is_seen_elsewhere = !is_loopback(settings->listen) || text_starts(settings->listen, "unix:");
    if (is_seen_elsewhere && !settings->public_url_given)
        return finding_bad(
            arena_format(arena, "listens on %s without a public-url, so links and cookies break", settings->listen),
            "set public-url to the URL that browsers use");
    if (settings->tls_key && text_starts(public_url, "http://"))
        return finding_bad(arena_format(arena, "serves HTTPS, but the public URL is %s", public_url),
                           "start public-url with https://");
    if (settings->public_url_given && is_plain_and_far(public_url))
        return finding_warn(
            arena_format(arena, "browsers reach %s without TLS: passwords can be read on the network", public_url),
            "set tls-certificate and tls-key, or use a proxy with TLS");
    return finding_good(arena_format(arena, "listens on %s; public URL %s", settings->listen, public_url));
}
