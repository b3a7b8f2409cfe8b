/*
 * Staff added and removed by the program itself: the set-up of the first admin, and the demo.
 *
 * No caller is behind these changes, so they write no facts and check no circles of a caller. One rule stays: before a
 * removal staff_can_go asks whether somebody with all circles can still sign in. A workspace in which nobody can
 * passes, because it can be set up again. staff_remove ends sessions and links in the same transaction.
 */
#include "absence.sql.h"
#include "base/id.h"
#include "house/staff/inside.h"
#include "jobs/fact.h"

#include <string.h>

/* ---- adding ---- */

typedef struct {
    Db *db;
    Arena *arena;
    const StaffGiven *given;
    const char *actor;
    int64_t now;
} Putting;

static bool put_tell(const Putting *putting, const char *kind, int64_t id, const void *body, Error *error)
{
    const char *subject = arena_format(putting->arena, "staff:%lld", (long long)id);
    Fact fact = { .kind = kind,
                  .actor = putting->actor ? putting->actor : subject,
                  .subject = subject,
                  .body = body,
                  .at = putting->now };
    return fact_write(putting->db, &fact, NULL, error);
}

static bool put_new(const Putting *putting, const char *email, int64_t id, Error *error)
{
    const StaffGiven *given = putting->given;
    StaffCreated created = { given->role, circles_named(putting->arena, CIRCLES_ALL) };
    return staff_insert(putting->db, id, email, given->name, given->role, circles_print(putting->arena, CIRCLES_ALL),
                        given->language, given->hash, putting->now, error) &&
           put_tell(putting, "staff.created", id, &created, error);
}

static bool change_tell(const Putting *putting, const StaffRow *row, unsigned circles_given, Error *error)
{
    const char *role = putting->given->role;
    bool moved = strcmp(row->role, role) != 0;
    StaffChanged changed = { .role_from = moved ? row->role : NULL,
                             .role = moved ? role : NULL,
                             .active = { true, !row->active },
                             .circles_given = circles_named(putting->arena, circles_given) };
    return (!moved && row->active && !circles_given) || put_tell(putting, "staff.changed", row->id, &changed, error);
}

/* Who signs in now is who is given: active, and of that role. */
static bool put_over(const Putting *putting, const StaffRow *row, Error *error)
{
    const StaffGiven *given = putting->given;
    unsigned before, after;
    TwoStepEnd end = { row->id, putting->actor ? putting->actor : "system", putting->now };
    /* The password alone is what they are given. */
    if (!circles_parse(putting->arena, row->circles, &before, error) || !two_step_end(putting->db, &end, error))
        return false;
    after = given->sees_all ? CIRCLES_ALL : before;
    return staff_update(putting->db, row->id, given->name, given->role, circles_print(putting->arena, after),
                        given->language, true, error) &&
           staff_password_set(putting->db, row->id, given->hash, error) &&
           known_forget_after_commit(putting->db, error) && change_tell(putting, row, after & ~before, error) &&
           put_tell(putting, "staff.password_changed", row->id, NULL, error);
}

bool staff_put(Db *db, Arena *arena, const StaffGiven *given, const char *actor, int64_t now, int64_t *id, Error *error)
{
    Putting putting = { db, arena, given, actor, now };
    const char *email;
    StaffRow *row;
    if (!email_normal(arena, given->email, &email, error) || !staff_by_email(db, arena, email, &row, error))
        return false;
    *id = row ? row->id : id_new();
    if (!row)
        return put_new(&putting, email, *id, error);
    return !given->hash || put_over(&putting, row, error);
}

/* ---- leaving ---- */

/* Whether an admin can sign in as this one, and whether it is one who sees everything. */
typedef struct {
    int64_t opens, opens_all;
} Opener;

static bool opener_of(Db *db, Arena *arena, const char *email, Opener *opener, Error *error)
{
    const char *normal;
    StaffRow *row;
    StaffPasswordByIdRow *own;
    *opener = (Opener) { 0 };
    if (!email_normal(arena, email, &normal, error) || !staff_by_email(db, arena, normal, &row, error))
        return false;
    if (!row || !row->active || strcmp(row->role, "admin") != 0)
        return true;
    if (!staff_password_by_id(db, arena, row->id, &own, error))
        return false;
    opener->opens = own && own->password;
    opener->opens_all = opener->opens && !strcmp(row->circles, circles_print(arena, CIRCLES_ALL));
    return true;
}

bool staff_can_go(Db *db, Arena *arena, Texts emails, Error *error)
{
    StaffOpenersRow *all;
    StaffFullOpenersRow *full;
    if (!staff_openers(db, arena, &all, error) ||
        !staff_full_openers(db, arena, circles_print(arena, CIRCLES_ALL), &full, error))
        return false;
    for (size_t i = 0; i < emails.count; i++) {
        Opener opener;
        if (!opener_of(db, arena, emails.items[i], &opener, error))
            return false;
        all->openers -= opener.opens;
        full->openers -= opener.opens_all;
    }
    return full->openers > 0 || all->openers == 0 ||
           fail(error, ERROR_CONFLICT, NULL, "nobody with access to all areas could sign in any more");
}

/* What is theirs alone. */
static bool own_remove(Db *db, int64_t id, Error *error)
{
    return session_delete_of(db, id, 0, error) && invitation_void(db, (OptInt) { id, true }, 0, error) &&
           absence_remove_of(db, id, error) && two_step_delete(db, id, error) && recovery_code_delete(db, id, error);
}

bool staff_remove(Db *db, Arena *arena, const char *email, Error *error)
{
    const char *normal;
    StaffRow *row;
    if (!email_normal(arena, email, &normal, error) || !staff_by_email(db, arena, normal, &row, error))
        return false;
    if (!row)
        return true;
    return own_remove(db, row->id, error) && absence_stand_in_clear(db, row->id, error) &&
           staff_delete(db, row->id, error) && known_forget_after_commit(db, error);
}
