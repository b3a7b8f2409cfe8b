/*
 * Creates and removes the demo, each in many transactions. The first of them says that there is demo data which is not
 * whole, and the last one that it is whole, or gone. So a demo that was cut off, while it was made or while it was
 * removed, is known as such at whatever step that was: the next call that creates one removes what there is and starts
 * over. Each such call saves the staff as well, the first of them with a new password. One call works at a time.
 *
 * Removing goes in the order that costs least: contacts leave their accounts first, then accounts go 20 at a time, then
 * everything else in one transaction, whose fact `demo.removed` tells the followers what no fact of an account can tell
 * any more.
 */
#include "app/demo/demo.h"

#include "app/demo/world.h"
#include "base/id.h"
#include "customer/account/account.h"
#include "customer/catalog/product.h"
#include "customer/contact/contact.h"
#include "customer/view/view.h"
#include "demo.sql.h"
#include "house/search/search.h"
#include "house/staff/password.h"
#include "house/staff/staff.h"
#include "house/team/team.h"
#include "house/workspace/workspace.h"
#include "jobs/fact.h"
#include "jobs/unrest.h"

#include <stdatomic.h>

#include <string.h>

enum { PASSWORD_BYTES = 9, REMOVED_PER_STEP = 20 };

static const struct {
    const char *email, *name, *english_name, *role, *language;
} DEMO_STAFF[DEMO_CSMS] = {
    { "demo@banso.example", "佐藤 美咲", "Misaki Sato", "admin", "ja" },
    { "mori@banso.example", "森 健司", "Kenji Mori", "manager", "ja" },
    { "hayes@banso.example", "Laura Hayes", "Laura Hayes", "member", "en" },
    { "inoue@banso.example", "井上 亮", "Ryo Inoue", "member", "ja" },
};

static void (*watcher)(const char *part, int done, int of);

void demo_watch(void (*told)(const char *part, int done, int of))
{
    watcher = told;
}

void demo_told(const char *part, int done, int of)
{
    if (watcher)
        watcher(part, done, of);
}

const char *demo_staff_email(int index)
{
    return DEMO_STAFF[index].email;
}

/* ---- making ---------------------------------------------------------------------------------------------------- */

typedef struct {
    World *world;
    const char *hash;
    bool begins; /* the demo: what there is of one is not whole from here on */
} Staffing;

static bool staff_work(Db *db, void *context, Error *error)
{
    const Staffing *staffing = context;
    World *world = staffing->world;
    for (int i = 0; i < DEMO_CSMS; i++) {
        StaffGiven given = { .email = DEMO_STAFF[i].email,
                             .name = world->english ? DEMO_STAFF[i].english_name : DEMO_STAFF[i].name,
                             .role = DEMO_STAFF[i].role,
                             .language = world->english ? "en" : DEMO_STAFF[i].language,
                             .hash = i == 0 ? staffing->hash : NULL };
        if (!staff_put(db, db_arena(db), &given, "system", world->now, &world->staff[i], error))
            return false;
    }
    return !staffing->begins || workspace_demo_set(db, true, error);
}

/* What there is of a demo, and beside it. */
typedef struct {
    int64_t others; /* accounts */
    Ids demo;       /* accounts */
    bool begun;
    OptInt whole_on;
    Arena *arena;
} Accounts;

static bool accounts_work(Db *db, void *context, Error *error)
{
    Accounts *accounts = context;
    DemoAccountsRow *rows;
    OtherAccountsRow *others;
    Workspace *workspace;
    if (!workspace_get(db, accounts->arena, &workspace, error) ||
        !workspace_demo_day(db, accounts->arena, &accounts->whole_on, error) ||
        !other_accounts(db, accounts->arena, &others, error) ||
        !demo_accounts(db, accounts->arena, DB_MANY_MAX, &rows, &accounts->demo.count, error))
        return false;
    int64_t *ids = arena_array(accounts->arena, accounts->demo.count + 1, sizeof *ids);
    for (size_t i = 0; i < accounts->demo.count; i++)
        ids[i] = rows[i].id;
    accounts->demo.items = ids;
    accounts->others = others->accounts;
    accounts->begun = workspace->demo || accounts->demo.count > 0;
    return true;
}

static const struct {
    const char *name; /* for tests that hold it there */
    bool (*make)(World *world, Error *error);
} STEPS[] = {
    { "demo.catalog", catalog_make }, { "demo.rates", rates_make }, { "demo.companies", companies_make },
    { "demo.events", events_make },   { "demo.work", work_make },   { "demo.told", told_make },
};

static bool finish_work(Db *db, void *context, Error *error)
{
    const World *world = context;
    return workspace_demo_finish(db, world->today, error);
}

static bool world_make(World *world, Error *error)
{
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        if (!STEPS[i].make(world, error))
            return false;
        unrest_hold(world->services, STEPS[i].name);
    }
    return store_write(world->services->store, finish_work, world, error);
}

