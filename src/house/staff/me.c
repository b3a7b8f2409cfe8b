/* A user's own name, language and password. */
#include "house/staff/inside.h"

#include "house/staff/password.h"
#include "jobs/fact.h"

typedef struct {
    const char *current;
    const char *password;
} PasswordChange;

static const Field PASSWORD_CHANGE_FIELDS[] = {
    SHAPE_FIELD(PasswordChange, current, FIELD_TEXT, .max = 1000),
    SHAPE_FIELD(PasswordChange, password, FIELD_TEXT, .max = 1000),
    { 0 },
};
const Shape PASSWORD_CHANGE = { "PasswordChange", sizeof(PasswordChange), PASSWORD_CHANGE_FIELDS };

bool me_read(Request *request, Error *error)
{
    return reply_me(request, request->caller->id, error);
}

static bool me_fact(Request *request, const char *kind, Error *error)
{
    const char *actor = request_actor(request);
    Fact fact = { .kind = kind, .actor = actor, .subject = actor, .at = request->now };
    return fact_write(request->db, &fact, NULL, error);
}

bool me_patch(Request *request, Error *error)
{
    const MeChange *change = request->input;
    StaffRow *row;
    if (!staff_by_id(request->db, request->arena, request->caller->id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "sign in as a staff member");
    if (change->name && text_is_empty(change->name))
        return fail(error, ERROR_INPUT, "name", "name cannot be empty");
    return staff_update(request->db, row->id, change->name ? change->name : row->name, row->role, row->circles,
                        change->language ? change->language : row->language, row->active, error) &&
           known_forget_after_commit(request->db, error) && me_fact(request, "staff.changed", error) &&
           reply_me(request, row->id, error);
}

typedef struct {
    Arena *arena;
    int64_t id;
    StaffRow *staff;
    StaffPasswordByIdRow *row;
    const char *hash;
    Attempt attempt;
} Changing;

static bool own_password_look(Db *db, void *context, Error *error)
{
    Changing *changing = context;
    return staff_by_id(db, changing->arena, changing->id, &changing->staff, error) &&
           staff_password_by_id(db, changing->arena, changing->id, &changing->row, error);
}

bool password_prepare(Request *request, Error *error)
{
    const PasswordChange *in = request->input;
    Changing *changing = arena_make(request->arena, Changing);
    changing->arena = request->arena;
    changing->id = request->caller->id;
    if (!request_read(request, own_password_look, changing, error))
        return false;
    if (!changing->row || !changing->staff)
        return fail(error, ERROR_MISSING, NULL, "sign in as a staff member");
    /* Somebody at an open browser must not get to guess the password. */
    if (!attempt_enter(request, changing->staff->email, &changing->attempt, error))
        return false;
    if (!password_verify(changing->row->password, in->current))
        return fail(error, ERROR_INPUT, "current", "the current password is incorrect");
    if (!password_is_good(in->password, changing->staff->email, "password", error) ||
        !password_hash(request->arena, in->password, &changing->hash, error))
        return false;
    request->prepared = changing;
    return true;
}

bool password_change(Request *request, Error *error)
{
    const Changing *changing = request->prepared;
    listeners_end_after_commit(request, CALLER_STAFF, changing->id);
    return attempt_forgive(request->db, &changing->attempt, error) &&
           staff_password_set(request->db, changing->id, changing->hash, error) &&
           session_delete_of(request->db, changing->id, request->caller->session_id, error) &&
           invitation_void(request->db, (OptInt) { changing->id, true }, request->now, error) &&
           known_forget_after_commit(request->db, error) && me_fact(request, "staff.password_changed", error) &&
           reply_empty(request);
}
