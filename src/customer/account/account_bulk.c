/*
 * One change to many accounts. Doing and undoing are one thing, "set these members": a change sets what was wanted, an
 * undo what stood there before. Both states of an account hold only the members that the change names, so whatever
 * else happens to the account keeps nothing from being undone.
 *
 * In order: what is wanted; the two states; an account; a step; the job.
 */
#include "customer/account/account_bulk.h"

#include "base/json.h"
#include "http/edit.h"
#include "http/stream.h"

#include <string.h>

/* ---- what is wanted -------------------------------------------------------------------------------------------- */

static bool fields_are_for_many(const BulkWanted *wanted, Error *error)
{
    for (const Json *at = json_first(json_get(wanted->json, "fields")); at; at = json_next(at)) {
        const FieldDefined *field = field_by_key(&wanted->fields, json_key(at));
        if (field && field->kind == FIELD_KIND_TEXT)
            return fail(error, ERROR_INPUT, "fields",
                        "\"%.60s\" is free text, which is not set for many accounts at once", json_key(at));
    }
    return true;
}

bool bulk_wanted(Db *db, Arena *arena, const Json *json, BulkWanted *wanted, Error *error)
{
    AccountSet *set = arena_make(arena, AccountSet);
    *wanted = (BulkWanted) { .json = json, .set = set };
    if (!json_first(json))
        return fail(error, ERROR_INPUT, "set", "needs something to set");
    return shape_read(arena, json, &ACCOUNT_SET, set, error) &&
           fields_read(db, arena, "account", &wanted->fields, error) && fields_are_for_many(wanted, error);
}

bool bulk_row(Arena *arena, const BulkWanted *wanted, const AccountRow *before, AccountRow *after, List *fields_told,
              bool *differs, Error *error)
{
    const Json *fields = json_get(wanted->json, "fields");
    *after = *before;
    *fields_told = (List) { 0 };
    if (!edit_apply_from(arena, wanted->json, &ACCOUNT_SET, wanted->set, &ACCOUNT_ROW, after, error))
        return false;
    after->fields = before->fields;
    if (fields &&
        !fields_merge_json(arena, &wanted->fields, before->fields, fields, &after->fields, fields_told, error))
        return false;
    *differs = edit_told(arena, &ACCOUNT_PATCH, &ACCOUNT_ROW, before, after, *fields_told) != NULL;
    return true;
}

/* ---- the two states -------------------------------------------------------------------------------------------- */

/* Of an object the members that another one has: null where it lacks them. */
static void members_to(Arena *arena, Text *out, const Json *object, const Json *named)
{
    text_char(out, '{');
    for (const Json *at = json_first(named); at; at = json_next(at)) {
        const Json *value = json_get(object, json_key(at));
        json_key_to(out, json_key(at));
        if (json_is_object(at))
            members_to(arena, out, value, at);
        else
            text_add(out, json_is_null(value) ? "null" : json_print(arena, value));
    }
    text_char(out, '}');
}

static bool state_of(Arena *arena, const AccountRow *row, const BulkWanted *wanted, const char **state, Error *error)
{
    const char *all = account_state(arena, row);
    const Json *json;
    Text members = text_new(arena);
    if (!json_parse(arena, all, strlen(all), &json, error))
        return false;
    members_to(arena, &members, json, wanted->json);
    *state = text_string(&members);
    return true;
}

/* ---- an account ------------------------------------------------------------------------------------------------ */

typedef struct {
    const Writer *writer;
    const BulkRow *bulk;
    const BulkWanted *wanted;
    const AccountRow *row;
    const BulkOnesRow *one;
    int64_t changed, undone, kept;
} Step;

static bool one_set(const Step *step, const BulkWanted *wanted, AccountRow *after, bool *changed, Error *error)
{
    List told;
    return bulk_row(step->writer->arena, wanted, step->row, after, &told, changed, error) &&
           account_store(step->writer, step->row, after, told, false, changed, error);
}

static bool one_change(Step *step, Error *error)
{
    const Writer *writer = step->writer;
    AccountRow after;
    const char *then, *now;
    bool changed;
    if (!one_set(step, step->wanted, &after, &changed, error))
        return false;
    step->changed += changed;
    if (!changed)
        return bulk_one_is(writer->db, step->bulk->id, step->one->account_id, "same", error);
    return state_of(writer->arena, step->row, step->wanted, &then, error) &&
           state_of(writer->arena, &after, step->wanted, &now, error) &&
           bulk_one_changed(writer->db, step->bulk->id, step->one->account_id, then, now, error);
}

/* CONFLICT: it is not as the change left it. */
static bool undo_work(Db *db, void *context, Error *error)
{
    const Step *step = context;
    Arena *arena = step->writer->arena;
    const Json *before;
    BulkWanted then;
    AccountRow after;
    const char *now;
    bool changed;
    if (!state_of(arena, step->row, step->wanted, &now, error))
        return false;
    if (strcmp(now, step->one->after_state) != 0)
        return fail(error, ERROR_CONFLICT, NULL, "changed since");
    return json_parse(arena, step->one->before_state, strlen(step->one->before_state), &before, error) &&
           bulk_wanted(db, arena, before, &then, error) && one_set(step, &then, &after, &changed, error);
}

static bool one_undo(Step *step, Error *error)
{
    Db *db = step->writer->db;
    Error why = { 0 };
    bool undone = db_attempt(db, undo_work, step, &why);
    if (!undone && why.kind != ERROR_INPUT && why.kind != ERROR_CONFLICT) {
        *error = why;
        return false;
    }
    step->undone += undone;
    step->kept += !undone;
    return bulk_one_is(db, step->bulk->id, step->one->account_id, undone ? "undone" : "kept", error);
}

