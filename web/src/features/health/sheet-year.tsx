/* The year of the sheet: both versions side by side, held against the accounts that churned and those that stayed. */
import { Link } from '@tanstack/react-router';
import type { ScorecardSheet, SheetLeaver, SheetRecord } from '../../api/types';
import { useDates } from '../../lib/dates';
import { countText, percentText } from '../../lib/numbers';
import { attributeName } from '../../ui/attribute';
import { type Naming, wordOf } from '../../ui/catalogue';
import { Bars, ChartFrame } from '../../ui/chart';
import { Muted, Notice } from '../../ui/layout';
import { useStaff } from '../../ui/staff';
import { SmallTable } from '../../ui/table-small';
import css from './sheet.module.css';
import { TrustTable, versionsOf } from './sheet-trust';
import { useSheetWords } from './sheet-words';

const ENDS: ['end', 'end'] = ['end', 'end'];

function Records({ sheet }: { sheet: ScorecardSheet }) {
  const words = useSheetWords();
  const days = (value: number) => countText(value, 0);
  const share = (hits: number, of: number, low: number, high: number) =>
    of === 0 ? '–' : words.share(countText(hits), countText(of), percentText(low), percentText(high));
  const part = (hits: number, of: number) => (of === 0 ? '–' : words.of(countText(hits), countText(of)));
  const figures: [string, (record: SheetRecord) => string][] = [
    [words.caught, (one) => share(one.caught, sheet.left, one.caught_low, one.caught_high)],
    [words.early, ({ early }) => (early ? words.earlyText(days(early.median), days(early.lower), days(early.upper)) : '–')],
    [words.withdrawn, (one) => part(one.withdrawn, sheet.left)],
    [words.missed, (one) => part(one.missed, sheet.left)],
    [words.falseAlarmed, (one) => share(one.false_alarmed, sheet.stayed, one.false_low, one.false_high)],
    [words.open, (one) => part(one.open, sheet.stayed)],
    [words.alarms, (one) => countText(one.alarms)],
    [words.byOwner, (one) => (one.alarms_by_owner === null ? '–' : countText(one.alarms_by_owner, 2))],
  ];
  const rows = figures.map(([name, of]) => [name, sheet.in_force ? of(sheet.in_force) : '–', of(sheet.draft)]);
  return <SmallTable label={words.year} head={[words.figure, words.inForce, words.proposed]} rows={rows} align={[undefined, ...ENDS]} />;
}

function Verdict({ sheet }: { sheet: ScorecardSheet }) {
  const words = useSheetWords();
  if (sheet.left === 0) return <Notice>{words.nobodyLeft}</Notice>;
  return (
    <div className={css.said}>
      {sheet.few && <Notice>{words.few(countText(sheet.left))}</Notice>}
      {sheet.in_force && <Muted small>{words.gained(countText(sheet.gained), countText(sheet.lost))}</Muted>}
    </div>
  );
}

