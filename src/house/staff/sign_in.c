/*
 * Signing in: by e-mail and password, and by a code where a member has a second step.
 *
 * It has two halves. Before the transaction, which Argon2id would hold up, the password and the code are looked at and
 * a wrong one is written down; inside it the row is read again, whatever changed in between refuses, and the code is
 * spent. Both pages come this way: the API's route, and the server's own form (sign_in_page.c), which asks for the code
 * on a page of its own. Between its two pages nothing is stored: the form carries a sealed pass, which says whose
 * password was right and when.
 */
#include "house/staff/inside.h"

#include "base/id.h"
#include "base/reason.h"
#include "base/seal.h"
#include "house/staff/password.h"
#include "jobs/fact.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PASS_MAX = 2000 };
#define PASS_MS ((int64_t)5 * MS_PER_MINUTE)
static const char PASS_PURPOSE[] = "sign_in";

typedef struct {
    const Request *request;
    const char *email, *code; /* code NULL = none was given */
    StaffPasswordRow *row;
    bool two_step; /* a code is needed */
    TwoStepMatch match;
    Attempt attempt;
} SigningIn;

static bool code_look(Db *db, SigningIn *signing, Error *error)
{
    const Request *request = signing->request;
    CodeGiven given = { request->services, signing->row->id, signing->code, request->now };
    return two_step_is_on(db, request->arena, signing->row->id, &signing->two_step, error) &&
           (!signing->code || two_step_match(&given, db, request->arena, &signing->match, error));
}

static bool staff_look(Db *db, void *context, Error *error)
{
    SigningIn *signing = context;
    return staff_password(db, signing->request->arena, signing->email, &signing->row, error) &&
           (!signing->row || code_look(db, signing, error));
}

typedef struct {
    Fact fact;
    int64_t code_of; /* the member whose code was wrong; 0 = it was not the code */
} Failure;

static bool failure_write(Db *db, void *context, Error *error)
{
    const Failure *failure = context;
    return fact_write(db, &failure->fact, NULL, error) &&
           (!failure->code_of || wrong_code_count(db, failure->code_of, failure->fact.at, error));
}

static bool failure_tell(Request *request, int64_t staff_id, bool code, Error *error)
{
    Failure failure = { { .kind = "session.failed", .actor = "nobody", .at = request->now }, code ? staff_id : 0 };
    if (staff_id)
        failure.fact.subject = arena_format(request->arena, "staff:%lld", (long long)staff_id);
    return request_write(request, failure_write, &failure, error);
}

bool sign_in_failed(Request *request, int64_t staff_id, Error *error)
{
    return failure_tell(request, staff_id, false, error);
}

bool sign_in_code_wrong(Request *request, int64_t staff_id, Error *error)
{
    return failure_tell(request, staff_id, true, error) && refuse(error, "code", REASON_CODE_WRONG, NULL, NULL);
}

/* Unknown, disabled, not yet invited and wrong all take one hash, one write and one answer. */
static bool sign_in_refuse(Request *request, SigningIn *signing, Error *error)
{
    return sign_in_failed(request, signing->row ? signing->row->id : 0, error) &&
           fail(error, ERROR_AUTH, NULL, "incorrect e-mail or password");
}

/* What was given for the second step, where there is one. */
static bool code_check(Request *request, SigningIn *signing, Error *error)
{
    if (!signing->two_step || !signing->code || signing->match.step || signing->match.recovery)
        return true;
    return sign_in_code_wrong(request, signing->row->id, error);
}

static SigningIn *signing_begin(Request *request, const char *email, const char *code)
{
    SigningIn *signing = arena_make(request->arena, SigningIn);
    Error ignored;
    signing->request = request;
    signing->code = text_is_empty(code) ? NULL : code;
    if (!email_normal(request->arena, email, &signing->email, &ignored))
        signing->email = email;
    return signing;
}

bool sign_in_check(Request *request, const SignIn *in, Error *error)
{
    SigningIn *signing = signing_begin(request, in->email, in->code);
    if (!attempt_enter(request, signing->email, &signing->attempt, error) ||
        !request_read(request, staff_look, signing, error))
        return false;
    bool may = signing->row && signing->row->active;
    if (!password_verify(may ? signing->row->password : NULL, in->password))
        return sign_in_refuse(request, signing, error);
    request->prepared = signing;
    return code_check(request, signing, error);
}

/* ---- the pass between password and code ---- */

bool sign_in_asks_code(const Request *request)
{
    const SigningIn *signing = request->prepared;
    return signing->two_step && !signing->code;
}

