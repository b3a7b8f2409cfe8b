/*
 * The second step of a sign-in: whether a member has one, and whether a code is right.
 *
 * A code is looked at twice: before the transaction, so that a wrong one is written down as a failed sign-in, and
 * inside it, where it is spent. There the last step that was used has moved on, so of two requests with one code the
 * second is refused, on either engine. Recovery codes are rows that go as they are used; only their hashes are kept,
 * and at 80 random bits a plain hash is enough.
 *
 * A secret that this directory's key does not open matches no code; recovery codes go on, and the doctor says so.
 */
#include "house/staff/inside.h"

#include "base/id.h"
#include "base/reason.h"
#include "base/seal.h"
#include "house/staff/totp.h"
#include "jobs/fact.h"

enum { CODES = 10 };

static const char *purpose_of(Arena *arena, int64_t staff_id)
{
    return arena_format(arena, "two_step:%lld", (long long)staff_id);
}

bool two_step_is_on(Db *db, Arena *arena, int64_t staff_id, bool *on, Error *error)
{
    TwoStepOfRow *row;
    if (!two_step_of(db, arena, staff_id, &row, error))
        return false;
    *on = row && row->confirmed_at.known;
    return true;
}

Bytes two_step_seal(Arena *arena, const Services *services, int64_t staff_id, Bytes secret)
{
    return seal(arena, services->seal_key, purpose_of(arena, staff_id), secret);
}

/* ---- codes ---- */

bool two_step_match(const CodeGiven *given, Db *db, Arena *arena, TwoStepMatch *match, Error *error)
{
    const char *code = code_normal(arena, given->code);
    TwoStepOfRow *row;
    RecoveryCodeFindRow *recovery;
    Bytes secret;
    bool closed;
    *match = (TwoStepMatch) { 0 };
    if (!two_step_of(db, arena, given->staff_id, &row, error) ||
        !wrong_codes_too_many(db, given->staff_id, given->now, &closed, error) ||
        !recovery_code_find(db, arena, given->staff_id, id_secret_hash(arena, code), &recovery, error))
        return false;
    if (row && !closed &&
        seal_open(arena, given->services->seal_key, purpose_of(arena, given->staff_id), row->secret, &secret))
        match->step = totp_step(secret, code, given->now, row->last_step);
    match->recovery = recovery ? recovery->id : 0;
    return true;
}

typedef struct {
    CodeGiven given;
    Arena *arena;
    bool on;
    TwoStepMatch match;
} CodeLooking;

static bool code_look(Db *db, void *context, Error *error)
{
    CodeLooking *looking = context;
    return two_step_is_on(db, looking->arena, looking->given.staff_id, &looking->on, error) &&
           two_step_match(&looking->given, db, looking->arena, &looking->match, error);
}

bool two_step_look(Request *request, int64_t staff_id, const char *code, bool *wrong, Error *error)
{
    CodeLooking looking = { .given = { request->services, staff_id, code, request->now }, .arena = request->arena };
    if (!request_read(request, code_look, &looking, error))
        return false;
    *wrong = looking.on && !looking.match.step && !looking.match.recovery;
    return true;
}

static bool recovery_spend(Request *request, int64_t staff_id, int64_t code, Error *error)
{
    const char *actor = arena_format(request->arena, "staff:%lld", (long long)staff_id);
    Fact fact = { .kind = "staff.recovery_code_used", .actor = actor, .subject = actor, .at = request->now };
    return recovery_code_use(request->db, code, error) && fact_write(request->db, &fact, NULL, error);
}

bool two_step_spend(Request *request, int64_t staff_id, const char *code, Error *error)
{
    CodeGiven given = { request->services, staff_id, code, request->now };
    TwoStepMatch match;
    if (!two_step_match(&given, request->db, request->arena, &match, error))
        return false;
    if (match.step)
        return two_step_used(request->db, staff_id, match.step, error);
    if (match.recovery)
        return recovery_spend(request, staff_id, match.recovery, error);
    return refuse(error, "code", REASON_CODE_WRONG, NULL, NULL);
}

bool recovery_codes_make(Request *request, int64_t staff_id, Texts *codes, Error *error)
{
    const char **texts = arena_array(request->arena, CODES, sizeof *texts);
    RecoveryCodeInsertIn *rows = arena_array(request->arena, CODES, sizeof *rows);
    for (size_t i = 0; i < CODES; i++) {
        texts[i] = recovery_code_new(request->arena);
        rows[i] = (RecoveryCodeInsertIn) { id_new(), staff_id,
                                           id_secret_hash(request->arena, code_normal(request->arena, texts[i])) };
    }
    *codes = (Texts) { CODES, texts };
    return recovery_code_delete(request->db, staff_id, error) && recovery_code_insert(request->db, rows, CODES, error);
}

/* ---- an end to it ---- */

bool two_step_end(Db *db, const TwoStepEnd *end, Error *error)
{
    Fact fact = { .kind = "staff.two_step_off",
                  .actor = end->actor,
                  .subject = arena_format(db_arena(db), "staff:%lld", (long long)end->staff_id),
                  .at = end->now };
    bool on;
    if (!two_step_is_on(db, db_arena(db), end->staff_id, &on, error) || !two_step_delete(db, end->staff_id, error) ||
        !wrong_codes_forget(db, end->staff_id, error) || !recovery_code_delete(db, end->staff_id, error))
        return false;
    return !on || fact_write(db, &fact, NULL, error);
}

bool staff_sealed(Db *db, Arena *arena, const Services *services, int64_t *unreadable, Error *error)
{
    TwoStepAllRow *rows;
    size_t count;
    *unreadable = 0;
    if (!two_step_all(db, arena, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        Bytes secret;
        *unreadable +=
            !seal_open(arena, services->seal_key, purpose_of(arena, rows[i].staff_id), rows[i].secret, &secret);
    }
    return true;
}
