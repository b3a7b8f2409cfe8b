/*
 * How the invented companies live: a story for each, and from it how busy each is on a day. Pure and repeatable. Most
 * of those who leave fade before it; a few leave out of the blue and a few fade and stay, as in life.
 */
#ifndef BANSO_DEMO_DEMO_LIFE_H
#define BANSO_DEMO_DEMO_LIFE_H

#include <stdbool.h>
#include <stdint.h>

enum { DEMO_COMPANIES = 200, DEMO_DAYS = 548, DEMO_PRODUCTS = 3, DEMO_FEATURES = 6 };

typedef enum {
    STORY_STEADY,
    STORY_GROWING,
    STORY_FADES_AND_LEAVES,
    STORY_LEAVES_SUDDENLY,
    STORY_FADES_AND_STAYS,
    STORY_RECOVERS,
    STORY_STALLS_IN_SETUP,
    STORY_NEW,
    STORY_WITHOUT_DATA
} Story;

typedef struct {
    Story story;
    int begins; /* day of the demo (0 … DEMO_DAYS − 1) on which the first contract begins */
    int leaves; /* day of its end of service; DEMO_DAYS or more = stays */
    int turns;  /* day on which its fading or recovery begins */
    int seats;
    int people;   /* who use it at some time */
    int products; /* 1 to 3 */
    double rate;  /* events a working day, person and feature at full use */
} DemoLife;

DemoLife demo_life(int company);
/* 0 … about 1.3: how busy the company is with a product's feature that day; 0 on days without a contract. */
double demo_busy(const DemoLife *life, int day, int product, int feature, int weekday);
/* A number in [0, 1) that depends on nothing but its arguments. */
double demo_chance(uint64_t a, uint64_t b, uint64_t c);

#endif
