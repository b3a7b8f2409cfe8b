/*
 * Collects what the doctor judges: each check is a row, looks at one thing, and hands the figures to doctor_rules.c or
 * says itself what it saw and what to do. Each runs in its own read transaction, so one that fails is a finding and
 * stops no other. Checks of a circle are left out for those who do not see it.
 */
#include "app/ops/doctor.h"

#include "app/ops/inside.h"
#include "base/circle.h"
#include "base/seal.h"
#include "engine/engine.h"
#include "house/condition/subject.h"
#include "house/staff/staff.h"
#include "ops.sql.h"
#include "ops_engine.sql.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const Field FINDING_FIELDS[] = {
    SHAPE_FIELD(Finding, check, FIELD_TEXT),
    SHAPE_FIELD(Finding, state, FIELD_TEXT, .choices = "good|warn|bad"),
    SHAPE_FIELD(Finding, text, FIELD_TEXT),
    SHAPE_OPT(Finding, advice, FIELD_TEXT),
    { 0 },
};
const Shape FINDING = { "Finding", sizeof(Finding), FINDING_FIELDS };

enum { ORPHANS_SHOWN = 20 };

static OpsSettings configured = { .database = "", .listen = "" };

void ops_configure(const OpsSettings *settings)
{
    configured = *settings;
}

enum { RATES_DAYS_AHEAD = 30 };

static const char RESTORE_ADVICE[] =
    "stop the server, keep a copy of the data directory, and restore the newest backup: "
    "banso restore ARCHIVE --force";

static bool look_database(Request *request, Finding *finding, Error *error)
{
    DatabaseVersionRow *row;
    if (!database_version(request->db, request->arena, &row, error))
        return false;
    bool old = row->number && row->number < 150000;
    bool other = strcmp(row->collation, "C") != 0 && strcmp(row->collation, "POSIX") != 0;
    const char *seen = arena_format(request->arena, "%s, collation %s", row->name, row->collation);
    *finding = other
                   ? finding_bad(seen, "create a database with collation C (createdb --template=template0 --locale=C) "
                                       "and restore a backup into it")
               : old ? finding_warn(seen, "upgrade to PostgreSQL 15 or later")
                     : finding_good(arena_format(request->arena, "%s answers", row->name));
    return true;
}

static bool look_integrity(Request *request, Finding *finding, Error *error)
{
    const char *report;
    Error why = { 0 };
    (void)error;
    /* A file may be so damaged that the check itself fails. */
    if (!store_check(request->services->store, request->arena, &report, &why))
        report = arena_text(request->arena, why.text);
    *finding = strcmp(report, "ok") == 0 ? finding_good("no damage found") : finding_bad(report, RESTORE_ADVICE);
    return true;
}

/* All that the program asks the database; `name` is the one that fails. */
static bool statements_match(Request *request, int *count, const char **name, Error *error)
{
    int lists;
    *count = 0;
    for (const Statement *const *statement = ALL_STATEMENTS; *statement; statement++, ++*count) {
        *name = (*statement)->name;
        if (!db_prepare(request->db, *statement, error))
            return false;
    }
    *name = "a list";
    bool ok = subjects_try(request->db, request->arena, &lists, error);
    *count += lists;
    return ok;
}

static bool look_statements(Request *request, Finding *finding, Error *error)
{
    const char *name;
    Error why = { 0 };
    int count;
    (void)error;
    if (statements_match(request, &count, &name, &why))
        *finding = finding_good(arena_format(request->arena, "all %d statements match the tables", count));
    else
        *finding = finding_bad(
            arena_format(request->arena, "%s does not match the database: %s", name, why.text),
            "the tables were changed by hand, or the program is older than the database: run the version that wrote "
            "it, or restore the newest backup");
    return true;
}

static bool look_disk(Request *request, Finding *finding, Error *error)
{
    struct statvfs found;
    const char *data = request->services->data;
    (void)error;
    if (statvfs(data, &found) != 0)
        *finding = finding_bad(arena_format(request->arena, "%s cannot be read", data),
                               "make the user that runs banso the owner of the directory");
    else
        *finding =
            doctor_disk(request->arena, data, (int64_t)(found.f_bavail * (unsigned long long)found.f_frsize >> 20));
    return true;
}

