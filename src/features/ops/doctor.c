/* The doctor: each check is a row, looks at one thing, and says in a sentence what it saw. */
#include "features/ops/inside.h"
#include "ops.sql.h"
#include "ops_engine.sql.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    const char *check;
    const char *state; /* good, warn, bad */
    const char *text;
} Finding;
static const Field FINDING_FIELDS[] = {
    SHAPE_FIELD(Finding, check, FIELD_TEXT),
    SHAPE_FIELD(Finding, state, FIELD_TEXT, .choices = "good|warn|bad"),
    SHAPE_FIELD(Finding, text, FIELD_TEXT),
    { 0 },
};
const Shape FINDING = { "Finding", sizeof(Finding), FINDING_FIELDS };

static OpsSettings configured = { .database = "", .listen = "" };

void ops_configure(const OpsSettings *settings)
{
    configured = *settings;
}

const OpsSettings *ops_settings(void)
{
    return &configured;
}

#define SAY(finding_, arena_, state_, ...)                                                                             \
    ((finding_)->state = (state_), (finding_)->text = arena_format((arena_), __VA_ARGS__), true)

static bool look_database(Request *request, Finding *finding, Error *error)
{
    DatabaseVersionRow *row;
    if (!database_version(request->db, request->arena, &row, error))
        return false;
    bool old = row->number && row->number < 150000;
    bool other = strcmp(row->collation, "C") != 0 && strcmp(row->collation, "POSIX") != 0;
    if (old || other)
        return SAY(finding, request->arena, other ? "bad" : "warn", "%s, collation %s; wanted are 15 or later and C",
                   row->name, row->collation);
    return SAY(finding, request->arena, "good", "%s answers", row->name);
}

static bool look_integrity(Request *request, Finding *finding, Error *error)
{
    const char *report;
    if (!store_check(request->services->store, request->arena, &report, error))
        return false;
    bool good = strcmp(report, "ok") == 0;
    return SAY(finding, request->arena, good ? "good" : "bad", "%s", good ? "nothing is damaged" : report);
}

static bool look_statements(Request *request, Finding *finding, Error *error)
{
    int count = 0;
    for (const Statement *const *statement = ALL_STATEMENTS; *statement; statement++, count++) {
        Error why = { 0 };
        if (!db_prepare(request->db, *statement, &why))
            return SAY(finding, request->arena, "bad", "%s does not fit the database: %s", (*statement)->name,
                       why.text);
    }
    (void)error;
    return SAY(finding, request->arena, "good", "all %d statements fit the tables", count);
}

static bool look_disk(Request *request, Finding *finding, Error *error)
{
    struct statvfs found;
    const char *data = request->services->data;
    (void)error;
    if (statvfs(data, &found) != 0)
        return SAY(finding, request->arena, "bad", "%s cannot be read", data);
    long long free_mb = (long long)(found.f_bavail * (unsigned long long)found.f_frsize >> 20);
    const char *state = free_mb < 200 ? "bad" : free_mb < 2048 ? "warn" : "good";
    return SAY(finding, request->arena, state, "%lld MB are free in %s", free_mb, data);
}

static bool look_folder(Request *request, Finding *finding, Error *error)
{
    struct stat found;
    const char *data = request->services->data;
    (void)error;
    if (stat(data, &found) != 0 || access(data, W_OK | X_OK) != 0)
        return SAY(finding, request->arena, "bad", "%s cannot be written to", data);
    if (found.st_mode & 0077)
        return SAY(finding, request->arena, "warn", "others may look into %s: chmod 700", data);
    return SAY(finding, request->arena, "good", "%s is writable, and ours alone", data);
}

/* A clock that was set back makes days and scores wrong until time has caught up. */
static bool look_clock(Request *request, Finding *finding, Error *error)
{
    DoctorTimesRow *row;
    if (!doctor_times(request->db, request->arena, &row, error))
        return false;
    const char *now = time_format(request->arena, request->now);
    if (request->now < day_from(2025, 1, 1) * MS_PER_DAY)
        return SAY(finding, request->arena, "bad", "the clock says %s", now);
    if (row->fact_at.known && row->fact_at.value > request->now + MS_PER_HOUR)
        return SAY(finding, request->arena, "bad", "the clock says %s, but something happened at %s", now,
                   time_format(request->arena, row->fact_at.value));
    return SAY(finding, request->arena, "good", "the clock says %s", now);
}

static bool look_zone(Request *request, Finding *finding, Error *error)
{
    (void)error;
    const Zone *zone = request->services->zone;
    if (!zone)
        return SAY(finding, request->arena, "bad", "the workspace has no time zone");
    return SAY(finding, request->arena, "good", "it is %s in the workspace",
               day_format(request->arena, zone_day(zone, request->now)));
}

