/*
 * Accounts, contacts and contracts of the demo, 20 companies per transaction, so that no commit is long. All of it goes
 * through the modules' own functions, as an import does, and carries `demo`, by which demo_remove finds it. Facts are
 * dated to the day on which the company began.
 *
 * In order: one company, its contracts, the steps.
 */
#include "app/demo/world.h"
#include "customer/contact/contact.h"
#include "revenue/contract/contract.h"

#include <string.h>

enum { COMPANIES_PER_STEP = 20, CONTACTS_MAX = 40 };

const char *demo_external_id(Arena *arena, int company)
{
    return arena_format(arena, "demo-%03d", company);
}

const char *demo_user_id(Arena *arena, int company, int person)
{
    return arena_format(arena, "demo-%03d-%02d", company, person);
}

int64_t demo_instant(const World *world, int day, double share)
{
    const int64_t opens = 9 * (int64_t)MS_PER_HOUR, open_for = 9 * (int64_t)MS_PER_HOUR;
    int64_t midnight = zone_midnight(atomic_load(&world->services->zone), demo_day(world, day));
    int64_t at = midnight + opens + (int64_t)(share * (double)open_for);
    return at < world->now ? at : world->now;
}

/* ---- one company ----------------------------------------------------------------------------------------------- */

static const char *stage_of(const DemoLife *life)
{
    int age = DEMO_DAYS - 1 - life->begins;
    if (life->leaves < DEMO_DAYS)
        return "left";
    if (age < 90)
        return "onboarding";
    return life->story == STORY_GROWING ? "expansion" : age % 365 > 300 ? "renewal" : "adoption";
}

static bool account_make(World *world, const Writer *writer, int company, const DemoLife *life, Error *error)
{
    DemoCompany made = demo_company(writer->arena, company, world->english);
    AccountGiven given = { .external_id = demo_external_id(writer->arena, company),
                           .name = made.name,
                           .reading = made.reading,
                           .domain = made.domain,
                           .country = made.country,
                           .time_zone = made.time_zone,
                           .language = made.japanese ? "ja" : "en",
                           .owner_email = demo_staff_email(company % DEMO_CSMS),
                           .touch = life->seats > 50   ? "high"
                                    : life->seats > 15 ? "low"
                                                       : "tech",
                           .stage = stage_of(life),
                           .created_at = { writer->now, true },
                           .demo = true };
    Upsert outcome;
    return account_upsert(writer, &given, &world->accounts[company], &outcome, error);
}

static bool contacts_make(World *world, const Writer *writer, int company, const DemoLife *life, Error *error)
{
    static const char *const ROLES[] = { "champion,user", "decision_maker", "billing,user" };
    DemoCompany made = demo_company(writer->arena, company, world->english);
    for (int p = 0; p < life->people && p < CONTACTS_MAX; p++) {
        DemoPerson person = demo_person(writer->arena, &made, company, p);
        ContactGiven given = { .external_id = demo_user_id(writer->arena, company, p),
                               .account_id = world->accounts[company],
                               .name = person.name,
                               .reading = person.reading,
                               .email = person.email,
                               .title = person.title,
                               .language = made.japanese ? "ja" : "en",
                               .roles = p < 3 ? ROLES[p] : "user",
                               .demo = true };
        Upsert outcome;
        int64_t id;
        if (!contact_upsert(writer, &given, &id, &outcome, error))
            return false;
    }
    return true;
}

/* ---- its contracts --------------------------------------------------------------------------------------------- */

typedef struct {
    int company, product, from, until, seats; /* days of the demo; until DEMO_DAYS or more = open */
    int term_months;
} DemoTerm;

static bool line_make(World *world, const Writer *writer, const DemoLife *life, const DemoTerm *term, Error *error)
{
    DemoCompany made = demo_company(writer->arena, term->company, world->english);
    int price = DEMO_CATALOG[term->product].price[made.japanese ? 0 : 1];
    bool leaves = life->leaves < DEMO_DAYS + 60;
    int64_t begins = demo_day(world, life->begins);
    ContractGiven given = {
        .external_id = arena_format(writer->arena, "demo-%03d-%s", term->company, DEMO_CATALOG[term->product].key),
        .account_id = world->accounts[term->company],
        .name = made.japanese ? DEMO_CATALOG[term->product].name_ja : DEMO_CATALOG[term->product].name,
        .from_on = demo_day(world, term->from),
        .product_id = world->products[term->product],
        .plan = term->seats > 30 ? "business" : "standard",
        .seats = { term->seats, true },
        .price_minor = (int64_t)price * term->seats * term->term_months,
        .currency = made.currency,
        .term_months = term->term_months,
        .kind = LINE_PAID,
        .auto_renews = { 1, true },
        .notice_days = { 30, true },
        .demo = true
    };
    int64_t renews = begins;
    while (renews <= world->today)
        renews = day_add_months(renews, term->term_months);
    given.renews_on = (OptInt) { renews, true };
    if (term->until < DEMO_DAYS + 60)
        given.until_on = (OptInt) { demo_day(world, term->until), true };
    if (leaves && life->leaves - 20 < DEMO_DAYS)
        given.cancelled_on = (OptInt) { demo_day(world, life->leaves - 20), true };
    Upsert outcome;
    int64_t id;
    return contract_upsert(writer, &given, &id, &outcome, error);
}

/* Growing companies add seats after half a year; the second and third product come later than the first. */
static bool contracts_make(World *world, const Writer *writer, int company, const DemoLife *life, Error *error)
{
    int term = demo_chance((uint64_t)company, 5, 1) < 0.85 ? 12 : 1;
    for (int p = 0; p < life->products; p++) {
        DemoTerm first = { .company = company,
                           .product = p,
                           .from = life->begins + 60 * p,
                           .until = life->leaves,
                           .seats = life->seats,
                           .term_months = term };
        DemoTerm more = first;
        if (first.from >= DEMO_DAYS || first.from >= life->leaves)
            continue;
        if (life->story == STORY_GROWING && first.from + 180 < DEMO_DAYS) {
            more.from = first.until = first.from + 180;
            more.seats = first.seats + first.seats / 2;
        }
        if (!line_make(world, writer, life, &first, error) ||
            (more.from != first.from && !line_make(world, writer, life, &more, error)))
            return false;
    }
    return true;
}

/* ---- steps ----------------------------------------------------------------------------------------------------- */

typedef struct {
    World *world;
    int from;
} Companies;

static bool companies_work(Db *db, void *context, Error *error)
{
    const Companies *step = context;
    World *world = step->world;
    for (int c = step->from; c < step->from + COMPANIES_PER_STEP && c < DEMO_COMPANIES; c++) {
        DemoLife life = demo_life(c);
        Writer writer = { .services = world->services,
                          .db = db,
                          .arena = db_arena(db),
                          .actor = "system",
                          .now = demo_instant(world, life.begins, 0.1) };
        if (!account_make(world, &writer, c, &life, error) || !contacts_make(world, &writer, c, &life, error) ||
            !contracts_make(world, &writer, c, &life, error))
            return false;
    }
    return true;
}

bool companies_make(World *world, Error *error)
{
    for (int c = 0; c < DEMO_COMPANIES; c += COMPANIES_PER_STEP) {
        Companies step = { world, c };
        demo_told("companies", c, DEMO_COMPANIES);
        if (!store_write(world->services->store, companies_work, &step, error))
            return false;
    }
    return true;
}
