/*
 * Who changes something, taken from a request, and the fact that this writer writes. Imports, jobs and the demo fill a
 * Writer by hand; with it every change has an actor and one time, whichever way it arrives.
 */
#include "jobs/writer.h"

#include "jobs/fact.h"

#include <string.h>

Writer writer_of(const Request *request)
{
    return (Writer) { request->services, request->db, request->arena, request_actor(request), request->now };
}

static Fact fact_of(const Writer *writer, const Audience *audience, const char *kind, int64_t id)
{
    return (Fact) { .kind = kind,
                    .actor = writer->actor,
                    .subject = arena_format(writer->arena, "%.*s:%lld", (int)strcspn(kind, "."), kind, (long long)id),
                    .at = writer->now,
                    .audience = *audience };
}

bool writer_tell(const Writer *writer, const char *kind, int64_t account_id, int64_t contact_id, int64_t id,
                 const void *body, Error *error)
{
    return writer_tell_some(writer, &(Audience) { 0 }, kind, account_id, contact_id, id, body, error);
}

bool writer_tell_some(const Writer *writer, const Audience *audience, const char *kind, int64_t account_id,
                      int64_t contact_id, int64_t id, const void *body, Error *error)
{
    Fact fact = fact_of(writer, audience, kind, id);
    fact.account_id = account_id;
    fact.contact_id = contact_id;
    fact.body = body;
    return fact_write(writer->db, &fact, NULL, error);
}

bool writer_show(const Writer *writer, const Audience *audience, const char *kind, int64_t account_id,
                 int64_t contact_id, int64_t id, const void *body, Error *error)
{
    Fact fact = fact_of(writer, audience, kind, id);
    fact.account_id = account_id;
    fact.contact_id = contact_id;
    fact.body = body;
    return fact_show(writer->db, &fact, error);
}