static bool look_jobs(Request *request, Finding *finding, Error *error)
{
    DoctorJobsRow *row;
    if (!doctor_jobs(request->db, request->arena, request->now - 10 * MS_PER_MINUTE, request->now - 7LL * MS_PER_DAY,
                     &row, error))
        return false;
    if (row->late || row->failed || row->skipped || row->stuck)
        return SAY(finding, request->arena, row->late || row->stuck ? "bad" : "warn",
                   "%lld jobs are late by over ten minutes; within a week %lld failed for good and %lld facts were put "
                   "aside; %lld readers are in trouble",
                   (long long)row->late, (long long)row->failed, (long long)row->skipped, (long long)row->stuck);
    return SAY(finding, request->arena, "good", "no job is late, none has failed within a week");
}

static bool look_events(Request *request, Finding *finding, Error *error)
{
    DoctorTimesRow *row;
    if (!doctor_times(request->db, request->arena, &row, error))
        return false;
    if (!row->event_at.known)
        return SAY(finding, request->arena, "good", "no usage event came yet");
    int64_t hours = (request->now - row->event_at.value) / MS_PER_HOUR;
    return SAY(finding, request->arena, hours > 48 ? "warn" : "good", "the last usage event is %lld hours old",
               (long long)(hours > 0 ? hours : 0));
}

static int64_t newest_backup(Arena *arena, const char *folder)
{
    int64_t newest = 0;
    struct stat found;
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory)) != NULL;) {
        const char *path = arena_format(arena, "%s/%s", folder, entry->d_name);
        size_t size = strlen(path);
        if (strcmp(path + size - 4, ".tar") == 0 && stat(path, &found) == 0 && found.st_mtim.tv_sec > newest)
            newest = found.st_mtim.tv_sec;
    }
    if (directory)
        closedir(directory);
    return newest;
}

static bool look_backup(Request *request, Finding *finding, Error *error)
{
    const char *folder = arena_format(request->arena, "%s/" OPS_BACKUP_FOLDER, request->services->data);
    int64_t newest = newest_backup(request->arena, folder);
    (void)error;
    if (!newest)
        return SAY(finding, request->arena, "warn", "no backup lies in %s", folder);
    /* By the machine's clock, as the file's time is. */
    int64_t days = ((int64_t)time(NULL) - newest) * MS_PER_SECOND / MS_PER_DAY;
    return SAY(finding, request->arena, days > 7 ? "warn" : "good", "the newest backup in %s is %lld days old", folder,
               (long long)days);
}

static bool is_loopback(const char *listen)
{
    return text_starts(listen, "127.") || text_starts(listen, "[::1]") || text_starts(listen, "localhost:") ||
           text_starts(listen, "unix:");
}

static bool look_address(Request *request, Finding *finding, Error *error)
{
    const char *listen = configured.listen, *url = request->services->public_url;
    (void)error;
    if (!is_loopback(listen) && !configured.public_url_given)
        return SAY(finding, request->arena, "bad", "it listens on %s without a public-url: links and cookies go wrong",
                   listen);
    if (configured.public_url_given && text_starts(url, "http://") && !strstr(url, "//127.") &&
        !strstr(url, "//localhost") && !strstr(url, "//[::1]"))
        return SAY(finding, request->arena, "warn", "browsers come to %s without TLS: passwords can be read on the way",
                   url);
    if (configured.tls_key && text_starts(url, "http://"))
        return SAY(finding, request->arena, "bad", "it speaks TLS, but the public URL is %s", url);
    return SAY(finding, request->arena, "good", "it listens on %s; browsers come to %s", listen, url);
}

static bool look_tls(Request *request, Finding *finding, Error *error)
{
    (void)error;
    const char *files[] = { configured.tls_certificate, configured.tls_key };
    for (int i = 0; i < 2; i++)
        if (files[i] && access(files[i], R_OK) != 0)
            return SAY(finding, request->arena, "bad", "%s cannot be read", files[i]);
    return SAY(finding, request->arena, "good", "%s", files[0] ? "certificate and key can be read" : "plain HTTP");
}

static const struct {
    const char *name;
    bool (*look)(Request *request, Finding *finding, Error *error);
} CHECKS[] = {
    { "database", look_database },     { "integrity", look_integrity },
    { "statements", look_statements }, { "disk", look_disk },
    { "data directory", look_folder }, { "clock", look_clock },
    { "time zone", look_zone },        { "jobs", look_jobs },
    { "events", look_events },         { "backup", look_backup },
    { "address", look_address },       { "tls", look_tls },
};
enum { CHECKS_COUNT = sizeof CHECKS / sizeof *CHECKS };

/* A check that fails is a finding too, and the others go on. */
bool doctor_list(Request *request, Error *error)
{
    Finding *findings = arena_array(request->arena, CHECKS_COUNT, sizeof *findings);
    (void)error;
    for (size_t i = 0; i < CHECKS_COUNT; i++) {
        Error why = { 0 };
        if (!CHECKS[i].look(request, &findings[i], &why))
            (void)SAY(&findings[i], request->arena, "bad", "%s", why.text);
        findings[i].check = CHECKS[i].name;
    }
    return reply_list(request, &FINDING, findings, CHECKS_COUNT, NULL);
}
