/* A team while it is written: name, members, and who of them leads. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Team } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import { Drawer, useQuestion } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Several } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import { Notice } from '../../ui/layout';
import { useStaff } from '../../ui/staff';
import { toast } from '../../ui/toast';
import css from './team.module.css';
import { useTeamWords } from './words';

export const TOPICS = ['team', 'teams', 'accounts', 'tasks'];

/** "12 accounts: Acme, Beta, …" for each kind of thing that is the team's. */
export function Used({ team }: { team: Team }) {
  const words = useTeamWords();
  const language = useLanguage();
  return (
    <ul className={css.used}>
      {team.used_by.map((one) => {
        const names = one.names.join(language === 'ja' ? '、' : ', ');
        return (
          <li key={one.kind}>
            {words.count(countText(one.count), one[language])}: {one.count > one.names.length ? words.more(names) : names}
          </li>
        );
      })}
    </ul>
  );
}

interface FieldsProps {
  team: Team | null;
  onClose: () => void;
}

function Delete({ team, onClose }: { team: Team; onClose: () => void }) {
  const words = useTeamWords();
  const [ask, asking] = useQuestion();
  if (team.used_by.length > 0)
    return (
      <Notice>
        {words.used}
        <Used team={team} />
      </Notice>
    );
  const remove = () =>
    ask({
      title: words.deleteAsk(team.name),
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(`/teams/${team.id}`, { method: 'DELETE', version: team.version });
        topicsChanged(TOPICS);
        toast(words.deleted(team.name));
        onClose();
      },
    });
  return (
    <div className={css.delete}>
      <TextButton danger onClick={remove}>
        {words.delete}
      </TextButton>
      {asking}
    </div>
  );
}

function Fields({ team, onClose }: FieldsProps) {
  const words = useTeamWords();
  const staff = useStaff();
  const form = useForm({
    name: team?.name ?? '',
    about: team?.about ?? '',
    members: (team?.members ?? []).map((one) => String(one.id)),
    lead_id: team?.lead_id ? String(team.lead_id) : null,
  });
  const { values } = form;
  const options = staff
    .filter((one) => one.active || values.members.includes(String(one.id)))
    .map((one) => ({ value: String(one.id), label: one.active ? one.name : words.left(one.name) }));

  /* Who leaves the team no longer leads it. */
  function membersSet(members: string[]): void {
    form.set({ members, lead_id: values.lead_id && members.includes(values.lead_id) ? values.lead_id : null });
  }
  async function save(): Promise<void> {
    const body = {
      name: values.name.trim(),
      about: values.about.trim() || null,
      members: values.members.map(Number),
      lead_id: values.lead_id === null ? null : Number(values.lead_id),
    };
    const saved = team
      ? await api<Team>(`/teams/${team.id}`, { method: 'PATCH', body, version: team.version })
      : await api<Team>('/teams', { method: 'POST', body });
    topicsChanged(TOPICS);
    toast(words.saved(saved.name));
    onClose();
  }

  return (
    <>
      <Form form={form} onSend={save} onCancel={onClose} send={team ? words.save : words.create} disabled={values.name.trim() === ''}>
        <TextBox label={words.name} required autoFocus {...form.box('name')} />
        <TextBox label={words.about} hint={words.aboutHint} {...form.box('about')} />
        <Several label={words.members} search error={form.mark('members')} value={values.members} onChange={membersSet} options={options} />
        <Select
          label={words.lead}
          hint={words.leadHint}
          error={form.mark('lead_id')}
          value={values.lead_id ?? ''}
          onChange={(lead) => form.set({ lead_id: lead || null })}
          options={[{ value: '', label: words.noLead }, ...options.filter((one) => values.members.includes(one.value))]}
        />
      </Form>
      {team && <Delete team={team} onClose={onClose} />}
    </>
  );
}

export function TeamDrawer({ team, open, onClose }: { team: Team | null; open: boolean; onClose: () => void }) {
  const words = useTeamWords();
  return (
    <Drawer open={open} onClose={onClose} title={team ? words.editTitle : words.newTitle}>
      {open && <Fields key={team?.id ?? 0} team={team} onClose={onClose} />}
    </Drawer>
  );
}
