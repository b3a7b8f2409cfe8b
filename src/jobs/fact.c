/*
 * Writes facts with their bodies, and reads the bodies back. The row, and the notice to browsers after its COMMIT, come
 * from this one function, so no fact is written unheard. A kind that no module declares ends the process: a typing
 * error must not become a fact that nobody reads.
 */
#include "jobs/fact.h"

#include "base/id.h"
#include "base/json.h"
#include "jobs.sql.h"
#include "jobs/module.h"
#include "jobs/notify.h"
#include "jobs_engine.sql.h"

#include <string.h>

static OptInt opt_id(int64_t id)
{
    return (OptInt) { .value = id, .known = id != 0 };
}

/* Tests may leave out the module that declares a kind; the program has all of them. */
static const char *body_printed(Arena *arena, const Fact *fact)
{
    const FactKind *kind = fact_kind_find(fact->kind);
    Text body = text_new(arena);
    if (!kind && modules_used() == MODULES)
        bug("no module declares the fact \"%s\"", fact->kind);
    if (kind && kind->stands_in)
        bug("the fact \"%s\" stands for others, and is never written", fact->kind);
    if (!kind || !fact->body)
        return "{}";
    if (!kind->body)
        bug("the fact \"%s\" is given a body, but its kind has no shape for one", fact->kind);
    shape_write_known(&body, kind->body, fact->body);
    return text_string(&body);
}

bool fact_write(Db *db, const Fact *fact, int64_t *id, Error *error)
{
    int64_t made = id_new();
    if (!fact_insert(db, made, fact->at, fact->kind, opt_id(fact->account_id), opt_id(fact->contact_id), fact->actor,
                     fact->subject, body_printed(db_arena(db), fact), fact->audience.visible_to,
                     opt_id(fact->audience.author_id), error))
        return false;
    notify_after_commit(db, made, fact);
    if (id)
        *id = made;
    return true;
}

bool fact_show(Db *db, const Fact *fact, Error *error)
{
    const FactKind *kind = fact_kind_find(fact->kind);
    if (kind && !kind->sight)
        bug("the fact \"%s\" does not tell that something is for others now", fact->kind);
    return fact_show_to(db, fact->account_id, fact->subject, fact->audience.visible_to,
                        opt_id(fact->audience.author_id), error) &&
           fact_write(db, fact, NULL, error);
}

bool fact_body(Arena *arena, const Fact *fact, const Shape *shape, void *body, Error *error)
{
    const FactKind *kind = fact_kind_find(fact->kind);
    const Json *json;
    if (kind && kind->body != shape)
        bug("the body of the fact \"%s\" is no %s", fact->kind, shape->name);
    return json_parse(arena, fact->json, strlen(fact->json), &json, error) &&
           shape_read(arena, json, shape, body, error);
}

bool facts_of_account(Db *db, Arena *arena, int64_t account, int64_t after, int64_t most, Ids *ids, Error *error)
{
    return fact_ids_of_account(db, arena, account, after, most, ids, error);
}

bool facts_move(Db *db, Ids ids, int64_t from, int64_t into, Error *error)
{
    return fact_account_move(db, ids, from, into, error);
}
