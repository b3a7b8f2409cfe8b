/* Keys: created once, shown once, with what to paste where. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Circle, Key, KeyMade, Right } from '../../api/types';
import { dayOf, useDates } from '../../lib/dates';
import { useMe } from '../../lib/me';
import { Button, Choice, LinkButton, TextButton } from '../../ui/button';
import { CirclesBox, useCirclesText, useCircleWords } from '../../ui/circles';
import { CopyText } from '../../ui/copy';
import { Dialog, useQuestion } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Tags } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import { Card, Muted, Tag } from '../../ui/layout';
import { type Snippet, snippet } from '../../ui/snippets';
import { Empty, Failed, Loading, More } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast } from '../../ui/toast';
import { useKeyWords } from './key-words';
import css from './staff.module.css';

const RIGHTS: Right[] = ['view', 'act', 'manage', 'admin'];

function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (made: KeyMade) => void }) {
  const words = useKeyWords();
  const { circles } = useMe();
  const form = useForm({ name: '', kind: 'ingest' as Key['kind'], rights: 'view' as Right, circles, origins: [] as string[] });
  const { kind } = form.values;
  const lacksOrigin = kind === 'browser' && form.values.origins.length === 0;

  async function create(values: typeof form.values): Promise<void> {
    const body = {
      name: values.name,
      kind,
      rights: kind === 'token' ? values.rights : 'ingest',
      ...(kind === 'browser' ? { origins: values.origins } : {}),
      ...(kind === 'token' ? { circles: values.circles } : {}),
    };
    const made = await api<KeyMade>('/keys', { method: 'POST', body });
    topicsChanged(['key', 'keys']);
    onMade(made);
  }

  return (
    <Dialog open onClose={onClose} title={words.newTitle}>
      <Form form={form} onSend={create} onCancel={onClose} send={words.create} disabled={form.values.name.trim() === '' || lacksOrigin}>
        <TextBox label={words.name} hint={words.nameHint} required autoFocus {...form.box('name')} />
        <Select
          label={words.kind}
          value={kind}
          onChange={(next) => next && form.set({ kind: next as Key['kind'] })}
          options={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
        />
        {kind === 'token' && (
          <Select
            label={words.rights}
            value={form.values.rights}
            onChange={(next) => next && form.set({ rights: next as Right })}
            options={RIGHTS.map((value) => ({ value, label: words.rightsOf[value] }))}
          />
        )}
        {kind === 'token' && <CirclesBox value={form.values.circles} onChange={(next) => form.set({ circles: next })} />}
        {kind === 'browser' && <Tags label={words.origins} required hint={words.originsHint} {...form.box('origins')} />}
      </Form>
    </Dialog>
  );
}

/** What a token may see, from now on. */
function Areas({ of, onClose }: { of: Key; onClose: () => void }) {
  const words = useKeyWords();
  const form = useForm({ circles: of.circles });

  async function send(values: { circles: Circle[] }): Promise<void> {
    await api(`/keys/${of.id}`, { method: 'PATCH', body: values });
    topicsChanged(['key', 'keys']);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={words.areasOf(of.name)}>
      <Form form={form} onSend={send} onCancel={onClose} send={words.save}>
        <CirclesBox value={form.values.circles} onChange={(circles) => form.set({ circles })} />
      </Form>
    </Dialog>
  );
}

function Once({ made, onClose }: { made: KeyMade; onClose: () => void }) {
  const words = useKeyWords();
  const start: Snippet = made.key.kind === 'browser' ? 'browser' : made.key.kind === 'token' ? 'curl' : 'node';
  const [shown, setShown] = useState<Snippet>(start);
  const kinds: Snippet[] = made.key.kind === 'token' ? ['curl'] : made.key.kind === 'browser' ? ['browser', 'curl'] : ['node', 'curl'];
  return (
    <Dialog open onClose={onClose} title={words.onceTitle} size="lg">
      <p>
        <Muted>{words.onceText}</Muted>
      </p>
      <CopyText text={made.token} label={words.token} />
      <p className={css.acts}>
        <Muted>{words.snippet}</Muted>
        {kinds.length > 1 && (
          <Choice
            label={words.snippet}
            value={shown}
            onChange={setShown}
            options={kinds.map((value) => ({ value, label: words.snippets[value] }))}
          />
        )}
      </p>
      <CopyText text={snippet(shown, made.key.kind, made.token, window.location.origin)} label={words.snippets[shown]} />
      <p className={css.right}>
        <Button strong onClick={onClose}>
          {words.done}
        </Button>
      </p>
    </Dialog>
  );
}

export function KeysPart() {
  const words = useKeyWords();
  const dates = useDates();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<KeyMade | null>(null);
  const [changing, setChanging] = useState<Key | null>(null);
  const areaWords = useCircleWords();
  const areasText = useCirclesText();
  const [ask, asking] = useQuestion();
  const list = useReadList<Key>({ path: '/keys', topics: ['key', 'keys'] });

  function revoke(key: Key): void {
    ask({
      title: words.revokeAsk(key.name),
      text: words.revokeText,
      act: words.revoke,
      run: async () => {
        await api(`/keys/${key.id}`, { method: 'DELETE' });
        topicsChanged(['key', 'keys']);
        toast(words.revoked);
      },
    });
  }

  const areas = (key: Key) => {
    if (key.kind !== 'token' || key.revoked_at) return key.kind === 'token' ? areasText(key.circles) : '';
    return (
      <TextButton name={`${words.areasOf(key.name)}: ${areasText(key.circles)}`} onClick={() => setChanging(key)}>
        {areasText(key.circles)}
      </TextButton>
    );
  };
  const row = (key: Key) => [
    <span key="name">
      {key.name} {key.revoked_at && <Tag tone="bad">{words.revoked}</Tag>}
      {key.maker_disabled && !key.revoked_at && <Tag tone="bad">{words.makerDisabled}</Tag>}
    </span>,
    key.kind === 'token' ? `${words.kinds.token}: ${words.rightsOf[key.rights]}` : words.kinds[key.kind],
    areas(key),
    <Muted key="prefix">{key.prefix}…</Muted>,
    <span key="created">
      {dates.short(dayOf(key.created_at))} {key.created_by && <Muted small>{words.by(key.created_by)}</Muted>}
    </span>,
    key.last_used_at ? dates.time(key.last_used_at) : words.never,
    !key.revoked_at && (
      <TextButton key="acts" danger onClick={() => revoke(key)}>
        {words.revoke}
      </TextButton>
    ),
  ];
  const add = (
    <Button strong onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );

  const reference = <LinkButton to="/settings/api">{words.reference}</LinkButton>;

  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <>
      {list.items.length === 0 ? (
        <Card>
          <Empty
            title={words.empty}
            action={
              <span className={css.acts}>
                {add}
                {reference}
              </span>
            }
          >
            {words.emptyText}
          </Empty>
        </Card>
      ) : (
        <>
          <div className={css.right}>
            {reference}
            {add}
          </div>
          <Card>
            <div className={css.scroll}>
              <SmallTable
                label={words.title}
                head={[words.name, words.kind, areaWords.label, words.prefix, words.created, words.lastUsed]}
                acts={words.revoke}
                rows={list.items.map(row)}
              />
            </div>
            <More list={list} />
          </Card>
        </>
      )}
      {adding && (
        <NewKey
          onClose={() => setAdding(false)}
          onMade={(next) => {
            setAdding(false);
            setMade(next);
          }}
        />
      )}
      {changing && <Areas of={changing} onClose={() => setChanging(null)} />}
      {made && <Once made={made} onClose={() => setMade(null)} />}
      {asking}
    </>
  );
}
