#include "base/id.h"
#include "house/staff/inside.h"

bool staff_put(Db *db, Arena *arena, const StaffGiven *given, int64_t now, int64_t *id, Error *error)
{
    const char *email;
    StaffRow *row;
    if (!email_normal(arena, given->email, &email, error) || !staff_by_email(db, arena, email, &row, error))
        return false;
    if (!row) {
        *id = id_new();
        return staff_insert(db, *id, email, given->name, given->role, circles_print(arena, CIRCLES_ALL),
                            given->language, given->hash, now, error);
    }
    *id = row->id;
    if (!staff_update(db, row->id, given->name, given->role, circles_print(arena, CIRCLES_ALL), given->language, true,
                      error))
        return false;
    return !given->hash || staff_password_set(db, row->id, given->hash, error);
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
