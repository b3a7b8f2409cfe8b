/*
 * Scorecards to start from: a list of constants, worded in both languages. Not for: anything that a workspace keeps.
 *
 * Units: those of the measures.
 * Errors: none; a test compiles each.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_HEALTH_TEMPLATE_H
#define BANSO_HEALTH_TEMPLATE_H

typedef struct {
    const char *key, *name, *name_ja, *about, *about_ja;
    const char *segment;    /* condition as JSON; NULL = all accounts */
    const char *definition; /* as JSON */
} Template;

extern const Template TEMPLATES[]; /* ended by { 0 } */

#endif
