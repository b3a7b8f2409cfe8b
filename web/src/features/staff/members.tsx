/* Who works here: inviting, roles, deactivating. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Circle, Role, Staff } from '../../api/types';
import { clockText, dayOf, useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { useMay, useMe } from '../../lib/me';
import { Button, Menu, type MenuItem, TextButton } from '../../ui/button';
import { CirclesBox, useCirclesText, useCircleWords } from '../../ui/circles';
import { CopyText } from '../../ui/copy';
import { Dialog, useQuestion } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Card, Muted, Tag } from '../../ui/layout';
import { Away } from '../../ui/staff';
import { Failed, Loading } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { AbsencesOf } from './absence';
import { useAbsenceWords } from './absence-words';
import { useMemberWords } from './member-words';
import css from './staff.module.css';

const ROLES: Role[] = ['viewer', 'member', 'manager', 'admin'];

/** Links come whole or from the root; a person sends them whole. */
function wholeLink(link: string): string {
  return new URL(link, window.location.origin).href;
}

function Invite({ onClose, onMade }: { onClose: () => void; onMade: (link: string) => void }) {
  const words = useMemberWords();
  const { circles } = useMe();
  const form = useForm({ name: '', email: '', role: 'member' as Role, language: useLanguage() as string, circles });

  async function send(values: typeof form.values): Promise<void> {
    const { link } = await api<{ link: string }>('/staff', { method: 'POST', body: values });
    topicsChanged(['staff']);
    onMade(wholeLink(link));
  }

  return (
    <Dialog open onClose={onClose} title={words.inviteTitle}>
      <Form form={form} onSend={send} onCancel={onClose} send={words.send} disabled={!form.values.name.trim() || !form.values.email.trim()}>
        <TextBox label={words.name} required autoFocus {...form.box('name')} />
        <TextBox label={words.email} kind="email" required {...form.box('email')} />
        <Row>
          <Select
            label={words.role}
            hint={words.roleHints[form.values.role]}
            value={form.values.role}
            onChange={(role) => role && form.set({ role: role as Role })}
            options={ROLES.map((value) => ({ value, label: words.roles[value] }))}
          />
          <Select
            label={words.language}
            value={form.values.language}
            onChange={(language) => language && form.set({ language })}
            options={[
              { value: 'ja', label: '日本語' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Row>
        <CirclesBox value={form.values.circles} onChange={(next) => form.set({ circles: next })} />
      </Form>
    </Dialog>
  );
}

/** What a member may see: taken away and given at once, wherever they are signed in. */
function Areas({ member, onClose }: { member: Staff; onClose: () => void }) {
  const words = useMemberWords();
  const form = useForm({ circles: member.circles });

  async function send(values: { circles: Circle[] }): Promise<void> {
    await api(`/staff/${member.id}`, { method: 'PATCH', body: values, version: member.version });
    topicsChanged(['staff']);
    toast(words.changed);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={words.areasOf(member.name)}>
      <Form form={form} onSend={send} onCancel={onClose} send={words.save}>
        <CirclesBox value={form.values.circles} onChange={(circles) => form.set({ circles })} />
      </Form>
    </Dialog>
  );
}

function useMemberActs(onLink: (link: string) => void, onAbsences: (one: Staff) => void) {
  const words = useMemberWords();
  const absence = useAbsenceWords();
  const [ask, asking] = useQuestion();
  const change = (one: Staff, body: Partial<Staff>) =>
    api(`/staff/${one.id}`, { method: 'PATCH', body, version: one.version }).then(() => {
      topicsChanged(['staff']);
      toast(words.changed);
    });
  const activate = (one: Staff) => void change(one, { active: true }).catch(toastError);
  const link = (one: Staff) =>
    void api<{ link: string }>(`/staff/${one.id}/invitation`, { method: 'POST', body: {} })
      .then((made) => onLink(wholeLink(made.link)))
      .catch(toastError);
  const deactivate = (one: Staff) =>
    ask({
      title: words.deactivateAsk(one.name),
      text: words.deactivateText,
      act: words.deactivate,
      run: () => change(one, { active: false }),
    });
  const twoStepOff = (one: Staff) =>
    ask({
      title: words.twoStepAsk(one.name),
      text: words.twoStepText,
      act: words.twoStepOff,
      run: async () => {
        await api(`/staff/${one.id}/two_step`, { method: 'DELETE' });
        topicsChanged(['staff']);
        toast(words.changed);
      },
    });
  return {
    asking,
    role: (one: Staff, role: Role) => void change(one, { role }).catch(toastError),
    /** What an admin can do with a member, in the order of how often. */
    of: (one: Staff): MenuItem[] => {
      if (!one.active) return [{ key: 'activate', label: words.activate, onClick: () => activate(one) }];
      return [
        { key: 'absences', label: absence.manage, onClick: () => onAbsences(one) },
        { key: 'link', label: one.last_seen_at ? words.passwordLink : words.again, onClick: () => link(one) },
        ...(one.two_step ? [{ key: 'two_step', label: words.twoStepOff, onClick: () => twoStepOff(one) }] : []),
        { key: 'deactivate', label: words.deactivate, danger: true, onClick: () => deactivate(one) },
      ];
    },
  };
}

export function MembersPart() {
  const words = useMemberWords();
  const me = useMe();
  const admin = useMay('admin');
  const dates = useDates();
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [changing, setChanging] = useState<Staff | null>(null);
  const areaWords = useCircleWords();
  const areasText = useCirclesText();
  const [away, setAway] = useState<Staff | null>(null);
  const acts = useMemberActs(setLink, setAway);
  const list = useReadList<Staff>({ path: '/staff', query: { limit: 200 }, topics: ['staff'] });

  const state = (one: Staff) => {
    if (!one.active) return <Tag>{words.inactive}</Tag>;
    if (!one.last_seen_at) return <Tag>{words.invited}</Tag>;
    return (
      <span className={css.acts}>
        <Tag tone="good">{words.active}</Tag>
        {one.two_step && <Tag>{words.twoStep}</Tag>}
        <Away id={one.id} />
      </span>
    );
  };
  const role = (one: Staff) => {
    if (!admin || one.id === me.staff.id) return words.roles[one.role];
    return (
      <Select
        size="xs"
        width={130}
        name={words.roleOf(one.name)}
        value={one.role}
        onChange={(next) => next && acts.role(one, next as Role)}
        options={ROLES.map((value) => ({ value, label: words.roles[value] }))}
      />
    );
  };
  const areas = (one: Staff) => {
    if (!admin || one.id === me.staff.id) return areasText(one.circles);
    return (
      <TextButton name={`${words.areasOf(one.name)}: ${areasText(one.circles)}`} onClick={() => setChanging(one)}>
        {areasText(one.circles)}
      </TextButton>
    );
  };
  const row = (one: Staff) => [
    <span key="name" className={css.nowrap}>
      {one.name} {one.id === me.staff.id && <Muted small>({words.you})</Muted>}
    </span>,
    one.email,
    role(one),
    areas(one),
    state(one),
    <span key="seen" className={css.nowrap}>
      {one.last_seen_at ? `${dates.near(dayOf(one.last_seen_at))} ${clockText(one.last_seen_at)}` : words.never}
    </span>,
    admin && one.id !== me.staff.id && <Menu key="acts" label={words.acts(one.name)} target="⋯" items={acts.of(one)} />,
  ];

  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <>
      {admin && (
        <div className={css.right}>
          <Button strong onClick={() => setInviting(true)}>
            {words.add}
          </Button>
        </div>
      )}
      <Card>
        <div className={css.scroll}>
          <SmallTable
            label={words.title}
            head={[words.name, words.email, words.role, areaWords.label, words.state, words.lastSeen]}
            acts={words.actsName}
            rows={list.items.map(row)}
          />
        </div>
      </Card>
      {inviting && (
        <Invite
          onClose={() => setInviting(false)}
          onMade={(made) => {
            setInviting(false);
            setLink(made);
          }}
        />
      )}
      <AbsencesOf person={away} onClose={() => setAway(null)} />
      {changing && <Areas member={changing} onClose={() => setChanging(null)} />}
      <Dialog open={link !== null} onClose={() => setLink(null)} title={words.linkTitle}>
        <p>
          <Muted>{words.linkText}</Muted>
        </p>
        {link && <CopyText text={link} label={words.linkTitle} />}
      </Dialog>
      {acts.asking}
    </>
  );
}
