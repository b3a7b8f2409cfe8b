/*
 * The sheet before publishing: who moves today, what the last year would have looked like, and why this version. A version that is
 * restored goes through it as the draft does.
 */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Band, Scorecard, ScorecardSheet, SheetCell } from '../../api/types';
import { useSees } from '../../lib/me';
import { countText, moneyText } from '../../lib/numbers';
import { BANDS, BandBadge } from '../../ui/band';
import { Button, TextButton } from '../../ui/button';
import type { Naming } from '../../ui/catalogue';
import { Dialog } from '../../ui/dialog';
import { TextArea } from '../../ui/field-more';
import { Muted } from '../../ui/layout';
import { Failed, Loading } from '../../ui/state';
import { toastError } from '../../ui/toast';
import type { Content } from './difference';
import css from './sheet.module.css';
import { useSheetWords } from './sheet-words';
import { Year } from './sheet-year';

/** What is to be published: the draft, or an old version. */
export interface Proposal extends Content {
  restores: number | null;
}

const STANDS: (Band | null)[] = [...BANDS, null];

function Stand({ band }: { band: Band | null }) {
  const words = useSheetWords();
  return band ? <BandBadge band={band} /> : <Muted small>{words.notScored}</Muted>;
}

function Picked({ cell }: { cell: SheetCell }) {
  const words = useSheetWords();
  return (
    <>
      <ul className={css.picked} aria-label={words.accounts}>
        {cell.items.map((one) => (
          <li key={one.account_id}>
            <Link to="/accounts/$id" params={{ id: String(one.account_id) }} search={{}}>
              {one.account}
            </Link>{' '}
            <Muted small>{`${one.points ?? '–'} → ${one.new_points ?? '–'}`}</Muted>
          </li>
        ))}
      </ul>
      {cell.accounts > cell.items.length && <Muted small>{words.more(countText(cell.accounts - cell.items.length))}</Muted>}
    </>
  );
}

function Matrix({ cells }: { cells: SheetCell[] }) {
  const words = useSheetWords();
  const amounts = useSees('revenue');
  const [picked, setPicked] = useState<SheetCell | null>(null);
  const rows = STANDS.filter((band) => cells.some((cell) => cell.band === band));
  const columns = STANDS.filter((band) => cells.some((cell) => cell.new_band === band));
  const text = (band: Band | null) => band ?? words.notScored;
  return (
    <section className={css.part}>
      <h3>{words.matrix}</h3>
      <Muted small>{words.matrixText}</Muted>
      <div className={css.wide}>
        <table className={css.matrix} aria-label={words.matrix}>
          <thead>
            <tr>
              <td />
              {columns.map((band) => (
                <th key={band} scope="col">
                  <Stand band={band} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((from) => (
              <tr key={from}>
                <th scope="row">
                  <Stand band={from} />
                </th>
                {columns.map((to) => {
                  const cell = cells.find((one) => one.band === from && one.new_band === to);
                  if (!cell) return <td key={to} />;
                  const count = countText(cell.accounts);
                  return (
                    <td key={to} data-moves={from !== to || undefined}>
                      <TextButton name={words.cell(count, text(from), text(to))} onClick={() => setPicked(picked === cell ? null : cell)}>
                        {count}
                      </TextButton>
                      {amounts && cell.mrr && <small>{moneyText(cell.mrr)}</small>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {picked && <Picked cell={picked} />}
    </section>
  );
}

export function sheetOf(card: Scorecard, proposal: Content) {
  const body = {
    scorecard_id: card.id,
    purpose: card.purpose,
    product_id: proposal.product_id,
    segment: proposal.segment,
    definition: proposal.definition,
  };
  return queryOptions({
    queryKey: ['/scorecards/sheet', body],
    queryFn: ({ signal }) => api<ScorecardSheet>('/scorecards/sheet', { method: 'POST', body, signal }),
    meta: { topics: [] },
    gcTime: 0,
  });
}

interface SheetProps {
  card: Scorecard;
  proposal: Proposal;
  /** Of the scorecard, as last saved. */
  version: number;
  naming: Naming;
  onClose: () => void;
  onDone: () => void;
}

export function PublishSheet({ card, proposal, version, naming, onClose, onDone }: SheetProps) {
  const words = useSheetWords();
  const sheet = useQuery(sheetOf(card, proposal));
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const { restores } = proposal;

  async function publish(): Promise<void> {
    setBusy(true);
    try {
      const body = { reason: reason.trim() || null, restores };
      await api(`/scorecards/${card.id}/publication`, { method: 'POST', body, version });
      onDone();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  }

  const title = restores === null ? words.title(card.published_version + 1) : words.restoreTitle(restores);
  return (
    <Dialog open onClose={onClose} title={title} size="xl">
      {sheet.error && <Failed error={sheet.error} again={() => void sheet.refetch()} />}
      {!sheet.error && !sheet.data && <Loading lines={8} label={words.computing} />}
      {sheet.data && (
        <>
          <p className={css.lead} role="status">
            {sheet.data.moved === 0 ? words.nobodyMoves : words.moved(countText(sheet.data.moved), countText(sheet.data.accounts))}
          </p>
          {!card.enabled && <Muted>{words.off}</Muted>}
          {sheet.data.cells.length > 0 && <Matrix cells={sheet.data.cells} />}
          <Year sheet={sheet.data} naming={naming} />
          <section className={css.part}>
            <TextArea label={words.reason} hint={words.reasonHint} value={reason} onChange={setReason} rows={2} />
          </section>
        </>
      )}
      <div className={css.foot}>
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button strong busy={busy} disabled={!sheet.data} onClick={() => void publish()}>
          {restores === null ? words.publish : words.restore}
        </Button>
      </div>
    </Dialog>
  );
}
