/*
 * For tests, in builds that are made for them (BANSO_TESTING); in all others these functions do nothing. Threads that
 * nobody orders mostly take turns in the same way, so a test that depends on it passes a thousand times.
 *
 * BANSO_UNREST=SEED makes the threads of jobs, facts and schedules pause before what they do next, for times that
 * follow from the seed: half of the pauses are none, an eighth are long enough for a page of requests.
 * BANSO_HOLD=FILE holds jobs, and other work of several steps: as long as that file names the beginning of its kind
 * ("import."), one that has made a step goes no further, so that a test meets it at work however slow the test is.
 * BANSO_PATIENCE=SECONDS is for how long a client's slowness is borne, at work and at the end: a test that is itself
 * the client may be slow.
 *
 * Not for: waiting in the program itself.
 * Units: the pauses are at most half a second.
 * Errors: none. Forgets a person: nothing is kept.
 */
#ifndef BANSO_JOBS_UNREST_H
#define BANSO_JOBS_UNREST_H

#include "http/services.h"

/* Before work that another thread may do first. */
void unrest(void);
/* Between two steps of work of that kind, outside any transaction. Returns when the file names it no more, or when the
 * program is to stop. */
void unrest_hold(const Services *services, const char *kind);
/* Seconds; 0 = none are named. */
int unrest_patience(void);

#endif
