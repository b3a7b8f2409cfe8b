/* Who: choosing one of the people who work here, or a team of them; who is away, and for whom somebody stands in. */
import { useRead } from '../api/query';
import type { Absence, Id, Staff, Team } from '../api/types';
import { dayAdd, today, useDates } from '../lib/dates';
import { Select } from './field';
import { Muted } from './layout';
import { useKitWords } from './words';

export function useStaff(): Staff[] {
  return useRead<{ items: Staff[] }>({ path: '/staff', query: { limit: 200 }, topics: ['staff'] }).data?.items ?? [];
}

export function useTeams(): Team[] {
  return useRead<{ items: Team[] }>({ path: '/teams', topics: ['team', 'teams'] }).data?.items ?? [];
}

/** Absences of all, now and to come. */
export function useAbsences(): Absence[] {
  return useRead<{ items: Absence[] }>({ path: '/absences', topics: ['absence', 'absences'] }).data?.items ?? [];
}

/** How a person's absence of today is said: "away until 12 Dec"; null = they are here. */
export function useAwayText(): (id: Id | null) => string | null {
  const words = useKitWords();
  const dates = useDates();
  const absences = useAbsences();
  return (id) => {
    const away = absences.find((one) => one.staff_id === id && one.from_on <= today() && today() < one.until_on);
    return away ? words.awayUntil(dates.short(dayAdd(away.until_on, -1))) : null;
  };
}

/** How a person is offered where one of the staff is chosen. */
export function usePersonLabel(): (person: Pick<Staff, 'id' | 'name'>) => string {
  const words = useKitWords();
  const awayText = useAwayText();
  return ({ id, name }) => {
    const away = awayText(id);
    return away ? words.isAway(name, away) : name;
  };
}

/** Beside a name: until when the person is away; nothing while they are here. */
export function Away({ id }: { id: Id | null }) {
  const away = useAwayText()(id);
  return away && <Muted small>{away}</Muted>;
}

/** Beside what is somebody's for whom one stands in. */
export function ForOwner({ name }: { name: string | null | undefined }) {
  const words = useKitWords();
  return name && <Muted small>{words.forOwner(name)}</Muted>;
}

interface OwnerProps {
  value: Id | null;
  onChange: (id: Id | null) => void;
  label?: string;
  hint?: string;
  error?: string | null;
  size?: 'xs' | 'sm';
  /** Who cannot be chosen. */
  without?: Id | null;
}

const NOBODY = 'nobody';
const idOf = (value: string | null) => (value === null || value === NOBODY ? null : Number(value));

export function OwnerSelect({ value, onChange, label, hint, error, size, without }: OwnerProps) {
  const words = useKitWords();
  const labelOf = usePersonLabel();
  const staff = useStaff().filter((one) => (one.active || one.id === value) && one.id !== without);
  return (
    <Select
      label={label}
      hint={hint}
      name={label ? undefined : words.owner}
      error={error}
      size={size}
      search
      value={value === null ? NOBODY : String(value)}
      onChange={(next) => onChange(idOf(next))}
      options={[{ value: NOBODY, label: words.noOwner }, ...staff.map((one) => ({ value: String(one.id), label: labelOf(one) }))]}
    />
  );
}

export function TeamSelect({ value, onChange, label, hint, error, size }: Omit<OwnerProps, 'without'>) {
  const words = useKitWords();
  const teams = useTeams();
  return (
    <Select
      label={label}
      hint={hint}
      name={label ? undefined : words.team}
      error={error}
      size={size}
      search
      value={value === null ? NOBODY : String(value)}
      onChange={(next) => onChange(idOf(next))}
      options={[{ value: NOBODY, label: words.noTeam }, ...teams.map((one) => ({ value: String(one.id), label: one.name }))]}
    />
  );
}
