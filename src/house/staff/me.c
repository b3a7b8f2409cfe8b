/* A user's own name, language and password, and the password asked again before what matters (own_check). */
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

bool me_fact(Request *request, const char *kind, Error *error)
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

/* ---- what only the person may do, not who finds their browser open ---- */

static bool own_password_look(Db *db, void *context, Error *error)
{
    Own *own = context;
    return staff_by_id(db, own->arena, own->id, &own->staff, error) &&
           staff_password_by_id(db, own->arena, own->id, &own->row, error);
}

bool own_read(Request *request, Own **own, Error *error)
{
    Own *made = arena_make(request->arena, Own);
    made->arena = request->arena;
    made->id = request->caller->id;
    if (!request_read(request, own_password_look, made, error))
        return false;
    if (!made->row || !made->staff)
        return fail(error, ERROR_MISSING, NULL, "sign in as a staff member");
    *own = made;
    return true;
}

bool own_check(Request *request, const char *password, Own **own, Error *error)
{
    /* Somebody at an open browser must not get to guess the password. */
    if (!own_read(request, own, error) || !attempt_enter(request, (*own)->staff->email, &(*own)->attempt, error))
        return false;
    return password_verify((*own)->row->password, password) ||
           fail(error, ERROR_INPUT, "current", "the current password is incorrect");
}

bool own_others_end(Request *request, Error *error)
{
    listeners_end_after_commit(request, CALLER_STAFF, request->caller->id);
    return session_delete_of(request->db, request->caller->id, request->caller->session_id, error) &&
           invitation_void(request->db, (OptInt) { request->caller->id, true }, request->now, error) &&
           known_forget_after_commit(request->db, error);
}

/* ---- the password ---- */

bool password_prepare(Request *request, Error *error)
{
    const PasswordChange *in = request->input;
    Own *own;
    if (!own_check(request, in->current, &own, error) ||
        !password_is_good(in->password, own->staff->email, "password", error) ||
        !password_hash(request->arena, in->password, &own->hash, error))
        return false;
    request->prepared = own;
    return true;
}

bool password_change(Request *request, Error *error)
{
    const Own *own = request->prepared;
    return attempt_forgive(request->db, &own->attempt, error) &&
           staff_password_set(request->db, own->id, own->hash, error) && own_others_end(request, error) &&
           me_fact(request, "staff.password_changed", error) && reply_empty(request);
}
