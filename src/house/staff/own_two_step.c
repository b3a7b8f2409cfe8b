/*
 * A member's second step: set up with a QR code and confirmed by a code, its recovery codes, and turned off.
 *
 * Each change asks for the password again, and what weakens it for a code as well, so that whoever finds a browser open
 * can neither lock its owner out nor take the step away. Until it is confirmed nothing asks for a code, so a secret
 * that never reached the app locks nobody out. Confirming ends all other sessions: they were obtained with less.
 *
 * In order: shapes; the state; setting up; with a code in hand.
 */
#include "house/staff/inside.h"

#include "base/reason.h"
#include "house/staff/totp.h"

typedef struct {
    bool on;
    OptInt since;
    int64_t recovery_codes_left;
} TwoStepState;

static const Field TWO_STEP_STATE_FIELDS[] = {
    SHAPE_FIELD(TwoStepState, on, FIELD_FLAG),
    SHAPE_OPT(TwoStepState, since, FIELD_TIME),
    SHAPE_FIELD(TwoStepState, recovery_codes_left, FIELD_INT),
    { 0 },
};
const Shape TWO_STEP_STATE = { "TwoStepState", sizeof(TwoStepState), TWO_STEP_STATE_FIELDS };

typedef struct {
    const char *current;
} TwoStepBegin;

static const Field TWO_STEP_BEGIN_FIELDS[] = {
    SHAPE_FIELD(TwoStepBegin, current, FIELD_TEXT, .max = 1000),
    { 0 },
};
const Shape TWO_STEP_BEGIN = { "TwoStepBegin", sizeof(TwoStepBegin), TWO_STEP_BEGIN_FIELDS };

typedef struct {
    const char *secret, *uri;
    int64_t qr_size;
    const char *qr_path;
} TwoStepSetup;

static const Field TWO_STEP_SETUP_FIELDS[] = {
    SHAPE_FIELD(TwoStepSetup, secret, FIELD_TEXT),
    SHAPE_FIELD(TwoStepSetup, uri, FIELD_TEXT),
    SHAPE_FIELD(TwoStepSetup, qr_size, FIELD_INT),
    SHAPE_FIELD(TwoStepSetup, qr_path, FIELD_TEXT, .max = 200000),
    { 0 },
};
const Shape TWO_STEP_SETUP = { "TwoStepSetup", sizeof(TwoStepSetup), TWO_STEP_SETUP_FIELDS };

typedef struct {
    const char *code;
} TwoStepCode;

static const Field TWO_STEP_CODE_FIELDS[] = {
    SHAPE_FIELD(TwoStepCode, code, FIELD_TEXT, .max = 100),
    { 0 },
};
const Shape TWO_STEP_CODE = { "TwoStepCode", sizeof(TwoStepCode), TWO_STEP_CODE_FIELDS };

typedef struct {
    const char *current, *code;
} TwoStepProof;

static const Field TWO_STEP_PROOF_FIELDS[] = {
    SHAPE_FIELD(TwoStepProof, current, FIELD_TEXT, .max = 1000),
    SHAPE_FIELD(TwoStepProof, code, FIELD_TEXT, .max = 100),
    { 0 },
};
const Shape TWO_STEP_PROOF = { "TwoStepProof", sizeof(TwoStepProof), TWO_STEP_PROOF_FIELDS };

typedef struct {
    Texts codes;
} RecoveryCodes;

static const Field RECOVERY_CODES_FIELDS[] = { SHAPE_FIELD(RecoveryCodes, codes, FIELD_TEXTS), { 0 } };
const Shape RECOVERY_CODES = { "RecoveryCodes", sizeof(RecoveryCodes), RECOVERY_CODES_FIELDS };

/* ---- the state ---- */

bool own_two_step(Request *request, Error *error)
{
    int64_t id = request->caller->id;
    TwoStepOfRow *row;
    RecoveryCodeCountRow *codes;
    if (!two_step_of(request->db, request->arena, id, &row, error) ||
        !recovery_code_count(request->db, request->arena, id, &codes, error))
        return false;
    TwoStepState state = { .on = row && row->confirmed_at.known, .recovery_codes_left = codes->left_over };
    if (state.on)
        state.since = row->confirmed_at;
    return reply_row(request, 200, &TWO_STEP_STATE, &state);
}

