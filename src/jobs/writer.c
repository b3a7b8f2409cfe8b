#include "jobs/writer.h"

Writer writer_of(const Request *request)
{
    return (Writer) { request->services, request->db, request->arena, request_actor(request), request->now };
}
