/* Who: choosing one of the people who work here. */
import { useRead } from '../api/query';
import type { Id, Staff } from '../api/types';
import { Select } from './field';
import { useKitWords } from './words';

export function useStaff(): Staff[] {
  return useRead<{ items: Staff[] }>({ path: '/staff', query: { limit: 200 }, topics: ['staff'] }).data?.items ?? [];
}

interface OwnerProps {
  value: Id | null;
  onChange: (id: Id | null) => void;
  label?: string;
  error?: string | null;
  size?: 'xs' | 'sm';
}

const NOBODY = 'nobody';

export function OwnerSelect({ value, onChange, label, error, size }: OwnerProps) {
  const words = useKitWords();
  const staff = useStaff().filter((one) => one.active || one.id === value);
  return (
    <Select
      label={label}
      name={label ? undefined : words.owner}
      error={error}
      size={size}
      search
      value={value === null ? NOBODY : String(value)}
      onChange={(next) => onChange(next === null || next === NOBODY ? null : Number(next))}
      options={[{ value: NOBODY, label: words.noOwner }, ...staff.map((one) => ({ value: String(one.id), label: one.name }))]}
    />
  );
}
