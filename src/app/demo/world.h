/* Inside demo: what is created first and referred to later, and the steps that create it. */
#ifndef BANSO_DEMO_WORLD_H
#define BANSO_DEMO_WORLD_H

#include "app/demo/demo_life.h"
#include "app/demo/demo_names.h"
#include "customer/account/account.h"

enum { DEMO_CSMS = 4 };

typedef struct {
    Services *services;
    Arena *arena; /* of the whole making; each step has its own */
    int64_t now, today, first_day;
    bool english; /* names, tasks and scorecards; otherwise as in Japan, with some English companies */
    int64_t staff[DEMO_CSMS];
    int64_t products[DEMO_PRODUCTS];
    int64_t accounts[DEMO_COMPANIES];
} World;

typedef struct {
    const char *key, *name, *name_ja;
    const char *features[DEMO_FEATURES][4]; /* key, event, name, name_ja; the first is the core one */
    int price[2];                           /* minor units a seat and month: yen, and cents or pence */
} DemoProduct;
extern const DemoProduct DEMO_CATALOG[DEMO_PRODUCTS];

/* The e-mail of a member of the demo's staff; the first one signs in. */
const char *demo_staff_email(int index);
const char *demo_external_id(Arena *arena, int company);
const char *demo_user_id(Arena *arena, int company, int person);
static inline int64_t demo_day(const World *world, int day)
{
    return world->first_day + day;
}
/* An instant in the working hours of that day. */
int64_t demo_instant(const World *world, int day, double share);

/* Tells who watches (demo_watch) how far a part has come. */
void demo_told(const char *part, int done, int of);

/* Each in transactions of its own. */
bool catalog_make(World *world, Error *error);   /* products and features */
bool rates_make(World *world, Error *error);     /* currency rates */
bool companies_make(World *world, Error *error); /* accounts, contacts, contracts */
bool events_make(World *world, Error *error);
bool work_make(World *world, Error *error); /* scorecards, tasks, judgements */
bool told_make(World *world, Error *error); /* the last months of bands, day by day, as health records them */

#endif
