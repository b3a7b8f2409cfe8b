/*
 * A workspace to try: about 200 companies with Japanese and English names, three products, 18 months of use, contracts,
 * churn that the scores foretold mostly but not always, tasks. Anchored at the day it is made; made anew when asked for
 * on a later day. All of it carries the mark "demo" and goes away with one call; what people added beside it stays.
 *
 * Not for: tests of figures (they make their own), nor for a workspace that has accounts of its own.
 * Errors: CONFLICT when there are accounts that the demo did not make.
 * Forgets a person: its people are invented; removing the demo removes them.
 * Units: days count back from the day it is made.
 */
#ifndef BANSO_DEMO_DEMO_H
#define BANSO_DEMO_DEMO_H

#include "http/route.h"

/* How to sign in to it. The password is new at each call and kept nowhere but as its hash. */
typedef struct {
    bool made; /* false: it was there, of today */
    const char *email, *password;
} DemoMade;

bool demo_make(Services *services, Arena *arena, int64_t now, DemoMade *made, Error *error);
/* CONFLICT when its people are the only ones who can sign in and see everything, and others who see less can: asked
 * before the first step, since nothing of the demo comes back, and once more by demo_remove when they leave. */
bool demo_may_go(Services *services, Error *error);
bool demo_remove(Services *services, Arena *arena, int64_t now, Error *error);

extern const Route DEMO_ROUTES[];

#endif
