/*
 * What staff did in the demo: two published scorecards from the templates, tasks, assessments. told_make then lets
 * health judge each of the last 120 days in order, one hour after midnight, so that bands have a history with facts, as
 * if the server had been running all along.
 */
#include "app/demo/world.h"
#include "customer/task/task.h"
#include "success/health/health.h"
#include "success/health/template.h"

#include <string.h>

enum { TOLD_DAYS = 120 };

/* ---- scorecards ------------------------------------------------------------------------------------------------ */

static bool scorecards_work(Db *db, void *context, Error *error)
{
    static const struct {
        const char *template;
        int position;
    } CARDS[] = { { "first_90_days", 10 }, { "usage", 20 } };
    World *world = context;
    Writer writer = {
        .services = world->services, .db = db, .arena = db_arena(db), .actor = "system", .now = world->now
    };
    for (size_t i = 0; i < sizeof CARDS / sizeof CARDS[0]; i++)
        for (const Template *template = TEMPLATES; template->key; template ++) {
            if (strcmp(template->key, CARDS[i].template) != 0)
                continue;
            ScorecardGiven given = { .name = world->english ? template->name : template->name_ja,
                                     .purpose = "retention",
                                     .segment = template->segment,
                                     .position = CARDS[i].position,
                                     .definition = template->definition,
                                     .publish = true,
                                     .demo = true };
            int64_t id;
            if (!scorecard_add(&writer, &given, &id, error))
                return false;
        }
    return true;
}

/* ---- what people have to do ------------------------------------------------------------------------------------ */

static bool company_work(const World *world, const Writer *writer, int company, Error *error)
{
    static const char *const TITLES[][2] = {
        { "承認者の権限を確認する", "Check who may approve" },
        { "三か月の振り返り資料をつくる", "Prepare the three-month review" },
        { "更新前の面談を決める", "Set a date for the renewal talk" },
        { "使い始めの研修を案内する", "Invite them to the starter training" },
        { "導入状況のヒアリング", "Ask how the roll-out goes" },
    };
    bool japanese = demo_company(writer->arena, company, world->english).japanese;
    double chance = demo_chance((uint64_t)company, 20, 1);
    DemoLife life = demo_life(company);
    if (life.leaves < DEMO_DAYS || chance > 0.18)
        return true;
    TaskGiven given = { .account_id = world->accounts[company],
                        .owner_id = world->staff[company % DEMO_CSMS],
                        .demo = true,
                        .title = TITLES[company % 5][japanese ? 0 : 1],
                        .due_on = { world->today + (int)(chance * 60) - 2, true } };
    int64_t id;
    return task_add(writer, &given, &id, error);
}

static bool judgement_for(const World *world, const Writer *writer, int company, Error *error)
{
    bool japanese = demo_company(writer->arena, company, world->english).japanese;
    DemoLife life = demo_life(company);
    if (life.leaves < DEMO_DAYS || demo_chance((uint64_t)company, 21, 1) > 0.1)
        return true;
    JudgementGiven given = { .account_id = world->accounts[company],
                             .band = life.story == STORY_FADES_AND_STAYS ? BAND_NORMAL : BAND_GOOD,
                             .text = japanese ? "先方担当者と話した。使い方に困っている様子はない。"
                                              : "Spoke with them: nothing in the way of using it.",
                             .on_day = world->today - 5,
                             .author_id = world->staff[company % DEMO_CSMS],
                             .demo = true };
    int64_t id;
    return judgement_add_given(writer, &given, &id, error);
}

static bool people_work(Db *db, void *context, Error *error)
{
    World *world = context;
    Writer writer = {
        .services = world->services, .db = db, .arena = db_arena(db), .actor = "system", .now = world->now
    };
    for (int c = 0; c < DEMO_COMPANIES; c++)
        if (!company_work(world, &writer, c, error) || !judgement_for(world, &writer, c, error))
            return false;
    return true;
}

bool work_make(World *world, Error *error)
{
    return store_write(world->services->store, scorecards_work, world, error) &&
           store_write(world->services->store, people_work, world, error);
}

bool told_make(World *world, Error *error)
{
    for (int64_t day = world->today - TOLD_DAYS; day <= world->today; day++) {
        demo_told("scores", (int)(day - world->today + TOLD_DAYS), TOLD_DAYS + 1);
        int64_t at = zone_midnight(atomic_load(&world->services->zone), day) + MS_PER_HOUR;
        if (!health_tell(world->services, day, (Ids) { 0 }, at < world->now ? at : world->now, error))
            return false;
    }
    return true;
}
