/* How a clock is measured: see the header. */
#include "support/sla/sla_clock.h"

static bool runs(const SlaRun *run)
{
    return run->count && !run->pieces[run->count - 1].until.known;
}

/* When that much business time has passed on the clock. After its last piece it goes on where it stopped, so that one
 * that was in time has a due time, too; a paused one does not. */
static OptInt reached(const Hours *hours, const SlaRun *run, int64_t span)
{
    int64_t used = 0;
    for (size_t i = 0; i < run->count; i++) {
        const SlaPiece *piece = &run->pieces[i];
        bool goes_on = !piece->until.known || (i + 1 == run->count && run->stopped_at.known);
        int64_t passed = piece->until.known ? hours_between(hours, piece->from, piece->until.value) : 0;
        if (goes_on || used + passed >= span) {
            int64_t at = hours_after(hours, piece->from, span - used);
            return (OptInt) { at, at != HOURS_NEVER };
        }
        used += passed;
    }
    return (OptInt) { 0 };
}

static int64_t used_until(const Hours *hours, const SlaRun *run, int64_t now)
{
    int64_t used = 0;
    for (size_t i = 0; i < run->count; i++)
        used +=
            hours_between(hours, run->pieces[i].from, run->pieces[i].until.known ? run->pieces[i].until.value : now);
    return used;
}

/* Nothing passes before the hours begin again. */
static OptInt late_from(const Hours *hours, const SlaRun *run, OptInt due)
{
    if (!due.known || !runs(run))
        return (OptInt) { 0 };
    int64_t at = hours_after(hours, due.value, 0);
    return (OptInt) { at, at != HOURS_NEVER };
}

SlaMeasured sla_measure(const Hours *hours, const SlaRun *run, SlaLimit limit, int64_t now)
{
    SlaMeasured measured = { .used = used_until(hours, run, now), .paused = !runs(run) && !run->stopped_at.known };
    measured.due_at = reached(hours, run, limit.target);
    if (limit.warn > 0 && limit.warn < limit.target)
        measured.warn_at = reached(hours, run, limit.target - limit.warn);
    measured.breaks_at = late_from(hours, run, measured.due_at);
    if (measured.used > limit.target)
        measured.breached_at = measured.due_at;
    return measured;
}

int64_t sla_paused_ms(const Hours *hours, const SlaRun *run, int64_t until)
{
    int64_t paused = 0, from = run->started_at;
    for (size_t i = 0; i < run->count && from < until; i++) {
        const SlaPiece *piece = &run->pieces[i];
        paused += hours_between(hours, from, piece->from < until ? piece->from : until);
        from = piece->until.known ? piece->until.value : until;
    }
    return paused + (run->stopped_at.known ? 0 : hours_between(hours, from, until));
}