/* Of an earlier day: its "today" has gone by. */
static bool is_whole(const Accounts *accounts, int64_t today)
{
    return accounts->demo.count == DEMO_COMPANIES && accounts->whole_on.known && accounts->whole_on.value == today;
}

static bool accounts_find(Services *services, Arena *arena, Accounts *accounts, Error *error)
{
    *accounts = (Accounts) { .arena = arena };
    if (!store_read(services->store, accounts_work, accounts, error))
        return false;
    if (accounts->others == 0 || accounts->demo.count > 0)
        return true;
    return fail(error, ERROR_CONFLICT, NULL,
                "this workspace already holds accounts (%lld); create the demo in an empty one",
                (long long)accounts->others);
}

/* ---- removing -------------------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    Ids accounts;
    int64_t now;
    bool staff_stays; /* the demo is made again: its people are as an admin left them */
} Removal;

static bool accounts_remove(Db *db, void *context, Error *error)
{
    const Removal *removal = context;
    Writer writer = {
        .services = removal->services, .db = db, .arena = db_arena(db), .actor = "system", .now = removal->now
    };
    for (size_t i = 0; i < removal->accounts.count; i++)
        if (!account_drop(&writer, removal->accounts.items[i], error))
            return false;
    return demo_facts_delete(db, removal->accounts, error);
}

static bool products_remove(const Writer *writer, Error *error)
{
    Catalog catalog;
    if (!catalog_read(writer->db, writer->arena, &catalog, error))
        return false;
    for (int p = 0; p < DEMO_PRODUCTS; p++) {
        int64_t product = catalog_product_by_key(&catalog, DEMO_CATALOG[p].key);
        if (product && !(demo_catalog_facts_delete(writer->db, product, error) && product_drop(writer, product, error)))
            return false;
    }
    return true;
}

static bool staff_may_leave(Db *db, void *context, Error *error)
{
    const char *emails[DEMO_CSMS];
    (void)context;
    for (int i = 0; i < DEMO_CSMS; i++)
        emails[i] = DEMO_STAFF[i].email;
    return staff_can_go(db, db_arena(db), (Texts) { DEMO_CSMS, emails }, error);
}

/* Who is left is asked in the transaction in which they go: another admin may have left meanwhile. */
static bool staff_leave(const Writer *writer, Error *error)
{
    if (!staff_may_leave(writer->db, NULL, error))
        return false;
    for (int i = 0; i < DEMO_CSMS; i++) {
        int64_t id;
        if (!staff_id_by_email(writer->db, writer->arena, DEMO_STAFF[i].email, &id, error) ||
            !views_pass_on(writer, id, error) || !accounts_staff_leave(writer, id, error) ||
            !teams_staff_leave(writer, id, error) ||
            !staff_remove(writer->db, writer->arena, DEMO_STAFF[i].email, error))
            return false;
    }
    return true;
}

/* Its people go all at once at the end: an account that still had them would have each forgotten by itself, which looks
 * through all events for what they did elsewhere. */
static bool contacts_unjoin(Db *db, void *context, Error *error)
{
    const Accounts *accounts = context;
    return workspace_demo_set(db, accounts->begun, error) && demo_contacts_unjoin(db, error);
}

/* All its people; there are some thousands at most. */
static bool contacts_of_demo(Db *db, Ids *ids, Error *error)
{
    enum { STEP = 500 };
    Arena *arena = db_arena(db);
    int64_t *items = NULL;
    size_t count = 0, capacity = 0, found = STEP;
    while (found == STEP) {
        DemoContactsAfterRow *rows;
        if (!demo_contacts_after(db, arena, count ? items[count - 1] : 0, STEP, &rows, &found, error))
            return false;
        items = arena_room(arena, items, count, found + 1, &capacity, sizeof *items);
        for (size_t i = 0; i < found; i++)
            items[count++] = rows[i].id;
    }
    *ids = (Ids) { count, items };
    return true;
}

static bool contacts_delete(Db *db, Error *error)
{
    Ids contacts;
    return contacts_of_demo(db, &contacts, error) && demo_contacts_unjoin(db, error) &&
           demo_excluded_delete(db, error) && demo_known_delete(db, error) && demo_contacts_delete(db, error) &&
           search_keep(db, &CONTACT_SEARCH, contacts);
}

static bool rest_delete(Db *db, Error *error)
{
    return demo_contact_facts_delete(db, error) && demo_scorecard_facts_delete(db, error) &&
           demo_aliases_delete(db, error) && demo_waiting_delete(db, error) && contacts_delete(db, error) &&
           demo_scorecards_delete(db, error) && demo_rate_facts_delete(db, error) && demo_rates_delete(db, error);
}

