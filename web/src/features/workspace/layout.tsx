/* Settings: the parts at the left, the chosen one beside them. A part is shown to those whose rights open it. */
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useLanguage } from '../../lib/language';
import { opens, useMe } from '../../lib/me';
import { ordered } from '../../lib/parts';
import { featuresAll, type SettingsPart } from '../../ui/feature';
import { Page } from '../../ui/layout';
import { SETTINGS_GROUPS } from '../../ui/settings-groups';
import { useWorkspaceWords } from './words';
import css from './workspace.module.css';

function Group({ name, parts, onChoose }: { name: string; parts: readonly SettingsPart[]; onChoose: () => void }) {
  const language = useLanguage();
  return (
    <section aria-label={name}>
      <h2 className={css.group}>{name}</h2>
      {parts.map((part) => (
        <Link key={part.path} to={`/settings/${part.path}`} className={css.part} activeProps={{ 'data-here': true }} onClick={onChoose}>
          {part.name[language]}
        </Link>
      ))}
    </section>
  );
}

/** All parts; where there is no room beside the page, they unfold from the name of the one that is open. */
function Parts({ parts, open }: { parts: readonly SettingsPart[]; open: SettingsPart | undefined }) {
  const words = useWorkspaceWords();
  const language = useLanguage();
  const [unfolded, setUnfolded] = useState(false);
  const groups = Object.entries(SETTINGS_GROUPS)
    .map(([group, name]) => ({ group, name: name[language], parts: parts.filter((part) => part.group === group) }))
    .filter((group) => group.parts.length > 0);
  return (
    <nav aria-label={words.settings}>
      <button type="button" className={css.fold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        {open?.name[language] ?? words.settings}
      </button>
      <div className={css.parts} data-unfolded={unfolded}>
        {groups.map((group) => (
          <Group key={group.group} name={group.name} parts={group.parts} onChoose={() => setUnfolded(false)} />
        ))}
      </div>
    </nav>
  );
}

export function SettingsLayout() {
  const words = useWorkspaceWords();
  const language = useLanguage();
  const me = useMe();
  const parts = ordered(featuresAll().map((feature) => feature.settings));
  const here = useLocation({ select: (location) => location.pathname });
  const open = parts.find((part) => here.startsWith(`/settings/${part.path}`));
  return (
    <Page title={words.settings} tab={open ? `${open.name[language]} · ${words.settings}` : undefined}>
      <div className={css.layout}>
        <Parts parts={parts.filter((part) => opens(me, part))} open={open} />
        <div className={css.body}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
