/*
 * Numbers without state: demo_chance hashes a company and a purpose, so every part of the demo can ask for the same
 * company in any order and gets the same life. A life has dates (begins, turns, leaves) and a story; demo_busy
 * multiplies story, weekday, feature and product into how much a company does on a day.
 */
#include "app/demo/demo_life.h"

/* SplitMix64's finaliser (Steele, Lea, Flood 2014) over the three arguments: repeatable without state. */
double demo_chance(uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t z = a * 0x9e3779b97f4a7c15u + b * 0xbf58476d1ce4e5b9u + c * 0x94d049bb133111ebu + 0x2545f4914f6cdd1du;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (double)(z >> 11) / 9007199254740992.0;
}

static const struct {
    Story story;
    int of_hundred;
} STORIES[] = {
    { STORY_STEADY, 42 },          { STORY_GROWING, 12 }, { STORY_FADES_AND_LEAVES, 12 }, { STORY_LEAVES_SUDDENLY, 3 },
    { STORY_FADES_AND_STAYS, 10 }, { STORY_RECOVERS, 7 }, { STORY_STALLS_IN_SETUP, 5 },   { STORY_NEW, 6 },
    { STORY_WITHOUT_DATA, 3 },
};

static Story story_of(int company)
{
    int place = (int)(demo_chance((uint64_t)company, 1, 1) * 100), sum = 0;
    for (unsigned i = 0; i < sizeof STORIES / sizeof STORIES[0]; i++) {
        sum += STORIES[i].of_hundred;
        if (place < sum)
            return STORIES[i].story;
    }
    return STORY_STEADY;
}

static void life_dates(DemoLife *life, uint64_t c)
{
    life->begins = (int)(demo_chance(c, 2, 1) * 320);
    life->leaves = DEMO_DAYS + 365;
    life->turns = life->begins + 120 + (int)(demo_chance(c, 2, 2) * 100);
    switch (life->story) {
    case STORY_FADES_AND_LEAVES: /* the last weeks hold some who are fading now and have not left yet */
        life->leaves = life->begins + 200 + (int)(demo_chance(c, 2, 3) * 260);
        life->turns = life->leaves - 40 - (int)(demo_chance(c, 2, 4) * 50);
        break;
    case STORY_LEAVES_SUDDENLY:
        life->leaves = life->begins + 180 + (int)(demo_chance(c, 2, 3) * 150);
        break;
    case STORY_FADES_AND_STAYS:
        life->turns = DEMO_DAYS - 10 - (int)(demo_chance(c, 2, 5) * 60);
        break;
    case STORY_STALLS_IN_SETUP:
        life->begins = DEMO_DAYS - 35 - (int)(demo_chance(c, 2, 6) * 60);
        break;
    case STORY_NEW:
        life->begins = DEMO_DAYS - 5 - (int)(demo_chance(c, 2, 7) * 40);
        break;
    default:
        break;
    }
}

DemoLife demo_life(int company)
{
    uint64_t c = (uint64_t)company;
    DemoLife life = { .story = story_of(company) };
    life_dates(&life, c);
    double size = demo_chance(c, 3, 1);
    life.seats = 5 + (int)(size * size * size * 115);
    life.people = 2 + (int)(life.seats * (0.35 + demo_chance(c, 3, 2) * 0.5));
    if (life.people > 40)
        life.people = 40;
    life.products = 1 + (demo_chance(c, 3, 3) > 0.55) + (demo_chance(c, 3, 4) > 0.8);
    life.rate = 0.12 + demo_chance(c, 3, 5) * 0.2;
    return life;
}

static double ramp(int day, int from, int to, double before, double after)
{
    if (day <= from)
        return before;
    if (day >= to)
        return after;
    return before + (after - before) * (day - from) / (to - from);
}

static double story_factor(const DemoLife *life, int day)
{
    int age = day - life->begins;
    double settled = ramp(age, 0, 35, 0.25, 1.0);
    switch (life->story) {
    case STORY_GROWING:
        return settled * ramp(age, 35, 300, 0.7, 1.3);
    case STORY_FADES_AND_LEAVES:
        return settled * ramp(day, life->turns, life->turns + 35, 1.0, 0.06);
    case STORY_FADES_AND_STAYS:
        return settled * ramp(day, life->turns, life->turns + 25, 1.0, 0.15);
    case STORY_RECOVERS:
        return settled * (day < life->turns + 40 ? ramp(day, life->turns, life->turns + 20, 1.0, 0.15)
                                                 : ramp(day, life->turns + 40, life->turns + 70, 0.15, 1.0));
    case STORY_STALLS_IN_SETUP:
        return ramp(age, 8, 16, 0.4, 0.01);
    case STORY_WITHOUT_DATA:
        return 0;
    default:
        return settled;
    }
}

double demo_busy(const DemoLife *life, int day, int product, int feature, int weekday)
{
    /* Sunday to Saturday: people work on weekdays, Monday most. */
    static const double WEEK[7] = { 0.05, 1.15, 1.0, 1.0, 1.0, 0.9, 0.08 };
    static const double FEATURE[DEMO_FEATURES] = { 1.6, 1.0, 0.7, 0.5, 0.25, 0.1 };
    static const double PRODUCT[DEMO_PRODUCTS] = { 1.0, 0.6, 0.45 };
    if (day < life->begins || day >= life->leaves || product >= life->products)
        return 0;
    return story_factor(life, day) * WEEK[weekday] * FEATURE[feature] * PRODUCT[product];
}
