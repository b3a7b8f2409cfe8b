/* All notices, newest first; each leads to the place that it tells of, and is read from then on. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead, useReadList } from '../../api/query';
import type { Found, Notice, NoticeChoice } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useListKeys } from '../../lib/keys';
import { useLanguage } from '../../lib/language';
import { Button, TextButton } from '../../ui/button';
import { slots } from '../../ui/feature';
import { OnOff } from '../../ui/field-more';
import { hitsAll } from '../../ui/hits';
import { Beside, Card, Page } from '../../ui/layout';
import { ForOwner } from '../../ui/staff';
import { Empty, Failed, Loading, More } from '../../ui/state';
import { toastError } from '../../ui/toast';
import css from './notice.module.css';
import { NOTICE_TOPICS } from './unread';
import { useNoticeWords } from './words';

async function mark(id: Notice['id'], read: boolean): Promise<void> {
  await api(`/me/notices/${id}`, { method: 'PATCH', body: { read } });
  topicsChanged(['notice']);
}

/** Where its thing stands: the same place that the search leads to. */
function placeOf({ subject, account_id }: Notice): { to: string } {
  const [word = '', id = ''] = subject.split(':');
  const found = { kind: word, id: Number(id), account_id } as Found;
  return new Map(hitsAll()).get(word)?.to(found) ?? { to: '/today' };
}

function useSays(): (notice: Notice) => string {
  const words = useNoticeWords();
  const language = useLanguage();
  const told = slots.told.use();
  return ({ kind, actor_name: who }) => told[kind]?.says[language](who ?? words.somebody) ?? kind;
}

function OneNotice({ notice, marked }: { notice: Notice; marked: boolean }) {
  const words = useNoticeWords();
  const dates = useDates();
  const says = useSays();
  const unread = notice.read_at === null;
  const text = notice.text ?? notice.title ?? '';
  return (
    <li className={css.notice} data-unread={unread || undefined} data-marked={marked || undefined}>
      <div className={css.line}>
        {unread && <span className={css.dot} role="img" aria-label={words.unread} />}
        <Link {...placeOf(notice)} className={css.says} onClick={() => void (unread && mark(notice.id, true).catch(toastError))}>
          {says(notice)}
        </Link>
        <ForOwner name={notice.for_name} />
        {notice.account && <span>{notice.account}</span>}
        <time className={css.time} dateTime={notice.at}>
          {dates.time(notice.at)}
        </time>
      </div>
      <p className={css.text}>{text}</p>
      <TextButton
        name={unread ? words.markRead(text) : words.markUnread(text)}
        onClick={() => void mark(notice.id, unread).catch(toastError)}
      >
        {unread ? words.read : words.again}
      </TextButton>
    </li>
  );
}

function Notices() {
  const words = useNoticeWords();
  const navigate = useNavigate();
  const box = useRef<HTMLOListElement>(null);
  const list = useReadList<Notice>({ path: '/me/notices', topics: NOTICE_TOPICS, keep: true });
  const { items } = list;
  const keys = useListKeys(items.length, {
    open: (index) => {
      const notice = items[index];
      if (!notice) return;
      if (notice.read_at === null) void mark(notice.id, true).catch(toastError);
      void navigate(placeOf(notice));
    },
    seen: (index) => box.current?.children[index]?.scrollIntoView({ block: 'nearest' }),
  });
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Loading lines={6} />;
  if (items.length === 0 && !list.hasNextPage) return <Empty title={words.none}>{words.noneText}</Empty>;
  return (
    <>
      <ol className={css.notices} ref={box}>
        {items.map((notice, index) => (
          <OneNotice key={notice.id} notice={notice} marked={index === keys.index} />
        ))}
      </ol>
      <More list={list} />
    </>
  );
}

function Choices() {
  const words = useNoticeWords();
  const language = useLanguage();
  const told = slots.told.use();
  const reading = useRead<{ items: NoticeChoice[] }>({ path: '/me/notice-kinds', topics: ['notice-kinds'] });
  async function choose(kind: string, on: boolean): Promise<void> {
    try {
      await api('/me/notice-kinds', { method: 'POST', body: { kind, on } });
      topicsChanged(['notice-kinds']);
    } catch (error) {
      toastError(error);
    }
  }
  return (
    <Card title={words.settings}>
      {reading.error && !reading.data && <Failed error={reading.error} again={() => void reading.refetch()} />}
      <div className={css.choices}>
        {reading.data?.items.map(({ kind, on }) => (
          <OnOff key={kind} label={told[kind]?.name[language] ?? kind} value={on} onChange={(next) => void choose(kind, next)} />
        ))}
      </div>
    </Card>
  );
}

export function NoticesPage() {
  const words = useNoticeWords();
  async function readAll(): Promise<void> {
    try {
      await api('/me/notices/read', { method: 'POST', body: {} });
      topicsChanged(['notice']);
    } catch (error) {
      toastError(error);
    }
  }
  return (
    <Page title={words.title} actions={<Button onClick={() => void readAll()}>{words.readAll}</Button>}>
      <Beside aside={<Choices />}>
        <Card label={words.title}>
          <Notices />
        </Card>
      </Beside>
    </Page>
  );
}
