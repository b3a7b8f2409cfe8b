/*
 * Scheduled imports over the API: what is fetched from where and when, the runs, and a run now. Admins only, as they
 * name a place on the server or a host that it calls; of a kind that belongs to a circle only those who see it.
 *
 * In order: shapes; reading; what is given; changing; running; routes.
 */
#include "base/id.h"
#include "base/texts.h"
#include "house/fetch/fetch_store.h"
#include "http/edit.h"
#include "http/page.h"
#include "jobs/module.h"
#include "net/outbound.h"

#include <string.h>

/* ---- reading --------------------------------------------------------------------------------------------------- */

static ImportScheduleRun run_shown(Arena *arena, const FetchRunRow *row)
{
    const char **args = arena_array(arena, 2, sizeof *args);
    size_t count = 0;
    if (!text_is_empty(row->arg_1))
        args[count++] = row->arg_1;
    if (!text_is_empty(row->arg_2))
        args[count++] = row->arg_2;
    return (ImportScheduleRun) { .row = *row, .args = { count, args } };
}

static bool owner_name(Request *request, OptInt id, const char **name, Error *error)
{
    FetchOwnerRow *owner = NULL;
    if (id.known && !fetch_owner(request->db, request->arena, id.value, &owner, error))
        return false;
    *name = owner ? owner->name : NULL;
    return true;
}

/* What stands behind the "?" of a URL is often a key. */
static const char *place_shown(const Request *request, const FetchRow *row)
{
    bool whole = text_equal(row->source, "folder") || request->caller->rights & RIGHT_ADMIN;
    return whole ? row->place : arena_text_n(request->arena, row->place, strcspn(row->place, "?"));
}

static bool schedule_shown(Request *request, const FetchRow *row, ImportSchedule *shown, Error *error)
{
    FetchRunRow *last;
    Bytes secret;
    *shown = (ImportSchedule) { .row = *row };
    shown->row.place = place_shown(request, row);
    shown->secret_readable = fetch_secret_open(request->arena, request->services, row, &secret);
    if (!owner_name(request, row->owner_id, &shown->owner, error) ||
        !fetch_run_last(request->db, request->arena, row->id, &last, error))
        return false;
    if (last) {
        ImportScheduleRun *run = arena_make(request->arena, ImportScheduleRun);
        *run = run_shown(request->arena, last);
        shown->last = run;
    }
    return true;
}

static bool schedule_list(Request *request, Error *error)
{
    FetchRow *rows;
    size_t count, kept = 0;
    if (!fetch_all(request->db, request->arena, &rows, &count, error))
        return false;
    ImportSchedule *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!(fetch_circle(rows[i].kind) & ~request->caller->rights) &&
            !schedule_shown(request, &rows[i], &shown[kept++], error))
            return false;
    return reply_list(request, &IMPORT_SCHEDULE, shown, kept, NULL);
}

static bool schedule_of_path(Request *request, FetchRow **row, Error *error)
{
    if (!fetch_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "scheduled import %lld not found", (long long)request->path_id[0]);
    return request_sees(request, fetch_circle((*row)->kind), NULL, error);
}

static bool schedule_reply(Request *request, int status, int64_t id, Error *error)
{
    FetchRow *row;
    ImportSchedule shown;
    return fetch_by_id(request->db, request->arena, id, &row, error) && schedule_shown(request, row, &shown, error) &&
           reply_row(request, status, &IMPORT_SCHEDULE, &shown);
}

static bool schedule_read(Request *request, Error *error)
{
    FetchRow *row;
    return schedule_of_path(request, &row, error) && schedule_reply(request, 200, row->id, error);
}

