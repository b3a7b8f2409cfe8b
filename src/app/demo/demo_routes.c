/*
 * The two routes of the demo. The work takes several transactions, so it runs in `prepare`, outside any, and the
 * handler only answers. Both replies hold a secret: a password, or the link to set the workspace up again.
 */
#include "app/demo/demo.h"
#include "house/staff/staff.h"

static const Field DEMO_ASKED_FIELDS[] = {
    SHAPE_OPT(DemoAsked, language, FIELD_TEXT, .choices = "ja|en"),
    SHAPE_OPT(DemoAsked, time_zone, FIELD_TEXT, .max = 100),
    { 0 },
};
const Shape DEMO_ASKED = { "DemoAsked", sizeof(DemoAsked), DEMO_ASKED_FIELDS };

static const Field DEMO_MADE_FIELDS[] = {
    SHAPE_FIELD(DemoMade, made, FIELD_FLAG),
    SHAPE_FIELD(DemoMade, email, FIELD_TEXT),
    SHAPE_FIELD(DemoMade, password, FIELD_TEXT),
    { 0 },
};
static const Shape DEMO_MADE = { "DemoMade", sizeof(DemoMade), DEMO_MADE_FIELDS };

static bool demo_create_prepare(Request *request, Error *error)
{
    DemoMade *made = arena_make(request->arena, DemoMade);
    request->prepared = made;
    return demo_make(request->services, request->arena, request->input, request->now, made, error);
}

static bool demo_create(Request *request, Error *error)
{
    (void)error;
    return reply_row(request, 200, &DEMO_MADE, request->prepared);
}

/* The person who removes the demo is usually one of its staff and is removed, too. When no admin is left, the reply
 * holds a set-up link. */
typedef struct {
    const char *setup;
} DemoRemoved;

static const Field DEMO_REMOVED_FIELDS[] = {
    SHAPE_OPT(DemoRemoved, setup, FIELD_TEXT),
    { 0 },
};
static const Shape DEMO_REMOVED = { "DemoRemoved", sizeof(DemoRemoved), DEMO_REMOVED_FIELDS };

static bool demo_delete_prepare(Request *request, Error *error)
{
    DemoRemoved *removed = arena_make(request->arena, DemoRemoved);
    request->prepared = removed;
    return demo_may_go(request->services, error) &&
           demo_remove(request->services, request->arena, request->now, error) &&
           staff_setup_link(request->services, request->arena, request->now, &removed->setup, error);
}

static bool demo_delete(Request *request, Error *error)
{
    (void)error;
    return reply_row(request, 200, &DEMO_REMOVED, request->prepared);
}

/* Both need all circles: creating the demo returns a sign-in as its admin, removing it may return the link for a new
 * one. */
const Route DEMO_ROUTES[] = {
    { POST, "/api/v1/demo", demo_create, RIGHT_ADMIN,
      "Create demo data in an empty workspace, or renew it on a later day", .circle = CIRCLES_ALL, .takes = &DEMO_ASKED,
      .gives = &DEMO_MADE, .flags = ROUTE_SECRET, .prepare = demo_create_prepare },
    { DELETE, "/api/v1/demo", demo_delete, RIGHT_ADMIN,
      "Remove demo data; returns a setup link if nobody can sign in any more", .circle = CIRCLES_ALL,
      .gives = &DEMO_REMOVED, .flags = ROUTE_SECRET, .prepare = demo_delete_prepare },
    { 0 },
};
