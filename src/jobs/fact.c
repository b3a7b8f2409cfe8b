#include "jobs/fact.h"

#include "base/id.h"
#include "jobs/notify.h"
#include "jobs_engine.sql.h"

static OptInt opt_id(int64_t id)
{
    return (OptInt) { .value = id, .known = id != 0 };
}

bool fact_write(Db *db, const Fact *fact, int64_t *id, Error *error)
{
    int64_t made = id_new();
    if (!fact_insert(db, made, fact->at, fact->kind, opt_id(fact->account_id), opt_id(fact->contact_id), fact->actor,
                     fact->subject, fact->body ? fact->body : "{}", error))
        return false;
    notify_after_commit(db, made, fact);
    if (id)
        *id = made;
    return true;
}