static bool must_be(Request *request, bool on, Error *error)
{
    bool is;
    if (!two_step_is_on(request->db, request->arena, request->caller->id, &is, error))
        return false;
    return is == on || fail(error, ERROR_CONFLICT, NULL, "two-step sign-in is %s", is ? "already on" : "not on");
}

/* ---- setting up ---- */

bool own_two_step_prepare(Request *request, Error *error)
{
    const TwoStepBegin *in = request->input;
    Own *own;
    if (!own_check(request, in->current, &own, error))
        return false;
    request->prepared = own;
    return true;
}

bool own_two_step_begin(Request *request, Error *error)
{
    const Own *own = request->prepared;
    Bytes secret = totp_secret_new(request->arena);
    TwoStepSetup setup = { .secret = base32(request->arena, secret.data, secret.size),
                           .uri = totp_uri(request->arena, secret, own->staff->email) };
    int size = 0;
    const char *path = qr_path(request->arena, setup.uri, &size);
    /* An address of 320 letters may be too much for a QR code: the secret as text goes on. */
    setup.qr_path = path ? path : "";
    setup.qr_size = size;
    return must_be(request, false, error) && attempt_forgive(request->db, &own->attempt, error) &&
           two_step_put(request->db, own->id, two_step_seal(request->arena, request->services, own->id, secret),
                        error) &&
           reply_row(request, 200, &TWO_STEP_SETUP, &setup);
}

/* Codes are guessed no more often than passwords. */
bool own_code_prepare(Request *request, Error *error)
{
    Own *own;
    if (!own_read(request, &own, error) || !attempt_enter(request, own->staff->email, &own->attempt, error))
        return false;
    request->prepared = own;
    return true;
}

static bool reply_codes(Request *request, Error *error)
{
    RecoveryCodes made;
    return recovery_codes_make(request, request->caller->id, &made.codes, error) &&
           reply_row(request, 200, &RECOVERY_CODES, &made);
}

bool own_two_step_confirm(Request *request, Error *error)
{
    const TwoStepCode *in = request->input;
    const Own *own = request->prepared;
    TwoStepOfRow *row;
    if (!must_be(request, false, error) || !two_step_of(request->db, request->arena, own->id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_CONFLICT, NULL, "begin by setting it up");
    return two_step_spend(request, own->id, in->code, error) && attempt_forgive(request->db, &own->attempt, error) &&
           two_step_confirm(request->db, own->id, request->now, error) && own_others_end(request, error) &&
           me_fact(request, "staff.two_step_on", error) && reply_codes(request, error);
}

/* ---- with a code in hand ---- */

static bool wrong_write(Db *db, void *context, Error *error)
{
    const Request *request = context;
    return wrong_code_count(db, request->caller->id, request->now, error);
}

/* A wrong code counts here, too: inside the transaction the refusal would take that back. */
bool own_proof_prepare(Request *request, Error *error)
{
    const TwoStepProof *in = request->input;
    Own *own;
    bool wrong;
    if (!own_check(request, in->current, &own, error) || !two_step_look(request, own->id, in->code, &wrong, error))
        return false;
    request->prepared = own;
    return !wrong || (request_write(request, wrong_write, request, error) &&
                      refuse(error, "code", REASON_CODE_WRONG, NULL, NULL));
}

static bool proof_take(Request *request, Error *error)
{
    const TwoStepProof *in = request->input;
    const Own *own = request->prepared;
    return must_be(request, true, error) && two_step_spend(request, own->id, in->code, error) &&
           attempt_forgive(request->db, &own->attempt, error);
}

bool own_recovery_codes(Request *request, Error *error)
{
    return proof_take(request, error) && me_fact(request, "staff.recovery_codes_created", error) &&
           reply_codes(request, error);
}

bool own_two_step_off(Request *request, Error *error)
{
    TwoStepEnd end = { request->caller->id, request_actor(request), request->now };
    return proof_take(request, error) && two_step_end(request->db, &end, error) && reply_empty(request);
}