function Weeks({ sheet }: { sheet: ScorecardSheet }) {
  const words = useSheetWords();
  const dates = useDates();
  const titles = (counts: number[]) => counts.map((count, at) => `${dates.day(sheet.weeks[at]?.day ?? sheet.as_of)}: ${count}`);
  const bad = sheet.weeks.map((week) => week.in_force.BAD);
  const badDraft = sheet.weeks.map((week) => week.draft.BAD);
  const alarms = sheet.weeks.map((week) => week.in_force_alarms);
  const alarmsDraft = sheet.weeks.map((week) => week.draft_alarms);
  const figures = {
    head: [
      words.week,
      `${words.badWeeks} · ${words.inForce}`,
      `${words.badWeeks} · ${words.proposed}`,
      `${words.alarmWeeks} · ${words.inForce}`,
      `${words.alarmWeeks} · ${words.proposed}`,
    ],
    rows: sheet.weeks.map((week, at) => [week.day, bad[at] ?? 0, badDraft[at] ?? 0, alarms[at] ?? 0, alarmsDraft[at] ?? 0]),
  };
  const rows: [string, number[], number[]][] = [
    [words.inForce, bad, alarms],
    [words.proposed, badDraft, alarmsDraft],
  ];
  return (
    <ChartFrame bare title={words.weeks} figures={figures} beside={<Muted small>{words.weeks}</Muted>}>
      <section className={css.bars} tabIndex={0} aria-label={words.weeks}>
        <span />
        <span>{words.badWeeks}</span>
        <span>{words.alarmWeeks}</span>
        {rows.map(([name, standing, begun]) => [
          <span key={name}>{name}</span>,
          <Bars
            key={`${name}.bad`}
            counts={standing}
            most={Math.max(...bad, ...badDraft)}
            titles={titles(standing)}
            label={`${words.badWeeks}, ${name}`}
            width={260}
            height={44}
          />,
          <Bars
            key={`${name}.alarms`}
            counts={begun}
            most={Math.max(...alarms, ...alarmsDraft)}
            titles={titles(begun)}
            label={`${words.alarmWeeks}, ${name}`}
            width={260}
            height={44}
          />,
        ])}
      </section>
    </ChartFrame>
  );
}

function Leavers({ sheet }: { sheet: ScorecardSheet }) {
  const words = useSheetWords();
  const dates = useDates();
  const said = (outcome: SheetLeaver['draft'], early: number | null) =>
    outcome === 'caught' && early !== null ? words.daysBefore(early) : wordOf(words.said, outcome);
  if (sheet.leavers.length === 0) return null;
  return (
    <section className={css.part}>
      <h3>{words.leavers}</h3>
      <SmallTable
        label={words.leavers}
        head={[words.account, words.leftOn, words.inForce, words.proposed]}
        rows={sheet.leavers.map((one) => [
          <Link key="name" to="/accounts/$id" params={{ id: String(one.account_id) }} search={{}}>
            {one.account}
          </Link>,
          dates.day(one.left_on),
          sheet.in_force ? said(one.in_force, one.in_force_early) : '–',
          said(one.draft, one.draft_early),
        ])}
      />
      {sheet.left > sheet.leavers.length && <Muted small>{words.more(countText(sheet.left - sheet.leavers.length))}</Muted>}
    </section>
  );
}

function Owners({ sheet }: { sheet: ScorecardSheet }) {
  const words = useSheetWords();
  const staff = useStaff();
  const name = (id: number | null) => (id === null ? words.noOwner : (staff.find((one) => one.id === id)?.name ?? String(id)));
  return (
    <section className={css.part}>
      <h3>{words.owners}</h3>
      <SmallTable
        label={words.owners}
        head={[words.owner, words.accounts, words.inForce, words.proposed]}
        rows={sheet.owners.map((one) => [
          name(one.owner_id),
          countText(one.accounts),
          sheet.in_force ? countText(one.in_force_alarms) : '–',
          countText(one.draft_alarms),
        ])}
        align={[undefined, 'end', ...ENDS]}
      />
    </section>
  );
}

export function Year({ sheet, naming }: { sheet: ScorecardSheet; naming: Naming }) {
  const words = useSheetWords();
  return (
    <>
      <section className={css.part}>
        <h3>{words.year}</h3>
        <Muted small>{words.yearText}</Muted>
        <Records sheet={sheet} />
        <Verdict sheet={sheet} />
      </section>
      <TrustTable judged={versionsOf(sheet, words.inForce, words.proposed)} leavers={sheet.leavers} />
      <section className={css.part}>
        <Weeks sheet={sheet} />
      </section>
      <Leavers sheet={sheet} />
      <Owners sheet={sheet} />
      <div className={css.said}>
        <Muted small>{words.falseText}</Muted>
        <Muted small>{words.known}</Muted>
        {sheet.undated.length > 0 && (
          <Muted small>{words.undated(sheet.undated.map((one) => attributeName(one, naming)).join(', '))}</Muted>
        )}
      </div>
    </>
  );
}