static bool run_list(Request *request, Error *error)
{
    const PageById *ask = request->query;
    int64_t limit = page_limit(ask->limit);
    FetchRow *row;
    FetchRunRow *rows;
    size_t count;
    if (!schedule_of_path(request, &row, error) ||
        !fetch_run_page(request->db, request->arena, row->id, ask->cursor.known ? ask->cursor.value : INT64_MAX,
                        limit + 1, &rows, &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    ImportScheduleRun *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        shown[i] = run_shown(request->arena, &rows[i]);
    return reply_list(request, &IMPORT_SCHEDULE_RUN, shown, count, next);
}

/* ---- what is given --------------------------------------------------------------------------------------------- */

/* A name in the folder, never a path out of it. */
static bool place_in_folder(const Request *request, const FetchRow *row, Error *error)
{
    if (!request->services->import_folder)
        return refuse(error, "source", REASON_NO_FOLDER, NULL, NULL);
    return (!strchr(row->place, '/') && *row->place != '.') ||
           fail(error, ERROR_INPUT, "place",
                "must be the name of a file in the folder, or a pattern such as accounts-*.csv");
}

static bool place_fits(Request *request, FetchRow *row, Error *error)
{
    bool sftp = text_equal(row->source, "sftp");
    if (text_equal(row->source, "folder"))
        return place_in_folder(request, row, error);
    if (!outbound_file_url(request->arena, row->place, sftp, request->services->outbound_networks, &row->place,
                           error)) {
        error->field = "place";
        return false;
    }
    if (!sftp)
        return true;
    if (text_is_empty(row->user_name))
        return refuse(error, "user_name", REASON_MISSING, NULL, NULL);
    return !text_is_empty(row->fingerprint) || refuse(error, "fingerprint", REASON_MISSING, NULL, NULL);
}

/* As ssh-keygen prints it, "SHA256:…", or without that. */
static void fingerprint_trim(Request *request, FetchRow *row)
{
    if (row->fingerprint && text_starts(row->fingerprint, "SHA256:"))
        row->fingerprint = arena_text(request->arena, row->fingerprint + strlen("SHA256:"));
}

static bool times_fit(FetchRow *row, Error *error)
{
    if (row->every_hours.known == !text_is_empty(row->at_time))
        return fail(error, ERROR_INPUT, "every_hours", "give either every_hours or at_time");
    return row->every_hours.known || fetch_minute(row->at_time) >= 0 ||
           fail(error, ERROR_INPUT, "at_time", "must be a time of day such as 06:30");
}

/* What is given takes the place of what was sealed before; null takes it away, as does a folder, which needs none. */
static void secret_set(Request *request, const char *password, const char *key, FetchRow *row)
{
    const char *secret = text_is_empty(key) ? password : key;
    if (text_equal(row->source, "folder")) {
        row->user_name = row->fingerprint = row->secret_is = NULL;
        row->secret = (Bytes) { 0 };
        return;
    }
    if (!request_given(request, "password") && !request_given(request, "private_key"))
        return;
    row->secret_is = text_is_empty(secret) ? NULL : text_is_empty(key) ? "password" : "key";
    row->secret =
        text_is_empty(secret) ? (Bytes) { 0 } : fetch_secret_seal(request->arena, request->services, row->id, secret);
}

/* Another place must not get what was entered for this one. */
static bool secret_stays(Request *request, const FetchRow *before, const FetchRow *after, Error *error)
{
    bool moved = !text_equal(before->place, after->place) || !text_equal(before->source, after->source);
    bool given = request_given(request, "password") || request_given(request, "private_key");
    return !moved || given || !after->secret_is ||
           fail(error, ERROR_INPUT, "password", "enter the password or key again for another place");
}

static bool recipe_set(Request *request, OptInt import, FetchRow *row, Error *error)
{
    ImportRecipe recipe;
    if (!import.known)
        return true;
    if (!import_recipe(request->db, request->arena, import.value, &recipe, error))
        return false;
    if (!request_sees(request, fetch_circle(recipe.kind), "import_id", error))
        return false;
    row->kind = recipe.kind;
    row->columns = recipe.columns;
    row->options = recipe.options;
    row->last_import = import;
    row->last_hash = (OptInt) { recipe.hash, true };
    row->base_rows = recipe.rows;
    row->base_bad = recipe.bad;
    return true;
}

static void next_set(Request *request, FetchRow *row)
{
    const Zone *zone = atomic_load(&request->services->zone);
    int64_t next = fetch_next_at(zone, row->every_hours.value, fetch_minute(row->at_time), request->now);
    row->next_at = (OptInt) { next, row->active };
}

static bool row_fits(Request *request, FetchRow *row, Error *error)
{
    fingerprint_trim(request, row);
    if (!times_fit(row, error) || !place_fits(request, row, error))
        return false;
    next_set(request, row);
    return true;
}

/* ---- changing -------------------------------------------------------------------------------------------------- */

static bool schedule_create(Request *request, Error *error)
{
    const NewImportSchedule *in = request->input;
    Writer writer = writer_of(request);
    FetchRow row = { .id = id_new(), .active = true, .created_at = request->now };
    FetchCountRow *all;
    if (!edit_apply(request, &NEW_IMPORT_SCHEDULE, in, &FETCH_ROW, &row, error) ||
        !fetch_count(request->db, request->arena, &all, error))
        return false;
    if (all->schedules >= FETCHES_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, arena_format(request->arena, "%d", FETCHES_MAX), NULL);
    row.owner_id = (OptInt) { request_staff(request), request_staff(request) != 0 };
    secret_set(request, in->password, in->private_key, &row);
    return recipe_set(request, (OptInt) { in->import_id, true }, &row, error) && row_fits(request, &row, error) &&
           fetch_insert(request->db, &row, error) && writer_tell(&writer, "fetch.created", 0, 0, row.id, NULL, error) &&
           schedule_reply(request, 201, row.id, error);
}

/* Places and secrets by their names alone. */
static EditTold change_told(Request *request, const FetchRow *before, const FetchRow *after)
{
    EditChange *more = arena_array(request->arena, 2, sizeof *more);
    size_t count = 0;
    if (request_given(request, "import_id"))
        more[count++] = (EditChange) { .field = "import_id" };
    if (!text_equal(before->secret_is, after->secret_is) || before->secret.data != after->secret.data)
        more[count++] = (EditChange) { .field = "password" };
    const EditTold *told =
        edit_told(request->arena, &IMPORT_SCHEDULE_PATCH, &FETCH_ROW, before, after, (List) { count, more });
    return told ? *told : (EditTold) { 0 };
}

static bool schedule_change(Request *request, Error *error)
{
    const ImportSchedulePatch *in = request->input;
    Writer writer = writer_of(request);
    FetchRow *before, after;
    if (!schedule_of_path(request, &before, error) || !request_if_match(request, before->version, error))
        return false;
    after = *before;
    if (!edit_apply(request, &IMPORT_SCHEDULE_PATCH, in, &FETCH_ROW, &after, error))
        return false;
    secret_set(request, in->password, in->private_key, &after);
    if (!secret_stays(request, before, &after, error) || !recipe_set(request, in->import_id, &after, error) ||
        !row_fits(request, &after, error))
        return false;
    EditTold told = change_told(request, before, &after);
    return fetch_update(request->db, &after, error) &&
           writer_tell(&writer, "fetch.changed", 0, 0, after.id, &told, error) &&
           schedule_reply(request, 200, after.id, error);
}

static bool schedule_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    FetchRow *row;
    return schedule_of_path(request, &row, error) && request_if_match(request, row->version, error) &&
           fetch_run_drop(request->db, row->id, error) && fetch_remove(request->db, row->id, error) &&
           notice_forget(&writer, "fetch", row->id, error) &&
           writer_tell(&writer, "fetch.deleted", 0, 0, row->id, NULL, error) && reply_empty(request);
}

static bool schedule_run(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    FetchRow *row;
    return schedule_of_path(request, &row, error) && fetch_begin(&writer, row, error) &&
           schedule_reply(request, 202, row->id, error);
}

/* ---- routes ---------------------------------------------------------------------------------------------------- */

const Route FETCH_ROUTES[] = {
    { GET, "/api/v1/import-schedules", schedule_list, RIGHT_MANAGE, "List scheduled imports", .gives = &IMPORT_SCHEDULE,
      .flags = ROUTE_LIST },
    { POST, "/api/v1/import-schedules", schedule_create, RIGHT_ADMIN,
      "Schedule an import: a file of the server's folder, of a URL or of an SFTP server, read as an import that is "
      "done",
      .takes = &NEW_IMPORT_SCHEDULE, .gives = &IMPORT_SCHEDULE, .flags = ROUTE_TAKES_SECRET },
    { GET, "/api/v1/import-schedules/{id}", schedule_read, RIGHT_MANAGE, "Get a scheduled import",
      .gives = &IMPORT_SCHEDULE },
    { PATCH, "/api/v1/import-schedules/{id}", schedule_change, RIGHT_ADMIN, "Change a scheduled import",
      .takes = &IMPORT_SCHEDULE_PATCH, .gives = &IMPORT_SCHEDULE, .flags = ROUTE_TAKES_SECRET },
    { DELETE, "/api/v1/import-schedules/{id}", schedule_delete, RIGHT_ADMIN,
      "Delete a scheduled import; its imports stay" },
    { POST, "/api/v1/import-schedules/{id}/run", schedule_run, RIGHT_MANAGE, "Fetch and import the file now",
      .gives = &IMPORT_SCHEDULE },
    { GET, "/api/v1/import-schedules/{id}/runs", run_list, RIGHT_MANAGE,
      "List the runs of a scheduled import, newest first", .asks = &PAGE_BY_ID, .gives = &IMPORT_SCHEDULE_RUN,
      .flags = ROUTE_LIST },
    { 0 },
};