/* "time hash email": the hash of the stored password, so that a new password ends it. */
const char *sign_in_pass(Request *request)
{
    const SigningIn *signing = request->prepared;
    const char *plain = arena_format(request->arena, "%lld %s %s", (long long)request->now,
                                     id_secret_hash(request->arena, signing->row->password), signing->email);
    Bytes sealed = seal(request->arena, request->services->seal_key, PASS_PURPOSE,
                        (Bytes) { (const uint8_t *)plain, strlen(plain) + 1 });
    size_t size = sodium_base64_ENCODED_LEN(sealed.size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return sodium_bin2base64(arena_alloc(request->arena, size), size, sealed.data, sealed.size,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

typedef struct {
    const char *hash, *email;
} Pass;

static bool pass_open(const Request *request, const char *text, Pass *pass)
{
    unsigned char *bytes = arena_alloc(request->arena, PASS_MAX);
    size_t size;
    Bytes plain;
    char *rest;
    if (sodium_base642bin(bytes, PASS_MAX, text, strlen(text), NULL, &size, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) ||
        !seal_open(request->arena, request->services->seal_key, PASS_PURPOSE, (Bytes) { bytes, size }, &plain))
        return false;
    int64_t at = strtoll((const char *)plain.data, &rest, 10);
    char *space = strchr(rest + 1, ' ');
    if (request->now - at > PASS_MS || !space)
        return false;
    *space = 0;
    *pass = (Pass) { rest + 1, space + 1 };
    return true;
}

bool sign_in_check_pass(Request *request, const char *text, const char *code, Error *error)
{
    static const char EXPIRED[] = "the password was entered too long ago";
    Pass pass;
    if (!pass_open(request, text, &pass))
        return fail(error, ERROR_CONFLICT, "pass", EXPIRED);
    SigningIn *signing = signing_begin(request, pass.email, code);
    if (!attempt_enter(request, signing->email, &signing->attempt, error) ||
        !request_read(request, staff_look, signing, error))
        return false;
    const StaffPasswordRow *row = signing->row;
    if (!row || !row->active || !row->password || strcmp(id_secret_hash(request->arena, row->password), pass.hash) != 0)
        return fail(error, ERROR_CONFLICT, "pass", EXPIRED);
    if (signing->two_step && !signing->code)
        return refuse(error, "code", REASON_CODE_WRONG, NULL, NULL);
    request->prepared = signing;
    return code_check(request, signing, error);
}

/* ---- inside the transaction ---- */

bool sign_in_forgive(Request *request, Error *error)
{
    const SigningIn *signing = request->prepared;
    return attempt_forgive(request->db, &signing->attempt, error);
}

static bool code_spend(Request *request, const SigningIn *signing, int64_t staff_id, Error *error)
{
    bool on;
    if (!two_step_is_on(request->db, request->arena, staff_id, &on, error))
        return false;
    if (!on)
        return true;
    if (!signing->code)
        return refuse(error, "code", REASON_CODE_NEEDED, NULL, NULL);
    return two_step_spend(request, staff_id, signing->code, error);
}

bool sign_in_finish(Request *request, int64_t *staff_id, Error *error)
{
    const SigningIn *signing = request->prepared;
    StaffPasswordRow *row;
    if (!staff_password(request->db, request->arena, signing->email, &row, error))
        return false;
    /* What was checked a moment ago, outside the transaction, must still be so. */
    if (!row || !row->active || !text_equal(row->password, signing->row->password))
        return fail(error, ERROR_AUTH, NULL, "incorrect e-mail or password");
    if (staff_id)
        *staff_id = row->id;
    return code_spend(request, signing, row->id, error) && sign_in_forgive(request, error) &&
           session_open(request, row->id, error);
}

/* ---- the API's route ---- */

static bool forgive_work(Db *db, void *context, Error *error)
{
    const SigningIn *signing = context;
    return attempt_forgive(db, &signing->attempt, error);
}

bool sign_in_prepare(Request *request, Error *error)
{
    if (!sign_in_check(request, request->input, error))
        return false;
    if (!sign_in_asks_code(request))
        return true;
    /* The password was right: asking for the code is no failed attempt. */
    return request_write(request, forgive_work, request->prepared, error) &&
           refuse(error, "code", REASON_CODE_NEEDED, NULL, NULL);
}

bool sign_in(Request *request, Error *error)
{
    int64_t id;
    return sign_in_finish(request, &id, error) && reply_me(request, id, error);
}
