/*
 * Invented companies and people of the demo workspace, in Japanese and English: the only invented people in the tree.
 * Pure: the same number always gives the same name.
 */
#ifndef BANSO_DEMO_DEMO_NAMES_H
#define BANSO_DEMO_DEMO_NAMES_H

#include "base/arena.h"

#include <stdbool.h>

typedef struct {
    const char *name;    /* 株式会社ミナト物流 · Harbor Freight Ltd */
    const char *reading; /* みなとぶつりゅう; NULL for English names */
    const char *domain;  /* minato-butsuryu.example */
    const char *country; /* JP, GB, US, … */
    const char *time_zone;
    const char *currency;
    bool japanese;
} DemoCompany;

typedef struct {
    const char *name; /* 大野 健一 · Emma Marsh: as it is written in its own language */
    const char *reading;
    const char *email;
    const char *title;
} DemoPerson;

/* About three of four are Japanese, none where the demo is in English. Different for each index below 200. */
DemoCompany demo_company(Arena *arena, int index, bool english);
/* The n-th person of a company; the first is its champion, the second decides, the third pays. */
DemoPerson demo_person(Arena *arena, const DemoCompany *company, int company_index, int n);

#endif
