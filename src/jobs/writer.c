/* Who changes something, as a request or a job says it, and what is told of it. */
#include "jobs/writer.h"

#include "jobs/fact.h"

#include <string.h>

Writer writer_of(const Request *request)
{
    return (Writer) { request->services, request->db, request->arena, request_actor(request), request->now };
}

bool writer_tell(const Writer *writer, const char *kind, int64_t account_id, int64_t contact_id, int64_t id,
                 const void *body, Error *error)
{
    Fact fact = { .kind = kind,
                  .account_id = account_id,
                  .contact_id = contact_id,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "%.*s:%lld", (int)strcspn(kind, "."), kind, (long long)id),
                  .body = body,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}
