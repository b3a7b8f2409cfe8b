/* What an erasure leaves of an import: its line in the list. */
#include "house/import/import.h"
#include "house/import/plan.h"

#include "base/reason.h"

bool import_strip(Db *db, int64_t id, int64_t now, Error *error)
{
    return import_preview_drop(db, id, error) && import_bad_drop(db, id, error) && import_near_drop(db, id, error) &&
           import_drop_parts(db, id, error) && import_change_forget(db, id, error) && import_tally(db, id, error) &&
           idempotency_forget(db, (Ids) { 1, &id }, error) && import_blank(db, id, now, error);
}

/* What is at work goes on in this process or another, and loses its file when it ends. After a restore nobody works. */
static bool at_work_forget(const Writer *writer, int64_t id, bool restored, Error *error)
{
    ImportJobRow *job;
    if (!restored)
        return import_mark(writer->db, id, writer->now, error);
    if (!import_find(writer->db, writer->arena, id, &job, error))
        return false;
    job->erased_at = (OptInt) { writer->now, true };
    return import_close(writer->db, writer->arena, job, &(ImportEnd) { "cancelled", NULL, writer->actor, writer->now },
                        error);
}

bool imports_forget(const Writer *writer, int64_t before, bool restored, Error *error)
{
    ImportWithFileRow *rows;
    size_t count;
    do {
        if (!import_with_file(writer->db, writer->arena, before, restored ? before : writer->now, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!(import_state_is_at_work(rows[i].state) ? at_work_forget(writer, rows[i].id, restored, error)
                                                         : import_strip(writer->db, rows[i].id, writer->now, error)))
                return false;
    } while (count);
    return true;
}

bool import_has_file(const ImportJobRow *job, Error *error)
{
    return !job->erased_at.known || refuse(error, NULL, REASON_FILE_ERASED, NULL, NULL);
}
