/*
 * Promises (SLA): by when a ticket is to be answered, and by when solved. A policy has a condition on tickets and, by
 * priority, targets in minutes of business time; of those in order, the first that fits a ticket holds for it.
 *
 * A ticket has clocks: one for the first response, one for each later message of the customer until somebody answers
 * it, one for the resolution. Each says when it is due and why. What runs when is in sla_runs.c, how it is measured in
 * sla_clock.h; both are pure. The clocks are computed anew in the transaction of each change of their ticket
 * (TicketFollower), and by jobs after a change of policies, calendars, holidays or the account, and once a day. What
 * was missed when an import brought its ticket, or when a policy began, is told to nobody.
 *
 * A clock that has stopped keeps what was promised when it did, and a ticket that is solved what was promised for it,
 * whatever becomes of priority and policy; a calendar that changes measures both again.
 *
 * Not for: when the staff work (house/hours), who may do what.
 * Units: instants and spans in ms, targets in minutes of business time.
 * Source: docs/en/metrics.md, "Promises".
 * Errors: INPUT with the field; MISSING; CONFLICT for another version.
 * Forgets a person: it holds nothing of one.
 */
#ifndef BANSO_SLA_SLA_H
#define BANSO_SLA_SLA_H

enum { SLA_POLICIES_MAX = 50 };

#endif
