/*
 * A workspace to try: about 200 companies with Japanese and English names, three products, 18 months of use, contracts,
 * churn that the scores mostly foretold, tasks. It ends on the day on which it is created; asking on a later day
 * replaces it, and so does asking after a call that was cut off. All of it is marked "demo" and is removed with one
 * call; what people added beside it stays.
 *
 * Not for: tests of figures (they create their own), nor for a workspace that holds real accounts.
 * Errors: CONFLICT when there are accounts that are not the demo's, and while another call creates or removes it.
 * Forgets a person: its people are invented; removing the demo removes them.
 * Units: days count back from the day on which it is created.
 */
#ifndef BANSO_DEMO_DEMO_H
#define BANSO_DEMO_DEMO_H

#include "http/route.h"

/* What a workspace that nobody has set up yet gets: the language, its currency (en: USD, ja: JPY) and the time zone.
 * NULL = as it is. The demo is in the language of the workspace, so this changes nothing once it is set up or holds
 * demo data. */
typedef struct {
    const char *language, *time_zone;
} DemoAsked;
extern const Shape DEMO_ASKED;

/* How to sign in to it. The password is new at each call, and only its hash is stored. */
typedef struct {
    bool made; /* false: today's demo was there already */
    const char *email, *password;
} DemoMade;

bool demo_make(Services *services, Arena *arena, const DemoAsked *asked, int64_t now, DemoMade *made, Error *error);
/* Where the demo is made by this process, it is told here how far each part has come ("events", 40 of 200). */
void demo_watch(void (*told)(const char *part, int done, int of));
/* CONFLICT when its people are the only ones who can sign in and see everything, and others who see less can: asked
 * before the first step, since nothing of the demo comes back, and once more by demo_remove when they leave. */
bool demo_may_go(Services *services, Error *error);
bool demo_remove(Services *services, Arena *arena, int64_t now, Error *error);

extern const Route DEMO_ROUTES[];

#endif
