/* Settings: the parts at the left, the chosen one beside them. A part is shown to those whose rights open it. */
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useLanguage } from '../../lib/language';
import { opens, useMe } from '../../lib/me';
import { ordered } from '../../lib/parts';
import { featuresAll } from '../../ui/feature';
import { Page } from '../../ui/layout';
import { useWorkspaceWords } from './words';
import css from './workspace.module.css';

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
        <nav className={css.parts} aria-label={words.settings}>
          {parts
            .filter((part) => opens(me, part))
            .map((part) => (
              <Link key={part.path} to={`/settings/${part.path}`} className={css.part} activeProps={{ 'data-here': true }}>
                {part.name[language]}
              </Link>
            ))}
        </nav>
        <div className={css.body}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