/* The facts of accounts and rates were deleted with them, so one fact of the demo tells the followers. */
static bool rest_remove(Db *db, void *context, Error *error)
{
    const Removal *removal = context;
    Writer writer = {
        .services = removal->services, .db = db, .arena = db_arena(db), .actor = "system", .now = removal->now
    };
    Fact gone = { .kind = "demo.removed", .actor = "system", .at = removal->now };
    return (removal->staff_stays || staff_leave(&writer, error)) && products_remove(&writer, error) &&
           rest_delete(db, error) && workspace_demo_set(db, false, error) && fact_write(db, &gone, NULL, error);
}

static bool all_remove(Services *services, Arena *arena, bool staff_stays, int64_t now, Error *error)
{
    Accounts accounts = { .arena = arena };
    Removal removal = { .services = services, .now = now, .staff_stays = staff_stays };
    if (!store_read(services->store, accounts_work, &accounts, error) ||
        !store_write(services->store, contacts_unjoin, &accounts, error))
        return false;
    unrest_hold(services, "demo.unjoined");
    for (size_t i = 0; i < accounts.demo.count; i += REMOVED_PER_STEP) {
        size_t left = accounts.demo.count - i;
        removal.accounts = (Ids) { left < REMOVED_PER_STEP ? left : REMOVED_PER_STEP, accounts.demo.items + i };
        if (!store_write(services->store, accounts_remove, &removal, error))
            return false;
    }
    return store_write(services->store, rest_remove, &removal, error);
}

bool demo_may_go(Services *services, Error *error)
{
    return store_read(services->store, staff_may_leave, NULL, error);
}

/* ---- both ------------------------------------------------------------------------------------------------------- */

static atomic_flag at_work = ATOMIC_FLAG_INIT;

/* A second call would take apart what the first one is putting together, also when nobody waits for the first any more.
 */
static bool begin(Error *error)
{
    return !atomic_flag_test_and_set(&at_work) ||
           fail(error, ERROR_CONFLICT, NULL, "the demo is being created or removed; try again when that is done");
}

bool demo_remove(Services *services, Arena *arena, int64_t now, Error *error)
{
    if (!begin(error))
        return false;
    bool ok = all_remove(services, arena, false, now, error);
    atomic_flag_clear(&at_work);
    return ok;
}

/* While nobody has said yet in which zone days are and in what money is counted, the demo's reader is asked. From then
 * on the workspace's settings decide, as they do once there is demo data: a demo is in one language. */
typedef struct {
    Services *services;
    const DemoAsked *asked;
    int64_t now;
    bool begun;   /* there is demo data */
    bool english; /* out */
} Settling;

static bool settings_work(Db *db, void *context, Error *error)
{
    Settling *settling = context;
    const DemoAsked *asked = settling->asked;
    Workspace *workspace;
    if (!workspace_get(db, db_arena(db), &workspace, error))
        return false;
    bool stays = workspace->version > 0 || settling->begun || !asked->language;
    settling->english = text_equal(stays ? workspace->language : asked->language, "en");
    if (stays)
        return true;
    workspace->language = asked->language;
    workspace->currency = settling->english ? "USD" : "JPY";
    workspace->fiscal_month = settling->english ? 1 : 4;
    if (asked->time_zone)
        workspace->time_zone = asked->time_zone;
    return workspace_put(settling->services, db, workspace, "system", settling->now, error);
}

/* What comes before the first step: nobody else's accounts, a password, and settings. */
static bool prepare(Settling *settling, Arena *arena, const char *password, Accounts *accounts, const char **hash,
                    Error *error)
{
    if (!accounts_find(settling->services, arena, accounts, error) || !password_hash(arena, password, hash, error))
        return false;
    settling->begun = accounts->begun;
    return store_write(settling->services->store, settings_work, settling, error);
}

static bool make(Settling *settling, Arena *arena, DemoMade *made, Error *error)
{
    Services *services = settling->services;
    World world = { .services = services, .arena = arena, .now = settling->now };
    Staffing staffing = { .world = &world };
    Accounts accounts;
    made->email = DEMO_STAFF[0].email;
    made->password = id_secret(arena, PASSWORD_BYTES);
    if (!prepare(settling, arena, made->password, &accounts, &staffing.hash, error))
        return false;
    world.english = settling->english;
    world.today = zone_day(atomic_load(&services->zone), world.now);
    world.first_day = world.today - DEMO_DAYS + 1;
    made->made = staffing.begins = !is_whole(&accounts, world.today);
    if (made->made && accounts.begun && !all_remove(services, arena, true, world.now, error))
        return false;
    return store_write(services->store, staff_work, &staffing, error) && (!made->made || world_make(&world, error));
}

bool demo_make(Services *services, Arena *arena, const DemoAsked *asked, int64_t now, DemoMade *made, Error *error)
{
    Settling settling = { .services = services, .asked = asked, .now = now };
    if (!begin(error))
        return false;
    bool ok = make(&settling, arena, made, error);
    atomic_flag_clear(&at_work);
    return ok;
}
