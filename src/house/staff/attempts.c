/*
 * Sign-in attempts, counted over the last minute by account and by network. They are rows, so that a restart does not
 * reset them and all servers count together. An attempt is written before the password is verified, in a separate
 * transaction; a good one is taken back.
 *
 * Wrong codes of a member are counted over a day as well, once the password or a link has been right: five a minute
 * would find a code of six digits in time. No good code takes them back, or each sign-in of the member would give
 * whoever guesses another day's worth.
 */
#include "house/staff/inside.h"

#include "base/id.h"

typedef struct {
    const char *account, *address;
    int64_t now;
    int64_t retry_at; /* 0 = may try */
    Attempt attempt;
} Entering;

static bool limit_check(Db *db, Entering *entering, const char *subject, int64_t max, Error *error)
{
    AttemptCountRow *row;
    if (!attempt_count(db, db_arena(db), subject, entering->now - MS_PER_MINUTE, &row, error))
        return false;
    if (row->total >= max)
        entering->retry_at = row->earliest.value + MS_PER_MINUTE;
    return true;
}

static bool attempt_write(Db *db, void *context, Error *error)
{
    Entering *entering = context;
    entering->retry_at = 0;
    if (!attempt_delete_old(db, entering->now - MS_PER_MINUTE, entering->now - MS_PER_DAY, error) ||
        !limit_check(db, entering, entering->account, ATTEMPTS_PER_ACCOUNT, error) ||
        !limit_check(db, entering, entering->address, ATTEMPTS_PER_ADDRESS, error))
        return false;
    if (entering->retry_at)
        return true;
    entering->attempt = (Attempt) { id_new(), id_new() };
    return attempt_insert(db, entering->attempt.account_row, entering->account, entering->now, error) &&
           attempt_insert(db, entering->attempt.address_row, entering->address, entering->now, error);
}

bool attempt_enter(Request *request, const char *email, Attempt *attempt, Error *error)
{
    /* The e-mail is hashed: what somebody typed by mistake may be a password. */
    Entering entering = {
        .account = arena_format(request->arena, "account:%s", id_secret_hash(request->arena, email)),
        .address = arena_format(request->arena, "address:%s", request_network(request)),
        .now = request->now,
    };
    if (!request_write(request, attempt_write, &entering, error))
        return false;
    if (entering.retry_at) {
        int64_t seconds = (entering.retry_at - request->now + 999) / 1000;
        reply_header(request, "Retry-After",
                     arena_format(request->arena, "%lld", (long long)(seconds > 0 ? seconds : 1)));
        return fail(error, ERROR_LIMIT, NULL, "too many attempts to sign in; try again in a minute");
    }
    *attempt = entering.attempt;
    return true;
}

bool attempt_forgive(Db *db, const Attempt *attempt, Error *error)
{
    return attempt_delete(db, attempt->account_row, error) && attempt_delete(db, attempt->address_row, error);
}

/* ---- wrong codes ---- */

static const char *codes_of(Arena *arena, int64_t staff_id)
{
    return arena_format(arena, "code:%lld", (long long)staff_id);
}

bool wrong_code_count(Db *db, int64_t staff_id, int64_t now, Error *error)
{
    return attempt_insert(db, id_new(), codes_of(db_arena(db), staff_id), now, error);
}

bool wrong_codes_forget(Db *db, int64_t staff_id, Error *error)
{
    return attempt_delete_of(db, codes_of(db_arena(db), staff_id), error);
}

bool wrong_codes_too_many(Db *db, int64_t staff_id, int64_t now, bool *too_many, Error *error)
{
    AttemptCountRow *row;
    if (!attempt_count(db, db_arena(db), codes_of(db_arena(db), staff_id), now - MS_PER_DAY, &row, error))
        return false;
    *too_many = row->total >= WRONG_CODES_PER_DAY;
    return true;
}
