/* The versions of a scorecard: who published each, when and why, what changed, and the way back to it. */
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { Scorecard, ScorecardVersion } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import type { Naming } from '../../ui/catalogue';
import { Drawer } from '../../ui/dialog';
import { Select } from '../../ui/field';
import { Muted, Tag } from '../../ui/layout';
import { Failed, Loading } from '../../ui/state';
import { difference, namesOf } from './difference';
import { useScaleWords } from './scale-words';
import css from './sheet.module.css';
import { useSheetWords } from './sheet-words';
import { useHealthWords } from './words';

function Changes({ version, all, naming }: { version: ScorecardVersion; all: ScorecardVersion[]; naming: Naming }) {
  const words = useSheetWords();
  const health = useHealthWords();
  const { log } = useScaleWords();
  const others = all.filter((one) => one.number !== version.number);
  const before = others.find((one) => one.number < version.number) ?? others[0];
  const [against, setAgainst] = useState(before?.number);
  const other = others.find((one) => one.number === against);
  if (!other) return <Muted small>{words.first}</Muted>;
  const [older, newer] = other.number < version.number ? [other, version] : [version, other];
  const lines = difference(older, newer, namesOf(naming, health.everyone, health.allProducts, log), words);
  return (
    <div className={css.changes}>
      <Select
        size="xs"
        width={170}
        label={words.against}
        value={String(other.number)}
        onChange={(next) => next && setAgainst(Number(next))}
        options={others.map((one) => ({ value: String(one.number), label: words.version(one.number) }))}
      />
      {lines.length === 0 ? (
        <Muted small>{words.same}</Muted>
      ) : (
        <ul aria-label={words.compare}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface OneProps {
  version: ScorecardVersion;
  all: ScorecardVersion[];
  current: boolean;
  naming: Naming;
  onRestore: (version: ScorecardVersion) => void;
}

function One({ version, all, current, naming, onRestore }: OneProps) {
  const words = useSheetWords();
  const dates = useDates();
  const editable = useMay('manage');
  const [open, setOpen] = useState(false);
  return (
    <li className={css.version} aria-label={words.version(version.number)}>
      <div className={css.line}>
        <strong>{words.version(version.number)}</strong>
        {current && <Tag tone="good">{words.current}</Tag>}
        {version.restores !== null && <Muted small>{words.restored(version.restores)}</Muted>}
      </div>
      <Muted small>
        {version.publisher ?? version.published_by} · {dates.time(version.published_at)}
        {version.moved !== null && ` · ${words.changedBand(countText(version.moved))}`}
      </Muted>
      <p className={css.reason}>
        {version.changed_segment ? words.bySegment(version.changed_segment) : (version.reason ?? <Muted small>{words.noReason}</Muted>)}
      </p>
      <div className={css.line}>
        <TextButton onClick={() => setOpen(!open)}>{open ? words.hide : words.compare}</TextButton>
        {editable && !current && <TextButton onClick={() => onRestore(version)}>{words.restore}</TextButton>}
      </div>
      {open && <Changes version={version} all={all} naming={naming} />}
    </li>
  );
}

interface VersionsProps {
  card: Scorecard;
  open: boolean;
  onClose: () => void;
  naming: Naming;
  onRestore: (version: ScorecardVersion) => void;
}

export function Versions({ card, open, onClose, naming, onRestore }: VersionsProps) {
  const words = useSheetWords();
  const list = useRead<{ items: ScorecardVersion[] }>({ path: `/scorecards/${card.id}/versions`, topics: ['scorecards'], enabled: open });
  const versions = list.data?.items;
  return (
    <Drawer open={open} onClose={onClose} title={words.versions} looking>
      {list.error && <Failed error={list.error} again={() => void list.refetch()} />}
      {!list.error && !versions && <Loading lines={5} label={words.versions} />}
      {versions && (
        <ul className={css.versions} aria-label={words.versions}>
          {versions.map((version) => (
            <One
              key={version.number}
              version={version}
              all={versions}
              current={version.number === card.published_version}
              naming={naming}
              onRestore={onRestore}
            />
          ))}
        </ul>
      )}
    </Drawer>
  );
}
