/* Settings: the parts at the left, the chosen one beside them. A part is shown to those whose rights open it. */
import { Link, Outlet } from '@tanstack/react-router';
import type { Right } from '../../api/types';
import { useMe } from '../../lib/me';
import { Page } from '../../ui/layout';
import css from './settings.module.css';
import { useSettingsWords } from './words';

const PARTS: { name: 'workspace' | 'products' | 'fields' | 'imports' | 'staff' | 'keys' | 'events' | 'audit'; right: Right }[] = [
  { name: 'workspace', right: 'view' },
  { name: 'products', right: 'view' },
  { name: 'fields', right: 'view' },
  { name: 'imports', right: 'manage' },
  { name: 'events', right: 'view' },
  { name: 'staff', right: 'view' },
  { name: 'keys', right: 'admin' },
  { name: 'audit', right: 'admin' },
];

export function SettingsLayout() {
  const words = useSettingsWords();
  const me = useMe();
  return (
    <Page title={words.title}>
      <div className={css.layout}>
        <nav className={css.parts} aria-label={words.title}>
          {PARTS.filter((part) => me.rights.includes(part.right)).map((part) => (
            <Link key={part.name} to={`/settings/${part.name}`} className={css.part} activeProps={{ 'data-here': true }}>
              {words.parts[part.name]}
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
