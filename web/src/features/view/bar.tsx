/* Views over a list: opening another, saving what is shown, and for the one that is open what can be done with it. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SavedView } from '../../api/types';
import { useMay, useMe } from '../../lib/me';
import { Button, Menu, type MenuItem, TextButton } from '../../ui/button';
import { useCirclesText } from '../../ui/circles';
import type { ListShown } from '../../ui/feature';
import { Muted, Notice } from '../../ui/layout';
import { toast, toastError } from '../../ui/toast';
import css from './bar.module.css';
import { NameDialog } from './name-dialog';
import {
  isChanged,
  isKeptBack,
  useViews,
  viewAddress,
  viewCopy,
  viewDelete,
  viewRename,
  viewSave,
  viewShare,
  viewsOrder,
  viewTake,
  viewUpdate,
} from './views';
import { useViewWords, type ViewWords } from './words';

function run(act: Promise<unknown>): void {
  act.catch(toastError);
}

interface OwnActsProps {
  view: SavedView;
  own: SavedView[];
  words: ViewWords;
  mayShare: boolean;
  onRename: () => void;
  onGone: () => void;
  onBack: (view: SavedView) => void;
}

function moved(own: SavedView[], from: number, to: number): number[] {
  const ids = own.map((view) => view.id);
  const [id] = ids.splice(from, 1);
  if (id !== undefined) ids.splice(to, 0, id);
  return ids;
}

/** What its owner does with a view. */
function ownActs({ view, own, words, mayShare, onRename, onGone, onBack }: OwnActsProps): MenuItem[] {
  const at = own.findIndex((one) => one.id === view.id);
  const share = async () => {
    await viewShare(view, !view.shared);
    toast(view.shared ? words.notShared(view.name) : words.nowShared(view.name));
  };
  const remove = async () => {
    const undo = await viewDelete(view, own);
    onGone();
    /* What was not told cannot be given back. */
    toast(words.deleted(view.name), isKeptBack(view) ? undefined : async () => onBack(await undo()));
  };
  return [
    { key: 'rename', label: words.rename, onClick: onRename },
    ...(mayShare ? [{ key: 'share', label: view.shared ? words.unshare : words.share, onClick: () => run(share()) }] : []),
    { key: 'up', label: words.up, disabled: at <= 0, onClick: () => run(viewsOrder(moved(own, at, at - 1))) },
    { key: 'down', label: words.down, disabled: at >= own.length - 1, onClick: () => run(viewsOrder(moved(own, at, at + 1))) },
    { key: 'remove', label: words.remove, danger: true, onClick: () => run(remove()) },
  ];
}

/** What the reader must know of the view that is open. */
function ViewNotice({ view }: { view: SavedView }) {
  const words = useViewWords();
  const areas = useCirclesText();
  const said: string[] = [];
  if (view.withheld) said.push(words.withheld(areas([view.withheld])));
  if (view.unreadable) said.push(words.unreadable);
  if (view.missing.length > 0) said.push(words.missing(view.missing.join(', ')));
  if (said.length === 0) return null;
  return (
    <div className={css.notice}>
      <Notice tone="bad">{said.join(' ')}</Notice>
    </div>
  );
}

export function ViewBar({ list }: { list: ListShown }) {
  const words = useViewWords();
  const me = useMe();
  const mayShare = useMay('act');
  const mayTake = useMay('manage');
  const navigate = useNavigate();
  const { views, count } = useViews();
  const [asked, setAsked] = useState<'save' | 'rename' | null>(null);
  const here = views.filter((view) => view.subject === list.subject);
  const own = views.filter((view) => view.owner_id === me.staff.id);
  const view = here.find((one) => String(one.id) === list.view);
  const isMine = view !== undefined && view.owner_id === me.staff.id;
  const changed = view !== undefined && isChanged(view, list);
  const open = (next: SavedView) => void navigate(viewAddress(next) as never);

  async function save(name: string): Promise<void> {
    const made = await viewSave(name, list);
    toast(words.saved(made.name));
    open(made);
  }
  async function update(of: SavedView): Promise<void> {
    open(await viewUpdate(of, list));
    toast(words.saved(of.name));
  }

  const label = (one: SavedView) => {
    const many = count(one.id);
    return `${one.id === view?.id ? '✓ ' : ''}${one.name}${many === null ? '' : ` (${many})`}`;
  };
  const acts: MenuItem[] = [];
  if (view) {
    if (isMine) {
      const close = () => void navigate({ to: '.', search: {} as never });
      acts.push(...ownActs({ view, own, words, mayShare, onRename: () => setAsked('rename'), onGone: close, onBack: open }));
    } else if (mayTake) {
      const take = async () => toast(words.taken((await viewTake(view)).name));
      acts.push({ key: 'take', label: words.take, onClick: () => run(take()) });
    }
    const copy = async () => open(await viewCopy(view, words.copyOf(view.name)));
    if (!isKeptBack(view)) acts.push({ key: 'copy', label: words.duplicate, onClick: () => run(copy()) });
  }

  return (
    <>
      {here.length > 0 && (
        <Menu
          label={words.views}
          target={<span>{words.views} ▾</span>}
          items={here.map((one) => ({ key: String(one.id), label: label(one), onClick: () => open(one) }))}
        />
      )}
      {view && acts.length > 0 && <Menu label={words.acts(view.name)} target={<b className={css.name}>{view.name} ⋯</b>} items={acts} />}
      {view && !isMine && view.owner && <Muted small>{words.by(view.owner)}</Muted>}
      {changed && (
        <span className={css.changed}>
          <Muted small>{words.changed}</Muted>
          {isMine && <Button onClick={() => run(update(view))}>{words.save}</Button>}
          <TextButton onClick={() => open(view)}>{words.reset}</TextButton>
        </span>
      )}
      {(changed || (!view && list.narrowed)) && <TextButton onClick={() => setAsked('save')}>{words.saveAs}</TextButton>}
      {view && <ViewNotice view={view} />}
      {asked === 'save' && <NameDialog title={words.saveTitle} name="" onSend={save} onClose={() => setAsked(null)} />}
      {asked === 'rename' && view && (
        <NameDialog title={words.renameTitle} name={view.name} onSend={(name) => viewRename(view, name)} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
