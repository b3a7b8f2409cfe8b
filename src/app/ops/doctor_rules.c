#include "app/ops/doctor.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>

enum { DISK_BAD_MB = 200, DISK_WARN_MB = 2048, SILENT_HOURS = 48, BACKUP_DAYS = 7 };

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
        "make room, or move the data directory to a larger disk: once it is full, writes answer "
        "507";
    const char *text = arena_format(arena, "%lld MB are free in %s", (long long)free_mb, data);
    if (free_mb < DISK_BAD_MB)
        return finding_bad(text, ADVICE);
    return free_mb < DISK_WARN_MB ? finding_warn(text, ADVICE) : finding_good(text);
}

Finding doctor_clock(Arena *arena, int64_t now, OptInt newest_fact_at)
{
    static const char ADVICE[] = "set the machine's clock, and let it be kept: timedatectl set-ntp true";
    const char *told = time_format(arena, now);
    if (now < day_from(2025, 1, 1) * MS_PER_DAY)
        return finding_bad(arena_format(arena, "the clock says %s", told), ADVICE);
    if (newest_fact_at.known && newest_fact_at.value > now + MS_PER_HOUR)
        return finding_bad(arena_format(arena, "the clock says %s, but something happened at %s", told,
                                        time_format(arena, newest_fact_at.value)),
                           ADVICE);
    return finding_good(arena_format(arena, "the clock says %s", told));
}

Finding doctor_work(Arena *arena, const DoctorWork *work)
{
    if (!work->late && !work->failed && !work->skipped && !work->stuck)
        return finding_good("no job is late, none has failed within a week");
    const char *text =
        arena_format(arena,
                     "%lld jobs are late by over ten minutes; within a week %lld failed for good and "
                     "%lld facts were put aside; %lld readers are in trouble",
                     (long long)work->late, (long long)work->failed, (long long)work->skipped, (long long)work->stuck);
    if (work->late || work->stuck)
        return finding_bad(text, "see that a server runs on this database (jobs are done by one); if it does, its log "
                                 "says why they wait");
    return finding_warn(text, "look for lines of level error in the log, mend the cause and start the work again");
}

Finding doctor_events(Arena *arena, int64_t now, OptInt key_used_at, OptInt event_at)
{
    int64_t event_hours = event_at.known && now > event_at.value ? (now - event_at.value) / MS_PER_HOUR : 0;
    const char *last = event_at.known
                           ? arena_format(arena, "the last usage event is %lld hours old", (long long)event_hours)
                           : "no usage event came yet";
    int64_t silent = key_used_at.known ? (now - key_used_at.value) / MS_PER_HOUR : 0;
    if (silent <= SILENT_HOURS)
        return finding_good(last);
    return finding_warn(arena_format(arena, "%s; no ingest key was used for %lld hours", last, (long long)silent),
                        "look at what sends events, and whether its key is the one under Settings, Keys; revoke keys "
                        "that are used no more");
}

Finding doctor_backup(Arena *arena, int64_t now, OptInt began_at, OptInt backup_at)
{
    static const char ADVICE[] = "run banso backup, and let cron or a timer do it every night";
    if (backup_at.known) {
        int64_t days = (now - backup_at.value) / MS_PER_DAY;
        const char *text = arena_format(arena, "the newest backup is %lld days old", (long long)(days > 0 ? days : 0));
        return days > BACKUP_DAYS ? finding_warn(text, ADVICE) : finding_good(text);
    }
    if (!began_at.known || now - began_at.value < MS_PER_DAY)
        return finding_good("no backup was made yet; the workspace is less than a day old");
    return finding_warn("no backup was ever made", ADVICE);
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

Finding doctor_address(Arena *arena, const OpsSettings *settings, const char *public_url)
{
    /* Behind a socket in the file system there is always a proxy, whose address nobody can guess. */
    bool is_seen_elsewhere = !is_loopback(settings->listen) || text_starts(settings->listen, "unix:");
    if (is_seen_elsewhere && !settings->public_url_given)
        return finding_bad(
            arena_format(arena, "it listens on %s without a public-url: links and cookies go wrong", settings->listen),
            "set public-url to the address that browsers use");
    if (settings->tls_key && text_starts(public_url, "http://"))
        return finding_bad(arena_format(arena, "it speaks TLS, but the public URL is %s", public_url),
                           "let public-url begin with https://");
    if (settings->public_url_given && is_plain_and_far(public_url))
        return finding_warn(
            arena_format(arena, "browsers come to %s without TLS: passwords can be read on the way", public_url),
            "set tls-certificate and tls-key, or put a proxy with TLS before it");
    return finding_good(arena_format(arena, "it listens on %s; browsers come to %s", settings->listen, public_url));
}