/* ---- a step ---------------------------------------------------------------------------------------------------- */

static const AccountRow *row_of(const AccountRow *rows, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

static Ids ones_ids(Arena *arena, const BulkOnesRow *ones, size_t count)
{
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = ones[i].account_id;
    return (Ids) { count, ids };
}

static bool ones_take(Step *step, const BulkOnesRow *ones, size_t count, bool undo, Error *error)
{
    Arena *arena = step->writer->arena;
    AccountRow *rows;
    size_t row_count;
    if (!accounts_by_ids(step->writer->db, arena, ones_ids(arena, ones, count), &rows, &row_count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        step->one = &ones[i];
        step->row = row_of(rows, row_count, ones[i].account_id);
        if (!step->row)
            return fail(error, ERROR_CONFLICT, NULL, "account %lld is gone", (long long)ones[i].account_id);
        if (!(undo ? one_undo(step, error) : one_change(step, error)))
            return false;
    }
    return true;
}

bool bulk_step(const Writer *writer, const BulkRow *bulk, bool *left, Error *error)
{
    bool undo = strcmp(bulk->state, "undoing") == 0;
    const Json *json;
    BulkWanted wanted;
    BulkOnesRow *ones;
    size_t count;
    if (!json_parse(writer->arena, bulk->wanted, strlen(bulk->wanted), &json, error) ||
        !bulk_wanted(writer->db, writer->arena, json, &wanted, error) ||
        !bulk_ones(writer->db, writer->arena, bulk->id, undo ? "changed" : "waiting", BULK_STEP, &ones, &count, error))
        return false;
    Step step = { .writer = writer, .bulk = bulk, .wanted = &wanted };
    *left = count == BULK_STEP;
    return ones_take(&step, ones, count, undo, error) &&
           bulk_move(writer->db, bulk->id, (int64_t)count, step.changed, step.undone, step.kept, error) &&
           (*left || bulk_state_set(writer->db, bulk->id, undo ? "undone" : "done", NULL, error));
}

/* ---- the job --------------------------------------------------------------------------------------------------- */

bool bulk_go_on(const Writer *writer, int64_t id, Error *error)
{
    Text body = text_new(writer->arena);
    text_format(&body, "{\"bulk\":%lld,\"actor\":", (long long)id);
    json_string_to(&body, writer->actor);
    text_char(&body, '}');
    return job_add(writer->db, "account.bulk", text_string(&body), 0, NULL, error);
}

typedef struct {
    Services *services;
    Arena *arena; /* of a step */
    int64_t id, task;
    const char *actor;
    bool left;
} BulkJob;

static bool body_read(Arena *arena, const char *body, BulkJob *job, Error *error)
{
    const Json *json;
    if (!json_parse(arena, body, strlen(body), &json, error))
        return false;
    return (json_get_int(json, "bulk", &job->id) && json_get_text(json, "actor", &job->actor)) ||
           fail(error, ERROR_INPUT, NULL, "a job without its change");
}

static bool is_at_work(const BulkRow *bulk)
{
    return bulk && (strcmp(bulk->state, "changing") == 0 || strcmp(bulk->state, "undoing") == 0);
}

static bool job_work(Db *db, void *context, Error *error)
{
    BulkJob *job = context;
    Writer writer = { job->services, db, job->arena, job->actor, clock_now() };
    BulkRow *bulk;
    job->left = false;
    if (!bulk_by_id(db, job->arena, job->id, &bulk, error))
        return false;
    if (!is_at_work(bulk))
        return true;
    double all = bulk->accounts > 0 ? (double)bulk->accounts : 1;
    return bulk_step(&writer, bulk, &job->left, error) &&
           job_advance(db, job->task, (double)(bulk->done + BULK_STEP) / all, error);
}

/* Open pages on this server see the bar move. */
static void job_tell(const BulkJob *job)
{
    const char *key = "account_bulk";
    if (job->services->stream)
        stream_publish(job->services->stream, &key, 1);
}

static bool job_run(Services *services, Arena *arena, const char *body, Error *error)
{
    BulkJob job = { .services = services, .task = job_current() };
    if (!body_read(arena, body, &job, error))
        return false;
    job.arena = arena_new();
    bool ok = true;
    do {
        if (atomic_load(&services->stopping))
            ok = fail(error, ERROR_BUSY, NULL, "stopping; the change goes on after the next start");
        ok = ok && store_write(services->store, job_work, &job, error);
        arena_reset(job.arena);
        job_tell(&job);
    } while (ok && job.left);
    arena_free(job.arena);
    return ok;
}

/* What was changed until then can be undone. */
static bool job_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    BulkJob job = { .services = services };
    BulkRow *bulk;
    if (!body_read(db_arena(db), body, &job, error) || !bulk_by_id(db, db_arena(db), job.id, &bulk, error))
        return false;
    return !is_at_work(bulk) || bulk_state_set(db, job.id, "failed", why->text, error);
}

const JobKind ACCOUNT_BULK_JOBS[] = { { "account.bulk", job_run, job_given_up }, { 0 } };

bool bulk_account_gone(Db *db, int64_t account, Error *error)
{
    return bulk_forget_account(db, account, error);
}

enum { KEPT_DAYS = 30 };

static bool expire_work(Db *db, void *context, Error *error)
{
    int64_t before = *(int64_t *)context;
    return bulk_ones_expire(db, before, error) && bulk_expire(db, before, error);
}

bool bulk_expire_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    int64_t before = now - KEPT_DAYS * (int64_t)MS_PER_DAY;
    (void)arena;
    return store_write(services->store, expire_work, &before, error);
}