static bool look_folder(Request *request, Finding *finding, Error *error)
{
    struct stat found;
    const char *data = request->services->data;
    (void)error;
    if (stat(data, &found) != 0 || access(data, W_OK | X_OK) != 0)
        *finding = finding_bad(arena_format(request->arena, "%s is not writable", data),
                               "make the user that runs banso the owner of the directory");
    else if (found.st_mode & 0077)
        *finding = finding_warn(arena_format(request->arena, "other users can read %s", data),
                                arena_format(request->arena, "chmod 700 %s", data));
    else
        *finding = finding_good(arena_format(request->arena, "%s is writable and private", data));
    return true;
}

static bool times_read(Request *request, DoctorTimesRow **row, Error *error)
{
    return doctor_times(request->db, request->arena, row, error);
}

static bool look_clock(Request *request, Finding *finding, Error *error)
{
    DoctorTimesRow *row;
    if (!times_read(request, &row, error))
        return false;
    *finding = doctor_clock(request->arena, request->now, row->fact_at);
    return true;
}

static bool look_zone(Request *request, Finding *finding, Error *error)
{
    (void)error;
    const Zone *zone = request->services->zone;
    ZoneData data = zone ? zone_data(zone) : (ZoneData) { 0 };
    *finding = doctor_zone(request->arena, request->now, zone, &data);
    return true;
}

static bool look_jobs(Request *request, Finding *finding, Error *error)
{
    DoctorJobsRow *row;
    if (!doctor_jobs(request->db, request->arena, request->now - 10 * MS_PER_MINUTE, request->now - 7LL * MS_PER_DAY,
                     &row, error))
        return false;
    *finding = doctor_work(request->arena, &(DoctorWork) { row->late, row->failed, row->skipped, row->stuck });
    return true;
}

/* The newest day with use, as the engine knows it: on SQLite the tables learn of an event only once it is filed, which
 * may be a minute later. 0 = none within the window. */
static int64_t newest_day(const Request *request, int64_t today)
{
    enum { WINDOW = 60 };
    int64_t newest = 0;
    const EngineView *view = engine_view(request->services->engine);
    Ids accounts = view_account_ids(view, request->arena);
    for (size_t i = 0; i < accounts.count && newest < today; i++) {
        const DayCount *days;
        size_t count;
        view_days(view, request->arena, accounts.items[i], 0, 0, today - WINDOW, today + 1, &days, &count);
        if (count && days[count - 1].day > newest)
            newest = days[count - 1].day;
    }
    engine_view_close(view);
    return newest;
}

static bool look_events(Request *request, Finding *finding, Error *error)
{
    DoctorTimesRow *row;
    if (!times_read(request, &row, error))
        return false;
    const Zone *zone = atomic_load(&request->services->zone);
    int64_t today = zone_day(zone, request->now), newest = newest_day(request, today);
    OptInt event_on = { newest, newest > 0 };
    if (row->event_at.known && zone_day(zone, row->event_at.value) > newest)
        event_on = (OptInt) { zone_day(zone, row->event_at.value), true };
    *finding = doctor_events(request->arena, &(DoctorEvents) { request->now, today, row->key_used_at, event_on });
    return true;
}

