#include "jobs/fact.h"

#include "base/id.h"
#include "base/json.h"
#include "jobs/module.h"
#include "jobs/notify.h"
#include "jobs_engine.sql.h"

#include <string.h>

static OptInt opt_id(int64_t id)
{
    return (OptInt) { .value = id, .known = id != 0 };
}

bool fact_write(Db *db, const Fact *fact, int64_t *id, Error *error)
{
    int64_t made = id_new();
    if (modules_used() == MODULES && !fact_kind_find(fact->kind))
        bug("no module declares the fact \"%s\"", fact->kind);
    if (!fact_insert(db, made, fact->at, fact->kind, opt_id(fact->account_id), opt_id(fact->contact_id), fact->actor,
                     fact->subject, fact->body ? fact->body : "{}", error))
        return false;
    notify_after_commit(db, made, fact);
    if (id)
        *id = made;
    return true;
}

bool fact_says(const Fact *fact, const char *key)
{
    Arena *arena = arena_new();
    const Json *body;
    Error ignored = { 0 };
    bool says = fact->body && json_parse(arena, fact->body, strlen(fact->body), &body, &ignored) && json_get(body, key);
    arena_free(arena);
    return says;
}
