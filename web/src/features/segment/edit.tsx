/* A segment while it is written: name, what it is for, its condition, and how many accounts that is, counted while it changes. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Condition, Segment, SegmentPreviewed } from '../../api/types';
import { conditionOf, type Group, groupOf } from '../../lib/condition';
import { countText } from '../../lib/numbers';
import { useSettled } from '../../lib/settled';
import { useNaming } from '../../ui/catalogue';
import { ConditionBuilder } from '../../ui/condition';
import { Dialog } from '../../ui/dialog';
import { TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Muted, Notice } from '../../ui/layout';
import { problemOf, problemSentence, useProblemWords } from '../../ui/problem';
import { toast } from '../../ui/toast';
import css from './segment.module.css';
import { useSegmentWords } from './words';

export const TOPICS = ['segment', 'segments', 'scorecard', 'scorecards', 'views', 'accounts', 'quality'];

/** How many it is now, of all; what went before stays until the next count is there. */
function Size({ group }: { group: Group }) {
  const words = useSegmentWords();
  const problems = useProblemWords();
  const condition = useSettled(JSON.stringify(conditionOf(group)), 150);
  const counted = useQuery({
    queryKey: ['/segments/preview', condition],
    queryFn: ({ signal }) =>
      api<SegmentPreviewed>('/segments/preview', { method: 'POST', body: { condition: JSON.parse(condition) }, signal }),
    meta: { topics: [] },
    enabled: condition !== 'null',
    placeholderData: (before) => before,
  });
  if (condition === 'null') return <Muted small>{words.everybody}</Muted>;
  if (counted.error) return <Notice tone="bad">{problemSentence(problems, problemOf(counted.error))}</Notice>;
  if (!counted.data) return <Muted small>{words.counting}</Muted>;
  return <strong>{words.size(countText(counted.data.accounts), countText(counted.data.total))}</strong>;
}

interface SegmentDialogProps {
  segment: Segment | null;
  open: boolean;
  onClose: () => void;
  onSaved?: (segment: Segment) => void;
}

/** The builder may write a condition otherwise than it was given; sent, that would be a change, and scorecards would get versions. */
function isAsBefore(segment: Segment | null, condition: Condition | null): boolean {
  return segment !== null && JSON.stringify(condition) === JSON.stringify(conditionOf(groupOf(segment.condition)));
}

function Fields({ segment, onClose, onSaved }: Omit<SegmentDialogProps, 'open'>) {
  const words = useSegmentWords();
  const naming = useNaming();
  const [group, setGroup] = useState<Group>(() => groupOf(segment?.condition));
  const form = useForm({ name: segment?.name ?? '', about: segment?.about ?? '' });
  const condition = conditionOf(group);

  async function save({ name, about }: typeof form.values): Promise<void> {
    const named = { name: name.trim(), about: about.trim() || null };
    const body = isAsBefore(segment, condition) ? named : { ...named, condition };
    const saved = segment
      ? await api<Segment>(`/segments/${segment.id}`, { method: 'PATCH', body, version: segment.version })
      : await api<Segment>('/segments', { method: 'POST', body });
    topicsChanged(TOPICS);
    toast(words.saved(saved.name));
    onClose();
    onSaved?.(saved);
  }

  return (
    <Form
      form={form}
      onSend={save}
      onCancel={onClose}
      send={segment ? words.save : words.create}
      disabled={form.values.name.trim() === '' || condition === null}
    >
      <TextBox label={words.name} required autoFocus {...form.box('name')} />
      <TextBox label={words.about} hint={words.aboutHint} {...form.box('about')} />
      <div>
        <div className={css.label}>{words.condition}</div>
        <ConditionBuilder label={words.condition} value={group} onChange={setGroup} naming={naming} />
      </div>
      <p className={css.size} role="status">
        <Size group={group} />
      </p>
      {segment && segment.used_by.length > 0 && <Notice>{words.used(segment.used_by.length)}</Notice>}
    </Form>
  );
}

export function SegmentDialog({ segment, open, onClose, onSaved }: SegmentDialogProps) {
  const words = useSegmentWords();
  return (
    <Dialog open={open} onClose={onClose} title={segment ? words.editTitle : words.newTitle} size="lg">
      {open && <Fields segment={segment} onClose={onClose} onSaved={onSaved} />}
    </Dialog>
  );
}
