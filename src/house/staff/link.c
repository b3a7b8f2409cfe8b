/*
 * One-time links: the set-up of the first admin, and invitations. Only the hash of a link's token is kept. A link is
 * checked twice: in `prepare`, before a stranger costs a password hash, and again in the transaction that uses it up. A
 * set-up link holds only while nobody can sign in as an admin.
 *
 * In order: shapes; creating; looking; using.
 */
#include "house/staff/inside.h"

#include "base/id.h"
#include "base/reason.h"
#include "house/staff/password.h"
#include "house/workspace/workspace.h"
#include "jobs/fact.h"

typedef struct {
    const char *token;
} TokenQuery;

static const Field TOKEN_QUERY_FIELDS[] = {
    SHAPE_FIELD(TokenQuery, token, FIELD_TEXT, .max = 200),
    { 0 },
};
const Shape TOKEN_QUERY = { "TokenQuery", sizeof(TokenQuery), TOKEN_QUERY_FIELDS };

/* Of the pages that the links lead to: they say themselves what a link without its token is. */
static const Field LINK_QUERY_FIELDS[] = { SHAPE_OPT(TokenQuery, token, FIELD_TEXT), { 0 } };
const Shape LINK_QUERY = { "LinkQuery", sizeof(TokenQuery), LINK_QUERY_FIELDS };

typedef struct {
    bool valid;
    bool needed;
} SetupState;

static const Field SETUP_STATE_FIELDS[] = {
    SHAPE_FIELD(SetupState, valid, FIELD_FLAG),
    SHAPE_FIELD(SetupState, needed, FIELD_FLAG),
    { 0 },
};
const Shape SETUP_STATE = { "SetupState", sizeof(SetupState), SETUP_STATE_FIELDS };

typedef struct {
    const char *token, *name, *email, *password, *workspace_name, *time_zone, *language, *currency;
} Setup;

