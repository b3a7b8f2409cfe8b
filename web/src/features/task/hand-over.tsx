/* Handing over the open tasks of somebody who is away: all of them to one person, at once, and back. */
import { useState } from 'react';
import { api } from '../../api/client';
import type { Absence, Condition, Id } from '../../api/types';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import type { AbsencePart } from '../../ui/absence-part';
import { TextButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Form, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { OwnerSelect } from '../../ui/staff';
import { toast } from '../../ui/toast';
import { useHandOverWords } from './hand-over-words';
import { tasksChange, tasksChanged } from './tasks-acts';

function openOf(id: Id): Condition {
  return {
    and: [
      { attribute: 'owner_id', op: 'in', value: [id] },
      { attribute: 'done', op: '=', value: false },
    ],
  };
}

function HandOver({ absence, onClose }: { absence: Absence; onClose: () => void }) {
  const words = useHandOverWords();
  const form = useForm<{ owner_id: Id | null }>({ owner_id: absence.stand_in_id });

  async function send({ owner_id }: { owner_id: Id | null }): Promise<void> {
    const { id, changed } = await tasksChange({ filter: openOf(absence.staff_id), set: { owner_id } });
    tasksChanged();
    if (changed === 0) return toast(words.none);
    toast(words.done(countText(changed)), async () => {
      await api(`/tasks/changes/${id}/undo`, { method: 'POST' });
      tasksChanged();
    });
  }
  return (
    <Dialog open onClose={onClose} title={words.title(absence.staff ?? '')}>
      <Form form={form} onSend={send} onSent={onClose} onCancel={onClose} send={words.send} disabled={form.values.owner_id === null}>
        <Muted>{words.text}</Muted>
        <OwnerSelect label={words.to} without={absence.staff_id} {...form.box('owner_id')} />
      </Form>
    </Dialog>
  );
}

function Act({ absence }: { absence: Absence }) {
  const words = useHandOverWords();
  const mayAct = useMay('act');
  const [open, setOpen] = useState(false);
  if (!mayAct) return null;
  return (
    <>
      <TextButton onClick={() => setOpen(true)}>{words.act}</TextButton>
      {open && <HandOver absence={absence} onClose={() => setOpen(false)} />}
    </>
  );
}

export const absence: AbsencePart = { order: 10, Act };
