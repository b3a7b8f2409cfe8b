/* All checks of data quality: what each finds, how that has moved, who looks after it, and where it is mended. */
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { QualityCheck } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Person } from '../../ui/avatar';
import { Button, Menu, TextButton } from '../../ui/button';
import { Bars } from '../../ui/chart';
import { Card, Muted } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { toast, toastError } from '../../ui/toast';
import { checkChange, MuteDialog, OwnerDialog } from './edit';
import { Mend } from './mend';
import { Pairs } from './pairs';
import css from './quality.module.css';
import { Rows } from './rows';
import { TOPICS } from './topics';
import { useQualityWords } from './words';

const TREND_DAYS = 28;
const ASK_MS = 1_500;

type Opened = { what: 'rows' | 'owner' | 'mute'; check: QualityCheck } | null;

function Figure({ check }: { check: QualityCheck }) {
  const words = useQualityWords();
  const { found, total } = check;
  if (found === null || total === null) return <span className={css.quiet}>{words.never}</span>;
  return (
    <>
      <span className={found === 0 ? css.fine : css.found}>{found === 0 ? words.none : countText(found)}</span>
      <span className={css.quiet}>{words.of(countText(total))}</span>
    </>
  );
}

function Trend({ check, name }: { check: QualityCheck; name: string }) {
  const words = useQualityWords();
  const dates = useDates();
  const days = check.trend.slice(-TREND_DAYS);
  if (days.length < 2) return null;
  return (
    <Bars
      width={110}
      counts={days.map(({ found }) => found)}
      label={words.trend(name, days.length)}
      titles={days.map(({ day, found }) => words.day(dates.short(day), countText(found)))}
    />
  );
}

function Check({ check, open }: { check: QualityCheck; open: (opened: Opened) => void }) {
  const words = useQualityWords();
  const language = useLanguage();
  const dates = useDates();
  const mayManage = useMay('manage');
  const name = language === 'ja' ? check.name_ja : check.name;
  const unmute = () =>
    void checkChange(check, { muted_because: null })
      .then(() => toast(words.unmuted))
      .catch(toastError);
  return (
    <li className={css.check}>
      <div className={css.about}>
        <span className={css.name}>{name}</span>
        <span className={css.means}>{language === 'ja' ? check.means_ja : check.means}</span>
        {check.muted_because && (
          <span className={css.means}>
            {words.muted}: {check.muted_because}{' '}
            {check.muted_by && check.muted_at && `(${words.mutedBy(check.muted_by, dates.time(check.muted_at))})`}
          </span>
        )}
        {check.found !== 0 && (
          <span className={css.means}>
            <Mend check={check} />
          </span>
        )}
      </div>
      <div className={css.number}>
        <Figure check={check} />
      </div>
      <div>
        <Trend check={check} name={name} />
      </div>
      <div>{check.owner ? <Person name={check.owner} /> : <Muted small>{words.noOwner}</Muted>}</div>
      <div className={css.acts}>
        {check.found !== 0 && (
          <TextButton onClick={() => open({ what: 'rows', check })} name={`${words.rows}: ${name}`}>
            {words.rows}
          </TextButton>
        )}
        {mayManage && (
          <Menu
            target="⋯"
            label={words.more(name)}
            items={[
              { key: 'owner', label: words.setOwner, onClick: () => open({ what: 'owner', check }) },
              check.muted_because
                ? { key: 'unmute', label: words.unmute, onClick: unmute }
                : { key: 'mute', label: words.mute, onClick: () => open({ what: 'mute', check }) },
            ]}
          />
        )}
      </div>
    </li>
  );
}

/* A count on another server tells no page of this one, so the page asks until the figures are new. */
function useCheckNow(counted: string | null) {
  const [since, setSince] = useState<string | null | undefined>(undefined);
  const waiting = since !== undefined && since === counted;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => topicsChanged(TOPICS), ASK_MS);
    return () => clearInterval(timer);
  }, [waiting]);
  const start = () => {
    setSince(counted);
    api('/quality/counts', { method: 'POST', body: {} }).catch((error) => {
      setSince(undefined);
      toastError(error);
    });
  };
  return { waiting, start };
}

function Checks({ checks }: { checks: QualityCheck[] }) {
  const words = useQualityWords();
  const dates = useDates();
  const mayAct = useMay('act');
  const [opened, open] = useState<Opened>(null);
  const counted = checks[0]?.counted_at ?? null;
  const { waiting, start } = useCheckNow(counted);
  /* What finds something stands first. */
  const loud = checks.filter((check) => !check.muted_because).sort((one, other) => Number(other.found !== 0) - Number(one.found !== 0));
  const muted = checks.filter((check) => check.muted_because);
  const close = () => open(null);
  return (
    <>
      <div className={css.head}>
        <p className={css.text}>{words.text}</p>
        {mayAct && (
          <Button strong busy={waiting} onClick={start}>
            {waiting ? words.checking : words.check}
          </Button>
        )}
      </div>
      <Card
        flush
        title={counted ? words.passed(loud.filter(({ found }) => found === 0).length, loud.length) : words.loud}
        beside={counted && words.at(dates.time(counted))}
      >
        <ul className={css.checks}>
          {loud.map((check) => (
            <Check key={check.id} check={check} open={open} />
          ))}
        </ul>
      </Card>
      {muted.length > 0 && (
        <Card flush title={words.muted}>
          <ul className={css.checks}>
            {muted.map((check) => (
              <Check key={check.id} check={check} open={open} />
            ))}
          </ul>
        </Card>
      )}
      {opened?.what === 'rows' && <Rows check={opened.check} onClose={close} />}
      {opened?.what === 'owner' && <OwnerDialog check={opened.check} onClose={close} />}
      {opened?.what === 'mute' && <MuteDialog check={opened.check} onClose={close} />}
    </>
  );
}

export function QualityPart() {
  const reading = useRead<{ items: QualityCheck[] }>({ path: '/quality', topics: [...TOPICS, 'staff'] });
  return (
    <>
      <Shown reading={reading} lines={10}>
        {({ items }) => <Checks checks={items} />}
      </Shown>
      <Pairs />
    </>
  );
}