static bool look_keys(Request *request, Finding *finding, Error *error)
{
    DoctorOrphansRow *rows;
    size_t count;
    if (!doctor_orphans(request->db, request->arena, ORPHANS_SHOWN, &rows, &count, error))
        return false;
    const char **names = arena_array(request->arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = rows[i].name;
    *finding = doctor_keys(request->arena, names, count);
    return true;
}

static bool look_backup(Request *request, Finding *finding, Error *error)
{
    DoctorTimesRow *row;
    if (!times_read(request, &row, error))
        return false;
    *finding = doctor_backup(request->arena, request->now, row->began_at, row->backup_at);
    return true;
}

/* A fiscal year that is about to begin needs its rates before its first day. */
static bool look_rates(Request *request, Finding *finding, Error *error)
{
    int64_t today = zone_day(atomic_load(&request->services->zone), request->now), soon_on = today + RATES_DAYS_AHEAD;
    (void)error;
    const EngineView *view = engine_view(request->services->engine);
    WithoutRates now = without_rates_on(view, request->arena, today);
    WithoutRates soon = without_rates_on(view, request->arena, soon_on);
    engine_view_close(view);
    *finding = doctor_rates(request->arena, &now, &soon, soon_on);
    return true;
}

static bool look_address(Request *request, Finding *finding, Error *error)
{
    (void)error;
    *finding = doctor_address(request->arena, &configured, request->services->public_url);
    return true;
}

static bool look_tls(Request *request, Finding *finding, Error *error)
{
    const char *files[] = { configured.tls_certificate, configured.tls_key };
    (void)error;
    *finding = finding_good(files[0] ? "certificate and key are readable" : "plain HTTP");
    for (int i = 0; i < 2; i++)
        if (files[i] && access(files[i], R_OK) != 0)
            *finding = finding_bad(arena_format(request->arena, "%s cannot be read", files[i]),
                                   "make the file readable for the user that runs banso, or set another one");
    return true;
}

static bool look_key(Request *request, Finding *finding, Error *error)
{
    struct stat found;
    const char *path = arena_format(request->arena, "%s/" SEAL_FILE, request->services->data);
    int64_t unreadable;
    if (!staff_sealed(request->db, request->arena, request->services, &unreadable, error))
        return false;
    if (stat(path, &found) != 0)
        *finding = finding_bad(arena_format(request->arena, "%s is missing", path),
                               "put it back from your copy; a start creates another key, which opens no secret that "
                               "was sealed before");
    else if (found.st_mode & 0077)
        *finding =
            finding_bad(arena_format(request->arena, "other users can read %s", path),
                        arena_format(request->arena, "chmod 600 %s, and create new secrets for all webhooks", path));
    else
        *finding = doctor_sealing(request->arena, path, unreadable);
    return true;
}

static bool look_files(Request *request, Finding *finding, Error *error)
{
    DoctorFilesRow *row;
    if (!doctor_files(request->db, request->arena, &row, error))
        return false;
    *finding = doctor_files_found(request->arena, &(DoctorFiles) { row->files, row->bytes, row->broken });
    return true;
}

static bool look_webhooks(Request *request, Finding *finding, Error *error)
{
    WebhookHealth health;
    if (!webhook_health(request->db, request->arena, request->services, &health, error))
        return false;
    *finding = doctor_webhooks(request->arena, &health);
    return true;
}

typedef bool (*Look)(Request *request, Finding *finding, Error *error);

static const struct {
    const char *name;
    Look look;
    unsigned circle; /* who may see what it finds; 0 = everybody */
} CHECKS[] = {
    { "database", look_database },     { "integrity", look_integrity },
    { "statements", look_statements }, { "disk", look_disk },
    { "data directory", look_folder }, { "clock", look_clock },
    { "time zone", look_zone },        { "jobs", look_jobs },
    { "events", look_events },         { "keys", look_keys },
    { "backup", look_backup },         { "rates", look_rates, CIRCLE_REVENUE },
    { "address", look_address },       { "tls", look_tls },
    { "sealing key", look_key },       { "webhooks", look_webhooks },
    { "files", look_files },
};
enum { CHECKS_COUNT = sizeof CHECKS / sizeof *CHECKS };

typedef struct {
    Request *request;
    Look look;
    Finding finding;
} Looking;

static bool look_work(Db *db, void *context, Error *error)
{
    Looking *looking = context;
    looking->request->db = db;
    bool ok = looking->look(looking->request, &looking->finding, error);
    looking->request->db = NULL;
    return ok;
}

/* A check that fails is a finding, too, and the others go on: each has its own transaction, since a failed statement
 * spoils the whole of one. */
bool doctor_list(Request *request, Error *error)
{
    Finding *findings = arena_array(request->arena, CHECKS_COUNT, sizeof *findings);
    size_t count = 0;
    (void)error;
    for (size_t i = 0; i < CHECKS_COUNT; i++) {
        Error why = { 0 };
        if (CHECKS[i].circle & ~request->caller->rights)
            continue;
        Looking looking = { .request = request, .look = CHECKS[i].look };
        if (!request_read(request, look_work, &looking, &why) && !looking.finding.state)
            looking.finding = finding_bad(arena_text(request->arena, why.text), "see the server's log for details");
        looking.finding.check = CHECKS[i].name;
        findings[count++] = looking.finding;
    }
    return reply_list(request, &FINDING, findings, count, NULL);
}
