#include "features/ops/ops.h"
#include "features/staff/staff.h"

/* ---- the set-up link ------------------------------------------------------------------------------------------ */

typedef struct {
    const char *link;
} SetupLink;
static const Field SETUP_LINK_FIELDS[] = { SHAPE_FIELD(SetupLink, link, FIELD_TEXT), { 0 } };
static const Shape SETUP_LINK = { "SetupLink", sizeof(SetupLink), SETUP_LINK_FIELDS };

/* Staff writes it in a transaction of its own, so it is made before the handler's begins. */
static bool setup_link_prepare(Request *request, Error *error)
{
    SetupLink *made = arena_make(request->arena, SetupLink);
    if (!staff_setup_link(request->services, request->arena, request->now, &made->link, error))
        return false;
    request->prepared = made;
    return true;
}

static bool setup_link(Request *request, Error *error)
{
    (void)error;
    return reply_row(request, 201, &SETUP_LINK, request->prepared);
}

const Route OPS_ROUTES[] = {
    { POST, "/api/v1/setup/links", setup_link, RIGHT_ADMIN, "A one-time link that makes the first admin",
      .gives = &SETUP_LINK, .flags = ROUTE_SECRET | ROUTE_READS, .prepare = setup_link_prepare },
    { 0 },
};
