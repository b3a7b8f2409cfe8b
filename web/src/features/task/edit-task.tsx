/* A task as a form: a new one, or one that is changed. Whoever is named in it with "@" is told, as in a note. */
import { api } from '../../api/client';
import type { Day, Id, Task } from '../../api/types';
import { useMe } from '../../lib/me';
import { AccountBox } from '../../ui/account-box';
import { Dialog } from '../../ui/dialog';
import { DateBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { MentionArea, MentionBox } from '../../ui/mention';
import { OwnerSelect, TeamSelect } from '../../ui/staff';
import { toast } from '../../ui/toast';
import { tasksChanged } from './tasks-acts';
import { useTasksWords } from './tasks-words';

interface Values {
  title: string;
  account_id: Id | null;
  due_on: Day | null;
  owner_id: Id | null;
  team_id: Id | null;
  text: string;
}

/** Only what the form changed: what somebody else changed meanwhile stays. */
function changedOf(task: Task, values: Values): Partial<Task> {
  const next = { ...values, title: values.title.trim(), text: values.text || null };
  return Object.fromEntries(Object.entries(next).filter(([key, value]) => value !== task[key as keyof Task]));
}

/** `task`: null for a new one. */
export function EditTask({ task, onClose }: { task: Task | null; onClose: () => void }) {
  const words = useTasksWords();
  const me = useMe();
  const form = useForm<Values>(
    {
      title: task?.title ?? '',
      account_id: task?.account_id ?? null,
      due_on: task?.due_on ?? null,
      owner_id: task ? task.owner_id : me.staff.id,
      team_id: task?.team_id ?? null,
      text: task?.text ?? '',
    },
    ['title'],
  );
  async function send(values: Values): Promise<void> {
    if (task) {
      const saved = await api<Task>(`/tasks/${task.id}`, { method: 'PATCH', body: changedOf(task, values), version: task.version });
      tasksChanged([task, saved]);
      toast(words.saved);
      return;
    }
    const made = await api<Task>('/tasks', { method: 'POST', body: { ...values, title: values.title.trim(), text: values.text || null } });
    tasksChanged([made]);
    toast(words.added, async () => {
      await api(`/tasks/${made.id}`, { method: 'DELETE' });
      tasksChanged([made]);
    });
  }
  return (
    <Dialog open onClose={onClose} title={task ? words.edit : words.add}>
      <Form form={form} onSend={send} onSent={onClose} onCancel={onClose} send={task ? undefined : words.add}>
        <MentionBox label={words.task} required autoFocus {...form.box('title')} />
        <AccountBox label={words.account} placeholder={words.noAccount} name={task?.account ?? null} {...form.box('account_id')} />
        <Row>
          <DateBox label={words.due} clearable {...form.box('due_on')} />
          <OwnerSelect label={words.owner} {...form.box('owner_id')} />
          <TeamSelect label={words.team} {...form.box('team_id')} />
        </Row>
        <MentionArea label={words.text} to={null} rows={2} {...form.box('text')} />
      </Form>
    </Dialog>
  );
}
