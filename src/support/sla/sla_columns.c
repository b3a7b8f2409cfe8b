/* What the engine knows of broken promises: how many by day, and the measure over it. */
#include "support/sla/sla_store.h"

#include <string.h>

#define COLUMN_BREACHES "sla_breaches"

static const ColumnKind BREACHES[] = { { COLUMN_BREACHES, COLUMN_INT, .dated = true }, { 0 } };

/* A walk over all tickets says so once, and not of each account. */
static bool all_counted(const Fact *fact, bool shared)
{
    return shared && strcmp(fact->kind, SLA_RECALCULATED) == 0;
}

const ColumnSource SLA_COLUMNS[] = {
    { "SLA breaches", BREACHES, .counts = sla_breach_days, .counts_of = sla_breach_days_of,
      .on = { "sla.", "ticket.", "message." }, .moves_all = all_counted },
    { 0 },
};

const MeasureKind SLA_MEASURES[] = {
    { "sla_breaches", UNIT_COUNT, TAKES_DAYS, false, FIND_SUM, COLUMN_BREACHES, .days = 28, .none_is_zero = true,
      .evidence = evidence_sum,
      .definition =
          "Promised response and resolution times (SLA) of the account's tickets that were missed in the last "
          "n days, by due date." },
    { 0 },
};
