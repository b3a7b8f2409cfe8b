#include "house/workspace/workspace.h"

#include "base/money.h"
#include "jobs/fact.h"
#include "workspace.sql.h"

#include <stdlib.h>
#include <string.h>

const Shape WORKSPACE = {
    .name = "Workspace",
    .size = sizeof(Workspace),
    .fields =
        (const Field[]) {
            SHAPE_FIELD(Workspace, name, FIELD_TEXT, .max = 200),
            SHAPE_FIELD(Workspace, time_zone, FIELD_TEXT, .max = 100),
            SHAPE_FIELD(Workspace, language, FIELD_TEXT, .choices = "ja|en"),
            SHAPE_FIELD(Workspace, currency, FIELD_TEXT, .max = 3),
            SHAPE_FIELD(Workspace, fiscal_month, FIELD_INT, .min = 1, .max = 12),
            SHAPE_FIELD(Workspace, demo, FIELD_FLAG),
            SHAPE_FIELD(Workspace, version, FIELD_INT),
            { .type = FIELD_END },
        },
};

static const Workspace DEFAULTS = {
    .name = "Banso", .time_zone = "Asia/Tokyo", .language = "ja", .currency = "JPY", .fiscal_month = 4
};

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
    if (!strcmp(row->key, "demo"))
        workspace->demo = !strcmp(row->value, "1");
    if (!strcmp(row->key, "fiscal_month"))
        workspace->fiscal_month = strtoll(row->value, NULL, 10);
    if (!strcmp(row->key, "version"))
        workspace->version = strtoll(row->value, NULL, 10);
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
    return setting_write(db, "name", workspace->name, error) &&
           setting_write(db, "time_zone", workspace->time_zone, error) &&
           setting_write(db, "language", workspace->language, error) &&
           setting_write(db, "currency", workspace->currency, error) &&
           setting_write(db, "fiscal_month", month, error) && setting_write(db, "version", version, error);
}

typedef struct {
    Services *services;
    const Zone *zone;
} ZoneChange;

static void zone_set(void *context)
{
    ZoneChange *change = context;
    atomic_store(&change->services->zone, change->zone);
}

/* Which settings changed, and from which zone to which: names are a customer's words and stay out of facts. */
static const char *change_body(Arena *arena, const Workspace *before, const Workspace *after)
{
    Text text = text_new(arena);
    text_char(&text, '{');
    if (strcmp(before->time_zone, after->time_zone)) {
        json_key_to(&text, "time_zone_from");
        json_string_to(&text, before->time_zone);
        json_key_to(&text, "time_zone");
        json_string_to(&text, after->time_zone);
    }
    if (strcmp(before->currency, after->currency)) {
        json_key_to(&text, "currency");
        json_string_to(&text, after->currency);
    }
    if (before->fiscal_month != after->fiscal_month) {
        json_key_to(&text, "fiscal_month");
        json_int_to(&text, after->fiscal_month);
    }
    if (strcmp(before->language, after->language)) {
        json_key_to(&text, "language");
        json_string_to(&text, after->language);
    }
    text_char(&text, '}');
    return text_string(&text);
}

bool workspace_put(Services *services, Db *db, const Workspace *workspace, const char *actor, int64_t now, Error *error)
{
    Workspace *before;
    if (!workspace_is_sound(workspace, error) || !workspace_get(db, db_arena(db), &before, error) ||
        !settings_store(db, workspace, error) || !workspace_epoch_raise(db, error))
        return false;
    Fact fact = {
        .kind = "workspace.changed",
        .actor = actor,
        .body = change_body(db_arena(db), before, workspace),
        .at = now,
    };
    ZoneChange *change = arena_make(db_arena(db), ZoneChange);
    *change = (ZoneChange) { services, zone_find(workspace->time_zone) };
    db_after_commit(db, zone_set, change);
    return fact_write(db, &fact, NULL, error);
}

bool workspace_demo_set(Db *db, bool demo, Error *error)
{
    return demo ? setting_write(db, "demo", "1", error) : setting_drop(db, "demo", error);
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
    if (ok)
        atomic_store(&services->zone, zone);
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
