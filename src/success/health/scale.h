/*
 * The scale of a measure with points: which share of its weight which value earns.
 *
 *   "low":0,"high":20                      in proportion from low to high; low > high where less is better
 *   "low":1,"high":1000,"scale":"log"      in proportion to the logarithm: from 1 to 10 as much as from 10 to 100
 *   "pieces":[{"at":2,"share":0},{"at":10,"share":1},{"at":50,"share":1},{"at":90,"share":0.3}]
 *                                          straight between 2 to 8 points; beyond the outer ones as they say
 *
 * Pieces rise or fall, or do both with one turn: what turns twice is a guess about noise, and no sentence says it. A
 * measure on a log scale has no second points in its scorecard, since the sum of two such scales can have its best
 * value between all of their bounds, where nobody looks for what would lift an account (lever.h).
 *
 * Units: values of the measure; shares from 0 to 1. Errors: INPUT with the path of what is wrong. Forgets a person: as
 * definition.h.
 */
#ifndef BANSO_HEALTH_SCALE_H
#define BANSO_HEALTH_SCALE_H

#include "success/health/definition.h"

enum { PIECES_MIN = 2, PIECES_MAX = 8 };

/* `place`: where the points stand ("points[2]"). */
bool scale_read(Arena *arena, const Json *json, const char *place, JudgePoints *points, Error *error);
/* After operand and weight are known. False: too many points. */
bool scale_compile(Program *program, const JudgePoints *points);
/* INPUT where a value on the scale is one that the measure cannot have. */
bool scale_sane(Arena *arena, const JudgePoints *points, const char *place, Error *error);

#endif
