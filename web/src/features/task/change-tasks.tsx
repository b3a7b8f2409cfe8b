/* One change to several tasks: those that were ticked, or all that the list shows; and its undo. */
import { useState } from 'react';
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { Day, TasksChanged } from '../../api/types';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { DateBox, Select } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Muted, Notice } from '../../ui/layout';
import type { Chosen } from '../../ui/selection';
import { usePersonLabel, useStaff, useTeams } from '../../ui/staff';
import { toastError } from '../../ui/toast';
import { tasksChange, tasksChanged } from './tasks-acts';
import { useTasksWords } from './tasks-words';

const KEEP = 'keep';
const NOBODY = 'nobody';

interface Values {
  owner_id: string;
  team_id: string;
  due_on: Day | null;
  done: string;
}

interface ChangeProps {
  chosen: Chosen;
  onClose: () => void;
  onDone: (change: TasksChanged) => void;
}

export function ChangeTasks({ chosen: { count, ...whom }, onClose, onDone }: ChangeProps) {
  const words = useTasksWords();
  const staff = useStaff().filter((one) => one.active);
  const teams = useTeams();
  const labelOf = usePersonLabel();
  const form = useForm<Values>({ owner_id: KEEP, team_id: KEEP, due_on: null, done: KEEP });
  const { values } = form;
  const nothing = values.owner_id === KEEP && values.team_id === KEEP && values.done === KEEP && values.due_on === null;
  async function send({ owner_id: owner, team_id: team, due_on, done }: Values): Promise<void> {
    const set = {
      ...(owner !== KEEP && { owner_id: owner === NOBODY ? null : Number(owner) }),
      ...(team !== KEEP && { team_id: team === NOBODY ? null : Number(team) }),
      ...(due_on !== null && { due_on }),
    };
    const change = await tasksChange({ ...whom, set, ...(done !== KEEP && { done: done === 'done' }) });
    tasksChanged();
    onDone(change);
  }
  const keep = { value: KEEP, label: words.keep };
  return (
    <Dialog open onClose={onClose} title={words.changeTitle(countText(count))}>
      <Form form={form} onSend={send} onCancel={onClose} send={words.apply} disabled={nothing}>
        <Muted>{words.changeText}</Muted>
        <Select
          label={words.owner}
          search
          {...form.box('owner_id')}
          onChange={(value) => form.set({ owner_id: value ?? KEEP })}
          options={[keep, { value: NOBODY, label: words.nobody }, ...staff.map((one) => ({ value: String(one.id), label: labelOf(one) }))]}
        />
        <Select
          label={words.team}
          search
          {...form.box('team_id')}
          onChange={(value) => form.set({ team_id: value ?? KEEP })}
          options={[keep, { value: NOBODY, label: words.noTeam }, ...teams.map((one) => ({ value: String(one.id), label: one.name }))]}
        />
        <DateBox label={words.due} placeholder={words.keep} clearable {...form.box('due_on')} />
        <Select
          label={words.state}
          {...form.box('done')}
          onChange={(value) => form.set({ done: value ?? KEEP })}
          options={[keep, { value: 'done', label: words.showDone }, { value: 'open', label: words.showOpen }]}
        />
      </Form>
    </Dialog>
  );
}

/** What stands over the list from the change on, until somebody closes it. */
export function TasksChangedNotice({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useTasksWords();
  const { data: change } = useRead<TasksChanged>({ path: `/tasks/changes/${id}`, topics: ['tasks'], keep: true });
  const mayAct = useMay('act');
  const [busy, setBusy] = useState(false);
  if (!change) return null;
  const { state, changed, undone, kept, kept_tasks: stayed } = change;
  function undo(): void {
    if (busy) return;
    setBusy(true);
    api(`/tasks/changes/${id}/undo`, { method: 'POST' })
      .then(() => tasksChanged(), toastError)
      .finally(() => setBusy(false));
  }
  /* What was deleted since cannot be set back. */
  const isLeft = state === 'undone' ? stayed.length > 0 : changed > undone;
  const titles = stayed.map(({ title }) => title).join(words.comma);
  return (
    <Notice
      tone="plain"
      action={
        <>
          {mayAct && isLeft && <TextButton onClick={undo}>{state === 'undone' ? words.undoRest : words.undo}</TextButton>}{' '}
          <TextButton onClick={onClose}>{words.close}</TextButton>
        </>
      }
    >
      {state === 'undone' ? words.undone(countText(undone)) : words.changed(countText(changed))}
      {kept > 0 && ` ${words.kept(countText(kept), titles)}`}
    </Notice>
  );
}
