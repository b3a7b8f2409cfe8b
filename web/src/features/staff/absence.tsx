/* When a person is away, and who stands in: on one's own page, and for an admin on the list of staff. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Absence, Day, Id } from '../../api/types';
import { dayAdd, daysBetween, today, useDates } from '../../lib/dates';
import { Button, TextButton } from '../../ui/button';
import { Dialog, Drawer } from '../../ui/dialog';
import { slots } from '../../ui/feature';
import { DateBox, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Card, Muted, Notice, Tag } from '../../ui/layout';
import { OwnerSelect, useAbsences } from '../../ui/staff';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { useAbsenceWords } from './absence-words';
import css from './staff.module.css';

const TOPICS = ['absence', 'absences', 'accounts', 'account', 'today', 'task', 'tasks'];

/** Whose absences these are, and by which addresses they are changed. */
interface Whose {
  id: Id;
  own: boolean;
}
const placeOf = ({ own }: Whose, absence: Absence) => `${own ? '/me' : ''}/absences/${absence.id}`;
const placeFor = ({ own, id }: Whose) => (own ? '/me/absences' : `/staff/${id}/absences`);

function useDaysText(): (absence: Pick<Absence, 'from_on' | 'until_on'>) => string {
  const dates = useDates();
  return ({ from_on: from, until_on: until }) => {
    const last = dayAdd(until, -1);
    return last === from ? dates.weekday(from) : `${dates.weekday(from)} – ${dates.weekday(last)}`;
  };
}

/** Somebody stands in who is away on one of those days as well. */
function StandInAway({ id, from, last }: { id: Id | null; from: Day; last: Day }) {
  const words = useAbsenceWords();
  const daysText = useDaysText();
  const both = useAbsences().find((one) => one.staff_id === id && one.from_on <= last && from < one.until_on);
  return both && <Notice>{words.standInAway(both.staff ?? '', daysText(both))}</Notice>;
}

function EditAbsence({ absence, whose, onClose }: { absence: Absence | null; whose: Whose; onClose: () => void }) {
  const words = useAbsenceWords();
  const form = useForm({
    from_on: absence?.from_on ?? today(),
    last: absence ? dayAdd(absence.until_on, -1) : today(),
    stand_in_id: absence?.stand_in_id ?? null,
    remark: absence?.remark ?? '',
  });
  const { values } = form;

  async function save(): Promise<void> {
    const body = {
      from_on: values.from_on,
      until_on: dayAdd(values.last, 1),
      stand_in_id: values.stand_in_id,
      remark: values.remark.trim() || null,
    };
    if (absence) await api(placeOf(whose, absence), { method: 'PATCH', body, version: absence.version });
    else await api(placeFor(whose), { method: 'POST', body });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={absence ? words.edit : words.add}>
      <Form form={form} onSend={save} onCancel={onClose}>
        <Row>
          <DateBox
            label={words.first}
            error={form.mark('from_on')}
            value={values.from_on}
            onChange={(day) => day && form.set({ from_on: day, last: daysBetween(values.last, day) > 0 ? day : values.last })}
          />
          <DateBox
            label={words.last}
            error={form.mark('until_on')}
            value={values.last}
            min={values.from_on}
            onChange={(day) => day && form.set({ last: day })}
          />
        </Row>
        <OwnerSelect label={words.standIn} without={whose.id} {...form.box('stand_in_id')} />
        <StandInAway id={values.stand_in_id} from={values.from_on} last={values.last} />
        <TextBox label={words.remark} hint={words.remarkHint} {...form.box('remark')} />
      </Form>
    </Dialog>
  );
}

function useRemove(whose: Whose): (absence: Absence) => void {
  const words = useAbsenceWords();
  async function remove(absence: Absence): Promise<void> {
    await api(placeOf(whose, absence), { method: 'DELETE' });
    topicsChanged(TOPICS);
    const { from_on, until_on, stand_in_id, remark } = absence;
    toast(words.deleted, async () => {
      await api(placeFor(whose), { method: 'POST', body: { from_on, until_on, stand_in_id, remark } });
      topicsChanged(TOPICS);
    });
  }
  return (absence) => void remove(absence).catch(toastError);
}

/** Those of now and to come, with what can be done about each. */
function Absences({ whose, text }: { whose: Whose; text: string }) {
  const words = useAbsenceWords();
  const daysText = useDaysText();
  const acts = slots.absence.useSoon() ?? [];
  const remove = useRemove(whose);
  const [editing, edit] = useState<Absence | 'new' | null>(null);
  const absences = useAbsences().filter((one) => one.staff_id === whose.id);

  const row = (one: Absence) => [
    <span key="days">
      {daysText(one)} {one.from_on <= today() && <Tag>{words.now}</Tag>}
      {one.remark && (
        <>
          <br />
          <Muted small>{one.remark}</Muted>
        </>
      )}
    </span>,
    one.stand_in ?? <Muted small>{words.noStandIn}</Muted>,
    <span key="acts" className={css.wraps}>
      {acts.map(({ at, Act }) => (
        <Act key={at} absence={one} />
      ))}
      <TextButton name={words.editOf(daysText(one))} onClick={() => edit(one)}>
        {words.edit}
      </TextButton>
      <TextButton danger name={words.deleteOf(daysText(one))} onClick={() => remove(one)}>
        {words.delete}
      </TextButton>
    </span>,
  ];
  return (
    <>
      <p className={css.text}>
        <Muted>{text}</Muted>
      </p>
      {absences.length > 0 ? (
        <SmallTable label={words.title} head={[words.days, words.standIn]} acts={words.acts} rows={absences.map(row)} />
      ) : (
        <Muted>{words.none}</Muted>
      )}
      <p className={css.right}>
        <Button onClick={() => edit('new')}>{words.add}</Button>
      </p>
      {editing && <EditAbsence absence={editing === 'new' ? null : editing} whose={whose} onClose={() => edit(null)} />}
    </>
  );
}

export function OwnAbsences({ id }: { id: Id }) {
  const words = useAbsenceWords();
  return (
    <Card title={words.title}>
      <Absences whose={{ id, own: true }} text={words.text} />
    </Card>
  );
}

export function AbsencesOf({ person, onClose }: { person: { id: Id; name: string } | null; onClose: () => void }) {
  const words = useAbsenceWords();
  return (
    <Drawer open={person !== null} onClose={onClose} title={person ? words.titleOf(person.name) : ''} looking>
      {person && <Absences whose={{ id: person.id, own: false }} text={words.textOf} />}
    </Drawer>
  );
}
