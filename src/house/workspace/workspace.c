/*
 * The workspace's settings: rows of `setting` over defaults, which hold until a row says otherwise.
 *
 * The time zone is also in memory (Services.zone), where every thread reads it: this server sets it after COMMIT,
 * others when they follow the fact workspace.changed or see a raised epoch (staff/known.c). The epoch is a row of the
 * same table.
 *
 * In order: reading; storing and the fact; start and followers; the epoch; the day that a request asks about.
 */
#include "house/workspace/workspace.h"

#include "base/money.h"
#include "jobs/fact.h"
#include "workspace.sql.h"

#include <stdlib.h>
#include <string.h>

static const Field WORKSPACE_FIELDS[] = {
    SHAPE_FIELD(Workspace, name, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(Workspace, time_zone, FIELD_TEXT, .max = 100),
    SHAPE_FIELD(Workspace, language, FIELD_TEXT, .choices = "ja|en"),
    SHAPE_FIELD(Workspace, currency, FIELD_TEXT, .max = 3),
    SHAPE_FIELD(Workspace, fiscal_month, FIELD_INT, .min = 1, .max = 12),
    SHAPE_FIELD(Workspace, file_max, FIELD_INT),
    SHAPE_FIELD(Workspace, files_max, FIELD_INT),
    SHAPE_FIELD(Workspace, demo, FIELD_FLAG),
    SHAPE_FIELD(Workspace, version, FIELD_INT),
    { 0 },
};
const Shape WORKSPACE = { "Workspace", sizeof(Workspace), WORKSPACE_FIELDS };

static const Workspace DEFAULTS = { .name = "Banso",
                                    .time_zone = "Asia/Tokyo",
                                    .language = "ja",
                                    .currency = "JPY",
                                    .fiscal_month = 4,
                                    .file_max = INT64_C(25) << 20,
                                    .files_max = INT64_C(10) << 30 };

static void setting_take(Workspace *workspace, const SettingListRow *row)
{
    const struct {
        const char *key;
        const char **value;
    } texts[] = {
        { "name", &workspace->name },
        { "time_zone", &workspace->time_zone },
        { "language", &workspace->language },
        { "currency", &workspace->currency },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!strcmp(row->key, texts[i].key))
            *texts[i].value = row->value;
    const struct {
        const char *key;
        int64_t *value;
    } numbers[] = {
        { "fiscal_month", &workspace->fiscal_month },
        { "file_max", &workspace->file_max },
        { "files_max", &workspace->files_max },
        { "version", &workspace->version },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!strcmp(row->key, numbers[i].key))
            *numbers[i].value = strtoll(row->value, NULL, 10);
    if (!strcmp(row->key, "demo"))
        workspace->demo = !strcmp(row->value, "1");
}

bool workspace_get(Db *db, Arena *arena, Workspace **workspace, Error *error)
{
    SettingListRow *rows;
    size_t count;
    if (!setting_list(db, arena, &rows, &count, error))
        return false;
    Workspace *found = arena_make(arena, Workspace);
    *found = DEFAULTS;
    for (size_t i = 0; i < count; i++)
        setting_take(found, &rows[i]);
    *workspace = found;
    return true;
}

static bool workspace_is_sound(const Workspace *workspace, Error *error)
{
    if (text_is_empty(workspace->name))
        return fail(error, ERROR_INPUT, "name", "a workspace needs a name");
    if (!zone_find(workspace->time_zone))
        return fail(error, ERROR_INPUT, "time_zone", "unknown time zone \"%.100s\"", workspace->time_zone);
    if (strcmp(workspace->language, "ja") && strcmp(workspace->language, "en"))
        return fail(error, ERROR_INPUT, "language", "language must be ja or en");
    if (!currency_is_known(workspace->currency))
        return fail(error, ERROR_INPUT, "currency", "unknown currency \"%.10s\"", workspace->currency);
    if (workspace->fiscal_month < 1 || workspace->fiscal_month > 12)
        return fail(error, ERROR_INPUT, "fiscal_month", "must be a month: 1–12");
    return true;
}

static bool settings_store(Db *db, const Workspace *workspace, Error *error)
{
    const char *month = arena_format(db_arena(db), "%lld", (long long)workspace->fiscal_month);
    const char *version = arena_format(db_arena(db), "%lld", (long long)workspace->version + 1);
    const char *file = arena_format(db_arena(db), "%lld", (long long)workspace->file_max);
    const char *files = arena_format(db_arena(db), "%lld", (long long)workspace->files_max);
    return setting_write(db, "file_max", file, error) && setting_write(db, "files_max", files, error) &&
           setting_write(db, "name", workspace->name, error) &&
           setting_write(db, "time_zone", workspace->time_zone, error) &&
           setting_write(db, "language", workspace->language, error) &&
           setting_write(db, "currency", workspace->currency, error) &&
           setting_write(db, "fiscal_month", month, error) && setting_write(db, "version", version, error);
}

typedef struct {
    Services *services;
    const Zone *zone;
    const char *language; /* static */
} ZoneChange;

static const char *language_static(const char *language)
{
    return text_equal(language, "ja") ? "ja" : "en";
}

static void zone_set(void *context)
{
    ZoneChange *change = context;
    atomic_store(&change->services->zone, change->zone);
    atomic_store(&change->services->language, change->language);
}

static const Field WORKSPACE_CHANGED_FIELDS[] = {
    SHAPE_OPT(WorkspaceChanged, time_zone_from, FIELD_TEXT), SHAPE_OPT(WorkspaceChanged, time_zone, FIELD_TEXT),
    SHAPE_OPT(WorkspaceChanged, currency, FIELD_TEXT),       SHAPE_OPT(WorkspaceChanged, fiscal_month, FIELD_INT),
    SHAPE_OPT(WorkspaceChanged, language, FIELD_TEXT),       { 0 },
};
const Shape WORKSPACE_CHANGED = { "WorkspaceChanged", sizeof(WorkspaceChanged), WORKSPACE_CHANGED_FIELDS };

static const char *if_changed(const char *before, const char *after)
{
    return strcmp(before, after) ? after : NULL;
}

static WorkspaceChanged difference(const Workspace *before, const Workspace *after)
{
    WorkspaceChanged changed = { .time_zone = if_changed(before->time_zone, after->time_zone),
                                 .currency = if_changed(before->currency, after->currency),
                                 .fiscal_month = { after->fiscal_month, before->fiscal_month != after->fiscal_month },
                                 .language = if_changed(before->language, after->language) };
    changed.time_zone_from = changed.time_zone ? before->time_zone : NULL;
    return changed;
}

/* A fact that cannot be read counts as one that says everything: what follows it does more than it must. */
static WorkspaceChanged changed_in(Arena *arena, const Fact *fact)
{
    WorkspaceChanged changed;
    Error unreadable = { 0 };
    if (!fact_body(arena, fact, &WORKSPACE_CHANGED, &changed, &unreadable))
        changed = (WorkspaceChanged) { .time_zone = "", .currency = "" };
    return changed;
}

bool workspace_zone_moved(const Fact *fact)
{
    if (strcmp(fact->kind, "workspace.changed"))
        return false;
    Arena *arena = arena_new();
    bool moved = changed_in(arena, fact).time_zone != NULL;
    arena_free(arena);
    return moved;
}

bool workspace_money_moved(const Fact *fact)
{
    if (strcmp(fact->kind, "workspace.changed"))
        return false;
    Arena *arena = arena_new();
    WorkspaceChanged changed = changed_in(arena, fact);
    bool moved = changed.currency || changed.fiscal_month.known;
    arena_free(arena);
    return moved;
}

bool workspace_put(Services *services, Db *db, const Workspace *workspace, const char *actor, int64_t now, Error *error)
{
    Workspace *before;
    if (!workspace_is_sound(workspace, error) || !workspace_get(db, db_arena(db), &before, error) ||
        !settings_store(db, workspace, error) || !workspace_epoch_raise(db, error))
        return false;
    WorkspaceChanged changed = difference(before, workspace);
    Fact fact = { .kind = "workspace.changed", .actor = actor, .body = &changed, .at = now };
    ZoneChange *change = arena_make(db_arena(db), ZoneChange);
    *change = (ZoneChange) { services, zone_find(workspace->time_zone), language_static(workspace->language) };
    db_after_commit(db, zone_set, change);
    return fact_write(db, &fact, NULL, error);
}

bool workspace_demo_set(Db *db, bool demo, Error *error)
{
    return setting_drop(db, "demo_day", error) &&
           (demo ? setting_write(db, "demo", "1", error) : setting_drop(db, "demo", error));
}

bool workspace_demo_finish(Db *db, int64_t day, Error *error)
{
    return setting_write(db, "demo_day", arena_format(db_arena(db), "%lld", (long long)day), error);
}

bool workspace_demo_day(Db *db, Arena *arena, OptInt *day, Error *error)
{
    SettingReadRow *row;
    if (!setting_read(db, arena, "demo_day", &row, error))
        return false;
    *day = row ? (OptInt) { strtoll(row->value, NULL, 10), true } : (OptInt) { 0 };
    return true;
}

typedef struct {
    Arena *arena;
    Workspace *workspace;
} Reading;

static bool workspace_read(Db *db, void *context, Error *error)
{
    Reading *reading = context;
    return workspace_get(db, reading->arena, &reading->workspace, error);
}

bool workspace_start(Services *services, Error *error)
{
    Reading reading = { .arena = arena_new() };
    bool ok = store_read(services->store, workspace_read, &reading, error);
    const Zone *zone = ok ? zone_find(reading.workspace->time_zone) : NULL;
    if (ok && !zone)
        ok = fail(error, ERROR_INTERNAL, "time_zone", "this machine does not know the time zone %.100s",
                  reading.workspace->time_zone);
    if (ok) {
        atomic_store(&services->zone, zone);
        atomic_store(&services->language, language_static(reading.workspace->language));
    }
    arena_free(reading.arena);
    return ok;
}

static bool workspace_follow(Services *services, const Fact *facts, size_t count, Error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(facts[i].kind, "workspace.changed"))
            return workspace_start(services, error);
    return true;
}

const FactFollower WORKSPACE_FOLLOWERS[] = { { "workspace", workspace_follow, true }, { 0 } };

bool workspace_epoch(Db *db, Arena *arena, int64_t *epoch, Error *error)
{
    SettingReadRow *row;
    if (!setting_read(db, arena, "epoch", &row, error))
        return false;
    *epoch = row ? strtoll(row->value, NULL, 10) : 0;
    return true;
}

bool workspace_epoch_raise(Db *db, Error *error)
{
    int64_t epoch;
    if (!workspace_epoch(db, db_arena(db), &epoch, error))
        return false;
    return setting_write(db, "epoch", arena_format(db_arena(db), "%lld", (long long)epoch + 1), error);
}

bool workspace_day(const Request *request, OptInt as_of, int64_t *day, Error *error)
{
    int64_t today = zone_day(atomic_load(&request->services->zone), request->now);
    if (as_of.known && as_of.value > today)
        return fail(error, ERROR_INPUT, "as_of", "as_of cannot be in the future");
    *day = as_of.known ? as_of.value : today;
    return true;
}