static const Field SETUP_FIELDS[] = {
    SHAPE_FIELD(Setup, token, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(Setup, name, FIELD_TEXT, .max = KNOWN_NAME_MAX),
    SHAPE_FIELD(Setup, email, FIELD_TEXT, .max = 320),
    SHAPE_FIELD(Setup, password, FIELD_TEXT, .max = 1000),
    SHAPE_FIELD(Setup, workspace_name, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(Setup, time_zone, FIELD_TEXT, .max = 100),
    SHAPE_FIELD(Setup, language, FIELD_TEXT, .choices = "ja|en"),
    SHAPE_FIELD(Setup, currency, FIELD_TEXT, .max = 3),
    { 0 },
};
const Shape SETUP = { "Setup", sizeof(Setup), SETUP_FIELDS };

typedef struct {
    bool valid;
    const char *name;
    const char *email;
    bool two_step; /* a code is asked for as well */
} InvitationState;

static const Field INVITATION_STATE_FIELDS[] = {
    SHAPE_FIELD(InvitationState, valid, FIELD_FLAG),
    SHAPE_FIELD(InvitationState, name, FIELD_TEXT),
    SHAPE_FIELD(InvitationState, email, FIELD_TEXT),
    SHAPE_FIELD(InvitationState, two_step, FIELD_FLAG),
    { 0 },
};
const Shape INVITATION_STATE = { "InvitationState", sizeof(InvitationState), INVITATION_STATE_FIELDS };

typedef struct {
    const char *token;
    const char *password;
    const char *code;
} InvitationAccept;

static const Field INVITATION_ACCEPT_FIELDS[] = {
    SHAPE_FIELD(InvitationAccept, token, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(InvitationAccept, password, FIELD_TEXT, .max = 1000),
    SHAPE_OPT(InvitationAccept, code, FIELD_TEXT, .max = 100),
    { 0 },
};
const Shape INVITATION_ACCEPT = { "InvitationAccept", sizeof(InvitationAccept), INVITATION_ACCEPT_FIELDS };

/* ---- creating ---- */

bool link_make(Db *db, Arena *arena, int64_t staff_id, int64_t now, const char **token, Error *error)
{
    const char *secret = id_secret(arena, 32);
    OptInt staff = { staff_id, staff_id != 0 };
    if (!invitation_void(db, staff, now, error) ||
        !invitation_insert(db, id_new(), id_secret_hash(arena, secret), staff, now + INVITATION_MS, error))
        return false;
    *token = secret;
    return true;
}

const char *link_text(const Services *services, Arena *arena, const char *page, const char *token)
{
    return arena_format(arena, "%s/%s?token=%s", services->public_url ? services->public_url : "", page, token);
}

typedef struct {
    Arena *arena;
    int64_t now;
    const char *token;
} SetupLink;

static bool setup_link_make(Db *db, void *context, Error *error)
{
    SetupLink *link = context;
    StaffOpenersRow *row;
    link->token = NULL;
    if (!staff_openers(db, db_arena(db), &row, error))
        return false;
    return row->openers > 0 || link_make(db, link->arena, 0, link->now, &link->token, error);
}

bool staff_setup_link(Services *services, Arena *arena, int64_t now, const char **link, Error *error)
{
    SetupLink made = { .arena = arena, .now = now };
    if (!store_write(services->store, setup_link_make, &made, error))
        return false;
    *link = made.token ? link_text(services, arena, "setup", made.token) : NULL;
    return true;
}

/* ---- looking: a link of the wrong kind is none ---- */

typedef struct {
    Arena *arena;
    const char *token;
    int64_t now;
    bool setup;
    InvitationByHashRow *row;
    bool two_step; /* the person has a second step, which a link does not replace */
} Looking;

static bool link_fits(const Looking *looking, const InvitationByHashRow *row, int64_t openers)
{
    if (looking->setup)
        return !row->staff_id.known && openers == 0;
    return row->staff_id.known && row->active.known && row->active.value;
}

static bool link_look(Db *db, void *context, Error *error)
{
    Looking *looking = context;
    InvitationByHashRow *row;
    StaffOpenersRow *count;
    if (!invitation_by_hash(db, looking->arena, id_secret_hash(looking->arena, looking->token), looking->now, &row,
                            error) ||
        !staff_openers(db, looking->arena, &count, error))
        return false;
    looking->row = row && link_fits(looking, row, count->openers) ? row : NULL;
    if (!looking->row || looking->setup)
        return true;
    return two_step_is_on(db, looking->arena, row->staff_id.value, &looking->two_step, error);
}

bool setup_state(Request *request, Error *error)
{
    const TokenQuery *query = request->query;
    Looking looking = { .arena = request->arena, .token = query->token, .now = request->now, .setup = true };
    StaffOpenersRow *count;
    if (!link_look(request->db, &looking, error) || !staff_openers(request->db, request->arena, &count, error))
        return false;
    SetupState state = { .valid = looking.row != NULL, .needed = count->openers == 0 };
    return reply_row(request, 200, &SETUP_STATE, &state);
}

bool invitation_state(Request *request, Error *error)
{
    const TokenQuery *query = request->query;
    Looking looking = { .arena = request->arena, .token = query->token, .now = request->now };
    if (!link_look(request->db, &looking, error))
        return false;
    InvitationState state = { .name = "", .email = "" };
    if (looking.row)
        state = (InvitationState) { true, looking.row->name, looking.row->email, looking.two_step };
    return reply_row(request, 200, &INVITATION_STATE, &state);
}

/* ---- using: the token is looked at before anything slow is done for a stranger ---- */

static bool link_must_hold(Looking *looking, Request *request, Error *error)
{
    bool ok = request->db ? link_look(request->db, looking, error) : request_read(request, link_look, looking, error);
    if (!ok)
        return false;
    return looking->row || fail(error, ERROR_INPUT, "token", "this link is invalid, expired or already used");
}

bool setup_prepare(Request *request, Error *error)
{
    const Setup *in = request->input;
    Looking looking = { .arena = request->arena, .token = in->token, .now = request->now, .setup = true };
    const char *email, *hash;
    if (!link_must_hold(&looking, request, error) || !email_normal(request->arena, in->email, &email, error) ||
        !password_is_good(in->password, email, "password", error) ||
        !password_hash(request->arena, in->password, &hash, error))
        return false;
    request->prepared = arena_text(request->arena, hash);
    return true;
}

/* A person who was invited with this address and never signed in is the one who signs in now. */
static bool first_admin_make(Request *request, const Setup *in, int64_t *id, Error *error)
{
    StaffGiven given = { in->email, in->name, "admin", in->language, request->prepared, true };
    if (text_is_empty(in->name))
        return fail(error, ERROR_INPUT, "name", "name cannot be empty");
    return staff_put(request->db, request->arena, &given, NULL, request->now, id, error) &&
           invitation_void(request->db, (OptInt) { *id, true }, request->now, error);
}

static bool setup_workspace(Request *request, const Setup *in, int64_t staff_id, Error *error)
{
    Workspace *workspace;
    if (!workspace_get(request->db, request->arena, &workspace, error))
        return false;
    workspace->name = in->workspace_name;
    workspace->time_zone = in->time_zone;
    workspace->language = in->language;
    workspace->currency = in->currency;
    const char *actor = arena_format(request->arena, "staff:%lld", (long long)staff_id);
    Error inner = { 0 };
    if (workspace_put(request->services, request->db, workspace, actor, request->now, &inner))
        return true;
    /* On this form the name of the workspace stands beside a person's. */
    if (text_equal(inner.field, "name"))
        inner.field = "workspace_name";
    *error = inner;
    return false;
}

bool setup_do(Request *request, Error *error)
{
    const Setup *in = request->input;
    Looking looking = { .arena = request->arena, .token = in->token, .now = request->now, .setup = true };
    int64_t id;
    return link_must_hold(&looking, request, error) &&
           invitation_use(request->db, looking.row->id, request->now, error) &&
           first_admin_make(request, in, &id, error) && setup_workspace(request, in, id, error) &&
           session_open(request, id, error) && reply_me(request, id, error);
}

typedef struct {
    const char *hash;
    bool two_step;
    Attempt attempt;
} Accepting;

/* Whoever holds the link gets to guess no more codes than anybody else, and each wrong one is written down. */
static bool link_code_check(Request *request, const InvitationByHashRow *row, Attempt *attempt, Error *error)
{
    const InvitationAccept *in = request->input;
    int64_t staff_id = row->staff_id.value;
    bool wrong;
    if (!attempt_enter(request, row->email, attempt, error) ||
        !two_step_look(request, staff_id, in->code, &wrong, error))
        return false;
    return !wrong || sign_in_code_wrong(request, staff_id, error);
}

bool invitation_prepare(Request *request, Error *error)
{
    const InvitationAccept *in = request->input;
    Looking looking = { .arena = request->arena, .token = in->token, .now = request->now };
    Accepting *accepting = arena_make(request->arena, Accepting);
    if (!link_must_hold(&looking, request, error) ||
        !password_is_good(in->password, looking.row->email, "password", error))
        return false;
    if (looking.two_step && text_is_empty(in->code))
        return refuse(error, "code", REASON_CODE_NEEDED, NULL, NULL);
    accepting->two_step = looking.two_step;
    if (looking.two_step && !link_code_check(request, looking.row, &accepting->attempt, error))
        return false;
    request->prepared = accepting;
    return password_hash(request->arena, in->password, &accepting->hash, error);
}

/* The second step of who has one; set up since the link was looked at, it is asked for all the same. */
static bool link_code_take(Request *request, const Looking *looking, Error *error)
{
    const InvitationAccept *in = request->input;
    const Accepting *accepting = request->prepared;
    if (!looking->two_step)
        return true;
    if (!accepting->two_step)
        return refuse(error, "code", REASON_CODE_NEEDED, NULL, NULL);
    return two_step_spend(request, looking->row->staff_id.value, in->code, error) &&
           attempt_forgive(request->db, &accepting->attempt, error);
}

/* A link may also be how a forgotten password is replaced: sessions of the old one end. */
bool invitation_accept(Request *request, Error *error)
{
    const InvitationAccept *in = request->input;
    const Accepting *accepting = request->prepared;
    Looking looking = { .arena = request->arena, .token = in->token, .now = request->now };
    if (!link_must_hold(&looking, request, error) || !link_code_take(request, &looking, error))
        return false;
    int64_t id = looking.row->staff_id.value;
    const char *actor = arena_format(request->arena, "staff:%lld", (long long)id);
    Fact fact = { .kind = "staff.joined", .actor = actor, .subject = actor, .at = request->now };
    return invitation_use(request->db, looking.row->id, request->now, error) &&
           staff_password_set(request->db, id, accepting->hash, error) &&
           session_delete_of(request->db, id, 0, error) && known_forget_after_commit(request->db, error) &&
           fact_write(request->db, &fact, NULL, error) && session_open(request, id, error) &&
           reply_me(request, id, error);
}
