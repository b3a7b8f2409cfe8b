#include "base/id.h"
#include "house/staff/inside.h"

#include <string.h>

bool staff_put(Db *db, Arena *arena, const StaffGiven *given, int64_t now, int64_t *id, Error *error)
{
    const char *email, *all = circles_print(arena, CIRCLES_ALL);
    StaffRow *row;
    if (!email_normal(arena, given->email, &email, error) || !staff_by_email(db, arena, email, &row, error))
        return false;
    if (!row) {
        *id = id_new();
        return staff_insert(db, *id, email, given->name, given->role, all, given->language, given->hash, now, error);
    }
    *id = row->id;
    if (!staff_update(db, row->id, given->name, given->role, given->sees_all ? all : row->circles, given->language,
                      true, error))
        return false;
    return !given->hash || staff_password_set(db, row->id, given->hash, error);
}

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

bool staff_remove(Db *db, Arena *arena, const char *email, Error *error)
{
    const char *normal;
    StaffRow *row;
    OptInt id;
    if (!email_normal(arena, email, &normal, error) || !staff_by_email(db, arena, normal, &row, error))
        return false;
    if (!row)
        return true;
    id = (OptInt) { .value = row->id, .known = true };
    return session_delete_of(db, row->id, 0, error) && invitation_void(db, id, 0, error) &&
           staff_delete(db, row->id, error) && known_forget_after_commit(db, error);
}
